# One small image for the five programs and the administrator's command.
#
# The Swift runtime is linked dynamically and lies there once for all six (docs/operate.md says how large the image is): five
# static programs would take more room on disk and more than twice the memory.
ARG SWIFT_IMAGE=swift:6.3-bookworm
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libzmq3-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# What is built stays for the next build; what runs leaves it, without symbols, with the parts of the runtime that it needs.
RUN --mount=type=cache,target=/source/.build \
    swift build -c release --explicit-target-dependency-import-check error \
    && programs="$(swift build -c release --show-bin-path)" \
    && install -d /image/usr/local/bin /image/usr/lib/swift/linux \
    && for name in portico portico-auth portico-mfa portico-profile portico-apps portico-gateway; do \
        strip -o "/image/usr/local/bin/$name" "$programs/$name" || exit 1; \
    done \
    && ldd /image/usr/local/bin/* | awk '$3 ~ /^\/usr\/lib\/swift\// { print $3 }' | sort -u \
        | xargs cp --dereference --target-directory=/image/usr/lib/swift/linux \
    && strip --strip-unneeded /image/usr/lib/swift/linux/*.so
COPY Scripts/container/ /image/usr/local/lib/portico/
COPY Examples/organization.json /image/usr/local/share/portico/

FROM ${BASE_IMAGE}
# The same number everywhere, so that a volume is one's own in every container.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libzmq5 libpq5 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* /var/cache/debconf /usr/share/doc /usr/share/man /usr/share/locale \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent portico \
    # A new volume takes over whose the folder is that it is mounted on.
    && install -d -o portico -g portico -m 0700 /keys /all-keys /operator \
        /volumes /volumes/auth /volumes/mfa /volumes/profile /volumes/apps /volumes/gateway /volumes/operator \
    && install -d -o portico -g portico -m 0755 /volumes/database
COPY --from=build /image/ /
USER portico
WORKDIR /
# Which of the programs runs is the container's to say.
CMD ["portico", "--help"]

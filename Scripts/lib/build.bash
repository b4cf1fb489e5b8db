# Packages and programs.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# install_packages: what Debian must have
install_packages() {
    local log=$logs/packages.log
    local status=0
    Scripts/install-packages run >"$log" 2>&1 </dev/null 8>&- 9>&- &
    task=$!
    while is_alive "$task"; do
        if [ -s "$log" ]; then progress Packages "installing$(sed -n 's/^Installing//p' "$log")"; fi
        sleep 0.1
    done
    wait "$task" || status=$?
    task=""
    if [ "$status" != 0 ]; then fail "$(grep -v '^Installing' "$log")"; fi
    if [ -s "$log" ]; then
        step Packages "installed:$(sed -n 's/^Installing//p' "$log")"
    else
        step Packages "there"
    fi
}

# build_programs: the five programs and the administrator's command; where they are is in $programs afterwards
build_programs() {
    case ${PORTICO_BUILD:-release} in
        release) programs=.build-release/release ;;
        debug) programs=.build/debug ;;
        /*) programs=$PORTICO_BUILD ;;
        *) fail "PORTICO_BUILD is release, debug, or the folder of what was built." ;;
    esac
    if [ "$programs" = "${PORTICO_BUILD:-}" ]; then
        has_programs || fail "The programs are not in $programs."
        step Building "there"
        return
    fi
    # Tests run what was built for them, and must not build while they do.
    if [ "${PORTICO_BUILD:-release}" = debug ] && has_programs; then
        programs=$PWD/$programs
        step Building "there"
        return
    fi
    command -v swift >/dev/null || fail "There is no Swift toolchain on the PATH; https://www.swift.org/install has it."
    local log=$logs/build.log begun=$SECONDS status=0
    local arguments=(--scratch-path "${programs%/*}" -c "${programs##*/}" --explicit-target-dependency-import-check error)
    swift build "${arguments[@]}" >"$log" 2>&1 </dev/null 8>&- 9>&- &
    task=$!
    while is_alive "$task"; do
        progress Building "$(build_progress "$log")"
        sleep 0.2
    done
    wait "$task" || status=$?
    task=""
    if [ "$status" != 0 ]; then
        clear_progress
        grep -E "error:" "$log" | sort -u | head -n 20 >&8
        if grep -q "No space left on device" "$log"; then fail "The disk is full, so the build failed."; fi
        fail "The build failed; all of it is in $(shown "$log")."
    fi
    has_programs || fail "The build left programs out; see $(shown "$log")."
    programs=$PWD/$programs
    local taken=$((SECONDS - begun))
    if [ "$taken" -gt 10 ]; then step Building "done in $taken s"; else step Building "done"; fi
}

# build_progress LOG: how far the build has come, as its log tells it
build_progress() {
    local last
    last=$(tail -c 2000 "$1" 2>/dev/null | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1 | tr -d '[]')
    if [ -n "$last" ]; then printf '%s of %s' "${last%/*}" "${last#*/}"; else printf 'begun'; fi
}

# has_programs: whether all of them are built
has_programs() {
    local name
    for name in "${services[@]}" gateway; do [ -x "$programs/portico-$name" ] || return 1; done
    [ -x "$programs/portico" ]
}

# Which port each program has. Nothing but the gateway is for people: the others take what is free, and keep it.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# check_port: whether the portal's own port can be had; people come to $public_url
check_port() {
    port=${PORTICO_PORT:-8080}
    local scheme=http
    if [ -n "${PORTICO_TLS_CERTIFICATE:-}" ]; then scheme=https; fi
    public_url=${PORTICO_PUBLIC_URL:-$scheme://localhost:$port}
    if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
        fail "PORTICO_PORT must be a port from 1 to 65535."
    fi
    look_for_listeners
    if ! is_free "$port"; then
        fail "Port $port is in use; choose another: PORTICO_PORT=$((port < 65535 ? port + 1 : 8081)) make run"
    fi
}

# look_for_listeners: the ports at which anybody listens, in hexadecimal, by the kernel's own list
listeners=""
look_for_listeners() {
    listeners=" $(awk '$4 == "0A" { print substr($2, length($2) - 3) }' /proc/net/tcp /proc/net/tcp6 2>/dev/null | tr '\n' ' ')"
}

# is_free PORT: whether nobody listens there
is_free() {
    local wanted
    printf -v wanted ' %04X ' "$1"
    [[ $listeners != *"$wanted"* ]]
}

# choose_ports: a port for each program on the bus and for its metrics; those of the last run where they are free
#
# They stand in $home/addresses, where the administrator's command finds the services too.
declare -A address=()
choose_ports() {
    local file=$home/addresses name value
    if [ -f "$file" ]; then
        while IFS='=' read -r name value; do address[$name]=$value; done < <(grep -E '^[A-Z_]+=' "$file" | grep -v '^PORTICO_PUBLIC_URL=')
    fi
    local taken=" $port "
    look_for_listeners
    choose_port PORTICO_AUTH tcp:// 7001
    choose_port PORTICO_MFA tcp:// 7002
    choose_port PORTICO_PROFILE tcp:// 7003
    choose_port PORTICO_APPS tcp:// 7004
    choose_port METRICS_GATEWAY "" 9100
    choose_port METRICS_AUTH "" 9101
    choose_port METRICS_MFA "" 9102
    choose_port METRICS_PROFILE "" 9103
    choose_port METRICS_APPS "" 9104
    {
        echo "# Where this portal's programs listen: on the bus, and for metrics. make run wrote it, and keeps to it."
        printf 'PORTICO_PUBLIC_URL=%s\n' "$public_url"
        for name in "${!address[@]}"; do printf '%s=%s\n' "$name" "${address[$name]}"; done | sort
    } | write_file "$file" || fail "$(shown "$file") cannot be written."
}

# choose_port NAME PREFIX USUAL: keeps the port of an address, or takes another that is free
#
# Any other, not the next: portals that start at the same moment would all take that. It is below those that the kernel
# hands out by itself.
choose_port() {
    local candidate=${address[$1]:-}
    candidate=${candidate##*:}
    candidate=${candidate:-$3}
    until is_free "$candidate" && [[ $taken != *" $candidate "* ]]; do
        candidate=$((12000 + RANDOM % 20000))
    done
    taken+="$candidate "
    address[$1]="${2}127.0.0.1:$candidate"
}

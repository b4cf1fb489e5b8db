# The five programs.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# In the order in which they depend on each other.
readonly services=(auth mfa profile apps)
readonly seconds_to_start=60
readonly seconds_to_stop=12
declare -A process=()
# What Scripts/sanitize tells programs that were built with a sanitizer.
sanitizer=()
for name in TSAN_OPTIONS ASAN_OPTIONS LSAN_OPTIONS LD_PRELOAD; do
    if [ -n "${!name:-}" ]; then sanitizer+=("$name=${!name}"); fi
done
readonly sanitizer

# make_keys: at the first start; a key that is lost later is not made anew, since what it sealed could not be opened
make_keys() {
    keys=$home/keys
    if [ -d "$keys" ]; then
        [ -r "$keys/operator/bus.key" ] || fail "$(shown "$keys/operator/bus.key") cannot be read."
        return
    fi
    local log=$logs/keys.log
    "$programs/portico" make-keys "$keys" >"$log" 2>&1 || fail "The keys could not be made: $(tail -n 1 "$log")"
    step Keys "made"
}

# start_programs: starts all five side by side, and waits until each says that it is ready
start_programs() {
    local name
    # Bash would print the whole command of a program that is killed; what there is to say goes elsewhere.
    exec 2>/dev/null
    for name in "${services[@]}"; do start_service "$name"; done
    start_gateway
    progress Programs "starting"
    "$programs/portico" health --wait "$seconds_to_start" >"$logs/health.log" 2>&1 8>&- 9>&- &
    task=$!
    while is_alive "$task"; do
        check_programs
        sleep 0.05
    done
    if ! wait "$task"; then
        task=""
        if grep -q '^portico: ' "$logs/health.log"; then fail "$(<"$logs/health.log")"; fi
        fail "The programs were not ready within $seconds_to_start seconds: $(grep -v ' ready$' "$logs/health.log" | paste -sd ',' | tr -s ' ')"
    fi
    task=""
    local tries=$((seconds_to_start * 20))
    until answers_health; do
        check_programs
        ((tries-- > 0)) || fail "The gateway was not ready within $seconds_to_start seconds." "$logs/gateway.log"
        sleep 0.05
    done
    step Programs "auth, mfa, profile, apps and gateway are ready"
}

# start_service NAME: one of the four that keep facts, with its own keys and database
start_service() {
    local name=$1 upper=${1^^} settings
    settings=(
        "PORTICO_BUS_LISTEN=${address[PORTICO_$upper]}"
        "PORTICO_DATABASE_URL_FILE=$database/$name.url"
        "PORTICO_SEALING_KEY_FILE=$keys/$name/sealing.key"
        "PORTICO_PASSPORT_PUBLIC_KEYS=$keys/public/passports.pub"
    )
    case $name in
        auth)
            settings+=(
                "PORTICO_PASSPORT_SIGNING_KEY_FILE=$keys/auth/passport-signing.key"
                "PORTICO_PROOF_PUBLIC_KEYS=$keys/public/proofs.pub"
            )
            ;;
        mfa) settings+=("PORTICO_PROOF_SIGNING_KEY_FILE=$keys/mfa/proof-signing.key") ;;
    esac
    start_program "$name" "${settings[@]}"
}

# start_gateway: the door
start_gateway() {
    start_program gateway \
        "PORTICO_LISTEN=127.0.0.1:$port" \
        "PORTICO_PUBLIC_URL=$public_url" \
        "PORTICO_TLS_CERTIFICATE=${PORTICO_TLS_CERTIFICATE:-}" "PORTICO_TLS_KEY=${PORTICO_TLS_KEY:-}" \
        "PORTICO_TRUSTED_PROXIES=${PORTICO_TRUSTED_PROXIES:-}" \
        "PORTICO_HELP_CONTACT=${PORTICO_HELP_CONTACT:-}" \
        "PORTICO_OPERATOR_COMMAND=$(operator_command)"
}

# start_program NAME SETTING...: starts a program apart from the terminal, with its own settings and nobody else's
start_program() {
    local name=$1 log=$logs/$1.log
    shift
    keep_log "$log"
    # PORTICO_HOME means nothing to the programs: by it, the next run finds what a killed one left.
    setsid env -i "PATH=$PATH" "HOME=${HOME:-$home}" "LANG=${LANG:-C.UTF-8}" "PORTICO_HOME=$home" \
        ${LD_LIBRARY_PATH:+"LD_LIBRARY_PATH=$LD_LIBRARY_PATH"} "${sanitizer[@]}" \
        "PORTICO_LOG_LEVEL=${PORTICO_LOG_LEVEL:-}" "PORTICO_LOG_FORMAT=${PORTICO_LOG_FORMAT:-}" \
        "PORTICO_ORGANIZATION=${PORTICO_ORGANIZATION:-Saltmarsh Botanical Garden}" \
        "PORTICO_METRICS_LISTEN=${address[METRICS_${name^^}]}" \
        "PORTICO_BUS_KEY_FILE=$keys/$name/bus.key" "PORTICO_BUS_PEERS=$keys/peers" \
        "PORTICO_AUTH=${address[PORTICO_AUTH]}" "PORTICO_MFA=${address[PORTICO_MFA]}" \
        "PORTICO_PROFILE=${address[PORTICO_PROFILE]}" "PORTICO_APPS=${address[PORTICO_APPS]}" \
        "$@" "$programs/portico-$name" >>"$log" 2>&1 </dev/null 8>&- 9>&- &
    process[$name]=$!
}

# answers_health: whether the gateway answers GET /health with 200, or on its metrics port that it is ready where its door
# has TLS, which Bash does not speak
answers_health() {
    local status="" host=${public_url#*://} path=/health door=$port
    if [ -n "${PORTICO_TLS_CERTIFICATE:-}" ]; then
        path=/health/ready
        door=${address[METRICS_GATEWAY]##*:}
    fi
    {
        printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "${host%%/*}" >&3
        read -r -t 2 status <&3
    } 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$door"
    [[ $status == "HTTP/1.1 200"* ]]
}

# check_programs: ends it all when one of them has ended
check_programs() {
    local name
    for name in "${!process[@]}"; do
        is_alive "${process[$name]}" ||
            fail_for "portico-$name" "portico-$name ended while the portal was starting." "$logs/$name.log"
    done
}

# watch_programs: waits until a program ends that should not
#
# One that dies is not started again here: a portal on somebody's own machine should show its faults, and keeping programs
# alive is the work of systemd or of containers, which do it better.
watch_programs() {
    local ended="" name
    wait -n -p ended "${process[@]}" "$postmaster"
    for name in "${!process[@]}"; do
        if [ "${process[$name]}" = "$ended" ]; then
            unset "process[$name]"
            fail_for "portico-$name" "portico-$name has ended by itself, so everything is stopped." "$logs/$name.log"
        fi
    done
    fail "PostgreSQL has ended by itself, so everything is stopped." "$logs/postgresql.log"
}

# stop_programs: the door first, then the services, each after what asks it
stop_programs() {
    [ "${#process[@]}" -gt 0 ] || return 0
    clear_progress
    local name
    for name in gateway apps profile mfa auth; do
        if [ -n "${process[$name]:-}" ]; then end_processes "$seconds_to_stop" "${process[$name]}"; fi
    done
    process=()
}

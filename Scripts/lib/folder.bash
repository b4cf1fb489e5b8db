# The folder that keeps everything: PORTICO_HOME, or .portico beside the sources.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

readonly least_free_megabytes=200

# enter_folder: makes the folder, takes it for this run alone, and ends what a run that was killed left behind
enter_folder() {
    home=${PORTICO_HOME:-.portico}
    mkdir -p "$home" 2>/dev/null || fail "The folder $home cannot be made."
    home=$(cd "$home" && pwd -P) || fail "The folder $home cannot be entered."
    chmod 700 "$home" || fail "The folder $(shown "$home") belongs to somebody else."
    [ -w "$home" ] || fail "The folder $(shown "$home") cannot be written."
    logs=$home/logs
    mkdir -p "$logs"

    exec 9>>"$home/lock"
    flock -n 9 || fail "The portal in $(shown "$home") is running already."

    local free
    free=$(free_megabytes)
    if [ "$free" -lt "$least_free_megabytes" ]; then
        fail "The disk that holds $(shown "$home") is full: $free MB are free, and a portal needs $least_free_megabytes."
    fi
    end_leftovers
}

# free_megabytes: how much the disk that holds the folder can still take
free_megabytes() { df -Pm "$home" | awk 'NR == 2 { free = $4 } END { print free + 0 }'; }

# leave_folder: lets the next run have it
leave_folder() { exec 9>&-; }

# leftovers: the programs of an earlier run in this folder, which know it by their environment
leftovers() {
    local process name
    for process in /proc/[0-9]*; do
        read -r name 2>/dev/null <"$process/comm" || continue
        case $name in
            portico-*)
                grep -qzxF "PORTICO_HOME=$home" "$process/environ" 2>/dev/null && printf '%s\n' "${process#/proc/}"
                ;;
        esac
    done
}

# end_leftovers: ends them
end_leftovers() {
    local found
    mapfile -t found < <(leftovers)
    [ "${#found[@]}" -gt 0 ] || return 0
    end_processes 10 "${found[@]}"
    step Cleaning "ended ${#found[@]} programs that an interrupted run had left"
}

# end_processes SECONDS PROCESS...: asks processes to end, and kills those that have not after some seconds
end_processes() {
    local tries=$(($1 * 20)) process
    shift
    kill -TERM "$@" 2>/dev/null
    for process in "$@"; do
        while is_alive "$process" && ((tries-- > 0)); do sleep 0.05; done
        if is_alive "$process"; then kill -KILL "$process" 2>/dev/null; fi
    done
}

# is_alive PROCESS: whether it runs; one that has ended and that nobody has asked about yet does not
is_alive() {
    local line=""
    { read -r line <"/proc/$1/stat"; } 2>/dev/null
    # The number, the name in parentheses, which may hold anything, then the state.
    line=${line##*) }
    [ -n "$line" ] && [ "${line:0:1}" != Z ]
}

# keep_log LOG: sets a log aside that has grown large
readonly largest_log=$((10 * 1024 * 1024))
keep_log() {
    local size
    size=$(stat -c %s "$1" 2>/dev/null) || return 0
    [ "$size" -lt "$largest_log" ] || mv -f "$1" "$1.old"
}

# write_file PATH: takes a file's new content from standard input; there is the old one or the new, never half of it
write_file() { cat 2>/dev/null >"$1.new" && mv -f "$1.new" "$1"; }

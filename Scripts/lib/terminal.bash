# What is said: one calm line a step.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# say LINE: prints a line
say() { printf '%s\n' "$1"; }

# step NAME RESULT: prints what a step came to
step() {
    clear_progress
    printf '  %-13s %s\n' "$1" "$2"
}

# progress NAME TEXT: tells how far a step is; on a terminal in place, elsewhere a line now and then
readonly seconds_between_lines=20
progress_shown=""
progress_text=""
progress_at=$((5 - seconds_between_lines))
progress() {
    if [ -t 1 ]; then
        [ "$2" != "$progress_text" ] || return 0
        progress_text=$2
        # A line that wraps could not be taken back.
        local line width
        printf -v line '  %-13s %s' "$1" "$2"
        width=$(stty size <&1 2>/dev/null) && width=${width#* }
        [ "${width:-0}" -gt 0 ] || width=80
        printf '\r%s\033[K' "${line:0:width-1}"
        progress_shown=yes
    elif ((SECONDS - progress_at >= seconds_between_lines)); then
        progress_at=$SECONDS
        printf '  %-13s %s\n' "$1" "$2"
    fi
}

clear_progress() {
    [ -z "$progress_shown" ] || printf '\r\033[K'
    progress_shown=""
    progress_text=""
}

# fail SENTENCE [LOG]: says what is wrong, with the last lines of a log unless they tell of a full disk, and ends
#
# Complaints have a number of their own: where programs may be killed, bash's own remarks on that are not shown.
exec 8>&2
fail() {
    clear_progress
    # A disk that is full takes no more words into a log either.
    if [ -n "${2:-}" ] && { [ "$(free_megabytes)" -lt 1 ] || tail -n 20 "$2" 2>/dev/null | grep -q "No space left on device"; }; then
        printf 'The disk is full. %s\n' "$1" >&8
        exit 1
    fi
    printf '%s\n' "$1" >&8
    if [ -n "${2:-}" ] && [ -s "$2" ]; then
        printf 'The end of %s:\n' "$(shown "$2")" >&8
        tail -n 8 "$2" | sed 's/^/    /' >&8
    fi
    exit 1
}

# fail_for PROGRAM SENTENCE LOG: gives the program's own complaint, if it went with one, and otherwise the sentence
fail_for() {
    local complaint
    # A complaint begins with the program's name, lines of the log with the time.
    complaint=$(tail -n 12 "$3" 2>/dev/null | awk -v name="$1: " '
        index($0, name) == 1 { found = ""; is_complaint = 1 }
        /^[0-9][0-9][0-9][0-9]-/ { is_complaint = 0; found = "" }
        is_complaint { found = found (found == "" ? "" : "\n") $0 }
        END { print found }')
    if [ -n "$complaint" ]; then fail "$complaint"; fi
    fail "$2" "$3"
}

# shown PATH: a path as people read it, from the folder they stand in
shown() { printf '%s' "${1#"$PWD"/}"; }

# attend COMMAND...: runs a command that may take long, so that a signal is heeded at once; its exit code is the command's
task=""
attend() {
    "$@" 8>&- 9>&- &
    task=$!
    local status=0
    wait "$task" || status=$?
    task=""
    return "$status"
}

# stop_task: ends the command that was being attended to
stop_task() {
    [ -n "$task" ] || return 0
    kill -TERM "$task" 2>/dev/null
    wait "$task" 2>/dev/null
    task=""
}

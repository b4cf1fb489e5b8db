# A PostgreSQL of the portal's own: on a Unix socket alone, with a database and a role for each service.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

readonly longest_socket_path=107
readonly postgres_port=5432
postmaster=""
socket_folder=""

# start_postgres: makes the cluster at the first start, starts it, and sees to it that each service has its database
start_postgres() {
    find_postgres
    database=$home/database
    mkdir -p "$database" || fail "$(shown "$database") cannot be made."
    choose_disguise
    end_stray_postgres
    local is_new=""
    if [ ! -d "$cluster/data" ]; then
        is_new=yes
        make_cluster
    fi
    choose_socket_folder
    launch_postgres
    prepare_databases
    if [ -n "$is_new" ]; then step Database "made, a database for each service"; else step Database "started"; fi
}

# find_postgres: the newest PostgreSQL that is installed; Debian keeps it off the PATH
find_postgres() {
    postgres_programs=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name postgres -path '*/bin/*' 2>/dev/null |
        sort -V | tail -n 1)
    postgres_programs=${postgres_programs%/postgres}
    if [ -z "$postgres_programs" ] && command -v postgres >/dev/null; then
        postgres_programs=$(dirname "$(command -v postgres)")
    fi
    [ -n "$postgres_programs" ] || fail "There is no PostgreSQL; on Debian, apt-get install postgresql brings it."
}

# choose_disguise: as whom PostgreSQL runs, and where its files are
#
# It refuses root. For root it runs in a user namespace, in which root's files are an ordinary user's; where those are
# forbidden, as Debian's user postgres, who could not enter the portal's folder and so has files under /var/lib.
disguise=()
choose_disguise() {
    cluster=$database/postgresql
    # PostgreSQL wants its user to have a name, and postgres has one wherever Debian's package is.
    local user namespace
    user=$(id -u postgres 2>/dev/null || echo 1000)
    namespace=(unshare --user "--map-user=$user" "--map-group=$user")
    if ! id -un >/dev/null 2>&1; then
        disguise=("${namespace[@]}")
    elif [ "$(id -u)" = 0 ]; then
        local elsewhere
        elsewhere=/var/lib/portico/$(printf '%s' "$home" | sha256sum | cut -c 1-16)
        if [ ! -d "$elsewhere/data" ] && "${namespace[@]}" true 2>/dev/null; then
            disguise=("${namespace[@]}")
        else
            id postgres >/dev/null 2>&1 || fail "PostgreSQL refuses to run as root, and there is no user postgres."
            disguise=(setpriv --reuid=postgres --regid=postgres --clear-groups)
            cluster=$elsewhere
            mkdir -p "$cluster"
            chmod 711 /var/lib/portico
            chown postgres:postgres "$cluster"
        fi
    fi
    mkdir -p "$cluster"
}

# make_cluster: a cluster whose superuser has a password that only this folder knows
make_cluster() {
    local log=$logs/postgresql-setup.log fresh=$cluster/data.new password=$cluster/superuser.password
    rm -rf "$fresh"
    progress Database "being made"
    random_password >"$password"
    [ "${disguise[0]:-}" != setpriv ] || chown postgres "$password"
    if ! attend "${disguise[@]}" "$postgres_programs/initdb" --pgdata="$fresh" --username=postgres \
        --pwfile="$password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$log" 2>&1 </dev/null; then
        fail "PostgreSQL could not make its cluster." "$log"
    fi
    {
        echo "# Each role into its own database, with a password, over the Unix socket; nothing else."
        echo "local all postgres scram-sha-256"
        for name in "${services[@]}"; do echo "local portico_$name portico_$name scram-sha-256"; done
    } >"$fresh/pg_hba.conf"
    # What is committed outlives a power cut: fsync and the rest stay as PostgreSQL has them.
    cat >>"$fresh/postgresql.conf" <<END
listen_addresses = ''
port = $postgres_port
unix_socket_permissions = 0700
max_connections = 100
log_timezone = 'UTC'
timezone = 'UTC'
END
    mv "$fresh" "$cluster/data"
}

# choose_socket_folder: beside the cluster, or under /tmp where that path is too long for a socket
choose_socket_folder() {
    local socket="$cluster/.s.PGSQL.$postgres_port"
    if [ "${#socket}" -le "$longest_socket_path" ]; then
        socket_folder=$cluster
    else
        socket_folder=$(mktemp -d /tmp/portico-XXXXXXXX) || fail "No folder could be made under /tmp for a socket."
        [ "${disguise[0]:-}" != setpriv ] || chown postgres "$socket_folder"
    fi
}

# launch_postgres: starts it apart from the terminal, whose Ctrl-C it would take as a wish to stop, and waits until it is ready
launch_postgres() {
    local log=$logs/postgresql.log tries=600
    keep_log "$log"
    # PostgreSQL reads this setting as a list of quoted names.
    setsid "${disguise[@]}" "$postgres_programs/postgres" -D "$cluster/data" \
        -c unix_socket_directories="\"$socket_folder\"" >>"$log" 2>&1 </dev/null 8>&- 9>&- &
    postmaster=$!
    until [[ $(sed -n 8p "$cluster/data/postmaster.pid" 2>/dev/null) == ready* ]]; do
        if ! is_alive "$postmaster"; then
            postmaster=""
            fail "PostgreSQL did not start." "$log"
        fi
        ((tries-- > 0)) || fail "PostgreSQL was not ready within 60 seconds." "$log"
        sleep 0.1
    done
}

# prepare_databases: a database and a role for each service, made at the first start, and the address of each
prepare_databases() {
    local name password
    if [ ! -f "$cluster/prepared" ]; then
        for name in "${services[@]}"; do
            password=$(random_password)
            printf '%s\n' "$password" 2>/dev/null >"$database/$name.password" ||
                fail "$(shown "$database/$name.password") cannot be written."
            make_database "portico_$name" "$password" >>"$logs/postgresql-setup.log" 2>&1 ||
                fail "The database of $name could not be made." "$logs/postgresql-setup.log"
        done
        touch "$cluster/prepared"
    fi
    for name in "${services[@]}"; do
        [ -r "$database/$name.password" ] || fail "$(shown "$database/$name.password") cannot be read."
        printf 'postgresql://portico_%s:%s@/portico_%s?host=%s&port=%s\n' "$name" "$(<"$database/$name.password")" "$name" \
            "$(percent_encoded "$socket_folder")" "$postgres_port" | write_file "$database/$name.url" ||
            fail "$(shown "$database/$name.url") cannot be written."
    done
}

# make_database NAME PASSWORD: a database with an owner of the same name, whom no other role may visit
#
# It may have been begun by a run that was interrupted.
make_database() {
    ask_postgres <<END
SELECT 'CREATE ROLE $1 LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$1') \gexec
ALTER ROLE $1 PASSWORD '$2';
SELECT 'CREATE DATABASE $1 OWNER $1 TEMPLATE template0' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$1') \gexec
REVOKE ALL ON DATABASE $1 FROM PUBLIC;
END
}

# ask_postgres: runs the SQL of standard input as the superuser
ask_postgres() {
    PGPASSWORD=$(<"$cluster/superuser.password") "$postgres_programs/psql" --no-psqlrc --quiet --tuples-only --no-align \
        --set=ON_ERROR_STOP=1 --host="$socket_folder" --port="$postgres_port" --username=postgres --dbname=postgres
}

# postgres_processes: the cluster's processes, which work in its data folder
postgres_processes() {
    local look=()
    # In a container root may not see where another user's processes work, and that user may.
    if [ "${disguise[0]:-}" = setpriv ]; then look=("${disguise[@]}"); fi
    # From where that user may stand: find goes back to where it began.
    (cd / && exec "${look[@]}" find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -printf '%h %l\n' 2>/dev/null) |
        folder=$cluster/data awk '{ process = substr($1, 7); sub(/^[^ ]* /, "") } $0 == ENVIRON["folder"] { print process }'
}

# end_stray_postgres: stops the PostgreSQL that a killed run left, and removes the mark of one that is no more
#
# The mark names a process; by now another may have its number, and PostgreSQL would take that for itself and not start.
end_stray_postgres() {
    local mark=$cluster/data/postmaster.pid found
    [ -f "$mark" ] || return 0
    postmaster=$(head -n 1 "$mark")
    if postgres_processes | grep -qx "$postmaster"; then
        stop_postgres
        step Cleaning "stopped the PostgreSQL that an interrupted run had left"
    fi
    postmaster=""
    mapfile -t found < <(postgres_processes)
    if [ "${#found[@]}" -gt 0 ]; then end_processes 10 "${found[@]}"; fi
    rm -f "$mark"
}

# stop_postgres: a fast shutdown, and an immediate one where that does not come to an end
stop_postgres() {
    [ -n "$postmaster" ] || return 0
    local tries=600
    kill -INT "$postmaster" 2>/dev/null
    while is_alive "$postmaster" && ((tries-- > 0)); do sleep 0.05; done
    if is_alive "$postmaster"; then
        kill -QUIT "$postmaster" 2>/dev/null
        sleep 2
    fi
    postmaster=""
    # Never with all that is in it: only what was made for the socket goes, and only when it is empty.
    if [ -n "$socket_folder" ] && [ "$socket_folder" != "$cluster" ]; then rmdir "$socket_folder" 2>/dev/null; fi
}

random_password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

# percent_encoded TEXT: as a URL holds it
percent_encoded() {
    local text=$1 index character LC_ALL=C
    for ((index = 0; index < ${#text}; index++)); do
        character=${text:index:1}
        case $character in
            [A-Za-z0-9._~-]) printf '%s' "$character" ;;
            *) printf '%%%02X' "'$character" ;;
        esac
    done
}

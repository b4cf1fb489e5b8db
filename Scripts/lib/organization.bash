# The example organisation, and how to sign in.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# load_organization: at the first start; interrupted, the next start goes on with it
load_organization() {
    accounts=$home/demo-accounts.json
    local log=$logs/apply.log mark=$home/organization-loaded
    if [ -f "$mark" ] || [ "${PORTICO_DEMO:-1}" = 0 ]; then return 0; fi
    progress Organisation "being loaded"
    PORTICO_HOME=$home attend "$programs/portico" apply Examples/organization.json --accounts "$accounts" --yes \
        >"$log" 2>&1 </dev/null || fail "Examples/organization.json could not be loaded." "$log"
    touch "$mark"
    step Organisation "Examples/organization.json loaded"
}

# tell_how_to_sign_in: the address, and whose passwords are where
tell_how_to_sign_in() {
    printf '\n  Open       %s\n' "$public_url"
    if [ -r "$accounts" ]; then
        printf '  Sign in    %s\n' "$(first_account user)"
        printf '             %s, the administrator\n' "$(first_account administrator)"
        printf '  Passwords  in %s\n' "$(shown "$accounts")"
    else
        printf '  Begin      with the link of: %s first-administrator\n' "$(operator_command)"
    fi
    printf '\n  Ctrl-C stops it.\n'
}

# operator_command: how the administrator's command is called for this portal
operator_command() {
    [ "$home" = "$PWD/.portico" ] || printf 'PORTICO_HOME=%q ' "$(shown "$home")"
    printf '%q/portico' "$(shown "$programs")"
}

# first_account ROLE: the address of the first account of a role
first_account() {
    awk -F '"' -v role="$1" '$2 == "email" { email = $4 } $2 == "role" && $4 == role { print email; exit }' "$accounts"
}

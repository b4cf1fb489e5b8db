# A visitor of a portal, who has curl, an authenticator app (oathtool) and no browser.
# shellcheck shell=bash disable=SC2034,SC2154 # what one part sets, others use

# Where the visitor keeps cookies and the page that was seen last; set by whoever uses this.
# $portal is the portal's address, and $jar and $page are files.

# visit PATH: opens a page, follows where it leads within the portal, and keeps it; the status is in $status
visit() {
    status=$(curl --silent --show-error --max-time 20 --location --max-redirs 10 --cookie "$jar" --cookie-jar "$jar" \
        --output "$page" --write-out '%{http_code} %{url_effective}' "$portal$1") || status="000 "
    place=${status#* }
    status=${status%% *}
}

# submit ACTION NAME=VALUE...: fills in the form of the page that goes to ACTION, sends it, and follows where that leads
submit() {
    local action=$1 form token field fields=()
    shift
    form=$(tr '\n' ' ' <"$page" | grep -oP "<form[^>]*action=\"$action\".*?</form>" | head -n 1)
    [ -n "$form" ] || fail_visit "there is no form to $action"
    # What a form carries unseen, such as its token.
    while IFS= read -r field; do
        fields+=(--data-urlencode "$(grep -oP 'name="\K[^"]*' <<<"$field")=$(grep -oP 'value="\K[^"]*' <<<"$field")")
    done < <(grep -oP '<input[^>]*type="hidden"[^>]*>' <<<"$form")
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    # A redirect after a form is asked for with GET: no --request, or curl would keep to POST.
    status=$(curl --silent --show-error --max-time 20 --location --max-redirs 10 --cookie "$jar" --cookie-jar "$jar" \
        --header "Origin: $portal" "${fields[@]}" \
        --output "$page" --write-out '%{http_code} %{url_effective}' "$portal$action") || status="000 "
    place=${status#* }
    status=${status%% *}
}

# sees TEXT: expects the page to be there and to say this
sees() {
    [ "$status" = 200 ] || fail_visit "the answer is $status instead of a page that says \"$1\""
    grep -qF -- "$1" "$page" || fail_visit "the page does not say \"$1\""
}

# code KEY: the next code of the app that was not given before; a code works once
last_step=0
code() {
    local step now
    now=$(date +%s)
    step=$((now / 30))
    if [ "$step" -le "$last_step" ]; then
        step=$((last_step + 1))
        # One step ahead is taken already.
        while [ $(($(date +%s) / 30)) -lt $((step - 1)) ]; do sleep 1; done
    fi
    last_step=$step
    current_code=$(oathtool --totp --base32 --now="@$((step * 30))" "$1")
}

# enrol: goes through the wizard of the authenticator app from the modal on; the app's key is in $app_key
enrol() {
    sees "Set Up Multi-Factor Authentication"
    visit /enrol/app
    sees "I Have An App"
    submit /enrol/app/key
    sees "Add Your Account"
    app_key=$(grep -oP 'data-copy="\K[A-Z2-7]{32}' "$page") || fail_visit "no key is shown"
    visit "$(grep -oP 'href="\K/enrol/app/code[^"]*' "$page" | sed 's/&amp;/\&/g' | head -n 1)"
    code "$app_key"
    submit /enrol/app/code "code=$current_code" "name=Test phone"
    sees "Authenticator App Enrollment Successful!"
}

# sign_in EMAIL PASSWORD: as far as the answer to the password
sign_in() {
    : >"$jar"
    visit /login
    sees "User Login"
    submit /login "email=$1"
    sees "$1"
    submit /login/password "password=$2"
}

fail_visit() {
    echo "At $place: $1. The page says:" >&2
    sed -e 's/<[^>]*>/ /g' "$page" 2>/dev/null | tr -s ' \n' | head -c 1500 >&2
    echo >&2
    exit 1
}

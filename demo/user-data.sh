#!/bin/sh
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

# The demo application, as user data for the lab's guest image. That image serves /srv/www on port
# 8080 once this script has ended; an executable file is a CGI program.
#
# shellcheck disable=SC1091,SC2154 # the variables come from /srv/read-values

set -eu
rm -f /srv/www/health

# Each value is one word of the shell, with the quotes that it needs.
printf '%s\n' {application|shell} {side|shell} {version|shell} {release|shell} "$(hostname)" \
    {greeting|shell} >/srv/values

cat >/srv/read-values <<'SH'
{
    read -r application
    read -r side
    read -r version
    read -r release
    read -r server
    read -r greeting
} </srv/values

case $version in
    1 | 1.*) design=card ;;
    *) design=poster ;;
esac
SH
. /srv/read-values

# Every answer names its side; browsers must not show a cached one.
cat >/etc/web.d/demo.conf <<VALUES
setenv.add-response-header = (
    "X-Bluegreen-Side" => "$side",
    "X-Bluegreen-Version" => "$version",
    "X-Bluegreen-Server" => "$server",
    "Cache-Control" => "no-store",
)
cgi.upgrade = "enable"
VALUES

# Plain text, cheap enough for hundreds of requests a second.
echo "side=$side version=$version server=$server" >/srv/www/version

cat >/srv/www/style.css <<'CSS'
:root { --blue: #1d4ed8; --green: #15803d; }
.blue { --side: var(--blue); }
.green { --side: var(--green); }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; line-height: 1.5; }
h1, p, dl, dd { margin: 0; }
dl { display: grid; }
.side { text-transform: uppercase; letter-spacing: .2em; font-weight: bold; }

.card { font-family: Georgia, serif; background: #f3f4f6; color: #111827; }
.card main { background: #fff; border: 1px solid #d1d5db; border-top: 1rem solid var(--side); padding: 2rem 3rem; }
.card .side { color: var(--side); }
.card h1 { font-size: 2rem; margin-bottom: 1rem; }
.card dl { grid-template-columns: auto 1fr; gap: .25rem 1.5rem; }
.card dt { color: #6b7280; }

.poster { font-family: system-ui, sans-serif; background: var(--side); color: #fff; }
.poster main { text-align: center; padding: 2rem; }
.poster h1 { font-size: clamp(2.5rem, 9vw, 6rem); line-height: 1.1; margin-bottom: 2.5rem; }
.poster dl { grid-auto-flow: column; grid-template-rows: auto auto; gap: 0 1rem; }
.poster dt, .poster dd { background: rgb(0 0 0 / .25); padding: .5rem 1.25rem; }
.poster dt { border-radius: .75rem .75rem 0 0; font-size: .8rem; opacity: .85; padding-bottom: 0; }
.poster dd { border-radius: 0 0 .75rem .75rem; font-weight: 600; }
CSS

cat >/srv/www/index.cgi <<'CGI'
#!/bin/sh
. /srv/read-values
cat <<HTML
Content-Type: text/html; charset=utf-8

<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$application $version ($side)</title>
<style>$(cat /srv/www/style.css)</style>
<body class="$side $design">
<main>
<p class="side">$side</p>
<h1>$greeting</h1>
<dl>
<dt>Application</dt><dd>$application</dd>
<dt>Version</dt><dd>$version</dd>
<dt>Release</dt><dd>$release</dd>
<dt>Server</dt><dd>$server</dd>
<dt>Asked by</dt><dd>${HTTP_X_FORWARDED_FOR:-$REMOTE_ADDR}</dd>
</dl>
</main>
HTML
CGI

cat >/srv/www/cgi-bin/whoami <<'CGI'
#!/bin/sh
. /srv/read-values
printf 'Content-Type: application/json\n\n'
printf '{"application": "%s", "side": "%s", "version": "%s", "release": "%s", "server": "%s"}\n' \
    "$application" "$side" "$version" "$release" "$server"
CGI

# /cgi-bin/load?seconds=N keeps the processor busy for N seconds and answers at once.
cat >/srv/www/cgi-bin/load <<'CGI'
#!/bin/sh
seconds=${QUERY_STRING#seconds=}
case $seconds in
    '' | *[!0-9]* | ?????*)
        printf 'Status: 400 Bad Request\nContent-Type: text/plain\n\n'
        echo 'Ask for /cgi-bin/load?seconds=N, with N from 1 to 9999.'
        exit
        ;;
esac
timeout "$seconds" sh -c 'while :; do :; done' </dev/null >/dev/null 2>&1 &
printf 'Content-Type: text/plain\n\nbusy for %s s\n' "$seconds"
CGI

# Sends a request's body back.
cat >/srv/www/cgi-bin/echo <<'CGI'
#!/bin/sh
printf 'Content-Type: %s\n\n' "${CONTENT_TYPE:-application/octet-stream}"
exec cat
CGI

# /slow?seconds=N answers one line each second.
cat >/srv/www/slow <<'CGI'
#!/bin/sh
. /srv/read-values
seconds=${QUERY_STRING#seconds=}
printf 'Content-Type: text/plain\n\n'
line=0
while [ "$line" -lt "${seconds:-10}" ]; do
    line=$((line + 1))
    echo "$side $line"
    sleep 1
done
CGI

# /live is a WebSocket that answers every ping, until the client leaves.
cat >/srv/www/live <<'CGI'
#!/bin/sh
take() {
    dd bs=1 count="$1" 2>/dev/null | od -An -v -tu1
}
digest=$(printf %s258EAFA5-E914-47DA-95CA-C5AB0DC85B11 "$HTTP_SEC_WEBSOCKET_KEY" | sha1sum | cut -c1-40)
accept=$(printf %b "$(echo "$digest" | sed 's/../\\x&/g')" | base64)
printf 'Status: 101\nUpgrade: websocket\nConnection: upgrade\nSec-WebSocket-Accept: %s\n\n' "$accept"

# A frame is two bytes of header, four of mask, and a payload of at most 125 bytes (RFC 6455, 5.2).
# shellcheck disable=SC2046 # a word for each byte
while set -- $(take 2) && [ $# = 2 ]; do
    opcode=$(($1 & 15)) length=$(($2 & 127))
    set -- $(take $((length + 4)))
    [ $# = $((length + 4)) ] || exit
    pong=$(printf '\\212\\%03o' "$length")
    m1=$1 m2=$2 m3=$3 m4=$4
    shift 4
    for byte; do
        pong=$pong$(printf '\\%03o' $((byte ^ m1)))
        mask=$m1 m1=$m2 m2=$m3 m3=$m4 m4=$mask
    done
    case $opcode in
        8) exit ;;
        9) printf "$pong" ;;
    esac
done
CGI

cd /srv/www
chmod 755 index.cgi live slow cgi-bin/*

# Last: a client that gets 200 here gets everything else too.
echo ready >health

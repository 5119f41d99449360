#!/bin/sh
# Keeps nginx's lists of servers: the addresses of the replicas that are ready. Runs before nginx starts, writes the
# lists once, and goes on in the background.
#
# A replica is left out if it cannot be reached or if its readiness probe does not answer 200. If no replica of a service
# is ready, all of them stay in the list: callers then get the answer of the application instead of one of nginx.
set -eu

servers=/tmp/servers
pause_seconds=2
reload_pause_seconds=6

is_ready() {
    curl -fs -o /dev/null --noproxy '*' --connect-timeout 1 --max-time 2 "http://$1:$2/actuator/health/readiness"
}

# write_servers LIST SERVICE PORT: one line per server; fails if the list stays as it is
write_servers() {
    all=$(getent ahostsv4 "$2" | cut -d ' ' -f 1 | sort -u)
    ready=
    for address in $all; do
        if is_ready "$address" "$3"; then ready="$ready $address"; fi
    done
    if [ -n "$all" ]; then
        lines=$(printf "server %s:$3 max_fails=1 fail_timeout=2s;\n" ${ready:-$all})
    elif [ -e "$servers/$1" ]; then
        return 1
    else
        # nginx refuses a list without a server: one that is marked as down stands for none.
        lines="server 127.0.0.1:$3 down;"
    fi
    [ "$lines" != "$(cat "$servers/$1" 2>/dev/null)" ] || return 1
    echo "$lines" > "$servers/$1"
}

# Each reload leaves the old workers with the streams that are open, so reloads are at least reload_pause_seconds apart,
# even if the readiness of a replica keeps changing.
follow() {
    is_changed=
    waited=$reload_pause_seconds
    while sleep "$pause_seconds"; do
        waited=$((waited + pause_seconds))
        if write_servers command command-service 8080; then is_changed=yes; fi
        if write_servers query query-service 8081; then is_changed=yes; fi
        if [ -n "$is_changed" ] && [ "$waited" -ge "$reload_pause_seconds" ]; then
            echo "The replicas that are ready have changed; reloading nginx"
            if nginx -s reload; then is_changed= waited=0; fi
        fi
    done
}

mkdir -p "$servers"
write_servers command command-service 8080 || :
write_servers query query-service 8081 || :
follow &

#!/bin/sh
# nginx looks names up once, when it reads its configuration. This has it read it again when replicas come or go.
set -eu

addresses() {
    getent ahostsv4 command-service | cut -d ' ' -f 1 | sort -u
    getent ahostsv4 query-service | cut -d ' ' -f 1 | sort -u
}

follow() {
    known=$(addresses)
    while sleep 2; do
        now=$(addresses)
        if [ -n "$now" ] && [ "$now" != "$known" ]; then
            echo "replicas changed, reading the configuration again"
            nginx -s reload && known=$now
        fi
    done
}

follow &

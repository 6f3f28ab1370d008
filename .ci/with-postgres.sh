#!/usr/bin/env bash
# Runs a command with TEST_DATABASE_URL naming a PostgreSQL of its own, which ends with it.
# Usage: .ci/with-postgres.sh COMMAND [ARGUMENT...]
#        .ci/with-postgres.sh --find      prints where the server programs are, or fails
# The cluster lives in a temporary folder and listens on a socket in it only, so that it meets no
# other PostgreSQL of the machine. It trades safety at power loss for speed: it is for tests.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # runuser is there, and not on every user's path

find_programs() {
  # where Debian, Red Hat and Homebrew put them, the newest last
  {
    dirname "$(command -v initdb || true)"
    printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
      /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin | sort -V
  } | while read -r place; do
    if [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ]; then echo "$place"; fi
  done | tail -n 1 | grep .
}

programs=$(find_programs) || { echo "No PostgreSQL server programs found." >&2; exit 1; }
if [ "${1:-}" = --find ]; then echo "$programs"; exit; fi

# PostgreSQL refuses to run as root
as_server=()
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id -u "$owner" >/dev/null 2>&1 || owner=nobody
  as_server=(runuser -u "$owner" --)
fi
server() {
  local program=$programs/$1
  shift
  (cd "$folder" && ${as_server[@]+"${as_server[@]}"} "$program" "$@")
}

folder=$(mktemp -d /tmp/waypost-pg.XXXXXX) # not TMPDIR: the path of a socket must be short
if [ "$(id -u)" = 0 ]; then chown "$owner" "$folder"; fi

stop() {
  server pg_ctl -D "$folder/data" -m immediate -s stop 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

server initdb -D "$folder/data" -U waypost --auth=trust --locale=C --encoding=UTF8 --no-sync \
  >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"
server pg_ctl -D "$folder/data" -l "$folder/log" -w -s start -o \
  "-k $folder -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off" ||
  { cat "$folder/log" >&2; exit 1; }
server createdb -h "$folder" -U waypost waypost

export TEST_DATABASE_URL="postgresql+psycopg://waypost@/waypost?host=$folder"
"$@"

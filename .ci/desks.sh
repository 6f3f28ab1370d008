#!/usr/bin/env bash
# Measures every page of the desks on SQLite, and on PostgreSQL if its server programs are there.
# Fails if a page of one of them takes too long, or was not looked at.
set -uo pipefail
cd "$(dirname "$0")/.."

measure=(.venv/bin/python -m tests.bench.desks)
failed=0
env -u TEST_DATABASE_URL "${measure[@]}" || failed=1
if .ci/with-postgres.sh --find >/dev/null 2>&1; then
  .ci/with-postgres.sh "${measure[@]}" || failed=1
else
  echo "Measured on SQLite only: for PostgreSQL install its server."
fi
exit "$failed"

#!/usr/bin/env bash
# Runs the test suite on SQLite and on PostgreSQL, and says at the end which databases it saw.
# Usage: .ci/test.sh [PYTEST ARGUMENT...]
#   TEST_DATABASE_URL        a PostgreSQL to use; without it a temporary one, if the server is installed
#   REQUIRE_POSTGRES=1       fail where there is neither
#   WAYPOST_BROWSER          a Chromium to use in place of the one that setup found
set -euo pipefail
cd "$(dirname "$0")/.."

# Pytest keeps the test files as it rewrote them, unless it is told not to: five seconds a worker.
unset PYTHONDONTWRITEBYTECODE

# A worker more than there are cores, since tests also wait for browsers and printing processes; at
# most four: a PostgreSQL has a hundred connections, and races take twenty. Neighboring tests stay
# together, which share what was printed; who has no more takes from others.
workers=$(($(getconf _NPROCESSORS_ONLN) + 1))
suite=(.venv/bin/python -m pytest -n "$workers" --maxprocesses 4 --dist worksteal "$@")
if [ "$(uname)" = Darwin ]; then # where Homebrew keeps Pango
  export DYLD_FALLBACK_LIBRARY_PATH="/opt/homebrew/lib:/usr/local/lib${DYLD_FALLBACK_LIBRARY_PATH:+:$DYLD_FALLBACK_LIBRARY_PATH}"
fi
# The cores are the workers': what computes with matrices takes no threads of its own besides.
export OPENBLAS_NUM_THREADS=1
# A missing browser fails the browser tests here; in a bare `pytest` it skips them.
export WAYPOST_REQUIRE_BROWSER=1

statements=$(mktemp -d)
trap 'rm -rf "$statements"' EXIT
suite+=("--statements=$statements") # one word, or pytest takes the folder for one of tests

echo "== The suite on SQLite"
env -u TEST_DATABASE_URL "${suite[@]}"

suite+=(--only-databases) # what another database can answer otherwise: tests/on_postgres.py

if [ -n "${TEST_DATABASE_URL:-}" ]; then
  echo "== The suite on PostgreSQL (TEST_DATABASE_URL)"
  "${suite[@]}"
elif programs=$(.ci/with-postgres.sh --find 2>/dev/null); then
  echo "== The suite on PostgreSQL (a temporary cluster of $("$programs/postgres" --version))"
  .ci/with-postgres.sh "${suite[@]}"
elif [ "${REQUIRE_POSTGRES:-}" = 1 ]; then
  echo "The suite did not run on PostgreSQL: no TEST_DATABASE_URL, no server programs." >&2
  exit 1
else
  echo "== Passed on SQLite only: for PostgreSQL install its server or set TEST_DATABASE_URL"
  exit
fi
echo "== Passed on SQLite and on PostgreSQL"

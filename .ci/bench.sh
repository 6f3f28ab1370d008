#!/usr/bin/env bash
# Measures the main pages on SQLite, and on PostgreSQL if its server programs are there, in one run.
# Usage: .ci/bench.sh [OPTION...]      the options of `python -m tests.bench`
set -euo pipefail
cd "$(dirname "$0")/.."

measure=(.venv/bin/python -m tests.bench)
if .ci/with-postgres.sh --find >/dev/null 2>&1; then
  exec .ci/with-postgres.sh "${measure[@]}" "$@"
fi
echo "Measured on SQLite only: for PostgreSQL install its server."
exec "${measure[@]}" "$@"

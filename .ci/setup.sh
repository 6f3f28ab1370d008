#!/usr/bin/env bash
# Installs what Waypost needs and nothing that is there already. Usage: .ci/setup.sh run|check|test|ci
#   run     the system libraries and the large font of the certificates, and .venv from requirements.lock
#   check   .venv from requirements-dev.lock
#   test    run and check, and the programs that the tests drive: a Chromium and PDF tools
#   ci      test, and a PostgreSQL server
# System packages come through apt (as root or with passwordless sudo) or Homebrew; where neither
# is allowed, one sentence says which command to run. A second run only looks, and takes no second.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin # ldconfig is there, and not on every user's path

mode=${1:-}
case $mode in run | check | test | ci) ;; *) sed -n '2,8p' "$0" >&2; exit 2 ;; esac

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
wanted_by() { case " $* " in *" $mode "*) return 0 ;; *) return 1 ;; esac; }

# ------------------------------------------------------------------ system packages
missing=()

# need TEST NAME APT BREW: where TEST fails for NAME, remember the package to install
need() {
  "$1" "$2" && return
  if [ "$(uname)" = Darwin ]; then missing+=("$4"); else missing+=("$3"); fi
}

library() {
  if [ "$(uname)" = Darwin ]; then
    compgen -G "${HOMEBREW_PREFIX:-/opt/homebrew}/lib/$1*.dylib" >/dev/null ||
      compgen -G "/usr/local/lib/$1*.dylib" >/dev/null
  else
    [[ $'\n'$libraries == *$'\n\t'"$1.so"* ]]
  fi
}

postgres_server() { .ci/with-postgres.sh --find >/dev/null 2>&1; }

install_missing() {
  if has apt-get; then
    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    local sudo=()
    if [ "$(id -u)" != 0 ]; then
      sudo -n true 2>/dev/null ||
        fail "Waypost needs system packages that only an administrator can install; run this, then try again: sudo sh -c 'apt-get update && $install'"
      sudo=(sudo -n)
    fi
    say "Installing system packages: ${missing[*]}"
    local log
    log=$(mktemp)
    ${sudo[@]+"${sudo[@]}"} sh -c "export DEBIAN_FRONTEND=noninteractive
      apt-get -o DPkg::Lock::Timeout=300 update && $install -o DPkg::Lock::Timeout=300" >"$log" 2>&1 ||
      { tail -n 20 "$log" >&2; fail "The system packages could not be installed; try it by hand, then again: $install"; }
    rm -f "$log"
  elif has brew; then
    say "Installing with Homebrew: ${missing[*]}"
    brew install --quiet "${missing[@]}" >&2
  else
    fail "Waypost needs these, named as Debian or Homebrew name them; install them with this machine's package manager, then try again: ${missing[*]}"
  fi
}

system_packages() {
  local libraries
  libraries=$(ldconfig -p 2>/dev/null || true)
  if wanted_by run test ci; then
    need library libpango-1.0 libpango-1.0-0 pango
    need library libpangoft2-1.0 libpangoft2-1.0-0 pango
    need library libharfbuzz-subset libharfbuzz-subset0 pango
  fi
  if wanted_by test ci; then
    need has pdftotext poppler-utils poppler
    need has qpdf qpdf qpdf
    need has zbarimg zbar-tools zbar
    [ "$(uname)" = Darwin ] || need library libatomic libatomic1 - # of Playwright's own node
    if grep -qs '^ID=debian' /etc/os-release; then need has chromium chromium -; fi
  fi
  if wanted_by ci; then need postgres_server - postgresql postgresql@17; fi
  [ -x .venv/bin/python ] || need can_make_environments - python3-venv python@3.13
  [ ${#missing[@]} = 0 ] || install_missing
}

# Names in Chinese, Japanese and Korean are printed in a font of the system's. Without it everything
# else works, so that whoever cannot install it is told once, and goes on. The test asks the program.
east_asian_font() {
  if ! wanted_by run test ci || [ -f .venv/without-font ]; then return; fi
  if .venv/bin/python -c 'import sys; from app.printing.faces import cjk_face; sys.exit(not cjk_face())'; then
    return
  fi
  if has apt-get; then
    missing=(fonts-noto-cjk)
    (install_missing) && return
  fi
  touch .venv/without-font
  say "Goes on without Noto Serif CJK: certificates cannot print names in Chinese, Japanese or Korean."
}

# ------------------------------------------------------------------ Python
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

can_make_environments() { "$(find_python)" -c 'import ensurepip, venv' 2>/dev/null; }

# The lock file that was installed last is kept in .venv; the same file again means nothing to do.
installed() { cmp -s "$1" ".venv/$1" && [ -x .venv/bin/python ]; }

install() {
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$(find_python)" -m venv --clear .venv
  fi
  say "Installing Python packages into .venv (a minute or two the first time)"
  # Only the lock file decides: a machine-wide constraint or --user setting of pip must not.
  PIP_CONSTRAINT=/dev/null PIP_USER=0 .venv/bin/python -m pip install --quiet --no-input \
    --disable-pip-version-check --no-deps --require-hashes -r "$1"
  rm -f .venv/browser # its version goes with Playwright's
}

python_packages() {
  if [ "$mode" = run ]; then
    installed requirements.lock || { install requirements.lock; cp requirements.lock .venv/; }
  else
    installed requirements-dev.lock ||
      { install requirements-dev.lock; cp requirements-dev.lock requirements.lock .venv/; }
  fi
}

# Debian packages a Chromium; elsewhere Playwright brings the one that it was built for.
browser() {
  if ! wanted_by test ci || [ -n "${WAYPOST_BROWSER:-}" ] || has chromium || [ -f .venv/browser ]; then
    return
  fi
  local libraries=()
  if has apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then libraries=(--with-deps); fi
  .venv/bin/python -m playwright install ${libraries[@]+"${libraries[@]}"} chromium >&2 ||
    fail "The browser tests need Chromium; install one, or name it in WAYPOST_BROWSER, then try again."
  touch .venv/browser
}

# What people read is compiled from what translators wrote, where that is newer.
translations() {
  local file
  for file in app/translations/*.po; do
    if [ ! "${file%.po}.mo" -nt "$file" ]; then
      .venv/bin/python -m app languages compile
      return
    fi
  done
}

find_python >/dev/null ||
  fail "Waypost needs Python 3.11 or newer, which this machine does not have; install it, then try again."
system_packages
python_packages
east_asian_font
translations
browser

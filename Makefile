# The commands of Waypost; CI runs the same ones. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run test check languages format bench bench-check desks faults lock clean

PYTHON := .venv/bin/python
ifeq ($(shell uname),Darwin) # where Homebrew keeps Pango
PYTHON := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib $(PYTHON)
endif

# Without a .env file `make run` shows the demo; with one, that file decides.
ifeq ($(wildcard .env),)
export DEMO ?= 1
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install all that running and testing need, and nothing else
	@.ci/setup.sh test

run: ## install, migrate, load the content, make demo data once, and serve (PORT=8000)
	@.ci/setup.sh run
	@$(PYTHON) -m app migrate
	@$(PYTHON) -m app content load
	@$(PYTHON) -m app demo --if-empty
	@$(PYTHON) -m app serve

test: ## install, and run all tests on SQLite and on PostgreSQL if there is one (ARGS="-k name")
	@.ci/setup.sh test
	@.ci/test.sh $(ARGS)

check: ## lint, types, layers, templates, content, lock files
	@.ci/setup.sh check
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m djlint --lint --quiet app/templates certificates
	DEMO=1 $(PYTHON) -m app content check
	$(PYTHON) -m app languages check
	@! grep -nE '://|^ *-[^-]|--(index|extra|find|trusted)|(^|[ =])\.{0,2}/' requirements.lock requirements-dev.lock || \
	  { echo "A lock file names an address or a path; renew it with: make lock" >&2; exit 1; }

languages: ## bring the translations to the source, and list what waits for words
	@.ci/setup.sh check
	@$(PYTHON) -m app languages update

format: ## put imports and formatting in order
	@.ci/setup.sh check
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: ## measure the main pages beside a bare one: three sizes, both databases (ARGS="--json FILE")
	@.ci/setup.sh check
	@.ci/bench.sh $(ARGS)

bench-check: ## the same, and fail for what became slower than tests/bench/baseline.json says
	@.ci/setup.sh check
	@.ci/bench.sh --check $(ARGS)

desks: ## measure every page of the desks with 20 cohorts of 1,000 people, on both databases
	@.ci/setup.sh check
	@.ci/desks.sh

faults: ## kill, fill, lock, restart and turn back the clock, on both databases (ARGS="--seed 7 locked")
	@.ci/setup.sh check
	@$(PYTHON) -m tests.faults $(ARGS)

lock: ## renew both lock files from the ranges in pyproject.toml
	@.ci/setup.sh check
	$(PYTHON) -m uv pip compile -q --upgrade pyproject.toml --universal --python-version 3.11 \
	  --generate-hashes --no-header -o requirements.lock
	$(PYTHON) -m uv pip compile -q --upgrade pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-header -o requirements-dev.lock

clean: ## remove .venv and every cache; never the data
	rm -rf .venv .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Every command of the project: people, hooks and CI call the same ones.
# Needs Python 3.11 or newer, git and make; `make setup PYTHON=...` chooses among several Pythons.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := $(VENV)/.installed
PROJECT := $(VENV)/.project

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup demo test check format format-check lint types imports playground bench \
	requirements clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PROJECT) ## make .venv with everything in it, checked by hash; .venv/bin/luotsi is the command
	@:

# The first Python that runs and is new enough; a name on the PATH may be a stub that does neither.
$(INSTALLED): requirements.txt
	@python=''; \
	for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
		then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Luotsi needs Python 3.11 or newer, and none of these is one:' >&2; \
		for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
			found=$$($$candidate --version 2>&1) || found='missing'; \
			echo "  $$candidate: $$found" | head -n 1 >&2; \
		done; \
		echo 'Install one, or name it: make setup PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' >/dev/null 2>&1; then \
		echo "$$python has no venv or ensurepip module: install it" \
			'(on Debian and Ubuntu the package python3-venv)' >&2; exit 1; \
	fi; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		$$python -m venv --clear $(VENV); \
	fi
	@echo 'Installing what Luotsi needs into $(VENV): about a minute, the first time' >&2
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

# Editable, from the checked-out files alone: its build tool is one of the checked requirements.
$(PROJECT): $(INSTALLED) pyproject.toml
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## load the demo municipality, start the service and say how to chat with it
	@$(BIN)/luotsi demo

test: setup ## run all tests, on SQLite and on an embedded PostgreSQL
	@$(BIN)/python -m pytest -q

check: format-check lint types imports test ## everything that must be green before a commit

format: setup ## format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --select I --fix .

format-check: setup
	@$(BIN)/ruff format --quiet --diff .

lint: setup ## ruff: every rule, but for those that pyproject.toml gives a reason against
	@$(BIN)/ruff check --quiet .

types: setup ## mypy --strict, of the tests too
	@$(BIN)/mypy --strict --no-error-summary

imports: setup ## who may import whom
	@told=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$told" >&2; exit 1; }

playground: setup ## chat with the demo in Microsoft's Agents Playground (needs Node)
	@$(BIN)/luotsi playground

bench: setup ## measure a turn side by side with the stock echo bots
	@$(BIN)/python -m benchmarks.turns

requirements: setup ## pin what pyproject.toml asks for, with hashes; UPGRADE=--upgrade for the newest
	@uv=$$(command -v uv) || { \
		uv=var/uv/bin/uv; \
		[ -x $$uv ] || { $(BIN)/python -m venv var/uv && var/uv/bin/pip install --quiet uv; }; }; \
	$$uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet $(UPGRADE) \
		--output-file requirements.txt

clean: ## remove what was made here, the demo's database too
	@rm -rf $(VENV) var out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

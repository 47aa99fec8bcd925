# One command listens, one tests; both set up .venv from the lock file first. Nothing but Python and make is needed.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
export UV_PROJECT_ENVIRONMENT := .venv
ARGS ?=

.PHONY: listen test check bench lint fonts screenshots clean
.DELETE_ON_ERROR:

listen: .venv/ready
	@$(BIN)/companion listen $(ARGS)

test: .venv/ready-to-test
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/ready
	@$(BIN)/companion check $(ARGS)

bench: .venv/ready-to-test
	@$(BIN)/python -m benchmarks $(ARGS)

lint: .venv/ready-to-test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

fonts: .venv/ready
	@$(BIN)/python -m companion.player.fonts

screenshots: .venv/ready-to-test
	@$(BIN)/python docs/screenshots.py

.venv/uv: 
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Companion needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.12, say.")'
	@echo "Setting up .venv (once; a few hundred MB are fetched)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@touch $@

.venv/ready: .venv/uv uv.lock pyproject.toml
	@$(BIN)/uv sync --quiet --locked --inexact --no-dev
	@touch $@

.venv/ready-to-test: .venv/uv uv.lock pyproject.toml
	@$(BIN)/uv sync --quiet --locked --inexact
	@touch $@ .venv/ready

clean:
	rm -rf .venv audio/.cache

# make demo | test | check | accept | pictures | clean. Needs Python 3.11 or newer; the rest is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= auto

.PHONY: demo test check lint accept pictures clean

demo: $(STAMP)
	$(BIN)/briefing make --for cfo,cto --format pptx,md --force

test: $(STAMP)
	$(BIN)/python -m pytest -q -n $(JOBS)

check: lint test

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

accept: $(STAMP)
	BRIEFING_ACCEPT=1 $(BIN)/python -m pytest -q -n $(JOBS) tests/test_golden.py

pictures: $(STAMP)
	$(BIN)/python scripts/pictures.py

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Quick the second time: only a change of the dependencies installs again.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "briefing needs Python 3.11 or newer, and $(PYTHON) is older or missing; try: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q src
	@touch $@

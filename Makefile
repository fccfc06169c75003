# make demo | test | check | mutants | test-newest | test-oldest | accept | pictures | constraints | clean
# Needs Python 3.11 or newer; the rest is installed into .venv, in the versions that constraints.txt names.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= auto
QUICK := -q -n $(JOBS) -m "not slow"
PIP := -m pip install --quiet --disable-pip-version-check --only-binary :all:

.PHONY: demo test check lint test-all mutants test-newest test-oldest accept pictures constraints clean

demo: $(STAMP)
	$(BIN)/briefing make --for cfo,cto --format pptx,html,pdf,md --force

# Quick: without what renders, converts, fuzzes, kills or builds, which is marked slow and part of `make check`.
test: $(STAMP)
	$(BIN)/python -m pytest $(QUICK)

check: lint test-all

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-all: $(STAMP)
	$(BIN)/python -m pytest -q -n $(JOBS)

# Which changes to the source no test notices: in 60 places of the files that differ from main, or for example
# make mutants FILES="src/briefing/bill/checks.py" SAMPLE=0 TESTS="--tests tests/bill", which tries every place.
FILES ?=
SAMPLE ?= 60
TESTS ?=
mutants: $(STAMP)
	$(BIN)/python scripts/mutants.py --sample $(SAMPLE) $(TESTS) $(FILES)

# The quick tests with the newest releases that pyproject.toml allows: what users may get tomorrow.
test-newest:
	@test -x .venv-newest/bin/python || $(PYTHON) -m venv .venv-newest
	.venv-newest/bin/python $(PIP) --upgrade --upgrade-strategy eager -e '.[dev]'
	.venv-newest/bin/python -m pytest $(QUICK)

# The same with the lowest releases that pyproject.toml names.
test-oldest:
	@test -x .venv-oldest/bin/python || $(PYTHON) -m venv .venv-oldest
	@mkdir -p build
	$(PYTHON) scripts/lowest.py > build/lowest.txt
	.venv-oldest/bin/python $(PIP) -c build/lowest.txt -e '.[dev]'
	.venv-oldest/bin/python -m pytest $(QUICK)

accept: $(STAMP)
	BRIEFING_ACCEPT=1 $(BIN)/python -m pytest -q -n $(JOBS) tests/test_golden.py

pictures: $(STAMP)
	$(BIN)/python scripts/pictures.py

# Writes constraints.txt anew: the newest releases that pyproject.toml allows, to be tested and committed together.
constraints:
	rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	build/constraints/bin/python $(PIP) -e '.[dev,clouds-dev]'
	{ head -n 4 constraints.txt; build/constraints/bin/python -m pip freeze --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Quick the second time: only a change of the dependencies installs again.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "briefing needs Python 3.11 or newer, and $(PYTHON) is older or missing; try: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP) -c constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q src
	@touch $@

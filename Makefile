# Everything a developer types. A bare `make` lists it.

.DEFAULT_GOAL := help
SHELL := /bin/sh

PORT ?= 8501
ARGS ?=
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

# Where this environment was built. An environment holds absolute paths, so a folder that was
# moved or copied together with it builds its own.
HOME_OF_VENV := $(shell cat $(VENV)/built-in 2>/dev/null)
ifneq ($(HOME_OF_VENV),$(CURDIR))
MOVED := moved
endif

.PHONY: help setup run test check format lint types architecture fix bench real-data spark papers lock clean moved

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/developing ## build .venv with everything running and developing need

run: $(VENV)/running ## serve the app with the bundled data on 127.0.0.1 (PORT=8501)
	@PORT=$(PORT) exec $(BIN)/incidents serve

test: $(VENV)/developing ## run every test, the browser's included (ARGS="-k filter")
	@$(BIN)/python tests/browser/find_chromium.py --install
	@$(BIN)/python -m pytest $(ARGS)

check: format lint types architecture ## what tests cannot see: format, lint, types, imports

format: $(VENV)/developing ## check the format
	@$(BIN)/ruff format --check .

lint: $(VENV)/developing ## check the code against the rules, and the spelling
	@$(BIN)/ruff check .
	@$(BIN)/codespell

types: $(VENV)/developing ## check the types
	@$(BIN)/mypy

architecture: $(VENV)/developing ## check which room imports which
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py

fix: $(VENV)/developing ## reformat, and mend what lint can mend by itself
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(VENV)/measuring ## measure browser, questions, many readers, geocoder; write benchmarks/RESULTS*.md
	@$(BIN)/python tests/browser/find_chromium.py --install
	@$(BIN)/python -m benchmarks $(ARGS)

real-data: $(VENV)/developing ## run the tests on published datasets (INCIDENTS_REAL_DATA=folder)
	@$(BIN)/python -m pytest -m real_data $(ARGS)

spark: $(VENV)/spark ## install Spark, run its tests on two workers of this machine (needs Java)
	@java -version 2>/dev/null || \
	  { echo "Java 17 or newer is needed. On Debian and Ubuntu: apt-get install default-jre-headless" >&2; exit 1; }
	@$(BIN)/python -m pytest -m spark $(ARGS)

papers: $(VENV)/running ## write data/README.md and datapackage.json anew from the tables
	@$(BIN)/incidents papers data/curated

lock: $(VENV)/measuring $(VENV)/spark ## write the versions that are installed now to constraints.txt
	@{ sed -n '/^#/p;/^[^#]/q' constraints.txt; \
	   $(BIN)/python -m pip freeze --exclude-editable | grep -ivE '^(setuptools|wheel)=='; } > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Leaves in $$found a Python that is new enough and can build environments, or says what to do.
define FIND_PYTHON
for candidate in '$(PYTHON)' python3.13 python3.12 python3.11; do \
  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    found=$$candidate; break; \
  fi; \
done; \
if [ -z "$$found" ]; then \
  echo "Python 3.11 or newer is needed; $(PYTHON) is: $$('$(PYTHON)' --version 2>&1)." >&2; \
  echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; \
fi; \
if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
  echo "$$found cannot build environments: its venv or ensurepip module is missing." >&2; \
  echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
fi
endef

define BUILD_VENV
echo "Setting up .venv with $$($$found --version) (once; a minute or two)…" && \
rm -rf $(VENV) && "$$found" -m venv $(VENV)
endef

$(VENV)/running: requirements.txt constraints.txt pyproject.toml $(MOVED)
	@[ -z "$(MOVED)" ] || rm -rf $(VENV)
	@$(BIN)/python -c '' 2>/dev/null || { $(FIND_PYTHON) && $(BUILD_VENV); }
	@$(PIP) --requirement requirements.txt --editable .
	@printf '%s' '$(CURDIR)' > $(VENV)/built-in
	@touch $@

$(VENV)/developing: $(VENV)/running requirements-dev.txt
	@echo "Adding what developing needs to .venv…"
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

$(VENV)/measuring: $(VENV)/developing benchmarks/requirements.txt
	@echo "Adding what measuring needs to .venv…"
	@$(PIP) --requirement benchmarks/requirements.txt
	@touch $@

$(VENV)/spark: $(VENV)/developing requirements-spark.txt
	@echo "Adding Spark to .venv…"
	@$(PIP) --requirement requirements-spark.txt
	@touch $@

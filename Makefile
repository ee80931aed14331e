# `make serve` and `make test` do all the set-up on a fresh machine: they need Python 3.11 or newer, and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: serve test check bench notice-check clean
.DEFAULT_GOAL := serve

serve: $(VENV)/.run  ## the web page at http://127.0.0.1:8000/
	$(BIN)/shenbao serve

test: $(VENV)/.test  ## all tests, on every core; a file's tests stay together
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.test  ## style, types, the direction of imports, the notice's content
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py
	$(BIN)/shenbao notice check

bench: $(VENV)/.test  ## the tables of benchmarks/
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build *.egg-info

# Two stamps: whoever only wants the page need not wait for the tools of the tests.
$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint,benchmarks]'
	touch $@ $(VENV)/.run

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

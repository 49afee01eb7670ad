.PHONY: install demo test coverage lint bench docs lock
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
SYNAPSE := .venv-synapse/.installed
PIP := -m pip install --quiet --disable-pip-version-check

install: $(INSTALLED)

$(INSTALLED): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) --require-hashes -r requirements-dev.lock
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	touch $@

# A real Matrix homeserver for the tests, apart from our own dependencies.
$(SYNAPSE): requirements-synapse.lock
	test -x .venv-synapse/bin/python || $(PYTHON) -m venv .venv-synapse
	.venv-synapse/bin/python $(PIP) --require-hashes -r requirements-synapse.lock
	touch $@

demo: $(INSTALLED)
	$(BIN)/tocsin demo

PYTEST := -m pytest -n auto --maxprocesses 4 --dist worksteal

test: $(INSTALLED) $(SYNAPSE)
	$(BIN)/python $(PYTEST)

# The same tests, measured: they take half as long again.
coverage: $(INSTALLED) $(SYNAPSE)
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run $(PYTEST)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED)
	for program in benchmarks/*.py; do $(BIN)/python $$program || exit 1; done

# The reference pages are written from the schema of the settings and from the commands.
docs: $(INSTALLED)
	$(BIN)/python -m tools.write_reference

# Needs uv; run it after a change of the dependencies in pyproject.toml.
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'
lock:
	$(UV) pyproject.toml --extra postgres -o requirements.lock
	$(UV) pyproject.toml --extra postgres --group dev -o requirements-dev.lock
	echo matrix-synapse | $(UV) - -o requirements-synapse.lock

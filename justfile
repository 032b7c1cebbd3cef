# Recipes for working on the project; `just` lists them. They use the environment that the README's test command makes.

python := ".venv/bin/python"

# List the recipes.
default:
    @just --list

# Make the environment.
setup:
    python3 -m venv .venv
    .venv/bin/pip install --quiet --editable '.[test]'

# Run tests; all of them, or those that the arguments name.
test *ARGS:
    {{ python }} -m pytest {{ ARGS }}

# Run the tests that need neither a server nor the embedded engine.
quick *ARGS:
    {{ python }} -m pytest -m 'not neo4j and not embedded' {{ ARGS }}

# Check style and types.
lint:
    .venv/bin/ruff check
    .venv/bin/ruff format --check
    .venv/bin/mypy

# Bring the code into its style.
format:
    .venv/bin/ruff check --fix
    .venv/bin/ruff format

# Tests with coverage.
coverage:
    {{ python }} -m pytest --cov --cov-report=term-missing:skip-covered

# Everything that has to pass: as on the build machine.
ci:
    .ci/run

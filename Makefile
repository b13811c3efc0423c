# The book and its tests. `make book` and `make test` do all of their own set-up.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
WEB := src/web
ASSETS := src/magbook/assets/site.js
export PATH := $(CURDIR)/$(BIN):$(PATH)
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.PHONY: book test lab serve bench budgets lint clean

book: $(ASSETS)
	$(BIN)/jupyter-book build --all -W --keep-going .
	@echo
	@echo "The book is in _build/html. Open it: _build/html/index.html (no server needed)."

test: book lint
	$(BIN)/pytest -n auto

lint: $(ASSETS)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

lab: $(ASSETS)
	$(BIN)/jupyter lab book

serve: book
	$(BIN)/python -m http.server --directory _build/html 8000

bench: book
	$(BIN)/pytest -o addopts= tests/benchmarks --benchmark-only

budgets: book
	$(BIN)/python -m tests.browser.budgets

clean:
	rm -rf _build $(VENV) $(WEB)/node_modules src/magbook/assets src/*.egg-info
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# --- set-up --------------------------------------------------------------------------------

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python src/web/node_on_path.py $(BIN)
	touch $@

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json $(VENV)/.installed
	cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(ASSETS): $(WEB)/node_modules/.installed $(wildcard $(WEB)/*.js $(WEB)/*.mjs $(WEB)/*.css) src/magbook/palette.json
	cd $(WEB) && npm run --silent build

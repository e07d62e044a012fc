# Two commands do all a newcomer needs: `make run` and `make test`. Both set up what is
# missing, skip what is done, and work again without a network.

PYTHON  ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3 python3.14,\
             $(shell command -v $(name) >/dev/null 2>&1 && \
               $(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
               2>/dev/null && echo $(name))))
VENV    := .venv
PY      := $(VENV)/bin/python
OUT     ?= out/tour
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
PIP     := $(PY) -m pip install --quiet --disable-pip-version-check --no-warn-script-location
LOCALE  := resources/locale
CATALOGUES := $(wildcard $(LOCALE)/*/LC_MESSAGES/meitinker.po)

.PHONY: run test setup lint tour bench bench-peers cover soak teeth guide guide-check dist dist-check locks catalogues clean
.DELETE_ON_ERROR:

# --- the program ---------------------------------------------------------------------------

run: $(VENV)/.run catalogues-compiled ## Open the program with the example village
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
	  $(PY) -m meitinker --demo; \
	else \
	  echo "There is no screen here, so the program plays its tour."; \
	  $(PY) -m meitinker tour --out $(OUT) && \
	  echo "The pictures and papers are in $(abspath $(OUT))"; \
	fi

tour: $(VENV)/.test catalogues-compiled ## Play the whole story, with a hub, into OUT
	$(PY) -m meitinker tour --out $(OUT)

# --- proof ---------------------------------------------------------------------------------

test: lint ## Everything that must hold before a change goes in
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not soak"

lint: $(VENV)/.test catalogues-compiled
	$(PY) -m ruff check --quiet
	$(PY) -m ruff format --check --quiet
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/.test catalogues-compiled ## Figures beside their baselines, as JSON
	$(PY) -m tests.bench

bench-peers: $(VENV)/.test catalogues-compiled ## A push into the hub beside PouchDB's; needs Node.js and npm
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	  echo "Node.js and npm are needed, and the npm registry once. On Debian: apt-get install npm"; exit 1; }
	@mkdir -p out/peers && cp tests/bench/peers/*.json tests/bench/peers/*.mjs out/peers
	@cmp -s out/peers/package-lock.json out/peers/.installed || { \
	  npm ci --prefix out/peers --ignore-scripts --no-audit --no-fund --loglevel=error && \
	  cp out/peers/package-lock.json out/peers/.installed; }
	$(PY) -m tests.bench --only peers

cover: $(VENV)/.test catalogues-compiled ## Which lines of rules, merge and migrations no unit test reaches
	@mkdir -p out
	$(PY) -m pytest -n $(WORKERS) -m "not soak" tests/unit tests/upgrades --cov --cov-report=term-missing:skip-covered

soak: $(VENV)/.test catalogues-compiled ## The full fault and seed counts, told as docs/proof.md keeps them
	@mkdir -p out && rm -f out/soak.jsonl
	MEITINKER_SOAK=1 MEITINKER_COUNTS=$(abspath out/soak.jsonl) $(PY) -m pytest -p tests.faults.counts -n $(WORKERS) --dist worksteal -m "promise or soak" -o timeout=7200 -v

teeth: $(VENV)/.test catalogues-compiled ## Break services one at a time: the tour must fail each time
	$(PY) -m tests.tour.teeth

# --- setting up ----------------------------------------------------------------------------

setup: $(VENV)/.test catalogues-compiled ## All that running and testing need

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Python 3.11 or newer is needed. On Debian: apt-get install python3"; exit 1; fi
	@PYTHON=$(PYTHON) .ci/packages run
	$(PYTHON) -m venv $(VENV)

# The stamps are made again when a lock changes; pip then only fetches what differs.
$(VENV)/.run: requirements-setup.lock requirements.lock | $(PY)
	@PYTHON=$(PYTHON) .ci/packages run
	$(PIP) --require-hashes -r requirements-setup.lock
	$(PIP) --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run .ci/packages
	@PYTHON=$(PYTHON) .ci/packages test
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.build: requirements-build.lock $(VENV)/.run
	$(PIP) --require-hashes -r requirements-build.lock
	@touch $@

# --- languages -----------------------------------------------------------------------------

.PHONY: catalogues-compiled
catalogues-compiled: $(CATALOGUES:.po=.mo)

$(LOCALE)/%.mo: $(LOCALE)/%.po | $(VENV)/.run
	@$(PY) -m babel.messages.frontend compile --input-file $< --output-file $@ 2>/dev/null

catalogues: $(VENV)/.run ## Collect the sentences of the code into the catalogues
	$(PY) -m tests.house.catalogues --update

# --- the guide -----------------------------------------------------------------------------

guide: $(VENV)/.test catalogues-compiled ## Take the pictures of the guide anew, from the tour
	$(PY) -m tests.house.guide

guide-check: $(VENV)/.test catalogues-compiled ## Tell which pictures of the guide are old
	$(PY) -m tests.house.guide --check

# --- giving it away ------------------------------------------------------------------------

dist: $(VENV)/.build catalogues-compiled ## The bundle for this system, in dist/
	$(PY) -m PyInstaller --noconfirm --clean --log-level WARN build.spec

dist-check: dist $(VENV)/.test ## The bundle carries everything and plays the tour
	$(PY) -m tests.house.bundle dist/meitinker --out out/bundle-tour

# `uv` writes locks that hold for every system and every Python we support.
UV   ?= uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-annotate \
          --python-version 3.11 --custom-compile-command "make locks" $(LOCKFLAGS)
locks: ## Lock the dependencies again (LOCKFLAGS=--upgrade to renew them)
	echo "setuptools>=80" | $(LOCK) - -o requirements-setup.lock
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev --extra hub -c requirements.lock -o requirements-dev.lock
	$(LOCK) pyproject.toml --extra build -c requirements.lock -o requirements-build.lock

clean: ## Remove what was made, keep the setup
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache
	rm -f $(LOCALE)/*/LC_MESSAGES/*.mo

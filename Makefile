# Two commands do everything: `make run` (the main job) and `make test` (the whole suite).
# Both set themselves up; stamps in .venv make second calls quick. See README.md.

PYTHON  ?= python3
POSTS   ?= corpora/samples
OUT     ?= results
WEIGHTS ?= qwen2.5-coder-1.5b
GOLD    ?= corpora/gold
GENERATIONS ?= 300
# further options of `summarizer run`, e.g. make run ARGS=--no-llm
ARGS    ?=

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check lint types ui baselines ablation engines clean

help:
	@echo "make run [POSTS=folder] [OUT=folder]   posts into reports, with Qwen  (default: corpora/samples, results)"
	@echo "make test                              the whole test suite, real weights and browser included"
	@echo "make check                             style, types and tests: what CI holds"
	@echo "make ui                                the page, on this machine only"
	@echo "make baselines [POSTS=.. GOLD=..]      ours beside langextract and others, same posts and weights"
	@echo "make ablation [POSTS=.. GOLD=..]       rules, Qwen's proposed names, and both (docs/ablation.md)"
	@echo "make engines [GENERATIONS=300]         the same posts and hostile segments through every engine, transformers too"
	@echo "make clean                             remove the environment and caches; results and weights stay"

run: $(VENV)/.run
	@$(BIN)/summarizer weights pull $(WEIGHTS)
	@$(BIN)/summarizer run $(POSTS) --out $(OUT) --weights $(WEIGHTS) $(ARGS)

ui: $(VENV)/.ui
	@$(BIN)/summarizer weights pull $(WEIGHTS)
	@$(BIN)/summarizer ui --db $(OUT)/summarizer.db

test: $(VENV)/.test
	@$(BIN)/summarizer weights pull qwen2.5-coder-1.5b
	@$(BIN)/summarizer weights pull qwen2.5-coder-0.5b
	@.ci/browser
	$(BIN)/python -m pytest $(ARGS)

# langextract lives in an environment of its own: its dependencies are none of ours.
baselines: $(VENV)/.run $(VENV)-baselines/.ready
	@$(BIN)/summarizer weights pull $(WEIGHTS)
	@PYTHONPATH=. $(BIN)/python -m baselines.compare --posts $(POSTS) --gold $(GOLD) --weights $(WEIGHTS) \
	  --langextract $(VENV)-baselines/bin/python $(ARGS)

ablation: $(VENV)/.run
	@$(BIN)/summarizer weights pull $(WEIGHTS)
	@PYTHONPATH=. $(BIN)/python -m baselines.ablation --posts $(POSTS) --gold $(GOLD) --weights $(WEIGHTS) \
	  --out $(OUT)/ablation $(ARGS)
	@PYTHONPATH=. $(BIN)/python -m baselines.boundaries --posts $(POSTS) --gold $(GOLD) --weights $(WEIGHTS)

# transformers brings torch (gigabytes with CUDA), which nothing else here needs: an environment of its own.
engines: $(VENV)-engines/.ready
	@$(VENV)-engines/bin/summarizer weights pull qwen2.5-coder-0.5b
	SUMMARIZER_GENERATIONS=$(GENERATIONS) $(VENV)-engines/bin/python -m pytest tests/backends $(ARGS)

check: lint types test

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# A new environment only where there is none or its Python is too old; a changed pyproject.toml installs again.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, this is $$($(PYTHON) --version 2>&1); try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The module venv is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.ui: pyproject.toml $(VENV)/.run
	@$(PIP) --editable '.[ui,frames]'
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/.run
	@$(PIP) --editable '.[ui,frames,terms,openai,dev]'
	@touch $@

$(VENV)-engines/.ready: pyproject.toml
	@echo "Setting up $(VENV)-engines (once) …"
	@$(PYTHON) -m venv $(VENV)-engines
	@$(VENV)-engines/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[transformers,openai,dev]'
	@touch $@

$(VENV)-baselines/.ready:
	@echo "Setting up $(VENV)-baselines (once) …"
	@$(PYTHON) -m venv $(VENV)-baselines
	@$(VENV)-baselines/bin/python -m pip install --quiet --disable-pip-version-check 'langextract[openai]>=1.7,<2'
	@touch $@

# Everything runs in .venv with the versions of constraints.txt; nothing but Python 3.11+, git and
# make is needed first.  `make help` lists what there is.

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
IS_NEW := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do $$p -c '$(IS_NEW)' 2>/dev/null && echo $$p && break; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
INSTALLED := .venv/installed
TRAINABLE := .venv/trainable
DOCUMENTABLE := .venv/documentable
DEMO_STORE := build/demo.db
SHARED ?= ../shared
SOURCES := src tests training benchmarks docs conftest.py

.PHONY: help demo test check lint format docs links changelog train bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "foedus needs Python 3.11 or newer with the venv module (on Debian: python3-venv); name it with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The build backend is installed first and used without isolation, so that its version is locked too.
$(INSTALLED): constraints.txt pyproject.toml | $(BIN)/python
	$(PIP) hatchling editables
	$(PIP) --no-build-isolation -e '.[dev]'
	$(BIN)/python -m compileall -q src  # an editable install compiles nothing, and starting would take longer
	@touch $@

$(TRAINABLE): $(INSTALLED)
	$(PIP) --no-build-isolation -e '.[dev,train]'
	@touch $@

$(DOCUMENTABLE): $(INSTALLED)
	$(PIP) --no-build-isolation -e '.[dev,docs]'
	@touch $@

demo: $(INSTALLED) ## read examples/ into a fresh store and print what was found
	@mkdir -p build && rm -f $(DEMO_STORE)*
	@$(BIN)/foedus --store $(DEMO_STORE) read examples
	@printf '\n== Register of commitments: who is bound to do what, if what happens, and who says so\n\n'
	@$(BIN)/foedus --store $(DEMO_STORE) list commitments --format table
	@printf '\n== What is said where\n\n'
	@$(BIN)/foedus --store $(DEMO_STORE) list statements --by-speaker --format table
	@printf '\n== Which reports are copies of another\n\n'
	@$(BIN)/foedus --store $(DEMO_STORE) list copies --format table
	@printf '\n== What cannot both hold as worded, and what would reconcile it\n\n'
	@$(BIN)/foedus --store $(DEMO_STORE) list conflicts --format table

test: $(INSTALLED) ## run all tests and doctests, warnings as errors
	$(BIN)/python -m pytest -q

check: lint test ## what a change must pass: lint and test

lint: $(INSTALLED) ## format, style, types, import contracts
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(INSTALLED) ## put the sources into the project's format
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

docs: $(DOCUMENTABLE) ## make build/docs/index.html from docs/, warnings as errors
	$(BIN)/python docs/reference.py
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "see build/docs/index.html"

links: $(DOCUMENTABLE) ## ask every address of the web that the pages name (needs the web)
	$(BIN)/python -m sphinx -q -D nb_execution_mode=off -b linkcheck docs build/links

changelog: $(BIN)/python ## make CHANGELOG.md from the fragments of changelog.d/
	$(BIN)/python docs/changelog.py

# The commit whose model is one of the two teachers of the last lesson.
FORMER := 2cab7b7
MODEL := src/foedus/languages/en/model
WEIGHTS := training/work
train: $(TRAINABLE) ## make the language model anew from SHARED=../shared (hours; see training/README.md)
	$(BIN)/python -m training.prepare --data $(SHARED)/data
	for fold in 0 1 2 3 4; do for stage in trees frames; do \
		$(BIN)/python -m training.train --stage $$stage --leave-out $$fold/5 || exit; done; done
	$(BIN)/python -m training.average --of frames-0 frames-1 frames-2 frames-3 frames-4 --out mean
	$(BIN)/python -m training.train --stage together --seed 1 --pieces 1300
	$(BIN)/python -m training.teach --seed 1 --pieces 1300
	$(BIN)/python -m training.average --of together-1 student-1 --out both
	for seed in 11 12; do $(BIN)/python -m training.train --stage polish --seed $$seed --pieces 1300 || exit; done
	$(BIN)/python -m training.average --of polish-11 polish-12 --out polished
	$(BIN)/python -m training.teach --lesson frames --seed 21 --pieces 1300
	$(BIN)/python -m training.teach --lesson trees --seed 22 --pieces 1300
	$(BIN)/python -m training.average --of both polish-11 polish-12 student-21 student-22 --out taught
	git show $(FORMER):$(MODEL)/encoder.onnx > $(WEIGHTS)/former.onnx
	for seed in 31 32; do $(BIN)/python -m training.teach --lesson panel --seed $$seed \
		--panel taught --graphs $(WEIGHTS)/former.onnx --pieces 1300 || exit; done
	$(BIN)/python -m training.average --of student-31 student-32 --out students
	$(BIN)/python -m training.average --of taught students --out shipped
	$(BIN)/python -m training.export --weights shipped.safetensors
	$(BIN)/python -m training.names --data $(SHARED)/data
	$(BIN)/python -m training.second_look
	$(BIN)/python -m training.export --weights shipped.safetensors --names names.safetensors \
		--look second-look.safetensors

bench: $(INSTALLED) ## accuracy on SHARED=../shared and speed
	$(BIN)/python -m benchmarks.accuracy --shared $(SHARED)
	$(BIN)/python -m benchmarks.speed

clean: ## remove the environment and everything built
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

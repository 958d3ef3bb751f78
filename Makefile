# Each target sets up .venv by itself; `make check external` is what the project stands by.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
RUN := $(BIN)/python -m

.PHONY: help setup check format lint types imports test external torture mutate demo bench docs dist clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 18

setup: $(READY)  ## the environment, in .venv

$(READY): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(RUN) pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(RUN) pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

check: format lint types imports test  ## everything that needs no program from outside

format: $(READY)  ## is the code formatted
	$(RUN) ruff format --check .

lint: $(READY)  ## ruff's rules
	$(RUN) ruff check .

types: $(READY)  ## mypy, strict
	$(RUN) mypy

imports: $(READY)  ## the architecture contracts
	$(BIN)/lint-imports --no-cache

test: $(READY)  ## the tests that need nothing from outside
	$(RUN) pytest -q -n auto --dist worksteal -m "not external and not torture"

external: $(READY)  ## the tests that need real programs
	$(RUN) pytest -q -m "external and not torture"

torture: $(READY)  ## the long figures: every fault, many more examples of each property; writes docs/reliability.md
	@set -e; export FOLLOWTHROUGH_FIGURES=$$(mktemp); trap 'rm -f "$$FOLLOWTHROUGH_FIGURES"' EXIT; set -x; \
	$(RUN) pytest -q -n auto --dist worksteal tests/faults; \
	$(RUN) pytest -q -n auto --dist worksteal --ignore tests/faults -m torture; \
	FOLLOWTHROUGH_TIMES=5 $(RUN) pytest -q -n auto --dist worksteal -m "hypothesis and not external and not torture"; \
	$(RUN) tests.support.write_reliability

mutate: $(READY)  ## mutation testing of what decides, hours; goes on where it was stopped; writes docs/mutation.md
	nice -n 15 $(RUN) tests.support.mutants --sample 2000 --page

demo: $(READY)  ## a tour on made-up data, touching nothing of yours
	@$(BIN)/ft demo

bench: $(READY)  ## speed, as ratios measured side by side
	$(RUN) benchmarks

docs: $(READY)  ## write what is generated in docs/, and build the site from it, into site/
	$(RUN) tests.support.write_docs
	$(RUN) tests.support.site

dist: $(READY)  ## the wheel and the source archive, and the wheel tested with the oldest and newest it allows
	$(RUN) tests.support.dist

clean:
	rm -rf .venv dist build site .mutants

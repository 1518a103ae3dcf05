# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0

# `make demo` shows the product on a real OpenStack; `make test` runs everything that CI runs.
# Both need root on Debian 12 or Ubuntu, and install what they need.

PYTHON ?= /usr/bin/python3
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
RUN := .venv/bin/

# The order in which the lab of the tests comes up: `make test SEED=17` repeats that of another run.
SHUFFLE := --shuffle $(or $(SEED),$(shell date +%s))

# Lab tests mostly wait for the lab: three processes keep two cores busy. conftest.py has the groups.
BESIDE := -n 3 --dist loadgroup --no-loadscope-reorder --max-worker-restart 0 --durations 20

# The others compute: a process for each core, the large groups first. One that dies ends the run with
# the name of the test that it was at.
COMPUTING := -n logical --dist loadgroup --max-worker-restart 0 --durations 20

.PHONY: help setup lint types docs unit reference lab-tests test test-long demo bench lab-up lab-down
.PHONY: browser shells soak clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/.made ## Make the project's virtual environment

.tools/bin/uv:
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { apt-get update -q && apt-get install -yq --no-install-recommends python3 python3-venv; }
	$(PYTHON) -m venv .tools
	.tools/bin/pip install -q 'uv==$(UV_VERSION)'

.venv/.made: .tools/bin/uv uv.lock pyproject.toml dashboard/pyproject.toml lab/pyproject.toml
	.tools/bin/uv sync -q --frozen -p $(PYTHON)
	touch $@

lint: setup ## Style and likely mistakes
	$(RUN)ruff check .
	$(RUN)ruff format --check .

types: setup ## Types, strictly
	$(RUN)mypy

docs: setup ## The documentation as a site, in site/; a warning fails
	$(RUN)sphinx-build -W --keep-going -n -q docs site

unit: setup ## Tests that need no lab, the whole crash matrix included
	$(RUN)pytest -m 'not lab and not long' $(COMPUTING)

reference: setup ## Write the reference and the man page from the program
	$(RUN)python docs/commands.py
	$(RUN)python docs/keys.py
	$(RUN)python docs/openstack_verbs.py
	$(RUN)python docs/architecture.py

lab-up: setup ## Start the lab: a real OpenStack on this machine
	$(RUN)lab up

lab-down: setup ## Stop the lab; its data stays
	$(RUN)lab down

browser: setup ## Install what the tests in a browser need: Chromium, a Japanese font, Playwright
	.tools/bin/uv sync -q --frozen -p $(PYTHON) --group browser
	test -x /usr/bin/chromium && test -d /usr/share/fonts/opentype/ipaexfont-gothic || \
	  { apt-get update -q && apt-get install -yq --no-install-recommends chromium fonts-ipaexfont-gothic; }

shells: ## Install the shells that the completion is tested in: zsh and fish
	test -x /usr/bin/zsh && test -x /usr/bin/fish || \
	  { apt-get update -q && apt-get install -yq --no-install-recommends zsh fish; }

lab-tests: browser ## Tests on the lab
	$(RUN)lab up --telemetry $(SHUFFLE)
	$(RUN)pytest -m 'lab and not long and not alone' $(BESIDE) --screenshot only-on-failure \
	  tests/templates tests/contract tests/lab tests/browser lab/tests
	$(RUN)pytest -m 'lab and not long and alone' --screenshot only-on-failure \
	  tests/lab tests/browser lab/tests

test-long: setup ## Tests of minutes each: two faults; on the lab provider, crashes, release, repair
	$(RUN)pytest -m 'long and not lab' tests/unit
	$(RUN)lab up --telemetry $(SHUFFLE)
	$(RUN)pytest -m 'long and lab and not alone' $(BESIDE) tests/contract tests/lab lab/tests
	$(RUN)pytest -m 'long and lab and alone' tests/lab lab/tests

test: shells lint types unit lab-tests ## Everything that CI runs

demo: lab-up ## Build blue and green, release 2.0 under load, roll back, show the result
	$(RUN)python demo/run.py

bench: lab-up ## Compare the switch with what people do without this tool
	$(RUN)python bench/run.py

soak: lab-up ## A hundred switches under a million requests, every one counted; takes an hour or two
	$(RUN)python bench/soak.py

clean: ## Remove what make built here (not the lab: see `lab wipe`)
	rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis dist site

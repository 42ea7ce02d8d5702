# `make run` and `make test` are enough on a machine with Python 3.11 and nothing else of ours.
# Variables: PORT, HOST, DATA_DIR, DATABASE_URL … (docs/operators.md); ARGS for pytest.

PYTHON ?= $(shell for name in python3.11 python3.12 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null \
	&& echo $$name && break; done)
ENVIRONMENT = $(or $(PYTHON),$(error Python 3.11 or 3.12 is needed)) scripts/environment.py
DO = .venv/bin/python
DATA = $(or $(DATA_DIR),var)

.PHONY: run test bench lint messages pictures stop

run: ## everything in this terminal, http://127.0.0.1:8000
	@$(ENVIRONMENT) run
	@exec $(DO) manage.py run

stop: ## ends `make run` from another terminal
	@$(ENVIRONMENT) run
	@$(DO) manage.py stop

test: ## all tests, a real browser included
	@$(ENVIRONMENT) dev
	@$(DO) scripts/chromium.py
	$(DO) -m pytest -n 2 --dist loadscope $(ARGS)

bench: ## measures against floors; writes bench.jsonl under DATA_DIR; ARGS=lists or pages for a part
	@$(ENVIRONMENT) dev
	@$(DO) -m benchmarks $(ARGS)

messages: ## brings locale/ru up to the code, lists what waits for a translation
	@$(ENVIRONMENT) dev
	$(DO) scripts/messages.py

pictures: ## the officials' screens for docs/pictures; ARGS="--all FOLDER" takes every page of every demo user
	@$(ENVIRONMENT) dev
	@$(DO) scripts/chromium.py
	$(DO) -m scripts.pictures $(ARGS)

lint: ## style, direction of imports, migrations, templates, production settings
	@$(ENVIRONMENT) dev
	$(DO) -m ruff check --quiet .
	$(DO) -m ruff format --check --quiet .
	$(DO) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-cache
	DATA_DIR=$(DATA)/lint $(DO) manage.py makemigrations --check --dry-run
	$(DO) -m djlint --quiet --lint templates
	SECRET_KEY=$$($(DO) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DATABASE_URL=postgres://localhost/none ALLOWED_HOSTS=example.org DEMO=0 \
	$(DO) manage.py check --deploy --fail-level WARNING

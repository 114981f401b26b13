# The verbs of the project. Each works as the first command on a fresh clone: it makes what it needs.
.DEFAULT_GOAL := help
.PHONY: help demo test check proof guards test-all test-postgresql test-mariadb triangle lock openapi screenshots bench clean
.NOTPARALLEL:

python := .venv/bin/python
pytest := $(python) -m pytest -n 2
# What asks no database is proven once, on SQLite.
stored := $(addprefix --ignore=tests/,checks system/demo system/triangle roadmap/proof roadmap/tour api/oauth/thirdparty)
# The usual local addresses; the tests create and drop databases of their own there.
POSTGRESQL_URL ?= postgresql://root@127.0.0.1:5432/cairn
MARIADB_URL ?= mysql://root@127.0.0.1:3306/cairn
# More arguments for pytest, as in `make test ARGS="-k money"`.
ARGS ?=
export PYTHONUNBUFFERED := 1

# dev holds all that runs together; the other locks agree with it.
other_locks = $(filter-out dev,$(basename $(notdir $(wildcard requirements/*.in))))
compile = requirements/uv pip compile --quiet --universal --generate-hashes --python-version 3.12 $(if $(UPGRADE),--upgrade)

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.dev ## Run the shop here: PORT=8000 PRODUCTS=1000
	@exec $(python) manage.py demo $(if $(PRODUCTS),--products $(PRODUCTS))

test: .venv/.dev ## Test on SQLite; needs no service. ARGS=--cov measures coverage, as CI does
	@TEST_DATABASE_URL= $(pytest) $(ARGS)

check: .venv/.dev ## Lint, types, layers, sizes, migrations, deployment, contract, docs
	@$(python) -m checks

proof: .venv/.dev ## After make test: is the roadmap borne out? MUTATIONS=N tries N marked blocks, not all
	@$(python) manage.py roadmap check --proof --mutations $(or $(MUTATIONS),all)

guards: .venv/.dev ## Is each guard missed by a test when taken away? MOST=N tries N; POSTGRESQL_URL, if set, tries locks too
	@$(python) -m checks.guards $(if $(MOST),--most $(MOST))

test-all: test test-postgresql test-mariadb ## Test on every database

test-postgresql: .venv/.dev ## Test on PostgreSQL (POSTGRESQL_URL)
	@TEST_DATABASE_URL=$(POSTGRESQL_URL) $(pytest) $(stored) $(ARGS)

test-mariadb: .venv/.dev .venv/.mysql ## Test on MariaDB (MARIADB_URL)
	@TEST_DATABASE_URL=$(MARIADB_URL) $(pytest) $(stored) $(ARGS)

triangle: .venv/.dev .venv/.node ## Sign in with another provider, and let an application in: each step told
	@$(python) -m pytest -q -p no:randomly --log-cli-level=INFO --log-cli-format='%(message)s' tests/system/triangle tests/api/oauth/thirdparty $(ARGS)

lock: ## Compile requirements/*.in anew; UPGRADE=1 takes newer versions
	@for name in dev $(other_locks); do \
		echo "Compiling requirements/$$name.txt"; \
		UV_CUSTOM_COMPILE_COMMAND="make lock" $(compile) requirements/$$name.in -o requirements/$$name.txt \
			$$([ $$name = dev ] || echo "-c requirements/dev.txt") || exit 1; \
	done

openapi: .venv/.dev ## Write the contract, api/openapi.yaml
	@$(python) manage.py spectacular --file api/openapi.yaml --validate --fail-on-warn

screenshots: .venv/.dev ## Picture the tour for the README, with the flags of the last make test; needs chromium
	@$(python) -m tests.roadmap.tour.browser.screenshots

bench: .venv/.dev .venv/.bench ## Measure the shop against its limit and its peers
	@$(python) -m benchmarks $(ARGS)

clean: ## Remove the environment, the demo's data and all caches
	rm -rf .venv .cairn .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache htmlcov

.venv/.%: requirements/%.txt requirements/install .python-version
	@requirements/install $*

# npm installs beside the files that say what: they are copied, and nothing of it comes into the tree.
.venv/.node: tests/system/triangle/package.json tests/system/triangle/package-lock.json .venv/.dev
	@echo "Installing $< into .venv"
	@mkdir -p .venv/node && cp tests/system/triangle/package*.json .venv/node
	@.venv/bin/npm ci --prefix .venv/node --loglevel=error --ignore-scripts --no-audit --no-fund --no-update-notifier
	@touch $@

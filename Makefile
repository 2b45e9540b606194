# Everything a person types. `make demo` and `make test` set themselves up; nothing here needs root, Node or gettext.
VENV := .venv
BIN := $(VENV)/bin
MSGS := $(shell find src/anju -name locale.toml 2>/dev/null)

.PHONY: help setup demo test check bench soak add-room front catalogue clean
.DEFAULT_GOAL := help
# A shell that forbids compiled files would have each of the many processes of the tests compile the whole house again.
unexport PYTHONDONTWRITEBYTECODE

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

setup: front $(VENV)/catalogue ## install into .venv

demo: setup ## start a living community on SQLite; FRESH=1 starts over, ANJU_PORT changes the port
	@$(BIN)/anju demo

test: setup ## run every test, on SQLite and on PostgreSQL
	@sh tools/prepare.sh
	@$(BIN)/python tools/run_tests.py $(ARGS)

check: setup ## style, import order, house rules, migrations, translations
	@$(BIN)/ruff check src tests tools benchmarks
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings --pythonpath .
	@$(BIN)/python -m anju.project.catalogue --check
	@$(BIN)/python -m pytest tests/law

bench: setup ## measure each figure beside its peer; ONLY=name measures one
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	@$(BIN)/python -m benchmarks $(ONLY)

soak: setup ## crashes, fuzzing and long runs
	@sh tools/prepare.sh
	@$(BIN)/python tools/run_tests.py --soak $(ARGS)

add-room: setup ## make a new room: NAME=lost_property ZH=失物招领
	@$(BIN)/python tools/add_room.py "$(NAME)" "$(ZH)"

front: $(VENV)/ready ## build scripts, styles and icons again where their sources changed
	@$(BIN)/python tools/front.py

catalogue: $(VENV)/ready ## check and write the Chinese catalogue
	@$(BIN)/python -m anju.project.catalogue --check

clean: ## remove what was installed and built, keep the data
	rm -rf $(VENV) frontend/node_modules src/anju/surfaces/static/built src/anju/locale

$(VENV)/ready: pyproject.toml hatch_build.py
	@sh tools/install.sh $(VENV)
	@touch $@

$(VENV)/catalogue: $(VENV)/ready $(MSGS) src/anju/project/catalogue.py
	@$(BIN)/python -m anju.project.catalogue
	@touch $@

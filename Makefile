PYTHON := .venv/bin/python
JOBS ?= 2

.PHONY: help demo run test lint lint-style lint-types lint-borders format bench shots setup setup-tests clean

help: ## 列出命令 · list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup ## 用样例案件走一遍主流程 · the main job on the sample case
	$(PYTHON) -m core.cli demo --out out

run: setup ## 打开桌面程序 · open the desktop app
	$(PYTHON) -m core.cli

# The same examples on every run; without the profile hypothesis looks for new ones. What measures time goes alone.
# Tests start hundreds of processes, which find their modules compiled even where the environment forbids to keep them so.
test: export PYTHONDONTWRITEBYTECODE =
test: export HYPOTHESIS_PROFILE = ci
test: setup-tests lint ## 全部检查与测试 · every check and test
	$(PYTHON) -m pytest -n $(JOBS) --dist worksteal -m "not alone"
	$(PYTHON) -m pytest -m alone

# Side by side: the types alone take longer than all the rest.
lint: setup
	@$(MAKE) --no-print-directory -j 2 lint-types lint-style lint-borders

lint-style:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

lint-types:
	$(PYTHON) -m mypy

lint-borders:
	$(PYTHON) -c 'import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())'

format: setup ## 整理代码格式 · format the code
	$(PYTHON) -m ruff check --fix-only .
	$(PYTHON) -m ruff format .

bench: setup-tests ## 性能对照表 · the table of ratios
	$(PYTHON) -m bench

shots: setup-tests ## 界面截图 · pictures of every page in both themes
	scripts/shots

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

clean: ## 删除虚拟环境与缓存 · remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist out

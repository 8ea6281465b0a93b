# Two commands are enough: `make demo` shows Meguri, `make test` tests it. docs/developer.md tells about the rest.

PORT ?= 8000
BIN := .venv/bin
export PYTHONUTF8 := 1

.PHONY: demo setup test lint bench lock help

help:
	@echo "make demo    見本を動かす（PORT=8001 で番号を変える） / run the demo"
	@echo "make test    すべての試験 / all tests"
	@echo "make lint    書き方・型・翻訳・文書の検査 / all checks"
	@echo "make setup   環境だけをつくる / make the environment alone"
	@echo "make bench   計測を小さく一通り / every bench at a small size"
	@echo "make lock    部品の版を決め直す / lock the requirements anew"

demo:
	@python="$$(sh tools/find_python)" && "$$python" tools/set_up.py --port "$(PORT)"
	@exec $(BIN)/meguri demo --port "$(PORT)"

setup:
	@python="$$(sh tools/find_python)" && "$$python" tools/set_up.py --dev

test: setup
	@chromium="$$($(BIN)/python tools/chromium.py)" && CHROMIUM="$$chromium" $(BIN)/python -m pytest -q -n 2 $(TESTS)

lint: setup
	@$(BIN)/python tools/lint.py

bench: setup
	@$(BIN)/python tools/bench.py

lock: setup
	@for part in app dev bench; do (cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header $$part.in -o $$part.txt) || exit 1; done

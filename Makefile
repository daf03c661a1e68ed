# Thin: every target installs what it needs, then says what it runs. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run build test bench clean rust-tests browser-tests web-check tools-build tools-test

TARGET := $(or $(CARGO_TARGET_DIR),target)
# A clone that CI builds must not change what the lock file says.
LOCKED := $(if $(CI),--locked)
BUILD := --workspace $(LOCKED)

# Commands and the Debian or Ubuntu packages they come from.
BUILDING := cc:build-essential cargo:rustup npm:npm
TESTING := $(BUILDING) initdb:postgresql openssl:openssl chromium:chromium

# Installs the packages of the commands that are not there.
define install
@PATH="$$PATH:$$(printf '%s:' /usr/lib/postgresql/*/bin)"; missing=""; \
for pair in $(1); do command -v "$${pair%%:*}" >/dev/null || missing="$$missing $${pair##*:}"; done; \
if [ -n "$$missing" ]; then \
	as_root="$$([ "$$(id -u)" -eq 0 ] || echo sudo)"; \
	$$as_root apt-get update -q; \
	DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -qy --no-install-recommends $$missing; \
fi
endef

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

demo: build ## a throw-away server with a fictitious company
	$(TARGET)/release/slipway demo

run: build ## the server on its own store, in slipway-data/
	$(TARGET)/release/slipway serve

build: tools-build web/dist/manifest.json ## the release binary, target/release/slipway
	cargo build --release $(BUILD)

# In the order of what fails fastest. One profile and one set of packages, so that nothing is built twice.
test: tools-test ## everything that CI runs
	cargo fmt --all --check
	cargo run -q $(LOCKED) -p xtask -- tidy
	$(MAKE) --no-print-directory web-check
	cargo clippy $(BUILD) --all-targets -- -D warnings
	crates/db/with-postgres $(MAKE) --no-print-directory rust-tests
	$(MAKE) --no-print-directory browser-tests

rust-tests:
	@if command -v cargo-nextest >/dev/null; then cargo nextest run $(BUILD); else cargo test $(BUILD) --tests; fi
	cargo test $(BUILD) --doc

browser-tests: web/dist/manifest.json browser/node_modules/.package-lock.json
	cargo build $(BUILD)
	cd browser && SLIPWAY_BIN="$(abspath $(TARGET))/debug/slipway" npm test

bench: build ## measurements, as docs/performance.md tells
	$(TARGET)/release/slipway-bench all

clean: ## everything that was built
	cargo clean
	rm -rf web/node_modules browser/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete

tools-build:
	$(call install,$(BUILDING))
tools-test:
	$(call install,$(TESTING))

WEB := $(shell find web/src -type f) $(wildcard web/*.mjs web/*.json)

web-check: web/dist/manifest.json
	cd web && npm run check && npm test

web/dist/manifest.json: $(WEB) web/node_modules/.package-lock.json
	cd web && npm run build

%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci
	touch $@

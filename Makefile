# make demo   builds, then shows the main job from the desk to the portal
# make test   builds and runs all tests
# make simulate SEEDS=100000 FIRST=1   plays that many made-up worlds (Tests/SimulationTests/README.md)
# All see to everything that a fresh Debian 12 with Swift needs.

SHELL := /bin/bash
SWIFT := $(shell scripts/find-swift)
PREFIX ?= /usr
SYSCONFDIR ?= /etc
DESTDIR ?=

.PHONY: demo test simulate torture fuzz build release format lint bench install clean setup setup-test
.DEFAULT_GOAL := build

setup:
	@scripts/setup

setup-test:
	@scripts/setup test

build: setup
	$(SWIFT) build --product kiosk
	$(SWIFT) build --product kiosk-portal

demo: build
	@scripts/demo .build/debug

# All tests at once would open more files than a person's session may (1024): a few at a time, where this Swift can.
AT_ONCE = $(shell $(SWIFT) test --help-hidden 2>/dev/null | grep -q maximum-parallelization-width && \
	echo --experimental-maximum-parallelization-width 16)

# The units of systemd first. Then all tests but the simulation, which would keep the processors from those that wait for real processes;
# then the simulation alone. A test program that ends by a signal leaves children that keep swift test waiting: that has an end too.
WITHIN = timeout --kill-after=30s 40m
test: setup-test
	@.ci/check-units
	$(SWIFT) build --build-tests
	python=$$(scripts/tus-client); export KIOSK_TUS_PYTHON=$$python; [ -n "$$python" ] || unset KIOSK_TUS_PYTHON; \
		ulimit -S -n $$(ulimit -H -n); $(WITHIN) $(SWIFT) test --skip-build $(AT_ONCE) --skip '^SimulationTests'
	$(WITHIN) $(SWIFT) test --skip-build --filter '^SimulationTests'

SEEDS ?= 100000
FIRST ?= 1
# Many seeds are worth a build for speed, a few minutes long and kept beside the usual one.
OPTIMISED ?= $(shell [ "$(SEEDS)" -lt 10000 ] || echo 1)
FAST = $(if $(OPTIMISED),-c release -Xswiftc -enable-testing --scratch-path .build-simulate)
simulate: export ONLY_SIMULATION = $(OPTIMISED)
simulate: setup-test
	$(SWIFT) build $(FAST) --build-tests
	SIMULATION_SEEDS=$(SEEDS) SIMULATION_FIRST=$(FIRST) $(SWIFT) test $(FAST) --skip-build --filter 'SimulationTests.*whatever'

# The same tests as those of every run, for longer: kills over a drain, bytes that go bad, a power cut at every sync, full disks,
# clocks of other years.
torture: setup-test
	$(SWIFT) build --build-tests
	TORTURE_KILLS=$${KILLS:-500} TORTURE_OPERATIONS=200 TORTURE_DAMAGES=$${DAMAGES:-300} TORTURE_RECORDED=50 \
		TORTURE_CUTS=$${CUTS:-100000} TORTURE_ROUNDS=$${ROUNDS:-100} \
		$(SWIFT) test --skip-build --filter 'ProductTests.*(Drained|Damaged|Power|Killed|FullDisk|WrongClock)'

# Inputs that nobody meant to send, for TIME seconds in all. The one that a reader was at stands in .build/fuzz-last/READER; one that ends the
# program is worth keeping in Tests/FuzzSupport/corpus/READER, which every test run reads.
TIME ?= 60
FUZZ_READERS = 28
fuzz: setup-test
	$(SWIFT) build --build-tests
	FUZZ_SHARE=$$(( ($(TIME) + $(FUZZ_READERS) - 1) / $(FUZZ_READERS) )) FUZZ_LAST=$(CURDIR)/.build/fuzz-last \
		$(SWIFT) test --skip-build --no-parallel --filter '(KioskAgentTests|PortalTests|ScansTests).FuzzTests'

format:
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

release: setup
	$(SWIFT) build -c release --product kiosk --static-swift-stdlib
	$(SWIFT) build -c release --product kiosk-portal --static-swift-stdlib

bench: release
	$(SWIFT) build -c release --product record-rate --static-swift-stdlib
	@scripts/bench .build/release

# Stages with DESTDIR. Users, folders and services are set up by systemd afterwards; see README.md.
install: release
	install -D -s -m 0755 .build/release/kiosk $(DESTDIR)$(PREFIX)/bin/kiosk
	install -D -s -m 0755 .build/release/kiosk-portal $(DESTDIR)$(PREFIX)/bin/kiosk-portal
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for unit in systemd/*.service; do \
		sed 's|/usr/bin/|$(PREFIX)/bin/|' $$unit > $(DESTDIR)$(PREFIX)/lib/systemd/system/$${unit##*/} || exit 1; \
		chmod 0644 $(DESTDIR)$(PREFIX)/lib/systemd/system/$${unit##*/}; done
	install -D -m 0644 systemd/sysusers.d/commune-kiosk.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/commune-kiosk.conf
	install -D -m 0644 systemd/tmpfiles.d/commune-kiosk.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/commune-kiosk.conf
	install -d $(DESTDIR)$(PREFIX)/share/commune-kiosk $(DESTDIR)$(SYSCONFDIR)/kiosk
	install -D -m 0644 kiosk-config/sysctl.d/60-commune-kiosk.conf $(DESTDIR)$(PREFIX)/lib/sysctl.d/60-commune-kiosk.conf
	cp -R --no-preserve=ownership kiosk-config/. $(DESTDIR)$(PREFIX)/share/commune-kiosk/
	for file in kiosk.toml portal.toml; do \
		if [ -e kiosk-config/$$file ] && [ ! -e $(DESTDIR)$(SYSCONFDIR)/kiosk/$$file ]; then \
			install -m 0644 kiosk-config/$$file $(DESTDIR)$(SYSCONFDIR)/kiosk/$$file || exit 1; fi; done
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions
	for tool in kiosk kiosk-portal; do \
		.build/release/$$tool --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool || exit 1; \
		.build/release/$$tool --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_$$tool || exit 1; done

clean:
	$(SWIFT) package clean

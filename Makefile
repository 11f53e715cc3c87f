# SPDX-License-Identifier: GPL-2.0-only
# The targets that people type. What they do is in scripts/ and tests/vm/; the module's own makefile is Kbuild.
#
# KERNEL is 'host' for the running kernel, or a test kernel: uml, uml-debug, debian-6.12, debian-6.1.

KERNEL ?= $(if $(wildcard /lib/modules/$(shell uname -r)/build/Makefile),host,uml)
TEST_KERNEL = $(if $(filter host,$(KERNEL)),uml,$(KERNEL))
PREFIX ?= /usr/local
DESTDIR ?=
release := $(shell uname -r)

# One thing at a time here; the steps themselves use all processors.
.NOTPARALLEL:
.PHONY: all module tool setup demo check selftest unit bench install uninstall clean help
all: module tool

help:
	@echo 'make            the module for KERNEL (now $(KERNEL)) and the tool, in build/'
	@echo 'make demo       a router, real traffic, and what the firewall did with it, in a test kernel'
	@echo 'make check      everything that continuous integration runs, about 40 minutes; installs what is missing'
	@echo 'make selftest   the selftests on one test kernel (KERNEL=uml, uml-debug, debian-6.12 or debian-6.1)'
	@echo 'make unit       the unit tests'
	@echo 'make bench      rosfw beside the other firewalls of Linux, about 15 minutes; writes a report to docs/performance/'
	@echo 'make install    module for the running kernel, tool into PREFIX (now $(PREFIX)); DESTDIR for packages'
	@echo 'make uninstall  takes them away again'
	@echo 'make setup      the Debian packages and test kernels that the above need, and that they would install'
	@echo 'make clean      removes build/; the kernels in the cache stay'

setup:
	@scripts/setup
	@for kernel in uml uml-debug debian-6.12 debian-6.1; do tests/vm/kernel $$kernel >/dev/null || exit; done

module:
	@scripts/setup build
	@scripts/build-module $(KERNEL)

tool:
	@scripts/setup build
	@scripts/build-tool

unit:
	@scripts/setup build
	@$(MAKE) --no-print-directory -C tests/unit O=$(CURDIR)/build/unit check

demo:
	@scripts/setup
	@tests/vm/run -k $(TEST_KERNEL) -- tests/demo/run

selftest:
	@scripts/setup
	@tests/selftests/run -k $(TEST_KERNEL)

bench:
	@scripts/setup
	@tests/bench/run

check:
	@scripts/setup
	@scripts/check

install:
	@scripts/setup build
	@scripts/build-module host
	@scripts/build-tool
	install -D -m 644 build/host/rosfw.ko $(DESTDIR)/lib/modules/$(release)/extra/rosfw.ko
	install -D -m 755 build/tools/rosfwctl $(DESTDIR)$(PREFIX)/sbin/rosfwctl
	@if [ -z "$(DESTDIR)" ]; then depmod $(release); fi

uninstall:
	rm -f $(DESTDIR)/lib/modules/$(release)/extra/rosfw.ko $(DESTDIR)$(PREFIX)/sbin/rosfwctl
	@if [ -z "$(DESTDIR)" ]; then depmod $(release); fi

clean:
	rm -rf build

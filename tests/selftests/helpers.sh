#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Payload that announces connections, byte by byte: what leaves the router, and the connections that come.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/helpers.py"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What packets carry and what the router knows of them: content, tls-host, address types, realm,
# connection-bytes, ipsec-policy.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/payload.py"

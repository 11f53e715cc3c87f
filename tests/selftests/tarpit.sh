#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# action=tarpit: every answer by its bytes, a real client that is held, translation, and the bound on answers.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/tarpit.py"

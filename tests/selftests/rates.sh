#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Conditions that remember, choose or look at the clock: limit, dst-limit, psd, nth, random,
# per-connection-classifier, time.
exec /usr/bin/python3 -B "$(dirname "$0")/tools/rates.py"

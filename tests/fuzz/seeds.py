#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""seeds.py SEEDS CORPUS TARGET...: writes the seeds of each target into CORPUS/TARGET, one file for each.

SEEDS/NAME.txt for fuzz_NAME: one input on each line, in hexadecimal digits and blanks; "#" starts a comment.
SEEDS/NAME/: every file is an input.
"""
import hashlib
import pathlib
import sys


def inputs(seeds, name):
    text = seeds / (name + ".txt")
    if text.exists():
        for line in text.read_text().splitlines():
            digits = line.partition("#")[0]
            if digits.strip():
                yield bytes.fromhex(digits)
    directory = seeds / name
    if directory.is_dir():
        for path in sorted(directory.iterdir()):
            yield path.read_bytes()


def main():
    seeds, corpus = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for target in sys.argv[3:]:
        directory = corpus / target
        directory.mkdir(parents=True, exist_ok=True)
        count = 0
        for data in inputs(seeds, target.removeprefix("fuzz_")):
            (directory / hashlib.sha1(data).hexdigest()).write_bytes(data)
            count += 1
        if not count:
            sys.exit(f"seeds.py: no seeds for {target}")


main()

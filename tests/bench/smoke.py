# SPDX-License-Identifier: GPL-2.0-only
"""smoke.py DIRECTORY: is the report of a short run complete and well-formed? No number is compared with any other."""
import json
import math
import os
import re
import sys
import xml.etree.ElementTree

from contenders import LABELS
from guest import SMOKE


def numbers(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from numbers(value)
    elif isinstance(node, list):
        for value in node:
            yield from numbers(value)
    elif isinstance(node, (int, float)):
        yield node


def main():
    directory = sys.argv[1]
    bad = []
    with open(os.path.join(directory, 'benchmark.json'), encoding='utf-8') as f:
        document = json.load(f)
    with open(os.path.join(directory, 'benchmark.md'), encoding='utf-8') as f:
        text = f.read()
    if [s['name'] for s in document['scenarios']] != list(SMOKE):
        bad.append('scenarios are missing')
    seen = set()
    for scenario in document['scenarios']:
        seen |= set(scenario['contenders'])
        for name, contender in scenario['contenders'].items():
            if len(contender['ns']) != document['rounds'] or contender['packets'] < 1:
                bad.append('%s, %s: not every round was measured' % (scenario['name'], name))
        if scenario['title'][1:] not in text:
            bad.append('%s is not in the text' % scenario['name'])
    if seen != {'floor', *LABELS}:
        bad.append('contenders are missing: %s' % sorted({'floor', *LABELS} ^ seen))
    if not document['loading'] or not document['memory']['contenders']:
        bad.append('loading and memory are missing')
    if not all(math.isfinite(n) for n in numbers(document)):
        bad.append('there are numbers that are none')
    rows = 0
    for block in re.findall(r'(?:^\|.*\n)+', text, re.M):
        lines = block.splitlines()
        rows += len(lines)
        if len({line.count('|') for line in lines}) != 1 or not re.fullmatch(r'\|(?:-+:?\|)+', lines[1]):
            bad.append('a table is crooked: ' + lines[0])
    if rows < 30:
        bad.append('the tables are too short')
    for picture in re.findall(r'!\[.*\]\((.*)\)', text):
        root = xml.etree.ElementTree.parse(os.path.join(directory, picture)).getroot()
        if not root.tag.endswith('svg') or len(root) < 10:
            bad.append('%s is empty' % picture)
    for line in bad:
        print('not ok - ' + line)
    print('%s - the benchmark runs, and its report is complete' % ('not ok' if bad else 'ok'))
    sys.exit(bool(bad))


if __name__ == '__main__':
    main()

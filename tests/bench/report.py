# SPDX-License-Identifier: GPL-2.0-only
"""
report.py RESULT DIRECTORY: what host.py has measured, as tables (benchmark.md) and plots (SVG); the numbers themselves go
along as benchmark.json. Everything in the text that is a number comes from there.
"""
import html
import json
import math
import os
import shutil
import statistics
import sys

GREYS = {'floor': '#bbbbbb', 'none': '#888888'}
COLOURS = {'rosfw': '#c0392b', 'rosfw-fasttrack': '#c0392b', 'nft': '#7fb3d5', 'nft-sets': '#2471a3',
           'nft-flowtable': '#2471a3', 'iptables': '#d68910', **GREYS}
INTRO = '''# Benchmark

Made by `make bench`; not to be edited. One boot of a User-Mode Linux guest ({kernel}) on a machine that may do other
things at the same time. The contenders of a scenario are routers side by side and take turns, {rounds} rounds; each round
begins with another one. Packets are UDP over IPv4, {size} bytes, with checksums; the kernel's packet generator gives them to
the stack as if a device had received them, and they leave by a dummy device: making a packet is part of all times, wires
and drivers are of none.

A time is processor time of the guest's kernel, as the host charges for it, for one packet: the median of all rounds, and in
brackets the least and the greatest. Subtracted from each measurement is what one with a single packet costs
({subtracted:.2f} ms at most; a measurement is {target:.0f} ms or more). "Floor" is what packets cost that are for another
host's address and are dropped before IP looks at them.

Rules of all contenders have counters, the flowtable has none. `iptables` is iptables-legacy; nf_conntrack has 262144 buckets.
Where connections play no part, rosfw does not track them (`/ip firewall connection tracking set enabled=no`), and nor do
the others. {nft}. Before a scenario is timed it has to prove that every packet leaves, and passes the rules or by them.
'''


def spread(values, form='%.0f'):
    return '%s (%s - %s)' % tuple(form % v for v in (statistics.median(values), min(values), max(values)))


def table(head, rows):
    lines = ['| %s |' % ' | '.join(head), '|%s|' % '|'.join(['---'] + ['---:'] * (len(head) - 1))]
    return '\n'.join(lines + ['| %s |' % ' | '.join(row) for row in rows]) + '\n'


class Results:
    def __init__(self, document):
        self.document = document
        self.scenarios = {s['name']: s for s in document['scenarios']}
        self.labels = {'floor': 'floor', **document['labels']}

    def ns(self, scenario, contender):
        return self.scenarios[scenario]['contenders'][contender]['ns']

    def cost(self, scenario, contender, base):
        """What it costs beyond @base, round by round."""
        return [a - b for a, b in zip(self.ns(scenario, contender), self.ns(scenario, base))]

    def ratio(self, text, over, under, goal, most=True):
        """A row of the table of ratios; @most: the goal is an upper bound."""
        values = [a / b if b > 0 else math.inf for a, b in zip(over, under)]
        reached = statistics.median(values) <= goal if most else statistics.median(values) >= goal
        return [text, spread(values, '%.2f'), '%s %.2f' % ('<=' if most else '>=', goal), 'yes' if reached else '**no**']

    def least(self, scenario, contenders):
        """Round by round, the best of them."""
        return [min(rounds) for rounds in zip(*(self.ns(scenario, c) for c in contenders))]

    def ratios(self):
        for name, title in (('established', 'established: added to plain forwarding, rosfw : nftables'),
                            ('established-many', 'the same, 100 100 connections'),
                            ('masqueraded', 'masqueraded: added to plain forwarding, rosfw : nftables')):
            if name in self.scenarios:
                yield self.ratio(title, self.cost(name, 'rosfw', 'none'), self.cost(name, 'nft-sets', 'none'), 0.5)
        for name, title in (('fast', 'fast path'), ('fast-masqueraded', 'fast path, masqueraded')):
            if name in self.scenarios:
                yield self.ratio(title + ': packets per second, rosfw : flowtable', self.ns(name, 'nft-flowtable'),
                                 self.ns(name, 'rosfw-fasttrack'), 1.3, most=False)
                yield self.ratio(title + ': cost above the floor, rosfw : flowtable',
                                 self.cost(name, 'rosfw-fasttrack', 'floor'), self.cost(name, 'nft-flowtable', 'floor'), 0.45)
        for name, title in (('new', 'new connections'), ('new-masqueraded', 'new connections, masqueraded')):
            if name in self.scenarios:
                yield self.ratio(title + ' per second, rosfw : nftables', self.ns(name, 'nft-sets'), self.ns(name, 'rosfw'), 1.5,
                                 most=False)
        for rules, goal in ((10000, 1.3), (100000, 2)):
            if 'rules-%d' % rules in self.scenarios and 'rules-10' in self.scenarios:
                yield self.ratio('rosfw, %d rules : 10 rules' % rules, self.ns('rules-%d' % rules, 'rosfw'),
                                 self.ns('rules-10', 'rosfw'), goal)
        for name in self.scenarios:
            if name.startswith('rules-'):
                yield self.ratio('%s rules, rosfw : nftables, sets' % name[6:], self.ns(name, 'rosfw'),
                                 self.ns(name, 'nft-sets'), 1)
            if name in ('rules-10', 'ports-25'):
                yield self.ratio('%s, rosfw : the better of rules each, nftables and iptables' %
                                 ('10 rules' if name == 'rules-10' else '25 rules about ports'), self.ns(name, 'rosfw'),
                                 self.least(name, ('nft', 'iptables')), 1)
            if name.startswith('list-'):
                yield self.ratio('list of %s, rosfw : the better of nftables and ipset' % name[5:], self.ns(name, 'rosfw'),
                                 self.least(name, ('nft-sets', 'iptables')), 1)

    def scenario_table(self, scenario):
        name, rows = scenario['name'], []
        for contender in scenario['contenders']:
            ns = self.ns(name, contender)
            rows.append([self.labels[contender], spread(ns), '%.3f' % (1000 / statistics.median(ns)),
                         '%.0f' % statistics.median(self.cost(name, contender, 'floor')),
                         '%.0f' % statistics.median(self.cost(name, contender, 'none'))])
        return table(['', 'ns', 'million packets/s', 'ns above the floor', 'ns above no firewall'], rows)

    def loading_table(self, loading):
        rows = []
        for contender, got in loading['contenders'].items():
            rows.append([self.labels[contender]] + [spread([1000 * v for v in got[k]]) for k in ('load', 'change', 'start')] +
                        ['%.0f' % (statistics.median(got['memory']) / loading['rules'])])
        return table(['', 'load, ms', 'one more rule or element, ms', 'a command that does nothing, ms', 'bytes of memory a rule'],
                     rows)


def text(results):
    document = results.document
    scenarios = document['scenarios']
    parts = [INTRO.format(kernel=document['kernel'], rounds=document['rounds'], nft=document['nft'], size=60,
                          subtracted=max([s['subtracted_ns'] for s in scenarios], default=0) / 1e6,
                          target=document['slice_us'] / 1000)]
    parts.append('## Ratios\n\nRound by round, as above; what was aimed at, and whether the median is there.\n\n' +
                 table(['', 'measured', 'goal', 'reached'], results.ratios()))
    parts.append('![all scenarios](scenarios.svg)\n\n![rules](rules.svg)\n')
    for scenario in scenarios:
        parts.append('## %s\n\n%s' % (scenario['title'][0].upper() + scenario['title'][1:], results.scenario_table(scenario)))
    for loading in document['loading']:
        parts.append('## Loading and changing %d rules\n\nWall time in the guest, so the machine\'s other work counts.\n\n%s' %
                     (loading['rules'], results.loading_table(loading)))
    if 'memory' in document:
        memory = document['memory']
        parts.append('## Memory of a connection\n\nFree memory before and after %d unanswered UDP connections came.\n\n%s' % (
            memory['connections'], table(['', 'bytes a connection'], [
                ['nf_conntrack' if c == 'nft-sets' else results.labels[c], spread(v)] for c, v in memory['contenders'].items()])))
    return '\n'.join(parts)


# --- plots ---

class Svg:
    def __init__(self, width, height):
        self.width, self.height, self.parts = width, height, []

    def text(self, x, y, what, anchor='start', size=12):
        self.parts.append('<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%d">%s</text>' %
                          (x, y, anchor, size, html.escape(what)))

    def line(self, points, colour, width=1.0):
        self.parts.append('<polyline fill="none" stroke="%s" stroke-width="%.1f" points="%s"/>' %
                          (colour, width, ' '.join('%.1f,%.1f' % p for p in points)))

    def box(self, x, y, width, height, colour):
        self.parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>' % (x, y, width, height, colour))

    def save(self, path):
        with open(path, 'w', encoding='utf-8') as f:
            f.write('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif">\n'
                    '<rect width="100%%" height="100%%" fill="white"/>\n%s\n</svg>\n' %
                    (self.width, self.height, '\n'.join(self.parts)))


def plot_scenarios(results, path):
    """A bar for each contender; the scale ends where bars of thousands of rules would hide all others."""
    bars = sum(len(s['contenders']) for s in results.scenarios.values())
    svg = Svg(900, 30 + 14 * bars + 26 * len(results.scenarios))
    limit, left, y = 3000, 190, 16
    svg.text(left, y, 'nanoseconds a packet; whiskers: least and greatest of all rounds')
    for scenario in results.document['scenarios']:
        y += 22
        svg.text(10, y, scenario['title'], size=13)
        for contender in scenario['contenders']:
            y += 14
            ns = results.ns(scenario['name'], contender)
            x = [left + 560 * min(v, limit) / limit for v in (statistics.median(ns), min(ns), max(ns))]
            svg.text(left - 6, y, results.labels[contender], 'end', 11)
            svg.box(left, y - 9, x[0] - left, 10, COLOURS[contender])
            svg.line([(x[1], y - 4), (x[2], y - 4)], 'black')
            svg.text(x[2] + 6, y, '%.0f' % statistics.median(ns), size=11)
        y += 4
    svg.save(path)


def plot_rules(results, path):
    """Cost against number of rules, both logarithmic."""
    rules = sorted(int(name[6:]) for name in results.scenarios if name.startswith('rules-'))
    svg = Svg(900, 420)
    svg.text(80, 20, 'nanoseconds a packet, by number of five-tuple rules (the packet matches the one after them)')

    def place(n, ns):
        return 80 + 560 * (math.log10(n) - 1) / 4, 380 - 340 * (math.log10(max(ns, 100)) - 2) / 5

    for decade in range(1, 6):
        x = place(10 ** decade, 100)[0]
        svg.line([(x, 40), (x, 380)], '#dddddd')
        svg.text(x, 398, str(10 ** decade), 'middle')
    for decade in range(2, 8):
        y = place(10, 10 ** decade)[1]
        svg.line([(80, y), (640, y)], '#dddddd')
        svg.text(74, y + 4, str(10 ** decade), 'end')
    ends = []
    for contender in ('none', 'rosfw', 'nft', 'nft-sets', 'iptables'):
        points = [place(n, statistics.median(results.ns('rules-%d' % n, contender))) for n in rules]
        if not points:
            continue
        svg.line(points, COLOURS[contender], 2)
        ends.append([points[-1][1], points[-1][0], contender])
    low = 0
    for y, x, contender in sorted(ends):
        low = max(y + 4, low + 14)
        svg.text(x + 8, low, results.labels[contender])
    svg.save(path)


def main():
    source, directory = sys.argv[1:]
    with open(source, encoding='utf-8') as f:
        results = Results(json.load(f))
    os.makedirs(directory, exist_ok=True)
    shutil.copyfile(source, os.path.join(directory, 'benchmark.json'))
    with open(os.path.join(directory, 'benchmark.md'), 'w', encoding='utf-8') as f:
        f.write(text(results))
    plot_scenarios(results, os.path.join(directory, 'scenarios.svg'))
    plot_rules(results, os.path.join(directory, 'rules.svg'))


if __name__ == '__main__':
    main()

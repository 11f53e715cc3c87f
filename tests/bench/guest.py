# SPDX-License-Identifier: GPL-2.0-only
"""
The measurements, in a guest: guest.py [--smoke] [--only REGEX] prints one JSON document. tests/bench/run boots the guest and
makes the report.

One scenario after another. In a scenario every contender has a router of its own, all are there at the same time, and they
take turns: a round measures each of them once, each round begins with another one. A measurement is two marks of the
host's clock (netns.py) with packets between them; host.py knows what time the marks mean. Before a scenario is timed, it
has to prove that packets go where they should, and by the rules they should.
"""
import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time

from contenders import LABELS, LOADERS, Policy
from netns import Clock, Router, Traffic, delete, enter, nft_counter, read, write

EVERYBODY = ('rosfw', 'nft-sets', 'iptables')


def say(text):
    print(text, file=sys.stderr, flush=True)


class Scenario:
    """
    @known: the packets' connections exist and were answered
    @fresh: so many packets are sent, each the first of its connection
    @fast: contenders that have to prove that packets pass by the rules
    """

    def __init__(self, name, title, policy, contenders, traffic=None, known=False, fresh=0, fast=()):
        self.name, self.title, self.policy, self.contenders = name, title, policy, contenders
        self.traffic = traffic or Traffic()
        self.known, self.fresh, self.fast = known, fresh, fast


def scenarios():
    known = dict(known=True)
    masqueraded = Policy(stateful=True, masquerade=True)
    first = Traffic(clients=1000, ports=1001, servers=1009)
    fast = ('rosfw-fasttrack', 'nft-flowtable')
    yield Scenario('established', 'established connections, 1 000', Policy(stateful=True), EVERYBODY, **known)
    yield Scenario('established-many', 'established connections, 100 100', Policy(stateful=True), EVERYBODY,
                   Traffic(clients=100, ports=1001), **known)
    yield Scenario('masqueraded', 'established and masqueraded connections, 1 000', masqueraded, EVERYBODY, **known)
    yield Scenario('fast', 'fast path, 1 000 connections', Policy(stateful=True), fast, fast=fast, **known)
    yield Scenario('fast-masqueraded', 'fast path, masqueraded, 1 000 connections', masqueraded, fast, fast=fast, **known)
    yield Scenario('new', 'first packets of connections', Policy(stateful=True), EVERYBODY, first, fresh=30000)
    yield Scenario('new-masqueraded', 'first packets of connections, masqueraded', masqueraded, EVERYBODY, first, fresh=30000)
    yield Scenario('ports-25', '25 rules about a port, the packet matches the one after them', Policy(rules=25, kind='ports'),
                   ('rosfw', 'nft', 'nft-sets', 'iptables'))
    for rules in (10, 100, 1000, 10000, 100000):
        yield Scenario('rules-%d' % rules, '%s five-tuple rules, the packet matches the one after them' % spaced(rules),
                       Policy(rules=rules), ('rosfw', 'nft', 'nft-sets', 'iptables'))
    for listed in (1000, 100000):
        yield Scenario('list-%d' % listed, 'sources looked up in %s addresses and prefixes' % spaced(listed),
                       Policy(listed=listed), EVERYBODY, Traffic(clients=1000, ports=1001))


# One of each kind.
SMOKE = ('masqueraded', 'fast-masqueraded', 'new-masqueraded', 'rules-10', 'list-1000')


def spaced(number):
    return '{:,}'.format(number).replace(',', ' ')


# --- one contender in one scenario ---

class Entry:
    """@us_limit: how long a measurement may take"""

    def __init__(self, name, scenario, number, us_limit):
        self.name, self.scenario = name, scenario
        self.us_limit = us_limit
        self.traffic = scenario.traffic
        if name == 'floor':
            t = scenario.traffic
            self.traffic = Traffic(t.clients, t.ports, t.servers, t.size, foreign=True)
        self.router = Router('bench%d' % number)
        LOADERS.get(name, LOADERS['none'])(self.router, scenario.policy)
        self.times = []

    def prepare(self):
        """Connections, where there should be some, and how many packets a measurement has."""
        r = self.router
        if self.scenario.known and self.rules():
            r.aim_forward(self.traffic)
            r.send(self.traffic.flows)
            r.aim_back(self.traffic, self.scenario.policy.masquerade)
            self.expect(self.traffic.flows, 'in0')
            # What comes after the answer makes a flow a fast one, and fills the caches.
            r.aim_forward(self.traffic)
            r.send(self.traffic.flows)
        r.aim_forward(self.traffic)
        if self.scenario.fresh:
            self.count = self.scenario.fresh
        else:
            self.count = int(min(max(200 * self.us_limit / r.send(200), 100), 400000))
            if self.scenario.known:
                self.count = max(self.count, self.traffic.flows)
        self.prove()

    def rules(self):
        """Does it have any?"""
        return self.name not in ('none', 'floor')

    def fail(self, text):
        raise RuntimeError('%s, %s: %s' % (self.scenario.name, self.name, text))

    def expect(self, count, device, clock=None):
        """Sends, and all of it has to leave by a device."""
        before = self.router.sent(device)
        took = self.router.send(count, clock)
        left = self.router.sent(device) - before
        if left != (0 if self.name == 'floor' else count):
            self.fail('%d packets of %d left' % (left, count))
        return took

    def prove(self):
        """That the rules are asked, or not asked, as the scenario says: the last one counts what gets there."""
        if not self.rules():
            self.expect(100, 'out0')
            return
        self.forget()
        before = self.last_rule()
        self.expect(100, 'out0')
        got = self.last_rule() - before
        want = 0 if self.scenario.known else 100
        if got != want:
            self.fail('%d packets reached the last rule instead of %d' % (got, want))
        if self.name in self.scenario.fast:
            self.prove_fast()

    def prove_fast(self):
        """Those 100 packets passed by all rules."""
        if self.name == 'nft-flowtable':
            flows = self.router.run('conntrack', '-L').count('[OFFLOAD]')
            if flows != self.traffic.flows:
                self.fail('%d of %d connections are in the flowtable' % (flows, self.traffic.flows))
            return
        before = self.fasttracked()
        self.router.send(100)
        got = self.fasttracked() - before
        # Now and then one goes the long way, on purpose.
        if not 95 <= got <= 100:
            self.fail('%d packets of 100 were fasttracked' % got)

    def fasttracked(self):
        return int(re.search(r'ipv4-fasttrack-packets: *(\d+)', self.router.run('rosfwctl', '/ip settings print'))[1])

    def last_rule(self):
        """Packets that the last rule has seen."""
        if self.name.startswith('rosfw'):
            text = self.router.run('rosfwctl', '--json', '/ip firewall filter print stats where src-address=10.0.0.0/8')
            return int(re.findall(r'"packets": *"?(\d+)', text)[-1])
        if self.name.startswith('nft'):
            return nft_counter(self.router, 'bench', 'last')
        lines = self.router.run('iptables-legacy', '-w', '-nvxL', 'FORWARD').rstrip().splitlines()
        return int(lines[-1].split()[0])

    def forget(self):
        """Before first packets are sent: no connection of earlier ones is left."""
        if not self.scenario.fresh or not self.rules():
            return
        if self.name.startswith('rosfw'):
            self.router.run('rosfwctl', '/ip firewall connection remove [find]')
        else:
            self.router.run('conntrack', '-F')

    def measure(self, clock):
        self.forget()
        if not self.scenario.fresh:
            self.router.send(min(self.count, self.traffic.flows))
        self.times.append(self.expect(self.count, 'out0', clock))


def run_scenario(scenario, rounds, us_limit, clock):
    say(scenario.title)
    entries, nothing = [], []
    try:
        for name in ('floor', 'none') + tuple(scenario.contenders):
            entries.append(Entry(name, scenario, len(entries), us_limit))
            entries[-1].prepare()
        for turn in range(rounds):
            nothing.append(entries[0].router.send(1, clock))
            for i in range(len(entries)):
                entries[(turn + i) % len(entries)].measure(clock)
    finally:
        delete([entry.router for entry in entries])
    for entry in entries:
        say('    %-18s %10.1f ns by the guest\'s clock' % (entry.name, 1000 * min(entry.times)[0] / entry.count))
    return {'name': scenario.name, 'title': scenario.title, 'flows': scenario.traffic.flows, 'fresh': bool(scenario.fresh),
            'nothing': nothing, 'contenders': {e.name: {'measurements': e.times, 'packets': e.count} for e in entries}}


# --- loading, changing, memory ---

def seconds(function):
    begun = time.monotonic()
    function()
    return time.monotonic() - begun


def free_memory():
    """Bytes, when they have not changed for a second: what was given up before is given back in the background."""
    readings = []
    while len(readings) < 6 or max(readings[-6:]) - min(readings[-6:]) > 131072:
        write('/proc/sys/vm/drop_caches', '3')
        readings.append(1024 * int(re.search(r'MemFree: *(\d+)', read('/proc/meminfo'))[1]))
        time.sleep(0.2)
    return readings[-1]


CHANGES = {
    'rosfw': lambda r: r.run('rosfwctl', '/ip firewall filter add chain=forward action=drop protocol=udp dst-port=9 place-before=0'),
    'nft': lambda r: r.run('nft', 'insert', 'rule', 'ip', 'bench', 'forward', 'udp', 'dport', '9', 'counter', 'drop'),
    'iptables': lambda r: r.run('iptables-legacy', '-I', 'FORWARD', '-p', 'udp', '--dport', '9', '-j', 'DROP'),
    'nft-sets': lambda r: r.run('nft', 'add', 'element', 'ip', 'bench', 'tuples', '{ 10.1.1.1 . 198.18.1.1 . udp . 1 . 1 }'),
}
# A command of each tool that changes nothing and reads little: what starting it costs.
STARTS = {
    'rosfw': lambda r: r.run('rosfwctl', '/ip settings print'),
    'nft': lambda r: r.run('nft', 'list', 'tables'),
    'nft-sets': lambda r: r.run('nft', 'list', 'tables'),
    'iptables': lambda r: r.run('iptables-legacy', '-S', 'OUTPUT'),
}


def measure_loading(rules, rounds, names):
    """For each contender the seconds to load, to change and to start, and the bytes that the rules take."""
    say('%s rules: loading, changing, memory' % spaced(rules))
    policy = Policy(rules=rules)
    got = {name: {'load': [], 'change': [], 'start': [], 'memory': []} for name in names}
    for turn in range(rounds):
        for i in range(len(names)):
            name = names[(turn + i) % len(names)]
            router = Router('bench0')
            try:
                STARTS[name](router)
                before = free_memory()
                got[name]['load'].append(seconds(lambda n=name, r=router: LOADERS[n](r, policy)))
                got[name]['memory'].append(before - free_memory())
                got[name]['start'].append(seconds(lambda n=name, r=router: STARTS[n](r)))
                got[name]['change'].append(seconds(lambda n=name, r=router: CHANGES[n](r)))
            finally:
                delete([router])
    return {'rules': rules, 'contenders': got}


def measure_connections(count, rounds):
    """Bytes of memory that plain connections take, unanswered ones, all told."""
    say('memory of %s connections' % spaced(count))
    got = {}
    policy = Policy(stateful=True)
    traffic = Traffic(clients=1000, ports=1001)
    for name in ('rosfw', 'nft-sets'):
        got[name] = []
        for _ in range(rounds):
            router = Router('bench0')
            try:
                LOADERS[name](router, policy)
                router.aim_forward(traffic)
                router.send(1)
                before = free_memory()
                router.send(count)
                got[name].append((before - free_memory()) / count)
            finally:
                delete([router])
    return {'connections': count, 'contenders': got}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--smoke', action='store_true')
    parser.add_argument('--only', default='')
    arguments = parser.parse_args()
    rounds = 1 if arguments.smoke else 9
    us_limit = 1000 if arguments.smoke else 80000
    # The peers at their best: a table that is as large as its connections are many.
    write('/sys/module/nf_conntrack/parameters/hashsize', '262144')
    enter('/proc/1/ns/net')
    write('/proc/sys/net/netfilter/nf_conntrack_max', '1000000')
    clock = Clock(os.environ['ROSFW_BENCH_CLOCK'])
    result = {'version': 1, 'smoke': arguments.smoke, 'rounds': rounds, 'slice_us': us_limit, 'kernel': platform.release(),
              'nft': subprocess.run(['nft', '--version'], capture_output=True, encoding='utf-8', check=True).stdout.strip(),
              'labels': LABELS, 'scenarios': [], 'loading': []}
    for scenario in scenarios():
        if re.search(arguments.only, scenario.name) and (scenario.name in SMOKE or not arguments.smoke):
            result['scenarios'].append(run_scenario(scenario, rounds, us_limit, clock))
    if re.search(arguments.only, 'loading'):
        for rules, times in ((100, 1),) if arguments.smoke else ((10000, 7), (100000, 3)):
            result['loading'].append(measure_loading(rules, times, ('rosfw', 'nft', 'nft-sets', 'iptables')))
        result['memory'] = measure_connections(2000 if arguments.smoke else 100000, 1 if arguments.smoke else 3)
    enter('/proc/1/ns/net')
    json.dump(result, sys.stdout)
    print()


if __name__ == '__main__':
    main()

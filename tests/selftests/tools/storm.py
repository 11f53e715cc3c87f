# SPDX-License-Identifier: GPL-2.0-only
"""
A storm: senders on all processors make and use translated connections, answers race with what they answer, and (in the
first part) everything is listed and a third of it removed, again and again.

Nothing may be lost or be there twice. No two connections may share a header, neither in front of the translation nor
behind it; every packet that was sent has come out, was meant for the router itself, or was dropped for a reason that has
a name; and in the second part, where nothing is removed, the counters of all connections add up to what was sent.

Three kinds of clients: masqueraded ones with the same few ports to one server, so that ports have to be chosen; ones with
endpoint-independent NAT, which must have one public endpoint for all destinations at any time; and strangers that come
in by dst-nat.
"""
import json
import os
import random
import struct
import time

from bed import Test, ctl, run
from genl import C, MENUS
from packets import udp

SECONDS = float(os.environ.get('ROSFW_STORM_SECONDS', '3'))
FAR, FAR2, FAR3, OUTSIDE, SERVER = '198.51.100.7', '198.51.100.8', '198.51.100.9', '203.0.113.1', '192.168.99.80'
WIRES = ('ether1', 'ether2', 'ether3')
CONFIRMED = 1 << 11    # in A_FLAGS
RULES = '''/ip firewall nat
add chain=srcnat action=endpoint-independent-nat protocol=udp out-interface=ether1 src-address=192.168.88.32/28
add chain=srcnat action=masquerade out-interface=ether1
add chain=dstnat action=dst-nat protocol=udp in-interface=ether1 dst-port=8000-8019 to-addresses=192.168.99.80
/ip firewall filter
add chain=forward action=drop connection-state=invalid comment=invalid
add chain=forward action=accept comment=through
add chain=input action=drop comment=here
/ip firewall connection tracking set udp-timeout=1h udp-stream-timeout=1h
'''


def packets():
    """(wire, packet) of all first packets; others are answers to what comes out."""
    found = []
    for host in range(10, 16):
        for port in range(5000, 5010):
            found.append(('ether2', udp('192.168.88.%d' % host, FAR, port, 53, b'masqueraded')))
    for host in range(33, 37):
        for port in range(5000, 5005):
            for far in (FAR2, FAR3):
                found.append(('ether2', udp('192.168.88.%d' % host, far, port, 53, b'independent')))
    for port in range(8000, 8020):
        for stranger in range(1, 4):
            found.append(('ether1', udp('198.51.100.%d' % (100 + stranger), OUTSIDE, 6000, port, b'stranger')))
    return found


class Child:
    """A process of the storm; its function returns two numbers."""

    def __init__(self, cpu, function, *args):
        self.pipe, end = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(end)
            return
        code = 1
        try:
            os.sched_setaffinity(0, {cpu})
            os.write(end, b'%d %d' % function(*args))
            code = 0
        finally:
            os._exit(code)

    def end(self):
        said = os.read(self.pipe, 100)
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return [int(n) for n in said.split()]


def answer(t):
    """Answers what has come out to strangers and servers. How much came out, how many answers."""
    out = sent = 0
    for name in WIRES:
        wire = t.router.wires[name]
        for packet in wire.receive():
            out += 1
            if packet.l4[8:] != b'answer':
                wire.send(udp(packet.dst, packet.src, packet.dport, packet.sport, b'answer'))
                sent += 1
    return out, sent


def blow(t, seed, until):
    """First packets, and repetitions of them, in any order, and answers. How many were sent, how much came out."""
    every, dice, out, sent = packets(), random.Random(seed), 0, 0
    while time.monotonic() < until:
        for wire, packet in dice.choices(every, k=20):
            t.router.wires[wire].send(packet)
        came, answers = answer(t)
        sent += 20 + answers
        out += came
    return sent, out


def ends(connection, *names):
    return tuple((connection[C['A_%s_ADDRESS' % n]], connection[C['A_%s_PORT' % n]]) for n in names)


def confirmed(connection):
    return bool(struct.unpack('=I', connection.get(C['A_FLAGS'], bytes(4)))[0] & CONFIRMED)


def duplicates(connections):
    """Headers that two of them share: as they arrive, and as they leave."""
    owners, twice = {}, []
    for i, c in enumerate(connections):
        for view in (ends(c, 'SRC', 'DST'), ends(c, 'REPLY_SRC', 'REPLY_DST')):
            key = tuple(sorted(view))
            if owners.setdefault(key, i) != i:
                twice.append(key)
    return twice


def wandering(connections):
    """
    Clients with endpoint-independent NAT that have more than one public endpoint. Connections whose first packet is still
    on its way have none yet.
    """
    public = {}
    for c in connections:
        if not confirmed(c):
            continue
        src, dst, seen = ends(c, 'SRC', 'DST', 'REPLY_DST')
        if struct.unpack('!I', src[0][:4])[0] & ~15 == 0xc0a85820:
            public.setdefault(src, set()).add(seen)
    return {k: v for k, v in public.items() if len(v) > 1}


def counters(t):
    """What becomes of packets that do not come out: by rules, by reasons that are no rule's, and by full queues."""
    rules = {comment: n for (_, comment), (n, _) in t.counters().items()}
    reasons = {name: n for name, n in t.netlink.reasons().items() if not name.startswith('filter-')}
    lost = sum(link['stats64']['tx']['dropped'] for link in json.loads(run('ip', '-j', '-s', 'link')))
    return rules['invalid'], rules['here'], sum(reasons.values()), lost


def part(t, remove):
    """One part of the storm. What was sent, what came out, and what else became of packets."""
    t.forget()
    t.router.outcome()
    before = counters(t)
    cpus = sorted(os.sched_getaffinity(0))
    until = time.monotonic() + SECONDS
    children = [Child(cpus[n % len(cpus)], blow, t, n, until) for n in range(max(2, len(cpus)))]
    twice, wander, looks = [], {}, 0
    while time.monotonic() < until:
        listed = t.netlink.connections()
        twice += duplicates(listed)
        wander.update(wandering(listed))
        looks += 1
        ids = [c[C['A_ID']] for c in listed[looks % 3::3]]
        if ids and remove:
            t.netlink.call('CONN_REMOVE', ('MENU', MENUS['ip firewall connection']), ('IDS', b''.join(ids)))
    said = [c.end() for c in children]
    # What is still on its way; the answers to that, too.
    more = answer(t)
    while more[0]:
        said.append([more[1], more[0]])
        more = answer(t)
    name = 'with removals' if remove else 'without removals'
    t.ok(all(len(n) == 2 for n in said), '%s: all processes are done' % name, said)
    sent, out = (sum(n) for n in zip(*said))
    print('# %s: %d packets on %d processors, %d lists' % (name, sent, len(cpus), looks))
    t.equal(twice, [], '%s: no two connections share a header' % name)
    t.equal(wander, {}, '%s: one public endpoint for each client' % name)
    gone = [b - a for a, b in zip(before, counters(t))]
    t.equal(out + sum(gone), sent,
            '%s: each packet came out, was for the router, or was dropped with a reason' % name)
    print('# came out: %d, invalid: %d, for the router: %d, other reasons: %d, lost by full queues: %d' % (out, *gone))
    return sent, gone


def number(connection, name):
    return struct.unpack('=Q', connection[C['A_' + name]])[0]


def main():
    t = Test()
    for wire in WIRES:
        run('ip', 'link', 'set', wire, 'txqueuelen', '20000')
    t.load(RULES)
    part(t, True)
    sent, gone = part(t, False)
    t.equal(gone[:3], [0, 0, 0], 'without removals: none is invalid, for the router, or dropped')
    every = packets()
    for wire, packet in every:
        t.router.wires[wire].send(packet)
    t.router.outcome()
    listed = t.netlink.connections()
    t.equal((len(listed), duplicates(listed)), (len(every), []), 'one connection for each pair at the end')
    t.ok(all(confirmed(c) for c in listed), 'each of them is confirmed')
    t.equal(sum(number(c, 'ORIG_PACKETS') + number(c, 'REPL_PACKETS') for c in listed), sent + len(every),
            'the counters of all connections add up to what was sent')
    t.forget()
    t.equal(len(t.netlink.connections()), 0, 'and none after that')
    ctl('/ip firewall connection tracking unset udp-timeout,udp-stream-timeout')
    t.clear()
    t.end()


main()

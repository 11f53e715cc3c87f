# SPDX-License-Identifier: GPL-2.0-only
"""
Two rulesets change places a thousand times under traffic. Each of them, whole, rejects every packet, with a code of its
own; any mixture of them, and any moment without rules, lets a packet through, drops it silently, or answers with one of
two codes that neither ruleset gives. No such verdict may be seen. Rules, chains, an address list and an interface list
take part; what a packet counted must have been all of one ruleset.
"""
import os
import select
import struct

from bed import Test, addresses
from genl import C, MENUS, Client
from packets import udp

PC, FAR = '192.168.88.10', '198.51.100.7'
FLIPS = 1000
ACTION = {name: C['ACTION_' + name] for name in ('REJECT', 'JUMP', 'PASSTHROUGH')}


class Writer:
    """Replaces everything that it wrote before in one transaction, which goes to the kernel in three messages."""

    def __init__(self):
        self.client = Client()
        self.menus = []    # of what is to be added, in order
        self.items = []    # (menu, id) of what is there
        self.requests = []

    def begin(self):
        self.requests = [('TXN_BEGIN', ())]
        self.requests += [('ITEM_REMOVE', (('MENU', menu), ('ID', number))) for menu, number in reversed(self.items)]
        self.menus = []

    def add(self, menu, *attrs):
        self.menus.append(MENUS[menu])
        self.requests.append(('ITEM_ADD', (('MENU', MENUS[menu]), *attrs)))

    def rule(self, chain, comment, action, *more):
        self.add('ip firewall filter', ('CHAIN', chain), ('ACTION', action), ('COMMENT', comment), *more)

    def commit(self):
        """What is half done waits while others have their turn."""
        removals = sum(1 for command, _ in self.requests if command != 'ITEM_ADD')
        self.client.batch(self.requests[:removals])
        os.sched_yield()
        self.items = list(zip(self.menus, self.client.batch(self.requests[removals:])))
        os.sched_yield()
        self.client.batch([('TXN_COMMIT', ())])


def write_ruleset(w, which):
    """A: the list holds the PC. B: it holds another."""
    good, bad = ((C['REJECT_ICMP_HOST_UNREACHABLE'], C['REJECT_ICMP_NETWORK_UNREACHABLE']) if which == 'a' else
                 (C['REJECT_ICMP_PORT_UNREACHABLE'], C['REJECT_ICMP_NET_PROHIBITED']))
    w.add('ip firewall address-list', ('LIST', 'x'), ('ADDRESS', addresses(PC if which == 'a' else '192.168.88.11')))
    w.add('interface list', ('NAME', 'L'))
    w.add('interface list member', ('LIST', 'L'), ('INTERFACE', 'ether2' if which == 'a' else 'ether3'))
    chain = 'chain-' + which
    listed = [('SRC_ADDRESS_LIST', 'x'), ('IN_INTERFACE_LIST', 'L')]
    if which == 'b':
        listed.append(('NOT', struct.pack('=HH', C['A_SRC_ADDRESS_LIST'], C['A_IN_INTERFACE_LIST'])))
    w.rule('forward', which + '1', ACTION['PASSTHROUGH'])
    w.rule('forward', which + '2', ACTION['JUMP'], ('JUMP_TARGET', chain))
    for n in range(3):
        w.rule(chain, '%s%d' % (which, 3 + n), ACTION['PASSTHROUGH'])
    w.rule(chain, which + '6', ACTION['REJECT'], ('REJECT_WITH', good), *listed)
    w.rule(chain, which + '7', ACTION['REJECT'], ('REJECT_WITH', bad))


def flipper(ready):
    """In a child: the thousand transactions."""
    w = Writer()
    for n in range(FLIPS):
        w.begin()
        write_ruleset(w, 'ab'[n % 2])
        w.commit()
        if n == 0:
            os.write(ready, b'.')
    os.write(ready, b'!')
    os._exit(0)


def main():
    t = Test()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        flipper(writer)
    os.close(writer)
    os.read(reader, 1)
    t.ok(True, 'the first ruleset is in place')
    wire, packet = t.router.wires['ether2'], udp(PC, FAR, 9, 9)
    seen = {}
    done = False
    # On one processor, the other side has to have its turn.
    while not done:
        for _ in range(5):
            wire.send(packet)
            said = t.router.outcome(packet)
            seen[said] = seen.get(said, 0) + 1
        os.sched_yield()
        done = bool(select.select([reader], [], [], 0)[0])
    # The last ruleset, at rest.
    os.waitpid(child, 0)
    possible = {'ether2:icmp 3:1', 'ether2:icmp 3:3'}
    impossible = {k: v for k, v in seen.items() if k not in possible}
    t.equal(impossible, {}, 'a thousand changes, %d packets, no impossible verdict' % sum(seen.values()))
    t.ok(possible <= set(seen), 'both rulesets were seen', seen)
    counts = {c: p for c, p, _ in t.netlink.counters('ip firewall filter')}
    t.ok(len({counts[k] for k in counts if k != 'b7'}) == 1 and counts.get('b7') == 0,
         'the last ruleset was counted as a whole', counts)
    t.clear()
    t.end()


main()

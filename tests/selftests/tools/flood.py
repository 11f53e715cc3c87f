# SPDX-License-Identifier: GPL-2.0-only
"""
A table of connections that is full all the time: a flood of packets, each of which would start a connection, through
masquerade, while established TCP connections exchange data.

Every segment of theirs must come through, whatever the flood does. What the flood itself loses is counted under its
names, exactly. When it is over, everything can be removed and memory is what it was before.
"""
import os
import random
import struct
import time

from bed import HOST_MAC, ROUTER_MAC, SLOW, VNET, Test, busywait, ctl, mac
from packets import checksum, same, tcp, udp

SECONDS = float(os.environ.get('ROSFW_FLOOD_SECONDS', '4'))
ENTRIES, ESTABLISHED = 2000, 50
PC, FAR, OUTSIDE = '192.168.88.10', '198.51.100.7', '203.0.113.1'
RULES = '''/ip firewall nat add chain=srcnat action=masquerade out-interface=ether1 src-address=192.168.88.0/24
/ip firewall filter
add chain=forward action=drop connection-state=invalid comment=invalid
add chain=forward action=accept comment=through
/ip firewall connection tracking set max-entries=%d
''' % ENTRIES


def kernel_memory():
    """Bytes of what no process has: slabs that cannot be reclaimed, and large allocations."""
    lines = dict(line.split(':') for line in open('/proc/meminfo', encoding='ascii'))
    return sum(int(lines[name].split()[0]) * 1024 for name in ('SUnreclaim', 'VmallocUsed'))


class Flood:
    """UDP without a checksum, from one address and port after the other of a network that is not the clients'."""

    def __init__(self, router):
        self.fd = router.wires['ether2'].fd
        packet = udp('10.0.0.0', FAR, 1, 53, b'')
        self.frame = bytearray(b'\0' * VNET + mac(ROUTER_MAC['ether2']) + mac(HOST_MAC['ether2']) + b'\x08\x00' + packet)
        self.frame[VNET + 40:VNET + 42] = b'\0\0'
        self.n = 0

    def send(self, packets):
        frame, ip, write = self.frame, VNET + 14, os.write
        for _ in range(packets):
            self.n += 1
            struct.pack_into('!H', frame, ip + 20, 1024 + self.n % 60000)
            if self.n % 60000 == 0 or self.n == 1:
                struct.pack_into('!I', frame, ip + 12, 0x0a000001 + self.n // 60000)
                struct.pack_into('!H', frame, ip + 10, 0)
                struct.pack_into('!H', frame, ip + 10, checksum(bytes(frame[ip:ip + 20])))
            write(self.fd, frame)


class Conversation:
    """An established TCP connection of a masqueraded client, as far as a few segments need it."""

    def __init__(self, t, port):
        self.t, self.port = t, port
        self.mine, self.other = 100, 500
        self.good = self.both(tcp(PC, FAR, port, 80, 'S', self.mine), tcp(OUTSIDE, FAR, port, 80, 'S', self.mine),
                              tcp(FAR, OUTSIDE, 80, port, 'SA', self.other, self.mine + 1),
                              tcp(FAR, PC, 80, port, 'SA', self.other, self.mine + 1))
        self.mine += 1
        self.other += 1
        self.t.router.send('ether2', tcp(PC, FAR, port, 80, 'A', self.mine, self.other))

    def both(self, there, there_out, back, back_out):
        """One packet each way, and how each has to come out."""
        router = self.t.router
        router.outcome()
        router.send('ether2', there)
        good = [w for w, p in router.got if same(there_out, p.data)] == ['ether1']
        router.send('ether1', back)
        return good and [w for w, p in router.got if same(back_out, p.data)] == ['ether2']

    def talk(self):
        """A byte there, a byte back."""
        p, a, b = self.port, self.mine, self.other
        good = self.both(tcp(PC, FAR, p, 80, 'PA', a, b, b'x'), tcp(OUTSIDE, FAR, p, 80, 'PA', a, b, b'x'),
                         tcp(FAR, OUTSIDE, 80, p, 'PA', b, a + 1, b'y'), tcp(FAR, PC, 80, p, 'PA', b, a + 1, b'y'))
        self.mine += 1
        self.other += 1
        return good


def reasons(t):
    return {name: n for name, n in t.netlink.reasons().items() if name.startswith(('connection', 'nat'))}


def count(condition=''):
    return int(ctl('/ip firewall connection print count-only ' + condition))


def flood(t, seconds):
    """Returns the packets of the flood, the other conversations that were had, and how many of them went wrong."""
    f, dice = Flood(t.router), random.Random(1)
    talks = [Conversation(t, 2000 + n) for n in range(ESTABLISHED)]
    wrong = sum(not c.good for c in talks)
    said, least, until = 0, ENTRIES, time.monotonic() + seconds
    f.send(ENTRIES + ENTRIES // 2)
    while time.monotonic() < until:
        f.send(200)
        t.router.outcome()
        for c in dice.sample(talks, 5):
            wrong += not c.talk()
            said += 1
        if said % 500 == 0:
            least = min(least, count())
    wrong += sum(not c.talk() for c in talks)
    return f.n, said + len(talks), wrong, least


def main():
    t = Test()
    t.load(RULES)
    # What such traffic costs once is paid before the count begins.
    flood(t, 0)
    t.forget()
    busywait(30, lambda: not count())
    time.sleep(1)
    start, before = kernel_memory(), reasons(t)
    sent, said, wrong, least = flood(t, SECONDS)
    print('# %d packets of the flood, %d conversations of established connections' % (sent, said), flush=True)
    grown = {name: n - before.get(name, 0) for name, n in reasons(t).items() if n != before.get(name, 0)}
    entries = count()
    t.equal(wrong, 0, 'established connections go on through the flood')
    t.equal(count('where protocol=tcp tcp-state=established assured'), ESTABLISHED, 'all of them are there')
    t.ok(ENTRIES - 10 <= least and entries <= ENTRIES + 4, 'the table was full, and not more than that', least, entries)
    t.equal(grown, {'connection-early-drop': sent + ESTABLISHED - entries}, 'every loss is counted by its name')
    t.forget()
    t.equal(count(), 0, 'all can be removed')
    left = lambda: kernel_memory() - start
    t.ok(busywait(30, lambda: left() < 1 << 20) or SLOW > 1, 'memory is what it was before', left())
    print('# memory: %+d bytes' % left())
    ctl('/ip firewall connection tracking unset max-entries')
    t.clear()
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Many connections: what one costs in memory, how long it takes to make, list, search and remove them; a full table,
where established connections go on while others flood it; several senders that make, use and end the same connections
at once, with every packet counted.

Memory per connection is what the kernel's unreclaimable slabs and large allocations (SUnreclaim and VmallocUsed of
/proc/meminfo) have grown by, bucket array included, divided by the number of connections.
"""
import os
import random
import struct
import time

from bed import SLOW, Test, busywait, ctl, mac, HOST_MAC, ROUTER_MAC, VNET
from genl import C, MENUS
from packets import checksum, tcp, udp

# Just enough for the array of buckets to have grown: a connection never costs more.
MANY = int(os.environ.get('ROSFW_CONNECTIONS', str(82000 // SLOW ** 2)))
FAR = '198.51.100.7'
BYTES_MAX = 160    # of a plain IPv4 connection
RULES = '/ip firewall filter\nadd chain=forward action=accept comment=all\n'


def kernel_memory():
    """Bytes; connections that wait for a grace period have been freed."""
    time.sleep(1)
    lines = dict(line.split(':') for line in open('/proc/meminfo', encoding='ascii'))
    return sum(int(lines[name].split()[0]) * 1024 for name in ('SUnreclaim', 'VmallocUsed'))


class Flood:
    """UDP packets that differ in source address and port only, made by changing a few bytes of one."""

    def __init__(self, router):
        self.fd = router.wires['ether2'].fd
        self.out = router.wires['ether1'].fd
        packet = udp('192.168.88.10', FAR, 1, 53, b'')
        self.frame = bytearray(b'\0' * VNET + mac(ROUTER_MAC['ether2']) + mac(HOST_MAC['ether2']) + b'\x08\x00' + packet)
        self.ip = VNET + 14
        self.frame[self.ip + 26:self.ip + 28] = b'\0\0'    # no UDP checksum

    def send(self, numbers):
        frame, ip, write = self.frame, self.ip, os.write
        for n in numbers:
            high, port = divmod(n, 50000)
            frame[ip + 15] = 10 + high
            struct.pack_into('!H', frame, ip + 20, 1024 + port)
            struct.pack_into('!H', frame, ip + 10, 0)
            struct.pack_into('!H', frame, ip + 10, checksum_of(frame, ip))
            write(self.fd, frame)
            if not n % 400:
                self.drain()
        self.drain()

    def drain(self):
        """What comes out is not looked at."""
        try:
            while os.read(self.out, 2048):
                pass
        except BlockingIOError:
            pass


SUMS = {}


def checksum_of(frame, ip):
    """Of the IP header; only the source address changes."""
    key = frame[ip + 15]
    if key not in SUMS:
        SUMS[key] = checksum(bytes(frame[ip:ip + 20]))
    return SUMS[key]


def count():
    return int(ctl('/ip firewall connection print count-only').strip() or 0)


def timed(what, function):
    begun = time.monotonic()
    value = function()
    print('# %s: %.2f s' % (what, time.monotonic() - begun), flush=True)
    return value


def many(t):
    t.load(RULES + '/ip firewall connection tracking set udp-timeout=1h max-entries=1048576\n')
    flood = Flood(t.router)
    # What the router itself needs once for such traffic is there before the count begins.
    flood.send(range(MANY // 20))
    t.forget()
    busywait(20, lambda: not count())
    before = kernel_memory()
    timed('making %d connections' % MANY, lambda: flood.send(range(MANY)))
    after = kernel_memory()
    print('# ' + '# '.join(line for line in open('/proc/slabinfo', encoding='ascii') if line.startswith('rosfw_conn')),
          end='')
    each = (after - before) / MANY
    print('# %.1f bytes for each connection' % each, flush=True)
    t.ok(SLOW > 1 or MANY < 80000 or each <= BYTES_MAX, 'a connection takes at most %d bytes' % BYTES_MAX, each)
    t.equal(timed('counting them', count), MANY, 'all are there')
    found = timed('searching', lambda: ctl('/ip firewall connection print count-only where src-port=1030'))
    t.equal(int(found), (MANY + 49993) // 50000, 'print where finds those that there are')
    # Their own packets find them: nothing new is made, and all have seen an answer.
    flood.send(range(0, MANY, 100))
    t.equal(count(), MANY, 'later packets find their connections')
    timed('removing them', lambda: ctl('/ip firewall connection remove [find]'))
    t.equal(count(), 0, 'all are removed')
    left = busywait(20, lambda: kernel_memory() - before < max(MANY * 16, 2 << 20))
    t.ok(SLOW > 1 or left, 'their memory is given back', kernel_memory() - before)
    ctl('/ip firewall connection tracking unset udp-timeout,max-entries')


def reasons(t):
    return {name: n for name, n in t.netlink.reasons().items() if name.startswith('connection')}


def full(t):
    t.load(RULES + '/ip firewall connection tracking set max-entries=1000\n')
    pc, flood = '192.168.88.10', Flood(t.router)
    for n in range(50):
        t.router.send('ether2', tcp(pc, FAR, 100 + n, 80, 'S', 100))
        t.router.send('ether1', tcp(FAR, pc, 80, 100 + n, 'SA', 500, 101))
        t.router.send('ether2', tcp(pc, FAR, 100 + n, 80, 'A', 101, 501))
    before = reasons(t)
    flood.send(range(20000 // SLOW))
    after = reasons(t)
    entries = count()
    t.ok(900 <= entries <= 1004, 'no more connections than max-entries', entries)
    grown = {name: n - before.get(name, 0) for name, n in after.items() if n != before.get(name, 0)}
    t.equal(grown, {'connection-early-drop': 20000 // SLOW + 50 - entries}, 'every loss is counted by its name')
    t.start()
    lost = [n for n in range(50) if t.router.send('ether2', tcp(pc, FAR, 100 + n, 80, 'PA', 101, 501, b'x')) !=
            'ether1:same' or t.router.send('ether1', tcp(FAR, pc, 80, 100 + n, 'A', 501, 102)) != 'ether2:same']
    kept = int(ctl('/ip firewall connection print count-only where protocol=tcp tcp-state=established assured'))
    t.equal((lost, kept), ([], 50), 'established connections go on')
    ctl('/ip firewall connection tracking set max-entries=10')
    flood.send(range(30000, 30100))
    t.ok(count() <= 1004, 'a lower limit adds none', count())
    ctl('/ip firewall connection tracking unset max-entries')
    t.forget()
    ctl('/ip firewall connection tracking set enabled=no')
    t.router.send('ether2', udp(pc, FAR, 1, 53))
    t.equal(count(), 0, 'enabled=no: nothing is tracked')
    ctl('/ip firewall connection tracking set enabled=yes')
    t.router.send('ether2', udp(pc, FAR, 1, 53))
    t.equal(count(), 1, 'enabled=yes: it is')
    ctl('/ip firewall connection tracking set enabled=no')
    t.equal(count(), 0, 'what was tracked is forgotten when tracking stops')
    ctl('/ip firewall connection tracking set enabled=auto')


FLOWS, SENDERS = 100, 4


def storm_packets():
    """Both directions of a few connections that all senders share."""
    found = []
    for n in range(FLOWS):
        found.append(('ether2', udp('192.168.88.10', FAR, 1000 + n, 53, b'q')))
        found.append(('ether1', udp(FAR, '192.168.88.10', 53, 1000 + n, b'a')))
    return found


def sender(t, seed, rounds):
    packets = storm_packets()
    dice = random.Random(seed)
    for _ in range(rounds):
        wire, packet = dice.choice(packets)
        t.router.wires[wire].send(packet)


def duplicates(connections):
    """Pairs of endpoints that two of them share."""
    seen = set()
    twice = []
    for c in connections:
        ends = [(c[C['A_' + side + '_ADDRESS']], c[C['A_' + side + '_PORT']]) for side in ('SRC', 'DST')]
        key = tuple(sorted(ends))
        if key in seen:
            twice.append(key)
        seen.add(key)
    return twice


def storm(t):
    t.load(RULES)
    t.forget()
    rounds = 10000 // SLOW
    before = reasons(t)
    children = []
    for seed in range(SENDERS):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                sender(t, seed, rounds)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    twice, looks, codes = [], 0, []
    while children:
        done, status = os.waitpid(-1, os.WNOHANG)
        if done:
            children.remove(done)
            codes.append(status)
        t.router.outcome()
        listed = t.netlink.connections()
        twice += duplicates(listed)
        looks += 1
        ids = [c[C['A_ID']] for c in listed[::3]]
        if ids:
            t.netlink.call('CONN_REMOVE', ('MENU', MENUS['ip firewall connection']), ('IDS', b''.join(ids)))
    print('# %d lists while %d packets passed' % (looks, SENDERS * rounds))
    t.equal(codes, [0] * SENDERS, 'all senders are done')
    t.equal(twice, [], 'no two connections share a view')
    t.equal({k[1]: v[0] for k, v in t.grown().items()}, {'all': SENDERS * rounds}, 'every packet was counted once')
    t.equal(reasons(t), before, 'none was without a connection')
    for wire, packet in storm_packets():
        t.router.wires[wire].send(packet)
    t.router.outcome()
    t.equal((count(), duplicates(t.netlink.connections())), (FLOWS, []), 'one connection for each pair at the end')
    t.forget()
    t.equal(count(), 0, 'and none after that')


def main():
    t = Test()
    storm(t)
    full(t)
    many(t)
    t.end()


main()

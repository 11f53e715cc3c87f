# SPDX-License-Identifier: GPL-2.0-only
"""
Conditions that remember, choose or look at the clock, in the module. Rates are for a day, so that nothing comes back
while the test runs; that time gives it back is for the unit tests, whose clock can be moved.
"""
import ctypes
import time

from bed import LIBC, Test, busywait, ctl, json_items
from packets import echo, tcp, udp

FAR, FAR2 = '198.51.100.7', '198.51.100.8'
PC, PC2 = '192.168.88.10', '192.168.88.11'
SIX, SIX_FAR = '2001:db8:88::10', '2001:db8:5000::7'


def rules(*lines, menu='ip firewall filter'):
    return '/%s\n' % menu + ''.join('add chain=forward %s\n' % line for line in lines)


def send(t, n, packet, out='ether1:same'):
    """How many of n equal packets came out as they should."""
    return sum(t.router.send('ether2', packet) == out for _ in range(n))


def counts(t, *comments, menu='ip firewall filter'):
    now = t.counters()
    return [now[(menu, c)][0] - t.zero.get((menu, c), [0])[0] for c in comments]


def limits(t):
    t.load(rules('action=accept protocol=udp dst-port=53 limit=1/1d,5:packet comment=within',
                 'action=drop protocol=udp comment=above'))
    t.equal(send(t, 4, udp(PC, FAR, 1, 54)), 0, 'limit: packets that fail an earlier condition')
    t.equal(send(t, 9, udp(PC, FAR, 1, 53)), 5, '... take no tokens: the burst passes, no more')
    ctl('/ip firewall filter add chain=elsewhere action=drop')
    ctl('/ip firewall filter set [find comment=within] log-prefix=x')
    t.equal(send(t, 3, udp(PC, FAR, 1, 53)), 0, '... nor does a change of other rules, or of the rule, give any')
    t.equal(counts(t, 'within', 'above'), [5, 11], '... and the counters say so')
    ctl('/ip firewall filter set [find comment=within] limit=1/1d,2:packet')
    t.equal(send(t, 3, udp(PC, FAR, 1, 53)), 2, '... a change of the limit does')

    size = len(udp(PC, FAR, 1, 53, b'x' * 72))
    t.load('/ip firewall filter remove [find]\n' +
           rules('action=drop limit=!1/1d,%d:bit comment=policer' % (8 * size * 3)))
    t.equal(send(t, 8, udp(PC, FAR, 1, 53, b'x' * 72)), 3, 'a policer in bits: three packets of %d bytes pass' % size)
    t.equal(counts(t, 'policer'), [5], '... and what is above is what it counts')
    t.clear()

    t.load(rules('action=drop protocol=udp limit=!1/1d,4:packet comment=policer', menu='ipv6 firewall filter'))
    t.equal(send(t, 6, udp(SIX, SIX_FAR, 1, 53)), 4, 'a policer of IPv6')
    t.clear()


def flows(t):
    """The published way to see a flood: packets within the rate return, the others make a pair of lists."""
    t.load('/ip firewall filter\n'
           'add chain=forward action=jump jump-target=detect connection-state=new comment=new\n'
           'add chain=detect action=return dst-limit=1/1d,32,src-and-dst-addresses/1d comment=within\n'
           'add chain=detect action=add-dst-to-address-list address-list=attacked address-list-timeout=10m\n'
           'add chain=detect action=add-src-to-address-list address-list=attackers address-list-timeout=10m\n'
           '/ip firewall raw\n'
           'add chain=prerouting action=drop dst-address-list=attacked src-address-list=attackers comment=blocked\n')
    for n in range(16):
        send(t, 2, udp(PC, FAR, 100 + n, 53))
        send(t, 1, udp(PC2, FAR, 100 + n, 53))
    send(t, 30, udp(PC, FAR2, 100, 53))
    t.equal(counts(t, 'new', 'within'), [78, 78], 'dst-limit: three flows, each within its burst')
    t.equal(ctl('/ip firewall address-list print count-only').strip(), '0', '... and nobody is listed')
    t.equal(send(t, 1, udp(PC, FAR, 900, 53)), 1, 'one packet more is still forwarded')
    lists = '/ip firewall address-list print proplist=list,address terse'
    t.contains(ctl(lists), 'list=attacked address=' + FAR, '... but its destination is listed')
    t.contains(ctl(lists), 'list=attackers address=' + PC, '... and its source')
    t.equal(ctl('/ip firewall address-list print count-only').strip(), '2', '... and nobody else')
    t.equal(send(t, 5, udp(PC, FAR, 901, 53)), 0, 'the flood is dropped in raw')
    t.equal(counts(t, 'blocked', menu='ip firewall raw'), [5], '... and counted there')
    t.equal([send(t, 1, udp(PC, FAR2, 902, 53)), send(t, 1, udp(PC2, FAR, 902, 53))], [1, 1],
            'the source reaches others, and others the destination')
    t.clear()


def samples(t):
    t.load(rules('action=passthrough nth=3,1 comment=a', 'action=passthrough nth=3,2 comment=b',
                 'action=passthrough nth=3,3 comment=c', 'action=drop protocol=icmp nth=!2,1 comment=half'))
    t.packet('nth: the first', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'a')
    t.packet('nth: the second', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'b')
    t.packet('nth: the third', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'c')
    t.packet('nth: of another protocol, the first', 'ether2', echo(PC, FAR), 'ether1:same', 'a')
    t.packet('nth: the second', 'ether2', echo(PC, FAR), '', 'b half')
    t.packet('nth: the third', 'ether2', echo(PC, FAR), 'ether1:same', 'c')
    t.totals('nth: every counter is exact')
    t.clear()

    # Balancing three ways as it is published: what one rule takes, the next does not see.
    t.load(rules('action=accept nth=3,1 comment=a', 'action=accept nth=2,1 comment=b', 'action=accept comment=c'))
    send(t, 30, udp(PC, FAR, 1, 53))
    t.equal(counts(t, 'a', 'b', 'c'), [10, 10, 10], 'nth: three thirds')
    t.clear()

    t.load(rules(*('action=passthrough per-connection-classifier=both-addresses-and-ports:3/%d comment=%d' % (n, n)
                   for n in range(3)),
                 'action=passthrough per-connection-classifier=!src-address:2/0 comment=other',
                 'action=passthrough per-connection-classifier=src-address:2/0 comment=one',
                 'action=passthrough per-connection-classifier=src-port:2/2 comment=never'))
    for n in range(90):
        send(t, 1, udp(PC, FAR, 2000 + n, 53))
    shares = counts(t, '0', '1', '2')
    t.ok(sum(shares) == 90 and min(shares) > 9, 'per-connection-classifier: three shares of all', shares)
    t.equal(sorted(counts(t, 'one', 'other')), [0, 90], '... one source is one share')
    t.equal(counts(t, 'never'), [0], '... a remainder that cannot be is never')
    before = counts(t, '0', '1', '2')
    send(t, 9, udp(PC, FAR, 2000, 53))
    grown = sorted(b - a for a, b in zip(before, counts(t, '0', '1', '2')))
    t.equal(grown, [0, 0, 9], '... and a connection stays in its share')
    t.clear()

    t.load(rules('action=drop random=50 comment=lost'))
    passed = send(t, 400, udp(PC, FAR, 1, 53))
    t.ok(100 < passed < 300, 'random=50: about half', '%d of 400 passed' % passed)
    t.equal(counts(t, 'lost'), [400 - passed], '... and the others were counted')
    t.clear()


def scans(t):
    """The published port scan detector: who scans is listed, and what is listed is dropped."""
    t.load('/ip firewall raw\n'
           'add chain=prerouting action=drop src-address-list=scanners comment=listed\n'
           '/ip firewall filter\n'
           'add chain=forward action=add-src-to-address-list address-list=scanners address-list-timeout=1d '
           'psd=21,1d,3,1 comment=scan\n')
    for n in range(50):
        send(t, 1, tcp(PC2, FAR, 1000 + n, 443))
        send(t, 1, tcp(PC2, FAR, 1000 + n, 443, 'A', 1001, 1))
    t.equal(counts(t, 'scan'), [0], 'psd: fifty connections to one port')
    passed = [send(t, 1, tcp(PC, FAR, 1000, 1 + n)) for n in range(10)]
    t.equal(passed, [1] * 7 + [0] * 3, 'psd: the seventh low port is one too many, and the last that passes')
    t.equal(counts(t, 'scan'), [1], '... it was counted')
    t.contains(ctl('/ip firewall address-list print proplist=list,address terse'), 'address=' + PC, '... and listed')
    passed = [send(t, 1, udp('192.168.88.12', FAR, 1000, 2000 + n)) for n in range(24)]
    t.equal(passed, [1] * 21 + [0] * 3, 'psd: high ports weigh less, UDP or not')
    passed = [send(t, 1, tcp('192.168.88.13', FAR, 1000, 1 + n, 'SA', 1, 1)) for n in range(24)]
    t.equal(passed, [1] * 24, 'psd: answers are no scan')
    t.equal(send(t, 1, tcp(PC2, FAR, 999, 443)), 1, 'psd: who did not scan goes on')
    t.clear()


class Zone(ctypes.Structure):
    _fields_ = [('minuteswest', ctypes.c_int), ('dsttime', ctypes.c_int)]


def speeds(t):
    """A connection is fast while its last second was, and slow afterwards; another one has its own speed."""
    t.load('/ip firewall connection tracking set udp-timeout=1h udp-stream-timeout=1h\n' +
           rules('action=passthrough protocol=udp connection-rate=100k-4G comment=fast',
                 'action=passthrough protocol=udp connection-rate=!100k-4G comment=slow',
                 'action=passthrough protocol=udp connection-rate=0-0 comment=none',
                 'protocol=icmp connection-rate=0-4G comment=never'))
    hits = lambda: {comment: count[0] for (_, comment), count in t.grown().items()}
    t.router.send('ether2', udp(PC, FAR, 1, 53))
    t.equal(hits(), {'slow': 1, 'none': 1}, 'speed: nothing is known of the first second')

    def until(comment, size):
        def once():
            for _ in range(30):
                t.router.send('ether2', udp(PC, FAR, 1, 53, b'x' * size))
            return hits().get(comment, 0)
        return busywait(20, once)

    t.ok(until('fast', 1000), 'speed: 1000 bytes at a time, it becomes fast')
    shown = json_items('/ip firewall connection print detail')
    t.ok(len(shown) == 1 and shown[0].get('repl-rate') == '0bps' and shown[0].get('orig-rate', '').endswith('bps'),
         'speed: the listing shows it', shown)
    t.router.send('ether2', udp(PC, FAR, 2, 53))
    grown = hits()
    t.ok(grown == {'slow': 1, 'none': 1}, 'speed: another connection is not fast', grown)
    t.ok(busywait(20, lambda: t.router.send('ether2', udp(PC, FAR, 1, 53)) and hits().get('slow', 0)),
         'speed: single packets, it is slow again')
    t.router.send('ether2', echo(PC, FAR))
    t.equal(hits(), {}, 'speed: there is none but of TCP and UDP')
    t.clear()
    ctl('/ip firewall connection tracking set udp-timeout=30s udp-stream-timeout=3m')


def zone(west):
    if LIBC.settimeofday(None, ctypes.byref(Zone(west, 0))):
        raise OSError(ctypes.get_errno(), 'settimeofday')


def clock(hours):
    """The time of the day so many hours from now."""
    return '%ds' % ((time.time() + 3600 * hours) % 86400)


def times(t):
    zone(0)    # the first call may move the clock by the zone
    today = time.strftime('%a', time.gmtime()).lower()
    other = {'sun': 'wed', 'mon': 'thu', 'tue': 'fri', 'wed': 'sat', 'thu': 'sun', 'fri': 'mon', 'sat': 'tue'}[today]
    t.load(rules('action=passthrough time=0s-1d comment=always', 'action=passthrough time=!0s-1d comment=never',
                 'action=passthrough time=%s-%s comment=now' % (clock(-1), clock(1)),
                 'action=passthrough time=%s-%s comment=later' % (clock(5), clock(7)),
                 'action=passthrough time=!%s-%s comment="not later"' % (clock(5), clock(7)),
                 'action=passthrough time=0s-1d,%s comment="another day"' % other))
    t.packet('time: what holds now', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', ['always', 'now', 'not later'])
    try:
        zone(-360)
        t.packet('time: six hours to the east', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', ['always', 'later'])
    finally:
        zone(0)
    t.totals('time: every counter is exact')
    t.clear()


def main():
    t = Test()
    limits(t)
    flows(t)
    scans(t)
    samples(t)
    times(t)
    speeds(t)
    t.load(rules('action=accept limit=!10M,1M:bit time=8h-17h,mon nth=3,2 random=7 dst-limit=1/1m,5,src-address/1h '
                 'per-connection-classifier=both-ports:2/1'))
    t.round_trip()
    t.end()


main()

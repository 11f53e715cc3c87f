# SPDX-License-Identifier: GPL-2.0-only
"""
FastTrack. Every scenario runs twice with the same packets: with the rule that fasttracks disabled, then enabled. What comes
out, link layer included, must be the same bytes on the same wires. The second time, each packet also must have taken the
path that the scenario says, and the counters of connection, rules and settings must add up to those of the first.
"""
import struct

from bed import Clock, Test, Wire, busywait, ctl, json_items, run, sysctl
from genl import C, MENUS
from gso_packets import header, partial
from packets import TCP, UDP, error, fragments, tcp, udp

DUMMY = 'special dummy rule to show fasttrack counters'
FAMILIES = {
    'ip': dict(pc='192.168.88.10', far='198.51.100.7', outside='203.0.113.1', server='192.168.99.80',
               hop='203.0.113.2', other='192.168.99.2', inside='192.168.88.1'),
    'ipv6': dict(pc='2001:db8:88::10', far='2001:db8:5000::7', outside='2001:db8:113::1', server='2001:db8:99::80',
                 hop='2001:db8:113::2', other='2001:db8:99::2', inside='2001:db8:88::1'),
}
RULES = '''/%(w)s firewall filter
add chain=forward action=fasttrack-connection connection-state=established,related disabled=%(off)s comment=fasttrack
add chain=forward action=accept connection-state=established,related comment=known
add chain=forward action=drop connection-state=invalid comment=invalid
add chain=forward action=accept comment=new
'''
MASQUERADE = '/%(w)s firewall nat add chain=srcnat action=masquerade out-interface=ether1 comment=m\n'
FORWARD = ('/%(w)s firewall nat add chain=dstnat action=dst-nat protocol=%(p)s dst-address=%(outside)s dst-port=80 '
           '%(to)s=%(server)s to-ports=8080 comment=d\n')


def number(attributes, name):
    return struct.unpack('=Q', attributes.get(C[name], b'\0' * 8))[0]


def six(where):
    return where == 'ipv6'


class Play:
    """One run of a scenario."""

    def __init__(self, t, where, on):
        self.t, self.where, self.on = t, where, on
        self.said = []
        self.fast = [0, 0]
        self.wrong = []

    def fasttracked(self):
        """[packets, bytes] that the settings report."""
        item = self.t.netlink.items('%s settings' % self.where)[0]
        name = 'A_IPV%s_FASTTRACK_' % ('6' if six(self.where) else '4')
        return [number(item, name + kind) for kind in ('PACKETS', 'BYTES')]

    def send(self, wire, packet, fast=False, segments=1, **kw):
        """One packet; fast: it must take the fast path, if there is one."""
        before = self.t.dummy(self.where)
        self.t.router.send(wire, packet, **kw)
        out = []
        for name, p in self.t.router.got:
            data = p.data
            # Redirects come once a second at most.
            if p.six and p.type == 137:
                continue
            # The router's own packets have an identification of their own.
            if p.is_error() and not p.six:
                data = data[:4] + b'\0\0' + data[6:10] + b'\0\0' + data[12:]
            # So have fragments of IPv6 that it put together and cut again.
            if p.fragment and p.six:
                data = data[:44] + b'\0\0\0\0' + data[48:]
            out.append((name, p.frame.hex(), data.hex()))
        self.said.append(out)
        after = self.t.dummy(self.where)
        length = struct.unpack('!H', packet[4:6])[0] + 40 if six(self.where) else struct.unpack('!H', packet[2:4])[0]
        want = [segments, length] if fast and self.on else [0, 0]
        self.fast = [self.fast[0] + want[0], self.fast[1] + want[1]]
        if [after[0] - before[0], after[1] - before[1]] != want:
            self.wrong.append('packet %d (%s, %s): fasttracked %d packets of %d bytes, expected %s' % (
                len(self.said), wire, self.t.router.outcome() or out, after[0] - before[0], after[1] - before[1], want))
        return out

    def do(self, action):
        """Something that is no packet, in both runs."""
        action()


class FastTest(Test):
    def dummy(self, where):
        """[packets, bytes] of the rule of filter that shows what was fasttracked."""
        for comment, packets, size in self.netlink.counters('%s firewall filter' % where):
            if comment == DUMMY:
                return [packets, size]
        return [0, 0]

    def forget(self):
        for menu in ('ip firewall connection', 'ipv6 firewall connection'):
            self.netlink.call('CONN_REMOVE', ('MENU', MENUS[menu]))

    def switch(self, where, on):
        """The rule that fasttracks; and no connection is left."""
        menu = '%s firewall filter' % where
        for item in self.netlink.items(menu):
            if item[C['A_COMMENT']] == b'fasttrack\0':
                self.netlink.call('ITEM_SET', ('MENU', MENUS[menu]), ('ID', item[C['A_ID']]),
                                  ('DISABLED', bytes([not on])))
        self.netlink.call('ITEM_RESET', ('MENU', MENUS[menu]))
        self.forget()

    def rules(self, where, more, on):
        self.clear()
        self.load((RULES + more) % dict(FAMILIES[where], w=where, off='no' if on else 'yes', p='tcp',
                                        to='to-address' if six(where) else 'to-addresses'))

    def totals_of(self, where):
        rows = self.netlink.connections('%s firewall connection' % where)
        return {way + kind + unit: sum(number(row, 'A_' + way + kind + unit) for row in rows)
                for way in ('ORIG', 'REPL') for kind in ('_', '_FASTTRACK_') for unit in ('PACKETS', 'BYTES')}

    def scenario(self, name, where, play, more='', adds_up=True):
        """play(Play) twice."""
        runs, sums, counters = [], [], []
        self.rules(where, more, False)
        for on in (False, True):
            self.switch(where, on)
            p = Play(self, where, on)
            start = p.fasttracked()
            play(p)
            self.ok(not p.wrong, '%s: %s: %s' % (where, name, 'the right packets are fast' if on else 'none is fast'),
                    *p.wrong)
            grown = [a - b for a, b in zip(p.fasttracked(), start)]
            self.equal(grown, p.fast, '%s: %s: settings count what was fast (%s)' % (where, name, 'on' if on else 'off'))
            runs.append(p.said)
            sums.append(self.totals_of(where))
            counters.append({c: [n, b] for c, n, b in self.netlink.counters('%s firewall filter' % where)})
        for n, (off, on) in enumerate(zip(*runs)):
            if off != on:
                self.ok(False, '%s: %s: the same bytes come out' % (where, name), 'packet %d' % (n + 1),
                        'without: %s' % off, 'with:    %s' % on)
                break
        else:
            self.ok(True, '%s: %s: the same bytes come out' % (where, name))
        if not adds_up:
            return
        # What passed by the rules is what the rule behind did not see; connections count all of it.
        known = [counters[0]['known'][n] for n in (0, 1)]
        added = [counters[1]['known'][n] + p.fast[n] for n in (0, 1)]
        off, on = ({k: v for k, v in s.items() if 'FASTTRACK' not in k} for s in sums)
        fast = [sum(sums[1][way + unit] for way in ('ORIG_FASTTRACK_', 'REPL_FASTTRACK_')) for unit in ('PACKETS', 'BYTES')]
        self.equal((added, on, fast), (known, off, p.fast), '%s: %s: counters add up' % (where, name))


def ends(where, kind):
    """(wire of the client, client, what it speaks to, wire of the server, server, whom that sees), ports (80, there)."""
    f = FAMILIES[where]
    return {
        'plain': ('ether2', f['pc'], f['far'], 'ether1', f['far'], f['pc'], 80),
        'masquerade': ('ether2', f['pc'], f['far'], 'ether1', f['far'], f['outside'], 80),
        'dst-nat': ('ether1', f['far'], f['outside'], 'ether3', f['server'], f['far'], 8080),
        'both': ('ether2', f['pc'], f['outside'], 'ether3', f['server'], f['other'], 8080),
    }[kind]


def talk_udp(kind):
    def play(p):
        a, client, to, b, server, seen, port = ends(p.where, kind)
        for n in range(4):
            p.send(a, udp(client, to, 3000, 80, b'q' * n), n >= 2)
            p.send(b, udp(server, seen, port, 3000, b'a' * (3 + n), tos=0x28 if n == 3 else 0), n >= 1)
        p.send(a, no_checksum(udp(client, to, 3000, 80, b'none'), six(p.where)), True)
        p.send(a, udp(client, to, 3000, 80, b'bad', bad=True), True)
    return play


def no_checksum(packet, v6):
    at = (40 if v6 else 20) + 6
    return packet[:at] + b'\0\0' + packet[at + 2:]


def open_tcp(p, kind, sport=4000):
    a, client, to, b, server, seen, port = ends(p.where, kind)

    def out(flags, seq, ack, data=b'', fast=False, **kw):
        return p.send(a, tcp(client, to, sport, 80, flags, seq, ack, data, **kw), fast)

    def back(flags, seq, ack, data=b'', fast=False, **kw):
        return p.send(b, tcp(server, seen, port, sport, flags, seq, ack, data, **kw), fast)

    out('S', 999, 0)
    back('SA', 4999, 1000)
    out('A', 1000, 5000)
    return out, back


def talk_tcp(kind):
    def play(p):
        out, back = open_tcp(p, kind)
        out('PA', 1000, 5000, b'GET', fast=True)
        back('A', 5000, 1003, fast=True)
        for n in range(3):
            back('PA', 5000 + 100 * n, 1003, b'x' * 100, fast=True)
            out('A', 1003, 5100 + 100 * n, fast=True)
        back('A', 5100, 1003, b'x' * 100, fast=True)    # once more
        out('A', 1003, 5300, window=0)                  # closes its window, opens it again
        out('A', 1003, 5300)
        out('A', 1003, 5300, fast=True)
        out('A', 90001003, 5300, b'wrong')              # is in no window
        out('A', 1003, 90005300, b'wrong')
        out('FA', 1003, 5300)
        back('FA', 5300, 1004)
        out('A', 1004, 5301)
        out('A', 1004, 5301)
    return play


def reset(p):
    out, back = open_tcp(p, 'masquerade')
    out('PA', 1000, 5000, b'GET', fast=True)
    back('A', 5000, 1003, fast=True)
    back('R', 5000 + 30000, 0)      # nobody believes it
    back('A', 5000, 1003, fast=True)
    back('R', 5000, 0)
    out('A', 1003, 5000)
    out('A', 1003, 5000)


def known(p, kind='masquerade'):
    """A UDP connection both of whose ways are known; how its next packets are made and sent."""
    a, client, to, b, server, seen, port = ends(p.where, kind)
    for n in range(2):
        p.send(a, udp(client, to, 3000, 80, b'question'))
        p.send(b, udp(server, seen, port, 3000, b'answer'), n == 1)
    p.send(a, udp(client, to, 3000, 80, b'question'), True)

    def out(data=b'question', fast=False, wire=None, **kw):
        return p.send(wire or a, udp(client, to, 3000, 80, data, **kw), fast)

    def back(data=b'answer', fast=False, **kw):
        return p.send(b, udp(server, seen, port, 3000, data, **kw), fast)

    return out, back


def hops(p):
    out, back = known(p)
    out(ttl=2, fast=True)
    out(ttl=1)
    back(ttl=1)
    out(ttl=255, fast=True)


def odd_headers(p):
    out, back = known(p)
    if six(p.where):
        out(extensions=[(60, b'\0' + b'\1\4\0\0\0\0')])
    else:
        out(options=b'\x01\x01\x01\x01')
        # A wrong checksum of the header: dropped, not repaired.
        a, client, to = ends(p.where, 'masquerade')[:3]
        packet = udp(client, to, 3000, 80, b'question')
        p.send(a, packet[:10] + b'\x12\x34' + packet[12:])
    a, client, to = ends(p.where, 'masquerade')[:3]
    for piece in fragments(udp(client, to, 3000, 80, b'z' * 2000, ident=7), 1400, 7):
        p.send(a, piece)
    # Bytes behind the packet, as an Ethernet adds them to short ones.
    p.send(a, udp(client, to, 3000, 80, b'short') + b'\0' * 20, True)
    out(fast=True)


def mtu(p):
    out, back = known(p)
    out(b'x' * 1400, fast=True)
    p.do(lambda: run('ip', 'link', 'set', 'ether1', 'mtu', '1400'))
    if not six(p.where):
        out(b'x' * 1450, df=True)
    out(b'x' * 1450)
    # One that was cut into fragments has shown the way; one that was refused has not.
    out(b'x' * 1000, fast=not six(p.where))
    out(b'x' * 1000, fast=True)
    back()
    back(b'x' * 1450, fast=True)
    p.do(lambda: run('ip', 'link', 'set', 'ether1', 'mtu', '1500'))
    out(b'x' * 1450)
    out(b'x' * 1450, fast=True)


def family(p):
    return '-6' if six(p.where) else '-4'


def routes(p):
    f = FAMILIES[p.where]
    out, back = known(p, 'plain')

    def ip(*words):
        p.do(lambda: run('ip', family(p), 'route', *words))

    ip('replace', 'default', 'via', f['other'], 'dev', 'ether3')
    out()
    out(fast=True)
    ip('add', 'unreachable', f['far'])
    out()
    out()
    ip('del', 'unreachable', f['far'])
    out()
    out(fast=True)
    # Packets of the other direction go on coming by the old way. Of IPv6, routes elsewhere have not changed.
    back(fast=six(p.where))
    back(fast=True)
    ip('replace', 'default', 'via', f['hop'], 'dev', 'ether1')
    out()
    out(fast=True)
    back(fast=six(p.where))
    ip('add', 'blackhole', f['pc'])
    back()
    ip('del', 'blackhole', f['pc'])
    back()
    back(fast=True)
    # A rule, and a table of its own.
    ip('add', 'default', 'via', f['other'], 'dev', 'ether3', 'table', '77')
    p.do(lambda: run('ip', family(p), 'rule', 'add', 'iif', 'ether2', 'table', '77'))
    out()
    out(fast=True)
    p.do(lambda: run('ip', family(p), 'rule', 'del', 'iif', 'ether2', 'table', '77'))
    out()
    out(fast=True)
    ip('flush', 'table', '77')
    # Another device: the source may be somebody else.
    out(wire='ether3')
    out()
    out(fast=True)


def forwarding_off(p):
    out, back = known(p)
    name = 'net/ipv6/conf/all/forwarding' if six(p.where) else 'net/ipv4/ip_forward'
    p.do(lambda: sysctl(name, 0))
    out()
    p.do(lambda: sysctl(name, 1))
    out(fast=six(p.where))
    out(fast=True)


def neighbours(p):
    f = FAMILIES[p.where]

    def neigh(*words):
        p.do(lambda: run('ip', family(p), 'neigh', *words, 'dev', 'ether1'))

    p.do(lambda: run('ip', 'link', 'set', 'ether1', 'arp', 'on'))
    neigh('replace', f['hop'], 'lladdr', '02:00:00:00:01:02', 'nud', 'permanent')
    try:
        out, back = known(p)
        neigh('replace', f['hop'], 'lladdr', '02:00:00:00:01:aa', 'nud', 'permanent')
        out(fast=True)
        neigh('del', f['hop'])
        out()
        neigh('replace', f['hop'], 'lladdr', '02:00:00:00:01:bb', 'nud', 'permanent')
        p.said.append(p.t.router.outcome())
        p.said[-1] = [(w, x.frame.hex(), x.data.hex()) for w, x in p.t.router.got]
        out(fast=True)
        back(fast=True)
    finally:
        neigh('del', f['hop'])
        p.do(lambda: run('ip', 'link', 'set', 'ether1', 'arp', 'off'))


def link_down(p):
    out, back = known(p, 'plain')

    def set_link(*words):
        p.do(lambda: run('ip', 'link', 'set', *words))

    set_link('ether1', 'down')
    out()
    set_link('ether1', 'up')
    # IPv6 forgets its addresses.
    for address in ('2001:db8:113::1/64', 'fe80::1/64'):
        p.do(lambda a=address: run('ip', 'addr', 'replace', a, 'dev', 'ether1', 'nodad'))
    p.do(lambda: run('ip', '-4', 'route', 'replace', 'default', 'via', '203.0.113.2'))
    p.do(lambda: run('ip', '-6', 'route', 'replace', 'default', 'via', '2001:db8:113::2'))
    out()
    out(fast=True)
    back()
    back(fast=True)


def rule_disabled(p):
    out, back = known(p)
    p.do(lambda: ctl(stdin='/%s firewall filter set [find comment=fasttrack] disabled=yes\n' % p.where))
    out(fast=True)
    back(fast=True)
    f = FAMILIES[p.where]
    # One that comes later is not chosen any more.
    for n in range(3):
        p.send('ether2', udp(f['pc'], f['far'], 3001, 80, b'q'))
        p.send('ether1', udp(f['far'], f['outside'], 80, 3001, b'a'))


def connection_removed(p):
    out, back = known(p)
    p.do(p.t.forget)
    out()
    back()
    out()
    back(fast=True)
    out(fast=True)
    out2, back2 = open_tcp(p, 'masquerade')
    out2('PA', 1000, 5000, b'GET', fast=True)
    p.do(p.t.forget)
    out2('A', 1003, 5000)      # is picked up
    back2('A', 5000, 1003)
    out2('A', 1003, 5000)
    back2('A', 5000, 1003, fast=True)


def not_allowed(p):
    out, back = known(p)
    p.do(lambda: ctl(stdin='/%s settings set allow-fast-path=no\n' % p.where))
    out()
    back()
    p.do(lambda: ctl(stdin='/%s settings set allow-fast-path=yes\n' % p.where))
    out(fast=True)
    back(fast=True)


def errors(p):
    f = FAMILIES[p.where]
    out, back = known(p)
    kind = (1, 4) if six(p.where) else (3, 3)
    p.send('ether1', error(f['far'], f['outside'], *kind, udp(f['outside'], f['far'], 3000, 80, b'question')))
    out(fast=True)


def offloads(p):
    v6 = six(p.where)
    f = FAMILIES[p.where]
    out, back = open_tcp(p, 'masquerade')
    data = bytes(range(256)) * 20
    args = ('A', 1000, 5000, data[:4200])
    packet = partial(tcp(f['pc'], f['far'], 4000, 80, *args), v6, TCP)
    p.send('ether2', packet, True, segments=3, header=header(v6, TCP, 1400))
    back('A', 5000, 5200, fast=True)
    packet = partial(udp(f['pc'], f['far'], 3100, 80, b'odd'), v6, UDP)
    for n in range(3):
        p.send('ether2', packet, n == 2, header=header(v6, UDP, 0))
        p.send('ether1', udp(f['far'], f['outside'], 80, 3100, b'odd'), n >= 1)


def helper(p):
    """Somebody reads what this connection says."""
    f = FAMILIES[p.where]
    out = [f['pc'], f['far'], 4000, 21]
    back = [f['far'], f['outside'], 21, 4000]
    p.send('ether2', tcp(*out, 'S', 999))
    p.send('ether1', tcp(*back, 'SA', 4999, 1000))
    p.send('ether2', tcp(*out, 'A', 1000, 5000))
    for n in range(3):
        p.send('ether1', tcp(*back, 'PA', 5000 + 10 * n, 1000, b'220 hello\n'))
        p.send('ether2', tcp(*out, 'A', 1000, 5010 + 10 * n))


def same_device(p):
    f = FAMILIES[p.where]
    # Out by the device that it came in by: the kernel tells hosts about it.
    to = '192.168.88.20' if not six(p.where) else '2001:db8:88::20'
    for _ in range(3):
        p.send('ether2', udp(f['pc'], to, 3000, 80, b'q'))
        p.send('ether2', udp(to, f['pc'], 80, 3000, b'a'))


def timeouts(t):
    """Who only speaks the fast way is remembered."""
    t.rules('ip', MASQUERADE + '/ip firewall connection tracking set udp-timeout=1000s udp-stream-timeout=1000s\n', True)
    p = Play(t, 'ip', True)
    out, back = known(p)

    def left():
        return json_items('/ip firewall connection print')[0]['timeout']

    t.ok(busywait(30, lambda: Clock().left(left(), 999) and left() != '16m40s' and int(left()[3:-1]) < 39),
         'a timeout runs down', left())
    clock = Clock()
    out(fast=True)
    t.ok(not p.wrong and clock.left(left(), 1000), 'and starts again with a fasttracked packet', left(), *p.wrong)
    ctl(stdin='/ip firewall connection tracking reset\n')


def shown(t):
    """Flags, counters of a connection, rules of the system."""
    t.rules('ip', MASQUERADE, True)
    p = Play(t, 'ip', True)
    out, back = known(p)
    out(b'12345', fast=True)
    text = ctl('/ip firewall connection print detail')
    t.contains(text, 'F - fasttrack', 'a connection has the flag')
    row = json_items('/ip firewall connection print')[0]
    t.equal([row[k] for k in ('orig-packets', 'orig-fasttrack-packets', 'orig-fasttrack-bytes', 'repl-packets',
                              'repl-fasttrack-packets')], [4, 2, 36 + 33, 2, 1], 'and counters of its own')
    text = ctl('/ip firewall filter print all')
    t.contains(text, ' 0  D ;;; special dummy rule to show fasttrack counters\n      chain=forward action=passthrough\n',
               'the first rule of filter is the system\'s')
    t.contains(ctl('/ip firewall raw print all'), 'chain=prerouting action=passthrough', 'so is that of raw')
    t.ok('dummy' not in ctl('/ip firewall filter print') and 'dummy' not in ctl('/ip firewall filter export'),
         'a plain print does not show it, nor is it exported')
    t.contains(ctl('/ip firewall filter set *FFFFFFF0 comment=mine', check=False) +
               ctl('/ip firewall filter print all'), DUMMY, 'it cannot be changed')
    t.equal(ctl('/ip firewall filter remove [find]; /ip firewall filter print count-only').strip(), '0',
            'find passes over it')
    t.contains(ctl('/ip firewall filter print all'), DUMMY, 'it stays while connections are fasttracked')
    t.forget()
    t.ok(busywait(30, lambda: DUMMY not in ctl('/ip firewall filter print all')), 'and goes with the last')


def mangle(t):
    """The same action in another table, whose chains show what passed by them."""
    t.clear()
    t.load('/ip firewall mangle add chain=forward action=fasttrack-connection connection-state=established comment=f\n')
    p = Play(t, 'ip', True)
    start = p.fasttracked()[0]
    for _ in range(3):
        p.send('ether2', udp('192.168.88.10', '198.51.100.7', 3000, 80, b'q'))
        p.send('ether1', udp('198.51.100.7', '192.168.88.10', 80, 3000, b'a'))
    rows = json_items('/ip firewall mangle print stats all')
    t.equal([(r['chain'], r['packets']) for r in rows],
            [('prerouting', start + 3), ('forward', start + 3), ('postrouting', start + 3), ('forward', 2)],
            'mangle: chosen, and shown in three chains')


def devices(t):
    """A device goes while connections lead to it, and in by it."""
    run('ip', 'link', 'set', 'ether3', 'down')
    t.router.wires['ether9'] = wire = Wire('ether9', '02:00:00:00:09:01', '02:00:00:00:09:02')
    run('ip', 'link', 'set', 'ether9', 'address', wire.router, 'arp', 'off', 'up')
    run('ip', 'addr', 'add', '10.9.0.1/24', 'dev', 'ether9')
    t.rules('ip', '', True)
    p = Play(t, 'ip', True)
    for n in range(3):
        p.send('ether2', udp('192.168.88.10', '10.9.0.7', 3000, 80, b'q'), n >= 2)
        p.send('ether9', udp('10.9.0.7', '192.168.88.10', 80, 3000, b'a'), n >= 1)
    t.ok(not p.wrong and p.said[-2][0][0] == 'ether9', 'a device that comes later has a fast path', *p.wrong)
    del t.router.wires['ether9']
    wire.close()
    t.ok(busywait(30, lambda: 'ether9' not in run('ip', 'link')), 'the device can go')
    out = p.send('ether2', udp('192.168.88.10', '10.9.0.7', 3000, 80, b'q'))
    t.ok(not p.wrong and len(out) == 1 and out[0][0] == 'ether1', 'packets go another way', out, *p.wrong)


def main():
    t = FastTest()
    for where in FAMILIES:
        for proto, talk in (('UDP', talk_udp), ('TCP', talk_tcp)):
            dst = FORWARD.replace('%(p)s', proto.lower())
            inner = ('/%(w)s firewall nat add chain=srcnat action=src-nat out-interface=ether3 ' +
                     ('to-address=%(other)s' if six(where) else 'to-addresses=%(other)s') + ' comment=b\n')
            for kind, more in (('plain', ''), ('masquerade', MASQUERADE), ('dst-nat', dst), ('both', dst + inner)):
                t.scenario('%s, %s' % (proto, kind), where, talk(kind), more)
        for name, play, more in (
                ('TCP reset', reset, MASQUERADE), ('hops', hops, MASQUERADE),
                ('options, fragments, padding, checksums', odd_headers, MASQUERADE), ('MTU', mtu, MASQUERADE),
                ('routes', routes, ''), ('forwarding switched off', forwarding_off, MASQUERADE),
                ('neighbours', neighbours, MASQUERADE), ('ICMP errors', errors, MASQUERADE),
                ('segments and checksums of hardware', offloads, MASQUERADE),
                ('link down and up', link_down, ''), ('helpers', helper, MASQUERADE), ('the same device', same_device, '')):
            t.scenario(name, where, play, more)
        for name, play in (('rule disabled', rule_disabled), ('connection removed', connection_removed),
                           ('allow-fast-path', not_allowed)):
            t.scenario(name, where, play, MASQUERADE, adds_up=False)
    timeouts(t)
    shown(t)
    mangle(t)
    devices(t)
    t.end()


main()

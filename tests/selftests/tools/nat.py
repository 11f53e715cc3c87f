# SPDX-License-Identifier: GPL-2.0-only
"""
Translation in both families. Each packet that comes out is compared byte by byte with one that was made with the other
addresses from the start; so are the packets that errors quote.
"""
import socket

from bed import NOISE, Test, busywait, ctl, json_items, run, tcp_listener, udp_socket
from packets import (UDPLITE, Packet, checksum, dccp, echo, error, fragments, gre, ip, same, sctp, tcp, udp)

PC, PC2, FAR, OUTSIDE, INSIDE = '192.168.88.10', '192.168.88.11', '198.51.100.7', '203.0.113.1', '192.168.88.1'
HOP, SERVER = '203.0.113.2', '192.168.99.80'
PC6, FAR6, OUTSIDE6, SERVER6 = '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:113::1', '2001:db8:99::80'


class NatTest(Test):
    """With packets that are to come out changed."""

    def crosses(self, name, wire, packet, out_wire, expected, hits=()):
        """packet, sent by wire, comes out of out_wire as expected (with one hop less), and nothing else does."""
        self.router.send(wire, packet)
        got = self.router.got
        good = len(got) == 1 and got[0][0] == out_wire and same(expected, got[0][1].data)
        if good and packet[0] >> 4 == 4:
            good = checksum(got[0][1].data[:4 * (packet[0] & 15)]) == 0
        grown = self.grown()
        wanted = {}
        for hit in hits.split() if isinstance(hits, str) else hits:
            menu, _, comment = hit.rpartition('/')
            menu = ('ipv6' if packet[0] >> 4 == 6 else 'ip') + ' firewall ' + (menu or 'nat')
            wanted[menu, comment] = [1, len(packet)]
        self.count(wanted)
        self.ok(good and grown == wanted, name,
                *('came out by %s: %s -> %s %s' % (w, p.src, p.dst, p.data.hex()) for w, p in got),
                'expected by   %s: %s' % (out_wire, expected.hex()), 'counted: %s' % grown)
        return got[0][1] if good else None

    def local(self, name, wire, packet, expected):
        """packet, sent by wire, is answered at once by the router with expected (whose time to live is as given)."""
        self.router.send(wire, packet)
        got = self.router.got
        self.ok(len(got) == 1 and got[0][0] == wire and got[0][1].data[20:] == expected[20:] and
                got[0][1].data[12:20] == expected[12:20], name,
                *('came out by %s: %s' % (w, p.data.hex()) for w, p in got), 'expected: %s' % expected.hex())

    def rows(self, where='ip', condition=''):
        return json_items('/%s firewall connection print %s' % (where, condition))

    def reason(self, name):
        return self.netlink.reasons().get(name, 0)


def every_protocol(six):
    """[(name, build(src, dst, from, to))] of each protocol with ports, identifiers or neither."""
    return [('TCP', lambda s, d, a, b: tcp(s, d, a, b, 'S')),
            ('UDP', lambda s, d, a, b: udp(s, d, a, b, b'odd')),
            ('UDP without a checksum', lambda s, d, a, b: no_checksum(udp(s, d, a, b, b'even'), six)),
            ('UDP-Lite', lambda s, d, a, b: udp(s, d, a, b, b'odd', proto=UDPLITE)),
            ('SCTP', sctp), ('DCCP', dccp),
            ('ICMP', lambda s, d, a, b: echo(s, d, a, 1, b'odd')),
            ('GRE', lambda s, d, a, b: gre(s, d)), ('ESP', lambda s, d, a, b: ip(s, d, 50, b'x' * 40))]


def no_checksum(packet, six):
    at = (40 if six else 20) + 6
    return packet[:at] + b'\0\0' + packet[at + 2:]


def source(t):
    """src-nat and masquerade of forwarded traffic, all protocols, there and back."""
    for where, six, pc, far, outside in (('ip', False, PC, FAR, OUTSIDE), ('ipv6', True, PC6, FAR6, OUTSIDE6)):
        t.clear()
        t.load('/%s firewall nat add chain=srcnat action=masquerade out-interface=ether1 comment=m\n' % where)
        for n, (name, build) in enumerate(every_protocol(six)):
            label = '%s: %s' % (where, name)
            t.crosses('%s leaves with the address of the interface' % label, 'ether2', build(pc, far, 3000 + n, 80),
                      'ether1', build(outside, far, 3000 + n, 80), 'm')
            if name == 'TCP':
                back, there = (tcp(far, d, 80, 3000 + n, 'SA', 500, 1001) for d in (outside, pc))
            elif name == 'SCTP':
                back, there = (sctp(far, d, 80, 3000 + n, 0x1234, 2) for d in (outside, pc))
            elif name == 'DCCP':
                back, there = (dccp(far, d, 80, 3000 + n, 1, 500, 1) for d in (outside, pc))
            elif name == 'ICMP':
                back, there = (echo(far, d, 3000 + n, 1, b'odd', reply=True) for d in (outside, pc))
            else:
                back, there = (build(far, d, 80, 3000 + n) for d in (outside, pc))
            if name != 'SCTP':
                t.crosses('%s: the reply finds its way back' % label, 'ether1', back, 'ether2', there)
        t.totals()
    t.clear()
    t.load('/ip firewall nat add chain=srcnat action=src-nat to-addresses=203.0.113.40 comment=s\n')
    t.crosses('src-nat: options of IP stay', 'ether2', udp(PC, FAR, 5, 53, b'q', options=b'\x01\x01\x01\x01'), 'ether1',
              udp('203.0.113.40', FAR, 5, 53, b'q', options=b'\x01\x01\x01\x01'), 's')
    t.crosses('src-nat: the second packet asks no rule', 'ether2', udp(PC, FAR, 5, 53, b'q'), 'ether1',
              udp('203.0.113.40', FAR, 5, 53, b'q'))
    row = t.rows()[0]
    t.ok(row.get('srcnat') and not row.get('dstnat') and row['reply-dst-address'] == '203.0.113.40' and
         row['src-address'] == PC, 'src-nat: the connection shows it', row)
    packet = udp(PC, FAR, 6, 53, b'z' * 3000, ident=0x77)
    whole = udp('203.0.113.40', FAR, 6, 53, b'z' * 3000, ident=0x77)
    for piece in fragments(packet, 1400, 0x77):
        t.router.send('ether2', piece)
    pieces = [p.data for _, p in t.router.got]
    t.grown()
    t.ok(len(pieces) > 1 and b''.join(p[20:] for p in pieces) == whole[20:] and
         all(Packet(p).src == '203.0.113.40' for p in pieces), 'src-nat: fragments', *(p.hex()[:80] for p in pieces))
    bad = tcp(PC, FAR, 7, 80, 'S', bad=True)
    t.router.send('ether2', bad)
    t.ok(len(t.router.got) == 1 and not t.router.got[0][1].checksum_ok(), 'src-nat: a wrong checksum stays wrong')


def destination(t):
    """dst-nat, its ports, and both translations on one connection."""
    t.clear()
    t.load('/ip firewall nat\n'
           'add chain=dstnat action=dst-nat protocol=tcp dst-address=203.0.113.1 dst-port=80 to-addresses=192.168.99.80 '
           'to-ports=8080 comment=web\n'
           'add chain=dstnat action=dst-nat protocol=tcp dst-address=203.0.113.1 dst-port=5000-5009 '
           'to-addresses=192.168.99.80 to-ports=6000-6009 comment=range\n'
           'add chain=dstnat action=dst-nat dst-address=203.0.113.50 to-addresses=192.168.99.80 comment=second\n'
           'add chain=dstnat action=dst-nat dst-address=203.0.113.51 to-addresses=192.168.99.80 comment=third\n'
           'add chain=dstnat action=netmap dst-address=203.0.113.64/28 to-addresses=192.168.99.0/28 comment=netmap\n'
           'add chain=srcnat action=netmap src-address=192.168.99.0/28 to-addresses=203.0.113.64/28 comment=out\n'
           'add chain=srcnat action=masquerade out-interface=ether3 src-address=192.168.88.0/24 comment=hairpin\n'
           '/ip firewall filter add chain=forward action=accept dst-address=192.168.99.80 connection-state=new '
           'connection-nat-state=dstnat comment=inside\n')
    t.crosses('dst-nat: address and port', 'ether1', tcp(FAR, OUTSIDE, 4000, 80), 'ether3', tcp(FAR, SERVER, 4000, 8080),
              'web filter/inside')
    t.crosses('dst-nat: the reply comes from the public address', 'ether3', tcp(SERVER, FAR, 8080, 4000, 'SA', 5, 1001),
              'ether1', tcp(OUTSIDE, FAR, 80, 4000, 'SA', 5, 1001))
    t.crosses('dst-nat: an error about it names the public address', 'ether3',
              error(SERVER, FAR, 3, 13, tcp(FAR, SERVER, 4000, 8080)), 'ether1',
              error(OUTSIDE, FAR, 3, 13, tcp(FAR, OUTSIDE, 4000, 80)))
    t.crosses('dst-nat: a host behind it does not show itself in an error', 'ether3',
              error('192.168.99.254', FAR, 3, 13, tcp(FAR, SERVER, 4000, 8080)), 'ether1',
              error(OUTSIDE, FAR, 3, 13, tcp(FAR, OUTSIDE, 4000, 80)))
    for port in (5000, 5004, 5009):
        t.crosses('dst-nat: port %d of a range has its own counterpart' % port, 'ether1', tcp(FAR, OUTSIDE, 4001, port),
                  'ether3', tcp(FAR, SERVER, 4001, port + 1000), 'range filter/inside')
    t.crosses('dst-nat: two public addresses, one server', 'ether1', udp(FAR, '203.0.113.50', 4100, 53, b'q'), 'ether3',
              udp(FAR, SERVER, 4100, 53, b'q'), 'second filter/inside')
    t.router.send('ether1', udp(FAR, '203.0.113.51', 4100, 53, b'q'))
    got = t.router.got
    port = got[0][1].sport if got else None
    t.count(t.grown())
    t.ok(port and port != 4100 and port >= 1024 and got[0][1].data[20:] == udp(FAR, SERVER, port, 53, b'q')[20:],
         'dst-nat: the same client port by the other address gets another on the way')
    t.crosses('dst-nat: its reply goes to the port that it came from', 'ether3', udp(SERVER, FAR, 53, port or 1, b'a'),
              'ether1', udp('203.0.113.51', FAR, 53, 4100, b'a'))
    t.crosses('dst-nat: and that of the first one to its own', 'ether3', udp(SERVER, FAR, 53, 4100, b'a'),
              'ether1', udp('203.0.113.50', FAR, 53, 4100, b'a'))
    t.crosses('netmap: host bits stay on the way in', 'ether1', udp(FAR, '203.0.113.69', 9, 53, b'q'), 'ether3',
              udp(FAR, '192.168.99.5', 9, 53, b'q'), 'netmap')
    t.crosses('netmap: and on the way out', 'ether3', udp('192.168.99.7', FAR, 9, 53, b'q'), 'ether1',
              udp('203.0.113.71', FAR, 9, 53, b'q'), 'out')
    t.crosses('netmap: back in', 'ether1', udp(FAR, '203.0.113.71', 53, 9, b'a'), 'ether3',
              udp(FAR, '192.168.99.7', 53, 9, b'a'))
    t.crosses('both translations: from the house by the public address', 'ether2', tcp(PC, OUTSIDE, 4200, 80), 'ether3',
              tcp('192.168.99.1', SERVER, 4200, 8080), 'web hairpin filter/inside')
    t.crosses('both translations: back', 'ether3', tcp(SERVER, '192.168.99.1', 8080, 4200, 'SA', 5, 1001), 'ether2',
              tcp(OUTSIDE, PC, 80, 4200, 'SA', 5, 1001))
    t.crosses('both translations: an error from outside of the server', 'ether3',
              error(SERVER, '192.168.99.1', 3, 3, tcp('192.168.99.1', SERVER, 4200, 8080)), 'ether2',
              error(OUTSIDE, PC, 3, 3, tcp(PC, OUTSIDE, 4200, 80)))
    t.crosses('both translations: an error of the client', 'ether2',
              error(PC, OUTSIDE, 3, 3, tcp(OUTSIDE, PC, 80, 4200, 'SA', 5, 1001)), 'ether3',
              error('192.168.99.1', SERVER, 3, 3, tcp(SERVER, '192.168.99.1', 8080, 4200, 'SA', 5, 1001)))
    row = t.rows(condition='where src-address=192.168.88.10')[0]
    t.ok(row.get('srcnat') and row.get('dstnat'), 'both translations: the connection shows them', row)
    t.totals()
    t.clear()
    t.load('/ipv6 firewall nat\n'
           'add chain=dstnat action=dst-nat protocol=tcp dst-address=2001:db8:113::50 dst-port=80 '
           'to-address=2001:db8:99::80 to-ports=8080 comment=web\n'
           'add chain=srcnat action=netmap src-address=2001:db8:88::/64 to-address=2001:db8:77::/64 comment=map\n')
    t.crosses('IPv6: dst-nat', 'ether1', tcp(FAR6, '2001:db8:113::50', 4000, 80), 'ether3', tcp(FAR6, SERVER6, 4000, 8080),
              'web')
    t.crosses('IPv6: the reply', 'ether3', tcp(SERVER6, FAR6, 8080, 4000, 'SA', 5, 1001), 'ether1',
              tcp('2001:db8:113::50', FAR6, 80, 4000, 'SA', 5, 1001))
    t.crosses('IPv6: netmap', 'ether2', udp(PC6, FAR6, 9, 53, b'q'), 'ether1',
              udp('2001:db8:77::10', FAR6, 9, 53, b'q'), 'map')


def errors(t):
    """Errors about connections with a translated source, in all protocols and both directions."""
    for where, six, pc, far, outside, hop in (('ip', False, PC, FAR, OUTSIDE, HOP),
                                              ('ipv6', True, PC6, FAR6, OUTSIDE6, '2001:db8:113::2')):
        t.clear()
        t.load('/%s firewall nat add chain=srcnat action=masquerade out-interface=ether1 comment=m\n' % where)
        kinds = ((3, 0), (1, 4)) if six else ((11, 0), (3, 4))
        for n, (name, build) in enumerate(every_protocol(six)):
            inner, outer = (build(s, far, 3000 + n, 80) for s in (pc, outside))
            t.crosses('%s: %s' % (where, name), 'ether2', inner, 'ether1', outer, 'm')
            for kind, code in kinds:
                t.crosses('%s: %s: error %d/%d of a hop' % (where, name, kind, code), 'ether1',
                          error(hop, outside, kind, code, outer), 'ether2', error(hop, pc, kind, code, inner))
        back, there = (udp(far, d, 80, 3001, b'a') for d in (outside, pc))
        t.crosses('%s: a reply' % where, 'ether1', back, 'ether2', there)
        t.crosses('%s: an error of the client about it' % where, 'ether2',
                  error(pc, far, 1 if six else 3, 4 if six else 3, there), 'ether1',
                  error(outside, far, 1 if six else 3, 4 if six else 3, back))
        packet = udp(pc, far, 3100, 80, b'q', ttl=1)
        t.router.send('ether2', packet)
        got = t.router.got
        t.grown()
        t.ok(len(got) == 1 and got[0][0] == 'ether2' and got[0][1].dst == pc and got[0][1].checksum_ok() and
             got[0][1].quoted.startswith(packet[:8]), '%s: the router itself is a hop' % where, got and got[0][1].data.hex())
    t.clear()
    t.load('/ip firewall nat add chain=dstnat action=dst-nat dst-address=203.0.113.50 to-addresses=192.168.99.80 comment=d\n'
           '/ip firewall filter\nadd chain=forward action=reject reject-with=tcp-reset protocol=tcp comment=r\n'
           'add chain=forward action=reject reject-with=icmp-port-unreachable comment=i\n')
    t.router.send('ether1', tcp(FAR, '203.0.113.50', 4000, 80))
    got = t.router.got
    t.ok(len(got) == 1 and got[0][0] == 'ether1' and got[0][1].flags == 'RA' and got[0][1].src == '203.0.113.50' and
         got[0][1].checksum_ok(), 'a reset for a translated connection comes from the public address',
         *(p.data.hex() for _, p in got))
    t.router.send('ether1', udp(FAR, '203.0.113.50', 4000, 80))
    got = t.router.got
    t.ok(len(got) == 1 and got[0][1].checksum_ok() and got[0][1].dst == FAR and
         got[0][1].quoted[12:20] == socket.inet_aton(FAR) + socket.inet_aton('203.0.113.50'),
         'an error for a rejected translated connection quotes the packet as it came', *(p.data.hex() for _, p in got))
    t.equal(t.rows(), [], 'rejected connections leave nothing behind')


def ports(t):
    """Collisions, ranges, exhaustion."""
    t.clear()
    t.load('/ip firewall nat\n'
           'add chain=srcnat action=src-nat to-addresses=203.0.113.40 to-ports=2000-2003 protocol=tcp comment=few\n'
           'add chain=srcnat action=masquerade out-interface=ether1 comment=m\n')
    before = t.reason('nat-exhausted')
    used = set()
    for n in range(4):
        t.router.send('ether2', tcp('192.168.88.%d' % (20 + n), FAR, 5000, 80))
        used |= {p.sport for _, p in t.router.got}
    t.equal(used, {2000, 2001, 2002, 2003}, 'four ports for four connections')
    t.router.send('ether2', tcp('192.168.88.24', FAR, 5000, 80))
    t.equal((t.router.got, t.reason('nat-exhausted')), ([], before + 1), 'the fifth is dropped, with a reason')
    t.router.send('ether2', tcp('192.168.88.24', FAR, 5000, 81))
    t.equal(len(t.router.got), 1, 'another destination has ports of its own')
    t.equal(len(t.rows(condition='where protocol=tcp')), 5, 'what was dropped left no connection')
    ctl('/ip firewall connection remove [find where src-address=192.168.88.21]')
    t.router.send('ether2', tcp('192.168.88.24', FAR, 5000, 80))
    t.equal(len(t.router.got), 1, 'a port that was given back is found')
    seen = set()
    for n in range(10):
        t.router.send('ether2', udp('192.168.88.%d' % (30 + n), FAR, 7000, 53, b'q'))
        seen |= {(p.src, p.sport) for _, p in t.router.got}
    t.ok(len(seen) == 10 and (OUTSIDE, 7000) in seen and all(s == OUTSIDE and p >= 1024 for s, p in seen),
         'ten clients with one source port get ten', seen)
    for src, port in seen:
        t.router.send('ether1', udp(FAR, src, 53, port, b'a'))
        t.ok(len(t.router.got) == 1 and t.router.got[0][1].dport == 7000, 'the reply to port %d finds a client' % port)
    ids = set()
    for n in range(3):
        t.router.send('ether2', echo('192.168.88.%d' % (30 + n), FAR, 77))
        ids |= {p.l4[4:6] for _, p in t.router.got}
    t.equal(len(ids), 3, 'three clients with one ICMP identifier get three')


def local(t):
    """redirect, chains input and output, what the router itself sends."""
    t.clear()
    t.load('/ip firewall nat\n'
           'add chain=dstnat action=redirect protocol=udp dst-port=53 in-interface=ether2 to-ports=5353 comment=dns\n'
           'add chain=output action=dst-nat protocol=udp dst-address=198.51.100.200 to-addresses=192.168.99.80 comment=o\n'
           'add chain=output action=redirect protocol=udp dst-address=198.51.100.201 to-ports=5354 comment=self\n'
           'add chain=input action=src-nat protocol=udp dst-port=99 to-addresses=10.9.9.9 comment=in\n'
           'add chain=srcnat action=src-nat protocol=udp dst-port=77 to-addresses=203.0.113.44 comment=s\n')
    dns, near, inner = udp_socket('0.0.0.0', 5353), udp_socket('127.0.0.1', 5354), udp_socket('0.0.0.0', 99)
    t.router.send('ether2', udp(PC, FAR, 4000, 53, b'who?'))
    data, peer = dns.recvfrom(100)
    t.equal((data, peer), (b'who?', (PC, 4000)), 'redirect: the router hears it')
    dns.sendto(b'me', peer)
    t.router.outcome()
    got = t.router.got
    t.ok(len(got) == 1 and got[0][0] == 'ether2' and (got[0][1].src, got[0][1].sport, got[0][1].dport) == (FAR, 53, 4000)
         and got[0][1].checksum_ok(), 'redirect: the answer seems to come from whom was asked', *(p for _, p in got))
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    s.connect(('198.51.100.200', 1000))
    s.send(b'x')
    t.router.outcome()
    got = t.router.got
    t.ok(len(got) == 1 and got[0][0] == 'ether3' and got[0][1].dst == SERVER and got[0][1].checksum_ok(),
         'output: dst-nat finds another way out', *(p for _, p in got))
    if got:
        t.router.send('ether3', udp(SERVER, got[0][1].src, 1000, got[0][1].sport, b'yes'))
    try:
        said = s.recv(100)
    except BlockingIOError:
        said = None
    t.equal(said, b'yes', 'output: the socket gets the answer from the one it asked')
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    s.connect(('198.51.100.201', 1000))
    s.send(b'self')
    t.router.outcome()
    data, peer = near.recvfrom(100)
    t.equal(data, b'self', 'output: redirect goes to lo')
    near.sendto(b'heard', peer)
    try:
        said = s.recv(100)
    except BlockingIOError:
        said = None
    t.equal(said, b'heard', 'output: the answer comes back from the one that was asked')
    t.router.send('ether2', udp(PC, INSIDE, 4000, 99, b'in'))
    data, peer = inner.recvfrom(100)
    t.equal((data, peer), (b'in', ('10.9.9.9', 4000)), 'input: the router sees another source')
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    s.connect((FAR, 77))
    s.send(b'x')
    t.router.outcome()
    got = t.router.got
    t.ok(len(got) == 1 and got[0][1].src == '203.0.113.44' and got[0][1].checksum_ok(),
         'srcnat: what the router sends itself')
    if got:
        t.router.send('ether1', udp(FAR, '203.0.113.44', 77, got[0][1].sport, b'yes'))
    try:
        said = s.recv(100)
    except BlockingIOError:
        said = None
    t.equal(said, b'yes', 'srcnat: its answer gets to the socket')


def clash(t):
    """The router sends what looks like a client's packets after masquerading. Neither gets the other's answers."""
    for rule in ('chain=srcnat action=masquerade out-interface=ether1 src-address=192.168.88.0/24',
                 'chain=srcnat action=masquerade out-interface=ether1'):
        t.clear()
        t.load('/ip firewall nat add %s comment=m\n' % rule)
        t.router.send('ether2', udp(PC, FAR, 4123, 123, b'client'))
        t.equal([(p.src, p.sport) for _, p in t.router.got], [(OUTSIDE, 4123)], 'clash: the client is masqueraded')
        s = udp_socket('0.0.0.0', 4123)
        s.connect((FAR, 123))
        s.send(b'router')
        t.router.outcome()
        got = t.router.got
        own = got[0][1].sport if len(got) == 1 else 0
        t.ok(own >= 1024 and own != 4123 and got[0][1].src == OUTSIDE and got[0][1].checksum_ok(),
             'clash: the router gets a port of its own', *got)
        t.router.send('ether1', udp(FAR, OUTSIDE, 123, own, b'for the router'))
        t.equal(t.router.got, [], 'clash: the answer to the router stays here')
        t.equal(said(s), b'for the router', 'clash: and its socket gets it')
        t.router.send('ether1', udp(FAR, OUTSIDE, 123, 4123, b'for the client'))
        got = t.router.got
        t.ok(len(got) == 1 and got[0][0] == 'ether2' and got[0][1].data == udp(FAR, PC, 123, 4123, b'for the client',
             ttl=63), 'clash: the answer to the client goes there', *got)
        t.equal(said(s), None, 'clash: and not to the socket')
        s.send(b'again')
        t.router.outcome()
        t.equal([p.sport for _, p in t.router.got], [own], 'clash: the port stays')
        t.router.send('ether1', error('198.51.100.1', OUTSIDE, 3, 3, udp(OUTSIDE, FAR, 4123, 123, b'client')))
        t.equal([p.dst for _, p in t.router.got], [PC], 'clash: an error about the client goes there')
        t.equal(said(s), None, 'clash: and none to the socket')
        t.router.send('ether1', error('198.51.100.1', OUTSIDE, 3, 3, udp(OUTSIDE, FAR, own, 123, b'again')))
        t.equal((t.router.got, said(s)), ([], ConnectionRefusedError), 'clash: an error about the router stays here')
        t.equal(sorted((r['src-address'], r['orig-packets'], r['repl-packets']) for r in t.rows()),
                [(PC, 1, 1), (OUTSIDE, 2, 1)], 'clash: two connections, each with its own packets')
        s.close()


def independent(t):
    """endpoint-independent-nat: one public port for all destinations, and who may come in by it."""
    stranger, web = '198.51.100.200', '192.168.99.80'
    t.clear()
    t.load('/ip firewall nat\n'
           'add chain=srcnat action=endpoint-independent-nat protocol=udp src-address=192.168.88.0/24 comment=ein\n'
           'add chain=dstnat action=endpoint-independent-nat protocol=udp comment=cone\n'
           'add chain=dstnat action=dst-nat protocol=udp dst-port=9999 to-addresses=192.168.99.80 comment=web\n'
           'add chain=srcnat action=masquerade protocol=udp out-interface=ether1 comment=m\n'
           '/ip firewall filter\n'
           'add chain=forward action=accept connection-state=new connection-nat-state=ein-dnat comment=in\n')
    t.crosses('ein: the first client keeps its port', 'ether2', udp(PC, FAR, 4000, 53, b'q'), 'ether1',
              udp(OUTSIDE, FAR, 4000, 53, b'q'), 'ein')
    t.crosses('ein: for another destination, too', 'ether2', udp(PC, stranger, 4000, 54, b'q'), 'ether1',
              udp(OUTSIDE, stranger, 4000, 54, b'q'), 'ein')
    t.router.send('ether2', udp(PC2, '198.51.100.8', 4000, 53, b'q'))
    t.grown()
    port = t.router.got[0][1].sport if t.router.got else 0
    t.ok(port not in (0, 4000), 'ein: nobody else gets that port, whatever his destination', port)
    t.start()
    t.crosses('ein: the other one keeps his', 'ether2', udp(PC2, FAR, 4000, 53, b'q'), 'ether1',
              udp(OUTSIDE, FAR, port, 53, b'q'), 'ein')
    t.crosses('ein: a stranger comes in by it', 'ether1', udp(stranger, OUTSIDE, 77, port, b'hi'), 'ether2',
              udp(stranger, PC2, 77, 4000, b'hi'), 'cone filter/in')
    t.crosses('ein: and gets an answer', 'ether2', udp(PC2, stranger, 4000, 77, b'oh'), 'ether1',
              udp(OUTSIDE, stranger, port, 77, b'oh'))
    t.crosses('ein: the client goes to another port of his', 'ether2', udp(PC2, stranger, 4000, 78, b'oh'), 'ether1',
              udp(OUTSIDE, stranger, port, 78, b'oh'), 'ein')
    t.crosses('ein: a client reaches another by the public port', 'ether2', udp(PC, OUTSIDE, 4000, port, b'p2p'),
              'ether2', udp(INSIDE, PC2, 4000, 4000, b'p2p'), 'cone filter/in ein')
    t.crosses('ein: and hears from it', 'ether2', udp(PC2, INSIDE, 4000, 4000, b'yes'), 'ether2',
              udp(OUTSIDE, PC, port, 4000, b'yes'))
    t.crosses('ein: a port that nobody has is left to other rules', 'ether1', udp(stranger, OUTSIDE, 77, 9999, b'w'),
              'ether3', udp(stranger, web, 77, 9999, b'w'), 'web')
    t.crosses('ein: others that are masqueraded do not get the port', 'ether3', udp(web, HOP, 4001, 5, b'm'), 'ether1',
              udp(OUTSIDE, HOP, 4001, 5, b'm'), 'm')
    t.router.send('ether3', udp(web, HOP, 4000, 5, b'm'))
    t.ok(len(t.router.got) == 1 and t.router.got[0][1].sport not in (4000, port), 'ein: wherever they go', t.router.got)
    s = udp_socket('0.0.0.0', 4000)
    s.connect((HOP, 6))
    s.send(b'own')
    t.router.outcome()
    own = t.router.got[0][1].sport if t.router.got else 0
    t.ok(own not in (0, 4000, port), 'ein: nor does the router itself', own)
    t.router.send('ether1', udp(HOP, OUTSIDE, 6, own, b'for you'))
    t.equal((t.router.got, said(s)), ([], b'for you'), 'ein: which gets its answer')
    s.close()
    t.forget()
    t.router.send('ether1', udp(stranger, OUTSIDE, 77, port, b'hi'))
    t.equal([p for w, p in t.router.got if w == 'ether2'], [], 'ein: with its connections, the way in has gone')

    t.clear()
    t.load('/ip firewall nat add chain=srcnat action=endpoint-independent-nat protocol=udp randomise-ports=yes '
           'to-addresses=203.0.113.40-203.0.113.43 to-ports=20000-20999 comment=ein\n')
    seen = {}
    for n in range(20):
        for far in (FAR, stranger):
            t.router.send('ether2', udp('192.168.88.%d' % (30 + n), far, 20000 + n, 53, b'q'))
            for _, p in t.router.got:
                seen.setdefault(n, set()).add((p.src, p.sport))
    ends = {next(iter(s)) for s in seen.values()}
    t.ok(len(ends) == 20 and all(len(s) == 1 for s in seen.values()), 'ein: one public endpoint for each of 20 clients',
         seen)
    t.ok(all(a.startswith('203.0.113.4') and 20000 <= p < 21000 for a, p in ends) and len({a for a, _ in ends}) > 1,
         'ein: of the addresses and ports of the rule', ends)
    t.ok(sum(p == 20000 + n for n, s in seen.items() for _, p in s) < 10, 'ein: randomised, ports do not stay', seen)
    address, port = next(iter(seen[0]))
    t.router.send('ether1', udp(stranger, address, 77, port, b'hi'))
    t.equal([p for w, p in t.router.got if w == 'ether2'], [], 'ein: without a rule in dstnat no stranger comes in')
    t.router.send('ether1', udp(stranger, address, 53, port, b'a'))
    t.equal([(p.dst, p.dport) for _, p in t.router.got], [('192.168.88.30', 20000)], 'ein: only whom it spoke to')


def said(s):
    """What a socket has to say at once."""
    s.setblocking(False)
    try:
        return s.recv(100)
    except BlockingIOError:
        return None
    except ConnectionRefusedError:
        return ConnectionRefusedError


def rules(t):
    """Who meets the rules, and when."""
    t.clear()
    t.load('/ip firewall filter add chain=forward action=accept comment=f\n')
    t.crosses('before there are rules', 'ether2', udp(PC, FAR, 4000, 53, b'q'), 'ether1', udp(PC, FAR, 4000, 53, b'q'),
              'filter/f')
    ctl('/ip firewall nat add chain=srcnat action=masquerade out-interface=ether1 comment=m')
    ctl('/ip firewall nat add chain=srcnat action=accept place-before=0 src-address=192.168.88.11 comment=not')
    t.start()
    t.crosses('a connection that was there stays as it is', 'ether2', udp(PC, FAR, 4000, 53, b'q'), 'ether1',
              udp(PC, FAR, 4000, 53, b'q'), 'filter/f')
    t.crosses('a new one does not', 'ether2', udp(PC, FAR, 4001, 53, b'q'), 'ether1', udp(OUTSIDE, FAR, 4001, 53, b'q'),
              'm filter/f')
    t.crosses('accept exempts', 'ether2', udp(PC2, FAR, 4001, 53, b'q'), 'ether1', udp(PC2, FAR, 4001, 53, b'q'),
              'not filter/f')
    t.crosses('invalid packets are left alone', 'ether2', tcp(PC, FAR, 4001, 80, 'R'), 'ether1',
              tcp(PC, FAR, 4001, 80, 'R'), 'filter/f')
    ctl('/ip firewall nat remove [find]')
    t.crosses('without rules, what was translated still is', 'ether2', udp(PC, FAR, 4001, 53, b'q'), 'ether1',
              udp(OUTSIDE, FAR, 4001, 53, b'q'), 'filter/f')
    ctl('/ip firewall raw add chain=prerouting action=notrack comment=n')
    ctl('/ip firewall nat add chain=srcnat action=masquerade comment=m')
    t.start()
    t.crosses('untracked packets are left alone', 'ether2', udp(PC, FAR, 4002, 53, b'q'), 'ether1',
              udp(PC, FAR, 4002, 53, b'q'), 'raw/n filter/f')
    ctl('/ip firewall raw remove [find]')


def masquerade(t):
    """What ends with an address and with an interface."""
    t.clear()
    t.load('/ip firewall nat add chain=srcnat action=masquerade comment=m\n'
           '/ipv6 firewall nat add chain=srcnat action=masquerade comment=m\n')
    run('ip', 'addr', 'add', '203.0.113.9/24', 'dev', 'ether1')
    run('ip', 'route', 'add', '198.51.100.99', 'via', HOP, 'src', '203.0.113.9')

    def open_all():
        t.forget()
        t.router.send('ether2', udp(PC, FAR, 1, 53, b'q'))
        t.router.send('ether2', udp(PC, '198.51.100.99', 1, 53, b'q'))
        src = [p.src for _, p in t.router.got]
        t.router.send('ether2', udp(PC6, FAR6, 1, 53, b'q'))
        t.router.send('ether2', udp(PC, SERVER, 1, 53, b'q'))
        return src

    def left():
        return sorted(r['dst-address'] for w in ('ip', 'ipv6') for r in t.rows(w))

    t.equal(open_all(), ['203.0.113.9'], 'the preferred source of the route')
    t.equal(left(), sorted([FAR, '198.51.100.99', SERVER, FAR6]), 'four connections')
    run('ip', 'addr', 'del', '203.0.113.9/24', 'dev', 'ether1')
    t.ok(busywait(5, lambda: left() == sorted([FAR, SERVER, FAR6])), 'an address goes: only what had it ends', left())
    run('ip', 'link', 'set', 'ether1', 'down')
    t.ok(busywait(5, lambda: left() == [SERVER]), 'an interface goes down: what left by it ends', left())
    run('ip', 'link', 'set', 'ether1', 'up')
    run('ip', 'addr', 'flush', 'dev', 'ether3')
    t.ok(busywait(5, lambda: left() == []), 'the last address of another one', left())
    before = t.reason('nat-no-address')
    run('ip', 'addr', 'flush', 'scope', 'global')
    run('ip', 'route', 'add', '10.7.7.7', 'dev', 'ether3')
    t.router.send('ether2', udp(PC, '10.7.7.7', 1, 53, b'q'))
    t.equal((t.router.got, t.reason('nat-no-address')), ([], before + 1), 'no address to masquerade with: a named reason')


def main():
    t = NatTest()
    source(t)
    destination(t)
    errors(t)
    ports(t)
    local(t)
    clash(t)
    independent(t)
    rules(t)
    masquerade(t)
    t.end()


main()

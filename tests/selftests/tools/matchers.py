# SPDX-License-Identifier: GPL-2.0-only
"""
Every matcher against packets that match and that nearly match, in both families, in filter and in raw.

Each row of a table is a rule's text and, beside it, the same condition said in Python. All rows are loaded as
passthrough rules of one chain; then packets walk through, and after each the set of rules that counted it must be
exactly the set that Python expects. A rule that matched no packet, or every packet, would prove nothing and fails the
test.
"""
import ipaddress

from bed import Test
from packets import (DCCP, ICMP, ICMPV6, SCTP, TCP, UDP, UDPLITE, Packet, dccp, echo, error, gre, icmp, ip, sctp, tcp,
                     udp)

PORTS = (TCP, UDP, SCTP, DCCP, UDPLITE)
NUMBERS = {'tcp': TCP, 'udp': UDP, 'sctp': SCTP, 'dccp': DCCP, 'udp-lite': UDPLITE}


class Family:
    """The names of the two families for the same things."""

    def __init__(self, six):
        self.six = six
        self.menu = 'ipv6 firewall ' if six else 'ip firewall '
        self.icmp = 'icmpv6' if six else 'icmp'
        self.pc, self.pc2, self.pc3, self.odd = (
            ('2001:db8:88::10', '2001:db8:88::11', '2001:db8:88::1:10', '2001:db8:89::10') if six else
            ('192.168.88.10', '192.168.88.11', '192.168.88.138', '192.168.89.10'))
        self.far, self.far2, self.far3 = (('2001:db8:5000::7', '2001:db8:5000::8', '2001:db8:5001::7') if six else
                                          ('198.51.100.7', '198.51.100.8', '198.51.101.7'))

    def prefix(self, host, length):
        """host/length with the host bits left in, and the network."""
        return '%s/%d' % (host, length), ipaddress.ip_network('%s/%d' % (host, length), strict=False)


def inside(address, network):
    return ipaddress.ip_address(address) in network


def address_rows(f):
    rows = []
    for side, get in (('src', lambda p: p.src), ('dst', lambda p: p.dst)):
        one = f.pc if side == 'src' else f.far
        wide, network = f.prefix(one, 64 if f.six else 24)
        tight, pair = f.prefix(one, 127 if f.six else 31)
        name = side + '-address='
        rows += [(name + one, lambda p, g=get, a=one: g(p) == a),
                 (name + '!' + one, lambda p, g=get, a=one: g(p) != a),
                 (name + wide, lambda p, g=get, n=network: inside(g(p), n)),
                 (name + '!' + wide, lambda p, g=get, n=network: not inside(g(p), n)),
                 (name + tight, lambda p, g=get, n=pair: inside(g(p), n)),
                 (name + ('::/0' if f.six else '0.0.0.0/0'), None)]
        if not f.six:
            low, high = (ipaddress.ip_address(x) for x in (('192.168.88.9', '192.168.88.10') if side == 'src' else
                                                            ('198.51.100.8', '198.51.101.6')))
            text = '%s-%s' % (low, high)

            def between(p, g=get, low=low, high=high):
                return low <= ipaddress.ip_address(g(p)) <= high
            rows += [(name + text, between), (name + '!' + text, lambda p, b=between: not b(p))]
        listed = {'hosts': (f.pc, f.far2), 'nets': (f.prefix(f.pc, 64 if f.six else 24)[1],), 'off': (),
                  'nobody': ()}
        for lst, members in listed.items():
            def holds(p, g=get, members=members):
                return any(inside(g(p), ipaddress.ip_network(m)) for m in members)
            rows += [('%s-address-list=%s' % (side, lst), holds if members else False),
                     ('%s-address-list=!%s' % (side, lst), (lambda p, h=holds: not h(p)) if members else None)]
    return rows


def protocol_rows(f):
    icmp_number = ICMPV6 if f.six else ICMP
    rows = [('protocol=' + name, lambda p, n=number: p.proto == n)
            for name, number in list(NUMBERS.items()) + [('gre', 47), ('250', 250), (f.icmp, icmp_number)]]
    rows += [('protocol=!' + name, lambda p, n=number: p.proto != n)
             for name, number in (('tcp', TCP), ('250', 250), (f.icmp, icmp_number))]
    return rows


def port_rows():
    rows = []
    lists = {'80': [(80, 80)], '0': [(0, 0)], '65535': [(65535, 65535)],
             '22,80,1000-2000': [(22, 22), (80, 80), (1000, 2000)],
             '1-79,81-65535': [(1, 79), (81, 65535)],
             # More than fit into a rule: these are searched.
             '443,5,22,53,3000-3100,1000-1500,9999,81,1400-1499,7,9,11,13,15,17': [
                 (443, 443), (5, 5), (22, 22), (53, 53), (3000, 3100), (1000, 1500), (9999, 9999), (81, 81), (7, 7),
                 (9, 9), (11, 11), (13, 13), (15, 15), (17, 17)]}
    for text, ranges in lists.items():
        def within(port, ranges=ranges):
            return any(a <= port <= b for a, b in ranges)
        for proto in ('tcp', 'udp') if text != '80' else NUMBERS:
            number = NUMBERS[proto]

            def has(p, number=number):
                return p.proto == number and p.sport is not None
            for sign, want in (('', True), ('!', False)):
                rows += [('protocol=%s src-port=%s%s' % (proto, sign, text),
                          lambda p, h=has, w=within, want=want: h(p) and w(p.sport) == want),
                         ('protocol=%s dst-port=%s%s' % (proto, sign, text),
                          lambda p, h=has, w=within, want=want: h(p) and w(p.dport) == want),
                         ('protocol=%s port=%s%s' % (proto, sign, text),
                          lambda p, h=has, w=within, want=want: h(p) and (w(p.sport) or w(p.dport)) == want)]
    rows.append(('protocol=tcp src-port=1000-2000 dst-port=80 port=!22',
                 lambda p: p.proto == TCP and p.sport is not None and 1000 <= p.sport <= 2000 and p.dport == 80))
    return rows


def flag_rows():
    def flags(text):
        inverted = text.startswith('!,')
        items = (text[2:] if inverted else text).split(',')

        def test(p):
            if p.proto != TCP or p.flags is None:
                return False
            good = all((i[1:][0].upper() not in p.flags) if i[0] == '!' else (i[0].upper() in p.flags) for i in items)
            return good != inverted
        return test
    return [('protocol=tcp tcp-flags=' + text, flags(text))
            for text in ('syn', 'syn,!ack', '!syn,ack', 'syn,ack', '!syn', 'fin,psh,urg,!syn,!rst,!ack',
                         '!fin,!syn,!rst,!ack',
                         'rst', 'ece', 'cwr', 'ack,!cwr,!ece', '!,syn,ack')]


def icmp_rows(f):
    asks = 128 if f.six else 8
    lost = 1 if f.six else 3

    def test(kind, low, high):
        return lambda p: p.type is not None and p.type == kind and low <= p.code <= high
    rows = []
    for text, kind, low, high in (('%d' % asks, asks, 0, 255), ('%d:0' % asks, asks, 0, 0),
                                  ('%d:1-255' % asks, asks, 1, 255),
                                  ('%d:1-3' % lost, lost, 1, 3), ('%d:4' % lost, lost, 4, 4)):
        one = test(kind, low, high)
        rows += [('protocol=%s icmp-options=%s' % (f.icmp, text), one),
                 ('protocol=%s icmp-options=!%s' % (f.icmp, text), lambda p, o=one: p.type is not None and not o(p))]
    return rows


def header_rows(f, table):
    """What a rule of the forward chain sees has one hop less to live than what came in."""
    less = 1 if table == 'filter' else 0
    name = 'hop-limit' if f.six else 'ttl'
    rows = [(name + '=equal:9', lambda p: p.ttl - less == 9), (name + '=not-equal:9', lambda p: p.ttl - less != 9),
            (name + '=less-than:9', lambda p: p.ttl - less < 9), (name + '=less-than:10', lambda p: p.ttl - less < 10),
            (name + '=greater-than:9', lambda p: p.ttl - less > 9)]
    rows += [('dscp=46', lambda p: p.tos >> 2 == 46), ('dscp=!46', lambda p: p.tos >> 2 != 46),
             ('tos=185', lambda p: p.tos == 185), ('tos=!185', lambda p: p.tos != 185),
             ('tos=1/3', lambda p: p.tos & 3 == 1)]
    edge = 68 if f.six else 48
    rows += [('packet-size=%s%d-%d' % (sign, low, high), lambda p, s=sign, a=low, b=high: (a <= p.length <= b) != bool(s))
             for low, high in ((0, edge), (edge, edge), (edge + 1, 65535)) for sign in ('', '!')]
    mac = '02:00:00:00:02:02'
    rows += [('src-mac-address=' + mac, lambda p: p.way == 'ether2'),
             ('src-mac-address=!' + mac, lambda p: p.way != 'ether2'),
             ('src-mac-address=12:00:00:00:02:02', False)]
    for text, low, high in (('1460', 1460, 1460), ('0-1459', 0, 1459), ('1461-65535', 1461, 65535)):
        def has(p, low=low, high=high):
            return bool(mss(p)) and low <= mss(p) <= high
        rows += [('protocol=tcp tcp-mss=' + text, has),
                 ('protocol=tcp tcp-mss=!' + text, lambda p, h=has: p.proto == TCP and not h(p))]
    return rows + (extension_rows() if f.six else option_rows())


def mss(p):
    """What a SYN announces as its first option, or None."""
    if p.proto != TCP or 'S' not in p.flags or p.l4[20:22] != b'\2\4' or p.l4[12] >> 4 == 5:
        return None
    return int.from_bytes(p.l4[22:24], 'big')


def option_rows():
    """Of the options in these packets, the first one that is no no-operation is the only one."""
    def first(p):
        return p.data[20:p.at].lstrip(b'\1')[:1] or b'\0'

    def some(p):
        return p.at > 20 and p.data[20] != 0
    rows = [('ipv4-options=any', some), ('ipv4-options=none', lambda p: not some(p))]
    for name, kinds in (('record-route', b'\7'), ('timestamp', b'\x44'), ('router-alert', b'\x94')):
        rows += [('ipv4-options=' + name, lambda p, k=kinds: first(p) in k),
                 ('ipv4-options=no-' + name, lambda p, k=kinds: first(p) not in k)]
    # Nobody sends packets with source routes that a router would pass on.
    rows += [('ipv4-options=no-source-routing', None), ('ipv4-options=strict-source-routing', False),
             ('ipv4-options=loose-source-routing', False), ('fragment=no', None), ('fragment=yes', False)]
    return rows


def extension_rows():
    names = {0: 'hop', 60: 'dst', 43: 'route'}

    def has(p):
        return {names[n] for n in p.chain} | {'proto'}
    rows = []
    for text in ('proto', 'hop,proto', 'dst,proto', 'route,proto', 'hop,proto:contains', 'route:contains'):
        want = set(text.split(':')[0].split(','))

        def test(p, want=want, contains=text.endswith('contains')):
            return has(p) >= want if contains else has(p) == want
        rows += [('headers=' + text, test), ('headers=!' + text, lambda p, t=test: not t(p))]
    return rows


INTERFACE_LISTS = '''
/interface list
add name=LAN
add name=SIDE
add name=BOTH include=LAN,SIDE
add name=LESS include=BOTH exclude=SIDE
add name=STUBBORN include=LAN exclude=LAN
add name=EMPTY
/interface list member
add list=LAN interface=ether2
add list=SIDE interface=ether3
add list=STUBBORN interface=ether2
add list=EMPTY interface=ether2 disabled=yes
add list=EMPTY interface=no-such-one
'''


def interface_rows(direction):
    def get(p):
        return p.way if direction == 'in' else p.exit
    lists = {'LAN': ('ether2',), 'SIDE': ('ether3',), 'BOTH': ('ether2', 'ether3'), 'LESS': ('ether2',),
             'STUBBORN': ('ether2',)}
    rows = [('%s-interface=ether2' % direction, lambda p: get(p) == 'ether2'),
            ('%s-interface=!ether2' % direction, lambda p: get(p) != 'ether2')]
    for name, members in lists.items():
        rows += [('%s-interface-list=%s' % (direction, name), lambda p, m=members: get(p) in m),
                 ('%s-interface-list=!%s' % (direction, name), lambda p, m=members: get(p) not in m)]
    rows += [('%s-interface-list=all' % direction, None), ('%s-interface-list=none' % direction, False),
             ('%s-interface-list=static' % direction, None), ('%s-interface-list=dynamic' % direction, False),
             ('%s-interface-list=!none' % direction, None), ('%s-interface-list=EMPTY' % direction, False),
             ('%s-interface-list=!EMPTY' % direction, None)]
    return rows


def state_rows():
    rows = []
    for states in ('new', 'established', 'related', 'invalid', 'untracked', 'established,related',
                   'invalid,new,untracked'):
        names = states.split(',')
        rows += [('connection-state=' + states, lambda p, n=names: p.state in n),
                 ('connection-state=!' + states, lambda p, n=names: p.state not in n)]
    return rows


def mixed_rows(f):
    return [('protocol=tcp dst-port=80 in-interface=ether2 src-address=%s tcp-flags=syn' % f.pc,
             lambda p: (p.proto, p.dport, p.way, p.src) == (TCP, 80, 'ether2', f.pc) and p.flags and 'S' in p.flags),
            ('protocol=udp src-address=!%s dst-port=53 in-interface-list=!SIDE' % f.pc,
             lambda p: p.proto == UDP and p.src != f.pc and p.dport == 53 and p.way != 'ether3')]


def packets_of(f):
    """(name, wire in, wire out, packet, state) in the order in which they are sent."""
    pc, far = f.pc, f.far
    asks, lost = (128, 1) if f.six else (8, 3)
    answers = asks + 1 if f.six else 0
    rows = []

    def add(name, packet, state='new', way='ether2', out='ether1'):
        rows.append((name, way, out, packet, state))

    for n, (sport, dport) in enumerate(((1500, 80), (80, 1500), (999, 79), (2001, 81), (22, 0), (0, 65535), (65535, 22),
                                        (1000, 2000), (22, 80), (3, 1), (0, 80))):
        add('TCP %d to %d' % (sport, dport), tcp(pc, far, sport, dport))
        add('UDP %d to %d' % (sport, dport), udp(pc, far, sport, dport, b'x' * n))
    for name, make in (('SCTP', sctp), ('DCCP', dccp)):
        add(name + ' to 80', make(pc, far, 5, 80))
        add(name + ' from 80', make(pc, far, 80, 5))
        add(name + ' to 81', make(pc, far, 5, 81))
    for sport, dport in ((5, 80), (80, 5), (5, 81)):
        add('UDP-Lite %d to %d' % (sport, dport), udp(pc, far, sport, dport, b'lite', proto=UDPLITE))
    for ttl in (8, 9, 10, 11):
        add('TTL %d' % ttl, udp(pc, far, 43, 53, ttl=ttl))
    for tos in (184, 185, 187, 188, 1):
        add('TOS %d' % tos, udp(pc, far, 44, 53, tos=tos))
    for size in (0, 19, 20, 21):
        add('%d bytes' % size, udp(pc, far, 45, 53, b'x' * size))
    for size in (1459, 1460, 1461):
        add('a segment size of %d' % size, tcp(pc, far, size, 8080, options=b'\2\4' + size.to_bytes(2, 'big')))
    add('GRE', gre(pc, far))
    add('protocol 250', ip(pc, far, 250, b'0123456789'))
    add('protocol 251', ip(pc, far, 251, b'0123456789'))
    for name, src, dst in (('another source', f.pc2, far), ('a source outside', f.pc3, far),
                           ('a far source', f.odd, far),
                           ('another destination', pc, f.far2), ('a far destination', pc, f.far3)):
        add(name, udp(src, dst, 40, 53))
    add('from a third side', udp(pc, far, 41, 53), way='ether3')
    add('from a third side, TCP', tcp(pc, far, 41, 80), way='ether3')
    add('to a third side', udp(pc, '2001:db8:99::7' if f.six else '192.168.99.7', 41, 53), out='ether3')
    add('from the first side to the second', udp(far, pc, 42, 53), way='ether1', out='ether2')

    add('a connection opens', tcp(pc, far, 3000, 443, 'SEC', 100))
    add('it answers', tcp(far, pc, 443, 3000, 'SAE', 500, 101), 'established', 'ether1', 'ether2')
    add('it acknowledges', tcp(pc, far, 3000, 443, 'A', 101, 501), 'established')
    add('it sends', tcp(pc, far, 3000, 443, 'PA', 101, 501, b'data'), 'established')
    add('it speaks of congestion', tcp(pc, far, 3000, 443, 'AC', 105, 501), 'established')
    add('an error about it', error('2001:db8:113::2' if f.six else '203.0.113.2', pc, lost, 4,
                                   tcp(pc, far, 3000, 443, 'A', 101, 501)), 'related', 'ether1', 'ether2')
    add('it ends', tcp(pc, far, 3000, 443, 'FA', 105, 501), 'established')
    add('it is reset', tcp(far, pc, 443, 3000, 'R', 501), 'established', 'ether1', 'ether2')
    add('all lights on', tcp(pc, far, 3001, 443, 'FPU'), 'invalid')
    add('no flag', tcp(pc, far, 3002, 443, ''), 'invalid')
    add('SYN and FIN', tcp(pc, far, 3003, 443, 'SF'), 'invalid')
    add('a lone reset', tcp(pc, far, 3004, 443, 'R'), 'invalid')
    add('an error about nothing', error('2001:db8:113::2' if f.six else '203.0.113.2', pc, lost, 2,
                                        udp(pc, far, 3005, 443)), 'invalid', 'ether1', 'ether2')
    add('another error about nothing', error('2001:db8:113::2' if f.six else '203.0.113.2', pc, lost, 0,
                                             udp(pc, far, 3005, 443)), 'invalid', 'ether1', 'ether2')
    add('a ping', echo(pc, far, 77))
    add('its answer', echo(far, pc, 77, reply=True), 'established', 'ether1', 'ether2')
    add('an answer that nobody asked for', icmp(far, pc, answers, 0, b'\0\1\0\1'), 'invalid', 'ether1', 'ether2')
    add('a ping of another code', icmp(pc, far, asks, 3, b'\0\x09\0\1'))
    add('a question in UDP', udp(pc, far, 3100, 53, b'q'))
    add('again', udp(pc, far, 3100, 53, b'qq'), 'new')
    add('the answer', udp(far, pc, 53, 3100, b'a'), 'established', 'ether1', 'ether2')
    add('the next question', udp(pc, far, 3100, 53, b'qqq'), 'established')
    add('a packet without tracking', udp(pc, f.far2, 3200, 9999, b'free'), 'untracked')
    add('TCP without tracking', tcp(pc, f.far2, 3200, 9999, 'PA'), 'untracked')
    if f.six:
        add('hop-by-hop options, then TCP', ip(pc, far, TCP, tcp(pc, far, 3300, 80)[40:],
                                               extensions=[(0, b'\0\1\4\0\0\0\0')]))
        add('destination options, then UDP', ip(pc, far, UDP, udp(pc, far, 3301, 80)[40:],
                                                extensions=[(60, b'\0\1\4\0\0\0\0')]))
        add('routing header of no segments left', ip(pc, far, UDP, udp(pc, far, 3302, 80)[40:],
                                                     extensions=[(43, b'\0\4\0\0\0\0\0')]))
    else:
        add('IP options, then TCP', ip(pc, far, TCP, tcp(pc, far, 3300, 80)[20:], options=b'\1\1\1\0'))
        add('record route, then UDP', udp(pc, far, 3302, 80, options=b'\7\7\x08\0\0\0\0'))
        add('timestamp, then UDP', udp(pc, far, 3303, 80, options=b'\x44\x08\x09\0\0\0\0\0'),
            out='ether1:udp')    # counts the routers that found no room
        add('router alert, then UDP', udp(pc, far, 3304, 80, options=b'\1\x94\4\0\0'))
        add('many IP options, then UDP', udp(pc, far, 3301, 80, options=b'\1' * 39 + b'\0'))
    return rows


def load(t, f, table, chain, rows):
    lines = ['/%s%s' % (f.menu, table)]
    for n, (text, _) in enumerate(rows):
        lines.append('add chain=%s action=passthrough %s comment="%d"' % (chain, text, n))
    where = 'ipv6' if f.six else 'ip'
    lists = ['/%s firewall address-list' % where, 'add list=hosts address=%s' % f.pc,
             'add list=hosts address=%s' % f.far2,
             'add list=nets address=%s' % f.prefix(f.pc, 64 if f.six else 24)[0],
             'add list=nets address=%s' % f.pc, 'add list=off address=%s disabled=yes' % f.pc]
    untracked = []
    if table == 'filter':
        untracked = ['/%s firewall raw' % where,
                     'add chain=prerouting action=notrack protocol=udp dst-port=9999 comment=free-udp',
                     'add chain=prerouting action=notrack protocol=tcp dst-port=9999 comment=free-tcp']
    t.load(INTERFACE_LISTS + '\n'.join(lists + lines + untracked) + '\n')


def walk(t, f, table, chain, rows):
    matched = [0] * len(rows)
    sent = 0
    for name, way, out, packet, state in packets_of(f):
        p = Packet(packet)
        p.way, p.exit, p.state = way, out.split(':')[0], state
        hits = []
        for n, (_, test) in enumerate(rows):
            # True for "always" and "never" rows needs no lambda: None and False.
            if test is None or (test and test(p)):
                hits.append('%s/%d' % (table, n))
                matched[n] += 1
        if table == 'filter' and state == 'untracked':
            hits.append('raw/free-' + ('udp' if p.proto == UDP else 'tcp'))
        t.packet('%s %s: %s' % ('IPv6' if f.six else 'IPv4', table, name), way, packet,
                 out if ':' in out else out + ':same', hits)
        sent += 1
    dull = [rows[n][0] for n in range(len(rows))
            if rows[n][1] not in (None, False) and matched[n] in (0, sent)]
    t.equal(dull, [], '%s%s %s: every rule matched some packets and not others' % (f.menu, table, chain))


def main():
    t = Test()
    for six in (False, True):
        f = Family(six)
        common = address_rows(f) + protocol_rows(f) + port_rows() + flag_rows() + icmp_rows(f) + mixed_rows(f)
        for table, chain, rows in (
                ('filter', 'forward', common + interface_rows('in') + interface_rows('out') + state_rows()),
                ('raw', 'prerouting', common + interface_rows('in'))):
            rows = rows + header_rows(f, table)
            load(t, f, table, chain, rows)
            walk(t, f, table, chain, rows)
            t.totals('%s%s: every counter is exact' % (f.menu, table))
            t.round_trip()
            t.clear()
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Actions of mangle that change packets. What comes out is compared with the packet that went in, byte for byte, but for
what the rule changes, and every checksum is computed again.
"""
import os
import socket
import struct

from bed import Test, VNET, run
from packets import UDP, checksum, fragments, tcp, udp

NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7', '192.168.88.1'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1')}
MSS = b'\2\4\5\xb4'


def forwarded(packet, ttl=None, tos=None, df=None, options=None, mss=None):
    """The packet as it comes out: one hop less, and these fields different."""
    out = bytearray(packet)
    if packet[0] >> 4 == 6:
        out[7] = packet[7] - 1 if ttl is None else ttl
        if tos is not None:
            out[0] = out[0] & 0xf0 | tos >> 4
            out[1] = out[1] & 0x0f | (tos & 15) << 4
        at = 40
    else:
        at = 4 * (packet[0] & 15)
        out[8] = packet[8] - 1 if ttl is None else ttl
        if tos is not None:
            out[1] = tos
        if df is not None:
            out[6] = out[6] & ~0x40 | (0x40 if df else 0)
        if options is not None:
            out[20:at] = options
        out[10:12] = b'\0\0'
        out[10:12] = struct.pack('!H', checksum(bytes(out[:at])))
    if mss is not None:
        spot = packet.index(b'\2\4', at + 20)
        old, out[spot + 2:spot + 4] = packet[spot + 2:spot + 4], struct.pack('!H', mss)
        assert old != out[spot + 2:spot + 4]
    return bytes(out)


def same_but_l4(got, want):
    """As forwarded() has it; the TCP checksum, where something below it changed, has to be right and not the old one."""
    at = 40 if want[0] >> 4 == 6 else 4 * (want[0] & 15)
    proto = want[6] if want[0] >> 4 == 6 else want[9]
    if proto != 6:
        return got == want
    return got[:at + 16] + got[at + 18:] == want[:at + 16] + want[at + 18:]


def see(t, name, packet, want, hits, wire='ether1', **kw):
    """Sends packet by ether2: want, bytes or None, comes out by wire with right checksums."""
    t.router.send('ether2', packet, **kw)
    got = t.router.got
    good = not got if want is None else len(got) == 1 and got[0][0] == wire and \
        same_but_l4(got[0][1].data[:got[0][1].length], want) and got[0][1].checksum_ok()
    grown = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.ok(good and grown == {hit: 1 for hit in hits.split()}, name, 'out:  %s' % [(w, p.data.hex()) for w, p in got],
         'want: %s' % (want.hex() if want else None), 'counted: %s' % grown)


def ttl(t):
    _, pc, far, inside = NAMES[False]
    t.load('''/ip firewall mangle
add chain=prerouting action=change-ttl new-ttl=set:10 protocol=udp dst-port=1 comment=set
add chain=forward action=change-ttl new-ttl=increment:1 protocol=udp dst-port=2 comment=inc
add chain=postrouting action=change-ttl new-ttl=decrement:3 protocol=udp dst-port=3 passthrough=no comment=dec
add chain=postrouting action=drop protocol=udp dst-port=3 comment=never
add chain=forward action=change-ttl new-ttl=decrement:200 protocol=udp dst-port=4 comment=zero
add chain=prerouting action=change-ttl new-ttl=increment:255 protocol=udp dst-port=5 comment=all
add chain=forward action=passthrough ttl=equal:254 comment=seen
add chain=output action=change-ttl new-ttl=set:7 protocol=udp src-port=6 comment=out
''')
    for port, hits, value in ((1, 'set', 9), (2, 'inc', 64), (3, 'dec', 60), (4, 'zero', None), (5, 'all seen', 254)):
        packet = udp(pc, far, 9, port, b'x' * 5)
        see(t, 'TTL: %s' % hits, packet, None if value is None else forwarded(packet, ttl=value), hits)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((inside, 6))
        s.sendto(b'abc', (pc, 9))
        t.router.outcome()
        got = t.router.got
        t.ok(len(got) == 1 and got[0][1].ttl == 7 and got[0][1].checksum_ok(), 'TTL of what the router sends', got)
    t.clear()


def hop_limit(t):
    _, pc, far, _ = NAMES[True]
    t.load('''/ipv6 firewall mangle
add chain=prerouting action=change-hop-limit new-hop-limit=set:10 protocol=udp dst-port=1 comment=set
add chain=forward action=change-hop-limit new-hop-limit=increment:1 protocol=udp dst-port=2 comment=inc
add chain=postrouting action=change-hop-limit new-hop-limit=decrement:3 protocol=udp dst-port=3 comment=dec
add chain=forward action=change-hop-limit new-hop-limit=set:0 protocol=udp dst-port=4 comment=zero
''')
    for port, hits, value in ((1, 'set', 9), (2, 'inc', 64), (3, 'dec', 60), (4, 'zero', None)):
        packet = udp(pc, far, 9, port, b'x' * 5)
        see(t, 'hop limit: %s' % hits, packet, None if value is None else forwarded(packet, ttl=value), hits)
    t.clear()


def dscp(t, six):
    where, pc, far, _ = NAMES[six]
    t.load('''/%(w)s firewall mangle
add chain=forward action=change-dscp new-dscp=46 protocol=udp dst-port=1 comment=ef
add chain=prerouting action=set-priority new-priority=5 protocol=udp dst-port=2,3 comment=five
add chain=postrouting action=change-dscp new-dscp=from-priority protocol=udp dst-port=2 comment=from
%(high)s
add chain=postrouting action=passthrough dscp=46 comment=seen
''' % {'w': where, 'high': '' if six else 'add chain=forward action=change-dscp new-dscp=from-priority-to-high-3-bits '
                   'protocol=udp dst-port=3 comment=high'})
    for port, hits, value in ((1, 'ef seen', 46 << 2 | 1), (2, 'five from', 5 << 2 | 1),
                              (3, 'five' if six else 'five high', None if six else 40 << 2 | 1)):
        packet = udp(pc, far, 9, port, b'x' * 5, tos=0x01)
        see(t, '%s DSCP: %s' % (where, hits), packet, forwarded(packet, tos=value), hits)
    t.clear()


def mss(t, six):
    where, pc, far, _ = NAMES[six]
    head = 60 if six else 40
    t.load('''/%(w)s firewall mangle
add chain=forward action=change-mss new-mss=1300 protocol=tcp tcp-flags=syn dst-port=1 comment=number
add chain=forward action=change-mss new-mss=clamp-to-pmtu protocol=tcp tcp-flags=syn dst-port=2 out-interface=ether1 comment=clamp
add chain=postrouting action=change-mss new-mss=clamp-to-pmtu protocol=tcp tcp-flags=syn dst-port=3 comment=route
add chain=postrouting action=passthrough protocol=tcp tcp-mss=1300 comment=seen
''' % {'w': where})
    run('ip', 'link', 'set', 'ether1', 'mtu', '1400')
    ip = ('ip', '-6') if six else ('ip',)
    via = '2001:db8:113::2' if six else '203.0.113.2'
    other = '2001:db8:6000::7' if six else '198.18.0.7'
    run(*ip, 'route', 'add', other, 'via', via, 'mtu', '1300')
    for name, packet, hits, value in (
            ('a number', tcp(pc, far, 9, 1, options=MSS), 'number seen', 1300),
            ('at an odd place', tcp(pc, far, 10, 1, options=b'\1' + MSS + b'\3\3\7'), 'number seen', 1300),
            ('of a SYN with data', tcp(pc, far, 11, 1, options=MSS, payload=b'abc'), 'number seen', 1300),
            ('what is smaller stays', tcp(pc, far, 12, 1, options=b'\2\4\2\0'), 'number', None),
            ('without the option', tcp(pc, far, 13, 1), 'number', None),
            ('the interface', tcp(pc, far, 9, 2, options=MSS), 'clamp', 1400 - head),
            ('the route', tcp(pc, other, 9, 3, options=MSS), 'route', 1300 - head)):
        see(t, '%s MSS: %s' % (where, name), packet, forwarded(packet, mss=value), hits)
    # Whoever left the checksum to hardware has only the pseudo header in it.
    packet = bytearray(tcp(pc, far, 14, 1, options=MSS))
    at = 40 if six else 20
    plain = bytes(packet)
    length = len(packet) - at
    pseudo = plain[8:40] + struct.pack('!II', length, 6) if six else plain[12:20] + struct.pack('!HH', 6, length)
    packet[at + 16:at + 18] = struct.pack('!H', ~checksum(pseudo) & 0xffff)
    see(t, '%s MSS: a checksum that is left to hardware' % where, bytes(packet), forwarded(plain, mss=1300), 'number seen',
        header=struct.pack('=BBHHHH', 1, 0, 0, 0, 14 + at, 16))
    run('ip', 'link', 'set', 'ether1', 'mtu', '1500')
    run(*ip, 'route', 'del', other)
    t.clear()


def fragmenting(t):
    _, pc, far, _ = NAMES[False]
    t.load('''/ip firewall mangle
add chain=prerouting action=clear-df protocol=udp comment=df
''')
    small = udp(pc, far, 9, 1, b'x' * 5, df=True, ident=0x1234)
    see(t, 'DF: it is gone', small, forwarded(small, df=False), 'df')
    see(t, 'DF: it was not there', udp(pc, far, 9, 1, b'x' * 5, ident=0), forwarded(udp(pc, far, 9, 1, b'x' * 5, ident=0)),
        'df')
    run('ip', 'link', 'set', 'ether1', 'mtu', '1280')
    large = udp(pc, far, 9, 1, b'x' * 1400, df=True)
    t.router.send('ether2', large)
    got = [p for w, p in t.router.got if w == 'ether1']
    idents = {p.data[4:6] for p in got}
    t.ok(len(got) == 2 and all(p.fragment and p.length <= 1280 for p in got) and len(idents) == 1 and
         b'\0\0' not in idents, 'DF: what is too large goes in pieces that have a number', got, idents)
    t.grown()
    first, second = fragments(udp(pc, far, 9, 2, b'y' * 1400), 800, ident=7)
    first, second = (bytes(b[:6]) + bytes([b[6] | 0x40]) + bytes(b[7:10]) + b'\0\0' + bytes(b[12:]) for b in (first, second))
    first, second = (b[:10] + struct.pack('!H', checksum(b[:20])) + b[12:] for b in (first, second))
    t.router.send('ether2', first)
    t.router.send('ether2', second)
    got = [p for w, p in t.router.got if w == 'ether1']
    t.ok(len(got) == 2 and not any(p.data[6] & 0x40 for p in got), 'DF: of fragments that were put together', got)
    run('ip', 'link', 'set', 'ether1', 'mtu', '1500')
    t.clear()


def options(t):
    _, pc, far, _ = NAMES[False]
    t.load('''/ip firewall mangle
add chain=prerouting action=strip-ipv4-options protocol=udp dst-port=1 comment=pre
add chain=forward action=strip-ipv4-options protocol=udp dst-port=2 comment=fwd
add chain=forward action=passthrough ipv4-options=any comment=any
add chain=forward action=passthrough ipv4-options=record-route comment=rr
''')
    rr = b'\7\7\4\0\0\0\0\0'
    for port, hits in ((1, 'pre any'), (2, 'fwd any')):
        packet = udp(pc, far, 9, port, b'x' * 5, options=rr)
        see(t, 'options: %s' % hits, packet, forwarded(packet, options=b'\1' * 8), hits)
    packet = udp(pc, far, 9, 1, b'x' * 5)
    see(t, 'options: none', packet, forwarded(packet), 'pre')
    t.clear()


def tagged(t, wire):
    """(PCP, packet) of every UDP packet that came out by wire with a VLAN tag, without multicasts."""
    found = []
    while True:
        try:
            frame = os.read(t.router.wires[wire].fd, 70000)[VNET:]
        except BlockingIOError:
            return found
        if frame[12:14] == b'\x81\0' and not frame[0] & 1 and frame[18 + (6 if frame[18] >> 4 == 6 else 9)] == UDP:
            found.append((frame[14] >> 5, frame[18:]))


def priority(t, six):
    """A VLAN device makes the tag's priority of the packet's, and the other way round."""
    where, pc, far, _ = NAMES[six]
    ip = ('ip', '-6') if six else ('ip',)
    same_map = ['%d:%d' % (n, n) for n in range(8)]
    for wire in ('ether1', 'ether2'):
        run('ip', 'link', 'add', 'link', wire, 'name', wire + '.7', 'type', 'vlan', 'id', '7', 'egress-qos-map',
            *same_map, 'ingress-qos-map', *same_map)
        run('ip', 'link', 'set', wire + '.7', 'arp', 'off', 'up')
        run(*ip, 'address', 'add', ('2001:db8:7:%s::1/64' if six else '10.7.%s.1/24') % wire[-1], 'dev', wire + '.7')
    run(*ip, 'route', 'add', far, 'dev', 'ether1.7')
    t.load('''/%(w)s firewall mangle
add chain=prerouting action=set-priority new-priority=5 protocol=udp dst-port=1 comment=number
add chain=forward action=set-priority new-priority=from-dscp-high-3-bits protocol=udp dst-port=2 comment=high
add chain=postrouting action=set-priority new-priority=from-dscp protocol=udp dst-port=3 comment=low
add chain=prerouting action=set-priority new-priority=from-ingress protocol=udp dst-port=4 comment=ingress
add chain=prerouting action=set-priority new-priority=0 protocol=udp dst-port=5 comment=zero
add chain=prerouting action=set-priority new-priority=5 protocol=udp dst-port=6 comment=set
add chain=prerouting action=passthrough protocol=udp dst-port=6 ingress-priority=6 priority=5 comment=prerouting
add chain=prerouting action=passthrough protocol=udp dst-port=6 ingress-priority=5 comment=never
/%(w)s firewall raw
add chain=prerouting action=passthrough protocol=udp dst-port=6 ingress-priority=6 priority=0 comment=raw
add chain=prerouting action=passthrough protocol=udp dst-port=6 ingress-priority=!6 comment=never
/%(w)s firewall nat
add chain=dstnat action=passthrough protocol=udp dst-port=6 ingress-priority=6 priority=5 comment=dstnat
/%(w)s firewall filter
add chain=forward action=passthrough protocol=udp dst-port=6 priority=5 comment=forward
add chain=forward action=passthrough protocol=udp dst-port=6 priority=!5 comment=never
add chain=input action=passthrough protocol=udp dst-port=6 ingress-priority=6 priority=5 comment=input
add chain=input action=passthrough protocol=udp dst-port=6 ingress-priority=!6 comment=never
''' % {'w': where})
    way_in = {'set', 'prerouting', 'raw', 'dstnat'}
    for port, tos, want, hits in ((1, 0, 5, 'number'), (2, 0xa0, 5, 'high'), (3, 0x0c, 3, 'low'), (4, 0, 6, 'ingress'),
                                  (5, 0x10, 0, 'zero')):
        packet = udp(pc, far, 9, port, b'x' * 5, tos=tos)
        t.router.wires['ether2'].send_raw(b'\x81\0\xc0\7' + (b'\x86\xdd' if six else b'\x08\0') + packet)
        got = tagged(t, 'ether1')
        grown = {comment: count[0] for (_, comment), count in t.grown().items()}
        t.ok(got == [(want, forwarded(packet))] and grown == {hits: 1},
             '%s priority: %s, the tag has %d' % (where, hits, want), [(n, data.hex()) for n, data in got], grown)
    router = '2001:db8:7:2::1' if six else '10.7.2.1'
    for dst, last in ((far, 'forward'), (router, 'input')):
        packet = udp(pc, dst, 9, 6)
        t.router.wires['ether2'].send_raw(b'\x81\0\xc0\7' + (b'\x86\xdd' if six else b'\x08\0') + packet)
        got = tagged(t, 'ether1')
        grown = {comment: count[0] for (_, comment), count in t.grown().items()}
        t.ok(got == ([(5, forwarded(packet))] if dst == far else []) and
             grown == {comment: 1 for comment in way_in | {last}},
             '%s priority and ingress-priority: %s' % (where, last), [(n, data.hex()) for n, data in got], grown)
    for wire in ('ether1', 'ether2'):
        run('ip', 'link', 'del', wire + '.7')
    t.clear()


def main():
    t = Test()
    ttl(t)
    hop_limit(t)
    for six in (False, True):
        dscp(t, six)
        mss(t, six)
    fragmenting(t)
    options(t)
    for six in (False, True):
        priority(t, six)
    t.end()


main()

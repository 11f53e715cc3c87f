# SPDX-License-Identifier: GPL-2.0-only
"""
action=snpt and dnpt. The network behind ether2 appears as 2001:db8:aaaa::/48: what comes out is compared byte for byte
with what went in, but for one address; the transport checksum is the sender's own, and still right.
"""
import ipaddress
import struct

from bed import Test, json_items, udp_socket
from gso_packets import header, partial
from packets import TCP, UDP, echo, error, fragments, pack_address, tcp, udp

PC, INSIDE, FAR, OUTSIDE = '2001:db8:88::10', '2001:db8:88::1', '2001:db8:5000::7', '2001:db8:113::1'
INNER, OUTER = '2001:db8:88::', '2001:db8:aaaa::'
NPT = '''/ipv6 firewall mangle
add chain=postrouting action=accept protocol=icmpv6 icmp-options=143 comment=noise
add chain=prerouting action=dnpt src-prefix=2001:db8:aaaa::/48 dst-prefix=2001:db8:88::/48 in-interface=ether1 comment=in
add chain=postrouting action=snpt src-prefix=2001:db8:88::/48 dst-prefix=2001:db8:aaaa::/48 out-interface=ether1 comment=out
'''


def words(address):
    return struct.unpack('!8H', ipaddress.IPv6Address(address).packed)


def total(numbers):
    value = sum(numbers)
    while value >> 16:
        value = (value & 0xffff) + (value >> 16)
    return value


def mapped(address):
    """The address in the outer prefix, as RFC 6296 says."""
    got = list(words(address))
    got[:3] = words(OUTER)[:3]
    got[3] = total((words(address)[3], total(words(INNER)), 0xffff ^ total(words(OUTER)))) % 0xffff
    return str(ipaddress.IPv6Address(struct.pack('!8H', *got)))


OUT = mapped(PC)


def moved(packet, old, new, hops=1):
    """The packet with another address wherever it has the old one, and hops less to live."""
    out = packet.replace(pack_address(old), pack_address(new))
    return out[:7] + bytes([packet[7] - hops]) + out[8:]


def see(t, name, wire, packet, want, hits, out=None, **kw):
    """Sends packet by wire: want, bytes or None, comes out by the other one."""
    t.router.send(wire, packet, **kw)
    got = [(w, p.data[:p.length]) for w, p in t.router.got]
    wanted = [] if want is None else [(out or {'ether1': 'ether2', 'ether2': 'ether1'}[wire], want)]
    good = got == wanted and all(p.fragment or p.checksum_ok() for _, p in t.router.got)
    counted = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.ok(good and counted == {hit: 1 for hit in hits.split()}, name, 'out:  %s' % [(w, d[:120].hex()) for w, d in got],
         'want: %s' % [(w, d[:120].hex()) for w, d in wanted], 'counted: %s' % counted)


def tracked(t):
    t.load(NPT + '''/ipv6 firewall filter
add chain=forward action=accept connection-state=established comment=est
add chain=forward action=accept connection-state=related comment=rel
add chain=forward action=accept connection-state=new in-interface=ether2 comment=new
add chain=forward action=accept connection-state=new dst-port=53 dst-address=2001:db8:88::10 protocol=udp comment=server
add chain=forward action=drop comment=rest
add chain=output action=passthrough comment=router protocol=icmpv6 icmp-options=3
''')
    there = udp(PC, FAR, 9, 80, b'question')
    back = udp(FAR, OUT, 80, 9, b'answer')
    see(t, 'UDP leaves', 'ether2', there, moved(there, PC, OUT), 'new out')
    see(t, 'UDP comes back', 'ether1', back, moved(back, OUT, PC), 'in est')
    see(t, 'UDP leaves again', 'ether2', there, moved(there, PC, OUT), 'est out')
    for name, packet, hits in (
            ('SYN', tcp(PC, FAR, 9, 80, 'S', 100), 'new out'), ('SYN and ACK', tcp(FAR, OUT, 80, 9, 'SA', 500, 101), 'in est'),
            ('ACK', tcp(PC, FAR, 9, 80, 'A', 101, 501), 'est out'),
            ('data', tcp(FAR, OUT, 80, 9, 'PA', 501, 101, b'hello'), 'in est')):
        leaves = hits.endswith('out')
        see(t, 'TCP: ' + name, 'ether2' if leaves else 'ether1', packet,
            moved(packet, PC, OUT) if leaves else moved(packet, OUT, PC), hits)
    data = bytes(range(256)) * 16
    many = partial(tcp(PC, FAR, 9, 80, 'PA', 101, 506, data), True, TCP)
    t.router.send('ether2', many, header=header(True, TCP, 1000))
    got = [p for w, p in t.router.got if w == 'ether1']
    t.ok(b''.join(p.payload for p in got) == data and all(p.src == OUT and p.checksum_ok() for p in got),
         'TCP: many segments at once, checksums left to others', got)
    question = partial(udp(PC, FAR, 9, 80, b'unfinished'), True, UDP)
    t.router.send('ether2', question, header=header(True, UDP, 0))
    t.ok([(p.src, p.checksum_ok()) for _, p in t.router.got] == [(OUT, True)], 'UDP: a checksum left to others')
    t.grown()
    ping, pong = echo(PC, FAR), echo(FAR, OUT, reply=True)
    see(t, 'a ping leaves', 'ether2', ping, moved(ping, PC, OUT), 'new out')
    see(t, 'and is answered', 'ether1', pong, moved(pong, OUT, PC), 'in est')
    for name, kind, code in (('too big', 2, 0), ('unreachable', 1, 3)):
        about = error('2001:db8:77::1', OUT, kind, code, moved(there, PC, OUT))
        see(t, 'an error comes back: ' + name, 'ether1', about, moved(about, OUT, PC), 'in rel')
    stranger = udp(FAR, OUT, 1000, 1000, b'hello')
    see(t, 'nobody asked', 'ether1', stranger, None, 'in rest')
    asks = udp(FAR, OUT, 1000, 53, b'hello')
    see(t, 'a server is asked', 'ether1', asks, moved(asks, OUT, PC), 'in server')
    answers = udp(PC, FAR, 53, 1000, b'yes')
    see(t, 'and answers', 'ether2', answers, moved(answers, PC, OUT), 'est out')
    about = error(PC, FAR, 1, 4, moved(asks, OUT, PC))
    see(t, 'or says that there is none', 'ether2', about, moved(about, PC, OUT), 'rel out')
    asks = udp(FAR, OUT, 1000, 53, b'hello', ttl=1)
    t.router.send('ether1', asks)
    t.ok([(w, p.type, p.src, p.checksum_ok(), p.quoted[8:40]) for w, p in t.router.got] ==
         [('ether1', 3, OUTSIDE, True, asks[8:40])], 'an error of the router quotes what its sender had sent', t.router.got)
    t.grown()
    whole = udp(PC, FAR, 9, 80, b'z' * 1592)
    pieces = fragments(whole, 800)
    for piece in pieces:
        t.router.send('ether2', piece)
    got = [p.data[:p.length] for w, p in t.router.got]
    t.ok(len(got) == 2 and all(d[8:24] == pack_address(OUT) for d in got) and
         b''.join(d[48:] for d in got) == whole[40:], 'fragments', [d[:64].hex() for d in got])
    known = {(c['src-address'], c['dst-address']) for c in json_items('/ipv6 firewall connection print')}
    t.equal(known, {(PC, FAR), (FAR, PC)}, 'connections are those of the inner side')
    t.round_trip()
    t.clear()


def untracked(t):
    """Stateless, with a rule of raw in front."""
    t.load('''/ipv6 firewall raw
add chain=prerouting action=notrack comment=raw
''' + NPT)
    there, back = tcp(PC, FAR, 9, 80, 'A', 7, 7, b'x'), tcp(FAR, OUT, 80, 9, 'A', 7, 8, b'y')
    see(t, 'untracked: there', 'ether2', there, moved(there, PC, OUT), 'raw out')
    see(t, 'untracked: and back', 'ether1', back, moved(back, OUT, PC), 'raw in')
    for piece in fragments(udp(PC, FAR, 9, 80, b'z' * 1592), 800):
        see(t, 'untracked: a fragment', 'ether2', piece, moved(piece, PC, OUT), 'raw out')
    before = t.netlink.reasons().get('mangle-drop', 0)
    see(t, 'a subnet that has no counterpart', 'ether2', udp('2001:db8:88:ffff::1', FAR, 1, 1), None, 'raw out')
    t.equal(t.netlink.reasons()['mangle-drop'], before + 1, 'is dropped by name')
    other = udp('2001:db8:89::1', FAR, 1, 1)
    see(t, 'another network', 'ether2', other, moved(other, FAR, FAR), 'raw out')
    t.clear()


def local(t):
    """What the router itself receives and sends."""
    t.load('''/ipv6 firewall mangle
add chain=input action=snpt src-prefix=2001:db8:88::/48 dst-prefix=2001:db8:aaaa::/48 protocol=udp comment=in
add chain=output action=dnpt src-prefix=2001:db8:aaaa::/48 dst-prefix=2001:db8:88::/48 protocol=udp comment=out
add chain=postrouting action=passthrough out-interface=ether2 protocol=udp comment=back
''')
    with udp_socket('::', 5000, 10) as s:
        t.router.send('ether2', udp(PC, INSIDE, 9, 5000, b'hello'))
        data, peer = s.recvfrom(100)
        t.equal((data, peer[:2]), (b'hello', (OUT, 9)), 'the router hears from the other address')
        s.sendto(b'answer', peer)
        t.router.outcome()
        t.equal([(w, p.dst, p.payload, p.checksum_ok()) for w, p in t.router.got], [('ether2', PC, b'answer', True)],
                'and answers there, by the way to where it really is')
    counted = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.equal(counted, {'in': 1, 'out': 1, 'back': 1}, 'both rules count')
    t.clear()


def fast(t):
    """FastTrack passes by rules, but not by these."""
    t.load(NPT + '''/ipv6 firewall filter
add chain=forward action=fasttrack-connection comment=fast
''')
    there, back = udp(PC, FAR, 9, 80, b'question'), udp(FAR, OUT, 80, 9, b'answer')
    for n in range(4):
        see(t, 'a connection for FastTrack: there', 'ether2', there, moved(there, PC, OUT), 'fast out')
        see(t, 'a connection for FastTrack: and back', 'ether1', back, moved(back, OUT, PC), 'in fast')
    t.clear()


def main():
    t = Test()
    tracked(t)
    untracked(t)
    local(t)
    fast(t)
    t.end()


main()

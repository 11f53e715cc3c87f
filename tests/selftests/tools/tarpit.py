# SPDX-License-Identifier: GPL-2.0-only
"""
action=tarpit: the answer to every segment by its bytes, a client with a kernel of its own that is held, what translation
and tracking make of it, and the bound on answers.
"""
import os
import socket
import struct
import time

from bed import Test, busywait, json_items, new_netns, run, tcp_listener
from packets import fragments, tcp, udp

PC, FAR, INSIDE, OUTSIDE = '192.168.88.10', '198.51.100.7', '192.168.88.1', '203.0.113.1'


def say(t, name, target, want, hits, flags, seq=1000, ack=0, payload=b'', sport=9, **kw):
    """Sends one segment by ether2; want: flags, sequence number and acknowledgement of the answer, or None."""
    packet = tcp(PC, target, sport, 80, flags, seq, ack, payload, **kw)
    t.packet(name, 'ether2', packet, 'ether2:tcp ' + want[0] if want else '', hits)
    if not want:
        return None
    p = t.router.got[0][1]
    window, = struct.unpack('!H', p.l4[14:16])
    got = (p.src, p.dst, p.sport, p.dport, window, len(p.l4), p.ack, p.checksum_ok(), p.data[0])
    t.equal(got, (target, PC, 80, sport, 0, 20, want[2] & 0xffffffff, True, 0x45), name + ': addresses, ports, window 0, checksum')
    if want[1] is not None:
        t.equal(p.seq, want[1] & 0xffffffff, name + ': its number')
    return p.seq


def segments(t):
    t.load('''/ip firewall filter
add chain=input action=tarpit protocol=tcp comment=input
add chain=forward action=tarpit protocol=tcp comment=forward
''')
    before = t.netlink.reasons()
    for chain, target in (('forward', FAR), ('input', INSIDE)):
        for begin in (1000, 0xffffffff):
            name = '%s %d: ' % (chain, begin)
            ours = say(t, name + 'SYN', target, ('SA', None, begin + 1), chain, 'S', begin)
            say(t, name + 'SYN again', target, ('SA', ours, begin + 1), chain, 'S', begin)
            say(t, name + 'SYN with data and options', target, ('SA', ours, begin + 1), chain, 'S', begin, payload=b'early',
                options=b'\2\4\5\xb4\3\3\7')
            say(t, name + 'the handshake ends', target, None, chain, 'A', begin + 1, ours + 1)
            for what, flags, seq, payload in (('data', 'PA', begin + 1, b'x' * 100), ('a probe', 'A', begin, b''),
                                              ('a probe with a byte', 'A', begin + 1, b'y'), ('FIN', 'FA', begin + 1, b'')):
                say(t, name + what, target, ('A', ours + 1, begin + 1), chain, flags, seq, ours + 1, payload)
            for what, flags in (('RST', 'R'), ('RST and ACK', 'RA'), ('SYN and ACK', 'SA'), ('nothing', 'P')):
                say(t, name + what, target, None, chain, flags, begin + 1, ours + 1)
            say(t, name + 'a connection of others', target, ('A', 777, begin + 0x100000), chain, 'PA', begin + 0x100000,
                777, b'data')
        other = say(t, chain + ': another port', target, ('SA', None, 1), chain, 'S', 0, sport=10)
        t.ok((other - ours - 1) & 0xffffffff, chain + ': has other numbers')
        say(t, chain + ': a wrong checksum', target, None, chain, 'S', bad=True)
    t.packet('to a group', 'ether2', tcp(PC, '255.255.255.255', 9, 80), '', 'input')
    t.packet('UDP', 'ether2', udp(PC, FAR, 9, 80), 'ether1:same', '')
    for n, piece in enumerate(fragments(tcp(PC, FAR, 9, 80, 'A', 5, 5, b'z' * 1580), 800)):
        t.packet('fragments are put together', 'ether2', piece, ('', 'ether2:tcp A')[n], ['forward'] if n else [],
                 length=1620)
    t.totals('segments: every counter is exact')
    after = t.netlink.reasons()
    dropped = sum(count[0] for count in t.expected.values())
    t.equal(after['filter-tarpit'] - before.get('filter-tarpit', 0), dropped, 'each packet has a reason')
    t.equal([c for c in json_items('/ip firewall connection print') if c.get('protocol') == 'tcp'], [],
            'no connection is left')
    t.clear()
    t.load('''/ip firewall raw
add chain=prerouting action=notrack protocol=tcp comment=free
/ip firewall filter
add chain=forward action=tarpit protocol=tcp comment=forward
add chain=output action=passthrough protocol=tcp comment=answer
add chain=output action=passthrough protocol=tcp connection-state=related comment=related
''')
    t.router.send('ether2', tcp(PC, FAR, 9, 80))
    t.equal([(w, str(p)) for w, p in t.router.got], [('ether2', 'tcp SA')], 'what is not tracked is held, too')
    for piece in fragments(tcp(PC, FAR, 9, 80, 'A', 5, 5, b'z' * 1580), 800):
        t.equal(t.router.send('ether2', piece), '', 'fragments get no answer')
    counted = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.equal(counted, {'free': 3, 'forward': 3, 'answer': 1, 'related': 1}, 'answers pass the output chain as related ones')
    t.clear()


def translated(t):
    """The answer comes from whom the peer has asked."""
    t.load('''/ip firewall nat
add chain=dstnat action=dst-nat to-addresses=192.168.88.10 to-ports=8080 protocol=tcp dst-address=203.0.113.1 comment=nat
/ip firewall filter
add chain=forward action=tarpit protocol=tcp dst-port=8080 dst-address=192.168.88.10 comment=tarpit
''')
    hits, ours = ['nat/nat', 'tarpit'], 0
    for flags, seq, ack, payload, want in (('S', 50, 0, b'', 'SA'), ('A', 51, None, b'', None), ('PA', 51, None, b'data', 'A')):
        if ack is None:
            ack = ours + 1
        packet = tcp('198.51.100.9', OUTSIDE, 1234, 80, flags, seq, ack, payload)
        t.packet('translated: ' + flags, 'ether1', packet, 'ether1:tcp ' + want if want else '', hits)
        if want:
            p = t.router.got[0][1]
            t.equal((p.src, p.sport, p.dst, p.dport, p.ack, p.checksum_ok()),
                    (OUTSIDE, 80, '198.51.100.9', 1234, 51, True), 'translated: the answer to ' + flags)
            if want == 'SA':
                ours = p.seq
            t.equal(p.seq, ours + (want == 'A') & 0xffffffff, 'translated: its number')
    t.clear()


def peer(reader, writer):
    """In a child with a network of its own: connects, sends, says how it stands whenever it is asked."""
    new_netns()
    os.write(writer, b'n')
    os.read(reader, 1)
    run('ip', '-batch', '-', stdin='link set peer up\naddr add 10.7.0.2/24 dev peer\n')
    s = socket.create_connection(('10.7.0.1', 80))
    s.setblocking(False)
    sent = 0
    try:
        while True:
            sent += s.send(b'x' * 10000)
    except BlockingIOError:
        pass
    while True:
        info = s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 232)
        state, _, _, probes, backoff = info[:5]
        bytes_acked, = struct.unpack_from('=Q', info, 120)
        os.write(writer, struct.pack('=5Q', sent, state, probes, backoff, bytes_acked))
        if os.read(reader, 1) != b'?':
            os._exit(0)


def held(t):
    """A client with a kernel of its own: it connects, and then it waits, and asks, and is told to wait."""
    t.load('''/ip firewall filter
add chain=input action=tarpit protocol=tcp in-interface=tarpit dst-port=80 comment=tarpit
''')
    listener = tcp_listener('0.0.0.0', 80)
    listener.setblocking(False)
    to_child, to_parent = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            peer(to_child[0], to_parent[1])
        finally:
            os._exit(1)
    os.close(to_parent[1])
    os.read(to_parent[0], 1)
    run('ip', '-batch', '-', stdin='link add tarpit type veth peer name peer netns %d\nlink set tarpit up\n'
        'addr add 10.7.0.1/24 dev tarpit\n' % child)
    os.write(to_child[1], b'g')

    def look():
        data = os.read(to_parent[0], 40)
        os.write(to_child[1], b'?')
        return struct.unpack('=5Q', data) if len(data) == 40 else None

    status = look()
    t.ok(status and status[0] > 10000, 'a client connects and sends', status)
    # The interval doubles with each probe; all were answered, or their number would be that of the backoff.
    status = busywait(20, lambda: (lambda now: now if not now or now[3] >= 2 else None)(look()))
    t.ok(status and status[1] == 1 and status[3] >= 2 and status[2] <= 1 and status[4] <= 1,
         'it is connected, asks, is answered, and nothing has been acknowledged', status)
    try:
        listener.accept()
        accepted = True
    except BlockingIOError:
        accepted = False
    t.ok(not accepted, 'the server never heard of it')
    counted = t.grown().get(('ip firewall filter', 'tarpit'), [0, 0])
    t.ok(counted[0] >= 4, 'the rule counts SYN, ACK and probes', counted)
    os.write(to_child[1], b'q')
    os.waitpid(child, 0)
    listener.close()
    run('ip', 'link', 'del', 'tarpit')
    t.clear()


def bound(t):
    """However many ask: five hundred a second are answered, the others are dropped."""
    t.load('''/ip firewall raw
add chain=prerouting action=notrack
/ip firewall filter
add chain=forward action=tarpit protocol=tcp
''')
    before, begun, sent = t.netlink.reasons(), time.monotonic(), 0
    packet = tcp(PC, FAR, 9, 80)
    while sent < 100000 and t.netlink.reasons().get('tarpit-limit', 0) == before.get('tarpit-limit', 0):
        for _ in range(1000):
            t.router.wires['ether2'].send(packet)
        sent += 1000
    passed = time.monotonic() - begun
    after = t.netlink.reasons()
    answered, limited = (after.get(r, 0) - before.get(r, 0) for r in ('filter-tarpit', 'tarpit-limit'))
    t.ok(limited and answered + limited == sent and answered <= 500 * (passed + 2), 'answers are limited',
         answered, limited, sent, passed)
    t.router.outcome()
    t.clear()


def main():
    t = Test()
    segments(t)
    translated(t)
    held(t)
    bound(t)
    t.end()


main()

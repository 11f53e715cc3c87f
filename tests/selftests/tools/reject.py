# SPDX-License-Identifier: GPL-2.0-only
"""
Every value of reject-with, in both families: the answer that comes out, byte for byte where it matters, and the
packets that get none.
"""
import socket
import struct

from bed import Test, udp_socket
from packets import echo, error, fragments, gre, tcp, udp

VALUES = {False: {'icmp-network-unreachable': (3, 0), 'icmp-host-unreachable': (3, 1),
                  'icmp-protocol-unreachable': (3, 2),
                  'icmp-port-unreachable': (3, 3), 'icmp-net-prohibited': (3, 9), 'icmp-host-prohibited': (3, 10),
                  'icmp-admin-prohibited': (3, 13)},
          True: {'icmp-no-route': (1, 0), 'icmp-admin-prohibited': (1, 1), 'icmp-not-neighbour': (1, 2),
                 'icmp-address-unreachable': (1, 3), 'icmp-port-unreachable': (1, 4),
                 'icmp-err-src-routing-header': (1, 7),
                 'icmp-headers-too-long': (1, 8)}}
NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7', '192.168.88.1', '224.0.1.1', '192.168.88.255'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1', 'ff0e::1', None)}


def answer(t, name, sent, kind, code, source):
    """What came out is that error, about what was sent, and well formed."""
    got = t.router.got
    if not t.ok(len(got) == 1, name + ': one answer', got):
        return
    p = got[0][1]
    quoted = p.quoted[:len(sent)] if p.type is not None else b''
    shown = len(quoted) if len(sent) > len(quoted) else len(sent)
    ttl = 7 if p.six else 8
    # The quote is the packet as it was when it was rejected: through the router, one hop less to live.
    whole = sent[:ttl] == quoted[:ttl] and quoted[12:shown] == sent[12:shown]
    t.ok((p.type, p.code, p.src, p.checksum_ok(), whole) == (kind, code, source, True, True) and shown >= 28,
         name + ': type, code, source, checksum, quoted packet', (p.type, p.code, p.src, p.checksum_ok()), quoted.hex(),
         sent.hex())


def errors(t, six):
    where, pc, far, inside, _, _ = NAMES[six]
    lines = ['/%s firewall filter' % where]
    values = list(VALUES[six])
    for n, value in enumerate(values):
        for chain in ('forward', 'input'):
            lines.append('add chain=%s action=reject reject-with=%s protocol=udp dst-port=%d comment=%s-%s' %
                         (chain, value, 100 + n, chain, value))
            lines.append('add chain=%s action=reject reject-with=%s protocol=tcp dst-port=%d comment=%s-tcp-%s' %
                         (chain, value, 100 + n, chain, value))
    for chain in ('forward', 'input'):
        lines += ['add chain=%s action=reject protocol=udp dst-port=99 comment=%s-default' % (chain, chain),
                  'add chain=%s action=reject reject-with=%s protocol=gre comment=%s-gre' % (chain, values[-1], chain),
                  'add chain=%s action=reject reject-with=%s protocol=%s comment=%s-icmp' %
                  (chain, values[1], 'icmpv6' if six else 'icmp', chain)]
    t.load('\n'.join(lines) + '\n')
    for chain, target in (('forward', far), ('input', inside)):
        for n, (value, (kind, code)) in enumerate(VALUES[six].items()):
            packet = udp(pc, target, 9, 100 + n, b'payload of some length')
            name = '%s %s %s' % (where, chain, value)
            t.packet(name, 'ether2', packet, 'ether2:icmp %d:%d' % (kind, code), '%s-%s' % (chain, value))
            answer(t, name, packet, kind, code, inside)
            t.packet(name + ' for TCP', 'ether2', tcp(pc, target, 9, 100 + n), 'ether2:icmp %d:%d' % (kind, code),
                     '%s-tcp-%s' % (chain, value))
        kind, code = (1, 0) if six else (3, 0)
        t.packet('%s %s: without reject-with' % (where, chain), 'ether2', udp(pc, target, 9, 99),
                 'ether2:icmp %d:%d' % (kind, code), chain + '-default')
        kind, code = VALUES[six][values[-1]]
        t.packet('%s %s: GRE' % (where, chain), 'ether2', gre(pc, target), 'ether2:icmp %d:%d' % (kind, code),
                 chain + '-gre')
        kind, code = VALUES[six][values[1]]
        t.packet('%s %s: a ping' % (where, chain), 'ether2', echo(pc, target), 'ether2:icmp %d:%d' % (kind, code),
                 chain + '-icmp')
    t.totals('%s errors: every counter is exact' % where)
    t.round_trip('%s errors: export, import, export gives the same bytes' % where)
    t.clear()


def resets(t, six):
    where, pc, far, inside, _, _ = NAMES[six]
    t.load('''/%(w)s firewall filter
add chain=forward action=reject reject-with=tcp-reset protocol=tcp comment=forward
add chain=input action=reject reject-with=tcp-reset protocol=tcp comment=input
''' % {'w': where})
    for chain, target in (('forward', far), ('input', inside)):
        for flags, seq, ack, payload, want in (
                ('S', 1000, 0, b'', ('RA', 0, 1001)),
                ('S', 1000, 0, b'fast', ('RA', 0, 1005)),
                ('S', 0xffffffff, 0, b'', ('RA', 0, 0)),
                ('A', 7000, 123456, b'', ('R', 123456, 0)),
                ('PA', 7000, 123456, b'data', ('R', 123456, 0)),
                ('FA', 7000, 99, b'', ('R', 99, 0)),
                ('F', 7000, 0, b'', ('RA', 0, 7001)),
                ('P', 7000, 0, b'12345', ('RA', 0, 7005))):
            name = '%s %s: reset for %s' % (where, chain, flags)
            got = t.packet(name, 'ether2', tcp(pc, target, 9, 80, flags, seq, ack, payload), 'ether2:tcp ' + want[0],
                           chain)
            p = got[0][1] if got else None
            t.ok(p and (p.flags, p.seq, p.ack, p.src, p.dst, p.sport, p.dport, p.checksum_ok(), p.payload) ==
                 (*want, target, pc, 80, 9, True, b''), name + ': numbers, addresses, ports, checksum',
                 vars(p) if p else None, want)
        t.packet('%s %s: no reset for a reset' % (where, chain), 'ether2', tcp(pc, target, 9, 80, 'R', 5), '', chain)
        t.packet('%s %s: nor for a bad checksum' % (where, chain), 'ether2', tcp(pc, target, 9, 80, bad=True), '',
                 chain)
        t.packet('%s %s: UDP is not TCP' % (where, chain), 'ether2', udp(pc, target, 9, 80), 'ether1:same' if
                 chain == 'forward' else 'ether2:icmp %s' % ('1:4' if six else '3:3'), '')
    t.totals('%s resets: every counter is exact' % where)
    t.clear()


def silent(t, six):
    where, pc, far, inside, group, broadcast = NAMES[six]
    t.load('''/%(w)s firewall raw
add chain=prerouting action=notrack protocol=gre comment=free
/%(w)s firewall filter
add chain=forward action=reject reject-with=%(v)s comment=forward
add chain=input action=reject reject-with=%(v)s comment=input
''' % {'w': where, 'v': 'icmp-port-unreachable'})
    before = t.netlink.reasons()
    lost = 1 if six else 3
    target = (far, 'forward')
    t.packet('%s: no error about an error' % where, 'ether2', error(pc, far, lost, 1, udp(far, pc, 1, 1)), '',
             target[1])
    t.packet('%s: nor to the router' % where, 'ether2', error(pc, inside, lost, 1, udp(inside, pc, 1, 1)), '', 'input')
    count = 2
    with udp_socket('::' if six else '0.0.0.0', 5000, 10 if six else 2) as s:
        if six:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, group) +
                         struct.pack('=I', socket.if_nametoindex('ether2')))
        else:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                         socket.inet_aton(group) + socket.inet_aton(inside))
        t.packet('%s: nor to a group' % where, 'ether2', udp(pc, group, 1, 5000), '', 'input')
        count += 1
        if broadcast:
            t.packet('%s: nor to a broadcast' % where, 'ether2', udp(pc, broadcast, 1, 5000), '', 'input')
            t.packet('%s: nor to everybody' % where, 'ether2', udp(pc, '255.255.255.255', 1, 5000), '', 'input')
            count += 2
    first, second = fragments(gre(pc, far, b'x' * 1596), 800)
    t.packet('%s: a first fragment is answered' % where, 'ether2', first,
             'ether2:icmp %s' % ('1:4' if six else '3:3'), ['raw/free', 'forward'])
    t.packet('%s: a later one is not' % where, 'ether2', second, '', ['raw/free', 'forward'])
    count += 1
    after = t.netlink.reasons()
    t.equal(after.get('reject-silent', 0) - before.get('reject-silent', 0), count,
            '%s: each of these has a reason' % where)
    t.packet('%s: others are answered' % where, 'ether2', udp(pc, far, 1, 1),
             'ether2:icmp %s' % ('1:4' if six else '3:3'),
             'forward')
    t.totals('%s silent: every counter is exact' % where)
    t.clear()


def main():
    t = Test()
    for six in (False, True):
        errors(t, six)
        resets(t, six)
        silent(t, six)
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
The raw table, in both families: what it sees (fragments, before connection tracking), what each of its actions leaves
for filter, and packets that are cut short, that lie, or that carry options.
"""
import socket
import struct

from bed import NOISE, Test, ctl
from packets import TCP, UDP, echo, fragments, gre, ip, tcp, udp

NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7', '192.168.88.1', 20),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1', 40)}


def connections(where):
    return int(ctl('/%s firewall connection print count-only' % where).strip() or 0)


def actions(t, six):
    where, pc, far, _, _ = NAMES[six]
    t.load('''/%(w)s firewall raw
add chain=prerouting action=passthrough comment=all
add chain=prerouting action=drop protocol=udp dst-port=1 comment=drop
add chain=prerouting action=accept protocol=udp dst-port=2 comment=accept
add chain=prerouting action=notrack protocol=udp dst-port=3,4 comment=notrack
add chain=prerouting action=notrack protocol=udp src-port=3 comment=notrack-back
add chain=prerouting action=drop protocol=udp dst-port=2,3 comment=late
add chain=prerouting action=jump jump-target=user protocol=udp dst-port=5 comment=jump
add chain=prerouting action=add-src-to-address-list address-list=raw address-list-timeout=1h protocol=udp dst-port=6 comment=add
add chain=prerouting action=drop src-address-list=raw protocol=udp dst-port=6 comment=added
add chain=user action=return protocol=udp src-port=9 comment=return
add chain=user action=drop comment=user
%(noise)sadd chain=output action=notrack protocol=udp dst-port=53 comment=out-notrack
add chain=output action=drop protocol=udp dst-port=54 comment=out-drop
/%(w)s firewall filter
add chain=forward action=accept connection-state=untracked comment=untracked
add chain=forward action=accept connection-state=new comment=new
add chain=forward action=accept connection-state=established comment=established
add chain=forward action=drop comment=others
%(noise)sadd chain=output action=accept connection-state=untracked comment=out-untracked
add chain=output action=drop connection-state=new protocol=udp dst-port=55 comment=out-new
''' % {'w': where, 'noise': NOISE + '\n' if six else ''})
    end = 'ether1:same'
    see = lambda name, packet, outcome, hits, wire='ether2': t.packet('%s: %s' % (where, name), wire, packet, outcome,
                                                                      hits)
    see('drop', udp(pc, far, 9, 1), '', 'raw/all raw/drop')
    t.equal(connections(where), 0, '%s: dropped in raw, it makes no connection' % where)
    see('accept ends raw, not the rest', udp(pc, far, 9, 2), end, 'raw/all raw/accept new')
    t.equal(connections(where), 1, '%s: accepted in raw, it makes one' % where)
    see('notrack ends raw', udp(pc, far, 9, 3), end, 'raw/all raw/notrack untracked')
    see('... every time', udp(pc, far, 9, 3), end, 'raw/all raw/notrack untracked')
    see('... its answer as well', udp(far, pc, 3, 9), 'ether2:same', 'raw/all raw/notrack-back untracked', 'ether1')
    see('the answer without a rule is new', udp(far, pc, 4, 9), 'ether2:same', 'raw/all new', 'ether1')
    t.equal(connections(where), 2, '%s: untracked packets make no connection' % where)
    see('a jump', udp(pc, far, 8, 5), '', 'raw/all raw/jump raw/user')
    see('a return', udp(pc, far, 9, 5), end, 'raw/all raw/jump raw/return new')
    see('an added address is seen at once', udp(pc, far, 9, 6), '', 'raw/all raw/add raw/added')
    see('nothing else', gre(pc, far), end, 'raw/all new')

    family = socket.AF_INET6 if six else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        for port, outcome, hits in ((53, 'ether1:udp', 'raw/out-notrack out-untracked'), (54, '', 'raw/out-drop'),
                                    (55, '', 'out-new'), (56, 'ether1:udp', '')):
            try:
                s.sendto(b'data', (far, port))
            except PermissionError:
                pass
            t.check('%s: from the router to port %d' % (where, port), t.router.outcome(), outcome, hits,
                    (48 if six else 28) + 4, family=6 if six else 4)
    t.totals('%s actions: every counter is exact' % where)
    t.round_trip('%s actions: export, import, export gives the same bytes' % where)
    t.clear()


def pieces(t, six):
    where, pc, far, _, _ = NAMES[six]
    t.load('''/%(w)s firewall raw
add chain=prerouting action=passthrough comment=all
add chain=prerouting action=passthrough protocol=udp comment=udp
add chain=prerouting action=passthrough protocol=udp dst-port=5000 comment=port
add chain=prerouting action=notrack protocol=udp dst-port=6000 comment=free-first
add chain=prerouting action=notrack protocol=udp src-address=%(other)s comment=free-all
/%(w)s firewall filter
add chain=forward action=passthrough comment=whole
add chain=forward action=passthrough protocol=udp dst-port=5000,6000 comment=ports
add chain=forward action=passthrough protocol=udp dst-port=!5000 comment=not-port
add chain=forward action=passthrough connection-state=untracked comment=untracked
add chain=forward action=passthrough connection-state=invalid comment=invalid
add chain=forward action=drop protocol=udp dst-port=5001 comment=drop
''' % {'w': where, 'other': '2001:db8:88::77' if six else '192.168.88.77'})
    whole = udp(pc, far, 9, 5000, b'd' * 3000)
    first, second, third = fragments(whole, 1400)
    see = lambda name, packet, outcome, hits, **kw: t.packet('%s: %s' % (where, name), 'ether2', packet, outcome, hits,
                                                             **kw)
    see('raw sees a first fragment with its ports', first, '', 'raw/all raw/udp raw/port')
    see('a last fragment has none', third, '', 'raw/all raw/udp')
    # The last piece counts with its own length in raw, and the whole packet with its own in filter.
    said = t.router.send('ether2', second)
    got = t.grown()
    raw, filt = '%s firewall raw' % where, '%s firewall filter' % where
    want = {(raw, 'all'): [1, len(second)], (raw, 'udp'): [1, len(second)], (filt, 'whole'): [1, len(whole)],
            (filt, 'ports'): [1, len(whole)]}
    t.ok(got == want and said == 'ether1:fragment ether1:fragment ether1:fragment',
         '%s: filter sees one whole packet' % where, said, got, want)
    t.count(want)
    first, second = fragments(udp(pc, far, 9, 5001, b'd' * 2000), 1400, ident=2)
    see('a packet that will be dropped', first, '', 'raw/all raw/udp')
    total = udp(pc, far, 9, 5001, b'd' * 2000)
    said = t.router.send('ether2', second)
    got = {k[1]: v for k, v in t.grown().items()}
    t.ok(said == '' and got == {'all': [1, len(second)], 'udp': [1, len(second)], 'whole': [1, len(total)],
                                  'not-port': [1, len(total)], 'drop': [1, len(total)]},
         '%s: is dropped whole' % where, said, got)
    t.start()
    other = '2001:db8:88::77' if six else '192.168.88.77'
    first, second = fragments(udp(other, far, 9, 5000, b'd' * 2000), 1400, ident=3)
    see('without tracking filter sees fragments', first, 'ether1:same',
        'raw/all raw/udp raw/port raw/free-all whole ports untracked')
    see('the later ones have no ports', second, 'ether1:same', 'raw/all raw/udp raw/free-all whole untracked')
    t.totals('%s pieces: every counter is exact' % where)
    t.clear()


def odd(t, six):
    where, pc, far, inside, head = NAMES[six]
    t.load('''/%(w)s firewall raw
add chain=prerouting action=passthrough protocol=tcp comment=tcp
add chain=prerouting action=passthrough protocol=tcp dst-port=80 comment=port
add chain=prerouting action=passthrough protocol=tcp dst-port=!80 comment=not-port
add chain=prerouting action=passthrough protocol=tcp tcp-flags=!syn comment=not-syn
add chain=prerouting action=passthrough protocol=udp dst-port=80 comment=udp-port
/%(w)s firewall filter
add chain=forward action=passthrough connection-state=invalid comment=invalid
add chain=forward action=passthrough connection-state=new comment=new
add chain=forward action=passthrough protocol=tcp dst-port=80 comment=f-port
''' % {'w': where})
    see = lambda name, packet, outcome, hits: t.packet('%s: %s' % (where, name), 'ether2', packet, outcome, hits)
    same = 'ether1:same'
    whole = tcp(pc, far, 9, 80)
    see('a whole header', whole, same, 'raw/tcp raw/port new f-port')
    for size in (0, 1, 2, 3):
        see('a TCP header of %d bytes has no field at all' % size, ip(pc, far, TCP, whole[head:head + size]), same,
            'raw/tcp invalid')
    short = struct.pack('!HHIIBBHHH', 9, 80, 1, 0, 4 << 4, 2, 1, 0, 0)
    for size in (4, 8, 12, 19):
        said = t.router.send('ether2', ip(pc, far, TCP, whole[head:head + size]))
        t.ok(said in ('', same), '%s: a TCP header of %d bytes does no harm' % (where, size), said)
    t.start()
    said = t.router.send('ether2', ip(pc, far, TCP, short))
    got = {k[1] for k in t.grown()}
    t.ok('not-syn' not in got and 'invalid' in got, '%s: a header length that lies makes it invalid' % where, said, got)
    t.start()
    lie = udp(pc, far, 9, 80, b'12345678')
    lie = lie[:head + 4] + struct.pack('!H', 4000) + lie[head + 6:]
    t.router.send('ether2', lie)
    got = {k[1] for k in t.grown()}
    t.ok('invalid' in got and 'new' not in got, '%s: a UDP length that lies makes it invalid' % where, got)
    if six:
        t.start()
        exts = [(60, b'\0' + b'\1\4\0\0\0\0')] * 20
        said = t.router.send('ether2', ip(pc, far, UDP, udp(pc, far, 9, 80)[40:], extensions=exts))
        t.ok(said in ('', same), '%s: twenty extension headers do no harm' % where, said)
        said = t.router.send('ether2', ip(pc, far, 59, b''))
        t.ok(said in ('', same), '%s: no next header does no harm' % where, said)
        said = t.router.send('ether2', ip(pc, far, 60, b'\x3b\xff\1\4\0\0\0\0'))
        t.ok(said in ('', same), '%s: an extension header beyond the end does no harm' % where, said)
    else:
        for name, options in (('record route', b'\x07\x07\x04\0\0\0\0\0'), ('timestamp', b'\x44\x08\x05\0\0\0\0\0'),
                              ('router alert', b'\x94\x04\0\0'), ('no operation', b'\1' * 40)):
            said = t.router.send('ether2', ip(pc, far, TCP, tcp(pc, far, 10, 80, 'S', 5)[20:], options=options))
            t.ok(said.startswith('ether1:'), '%s: %s option passes' % (where, name), said)
        t.start()
        bad = whole[:10] + b'\0\0' + whole[12:]
        said = t.router.send('ether2', bad)
        t.equal((said, {k[1] for k in t.grown()}), ('', set()),
                '%s: a wrong header checksum is the stack\'s to drop' % where)
    t.start()
    t.packet('%s: after all that, a ping works' % where, 'ether2', echo(pc, inside),
             'ether2:icmp ' + ('129:0' if six else '0:0'), '')
    t.clear()


def main():
    t = Test()
    for six in (False, True):
        actions(t, six)
        pieces(t, six)
        odd(t, six)
    t.end()


main()

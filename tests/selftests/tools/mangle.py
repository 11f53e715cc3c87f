# SPDX-License-Identifier: GPL-2.0-only
"""
The mangle table, in both families: which chain sees what, drop, marks that go with packets and connections from one
hook to the next, and what passthrough=no ends. That a mark is the kernel's, too, is seen by the route that it takes.
"""
import socket

from bed import NOISE, Test, ctl, json_items, run
from packets import error, tcp, udp

NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7', '192.168.88.1', '203.0.113.1', '192.168.99.2'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1', '2001:db8:113::1',
                '2001:db8:99::2')}


def connections(where):
    return int(ctl('/%s firewall connection print count-only' % where).strip() or 0)


def chains(t, six):
    where, pc, far, inside, _, _ = NAMES[six]
    t.load('''/%(w)s firewall mangle
add chain=prerouting action=passthrough in-interface=ether2 connection-state=new comment=pre
add chain=input action=passthrough in-interface=ether2 comment=in
add chain=forward action=passthrough in-interface=ether2 out-interface=ether1 comment=fwd
%(noise)sadd chain=output action=passthrough out-interface=ether2 protocol=udp comment=out
add chain=postrouting action=passthrough out-interface=ether1 comment=post
add chain=forward action=drop protocol=udp dst-port=1 comment=drop
add chain=prerouting action=drop protocol=udp dst-port=2 comment=drop-pre
add chain=postrouting action=drop protocol=udp dst-port=3 comment=drop-post
add chain=input action=drop protocol=udp dst-port=4 comment=drop-in
add chain=output action=drop protocol=udp dst-port=5 comment=drop-out
add chain=forward action=accept protocol=udp dst-port=6 comment=accept
add chain=forward action=add-src-to-address-list address-list=m%(w)s protocol=udp dst-port=7 comment=add
add chain=forward action=drop src-address-list=m%(w)s protocol=udp dst-port=7 comment=added
/%(w)s firewall filter
add chain=forward action=passthrough comment=f
add chain=input action=passthrough in-interface=ether2 comment=f-in
''' % {'w': where, 'noise': NOISE + '\n' if six else ''})
    see = lambda name, packet, outcome, hits: t.packet('%s: %s' % (where, name), 'ether2', packet, outcome, hits)
    see('forwarded', udp(pc, far, 9, 9), 'ether1:same', 'mangle/pre mangle/fwd f mangle/post')
    t.equal(connections(where), 1, '%s: it is tracked' % where)
    see('dropped in forward: filter does not see it', udp(pc, far, 9, 1), '', 'mangle/pre mangle/fwd mangle/drop')
    see('dropped in prerouting', udp(pc, far, 9, 2), '', 'mangle/pre mangle/drop-pre')
    see('dropped in postrouting', udp(pc, far, 9, 3), '', 'mangle/pre mangle/fwd f mangle/post mangle/drop-post')
    see('dropped in input', udp(pc, inside, 9, 4), '', 'mangle/pre mangle/in mangle/drop-in')
    t.equal(connections(where), 1, '%s: what is dropped leaves no connection' % where)
    see('accept ends mangle, filter goes on', udp(pc, far, 9, 6), 'ether1:same',
        'mangle/pre mangle/fwd mangle/accept f mangle/post')
    see('an added address is seen at once', udp(pc, far, 9, 7), '', 'mangle/pre mangle/fwd mangle/add mangle/added')
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as s:
        for port, outcome, hits in ((8, 'ether2:udp', 'mangle/out'), (5, '', 'mangle/out mangle/drop-out')):
            try:
                s.sendto(b'data', (pc, port))
            except PermissionError:
                pass
            t.check('%s: from the router to port %d' % (where, port), t.router.outcome(), outcome, hits,
                    (48 if six else 28) + 4, family=6 if six else 4)
    t.totals('%s chains: every counter is exact' % where)
    t.round_trip('%s chains: export, import, export gives the same bytes' % where)
    t.clear()


def marks(t, six):
    where, pc, far, inside, _, _ = NAMES[six]
    t.load('''/%(w)s firewall mangle
add chain=prerouting action=mark-connection new-connection-mark=web protocol=tcp dst-port=80 connection-state=new connection-mark=no-mark comment=c-web
add chain=prerouting action=mark-packet new-packet-mark=web-in connection-mark=web in-interface=ether1 passthrough=no comment=p-in
add chain=prerouting action=mark-packet new-packet-mark=web-out connection-mark=web passthrough=no comment=p-out
add chain=prerouting action=passthrough comment=rest
add chain=forward action=mark-packet new-packet-mark=changed packet-mark=web-out protocol=tcp tcp-flags=psh comment=p-psh
add chain=postrouting action=mark-packet new-packet-mark=no-mark packet-mark=changed comment=p-none
add chain=postrouting action=passthrough packet-mark=web-in comment=post-in
add chain=postrouting action=passthrough packet-mark=web-out comment=post-out
add chain=postrouting action=passthrough packet-mark=no-mark connection-mark=!no-mark comment=post-none
/%(w)s firewall filter
add chain=forward action=passthrough packet-mark=!no-mark comment=marked
add chain=forward action=passthrough connection-mark=web comment=f-web
add chain=forward action=passthrough connection-mark=!web comment=f-other
''' % {'w': where})
    see = lambda name, packet, outcome, hits, wire='ether2': t.packet('%s: %s' % (where, name), wire, packet, outcome,
                                                                      hits)
    syn = tcp(pc, far, 9, 80, 'S', seq=100)
    see('the first packet is marked twice, and the marks stay', syn, 'ether1:same',
        'mangle/c-web mangle/p-out marked f-web mangle/post-out')
    see('so is its answer', tcp(far, pc, 80, 9, 'SA', seq=500, ack=101), 'ether2:same',
        'mangle/p-in marked f-web mangle/post-in', 'ether1')
    see('the connection keeps its mark', tcp(pc, far, 9, 80, 'A', seq=101, ack=501), 'ether1:same',
        'mangle/p-out marked f-web mangle/post-out')
    see('a mark is changed, and taken away', tcp(pc, far, 9, 80, 'PA', seq=101, ack=501, payload=b'x'), 'ether1:same',
        'mangle/p-out mangle/p-psh marked f-web mangle/p-none mangle/post-none')
    see('the next packet has its own', tcp(pc, far, 9, 80, 'A', seq=102, ack=501), 'ether1:same',
        'mangle/p-out marked f-web mangle/post-out')
    see('an error about the connection has its mark', error(far, pc, 1 if six else 3, 4 if six else 1, syn),
        'ether2:same', 'mangle/p-in marked f-web mangle/post-in', 'ether1')
    see('another connection has none', udp(pc, far, 9, 80), 'ether1:same', 'mangle/rest f-other')
    shown = {i.get('connection-mark', '') for i in json_items('/%s firewall connection print detail' % where)}
    t.equal(shown, {'web', ''}, '%s: connections show their marks' % where)
    t.totals('%s marks: every counter is exact' % where)
    t.round_trip('%s marks: export, import, export gives the same bytes' % where)

    t.load('''/%(w)s firewall mangle remove [find]
/%(w)s firewall filter
remove [find]
add chain=forward action=passthrough connection-mark=web comment=again
add chain=forward action=passthrough packet-mark=!no-mark comment=marked
''' % {'w': where})
    see('rules that come later mean the same mark', tcp(pc, far, 9, 80, 'A', seq=102, ack=501), 'ether1:same', 'again')
    t.clear()


def kernel_mark(t, six):
    """The number of a packet mark, as the listing says it, leads the packet to another table."""
    where, pc, far, _, _, other = NAMES[six]
    ip = ('ip', '-6') if six else ('ip',)
    t.load('''/%(w)s firewall mangle
add chain=prerouting action=mark-packet new-packet-mark=first protocol=udp dst-port=1 comment=first
add chain=prerouting action=mark-packet new-packet-mark=second protocol=udp dst-port=2 comment=second
add chain=prerouting action=mark-packet new-packet-mark=no-mark protocol=udp dst-port=3 comment=none
''' % {'w': where})
    words = {i['comment']: i.get('fwmark', '') for i in json_items('/%s firewall mangle print detail' % where)}
    t.ok(len(set(words.values())) == 3 and words['none'] == '0x0/0xfff000', '%s: the listing says the numbers' % where,
         words)
    run(*ip, 'route', 'add', 'default', 'via', other, 'dev', 'ether3', 'table', '77')
    run(*ip, 'rule', 'add', 'fwmark', words['second'], 'lookup', '77')
    for port, wire, comment in ((1, 'ether1', 'first'), (2, 'ether3', 'second'), (3, 'ether1', 'none')):
        t.packet('%s: a packet marked %s leaves by %s' % (where, comment, wire), 'ether2', udp(pc, far, 9, port),
                 wire + ':same', 'mangle/' + comment)
    run(*ip, 'rule', 'del', 'fwmark', words['second'], 'lookup', '77')
    run(*ip, 'route', 'flush', 'table', '77')
    t.clear()


def routing(t, six):
    """Routing marks lead to the table that "ip rule" names for them, packets of the router too."""
    where, pc, far, _, _, other = NAMES[six]
    ip = ('ip', '-6') if six else ('ip',)
    t.load('''/%(w)s firewall mangle
%(noise)sadd chain=prerouting action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=1 comment=pre
add chain=prerouting action=jump jump-target=more protocol=udp dst-port=2 comment=jump
add chain=more action=mark-routing new-routing-mark=isp2 passthrough=no comment=more
add chain=more action=drop comment=never
add chain=prerouting action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=3 comment=first
add chain=prerouting action=mark-routing new-routing-mark=main routing-mark=isp2 protocol=udp dst-port=3 comment=back
add chain=prerouting action=mark-packet new-packet-mark=other protocol=udp dst-port=4 comment=packet
add chain=output action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=5 comment=out
add chain=postrouting action=passthrough routing-mark=isp2 out-interface=ether3 comment=isp2
add chain=postrouting action=passthrough routing-mark=main protocol=udp comment=main
/%(w)s firewall filter
add chain=forward action=passthrough routing-mark=!main out-interface=ether3 comment=f
''' % {'w': where, 'noise': NOISE + '\n' if six else ''})
    words = {i['comment']: i.get('fwmark', '') for i in json_items('/%s firewall mangle print detail' % where)}
    t.ok(words['pre'] == words['out'] != '' and words['back'] == '0x0/0xfff', '%s: the listing says the numbers' % where,
         words)
    run(*ip, 'route', 'add', 'default', 'via', other, 'dev', 'ether3', 'table', '77')
    run(*ip, 'rule', 'add', 'fwmark', words['pre'], 'lookup', '77')
    see = lambda name, packet, outcome, hits: t.packet('%s: %s' % (where, name), 'ether2', packet, outcome, hits)
    see('marked in prerouting', udp(pc, far, 9, 1), 'ether3:same', 'mangle/pre f mangle/isp2')
    see('marked in a chain that it calls', udp(pc, far, 9, 2), 'ether3:same', 'mangle/jump mangle/more f mangle/isp2')
    see('marked and unmarked', udp(pc, far, 9, 3), 'ether1:same', 'mangle/first mangle/back mangle/main')
    see('a packet mark is none', udp(pc, far, 9, 4), 'ether1:same', 'mangle/packet mangle/main')
    see('no mark', udp(pc, far, 9, 9), 'ether1:same', 'mangle/main')
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as s:
        for port, outcome, hits in ((5, 'ether3:udp', 'mangle/out mangle/isp2'), (6, 'ether1:udp', 'mangle/main')):
            s.sendto(b'data', (far, port))
            t.check('%s: from the router to port %d' % (where, port), t.router.outcome(), outcome, hits,
                    (48 if six else 28) + 4, family=6 if six else 4)
    t.totals('%s routing marks: every counter is exact' % where)
    t.round_trip('%s routing marks: export, import, export gives the same bytes' % where)
    run(*ip, 'rule', 'del', 'fwmark', words['pre'], 'lookup', '77')
    run(*ip, 'route', 'flush', 'table', '77')
    t.clear()


def main():
    t = Test()
    for six in (False, True):
        chains(t, six)
        marks(t, six)
        kernel_mark(t, six)
        routing(t, six)
    t.end()


main()

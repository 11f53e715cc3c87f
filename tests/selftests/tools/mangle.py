# SPDX-License-Identifier: GPL-2.0-only
"""
The mangle table, in both families: which chain sees what, drop, marks that go with packets and connections from one
hook to the next, and what passthrough=no ends. That a mark is the kernel's, too, is seen by the route that it takes.
"""
import json
import socket

from bed import NOISE, Test, ctl, json_items, refused, run, write_file_text
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


def policy(six):
    """{what is matched: table} of the rules that rosfwctl made, and how many others there are but the kernel's own."""
    found = json.loads(run('ip', '-6' if six else '-4', '-j', 'rule'))
    ours = {(r['fwmark'], r['fwmask']): r['table'] for r in found if r.get('protocol') == '82' and r['priority'] == 100}
    return ours, len([r for r in found if r['priority'] not in (0, 100, 32766, 32767)])


def routing_tables(t):
    """Routing tables bring their policy rules, and take them along; those of others stay."""
    rows = lambda: {i['name']: (i.get('kernel-table', ''), i.get('fwmark', ''))
                    for i in json_items('/routing table print detail')}
    mine = lambda *numbers: {('0x%x' % n, '0xfff'): '%d' % (10000 + n) for n in numbers}
    for six in (False, True):
        run('ip', '-6' if six else '-4', 'rule', 'add', 'fwmark', '7', 'lookup', '88', 'pref', '50')
        t.equal(policy(six), ({}, 1), 'no table, no policy rule')
    ctl(stdin='/routing table add name=one fib\n/routing table add name=two fib\n'
              '/routing table add name=none comment="without fib"\n/routing table add name=four fib\n')
    t.equal(rows(), {'main': (254, '0x0/0xfff'), 'one': (10001, '0x1/0xfff'), 'two': (10002, '0x2/0xfff'),
                     'none': (10003, ''), 'four': (10004, '0x4/0xfff')}, 'the listing says the numbers')
    for step, want in (
            ('', mine(1, 2, 4)),
            ('/routing table disable two', mine(1, 4)),
            ('/routing table enable two\n/routing table remove one', mine(2, 4)),
            ('/routing table add name=again fib\n/routing table set again name=other\n/routing table set none fib',
             mine(1, 2, 3, 4))):
        if step:
            ctl(stdin=step + '\n')
        for six in (False, True):
            t.equal(policy(six), (want, 1), '%s: rules of family %d' % (step or 'added', 6 if six else 4))

    # What somebody removed comes back with the next change; what is not committed leaves nothing.
    run('ip', 'rule', 'flush', 'protocol', '82')
    ctl(stdin='/routing table set none comment=x\n')
    t.equal(policy(False), (mine(1, 2, 3, 4), 1), 'policy rules that somebody flushed are back')
    write_file_text('/run/tables.rsc', '/routing table add name=never fib\n/routing table remove two\n'
                                       '/ip firewall filter add chain=a action=jump jump-target=b\n'
                                       '/ip firewall filter add chain=b action=jump jump-target=a\n')
    t.contains(refused('import', '/run/tables.rsc'), 'jump', 'a file that is refused')
    for six in (False, True):
        t.equal(policy(six), (mine(1, 2, 3, 4), 1), 'has changed no policy rule')
    ctl('/routing table remove [find !builtin]')
    for six in (False, True):
        t.equal(policy(six), ({}, 1), 'they are gone with their tables')
        run('ip', '-6' if six else '-4', 'rule', 'del', 'pref', '50')


def routing(t, six):
    """Routing marks lead to the routes of their tables, packets of the router too."""
    where, pc, far, _, _, other = NAMES[six]
    ip = ('ip', '-6') if six else ('ip',)
    t.load('''/routing table
add name=isp1 fib
add name=isp2 fib
/%(w)s firewall mangle
%(noise)sadd chain=prerouting action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=1 comment=pre
add chain=prerouting action=jump jump-target=more protocol=udp dst-port=2 comment=jump
add chain=more action=mark-routing new-routing-mark=isp2 passthrough=no comment=more
add chain=more action=drop comment=never
add chain=prerouting action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=3 comment=first
add chain=prerouting action=mark-routing new-routing-mark=main routing-mark=isp2 protocol=udp dst-port=3 comment=back
add chain=prerouting action=mark-packet new-packet-mark=other protocol=udp dst-port=4 comment=packet
add chain=output action=mark-routing new-routing-mark=isp2 protocol=udp dst-port=5 comment=out
add chain=prerouting action=mark-routing new-routing-mark=isp1 protocol=udp dst-port=7 comment=empty
add chain=postrouting action=passthrough routing-mark=isp2 out-interface=ether3 comment=isp2
add chain=postrouting action=passthrough routing-mark=main protocol=udp comment=main
/%(w)s firewall filter
add chain=forward action=passthrough routing-mark=!main out-interface=ether3 comment=f
add chain=forward action=jump jump-target=tables protocol=udp dst-port=10 comment=in-tables
add chain=tables action=passthrough routing-table=isp2 comment=in-isp2
add chain=tables action=passthrough routing-table=!isp2 comment=not-isp2
add chain=tables action=passthrough routing-table=isp1 comment=never
add chain=tables action=passthrough routing-table=main comment=in-main
add chain=tables action=passthrough routing-table=!main comment=not-main
''' % {'w': where, 'noise': NOISE + '\n' if six else ''})
    words = {i['comment']: i.get('fwmark', '') for i in json_items('/%s firewall mangle print detail' % where)}
    t.ok(words['pre'] == words['out'] == '0x2/0xfff' and words['back'] == '0x0/0xfff',
         '%s: the listing says the numbers' % where, words)
    see = lambda name, packet, outcome, hits: t.packet('%s: %s' % (where, name), 'ether2', packet, outcome, hits)
    there, network = ('2001:db8:5::5', '2001:db8:5::/64') if six else ('198.18.5.5', '198.18.5.0/24')
    asked = 'mangle/main in-tables in-main '
    see('a table that has never had a route', udp(pc, there, 9, 10), 'ether1:same', asked + 'not-isp2')
    run(*ip, 'route', 'add', network, 'via', other, 'dev', 'ether3', 'table', '10002')
    see('a destination that another table knows', udp(pc, there, 9, 10), 'ether1:same', asked + 'in-isp2')
    see('a destination that it does not know', udp(pc, far, 9, 10), 'ether1:same', asked + 'not-isp2')
    run(*ip, 'route', 'add', 'unreachable', there, 'table', '10002')
    see('a route that leads nowhere is none', udp(pc, there, 9, 10), 'ether1:same', asked + 'not-isp2')
    run(*ip, 'route', 'add', 'default', 'via', other, 'dev', 'ether3', 'table', '10002')
    see('marked in prerouting', udp(pc, far, 9, 1), 'ether3:same', 'mangle/pre f mangle/isp2')
    see('marked in a chain that it calls', udp(pc, far, 9, 2), 'ether3:same', 'mangle/jump mangle/more f mangle/isp2')
    see('marked and unmarked', udp(pc, far, 9, 3), 'ether1:same', 'mangle/first mangle/back mangle/main')
    see('a packet mark is none', udp(pc, far, 9, 4), 'ether1:same', 'mangle/packet mangle/main')
    see('no mark', udp(pc, far, 9, 9), 'ether1:same', 'mangle/main')
    see('a table without a route leaves it to main', udp(pc, far, 9, 7), 'ether1:same', 'mangle/empty')
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as s:
        for port, outcome, hits in ((5, 'ether3:udp', 'mangle/out mangle/isp2'), (6, 'ether1:udp', 'mangle/main')):
            s.sendto(b'data', (far, port))
            t.check('%s: from the router to port %d' % (where, port), t.router.outcome(), outcome, hits,
                    (48 if six else 28) + 4, family=6 if six else 4)
    t.totals('%s routing marks: every counter is exact' % where)
    t.round_trip('%s routing marks: export, import, export gives the same bytes' % where)
    run(*ip, 'route', 'flush', 'table', '10002')
    ctl(stdin='/%s firewall mangle remove [find]\n/%s firewall filter remove [find]\n'
              '/routing table remove [find !builtin]\n' % (where, where))
    t.clear()


def uplinks(t, six):
    """The two uplinks of the manual: a connection has one of them for all its packets, and both are used."""
    where, pc, far, _, _, other = NAMES[six]
    ip = ('ip', '-6') if six else ('ip',)
    t.load('''/routing table
add name=to1 fib
add name=to2 fib
/%(w)s firewall mangle
add chain=prerouting in-interface=ether1 connection-state=new connection-mark=no-mark action=mark-connection new-connection-mark=c1 comment=in1
add chain=prerouting in-interface=ether3 connection-state=new connection-mark=no-mark action=mark-connection new-connection-mark=c2 comment=in2
add chain=prerouting in-interface=ether2 connection-state=new connection-mark=no-mark dst-address-type=!local per-connection-classifier=both-addresses-and-ports:2/0 action=mark-connection new-connection-mark=c1 comment=half1
add chain=prerouting in-interface=ether2 connection-state=new connection-mark=no-mark dst-address-type=!local per-connection-classifier=both-addresses-and-ports:2/1 action=mark-connection new-connection-mark=c2 comment=half2
add chain=prerouting in-interface=ether2 connection-mark=c1 action=mark-routing new-routing-mark=to1 comment=to1
add chain=prerouting in-interface=ether2 connection-mark=c2 action=mark-routing new-routing-mark=to2 comment=to2
add chain=output connection-mark=c1 action=mark-routing new-routing-mark=to1 comment=out1
add chain=output connection-mark=c2 action=mark-routing new-routing-mark=to2 comment=out2
''' % {'w': where})
    run(*ip, 'route', 'add', 'default', 'via', '2001:db8:113::2' if six else '203.0.113.2', 'dev', 'ether1',
        'table', '10001')
    run(*ip, 'route', 'add', 'default', 'via', other, 'dev', 'ether3', 'table', '10002')
    used = set()
    for port in range(1, 17):
        packet = udp(pc, far, 1000 + port, 9)
        used.add(tuple(t.router.send('ether2', packet) for _ in range(3)))
    t.ok(used == {('ether1:same',) * 3, ('ether3:same',) * 3},
         '%s: a connection stays with its uplink, and both are used' % where, used)
    run(*ip, 'route', 'flush', 'table', '10001')
    run(*ip, 'route', 'flush', 'table', '10002')
    ctl(stdin='/%s firewall mangle remove [find]\n/routing table remove [find !builtin]\n' % where)
    t.clear()


def main():
    t = Test()
    for six in (False, True):
        chains(t, six)
        marks(t, six)
        kernel_mark(t, six)
        routing(t, six)
        uplinks(t, six)
    routing_tables(t)
    t.end()


main()

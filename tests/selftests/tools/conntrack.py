# SPDX-License-Identifier: GPL-2.0-only
"""
Connection tracking in both families: the five states through the life of TCP, UDP, ICMP and other connections, what
"connection print" shows of it, what dropped newcomers leave behind (nothing), expiry, and removal.
"""
import socket

from bed import NOISE, Clock, Test, busywait, ctl, json_items, refused, tcp_listener
from packets import (dccp, echo, error, gre, icmp, ip, sctp, tcp, udp)

NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7', '192.168.88.1', '203.0.113.2', '198.51.100.99'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1', '2001:db8:113::2',
                '2001:db8:5000::99')}
STATES = ('new', 'established', 'related', 'invalid', 'untracked')


def count(where):
    return int(ctl('/%s firewall connection print count-only' % where).strip() or 0)


def rows(where, condition=''):
    return json_items('/%s firewall connection print %s' % (where, condition))


def flush(where):
    ctl('/%s firewall connection remove [find]' % where)


def life(t, six):
    where, pc, far, inside, hop, other = NAMES[six]
    lines = ['/%s firewall filter' % where]
    if six:
        lines.append(NOISE)
    for chain in ('forward', 'input', 'output'):
        lines += ['add chain=%s action=accept connection-state=%s comment=%s' % (chain, s, s if chain == 'forward' else
                                                                                 chain + '-' + s) for s in STATES]
    t.load('\n'.join(lines) + '\n')
    lost = 1 if six else 3

    def out(name, packet, state):
        t.packet('%s: %s' % (where, name), 'ether2', packet, 'ether1:same', state)

    def back(name, packet, state):
        t.packet('%s: %s' % (where, name), 'ether1', packet, 'ether2:same', state)

    def tcp_state(want):
        states = [r.get('tcp-state') for r in rows(where, 'where protocol=tcp')]
        t.equal(states, [want], '%s: tcp-state is %s' % (where, want))

    out('SYN', tcp(pc, far, 9, 80, 'S', 100), 'new')
    tcp_state('syn-sent')
    out('SYN again', tcp(pc, far, 9, 80, 'S', 100), 'new')
    back('SYN and ACK', tcp(far, pc, 80, 9, 'SA', 500, 101), 'established')
    tcp_state('syn-recv')
    out('ACK', tcp(pc, far, 9, 80, 'A', 101, 501), 'established')
    tcp_state('established')
    out('data', tcp(pc, far, 9, 80, 'PA', 101, 501, b'x' * 100), 'established')
    back('error about it', error(hop, pc, lost, 1, tcp(pc, far, 9, 80, 'A', 101, 501)), 'related')
    back('error about another', error(hop, pc, lost, 1, tcp(pc, far, 10, 80, 'A', 101, 501)), 'invalid')
    out('error of ours about it', error(pc, far, lost, 4, tcp(far, pc, 80, 9, 'A', 501, 101)), 'related')
    out('error about it to somebody else', error(pc, other, lost, 4, tcp(far, pc, 80, 9, 'A', 501, 101)), 'invalid')
    row = rows(where, 'where protocol=tcp')
    t.ok(len(row) == 1 and row[0].get('seen-reply') and row[0].get('assured') and row[0].get('confirmed'),
         '%s: flags seen-reply, assured, confirmed' % where, row)
    t.equal(row and (int(row[0]['orig-packets']), int(row[0]['repl-packets']), int(row[0]['orig-bytes']),
                     int(row[0]['repl-bytes'])),
            (4, 1, 4 * (60 if six else 40) + 100, 60 if six else 40), '%s: packets and bytes of both sides' % where)
    back('FIN', tcp(far, pc, 80, 9, 'FA', 501, 201), 'established')
    tcp_state('fin-wait')
    out('ACK of it', tcp(pc, far, 9, 80, 'A', 201, 502), 'established')
    tcp_state('close-wait')
    out('the other FIN', tcp(pc, far, 9, 80, 'FA', 201, 502), 'established')
    tcp_state('last-ack')
    back('the last ACK', tcp(far, pc, 80, 9, 'A', 502, 202), 'established')
    tcp_state('time-wait')
    out('the same ports again', tcp(pc, far, 9, 80, 'S', 99999), 'new')
    tcp_state('syn-sent')
    back('refused', tcp(far, pc, 80, 9, 'RA', 0, 100000), 'established')
    tcp_state('close')
    flush(where)
    t.equal(count(where), 0, '%s: remove [find] removes all' % where)
    out('an ACK in the middle is picked up', tcp(pc, far, 9, 80, 'A', 101, 501), 'new')
    back('its answer', tcp(far, pc, 80, 9, 'A', 501, 101), 'established')
    out('a SYN and ACK out of nowhere', tcp(pc, far, 11, 80, 'SA', 1, 1), 'invalid')
    out('a reset out of nowhere', tcp(pc, far, 11, 80, 'R', 1), 'invalid')
    out('a FIN out of nowhere', tcp(pc, far, 11, 80, 'FA', 1, 1), 'invalid')
    flush(where)

    out('UDP', udp(pc, far, 9, 53, b'q'), 'new')
    out('UDP again', udp(pc, far, 9, 53, b'q'), 'new')
    back('UDP answer', udp(far, pc, 53, 9, b'a'), 'established')
    out('UDP after it', udp(pc, far, 9, 53, b'q'), 'established')
    back('UDP from another port', udp(far, pc, 54, 9, b'a'), 'new')
    back('error about the first', error(hop, pc, lost, 1, udp(pc, far, 9, 53, b'q')), 'related')
    out('UDP of a port to itself', udp(pc, far, 7, 7), 'new')
    out('ping', echo(pc, far, 5), 'new')
    out('ping again', echo(pc, far, 5, 2), 'new')
    back('pong', echo(far, pc, 5, reply=True), 'established')
    back('pong for another', echo(far, pc, 6, reply=True), 'invalid')
    back('ping with the same number from there', echo(far, pc, 5), 'new')
    out('GRE', gre(pc, far), 'new')
    out('protocol 250', ip(pc, far, 250, b'12345678'), 'new')
    back('its answer', ip(far, pc, 250, b'12345678'), 'established')
    out('SCTP INIT', sctp(pc, far, 9, 9), 'new')
    out('SCTP data out of nowhere', sctp(pc, far, 9, 10, tag=5, chunk=0), 'invalid')
    out('DCCP request', dccp(pc, far, 9, 9), 'new')
    if six:
        out('a router advertisement is nobody\'s', icmp(pc, far, 134, 0, payload=b'\0' * 12), 'untracked')
    else:
        out('a timestamp request', icmp(pc, far, 13, 0, b'\0\5\0\1', b'\0' * 12), 'new')
        back('its answer', icmp(far, pc, 14, 0, b'\0\5\0\1', b'\0' * 12), 'established')
        out('a redirect is invalid', icmp(pc, far, 5, 1, b'\1\2\3\4', udp(far, pc, 1, 1)), 'invalid')
    t.totals('%s life: every counter is exact' % where)

    with tcp_listener('::' if six else '0.0.0.0', 80, socket.AF_INET6 if six else socket.AF_INET):
        t.start()
        name = '%s: to the router: ' % where
        t.router.send('ether2', tcp(pc, inside, 20, 80))
        got = {k[1]: v[0] for k, v in t.grown().items()}
        t.equal(got, {'input-new': 1, 'output-established': 1}, name + 'SYN is new, the answer established')
        t.start()
        t.router.send('ether2', tcp(pc, inside, 20, 80, 'R', 1001))
        got = {k[1]: v[0] for k, v in t.grown().items()}
        t.equal(got, {'input-established': 1}, name + 'reset')
    t.clear()


def listing(t, six):
    where, pc, far, _, _, _ = NAMES[six]
    t.load('/%s firewall filter\nadd chain=forward action=accept comment=all\n' % where)
    for packet in (tcp(pc, far, 1025, 443), udp(pc, far, 1026, 53, b'q'), echo(pc, far, 77), gre(pc, far)):
        t.router.send('ether2', packet)
    t.router.send('ether1', udp(far, pc, 53, 1026, b'a'))
    mouth = '[%s]:%d' if six else '%s:%d'
    text = ctl('/%s firewall connection print' % where)
    for word in ('Flags:', 'Columns:', 'PROTOCOL', 'SRC-ADDRESS', 'DST-ADDRESS', 'TCP-STATE', 'TIMEOUT', 'syn-sent',
                 mouth % (pc, 1025), mouth % (far, 443), 'udp', 'icmp', 'gre'):
        t.contains(text, word, '%s: connection print says %s' % (where, word))
    got = {r['protocol']: r for r in rows(where)}
    t.equal(sorted(got), sorted(['tcp', 'udp', 'icmpv6' if six else 'icmp', 'gre']), '%s: four protocols' % where)
    udp_row = got.get('udp', {})
    t.ok(udp_row.get('seen-reply') and not got.get('tcp', {}).get('seen-reply'), '%s: one has seen a reply' % where,
         got)
    t.equal([str(udp_row.get(k)) for k in ('src-address', 'src-port', 'dst-address', 'dst-port', 'reply-src-address',
                                           'reply-src-port', 'reply-dst-address', 'reply-dst-port')],
            [pc, '1026', far, '53', far, '53', pc, '1026'], '%s: both views of a connection' % where)
    ping = got.get('icmpv6' if six else 'icmp', {})
    t.equal([str(ping.get(k)) for k in ('icmp-type', 'icmp-code', 'icmp-id')], ['128' if six else '8', '0', '77'],
            '%s: type, code and id of a ping' % where)
    t.equal(ctl('/%s firewall connection print count-only where protocol=tcp' % where).strip(), '1',
            '%s: count-only where' % where)
    ctl('/%s firewall connection remove [find protocol=udp]' % where)
    t.equal(sorted(r['protocol'] for r in rows(where)), sorted(['tcp', 'icmpv6' if six else 'icmp', 'gre']),
            '%s: remove one' % where)
    t.start()
    t.packet('%s: the next packet of it is new' % where, 'ether1', udp(far, pc, 53, 1026, b'a'), 'ether2:same', 'all')
    t.ok(refused('/%s firewall connection add protocol=tcp' % where), '%s: connections cannot be added' % where)
    for other in (True, False):
        if other != six:
            t.equal(count(NAMES[other][0]), 0, '%s: not in the other family' % where)
    t.clear()


def newcomers(t, six):
    where, pc, far, inside, _, _ = NAMES[six]
    t.load('''/%(w)s firewall filter
add chain=forward action=accept protocol=tcp dst-port=80 comment=web
add chain=forward action=reject protocol=udp comment=reject
add chain=forward action=drop comment=drop
add chain=input action=drop comment=input
''' % {'w': where})
    wire = t.router.wires['ether2']
    for n in range(3000):
        wire.send(tcp(pc, far, 1024 + n, 81))
        if not n % 10:
            wire.send(tcp(pc, inside, 1024 + n, 80))
            wire.send(udp(pc, far, 1024 + n, 81))
    t.router.outcome()
    t.equal(count(where), 0, '%s: a flood of dropped SYNs leaves nothing' % where)
    for n in range(100):
        wire.send(tcp(pc, far, 1024 + n, 80))
    t.router.outcome()
    t.equal(count(where), 100, '%s: accepted ones stay' % where)
    t.equal({k[1]: v[0] for k, v in t.counters().items()}, {'web': 100, 'reject': 300, 'drop': 3000, 'input': 300},
            '%s: all were counted' % where)
    t.start()
    t.router.send('ether2', tcp(pc, far, 1024, 81, 'A', 5, 5))
    t.equal(count(where), 100, '%s: a dropped pick-up leaves nothing' % where)
    flush(where)
    # A connection whose later packet is dropped was real before, and stays.
    t.router.send('ether2', tcp(pc, far, 5000, 80))
    ctl('/%s firewall filter disable [find comment=web]' % where)
    t.equal(t.router.send('ether2', tcp(pc, far, 5000, 80)), '', '%s: a known connection can be dropped' % where)
    t.equal(count(where), 1, '%s: it stays in the table' % where)
    t.clear()


def expiry(t):
    t.load(''.join('/%s firewall filter\nadd chain=forward action=accept comment=all\n' % w for w in ('ip', 'ipv6')))
    for six in (False, True):
        where, pc, far, _, _, _ = NAMES[six]
        clock = Clock()
        t.router.send('ether2', tcp(pc, far, 1, 80))
        t.router.send('ether2', udp(pc, far, 1, 80))
        t.router.send('ether2', echo(pc, far, 9))
        left = {r['protocol']: r['timeout'] for r in rows(where)}
        t.ok(clock.left(left.get('tcp'), 5) and clock.left(left.get('udp'), 30) and
             clock.left(left.get('icmpv6' if six else 'icmp'), 10), '%s: timeouts of new connections' % where, left)
    for six in (False, True):
        where, pc, far, _, _, _ = NAMES[six]
        t.ok(busywait(8, lambda w=where: 'tcp' not in {r['protocol'] for r in rows(w)}),
             '%s: an unanswered SYN is forgotten' % where, rows(where))
        t.ok('udp' in {r['protocol'] for r in rows(where)}, '%s: UDP is still there' % where)
        t.start()
        t.router.send('ether1', tcp(far, pc, 80, 1, 'SA', 5, 1001))
        t.ok('tcp' not in {r['protocol'] for r in rows(where)},
             '%s: a late answer is invalid and makes nothing' % where)
    t.clear()


def main():
    t = Test()
    for six in (False, True):
        life(t, six)
        listing(t, six)
        newcomers(t, six)
    expiry(t)
    t.end()


main()

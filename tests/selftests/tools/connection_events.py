# SPDX-License-Identifier: GPL-2.0-only
"""
Events about connections: which ones come, in what order and with which counters; who may listen; what becomes of a
listener that does not read. And removal: one id, many ids in one request, all of a menu.
"""
import errno
import os
import socket
import struct
import time

from bed import Test, ctl, json_items
from genl import C, Client, MENUS, Refused
from packets import echo, tcp, udp

PC, FAR = '192.168.88.10', '198.51.100.7'
PC6, FAR6 = '2001:db8:88::10', '2001:db8:5000::7'
RULES = '''/ip firewall filter
add chain=forward action=drop protocol=tcp dst-port=81 comment=drop
add chain=forward action=accept comment=all
/ipv6 firewall filter
add chain=forward action=accept comment=all
'''
EVENTS = {C['EVENT_NEW']: 'new', C['EVENT_UPDATE']: 'update', C['EVENT_DESTROY']: 'destroy',
          C['EVENT_NAT_EXHAUSTED']: 'exhausted'}
TCP_STATES = ['none', 'syn-sent', 'syn-recv', 'established', 'fin-wait', 'close-wait', 'last-ack', 'time-wait', 'close',
              'listen']


def number(attributes, name):
    data = attributes.get(C['A_' + name])
    return {None: None, 1: '=B', 4: '=I', 8: '=Q'}[data and len(data)] and \
        struct.unpack({1: '=B', 4: '=I', 8: '=Q'}[len(data)], data)[0]


def flags(attributes):
    value = number(attributes, 'FLAGS')
    letters = ((1 << 9, 'S'), (1 << 10, 'A'), (1 << 11, 'C'), (1 << 12, 'D'))
    return ''.join(letter for bit, letter in letters if value & bit)


def said(listener):
    """Events in words: "update SC syn-recv 1/1": flags, TCP state, packets of both directions."""
    words = []
    for command, attributes in listener.events():
        if command != C['CMD_CONN_EVENT']:
            words.append('command %d' % command)
            continue
        state = number(attributes, 'TCP_STATE')
        words.append(' '.join(filter(None, (EVENTS.get(number(attributes, 'EVENT')), flags(attributes),
                                            state and TCP_STATES[state],
                                            '%d/%d' % (number(attributes, 'ORIG_PACKETS'),
                                                       number(attributes, 'REPL_PACKETS'))))))
    return words


def life(t, listener, name, pc, far):
    def step(what, wire, packet, want):
        t.router.send(wire, packet)
        t.equal(said(listener), want, '%s: %s' % (name, what))

    step('a SYN makes a connection', 'ether2', tcp(pc, far, 9, 80, 'S', 100), ['new C syn-sent 1/0'])
    step('a repeated one is no news', 'ether2', tcp(pc, far, 9, 80, 'S', 100), [])
    step('the answer', 'ether1', tcp(far, pc, 80, 9, 'SA', 500, 101), ['update SC syn-recv 2/1'])
    step('established', 'ether2', tcp(pc, far, 9, 80, 'A', 101, 501), ['update SAC established 3/1'])
    step('data is no news', 'ether2', tcp(pc, far, 9, 80, 'PA', 101, 501, b'x'), [])
    row = json_items('/%s firewall connection print' % ('ipv6' if ':' in pc else 'ip'))
    ctl('/%s firewall connection remove 0' % ('ipv6' if ':' in pc else 'ip'))
    t.equal((len(row), said(listener)), (1, ['destroy SACD established 4/1']), '%s: removed, with its counters' % name)
    step('a dropped SYN is no news', 'ether2', tcp(pc, far, 9, 81, 'S', 100), [] if '.' in pc else
         ['new C syn-sent 1/0'])
    t.forget()
    listener.events()
    step('UDP', 'ether2', udp(pc, far, 9, 53, b'q'), ['new C 1/0'])
    step('its answer', 'ether1', udp(far, pc, 53, 9, b'a'), ['update SC 1/1'])
    step('the same again is no news', 'ether1', udp(far, pc, 53, 9, b'a'), [])
    step('ping', 'ether2', echo(pc, far, 5), ['new C 1/0'])
    t.forget()
    t.equal(sorted(said(listener)), ['destroy CD 1/0', 'destroy SCD 1/2'], '%s: all removed' % name)
    t.router.send('ether2', tcp(pc, far, 9, 80, 'S', 100))
    t.router.send('ether1', tcp(far, pc, 80, 9, 'RA', 0, 101))
    t.router.send('ether2', tcp(pc, far, 9, 80, 'S', 70000))
    t.equal(said(listener), ['new C syn-sent 1/0', 'update SC close 1/1', 'destroy SCD close 1/1',
                             'new C syn-sent 1/0'], '%s: the end of one comes before the next of the same ports' % name)
    t.forget()
    listener.events()


def in_child(function):
    """Its value (a small number), from a process that may give up its rights."""
    child = os.fork()
    if child == 0:
        code = 255
        try:
            code = function()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def join_without_rights():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    client = Client()
    try:
        client.join('events')
    except OSError as e:
        return e.errno
    return 0


def slow(t):
    """A listener that does not read loses events, is told, and holds nobody up."""
    listener = Client()
    listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.join('events')
    for n in range(500):
        t.router.wires['ether2'].send(udp(PC, FAR, 1000 + n, 53, b'q'))
    t.router.outcome()
    t.equal(int(ctl('/ip firewall connection print count-only')), 500, 'a listener that does not read stops nobody')
    try:
        listener.events()
        t.ok(False, 'it is told that it has lost events')
    except OSError as e:
        t.equal(e.errno, errno.ENOBUFS, 'it is told that it has lost events')
    listener.close()
    t.forget()


def exhausted(t):
    """The last port is given away: who comes next is told of, though not once for each packet of a flood."""
    ctl('/ip firewall nat add chain=srcnat action=src-nat to-addresses=203.0.113.40 to-ports=2000 protocol=udp')
    listener = Client()
    listener.join('events')
    t.router.send('ether2', udp(PC, FAR, 9, 53, b'q'))
    t.equal(said(listener), ['new C 1/0'], 'the only port')
    t.router.send('ether2', udp(PC, FAR, 10, 53, b'q'))
    t.equal((said(listener), t.router.got), (['exhausted 1/0'], []), 'exhausted: an event, and no packet')
    t.router.send('ether2', udp(PC, FAR, 10, 54, b'q'))
    t.equal(said(listener), ['new C 1/0'], 'to another port there is room')
    before, start = t.netlink.reasons()['nat-exhausted'], time.monotonic()
    for n in range(200):
        t.router.send('ether2', udp(PC, FAR, 1000 + n, 53, b'q'))
    t.equal(t.netlink.reasons()['nat-exhausted'] - before, 200, 'each packet is counted')
    events = said(listener)
    most = 10 * (int(time.monotonic() - start) + 2)
    t.ok(0 < len(events) <= most and set(events) == {'exhausted 1/0'}, 'ten of them a second are told of', len(events))
    listener.close()
    ctl('/ip firewall nat remove [find]')
    t.forget()


def ids_of(connections):
    return [struct.unpack('=I', c[C['A_ID']])[0] for c in connections]


def complaint(t, *attrs):
    try:
        t.netlink.call('CONN_REMOVE', *attrs)
    except Refused as e:
        return '%s: %s' % (errno.errorcode[e.errno], e.text)
    return ''


def removal(t):
    menu, menu6 = (MENUS[m] for m in ('ip firewall connection', 'ipv6 firewall connection'))
    for n in range(300):
        t.router.wires['ether2'].send(udp(PC, FAR, 1000 + n, 53, b'q'))
        if n < 20:
            t.router.wires['ether2'].send(udp(PC6, FAR6, 1000 + n, 53, b'q'))
    t.router.outcome()
    ids = ids_of(t.netlink.connections())
    other = ids_of(t.netlink.connections('ipv6 firewall connection'))
    t.equal((len(ids), len(set(ids)), len(other)), (300, 300, 20), '320 connections')
    some = struct.pack('=100I', *ids[:100])
    t.netlink.call('CONN_REMOVE', ('MENU', menu), ('IDS', some))
    t.equal(ids_of(t.netlink.connections()), ids[100:], 'the ids of one request are removed, no other')
    t.equal(complaint(t, ('MENU', menu), ('IDS', some)), '', 'ids that are gone are no mistake')
    t.equal(complaint(t, ('MENU', menu), ('ID', ids[0])), 'ENOENT: no such connection: it may have ended',
            'but a single one is')
    t.netlink.call('CONN_REMOVE', ('MENU', menu), ('IDS', struct.pack('=20I', *other)))
    t.equal(ids_of(t.netlink.connections('ipv6 firewall connection')), other, 'ids of the other family are not touched')
    t.contains(complaint(t, ('MENU', menu), ('IDS', some[:7])), '4 bytes each', 'half an id is refused')
    t.contains(complaint(t, ('MENU', menu), ('IDS', some), ('ID', ids[200])), 'has both', 'id and ids are refused')
    t.contains(complaint(t, ('MENU', MENUS['ip firewall filter']), ('IDS', some)), 'connections',
               'ids of rules are refused')
    ctl('/ip firewall connection remove [find src-port<1200]')
    left = len(t.netlink.connections())
    t.ok(0 < left <= 100, 'remove [find] with a condition', left)
    t.netlink.call('CONN_REMOVE', ('MENU', menu))
    t.equal((len(t.netlink.connections()), len(t.netlink.connections('ipv6 firewall connection'))), (0, 20),
            'without id: all of the menu')
    t.netlink.call('CONN_REMOVE', ('MENU', menu6))
    t.equal(len(t.netlink.connections('ipv6 firewall connection')), 0, 'and of the other')


def main():
    t = Test()
    t.load(RULES)
    listener = Client()
    listener.join('events')
    listener.events()
    life(t, listener, 'IPv4', PC, FAR)
    life(t, listener, 'IPv6', PC6, FAR6)
    listener.close()
    t.equal(in_child(join_without_rights), errno.EPERM, 'listening needs CAP_NET_ADMIN')
    slow(t)
    exhausted(t)
    removal(t)
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Every request of the protocol, and packets, with the first, the second, the third ... allocation inside of it made to fail,
until one runs to its end unharmed. A request that is refused has changed nothing; one whose answer could not be sent has
done all or nothing; and after every one of them rules decide as before. On kernels that cannot make allocations
fail, the same requests run once, unharmed.
"""
import errno
import os
import struct

from bed import Test, addresses, write_file
from genl import C, F_ACK, F_DUMP, MENUS, Client, Refused, attribute
from packets import echo, tcp, udp

PC, FAR = '192.168.88.10', '198.51.100.7'
PC6, FAR6 = '2001:db8:88::10', '2001:db8:5000::7'
LIMIT = 400
ALL = [m for m in MENUS if not m.endswith('connection')]


def can_fail():
    """Sets the switches; False if the kernel has none."""
    try:
        for name in ('failslab', 'fail_page_alloc'):
            base = '/sys/kernel/debug/%s/' % name
            for key, value in (('ignore-gfp-wait', 'N'), ('verbose', '0'), ('cache-filter', 'N'), ('min-order', '0'),
                               ('ignore-gfp-highmem', 'N')):
                if os.path.exists(base + key):
                    write_file(base + key, value)
        return os.path.exists('/proc/self/fail-nth') and os.path.exists('/sys/kernel/debug/failslab')
    except OSError:
        return False


def snapshot(client):
    """Everything that a user configured, without counters and times."""
    hidden = {C['A_PACKETS'], C['A_BYTES'], C['A_TIMEOUT'], C['A_CREATION_TIME']}
    return [(menu, [{k: v for k, v in item.items() if k not in hidden} for item in client.items(menu)]) for menu in ALL]


class Injector:
    """Makes the n-th allocation of this task fail."""

    def __init__(self, able):
        self.able = able
        self.fd = os.open('/proc/thread-self/fail-nth', os.O_RDWR) if able else None

    def arm(self, n):
        if self.able:
            os.pwrite(self.fd, b'%d' % n, 0)

    def disarm(self):
        """True if an allocation was made to fail."""
        if not self.able:
            return False
        left = int(os.pread(self.fd, 32, 0) or b'0')
        os.pwrite(self.fd, b'0', 0)
        return left == 0


def body(*attrs):
    return b''.join(attribute(C['A_' + name], value) for name, value in attrs)


class Case:
    """One request: prepare(client) gives its attributes; undo(client) brings the state back if it was done."""

    def __init__(self, name, command, prepare, dump=False, inside=False):
        self.name, self.command, self.prepare, self.dump, self.inside = name, command, prepare, dump, inside


def identity(client, menu, n=0):
    return struct.unpack('=I', client.items(menu)[n][C['A_ID']])[0]


def rule(menu='ip firewall filter', **more):
    return [('MENU', MENUS[menu]), ('CHAIN', more.get('chain', 'forward')), ('ACTION', C['ACTION_DROP']),
            ('COMMENT', 'added'), ('SRC_ADDRESS_LIST', 'fresh-list'), ('PROTOCOL', b'\x06'),
            ('DST_PORT', struct.pack('=HHHH', 1, 2, 80, 90)), ('IN_INTERFACE_LIST', 'L'), ('LOG_PREFIX', 'p')]


def cases():
    f = 'ip firewall filter'
    adds = [('rule', rule()), ('IPv6 rule', rule('ipv6 firewall filter')), ('raw rule', rule('ip firewall raw',
                                                                                         chain='prerouting')),
            ('rule of a new chain', rule(chain='new')),
            ('address-list entry', [('MENU', MENUS['ip firewall address-list']), ('LIST', 'other'),
                                    ('ADDRESS', addresses('192.0.2.1', '192.0.2.200'))]),
            ('address-list entry with a timeout', [('MENU', MENUS['ip firewall address-list']), ('LIST', 'other'),
                                                   ('ADDRESS', addresses('192.0.2.1')), ('TIMEOUT', 1000)]),
            ('IPv6 address-list entry', [('MENU', MENUS['ipv6 firewall address-list']), ('LIST', 'other'),
                                         ('ADDRESS', addresses('2001:db8::1'))]),
            ('interface list', [('MENU', MENUS['interface list']), ('NAME', 'M'), ('INCLUDE', 'L')]),
            ('interface list member', [('MENU', MENUS['interface list member']), ('LIST', 'L'), ('INTERFACE', 'ether3')])]
    listed = []
    for inside in (False, True):
        where = ', in a transaction' if inside else ''
        for name, attrs in adds:
            listed.append(Case('add: %s%s' % (name, where), 'ITEM_ADD', lambda c, a=attrs: a, inside=inside))
        for menu in ALL:
            # Of the interface lists, the built-in ones come first and may not be touched.
            listed += [Case('remove: %s%s' % (menu, where), 'ITEM_REMOVE',
                            lambda c, m=menu: [('MENU', MENUS[m]), ('ID', identity(c, m, -1))], inside=inside),
                       Case('set comment: %s%s' % (menu, where), 'ITEM_SET',
                            lambda c, m=menu: [('MENU', MENUS[m]), ('ID', identity(c, m, -1)), ('COMMENT', 'x' * 500)],
                            inside=inside)]
        listed += [Case('set%s' % where, 'ITEM_SET', lambda c: [('MENU', MENUS[f]), ('ID', identity(c, f)),
                                                                ('SRC_ADDRESS_LIST', 'yet-another'), ('PROTOCOL', b'\x11')],
                        inside=inside),
                   Case('move%s' % where, 'ITEM_MOVE', lambda c: [('MENU', MENUS[f]), ('ID', identity(c, f))],
                        inside=inside)]
    listed += [Case('commit', 'TXN_COMMIT', lambda c: [], inside=True), Case('check', 'TXN_CHECK', lambda c: [], inside=True),
               Case('abort', 'TXN_ABORT', lambda c: [], inside=True), Case('begin', 'TXN_BEGIN', lambda c: []),
               Case('info', 'INFO_GET', lambda c: []),
               Case('reset', 'ITEM_RESET', lambda c: [('MENU', MENUS[f])]),
               Case('get one', 'ITEM_GET', lambda c: [('MENU', MENUS[f]), ('ID', identity(c, f))]),
               Case('reasons', 'REASON_GET', lambda c: [], dump=True),
               Case('remove a connection', 'CONN_REMOVE', lambda c: [
                   ('MENU', MENUS['ip firewall connection']),
                   ('ID', struct.unpack('=I', c.connections()[0][C['A_ID']])[0])])]
    for menu in ALL:
        listed.append(Case('list: ' + menu, 'ITEM_GET', lambda c, m=menu: [('MENU', MENUS[m])], dump=True))
    listed.append(Case('list: connections', 'CONN_GET', lambda c: [('MENU', MENUS['ip firewall connection'])], dump=True))
    return listed


RULES = '''
/interface list
add name=L
/interface list member
add list=L interface=ether2
/ip firewall address-list
add list=known address=192.0.2.0/24
/ipv6 firewall address-list
add list=known address=2001:db8:2::/48
/ip firewall raw
add chain=prerouting action=drop src-address-list=known
/ipv6 firewall raw
add chain=prerouting action=drop src-address-list=known
/ip firewall filter
add chain=forward action=reject protocol=tcp dst-port=81
add chain=forward action=jump jump-target=user in-interface-list=L
add chain=user action=add-src-to-address-list address-list=seen address-list-timeout=1s protocol=udp dst-port=82
add chain=user action=accept
/ipv6 firewall filter
add chain=forward action=reject protocol=tcp dst-port=81
add chain=forward action=accept
'''


def sound(t):
    """The rules decide as they should."""
    return (t.router.send('ether2', tcp(PC, FAR, 9, 81)), t.router.send('ether2', tcp(PC, FAR, 9, 80)),
            t.router.send('ether2', udp('192.0.2.9', FAR, 9, 80)), t.router.send('ether2', tcp(PC6, FAR6, 9, 81))) == \
        ('ether2:icmp 3:0', 'ether1:same', '', 'ether2:icmp 1:0')


def attempt(t, inject, case, n):
    """(an allocation failed, what became of the request, was that allowed)"""
    client = Client()
    t.router.send('ether2', tcp(PC, FAR, 9, 80))
    before = snapshot(t.netlink)
    if case.inside:
        client.begin()
        if case.command.startswith('TXN'):
            for attrs in (rule(), [('MENU', MENUS['ip firewall address-list']), ('LIST', 'other'),
                                   ('ADDRESS', addresses('192.0.2.1', '192.0.2.200'))]):
                client.call('ITEM_ADD', *attrs)
            client.call('ITEM_REMOVE', ('MENU', MENUS['ip firewall address-list']),
                        ('ID', identity(client, 'ip firewall address-list')))
    inner = snapshot(client)
    attrs = body(*case.prepare(client))
    inject.arm(n)
    said = ''
    try:
        client.send(client.family, C['CMD_' + case.command], attrs, F_DUMP if case.dump else F_ACK)
    except OSError as no:
        said = 'not sent: %s' % no
    hit = inject.disarm()
    if not said:
        try:
            client.receive()
            said = 'done'
        except Refused as no:
            said = 'refused: %s' % no
        except OSError as no:
            said = 'no answer' if no.errno == errno.ENOBUFS else 'odd: %s' % no
    good = not said.startswith('odd') and (hit or said == 'done')
    if said.startswith('refused') or said.startswith('not sent'):
        good = good and snapshot(client) == inner
    client.close()
    after = snapshot(t.netlink)
    if said.startswith('refused') or said.startswith('not sent') or case.dump or (case.inside and
                                                                                case.command != 'TXN_COMMIT'):
        good = good and after == before
    return hit, said, good, after != before


def requests(t, inject):
    for case in cases():
        n, problems, failures = 0, [], 0
        t.load_again()
        while n < LIMIT:
            n += 1
            hit, said, good, changed = attempt(t, inject, case, n)
            if not good:
                problems.append('allocation %d: %s' % (n, said))
            if changed:
                if said == 'refused':
                    problems.append('allocation %d: refused, and yet something changed' % n)
                t.load_again()
            failures += hit
            if not hit:
                break
        if not sound(t):
            problems.append('the rules do not decide as before')
        t.ok(not problems and n < LIMIT, '%s: %d failures' % (case.name, failures), *problems[:10])


def packets(t, inject):
    t.load_again()
    wire = t.router.wires['ether2']
    for name, make in (('UDP', lambda n: udp(PC, FAR, 1000 + n, 80)), ('TCP', lambda n: tcp(PC, FAR, 1000 + n, 80)),
                       ('a listed address', lambda n: udp('192.168.88.%d' % (n % 200 + 20), FAR, 2000 + n, 82)),
                       ('a rejected packet', lambda n: tcp(PC, FAR, 1000 + n, 81)),
                       ('IPv6', lambda n: echo(PC6, FAR6, 1000 + n))):
        n = hits = 0
        while n < 60:
            n += 1
            inject.arm(n)
            try:
                wire.send(make(n))
            except OSError:
                pass    # the device could not take it
            hit = inject.disarm()
            t.router.outcome()
            hits += hit
            if not hit:
                break
        t.ok(n < 60 and sound(t), 'packets: %s: %d failures do no harm' % (name, hits))


def main():
    t = Test()
    able = can_fail()

    def load_again():
        t.clear()
        t.load(RULES)

    t.load_again = load_again
    inject = Injector(able)
    requests(t, inject)
    packets(t, inject)
    t.clear()
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Packets with the first, the second, the third ... allocation on their way made to fail, until one goes its way unharmed;
and the kinds of requests that netlink-memory.sh does not go through (connections, reasons, checks, members, comments,
dumps). A request that is refused has changed nothing; one whose answer could not be sent has done all or nothing; and
after each kind, rules decide as before. On kernels that cannot make allocations fail, everything runs once, unharmed.
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
    hidden = {C['A_' + name] for name in ('PACKETS', 'BYTES', 'TIMEOUT', 'CREATION_TIME', 'TOTAL_ENTRIES',
                                          'TOTAL_IP4_ENTRIES', 'TOTAL_IP6_ENTRIES')}
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
    """One request: prepare(client) gives its attributes; inside: of a transaction."""

    def __init__(self, name, command, prepare, dump=False, inside=False):
        self.name, self.command, self.prepare, self.dump, self.inside = name, command, prepare, dump, inside


def identity(client, menu, n=0):
    return struct.unpack('=I', client.items(menu)[n][C['A_ID']])[0]


def rule(menu='ip firewall filter', **more):
    return [('MENU', MENUS[menu]), ('CHAIN', more.get('chain', 'forward')), ('ACTION', C['ACTION_DROP']),
            ('COMMENT', 'added'), ('SRC_ADDRESS_LIST', 'fresh-list'), ('PROTOCOL', b'\x06'),
            ('DST_PORT', struct.pack('=HHHH', 1, 2, 80, 90)), ('IN_INTERFACE_LIST', 'L'), ('LOG_PREFIX', 'p')]


def cases():
    f, address_list, member = 'ip firewall filter', 'ip firewall address-list', 'interface list member'
    listed = [Case('add: raw rule', 'ITEM_ADD', lambda c: rule('ip firewall raw', chain='prerouting')),
              Case('add: IPv6 rule of a new chain, in a transaction', 'ITEM_ADD',
                   lambda c: rule('ipv6 firewall filter', chain='new'), inside=True),
              Case('add: address-list entry of many prefixes', 'ITEM_ADD', lambda c: [
                  ('MENU', MENUS[address_list]), ('LIST', 'other'),
                  ('ADDRESS', addresses('192.0.2.1', '192.0.2.254'))]),
              Case('add: address-list entry with a timeout, in a transaction', 'ITEM_ADD', lambda c: [
                  ('MENU', MENUS[address_list]), ('LIST', 'other'), ('ADDRESS', addresses('192.0.2.1')),
                  ('TIMEOUT', 1000)],
                   inside=True),
              Case('add: interface list member', 'ITEM_ADD',
                   lambda c: [('MENU', MENUS[member]), ('LIST', 'L'), ('INTERFACE', 'ether3')])]
    for menu in (address_list, 'interface list', member):
        # The last of the interface lists is one that nothing needs.
        listed += [Case('remove: ' + menu, 'ITEM_REMOVE', lambda c,
                        m=menu: [('MENU', MENUS[m]), ('ID', identity(c, m, -1))]),
                   Case('comment: ' + menu, 'ITEM_SET', lambda c, m=menu: [
                       ('MENU', MENUS[m]), ('ID', identity(c, m, -1)), ('COMMENT', 'x' * 500)])]
    listed += [Case('check', 'TXN_CHECK', lambda c: [], inside=True),
               Case('abort', 'TXN_ABORT', lambda c: [], inside=True),
               Case('info', 'INFO_GET', lambda c: []), Case('reasons', 'REASON_GET', lambda c: [], dump=True),
               Case('reset all', 'ITEM_RESET', lambda c: [('MENU', MENUS[f])]),
               Case('list: connections', 'CONN_GET', lambda c: [('MENU', MENUS['ip firewall connection'])], dump=True),
               Case('get a connection', 'CONN_GET', connection), Case('remove a connection', 'CONN_REMOVE', connection)]
    for menu in (address_list, 'interface list', member):
        listed.append(Case('list: ' + menu, 'ITEM_GET', lambda c, m=menu: [('MENU', MENUS[m])], dump=True))
    return listed


def connection(client):
    return [('MENU', MENUS['ip firewall connection']),
            ('ID', struct.unpack('=I', client.connections()[0][C['A_ID']])[0])]


RULES = '''
/interface list
add name=L
add name=SPARE
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


def ask(client, inject, case, attrs, n):
    """Sends the request with its n-th allocation failing: (it did fail, what became of the request)."""
    inject.arm(n)
    try:
        client.send(client.family, C['CMD_' + case.command], attrs, F_DUMP if case.dump else F_ACK)
    except OSError as no:
        inject.disarm()
        return True, 'not sent: %s' % no
    hit = inject.disarm()
    try:
        client.receive()
        return hit, 'done'
    except Refused as no:
        return hit, 'refused: %s' % no
    except OSError as no:
        return hit, 'no answer' if no.errno == errno.ENOBUFS else 'odd: %s' % no


def attempt(t, inject, case, n):
    """(an allocation failed, what is wrong)"""
    client = Client()
    t.router.send('ether2', tcp(PC, FAR, 9, 80))
    if case.inside:
        client.begin()
        if case.command.startswith('TXN'):
            client.call('ITEM_ADD', *rule())
    attrs = body(*case.prepare(client))
    inner = snapshot(client) if case.inside else None
    hit, said = ask(client, inject, case, attrs, n)
    failed = said.startswith('refused') or said.startswith('not sent')
    wrong = said if said.startswith('odd') or (said != 'done' and not hit) else ''
    if failed and case.inside and snapshot(client) != inner:
        wrong = said + ', and yet the transaction has changed'
    client.close()
    if snapshot(t.netlink) != t.state:
        if failed or case.dump or case.inside:
            wrong = said + ', and yet something has changed'
        t.load_again()
    return hit, wrong


def requests(t, inject):
    for number, case in enumerate(cases()):
        n, problems, failures, hit = 0, [], 0, True
        t.load_again()
        while n < LIMIT and hit:
            # Every one of the first, and of the rest every seventh, not the same ones for every request.
            n += 1 if n < 24 else 7 if n > 30 else 1 + number % 7
            hit, wrong = attempt(t, inject, case, n)
            failures += hit
            if wrong:
                problems.append('allocation %d: %s' % (n, wrong))
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

    def load_again():
        t.clear()
        t.load(RULES)
        t.state = snapshot(t.netlink)

    t.load_again = load_again
    inject = Injector(can_fail())
    requests(t, inject)
    packets(t, inject)
    t.clear()
    t.end()


main()

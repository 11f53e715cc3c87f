# SPDX-License-Identifier: GPL-2.0-only
"""
Five hundred network namespaces, up to twenty at a time, each with rules, lists, connections and traffic of its own,
each destroyed as it stands: with connections that would have lived on, entries that would have expired, and in every
fifth an open transaction.
"""
import fcntl
import os
import socket
import struct

from bed import Test, addresses, new_netns
from genl import C, MENUS, Client
from packets import tcp

COUNT, AT_A_TIME = 500, 20


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sH22x', b'lo', 0x49))    # SIOCSIFFLAGS: up, loopback, running


def rules(client):
    """All of them in one message."""
    requests = [('TXN_BEGIN', ())]

    def add(menu, *attrs):
        requests.append(('ITEM_ADD', (('MENU', MENUS[menu]), *attrs)))

    for n in range(20):
        add('ip firewall address-list', ('LIST', 'x%d' % (n % 3)), ('ADDRESS', addresses('192.0.2.%d' % n)))
    add('interface list', ('NAME', 'L'))
    add('interface list member', ('LIST', 'L'), ('INTERFACE', 'lo'))
    for family in ('ip', 'ipv6'):
        add(family + ' firewall raw', ('CHAIN', 'prerouting'), ('ACTION', C['ACTION_ADD_SRC_TO_ADDRESS_LIST']),
            ('ADDRESS_LIST', 'seen'), ('ADDRESS_LIST_TIMEOUT', 1))
        add(family + ' firewall raw', ('CHAIN', 'output'), ('ACTION', C['ACTION_PASSTHROUGH']))
        menu = family + ' firewall filter'
        add(menu, ('CHAIN', 'input'), ('ACTION', C['ACTION_JUMP']), ('JUMP_TARGET', 'user'), ('IN_INTERFACE_LIST', 'L'))
        add(menu, ('CHAIN', 'user'), ('ACTION', C['ACTION_DROP']), ('PROTOCOL', b'\x11'),
            ('DST_PORT', struct.pack('=HH', 7, 7)))
        add(menu, ('CHAIN', 'user'), ('ACTION', C['ACTION_ACCEPT']))
        add(menu, ('CHAIN', 'output'), ('ACTION', C['ACTION_PASSTHROUGH']))
    client.batch(requests + [('TXN_COMMIT', ())])


def talk(family, address):
    """UDP and TCP over the loopback: 0 if what should arrive arrives, and what should not does not."""
    with socket.socket(family, socket.SOCK_DGRAM) as here, socket.socket(family, socket.SOCK_DGRAM) as there, \
            socket.socket(family, socket.SOCK_STREAM) as server, socket.socket(family, socket.SOCK_STREAM) as caller:
        here.bind((address, 7000))
        there.connect((address, 7000))
        here.settimeout(20)
        for n in range(10):
            there.send(b'%d' % n)
            if here.recv(99) != b'%d' % n:
                return 1
        for port in range(7100, 7105):
            there.sendto(b'x', (address, port))    # nobody is there: errors come back
            there.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        server.bind((address, 7001))
        server.listen(4)
        caller.connect((address, 7001))
        peer = server.accept()[0]
        caller.send(b'hello')
        with peer:
            return 0 if peer.recv(99) == b'hello' else 1


def one(n):
    """The whole life of one namespace; it ends when the process goes to the next. Returns 0 or what went wrong."""
    new_netns()
    loopback_up()
    client = Client()
    rules(client)
    if talk(socket.AF_INET, '127.0.0.1') or talk(socket.AF_INET6, '::1'):
        return 1
    if not client.connections() or not client.connections('ipv6 firewall connection'):
        return 2
    if not [c for c, p, _ in client.counters('ip firewall filter') if p]:
        return 3
    if n % 5 == 0:
        client.begin()
        client.clear('ip firewall filter')
        client.add('ip firewall address-list', ('LIST', 'y'), ('ADDRESS', addresses('192.0.2.99')))
    client.close()
    return 0


def worker(first):
    """In a child: every AT_A_TIME-th namespace. The exit status is the first thing that went wrong."""
    code = 9
    try:
        for n in range(first, COUNT, AT_A_TIME):
            code = one(n)
            if code:
                break
    except Exception as problem:    # its text is all that the parent can be told
        print('# namespace %d: %r' % (n, problem), flush=True)
        code = 9
    finally:
        os._exit(code)


def main():
    t = Test()
    for first in range(AT_A_TIME):
        if os.fork() == 0:
            worker(first)
    codes = [os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(AT_A_TIME)]
    t.equal([c for c in codes if c], [], '%d namespaces lived and ended' % COUNT)
    rules(t.netlink)
    t.equal(t.router.send('ether2', tcp('192.168.88.10', '198.51.100.7', 1, 2)), 'ether1:same', 'and this one works')
    t.clear()
    t.end()


main()

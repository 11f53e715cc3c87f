# SPDX-License-Identifier: GPL-2.0-only
"""
The module comes and goes, on the sanitized kernel a hundred times, under traffic of both families, each time with rules,
lists and connections in it, sometimes with a transaction open. Between its lives every packet passes; in them, the rules
decide.
"""
import ctypes
import os
import signal
import time

from bed import LIBC, SLOW, Test, addresses, new_netns
from genl import C, Client
from packets import echo, tcp, udp

# The sanitized kernel looks closest.
CYCLES = 100 if SLOW == 4 else 25
PC, FAR = '192.168.88.10', '198.51.100.7'
PC6, FAR6 = '2001:db8:88::10', '2001:db8:5000::7'


def insert():
    fd = os.open(os.environ['ROSFW_MODULE'], os.O_RDONLY)
    failed = LIBC.syscall(313, fd, ctypes.c_char_p(b''), 0)    # finit_module
    number = ctypes.get_errno()
    os.close(fd)
    if failed:
        raise OSError(number, 'finit_module')


def remove():
    end = time.monotonic() + 60
    while LIBC.syscall(176, ctypes.c_char_p(b'rosfw'), os.O_NONBLOCK):    # delete_module
        if time.monotonic() > end:
            raise OSError(ctypes.get_errno(), 'delete_module')
        time.sleep(0.01)


def rules(client):
    client.begin()
    client.add('ip firewall address-list', ('LIST', 'x'), ('ADDRESS', addresses(PC)))
    client.add('interface list', ('NAME', 'L'))
    client.add('interface list member', ('LIST', 'L'), ('INTERFACE', 'ether2'))
    for family in ('ip', 'ipv6'):
        menu = family + ' firewall filter'
        client.add(family + ' firewall raw', ('CHAIN', 'prerouting'), ('ACTION', C['ACTION_ADD_SRC_TO_ADDRESS_LIST']),
                   ('ADDRESS_LIST', 'seen'), ('ADDRESS_LIST_TIMEOUT', 1))
        client.add(menu, ('CHAIN', 'forward'), ('ACTION', C['ACTION_ACCEPT']),
                   ('CONNECTION_STATE', 1 << C['STATE_NEW']),
                   ('PROTOCOL', b'\x11'), ('IN_INTERFACE_LIST', 'L'))
        client.add(menu, ('CHAIN', 'forward'), ('ACTION', C['ACTION_REJECT']))
    client.commit()


def traffic(wire, out):
    """In a child, until it is killed."""
    n = 0
    while True:
        n += 1
        port = 1024 + n % 60000
        for packet in (udp(PC, FAR, port, 9), tcp(PC, FAR, port, 80), echo(PC6, FAR6, port), udp(PC6, FAR6, port, 9)):
            wire.send(packet)
        for w in out:
            w.receive()


def main():
    t = Test()
    wires = t.router.wires
    sender = os.fork()
    if sender == 0:
        traffic(wires['ether2'], wires.values())
    t.netlink.close()
    problem = ''
    cycles = 0
    try:
        remove()
        for cycles in range(1, CYCLES + 1):
            insert()
            client = Client()
            rules(client)
            if cycles % 4 == 0:
                client.begin()
                client.clear('ip firewall filter')
            if cycles % 4 == 1 and os.fork() == 0:
                # A namespace that lives only a moment, with rules in it.
                new_netns()
                rules(Client())
                os._exit(0)
            client.close()
            if cycles % 4 == 1:
                os.wait()
            remove()
        insert()
    except OSError as no:
        problem = str(no)
    t.ok(cycles == CYCLES and not problem, '%d times inserted and removed under traffic' % CYCLES, cycles, problem)
    os.kill(sender, signal.SIGKILL)
    os.waitpid(sender, 0)
    t.router.outcome()
    t.netlink = Client()
    t.equal(t.router.send('ether2', tcp(PC, FAR, 9, 80)), 'ether1:same', 'after the last, all passes')
    rules(t.netlink)
    t.equal((t.router.send('ether2', tcp(PC, FAR, 10, 80)), t.router.send('ether2', udp(PC, FAR, 10, 9))),
            ('ether2:icmp 3:0', 'ether1:same'), 'and the rules decide again')
    t.clear()
    t.end()


main()

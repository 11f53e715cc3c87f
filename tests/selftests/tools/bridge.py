# SPDX-License-Identifier: GPL-2.0-only
"""
Ports of bridges: in-bridge-port, out-bridge-port and their lists. Routed packets have the port by which they entered the
bridge, whether the bridge asks the firewall about what it bridges or not; bridged packets have both. Slaves are no
interfaces of rules.
"""
import os

from bed import VNET, Test, Wire, ctl, json_items, mac, run, sysctl
from packets import fragments, udp

BRIDGE_MAC = '02:00:00:00:0b:01'
HOSTS = {'port1': '02:00:00:00:0b:11', 'port2': '02:00:00:00:0b:12', 'port3': '02:00:00:00:0b:13'}
FAR = {4: '198.51.100.7', 6: '2001:db8:ffff::7'}
PC = {4: '192.0.2.10', 6: '2001:db8:2::10'}
OTHER = {4: '192.0.2.11', 6: '2001:db8:2::11'}
ROUTER = {4: '192.0.2.1', 6: '2001:db8:2::1'}
MENU = {4: 'ip', 6: 'ipv6'}

RULES = '''/%(w)s firewall raw
add chain=prerouting action=passthrough protocol=udp in-bridge-port=port1 in-interface=br0 comment=raw1
/%(w)s firewall nat
add chain=dstnat action=passthrough protocol=udp in-bridge-port=port2 comment=nat2
add chain=srcnat action=passthrough protocol=udp out-bridge-port=port2 comment=srcnat2
/%(w)s firewall mangle
add chain=prerouting action=passthrough protocol=udp in-bridge-port-list=P1 comment=list1
add chain=prerouting action=passthrough protocol=udp in-bridge-port-list=!P1 comment=not-list1
add chain=postrouting action=passthrough protocol=udp out-bridge-port-list=P2 comment=out-list2
/%(w)s firewall filter
add chain=input action=passthrough protocol=udp in-bridge-port=port1 comment=input1
add chain=input action=passthrough protocol=udp in-bridge-port=!port1 comment=input-not1
add chain=forward action=passthrough protocol=udp in-bridge-port=port1 comment=fwd1
add chain=forward action=passthrough protocol=udp in-bridge-port=!port1 comment=fwd-not1
add chain=forward action=passthrough protocol=udp in-bridge-port=port1 out-bridge-port=port2 out-interface=br0 comment=through
add chain=forward action=drop protocol=udp in-bridge-port=port2 out-bridge-port=port1 comment=drop
add chain=forward action=passthrough protocol=udp in-bridge-port=port3 comment=missing
add chain=forward action=passthrough protocol=udp in-interface=port1 comment=slave
'''


def bridged(wire, packet, target):
    """A frame to another host of the bridge."""
    kind = b'\x86\xdd' if packet[0] >> 4 == 6 else b'\x08\x00'
    os.write(wire.fd, b'\0' * VNET + mac(HOSTS[target]) + mac(wire.host) + kind + packet)


def invalid():
    return sorted((MENU[n], i['comment']) for n in MENU
                  for i in json_items('/%s firewall filter print all where invalid' % MENU[n]))


def add_port(t, name):
    t.router.wires[name] = Wire(name, BRIDGE_MAC, HOSTS[name])


def routed(t, n, how):
    """Packets of both ports to the Internet and to the router."""
    ask = lambda name, port, dst, outcome, hits: t.packet('IPv%d, %s: %s' % (n, how, name), port,
                                                         udp(PC[n], dst, int(port[-1]), 9), outcome, hits)
    ask('routed from port1', 'port1', FAR[n], 'ether1:same', 'raw/raw1 mangle/list1 fwd1')
    ask('routed from port2', 'port2', FAR[n], 'ether1:same', 'mangle/not-list1 nat/nat2 fwd-not1')
    ask('to the router from port1', 'port1', ROUTER[n], '', 'raw/raw1 mangle/list1 input1')
    ask('to the router from port2', 'port2', ROUTER[n], '', 'mangle/not-list1 nat/nat2 input-not1')
    t.packet('IPv%d, %s: no port at all' % (n, how), 'ether2', udp('2001:db8:88::9' if n == 6 else '192.168.88.9', FAR[n],
                                                                  9, 9), 'ether1:same', 'mangle/not-list1 fwd-not1')


def through(t, n, asked):
    """Packets from one port to the other."""
    for source, target, passes, hits in (
            ('port1', 'port2', True, 'raw/raw1 mangle/list1 fwd1 through mangle/out-list2 nat/srcnat2'),
            ('port2', 'port1', not asked, 'mangle/not-list1 nat/nat2 fwd-not1 drop')):
        packet = udp(PC[n], OTHER[n], 20 + int(source[-1]), 9)
        bridged(t.router.wires[source], packet, target)
        t.router.outcome(packet)
        same = 'as it was' if t.router.got and t.router.got[0][1].data == packet else 'changed'
        t.check('IPv%d: bridged from %s to %s, %s' % (n, source, target, 'asked' if asked else 'not asked'),
                ['%s %s' % (name, same) for name, _ in t.router.got], [target + ' as it was'] if passes else [],
                hits if asked else '', len(packet), family=n)


def main():
    run('modprobe', 'br_netfilter', check=False)
    t = Test()
    for name in ('port1', 'port2'):
        add_port(t, name)
    run('ip', '-batch', '-', stdin='''link add br0 type bridge
link set br0 address %s arp off up
link set port1 master br0 up
link set port2 master br0 up
addr add 192.0.2.1/24 dev br0
addr add 2001:db8:2::1/64 dev br0 nodad
''' % BRIDGE_MAC)
    sysctl('net/ipv4/conf/br0/rp_filter', 0)
    asks = os.path.exists('/proc/sys/net/bridge/bridge-nf-call-iptables')
    t.ok(asks, 'the kernel can ask the firewall about bridged packets')
    ask = lambda value: [sysctl('net/bridge/bridge-nf-call-' + name, value) for name in ('iptables', 'ip6tables')]
    ask(0)
    t.load('/interface list\nadd name=P1\nadd name=P2\n/interface list member\nadd list=P1 interface=port1\n'
           'add list=P2 interface=port2\n' + ''.join(RULES % {'w': where} for where in MENU.values()))
    flagged = [(where, comment) for where in ('ip', 'ipv6') for comment in ('missing', 'slave')]
    t.equal(invalid(), flagged, 'a missing port and a slave are flagged')
    t.contains(ctl('/ip firewall filter print'), 'in/out-interface matcher not possible when interface is slave',
               'and print says why')
    for n in (4, 6):
        routed(t, n, 'the bridge does not ask')
        through(t, n, False)
    large = udp(PC[4], FAR[4], 9, 9, b'x' * 2000)
    t.forget()
    t.before = t.counters()
    for piece in fragments(large, 1000):
        t.router.wires['port1'].send(piece)
    grown = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.equal(grown, {'raw1': 3, 'list1': 1, 'fwd1': 1}, 'fragments that are put together keep their port')
    t.router.outcome()
    ask(1)
    t.forget()
    t.before = t.counters()
    for n in (4, 6):
        routed(t, n, 'the bridge asks')
        through(t, n, True)

    add_port(t, 'port3')
    t.equal(invalid(), [(where, 'slave') for where in ('ip', 'ipv6')], 'the missing port appears: its rules are valid')
    run('ip', 'link', 'set', 'port3', 'master', 'br0', 'up')
    ask(0)
    t.forget()
    t.before = t.counters()
    t.packet('and match', 'port3', udp(PC[4], FAR[4], 3, 9), 'ether1:same', 'mangle/not-list1 fwd-not1 missing')
    run('ip', 'link', 'set', 'port1', 'nomaster')
    t.equal(invalid(), [], 'port1 leaves the bridge: it is no slave any more')
    run('ip', 'addr', 'add', '192.0.3.1/24', 'dev', 'port1')
    run('ip', 'link', 'set', 'port1', 'address', BRIDGE_MAC, 'arp', 'off')
    t.packet('and rules about it match', 'port1', udp('192.0.3.9', FAR[4], 9, 9), 'ether1:same',
             'mangle/not-list1 fwd-not1 slave')
    run('ip', 'link', 'set', 'port1', 'master', 'br0')
    t.equal(invalid(), [(where, 'slave') for where in ('ip', 'ipv6')], 'and until it is one again')
    t.router.wires.pop('port3').close()
    t.equal(invalid(), flagged, 'port3 goes')
    for name in ('port1', 'port2'):
        t.router.wires.pop(name).close()
    run('ip', 'link', 'del', 'br0')
    t.clear()
    t.end()


main()

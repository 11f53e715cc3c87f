# SPDX-License-Identifier: GPL-2.0-only
"""Log lines of rules in the kernel log: every form of the line, prefixes, both ways to ask for one, the limit."""
import os
import socket

from bed import KernelLog, Test
from packets import echo, error, gre, tcp, udp

PC, FAR, INSIDE = '192.168.88.10', '198.51.100.7', '192.168.88.1'
PC6, FAR6, INSIDE6 = '2001:db8:88::10', '2001:db8:5000::7', '2001:db8:88::1'
MAC = '02:00:00:00:02:02'

RULES = '''
/ip firewall raw
add chain=prerouting action=log protocol=udp dst-port=7 comment=raw
add chain=prerouting action=notrack protocol=udp dst-port=8 comment=free
add chain=output action=log log-prefix=raw-out protocol=udp dst-port=17 comment=raw-out
/ip firewall filter
add chain=forward action=log log-prefix=LOOK protocol=tcp comment=look
add chain=forward action=accept log=yes protocol=icmp comment=icmp
add chain=forward action=drop log=yes log-prefix="two words" protocol=gre comment=gre
add chain=forward action=passthrough log=yes log-prefix=!NAT protocol=udp dst-port=8 comment=odd
add chain=forward action=jump jump-target=user protocol=udp dst-port=9 log=yes log-prefix=jump comment=jump
add chain=user action=return log=yes log-prefix=back comment=back
add chain=forward action=add-src-to-address-list address-list=seen protocol=udp dst-port=10 log=yes comment=seen
add chain=forward action=reject protocol=udp dst-port=11 log=yes comment=reject
add chain=forward action=accept protocol=udp dst-port=12 log-prefix=silent comment=silent
add chain=forward action=drop protocol=250 log=yes comment=number
add chain=input action=drop log=yes log-prefix=in comment=input
add chain=output action=drop log=yes protocol=udp dst-port=17 comment=output
/ipv6 firewall filter
add chain=forward action=drop log=yes protocol=tcp comment=tcp6
add chain=forward action=drop log=yes protocol=icmpv6 log-prefix=six comment=icmp6
add chain=input action=drop log=yes protocol=udp comment=input6
add chain=output action=drop log=yes protocol=udp dst-port=17 comment=output6
'''

NAT_RULES = '''
/ip firewall nat
add chain=srcnat action=masquerade out-interface=ether1 log=yes comment=m
add chain=dstnat action=dst-nat in-interface=ether1 protocol=tcp dst-port=80 to-addresses=192.168.99.80 to-ports=8080 \
    comment=web
/ip firewall filter
add chain=forward action=log log-prefix=LOOK comment=look
/ipv6 firewall nat
add chain=srcnat action=src-nat protocol=udp to-address=2001:db8:113::9/128 comment=m6
/ipv6 firewall filter
add chain=forward action=log log-prefix=LOOK comment=look6
'''
OUTSIDE, SERVER, OUTSIDE6 = '203.0.113.1', '192.168.99.80', '2001:db8:113::9'


def translated(t, lines):
    """What log lines say of translation: nothing before it is decided, then the whole of it, in both directions."""
    t.clear()
    t.load(NAT_RULES)

    def see(name, wire, packet, *want):
        t.router.send(wire, packet)
        found = [line.split('connection-state:')[1] for line in lines()]
        for mac in ('02:00:00:00:02:02', '02:00:00:00:01:02', '02:00:00:00:03:02'):
            found = [line.replace(' src-mac %s,' % mac, '') for line in found]
        t.equal(found, list(want), 'NAT: %s: the log' % name)

    there, back = '%s:1000->%s:9' % (PC, FAR), '%s:9->%s:1000' % (FAR, PC)
    see('a first packet', 'ether2', udp(PC, FAR, 1000, 9, b'a'),
        'new proto UDP, %s, len 29' % there, 'new proto UDP, %s, len 29' % there)
    see('its answer', 'ether1', udp(FAR, OUTSIDE, 9, 1000, b'a'),
        'established,snat proto UDP, %s, NAT %s:9->(%s:1000->%s:1000), len 29' % (back, FAR, OUTSIDE, PC))
    see('the next', 'ether2', udp(PC, FAR, 1000, 9, b'a'),
        'established,snat proto UDP, %s, NAT (%s:1000->%s:1000)->%s:9, len 29' % (there, PC, OUTSIDE, FAR))
    see('an error about it', 'ether1', error('203.0.113.2', OUTSIDE, 3, 1, udp(OUTSIDE, FAR, 1000, 9, b'a')),
        'related,snat proto ICMP (type 3, code 1), 203.0.113.2->%s, len 57' % PC)
    see('a ping', 'ether2', echo(PC, FAR), *['new proto ICMP (type 8, code 0), %s->%s, len 84' % (PC, FAR)] * 2)
    see('its answer', 'ether1', echo(FAR, OUTSIDE, reply=True), 'established,snat proto ICMP (type 0, code 0), '
        '%s->%s, NAT %s->(%s->%s), len 84' % (FAR, PC, FAR, OUTSIDE, PC))
    see('a forwarded port', 'ether1', tcp(FAR, OUTSIDE, 2000, 80),
        'new,dnat proto TCP (SYN), %s:2000->%s:8080, NAT %s:2000->(%s:80->%s:8080), len 40' %
        (FAR, SERVER, FAR, OUTSIDE, SERVER))
    see('its answer', 'ether3', tcp(SERVER, FAR, 8080, 2000, 'SA', 5, 1001),
        'established,dnat proto TCP (SYN,ACK), %s:8080->%s:2000, NAT (%s:8080->%s:80)->%s:2000, len 40' %
        (SERVER, FAR, SERVER, OUTSIDE, FAR))
    see('IPv6', 'ether2', udp(PC6, FAR6, 1000, 9, b'a'), 'new proto UDP, [%s]:1000->[%s]:9, len 49' % (PC6, FAR6))
    see('IPv6: the next', 'ether2', udp(PC6, FAR6, 1000, 9, b'a'),
        'new,snat proto UDP, [%s]:1000->[%s]:9, NAT ([%s]:1000->[%s]:1000)->[%s]:9, len 49' %
        (PC6, FAR6, PC6, OUTSIDE6, FAR6))


def main():
    t = Test()
    t.load(RULES)
    log = KernelLog()

    def lines():
        return [line.split('firewall,info ', 1)[1] for line in log.find('firewall,info ')]

    def see(name, wire, packet, outcome, hits, *want):
        t.packet(name, wire, packet, outcome, hits)
        t.equal(lines(), list(want), name + ': the log')

    through = 'in:ether2 out:ether1, connection-state:%s src-mac ' + MAC + ', proto '
    back = 'in:ether1 out:ether2, connection-state:established src-mac 02:00:00:00:01:02, proto '
    see('a SYN', 'ether2', tcp(PC, FAR, 1000, 80), 'ether1:same', 'look',
        'LOOK forward: ' + through % 'new' + 'TCP (SYN), %s:1000->%s:80, len 40' % (PC, FAR))
    see('its answer', 'ether1', tcp(FAR, PC, 80, 1000, 'SA', 1, 1001), 'ether2:same', 'look',
        'LOOK forward: ' + back + 'TCP (SYN,ACK), %s:80->%s:1000, len 40' % (FAR, PC))
    see('data', 'ether2', tcp(PC, FAR, 1000, 80, 'PA', 1001, 2, b'x' * 10), 'ether1:same', 'look',
        'LOOK forward: ' + through % 'established' + 'TCP (ACK,PSH), %s:1000->%s:80, len 50' % (PC, FAR))
    see('the end', 'ether2', tcp(PC, FAR, 1000, 80, 'FA', 1011, 2), 'ether1:same', 'look',
        'LOOK forward: ' + through % 'established' + 'TCP (ACK,FIN), %s:1000->%s:80, len 40' % (PC, FAR))
    see('the end with data', 'ether2', tcp(PC, FAR, 1000, 80, 'FPA', 1011, 2, b'x'), 'ether1:same', 'look',
        'LOOK forward: ' + through % 'established' + 'TCP (ACK,FIN,PSH), %s:1000->%s:80, len 41' % (PC, FAR))
    see('a reset', 'ether2', tcp(PC, FAR, 1001, 80, 'R'), 'ether1:same', 'look',
        'LOOK forward: ' + through % 'invalid' + 'TCP (RST), %s:1001->%s:80, len 40' % (PC, FAR))
    see('ICMP, log=yes', 'ether2', echo(PC, FAR), 'ether1:same', 'icmp',
        'forward: ' + through % 'new' + 'ICMP (type 8, code 0), %s->%s, len 84' % (PC, FAR))
    see('its answer', 'ether1', echo(FAR, PC, reply=True), 'ether2:same', 'icmp',
        'forward: ' + back + 'ICMP (type 0, code 0), %s->%s, len 84' % (FAR, PC))
    got = gre(PC, FAR)
    t.packet('GRE, a prefix of two words', 'ether2', got, '', 'gre')
    line = lines()
    t.ok(len(line) == 1 and line[0].startswith('two words forward: ' + through % 'new') and
         line[0].endswith('%s->%s, len 44' % (PC, FAR)), 'GRE, a prefix of two words: the log', line)
    see('raw: no state', 'ether2', udp(PC, FAR, 5, 7, b'abc'), 'ether1:same', 'raw/raw',
        'prerouting: in:ether2 out:(unknown 0), src-mac ' + MAC + ', proto UDP, %s:5->%s:7, len 31' % (PC, FAR))
    see('untracked, an odd prefix', 'ether2', udp(PC, FAR, 5, 8), 'ether1:same', 'raw/free odd',
        '!NAT forward: ' + through % 'untracked' + 'UDP, %s:5->%s:8, len 28' % (PC, FAR))
    see('a jump and a return, each in its chain', 'ether2', udp(PC, FAR, 5, 9), 'ether1:same', 'jump back',
        'jump forward: ' + through % 'new' + 'UDP, %s:5->%s:9, len 28' % (PC, FAR),
        'back user: ' + through % 'new' + 'UDP, %s:5->%s:9, len 28' % (PC, FAR))
    see('adding to a list', 'ether2', udp(PC, FAR, 5, 10), 'ether1:same', 'seen',
        'forward: ' + through % 'new' + 'UDP, %s:5->%s:10, len 28' % (PC, FAR))
    see('a reject', 'ether2', udp(PC, FAR, 5, 11), 'ether2:icmp 3:0', 'reject',
        'forward: ' + through % 'new' + 'UDP, %s:5->%s:11, len 28' % (PC, FAR))
    see('a prefix alone logs nothing', 'ether2', udp(PC, FAR, 5, 12), 'ether1:same', 'silent')
    see('to the router', 'ether2', tcp(PC, INSIDE, 1, 22), '', 'input',
        'in input: in:ether2 out:(unknown 0), connection-state:new src-mac ' + MAC +
        ', proto TCP (SYN), %s:1->%s:22, len 40' % (PC, INSIDE))

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(('0.0.0.0', 4444))
        try:
            s.sendto(b'x', (FAR, 17))
        except PermissionError:
            pass    # a local sender is told
    t.check('from the router', t.router.outcome(), '', 'raw/raw-out output', 29)
    t.equal(lines(), ['raw-out output: in:(unknown 0) out:ether1, proto UDP, 203.0.113.1:4444->%s:17, len 29' % FAR,
                      'output: in:(unknown 0) out:ether1, connection-state:new proto UDP, '
                      '203.0.113.1:4444->%s:17, len 29' % FAR], 'from the router: the log')

    see('IPv6: a SYN', 'ether2', tcp(PC6, FAR6, 1000, 80), '', 'tcp6',
        'forward: ' + through % 'new' + 'TCP (SYN), [%s]:1000->[%s]:80, len 60' % (PC6, FAR6))
    see('IPv6: a ping', 'ether2', echo(PC6, FAR6), '', 'icmp6',
        'six forward: ' + through % 'new' + 'ICMP (type 128, code 0), %s->%s, len 104' % (PC6, FAR6))
    see('IPv6: to the router', 'ether2', udp(PC6, INSIDE6, 1, 2), '', 'input6',
        'input: in:ether2 out:(unknown 0), connection-state:new src-mac ' + MAC +
        ', proto UDP, [%s]:1->[%s]:2, len 48' % (PC6, INSIDE6))
    t.totals()
    t.round_trip()

    translated(t, lines)
    t.clear()
    t.load(RULES)
    before = t.netlink.reasons().get('log-limit', 0)
    for n in range(2000):
        t.router.wires['ether2'].send(tcp(PC, INSIDE, 1 + n % 60000, 1000 + n // 60000, 'S', n))
    t.router.outcome()
    seen = len(lines())
    lost = t.netlink.reasons().get('log-limit', 0) - before
    t.ok(0 < seen < 2000 and seen + lost == 2000, 'a flood is logged up to a limit, and what is left out is counted',
         seen, lost)
    os.close(log.fd)
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""examples/customer-protection.rsc on a router: what came out of every packet, and which rules counted it."""
import sys

from bed import KernelLog, Test
from packets import echo, error, gre, icmp, tcp, udp

CUSTOMER, HOSTED, INFECTED, PEER = '192.0.2.10', '192.0.2.80', '192.0.2.66', '192.0.2.2'
FAR = '198.51.100.7'
KNOWN, MAY, REST, TCP, UDP, ICMP = 'known connections', 'customers may', 'the rest', 'to tcp', 'to udp', 'to icmp'
OTHERS = 'udp: all the others, counted'


def customers(t):
    t.packet('a customer opens a page', 'ether2', tcp(CUSTOMER, FAR, 1, 443), 'ether1:same', [TCP, MAY])
    t.packet('the answer is known', 'ether1', tcp(FAR, CUSTOMER, 443, 1, 'SA', 9, 1001), 'ether2:same', [KNOWN])
    t.packet('so is what follows', 'ether2', tcp(CUSTOMER, FAR, 1, 443, 'A', 1001, 10), 'ether1:same', [KNOWN])
    t.packet('names go out', 'ether2', udp(CUSTOMER, FAR, 2, 53, b'q'), 'ether1:same',
             [UDP, 'udp: names, time, web', MAY])
    t.packet('other UDP is counted and goes out', 'ether2', udp(CUSTOMER, FAR, 2, 5000, b'game'), 'ether1:same',
             [UDP, OTHERS, MAY])
    t.packet('a ping is accepted in its chain', 'ether2', echo(CUSTOMER, FAR), 'ether1:same',
             [ICMP, 'icmp: echo request'])
    t.packet('its answer is known', 'ether1', echo(FAR, CUSTOMER, reply=True), 'ether2:same', [KNOWN])
    t.packet('GRE needs no chain', 'ether2', gre(CUSTOMER, FAR), 'ether1:same', [MAY])
    t.packet('a timestamp request is dropped', 'ether2', icmp(CUSTOMER, FAR, 13, payload=b'\0' * 12), '',
             [ICMP, 'icmp: other types'])
    t.packet('time exceeded about that page is related', 'ether1',
             error('203.0.113.2', CUSTOMER, 11, 0, tcp(CUSTOMER, FAR, 1, 443)), 'ether2:same', [KNOWN])
    t.packet('about another it is invalid', 'ether1',
             error('203.0.113.2', CUSTOMER, 11, 0, tcp(CUSTOMER, FAR, 3, 443)), '', ['invalid'])
    t.packet('quarantine answers', 'ether2', tcp(INFECTED, FAR, 1, 443), 'ether2:icmp 3:13', ['in quarantine'])
    t.packet('... to UDP as well', 'ether2', udp(INFECTED, FAR, 1, 53), 'ether2:icmp 3:13', ['in quarantine'])
    t.packet('... a neighbour is well', 'ether2', udp('192.0.2.67', FAR, 1, 53), 'ether1:same',
             [UDP, 'udp: names, time, web', MAY])
    t.packet('a forged customer', 'ether2', udp('198.18.0.1', FAR, 1, 53), '', ['forged by a customer'])
    t.packet('just outside the prefix', 'ether2', tcp('192.0.3.0', FAR, 1, 80), '', ['forged by a customer'])
    t.packet('our own source from outside', 'ether1', udp('192.0.2.9', CUSTOMER, 1, 53), '', ['forged as a customer'])


def hosted(t):
    for address in (HOSTED, '192.0.2.96', '192.0.2.103'):
        t.packet('%s: web is open' % address, 'ether1', tcp(FAR, address, 9, 80), 'ether2:same', [TCP, 'hosted web'])
    for address in ('192.0.2.95', '192.0.2.104', CUSTOMER):
        t.packet('%s: web is not' % address, 'ether1', tcp(FAR, address, 9, 80), '', [TCP, REST])
    t.packet('mail is open', 'ether1', tcp(FAR, HOSTED, 1024, 25), 'ether2:same', [TCP, 'hosted mail'])
    t.packet('... not from a low port', 'ether1', tcp(FAR, HOSTED, 1023, 25), '', [TCP, REST])
    t.packet('DNS is open', 'ether1', udp(FAR, HOSTED, 9, 53, b'q'), 'ether2:same',
             [UDP, 'udp: names, time, web', 'hosted DNS'])
    log = KernelLog()
    t.packet('SSH is not', 'ether1', tcp(FAR, HOSTED, 9, 22), '', [TCP, REST])
    t.equal([line.split('firewall,info ')[-1] for line in log.find('unasked')],
            ['unasked forward: in:ether1 out:ether2, connection-state:new src-mac 02:00:00:00:01:02, proto TCP (SYN), '
             '198.51.100.7:9->192.0.2.80:22, len 40'], '... and was logged')
    t.packet('ping from outside is accepted in its chain', 'ether1', echo(FAR, HOSTED), 'ether2:same',
             [ICMP, 'icmp: echo request'])


def chains(t):
    names = {69: 'TFTP', 111: 'RPC portmapper', 135: 'RPC of Windows', 137: 'NetBIOS', 138: 'NetBIOS', 139: 'NetBIOS',
             2049: 'NFS', 3133: 'Back Orifice'}
    only_tcp = {445: 'SMB', 12345: 'NetBus', 12346: 'NetBus', 20034: 'NetBus 2', 67: 'DHCP', 68: 'DHCP'}
    for port, name in {**names, **only_tcp}.items():
        t.packet('TCP port %d' % port, 'ether2', tcp(CUSTOMER, FAR, 5, port), '', [TCP, 'tcp: ' + name])
    for port, name in names.items():
        t.packet('UDP port %d' % port, 'ether1', udp(FAR, HOSTED, 5, port), '', [UDP, 'udp: ' + name])
    t.packet('DHCP by its source port', 'ether2', tcp(CUSTOMER, FAR, 67, 5), '', [TCP, 'tcp: DHCP'])
    t.packet('the routers speak BGP', 'ether2', tcp(PEER, '203.0.113.2', 5, 179), 'ether1:same',
             [TCP, 'tcp: BGP of one'])
    t.packet('... from either side', 'ether2', tcp(PEER, '203.0.113.2', 179, 6), 'ether1:same',
             [TCP, 'tcp: BGP of one'])
    t.packet('... others only as customers', 'ether2', tcp('192.0.2.3', '203.0.113.2', 5, 179), 'ether1:same',
             [TCP, MAY])
    t.packet('an impossible TCP packet is invalid', 'ether2', tcp(CUSTOMER, FAR, 6, 80, ''), '', ['invalid'])
    for port in (136, 140, 446, 12344, 12347, 66):
        t.packet('TCP port %d goes out' % port, 'ether2', tcp(CUSTOMER, FAR, 5, port), 'ether1:same', [TCP, MAY])
    t.packet('unknown source from outside to a customer', 'ether1', udp(FAR, CUSTOMER, 5, 4000), '',
             [UDP, OTHERS, REST])


def main():
    t = Test(networks={'ether2': ('192.0.2', '2001:db8:88::')})
    t.load(open(sys.argv[1], encoding='utf-8').read())
    customers(t)
    hosted(t)
    chains(t)
    t.totals()
    t.round_trip()
    t.end()


main()

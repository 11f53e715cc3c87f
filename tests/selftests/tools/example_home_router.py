# SPDX-License-Identifier: GPL-2.0-only
"""
examples/home-router.rsc on a router: some seventy packets of forty flows, allowed and forbidden; after each, what came
out and which rules counted it, and at the end every counter of every rule through print stats.
"""
import socket
import sys

from bed import KernelLog, Test, json_items, tcp_listener, udp_socket
from packets import echo, error, fragments, gre, icmp, sctp, tcp, udp

PC, INSIDE = '192.168.88.10', '192.168.88.1'
WEB, OUTSIDE, MANAGER = '198.51.100.80', '203.0.113.1', '198.51.100.20'
PC6, INSIDE6 = '2001:db8:88::10', '2001:db8:88::1'
WEB6, OUTSIDE6, MANAGER6 = '2001:db8:5000::80', '2001:db8:113::1', '2001:db8:5100::7'
KNOWN_IN, KNOWN, TO_NET = 'input: what we know', 'forward: what we know', 'forward: the house to the Internet'
FTCP, FUDP, FICMP, REST, REST_IN = ('forward: TCP', 'forward: UDP', 'forward: ICMP', 'forward: the rest',
                                    'input: the rest')
SSH, SSH_MANAGERS = 'input: SSH and Winbox from the house', 'input: SSH and Winbox from managers'
SCAN, CAUGHT, DOORS = 'input: is it a scanner?', 'trap: caught', 'trap: doors we do not have'


def to_router(t):
    t.packet('a PC pings the router', 'ether2', echo(PC, INSIDE), 'ether2:icmp 0:0', ['input: ICMP'])
    t.packet('its next ping is known', 'ether2', echo(PC, INSIDE, seq=2), 'ether2:icmp 0:0', [KNOWN_IN])
    t.packet('the Internet pings the router', 'ether1', echo('203.0.113.9', OUTSIDE), 'ether1:icmp 0:0',
             ['input: ICMP'])

    with tcp_listener('0.0.0.0', 22), udp_socket('0.0.0.0', 53) as dns:
        answer = t.packet('a PC opens SSH', 'ether2', tcp(PC, INSIDE, 1001, 22), 'ether2:tcp SA', [SSH])
        seq = answer[0][1].seq + 1 if answer else 0
        t.packet('... acknowledges', 'ether2', tcp(PC, INSIDE, 1001, 22, 'A', 1001, seq), '', [KNOWN_IN])
        t.packet('... and resets', 'ether2', tcp(PC, INSIDE, 1001, 22, 'R', 1001), '', [KNOWN_IN])
        t.packet('the Internet does not open SSH', 'ether1', tcp('203.0.113.9', OUTSIDE, 1002, 22), '',
                 [SCAN, REST_IN])
        t.packet('a manager does', 'ether1', tcp(MANAGER, OUTSIDE, 1003, 22), 'ether1:tcp SA', [SCAN, SSH_MANAGERS])
        t.packet('... and resets', 'ether1', tcp(MANAGER, OUTSIDE, 1003, 22, 'R', 1001), '', [KNOWN_IN])
        t.packet('a neighbour of the managers does not', 'ether1', tcp('198.51.100.32', OUTSIDE, 1004, 22), '',
                 [SCAN, REST_IN])
        t.packet('a PC asks for a name', 'ether2', udp(PC, INSIDE, 1005, 53, b'who?'), '', ['input: DNS and time'])
        t.equal(dns.recv(99), b'who?', 'the question arrived')
        t.packet('the Internet does not', 'ether1', udp('203.0.113.9', OUTSIDE, 1005, 53, b'who?'), '', [REST_IN])
    t.packet('Winbox from the house reaches a closed port', 'ether2', tcp(PC, INSIDE, 1006, 8291), 'ether2:tcp RA',
             [SSH])
    t.packet('telnet from the house is dropped', 'ether2', tcp(PC, INSIDE, 1007, 23), '', [REST_IN])
    t.packet('SNMP from the house is dropped, every time', 'ether2', udp(PC, INSIDE, 1008, 161), '', [REST_IN], times=3)
    t.packet('a reset out of nowhere is invalid', 'ether1', tcp('203.0.113.9', OUTSIDE, 1009, 22, 'R'), '',
             [SCAN, 'input: invalid'])
    t.packet('an error about nothing is invalid', 'ether1',
             error('203.0.113.9', OUTSIDE, 3, 1, udp(OUTSIDE, '203.0.113.9', 7, 7)), '', ['input: invalid'])
    t.packet('a private source from outside is forged', 'ether1', echo('10.1.2.3', OUTSIDE), '',
             ['raw/raw: forged sources'])
    t.packet('... also on its way to the house', 'ether1', tcp('192.168.88.20', PC, 1, 80), '',
             ['raw/raw: forged sources'])


def scanners(t):
    log = KernelLog()
    t.packet('telnet from the Internet is a scan', 'ether1', tcp('203.0.113.66', OUTSIDE, 1010, 23), '',
             [SCAN, DOORS, CAUGHT])
    t.equal([line.split('firewall,info ')[-1] for line in log.find('scanner ')],
            ['scanner trap: in:ether1 out:(unknown 0), connection-state:new src-mac 02:00:00:00:01:02, '
             'proto TCP (SYN), 203.0.113.66:1010->203.0.113.1:23, len 40'], 'the scan was logged')
    t.packet('the scanner is not heard again', 'ether1', tcp('203.0.113.66', OUTSIDE, 1011, 22), '',
             ['raw/raw: known scanners'])
    t.packet('... not even its pings', 'ether1', echo('203.0.113.66', OUTSIDE), '', ['raw/raw: known scanners'])
    t.packet('... nor what it sends to the house', 'ether1', udp('203.0.113.66', PC, 1, 5), '',
             ['raw/raw: known scanners'])
    t.packet('a packet without flags is a scan', 'ether1', tcp('203.0.113.77', OUTSIDE, 1012, 80, ''), '',
             [SCAN, 'trap: no flag at all', CAUGHT])
    t.packet('a packet with all lights on is a scan', 'ether1', tcp('203.0.113.99', OUTSIDE, 1013, 80, 'FPU'), '',
             [SCAN, 'trap: all lights on', CAUGHT])
    t.packet('a packet with SYN and FIN is a scan', 'ether1', tcp('203.0.113.100', OUTSIDE, 1014, 80, 'SF'), '',
             [SCAN, 'trap: open and close at once', CAUGHT])
    t.packet('a port that is merely closed is not', 'ether1', tcp('203.0.113.9', OUTSIDE, 1015, 80), '',
             [SCAN, REST_IN])
    t.packet('the house is never a scanner', 'ether2', tcp(PC, INSIDE, 1016, 445), '', [REST_IN])
    caught = [e for e in json_items('/ip firewall address-list print all where list=scanners')]
    t.equal(sorted(e['address'] for e in caught),
            ['203.0.113.100', '203.0.113.66', '203.0.113.77', '203.0.113.99'], 'four scanners are in the list')
    t.ok(all(e.get('dynamic') for e in caught) and all('1h59m' in e['timeout'] or e['timeout'] == '2h' for e in caught),
         'each for two hours', caught)


def from_house(t):
    t.packet('a PC opens a web page', 'ether2', tcp(PC, WEB, 2000, 443, seq=100), 'ether1:same', [FTCP, TO_NET])
    t.packet('the server answers', 'ether1', tcp(WEB, PC, 443, 2000, 'SA', 500, 101), 'ether2:same', [KNOWN])
    t.packet('the PC acknowledges', 'ether2', tcp(PC, WEB, 2000, 443, 'A', 101, 501), 'ether1:same', [KNOWN])
    t.packet('the PC asks', 'ether2', tcp(PC, WEB, 2000, 443, 'PA', 101, 501, b'GET /'), 'ether1:same', [KNOWN])
    t.packet('the server sends', 'ether1', tcp(WEB, PC, 443, 2000, 'A', 501, 106, b'x' * 1000), 'ether2:same', [KNOWN])
    t.packet('the server closes', 'ether1', tcp(WEB, PC, 443, 2000, 'FA', 1501, 106), 'ether2:same', [KNOWN])
    t.packet('the PC closes', 'ether2', tcp(PC, WEB, 2000, 443, 'FA', 106, 1502), 'ether1:same', [KNOWN])
    t.packet('the last word', 'ether1', tcp(WEB, PC, 443, 2000, 'A', 1502, 107), 'ether2:same', [KNOWN])
    t.packet('a PC asks a name server', 'ether2', udp(PC, WEB, 2001, 53, b'q'), 'ether1:same', [FUDP, TO_NET])
    t.packet('it answers', 'ether1', udp(WEB, PC, 53, 2001, b'answer'), 'ether2:same', [KNOWN])
    t.packet('another question', 'ether2', udp(PC, WEB, 2001, 53, b'q2'), 'ether1:same', [KNOWN])
    quoted = udp(PC, WEB, 2001, 53, b'q2', ttl=63)
    t.packet('an error about that is related', 'ether1', error('203.0.113.2', PC, 3, 3, quoted), 'ether2:same', [KNOWN])
    t.packet('an error about something else is invalid', 'ether1',
             error('203.0.113.2', PC, 3, 3, udp(PC, WEB, 2002, 53, b'q')), '', ['forward: invalid'])
    t.packet('a PC pings the Internet', 'ether2', echo(PC, WEB, 7), 'ether1:same', [FICMP, 'icmp: pings of the house'])
    t.packet('the Internet answers', 'ether1', echo(WEB, PC, 7, reply=True), 'ether2:same', [KNOWN])
    t.packet('a timestamp request is dropped', 'ether2', icmp(PC, WEB, 13, 0, payload=b'\0' * 12), '',
             [FICMP, 'icmp: other types'])
    t.packet('GRE goes out', 'ether2', gre(PC, WEB), 'ether1:same', [TO_NET])
    t.packet('SCTP goes out', 'ether2', sctp(PC, WEB, 3000, 3000), 'ether1:same', [TO_NET])
    whole = udp(PC, WEB, 2003, 4000, b'f' * 3000)
    first, second, third = fragments(whole, 1400)
    t.packet('a first fragment waits', 'ether2', first, '')
    t.packet('a second one too', 'ether2', third, '')
    t.packet('the last makes one packet of three', 'ether2', second, 'ether1:fragment ether1:fragment ether1:fragment',
             [FUDP, TO_NET], length=len(whole))


def forbidden(t):
    names = {69: 'TFTP', 111: 'RPC portmapper', 135: 'RPC of Windows', 137: 'NetBIOS', 138: 'NetBIOS',
             139: 'NetBIOS', 445: 'SMB', 2049: 'NFS', 12345: 'NetBus', 12346: 'NetBus', 20034: 'NetBus',
             3133: 'Back Orifice'}
    for port, name in names.items():
        t.packet('TCP to port %d stays in' % port, 'ether2', tcp(PC, WEB, 2100, port), '', [FTCP, 'tcp: ' + name])
        if port < 445 or port in (2049, 3133):
            t.packet('UDP to port %d stays in' % port, 'ether2', udp(PC, WEB, 2100, port, b'x'), '',
                     [FUDP, 'udp: ' + name])
    for port in (68, 110, 136, 140, 446, 12344, 12347):
        t.packet('TCP to port %d goes out' % port, 'ether2', tcp(PC, WEB, 2101, port), 'ether1:same', [FTCP, TO_NET])
    for port in (136, 140):
        t.packet('UDP to port %d goes out' % port, 'ether2', udp(PC, WEB, 2101, port), 'ether1:same', [FUDP, TO_NET])
    t.packet('mail is refused at once', 'ether2', tcp(PC, WEB, 2102, 25), 'ether2:tcp RA',
             [FTCP, 'tcp: mail goes through the provider'])
    t.packet('a foreign source in the house is dropped', 'ether2', tcp('192.0.2.9', WEB, 1, 80), '',
             ['forward: not our addresses'])
    t.packet('the Internet opens nothing in the house', 'ether1', tcp(WEB, PC, 1, 80), '', [REST], times=2)
    t.packet('... and sends nothing unasked', 'ether1', udp(WEB, PC, 1, 5000), '', [REST])
    t.packet('... and pings nobody', 'ether1', echo(WEB, PC), '', [FICMP, 'icmp: other types'])
    t.packet('a third network does not reach the Internet', 'ether3', tcp('192.168.99.5', WEB, 1, 80), '', [REST])
    t.packet('... nor does the house reach it', 'ether2', udp(PC, '192.168.99.5', 1, 53), '', [FUDP, REST])


def ipv6(t):
    t.packet('IPv6: a PC pings the router', 'ether2', echo(PC6, INSIDE6), 'ether2:icmp 129:0', ['input: ICMPv6'])
    t.packet('IPv6: so does the Internet', 'ether1', echo(WEB6, OUTSIDE6), 'ether1:icmp 129:0', ['input: ICMPv6'])
    with tcp_listener('::', 22, socket.AF_INET6):
        t.packet('IPv6: a PC opens SSH', 'ether2', tcp(PC6, INSIDE6, 1001, 22), 'ether2:tcp SA', [SSH])
        t.packet('IPv6: ... and resets', 'ether2', tcp(PC6, INSIDE6, 1001, 22, 'R', 1001), '', [KNOWN_IN])
        t.packet('IPv6: the Internet does not', 'ether1', tcp(WEB6, OUTSIDE6, 1001, 22), '', [REST_IN])
        t.packet('IPv6: a manager does', 'ether1', tcp(MANAGER6, OUTSIDE6, 1001, 22), 'ether1:tcp SA', [SSH_MANAGERS])
        t.packet('IPv6: ... and resets', 'ether1', tcp(MANAGER6, OUTSIDE6, 1001, 22, 'R', 1001), '', [KNOWN_IN])
    with udp_socket('::', 546, socket.AF_INET6) as dhcp:
        t.packet('IPv6: a DHCPv6 answer comes in', 'ether1', udp('fe80::2', 'fe80::1', 547, 546, b'lease'), '',
                 ['input: DHCPv6 answers'])
        t.equal(dhcp.recv(99), b'lease', 'IPv6: it arrived')
    t.packet('IPv6: a scanner', 'ether1', tcp('2001:db8:bad::1', OUTSIDE6, 1, 3389), '',
             ['input: doors we do not have', REST_IN])
    t.packet('IPv6: ... is not heard again', 'ether1', echo('2001:db8:bad::1', OUTSIDE6), '',
             ['raw/raw: known scanners'])
    t.packet('IPv6: ... its neighbour is', 'ether1', echo('2001:db8:bad::2', OUTSIDE6), 'ether1:icmp 129:0',
             ['input: ICMPv6'])
    t.packet('IPv6: a PC opens a web page', 'ether2', tcp(PC6, WEB6, 2000, 443), 'ether1:same', [TO_NET])
    t.packet('IPv6: the server answers', 'ether1', tcp(WEB6, PC6, 443, 2000, 'SA', 500, 1001), 'ether2:same', [KNOWN])
    t.packet('IPv6: SMB stays in', 'ether2', tcp(PC6, WEB6, 2001, 445), '', ['forward: TCP of local networks'])
    t.packet('IPv6: NetBIOS stays in', 'ether2', udp(PC6, WEB6, 2001, 138), '', ['forward: UDP of local networks'])
    t.packet('IPv6: DNS goes out', 'ether2', udp(PC6, WEB6, 2001, 53), 'ether1:same', [TO_NET])
    t.packet('IPv6: the Internet pings a PC', 'ether1', echo(WEB6, PC6, 9), 'ether2:same',
             ['forward: ICMPv6', 'icmp: pings'])
    t.packet('IPv6: the PC answers', 'ether2', echo(PC6, WEB6, 9, reply=True), 'ether1:same', [KNOWN])
    t.packet('IPv6: the Internet opens nothing', 'ether1', tcp(WEB6, PC6, 1, 80), '', [REST])
    t.packet('IPv6: a foreign source is dropped', 'ether2', udp('2001:db8:ffff::1', WEB6, 1, 53), '',
             ['forward: not our addresses'])
    t.packet('IPv6: an error about that page is related', 'ether1',
             error('2001:db8:113::2', PC6, 1, 4, tcp(PC6, WEB6, 2000, 443, ttl=63)), 'ether2:same', [KNOWN])
    t.packet('IPv6: an error about nothing is invalid', 'ether1',
             error('2001:db8:113::2', PC6, 1, 4, tcp(PC6, WEB6, 2999, 443)), '', ['forward: invalid'])


def main():
    t = Test()
    t.load(open(sys.argv[1], encoding='utf-8').read())
    to_router(t)
    scanners(t)
    from_house(t)
    forbidden(t)
    ipv6(t)
    t.totals()
    t.round_trip()
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
The patterns that manuals publish, as they are published but for times, which are long enough for any machine: detection of
floods with dst-limit, stages against guessing of passwords, port knocking, port scans, connections that are too many,
a policer, balancing, and marks for quality of service. Each with traffic that triggers it and traffic that must not.
"""
from bed import Test, busywait, ctl, json_items
from packets import tcp, udp

PC, FAR, ROUTER = '192.168.88.10', '198.51.100.7', '203.0.113.1'
RULES = '''/ip firewall connection tracking set tcp-syn-sent-timeout=1h tcp-close-timeout=1h udp-timeout=1h
/ip firewall raw
add action=drop chain=prerouting dst-address-list=ddos-targets src-address-list=ddos-attackers comment=ddos-drop
/ip firewall mangle
add chain=prerouting protocol=udp dst-port=7000 connection-state=new nth=2,1 action=mark-connection new-connection-mark=first passthrough=no comment=nth
add chain=prerouting protocol=udp dst-port=7000 connection-state=new action=mark-connection new-connection-mark=second passthrough=no comment=others
add chain=prerouting protocol=udp dst-port=5060 connection-mark=no-mark action=mark-connection new-connection-mark=voice comment=voice
add chain=prerouting connection-mark=voice action=mark-packet new-packet-mark=voice passthrough=no comment=voice-packet
add chain=forward connection-mark=first action=passthrough comment=by-first
add chain=forward connection-mark=second action=passthrough comment=by-second
add chain=postrouting packet-mark=voice action=change-dscp new-dscp=46 comment=dscp
/ip firewall filter
add action=add-src-to-address-list address-list=bruteforce_blacklist address-list-timeout=1d chain=input connection-state=new dst-port=22 protocol=tcp src-address-list=connection3 comment=blacklist
add action=add-src-to-address-list address-list=connection3 address-list-timeout=1h chain=input connection-state=new dst-port=22 protocol=tcp src-address-list=connection2 comment=third
add action=add-src-to-address-list address-list=connection2 address-list-timeout=1h chain=input connection-state=new dst-port=22 protocol=tcp src-address-list=connection1 comment=second
add action=add-src-to-address-list address-list=connection1 address-list-timeout=1h chain=input connection-state=new dst-port=22 protocol=tcp comment=first
add action=accept chain=input dst-port=22 protocol=tcp src-address-list=!bruteforce_blacklist comment=ssh
add action=add-src-to-address-list address-list=888 address-list-timeout=1h chain=input dst-port=888 protocol=tcp comment=knock
add action=add-src-to-address-list address-list=secured address-list-timeout=1h chain=input dst-port=555 protocol=tcp src-address-list=888 comment=knock-again
add action=accept chain=input dst-port=8291 protocol=tcp src-address-list=secured comment=winbox
add action=add-src-to-address-list address-list="port scanners" address-list-timeout=2w chain=input protocol=udp psd=21,1h,3,1 comment=scan
add action=drop chain=input src-address-list="port scanners" comment=scanner
add action=drop chain=input comment=rest
add action=drop chain=forward protocol=tcp tcp-flags=syn dst-port=80 connection-limit=5,32 comment=too-many
add action=drop chain=forward protocol=udp dst-port=6000 limit=!1/1d,4:packet comment=policer
add action=jump chain=forward connection-state=new protocol=udp dst-port=9 jump-target=detect-ddos comment=new
add action=return chain=detect-ddos dst-limit=32,32,src-and-dst-addresses/10s comment=within
add action=add-dst-to-address-list address-list=ddos-targets address-list-timeout=10m chain=detect-ddos comment=target
add action=add-src-to-address-list address-list=ddos-attackers address-list-timeout=10m chain=detect-ddos comment=attacker
'''


def hits(t):
    return {comment: count[0] for (_, comment), count in t.grown().items()}


def listed(name):
    return {i['address'] for i in json_items('/ip firewall address-list print where list="%s"' % name)}


def floods(t):
    host = lambda n: '192.168.88.%d' % n
    out = [t.router.send('ether2', udp(host(20), FAR, 1000 + n, 9)) for n in range(32)]
    t.ok(set(out) == {'ether1:same'} and hits(t) == {'new': 32, 'within': 32} and not listed('ddos-targets'),
         'flood: as many new connections as are allowed')
    port = [1000]

    def more():
        for _ in range(100):
            port[0] += 1
            t.router.send('ether2', udp(host(21), FAR, port[0], 9))
        return 'target' in hits(t)

    t.ok(busywait(20, more), 'flood: more than that is one')
    t.equal([listed('ddos-targets'), listed('ddos-attackers')], [{FAR}, {host(21)}], 'flood: both ends are listed')
    t.packet('flood: the attacker does not reach its target', 'ether2', udp(host(21), FAR, 1, 53), '', 'raw/ddos-drop')
    t.packet('flood: but others', 'ether2', udp(host(21), '198.51.100.8', 1, 53), 'ether1:same')
    t.packet('flood: and others reach the target', 'ether2', udp(host(22), FAR, 1, 53), 'ether1:same')


def guesses(t):
    ask = lambda host, port: t.router.send('ether1', tcp('203.0.113.%d' % host, ROUTER, port, 22, 'S')) != ''
    t.equal([ask(30, port) for port in range(1, 6)], [True, True, True, False, False],
            'guesses: three connections are answered, no more')
    t.equal(hits(t), {'first': 5, 'second': 4, 'third': 3, 'blacklist': 2, 'ssh': 3, 'rest': 2},
            'guesses: a stage for each')
    t.equal([ask(31, port) for port in (1, 2, 3)], [True] * 3, 'guesses: three of another host')
    t.equal(listed('bruteforce_blacklist'), {'203.0.113.30'}, 'guesses: do not bring it into the list')
    hits(t)


def knocks(t):
    def knock(host, *ports):
        return [t.router.send('ether1', tcp('203.0.113.%d' % host, ROUTER, 9, port, 'S')) != '' for port in ports]

    t.equal(knock(40, 888, 555, 8291), [False, False, True], 'knocks: the right ones in the right order')
    t.equal(hits(t), {'knock': 1, 'knock-again': 1, 'winbox': 1, 'rest': 2}, 'knocks: open the door')
    t.equal(knock(41, 555, 888, 8291), [False] * 3, 'knocks: in the wrong order')
    t.equal(knock(42, 555, 8291), [False] * 2, 'knocks: the last alone')
    t.equal(knock(43, 888, 8291), [False] * 2, 'knocks: the first alone')
    t.equal(hits(t), {'knock': 2, 'rest': 7}, 'knocks: do not')


def scans(t):
    def ask(host, ports):
        for port in ports:
            t.router.send('ether1', udp('203.0.113.%d' % host, ROUTER, 9, port))
        return hits(t)

    t.equal(ask(50, range(1, 7)), {'rest': 6}, 'scan: six low ports weigh less than 21')
    t.equal(ask(51, [161] * 30), {'rest': 30}, 'scan: nor does one port that is asked again and again')
    t.equal(ask(52, range(1, 8)), {'rest': 6, 'scan': 1, 'scanner': 1}, 'scan: seven do not')
    t.equal(ask(52, [1]), {'scan': 1, 'scanner': 1}, 'scan: the scanner stays out')
    t.equal(listed('port scanners'), {'203.0.113.52'}, 'scan: and is alone in the list')


def crowds(t):
    ask = lambda host, port: t.router.send('ether2', tcp('192.168.88.%d' % host, FAR, port, 80, 'S')) == 'ether1:same'
    t.equal([ask(60, port) for port in range(1, 8)], [True] * 5 + [False] * 2, 'connections: five of a host, no more')
    t.equal(ask(61, 1), True, 'connections: another has its own')
    t.equal(ask(60, 1), True, 'connections: a SYN that is repeated is of one that is there')
    hits(t)


def police(t):
    ask = lambda port: t.router.send('ether2', udp(PC, FAR, 9, port)) == 'ether1:same'
    t.equal([ask(6000) for _ in range(7)], [True] * 4 + [False] * 3, 'policer: what is above the rate is dropped')
    t.equal(ask(6001), True, 'policer: and nothing else')
    t.equal(hits(t), {'policer': 3}, 'policer: counts what it drops')


def balance(t):
    for port in range(10):
        t.router.send('ether2', udp(PC, FAR, 100 + port, 7000))
    t.equal(hits(t), {'nth': 5, 'others': 5, 'by-first': 5, 'by-second': 5}, 'balance: every second connection')
    t.router.send('ether1', udp(FAR, PC, 7000, 100))
    for _ in range(3):
        t.router.send('ether2', udp(PC, FAR, 100, 7000))
    t.equal(hits(t), {'by-first': 4}, 'balance: a connection stays where it is')


def quality(t):
    for data, wire, to, want, counts in (
            (udp(PC, FAR, 9, 5060), 'ether2', 'ether1', 46 << 2, {'voice': 1, 'voice-packet': 1, 'dscp': 1}),
            (udp(FAR, PC, 5060, 9), 'ether1', 'ether2', 46 << 2, {'voice-packet': 1, 'dscp': 1}),
            (udp(PC, FAR, 9, 5061, tos=8), 'ether2', 'ether1', 8, {})):
        t.router.send(wire, data)
        t.equal([(name, out.data[1]) for name, out in t.router.got], [(to, want)], 'quality: leaves with TOS %d' % want)
        t.equal(hits(t), counts, 'quality: as its connection says')


def main():
    t = Test()
    t.load(RULES)
    for pattern in (guesses, knocks, scans, crowds, police, balance, quality, floods):
        pattern(t)
    t.round_trip()
    t.clear()
    ctl('/ip firewall connection tracking set tcp-syn-sent-timeout=5s tcp-close-timeout=10s udp-timeout=30s')
    t.end()


main()

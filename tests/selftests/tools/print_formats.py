# SPDX-License-Identifier: GPL-2.0-only
"""
Listings and exports of one fixed configuration after some fixed traffic, letter by letter against
tests/selftests/golden. Times and the ids of connections are made the same before comparing. With the argument "write",
the files are written anew instead: then read what has changed.
"""
import os
import re
import sys

from bed import Test, ctl, json_items, write_file_text
from packets import echo, tcp, udp

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../golden')
PC, FAR = '192.168.88.10', '198.51.100.7'
PC6, FAR6 = '2001:db8:88::10', '2001:db8:5000::7'

RULES = r'''
/interface list
add name=WAN comment="the Internet"
add name=LAN include=WAN exclude=none
/interface list member
add list=WAN interface=ether1
add list=LAN interface=ether2 disabled=yes comment=spare
/ip firewall address-list
add list=office address=192.0.2.0/24
add list=office address=198.51.100.1-198.51.100.9 comment="a range"
add list="two words" address=203.0.113.7 disabled=yes
add list=guests address=192.168.88.10 timeout=1h
/ipv6 firewall address-list
add list=office address=2001:db8::/32
add list=office address=2001:db9::1
/ip firewall raw
add chain=prerouting action=notrack protocol=udp dst-port=9 src-address=!192.0.2.1-192.0.2.9
/ip firewall filter
add chain=forward action=passthrough comment="everything that goes through"
add chain=forward action=accept connection-state=established,related,untracked
add chain=forward action=jump jump-target=user protocol=tcp tcp-flags=syn,!ack,!rst in-interface=ether2 \
    out-interface-list=!LAN dst-port=!1-79,81-65535 src-address-list=!office comment=long
add chain=forward action=drop in-interface=ghost
add chain=forward action=log log-prefix="with \"quotes\" \\ and \$" protocol=!tcp disabled=yes
add chain=forward action=add-dst-to-address-list address-list=seen address-list-timeout=1d protocol=icmp icmp-options=8
add chain=user action=reject reject-with=icmp-admin-prohibited log=yes log-prefix=user
add chain=empty-target action=jump jump-target=nowhere
add chain=input action=accept port=53,123 protocol=17 dst-address=192.168.88.1
/ipv6 firewall filter
add chain=forward action=reject protocol=icmpv6 icmp-options=128:0-3 src-address=2001:db8:88::/64
add chain=forward action=accept protocol=139
'''

LISTINGS = [
    ('filter-print', '/ip firewall filter print'),
    ('filter-detail', '/ip firewall filter print detail where chain=forward'),
    ('filter-terse', '/ip firewall filter print terse'),
    ('filter-stats', '/ip firewall filter print stats'),
    ('filter-stats-hit', '/ip firewall filter print stats where packets>0'),
    ('filter-as-value', ':put [/ip firewall filter print as-value where chain=user]'),
    ('filter-ids', '/ip firewall filter print show-ids where chain=input'),
    ('filter-proplist', '/ip firewall filter print proplist=chain,action,packets where chain=forward'),
    ('raw-print', '/ip firewall raw print'),
    ('filter6-print', '/ipv6 firewall filter print'),
    ('filter6-stats', '/ipv6 firewall filter print stats'),
    ('list-print', '/ip firewall address-list print all'),
    ('list-print-dynamic', '/ip firewall address-list print dynamic'),
    ('list6-print', '/ipv6 firewall address-list print'),
    ('interface-list', '/interface list print'),
    ('interface-member', '/interface list member print'),
    ('export', '/export'),
    ('export-verbose', '/ip firewall raw export verbose'),
    ('export-terse', '/ip firewall filter export terse'),
]
JSON = [('filter-json', '/ip firewall filter print where chain=user'),
        ('list-json', '/ip firewall address-list print all')]
# Of one connection alone: the order of several is that of a table with a secret seed.
CONNECTION = [('connection', '/ip firewall connection print'),
              ('connection-detail', '/ip firewall connection print detail'),
              ('connection-json', '/ip firewall connection print')]


def timeless(text):
    text = re.sub(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', 'YYYY-MM-DD HH:MM:SS', text)
    text = re.sub(r'"\*[0-9A-F]{5,}"', '"*ID"', text)
    text = re.sub(r'\b59m\d+s\b', '1h', re.sub(r'\b23h59m\d+s\b', '1d', text))
    # A table is as wide as its times.
    return re.sub(r'  +', '  ', re.sub(r' +\n', '\n', text)) if 'TCP-STATE' in text else re.sub(r' +\n', '\n', text)


def compare(t, name, text):
    path = os.path.join(GOLDEN, name + '.txt')
    shown = timeless(text)
    if sys.argv[1:] == ['write']:
        write_file_text(path, shown)
    else:
        with open(path, encoding='utf-8') as f:
            t.equal(shown.splitlines(), f.read().splitlines(), 'listing: ' + name)


def conditions(t):
    """Each property and flag of each connection, as a condition, finds those that have it, with the numbers of all."""
    ctl('/ipv6 firewall filter remove [find]')
    ctl('/ipv6 firewall filter add chain=forward action=accept')
    # What is looked at is there until the last look, however slow the kernel.
    ctl('/ip firewall connection tracking set tcp-syn-sent-timeout=1h tcp-syn-received-timeout=1h udp-timeout=1h '
        'icmp-timeout=1h')
    t.forget()
    for wire, packet in (('ether2', tcp(PC, FAR, 1025, 80)), ('ether2', tcp(PC, FAR, 1025, 443)),
                         ('ether1', tcp(FAR, PC, 443, 1025, 'SA', 1, 1001)),
                         ('ether2', udp(PC, FAR, 1026, 53, b'q')), ('ether2', echo(PC, FAR, 77)),
                         ('ether1', echo(FAR, PC, 77, reply=True)), ('ether2', echo(PC6, FAR6)),
                         ('ether2', udp(PC6, FAR6, 1026, 53, b'q')), ('ether2', udp(PC6, FAR6, 1027, 53, b'q'))):
        t.router.send(wire, packet)
    for where in ('ip', 'ipv6'):
        menu = '/%s firewall connection ' % where
        rows = json_items(menu + 'print')
        pairs = sorted({(name, str(value)) for row in rows for name, value in row.items()
                        if name not in ('.id', 'timeout') and value not in (True, False)})
        flags = sorted({name for row in rows for name, value in row.items() if value is True})
        wanted = [sum(str(row.get(name)) == value for row in rows) for name, value in pairs]
        wanted += [sum(row.get(name) is True for row in rows) for name in flags]
        lines = ['%s="%s"' % pair for pair in pairs] + flags
        found = ctl(stdin=''.join('%sprint count-only where %s\n' % (menu, line) for line in lines)).split()
        t.ok(len(pairs) >= 10, '%s: there are conditions to try' % where, pairs)
        t.equal(list(zip(lines, found)), list(zip(lines, map(str, wanted))), '%s: print where each property' % where)
        for n, row in enumerate(rows):
            again = ctl('%sprint terse where .id=%s' % (menu, row['.id'])).split()
            t.equal(again[:1], [str(n)], '%s: number %d stays its number' % (where, n))
    both = ctl('/ip firewall connection print count-only where protocol=udp dst-port=53 src-address=%s' % PC).strip()
    t.equal(both, '1', 'conditions that all must hold')
    t.equal(ctl('/ip firewall connection print count-only where src-port=1026 or dst-port=443').strip(), '2',
            'or: one of them')
    t.equal(ctl('/ip firewall connection print count-only where !(src-port=1026)').strip(),
            str(len(json_items('/ip firewall connection print')) - 1), 'not')
    t.equal(ctl('/ip firewall connection print count-only where src-port=1026 src-port=1025').strip(), '0',
            'two values of one property: none')
    ctl('/ip firewall connection remove [find src-port=1026]')
    t.equal(ctl('/ip firewall connection print count-only where src-port=1026').strip(), '0', 'remove [find]')
    t.equal(ctl('/ip firewall connection print count-only where dst-port=443').strip(), '1', 'and nothing else')


def main():
    t = Test()
    t.load(RULES)
    for wire, packet in (('ether2', tcp(PC, FAR, 1025, 80)), ('ether2', tcp(PC, FAR, 1025, 443)),
                         ('ether1', tcp(FAR, PC, 443, 1025, 'SA', 1, 1001)),
                         ('ether2', udp(PC, FAR, 1026, 53, b'q' * 700)),
                         ('ether2', udp(PC, FAR, 1027, 9)), ('ether2', echo(PC, FAR, 77)),
                         ('ether1', echo(FAR, PC, 77, reply=True)), ('ether2', echo(PC6, FAR6))):
        t.router.send(wire, packet)
    for _ in range(1200):
        t.router.send('ether2', udp(PC, FAR, 1027, 9))
    for name, line in LISTINGS:
        compare(t, name, ctl(line))
    for name, line in JSON:
        compare(t, name, ctl('--json', line))
    conditions(t)
    t.forget()
    for wire, packet in (('ether2', tcp(PC, FAR, 1025, 443)), ('ether1', tcp(FAR, PC, 443, 1025, 'SA', 1, 1001)),
                         ('ether2', tcp(PC, FAR, 1025, 443, 'A', 1001, 2))):
        t.router.send(wire, packet)
    for name, line in CONNECTION:
        compare(t, name, ctl(*(['--json'] if 'json' in name else []), line))
    if sys.argv[1:] != ['write']:
        t.round_trip()
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Interfaces that come, go and change their names under rules and interface lists: a rule is about an interface by its
name, is invalid while there is none of that name, says why, and works again when one appears.
"""
from bed import Test, Wire, bare, ctl, json_items, refused, run
from packets import udp

PC, FAR = '192.168.88.10', '198.51.100.7'
MENU = '/ip firewall filter '


def invalid():
    return sorted(i['comment'] for i in json_items(MENU + 'print all where invalid'))


def main():
    t = Test()
    t.load('''/interface list
add name=LAN
add name=ALL include=LAN
/interface list member
add list=LAN interface=ether2
add list=LAN interface=ghost
/ip firewall filter
add chain=forward action=passthrough in-interface=ether2 comment=name
add chain=forward action=passthrough in-interface=!ether2 comment=not-name
add chain=forward action=passthrough in-interface-list=LAN comment=list
add chain=forward action=passthrough in-interface-list=ALL comment=include
add chain=forward action=passthrough in-interface=ghost comment=ghost
add chain=forward action=passthrough in-interface=!ghost comment=not-ghost
add chain=forward action=passthrough in-interface-list=all comment=all
''')
    packet = udp(PC, FAR, 9, 9)
    at_rest = 'name list include all'
    t.equal(invalid(), ['ghost', 'not-ghost'], 'rules about a missing interface are invalid')
    t.contains(ctl(MENU + 'print'), 'ghost', 'print says why')
    t.contains(ctl(MENU + 'print'), ' I ', 'and flags them')
    t.packet('they are skipped', 'ether2', packet, 'ether1:same', at_rest)

    wire = t.router.wires['ghost'] = Wire('ghost', '02:00:00:00:04:01', '02:00:00:00:04:02')
    run('ip', '-batch', '-',
        stdin='link set ghost address 02:00:00:00:04:01 arp off up\naddr add 192.0.2.1/24 dev ghost\n')
    t.before = t.counters()
    t.equal(invalid(), [], 'the interface appears: they are valid')
    t.packet('and match', 'ghost', udp('192.0.2.7', FAR, 9, 9), 'ether1:same', 'not-name list include ghost all')
    t.packet('others as well', 'ether2', packet, 'ether1:same', at_rest + ' not-ghost')
    run('ip', 'link', 'set', 'ghost', 'down')
    t.equal(invalid(), [], 'an interface that is down is still there')
    run('ip', 'link', 'set', 'ghost', 'name', 'spirit')
    t.equal(invalid(), ['ghost', 'not-ghost'], 'renamed: there is none of the old name')
    run('ip', 'link', 'set', 'spirit', 'name', 'ghost')
    t.equal(invalid(), [], 'and back: the rules work')
    run('ip', 'link', 'set', 'ghost', 'up')
    t.packet('they match', 'ghost', udp('192.0.2.7', FAR, 9, 9), 'ether1:same', 'not-name list include ghost all')
    del t.router.wires['ghost']
    wire.close()
    t.equal(invalid(), ['ghost', 'not-ghost'], 'it is removed: they are invalid')
    t.packet('and skipped', 'ether2', packet, 'ether1:same', at_rest)
    wire = Wire('ghost', '02:00:00:00:04:01', '02:00:00:00:04:02')
    t.equal(invalid(), [], 'another of the same name: they are valid')
    wire.close()
    t.totals()
    before = bare(ctl('/export'))
    for _ in range(50):
        Wire('ghost', '02:00:00:00:04:01', '02:00:00:00:04:02').close()
        t.router.send('ether2', packet)
    t.equal(bare(ctl('/export')), before, 'fifty times more, under traffic, changes nothing')
    t.start()
    t.packet('all is as before', 'ether2', packet, 'ether1:same', at_rest)

    ctl('/interface list member disable [find interface=ether2]')
    t.packet('a disabled member is none', 'ether2', packet, 'ether1:same', 'name all')
    ctl('/interface list member enable [find interface=ether2]')
    ctl('/interface list set [find name=ALL] exclude=LAN')
    t.packet('exclude takes away what include gave', 'ether2', packet, 'ether1:same', 'name list all')
    ctl('/interface list member add list=ALL interface=ether2')
    t.packet('a member of its own stays', 'ether2', packet, 'ether1:same', at_rest)
    t.ok(refused('/interface list remove [find name=LAN]'), 'a list that rules use cannot be removed')
    t.packet('and nothing has changed', 'ether2', packet, 'ether1:same', at_rest)
    t.totals('lists: every counter is exact')

    ctl(MENU + 'add chain=forward action=passthrough in-interface-list=LATE comment=late')
    t.equal(invalid(), ['ghost', 'late', 'not-ghost'], 'a rule about a list that is not there is invalid')
    t.before = t.counters()
    t.packet('and skipped', 'ether2', packet, 'ether1:same', at_rest)
    ctl('/interface list add name=LATE')
    ctl('/interface list member add list=LATE interface=ether2')
    t.packet('until there is one', 'ether2', packet, 'ether1:same', at_rest + ' late')
    t.round_trip()
    t.clear()
    t.end()


main()

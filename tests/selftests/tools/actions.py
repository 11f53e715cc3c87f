# SPDX-License-Identifier: GPL-2.0-only
"""
Chains and actions, in both families: accept, drop, jump, return, passthrough, disabled rules, jumps without a target,
and addresses that rules add to lists, with every kind of timeout. (reject, log and notrack have tests of their own.)
"""
from bed import SLOW, Clock, Test, busywait, ctl, json_items, refused
from packets import gre, udp

NAMES = {False: ('ip', '192.168.88.10', '192.168.88.11', '198.51.100.7', '192.168.88.1'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:88::11', '2001:db8:5000::7', '2001:db8:88::1')}


def chains(t, family):
    where, pc, _, far, inside = NAMES[family]
    t.load('''/%s firewall filter
add chain=forward action=passthrough comment=all
add chain=forward action=drop disabled=yes comment=disabled
add chain=forward action=jump jump-target=outer protocol=udp dst-port=1000-1099 comment=to-outer
add chain=forward action=drop protocol=udp dst-port=1000,1004,1008 comment=after
add chain=forward action=accept comment=rest
add chain=outer action=passthrough comment=outer-1
add chain=outer action=return protocol=udp dst-port=1000 comment=outer-return
add chain=outer action=accept protocol=udp dst-port=1001 comment=outer-accept
add chain=outer action=drop protocol=udp dst-port=1002 comment=outer-drop
add chain=outer action=jump jump-target=inner protocol=udp dst-port=1003-1010 comment=to-inner
add chain=outer action=passthrough comment=outer-2
add chain=inner action=return protocol=udp dst-port=1004 comment=inner-return
add chain=inner action=accept protocol=udp dst-port=1005 comment=inner-accept
add chain=inner action=drop protocol=udp dst-port=1006 comment=inner-drop
add chain=inner action=jump jump-target=nowhere comment=to-nowhere
add chain=inner action=jump jump-target=output protocol=udp dst-port=1009 comment=to-output
add chain=inner action=passthrough comment=inner-2
add chain=output action=accept protocol=udp dst-port=1009 comment=output-1
add chain=input action=return protocol=udp dst-port=1200 comment=input-return
add chain=input action=drop comment=input-drop
''' % where)
    end = 'ether1:same'
    for port, outcome, hits in (
            (999, end, 'all rest'),
            (1000, '', 'all to-outer outer-1 outer-return after'),
            (1001, end, 'all to-outer outer-1 outer-accept'),
            (1002, '', 'all to-outer outer-1 outer-drop'),
            (1003, end, 'all to-outer outer-1 to-inner inner-2 outer-2 rest'),
            (1004, '', 'all to-outer outer-1 to-inner inner-return outer-2 after'),
            (1005, end, 'all to-outer outer-1 to-inner inner-accept'),
            (1006, '', 'all to-outer outer-1 to-inner inner-drop'),
            (1008, '', 'all to-outer outer-1 to-inner inner-2 outer-2 after'),
            (1009, end, 'all to-outer outer-1 to-inner to-output output-1'),
            (1050, end, 'all to-outer outer-1 outer-2 rest'),
            (1100, end, 'all rest')):
        t.packet('%s: through chains, port %d' % (where, port), 'ether2', udp(pc, far, 9, port, b'x' * (port - 900)),
                 outcome,
                 hits)
    t.packet('%s: return in a built-in chain accepts' % where, 'ether2', udp(pc, inside, 9, 1200),
             'ether2:icmp %s' % ('1:4' if family else '3:3'), 'input-return')
    t.packet('%s: after it, drop' % where, 'ether2', udp(pc, inside, 9, 1201), '', 'input-drop')

    invalid = {i['comment'] for i in json_items('/%s firewall filter print where invalid' % where)}
    t.equal(invalid, {'to-nowhere'}, '%s: a jump to a chain without rules is invalid' % where)
    ctl('/%s firewall filter add chain=nowhere action=drop protocol=udp dst-port=1003 comment=nowhere' % where)
    t.check('%s: adding a rule counts nothing' % where, '', '', [], 0)
    t.packet('%s: ... until the chain has one' % where, 'ether2', udp(pc, far, 9, 1003), '',
             'all to-outer outer-1 to-inner to-nowhere nowhere')
    t.equal(json_items('/%s firewall filter print where invalid' % where), [], '%s: then it is valid' % where)
    ctl('/%s firewall filter enable [find comment=disabled]' % where)
    t.packet('%s: enabled, a rule works' % where, 'ether2', udp(pc, far, 9, 999), '', 'all disabled')
    t.totals('%s: chains: every counter is exact' % where)
    t.clear()


def depth(t, family):
    where, pc, _, far, _ = NAMES[family]
    lines = ['/%s firewall filter' % where, 'add chain=forward action=jump jump-target=c1 comment=forward']
    for n in range(1, 32):
        lines.append('add chain=c%d action=jump jump-target=c%d comment=c%d' % (n, n + 1, n))
    lines.append('add chain=c32 action=drop comment=c32')
    t.load('\n'.join(lines) + '\n')
    t.packet('%s: 32 chains deep' % where, 'ether2', gre(pc, far), '',
             'forward ' + ' '.join('c%d' % n for n in range(1, 33)))
    text = refused(stdin='/%s firewall filter\nadd chain=c32 action=jump jump-target=c33\n'
                   'add chain=c33 action=drop\n' % where)
    t.contains(text, 'deep', '%s: one deeper is refused' % where)
    text = refused('/%s firewall filter add chain=c32 action=jump jump-target=c7' % where)
    t.contains(text, 'loop', '%s: a loop is refused' % where)
    text = refused('/%s firewall filter add chain=self action=jump jump-target=self' % where)
    t.contains(text, 'loop', '%s: so is a chain that jumps to itself' % where)
    t.clear()


def lists(t, family):
    where, pc, pc2, far, _ = NAMES[family]
    suffix = '/128' if family else ''
    t.load('''/%(w)s firewall address-list
add list=static address=%(pc)s comment=mine
/%(w)s firewall filter
add chain=forward action=add-src-to-address-list address-list=short address-list-timeout=1h protocol=udp dst-port=1 comment=short
add chain=forward action=add-src-to-address-list address-list=long address-list-timeout=1h protocol=udp dst-port=2 comment=long
add chain=forward action=add-dst-to-address-list address-list=dynamic address-list-timeout=none-dynamic protocol=udp dst-port=3 comment=dynamic
add chain=forward action=add-src-to-address-list address-list=default protocol=udp dst-port=4 comment=default
add chain=forward action=add-src-to-address-list address-list=kept address-list-timeout=none-static protocol=udp dst-port=5 comment=kept
add chain=forward action=add-src-to-address-list address-list=static address-list-timeout=1h protocol=udp dst-port=6 comment=static
add chain=forward action=add-src-to-address-list address-list=stage2 address-list-timeout=1m protocol=udp dst-port=7 src-address-list=stage1 comment=two
add chain=forward action=add-src-to-address-list address-list=stage1 address-list-timeout=1m protocol=udp dst-port=7 comment=one
add chain=forward action=drop src-address-list=stage2 comment=caught
add chain=forward action=passthrough src-address-list=short comment=in-short
add chain=forward action=passthrough dst-address-list=dynamic comment=in-dynamic
''' % {'w': where, 'pc': pc})
    name = 'ether1:same'

    def knock(what, port, hits, source=pc, outcome=name):
        t.packet('%s: %s' % (where, what), 'ether2', udp(source, far, 9, port), outcome, hits)

    def entries(lst):
        return [(e['address'], bool(e.get('dynamic')), e.get('timeout'))
                for e in json_items('/%s firewall address-list print all where list=%s' % (where, lst))]

    knock('an added address is seen by the next rule', 1, 'short in-short')
    knock('and by the next packet', 99, 'in-short')
    knock('not for others', 99, '', source=pc2)
    ctl('/%s firewall address-list remove [find list=short]' % where)
    knock('removed, it does not match any more', 99, '')
    knock('an hour', 2, 'long')
    clock = Clock()
    knock('an hour, again', 2, 'long')
    got = entries('long')
    t.ok(len(got) == 1 and got[0][:2] == (pc + suffix, True) and clock.left(got[0][2], 3600),
         '%s: one dynamic entry for an hour' % where, got)
    knock('destination, without an end', 3, 'dynamic in-dynamic')
    t.equal(entries('dynamic'), [(far + suffix, True, None)], '%s: a dynamic entry without an end' % where)
    knock('the default', 4, 'default in-dynamic')
    t.equal(entries('default'), [(pc + suffix, True, None)], '%s: is the same' % where)
    knock('for ever', 5, 'kept in-dynamic')
    t.equal(entries('kept'), [(pc + suffix, False, None)], '%s: a static entry' % where)
    knock('already there as a static one', 6, 'static in-dynamic')
    t.equal(entries('static'), [(pc + suffix, False, None)], '%s: nothing is added' % where)
    exported = ctl('/%s firewall address-list export' % where)
    t.ok('list=kept' in exported and 'list=long' not in exported and 'list=dynamic' not in exported,
         '%s: export holds the static one only' % where, exported)
    knock('first knock', 7, 'one in-dynamic', source=pc2)
    knock('second knock, caught', 7, 'two one caught', source=pc2, outcome='')
    knock('from now on', 99, 'caught', source=pc2, outcome='')
    ctl('/%s firewall address-list remove [find list=stage2]' % where)
    t.check('%s: removing an entry counts nothing' % where, '', '', [], 0)
    knock('released', 98, 'in-dynamic', source=pc2)
    t.clear()


def entries_of_users(t, family):
    where, pc, pc2, far, _ = NAMES[family]
    menu = '/%s firewall address-list ' % where
    prefix = '2001:db8:88::/64' if family else '192.168.88.0/24'
    t.load('''/%(w)s firewall address-list
add list=ram address=%(pc)s dynamic=yes
add list=off address=%(prefix)s disabled=yes
add list=both address=%(prefix)s
add list=both address=%(pc)s timeout=1h
/%(w)s firewall filter
add chain=forward action=passthrough src-address-list=ram comment=ram
add chain=forward action=passthrough src-address-list=off comment=off
add chain=forward action=passthrough src-address-list=both comment=both
''' % {'w': where, 'pc': pc, 'prefix': prefix})

    def see(what, source, hits):
        t.packet('%s: %s' % (where, what), 'ether2', udp(source, far, 9, 9), 'ether1:same', hits)

    see('entries in memory, and twice', pc, 'ram both')
    see('its neighbour', pc2, 'both')
    t.contains(refused(menu + 'add list=both address=%s' % pc), 'already have such entry',
               '%s: a second one is refused' % where)
    t.contains(refused(menu + 'add list=both address=%s' % prefix), 'already have such entry',
               '%s: so is a second prefix' % where)
    ctl(menu + 'remove [find list=both address=%s]' % prefix)
    see('the prefix is gone, the address stays', pc, 'ram both')
    see('its neighbour is out', pc2, '')
    ctl(menu + 'enable [find list=off]')
    see('enabled', pc2, 'off')
    ctl(menu + 'set [find list=off] list=both')
    see('an entry moves to another list', pc2, 'both')
    exported = ctl(menu + 'export')
    t.ok('list=ram' not in exported and 'timeout' not in exported, '%s: memory is not exported' % where, exported)
    t.totals('%s: lists: every counter is exact' % where)
    t.round_trip('%s: export, import, export gives the same bytes' % where)
    t.clear()


def timeouts(t):
    """Entries that end by themselves, of rules and of users; one wait for all."""
    rules = '''/%(w)s firewall filter
add chain=forward action=add-src-to-address-list address-list=short address-list-timeout=%(short)ds protocol=udp dst-port=1 comment=%(v)sshort
add chain=forward action=passthrough src-address-list=short comment=%(v)sin-short
add chain=forward action=passthrough src-address-list=timed comment=%(v)sin-timed
'''
    t.load(''.join(rules % {'w': NAMES[family][0], 'v': 'v6-' if family else '', 'short': 1 + SLOW}
                   for family in (False, True)))
    menus = ['/%s firewall address-list ' % NAMES[family][0] for family in (False, True)]

    def knock(what, family, port, hits):
        where, pc, _, far, _ = NAMES[family]
        prefix = 'v6-' if family else ''
        t.packet('%s: %s' % (where, what), 'ether2', udp(pc, far, 9, port), 'ether1:same',
                 ' '.join(prefix + hit for hit in hits.split()))

    def entries():
        return [entry for menu in menus for entry in json_items(menu + 'print all')]

    for family in (False, True):
        ctl(menus[family] + 'add list=timed address=%s timeout=%d' % (NAMES[family][1], 1 + SLOW))
        knock('an entry for a short time', family, 1, 'short in-short in-timed')
    t.equal(len(entries()), 4, 'all four entries are there')
    t.ok(busywait(6, lambda: not entries()), 'after their time they are gone', entries())
    for family in (False, True):
        knock('nor do they match any more', family, 99, '')
    t.clear()


def main():
    t = Test()
    timeouts(t)
    for family in (False, True):
        chains(t, family)
        depth(t, family)
        lists(t, family)
        entries_of_users(t, family)
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
Changing rules: order and effect on live traffic, counters that survive, imports that fail as a whole, who may, and what
is said when the module is not there.
"""
import os
import subprocess
import time

from bed import Test, bare, ctl, json_items, refused, run, write_file_text
from genl import Client, Refused
from packets import udp

PC, FAR = '192.168.88.10', '198.51.100.7'
MENU = '/ip firewall filter '


def order():
    return [i['comment'] for i in json_items(MENU + 'print all')]


def changes(t):
    t.load('''/ip firewall filter
add chain=forward action=drop protocol=udp dst-port=1 comment=a
add chain=forward action=passthrough comment=b
add chain=forward action=drop protocol=udp dst-port=2 comment=c
''')

    def see(name, port, outcome, hits):
        t.packet(name, 'ether2', udp(PC, FAR, 9, port), outcome and 'ether1:same', hits)

    see('a drops', 1, '', 'a')
    see('c drops', 2, '', 'b c')
    ctl(MENU + 'add chain=forward action=accept protocol=udp dst-port=1 comment=first place-before=0')
    t.equal(order(), ['first', 'a', 'b', 'c'], 'place-before=0')
    t.before = t.counters()
    see('the new first rule decides', 1, 'pass', 'first')
    ctl(MENU + 'add chain=forward action=passthrough comment=mid place-before=[find comment=c]')
    t.equal(order(), ['first', 'a', 'b', 'mid', 'c'], 'place-before=[find ...]')
    t.before = t.counters()
    see('it counts at its place', 2, '', 'b mid c')
    ctl(MENU + 'move [find comment=first] [find comment=c]')
    t.equal(order(), ['a', 'b', 'mid', 'first', 'c'], 'move before another')
    see('moving changes the order of evaluation', 1, '', 'a')
    ctl(MENU + 'move [find comment=a]')
    t.equal(order(), ['b', 'mid', 'first', 'c', 'a'], 'move to the end')
    see('and again', 1, 'pass', 'b mid first')
    ctl(MENU + 'disable [find comment=first]')
    see('disabled', 1, '', 'b mid a')
    ctl(MENU + 'enable [find comment=first]')
    see('enabled', 1, 'pass', 'b mid first')
    ctl(MENU + 'set [find comment=first] dst-port=3 action=drop')
    see('set: the old port', 1, '', 'b mid a')
    see('set: the new port', 3, '', 'b mid first')
    ctl(MENU + 'set [find comment=first] !dst-port')
    see('set !dst-port', 9, '', 'b mid first')
    ctl(MENU + 'set [find comment=first] dst-port=4')
    ctl(MENU + 'unset [find comment=first] value-name=dst-port')
    see('unset', 10, '', 'b mid first')
    ctl(MENU + 'comment [find comment=mid] middle')
    t.equal(order(), ['b', 'middle', 'first', 'c', 'a'], 'comment')
    t.expected[('ip firewall filter', 'middle')] = t.expected.pop(('ip firewall filter', 'mid'))
    t.totals('counters survive set, move, unset, disable, enable, comment')
    t.equal(ctl(MENU + 'find comment=first').strip()[:1] or '*', '*', 'find says ids')
    value = ctl(':put [/ip firewall filter get [find comment=first] action]').strip()
    t.equal(value, 'drop', 'get')
    ctl(MENU + 'reset-counters [find comment=b]')
    t.expected[('ip firewall filter', 'b')] = [0, 0]
    t.totals('reset-counters resets that rule')
    ctl(MENU + 'reset-counters-all')
    t.start()
    t.totals('reset-counters-all resets all')
    ctl(MENU + 'remove [find comment=first]')
    t.before = t.counters()
    see('removed', 10, 'pass', 'b middle')
    t.equal(refused(MENU + 'remove [find comment="none such"]'), '', 'an empty find is no error')
    t.contains(refused(MENU + 'remove *FFFFF'), 'no such item', 'an unknown id is')
    t.round_trip()
    t.clear()


def atomic(t):
    t.load('/ip firewall filter\nadd chain=forward action=drop protocol=udp dst-port=1 comment=old\n')
    t.router.send('ether2', udp(PC, FAR, 9, 1))
    before = bare(ctl('/export'))
    generation = t.netlink.call('INFO_GET')[0]
    path = '/run/atomic.%d.rsc' % os.getpid()
    good = ['/ip firewall filter',
            'remove [find]'] + ['add chain=forward action=accept comment=n%d' % n for n in range(50)] + \
        ['/interface list', 'add name=NEW', '/ip firewall address-list', 'add list=new address=192.0.2.1']
    for bad, sentence in (('add list=new address=192.0.2.1', 'already have such entry'),
                          ('add list=new address=300.1.1.1', 'address'),
                          ('/ip firewall filter add chain=input action=foo',
                           'input does not match any value of action'),
                          ('/ip firewall filter add chain=input dst-port=80', 'protocol')):
        write_file_text(path, '\n'.join(good + [bad]) + '\n')
        text = refused('import', path)
        t.contains(text, '%s:%d:' % (path, len(good) + 1), 'import names file, line and column of: ' + bad)
        t.contains(text, sentence, '... and says what is wrong')
        t.equal(bare(ctl('/export')), before, '... and nothing has changed')
    t.equal(t.netlink.call('INFO_GET')[0], generation, 'not even the generation')
    t.equal([r for r in t.netlink.counters('ip firewall filter')], [('old', 1, 28)], 'nor a counter')
    write_file_text(path, '\n'.join(good) + '\n')
    ctl('import', path)
    t.equal(len(order()), 50, 'without its last line it is imported whole')
    os.unlink(path)
    t.equal(refused('check', os.path.join(os.path.dirname(__file__), '../../../examples/home-router.rsc')), '',
            'check: a good file')
    t.clear()


def transactions(t):
    t.load('/ip firewall filter\nadd chain=forward action=drop comment=old\n')
    one, two = Client(), Client()
    one.begin()
    one.clear('ip firewall filter')
    t.equal(([r[0] for r in one.counters('ip firewall filter')], [r[0] for r in two.counters('ip firewall filter')]),
            ([], ['old']), 'only the owner of a transaction sees its changes')
    t.equal(t.router.send('ether2', udp(PC, FAR, 9, 9)), '', 'packets do not')
    try:
        two.begin()
        t.ok(False, 'a second transaction is refused')
    except Refused as no:
        t.ok(no.errno == 16 and no.text, 'a second transaction is refused', no)
    t.ok(refused(MENU + 'add chain=input action=drop'), 'so is a change of somebody else')
    one.close()
    two.close()
    t.equal(order(), ['old'], 'closing the socket forgets the changes')
    ctl(MENU + 'add chain=forward action=drop comment=new')
    t.equal(order(), ['old', 'new'], 'and lets others change')
    t.clear()


def permissions(t):
    ctl(MENU + 'add chain=forward action=drop comment=kept')
    for name, command in (('print', MENU + 'print'), ('add', MENU + 'add chain=input action=drop'),
                          ('connection print', '/ip firewall connection print')):
        done = subprocess.run(['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all',
                               '--reuid=65534',
                               '--regid=65534', '--clear-groups', '--', 'rosfwctl', command],
                              capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        t.ok(done.returncode and ('CAP_NET_ADMIN' in said or 'permission' in said.lower()) and said.count('\n') <= 2,
             'without CAP_NET_ADMIN: %s is refused in a sentence' % name, done.returncode, said)
    done = subprocess.run(['unshare', '--user', '--map-root-user', '--', 'rosfwctl',
                           MENU + 'add chain=input action=drop'],
                          capture_output=True, text=True, check=False)
    t.ok(done.returncode and done.stdout + done.stderr, 'root of a user namespace is refused in our namespace',
         done.returncode, done.stdout, done.stderr)
    done = subprocess.run(['unshare', '--user', '--map-root-user', '--net', '--', 'rosfwctl',
                           MENU + 'add chain=input action=drop'], capture_output=True, text=True, check=False)
    t.ok(done.returncode and done.stdout + done.stderr, 'and in one of its own', done.returncode, done.stdout,
         done.stderr)
    t.equal(order(), ['kept'], 'nothing has changed')
    t.clear()


def absent(t):
    module = os.environ.get('ROSFW_MODULE')
    t.netlink.close()
    end = time.monotonic() + 10
    while subprocess.run(['rmmod', 'rosfw'], capture_output=True, check=False).returncode and time.monotonic() < end:
        time.sleep(0.1)
    said = refused(MENU + 'print')
    t.ok('module' in said and said.count('\n') <= 1, 'without the module, rosfwctl says so in a sentence', said)
    t.equal(refused('check', os.path.join(os.path.dirname(__file__), '../../../examples/home-router.rsc')), '',
            'check needs no module')
    run('insmod', module)
    t.netlink = Client()
    t.equal(order(), [], 'and it comes back empty')


def main():
    t = Test()
    changes(t)
    atomic(t)
    transactions(t)
    permissions(t)
    absent(t)
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
"connection print follow" and "follow-only": a line for each connection that comes, while the tool goes on reading.
And "print count-only", which asks the kernel without keeping what it says.
"""
import json
import os
import select
import subprocess

from bed import Test, busywait, ctl, json_items
from packets import tcp, udp

PC, FAR, PC6, FAR6 = '192.168.88.10', '198.51.100.7', '2001:db8:88::10', '2001:db8:5000::7'


class Follower:
    """rosfwctl, reading until it is told to stop."""

    def __init__(self, *words):
        self.process = subprocess.Popen(('rosfwctl',) + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.text = ''

    def read(self, seconds):
        """What it has written so far, after a silence of that length."""
        fd = self.process.stdout.fileno()
        while select.select([fd], [], [], seconds)[0]:
            data = os.read(fd, 65536)
            if not data:
                break
            self.text += data.decode()
        return self.text

    def wait_for(self, word):
        return busywait(10, lambda: word in self.read(0.2))

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def listening():
    """Sockets that have joined a group of generic netlink."""
    with open('/proc/net/netlink', encoding='ascii') as f:
        return sum(int(line.split()[3], 16) != 0 for line in f.readlines()[1:] if line.split()[1] == '16')


def follow(t):
    t.load('/ip firewall filter add chain=forward\n/ipv6 firewall filter add chain=forward\n')
    t.router.send('ether2', udp(PC, FAR, 1001, 53, b'q'))
    everything = Follower('/ip firewall connection print follow')
    t.ok(everything.wait_for(PC + ':1001'), 'print follow begins with what is there', everything.text)
    t.contains(everything.text, 'Columns:', 'as print shows it')
    only = Follower('/ip firewall connection print follow-only')
    some = Follower('/ip firewall connection print follow-only where protocol=tcp')
    other = Follower('--json', '/ipv6 firewall connection print follow-only')
    t.ok(busywait(10, lambda: listening() >= 4), 'all of them listen')
    t.router.send('ether2', udp(PC, FAR, 1002, 53, b'q'))
    t.router.send('ether2', tcp(PC, FAR, 1003, 80))
    t.router.send('ether1', udp(FAR, PC, 53, 1002, b'a'))
    t.router.send('ether2', udp(PC6, FAR6, 1004, 53, b'q'))
    t.ok(everything.wait_for('src-port=1003'), 'then come those that are new', everything.text)
    lines = everything.text.splitlines()
    t.equal([line.split()[:3] for line in lines[-2:]], [['1', 'C', 'protocol=udp'], ['2', 'C', 'protocol=tcp']],
            'numbered on, with their flags, one line for each')
    t.ok(only.wait_for('src-port=1003'), 'follow-only shows new ones', only.text)
    t.equal([line.split()[0] for line in only.text.splitlines()], ['0', '1'],
            'not what was there, nor what happens to them later')
    t.ok(some.wait_for('src-port=1003') and len(some.text.splitlines()) == 1, 'where leaves others out', some.text)
    t.ok(other.wait_for(']}'), 'a family sees its own', other.text)
    document = json.loads(other.text)
    t.equal((document['menu'], [i['src-port'] for i in document['items']]), ('ipv6 firewall connection', ['1004']),
            'as JSON')
    for f in (everything, only, some, other):
        t.ok(f.process.poll() is None, 'it goes on')
        f.stop()
    t.clear()


def gone_reader(t):
    t.load('/ip firewall filter add chain=forward\n')
    follower = Follower('/ip firewall connection print follow-only')
    t.ok(busywait(10, lambda: listening() >= 1), 'it listens')
    follower.process.stdout.close()

    def ended():
        t.router.send('ether2', udp(PC, FAR, 2000 + ended.n, 53, b'q'))
        ended.n += 1
        return follower.process.poll() is not None

    ended.n = 0
    t.ok(busywait(10, ended), 'it ends when nobody reads')
    follower.process.wait()
    t.clear()


def counting(t):
    t.load('/ip firewall filter add chain=forward\n/ipv6 firewall filter add chain=forward\n')
    wire = t.router.wires['ether2']
    for port in range(1, 2001):
        wire.send(udp(PC, FAR, port, 53, b'q'))
    t.router.outcome()
    t.router.send('ether2', udp(PC6, FAR6, 1, 53, b'q'))
    t.equal(ctl('/ip firewall connection print count-only').strip(), '2000', 'count-only')
    t.equal(ctl('/ip firewall connection print count-only where src-port<=10').strip(), '10', 'count-only where')
    t.equal(ctl('/ipv6 firewall connection print count-only').strip(), '1', 'of the other family')
    t.equal(ctl(':put [/ip firewall connection print count-only]').strip(), '2000', 'as a value')
    t.equal(len(json_items('/ip firewall connection print')), 2000, 'as many are listed')
    ctl('/ip firewall connection remove [find]')
    t.equal(ctl('/ip firewall connection print count-only').strip(), '0', 'none after remove [find]')
    t.clear()


def main():
    t = Test()
    follow(t)
    gone_reader(t)
    counting(t)
    t.end()


main()

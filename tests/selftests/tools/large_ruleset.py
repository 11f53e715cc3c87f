# SPDX-License-Identifier: GPL-2.0-only
"""A long chain and a long chain that it jumps to, loaded at once, walked by packets, and changed between them."""
from bed import SLOW, Test, ctl
from packets import udp

PC = '192.168.88.10'
RULES = 10000 if SLOW == 1 else 1500    # most of the time goes into reading them
PORT = 7000
PASS, DROP = 'ether1:same', ''


def host(i):
    return '198.18.%d.%d' % (i >> 8, i & 255)


def rules():
    """Every seventh rule is broader than the others and lets packets go on; one in the middle jumps."""
    yield '/ip firewall filter'
    for i in range(RULES):
        if i == RULES // 2:
            yield 'add chain=forward action=jump jump-target=other dst-port=%d protocol=udp comment=jump' % PORT
        if i % 7 == 3:
            yield 'add chain=forward action=passthrough dst-address=%s/29 comment=r%d' % (host(i & ~7), i)
        else:
            yield 'add chain=forward action=accept src-address=192.168.88.0/24 dst-address=%s protocol=udp ' \
                  'dst-port=%d comment=r%d' % (host(i), PORT, i)
    yield 'add chain=forward action=drop comment=rest'
    for i in range(100):
        yield 'add chain=other action=return protocol=udp src-port=%d comment=o%d' % (i + 1, i)
    yield 'add chain=other action=passthrough comment=behind'


class Sender:
    """Packets, what should become of them, and which rules should have counted them."""

    def __init__(self, t):
        self.t = t
        self.wrong = []

    def send(self, i, outcome, hits, port=PORT, source=50):
        packet = udp(PC, host(i), source, port)
        said = self.t.router.send('ether2', packet)
        if said != outcome:
            self.wrong.append('%s port %d from %d: %s' % (host(i), port, source, said))
        for hit in hits.split():
            self.t.count({('ip firewall filter', hit): [1, len(packet)]})

    def done(self, name):
        self.t.ok(not self.wrong, name, *self.wrong)
        self.wrong = []


def broad(i, first=0):
    """The broad rules before rule i that its packets pass."""
    return ' '.join('r%d' % j for j in range(i & ~7, i) if j % 7 == 3 and j >= first)


def narrow(i):
    """The next rule from i on that accepts one address."""
    return i + 1 if i % 7 == 3 else i


def walk(s):
    last, middle = narrow(RULES - 2), narrow(RULES // 2 + 20)
    s.send(0, PASS, 'r0')
    s.send(RULES // 2 - 1, PASS, broad(RULES // 2 - 1) + ' r%d' % (RULES // 2 - 1))
    s.send(middle, PASS, 'jump o49 %s r%d' % (broad(middle), middle))
    s.send(middle, PASS, 'jump behind %s r%d' % (broad(middle), middle), source=5000)
    s.send(last, PASS, 'jump o49 %s r%d' % (broad(last), last))
    s.send(20000, DROP, 'jump o49 rest')
    s.send(20000, DROP, 'rest', port=PORT + 1)


def changes(s):
    """Each is a commit of its own, and the next packets see it."""
    i = narrow(RULES // 2 + 100)
    rule = '[find comment=r%d]' % i
    before = 'jump o49 ' + broad(i)
    s.send(i, PASS, '%s r%d' % (before, i))
    ctl('/ip firewall filter add chain=forward action=drop protocol=udp dst-port=%d src-port=60 dst-address=%s '
        'place-before=%s comment=new' % (PORT, host(i), rule))
    s.send(i, DROP, 'jump o59 %s new' % broad(i), source=60)
    s.send(i, PASS, '%s r%d' % (before, i))
    ctl('/ip firewall filter set %s disabled=yes' % rule)
    s.send(i, DROP, '%s %s rest' % (before, broad((i & ~7) + 8 - 1, i)))
    ctl(stdin='/ip firewall filter\nset %s disabled=no\nmove [find comment=new] destination=0\n' % rule)
    s.send(i, DROP, 'new', source=60)
    s.send(i, PASS, '%s r%d' % (before, i))
    ctl('/ip firewall filter set [find comment=rest] protocol=udp')
    s.send(20000, DROP, 'jump o49 rest')


def main():
    t = Test()
    t.load('\n'.join(rules()) + '\n')
    s = Sender(t)
    walk(s)
    s.done('the first, a middle, the last rule or none decides, of %d' % RULES)
    t.equal(t.grown(), t.expected, '... and exactly the rules that match have counted, in either chain')
    t.expected = {}
    changes(s)
    s.done('rules that are added, disabled, moved and changed act at once')
    t.equal(t.grown(), t.expected, '... and so do the counters')
    t.end()


main()

# SPDX-License-Identifier: GPL-2.0-only
"""
While a packet is on its way through the hooks, others are handled on the same processor: that of the tunnel around it,
the same one in another namespace, fragments in between, its own answer. What a hook remembers of the one before may
never be taken for this one's: every connection has exactly its packets, in its namespace, and its state and translation.
"""
import os

from bed import LIBC, Test, busywait, ctl, json_items, new_netns, run, sysctl
from packets import Packet, echo, fragments, ip, udp

PC, PC2, FAR, SERVER = '192.168.88.10', '192.168.88.11', '198.51.100.7', '10.9.9.9'
RULES = '''/ip firewall connection tracking set enabled=yes udp-timeout=1h udp-stream-timeout=1h icmp-timeout=1h
/ip firewall filter
add chain=%s action=drop connection-state=invalid comment=invalid
add chain=%s action=accept connection-state=new comment=new
add chain=%s action=accept connection-state=established comment=established
'''


def rules(chain):
    return RULES % (chain, chain, chain)


class Elsewhere:
    """Another namespace, with 10.9.9.9 in it, behind a cable."""

    def __init__(self):
        self.home = os.open('/proc/self/ns/net', os.O_RDONLY)
        run('ip', 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable2')
        new_netns()
        self.there = os.open('/proc/self/ns/net', os.O_RDONLY)
        self.enter(self.home)
        run('ip', 'link', 'set', 'cable2', 'netns', '/proc/%d/fd/%d' % (os.getpid(), self.there))
        self.set_up('cable', '10.9.9.1', '02:00:00:00:09:01', '10.9.9.9', '02:00:00:00:09:09')
        with self:
            run('ip', 'link', 'set', 'lo', 'up')
            self.set_up('cable2', '10.9.9.9', '02:00:00:00:09:09', '10.9.9.1', '02:00:00:00:09:01')
            run('ip', 'route', 'add', 'default', 'via', '10.9.9.1')

    @staticmethod
    def set_up(name, address, mac, other, other_mac):
        sysctl('net/ipv6/conf/%s/disable_ipv6' % name, 1)
        run('ip', '-batch', '-', stdin='link set %s address %s up\naddress add %s/24 dev %s\n'
            'neighbour replace %s lladdr %s dev %s nud permanent\n' % (name, mac, address, name, other, other_mac, name))

    @staticmethod
    def enter(fd):
        if LIBC.setns(fd, 0):
            raise OSError('setns')

    def __enter__(self):
        self.enter(self.there)

    def __exit__(self, *_):
        self.enter(self.home)


def counts(t):
    """[invalid, new, established] since the last look."""
    grown = t.grown()
    return [grown.get(('ip firewall filter', c), [0])[0] for c in ('invalid', 'new', 'established')]


def forget():
    ctl('/ip firewall connection remove [find]')


def namespaces(t):
    """The same header in two namespaces, whose connections are not of the same age."""
    away = Elsewhere()
    with away:
        ctl('import', '/dev/stdin', stdin=rules('input'))
    t.load(rules('forward'))
    replies = 0
    for n in range(8):
        with away:
            forget()
        replies += t.router.send('ether2', echo(PC, SERVER, 7, n)) .startswith('ether2:icmp')
    t.equal((replies, counts(t)), (8, [0, 1, 15]), 'a connection that another namespace sees as new each time')
    with away:
        items = json_items('/ip firewall filter print stats')
        t.equal([int(i['packets']) for i in items], [0, 8, 0], 'there it is new each time')
        forget()
    replies = 0
    for n in range(8):
        forget()
        replies += t.router.send('ether2', echo(PC, SERVER, 7, n)) .startswith('ether2:icmp')
    t.equal((replies, counts(t)), (8, [0, 8, 8]), 'and the other way round')
    with away:
        items = json_items('/ip firewall filter print stats')
        t.equal([int(i['packets']) for i in items], [0, 9, 7], 'there it is an old one')
    delayed(t)
    with away:
        t.clear()


def delayed(t):
    """Packets wait between the two routers while others pass."""
    run('tc', 'qdisc', 'add', 'dev', 'cable', 'root', 'netem', 'delay', '20ms')
    forget()
    t.grown()
    got = []

    def collect():
        got.extend(p for wire, p in t.router.got if wire == 'ether2')

    def all_came():
        t.router.outcome()
        collect()
        return len(got) >= 20

    for n in range(20):
        t.router.send('ether2', echo(PC if n % 2 else PC2, SERVER, 100 + n % 5, n))
        collect()
        t.router.send('ether2', udp(PC, FAR, 5000 + n % 3, 53))
        collect()
    busywait(20, all_came)
    t.equal(sorted((p.dst, p.l4[4:8].hex()) for p in got),
            sorted((PC if n % 2 else PC2, '%04x%04x' % (100 + n % 5, n)) for n in range(20)), 'a queue: every answer comes')
    connections = sorted((c['dst-address'], int(c['orig-packets']), int(c['repl-packets']))
                         for c in json_items('/ip firewall connection print'))
    t.equal(connections, sorted([(SERVER, 2, 2)] * 10 + [(FAR, 7, 0)] * 2 + [(FAR, 6, 0)]),
            'a queue: to the connection that it belongs to')
    run('tc', 'qdisc', 'delete', 'dev', 'cable', 'root')


def tunnel(t):
    """Within the last hook of a packet, the first ones of the packet around it; both masqueraded."""
    run('ip', '-batch', '-', stdin='link add tun7 type ipip local 203.0.113.1 remote 203.0.113.2\nlink set tun7 up\n'
        'address add 10.30.0.1/24 dev tun7\nroute add 10.20.0.0/16 dev tun7\n')
    t.forget()
    t.load(rules('forward') + '/ip firewall nat add chain=srcnat action=masquerade comment=m\n')
    out, back = [], []
    for n in range(6):
        host = PC if n % 2 else PC2
        t.router.send('ether2', udp(host, '10.20.0.5', 4000, 53, b'%d' % n))
        out += [(w, p.src, p.dst, p.proto, Packet(p.l4).src, Packet(p.l4).sport) for w, p in t.router.got]
        # Somebody else in between, with the ports of the first.
        t.router.send('ether2', udp(host, FAR, 4000, 53))
    ports = {p[5] for p in out}
    t.equal([p[:5] for p in out], [('ether1', '203.0.113.1', '203.0.113.2', 4, '10.30.0.1')] * 6,
            'a tunnel: what is in it is translated, and what is around it is its own')
    t.equal(len(ports), 2, 'a tunnel: two clients have two ports')
    port_of = {PC2: out[0][5], PC: out[1][5]}
    for n in range(6):
        host = PC if n % 2 else PC2
        inner = udp('10.20.0.5', '10.30.0.1', 53, port_of[host], b'%d' % n)
        t.router.send('ether1', ip('203.0.113.2', '203.0.113.1', 4, inner))
        back += [(w, p.src, p.dst, p.dport, p.checksum_ok()) for w, p in t.router.got]
    t.equal(back, [('ether2', '10.20.0.5', PC if n % 2 else PC2, 4000, True) for n in range(6)],
            'a tunnel: answers come to who asked')
    t.equal(counts(t), [0, 12, 6], 'a tunnel: states of what is forwarded')
    connections = sorted((c['dst-address'], int(c['orig-packets']), int(c['repl-packets']))
                         for c in json_items('/ip firewall connection print'))
    t.equal(connections, [('10.20.0.5', 3, 3)] * 2 + [(FAR, 3, 0)] * 2 + [('203.0.113.2', 6, 6)],
            'a tunnel: every connection has its packets')


def pieces(t):
    """Fragments, and whole packets of others between them."""
    t.forget()
    t.grown()
    came = []
    for n in range(4):
        for piece in fragments(udp(PC, FAR, 6000, 53, bytes(2400)), 800, ident=0x100 + n):
            t.router.send('ether2', piece)
            came += [p.src for _, p in t.router.got if p.proto == 17]
            t.router.send('ether2', udp(PC2, FAR, 6000, 53))
    t.ok(came and set(came) == {'203.0.113.1'}, 'fragments: all of them are translated', came)
    connections = sorted((c['src-address'], int(c['orig-packets'])) for c in json_items('/ip firewall connection print'))
    t.equal(connections, [(PC, 4), (PC2, 16)], 'fragments: each packet counts once')


EDITOR = '''table ip editor {
chain behind_prerouting {
type filter hook prerouting priority -100; policy accept;
udp dport 5300 udp dport set 5353
udp dport 5301 ip dscp set 10
}
chain behind_forward {
type filter hook forward priority 100; policy accept;
udp dport 5302 ip dscp set 12
}
}
'''
EDITED = '''/ip firewall filter
add chain=forward action=passthrough protocol=udp dst-port=5300 comment=port-before
add chain=forward action=passthrough protocol=udp dst-port=5353 connection-state=invalid comment=port-after
add chain=forward action=passthrough protocol=udp dst-port=5301 dscp=0 comment=dscp-before
add chain=forward action=passthrough protocol=udp dst-port=5301 dscp=10 comment=dscp-after
/ip firewall mangle
add chain=forward action=passthrough protocol=udp dst-port=5302 dscp=0 comment=forward
add chain=postrouting action=passthrough protocol=udp dst-port=5302 dscp=0 comment=post-before
add chain=postrouting action=passthrough protocol=udp dst-port=5302 dscp=12 comment=post-after
'''


def edited(t):
    """Somebody else changes headers between our hooks: what follows sees the new ones."""
    t.clear()
    t.load(EDITED)
    run('nft', '-f', '-', stdin=EDITOR)
    for _ in range(3):
        for port in (5300, 5301, 5302):
            t.router.send('ether2', udp(PC, FAR, 7000, port))
    run('nft', 'delete', 'table', 'ip', 'editor')
    grown = {comment: n[0] for (_, comment), n in t.grown().items() if n[0]}
    t.equal(grown, {'port-after': 3, 'dscp-after': 3, 'forward': 3, 'post-after': 3},
            'headers that are edited between two hooks')


def main():
    t = Test()
    namespaces(t)
    tunnel(t)
    pieces(t)
    edited(t)
    t.clear()
    t.end()


main()

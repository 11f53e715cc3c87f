# SPDX-License-Identifier: GPL-2.0-only
"""
Large packets and unfinished checksums: what a network card or a virtual one hands over as one packet of many segments.
Every segment counts as a packet; the bytes are those of the packet as it was handed over; packet-size is about what
crosses the wire; verdicts and answers are as for small ones.
"""
from bed import Test
from gso_packets import header, partial
from packets import TCP, UDP, tcp, udp

NAMES = {False: ('ip', '192.168.88.10', '198.51.100.7'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:5000::7')}


def main():
    t = Test()
    for six in (False, True):
        where, pc, far = NAMES[six]
        t.load('''/%(w)s firewall raw
add chain=prerouting action=passthrough protocol=tcp comment=raw
add chain=prerouting action=passthrough protocol=tcp packet-size=%(size)d comment=size
add chain=prerouting action=passthrough protocol=tcp packet-size=1500-65535 comment=merged
/%(w)s firewall filter
add chain=forward action=passthrough connection-state=invalid comment=invalid
add chain=forward action=passthrough protocol=tcp dst-port=80 comment=web
add chain=forward action=drop protocol=tcp dst-port=81 comment=drop
add chain=forward action=reject reject-with=tcp-reset protocol=tcp dst-port=82 comment=reset
add chain=forward action=reject protocol=tcp dst-port=83 comment=reject
add chain=forward action=passthrough protocol=udp comment=udp
''' % {'w': where, 'size': 1460 if six else 1440})

        def counted():
            return {k[1]: v for k, v in t.grown().items()}

        data = bytes(range(256)) * 55    # 14080 bytes: ten segments of 1400 and one of 80
        for port, hit in ((80, 'web'), (81, 'drop'), (82, 'reset'), (83, 'reject')):
            packet = partial(tcp(pc, far, 9, port, 'PA', 100, 200, data), six, TCP)
            said = t.router.send('ether2', packet, header=header(six, TCP, 1400))
            name = '%s: eleven segments at once to port %d' % (where, port)
            got = counted()
            t.equal(got, {'raw': [11, len(packet)], 'size': [11, len(packet)], hit: [11, len(packet)]}, name + ': counted')
            if hit == 'web':
                out = [p for w, p in t.router.got if w == 'ether1']
                t.equal(b''.join(p.payload for p in out), data, name + ': the data comes out')
                t.ok(all(p.src == pc and p.dport == 80 for p in out), name + ': as the same connection', said)
            elif hit == 'drop':
                t.equal(said, '', name + ': dropped whole')
            elif hit == 'reset':
                t.ok(said == 'ether2:tcp R' and t.router.got[0][1].seq == 200, name + ': one reset', said)
            else:
                t.equal(said, 'ether2:icmp ' + ('1:0' if six else '3:0'), name + ': one error')
                t.ok(t.router.got and t.router.got[0][1].checksum_ok(), name + ': with a good checksum')
        small = udp(pc, far, 9, 53, b'a question of some bytes')
        said = t.router.send('ether2', partial(small, six, UDP), header=header(six, UDP, 0))
        t.equal((said.split(':')[0], counted()), ('ether1', {'udp': [1, len(small)]}),
                '%s: an unfinished checksum passes and counts once' % where)
        packet = partial(tcp(pc, far, 9, 83, 'S', 7), six, TCP)
        said = t.router.send('ether2', packet, header=header(six, TCP, 0))
        t.equal((said, counted()), ('ether2:icmp ' + ('1:0' if six else '3:0'), {'raw': [1, len(packet)],
                                                                             'reject': [1, len(packet)]}),
                '%s: and is answered' % where)
        rows = [r for r in t.netlink.connections('%s firewall connection' % where)]
        t.ok(rows, '%s: there are connections' % where)
        t.clear()
    t.end()


if __name__ == '__main__':
    main()

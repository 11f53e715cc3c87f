# SPDX-License-Identifier: GPL-2.0-only
"""
action=route: packets leave by the interface of the rule's gateway, in frames for that, whatever the routing table says,
and are the same but for one hop.
"""
import socket

from bed import Test, mac, run, udp_socket
from packets import fragments, same, udp

PC, FAR, INSIDE = '192.168.88.10', '198.51.100.7', '192.168.88.1'
GATEWAY, OTHER, INTERNET = '02:00:00:00:03:77', '02:00:00:00:03:78', '02:00:00:00:01:77'


def see(t, name, packet, want, hits, target=None):
    """Sends packet by ether2. want: (interface, MAC address of the receiver) or None; target: another destination."""
    t.router.send('ether2', packet)
    got = t.router.got
    sent = packet
    if target:
        sent = udp(PC, target, 9, packet[23], packet[28:])
    good = not got if want is None else len(got) == 1 and got[0][0] == want[0] and got[0][1].frame[:6] == mac(want[1]) and \
        same(sent, got[0][1].data[:got[0][1].length]) and got[0][1].checksum_ok()
    counted = {comment: count[0] for (_, comment), count in t.grown().items()}
    t.ok(good and counted == {hit: 1 for hit in hits.split()}, name,
         'out:  %s' % [(w, p.frame.hex(), p.data.hex()) for w, p in got], 'want: %s' % (want,), 'counted: %s' % counted)


def main():
    t = Test()
    run('ip', '-batch', '-', stdin='\n'.join(
        ['link set ether1 arp on', 'link set ether3 arp on',
         'neigh replace 203.0.113.2 lladdr %s dev ether1 nud permanent' % INTERNET,
         'neigh replace 192.168.99.2 lladdr %s dev ether3 nud permanent' % GATEWAY,
         'neigh replace 192.168.99.3 lladdr %s dev ether3 nud permanent' % OTHER]) + '\n')
    t.load('''/ip firewall mangle
add chain=prerouting action=route route-dst=192.168.99.2 protocol=udp dst-port=1 comment=one
add chain=prerouting action=route route-dst=192.168.99.2 protocol=udp dst-port=2 comment=first
add chain=prerouting action=route route-dst=192.168.99.3 protocol=udp dst-port=2 comment=last
add chain=prerouting action=route route-dst=192.168.99.2 passthrough=no protocol=udp dst-port=3 comment=only
add chain=prerouting action=route route-dst=192.168.99.3 protocol=udp dst-port=3 comment=never
add chain=prerouting action=route route-dst=198.51.100.1 protocol=udp dst-port=4 comment=distant
add chain=prerouting action=route route-dst=192.168.88.1 protocol=udp dst-port=5 comment=itself
add chain=prerouting action=route route-dst=224.0.0.5 protocol=udp dst-port=6 comment=group
add chain=prerouting action=jump jump-target=mine protocol=udp dst-port=7 comment=jump
add chain=forward action=jump jump-target=mine protocol=udp dst-port=8 comment=late
add chain=mine action=route route-dst=192.168.99.3 comment=mine
add chain=prerouting action=route route-dst=192.168.99.2 protocol=udp dst-port=9 comment=translated
/ip firewall nat
add chain=dstnat action=dst-nat to-addresses=198.51.100.99 protocol=udp dst-port=9 comment=nat
/ip firewall filter
add chain=forward action=passthrough out-interface=ether3 comment=by3
add chain=forward action=passthrough out-interface=ether1 comment=by1
add chain=input action=passthrough protocol=udp comment=input
''')
    gateway, other, internet = ('ether3', GATEWAY), ('ether3', OTHER), ('ether1', INTERNET)
    before = t.netlink.reasons().get('no-gateway', 0)
    see(t, 'by the gateway', udp(PC, FAR, 9, 1, b'x'), gateway, 'one by3')
    see(t, 'others by the routing table', udp(PC, FAR, 9, 99, b'x'), internet, 'by1')
    see(t, 'the last rule counts', udp(PC, FAR, 9, 2, b'x'), other, 'first last by3')
    see(t, 'passthrough=no', udp(PC, FAR, 9, 3, b'x'), gateway, 'only by3')
    see(t, 'a gateway behind another', udp(PC, FAR, 9, 4, b'x'), internet, 'distant by1')
    see(t, 'the router is no gateway', udp(PC, FAR, 9, 5, b'x'), None, 'itself')
    see(t, 'nor is a group', udp(PC, FAR, 9, 6, b'x'), None, 'group')
    see(t, 'from a chain of its own', udp(PC, FAR, 9, 7, b'x'), other, 'jump mine by3')
    see(t, 'too late', udp(PC, FAR, 9, 8, b'x'), internet, 'late by1')
    see(t, 'what is for the router goes as well', udp(PC, INSIDE, 9, 1, b'x'), gateway, 'one by3')
    see(t, 'and for a neighbour of the gateway', udp(PC, '192.168.99.3', 9, 1, b'x'), gateway, 'one by3')
    see(t, 'with another destination', udp(PC, FAR, 9, 9, b'x'), gateway, 'translated nat by3', target='198.51.100.99')
    whole = udp(PC, FAR, 10, 1, b'z' * 1592)
    for piece in fragments(whole, 800):
        t.router.send('ether2', piece)
    t.equal([(w, p.frame[:6]) for w, p in t.router.got], [('ether3', mac(GATEWAY))] * 2, 'fragments')
    t.grown()
    run('ip', 'route', 'del', 'default')
    see(t, 'without any route to the destination', udp(PC, FAR, 11, 1, b'x'), gateway, 'one by3')
    see(t, 'without a route to the gateway', udp(PC, FAR, 9, 4, b'x'), None, 'distant')
    run('ip', 'route', 'add', 'default', 'via', '203.0.113.2')
    t.equal(t.netlink.reasons()['no-gateway'], before + 3, 'what was dropped has a reason')
    with udp_socket(INSIDE, 1) as s:
        s.sendto(b'own', (FAR, 1))
        t.router.outcome()
        t.equal([(w, p.frame[:6]) for w, p in t.router.got], [('ether1', mac(INTERNET))], "the router's own goes its way")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as c:
            c.sendto(b'to itself', (INSIDE, 1))
            s.settimeout(20)
            t.equal(s.recv(100), b'to itself', 'and what it sends to itself arrives')
    t.round_trip()
    t.clear()
    # FastTrack goes where the packet before went.
    t.load('''/ip firewall mangle
add chain=prerouting action=route route-dst=192.168.99.2 protocol=udp dst-port=1 comment=one
/ip firewall filter
add chain=forward action=fasttrack-connection comment=fast
''')
    out = []
    for n in range(6):
        t.router.send('ether2', udp(PC, FAR, 20, 1, b'there'))
        out += [(w, p.frame[:6]) for w, p in t.router.got]
        t.router.send('ether3', udp(FAR, PC, 1, 20, b'back'))
        out += [w for w, p in t.router.got]
    t.equal(out, [('ether3', mac(GATEWAY)), 'ether2'] * 6, 'a fasttracked connection keeps its gateway')
    counted = t.grown()[('ip firewall mangle', 'one')][0]
    t.ok(0 < counted < 6, 'though packets pass by the rule', counted)
    t.clear()
    t.end()


main()

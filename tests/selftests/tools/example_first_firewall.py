# SPDX-License-Identifier: GPL-2.0-only
"""examples/first-firewall.rsc on a router: what came out of every packet, and which rules counted it."""
import sys

from bed import Test, tcp_listener, udp_socket
from packets import echo, error, gre, icmp, tcp, udp

PC, INSIDE, FAR, OUTSIDE = '192.168.88.10', '192.168.88.1', '198.51.100.7', '203.0.113.1'
TO_US, OWN, PING, NOBODY = ('answers to us', 'our own network may talk to the router', 'everybody may ping the router',
                            'nobody else may')
ANSWER, LOST, ANYWHERE, CLOSED = ('answers to our network', 'what belongs to nothing', 'our network may go anywhere',
                                  'nobody else may come in')


def to_router(t):
    t.packet('a PC pings the router', 'ether2', echo(PC, INSIDE), 'ether2:icmp 0:0', [OWN])
    t.packet('... again', 'ether2', echo(PC, INSIDE), 'ether2:icmp 0:0', [TO_US])
    t.packet('a PC reaches a closed port', 'ether2', udp(PC, INSIDE, 1, 99), 'ether2:icmp 3:3', [OWN])
    with tcp_listener('0.0.0.0', 80):
        t.packet('a PC reaches an open one', 'ether2', tcp(PC, INSIDE, 1, 80), 'ether2:tcp SA', [OWN])
        t.packet('... and resets', 'ether2', tcp(PC, INSIDE, 1, 80, 'R', 1001), '', [TO_US])
        t.packet('nobody else does', 'ether1', tcp(FAR, OUTSIDE, 1, 80), '', [NOBODY])
    t.packet('everybody pings', 'ether1', echo(FAR, OUTSIDE), 'ether1:icmp 0:0', [PING])
    t.packet('... from a third side too', 'ether3', echo('192.168.99.7', '192.168.99.1'), 'ether3:icmp 0:0', [PING])
    t.packet('another ICMP type does not pass', 'ether1', icmp(FAR, OUTSIDE, 13, payload=b'\0' * 12), '', [NOBODY])
    t.packet('another code does not pass', 'ether1', icmp(FAR, OUTSIDE, 8, 1), '', [NOBODY])
    t.packet('UDP from outside does not pass', 'ether1', udp(FAR, OUTSIDE, 1, 53), '', [NOBODY])
    with udp_socket('0.0.0.0', 5353) as s:
        s.sendto(b'question', (FAR, 53))
        t.check('the router asks', t.router.outcome(), 'ether1:udp', [], 0)
        t.packet('the answer comes in', 'ether1', udp(FAR, OUTSIDE, 53, 5353, b'answer'), '', [TO_US])
        t.equal(s.recv(99), b'answer', 'it arrived')
        t.packet('an answer of somebody else does not', 'ether1', udp('198.51.100.8', OUTSIDE, 53, 5353, b'lie'), '',
                 [NOBODY])


def through(t):
    t.packet('a PC opens a page', 'ether2', tcp(PC, FAR, 1, 443), 'ether1:same', [ANYWHERE])
    t.packet('the answer passes', 'ether1', tcp(FAR, PC, 443, 1, 'SA', 9, 1001), 'ether2:same', [ANSWER])
    t.packet('UDP goes out', 'ether2', udp(PC, FAR, 1, 53, b'q'), 'ether1:same', [ANYWHERE])
    t.packet('... again without an answer', 'ether2', udp(PC, FAR, 1, 53, b'q'), 'ether1:same', [ANYWHERE])
    t.packet('the answer passes', 'ether1', udp(FAR, PC, 53, 1, b'a'), 'ether2:same', [ANSWER])
    t.packet('an answer from the wrong port does not', 'ether1', udp(FAR, PC, 54, 1, b'a'), 'ether1:icmp 3:10',
             [CLOSED])
    t.packet('a PC pings out', 'ether2', echo(PC, FAR, 5), 'ether1:same', [ANYWHERE])
    t.packet('the answer passes', 'ether1', echo(FAR, PC, 5, reply=True), 'ether2:same', [ANSWER])
    t.packet('an answer that nobody asked for', 'ether1', echo(FAR, PC, 6, reply=True), '', [LOST])
    t.packet('an error about that page passes', 'ether1', error('203.0.113.2', PC, 3, 1, tcp(PC, FAR, 1, 443)),
             'ether2:same', [ANSWER])
    t.packet('GRE goes out', 'ether2', gre(PC, FAR), 'ether1:same', [ANYWHERE])
    t.packet('GRE comes back', 'ether1', gre(FAR, PC), 'ether2:same', [ANSWER])
    t.packet('GRE of others does not', 'ether1', gre('198.51.100.8', PC), 'ether1:icmp 3:10', [CLOSED])
    t.packet('a PC reaches the third side', 'ether2', tcp(PC, '192.168.99.7', 1, 80), 'ether3:same', [ANYWHERE])
    t.packet('the third side does not reach a PC', 'ether3', tcp('192.168.99.7', PC, 2, 80), 'ether3:icmp 3:10',
             [CLOSED])
    t.packet('nor the Internet', 'ether3', udp('192.168.99.7', FAR, 2, 80), 'ether3:icmp 3:10', [CLOSED])
    t.packet('the Internet does not reach a PC', 'ether1', tcp(FAR, PC, 7, 22), 'ether1:icmp 3:10', [CLOSED])
    t.packet('a lost reset', 'ether1', tcp(FAR, PC, 8, 22, 'R'), '', [LOST])


def main():
    t = Test()
    t.load(open(sys.argv[1], encoding='utf-8').read())
    to_router(t)
    through(t)
    t.totals()
    t.round_trip()
    t.end()


main()

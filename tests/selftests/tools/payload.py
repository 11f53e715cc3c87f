# SPDX-License-Identifier: GPL-2.0-only
"""
Conditions on what packets carry, and on what the router knows of them beyond their headers: content, tls-host,
src-address-type, dst-address-type, realm, connection-bytes.
"""
import json
import struct

from bed import Test, ctl, json_items, run
from packets import echo, fragments, ip, tcp, udp

FAR, PC = '198.51.100.7', '192.168.88.10'
SIX, SIX_FAR = '2001:db8:88::10', '2001:db8:5000::7'


def rules(chain, *lines, menu='ip firewall filter'):
    return '/%s\n' % menu + ''.join('add chain=%s action=passthrough %s\n' % (chain, line) for line in lines)


def hello(host, filler=0):
    """What a TLS client says first. filler: bytes of another extension in front of the name."""
    def vector(size, data):
        return len(data).to_bytes(size, 'big') + data
    name = host.encode()
    extensions = b''
    if filler:
        extensions += b'\0\x15' + vector(2, b'\0' * filler)
    extensions += b'\0\0' + vector(2, vector(2, b'\0' + vector(2, name))) + b'\0\x2b' + vector(2, b'\2\3\4')
    body = b'\3\3' + bytes(range(32)) + vector(1, b's' * 32) + vector(2, b'\x13\1\x13\2') + vector(1, b'\0') + \
        vector(2, extensions)
    return b'\x16\3\1' + vector(2, b'\1' + vector(3, body))


def large(payload):
    """A segment that the sender's hardware would have cut, in pieces: only its headers are in one."""
    packet = tcp(PC, FAR, 4000, 80, 'PA', 1, 1, payload)
    return packet, struct.pack('=BBHHHH', 1, 1, 54, 1400, 34, 16)


def content(t):
    t.load(rules('forward', 'content="secret word" comment=word', 'content=!"secret word" comment=other',
                 'content="\\C0\\A8" comment=bytes'))
    for name, payload, hits in (('the word alone', b'secret word', 'word'), ('inside', b'xx secret word yy', 'word'),
                                ('nearly', b'secret worm', 'other'), ('in capitals', b'Secret word', 'other'),
                                ('nothing', b'', 'other'), ('after a false start', b'secret secret word', 'word'),
                                ('bytes', b'\0\xc0\xa8\0', 'other bytes')):
        t.packet('content: ' + name, 'ether2', udp(PC, FAR, 1, 53, payload), 'ether1:same', hits)
    # Addresses in the IP header are none of its business; 0xc0a8 is 192.168.
    t.packet('content: a ping', 'ether2', echo(PC, FAR, payload=b'secret word'), 'ether1:same', 'word')
    whole = udp(PC, FAR, 1, 53, b'x' * 995 + b'secret word' + b'x' * 900)
    t.router.send('ether2', fragments(whole, 1008)[0])
    t.packet('content: a word that was cut in two', 'ether2', fragments(whole, 1008)[1], 'ether1:fragment ether1:fragment',
             'word', length=len(whole))
    t.totals('content: every counter is exact')
    t.clear()
    t.load(rules('forward', 'protocol=tcp content="secret word" comment=word',
                 'protocol=tcp content=!"secret word" comment=other'))
    for at in (100, 4090, 5989):
        payload = bytearray(b'x' * 6000)
        payload[at:at + 11] = b'secret word'
        packet, header = large(bytes(payload))
        before = t.counters()
        t.router.send('ether2', packet, header=header)
        grown = [t.counters()[('ip firewall filter', c)][1] - before[('ip firewall filter', c)][1]
                 for c in ('word', 'other')]
        t.equal(grown, [len(packet), 0], 'content: at byte %d of a packet in pieces' % at)
    t.clear()


def tls(t):
    t.load(rules('forward', 'tls-host=*.example.com comment=any', 'tls-host=!*.example.com comment=not',
                 'tls-host=WWW.example.com comment=www'))
    def segment(payload, port=443):
        return tcp(PC, FAR, 3000, port, 'PA', 1, 1, payload)
    for name, packet, hits in (('its name', segment(hello('www.example.com')), 'any www'),
                               ('another one of the domain', segment(hello('mail.example.com')), 'any'),
                               ('in capitals', segment(hello('WWW.EXAMPLE.COM')), 'any www'),
                               ('the domain itself', segment(hello('example.com')), 'not'),
                               ('a name that ends likewise', segment(hello('badexample.com')), 'not'),
                               ('at another port', segment(hello('www.example.com'), 8443), 'any www'),
                               ('behind another extension', segment(hello('www.example.com', 900)), 'any www'),
                               ('a name that is cut off', segment(hello('www.example.com')[:-20]), ''),
                               ('no TLS', segment(b'GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n'), ''),
                               ('no payload', segment(b''), ''),
                               ('UDP', udp(PC, FAR, 3000, 443, hello('www.example.com')), '')):
        t.packet('tls-host: ' + name, 'ether2', packet, 'ether1:same', hits)
    t.totals('tls-host: every counter is exact')
    t.clear()
    t.load('/ip firewall filter add chain=forward action=reject reject-with=tcp-reset protocol=tcp '
           'tls-host=*.example.com comment=reset\n')
    t.packet('tls-host: a handshake is reset', 'ether2', segment(hello('www.example.com')), 'ether2:tcp R', 'reset')
    t.packet('tls-host: another is not', 'ether2', segment(hello('www.example.org')), 'ether1:same')
    t.clear()
    t.load(rules('forward', 'tls-host=*.example.com comment=any', menu='ipv6 firewall filter'))
    t.packet('tls-host: IPv6', 'ether2', tcp(SIX, SIX_FAR, 3000, 443, 'PA', 1, 1, hello('a.example.com')),
             'ether1:same', 'any')
    t.clear()


def hotspot(t):
    """Clients of a hotspot, before and after they log in, and others."""
    t.load('/ip hotspot host\nadd address=%s interface=ether2\nadd address=192.168.88.20 interface=ether2 authorized=yes\n'
           'add address=192.168.88.21 interface=ether3 authorized=yes\n' % PC +
           rules('forward', 'hotspot=from-client,auth comment=in', 'hotspot=from-client,!auth comment=out',
                 'hotspot=to-client comment=to', 'hotspot=http comment=web', 'hotspot=!from-client,!to-client comment=none') +
           rules('input', 'hotspot=local-dst comment=local', 'hotspot=!local-dst comment=other'))
    see = lambda name, wire, packet, outcome, hits: t.packet('hotspot: ' + name, wire, packet, outcome, hits)
    see('a client who has not logged in', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'out')
    see('one who has', 'ether2', udp('192.168.88.20', FAR, 1, 53), 'ether1:same', 'in')
    see('his address by another interface', 'ether3', udp('192.168.88.20', FAR, 2, 53), 'ether1:same', 'none')
    see('the answer', 'ether1', udp(FAR, '192.168.88.20', 53, 1), 'ether2:same', 'to')
    see('somebody else', 'ether2', udp('192.168.88.22', FAR, 1, 53), 'ether1:same', 'none')
    see('to the router', 'ether2', udp(PC, '192.168.88.1', 1, 7), 'ether2:icmp 3:3', 'local')
    see('a request', 'ether2', tcp(PC, FAR, 5000, 80, 'PA', 1, 1, b'GET / HTTP/1.1\r\n'), 'ether1:same', 'out web')
    ctl('/ip hotspot host set [find address=%s] authorized=yes' % PC)
    see('he logs in', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'in')
    ctl('/ip hotspot host remove [find address=%s]' % PC)
    see('he goes', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'none')
    t.round_trip('hotspot: export, import, export gives the same bytes')
    ctl('/ip hotspot host remove [find]')
    t.clear()


def shares(t):
    """Plain peer-to-peer protocols, by the packets that announce them."""
    t.load(rules('forward', 'p2p=bit-torrent comment=torrent', 'p2p=all-p2p comment=all',
                 'p2p=!all-p2p comment=none'))
    say = lambda data, dport=7: udp(PC, FAR, 1, dport, data)
    dht = b'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe'
    t.packet('p2p: a packet of BitTorrent', 'ether2', say(dht), 'ether1:same', 'torrent all')
    packet, header = large(b'\x13BitTorrent protocol' + bytes(5000))
    t.router.send('ether2', packet, header=header)
    t.equal({key[1]: count[1] for key, count in t.grown().items()}, {'torrent': len(packet), 'all': len(packet)},
            'p2p: in pieces')
    t.packet('p2p: another protocol', 'ether2', say(b'\xe4\x21' + bytes(33)), 'ether1:same', 'all')
    t.packet('p2p: one that ends with its name', 'ether2', say(b'\x27\0\0\0\x80KaZaA\0'), 'ether1:same', 'all')
    t.packet('p2p: nearly', 'ether2', say(b'd1:ad2:id21:'), 'ether1:same', 'none')
    t.packet('p2p: nothing', 'ether2', say(b''), 'ether1:same', 'none')
    t.clear()


def types(t):
    run('ip', 'route', 'add', 'blackhole', '10.66.0.0/16')
    run('ip', 'route', 'add', 'unreachable', '2001:db8:66::/48')
    names = ('unicast', 'local', 'broadcast', 'multicast', 'blackhole')
    t.load(rules('prerouting', *('dst-address-type=%s comment=%s' % (n, n) for n in names),
                 'src-address-type=!unicast comment=odd', 'dst-address-type=local,broadcast comment=mine',
                 menu='ip firewall raw'))
    for dst, hits in ((FAR, 'unicast'), ('192.168.88.1', 'local mine'), ('203.0.113.1', 'local mine'),
                      ('192.168.88.255', 'broadcast mine'), ('255.255.255.255', 'broadcast mine'),
                      ('224.0.0.99', 'multicast'), ('10.66.1.1', 'blackhole')):
        before = t.counters()
        t.router.send('ether2', udp(PC, dst, 1, 53))
        after = t.counters()
        t.equal(sorted(k[1] for k in after if after[k] != before[k]), sorted(hits.split()), 'address type of ' + dst)
    t.grown()
    t.packet('src-address-type: of the router itself', 'ether2', udp('203.0.113.1', FAR, 1, 53), '',
             'raw/odd raw/unicast')
    t.clear()
    names = ('unicast', 'local', 'anycast', 'multicast', 'unreachable')
    run('sysctl', '-qw', 'net.ipv6.conf.ether3.forwarding=1')
    t.load(rules('prerouting', *('dst-address-type=%s comment=%s' % (n, n) for n in names),
                 menu='ipv6 firewall raw'))
    for dst, hits in ((SIX_FAR, 'unicast'), ('2001:db8:88::1', 'local'), ('2001:db8:88::', 'anycast'),
                      ('ff02::1', 'multicast'), ('2001:db8:66::9', 'unreachable')):
        before = t.counters()
        t.router.send('ether2', udp(SIX, dst, 1, 53))
        after = t.counters()
        t.equal(sorted(k[1] for k in after if after[k] != before[k]), hits.split(), 'address type of ' + dst)
    t.clear()


def realms(t):
    run('ip', 'route', 'add', '198.51.100.0/25', 'via', '203.0.113.2', 'realm', '5')
    run('ip', 'route', 'add', '198.51.100.128/25', 'via', '203.0.113.2', 'realm', '6')
    t.load(rules('forward', 'realm=5 comment=five', 'realm=!5 comment=other', 'realm=0 comment=none') +
           rules('dstnat', 'realm=!5 comment="no route yet"', menu='ip firewall nat'))
    for dst, hits in ((FAR, 'five'), ('198.51.100.200', 'other'), ('192.0.2.9', 'other none')):
        t.packet('realm of the way to ' + dst, 'ether2', udp(PC, dst, 1, 53), 'ether1:same', hits)
    t.totals('realm: every counter is exact')
    t.clear()


def amounts(t):
    t.load(rules('forward', 'connection-bytes=0-199 comment=small', 'connection-bytes=200-399 comment=middle',
                 'connection-bytes=400-0 comment=large'))
    out, back = udp(PC, FAR, 1, 53, b'x' * 72), udp(FAR, PC, 53, 1, b'x' * 72)    # of 100 bytes
    t.packet('connection-bytes: 100', 'ether2', out, 'ether1:same', 'small')
    t.packet('connection-bytes: 200, both directions', 'ether1', back, 'ether2:same', 'middle')
    t.packet('connection-bytes: 300', 'ether2', out, 'ether1:same', 'middle')
    t.packet('connection-bytes: 400', 'ether2', out, 'ether1:same', 'large')
    t.packet('connection-bytes: another connection', 'ether2', udp(PC, FAR, 2, 53, b'x' * 72), 'ether1:same', 'small')
    t.packet('connection-bytes: TCP', 'ether2', tcp(PC, FAR, 2, 53), 'ether1:same', 'small')
    t.packet('connection-bytes: not of pings', 'ether2', echo(PC, FAR), 'ether1:same')
    t.packet('connection-bytes: not of other protocols', 'ether2', ip(PC, FAR, 250, b'x' * 80), 'ether1:same')
    t.packet('connection-bytes: not of what has no connection', 'ether2', tcp(PC, FAR, 3, 53, 'FPU'), 'ether1:same')
    t.totals('connection-bytes: every counter is exact')
    t.clear()


def limits(t):
    """How many connections a block of addresses has: of those before the rule, too, and of none that have ended."""
    pc2, pc3 = '192.168.88.11', '192.168.89.5'
    run('ip', 'route', 'add', '192.168.89.0/24', 'via', '192.168.88.2')
    ctl('/ip firewall connection tracking set udp-timeout=1h icmp-timeout=1h tcp-syn-sent-timeout=1h')
    t.load(rules('forward', 'comment=all'))
    t.packet('connection-limit: the first, before there is a rule', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same', 'all')
    ctl(stdin='/ip firewall filter\nset [find comment=all] connection-limit=!100,0\n'
        'add chain=forward action=drop connection-state=new protocol=udp connection-limit=2,32 comment=host\n'
        'add chain=forward connection-limit=3,24 comment=net\n')
    t.grown()

    def send(what, src, sport, hits, outcome='ether1:same', dport=53):
        t.packet('connection-limit: ' + what, 'ether2', udp(src, FAR, sport, dport), outcome, hits)

    send('the second', PC, 2, 'all')
    send('the third is one too many, of this host', PC, 3, 'all host', '')
    send('and has left nothing', PC, 3, 'all host', '')
    send('the second again', PC, 2, 'all')
    send('another host', pc2, 1, 'all')
    send('the fourth of the network', pc2, 2, 'all net')
    send('one of those before: the rule looks at all', PC, 1, 'all net')
    t.packet('connection-limit: an answer comes from elsewhere', 'ether1', udp(FAR, PC, 53, 1), 'ether2:same', 'all')
    send('another network', pc3, 1, 'all')
    ctl('/ip firewall connection remove [find src-address~"^192.168.88.11"]')
    send('two have ended', PC, 1, 'all')
    t.packet('connection-limit: of any protocol', 'ether2', echo(PC, FAR, 5), 'ether1:same', 'all')
    t.packet('connection-limit: of any protocol', 'ether2', tcp(PC, FAR, 2, 53), 'ether1:same', 'all net')
    ctl('/ip firewall filter set [find comment=net] connection-limit=!3,25')
    send('another netmask, counted anew', PC, 1, 'all')
    send('and the other half has none', '192.168.88.200', 1, 'all net')
    ctl('/ip firewall connection remove [find]')
    send('all have ended', PC, 4, 'all net')
    t.totals('connection-limit: every counter is exact')
    t.clear()
    t.load(rules('forward', 'connection-limit=1,64 comment=net', 'connection-limit=1,128 comment=host',
                 menu='ipv6 firewall filter'))
    for src, port, hits in (('2001:db8:88::10', 1, ''), ('2001:db8:88::11', 1, 'net'),
                            ('2001:db8:88::11', 2, 'net host')):
        t.packet('connection-limit: IPv6', 'ether2', udp(src, '2001:db8:5000::7', port, 53), 'ether1:same', hits)
    t.clear()
    ctl('/ip firewall connection tracking set udp-timeout=30s icmp-timeout=10s tcp-syn-sent-timeout=5s')


def ipsec(t):
    """A tunnel that hides nothing, so that the test can be its other end."""
    run('ip', 'route', 'add', '10.9.0.0/24', 'via', '203.0.113.9')
    ends = {'out': ('203.0.113.1', '203.0.113.9', '0x100', '192.168.88.0/24', '10.9.0.0/24'),
            'in': ('203.0.113.9', '203.0.113.1', '0x200', '10.9.0.0/24', '192.168.88.0/24')}
    for way, (src, dst, spi, inner_src, inner_dst) in ends.items():
        run('ip', 'xfrm', 'state', 'add', 'src', src, 'dst', dst, 'proto', 'esp', 'spi', spi, 'mode', 'tunnel', 'reqid', '1',
            'auth', 'digest_null', '', 'enc', 'cipher_null', '')
        for direction in ('out',) if way == 'out' else ('in', 'fwd'):
            run('ip', 'xfrm', 'policy', 'add', 'dir', direction, 'src', inner_src, 'dst', inner_dst,
                'tmpl', 'src', src, 'dst', dst, 'proto', 'esp', 'mode', 'tunnel', 'reqid', '1')
    words = ('ipsec-policy=%s,%s comment=%s-%s' % (w, k, w, k) for w in ('in', 'out') for k in ('ipsec', 'none'))
    t.load(rules('forward', *words) +
           rules('input', 'ipsec-policy=in,ipsec comment=i-ipsec', 'ipsec-policy=in,none comment=i-none') +
           rules('prerouting', 'ipsec-policy=in,ipsec comment=ipsec', 'ipsec-policy=in,none comment=none',
                 menu='ip firewall raw'))
    t.packet('ipsec-policy: a packet that goes nowhere near', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same',
             'raw/none in-none out-none')
    t.packet('ipsec-policy: into the tunnel', 'ether2', udp(PC, '10.9.0.5', 1, 53), 'ether1:proto 50',
             'raw/none in-none out-ipsec')
    inner = udp('10.9.0.5', PC, 53, 1, b'answer')
    pad = -(len(inner) + 2) % 4
    body = inner + bytes(range(1, pad + 1)) + bytes([pad, 4])
    outer = ip('203.0.113.9', '203.0.113.1', 50, struct.pack('!II', 0x200, 1) + body)
    t.grown()
    said = t.router.send('ether1', outer)
    grown = {k: v for k, v in t.grown().items()}
    t.equal((said, grown), ('ether2:udp', {
        ('ip firewall raw', 'none'): [1, len(outer)], ('ip firewall filter', 'i-none'): [1, len(outer)],
        ('ip firewall raw', 'ipsec'): [1, len(inner)], ('ip firewall filter', 'in-ipsec'): [1, len(inner)],
        ('ip firewall filter', 'out-none'): [1, len(inner)]}), 'ipsec-policy: out of the tunnel')
    t.clear()


def main():
    t = Test()
    content(t)
    tls(t)
    hotspot(t)
    shares(t)
    types(t)
    realms(t)
    amounts(t)
    limits(t)
    ipsec(t)
    t.load('/ip firewall filter add chain=forward action=drop layer7-protocol=rdp\n')
    t.contains(json.dumps(json_items('/ip firewall filter print all')), 'no such pattern engine yet',
               'layer7-protocol: says why it is skipped')
    t.packet('... and is', 'ether2', udp(PC, FAR, 1, 53), 'ether1:same')
    t.clear()
    t.load('/ip firewall filter add chain=forward protocol=tcp tls-host="srv[0-9]?.*" content="a\\r\\n\\"b\\FF" '
           'connection-limit=!100,24 connection-bytes=1000-0 realm=!7 dst-address-type=!local,broadcast psd=21,3s,3,1\n')
    t.round_trip()
    t.end()


main()

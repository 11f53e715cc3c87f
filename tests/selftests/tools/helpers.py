# SPDX-License-Identifier: GPL-2.0-only
"""
Helpers, packet by packet: addresses in the payload of a masqueraded client become the router's, sequence numbers,
acknowledgements (selective ones, too) and checksums follow, in small packets, large ones of many segments and ones
whose checksum is left to hardware; what was announced comes, and only that.
"""
import struct

from bed import Clock, Test, ctl, json_items
from gso import header, partial
from packets import TCP, call, error, tcp, udp

NAMES = {False: ('ip', '192.168.88.10', '203.0.113.1', '198.51.100.7'),
         True: ('ipv6', '2001:db8:88::10', '2001:db8:113::1', '2001:db8:5000::7')}


class Stream:
    """A TCP connection of the PC behind the router; both ends count as they do."""

    def __init__(self, t, six, sport, dport, pc=None):
        self.t, self.six, self.sport, self.dport = t, six, sport, dport
        _, self.pc, self.outer, self.far = NAMES[six]
        self.pc = pc or self.pc
        self.seq, self.answer = 0xfffffff0, 5000      # of the client, which wraps soon; of the server
        self.seen, self.told = self.seq, self.answer  # what each has of the other
        self.client('S')
        self.server('SA')
        self.client('A')

    def packet(self, flags='PA', data=b'', seq=None, options=b'', **kw):
        return tcp(self.pc, self.far, self.sport, self.dport, flags, self.seq if seq is None else seq,
                   self.told, data, options=options, **kw)

    def client(self, flags='PA', data=b'', **kw):
        """The packet that comes out."""
        out = self.pass_on('ether2', self.packet(flags, data, **kw))
        self.seq += len(data) + ('S' in flags)
        if out:
            self.seen += len(out.payload) + ('S' in flags)
        return out

    def server(self, flags='PA', data=b'', options=b'', ack=None):
        out = self.pass_on('ether1', tcp(self.far, self.outer, self.dport, self.sport, flags, self.answer,
                                         self.seen if ack is None else ack, data, options=options))
        self.answer += len(data) + ('S' in flags)
        if out:
            self.told += len(out.payload) + ('S' in flags)
        return out

    def pass_on(self, wire, packet, **kw):
        self.t.router.send(wire, packet, **kw)
        got = [p for w, p in self.t.router.got if w != wire]
        return got[0] if len(got) == 1 else None


def wrap(number):
    return number & 0xffffffff


def commands(pc, outer, six):
    """A command that announces port 1025, and what it becomes."""
    if six:
        return (b'EPRT |2|%s|1025|\r\n' % pc.encode(), b'EPRT |2|%s|1025|\r\n' % outer.encode())
    return (b'PORT %s,4,1\r\n' % pc.replace('.', ',').encode(), b'PORT %s,4,1\r\n' % outer.replace('.', ',').encode())


def ftp(t, six):
    where, pc, outer, far = NAMES[six]
    before, after = commands(pc, outer, six)
    grown = len(after) - len(before)
    s = Stream(t, six, 4000, 21)
    out = s.client(data=b'USER x\r\n')
    t.ok(out and out.payload == b'USER x\r\n' and out.checksum_ok(), '%s: what announces nothing passes' % where)
    s.server(data=b'331 ok\r\n')
    at = s.seq
    out = s.client(data=before)
    t.ok(out and (out.payload, out.seq) == (after, wrap(at)), '%s: an announcement has the other address' % where,
         out and out.payload)
    t.ok(out and out.checksum_ok(), '%s: and a good checksum' % where)
    again = s.pass_on('ether2', s.packet(data=before, seq=at))
    t.ok(again and again.data == out.data, '%s: it does so again' % where)
    reply = s.server(data=b'200 ok\r\n')
    t.ok(reply and reply.ack == wrap(s.seq) and reply.checksum_ok(), '%s: the client sees all of it acknowledged' % where,
         reply and (reply.ack, s.seq))
    at = s.seq
    out = s.client(data=b'LIST\r\n')
    t.ok(out and (out.seq, out.payload) == (wrap(at + grown), b'LIST\r\n') and out.checksum_ok(),
         '%s: what follows is shifted' % where, out and (out.seq, at, grown))
    sack = struct.pack('!BBBBII', 1, 1, 5, 10, wrap(s.seen - 4), wrap(s.seen))
    reply = s.server('A', options=sack, ack=s.seen - 6)
    edges = reply and struct.unpack('!II', reply.l4[24:32])
    t.ok(reply and reply.ack == wrap(s.seq - 6) and edges == (wrap(s.seq - 4), wrap(s.seq)) and reply.checksum_ok(),
         '%s: so are selective acknowledgements' % where, edges, s.seq)
    t.start()
    for _ in range(2):
        t.packet('%s: a rule drops it' % where, 'ether1', tcp(far, outer, 23, 1025), '', 'unwanted')
    t.packet('%s: what was announced comes' % where, 'ether1', tcp(far, outer, 20, 1025), 'ether2:tcp S', 'related')
    came = t.router.got[0][1]
    t.equal((came.src, came.dst, came.dport, came.checksum_ok()), (far, pc, 1025, True), '%s: to the client' % where)
    t.packet('%s: once' % where, 'ether1', tcp(far, outer, 21, 1025), '', 'rest')
    t.packet('%s: others do not' % where, 'ether1', tcp(far, outer, 20, 1026), '', 'rest')
    types = [(r['src-port'], r.get('connection-type'), r.get('uses-helper', False), r.get('expected', False))
             for r in json_items('/%s firewall connection print' % where)]
    t.equal(sorted(types), [('20', 'ftp', False, True), ('4000', 'ftp', True, False)], '%s: connections say so' % where)


def foreign(t, six):
    where, _, outer, far = NAMES[six]
    s = Stream(t, six, 4100, 21)
    data = b'EPRT |2|2001:db8::66|1030|\r\n' if six else b'PORT 192,0,2,66,4,6\r\n'
    out = s.client(data=data)
    t.ok(out and out.payload == data, '%s: the address of somebody else stays' % where)
    t.start()
    t.packet('%s: and opens nothing' % where, 'ether1', tcp(far, outer, 20, 1030), '', 'rest')


def large(t, six):
    """Segments that are still one packet, and checksums that are not there yet."""
    where, pc, outer, _ = NAMES[six]
    before, after = commands(pc, outer, six)
    for size, name in ((1000, 'many segments'), (0, 'a checksum left to hardware')):
        t.forget()
        s = Stream(t, six, 4200 + size, 21)
        rest = b'NOOP\r\n' * (700 if size else 3)
        at = s.seq
        packet = partial(s.packet(data=before + rest), six, TCP)
        t.router.send('ether2', packet, header=header(six, TCP, size))
        got = [p for w, p in t.router.got if w == 'ether1']
        t.equal(b''.join(p.payload for p in got), after + rest, '%s: %s: changed' % (where, name))
        t.ok(got and got[0].seq == wrap(at), '%s: %s: from the same number on' % (where, name))
        if not size:
            t.ok(got[0].checksum_ok(), '%s: %s: the checksum is right then' % (where, name))


def irc(t):
    _, pc, outer, _ = NAMES[False]
    number = [struct.unpack('!I', bytes(int(b) for b in a.split('.')))[0] for a in (pc, outer)]
    offer = b'PRIVMSG you :\1DCC SEND file %d 1027 9\1\r\n'
    s = Stream(t, False, 4300, 6667)
    t.equal(s.client(data=offer % number[0]).payload, offer % number[0], 'irc: nobody reads it unless it is enabled')
    ctl('/ip firewall service-port enable irc')
    s = Stream(t, False, 4301, 6667)
    out = s.client(data=offer % number[0])
    t.equal(out.payload, offer % number[1], 'irc: an offer has the other address')
    t.start()
    t.packet('irc: whoever was offered it comes', 'ether1', tcp('192.0.2.9', outer, 999, 1027), 'ether2:tcp S', 'related')
    ctl('/ip firewall service-port disable irc')


def rtsp(t):
    _, _, outer, far = NAMES[False]
    ctl('/ip firewall service-port enable rtsp')
    setup = b'SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;unicast;client_port=4588-4589\r\n\r\n'
    first, second = Stream(t, False, 4400, 554), Stream(t, False, 4401, 554)
    t.equal(first.client(data=setup).payload, setup, 'rtsp: ports that are free stay')
    t.equal(second.client(data=setup).payload, setup.replace(b'4588-4589', b'4590-4591'), 'rtsp: others do not')
    answer = b'RTSP/1.0 200 OK\r\nTransport: RTP/AVP;unicast;client_port=%s;server_port=6970-6971\r\n\r\n'
    t.equal(second.server(data=answer % b'4590-4591').payload, answer % b'4588-4589', 'rtsp: the answer is as asked for')
    t.start()
    for port, to in ((4588, 4588), (4589, 4589), (4590, 4588), (4591, 4589)):
        t.packet('rtsp: a stream comes to %d' % port, 'ether1', udp(far, outer, 6970, port, b'x'), 'ether2:udp', 'related')
        t.equal(t.router.got[0][1].dport, to, 'rtsp: at the port that was asked for')
    ctl('/ip firewall service-port disable rtsp')


def exhausted(t):
    """A host behind the router announces all that a namespace may expect, 32 ports a connection."""
    t.forget()    # and what was expected until now, so that pairs fill all places
    ctl('/ip firewall service-port enable rtsp')
    far, ports = '192.168.99.7', b';'.join(b'client_port=%d-%d' % (p, p + 1) for p in range(6000, 6032, 2))
    setup = b'SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;%s\r\n\r\n' % ports
    came = 0
    for i in range(128):
        pc = '192.168.88.%d' % (100 + i)
        t.router.send('ether2', tcp(pc, far, 4000, 554, 'S', 999))
        t.router.send('ether3', tcp(far, pc, 554, 4000, 'SA', 4999, 1000))
        came += t.router.send('ether2', tcp(pc, far, 4000, 554, 'PA', 1000, 5000, setup)) == 'ether3:same'
    t.equal(came, 128, 'a flood: what announces passes')
    before, after = commands('192.168.88.10', '203.0.113.1', False)
    s = Stream(t, False, 4500, 21)
    at = s.seq
    t.equal(s.client(data=before), None, 'a flood: nobody is sent to where nothing is expected')
    s.seq = at
    passive = b'227 Passive (198,51,100,7,4,1).\r\n'
    out = s.server(data=passive)
    t.ok(out and out.payload == passive, 'a flood: what needs no translation passes')
    t.start()
    t.packet('a flood: and is not expected', 'ether1', tcp('198.51.100.7', '192.168.88.10', 20, 1025), '', 'rest')
    t.router.send('ether2', tcp('192.168.88.10', far, 4501, 21, 'S', 999))
    t.router.send('ether3', tcp(far, '192.168.88.10', 21, 4501, 'SA', 4999, 1000))
    t.equal(t.router.send('ether2', tcp('192.168.88.10', far, 4501, 21, 'PA', 1000, 5000, before)), 'ether3:same',
            'a flood: an announcement that stays as it is passes')
    t.start()
    t.packet('a flood: and is not expected, either', 'ether3', tcp(far, '192.168.88.10', 20, 1025), '', 'rest')
    ctl(stdin='/ip firewall connection remove [find where src-port=4000]\n/ip firewall service-port disable rtsp\n')
    out = s.client(data=before)
    t.ok(out and out.payload == after, 'a flood: it is over with who announced that', out and out.payload)
    t.start()
    t.packet('a flood: and all is well again', 'ether1', tcp('198.51.100.7', '203.0.113.1', 20, 1025), 'ether2:tcp S',
             'related')


def uri(address):
    return '[%s]' % address if ':' in address else address


def message(first, host, call, sdp=None, more=''):
    """A SIP message with addresses wherever there are any. first: its first line; sdp: address, port."""
    body = ''
    if sdp:
        kind = 'IP6' if ':' in sdp[0] else 'IP4'
        body = 'v=0\r\no=- 1 1 IN %s %s\r\ns=-\r\nc=IN %s %s\r\nt=0 0\r\nm=audio %d RTP/AVP 0\r\n' % (
            kind, sdp[0], kind, sdp[0], sdp[1])
        more += 'Content-Type: application/sdp\r\n'
    return ('%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=z9\r\nFrom: <sip:a@%s>;tag=1\r\nCall-ID: %s\r\n'
            'Contact: <sip:a@%s>\r\n%sContent-Length: %d\r\n\r\n%s' % (
                first, host, host, call, host, more, len(body), body)).encode()


def answer(status, method, call, more='', sdp=None):
    return message('', 'x.invalid', call, sdp, 'CSeq: 1 %s\r\n%s' % (method, more)).replace(
        b' SIP/2.0\r\n', b'SIP/2.0 %s\r\n' % status.encode(), 1)


def sip_udp(t, six):
    """Calls of the PC, media both ways, and calls to it once it has registered."""
    where, pc, outer, far = NAMES[six]
    other = '2001:db8:5000::99' if six else '198.51.100.99'
    own, seen = uri(pc) + ':5060', uri(outer) + ':5060'
    out = lambda data, sport=5060: t.router.send('ether2', udp(pc, far, sport, 5060, data)) and t.router.got[0][1]
    back = lambda data, dport=5060: t.router.send('ether1', udp(far, outer, 5060, dport, data)) and t.router.got[0][1]

    got = out(message('INVITE sip:b@%s' % uri(far), own, 'one', (pc, 5004)))
    t.equal(got and (got.payload, got.checksum_ok()),
            (message('INVITE sip:b@%s' % uri(far), seen, 'one', (outer, 5004)), True),
            '%s: sip: a call has the other address wherever it stands' % where)
    clock = Clock()
    conn = json_items('/%s firewall connection print where dst-port=5060' % where)[0]
    t.ok(clock.left(conn['timeout'], 3600) and conn['connection-type'] == 'sip' and conn['uses-helper'],
         '%s: sip: the connection lives for sip-timeout' % where, conn)
    got = back(answer('200 OK', 'INVITE', 'one', 'v: SIP/2.0/UDP %s;received=%s;rport=5060\r\n' % (seen, outer),
                      (far, 7000)))
    t.equal(got and (got.payload, got.checksum_ok()),
            (answer('200 OK', 'INVITE', 'one', 'v: SIP/2.0/UDP %s;received=%s;rport=5060\r\n' % (own, pc), (far, 7000)),
             True), '%s: sip: the answer has that of the client' % where)
    t.start()
    t.packet('%s: sip: media go' % where, 'ether2', udp(pc, far, 5004, 7000, b'rtp'), 'ether1:udp', 'sip')
    t.equal((t.router.got[0][1].src, t.router.got[0][1].sport), (outer, 5004), '%s: sip: from where they are wanted' % where)
    t.packet('%s: sip: media come' % where, 'ether1', udp(far, outer, 7000, 5004, b'rtp'), 'ether2:udp', 'known')
    t.packet('%s: sip: reports come, from anywhere' % where, 'ether1', udp(other, outer, 9, 5005, b'rtcp'), 'ether2:udp',
             'sip')
    came = t.router.got[0][1]
    t.equal((came.src, came.dst, came.dport, came.checksum_ok()), (other, pc, 5005, True), '%s: sip: to the client' % where)
    t.packet('%s: sip: nothing else does' % where, 'ether1', udp(far, outer, 7000, 5006, b'x'), '', 'rest')

    ctl('/ip firewall service-port set sip sip-direct-media=no')
    out(message('INVITE sip:b@%s' % uri(far), own, 'two', (pc, 5014)))
    t.start()
    t.packet('%s: sip: media that are not direct come from who signals' % where, 'ether1',
             udp(other, outer, 9, 5014, b'rtp'), '', 'rest')
    t.packet('%s: sip: and only from there' % where, 'ether1', udp(far, outer, 7000, 5014, b'rtp'), 'ether2:udp', 'sip')
    out(message('INVITE sip:b@%s' % uri(far), own, 'three', (pc, 5024)))
    back(answer('486 Busy', 'INVITE', 'three'))
    t.start()
    t.packet('%s: sip: not after a call that was refused' % where, 'ether1', udp(far, outer, 7000, 5024, b'rtp'), '', 'rest')
    ctl('/ip firewall service-port set sip sip-direct-media=yes')

    got = out(message('REGISTER sip:%s' % uri(far), own, 'reg', more='Expires: 7200\r\n'))
    t.equal(got and got.payload, message('REGISTER sip:%s' % uri(far), seen, 'reg', more='Expires: 7200\r\n'),
            '%s: sip: a registration says where to call' % where)
    got = back(answer('200 OK', 'REGISTER', 'reg', 'm: <sip:a@%s>;expires=7000\r\n' % seen))
    t.equal(got and got.payload, answer('200 OK', 'REGISTER', 'reg', 'm: <sip:a@%s>;expires=7000\r\n' % own),
            '%s: sip: and hears of itself' % where)
    clock = Clock()
    conn = json_items('/%s firewall connection print where dst-port=5060' % where)[0]
    t.ok(clock.left(conn['timeout'], 7200), '%s: sip: the connection lives as long' % where, conn)
    t.start()
    call = message('INVITE sip:a@%s' % seen, uri(far) + ':5070', 'four', (far, 7010))
    t.packet('%s: sip: a call comes' % where, 'ether1', udp(far, outer, 5070, 5060, call), 'ether2:udp', 'sip')
    got = t.router.got[0][1]
    t.equal((got.dst, got.dport, got.payload, got.checksum_ok()),
            (pc, 5060, message('INVITE sip:a@%s' % own, uri(far) + ':5070', 'four', (far, 7010)), True),
            '%s: sip: to who has registered' % where)
    t.packet('%s: sip: not from others' % where, 'ether1', udp(other, outer, 5070, 5060, call), '', 'rest')
    t.packet('%s: sip: with media' % where, 'ether2', udp(pc, far, 5034, 7010, b'rtp'), 'ether1:udp', 'sip')
    out(message('REGISTER sip:%s' % uri(far), own, 'reg', more='Expires: 0\r\n'))
    t.start()
    t.packet('%s: sip: nor after the end of it' % where, 'ether1', udp(far, outer, 5071, 5060, call), '', 'rest')


def sip_tcp(t, six):
    """Messages in a stream: several in a segment, one in several, and what only looks like one."""
    where, pc, outer, far = NAMES[six]
    first, then = message('OPTIONS sip:x', uri(pc), 'one'), message('INVITE sip:x', uri(pc), 'two', (pc, 6004))
    first_out, then_out = message('OPTIONS sip:x', uri(outer), 'one'), message('INVITE sip:x', uri(outer), 'two', (outer, 6004))
    s = Stream(t, six, 4500, 5060)
    got = s.client(data=first + then)
    t.equal(got and (got.payload, got.checksum_ok()), (first_out + then_out, True), '%s: sip: two messages in a segment' % where)
    at = s.seq
    got = s.client(data=then)
    t.equal(got and (got.payload, got.seq), (then_out, wrap(at + len(first_out + then_out) - len(first + then))),
            '%s: sip: the next is shifted' % where)
    sent = [(s.seq, s.client(data=then)) for _ in range(3)]
    again = [s.pass_on('ether2', s.packet(data=then, seq=seq)) for seq, _ in sent]
    t.ok(all(b and b.data == a.data for (_, a), b in zip(sent, again)),
         '%s: sip: of several that were lost, each is sent again as it was' % where,
         [(p.seq, b and b.seq) for (_, p), b in zip(sent, again)])
    acks = [s.pass_on('ether1', tcp(far, outer, 5060, 4500, 'A', s.answer, out.seq)) for _, out in sent]
    t.equal([a and a.ack for a in acks], [wrap(seq) for seq, _ in sent], '%s: sip: and acknowledged one by one' % where)
    reply = s.server(data=message('SIP/2.0 200', 'x.invalid', 'one'))
    t.ok(reply and reply.ack == wrap(s.seq) and reply.checksum_ok(), '%s: sip: and acknowledged' % where)
    t.start()
    t.packet('%s: sip: media come by UDP' % where, 'ether1', udp(far, outer, 7000, 6004, b'rtp'), 'ether2:udp', 'sip')
    hidden = b'MESSAGE sip:x SIP/2.0\r\nContent-Length: %d\r\n\r\n' % len(then)
    t.equal(s.client(data=hidden).payload, hidden, '%s: sip: a message whose body comes later' % where)
    t.equal(s.client(data=then).payload, then, '%s: sip: it is a body, whatever it looks like' % where)
    t.equal(s.client(data=then).payload, then_out, '%s: sip: what follows it is not' % where)
    s = Stream(t, six, 4501, 5060)
    s.client(data=b'POST / HTTP/1.1\r\n')
    t.equal(s.client(data=then).payload, then, '%s: sip: a browser announces nothing' % where)


def quake3(t, six):
    """A game is known by its first packet, so rules see it from the second on."""
    where, pc, _, far = NAMES[six]
    query = udp(pc, far, 4600, 27960, b'\xff\xff\xff\xffgetinfo xxx')
    t.start()
    t.packet('%s: quake3: a query' % where, 'ether2', query, 'ether1:udp', 'out nat/m')
    t.packet('%s: quake3: is known afterwards' % where, 'ether2', query, 'ether1:udp', 'game')
    conn = json_items('/%s firewall connection print where dst-port=27960' % where)[0]
    t.equal((conn.get('connection-type'), conn.get('uses-helper', False)), ('quake3', False), '%s: quake3: its connection says so' % where)
    query = udp(pc, far, 4601, 27960, b'\xff\xff\xff\xfe' + b'getinfo xxx')
    t.packet('%s: quake3: something else' % where, 'ether2', query, 'ether1:udp', 'out nat/m')
    t.packet('%s: quake3: is not' % where, 'ether2', query, 'ether1:udp', 'out')


OUT_REQUEST, OUT_REPLY, IN_REQUEST, IN_REPLY, IN_CONNECTED, CLEAR, DISCONNECTED = range(7, 14)


def control(kind, own, peer=0):
    """A control message of PPTP: the sender's call id and the other one, or the only one that it has."""
    return struct.pack('!HHIHHHHB7x', 24, 1, 0x1a2b3c4d, kind, 0, own, peer, 1)


def ids(packet):
    return packet and packet.checksum_ok() and struct.unpack('!HH', packet.payload[12:16])


def goes(t, name, wire, sent, to, state):
    """GRE passes, and comes out with those addresses and that call id."""
    t.packet('pptp: ' + name, wire, sent, ('ether1' if wire == 'ether2' else 'ether2') + ':proto 47', state)
    got = t.router.got[0][1] if t.router.got else None
    t.equal(got and (got.src, got.dst, struct.unpack('!H', got.l4[6:8])[0]), to, 'pptp: %s: as it has to be' % name)


def pptp(t):
    _, pc, outer, far = NAMES[False]
    second = '192.168.88.11'
    t.start()
    goes(t, 'GRE without a call', 'ether2', call(pc, far, 700), (outer, far, 700), 'out nat/m')
    goes(t, 'and its answer, whatever its id', 'ether1', call(far, outer, 8), (far, pc, 8), 'known')
    one, two = Stream(t, False, 4600, 1723), Stream(t, False, 4601, 1723, second)
    t.equal(ids(one.client(data=control(OUT_REQUEST, 7))), (7, 0), 'pptp: the first client keeps its id')
    t.equal(ids(two.client(data=control(OUT_REQUEST, 7))), (8, 0), 'pptp: the second one gets another')
    t.equal(ids(one.server(data=control(OUT_REPLY, 100, 7))), (100, 7), 'pptp: the first is accepted')
    t.equal(ids(two.server(data=control(OUT_REPLY, 101, 8))), (101, 7), 'pptp: the second is, under its own id')
    t.start()
    goes(t, 'the first client begins', 'ether2', call(pc, far, 100), (outer, far, 100), 'related')
    goes(t, 'it is answered', 'ether1', call(far, outer, 7), (far, pc, 7), 'known')
    goes(t, 'the server begins with the second', 'ether1', call(far, outer, 8), (far, second, 7), 'related')
    goes(t, 'which answers', 'ether2', call(second, far, 101), (outer, far, 101), 'known')
    goes(t, 'each has its own: the first', 'ether1', call(far, outer, 7), (far, pc, 7), 'known')
    goes(t, 'each has its own: the second', 'ether1', call(far, outer, 8), (far, second, 7), 'known')
    sent = call(outer, far, 101)
    t.packet('pptp: an error about a packet of the second', 'ether1', error('192.0.2.1', outer, 3, 4, sent),
             'ether2:icmp 3:4', 'related')
    got = t.router.got[0][1]
    t.equal((got.dst, got.quoted[12:16], got.checksum_ok()), (second, bytes((192, 168, 88, 11)), True),
            'pptp: it comes to the second')
    rows = [(r['src-address'], r['dst-address'], r['connection-type'], r.get('seen-reply', False))
            for r in json_items('/ip firewall connection print where protocol=gre connection-type=pptp')]
    t.equal(sorted(rows), sorted([(pc, far, 'pptp', True), (far, outer, 'pptp', True)]), 'pptp: connections say so')
    t.equal(ids(two.client(data=control(CLEAR, 7))), (8, 0), 'pptp: a call is to end')
    t.equal(ids(two.server(data=control(DISCONNECTED, 101))), (101, 0), 'pptp: it does')
    t.start()
    t.packet('pptp: then nothing comes to the second', 'ether1', call(far, outer, 8, seq=9), 'ether2:proto 47', 'known')
    t.equal(t.router.got[0][1].dst, pc, 'pptp: it is of those two without a call')
    three = Stream(t, False, 4602, 1723, second)
    t.equal(ids(three.server(data=control(IN_REQUEST, 102))), (102, 0), 'pptp: the server calls')
    t.equal(ids(three.client(data=control(IN_REPLY, 7, 102))), (8, 102), 'pptp: the client accepts')
    t.equal(ids(three.server(data=control(IN_CONNECTED, 8))), (7, 0), 'pptp: it is connected')
    t.start()
    goes(t, 'a call of the server', 'ether1', call(far, outer, 8), (far, second, 7), 'related')
    goes(t, 'answered', 'ether2', call(second, far, 102), (outer, far, 102), 'known')


def main():
    t = Test()
    t.load(''.join('''/%s firewall filter
add chain=forward action=drop connection-state=related protocol=tcp src-port=23 comment=unwanted
add chain=forward action=accept connection-type=quake3 comment=game
add chain=forward action=accept connection-state=related connection-type=sip comment=sip
add chain=forward action=accept connection-state=related comment=related
add chain=forward action=accept connection-state=established comment=known
add chain=forward action=accept connection-state=new in-interface=ether2 comment=out
add chain=forward action=drop comment=rest
add chain=input action=drop in-interface=ether1 comment=rest
/%s firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
''' % (where, where) for where in ('ip', 'ipv6')))
    for six in (False, True):
        ftp(t, six)
        foreign(t, six)
        large(t, six)
        sip_udp(t, six)
        sip_tcp(t, six)
        quake3(t, six)
    irc(t)
    rtsp(t)
    exhausted(t)
    pptp(t)
    t.clear()
    t.end()


main()

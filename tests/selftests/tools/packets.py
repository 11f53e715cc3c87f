# SPDX-License-Identifier: GPL-2.0-only
"""
Packets for the tests: builders that give the bytes of one IP packet, and one reader.

The family follows from the addresses. Every checksum is right unless a test asks for a wrong one. Nothing here depends
on the kernel under test.
"""
import socket
import struct

ICMP, TCP, UDP, DCCP, GRE, ICMPV6, SCTP, UDPLITE = 1, 6, 17, 33, 47, 58, 132, 136
FLAGS = {'F': 0x01, 'S': 0x02, 'R': 0x04, 'P': 0x08, 'A': 0x10, 'U': 0x20, 'E': 0x40, 'C': 0x80}


def is6(address):
    return ':' in address


def pack_address(address):
    return socket.inet_pton(socket.AF_INET6 if is6(address) else socket.AF_INET, address)


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def pseudo(src, dst, proto, length):
    if is6(src):
        return pack_address(src) + pack_address(dst) + struct.pack('!II', length, proto)
    return pack_address(src) + pack_address(dst) + struct.pack('!BBH', 0, proto, length)


def ip(src, dst, proto, payload, ttl=64, ident=0, df=False, more=False, offset=0, options=b'', tos=0, extensions=(),
       length=None):
    """
    One IP packet. options: IPv4, padded to four bytes. extensions: IPv6, pairs of (header number, bytes without the
    next-header field, a whole header less one byte). offset: of a fragment, in bytes, IPv4. length: a lie about the
    length.
    """
    if is6(src):
        chain = b''
        following = proto
        for number, body in reversed(extensions):
            chain = bytes([following]) + body + chain
            following = number
        body = chain + payload
        return struct.pack('!IHBB', 0x60000000 | tos << 20, len(body) if length is None else length, following,
                           ttl) + pack_address(src) + pack_address(dst) + body
    options += b'\0' * (-len(options) % 4)
    words = 5 + len(options) // 4
    field = offset // 8 | (0x4000 if df else 0) | (0x2000 if more else 0)
    total = 4 * words + len(payload) if length is None else length
    head = struct.pack('!BBHHHBBH', 0x40 | words, tos, total, ident, field, ttl, proto, 0) + pack_address(src) + \
        pack_address(dst) + options
    return head[:10] + struct.pack('!H', checksum(head)) + head[12:] + payload


def tcp(src, dst, sport, dport, flags='S', seq=1000, ack=0, payload=b'', window=65535, options=b'', bad=False, **kw):
    bits = sum(FLAGS[f] for f in flags)
    options += b'\0' * (-len(options) % 4)
    head = struct.pack('!HHIIBBHHH', sport, dport, seq & 0xffffffff, ack & 0xffffffff, (5 + len(options) // 4) << 4,
                       bits, window, 0, 0) + options
    body = head + payload
    value = checksum(pseudo(src, dst, TCP, len(body)) + body)
    if bad:
        value ^= 0x5555
    body = body[:16] + struct.pack('!H', value) + body[18:]
    return ip(src, dst, TCP, body, **kw)


def udp(src, dst, sport, dport, payload=b'', proto=UDP, bad=False, **kw):
    length = 8 + len(payload)
    body = struct.pack('!HHHH', sport, dport, length, 0) + payload
    value = checksum(pseudo(src, dst, proto, length) + body) or 0xffff
    if bad:
        value ^= 0x5555
    return ip(src, dst, proto, body[:6] + struct.pack('!H', value) + body[8:], **kw)


def icmp(src, dst, kind, code=0, body=b'\0\0\0\0', payload=b'', bad=False, **kw):
    """Type, code and what follows the checksum: body (four bytes) and payload."""
    proto = ICMPV6 if is6(src) else ICMP
    head = struct.pack('!BBH', kind, code, 0) + body + payload
    value = checksum((pseudo(src, dst, proto, len(head)) if is6(src) else b'') + head)
    if bad:
        value ^= 0x5555
    return ip(src, dst, proto, head[:2] + struct.pack('!H', value) + head[4:], **kw)


def echo(src, dst, ident=1, seq=1, payload=b'x' * 56, reply=False, **kw):
    if is6(src):
        kind = 129 if reply else 128
    else:
        kind = 0 if reply else 8
    return icmp(src, dst, kind, 0, struct.pack('!HH', ident, seq), payload, **kw)


def error(src, dst, kind, code, quoted, **kw):
    """An ICMP error about the packet quoted, as much of it as real ones carry."""
    return icmp(src, dst, kind, code, b'\0\0\0\0', quoted[:128], **kw)


CRC32C = []
for _n in range(256):
    for _ in range(8):
        _n = _n >> 1 ^ (0x82f63b78 if _n & 1 else 0)
    CRC32C.append(_n)


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc = crc >> 8 ^ CRC32C[(crc ^ byte) & 0xff]
    return crc ^ 0xffffffff


def sctp(src, dst, sport, dport, tag=0, chunk=1, **kw):
    """One chunk; 1 = INIT."""
    body = struct.pack('!BBH', chunk, 0, 20) + struct.pack('!IIHHI', 0x1234, 65535, 1, 1, 1)
    head = struct.pack('!HHI', sport, dport, tag)
    crc = struct.pack('<I', crc32c(head + b'\0\0\0\0' + body))
    return ip(src, dst, SCTP, head + crc + body, **kw)


def dccp(src, dst, sport, dport, kind=0, seq=1, ack=None, **kw):
    """Long numbers. Type 0, a request, and 1, the response to it, have a service code."""
    body = (b'' if ack is None else struct.pack('!HHI', 0, 0, ack)) + (b'\0\0\0\0' if kind in (0, 1, 7) else b'')
    head = struct.pack('!HHBBHBBHI', sport, dport, 4 + len(body) // 4, 0, 0, kind << 1 | 1, 0, 0, seq) + body
    value = checksum(pseudo(src, dst, DCCP, len(head)) + head)
    return ip(src, dst, DCCP, head[:6] + struct.pack('!H', value) + head[8:], **kw)


def gre(src, dst, payload=b'\0' * 20, protocol=0x0800, key=None, **kw):
    head = struct.pack('!HH', 0x2000 if key is not None else 0, protocol)
    if key is not None:
        head += struct.pack('!I', key)
    return ip(src, dst, GRE, head + payload, **kw)


def call(src, dst, call_id, payload=b'\xff\x03\xc0\x21', seq=1, **kw):
    """GRE of a call of PPTP (version 1)."""
    return ip(src, dst, GRE, struct.pack('!HHHHI', 0x3001, 0x880b, len(payload), call_id, seq) + payload, **kw)


def fragments(packet, size, ident=0x1234):
    """The packet (no options, no extension headers) in pieces of at most size bytes of payload, a multiple of eight."""
    pieces = []
    if packet[0] >> 4 == 6:
        src, dst = (socket.inet_ntop(socket.AF_INET6, packet[n:n + 16]) for n in (8, 24))
        payload = packet[40:]
        for at in range(0, len(payload), size):
            last = at + size >= len(payload)
            field = struct.pack('!BHI', 0, at | (0 if last else 1), ident)
            pieces.append(ip(src, dst, packet[6], payload[at:at + size], ttl=packet[7], extensions=[(44, field)]))
        return pieces
    src, dst = (socket.inet_ntop(socket.AF_INET, packet[n:n + 4]) for n in (12, 16))
    payload = packet[20:]
    for at in range(0, len(payload), size):
        last = at + size >= len(payload)
        pieces.append(ip(src, dst, packet[9], payload[at:at + size], ttl=packet[8], ident=ident, more=not last,
                         offset=at))
    return pieces


class Packet:
    """What a test wants to know of a packet that came out."""

    def __init__(self, data):
        self.data = data
        self.six = data[0] >> 4 == 6
        self.fragment = False
        if self.six:
            self.src, self.dst = (socket.inet_ntop(socket.AF_INET6, data[n:n + 16]) for n in (8, 24))
            self.length = 40 + struct.unpack('!H', data[4:6])[0]
            self.proto, self.ttl, at = data[6], data[7], 40
            self.tos = (data[0] << 4 | data[1] >> 4) & 255
            self.chain = set()
            while self.proto in (0, 43, 44, 60):
                self.chain.add(self.proto)
                self.fragment |= self.proto == 44
                step = 8 if self.proto == 44 else 8 + 8 * data[at + 1]
                self.proto, at = data[at], at + step
        else:
            self.src, self.dst = (socket.inet_ntop(socket.AF_INET, data[n:n + 4]) for n in (12, 16))
            self.length = struct.unpack('!H', data[2:4])[0]
            self.proto, self.ttl, at = data[9], data[8], 4 * (data[0] & 15)
            self.tos = data[1]
            self.fragment = bool(struct.unpack('!H', data[6:8])[0] & 0x3fff)
        self.at = at
        self.l4 = data[at:self.length]
        self.sport = self.dport = self.type = self.code = self.flags = None
        if self.proto in (TCP, UDP, SCTP, DCCP, UDPLITE) and len(self.l4) >= 8:
            self.sport, self.dport = struct.unpack('!HH', self.l4[:4])
        if self.proto == TCP and len(self.l4) >= 20:
            self.seq, self.ack = struct.unpack('!II', self.l4[4:12])
            self.flags = ''.join(f for f in FLAGS if self.l4[13] & FLAGS[f])
            self.payload = self.l4[4 * (self.l4[12] >> 4):]
        elif self.proto == UDP:
            self.payload = self.l4[8:]
        elif self.proto in (ICMP, ICMPV6) and len(self.l4) >= 8:
            self.type, self.code = self.l4[0], self.l4[1]
            self.quoted = self.l4[8:]

    def checksum_ok(self):
        """IPv4 header and TCP, UDP or ICMP."""
        if not self.six and checksum(self.data[:4 * (self.data[0] & 15)]):
            return False
        if self.proto in (TCP, UDP, ICMPV6):
            return checksum(pseudo(self.src, self.dst, self.proto, len(self.l4)) + self.l4) == 0
        return checksum(self.l4) == 0 if self.proto == ICMP else True

    def is_error(self):
        return self.type in ((1, 2, 3, 4) if self.six else (3, 4, 5, 11, 12)) and self.proto in (ICMP, ICMPV6)

    def __str__(self):
        if self.fragment:
            return 'fragment'
        if self.proto == TCP and self.flags is not None:
            return 'tcp ' + self.flags
        if self.type is not None:
            return 'icmp %d:%d' % (self.type, self.code)
        return {UDP: 'udp'}.get(self.proto, 'proto %d' % self.proto)


def same(sent, got):
    """Is got the packet sent, with one hop less to live?"""
    if sent[0] >> 4 == 6:
        return got[:7] == sent[:7] and got[7] == sent[7] - 1 and got[8:] == sent[8:]
    return got[:8] == sent[:8] and got[8] == sent[8] - 1 and got[9] == sent[9] and got[12:] == sent[12:]

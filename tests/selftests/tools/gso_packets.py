# SPDX-License-Identifier: GPL-2.0-only
"""Packets as a network card or a virtual one hands them over: many segments at once, checksums left to others."""
import struct

from packets import TCP, checksum


def header(six, proto, size, flags=1):
    """struct virtio_net_hdr: needs a checksum; TSO in segments of size."""
    ip = 40 if six else 20
    kind = (4 if six else 1) if size else 0
    offset = 16 if proto == TCP else 6
    l4 = 20 if proto == TCP else 8
    return struct.pack('=BBHHHH', flags, kind, 14 + ip + l4 if size else 0, size, 14 + ip, offset)


def partial(packet, six, proto):
    """The packet with the checksum that hardware would finish."""
    at = 40 if six else 20
    field = at + (16 if proto == TCP else 6)
    addresses = (packet[8:40] if six else packet[12:20])
    length = len(packet) - at
    words = addresses + (struct.pack('!II', length, proto) if six else struct.pack('!BBH', 0, proto, length))
    return packet[:field] + struct.pack('!H', ~checksum(words) & 0xffff) + packet[field + 2:]

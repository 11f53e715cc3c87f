# SPDX-License-Identifier: GPL-2.0-only
"""
A second client of the netlink protocol of include/uapi/linux/rosfw.h, in a few lines: the tests read counters with it
after every packet, and send requests whose allocations are made to fail. It shares nothing with rosfwctl.

Names of commands, menus and attributes are read from the header itself.
"""
import os
import re
import socket
import struct

HEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../include/uapi/linux/rosfw.h')
F_REQUEST, F_ACK, F_DUMP = 1, 4, 0x300
ID_SYSTEM = 0xfffffff0    # rules that the system made have such ids


def constants():
    """Every enumerator and plain number of the header, without its ROSFW_ prefix."""
    text = re.sub(r'/\*.*?\*/', '', open(HEADER, encoding='ascii').read(), flags=re.S)
    found = {}
    for body in re.findall(r'enum \w+ \{(.*?)\}', text, re.S):
        value = -1
        for name, number in re.findall(r'(\w+)(?:\s*=\s*([^,]+))?,?', body):
            if name.startswith('__') or name.endswith('_MAX'):
                continue
            value = int(number, 0) if number else value + 1
            found[name[len('ROSFW_'):]] = value
    return found


C = constants()
MENUS = {'ip firewall filter': C['MENU_IP_FILTER'], 'ip firewall raw': C['MENU_IP_RAW'],
         'ipv6 firewall filter': C['MENU_IPV6_FILTER'], 'ipv6 firewall raw': C['MENU_IPV6_RAW'],
         'ip firewall nat': C['MENU_IP_NAT'], 'ipv6 firewall nat': C['MENU_IPV6_NAT'],
         'ip firewall mangle': C['MENU_IP_MANGLE'], 'ipv6 firewall mangle': C['MENU_IPV6_MANGLE'],
         'ip firewall connection tracking': C['MENU_IP_CONNECTION_TRACKING'],
         'ip firewall service-port': C['MENU_IP_SERVICE_PORT'],
         'ip settings': C['MENU_IP_SETTINGS'], 'ipv6 settings': C['MENU_IPV6_SETTINGS'],
         'ip firewall address-list': C['MENU_IP_ADDRESS_LIST'],
         'ipv6 firewall address-list': C['MENU_IPV6_ADDRESS_LIST'],
         'interface list': C['MENU_INTERFACE_LIST'], 'interface list member': C['MENU_INTERFACE_LIST_MEMBER'],
         'routing table': C['MENU_ROUTING_TABLE'], 'ip hotspot host': C['MENU_IP_HOTSPOT_HOST'],
         'ip firewall connection': C['MENU_IP_CONNECTION'], 'ipv6 firewall connection': C['MENU_IPV6_CONNECTION']}


class Refused(OSError):
    """An answer with an error; text is the sentence."""

    def __init__(self, code, text):
        super().__init__(code, '%s (%s)' % (text or 'no sentence', os.strerror(code)))
        self.text = text


def attribute(kind, value):
    """One attribute. int: u32; bool: u8; str: text with its NUL; bytes: as they are; Sized(...) for other sizes."""
    if isinstance(value, bool):
        value = struct.pack('=B', value)
    elif isinstance(value, int):
        value = struct.pack('=I', value)
    elif isinstance(value, str):
        value = value.encode() + b'\0'
    return struct.pack('=HH', 4 + len(value), kind) + value + b'\0' * (-len(value) % 4)


def attributes(data):
    found = {}
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from('=HH', data, at)
        if length < 4:
            break
        found[kind & 0x3fff] = data[at + 4:at + length]
        at += (length + 3) & ~3
    return found


class Client:
    """One socket of the family "rosfw". A transaction belongs to the client that began it."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        self.sock.bind((0, 0))
        self.sock.setsockopt(270, 11, 1)    # NETLINK_EXT_ACK
        self.sock.setsockopt(270, 10, 1)    # NETLINK_CAP_ACK
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.sock.settimeout(60)
        self.sequence = 0
        reply = self._request(16, 3, attribute(2, 'rosfw'), F_ACK)
        about = attributes(reply[0])
        self.family = struct.unpack('=H', about[1])[0]
        groups = [attributes(g) for g in attributes(about.get(7, b'')).values()]    # CTRL_ATTR_MCAST_GROUPS
        self.groups = {g[1].rstrip(b'\0').decode(): struct.unpack('=I', g[2])[0] for g in groups}

    def close(self):
        self.sock.close()

    def send(self, family, command, body, flags):
        """Only sends: the kernel has handled the request when this returns."""
        self.sequence += 1
        data = struct.pack('=BBH', command, 1, 0) + body
        self.sock.send(struct.pack('=IHHII', 16 + len(data), family, flags | F_REQUEST, self.sequence, 0) + data)

    def receive(self):
        """The answer: a list of messages (attributes only). Raises Refused."""
        messages = []
        while True:
            data = self.sock.recv(1 << 18)
            at = 0
            while at < len(data):
                length, kind, flags, sequence, _ = struct.unpack_from('=IHHII', data, at)
                body = data[at + 16:at + length]
                at += (length + 3) & ~3
                if sequence != self.sequence:
                    continue
                if kind in (2, 3):
                    code = -struct.unpack_from('=i', body)[0] if len(body) >= 4 else 0
                    if code:
                        rest = body[20:] if kind == 2 else body[4:]
                        text = attributes(rest).get(1, b'') if flags & 0x200 else b''
                        raise Refused(code, text.rstrip(b'\0').decode(errors='replace'))
                    return messages
                messages.append(body[4:])

    def _request(self, family, command, body, flags):
        self.send(family, command, body, flags)
        return self.receive()

    def call(self, command, *attrs, dump=False):
        """call('ITEM_ADD', ('MENU', 1), ...): a list of {attribute number: payload}."""
        body = b''.join(attribute(C['A_' + name], value) for name, value in attrs)
        replies = self._request(self.family, C['CMD_' + command], body, F_DUMP if dump else F_ACK)
        return [attributes(r) for r in replies]

    def batch(self, requests):
        """
        Several requests, each (command, attrs), in one message to the kernel, which answers as it goes. Returns the ids
        that the additions among them were given, in order. Raises Refused for the first that was refused.
        """
        data = b''
        first = self.sequence + 1
        for command, attrs in requests:
            self.sequence += 1
            body = struct.pack('=BBH', C['CMD_' + command], 1, 0) + b''.join(attribute(C['A_' + n], v) for n,
                                                                             v in attrs)
            last = self.sequence - first + 1 == len(requests)
            data += struct.pack('=IHHII', 16 + len(body), self.family, F_REQUEST | (F_ACK if last else 0),
                                self.sequence,
                                0) + body
        self.sock.send(data)
        found = []
        while True:
            data = self.sock.recv(1 << 18)
            at = 0
            while at < len(data):
                length, kind, _, sequence, _ = struct.unpack_from('=IHHII', data, at)
                body = data[at + 16:at + length]
                at += (length + 3) & ~3
                if kind == self.family:
                    found.append(struct.unpack('=I', attributes(body[4:])[C['A_ID']])[0])
                elif kind == 2 and (code := -struct.unpack_from('=i', body)[0]):
                    raise Refused(code, attributes(body[20:]).get(1, b'').rstrip(b'\0').decode(errors='replace'))
                elif kind == 2 and sequence == self.sequence:
                    return found

    def join(self, group):
        """From now on the socket hears what is sent to the group; see events()."""
        self.sock.setsockopt(270, 1, self.groups[group])    # NETLINK_ADD_MEMBERSHIP
        self.sock.setblocking(False)

    def events(self):
        """What was heard since the last look: (command, attributes) each. OSError ENOBUFS if some was lost."""
        found = []
        while True:
            try:
                data = self.sock.recv(1 << 18)
            except BlockingIOError:
                return found
            at = 0
            while at < len(data):
                length, _, _, _, _ = struct.unpack_from('=IHHII', data, at)
                found.append((data[at + 16], attributes(data[at + 20:at + length])))
                at += (length + 3) & ~3

    def begin(self):
        self.call('TXN_BEGIN')

    def commit(self):
        self.call('TXN_COMMIT')

    def add(self, menu, *attrs):
        reply = self.call('ITEM_ADD', ('MENU', MENUS[menu]), *attrs)
        return struct.unpack('=I', reply[0][C['A_ID']])[0] if reply else None

    def items(self, menu):
        return self.call('ITEM_GET', ('MENU', MENUS[menu]), dump=True)

    def connections(self, menu='ip firewall connection'):
        return self.call('CONN_GET', ('MENU', MENUS[menu]), dump=True)

    def clear(self, *menus):
        """Inside a transaction: removes every item of these menus, the last one first."""
        for menu in menus:
            for item in reversed(self.items(menu)):
                builtin = struct.unpack('=I', item.get(C['A_FLAGS'], b'\0\0\0\0'))[0] & 4
                if not builtin and struct.unpack('=I', item[C['A_ID']])[0] < ID_SYSTEM:
                    self.call('ITEM_REMOVE', ('MENU', MENUS[menu]), ('ID', struct.unpack('=I', item[C['A_ID']])[0]))

    def counters(self, menu):
        """[(comment, packets, bytes)] in order."""
        rows = []
        for item in self.items(menu):
            packets, count = (struct.unpack('=Q', item.get(C[a], b'\0' * 8))[0] for a in ('A_PACKETS', 'A_BYTES'))
            rows.append((item.get(C['A_COMMENT'], b'').rstrip(b'\0').decode(), packets, count))
        return rows

    def reasons(self):
        """{name: packets} of everything that was dropped for a reason."""
        return {r[C['A_NAME']].rstrip(b'\0').decode(): struct.unpack('=Q', r[C['A_PACKETS']])[0]
                for r in self.call('REASON_GET', dump=True)}

# SPDX-License-Identifier: GPL-2.0-only
"""
A router in a network namespace of its own, and wires into it.

The test process itself lives in the router's namespace. Its interfaces are TAP devices whose other end is a file
descriptor of the test: writing a frame walks the packet through the whole router before the write returns, so what
comes out, or that nothing does, is known at once, without waiting and without a host's stack that answers on its own.

  wire    addresses of the router            hosts (anything else that a packet claims)
  ether1  203.0.113.1/24  2001:db8:113::1    203.0.113.0/24 and, behind 203.0.113.2, the Internet (the default route)
  ether2  192.168.88.1/24 2001:db8:88::1     192.168.88.0/24
  ether3  192.168.99.1/24 2001:db8:99::1     192.168.99.0/24

A test is a class Test that prints KTAP, loads rules, sends packets and says after each what should have happened:
    t = Test()
    t.load('/ip firewall filter add chain=forward ...  comment=a')
    t.packet('ping', 'ether2', echo(...), 'ether1:same', 'a')
where the last argument names the comments of the rules that count the packet. t.totals() compares every counter of every
rule with the sum of what was expected, through "rosfwctl --json ... print stats".
"""
import ctypes
import difflib
import fcntl
import json
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time

from genl import Client
from packets import Packet, checksum, pack_address, same

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
RULE_MENUS = ('ip firewall filter', 'ip firewall raw', 'ip firewall nat',
              'ip firewall mangle', 'ipv6 firewall filter', 'ipv6 firewall raw', 'ipv6 firewall nat',
              'ipv6 firewall mangle')
SLOW = int(os.environ.get('ROSFW_SLOW', '1'))    # how many times slower than a quick kernel this one may be
VNET = 10    # bytes of struct virtio_net_hdr in front of every frame
# The router's own multicast listener reports, which come when they like: first in output chains of IPv6 that are
# counted.
NOISE = 'add chain=output action=accept protocol=icmpv6 icmp-options=143 comment=noise'
HOST_MAC = {'ether1': '02:00:00:00:01:02', 'ether2': '02:00:00:00:02:02', 'ether3': '02:00:00:00:03:02'}
ROUTER_MAC = {'ether1': '02:00:00:00:01:01', 'ether2': '02:00:00:00:02:01', 'ether3': '02:00:00:00:03:01'}
NETWORKS = {'ether1': ('203.0.113', '2001:db8:113::'), 'ether2': ('192.168.88', '2001:db8:88::'),
            'ether3': ('192.168.99', '2001:db8:99::')}


def run(*command, stdin=None, check=True):
    """Runs a program; its standard output. Raises with its standard error if it fails."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise RuntimeError('%s: exit status %d: %s%s' % (' '.join(command)[:200], done.returncode, done.stdout,
                                                         done.stderr))
    return done.stdout


def write_file(path, text):
    with open(path, 'w', encoding='ascii') as f:
        f.write(str(text))


def sysctl(name, value):
    path = '/proc/sys/' + name
    if os.path.exists(path):
        write_file(path, value)


def mac(text):
    return bytes(int(b, 16) for b in text.split(':'))


def new_netns():
    if LIBC.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), 'unshare')


def finish(header, frame):
    """Does what hardware would: the checksum that the sender left to it."""
    flags, _, _, _, start, offset = struct.unpack('=BBHHHH', header)
    if not flags & 1:
        return frame
    value = checksum(frame[start:]) or 0xffff
    return frame[:start + offset] + struct.pack('!H', value) + frame[start + offset + 2:]


class Wire:
    """One TAP device."""

    def __init__(self, name, router=None, host=None):
        self.name = name
        self.router = router or ROUTER_MAC[name]
        self.host = host or HOST_MAC[name]
        if not os.path.exists('/dev/net/tun'):
            run('modprobe', 'tun')
        self.fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
        # IFF_TAP | IFF_NO_PI | IFF_VNET_HDR
        fcntl.ioctl(self.fd, 0x400454ca, struct.pack('16sH22x', name.encode(), 0x5002))
        fcntl.ioctl(self.fd, 0x400454d0, 0x1f)    # checksum, TSO4, TSO6, ECN, UFO: large packets may come out

    def close(self):
        os.close(self.fd)

    def send(self, packet, header=b'\0' * VNET, source=None):
        kind = b'\x86\xdd' if packet[0] >> 4 == 6 else b'\x08\x00'
        # A destination that is a group is sent to the group's address.
        target = mac(self.router)
        if kind == b'\x08\x00' and 255 in (packet[16], packet[19]):
            target = b'\xff' * 6
        elif kind == b'\x08\x00' and packet[16] >= 224:
            target = b'\x01\0\x5e' + bytes([packet[17] & 127]) + packet[18:20]
        elif kind == b'\x86\xdd' and packet[24] == 255:
            target = b'\x33\x33' + packet[36:40]
        os.write(self.fd, header + target + mac(source or self.host) + kind + packet)

    def send_raw(self, data):
        """A frame to the router, from its type on."""
        os.write(self.fd, b'\0' * VNET + mac(self.router) + mac(self.host) + data)

    def receive(self):
        """Every packet that came out, without the router's own multicast noise."""
        out = []
        while True:
            try:
                data = os.read(self.fd, 70000)
            except BlockingIOError:
                return out
            frame = finish(data[:VNET], data[VNET:])
            if frame[12:14] not in (b'\x08\x00', b'\x86\xdd'):
                continue
            packet = Packet(frame[14:])
            packet.frame = frame[:14]
            if packet.proto != 2 and not packet.dst.startswith('ff'):
                out.append(packet)


class Router:
    """The namespace, its wires, and rosfwctl in it."""

    def __init__(self, wires=('ether1', 'ether2', 'ether3'), networks=()):
        self.networks = {**NETWORKS, **dict(networks)}
        new_netns()
        sysctl('net/ipv6/conf/default/accept_dad', 0)
        sysctl('net/ipv6/conf/default/router_solicitations', 0)
        sysctl('net/ipv6/conf/default/addr_gen_mode', 1)
        sysctl('net/ipv6/conf/default/accept_ra', 0)
        self.wires = {name: Wire(name) for name in wires}
        batch = ['link set lo up']
        for name in wires:
            batch += self.setup(name)
        if 'ether1' in wires:
            batch += ['route add default via 203.0.113.2', 'route add default via 2001:db8:113::2']
        run('ip', '-batch', '-', stdin='\n'.join(batch) + '\n')
        for name, value in (('ipv4/ip_forward', 1), ('ipv6/conf/all/forwarding', 1), ('ipv4/icmp_ratelimit', 0),
                            ('ipv4/icmp_ratemask', 0), ('ipv6/icmp/ratelimit', 0), ('ipv6/icmp/ratemask', ''),
                            ('ipv4/icmp_msgs_per_sec', 1000000), ('ipv4/icmp_msgs_burst', 1000000),
                            ('ipv4/conf/all/rp_filter', 0), ('ipv4/conf/default/rp_filter', 0),
                            ('ipv4/conf/all/log_martians', 0), ('ipv4/conf/all/send_redirects', 0),
                            ('ipv4/icmp_echo_ignore_broadcasts', 0)):
            sysctl('net/' + name, value)
        for name in wires:
            for key, value in (('rp_filter', 0), ('send_redirects', 0), ('accept_source_route', 1),
                               ('log_martians', 0)):
                sysctl('net/ipv4/conf/%s/%s' % (name, key), value)

    def setup(self, name):
        """What "ip -batch" has to do for one wire. Without ARP, a neighbour needs no discovery."""
        four, six = self.networks[name]
        return ['link set %s address %s arp off up' % (name, ROUTER_MAC[name]),
                'addr add %s.1/24 dev %s' % (four, name), 'addr add %s1/64 dev %s nodad' % (six, name),
                'addr add fe80::1/64 dev %s nodad' % name]

    def send(self, wire, packet, **kw):
        """Sends one packet and returns what happened: 'ether1:same', 'ether2:icmp 3:1', '' (nothing came out)."""
        self.wires[wire].send(packet, **kw)
        return self.outcome(packet)

    def outcome(self, packet=None):
        self.got = []
        said = []
        for name, wire in self.wires.items():
            came = wire.receive()
            for out in came:
                # One fragment of several may happen to be the one that was sent.
                alike = packet is not None and same(packet, out.data) and (len(came) == 1 or not out.fragment)
                self.got.append((name, out))
                said.append('%s:%s' % (name, 'same' if alike else out))
        return ' '.join(said)


def ctl(*words, check=True, stdin=None):
    """rosfwctl's standard output."""
    return run('rosfwctl', *words, check=check, stdin=stdin)


def refused(*words, stdin=None):
    """rosfwctl's complaint, '' if it did not complain."""
    done = subprocess.run(('rosfwctl',) + words, input=stdin, capture_output=True, text=True, check=False,
                          errors='replace')
    if done.returncode == 0:
        return ''
    return (done.stderr + done.stdout).strip() or 'exit status %d without a word' % done.returncode


def json_items(line):
    """The items that "rosfwctl --json LINE" prints."""
    return json.loads(ctl('--json', line))['items']


def busywait(seconds, condition):
    """Waits until condition() is true; returns it. The limit is stretched on slow kernels."""
    end = time.monotonic() + seconds * SLOW
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        select.select([], [], [], 0.05)


class Clock:
    """Judges times that run down: what was set to some seconds since the clock was made has lost what has passed since."""

    def __init__(self):
        self.begun = time.monotonic()

    def left(self, text, seconds):
        """Is text, a time as the tool prints it and None for an entry that is gone, what is left now of seconds?"""
        passed = time.monotonic() - self.begun
        if text is None:
            return passed >= seconds
        units = {'w': 604800, 'd': 86400, 'h': 3600, 'm': 60, 's': 1}
        total = sum(int(n) * units[unit] for n, unit in re.findall(r'(\d+)([wdhms])', text))
        return seconds - passed - 1 <= total <= seconds


class KernelLog:
    """What the kernel says from now on."""

    def __init__(self):
        self.fd = os.open('/dev/kmsg', os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.fd, 0, os.SEEK_END)

    def read(self):
        lines = []
        while True:
            try:
                record = os.read(self.fd, 8192).decode(errors='replace')
            except BlockingIOError:
                return lines
            except BrokenPipeError:
                continue
            lines.append(record.split(';', 1)[1].split('\n')[0])

    def find(self, word):
        return [line for line in self.read() if word in line]


class Test:
    """Checks, and the packets of a table."""

    def __init__(self, **kw):
        self.cases = self.failed = 0
        self.router = Router(**kw)
        self.netlink = Client()
        self.expected = {}    # (menu, comment): [packets, bytes]
        self.before = self.zero = {}
        self.menus = RULE_MENUS
        print('KTAP version 1', flush=True)

    def ok(self, good, name, *why):
        self.cases += 1
        if not good:
            self.failed += 1
            for line in why:
                for part in str(line).splitlines() or ['']:
                    print('# ' + part)
        print('%sok %d %s' % ('' if good else 'not ', self.cases, name.replace('#', '')), flush=True)
        return good

    def equal(self, got, want, name):
        lines = ['got:  %r' % (got,), 'want: %r' % (want,)]
        if isinstance(got, list) and isinstance(want, list) and len(want) > 3:
            lines = difflib.unified_diff([str(x) for x in want], [str(x) for x in got], 'want', 'got', lineterm='')
        return self.ok(got == want, name, *lines)

    def contains(self, got, want, name):
        return self.ok(want in got, name, 'got:  %r' % (got,), 'want: %r in it' % (want,))

    # -- rules

    def load(self, text):
        """Imports text, and starts every count anew."""
        path = '/run/rosfw-test.%d.rsc' % os.getpid()
        write_file_text(path, text)
        try:
            ctl('import', path)
        finally:
            os.unlink(path)
        self.start()

    def clear(self):
        """No rule, no entry, no list, no connection."""
        self.netlink.begin()
        self.netlink.clear(*RULE_MENUS, 'ip firewall address-list', 'ipv6 firewall address-list',
                           'interface list member', 'interface list')
        self.netlink.commit()
        self.forget()

    def forget(self):
        """Removes every connection."""
        ctl(stdin='/ip firewall connection remove [find]\n/ipv6 firewall connection remove [find]\n')

    def start(self):
        self.expected = {}
        self.before = self.counters()
        self.zero = self.before

    def counters(self):
        """{(menu, comment): [packets, bytes]} of every rule but noise, read by the second client."""
        found = {}
        for menu in self.menus:
            for comment, packets, size in self.netlink.counters(menu):
                if comment == 'noise':
                    continue
                row = found.setdefault((menu, comment), [0, 0])
                row[0] += packets
                row[1] += size
        return found

    # -- packets

    def packet(self, name, wire, packet, outcome, hits=(), times=1, length=None, **kw):
        """
        Sends one packet by wire. outcome: as Router.send() says it; hits: comments of the rules that count it, as a
        list or words, each "comment" or "menu/comment" with a menu of raw, filter (the packet's family is added).
        """
        said = None
        for _ in range(times):
            now = self.router.send(wire, packet, **kw)
            said = now if said in (None, now) else said + ' | ' + now
        self.check(name, said, outcome, hits, length or len(packet), times, 6 if packet[0] >> 4 == 6 else 4)
        return self.router.got

    def grown(self):
        """What the counters have grown by since the last look."""
        after = self.counters()
        found = {}
        for key, value in after.items():
            old = self.before.get(key, [0, 0])
            if value != old:
                found[key] = [value[0] - old[0], value[1] - old[1]]
        self.before = after
        return found

    def count(self, wanted):
        """Adds to what totals() will expect."""
        for key, value in wanted.items():
            row = self.expected.setdefault(key, [0, 0])
            row[0] += value[0]
            row[1] += value[1]

    def check(self, name, said, outcome, hits, length, times=1, family=4):
        """The outcome, and that exactly the rules named in hits counted times packets of that length."""
        wanted = {}
        for hit in hits.split() if isinstance(hits, str) else hits:
            menu, _, comment = hit.rpartition('/')
            if menu not in RULE_MENUS:
                menu = ('ipv6' if family == 6 else 'ip') + ' firewall ' + (menu or 'filter')
            row = wanted.setdefault((menu, comment), [0, 0])
            row[0] += times
            row[1] += times * length
        grown = self.grown()
        self.count(wanted)
        self.ok(said == outcome and grown == wanted, name,
                'came out: %r, expected %r' % (said, outcome),
                'counted: %s' % show(grown), 'expected: %s' % show(wanted))

    def totals(self, name='every counter of every rule is exact'):
        """What print stats says of every rule against the sum of all that check() expected since start()."""
        found = {}
        for menu in self.menus:
            for item in json_items('/%s print stats all' % menu):
                row = found.setdefault((menu, item.get('comment', '')), [0, 0])
                row[0] += int(item['packets'])
                row[1] += int(item['bytes'])
        for key, value in self.zero.items():
            if key in found:
                found[key] = [found[key][0] - value[0], found[key][1] - value[1]]
        found = {key: value for key, value in found.items() if key[1] != 'noise'}
        wanted = {key: self.expected.get(key, [0, 0]) for key in found}
        for key in self.expected:
            wanted.setdefault(key, self.expected[key])
        self.ok(found == wanted, name, *('%s: %s, expected %s' % (' '.join(k), found.get(k), wanted[k])
                                         for k in sorted(wanted) if found.get(k) != wanted[k]))

    def round_trip(self, name='export, import, export gives the same bytes'):
        """In a child, in a new namespace with interfaces of the same names."""
        first = ctl('/export')
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                new_netns()
                for wire in self.router.wires:
                    run('ip', 'link', 'add', wire, 'type', 'dummy')
                path = '/run/rosfw-export.%d.rsc' % os.getpid()
                write_file_text(path, first)
                ctl('import', path)
                os.unlink(path)
                os.write(writer, ctl('/export').encode())
                code = 0
            except Exception as problem:    # whatever it is, the parent has to hear of it
                os.write(writer, str(problem).encode())
            finally:
                os._exit(code)
        os.close(writer)
        second = b''.join(iter(lambda: os.read(reader, 65536), b'')).decode()
        os.close(reader)
        os.waitpid(child, 0)
        self.ok(bare(first) == bare(second), name, 'first:', first, 'second:', second)

    def end(self):
        print('1..%d' % self.cases, flush=True)
        sys.exit(1 if self.failed else 0)


def bare(export):
    """Without the comment lines at the top, which hold the time."""
    lines = export.splitlines()
    while lines and lines[0].startswith('#'):
        lines.pop(0)
    return lines


def write_file_text(path, text):
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def show(counts):
    return ', '.join('%s/%s %d packets %d bytes' % (m, c, *n) for (m, c), n in sorted(counts.items())) or 'nothing'


def udp_socket(address, port, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.setblocking(False)
    return s


def tcp_listener(address, port, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen(16)
    return s


def addresses(*texts):
    """Payload of an address property: first and last."""
    first, last = (texts * 2)[:2] if len(texts) == 1 else texts
    return pack_address(first) + pack_address(last)

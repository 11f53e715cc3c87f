# SPDX-License-Identifier: GPL-2.0-only
"""
A router in a network namespace, and the kernel's packet generator in it.

    clients 10.0.0.0/8 -- gateway 172.16.0.2 -- [in0  router  out0] -- 203.0.113.2 -- everybody else

in0 and out0 are dummy devices. pktgen gives its packets to the stack as if in0 (or out0, for replies) had received them,
and what the router forwards vanishes in the other device: no wire, no second host, the router alone. Neighbours are
permanent, IPv6 is off, so that nothing else is sent or received.
"""
import ctypes
import os
import re
import socket
import struct
import subprocess
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
SETUP = '''
link add in0 type dummy
link add out0 type dummy
link set in0 arp on
link set out0 arp on
link set lo up
link set in0 up
link set out0 up
address add 172.16.0.1/24 dev in0
address add 203.0.113.1/24 dev out0
neighbour add 172.16.0.2 lladdr 02:00:00:00:00:01 dev in0 nud permanent
neighbour add 203.0.113.2 lladdr 02:00:00:00:00:02 dev out0 nud permanent
route add 10.0.0.0/8 via 172.16.0.2
route add default via 203.0.113.2
'''
FOREIGN_MAC = '02:00:00:00:00:99'


def read(path):
    with open(path, encoding='ascii') as f:
        return f.read()


def write(path, text):
    # One command is one write(), and pktgen takes the last byte of 'start' for the end of the line.
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode() + b'\n')
    finally:
        os.close(fd)


class Clock:
    """
    The processor time that the guest has had, which only the host knows exactly: the guest's own clocks go on while other
    programs have the processor. mark() makes a file in a directory of the host, where host.py notes the time and says
    that it has; the guest sleeps meanwhile, so it is no matter when exactly that is.
    """

    def __init__(self, directory):
        self.number = 0
        os.makedirs('/run/clock')
        subprocess.run(['busybox', 'mount', '-t', 'hostfs', '-o', 'sync,' + directory, 'none', '/run/clock'], check=True)

    def mark(self):
        self.number += 1
        os.close(os.open('/run/clock/%d' % self.number, os.O_CREAT | os.O_WRONLY))
        for _ in range(6000):
            time.sleep(0.01)
            if os.path.exists('/run/clock/%d.noted' % self.number):
                return self.number
        raise RuntimeError('nobody reads the clock')


def generators():
    """The process numbers of all pktgen threads: each namespace has its own."""
    found = set()
    for pid in os.listdir('/proc'):
        try:
            if pid.isdigit() and read('/proc/%s/comm' % pid).startswith('kpktgend_'):
                found.add(int(pid))
        except OSError:
            pass
    return found


def enter(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        if LIBC.setns(fd, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), 'setns %s' % path)
    finally:
        os.close(fd)


class Traffic:
    """
    Which packets: UDP, checksum included, of @size bytes without the link layer's header. The source address, the source
    port, the destination address each go round a range of their own, so that ranges without a common divisor make the
    product of their sizes of flows.
    """

    def __init__(self, clients=1, ports=1000, servers=1, size=60, foreign=False):
        self.clients, self.ports, self.servers, self.size, self.foreign = clients, ports, servers, size, foreign

    @property
    def flows(self):
        return self.clients * self.ports * self.servers

    def commands(self, mac):
        return ['pkt_size %d' % (self.size + 14), 'flag UDPCSUM', 'dst_mac %s' % (FOREIGN_MAC if self.foreign else mac),
                'src_min 10.0.0.2', 'src_max %s' % address('10.0.0.2', self.clients - 1),
                'dst_min 198.18.0.1', 'dst_max %s' % address('198.18.0.1', self.servers - 1),
                'udp_src_min 10000', 'udp_src_max %d' % (10000 + self.ports), 'udp_dst_min 2000', 'udp_dst_max 2000']

    def replies(self, mac, masqueraded):
        """The answers to the first flows() packets, in their order."""
        last = address('10.0.0.2', self.clients - 1)
        return ['pkt_size %d' % (self.size + 14), 'flag UDPCSUM', 'dst_mac %s' % mac,
                'src_min 198.18.0.1', 'src_max %s' % address('198.18.0.1', self.servers - 1),
                'dst_min %s' % ('203.0.113.1' if masqueraded else '10.0.0.2'),
                'dst_max %s' % ('203.0.113.1' if masqueraded else last),
                'udp_src_min 2000', 'udp_src_max 2000', 'udp_dst_min 10000', 'udp_dst_max %d' % (10000 + self.ports)]


def address(first, more):
    parts = [int(part) for part in first.split('.')]
    value = (parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]) + more
    return '.'.join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


class Router:
    """A namespace with the two devices; run() executes programs in it, send() has its generator send."""

    def __init__(self, name):
        self.name = name
        before = generators()
        subprocess.run(['ip', 'netns', 'add', name], check=True)
        self.thread = (generators() - before).pop()
        self.path = '/run/netns/' + name
        self.device = None
        enter(self.path)
        for key in ('ipv6/conf/all/disable_ipv6=1', 'ipv6/conf/default/disable_ipv6=1', 'ipv4/ip_forward=1',
                    'ipv4/conf/all/rp_filter=0', 'ipv4/conf/default/rp_filter=0'):
            path, value = key.split('=')
            write('/proc/sys/net/' + path, value)
        subprocess.run(['ip', '-batch', '-'], input=SETUP.encode(), check=True)

    def run(self, *command, text=None):
        """Its output; a failure is the end of the benchmark."""
        enter(self.path)
        done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8',
                              check=False)
        if done.returncode:
            raise RuntimeError('%s in %s: %s' % (' '.join(command), self.name, (done.stderr + done.stdout)[-800:]))
        return done.stdout

    def aim(self, device, commands):
        enter(self.path)
        write('/proc/net/pktgen/kpktgend_0', 'rem_device_all')
        write('/proc/net/pktgen/kpktgend_0', 'add_device ' + device)
        # As from a driver, a packet is the receiver's alone; pktgen would keep a reference.
        for command in ['xmit_mode netif_receive', 'clone_skb 0', 'burst 1', 'flag !SHARED', 'delay 0'] + commands:
            write('/proc/net/pktgen/' + device, command)
        self.device = device

    def aim_forward(self, traffic):
        self.aim('in0', traffic.commands(read_mac(self, 'in0')))

    def aim_back(self, traffic, masqueraded):
        self.aim('out0', traffic.replies(read_mac(self, 'out0'), masqueraded))

    def send(self, count, clock=None):
        """Sends; returns the microseconds that it took, and with a clock the two marks around it."""
        enter(self.path)
        write('/proc/net/pktgen/' + self.device, 'count %d' % count)
        begun = clock.mark() if clock else 0
        write('/proc/net/pktgen/pgctrl', 'start')
        ended = clock.mark() if clock else 0
        result = read('/proc/net/pktgen/' + self.device)
        if 'pkts-sofar: %d ' % count not in result:
            raise RuntimeError('pktgen in %s did not send: %s' % (self.name, result))
        took = max(1, int(re.search(r'Result: OK: (\d+)', result)[1]))
        return (took, begun, ended) if clock else took

    def sent(self, device):
        """Packets that left by a device."""
        enter(self.path)
        for line in read('/proc/self/net/dev').splitlines():
            name, _, fields = line.partition(':')
            if name.strip() == device:
                return int(fields.split()[9])
        raise RuntimeError('no device %s' % device)


def attribute(kind, data):
    return struct.pack('=HH', 4 + len(data), kind) + data + bytes(-len(data) % 4)


def nft_counter(router, table, name):
    """Packets of a named counter. nft itself would read all rules of the namespace first, a hundred thousand of them."""
    enter(router.path)
    body = struct.pack('=BBH', socket.AF_INET, 0, 0) + attribute(1, table.encode() + b'\0') + \
        attribute(2, name.encode() + b'\0') + attribute(3, struct.pack('>I', 1))
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as s:     # NETLINK_NETFILTER
        s.send(struct.pack('=IHHII', 16 + len(body), 10 << 8 | 19, 1, 1, 0) + body)      # NFT_MSG_GETOBJ
        answer = s.recv(8192)
    if struct.unpack_from('=H', answer, 4)[0] != 10 << 8 | 18:
        raise RuntimeError('no counter %s in %s' % (name, router.name))
    # NFTA_COUNTER_PACKETS, a number of 64 bits, is the only attribute with this header.
    return struct.unpack_from('>Q', answer, answer.index(struct.pack('=HH', 12, 2)) + 4)[0]


def delete(routers):
    enter('/proc/1/ns/net')
    for router in routers:
        subprocess.run(['ip', 'netns', 'delete', router.name], check=True)
    # What a namespace owns goes in the background, and would be in the way of the next measurement.
    threads = {router.thread for router in routers}
    while threads & generators():
        time.sleep(0.01)


def read_mac(router, device):
    words = router.run('ip', '-o', 'link', 'show', device).split()
    return words[words.index('link/ether') + 1]

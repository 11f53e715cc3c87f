# SPDX-License-Identifier: GPL-2.0-only
"""
"/ip firewall connection tracking": what each way of enabling it does, that settings reach the packets that follow and
nothing else, totals, and how many connections there can be. "/ip firewall service-port": rows that stay.
"""
from bed import Clock, Test, busywait, ctl, json_items, refused, write_file_text
from genl import C, Client, Refused
from packets import echo, tcp, udp

TRACKING = '/ip firewall connection tracking '
PC, FAR = '192.168.88.10', '198.51.100.7'
PC6, FAR6 = '2001:db8:88::10', '2001:db8:5000::7'


def settings():
    return json_items(TRACKING + 'print')[0]


def active():
    s = settings()
    return s['active-ipv4'], s['active-ipv6']


def left(where='ip'):
    return {r['protocol']: r['timeout'] for r in json_items('/%s firewall connection print' % where)}


def enabling(t):
    t.equal(active(), (False, False), 'auto: nothing is tracked without rules')
    t.ok(all(r['invalid'] for r in json_items('/ip firewall service-port print')), 'so services are invalid')
    t.load('/ip firewall raw add chain=prerouting action=passthrough comment=raw\n')
    t.equal(active(), (False, False), 'auto: raw rules need no tracking')
    ctl('/ip firewall filter add chain=forward comment=new connection-state=new')
    ctl('/ip firewall filter add chain=forward comment=all')
    t.start()
    t.equal(active(), (True, False), 'auto: rules of IPv4')
    t.ok(not any(r['invalid'] for r in json_items('/ip firewall service-port print')), 'so services are not')
    t.packet('auto: a packet has a state', 'ether2', udp(PC, FAR, 1, 53, b'q'), 'ether1:same', 'new raw/raw')
    ctl(TRACKING + 'set enabled=no')
    t.equal(active(), (False, False), 'no: not even with rules')
    t.packet('no: a packet has no state', 'ether2', udp(PC, FAR, 2, 53, b'q'), 'ether1:same', 'all raw/raw')
    t.ok(all(r['invalid'] for r in json_items('/ip firewall service-port print')), 'no: services are invalid')
    ctl(TRACKING + 'set enabled=yes')
    t.equal(active(), (True, True), 'yes: both families')
    t.packet('yes: a packet has a state', 'ether2', udp(PC, FAR, 3, 53, b'q'), 'ether1:same', 'new raw/raw')
    t.router.send('ether2', udp(PC6, FAR6, 3, 53, b'q'))
    t.equal(list(left('ipv6')), ['udp'], 'yes: IPv6 is tracked without a rule')
    ctl(TRACKING + 'unset enabled')
    t.equal(active(), (True, False), 'auto again')
    t.clear()
    t.equal(active(), (False, False), 'auto: nothing is tracked any more')


def timeouts(t):
    t.load('/ip firewall filter add chain=forward comment=all\n')
    ctl(TRACKING + 'set udp-timeout=20m icmp-timeout=1h tcp-syn-sent-timeout=1d')
    clock = Clock()
    t.router.send('ether2', udp(PC, FAR, 1, 53, b'q'))
    t.router.send('ether2', echo(PC, FAR, 5))
    t.router.send('ether2', tcp(PC, FAR, 1, 80))
    got = left()
    t.ok(clock.left(got.get('udp'), 1200) and clock.left(got.get('icmp'), 3600) and clock.left(got.get('tcp'), 86400),
         'new connections live as long as the settings say', got)
    ctl(TRACKING + 'set udp-timeout=200m')
    got = left()
    t.ok(clock.left(got.get('udp'), 1200), 'what is there keeps its time', got)
    clock = Clock()
    t.router.send('ether2', udp(PC, FAR, 1, 53, b'q'))
    got = left()
    t.ok(clock.left(got.get('udp'), 12000), 'until its next packet', got)
    ctl(TRACKING + 'set udp-timeout=1s')
    t.router.send('ether2', udp(PC, FAR, 1, 53, b'q'))
    t.ok(busywait(5, lambda: 'udp' not in left()), 'a short time passes', left())
    ctl(TRACKING + 'set tcp-established-timeout=30m tcp-unacked-timeout=40m loose-tcp-tracking=no')
    t.router.send('ether2', tcp(PC, FAR, 9, 80, 'A', 5, 5))
    t.equal(len(json_items('/ip firewall connection print where src-port=9')), 0,
            'loose-tcp-tracking=no: nothing is picked up')
    t.router.send('ether1', tcp(FAR, PC, 80, 1, 'SA', 500, 1001))
    clock = Clock()
    t.router.send('ether2', tcp(PC, FAR, 1, 80, 'A', 1001, 501))
    got = left()
    t.ok(clock.left(got.get('tcp'), 1800), 'an established connection', got)
    ctl(TRACKING + 'reset')
    clock = Clock()
    t.router.send('ether2', tcp(PC, FAR, 1, 80, 'A', 1001, 501))
    got = left()
    t.ok(clock.left(got.get('tcp'), 86400), 'after a reset of the settings', got)
    t.clear()


def transaction(t):
    """An import that fails changes no setting; one that is open shows its own."""
    ctl(TRACKING + 'set udp-timeout=50s')
    t.ok(refused(stdin=TRACKING + 'set udp-timeout=60s icmp-timeout=0s\n'), 'a bad value')
    t.equal(settings()['udp-timeout'], '50s', 'a refused set changes nothing')
    said = refused(stdin='/ip firewall filter\n' + TRACKING + 'set udp-timeout=60s icmp-timeout=bad\n')
    t.contains(said or '', 'icmp-timeout', 'another bad value')
    write_file_text('/run/settings.rsc', TRACKING + 'set udp-timeout=60s\n'
                    '/ip firewall filter add chain=a action=jump jump-target=a\n')
    t.contains(refused('import', '/run/settings.rsc') or '', 'loop', 'a file that is refused for another reason')
    t.equal(settings()['udp-timeout'], '50s', 'a refused file changes nothing')
    menu = C['MENU_IP_CONNECTION_TRACKING']
    client = Client()
    client.begin()
    client.call('ITEM_SET', ('MENU', menu), ('ID', 1), ('UDP_TIMEOUT', 70))
    t.equal(settings()['udp-timeout'], '50s', 'others see what is published')
    client.commit()
    client.close()
    t.equal(settings()['udp-timeout'], '1m10s', 'a commit publishes it')
    t.contains(ctl('/export'), 'set udp-timeout=1m10s', 'it is exported')
    t.round_trip()
    ctl(TRACKING + 'reset')
    t.ok('tracking' not in ctl('/export'), 'defaults are not')


def entries(t):
    t.load('/ip firewall filter add chain=forward comment=all\n/ipv6 firewall filter add chain=forward comment=all\n')
    default = settings()['max-entries']
    t.ok(default >= 65536, 'max-entries by default', default)
    t.ok('max-entries' not in ctl('/export'), 'what the system chose is not exported')
    for port in range(1, 21):
        t.router.send('ether2', udp(PC, FAR, port, 53, b'q'))
    t.router.send('ether2', udp(PC6, FAR6, 1, 53, b'q'))
    s = settings()
    t.equal((s['total-entries'], s['total-ip4-entries'], s['total-ip6-entries']), (21, 20, 1), 'totals')
    ctl(TRACKING + 'set max-entries=22')
    t.equal(settings()['max-entries'], 22, 'max-entries can be set')
    for port in range(21, 31):
        t.router.send('ether2', udp(PC, FAR, port, 53, b'q'))
    t.ok(settings()['total-entries'] <= 22, 'and is kept', settings())
    t.contains(ctl('/export'), 'max-entries=22', 'then it is exported')
    ctl(TRACKING + 'set !max-entries')
    t.equal(settings()['max-entries'], default, 'and unset')
    t.router.send('ether2', udp(PC, FAR, 99, 53, b'q'))
    t.equal(len(json_items('/ip firewall connection print where src-port=99')), 1, 'there is room again')
    t.clear()
    t.equal(settings()['total-entries'], 0, 'no entries')


def services(t):
    names = [r['name'] for r in json_items('/ip firewall service-port print')]
    t.equal(names, ['ftp', 'tftp', 'irc', 'h323', 'sip', 'pptp', 'rtsp', 'udplite', 'dccp', 'sctp'], 'ten services')
    ctl('/ip firewall service-port set ftp ports=21,2121')
    ctl('/ip firewall service-port enable irc; /ip firewall service-port disable sip')
    got = {r['name']: r for r in json_items('/ip firewall service-port print')}
    t.equal((got['ftp']['ports'], got['irc']['disabled'], got['sip']['disabled'], got['tftp']['disabled']),
            ('21,2121', False, True, False), 'they can be changed')
    t.round_trip()
    menu = C['MENU_IP_SERVICE_PORT']
    for name, values, why in (
            ('ITEM_ADD', [('NAME', 'x')], 'there is no service of that name'),
            ('ITEM_ADD', [('NAME', 'ftp')], 'built in'),
            ('ITEM_REMOVE', [('ID', 1)], 'built-in'),
            ('ITEM_MOVE', [('ID', 1)], 'no order'),
            ('ITEM_SET', [('ID', 1), ('NAME', 'sip')], 'cannot be changed'),
            ('ITEM_SET', [('ID', 4), ('PORTS', b'\1\0\1\0')], 'cannot be set'),
            ('ITEM_SET', [('ID', 1), ('PORTS', b'\1\0\2\0')], 'no ranges'),
            ('ITEM_SET', [('ID', 1), ('PORTS', b'\1\0\1\0' * 9)], ''),
            ('ITEM_SET', [('ID', 1), ('SIP_TIMEOUT', 5)], 'only the service sip'),
            ('ITEM_SET', [('ID', 5), ('SIP_TIMEOUT', 0)], ''),
            ('ITEM_SET', [('ID', 11), ('DISABLED', True)], 'no such item'),
            ('ITEM_RESET', [('ID', 1)], 'only rules')):
        try:
            t.netlink.call(name, ('MENU', menu), *values)
            t.ok(False, '%s %r is refused' % (name, values))
        except Refused as problem:
            t.contains(str(problem.text), why, '%s %r is refused' % (name, values))
    for name, values, why in (
            ('ITEM_ADD', [('UDP_TIMEOUT', 5)], 'built in'),
            ('ITEM_REMOVE', [('ID', 1)], 'built-in'),
            ('ITEM_SET', [('ID', 1), ('UDP_TIMEOUT', 0)], ''),
            ('ITEM_SET', [('ID', 1), ('TOTAL_ENTRIES', 0)], 'read-only'),
            ('ITEM_SET', [('ID', 1), ('ENABLED', 3)], ''),
            ('ITEM_SET', [('ID', 1), ('DISABLED', True)], 'no such property'),
            ('ITEM_SET', [('ID', 2), ('UDP_TIMEOUT', 5)], 'no such item')):
        try:
            t.netlink.call(name, ('MENU', C['MENU_IP_CONNECTION_TRACKING']), *values)
            t.ok(False, 'tracking: %s %r is refused' % (name, values))
        except Refused as problem:
            t.contains(str(problem.text), why, 'tracking: %s %r is refused' % (name, values))
    ctl('/ip firewall service-port reset [find]')
    t.ok('service-port' not in ctl('/export'), 'after a reset nothing is exported')


def main():
    t = Test()
    enabling(t)
    timeouts(t)
    transaction(t)
    entries(t)
    services(t)
    t.end()


main()

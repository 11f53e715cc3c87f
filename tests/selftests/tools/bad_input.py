# SPDX-License-Identifier: GPL-2.0-only
"""
Input that is no good: each case is refused with its own sentence, and the rules, lists and counters are what they were.
Lines go the three ways that there are: as an argument, through standard input, and as a file.
"""
import os
import subprocess

from bed import SLOW, Test, bare, ctl, refused, write_file_text

FILTER = '/ip firewall filter '
# (line, words that the complaint must hold)
LINES = [
    (FILTER + 'add chain=input action=foo', ['input does not match any value of action']),
    (FILTER + 'add chain=input action=notrack', ['input does not match any value of action']),
    (FILTER + 'add chain=input action=a', ['ambiguous value of action']),
    (FILTER + 'add action=drop', ['missing value(s) of argument(s) chain']),
    (FILTER + 'add chain="" action=drop', ['chain']),
    (FILTER + 'add chain=input ports=80', ['ports']),
    (FILTER + 'add chain=input colour=red', ['colour']),
    (FILTER + 'add chain=input dst-prot=80 protocol=tcp', ['dst-prot', 'dst-port']),
    (FILTER + 'add chain=input dst-port=80', ['protocol']),
    (FILTER + 'add chain=input dst-port=80 protocol=icmp', ['protocol']),
    (FILTER + 'add chain=input dst-port=80 protocol=!tcp', ['protocol']),
    (FILTER + 'add chain=input protocol=tcp dst-port=70000', ['dst-port']),
    (FILTER + 'add chain=input protocol=tcp dst-port=9-5', ['']),
    (FILTER + 'add chain=input protocol=tcp dst-port=80,,81', ['dst-port']),
    (FILTER + 'add chain=input protocol=tcp dst-port=http', ['dst-port']),
    (FILTER + 'add chain=input protocol=tcp dst-port=-', ['dst-port']),
    (FILTER + 'add chain=input protocol=tcp dst-port=' + ','.join(str(n) for n in range(1, 400, 3)), ['']),
    (FILTER + 'add chain=input protocol=ipv6-icmp', ['protocol']),
    (FILTER + 'add chain=input protocol=256', ['protocol']),
    (FILTER + 'add chain=input tcp-flags=syn', ['tcp']),
    (FILTER + 'add chain=input protocol=tcp tcp-flags=syn,!syn', ['']),
    (FILTER + 'add chain=input protocol=tcp tcp-flags=sin', ['tcp-flags']),
    (FILTER + 'add chain=input icmp-options=8', ['icmp']),
    (FILTER + 'add chain=input protocol=icmp icmp-options=300', ['icmp-options']),
    (FILTER + 'add chain=input protocol=icmp icmp-options=8:9-2', ['']),
    (FILTER + 'add chain=input src-address=1.2.3', ['']),
    (FILTER + 'add chain=input src-address=""', ['value of range expects range of ip addresses']),
    (FILTER + 'add chain=input src-address=1.2.3.4-', ['']),
    (FILTER + 'add chain=input src-address=-1.2.3.4', ['value of range must have ip address before']),
    (FILTER + 'add chain=input src-address=1.2.3.9-1.2.3.4', ['']),
    (FILTER + 'add chain=input src-address=1.2.3.4/33', ['']),
    (FILTER + 'add chain=input src-address=2001:db8::1', ['']),
    ('/ipv6 firewall filter add chain=input src-address=192.0.2.1', ['']),
    ('/ipv6 firewall filter add chain=input src-address=2001:db8::1-2001:db8::5', ['']),
    ('/ipv6 firewall filter add chain=input protocol=icmp icmp-options=8', ['']),
    (FILTER + 'add chain=input ttl=300', ['ttl', '0..255']),
    (FILTER + 'add chain=input ttl=!equal:3', ['input does not match any value of ttl']),
    (FILTER + 'add chain=input hop-limit=equal:3', ['hop-limit']),
    (FILTER + 'add chain=input dscp=64', ['dscp', '0..63']),
    (FILTER + 'add chain=input tos=1/256', ['tos', '0..255']),
    (FILTER + 'add chain=input packet-size=9-5', ['packet-size']),
    (FILTER + 'add chain=input fragment=!yes', ['fragment']),
    (FILTER + 'add chain=input ipv4-options=no', ['ambiguous value of ipv4-options']),
    ('/ipv6 firewall filter add chain=input headers=hop:some', ['input does not match any value of headers']),
    (FILTER + 'add chain=input src-mac-address=02:00:5E:10:00', ['src-mac-address', 'Ethernet']),
    (FILTER + 'add chain=input tcp-mss=1460', ['tcp-mss matching requires protocol tcp']),
    (FILTER + 'add chain=input random=100', ['random', '1..99']),
    (FILTER + 'add chain=input nth=2,3', ['nth', '1..2']),
    (FILTER + 'add chain=input per-connection-classifier=both:2/0', ['ambiguous value of per-connection-classifier']),
    (FILTER + 'add chain=input limit=5', ['limit', 'rate/time,burst:mode']),
    (FILTER + 'add chain=input limit=5,10:byte', ['input does not match any value of limit']),
    (FILTER + 'add chain=input dst-limit=!5,10,dst-address', ['dst-limit']),
    (FILTER + 'add chain=input dst-limit=5,10,dst-address/0s', ['dst-limit', '1s..35w3d13h13m56s']),
    (FILTER + 'add chain=input time=8h-25h', ['time', '0s..1d']),
    (FILTER + 'add chain=input psd=21,3s,0,0', ['weigh nothing']),
    (FILTER + 'add chain=input connection-limit=5,33', ['connection-limit', '0..32']),
    (FILTER + 'add chain=input connection-bytes=5-4', ['reversed range']),
    (FILTER + 'add chain=input dst-address-type=anycast', ['input does not match any value of dst-address-type']),
    (FILTER + 'add chain=input realm=65536', ['realm', '0..65535']),
    (FILTER + 'add chain=input content=""', ['content']),
    (FILTER + 'add chain=input content=' + 'x' * 256, ['content', 'too long']),
    (FILTER + 'add chain=input tls-host=' + 'x' * 256, ['tls-host', 'too long']),
    (FILTER + 'add chain=input ipsec-policy=out,ipsec', ['outgoing IPsec policy matching not possible']),
    (FILTER + 'add chain=output ipsec-policy=in,none', ['incoming IPsec policy matching not possible']),
    (FILTER + 'add chain=input ipsec-policy=ipsec', ['ipsec-policy', 'in or out']),
    (FILTER + 'add chain=input connection-state=estabilished', ['connection-state']),
    (FILTER + 'add chain=input connection-state=e,q', ['connection-state']),
    ('/ip firewall raw add chain=prerouting connection-state=new', ['connection-state']),
    ('/ip firewall raw add chain=prerouting action=reject', ['input does not match any value of action']),
    (FILTER + 'add chain=input out-interface=ether1', ['outgoing interface matching not possible in input']),
    (FILTER + 'add chain=output in-interface=ether1', ['incoming interface matching not possible in output']),
    (FILTER + 'add chain=output in-interface-list=all', ['incoming interface matching not possible in output']),
    ('/ip firewall raw add chain=prerouting out-interface=ether1', ['outgoing interface matching not possible']),
    (FILTER + 'add chain=input in-interface=' + 'x' * 200, ['in-interface']),
    (FILTER + 'add chain=forward action=jump', ['jump-target']),
    (FILTER + 'add chain=x action=jump jump-target=x', ['loop']),
    (FILTER + 'add chain=forward action=add-src-to-address-list', ['address-list']),
    (FILTER + 'add chain=forward action=add-src-to-address-list address-list=x address-list-timeout=never',
     ['address-list-timeout']),
    (FILTER + 'add chain=forward action=add-src-to-address-list address-list=x address-list-timeout=99999999', ['']),
    (FILTER + 'add chain=forward action=reject reject-with=tcp-reset', ['tcp']),
    (FILTER + 'add chain=forward action=reject reject-with=icmp-no-route',
     ['input does not match any value of reject-with']),
    ('/ipv6 firewall filter add chain=forward action=reject reject-with=icmp-host-prohibited',
     ['input does not match any value of reject-with']),
    (FILTER + 'add chain=input log-prefix=' + 'x' * 40, ['log-prefix']),
    (FILTER + 'add chain=' + 'x' * 64, ['chain']),
    (FILTER + 'add chain=input comment="' + 'x' * 2000 + '"', ['comment']),
    (FILTER + 'add chain=input log=maybe', ['log']),
    (FILTER + 'add chain=input packets=5', ['packets']),
    (FILTER + 'add chain=input chain=forward chain', ['']),
    (FILTER + 'add chain=input !nonsense', ['nonsense']),
    (FILTER + 'add chain=input action=drop place-before=99', ['no such item']),
    (FILTER + 'set *FFFF action=drop', ['no such item']),
    (FILTER + 'set', ['missing value(s) of argument(s) numbers']),
    (FILTER + 'remove', ['missing value(s) of argument(s) numbers']),
    (FILTER + 'remove 77', ['no such item']),
    (FILTER + 'set [find comment=kept] chain=input in-interface=ether1 out-interface=ether1',
     ['outgoing interface matching']),
    (FILTER + 'set [find comment=kept] !chain', ['chain']),
    (FILTER + 'set [find comment=kept] action=jump', ['jump-target']),
    (FILTER + 'add chain=input comment="no end', ['']),
    (FILTER + 'add chain=input comment="a\\qb"', ['']),
    (FILTER + 'add chain =input', ['']),
    (FILTER + 'add chain=input action=drop }', ['']),
    (FILTER + 'print where (chain=input', ['']),
    (FILTER + 'print where chain~"["', ['']),
    (FILTER + 'print nonsense', ['nonsense']),
    (FILTER + 'frobnicate', ['bad command name frobnicate']),
    ('/ip firewal filtr print', ['']),
    ('/ip firewall mangle-it add chain=forward', ['bad command name']),
    ('/ip firewall address-list add address=192.0.2.1', ['list']),
    ('/ip firewall address-list add list=kept address=192.0.2.1', ['already have such entry']),
    ('/ip firewall address-list add list=x address=192.0.2.1 timeout=0x', ['timeout']),
    ('/ip firewall address-list add list=x address=192.0.2.1 timeout=100w', ['']),
    ('/ipv6 firewall address-list add list=x address=2001:db8::1-2001:db8::9', ['']),
    ('/interface list add', ['name']),
    ('/interface list add name=KEPT', ['already have']),
    ('/interface list add name=all', ['']),
    ('/interface list remove [find name=all]', ['']),
    ('/interface list add name=L1 include=L1', ['']),
    ('/interface list set [find name=KEPT] include=KEPT2', ['loop']),
    ('/interface list member add list=NONE-SUCH interface=ether1', ['list']),
    ('/interface list member add list=KEPT', ['interface']),
    ('/ip firewall connection add protocol=tcp', ['']),
    ('/ip firewall connection remove 123456', ['no such item']),
]


def main():
    t = Test()
    t.load('''/interface list
add name=KEPT
add name=KEPT2 include=KEPT
/ip firewall address-list
add list=kept address=192.0.2.1
/ip firewall filter
add chain=forward action=drop comment=kept
''')
    before = bare(ctl('/export'))
    generation = t.netlink.call('INFO_GET')[0]
    sentences = {}
    for line, words in LINES:
        said = refused(line)
        name = line if len(line) < 90 else line[:86] + ' ...'
        t.ok(said and all(w in said for w in words) and len(said) < 1200, 'refused: ' + name,
             'said: %r' % said, 'must hold: %r' % words)
        sentences.setdefault(said, []).append(line)
    t.equal(t.netlink.call('INFO_GET')[0], generation, 'nothing was published')
    t.equal(bare(ctl('/export')), before, 'nothing has changed')

    # All lines of one file at once: the first bad one is named, with its place.
    path = '/run/bad.%d.rsc' % os.getpid()
    write_file_text(path, '# a comment\n' + FILTER + '\nadd chain=input action=accept \\\n    colour=red\n')
    t.contains(refused('import', path), '%s:4:5:' % path, 'the place of an error behind a continuation')
    t.contains(refused('check', path), '%s:4:5:' % path, 'check says the same')
    write_file_text(path, FILTER + 'add chain=input comment="never closed\n\n\n')
    t.contains(refused('import', path), '%s:1:' % path, 'an unclosed quote is named where it begins')
    with open(path, 'wb') as f:
        f.write(bytes(range(256)) * 64)
    t.ok(refused('import', path), 'binary garbage as a file')
    t.ok(refused('check', path), 'binary garbage, checked')
    write_file_text(path, ''.join(FILTER + 'add chain=input connection-limit=5,%d\n' % n for n in range(20, 29)))
    t.contains(refused('import', path), 'may have eight different ones in connection-limit', 'nine netmasks to count for')
    t.ok(refused('import', '/run/none-such.rsc'), 'no such file')
    t.ok(refused('import', '/run'), 'a directory')
    os.unlink(path)
    # One line of a gigabyte: neither the time nor the memory of the machine is for it. An emulator reads less of it.
    with open('/run/long.rsc', 'wb') as f:
        f.write(b'a' * (2 << 20))
        f.truncate((1 << 30) // (1 if SLOW == 1 else 16))
    for command in ('import', 'check'):
        done = subprocess.run(['bash', '-c', 'ulimit -v 600000; rosfwctl %s /run/long.rsc' % command],
                              capture_output=True, text=True, check=False)
        said = done.stderr + done.stdout
        t.ok(done.returncode and 'longer than' in said and len(said) < 500, '%s: a line without an end' % command,
             done.returncode, said[:500])
    os.unlink('/run/long.rsc')
    t.contains(refused(stdin=FILTER + 'add chain=input comment=' + 'a' * (3 << 20)), 'longer than',
               'a long line from a pipe')
    t.equal(t.netlink.call('INFO_GET')[0], generation, 'still nothing was published')
    t.equal(bare(ctl('/export')), before, 'still nothing has changed')
    t.end()


main()

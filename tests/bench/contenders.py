# SPDX-License-Identifier: GPL-2.0-only
"""
The same policy in the language of each contender. A contender is a name and a function that loads the policy into a
router; a policy says what is wanted, not how. Each one gets the form that its users would call the best, and counters
where its rules can have them, because rosfw's always have.
"""
import random


class Policy:
    """
    @stateful: packets of known connections are accepted first, invalid ones are dropped
    @masquerade: what leaves through out0 gets its address
    @rules: that many rules are asked before the one that accepts
    @kind: of these rules: 'tuples' (addresses, protocol, ports), 'ports' (protocol and destination port)
    @listed: so many addresses and prefixes are refused as sources
    """

    def __init__(self, stateful=False, masquerade=False, rules=0, kind='tuples', listed=0):
        self.stateful, self.masquerade, self.rules, self.kind, self.listed = stateful, masquerade, rules, kind, listed

    def tuples(self):
        """Five-tuple rules, none of which matches the traffic, though all its fields occur."""
        rnd = random.Random(self.rules)
        seen = set()
        while len(seen) < self.rules:
            seen.add(('10.%d.%d.%d' % (rnd.randrange(128, 256), rnd.randrange(256), rnd.randrange(1, 255)),
                      '198.19.%d.%d' % (rnd.randrange(256), rnd.randrange(1, 255)),
                      rnd.randrange(1024, 65536), rnd.choice((53, 123, 443, 2000, 4500, 5060))))
        return sorted(seen, key=lambda tuple_: rnd.random())

    def ports(self):
        return random.Random(self.rules).sample(range(3000, 60000), self.rules)

    def addresses(self):
        """Seven of ten are hosts, the others prefixes; disjoint, which interval sets want."""
        rnd = random.Random(self.listed)
        return ['10.%d.%d.%d%s' % (128 + (n >> 16), n >> 8 & 255, n & 255, '' if rnd.random() < 0.7 else '/31')
                for n in (2 * half for half in rnd.sample(range(128 * 32768), self.listed))]


# --- rosfw ---

def rosfw_script(policy, fasttrack=False):
    lines = []
    if not policy.stateful and not policy.masquerade:
        lines.append('/ip firewall connection tracking set enabled=no')
    if policy.listed:
        lines.append('/ip firewall address-list')
        lines += ['add list=refused address=%s' % a for a in policy.addresses()]
    lines.append('/ip firewall filter')
    if fasttrack:
        lines.append('add chain=forward action=fasttrack-connection connection-state=established,related')
    if policy.stateful:
        lines += ['add chain=forward action=accept connection-state=established,related',
                  'add chain=forward action=drop connection-state=invalid']
    if policy.listed:
        lines.append('add chain=forward action=drop src-address-list=refused')
    if policy.rules and policy.kind == 'tuples':
        lines += ['add chain=forward action=drop src-address=%s dst-address=%s protocol=udp src-port=%d dst-port=%d' % t
                  for t in policy.tuples()]
    elif policy.rules:
        lines += ['add chain=forward action=drop protocol=udp dst-port=%d' % p for p in policy.ports()]
    lines.append('add chain=forward action=accept src-address=10.0.0.0/8 protocol=udp')
    if policy.masquerade:
        lines += ['/ip firewall nat', 'add chain=srcnat action=masquerade out-interface=out0']
    return '\n'.join(lines) + '\n'


def load_file(router, name, text, *command):
    path = '/run/bench-%s' % name
    with open(path, 'w', encoding='ascii') as f:
        f.write(text)
    return router.run(*command, path)


def rosfw(router, policy):
    load_file(router, 'rosfw.rsc', rosfw_script(policy), 'rosfwctl', 'import')


def rosfw_fasttrack(router, policy):
    load_file(router, 'rosfw.rsc', rosfw_script(policy, fasttrack=True), 'rosfwctl', 'import')


# --- nftables ---

def nft_script(policy, sets, flowtable=False):
    """@sets: many rules become one, with a set. Newlines end every declaration: nft 1.0.6 wants them."""
    head, rules = [], []
    if flowtable:
        head.append('flowtable fast {\nhook ingress priority 0\ndevices = { in0, out0 }\n}')
        rules.append('ct state established,related flow add @fast')
    if policy.stateful:
        rules += ['ct state established,related counter accept', 'ct state invalid counter drop']
    if policy.listed:
        head.append('set refused {\ntype ipv4_addr\nflags interval\nelements = { %s }\n}' % ', '.join(policy.addresses()))
        rules.append('ip saddr @refused counter drop')
    if policy.rules and policy.kind == 'tuples' and sets:
        elements = ', '.join('%s . %s . udp . %d . %d' % t for t in policy.tuples())
        head.append('set tuples {\ntype ipv4_addr . ipv4_addr . inet_proto . inet_service . inet_service\n'
                    'elements = { %s }\n}' % elements)
        rules.append('ip saddr . ip daddr . ip protocol . th sport . th dport @tuples counter drop')
    elif policy.rules and policy.kind == 'tuples':
        rules += ['ip saddr %s ip daddr %s udp sport %d udp dport %d counter drop' % t for t in policy.tuples()]
    elif policy.rules and sets:
        head.append('set ports {\ntype inet_service\nelements = { %s }\n}' % ', '.join(map(str, policy.ports())))
        rules.append('udp dport @ports counter drop')
    elif policy.rules:
        rules += ['udp dport %d counter drop' % p for p in policy.ports()]
    # One with a name can be read without the rules.
    head.append('counter last {\n}')
    rules.append('ip saddr 10.0.0.0/8 meta l4proto udp counter name last accept')
    text = 'table ip bench {\n%s\nchain forward {\ntype filter hook forward priority 0; policy accept;\n%s\n}\n' % (
        '\n'.join(head), '\n'.join(rules))
    if policy.masquerade:
        text += 'chain leave {\ntype nat hook postrouting priority 100; policy accept;\noifname "out0" counter masquerade\n}\n'
    return text + '}\n'


def nft_linear(router, policy):
    load_file(router, 'nft', nft_script(policy, sets=False), 'nft', '-f')


def nft_sets(router, policy):
    load_file(router, 'nft', nft_script(policy, sets=True), 'nft', '-f')


def nft_flowtable(router, policy):
    load_file(router, 'nft', nft_script(policy, sets=True, flowtable=True), 'nft', '-f')


# --- iptables, with ipset ---

def iptables_script(policy):
    lines = ['*filter', ':FORWARD ACCEPT [0:0]']
    if policy.stateful:
        lines += ['-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
                  '-A FORWARD -m conntrack --ctstate INVALID -j DROP']
    if policy.listed:
        lines.append('-A FORWARD -m set --match-set refused src -j DROP')
    if policy.rules and policy.kind == 'tuples':
        lines += ['-A FORWARD -s %s -d %s -p udp --sport %d --dport %d -j DROP' % t for t in policy.tuples()]
    elif policy.rules:
        lines += ['-A FORWARD -p udp --dport %d -j DROP' % p for p in policy.ports()]
    lines += ['-A FORWARD -s 10.0.0.0/8 -p udp -j ACCEPT', 'COMMIT']
    if policy.masquerade:
        lines += ['*nat', '-A POSTROUTING -o out0 -j MASQUERADE', 'COMMIT']
    return '\n'.join(lines) + '\n'


def ipset_script(policy):
    addresses = policy.addresses()
    return 'create refused hash:net family inet hashsize %d maxelem %d\n' % (max(1024, len(addresses)), 2 * len(addresses)) + \
        ''.join('add refused %s\n' % a for a in addresses)


def iptables(router, policy):
    if policy.listed:
        load_file(router, 'ipset', ipset_script(policy), 'ipset', 'restore', '-file')
    load_file(router, 'iptables', iptables_script(policy), 'iptables-legacy-restore')


def nothing(router, policy):
    """No firewall at all."""


LABELS = {
    'none': 'no firewall',
    'rosfw': 'rosfw',
    'rosfw-fasttrack': 'rosfw, FastTrack',
    'nft': 'nftables, a rule each',
    'nft-sets': 'nftables, sets',
    'nft-flowtable': 'nftables, flowtable',
    'iptables': 'iptables-legacy (ipset)',
}
LOADERS = {
    'none': nothing,
    'rosfw': rosfw,
    'rosfw-fasttrack': rosfw_fasttrack,
    'nft': nft_linear,
    'nft-sets': nft_sets,
    'nft-flowtable': nft_flowtable,
    'iptables': iptables,
}

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""ynl_client.py LINUX SPEC: the kernel's own YNL client against the module, from the specification alone.

Adds items of every kind, lists them, and compares what comes back with what went out; prints KTAP lines. LINUX is where
tools/net/ynl and Documentation/netlink of the kernel's source are.
"""
import ipaddress
import sys

linux, spec_path = sys.argv[1:]
sys.path.insert(0, f"{linux}/tools/net/ynl")
# pylint: disable=wrong-import-position,import-error
from lib import NlError, YnlFamily  # noqa: E402

failed = 0


def check(description, good, detail=""):
    global failed
    print("ok" if good else "not ok", "-", description)
    if not good:
        failed += 1
        print(f"#   {detail}")


def addresses(first, last=None):
    """Two addresses, as the protocol has them."""
    return ipaddress.ip_address(first).packed + ipaddress.ip_address(last or first).packed


def ports(*ranges):
    """Ranges of ports are pairs of 16-bit numbers in the byte order of the machine."""
    return b"".join(n.to_bytes(2, sys.byteorder) for pair in ranges for n in pair)


def as_listed(name, value):
    """What the client makes of a value that it reads."""
    if name in ("dst-port", "src-port", "not") and isinstance(value, bytes):
        return [int.from_bytes(value[i:i + 2], sys.byteorder) for i in range(0, len(value), 2)]
    if name in ("tcp-flags", "icmp-options"):
        return list(value)
    if name == "connection-state":
        return set(value)
    return value


def differences(sent, listed):
    return {name: (value, listed.get(name)) for name, value in sent.items()
            if as_listed(name, value) != listed.get(name)}


RULES = [
    {"chain": "input", "action": "accept", "connection-state": ["established", "related", "untracked"],
     "comment": "accept what belongs to something"},
    {"chain": "input", "action": "drop", "connection-state": ["invalid"], "log": 1, "log-prefix": "bad"},
    {"chain": "input", "protocol": 6, "dst-port": ports((22, 22), (8291, 8291)),
     "src-address": addresses("192.168.88.0", "192.168.88.255"), "in-interface": "lo"},
    {"chain": "input", "protocol": 1, "icmp-options": bytes([8, 0, 255, 0])},
    {"chain": "forward", "action": "jump", "jump-target": "tcp", "protocol": 6},
    {"chain": "tcp", "action": "reject", "reject-with": "tcp-reset", "protocol": 6,
     "tcp-flags": bytes([2, 16, 0, 0]), "dst-port": ports((135, 139))},
    {"chain": "tcp", "action": "add-src-to-address-list", "address-list": "seen", "address-list-timeout": 600,
     "disabled": 1},
]

RULES_IPV6 = [
    {"chain": "input", "protocol": 58, "icmp-options": bytes([128, 0, 255, 0])},
    {"chain": "forward", "src-address": addresses("2001:db8::", "2001:db8::ffff"), "action": "drop"},
    {"chain": "output", "action": "reject", "reject-with": "icmp-no-route", "dst-address": addresses("fd00::1")},
]

family = YnlFamily(spec_path, schema=f"{linux}/Documentation/netlink/genetlink.yaml", process_unknown=True)


def attribute(name):
    """The number of an attribute."""
    return family.attr_sets["item"][name].value


def add(menu, item):
    return family.do("item-add", {"menu": menu, **item})["id"]


def listing(menu, operation="item-get"):
    return family.dump(operation, {"menu": menu})


def refusal(operation, attrs):
    """The sentence with which a request is refused, and the attribute at fault."""
    try:
        family.do(operation, attrs)
    except NlError as error:
        extack = error.nl_msg.extack or {}
        return error.error, extack.get("msg", ""), extack.get("bad-attr", "")
    return 0, "", ""


def rules(menu, sent_rules):
    ids = [add(menu, rule) for rule in sent_rules]
    negated = {"chain": "input", "protocol": 17, "dst-port": ports((53, 53)),
               "not": attribute("dst-port").to_bytes(2, sys.byteorder)}
    ids.append(add(menu, negated))
    listed = listing(menu)
    check(f"{menu}: every rule is listed, in order", [rule["id"] for rule in listed] == ids, listed)
    for sent, rule in zip(sent_rules + [negated], listed):
        wrong = differences(sent, rule)
        check(f"{menu}: rule {rule['id']} has the values that were sent", not wrong, wrong)
        check(f"{menu}: rule {rule['id']} has counters", rule.get("packets") == 0 and rule.get("bytes") == 0, rule)
    one = family.do("item-get", {"menu": menu, "id": ids[1]})
    check(f"{menu}: one rule alone is the same", one == listed[1], (one, listed[1]))
    family.do("item-set", {"menu": menu, "id": ids[0], "comment": "changed"})
    family.do("item-move", {"menu": menu, "id": ids[0]})
    listed = listing(menu)
    check(f"{menu}: a rule was changed and moved to the end",
          listed[-1]["id"] == ids[0] and listed[-1]["comment"] == "changed", listed[-1])
    for number in ids:
        family.do("item-remove", {"menu": menu, "id": number})
    check(f"{menu}: all rules were removed", listing(menu) == [], listing(menu))


def lists():
    menu = "ip-firewall-address-list"
    entry = {"list": "servers", "address": addresses("10.0.0.0", "10.0.0.255"), "timeout": 3600, "comment": "for now"}
    add(menu, entry)
    [listed] = listing(menu)
    wrong = differences({name: entry[name] for name in ("list", "address", "comment")}, listed)
    check("an address-list entry has the values that were sent", not wrong, wrong)
    check("it is dynamic, and its time runs", "dynamic" in listed["flags"] and 3500 < listed["timeout"] <= 3600, listed)
    family.do("item-remove", {"menu": menu, "id": listed["id"]})

    add("interface-list", {"name": "LAN", "include": "dynamic"})
    add("interface-list-member", {"list": "LAN", "interface": "lo"})
    names = [(one["name"], "builtin" in one["flags"]) for one in listing("interface-list")]
    check("interface lists, four of them built in",
          names == [("all", True), ("none", True), ("dynamic", True), ("static", True), ("LAN", False)], names)
    [member] = listing("interface-list-member")
    check("a member of an interface list", (member["list"], member["interface"]) == ("LAN", "lo"), member)


def transactions():
    before = family.do("info-get", {})["generation"]
    family.do("txn-begin", {})
    info = family.do("info-get", {})
    check("an open transaction has an owner", info.get("txn-owner", 0) > 0, info)
    add("ip-firewall-filter", {"chain": "input"})
    family.do("txn-abort", {})
    info = family.do("info-get", {})
    check("an abort publishes nothing", info["generation"] == before and "txn-owner" not in info, info)
    check("and leaves no rule", listing("ip-firewall-filter") == [])


def refusals():
    got = refusal("item-add", {"menu": "ip-firewall-filter", "chain": "input", "dst-port": ports((80, 80))})
    check("a refusal names the attribute and the reason", got[1] and got[2] == ".dst-port", got)
    got = refusal("item-get", {"menu": "ip-firewall-filter", "id": 999})
    check("what is not there is not found", got[0] == 2 and got[2] == ".id", got)


rules("ip-firewall-filter", RULES)
rules("ipv6-firewall-filter", RULES_IPV6)
lists()
transactions()
refusals()
check("connections are listed", isinstance(listing("ip-firewall-connection", "conn-get"), list))
check("drop reasons are listed", isinstance(family.dump("reason-get", {}), list))
sys.exit(1 if failed else 0)

# SPDX-License-Identifier: GPL-2.0-only
# The smallest firewall that is worth having: a router with a network behind ether2 and everybody else elsewhere.
#
# Four rules for the router, four for what goes through it. Read a chain from the top: the first rule that matches
# decides, and a packet that no rule matches is accepted. That is why each chain ends with a rule that drops the rest.

/ip firewall filter
add chain=input action=accept connection-state=established,related,untracked comment="answers to us"
add chain=input action=accept in-interface=ether2 comment="our own network may talk to the router"
add chain=input action=accept protocol=icmp icmp-options=8:0 comment="everybody may ping the router"
add chain=input action=drop comment="nobody else may"

add chain=forward action=accept connection-state=established,related,untracked comment="answers to our network"
add chain=forward action=drop connection-state=invalid comment="what belongs to nothing"
add chain=forward action=accept in-interface=ether2 comment="our network may go anywhere"
add chain=forward action=reject reject-with=icmp-host-prohibited comment="nobody else may come in"

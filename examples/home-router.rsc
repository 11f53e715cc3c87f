# SPDX-License-Identifier: GPL-2.0-only
# A router between a home and the Internet, IPv4 and IPv6.
#
#   ether1  to the Internet   (interface list WAN)
#   ether2  to the house      (interface list LAN), 192.168.88.0/24 and 2001:db8:88::/64
#
# What it does: nobody outside reaches the router or the house unasked; pings are answered; the house may use the
# Internet, but not the ports and ICMP types that only ever carry trouble; whoever scans the router from outside lands in
# the list "scanners" and is not heard again for two hours.
# Change the interfaces, the addresses of the house and the list "managers" to yours. Load it with:
#   rosfwctl check home-router.rsc && rosfwctl import home-router.rsc

/interface list
add name=WAN comment="the Internet"
add name=LAN comment="the house"
/interface list member
add list=WAN interface=ether1
add list=LAN interface=ether2

/ip firewall address-list
add list=house address=192.168.88.0/24
add list=managers address=198.51.100.16/28 comment="where we look after the router from"
# No packet of the Internet comes from these.
add list=not-the-internet address=0.0.0.0/8
add list=not-the-internet address=10.0.0.0/8
add list=not-the-internet address=127.0.0.0/8
add list=not-the-internet address=169.254.0.0/16
add list=not-the-internet address=172.16.0.0/12
add list=not-the-internet address=192.168.0.0/16
add list=not-the-internet address=224.0.0.0/3

# Before connection tracking, where dropping costs least.
/ip firewall raw
add chain=prerouting action=drop in-interface-list=WAN src-address-list=scanners comment="raw: known scanners"
add chain=prerouting action=drop in-interface-list=WAN src-address-list=not-the-internet comment="raw: forged sources"

# To the router itself.
/ip firewall filter
add chain=input action=accept connection-state=established,related,untracked comment="input: what we know"
add chain=input action=jump jump-target=trap protocol=tcp in-interface-list=WAN comment="input: is it a scanner?"
add chain=input action=drop connection-state=invalid comment="input: invalid"
add chain=input action=accept protocol=icmp comment="input: ICMP"
add chain=input action=accept protocol=tcp dst-port=22,8291 in-interface-list=LAN \
    comment="input: SSH and Winbox from the house"
add chain=input action=accept protocol=tcp dst-port=22,8291 src-address-list=managers \
    comment="input: SSH and Winbox from managers"
add chain=input action=accept protocol=udp dst-port=53,123 in-interface-list=LAN comment="input: DNS and time"
add chain=input action=drop comment="input: the rest"

# Who sends one of these looks for open doors.
add chain=trap action=add-src-to-address-list address-list=scanners address-list-timeout=2h protocol=tcp \
    tcp-flags=!fin,!syn,!rst,!ack comment="trap: no flag at all"
add chain=trap action=add-src-to-address-list address-list=scanners address-list-timeout=2h protocol=tcp \
    tcp-flags=fin,psh,urg,!syn,!rst,!ack comment="trap: all lights on"
add chain=trap action=add-src-to-address-list address-list=scanners address-list-timeout=2h protocol=tcp \
    tcp-flags=fin,syn comment="trap: open and close at once"
add chain=trap action=add-src-to-address-list address-list=scanners address-list-timeout=2h protocol=tcp \
    dst-port=23,445,3389,5900 connection-state=new log=yes log-prefix=scanner comment="trap: doors we do not have"
add chain=trap action=drop src-address-list=scanners comment="trap: caught"

# Through the router.
add chain=forward action=accept connection-state=established,related,untracked comment="forward: what we know"
add chain=forward action=drop connection-state=invalid comment="forward: invalid"
add chain=forward action=drop in-interface-list=LAN src-address-list=!house comment="forward: not our addresses"
add chain=forward action=jump jump-target=tcp protocol=tcp in-interface-list=LAN comment="forward: TCP"
add chain=forward action=jump jump-target=udp protocol=udp in-interface-list=LAN comment="forward: UDP"
add chain=forward action=jump jump-target=icmp protocol=icmp comment="forward: ICMP"
add chain=forward action=accept in-interface-list=LAN out-interface-list=WAN comment="forward: the house to the Internet"
add chain=forward action=drop comment="forward: the rest"

add chain=tcp action=drop protocol=tcp dst-port=69 comment="tcp: TFTP"
add chain=tcp action=drop protocol=tcp dst-port=111 comment="tcp: RPC portmapper"
add chain=tcp action=drop protocol=tcp dst-port=135 comment="tcp: RPC of Windows"
add chain=tcp action=drop protocol=tcp dst-port=137-139 comment="tcp: NetBIOS"
add chain=tcp action=drop protocol=tcp dst-port=445 comment="tcp: SMB"
add chain=tcp action=drop protocol=tcp dst-port=2049 comment="tcp: NFS"
add chain=tcp action=drop protocol=tcp dst-port=12345-12346,20034 comment="tcp: NetBus"
add chain=tcp action=drop protocol=tcp dst-port=3133 comment="tcp: Back Orifice"
add chain=tcp action=reject reject-with=tcp-reset protocol=tcp dst-port=25 \
    comment="tcp: mail goes through the provider"

add chain=udp action=drop protocol=udp dst-port=69 comment="udp: TFTP"
add chain=udp action=drop protocol=udp dst-port=111 comment="udp: RPC portmapper"
add chain=udp action=drop protocol=udp dst-port=135 comment="udp: RPC of Windows"
add chain=udp action=drop protocol=udp dst-port=137-139 comment="udp: NetBIOS"
add chain=udp action=drop protocol=udp dst-port=2049 comment="udp: NFS"
add chain=udp action=drop protocol=udp dst-port=3133 comment="udp: Back Orifice"

# Errors about known connections are "related" and do not come here.
add chain=icmp action=accept protocol=icmp icmp-options=8:0 in-interface-list=LAN comment="icmp: pings of the house"
add chain=icmp action=drop comment="icmp: other types"

/ipv6 firewall address-list
add list=house address=2001:db8:88::/64
add list=house address=fe80::/10
add list=managers address=2001:db8:5100::/48

/ipv6 firewall raw
add chain=prerouting action=drop in-interface-list=WAN src-address-list=scanners comment="raw: known scanners"

/ipv6 firewall filter
add chain=input action=accept connection-state=established,related,untracked comment="input: what we know"
add chain=input action=drop connection-state=invalid comment="input: invalid"
add chain=input action=accept protocol=icmpv6 comment="input: ICMPv6"
add chain=input action=accept protocol=udp src-address=fe80::/10 dst-port=546 comment="input: DHCPv6 answers"
add chain=input action=accept protocol=tcp dst-port=22,8291 in-interface-list=LAN \
    comment="input: SSH and Winbox from the house"
add chain=input action=accept protocol=tcp dst-port=22,8291 src-address-list=managers \
    comment="input: SSH and Winbox from managers"
add chain=input action=accept protocol=udp dst-port=53,123 in-interface-list=LAN comment="input: DNS and time"
add chain=input action=add-src-to-address-list address-list=scanners address-list-timeout=2h protocol=tcp \
    dst-port=23,445,3389,5900 connection-state=new in-interface-list=WAN log=yes log-prefix=scanner \
    comment="input: doors we do not have"
add chain=input action=drop comment="input: the rest"

add chain=forward action=accept connection-state=established,related,untracked comment="forward: what we know"
add chain=forward action=drop connection-state=invalid comment="forward: invalid"
add chain=forward action=drop in-interface-list=LAN src-address-list=!house comment="forward: not our addresses"
add chain=forward action=jump jump-target=icmp protocol=icmpv6 comment="forward: ICMPv6"
add chain=forward action=drop protocol=tcp dst-port=111,135,137-139,445,2049 comment="forward: TCP of local networks"
add chain=forward action=drop protocol=udp dst-port=69,111,135,137-139,2049 comment="forward: UDP of local networks"
add chain=forward action=accept in-interface-list=LAN out-interface-list=WAN comment="forward: the house to the Internet"
add chain=forward action=drop comment="forward: the rest"

# IPv6 hosts expect to be reachable by ping.
add chain=icmp action=accept protocol=icmpv6 icmp-options=128:0 comment="icmp: pings"
add chain=icmp action=drop comment="icmp: other types"

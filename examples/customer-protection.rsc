# SPDX-License-Identifier: GPL-2.0-only
# A router of a provider: protects customers behind it from the Internet, and the Internet from them.
#
#   ether1  to the Internet
#   ether2  to the customers, 192.0.2.0/24, of which 192.0.2.80 is a hosted server
#
# Every packet of a new connection goes through one chain for its protocol, which drops what nobody should send across
# a provider's router; what comes back from the chain is judged by direction.

/ip firewall address-list
add list=customers address=192.0.2.0/24
add list=hosted address=192.0.2.80
add list=hosted address=192.0.2.96-192.0.2.103
add list=quarantine address=192.0.2.66 comment="infected, until they call"

/ip firewall filter
add chain=forward action=drop connection-state=invalid comment="invalid"
add chain=forward action=accept connection-state=established,related comment="known connections"
add chain=forward action=reject reject-with=icmp-admin-prohibited src-address-list=quarantine comment="in quarantine"
add chain=forward action=drop in-interface=ether2 src-address=!192.0.2.0/24 comment="forged by a customer"
add chain=forward action=drop in-interface=ether1 src-address-list=customers comment="forged as a customer"
add chain=forward action=jump jump-target=tcp protocol=tcp comment="to tcp"
add chain=forward action=jump jump-target=udp protocol=udp comment="to udp"
add chain=forward action=jump jump-target=icmp protocol=icmp comment="to icmp"
add chain=forward action=accept in-interface=ether2 out-interface=ether1 comment="customers may"
add chain=forward action=accept dst-address-list=hosted protocol=tcp dst-port=80,443 comment="hosted web"
add chain=forward action=accept dst-address-list=hosted protocol=tcp src-port=1024-65535 dst-port=25,465,587,993 \
    comment="hosted mail"
add chain=forward action=accept dst-address-list=hosted protocol=udp dst-port=53 comment="hosted DNS"
add chain=forward action=drop log=yes log-prefix=unasked comment="the rest"

add chain=tcp action=accept protocol=tcp port=179 src-address=192.0.2.2 dst-address=203.0.113.2 comment="tcp: BGP of one"
add chain=tcp action=drop protocol=tcp dst-port=69 comment="tcp: TFTP"
add chain=tcp action=drop protocol=tcp dst-port=111 comment="tcp: RPC portmapper"
add chain=tcp action=drop protocol=tcp dst-port=135 comment="tcp: RPC of Windows"
add chain=tcp action=drop protocol=tcp dst-port=137-139 comment="tcp: NetBIOS"
add chain=tcp action=drop protocol=tcp dst-port=445 comment="tcp: SMB"
add chain=tcp action=drop protocol=tcp dst-port=2049 comment="tcp: NFS"
add chain=tcp action=drop protocol=tcp dst-port=12345-12346 comment="tcp: NetBus"
add chain=tcp action=drop protocol=tcp dst-port=20034 comment="tcp: NetBus 2"
add chain=tcp action=drop protocol=tcp dst-port=3133 comment="tcp: Back Orifice"
add chain=tcp action=drop protocol=tcp port=67-68 comment="tcp: DHCP"
add chain=tcp action=drop protocol=tcp tcp-flags=!syn,!ack,!rst comment="tcp: neither open, answer nor end"

add chain=udp action=drop protocol=udp dst-port=69 comment="udp: TFTP"
add chain=udp action=drop protocol=udp dst-port=111 comment="udp: RPC portmapper"
add chain=udp action=drop protocol=udp dst-port=135 comment="udp: RPC of Windows"
add chain=udp action=drop protocol=udp dst-port=137-139 comment="udp: NetBIOS"
add chain=udp action=drop protocol=udp dst-port=2049 comment="udp: NFS"
add chain=udp action=drop protocol=udp dst-port=3133 comment="udp: Back Orifice"
add chain=udp action=return protocol=udp dst-port=53,123,443 comment="udp: names, time, web"
add chain=udp action=passthrough comment="udp: all the others, counted"

add chain=icmp action=return protocol=icmp icmp-options=0:0 comment="icmp: echo reply"
add chain=icmp action=return protocol=icmp icmp-options=3:0 comment="icmp: net unreachable"
add chain=icmp action=return protocol=icmp icmp-options=3:1 comment="icmp: host unreachable"
add chain=icmp action=return protocol=icmp icmp-options=3:4 comment="icmp: packet too big"
add chain=icmp action=accept protocol=icmp icmp-options=8:0 comment="icmp: echo request"
add chain=icmp action=return protocol=icmp icmp-options=11:0 comment="icmp: time exceeded"
add chain=icmp action=return protocol=icmp icmp-options=12:0 comment="icmp: bad parameter"
add chain=icmp action=drop comment="icmp: other types"

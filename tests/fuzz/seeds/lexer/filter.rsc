# a small firewall
/interface list
add name=WAN comment="the outside"
/interface list member add interface=ether1 list=WAN
/ip firewall address-list
add list=bad address=192.0.2.0/24 timeout=1d2h
add list=bad address=198.51.100.1-198.51.100.9
/ip firewall filter
add chain=input action=accept connection-state=established,related,untracked
add chain=input action=drop connection-state=invalid comment="a \"quoted\" text \$x \\ \0A"
add action=jump chain=forward jump-target=sub protocol=tcp dst-port=22,80-90,!443
add action=return chain=sub tcp-flags=syn,!ack \
    src-address=!10.0.0.0/8 in-interface-list=!WAN
add chain=input protocol=icmp icmp-options=8:0-255 log=yes log-prefix=ping
add action=add-src-to-address-list address-list=seen address-list-timeout=none-dynamic chain=input
add action=reject chain=forward reject-with=tcp-reset protocol=tcp
/ip firewall raw add chain=prerouting action=notrack protocol=udp port=53
/ipv6 firewall filter add chain=forward src-address=2001:db8::/32 action=drop

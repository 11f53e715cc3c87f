/ip firewall nat
add action=masquerade chain=srcnat ipsec-policy=out,none out-interface-list=WAN
add chain=dstnat action=dst-nat protocol=tcp dst-port=80,443 to-addresses=192.168.88.10-192.168.88.20 \
    to-ports=8080-8090 comment="web \"server\""
add chain=srcnat action=same to-addresses=1.2.3.0/24 same-not-by-dst=yes place-before=0
add chain=x action=endpoint-independent-nat protocol=udp randomise-ports=yes !to-ports
add action=socksify chain=dstnat socks5-server=10.0.0.9 socks5-port=1080 socksify-service=proxy
set [find action=masquerade] out-interface=!wan
/ipv6 firewall nat add chain=srcnat action=netmap to-address=2001:db8::/64
/ip firewall filter add chain=forward connection-nat-state=!dstnat,ein-snat action=drop
/ip firewall nat print where to-addresses in 192.168.0.0/16; export verbose

/ip firewall connection tracking
set enabled=yes udp-timeout=10s !icmp-timeout max-entries=100000
unset value-name=udp-timeout,icmp-timeout
:put [get loose-tcp-tracking]
reset; print; export verbose
/ip firewall service-port
set ftp disabled=yes ports=21,2121
set [find name~"^s"] sip-direct-media=no
enable irc,4; disable *3; reset [find]
print detail where !disabled

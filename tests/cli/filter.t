# Every property of /ip firewall filter: what is accepted, how it is exported, what is refused.
@ /ip firewall filter

# chain
add chain=input;ok;add action=accept chain=input
add chain="my chain";ok;add action=accept chain="my chain"
add chain=forward action=drop;ok;add action=drop chain=forward
add chain="";refused;invalid value for argument chain (line 2 column 11); a name must have at least one character
add action=drop;refused;missing value(s) of argument(s) chain (line 2 column 1)
add chain=;refused;invalid value for argument chain (line 2 column 11); a name must have at least one character
add chain=input chain=output;refused;parameter chain is given twice (line 2 column 17)
add chain=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123;ok;add action=accept chain=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123
add chain=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1234;refused;value of chain is too long: at most 63 bytes (line 2 column 74)
add chain=!input;ok;add action=accept chain=!input
add ch=input;ok;add action=accept chain=input

# action
add chain=input action=accept;ok;add action=accept chain=input
add chain=input action=drop;ok;add action=drop chain=input
add chain=input action=reject;ok;add action=reject chain=input
add chain=input action=return;ok;add action=return chain=input
add chain=input action=log;ok;add action=log chain=input
add chain=input action=passthrough;ok;add action=passthrough chain=input
add chain=input action=dr;ok;add action=drop chain=input
add chain=input action=re;refused;ambiguous value of action, more than one possible value matches input (line 2 column 24); it may be reject, return
add chain=input action=foo;refused;input does not match any value of action (line 2 column 24)
add chain=input action=drpo;refused;input does not match any value of action (line 2 column 24); did you mean drop?
add chain=input action=;refused;input does not match any value of action (line 2 column 24)
add chain=input action=DROP;refused;input does not match any value of action (line 2 column 24)
add chain=input action=!drop;refused;input does not match any value of action (line 2 column 24); did you mean drop?
add chain=input action=notrack;refused;input does not match any value of action (line 2 column 24)
add chain=input action=tarpit protocol=tcp;ok;add action=tarpit chain=input protocol=tcp
add chain=forward action=tarpit protocol=6 dst-port=22;ok;add action=tarpit chain=forward dst-port=22 protocol=tcp
add chain=mine action=tar protocol=tcp connection-limit=3,32;ok;add action=tarpit chain=mine connection-limit=3,32 protocol=tcp
add chain=input action=tarpit;refused;action=tarpit requires protocol tcp (line 2 column 24)
add chain=input action=tarpit protocol=udp;refused;action=tarpit requires protocol tcp (line 2 column 24)
add chain=input action=tarpit protocol=!tcp;refused;action=tarpit requires protocol tcp (line 2 column 24)
add chain=input action=tarpit protocol=tcp<NL>set 0 !protocol;refused;action=tarpit requires protocol tcp (line 3 column 1)
/ipv6 firewall filter add chain=input action=tarpit protocol=tcp;refused;input does not match any value of action (line 1 column 46)
/ip firewall raw add chain=prerouting action=tarpit protocol=tcp;refused;input does not match any value of action (line 1 column 46)
/ip firewall mangle add chain=input action=tarpit protocol=tcp;refused;input does not match any value of action (line 1 column 44)
add chain=input action=masquerade;refused;input does not match any value of action (line 2 column 24)

# jump-target
add chain=input action=jump jump-target=tcp;ok;add action=jump chain=input jump-target=tcp
add chain=input action=jump jump-target="two words";ok;add action=jump chain=input jump-target="two words"
add chain=forward src-address=1.1.1.2 jump-target="mychain";ok;add action=accept chain=forward jump-target=mychain src-address=1.1.1.2
add chain=input action=jump;refused;missing value of jump-target: action=jump needs the name of a chain (line 2 column 1)
add chain=input action=jump jump-target="";refused;invalid value for argument jump-target (line 2 column 41); a name must have at least one character
add chain=input action=jump jump-target=!tcp;ok;add action=jump chain=input jump-target=!tcp
add chain=a action=jump jump-target=a;refused;this jump makes a loop: its target leads back to the chain of the rule (line 2 column 37)
add chain=a action=jump jump-target=b<NL>add chain=b action=jump jump-target=a;refused;this jump makes a loop: its target leads back to the chain of the rule (line 3 column 37)

# reject-with
add chain=input action=reject reject-with=icmp-network-unreachable;ok;add action=reject chain=input reject-with=icmp-network-unreachable
add chain=input action=reject reject-with=icmp-host-unreachable;ok;add action=reject chain=input reject-with=icmp-host-unreachable
add chain=input action=reject reject-with=icmp-protocol-unreachable;ok;add action=reject chain=input reject-with=icmp-protocol-unreachable
add chain=input action=reject reject-with=icmp-port-unreachable;ok;add action=reject chain=input reject-with=icmp-port-unreachable
add chain=input action=reject reject-with=icmp-net-prohibited;ok;add action=reject chain=input reject-with=icmp-net-prohibited
add chain=input action=reject reject-with=icmp-host-prohibited;ok;add action=reject chain=input reject-with=icmp-host-prohibited
add chain=input action=reject reject-with=icmp-admin-prohibited;ok;add action=reject chain=input reject-with=icmp-admin-prohibited
add chain=input action=reject reject-with=tcp-reset protocol=tcp;ok;add action=reject chain=input protocol=tcp reject-with=tcp-reset
add chain=input action=reject reject-with=tcp protocol=tcp;ok;add action=reject chain=input protocol=tcp reject-with=tcp-reset
add chain=input action=reject reject-with=tcp-reset;refused;reject-with=tcp-reset requires protocol tcp (line 2 column 43)
add chain=input action=reject reject-with=tcp-reset protocol=!tcp;refused;reject-with=tcp-reset requires protocol tcp (line 2 column 43)
add chain=input action=reject reject-with=icmp-no-route;refused;input does not match any value of reject-with (line 2 column 43)
add chain=input action=reject reject-with=icmp-net;refused;ambiguous value of reject-with, more than one possible value matches input (line 2 column 43); it may be icmp-network-unreachable, icmp-net-prohibited
add chain=input action=reject reject-with=nothing;refused;input does not match any value of reject-with (line 2 column 43)

# address-list
add chain=input action=add-src-to-address-list address-list=seen;ok;add action=add-src-to-address-list address-list=seen address-list-timeout=none-dynamic chain=input
add chain=input action=add-dst-to-address-list address-list=seen;ok;add action=add-dst-to-address-list address-list=seen address-list-timeout=none-dynamic chain=input
add chain=input action=add-src-to-address-list address-list="port scanners";ok;add action=add-src-to-address-list address-list="port scanners" address-list-timeout=none-dynamic chain=input
add chain=input action=add-src-to-address-list;refused;missing value of address-list: this action needs the name of a list (line 2 column 1)
add chain=input action=add-dst-to-address-list;refused;missing value of address-list: this action needs the name of a list (line 2 column 1)
add chain=input action=add-src-to-address-list address-list="";refused;invalid value for argument address-list (line 2 column 61); a name must have at least one character
add chain=input action=drop address-list=unused;ok;add action=drop address-list=unused chain=input

# address-list-timeout
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=none-dynamic;ok;add action=add-src-to-address-list address-list=a address-list-timeout=none-dynamic chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=none-static;ok;add action=add-src-to-address-list address-list=a address-list-timeout=none-static chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=120;ok;add action=add-src-to-address-list address-list=a address-list-timeout=2m chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=00:05:00;ok;add action=add-src-to-address-list address-list=a address-list-timeout=5m chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=1w2d3h4m5s;ok;add action=add-src-to-address-list address-list=a address-list-timeout=1w2d3h4m5s chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=1d00:00:01;ok;add action=add-src-to-address-list address-list=a address-list-timeout=1d1s chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=35w3d13h13m56s;ok;add action=add-src-to-address-list address-list=a address-list-timeout=35w3d13h13m56s chain=input
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=35w3d13h13m57s;refused;value of address-list-timeout out of range (0s..35w3d13h13m56s) (line 2 column 84)
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=soon;refused;invalid value for argument address-list-timeout (line 2 column 84); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=none;refused;ambiguous value of address-list-timeout, more than one possible value matches input (line 2 column 84); it may be none-dynamic, none-static
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=5x;refused;invalid value for argument address-list-timeout (line 2 column 85); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
add chain=input action=add-src-to-address-list address-list=a address-list-timeout=;refused;invalid value for argument address-list-timeout (line 2 column 84); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300

# log, log-prefix
add chain=input log=yes;ok;add action=accept chain=input log=yes
add chain=input log=no;ok;add action=accept chain=input
add chain=input log=y;ok;add action=accept chain=input log=yes
add chain=input log=true;refused;input does not match any value of log (line 2 column 21); it is yes or no
add chain=input log=maybe;refused;input does not match any value of log (line 2 column 21); it is yes or no
add chain=input log=;refused;input does not match any value of log (line 2 column 21); it is yes or no
add chain=input log;refused;missing value of argument log: write log= (line 2 column 17)
add chain=input log-prefix=in;ok;add action=accept chain=input log-prefix=in
add chain=input log-prefix="a b";ok;add action=accept chain=input log-prefix="a b"
add chain=input log-prefix=!NAT;ok;add action=accept chain=input log-prefix=!NAT
add chain=input log-prefix=#NAT;ok;add action=accept chain=input log-prefix="#NAT"
add chain=input log-prefix="";ok;add action=accept chain=input
add chain=input log-prefix=1234567890123456789012345678901;ok;add action=accept chain=input log-prefix=1234567890123456789012345678901
add chain=input log-prefix=12345678901234567890123456789012;refused;value of log-prefix is too long: at most 31 bytes (line 2 column 59)
add chain=input log-prefix="\"q\" \$x \\ \?";ok;add action=accept chain=input log-prefix="\"q\" \$x \\ \?"

# protocol
add chain=input protocol=tcp;ok;add action=accept chain=input protocol=tcp
add chain=input protocol=6;ok;add action=accept chain=input protocol=tcp
add chain=input protocol=!icmp;ok;add action=accept chain=input protocol=!icmp
add chain=input protocol=ipsec-esp;ok;add action=accept chain=input protocol=ipsec-esp
add chain=input protocol=255;ok;add action=accept chain=input protocol=255
add chain=input protocol=253;ok;add action=accept chain=input protocol=253
add chain=input protocol=0;ok;add action=accept chain=input protocol=0
add chain=input protocol=udp-l;ok;add action=accept chain=input protocol=udp-lite
add chain=input protocol=256;refused;value of protocol out of range (0..255) (line 2 column 26)
add chain=input protocol=-1;refused;input does not match any value of protocol (line 2 column 26)
add chain=input protocol=TCP;refused;input does not match any value of protocol (line 2 column 26)
add chain=input protocol=tpc;refused;input does not match any value of protocol (line 2 column 26); did you mean tcp? Other protocols are written as a number
add chain=input protocol=;refused;input does not match any value of protocol (line 2 column 26)
add chain=input protocol=ip;refused;ambiguous value of protocol, more than one possible value matches input (line 2 column 26)
add chain=input protocol=!!tcp;refused;input does not match any value of protocol (line 2 column 27); did you mean tcp? Other protocols are written as a number

# src-address, dst-address
add chain=input src-address=10.0.0.1;ok;add action=accept chain=input src-address=10.0.0.1
add chain=input src-address=10.0.0.1/32;ok;add action=accept chain=input src-address=10.0.0.1
add chain=input src-address=1.1.1.1/24;ok;add action=accept chain=input src-address=1.1.1.0/24
add chain=input src-address=10.0.0.0/255.0.0.0;ok;add action=accept chain=input src-address=10.0.0.0/8
add chain=input src-address=10.0.0.1-10.0.0.9;ok;add action=accept chain=input src-address=10.0.0.1-10.0.0.9
add chain=input src-address=192.168.0.0-192.168.1.255;ok;add action=accept chain=input src-address=192.168.0.0/23
add chain=input src-address=0.0.0.0/0;ok;add action=accept chain=input src-address=0.0.0.0/0
add chain=input src-address=!10.0.0.0/8;ok;add action=accept chain=input src-address=!10.0.0.0/8
add chain=input dst-address=!10.0.0.1-10.0.0.9;ok;add action=accept chain=input dst-address=!10.0.0.1-10.0.0.9
add chain=input dst-address=224.0.0.1;ok;add action=accept chain=input dst-address=224.0.0.1
add chain=input dst-address=255.255.255.255;ok;add action=accept chain=input dst-address=255.255.255.255
add chain=input src-address="";refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=10.0.0.9-10.0.0.1;refused;value of range expects range of ip addresses (line 2 column 29); the first address of a range must not be above the last one
add chain=input src-address=10.0.0.9-;refused;value of range must have ip address after '-' (line 2 column 38)
add chain=input src-address=-10.0.0.9;refused;value of range must have ip address before '-' (line 2 column 29)
add chain=input src-address=10.0.0.0/33;refused;value of range expects range of ip addresses (line 2 column 38); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=10.0.0.0/255.0.255.0;refused;value of range expects range of ip addresses (line 2 column 38); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=10.0.0;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=10.0.0.256;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=10.0.0.1,10.0.0.2;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=example.com;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input src-address=fe80::1;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=input dst-address=2001:db8::/32;refused;value of range expects range of ip addresses (line 2 column 29); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9

# src-address-list, dst-address-list
add chain=input src-address-list=support;ok;add action=accept chain=input src-address-list=support
add chain=input src-address-list=!support;ok;add action=accept chain=input src-address-list=!support
add chain=input src-address-list="two words";ok;add action=accept chain=input src-address-list="two words"
add chain=input src-address-list=!"two words";ok;add action=accept chain=input src-address-list="!two words"
add chain=input src-address-list="!two words";ok;add action=accept chain=input src-address-list="!two words"
add chain=input dst-address-list=bogons;ok;add action=accept chain=input dst-address-list=bogons
add chain=input dst-address-list=;refused;invalid value for argument dst-address-list (line 2 column 34); a name must have at least one character
add chain=input dst-address-list=!;refused;invalid value for argument dst-address-list (line 2 column 34); a name must have at least one character
add chain=input src-address-l=x;ok;add action=accept chain=input src-address-list=x

# src-port, dst-port, port
add chain=input protocol=tcp dst-port=22;ok;add action=accept chain=input dst-port=22 protocol=tcp
add chain=input protocol=tcp dst-port=8291,22;ok;add action=accept chain=input dst-port=8291,22 protocol=tcp
add chain=input protocol=udp dst-port=1000-2000,53;ok;add action=accept chain=input dst-port=1000-2000,53 protocol=udp
add chain=input protocol=tcp dst-port=!80,443;ok;add action=accept chain=input dst-port=!80,443 protocol=tcp
add chain=input protocol=sctp src-port=0;ok;add action=accept chain=input protocol=sctp src-port=0
add chain=input protocol=dccp port=65535;ok;add action=accept chain=input port=65535 protocol=dccp
add chain=input protocol=udp-lite port=1-65535;ok;add action=accept chain=input port=1-65535 protocol=udp-lite
add chain=input protocol=17 dst-port=53;ok;add action=accept chain=input dst-port=53 protocol=udp
add chain=input protocol=tcp src-port="";ok;add action=accept chain=input protocol=tcp
add chain=input dst-port=22;refused;dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 26)
add chain=input protocol=icmp dst-port=22;refused;dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 40)
add chain=input protocol=!tcp dst-port=22;refused;dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 40)
add chain=input protocol=tcp dst-port=65536;refused;value of dst-port out of range (0..65535) (line 2 column 39)
add chain=input protocol=tcp dst-port=-1;refused;invalid value for argument dst-port (line 2 column 39); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp dst-port=20-10;refused;invalid value for argument dst-port (line 2 column 42); the first number of a range must not be above the last one
add chain=input protocol=tcp dst-port=22,;refused;invalid value for argument dst-port (line 2 column 42); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp dst-port=,22;refused;invalid value for argument dst-port (line 2 column 39); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp dst-port=22,,23;refused;invalid value for argument dst-port (line 2 column 42); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp dst-port=ssh;refused;invalid value for argument dst-port (line 2 column 39); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp dst-port=22 ,23;refused;expected end of command (line 2 column 42)
add chain=input protocol=tcp dst-port="22, 23";refused;invalid value for argument dst-port (line 2 column 43); it is a number or a range of numbers, as in 10-20
add chain=input protocol=tcp ports=8291,22;refused;bad parameter ports: /ip firewall filter has no such property (line 2 column 30); did you mean port?

# tcp-flags
add chain=input protocol=tcp tcp-flags=syn;ok;add action=accept chain=input protocol=tcp tcp-flags=syn
add chain=input protocol=tcp tcp-flags=syn,!ack;ok;add action=accept chain=input protocol=tcp tcp-flags=syn,!ack
add chain=input protocol=tcp tcp-flags=!fin,!syn,!rst,!ack;ok;add action=accept chain=input protocol=tcp tcp-flags=!fin,!syn,!rst,!ack
add chain=input protocol=tcp tcp-flags=fin,syn,rst,psh,ack,urg,ece,cwr;ok;add action=accept chain=input protocol=tcp tcp-flags=fin,syn,rst,psh,ack,urg,ece,cwr
add chain=input protocol=tcp tcp-flags="";ok;add action=accept chain=input protocol=tcp
add chain=input protocol=tcp tcp-flags=ack,syn;ok;add action=accept chain=input protocol=tcp tcp-flags=syn,ack
add chain=input tcp-flags=syn;refused;tcp-flags matching requires protocol tcp (line 2 column 27)
add chain=input protocol=udp tcp-flags=syn;refused;tcp-flags matching requires protocol tcp (line 2 column 40)
add chain=input protocol=tcp tcp-flags=syn,!syn;refused;invalid value for argument tcp-flags (line 2 column 45); a flag cannot be both set and clear
add chain=input protocol=tcp tcp-flags=foo;refused;input does not match any value of tcp-flags (line 2 column 40)
add chain=input protocol=tcp tcp-flags=syn,;refused;input does not match any value of tcp-flags (line 2 column 44)

# icmp-options
add chain=icmp protocol=icmp icmp-options=8;ok;add action=accept chain=icmp icmp-options=8:0-255 protocol=icmp
add chain=icmp protocol=icmp icmp-options=8:0;ok;add action=accept chain=icmp icmp-options=8:0 protocol=icmp
add chain=icmp protocol=icmp icmp-options=3:0-1;ok;add action=accept chain=icmp icmp-options=3:0-1 protocol=icmp
add chain=icmp protocol=icmp icmp-options=8:0-255;ok;add action=accept chain=icmp icmp-options=8:0-255 protocol=icmp
add chain=icmp protocol=icmp icmp-options=!8;ok;add action=accept chain=icmp icmp-options=!8:0-255 protocol=icmp
add chain=icmp protocol=1 icmp-options=255:255;ok;add action=accept chain=icmp icmp-options=255:255 protocol=icmp
add chain=icmp icmp-options=8;refused;icmp-options matching requires protocol icmp (line 2 column 29)
add chain=icmp protocol=tcp icmp-options=8;refused;icmp-options matching requires protocol icmp (line 2 column 42)
add chain=icmp protocol=icmp icmp-options=256;refused;value of icmp-options out of range (0..255) (line 2 column 43)
add chain=icmp protocol=icmp icmp-options=8:256;refused;value of icmp-options out of range (0..255) (line 2 column 45)
add chain=icmp protocol=icmp icmp-options=8:5-3;refused;invalid value for argument icmp-options (line 2 column 47); the first number of a range must not be above the last one
add chain=icmp protocol=icmp icmp-options=8:;refused;invalid value for argument icmp-options (line 2 column 45); it is a number or a range of numbers, as in 10-20
add chain=icmp protocol=icmp icmp-options=echo;refused;invalid value for argument icmp-options (line 2 column 43); it is a type, or type:code, or type:code-code, as in 3:0-5
add chain=icmp protocol=icmp icmp-options="";refused;invalid value for argument icmp-options (line 2 column 43); it is a type, or type:code, or type:code-code, as in 3:0-5

# in-interface, out-interface
add chain=input in-interface=ether1;ok;add action=accept chain=input in-interface=ether1
add chain=input in-interface=!ether1;ok;add action=accept chain=input in-interface=!ether1
add chain=input in-interface="ether 1";ok;add action=accept chain=input in-interface="ether 1"
add chain=input in-interface=!"ether 1";ok;add action=accept chain=input in-interface="!ether 1"
add chain=forward in-interface=ether1 out-interface=ether2;ok;add action=accept chain=forward in-interface=ether1 out-interface=ether2
add chain=input in-interface=123456789012345;ok;add action=accept chain=input in-interface=123456789012345
add chain=input in-interface=a-name-that-is-longer-than-the-63-bytes-that-any-name-of-ours-can-have;refused;input does not match any value of in-interface (line 2 column 30); the name of an interface has at most 63 bytes
add chain=input in-interface="";refused;invalid value for argument in-interface (line 2 column 30); a name must have at least one character
add chain=input out-interface=ether1;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 31)
add chain=output in-interface=ether1;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 31)
add chain=mine in-interface=ether1 out-interface=ether2;ok;add action=accept chain=mine in-interface=ether1 out-interface=ether2

# in-interface-list, out-interface-list
add chain=input in-interface-list=all;ok;add action=accept chain=input in-interface-list=all
add chain=input in-interface-list=!none;ok;add action=accept chain=input in-interface-list=!none
add chain=forward out-interface-list=dynamic;ok;add action=accept chain=forward out-interface-list=dynamic
/interface list add name=WAN; /ip firewall filter add chain=input in-interface-list=!WAN;ok;/interface list add name=WAN + /ip firewall filter add action=accept chain=input in-interface-list=!WAN
add chain=input in-interface-list=;refused;invalid value for argument in-interface-list (line 2 column 35); a name must have at least one character
add chain=input out-interface-list=all;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 36)
add chain=output in-interface-list=all;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 36)
add chain=output out-interface-list=static;ok;add action=accept chain=output out-interface-list=static

# connection-state
add chain=input connection-state=new;ok;add action=accept chain=input connection-state=new
add chain=input connection-state=established,related;ok;add action=accept chain=input connection-state=established,related
add chain=input connection-state=untracked,related,established;ok;add action=accept chain=input connection-state=established,related,untracked
add chain=input connection-state=invalid,established,related,new,untracked;ok;add action=accept chain=input connection-state=invalid,established,related,new,untracked
add chain=input connection-state=!invalid;ok;add action=accept chain=input connection-state=!invalid
add chain=input connection-state=est,rel;ok;add action=accept chain=input connection-state=established,related
add chain=input connection-state="";ok;add action=accept chain=input
add chain=input connection-state=old;refused;input does not match any value of connection-state (line 2 column 34)
add chain=input connection-state=new,;refused;input does not match any value of connection-state (line 2 column 38)
add chain=input connection-state=new,old;refused;input does not match any value of connection-state (line 2 column 38)
add chain=input connection-state=n;ok;add action=accept chain=input connection-state=new

# comment, disabled
add chain=input comment=x;ok;add action=accept chain=input comment=x
add chain=input comment="a b";ok;add action=accept chain=input comment="a b"
add chain=input comment=!x;ok;add action=accept chain=input comment=!x
add chain=input comment="";ok;add action=accept chain=input
add chain=input comment="\"quoted\" \$5 \\ back\\slash";ok;add action=accept chain=input comment="\"quoted\" \$5 \\ back\\slash"
add chain=input comment="tab\tnew\nline\r";ok;add action=accept chain=input comment="tab\tnew\nline\r"
add chain=input comment="caf\C3\A9";ok;add action=accept chain=input comment="caf\C3\A9"
add chain=input comment=café;ok;add action=accept chain=input comment="caf\C3\A9"
add chain=input comment=a=b;ok;add action=accept chain=input comment="a=b"
add chain=input comment=(x);refused;the scripting language is not supported yet: (x) (line 2 column 25)
add chain=input disabled=yes;ok;add action=accept chain=input disabled=yes
add chain=input disabled=no;ok;add action=accept chain=input
add chain=input disabled=0;refused;input does not match any value of disabled (line 2 column 26); it is yes or no
add chain=input !disabled;ok;add action=accept chain=input
add chain=input disabled=;refused;input does not match any value of disabled (line 2 column 26); it is yes or no

# read only, of other menus, of other versions, misspelt
add chain=input packets=5;refused;property packets is read only (line 2 column 17)
add chain=input bytes=5;refused;property bytes is read only (line 2 column 17)
add chain=input list=x;refused;bad parameter list: /ip firewall filter has no such property (line 2 column 17)
add chain=input timeout=5;refused;bad parameter timeout: /ip firewall filter has no such property (line 2 column 17); did you mean time?
add chain=input src-adress=1.1.1.1;refused;bad parameter src-adress (line 2 column 17); did you mean src-address?
add chain=input coment=x;refused;bad parameter coment (line 2 column 17); did you mean comment?
add chain=input foo=bar;refused;bad parameter foo (line 2 column 17)
add chain=input s=1;refused;ambiguous parameter s: src-address, src-address-type, src-address-list, src-port, src-mac-address (line 2 column 17)
add chain=input !limit !psd !src-mac-address;ok;add action=accept chain=input
add chain=input 5;refused;expected end of command (line 2 column 17)
add chain=input "x";refused;expected end of command (line 2 column 17)

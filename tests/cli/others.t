# The other menus: what differs from /ip firewall filter.
@ /ip firewall raw
add chain=prerouting action=notrack;ok;add action=notrack chain=prerouting
add chain=output action=notrack;ok;add action=notrack chain=output
add chain=prerouting action=drop src-address-list=bogons;ok;add action=drop chain=prerouting src-address-list=bogons
add chain=prerouting protocol=tcp tcp-flags=syn,fin action=drop in-interface=eth0;ok;add action=drop chain=prerouting in-interface=eth0 protocol=tcp tcp-flags=fin,syn
add chain=bad_tcp protocol=udp dst-port=53 action=accept;ok;add action=accept chain=bad_tcp dst-port=53 protocol=udp
add chain=prerouting action=reject;refused;input does not match any value of action (line 2 column 29)
add chain=prerouting reject-with=tcp-reset;refused;bad parameter reject-with: /ip firewall raw has no such property (line 2 column 22)
add chain=prerouting connection-state=new;refused;bad parameter connection-state: /ip firewall raw has no such property (line 2 column 22)
add chain=prerouting out-interface=eth0;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 36)
add chain=output in-interface=eth0;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 31)
add chain=input action=drop;ok;add action=drop chain=input
add chain=prerouting action=jump jump-target=icmp4;ok;add action=jump chain=prerouting jump-target=icmp4

@ /ipv6 firewall filter
add chain=input src-address=fe80::/10;ok;add action=accept chain=input src-address=fe80::/10
add chain=input src-address=2001:DB8:0:0::1/64;ok;add action=accept chain=input src-address=2001:db8::/64
add chain=input dst-address=ff02::1;ok;add action=accept chain=input dst-address=ff02::1/128
add chain=input dst-address=!::1/128;ok;add action=accept chain=input dst-address=!::1/128
add chain=input src-address=::/0;ok;add action=accept chain=input src-address=::/0
add chain=input src-address=::ffff:10.0.0.1;ok;add action=accept chain=input src-address=::ffff:10.0.0.1/128
add chain=input protocol=icmpv6 icmp-options=128:0-255;ok;add action=accept chain=input icmp-options=128:0-255 protocol=icmpv6
add chain=input protocol=icmpv6 action=accept comment="defconf: accept ICMPv6";ok;add action=accept chain=input comment="defconf: accept ICMPv6" protocol=icmpv6
add chain=input action=reject reject-with=icmp-no-route;ok;add action=reject chain=input reject-with=icmp-no-route
add chain=input action=reject reject-with=icmp-not-neighbour;ok;add action=reject chain=input reject-with=icmp-not-neighbour
add chain=input action=reject reject-with=icmp-address-unreachable;ok;add action=reject chain=input reject-with=icmp-address-unreachable
add chain=input action=reject reject-with=icmp-err-src-routing-header;ok;add action=reject chain=input reject-with=icmp-err-src-routing-header
add chain=input action=reject reject-with=icmp-headers-too-long;ok;add action=reject chain=input reject-with=icmp-headers-too-long
add chain=input action=reject reject-with=icmp-admin-prohibited;ok;add action=reject chain=input reject-with=icmp-admin-prohibited
add chain=input action=reject reject-with=icmp-port-unreachable;ok;add action=reject chain=input reject-with=icmp-port-unreachable
add chain=input action=reject reject-with=tcp-reset protocol=tcp;ok;add action=reject chain=input protocol=tcp reject-with=tcp-reset
add chain=input action=reject reject-with=icmp-host-prohibited;refused;input does not match any value of reject-with (line 2 column 43); did you mean icmp-admin-prohibited?
add chain=input protocol=icmp icmp-options=8;refused;icmp-options matching requires protocol icmpv6 (line 2 column 44)
add chain=input src-address=10.0.0.1;refused;invalid value for argument src-address (line 2 column 29); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=input src-address=2001:db8::1-2001:db8::9;refused;invalid value for argument src-address (line 2 column 29); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=input src-address=2001:db8::/129;refused;invalid value for argument src-address (line 2 column 40); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=input src-address=2001:db8;refused;invalid value for argument src-address (line 2 column 29); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=input src-address="";refused;invalid value for argument src-address (line 2 column 29); it is an IPv6 address or prefix, as in 2001:db8::/32

@ /ipv6 firewall raw
add chain=prerouting action=drop src-address=fc00::/7;ok;add action=drop chain=prerouting src-address=fc00::/7
add chain=prerouting action=notrack;ok;add action=notrack chain=prerouting
add chain=prerouting connection-state=new;refused;bad parameter connection-state: /ipv6 firewall raw has no such property (line 2 column 22)
add chain=prerouting src-address=fc00::/7-fd00::;refused;invalid value for argument src-address (line 2 column 41); it is an IPv6 address or prefix, as in 2001:db8::/32

@ /ip firewall address-list
add list=a address=10.0.0.1;ok;add address=10.0.0.1 list=a
add list=a address=10.0.0.1/32 comment=x;ok;add address=10.0.0.1 comment=x list=a
add list=a address=192.168.0.0-192.168.1.255;ok;add address=192.168.0.0/23 list=a
add list=a address=10.0.0.1-10.0.0.5;ok;add address=10.0.0.1-10.0.0.5 list=a
add list=a address=10.0.0.9/8;ok;add address=10.0.0.0/8 list=a
add list="two words" address=10.0.0.0/8 disabled=yes;ok;add address=10.0.0.0/8 disabled=yes list="two words"
add list=a address=0.0.0.0/0;ok;add address=0.0.0.0/0 list=a
add list=a address=10.0.0.1 timeout=1h;ok;
add list=a address=10.0.0.1 dynamic=yes;ok;
add list=a address=10.0.0.1 dynamic=no;ok;add address=10.0.0.1 list=a
add list=a address=10.0.0.1 timeout=0s;ok;
add list=a address=10.0.0.1 timeout=35w3d13h13m56s;ok;
add list=a address=10.0.0.1<NL>add list=b address=10.0.0.1;ok;add address=10.0.0.1 list=a + add address=10.0.0.1 list=b
add list=a address=10.0.0.1 timeout=35w3d13h13m57s;refused;value of timeout out of range (0s..35w3d13h13m56s) (line 2 column 37)
add list=a address=10.0.0.1 timeout=never;refused;invalid value for argument timeout (line 2 column 37); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
add list=a address=10.0.0.1 timeout=-5;refused;invalid value for argument timeout (line 2 column 37); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
add list=a;ok;add address=0.0.0.0 list=a
add address=10.0.0.1;refused;missing value(s) of argument(s) list (line 2 column 1)
add list="" address=10.0.0.1;refused;invalid value for argument list (line 2 column 10); a name must have at least one character
add list=a address=;refused;value of range expects range of ip addresses (line 2 column 20); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9; DNS names are not possible
add list=a address=!10.0.0.1;refused;value of range expects range of ip addresses (line 2 column 20); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9; DNS names are not possible
add list=a address=10.0.0.1,10.0.0.2;refused;value of range expects range of ip addresses (line 2 column 20); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9; DNS names are not possible
add list=a address=2001:db8::1;refused;value of range expects range of ip addresses (line 2 column 20); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9; DNS names are not possible
add list=a address=example.com;refused;host names in address lists are not supported by this version (line 2 column 20)
add list=a address=some-host.example.com;refused;host names in address lists are not supported by this version (line 2 column 20)
add list=a address=10.0.0.1<NL>add list=a address=10.0.0.1;refused;failure: already have such entry (line 3 column 20)
add list=a address=10.0.0.1<NL>add list=a address=10.0.0.1/32 comment=again;refused;failure: already have such entry (line 3 column 20)
add list=a address=10.0.0.1<NL>add list=a address=10.0.0.1 timeout=1h;refused;failure: already have such entry (line 3 column 20)
add list=a address=10.0.0.1 disabled=maybe;refused;input does not match any value of disabled (line 2 column 38); it is yes or no
add list=a address=10.0.0.1 dynamic=maybe;refused;input does not match any value of dynamic (line 2 column 37); it is yes or no
add list=a address=10.0.0.1 creation-time=2023-08-01;refused;property creation-time is read only (line 2 column 29)
add list=a address=10.0.0.1 chain=input;refused;bad parameter chain: /ip firewall address-list has no such property (line 2 column 29)
add list=a address=10.0.0.1 place-before=0;refused;bad parameter place-before: items of /ip firewall address-list have no order (line 2 column 29)

@ /ipv6 firewall address-list
add list=a address=2001:db8::1;ok;add address=2001:db8::1/128 list=a
add list=a address=2001:db8::/32;ok;add address=2001:db8::/32 list=a
add list=a address=2001:db8::5/32 timeout=5m;ok;
add list=a address=2001:db8::1-2001:db8::5;refused;invalid value for argument address (line 2 column 20); it is an IPv6 address or prefix, as in 2001:db8::/32
add list=a address=10.0.0.1;refused;invalid value for argument address (line 2 column 20); it is an IPv6 address or prefix, as in 2001:db8::/32
add list=a address=example.com;refused;host names in address lists are not supported by this version (line 2 column 20)
add list=a address="";refused;invalid value for argument address (line 2 column 20); it is an IPv6 address or prefix, as in 2001:db8::/32
add address=::1;refused;missing value(s) of argument(s) list (line 2 column 1)

@ /interface list
add name=WAN;ok;add name=WAN
add name="two words" comment="a b";ok;add comment="a b" name="two words"
add name=LAN include=all;ok;add include=all name=LAN
add name=A<NL>add name=B include=A exclude=none;ok;add name=A + add exclude=none include=A name=B
add name=LAN include=static,dynamic;ok;add include=static,dynamic name=LAN
add name=A include=A;refused;this makes a loop: the interface list named leads back to this one (line 2 column 20)
add name=A<NL>add name=B include=A<NL>set A include=B;refused;this makes a loop: the interface list named leads back to this one (line 4 column 15)
add name=A include=B;refused;there is no interface list of that name: add it first (line 2 column 20)
add name=A include=all,;refused;invalid value for argument include (line 2 column 23); names are separated by one comma
add name=A include="";ok;add name=A
add name="";refused;invalid value for argument name (line 2 column 10); a name must have at least one character
add comment=x;refused;missing value(s) of argument(s) name (line 2 column 1)
add name=all;refused;failure: already have interface list with such name (line 2 column 10)
add name=WAN<NL>add name=WAN;refused;failure: already have interface list with such name (line 3 column 10)
add name=WAN disabled=yes;refused;bad parameter disabled: /interface list has no such property (line 2 column 14)
add name=WAN<NL>remove WAN;ok;
add name=WAN<NL>/interface list member add list=WAN interface=eth0<NL>/interface list remove WAN;refused;the interface list has members: remove them first (line 4 column 17)
remove all;refused;a built-in item cannot be removed (line 2 column 1)
set all name=every;refused;of a built-in interface list only the comment can be changed (line 2 column 1)
set [find name=all] comment="contains all interfaces" exclude="" include="" name=all;ok;
enable 0;refused;command enable is not supported in /interface list (line 2 column 1)

@ /interface list member
/interface list add name=WAN<NL>/interface list member add list=WAN interface=eth0;ok;/interface list add name=WAN + /interface list member add interface=eth0 list=WAN
/interface list add name=WAN<NL>/interface list member add list=WAN interface="eth 0" disabled=yes comment=x;ok;/interface list add name=WAN + /interface list member add comment=x disabled=yes interface="eth 0" list=WAN
/interface list add name=WAN<NL>/interface list member add list=WAN interface=eth0<NL>/interface list member add list=WAN interface=eth0;refused;failure: already have such entry: the interface is a member of this list (line 3 column 47)
/interface list add name=WAN<NL>/interface list member add list=WAN;refused;missing value(s) of argument(s) interface (line 2 column 24)
/interface list add name=WAN<NL>/interface list member add interface=eth0;refused;missing value(s) of argument(s) list (line 2 column 24)
add list=WAN interface=eth0;refused;there is no such interface list: add it first (line 2 column 10)
add list=all interface=eth0;refused;members of built-in interface lists are found by the system and cannot be added (line 2 column 10)
add list=dynamic interface=eth0;refused;members of built-in interface lists are found by the system and cannot be added (line 2 column 10)
/interface list add name=WAN<NL>/interface list member add list=WAN interface=a-name-that-is-longer-than-the-63-bytes-that-any-name-of-ours-can-have;refused;input does not match any value of interface (line 2 column 47); the name of an interface has at most 63 bytes
/interface list add name=WAN<NL>/interface list member add list=WAN interface="";refused;invalid value for argument interface (line 2 column 47); a name must have at least one character

@ /ip firewall connection
add src-address=10.0.0.1;refused;command add is not supported in /ip firewall connection (line 2 column 1)
remove [find];ok;
print count-only;prints;0
remove 0;refused;no such item (line 2 column 8)
print stats;refused;bad parameter stats: /ip firewall connection has no counters (line 2 column 7)
export;prints;
@ /ipv6 firewall connection
find protocol=tcp;prints;
set 0 timeout=5;refused;command set is not supported in /ipv6 firewall connection (line 2 column 1)

# connections that come: not offline, and of connections only
@ /ip firewall connection
print follow;refused;no connections ever come here: follow needs the kernel (line 2 column 1)
print follow-only where protocol=tcp;refused;no connections ever come here: follow needs the kernel (line 2 column 1)
print fol;refused;ambiguous parameter fol: follow, follow-only (line 2 column 7)
print follow=yes;refused;expected end of command (line 2 column 13)
print follow interval=1;refused;follow goes on for ever: it cannot be used in brackets, or with file=, interval=, from= or count-only (line 2 column 1)
print follow count-only;refused;follow goes on for ever: it cannot be used in brackets, or with file=, interval=, from= or count-only (line 2 column 1)
print follow file=x;refused;follow goes on for ever: it cannot be used in brackets, or with file=, interval=, from= or count-only (line 2 column 1)
:put [print follow];refused;follow goes on for ever: it cannot be used in brackets, or with file=, interval=, from= or count-only (line 2 column 7)
/ip firewall filter print follow;refused;bad parameter follow: only connections can be followed (line 1 column 27)
/ip firewall address-list print follow-only;refused;bad parameter follow-only: only connections can be followed (line 1 column 33)
print count-only;prints;0

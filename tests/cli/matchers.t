# Matchers of packets: what is accepted, how it is exported, what is refused, and which menus have them.
@ /ip firewall filter

# ttl
add chain=forward ttl=equal:64;ok;add action=accept chain=forward ttl=equal:64
add chain=forward ttl=64;ok;add action=accept chain=forward ttl=equal:64
add chain=forward ttl=not-equal:0;ok;add action=accept chain=forward ttl=not-equal:0
add chain=forward ttl=less-than:255;ok;add action=accept chain=forward ttl=less-than:255
add chain=forward ttl=gr:1;ok;add action=accept chain=forward ttl=greater-than:1
add chain=forward ttl=256;refused;value of ttl out of range (0..255) (line 2 column 23)
add chain=forward ttl=equal:300;refused;value of ttl out of range (0..255) (line 2 column 29)
add chain=forward ttl=!equal:64;refused;input does not match any value of ttl (line 2 column 23); did you mean equal?
add chain=forward ttl=above:64;refused;input does not match any value of ttl (line 2 column 23)
add chain=forward ttl=equal:;refused;invalid value for argument ttl (line 2 column 29); it is a comparison and a number, as in equal:64 or less-than:5
add chain=forward ttl=equal:6x;refused;invalid value for argument ttl (line 2 column 30); it is a comparison and a number, as in equal:64 or less-than:5
add chain=forward ttl="";refused;invalid value for argument ttl (line 2 column 23); it is a comparison and a number, as in equal:64 or less-than:5
/ip firewall raw add chain=prerouting ttl=less-than:2;ok;/ip firewall raw add action=accept chain=prerouting ttl=less-than:2
/ip firewall nat add chain=srcnat ttl=less-than:2;ok;/ip firewall nat add action=accept chain=srcnat ttl=less-than:2
/ipv6 firewall filter add chain=forward ttl=equal:64;refused;bad parameter ttl: /ipv6 firewall filter has no such property (line 1 column 41)

# hop-limit
/ipv6 firewall filter add chain=forward hop-limit=equal:255;ok;/ipv6 firewall filter add action=accept chain=forward hop-limit=equal:255
/ipv6 firewall filter add chain=forward hop-limit=255;ok;/ipv6 firewall filter add action=accept chain=forward hop-limit=equal:255
/ipv6 firewall filter add chain=forward hop-limit=less-than:2;ok;/ipv6 firewall filter add action=accept chain=forward hop-limit=less-than:2
/ipv6 firewall filter add chain=forward hop-limit=256;refused;value of hop-limit out of range (0..255) (line 1 column 51)
/ipv6 firewall filter add chain=forward hop-limit=!equal:2;refused;input does not match any value of hop-limit (line 1 column 51); did you mean equal?
/ipv6 firewall filter add chain=forward hop-limit=not:2;ok;/ipv6 firewall filter add action=accept chain=forward hop-limit=not-equal:2
/ipv6 firewall filter add chain=forward hop-limit=five;refused;invalid value for argument hop-limit (line 1 column 51); it is a comparison and a number, as in equal:64 or less-than:5
/ipv6 firewall raw add chain=prerouting hop-limit=greater-than:64;ok;/ipv6 firewall raw add action=accept chain=prerouting hop-limit=greater-than:64
/ipv6 firewall nat add chain=srcnat hop-limit=greater-than:64;ok;/ipv6 firewall nat add action=accept chain=srcnat hop-limit=greater-than:64
add chain=forward hop-limit=equal:64;refused;bad parameter hop-limit: /ip firewall filter has no such property (line 2 column 19)

# dscp
add chain=forward dscp=46;ok;add action=accept chain=forward dscp=46
add chain=forward dscp=!46;ok;add action=accept chain=forward dscp=!46
add chain=forward dscp=0;ok;add action=accept chain=forward dscp=0
add chain=forward dscp=63;ok;add action=accept chain=forward dscp=63
add chain=forward dscp=64;refused;value of dscp out of range (0..63) (line 2 column 24)
add chain=forward dscp=ef;refused;invalid value for argument dscp (line 2 column 24); it is a number
add chain=forward dscp=;refused;invalid value for argument dscp (line 2 column 24); it is a number
add chain=forward dscp=1-2;refused;invalid value for argument dscp (line 2 column 25); it is a number
/ipv6 firewall filter add chain=forward dscp=46;ok;/ipv6 firewall filter add action=accept chain=forward dscp=46
/ip firewall raw add chain=output dscp=46;ok;/ip firewall raw add action=accept chain=output dscp=46
/ipv6 firewall raw add chain=output dscp=46;ok;/ipv6 firewall raw add action=accept chain=output dscp=46
/ip firewall nat add chain=dstnat dscp=46;ok;/ip firewall nat add action=accept chain=dstnat dscp=46
/ipv6 firewall nat add chain=dstnat dscp=!46;ok;/ipv6 firewall nat add action=accept chain=dstnat dscp=!46

# tos
add chain=forward tos=16;ok;add action=accept chain=forward tos=16
add chain=forward tos=16/255;ok;add action=accept chain=forward tos=16
add chain=forward tos=16/240;ok;add action=accept chain=forward tos=16/240
add chain=forward tos=!16/240;ok;add action=accept chain=forward tos=!16/240
add chain=forward tos=31/16;ok;add action=accept chain=forward tos=16/16
add chain=forward tos=0/0;ok;add action=accept chain=forward tos=0/0
add chain=forward tos=256;refused;value of tos out of range (0..255) (line 2 column 23)
add chain=forward tos=1/256;refused;value of tos out of range (0..255) (line 2 column 25)
add chain=forward tos=0x10;refused;invalid value for argument tos (line 2 column 24); it is a number, or a number and a mask, as in 16/240
add chain=forward tos=16/;refused;invalid value for argument tos (line 2 column 26); it is a number, or a number and a mask, as in 16/240
add chain=forward tos=low-delay;refused;invalid value for argument tos (line 2 column 23); it is a number, or a number and a mask, as in 16/240
/ipv6 firewall filter add chain=forward tos=1/3;ok;/ipv6 firewall filter add action=accept chain=forward tos=1/3
/ip firewall raw add chain=output tos=1;ok;/ip firewall raw add action=accept chain=output tos=1
/ipv6 firewall raw add chain=output tos=1;ok;/ipv6 firewall raw add action=accept chain=output tos=1
/ip firewall nat add chain=dstnat tos=1;ok;/ip firewall nat add action=accept chain=dstnat tos=1
/ipv6 firewall nat add chain=dstnat tos=1;ok;/ipv6 firewall nat add action=accept chain=dstnat tos=1

# packet-size
add chain=forward packet-size=1500;ok;add action=accept chain=forward packet-size=1500
add chain=forward packet-size=0-100;ok;add action=accept chain=forward packet-size=0-100
add chain=forward packet-size=!0-100;ok;add action=accept chain=forward packet-size=!0-100
add chain=forward packet-size=100-100;ok;add action=accept chain=forward packet-size=100
add chain=forward packet-size=65535;ok;add action=accept chain=forward packet-size=65535
add chain=forward packet-size=65536;refused;value of packet-size out of range (0..65535) (line 2 column 31)
add chain=forward packet-size=100-0;refused;invalid value for argument packet-size (line 2 column 35); the first number of a range must not be above the last one
add chain=forward packet-size=1,2;refused;invalid value for argument packet-size (line 2 column 32); it is a number or one range of numbers, as in 10-20
add chain=forward packet-size=big;refused;invalid value for argument packet-size (line 2 column 31); it is a number or a range of numbers, as in 10-20
add chain=forward packet-size=1-;refused;invalid value for argument packet-size (line 2 column 33); a range has a number on both sides of the "-", as in 10-20
/ipv6 firewall filter add chain=forward packet-size=1280-65535;ok;/ipv6 firewall filter add action=accept chain=forward packet-size=1280-65535
/ip firewall raw add chain=output packet-size=1;ok;/ip firewall raw add action=accept chain=output packet-size=1
/ipv6 firewall raw add chain=output packet-size=1;ok;/ipv6 firewall raw add action=accept chain=output packet-size=1
/ip firewall nat add chain=dstnat packet-size=1;ok;/ip firewall nat add action=accept chain=dstnat packet-size=1
/ipv6 firewall nat add chain=dstnat packet-size=1;ok;/ipv6 firewall nat add action=accept chain=dstnat packet-size=1

# fragment
add chain=forward fragment=yes;ok;add action=accept chain=forward fragment=yes
add chain=forward fragment=no;ok;add action=accept chain=forward fragment=no
add chain=forward fragment=y;ok;add action=accept chain=forward fragment=yes
add chain=forward fragment=!yes;refused;input does not match any value of fragment (line 2 column 28); it is yes or no
add chain=forward fragment=1;refused;input does not match any value of fragment (line 2 column 28); it is yes or no
add chain=forward fragment=;refused;input does not match any value of fragment (line 2 column 28); it is yes or no
/ip firewall raw add chain=prerouting fragment=yes;ok;/ip firewall raw add action=accept chain=prerouting fragment=yes
/ip firewall nat add chain=dstnat fragment=no;ok;/ip firewall nat add action=accept chain=dstnat fragment=no
/ipv6 firewall filter add chain=forward fragment=yes;refused;bad parameter fragment: /ipv6 firewall filter has no such property (line 1 column 41)
/ipv6 firewall raw add chain=prerouting fragment=yes;refused;bad parameter fragment: /ipv6 firewall raw has no such property (line 1 column 41)

# ipv4-options
add chain=forward ipv4-options=any;ok;add action=accept chain=forward ipv4-options=any
add chain=forward ipv4-options=none;ok;add action=accept chain=forward ipv4-options=none
add chain=forward ipv4-options=strict-source-routing;ok;add action=accept chain=forward ipv4-options=strict-source-routing
add chain=forward ipv4-options=loose-source-routing;ok;add action=accept chain=forward ipv4-options=loose-source-routing
add chain=forward ipv4-options=no-source-routing;ok;add action=accept chain=forward ipv4-options=no-source-routing
add chain=forward ipv4-options=record-route;ok;add action=accept chain=forward ipv4-options=record-route
add chain=forward ipv4-options=no-record-route;ok;add action=accept chain=forward ipv4-options=no-record-route
add chain=forward ipv4-options=timestamp;ok;add action=accept chain=forward ipv4-options=timestamp
add chain=forward ipv4-options=no-timestamp;ok;add action=accept chain=forward ipv4-options=no-timestamp
add chain=forward ipv4-options=router-alert;ok;add action=accept chain=forward ipv4-options=router-alert
add chain=forward ipv4-options=no-router-alert;ok;add action=accept chain=forward ipv4-options=no-router-alert
add chain=forward ipv4-options=lo;ok;add action=accept chain=forward ipv4-options=loose-source-routing
add chain=forward ipv4-options=no-r;refused;ambiguous value of ipv4-options, more than one possible value matches input (line 2 column 32); it may be no-record-route, no-router-alert
add chain=forward ipv4-options=any,none;refused;input does not match any value of ipv4-options (line 2 column 32); did you mean any?
add chain=forward ipv4-options=!any;refused;input does not match any value of ipv4-options (line 2 column 32); did you mean any?
add chain=forward ipv4-options=route-alert;refused;input does not match any value of ipv4-options (line 2 column 32); did you mean router-alert?
/ip firewall raw add chain=prerouting ipv4-options=any;ok;/ip firewall raw add action=accept chain=prerouting ipv4-options=any
/ip firewall nat add chain=dstnat ipv4-options=any;ok;/ip firewall nat add action=accept chain=dstnat ipv4-options=any
/ipv6 firewall filter add chain=forward ipv4-options=any;refused;bad parameter ipv4-options: /ipv6 firewall filter has no such property (line 1 column 41)

# headers
/ipv6 firewall filter add chain=forward headers=hop;ok;/ipv6 firewall filter add action=accept chain=forward headers=hop:exact
/ipv6 firewall filter add chain=forward headers=frag,hop:exact;ok;/ipv6 firewall filter add action=accept chain=forward headers=hop,frag:exact
/ipv6 firewall filter add chain=forward headers=proto,none,esp,ah,frag,route,dst,hop:contains;ok;/ipv6 firewall filter add action=accept chain=forward headers=hop,dst,route,frag,ah,esp,none,proto:contains
/ipv6 firewall filter add chain=forward headers=!route:contains;ok;/ipv6 firewall filter add action=accept chain=forward headers=!route:contains
/ipv6 firewall filter add chain=forward headers=route:cont;ok;/ipv6 firewall filter add action=accept chain=forward headers=route:contains
/ipv6 firewall filter add chain=forward headers=route:any;refused;input does not match any value of headers (line 1 column 55)
/ipv6 firewall filter add chain=forward headers=tcp;refused;input does not match any value of headers (line 1 column 49)
/ipv6 firewall filter add chain=forward headers=hop,;refused;input does not match any value of headers (line 1 column 53)
/ipv6 firewall filter add chain=forward headers=:contains;refused;input does not match any value of headers (line 1 column 49)
/ipv6 firewall filter add chain=forward headers=hop:;refused;input does not match any value of headers (line 1 column 53)
/ipv6 firewall raw add chain=prerouting headers=hop;ok;/ipv6 firewall raw add action=accept chain=prerouting headers=hop:exact
/ipv6 firewall nat add chain=dstnat headers=hop;ok;/ipv6 firewall nat add action=accept chain=dstnat headers=hop:exact
add chain=forward headers=hop;refused;bad parameter headers: /ip firewall filter has no such property (line 2 column 19)

# src-mac-address
add chain=forward src-mac-address=02:00:5E:10:00:0A;ok;add action=accept chain=forward src-mac-address=02:00:5E:10:00:0A
add chain=forward src-mac-address=02:00:5e:10:00:0a;ok;add action=accept chain=forward src-mac-address=02:00:5E:10:00:0A
add chain=forward src-mac-address=!02:00:5E:10:00:0A;ok;add action=accept chain=forward src-mac-address=!02:00:5E:10:00:0A
add chain=forward src-mac-address=02-00-5E-10-00-0A;refused;invalid value for argument src-mac-address (line 2 column 35); it is an Ethernet address, as in 02:00:5E:10:00:01
add chain=forward src-mac-address=02:00:5E:10:00;refused;invalid value for argument src-mac-address (line 2 column 47); it is an Ethernet address, as in 02:00:5E:10:00:01
add chain=forward src-mac-address=02:00:5E:10:00:0A:01;refused;invalid value for argument src-mac-address (line 2 column 50); it is an Ethernet address, as in 02:00:5E:10:00:01
add chain=forward src-mac-address=2:0:5E:10:00:0A;refused;invalid value for argument src-mac-address (line 2 column 35); it is an Ethernet address, as in 02:00:5E:10:00:01
add chain=forward src-mac-address=02:00:5E:10:00:0G;refused;invalid value for argument src-mac-address (line 2 column 50); it is an Ethernet address, as in 02:00:5E:10:00:01
add chain=forward src-mac-address="";refused;invalid value for argument src-mac-address (line 2 column 35); it is an Ethernet address, as in 02:00:5E:10:00:01
/ipv6 firewall filter add chain=forward src-mac-address=02:00:5E:10:00:0A;ok;/ipv6 firewall filter add action=accept chain=forward src-mac-address=02:00:5E:10:00:0A
/ip firewall raw add chain=prerouting src-mac-address=02:00:5E:10:00:0A;ok;/ip firewall raw add action=accept chain=prerouting src-mac-address=02:00:5E:10:00:0A
/ipv6 firewall raw add chain=prerouting src-mac-address=02:00:5E:10:00:0A;ok;/ipv6 firewall raw add action=accept chain=prerouting src-mac-address=02:00:5E:10:00:0A
/ip firewall nat add chain=dstnat src-mac-address=02:00:5E:10:00:0A;ok;/ip firewall nat add action=accept chain=dstnat src-mac-address=02:00:5E:10:00:0A
/ipv6 firewall nat add chain=dstnat src-mac-address=02:00:5E:10:00:0A;ok;/ipv6 firewall nat add action=accept chain=dstnat src-mac-address=02:00:5E:10:00:0A

# tcp-mss
add chain=forward protocol=tcp tcp-mss=1460;ok;add action=accept chain=forward protocol=tcp tcp-mss=1460
add chain=forward protocol=tcp tcp-mss=0-500;ok;add action=accept chain=forward protocol=tcp tcp-mss=0-500
add chain=forward protocol=tcp tcp-mss=!0-500;ok;add action=accept chain=forward protocol=tcp tcp-mss=!0-500
add chain=forward protocol=tcp tcp-flags=syn tcp-mss=1301-65535;ok;add action=accept chain=forward protocol=tcp tcp-flags=syn tcp-mss=1301-65535
add chain=forward protocol=tcp tcp-mss=65536;refused;value of tcp-mss out of range (0..65535) (line 2 column 40)
add chain=forward protocol=tcp tcp-mss=500-1;refused;invalid value for argument tcp-mss (line 2 column 44); the first number of a range must not be above the last one
add chain=forward tcp-mss=1460;refused;tcp-mss matching requires protocol tcp (line 2 column 27)
add chain=forward protocol=udp tcp-mss=1460;refused;tcp-mss matching requires protocol tcp (line 2 column 40)
add chain=forward protocol=!tcp tcp-mss=1460;refused;tcp-mss matching requires protocol tcp (line 2 column 41)
/ipv6 firewall filter add chain=forward protocol=tcp tcp-mss=1440;ok;/ipv6 firewall filter add action=accept chain=forward protocol=tcp tcp-mss=1440
/ip firewall raw add chain=prerouting protocol=tcp tcp-mss=1440;ok;/ip firewall raw add action=accept chain=prerouting protocol=tcp tcp-mss=1440
/ipv6 firewall raw add chain=prerouting protocol=tcp tcp-mss=1440;ok;/ipv6 firewall raw add action=accept chain=prerouting protocol=tcp tcp-mss=1440
/ip firewall nat add chain=dstnat protocol=tcp tcp-mss=1440;ok;/ip firewall nat add action=accept chain=dstnat protocol=tcp tcp-mss=1440
/ipv6 firewall nat add chain=dstnat protocol=tcp tcp-mss=1440;ok;/ipv6 firewall nat add action=accept chain=dstnat protocol=tcp tcp-mss=1440

# what print shows, in print order
add chain=forward packet-size=1 dscp=5 tos=1 src-mac-address=02:00:00:00:00:01 ttl=64 ipv4-options=any fragment=no<NL>print detail;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=forward action=accept fragment=no ipv4-options=any ttl=equal:64 +       src-mac-address=02:00:00:00:00:01 dscp=5 tos=1 packet-size=1
/ipv6 firewall filter<NL>add chain=forward packet-size=1 dscp=5 src-mac-address=02:00:00:00:00:01 hop-limit=64 headers=hop<NL>print detail;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=forward action=accept headers=hop:exact hop-limit=equal:64 +       src-mac-address=02:00:00:00:00:01 dscp=5 packet-size=1

# connection-type
add chain=forward connection-type=ftp;ok;add action=accept chain=forward connection-type=ftp
add chain=forward connection-type=!sip;ok;add action=accept chain=forward connection-type=!sip
/ip firewall mangle add chain=forward connection-type=quake3;ok;/ip firewall mangle add action=accept chain=forward connection-type=quake3
/ipv6 firewall filter add chain=forward connection-type=tf;ok;/ipv6 firewall filter add action=accept chain=forward connection-type=tftp
add chain=forward connection-type=rtsp;refused;input does not match any value of connection-type (line 2 column 35)
add chain=forward connection-type=ftp,sip;refused;input does not match any value of connection-type (line 2 column 35); did you mean ftp?
/ip firewall raw add chain=prerouting connection-type=ftp;refused;bad parameter connection-type: /ip firewall raw has no such property (line 1 column 39)

# priority
add chain=forward priority=5;ok;add action=accept chain=forward priority=5
add chain=output priority=!0;ok;add action=accept chain=output priority=!0
add chain=forward priority=63;ok;add action=accept chain=forward priority=63
add chain=forward priority=64;refused;value of priority out of range (0..63) (line 2 column 28)
add chain=forward priority=high;refused;invalid value for argument priority (line 2 column 28); it is a number
/ip firewall nat add chain=srcnat priority=7;ok;/ip firewall nat add action=accept chain=srcnat priority=7
/ip firewall mangle add chain=postrouting priority=!7;ok;/ip firewall mangle add action=accept chain=postrouting priority=!7
/ip firewall raw add chain=prerouting priority=0;ok;/ip firewall raw add action=accept chain=prerouting priority=0
/ipv6 firewall filter add chain=forward priority=1;ok;/ipv6 firewall filter add action=accept chain=forward priority=1
/ipv6 firewall raw add chain=output priority=1;ok;/ipv6 firewall raw add action=accept chain=output priority=1

# ingress-priority
add chain=input ingress-priority=5;ok;add action=accept chain=input ingress-priority=5
add chain=mine ingress-priority=!0;ok;add action=accept chain=mine ingress-priority=!0
add chain=input ingress-priority=64;refused;value of ingress-priority out of range (0..63) (line 2 column 34)
add chain=input ingress-priority=;refused;invalid value for argument ingress-priority (line 2 column 34); it is a number
add chain=forward ingress-priority=5;refused;ingress-priority is known in prerouting, input and dstnat chains only: it is lost on the way (line 2 column 36)
add chain=output ingress-priority=5;refused;ingress-priority is known in prerouting, input and dstnat chains only: it is lost on the way (line 2 column 35)
/ip firewall nat add chain=dstnat ingress-priority=7;ok;/ip firewall nat add action=accept chain=dstnat ingress-priority=7
/ip firewall nat add chain=srcnat ingress-priority=7;refused;ingress-priority is known in prerouting, input and dstnat chains only: it is lost on the way (line 1 column 52)
/ip firewall mangle add chain=postrouting ingress-priority=7;refused;ingress-priority is known in prerouting, input and dstnat chains only: it is lost on the way (line 1 column 60)
/ip firewall mangle add chain=input ingress-priority=7;ok;/ip firewall mangle add action=accept chain=input ingress-priority=7
/ipv6 firewall raw add chain=prerouting ingress-priority=!1;ok;/ipv6 firewall raw add action=accept chain=prerouting ingress-priority=!1

# in-bridge-port, out-bridge-port
add chain=forward in-bridge-port=ether2;ok;add action=accept chain=forward in-bridge-port=ether2
add chain=forward in-bridge-port=!ether2 out-bridge-port=ether3;ok;add action=accept chain=forward in-bridge-port=!ether2 out-bridge-port=ether3
add chain=input in-bridge-port=ether2 in-interface=bridge1;ok;add action=accept chain=input in-bridge-port=ether2 in-interface=bridge1
add chain=input out-bridge-port=ether2;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 33)
add chain=output in-bridge-port=ether2;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 33)
add chain=forward in-bridge-port="";refused;invalid value for argument in-bridge-port (line 2 column 34); a name must have at least one character
add chain=mine out-bridge-port=!"my port";ok;add action=accept chain=mine out-bridge-port="!my port"
/ip firewall nat add chain=dstnat in-bridge-port=ether2;ok;/ip firewall nat add action=accept chain=dstnat in-bridge-port=ether2
/ip firewall mangle add chain=postrouting out-bridge-port=ether2;ok;/ip firewall mangle add action=accept chain=postrouting out-bridge-port=ether2
/ip firewall raw add chain=prerouting in-bridge-port=ether2;ok;/ip firewall raw add action=accept chain=prerouting in-bridge-port=ether2
/ip firewall raw add chain=prerouting out-bridge-port=ether2;refused;outgoing interface matching not possible in input and prerouting chains (line 1 column 55)
/ipv6 firewall raw add chain=prerouting in-bridge-port=ether2;ok;/ipv6 firewall raw add action=accept chain=prerouting in-bridge-port=ether2
/ipv6 firewall mangle add chain=prerouting in-bridge-port=ether2;ok;/ipv6 firewall mangle add action=accept chain=prerouting in-bridge-port=ether2

# in-bridge-port-list, out-bridge-port-list
add chain=forward in-bridge-port-list=LAN out-bridge-port-list=!WAN;ok;add action=accept chain=forward in-bridge-port-list=LAN out-bridge-port-list=!WAN
add chain=forward in-bridge-port-list=all;ok;add action=accept chain=forward in-bridge-port-list=all
add chain=input out-bridge-port-list=LAN;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 38)
add chain=output in-bridge-port-list=LAN;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 38)
add chain=forward in-bridge-port-list="";refused;invalid value for argument in-bridge-port-list (line 2 column 39); a name must have at least one character
/ip firewall nat add chain=srcnat out-bridge-port-list=LAN;ok;/ip firewall nat add action=accept chain=srcnat out-bridge-port-list=LAN
/ipv6 firewall nat add chain=dstnat in-bridge-port-list=!LAN;ok;/ipv6 firewall nat add action=accept chain=dstnat in-bridge-port-list=!LAN

# routing-table
/routing table add name=isp2 fib<NL>/ip firewall filter add chain=forward routing-table=isp2;ok;/routing table add fib name=isp2 + /ip firewall filter add action=accept chain=forward routing-table=isp2
/routing table add name=isp2 fib<NL>/ip firewall nat add chain=srcnat routing-table=!isp2;ok;/routing table add fib name=isp2 + /ip firewall nat add action=accept chain=srcnat routing-table=!isp2
/ip firewall mangle add chain=prerouting routing-table=main;ok;/ip firewall mangle add action=accept chain=prerouting routing-table=main
add chain=forward routing-table=isp3;refused;input does not match any value of routing-table: there is no such routing table (line 2 column 33)
add chain=forward routing-table="";refused;invalid value for argument routing-table (line 2 column 33); a name must have at least one character
/routing table add name=isp2<NL>/ip firewall filter add chain=forward routing-table=isp2;refused;packets cannot be routed by this routing table: it was added without fib (line 2 column 53)
/routing table add name=isp2 fib<NL>/ip firewall filter add chain=forward routing-table=isp2<NL>/routing table remove isp2;refused;rules name this routing table: change or remove them first (line 3 column 16)
/ip firewall raw add chain=prerouting routing-table=main;refused;bad parameter routing-table: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward routing-table=main;ok;/ipv6 firewall filter add action=accept chain=forward routing-table=main
/ipv6 firewall raw add chain=prerouting routing-table=main;refused;bad parameter routing-table: /ipv6 firewall raw has no such property (line 1 column 41)

# p2p
add chain=forward p2p=bit-torrent;ok;add action=accept chain=forward p2p=bit-torrent
add chain=forward p2p=!all-p2p;ok;add action=accept chain=forward p2p=!all-p2p
add chain=forward p2p=fasttrack;ok;add action=accept chain=forward p2p=fasttrack
add chain=forward p2p=e;ok;add action=accept chain=forward p2p=edonkey
add chain=forward p2p=w;refused;ambiguous value of p2p, more than one possible value matches input (line 2 column 23); it may be winmx, warez
add chain=forward p2p=skype;refused;input does not match any value of p2p (line 2 column 23)
add chain=forward p2p=gnutella,warez;refused;input does not match any value of p2p (line 2 column 23); did you mean gnutella?
/ip firewall mangle add chain=prerouting p2p=direct-connect;ok;/ip firewall mangle add action=accept chain=prerouting p2p=direct-connect
/ip firewall nat add chain=dstnat p2p=warez;refused;bad parameter p2p: /ip firewall nat has no such property (line 1 column 35)
/ip firewall raw add chain=prerouting p2p=warez;refused;bad parameter p2p: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward p2p=warez;refused;bad parameter p2p: /ipv6 firewall filter has no such property (line 1 column 41)

# hotspot
add chain=forward hotspot=auth;ok;add action=accept chain=forward hotspot=auth
add chain=forward hotspot=from-client,!auth;ok;add action=accept chain=forward hotspot=from-client,!auth
add chain=forward hotspot=!auth,to-client,local-dst,!http;ok;add action=accept chain=forward hotspot=local-dst,to-client,!auth,!http
add chain=forward hotspot=from;ok;add action=accept chain=forward hotspot=from-client
add chain=forward hotspot=auth,!auth;refused;invalid value for argument hotspot (line 2 column 33); a flag cannot be both set and clear
add chain=forward hotspot=!,auth;refused;conditions of hotspot are negated one by one (line 2 column 27)
add chain=forward hotspot=admin;refused;input does not match any value of hotspot (line 2 column 27)
/ip firewall nat add chain=dstnat hotspot=from-client,!auth;ok;/ip firewall nat add action=accept chain=dstnat hotspot=from-client,!auth
/ip firewall raw add chain=prerouting hotspot=to-client;ok;/ip firewall raw add action=accept chain=prerouting hotspot=to-client
/ip firewall mangle add chain=forward hotspot=http;ok;/ip firewall mangle add action=accept chain=forward hotspot=http
/ipv6 firewall filter add chain=forward hotspot=auth;refused;bad parameter hotspot: /ipv6 firewall filter has no such property (line 1 column 41)

# /ip firewall mangle and /ipv6 firewall mangle: chains, actions and their parameters, and marks in the other menus.
@ /ip firewall mangle

# chains
add chain=prerouting;ok;add action=accept chain=prerouting
add chain=input;ok;add action=accept chain=input
add chain=forward;ok;add action=accept chain=forward
add chain=output;ok;add action=accept chain=output
add chain=postrouting;ok;add action=accept chain=postrouting
add chain=mine;ok;add action=accept chain=mine
add chain=prerouting out-interface=ether1;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 36)
add chain=output in-interface=ether1;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 31)
add chain=postrouting in-interface=ether1;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 36)
add chain=forward in-interface=ether1 out-interface-list=all;ok;add action=accept chain=forward in-interface=ether1 out-interface-list=all
add action=accept;refused;missing value(s) of argument(s) chain (line 2 column 1)
/ipv6 firewall mangle add chain=prerouting;ok;/ipv6 firewall mangle add action=accept chain=prerouting
/ipv6 firewall mangle add chain=postrouting hop-limit=equal:1;ok;/ipv6 firewall mangle add action=accept chain=postrouting hop-limit=equal:1
/ipv6 firewall mangle add chain=postrouting ttl=equal:1;refused;bad parameter ttl: /ipv6 firewall mangle has no such property (line 1 column 45)

# actions that other menus have
add chain=prerouting action=drop;ok;add action=drop chain=prerouting
add chain=prerouting action=log log-prefix=x;ok;add action=log chain=prerouting log-prefix=x
add chain=prerouting action=passthrough;ok;add action=passthrough chain=prerouting
add chain=prerouting action=jump jump-target=x;ok;add action=jump chain=prerouting jump-target=x
add chain=prerouting action=jump;refused;missing value of jump-target: action=jump needs the name of a chain (line 2 column 1)
add chain=prerouting action=return;ok;add action=return chain=prerouting
add chain=prerouting action=add-src-to-address-list address-list=a;ok;add action=add-src-to-address-list address-list=a address-list-timeout=none-dynamic chain=prerouting
add chain=prerouting action=add-dst-to-address-list address-list=a address-list-timeout=1h;ok;add action=add-dst-to-address-list address-list=a address-list-timeout=1h chain=prerouting
add chain=prerouting action=reject;refused;input does not match any value of action (line 2 column 29)
add chain=prerouting action=notrack;refused;input does not match any value of action (line 2 column 29)
add chain=prerouting action=masquerade;refused;input does not match any value of action (line 2 column 29)
/ipv6 firewall mangle add chain=forward action=drop;ok;/ipv6 firewall mangle add action=drop chain=forward

# mark-connection
add chain=forward action=mark-connection new-connection-mark=web;ok;add action=mark-connection chain=forward new-connection-mark=web
add chain=forward action=mark-connection new-connection-mark="two words" passthrough=no;ok;add action=mark-connection chain=forward new-connection-mark="two words" passthrough=no
add chain=forward action=mark-connection new-connection-mark=web passthrough=yes;ok;add action=mark-connection chain=forward new-connection-mark=web
add chain=forward action=mark-connection new-connection-mark=no-mark;ok;add action=mark-connection chain=forward new-connection-mark=no-mark
add chain=forward action=mark-connection new-connection-mark=Web comment=x;ok;add action=mark-connection chain=forward comment=x new-connection-mark=Web
add chain=forward action=mark-connection;refused;missing value of new-connection-mark: this action needs the name of a mark (line 2 column 1)
add chain=forward action=mark-connection new-connection-mark="";refused;invalid value for argument new-connection-mark (line 2 column 62); a name must have at least one character
add chain=forward action=mark-connection new-packet-mark=x;refused;missing value of new-connection-mark: this action needs the name of a mark (line 2 column 1)
add chain=forward action=mark-connection new-connection-mark=x passthrough=maybe;refused;input does not match any value of passthrough (line 2 column 76); it is yes or no
add chain=forward action=mark-connection new-connection-mark=1234567890123456789012345678901234567890123456789012345678901234;refused;value of new-connection-mark is too long: at most 63 bytes (line 2 column 125)
/ipv6 firewall mangle add chain=input action=mark-connection new-connection-mark=six;ok;/ipv6 firewall mangle add action=mark-connection chain=input new-connection-mark=six
/ip firewall filter add chain=forward action=mark-connection;refused;input does not match any value of action (line 1 column 46); did you mean fasttrack-connection?

# mark-packet
add chain=postrouting action=mark-packet new-packet-mark=voip passthrough=no;ok;add action=mark-packet chain=postrouting new-packet-mark=voip passthrough=no
add chain=postrouting action=mark-packet new-packet-mark=no-mark;ok;add action=mark-packet chain=postrouting new-packet-mark=no-mark
add chain=postrouting action=mark-packet new-packet-mark=a,b;ok;add action=mark-packet chain=postrouting new-packet-mark=a,b
add chain=postrouting action=mark-packet new-packet-mark=voip passthrough=yes;ok;add action=mark-packet chain=postrouting new-packet-mark=voip
add chain=postrouting action=mark-packet;refused;missing value of new-packet-mark: this action needs the name of a mark (line 2 column 1)
add chain=postrouting action=mark-packet new-packet-mark="";refused;invalid value for argument new-packet-mark (line 2 column 58); a name must have at least one character
add chain=postrouting action=mark-packet new-packet-mark=!x;ok;add action=mark-packet chain=postrouting new-packet-mark=!x
/ipv6 firewall mangle add chain=output action=mark-packet new-packet-mark=voip;ok;/ipv6 firewall mangle add action=mark-packet chain=output new-packet-mark=voip
/ip firewall raw add chain=prerouting action=mark-packet;refused;input does not match any value of action (line 1 column 46)
/ip firewall nat add chain=srcnat action=mark-packet;refused;input does not match any value of action (line 1 column 42)

# a parameter of another action is kept
add chain=forward passthrough=no;ok;add action=accept chain=forward passthrough=no
add chain=forward new-connection-mark=x;ok;add action=accept chain=forward new-connection-mark=x
add chain=forward action=mark-packet new-packet-mark=a<NL>set 0 new-packet-mark=b passthrough=no;ok;add action=mark-packet chain=forward new-packet-mark=b passthrough=no
add chain=forward action=mark-packet new-packet-mark=a<NL>set 0 !new-packet-mark;refused;missing value of new-packet-mark: this action needs the name of a mark (line 3 column 7)
add chain=forward fwmark=0x1000;refused;property fwmark is read only (line 2 column 19)

# connection-mark
add chain=forward connection-mark=web;ok;add action=accept chain=forward connection-mark=web
add chain=forward connection-mark=!web;ok;add action=accept chain=forward connection-mark=!web
add chain=forward connection-mark=no-mark;ok;add action=accept chain=forward connection-mark=no-mark
add chain=forward connection-mark=!no-mark;ok;add action=accept chain=forward connection-mark=!no-mark
add chain=forward connection-mark="";refused;invalid value for argument connection-mark (line 2 column 35); a name must have at least one character
add chain=forward connection-mark=1234567890123456789012345678901234567890123456789012345678901234;refused;value of connection-mark is too long: at most 63 bytes (line 2 column 98)
/ip firewall filter add chain=forward connection-mark=web;ok;/ip firewall filter add action=accept chain=forward connection-mark=web
/ip firewall nat add chain=srcnat connection-mark=!web;ok;/ip firewall nat add action=accept chain=srcnat connection-mark=!web
/ip firewall raw add chain=prerouting connection-mark=web;refused;bad parameter connection-mark: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward connection-mark=web;ok;/ipv6 firewall filter add action=accept chain=forward connection-mark=web
/ipv6 firewall nat add chain=srcnat connection-mark=web;ok;/ipv6 firewall nat add action=accept chain=srcnat connection-mark=web
/ipv6 firewall mangle add chain=forward connection-mark=web;ok;/ipv6 firewall mangle add action=accept chain=forward connection-mark=web

# packet-mark
add chain=forward packet-mark=web;ok;add action=accept chain=forward packet-mark=web
add chain=forward packet-mark=!web;ok;add action=accept chain=forward packet-mark=!web
add chain=forward packet-mark=no-mark;ok;add action=accept chain=forward packet-mark=no-mark
add chain=forward packet-mark="two words";ok;add action=accept chain=forward packet-mark="two words"
add chain=forward packet-mark="";refused;invalid value for argument packet-mark (line 2 column 31); a name must have at least one character
add chain=forward packet-mark=1234567890123456789012345678901234567890123456789012345678901234;refused;value of packet-mark is too long: at most 63 bytes (line 2 column 94)
/ip firewall filter add chain=forward packet-mark=web;ok;/ip firewall filter add action=accept chain=forward packet-mark=web
/ip firewall nat add chain=srcnat packet-mark=!web;ok;/ip firewall nat add action=accept chain=srcnat packet-mark=!web
/ip firewall raw add chain=prerouting packet-mark=web;ok;/ip firewall raw add action=accept chain=prerouting packet-mark=web
/ipv6 firewall raw add chain=output packet-mark=!no-mark;ok;/ipv6 firewall raw add action=accept chain=output packet-mark=!no-mark
/ipv6 firewall filter add chain=forward packet-mark=web;ok;/ipv6 firewall filter add action=accept chain=forward packet-mark=web
/ipv6 firewall nat add chain=srcnat packet-mark=web;ok;/ipv6 firewall nat add action=accept chain=srcnat packet-mark=web
/ipv6 firewall mangle add chain=forward packet-mark=web;ok;/ipv6 firewall mangle add action=accept chain=forward packet-mark=web

# change-ttl
add chain=forward action=change-ttl new-ttl=set:64;ok;add action=change-ttl chain=forward new-ttl=set:64
add chain=forward action=change-ttl new-ttl=64;ok;add action=change-ttl chain=forward new-ttl=set:64
add chain=forward action=change-ttl new-ttl=increment:1 passthrough=no;ok;add action=change-ttl chain=forward new-ttl=increment:1 passthrough=no
add chain=forward action=change-ttl new-ttl=dec:255;ok;add action=change-ttl chain=forward new-ttl=decrement:255
add chain=forward action=change-ttl;refused;missing value of new-ttl: this action needs a value to set, or a number to add or subtract (line 2 column 1)
add chain=forward action=change-ttl new-ttl=set:256;refused;value of new-ttl out of range (0..255) (line 2 column 49)
add chain=forward action=change-ttl new-ttl=equal:1;refused;input does not match any value of new-ttl (line 2 column 45)
add chain=forward action=change-ttl new-ttl=set:;refused;invalid value for argument new-ttl (line 2 column 49); it is a change and a number, as in set:64 or decrement:1
add chain=forward action=change-ttl new-ttl=!set:1;refused;input does not match any value of new-ttl (line 2 column 45); did you mean set?
/ipv6 firewall mangle add chain=forward action=change-ttl new-ttl=set:1;refused;input does not match any value of action (line 1 column 48); did you mean change-mss?
/ip firewall filter add chain=forward action=change-ttl;refused;input does not match any value of action (line 1 column 46)

# change-hop-limit
/ipv6 firewall mangle add chain=forward action=change-hop-limit new-hop-limit=set:64;ok;/ipv6 firewall mangle add action=change-hop-limit chain=forward new-hop-limit=set:64
/ipv6 firewall mangle add chain=forward action=change-hop-limit new-hop-limit=decrement:1;ok;/ipv6 firewall mangle add action=change-hop-limit chain=forward new-hop-limit=decrement:1
/ipv6 firewall mangle add chain=forward action=change-hop-limit new-hop-limit=increment:255 passthrough=no;ok;/ipv6 firewall mangle add action=change-hop-limit chain=forward new-hop-limit=increment:255 passthrough=no
/ipv6 firewall mangle add chain=forward action=change-hop-limit;refused;missing value of new-hop-limit: this action needs a value to set, or a number to add or subtract (line 1 column 23)
/ipv6 firewall mangle add chain=forward action=change-hop-limit new-hop-limit=set:-1;refused;invalid value for argument new-hop-limit (line 1 column 83); it is a change and a number, as in set:64 or decrement:1
add chain=forward action=change-hop-limit;refused;input does not match any value of action (line 2 column 26)

# change-dscp
add chain=forward action=change-dscp new-dscp=46;ok;add action=change-dscp chain=forward new-dscp=46
add chain=forward action=change-dscp new-dscp=0;ok;add action=change-dscp chain=forward new-dscp=0
add chain=forward action=change-dscp new-dscp=from-priority;ok;add action=change-dscp chain=forward new-dscp=from-priority
add chain=forward action=change-dscp new-dscp=from-priority-to;ok;add action=change-dscp chain=forward new-dscp=from-priority-to-high-3-bits
add chain=forward action=change-dscp;refused;missing value of new-dscp: this action needs a code point (line 2 column 1)
add chain=forward action=change-dscp new-dscp=64;refused;value of new-dscp out of range (0..63) (line 2 column 47)
add chain=forward action=change-dscp new-dscp=ef;refused;input does not match any value of new-dscp (line 2 column 47)
add chain=forward action=change-dscp new-dscp=65536;refused;value of new-dscp out of range (0..63) (line 2 column 47)
/ipv6 firewall mangle add chain=forward action=change-dscp new-dscp=from-priority;ok;/ipv6 firewall mangle add action=change-dscp chain=forward new-dscp=from-priority
/ipv6 firewall mangle add chain=forward action=change-dscp new-dscp=from-priority-to-high-3-bits;refused;input does not match any value of new-dscp (line 1 column 69); did you mean from-priority?

# change-mss
add chain=forward action=change-mss new-mss=1300 protocol=tcp tcp-flags=syn out-interface=pppoe-out tcp-mss=1301-65535;ok;add action=change-mss chain=forward new-mss=1300 out-interface=pppoe-out protocol=tcp tcp-flags=syn tcp-mss=1301-65535
add chain=forward action=change-mss new-mss=clamp-to-pmtu protocol=tcp tcp-flags=syn;ok;add action=change-mss chain=forward new-mss=clamp-to-pmtu protocol=tcp tcp-flags=syn
add chain=postrouting action=change-mss new-mss=cl passthrough=no;ok;add action=change-mss chain=postrouting new-mss=clamp-to-pmtu passthrough=no
add chain=prerouting action=change-mss new-mss=40;ok;add action=change-mss chain=prerouting new-mss=40
add chain=mine action=change-mss new-mss=clamp-to-pmtu;ok;add action=change-mss chain=mine new-mss=clamp-to-pmtu
add chain=prerouting action=change-mss new-mss=clamp-to-pmtu;refused;new-mss=clamp-to-pmtu is not possible in input and prerouting chains: the path is not known there (line 2 column 48)
add chain=input action=change-mss new-mss=clamp-to-pmtu;refused;new-mss=clamp-to-pmtu is not possible in input and prerouting chains: the path is not known there (line 2 column 43)
add chain=forward action=change-mss;refused;missing value of new-mss: this action needs a size, or clamp-to-pmtu (line 2 column 1)
add chain=forward action=change-mss new-mss=39;refused;value of new-mss out of range (40..65534) (line 2 column 45)
add chain=forward action=change-mss new-mss=65535;refused;value of new-mss out of range (40..65534) (line 2 column 45)
add chain=forward action=change-mss new-mss=1300x;refused;invalid value for argument new-mss (line 2 column 49); it is a number, or a name
/ipv6 firewall mangle add chain=output action=change-mss new-mss=clamp-to-pmtu;ok;/ipv6 firewall mangle add action=change-mss chain=output new-mss=clamp-to-pmtu

# clear-df, strip-ipv4-options
add chain=prerouting action=clear-df;ok;add action=clear-df chain=prerouting
add chain=prerouting action=clear-df passthrough=no protocol=udp;ok;add action=clear-df chain=prerouting passthrough=no protocol=udp
add chain=forward action=clear;ok;add action=clear-df chain=forward
add chain=x action=clear-df log=yes;ok;add action=clear-df chain=x log=yes
/ipv6 firewall mangle add chain=prerouting action=clear-df;refused;input does not match any value of action (line 1 column 51)
/ip firewall filter add chain=forward action=clear-df;refused;input does not match any value of action (line 1 column 46)
add chain=prerouting action=strip-ipv4-options;ok;add action=strip-ipv4-options chain=prerouting
add chain=prerouting action=strip-ipv4-options passthrough=no ipv4-options=any;ok;add action=strip-ipv4-options chain=prerouting ipv4-options=any passthrough=no
add chain=output action=strip;ok;add action=strip-ipv4-options chain=output
add chain=x action=strip-ipv4-options comment=x;ok;add action=strip-ipv4-options chain=x comment=x
/ipv6 firewall mangle add chain=prerouting action=strip-ipv4-options;refused;input does not match any value of action (line 1 column 51)
/ip firewall raw add chain=prerouting action=strip-ipv4-options;refused;input does not match any value of action (line 1 column 46)

# set-priority
add chain=forward action=set-priority new-priority=63;ok;add action=set-priority chain=forward new-priority=63
add chain=postrouting action=set-priority new-priority=from-dscp;ok;add action=set-priority chain=postrouting new-priority=from-dscp
add chain=postrouting action=set-priority new-priority=from-dscp-high-3-bits passthrough=no;ok;add action=set-priority chain=postrouting new-priority=from-dscp-high-3-bits passthrough=no
add chain=prerouting action=set-priority new-priority=from-ingress;ok;add action=set-priority chain=prerouting new-priority=from-ingress
add chain=mine action=set-priority new-priority=from-ingress;ok;add action=set-priority chain=mine new-priority=from-ingress
add chain=forward action=set-priority new-priority=from-ingress;refused;new-priority=from-ingress is possible in prerouting and input chains only: it is lost on the way (line 2 column 52)
add chain=output action=set-priority new-priority=from-ingress;refused;new-priority=from-ingress is possible in prerouting and input chains only: it is lost on the way (line 2 column 51)
add chain=forward action=set-priority;refused;missing value of new-priority: this action needs a priority (line 2 column 1)
add chain=forward action=set-priority new-priority=64;refused;value of new-priority out of range (0..63) (line 2 column 52)
add chain=forward action=set-priority new-priority=high;refused;input does not match any value of new-priority (line 2 column 52)
/ipv6 firewall mangle add chain=input action=set-priority new-priority=from-ingress;ok;/ipv6 firewall mangle add action=set-priority chain=input new-priority=from-ingress

# mark-routing
/routing table add name=isp2 fib<NL>/ip firewall mangle add chain=prerouting action=mark-routing new-routing-mark=isp2;ok;/routing table add fib name=isp2 + /ip firewall mangle add action=mark-routing chain=prerouting new-routing-mark=isp2
/routing table add name=isp2 fib<NL>/ip firewall mangle add chain=output action=mark-routing new-routing-mark=isp2 passthrough=no;ok;/routing table add fib name=isp2 + /ip firewall mangle add action=mark-routing chain=output new-routing-mark=isp2 passthrough=no
add chain=prerouting action=mark-routing new-routing-mark=main;ok;add action=mark-routing chain=prerouting new-routing-mark=main
/routing table add name="two words" fib<NL>/ip firewall mangle add chain=mine action=mark-routing new-routing-mark="two words";ok;/routing table add fib name="two words" + /ip firewall mangle add action=mark-routing chain=mine new-routing-mark="two words"
add chain=prerouting action=mark-routing;refused;missing value of new-routing-mark: this action needs the name of a mark (line 2 column 1)
add chain=prerouting action=mark-routing new-routing-mark="";refused;invalid value for argument new-routing-mark (line 2 column 59); a name must have at least one character
add chain=forward action=mark-routing new-routing-mark=isp2;refused;action=mark-routing is possible in prerouting and output chains only: elsewhere it is too late (line 2 column 26)
add chain=input action=mark-routing new-routing-mark=isp2;refused;action=mark-routing is possible in prerouting and output chains only: elsewhere it is too late (line 2 column 24)
add chain=postrouting action=mark-routing new-routing-mark=isp2;refused;action=mark-routing is possible in prerouting and output chains only: elsewhere it is too late (line 2 column 30)
/routing table add name=isp2 fib<NL>/ipv6 firewall mangle add chain=output action=mark-routing new-routing-mark=isp2;ok;/routing table add fib name=isp2 + /ipv6 firewall mangle add action=mark-routing chain=output new-routing-mark=isp2
/ip firewall raw add chain=prerouting action=mark-routing;refused;input does not match any value of action (line 1 column 46)
add chain=prerouting action=mark-routing new-routing-mark=isp2;refused;input does not match any value of new-routing-mark: there is no such routing table (line 2 column 59)
/routing table add name=isp2<NL>/ip firewall mangle add chain=prerouting action=mark-routing new-routing-mark=isp2;refused;packets cannot be routed by this routing table: it was added without fib (line 2 column 79)
/ipv6 firewall mangle add chain=output action=mark-routing new-routing-mark=ISP2;refused;input does not match any value of new-routing-mark: there is no such routing table (line 1 column 77)

# routing-mark
add chain=forward routing-mark=!isp2;refused;input does not match any value of routing-mark: there is no such routing table (line 2 column 32)
/routing table add name=isp2 fib<NL>/ip firewall mangle add chain=forward routing-mark=isp2;ok;/routing table add fib name=isp2 + /ip firewall mangle add action=accept chain=forward routing-mark=isp2
/routing table add name=isp2 fib<NL>/ip firewall mangle add chain=forward routing-mark=!isp2;ok;/routing table add fib name=isp2 + /ip firewall mangle add action=accept chain=forward routing-mark=!isp2
add chain=forward routing-mark=main;ok;add action=accept chain=forward routing-mark=main
add chain=forward routing-mark="";refused;invalid value for argument routing-mark (line 2 column 32); a name must have at least one character
/ip firewall filter add chain=forward routing-mark=!main;ok;/ip firewall filter add action=accept chain=forward routing-mark=!main
/routing table add name=isp2 fib<NL>/ip firewall nat add chain=srcnat routing-mark=isp2;ok;/routing table add fib name=isp2 + /ip firewall nat add action=accept chain=srcnat routing-mark=isp2
/ip firewall raw add chain=prerouting routing-mark=isp2;refused;bad parameter routing-mark: /ip firewall raw has no such property (line 1 column 39)
/routing table add name=isp2 fib<NL>/ipv6 firewall filter add chain=forward routing-mark=isp2;ok;/routing table add fib name=isp2 + /ipv6 firewall filter add action=accept chain=forward routing-mark=isp2
/routing table add name=isp2 fib<NL>/ipv6 firewall nat add chain=srcnat routing-mark=isp2;ok;/routing table add fib name=isp2 + /ipv6 firewall nat add action=accept chain=srcnat routing-mark=isp2
/routing table add name=isp2 fib<NL>/ipv6 firewall mangle add chain=postrouting routing-mark=isp2;ok;/routing table add fib name=isp2 + /ipv6 firewall mangle add action=accept chain=postrouting routing-mark=isp2

# snpt and dnpt
@ /ipv6 firewall mangle
add chain=postrouting action=snpt src-prefix=fd00:1:2::/48 dst-prefix=2001:db8:3::/48;ok;add action=snpt chain=postrouting dst-prefix=2001:db8:3::/48 src-prefix=fd00:1:2::/48
add chain=prerouting action=dnpt src-prefix=2001:db8:3::/48 dst-prefix=fd00:1:2::/48 passthrough=no;ok;add action=dnpt chain=prerouting dst-prefix=fd00:1:2::/48 passthrough=no src-prefix=2001:db8:3::/48
add chain=input action=snpt src-prefix=fd00::/64 dst-prefix=2001:db8::/56;ok;add action=snpt chain=input dst-prefix=2001:db8::/56 src-prefix=fd00::/64
add chain=output action=dnpt src-prefix=fd00::1/64 dst-prefix=2001:DB8::/0;ok;add action=dnpt chain=output dst-prefix=::/0 src-prefix=fd00::/64
add chain=mine action=snpt src-prefix=fd00::/64 dst-prefix=2001:db8::/64;ok;add action=snpt chain=mine dst-prefix=2001:db8::/64 src-prefix=fd00::/64
add chain=forward src-prefix=fd00::/64;ok;add action=accept chain=forward src-prefix=fd00::/64
add chain=postrouting action=snpt dst-prefix=2001:db8:3::/48;refused;missing value of src-prefix: this action needs the prefix of the addresses that it translates (line 2 column 1)
add chain=postrouting action=snpt src-prefix=2001:db8:3::/48;refused;missing value of dst-prefix: this action needs the prefix that addresses get (line 2 column 1)
add chain=prerouting action=dnpt dst-prefix=2001:db8:3::/48;refused;missing value of src-prefix: this action needs the prefix of the addresses that it translates (line 2 column 1)
add chain=prerouting action=dnpt src-prefix=2001:db8:3::/48;refused;missing value of dst-prefix: this action needs the prefix that addresses get (line 2 column 1)
add chain=forward action=snpt src-prefix=fd00::/64 dst-prefix=2001:db8::/64;refused;action=snpt is possible in input and postrouting chains only: sources change when a packet leaves (line 2 column 26)
add chain=prerouting action=snpt src-prefix=fd00::/64 dst-prefix=2001:db8::/64;refused;action=snpt is possible in input and postrouting chains only: sources change when a packet leaves (line 2 column 29)
add chain=forward action=dnpt src-prefix=fd00::/64 dst-prefix=2001:db8::/64;refused;action=dnpt is possible in prerouting and output chains only: elsewhere the way has been chosen (line 2 column 26)
add chain=postrouting action=dnpt src-prefix=fd00::/64 dst-prefix=2001:db8::/64;refused;action=dnpt is possible in prerouting and output chains only: elsewhere the way has been chosen (line 2 column 30)
add chain=postrouting action=snpt src-prefix=fd00::/65 dst-prefix=2001:db8::/64;refused;this property takes a prefix of at most 64 bits (line 2 column 46)
add chain=postrouting action=snpt src-prefix=fd00::1 dst-prefix=2001:db8::/64;refused;this property takes a prefix of at most 64 bits (line 2 column 46)
add chain=postrouting action=snpt src-prefix=10.0.0.0/8 dst-prefix=2001:db8::/64;refused;invalid value for argument src-prefix (line 2 column 46); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=postrouting action=snpt src-prefix=!fd00::/64 dst-prefix=2001:db8::/64;refused;invalid value for argument src-prefix (line 2 column 46); it is an IPv6 address or prefix, as in 2001:db8::/32
/ip firewall mangle add chain=postrouting action=snpt;refused;input does not match any value of action (line 1 column 50)
/ip firewall mangle add chain=postrouting src-prefix=fd00::/64;refused;bad parameter src-prefix: /ip firewall mangle has no such property (line 1 column 43)
/ipv6 firewall filter add chain=forward action=dnpt;refused;input does not match any value of action (line 1 column 48)

# route
@ /ip firewall mangle
add chain=prerouting action=route route-dst=192.0.2.1;ok;add action=route chain=prerouting route-dst=192.0.2.1
add chain=prerouting action=route route-dst=192.0.2.1 passthrough=no protocol=tcp;ok;add action=route chain=prerouting passthrough=no protocol=tcp route-dst=192.0.2.1
add chain=mine action=route route-dst=10.0.0.1;ok;add action=route chain=mine route-dst=10.0.0.1
add chain=forward route-dst=10.0.0.1;ok;add action=accept chain=forward route-dst=10.0.0.1
add chain=prerouting action=route;refused;missing value of route-dst: this action needs the address of a gateway (line 2 column 1)
add chain=prerouting action=route route-dst=0.0.0.0;refused;missing value of route-dst: this action needs the address of a gateway (line 2 column 45)
add chain=prerouting action=route route-dst=10.0.0.0/8;refused;this property takes one address, no prefix and no range (line 2 column 45)
add chain=prerouting action=route route-dst=10.0.0.1-10.0.0.2;refused;this property takes one address, no prefix and no range (line 2 column 45)
add chain=prerouting action=route route-dst=ether1;refused;value of range expects range of ip addresses (line 2 column 45); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=forward action=route route-dst=10.0.0.1;refused;action=route is possible in the prerouting chain only: elsewhere the way has been chosen (line 2 column 26)
add chain=output action=route route-dst=10.0.0.1;refused;action=route is possible in the prerouting chain only: elsewhere the way has been chosen (line 2 column 25)
/ipv6 firewall mangle add chain=prerouting action=route;refused;input does not match any value of action (line 1 column 51)
/ipv6 firewall mangle add chain=prerouting route-dst=10.0.0.1;refused;bad parameter route-dst: /ipv6 firewall mangle has no such property (line 1 column 44)
/ip firewall raw add chain=prerouting action=route;refused;input does not match any value of action (line 1 column 46)

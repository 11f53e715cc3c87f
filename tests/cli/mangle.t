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
/ip firewall filter add chain=forward action=mark-connection;refused;input does not match any value of action (line 1 column 46)

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

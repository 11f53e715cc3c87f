# /ip hotspot host: clients of hotspots.
@ /ip hotspot host
add address=10.5.50.2 interface=ether2;ok;add address=10.5.50.2 interface=ether2
add address=10.5.50.2 interface=ether2 authorized=yes comment=anna;ok;add address=10.5.50.2 authorized=yes comment=anna interface=ether2
add address=10.5.50.2 interface=ether2 disabled=yes;ok;add address=10.5.50.2 disabled=yes interface=ether2
add address=10.5.50.2 interface=ether2<NL>set [find address=10.5.50.2] authorized=yes;ok;add address=10.5.50.2 authorized=yes interface=ether2
add address=10.5.50.2 interface=ether2<NL>set 0 address=10.5.50.3;ok;add address=10.5.50.3 interface=ether2
add address=10.5.50.2 interface=ether2<NL>disable 0;ok;add address=10.5.50.2 disabled=yes interface=ether2
add address=10.5.50.2 interface=ether2<NL>add address=10.5.50.3 interface=ether2<NL>remove 0;ok;add address=10.5.50.3 interface=ether2
add address=10.5.50.2;refused;missing value(s) of argument(s) interface (line 2 column 1)
add interface=ether2;refused;missing value(s) of argument(s) address (line 2 column 1)
add address=10.5.50.0/24 interface=ether2;refused;a client has one address, no prefix and no range (line 2 column 13)
add address=10.5.50.2-10.5.50.3 interface=ether2;refused;a client has one address, no prefix and no range (line 2 column 13)
add address=2001:db8::1 interface=ether2;refused;value of range expects range of ip addresses (line 2 column 13); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9; DNS names are not possible
add address=10.5.50.2 interface=ether2 authorized=maybe;refused;input does not match any value of authorized (line 2 column 51); it is yes or no
add address=10.5.50.2 interface=ether2<NL>add address=10.5.50.2 interface=ether3;refused;failure: already have such entry: the address is a client (line 3 column 13)
add address=10.5.50.2 interface=ether2<NL>add address=10.5.50.3 interface=ether3<NL>set 1 address=10.5.50.2;refused;failure: already have such entry: the address is a client (line 4 column 15)
add address=10.5.50.2 interface=ether2<NL>set 0 !interface;refused;missing value(s) of argument(s) interface (line 3 column 7)
move 0 1;refused;command move is not supported in /ip hotspot host (line 2 column 1)

# Every property of /ip firewall nat and /ipv6 firewall nat that filter has not, and what differs there.
@ /ip firewall nat

# actions, each in the chains that it works in
add chain=srcnat action=accept;ok;add action=accept chain=srcnat
add chain=dstnat action=return;ok;add action=return chain=dstnat
add chain=dstnat action=log log-prefix=x;ok;add action=log chain=dstnat log-prefix=x
add chain=output action=passthrough;ok;add action=passthrough chain=output
add chain=input action=add-src-to-address-list address-list=a;ok;add action=add-src-to-address-list address-list=a address-list-timeout=none-dynamic chain=input
add chain=srcnat action=jump jump-target=clients;ok;add action=jump chain=srcnat jump-target=clients
add chain=srcnat action=masquerade;ok;add action=masquerade chain=srcnat
add chain=srcnat action=masq;ok;add action=masquerade chain=srcnat
add chain=srcnat action=src-nat to-addresses=1.2.3.4;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4
add chain=srcnat action=netmap to-addresses=1.2.3.0/24;ok;add action=netmap chain=srcnat to-addresses=1.2.3.0/24
add chain=srcnat action=same to-addresses=1.2.3.0/24;ok;add action=same chain=srcnat to-addresses=1.2.3.0/24
add chain=srcnat action=endpoint-independent-nat protocol=udp;ok;add action=endpoint-independent-nat chain=srcnat protocol=udp
add chain=dstnat action=dst-nat to-addresses=10.0.0.1;ok;add action=dst-nat chain=dstnat to-addresses=10.0.0.1
add chain=dstnat action=redirect;ok;add action=redirect chain=dstnat
add chain=dstnat action=netmap to-addresses=10.0.0.0/24;ok;add action=netmap chain=dstnat to-addresses=10.0.0.0/24
add chain=dstnat action=same to-addresses=10.0.0.0/24;ok;add action=same chain=dstnat to-addresses=10.0.0.0/24
add chain=dstnat action=endpoint-independent-nat protocol=udp;ok;add action=endpoint-independent-nat chain=dstnat protocol=udp
add chain=dstnat action=socksify;ok;add action=socksify chain=dstnat
add chain=input action=src-nat to-addresses=1.2.3.4;ok;add action=src-nat chain=input to-addresses=1.2.3.4
add chain=input action=netmap to-addresses=1.2.3.0/24;ok;add action=netmap chain=input to-addresses=1.2.3.0/24
add chain=output action=dst-nat to-addresses=1.2.3.4;ok;add action=dst-nat chain=output to-addresses=1.2.3.4
add chain=output action=redirect;ok;add action=redirect chain=output
add chain=output action=netmap to-addresses=1.2.3.0/24;ok;add action=netmap chain=output to-addresses=1.2.3.0/24
add chain=mine action=masquerade;ok;add action=masquerade chain=mine
add chain=mine action=dst-nat to-addresses=1.2.3.4;ok;add action=dst-nat chain=mine to-addresses=1.2.3.4
add chain=prerouting action=redirect;ok;add action=redirect chain=prerouting

# and nowhere else
add chain=dstnat action=src-nat to-addresses=1.2.3.4;refused;this action is not possible in the dstnat chain, which translates destination addresses (line 2 column 25)
add chain=dstnat action=masquerade;refused;this action is not possible in the dstnat chain, which translates destination addresses (line 2 column 25)
add chain=srcnat action=dst-nat to-addresses=1.2.3.4;refused;this action is not possible in the srcnat chain, which translates source addresses (line 2 column 25)
add chain=srcnat action=redirect;refused;this action is not possible in the srcnat chain, which translates source addresses (line 2 column 25)
add chain=srcnat action=socksify;refused;this action is not possible in the srcnat chain, which translates source addresses (line 2 column 25)
add chain=input action=masquerade;refused;this action is not possible in the input chain, which has src-nat and netmap (line 2 column 24)
add chain=input action=dst-nat to-addresses=1.2.3.4;refused;this action is not possible in the input chain, which has src-nat and netmap (line 2 column 24)
add chain=input action=same to-addresses=1.2.3.4;refused;this action is not possible in the input chain, which has src-nat and netmap (line 2 column 24)
add chain=output action=src-nat to-addresses=1.2.3.4;refused;this action is not possible in the output chain, which has dst-nat, redirect and netmap (line 2 column 25)
add chain=output action=masquerade;refused;this action is not possible in the output chain, which has dst-nat, redirect and netmap (line 2 column 25)
add chain=output action=same to-addresses=1.2.3.4;refused;this action is not possible in the output chain, which has dst-nat, redirect and netmap (line 2 column 25)
add chain=output action=socksify;refused;this action is not possible in the output chain, which has dst-nat, redirect and netmap (line 2 column 25)
add chain=srcnat action=masquerade<NL>set 0 chain=dstnat;refused;this action is not possible in the dstnat chain, which translates destination addresses (line 3 column 1)
add chain=srcnat action=drop;refused;input does not match any value of action (line 2 column 25)
add chain=srcnat action=reject;refused;input does not match any value of action (line 2 column 25)
add chain=srcnat action=notrack;refused;input does not match any value of action (line 2 column 25)
add chain=srcnat action=mark-connection;refused;input does not match any value of action (line 2 column 25)
add chain=srcnat action=masquarade;refused;input does not match any value of action (line 2 column 25); did you mean masquerade?
add chain=dstnat action=s;refused;ambiguous value of action, more than one possible value matches input (line 2 column 25); it may be src-nat, same, socksify
add action=masquerade;refused;missing value(s) of argument(s) chain (line 2 column 1)

# to-addresses
add chain=srcnat action=src-nat to-addresses=1.2.3.4-1.2.3.9;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4-1.2.3.9
add chain=srcnat action=src-nat to-addresses=1.2.3.4/30;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4/30
add chain=srcnat action=src-nat to-addresses=1.2.3.7/30;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4/30
add chain=srcnat action=src-nat to-addresses=1.2.3.4/32;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4
add chain=srcnat action=src-nat to-addresses=1.2.3.4-1.2.3.7;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4/30
add chain=srcnat action=src-nat to-addresses=1.2.3.4-1.2.3.4;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.4
add chain=srcnat action=src-nat to-addresses=1.2.3.0/255.255.255.0;ok;add action=src-nat chain=srcnat to-addresses=1.2.3.0/24
add chain=srcnat action=src-nat to-address=2.2.2.2 src-address=100.64.0.0/10 out-interface=WAN;ok;add action=src-nat chain=srcnat out-interface=WAN src-address=100.64.0.0/10 to-addresses=2.2.2.2
add chain=srcnat action=src-nat to-addresses=0.0.0.0;ok;add action=src-nat chain=srcnat to-addresses=0.0.0.0
add chain=srcnat action=src-nat;ok;add action=src-nat chain=srcnat
add chain=dstnat action=netmap to-addresses=2.2.2.1-2.2.2.254 dst-address=11.11.11.1-11.11.11.254;ok;add action=netmap chain=dstnat dst-address=11.11.11.1-11.11.11.254 to-addresses=2.2.2.1-2.2.2.254
add chain=srcnat action=src-nat to-addresses=1.2.3.9-1.2.3.4;refused;value of range expects range of ip addresses (line 2 column 46); the first address of a range must not be above the last one
add chain=srcnat action=src-nat to-addresses=1.2.3.4-;refused;value of range must have ip address after '-' (line 2 column 54)
add chain=srcnat action=src-nat to-addresses=-1.2.3.4;refused;value of range must have ip address before '-' (line 2 column 46)
add chain=srcnat action=src-nat to-addresses=!1.2.3.4;refused;value of range expects range of ip addresses (line 2 column 46); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=srcnat action=src-nat to-addresses=router.example.com;refused;value of range expects range of ip addresses (line 2 column 46); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=srcnat action=src-nat to-addresses=2001:db8::1;refused;value of range expects range of ip addresses (line 2 column 46); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=srcnat action=src-nat to-addresses="";refused;value of range expects range of ip addresses (line 2 column 46); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=srcnat action=src-nat to-addresses=1.2.3.4,1.2.3.5;refused;value of range expects range of ip addresses (line 2 column 46); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=dstnat action=netmap;refused;missing value of to-addresses: this action needs addresses to translate to (line 2 column 1)
add chain=dstnat action=netmap to-addresses=0.0.0.0;refused;missing value of to-addresses: this action needs addresses to translate to (line 2 column 45)
add chain=dstnat action=same;refused;missing value of to-addresses: this action needs addresses to translate to (line 2 column 1)
add chain=dstnat action=netmap to-addresses=10.0.0.0/24<NL>set 0 !to-addresses;refused;missing value of to-addresses: this action needs addresses to translate to (line 3 column 7)

# to-ports
add chain=dstnat action=dst-nat protocol=tcp dst-port=80 to-addresses=10.0.0.1 to-ports=8080;ok;add action=dst-nat chain=dstnat dst-port=80 protocol=tcp to-addresses=10.0.0.1 to-ports=8080
add chain=dstnat action=dst-nat protocol=tcp dst-port=10000-20000 to-addresses=10.0.0.1 to-ports=10000-20000;ok;add action=dst-nat chain=dstnat dst-port=10000-20000 protocol=tcp to-addresses=10.0.0.1 to-ports=10000-20000
add chain=dstnat action=redirect protocol=udp dst-port=53 to-ports=53-53;ok;add action=redirect chain=dstnat dst-port=53 protocol=udp to-ports=53
add chain=dstnat action=redirect protocol=sctp to-ports=0;ok;add action=redirect chain=dstnat protocol=sctp to-ports=0
add chain=srcnat action=masquerade protocol=udp to-ports=1024-65535;ok;add action=masquerade chain=srcnat protocol=udp to-ports=1024-65535
add chain=dstnat action=redirect protocol=tcp dst-port="" to-ports="";ok;add action=redirect chain=dstnat protocol=tcp
add chain=dstnat action=redirect to-ports=8080;refused;to-ports requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 43)
add chain=dstnat action=redirect protocol=icmp to-ports=8080;refused;to-ports requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 57)
add chain=dstnat action=redirect protocol=!tcp to-ports=8080;refused;to-ports requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 57)
add chain=dstnat action=redirect protocol=tcp to-ports=80,81;refused;invalid value for argument to-ports (line 2 column 61); it is one port or one range of ports
add chain=dstnat action=redirect protocol=tcp to-ports=65536;refused;value of to-ports out of range (0..65535) (line 2 column 56)
add chain=dstnat action=redirect protocol=tcp to-ports=90-80;refused;invalid value for argument to-ports (line 2 column 59); the first number of a range must not be above the last one
add chain=dstnat action=redirect protocol=tcp to-ports=http;refused;invalid value for argument to-ports (line 2 column 56); it is a number or a range of numbers, as in 10-20
add chain=dstnat action=redirect protocol=tcp to-ports=!80;refused;invalid value for argument to-ports (line 2 column 56); it is a number or a range of numbers, as in 10-20
add chain=dstnat action=redirect protocol=tcp to-port=80;ok;add action=redirect chain=dstnat protocol=tcp to-ports=80
add chain=dstnat action=redirect protocol=tcp to-ports=80<NL>set 0 !protocol;refused;to-ports requires protocol tcp, udp, dccp, sctp or udp-lite (line 3 column 1)

# same-not-by-dst, randomise-ports, endpoint-independent-nat
add chain=srcnat action=same to-addresses=1.2.3.0/24 same-not-by-dst=yes;ok;add action=same chain=srcnat same-not-by-dst=yes to-addresses=1.2.3.0/24
add chain=srcnat action=same to-addresses=1.2.3.0/24 same-not-by-dst=no;ok;add action=same chain=srcnat to-addresses=1.2.3.0/24
add chain=srcnat action=same to-addresses=1.2.3.0/24 same-not-by-dst=maybe;refused;input does not match any value of same-not-by-dst (line 2 column 70); it is yes or no
add chain=srcnat action=endpoint-independent-nat protocol=udp randomise-ports=yes to-addresses=1.2.3.4 to-ports=1024-65535;ok;add action=endpoint-independent-nat chain=srcnat protocol=udp randomise-ports=yes to-addresses=1.2.3.4 to-ports=1024-65535
add chain=srcnat action=endpoint-independent-nat protocol=udp randomise-ports=1;refused;input does not match any value of randomise-ports (line 2 column 79); it is yes or no
add chain=srcnat action=endpoint-independent-nat protocol=udp randomize-ports=yes;refused;bad parameter randomize-ports (line 2 column 63); did you mean randomise-ports?
add chain=srcnat action=endpoint-independent-nat;refused;action=endpoint-independent-nat requires protocol udp (line 2 column 25)
add chain=srcnat action=endpoint-independent-nat protocol=tcp;refused;action=endpoint-independent-nat requires protocol udp (line 2 column 25)

# socksify: kept, and flagged
add chain=dstnat action=socksify protocol=tcp socks5-server=10.0.0.9 socks5-port=1080;ok;add action=socksify chain=dstnat protocol=tcp socks5-port=1080 socks5-server=10.0.0.9
add chain=dstnat action=socksify protocol=tcp socksify-service=proxy;ok;add action=socksify chain=dstnat protocol=tcp socksify-service=proxy
add chain=dstnat action=socksify protocol=tcp socks5-server=10.0.0.0/24;refused;this property takes one address, no prefix and no range (line 2 column 61)
add chain=dstnat action=socksify protocol=tcp socks5-server=proxy;refused;value of range expects range of ip addresses (line 2 column 61); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=dstnat action=socksify protocol=tcp socks5-port=65536;refused;value of socks5-port out of range (0..65535) (line 2 column 59)
add chain=dstnat action=socksify protocol=tcp socks5-port=-1;refused;invalid value for argument socks5-port (line 2 column 59); it is a number
add chain=dstnat action=socksify protocol=tcp socksify-service="";refused;invalid value for argument socksify-service (line 2 column 64); a name must have at least one character
add chain=dstnat action=socksify protocol=tcp<NL>print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0 I  ;;; connections cannot be sent through a SOCKS proxy by this version +       chain=dstnat action=socksify protocol=tcp
add chain=dstnat action=socksify disabled=yes<NL>print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0 X  chain=dstnat action=socksify

# interfaces
add chain=srcnat action=masquerade out-interface=wan;ok;add action=masquerade chain=srcnat out-interface=wan
add chain=srcnat action=masquerade in-interface=lan;ok;add action=masquerade chain=srcnat in-interface=lan
add chain=dstnat action=redirect in-interface-list=LAN;ok;add action=redirect chain=dstnat in-interface-list=LAN
add chain=dstnat action=redirect out-interface=wan;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 48)
add chain=dstnat action=redirect out-interface-list=!WAN;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 53)
add chain=input action=accept out-interface=wan;refused;outgoing interface matching not possible in input and prerouting chains (line 2 column 45)
add chain=output action=accept in-interface=wan;refused;incoming interface matching not possible in output and postrouting chains (line 2 column 45)
add chain=output action=accept out-interface=wan;ok;add action=accept chain=output out-interface=wan
add chain=mine action=masquerade in-interface=a out-interface=b;ok;add action=masquerade chain=mine in-interface=a out-interface=b

# matchers that are not there
add chain=srcnat action=masquerade connection-state=new;refused;bad parameter connection-state: /ip firewall nat has no such property (line 2 column 36)
add chain=srcnat action=masquerade connection-nat-state=dstnat;refused;bad parameter connection-nat-state: /ip firewall nat has no such property (line 2 column 36)
add chain=srcnat action=masquerade protocol=tcp tcp-flags=syn;refused;bad parameter tcp-flags: /ip firewall nat has no such property (line 2 column 49)
add chain=srcnat action=masquerade reject-with=tcp-reset;refused;bad parameter reject-with: /ip firewall nat has no such property (line 2 column 36)
add chain=srcnat action=masquerade icmp-options=8 protocol=icmp;ok;add action=masquerade chain=srcnat icmp-options=8:0-255 protocol=icmp

# chains and jumps
add chain=srcnat action=jump jump-target=srcnat;refused;this jump makes a loop: its target leads back to the chain of the rule (line 2 column 42)
add chain=dstnat action=jump jump-target=mine<NL>add chain=mine action=masquerade<NL>print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=dstnat action=jump jump-target=mine +  +  1    chain=mine action=masquerade
add chain=dstnat action=jump jump-target=srcnat<NL>add chain=srcnat action=masquerade;ok;add action=jump chain=dstnat jump-target=srcnat + add action=masquerade chain=srcnat

# all forms of a listing
add chain=srcnat action=masquerade out-interface-list=all comment=out<NL>add chain=dstnat action=dst-nat protocol=tcp dst-port=80 in-interface-list=all to-addresses=10.0.0.1 to-ports=8080 log=yes log-prefix=web<NL>print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    ;;; out +       chain=srcnat action=masquerade out-interface-list=all +  +  1    chain=dstnat action=dst-nat to-addresses=10.0.0.1 to-ports=8080 +       protocol=tcp in-interface-list=all dst-port=80 log=yes log-prefix="web"
add chain=srcnat action=masquerade out-interface-list=all comment=out<NL>add chain=dstnat action=redirect protocol=tcp dst-port=80 to-ports=8080<NL>print terse;prints; 0   comment=out chain=srcnat action=masquerade out-interface-list=all +  1   chain=dstnat action=redirect to-ports=8080 protocol=tcp dst-port=80
add chain=srcnat action=masquerade out-interface-list=all comment=out<NL>add chain=dstnat action=redirect protocol=tcp dst-port=80 to-ports=8080<NL>print stats;prints;Columns: CHAIN, ACTION, BYTES, PACKETS + # CHAIN   ACTION      BYTES  PACKETS + ;;; out + 0 srcnat  masquerade      0        0 + 1 dstnat  redirect        0        0
add chain=srcnat action=masquerade<NL>add chain=dstnat action=redirect<NL>print chain=dstnat;prints;Flags: X - disabled, I - invalid; D - dynamic +  1    chain=dstnat action=redirect
add chain=srcnat action=masquerade<NL>add chain=dstnat action=redirect<NL>:put [print count-only where action=redirect];prints;1
add chain=dstnat action=dst-nat to-addresses=10.0.0.1<NL>:put [get 0 to-addresses];prints;10.0.0.1
add chain=srcnat action=src-nat to-addresses=1.2.3.4<NL>print as-value;prints;.id=*1;chain=srcnat;action=src-nat;to-addresses=1.2.3.4;disabled=false
add chain=srcnat action=src-nat to-addresses=1.2.3.0/24<NL>:put [find to-addresses in 1.2.0.0/16];prints;*1
add chain=srcnat action=src-nat to-addresses=1.2.3.4<NL>set 0 to-addresses=4.3.2.1 action=same same-not-by-dst=yes;ok;add action=same chain=srcnat same-not-by-dst=yes to-addresses=4.3.2.1
add chain=srcnat action=src-nat to-addresses=1.2.3.4<NL>unset 0 to-addresses;ok;add action=src-nat chain=srcnat
add chain=srcnat action=masquerade<NL>add chain=srcnat action=accept place-before=0 dst-address=10.0.0.0/8;ok;add action=accept chain=srcnat dst-address=10.0.0.0/8 + add action=masquerade chain=srcnat
add chain=dstnat action=dst-nat protocol=tcp dst-port=10000-20000 to-addresses=192.168.100.200 to-ports=10000-20000 comment="a long comment that must be wrapped"<NL>export;prints;/ip firewall nat + add action=dst-nat chain=dstnat comment="a long comment that must be wrapped" \ +     dst-port=10000-20000 protocol=tcp to-addresses=192.168.100.200 to-ports=\ +     10000-20000
/ip firewall nat add chain=srcnat action=masquerade<NL>/ip firewall filter add chain=input<NL>/ip firewall raw add chain=output<NL>/ipv6 firewall nat add chain=srcnat action=masquerade<NL>/export;prints;/ip firewall filter + add action=accept chain=input + /ip firewall nat + add action=masquerade chain=srcnat + /ip firewall raw + add action=accept chain=output + /ipv6 firewall nat + add action=masquerade chain=srcnat

# other menus know it
/ip firewall filter add chain=forward connection-nat-state=dstnat;ok;/ip firewall filter add action=accept chain=forward connection-nat-state=dstnat
/ip firewall filter add chain=forward connection-nat-state=!dstnat connection-state=new;ok;/ip firewall filter add action=accept chain=forward connection-nat-state=!dstnat connection-state=new
/ip firewall filter add chain=forward connection-nat-state=dstnat,srcnat;ok;/ip firewall filter add action=accept chain=forward connection-nat-state=srcnat,dstnat
/ip firewall filter add chain=forward connection-nat-state=ein-snat,ein-dnat;ok;/ip firewall filter add action=accept chain=forward connection-nat-state=ein-snat,ein-dnat
/ip firewall filter add chain=forward connection-nat-state=ein;refused;ambiguous value of connection-nat-state, more than one possible value matches input (line 1 column 60); it may be ein-snat, ein-dnat
/ip firewall filter add chain=forward connection-nat-state=nat;refused;input does not match any value of connection-nat-state (line 1 column 60)
/ip firewall filter add chain=forward connection-nat-state=dstnat,!srcnat;refused;input does not match any value of connection-nat-state (line 1 column 67); did you mean srcnat?
/ip firewall filter add chain=forward connection-nat-state="";ok;/ip firewall filter add action=accept chain=forward
/ip firewall filter add chain=forward connection-nat-state=!dstnat connection-state=new protocol=tcp action=drop<NL>/ip firewall filter print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=forward action=drop connection-state=new +       connection-nat-state=!dstnat protocol=tcp
/ip firewall raw add chain=prerouting connection-nat-state=dstnat;refused;bad parameter connection-nat-state: /ip firewall raw has no such property (line 1 column 39)
/ip firewall filter add chain=forward action=masquerade;refused;input does not match any value of action (line 1 column 46)
/ip firewall filter add chain=forward to-addresses=1.2.3.4;refused;bad parameter to-addresses: /ip firewall filter has no such property (line 1 column 39)

@ /ipv6 firewall nat

add chain=srcnat action=masquerade out-interface=wan;ok;add action=masquerade chain=srcnat out-interface=wan
add chain=srcnat action=src-nat to-address=2001:db8::1;ok;add action=src-nat chain=srcnat to-address=2001:db8::1/128
add chain=srcnat action=src-nat to-address=2001:db8::1/128;ok;add action=src-nat chain=srcnat to-address=2001:db8::1/128
add chain=srcnat action=src-nat to-address=2001:db8::1/64;ok;add action=src-nat chain=srcnat to-address=2001:db8::/64
add chain=srcnat action=netmap to-address=2001:db8::/64;ok;add action=netmap chain=srcnat to-address=2001:db8::/64
add chain=dstnat action=dst-nat protocol=tcp dst-port=80 to-address=fd00::1 to-ports=8080;ok;add action=dst-nat chain=dstnat dst-port=80 protocol=tcp to-address=fd00::1/128 to-ports=8080
add chain=dstnat action=redirect protocol=udp dst-port=53;ok;add action=redirect chain=dstnat dst-port=53 protocol=udp
add chain=dstnat action=netmap to-address=fd00::/64;ok;add action=netmap chain=dstnat to-address=fd00::/64
add chain=input action=src-nat to-address=fd00::1;ok;add action=src-nat chain=input to-address=fd00::1/128
add chain=output action=dst-nat to-address=fd00::1;ok;add action=dst-nat chain=output to-address=fd00::1/128
add chain=srcnat action=masquerade connection-state=new;ok;add action=masquerade chain=srcnat connection-state=new
add chain=dstnat action=redirect protocol=tcp tcp-flags=syn;ok;add action=redirect chain=dstnat protocol=tcp tcp-flags=syn
add chain=srcnat action=src-nat to-address=2001:db8::1-2001:db8::9;refused;invalid value for argument to-address (line 2 column 44); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=srcnat action=src-nat to-address=1.2.3.4;refused;invalid value for argument to-address (line 2 column 44); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=srcnat action=src-nat to-address="";refused;invalid value for argument to-address (line 2 column 44); it is an IPv6 address or prefix, as in 2001:db8::/32
add chain=srcnat action=src-nat to-addresses=2001:db8::1;refused;bad parameter to-addresses: /ipv6 firewall nat has no such property (line 2 column 33); did you mean to-address?
add chain=dstnat action=netmap;refused;missing value of to-address: this action needs addresses to translate to (line 2 column 1)
add chain=dstnat action=netmap to-address=::/128;refused;missing value of to-address: this action needs addresses to translate to (line 2 column 43)
add chain=srcnat action=same to-address=2001:db8::1;refused;input does not match any value of action (line 2 column 25)
add chain=srcnat action=endpoint-independent-nat protocol=udp;refused;input does not match any value of action (line 2 column 25)
add chain=dstnat action=socksify;refused;input does not match any value of action (line 2 column 25)
add chain=dstnat action=masquerade;refused;this action is not possible in the dstnat chain, which translates destination addresses (line 2 column 25)
add chain=srcnat action=redirect;refused;this action is not possible in the srcnat chain, which translates source addresses (line 2 column 25)
add chain=dstnat action=redirect to-ports=80;refused;to-ports requires protocol tcp, udp, dccp, sctp or udp-lite (line 2 column 43)
add chain=srcnat action=masquerade connection-nat-state=dstnat;refused;bad parameter connection-nat-state: /ipv6 firewall nat has no such property (line 2 column 36)
add chain=srcnat action=masquerade same-not-by-dst=yes;refused;bad parameter same-not-by-dst: /ipv6 firewall nat has no such property (line 2 column 36)
add chain=dstnat action=dst-nat protocol=tcp dst-port=80 to-address=fd00::1 to-ports=8080 in-interface-list=all connection-state=new<NL>print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=dstnat action=dst-nat to-address=fd00::1/128 to-ports=8080 +       connection-state=new protocol=tcp in-interface-list=all dst-port=80
/ipv6 firewall filter add chain=forward connection-nat-state=!dstnat connection-state=new<NL>/ipv6 firewall filter print;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=forward action=accept connection-nat-state=!dstnat +       connection-state=new
/ipv6 firewall filter add chain=forward connection-nat-state=ein-snat;refused;input does not match any value of connection-nat-state (line 1 column 62)

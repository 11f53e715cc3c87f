# The grammar: paths, words, strings, numbers, joined lines.
@ /
# paths
/ip firewall filter add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip/firewall/filter/add chain=input;ok;/ip firewall filter add action=accept chain=input
ip firewall filter add chain=input;ok;/ip firewall filter add action=accept chain=input
ip/firewall/filter add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip firewall/filter add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip/firewall filter/add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip fire fil add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip f f a chain=input;ok;/ip firewall filter add action=accept chain=input
/ip firewall filter<NL>add chain=input;ok;/ip firewall filter add action=accept chain=input
/ip firewall filter<NL>add chain=input<NL>/ip firewall raw<NL>add chain=output action=notrack;ok;/ip firewall filter add action=accept chain=input + /ip firewall raw add action=notrack chain=output
/ip firewall<NL>filter add chain=input<NL>raw add chain=output;ok;/ip firewall filter add action=accept chain=input + /ip firewall raw add action=accept chain=output
/ip firewall filter<NL>.. raw add chain=output<NL>add chain=input;ok;/ip firewall filter add action=accept chain=input + /ip firewall raw add action=accept chain=output
/ip firewall filter<NL>../raw/add chain=output;ok;/ip firewall raw add action=accept chain=output
/ip firewall filter<NL>..<NL>raw<NL>add chain=output;ok;/ip firewall raw add action=accept chain=output
/ip firewall filter<NL>/<NL>ip firewall raw add chain=output;ok;/ip firewall raw add action=accept chain=output
/ip firewall filter<NL>/ip firewall raw add chain=output<NL>add chain=input;ok;/ip firewall filter add action=accept chain=input + /ip firewall raw add action=accept chain=output
/ip firewall filter;add chain=input;add chain=output;ok;/ip firewall filter add action=accept chain=input + /ip firewall filter add action=accept chain=output
..;refused;there is no menu above / (line 2 column 1)
/ip firewall fliter;refused;bad command name fliter (line 1 column 14); did you mean filter?
/ip firewall fliter add chain=input;refused;bad command name fliter (line 1 column 14); did you mean filter?
/ip firewall filter ad chain=input;ok;/ip firewall filter add action=accept chain=input
/ip firewall filter addd chain=input;refused;bad command name addd (line 1 column 21); did you mean add?
/ip firewall filter<NL>ip firewall raw add chain=output;refused;bad command name ip (line 2 column 1); did you mean /ip?
/ip firewall calea add chain=forward;refused;menu /ip firewall calea is not supported by this version (line 1 column 1)
/ip firewall calea;refused;menu /ip firewall calea is not supported by this version (line 1 column 1)
/ip firewall calea print;refused;menu /ip firewall calea is not supported by this version (line 1 column 1)
/ip firewall layer7-protocol add name=x regexp=y;refused;menu /ip firewall layer7-protocol is not supported by this version (line 1 column 1)
/ip firewall connection tracking set enabled=yes;ok;/ip firewall connection tracking set enabled=yes
/ip service set telnet disabled=yes;refused;menu /ip service is not supported by this version (line 1 column 1)
/ip address add address=10.0.0.1/24 interface=eth0;refused;menu /ip address is not supported by this version (line 1 column 1)
/system identity set name=x;refused;menu /system is not supported by this version (line 1 column 1)
/interface print;refused;menu /interface is not supported by this version (line 1 column 12)
/interface bridge add name=br0;refused;menu /interface bridge is not supported by this version (line 1 column 1)
/ip firewall filter edit 0;refused;command edit is not supported in /ip firewall filter (line 1 column 21)
/ip firewall add list=a;refused;bad command name list (line 1 column 18)
/ip firewall print;refused;bad command name print (line 1 column 14)
/ipx;refused;bad command name ipx (line 1 column 2); did you mean ip?
/ip/;ok;
/ip firewall re;refused;bad command name re (line 1 column 14)
/ip firewall filter re 0;refused;ambiguous command name re: remove, reset, reset-counters, reset-counters-all (line 1 column 21)

@ /ip firewall filter
# arguments
add chain= input;ok;add action=accept chain=input
add chain =input;refused;missing value of argument chain: write chain= (line 2 column 5)
add  chain=input	action=drop;ok;add action=drop chain=input
add chain=input;comment=x;refused;syntax error: unexpected = (line 2 column 24)
add chain=input ;comment="x";refused;syntax error: unexpected = (line 2 column 25)
add chain=input comment= action=drop;refused;missing value of argument comment (line 2 column 25)
add chain=input comment=<NL>add chain=output;ok;add action=accept chain=input + add action=accept chain=output
chain=input;refused;bad command name chain (line 2 column 1)
=;refused;syntax error: expected a command name, not = (line 2 column 1)
add chain=input comment="a"b;refused;syntax error: a blank is missing behind the closing quote (line 2 column 28)
add chain=input comment="a" disabled=yes;ok;add action=accept chain=input comment=a disabled=yes
add chain=input comment=a"b";refused;syntax error: " must be inside quotes here (line 2 column 26)
add chain=input comment=[;refused;syntax error: the [ that opens here is never closed (line 2 column 25)
add chain=input comment=];refused;syntax error: unexpected ] (line 2 column 25)
add chain=input comment={;refused;syntax error: the brace that opens here is never closed (line 2 column 25)
add chain=input comment=$x;refused;the scripting language is not supported yet: $x (line 2 column 25)
add chain=input comment="$x";refused;the scripting language is not supported yet: "$x" (line 2 column 25)
add chain=input comment="costs 5$";ok;add action=accept chain=input comment="costs 5\$"
add chain=input comment="$5";ok;add action=accept chain=input comment="\$5"
add chain=input !;refused;syntax error: a name must follow the ! and no value, as in !comment (line 2 column 17)
add chain=input !comment=x;refused;syntax error: a name must follow the ! and no value, as in !comment (line 2 column 17)
add chain=input comment=\"x\";refused;syntax error: \ must be inside quotes here (line 2 column 25)
add "chain"=input;refused;syntax error: a blank is missing behind the closing quote (line 2 column 12)

# strings
add chain=input comment="a\"b\\c\$d\?e\_f";ok;add action=accept chain=input comment="a\"b\\c\$d\?e f"
add chain=input comment="\41\7A";ok;add action=accept chain=input comment=Az
add chain=input comment="\4g";refused;syntax error: \4 is no escape, write \\ for a backslash (line 2 column 26)
add chain=input comment="\00";refused;syntax error: a zero byte is no text (line 2 column 26)
add chain=input comment="\x";refused;syntax error: \x is no escape, write \\ for a backslash (line 2 column 26)
add chain=input comment="a;b{c}[d](e)#f=g";ok;add action=accept chain=input comment="a;b{c}[d](e)#f=g"
add chain=input comment="unclosed;refused;syntax error: the quote that opens here is not closed on its line (line 2 column 25)
add chain=input comment="unclosed<NL>add chain=output;refused;syntax error: the quote that opens here is not closed on its line (line 2 column 25)
add chain=input comment="x" # a comment;ok;add action=accept chain=input comment=x
add chain=input # comment="x" ";ok;add action=accept chain=input
add chain=input comment="#x";ok;add action=accept chain=input comment="#x"
add chain=input comment=x#y;ok;add action=accept chain=input comment="x#y"

# joined lines
add chain=input \<NL>    comment=x;ok;add action=accept chain=input comment=x
add chain=\<NL>    input comment=x;ok;add action=accept chain=input comment=x
add chain=input comment="a \<NL>    b";ok;add action=accept chain=input comment="a b"
add chain=input comment="a\<NL>b";ok;add action=accept chain=input comment=ab
add chain=input \ <NL>action=drop;ok;add action=drop chain=input
add chain=input protocol=tcp dst-port=22,\<NL>    23;ok;add action=accept chain=input dst-port=22,23 protocol=tcp
add chain=input comment="x"\<NL>action=drop;ok;add action=drop chain=input comment=x
add chain=input protocol=tcp dst-port=22\<NL>	action=drop;refused;invalid value for argument dst-port (line 3 column 2); ports are separated by one comma, as in 22,80,8000-8080
add chain=input \ comment=x;refused;syntax error: \ must be inside quotes here (line 2 column 17)
add chain=input \;refused;expected end of command (line 3 column 1)

# scripts
:put hello;prints;hello
:put "a b";prints;a b
:put "a\nb";prints;a + b
:put;refused;missing value(s) of argument(s) message (line 2 column 1)
:put a b;refused;expected end of command (line 2 column 8)
put x;prints;x
:local x 5;refused;the scripting language is not supported yet: :local (line 2 column 1)
:foreach i in=[find] do={ remove $i };refused;the scripting language is not supported yet: :foreach (line 2 column 1)
:if (true) do={ add chain=input };refused;the scripting language is not supported yet: :if (line 2 column 1)
foreach i in=[find] do={};refused;the scripting language is not supported yet: :foreach (line 2 column 1)
{ add chain=input };refused;the scripting language is not supported yet: { (line 2 column 1)
:foo;refused;bad command name :foo (line 2 column 1); did you mean :for?
:log info "x";refused;the scripting language is not supported yet: :log (line 2 column 1)
$x;refused;the scripting language is not supported yet: $ (line 2 column 1)
[find];refused;the scripting language is not supported yet: [ (line 2 column 1)

# the examples of the manual
add chain=input protocol=tcp dst-port=8291,22 action=accept comment="Allow Winbox and SSH";ok;add action=accept chain=input comment="Allow Winbox and SSH" dst-port=8291,22 protocol=tcp
add chain=input protocol=tcp ports=8291,22;refused;bad parameter ports: /ip firewall filter has no such property (line 2 column 30); did you mean port?
add chain=icmp protocol=icmp icmp-options=8 action=accept;ok;add action=accept chain=icmp icmp-options=8:0-255 protocol=icmp
/ip firewall address-list add list=a address=192.168.0.0-192.168.1.255;ok;/ip firewall address-list add address=192.168.0.0/23 list=a
add chain=forward src-address=1.1.1.2 jump-target="mychain";ok;add action=accept chain=forward jump-target=mychain src-address=1.1.1.2
/ip firewall nat add chain=srcnat action=src-nat src-address=100.64.0.0/10 to-address=2.2.2.2 out-interface=WAN;ok;/ip firewall nat add action=src-nat chain=srcnat out-interface=WAN src-address=100.64.0.0/10 to-addresses=2.2.2.2
add chain=input<NL>set 0 src-address="";refused;value of range expects range of ip addresses (line 3 column 19); it is an address, a prefix or a range, as in 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9
add chain=forward action=foo;refused;input does not match any value of action (line 2 column 26)
add action=drop;refused;missing value(s) of argument(s) chain (line 2 column 1)
remove [find comment="none such"];ok;
add chain=input<NL>add chain=input action=drop place-before=0;ok;add action=drop chain=input + add action=accept chain=input
/ip service set [find name~"winbox"] address=192.168.88.0/24;refused;menu /ip service is not supported by this version (line 1 column 1)
print stats where packets>0;prints;
add chain=input<NL>add chain=output<NL>print count-only where chain=input;prints;1

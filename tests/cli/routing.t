# /routing table, and what rules say of the tables.
@ /routing table
add name=to1 fib;ok;add fib name=to1
add name=to1 fib=yes comment="uplink 1";ok;add comment="uplink 1" fib name=to1
add name=to1;ok;add name=to1
add name=to1 fib=no;ok;add name=to1
add name=to1 !fib;ok;add name=to1
add name="two words" fib disabled=yes;ok;add disabled=yes fib name="two words"
add disabled=no fib name=to1;ok;add fib name=to1
add name=to1 fib<NL>add name=to2 fib<NL>remove to1;ok;add fib name=to2
add name=to1 fib<NL>set to1 comment=x name=to2;ok;add comment=x fib name=to2
add name=to1 fib<NL>disable to1;ok;add disabled=yes fib name=to1
add name=to1 fib disabled=yes<NL>enable [find name=to1];ok;add fib name=to1
add name=to1<NL>set to1 fib;ok;add fib name=to1
add name=to1 fib<NL>set to1 !fib;ok;add name=to1
add name=to1 fib<NL>set to1 fib=no;ok;add name=to1
print;prints;Flags: * - BUILTIN + Columns: NAME, FIB + #   NAME  FIB + 0 * main  yes
add name=to1 fib<NL>:put [get to1 fib];prints;true
add name=to1<NL>:put [get to1 fib];prints;false
add;refused;missing value(s) of argument(s) name (line 2 column 1)
add name="";refused;invalid value for argument name (line 2 column 10); a name must have at least one character
add fib;refused;missing value(s) of argument(s) name (line 2 column 1)
add name=to1 fib=maybe;refused;input does not match any value of fib (line 2 column 18); it is yes or no
add name=to1 fib fib;refused;parameter fib is given twice (line 2 column 18)
add name=to1 name;refused;missing value of argument name: write name= (line 2 column 14)
add name=to1 kernel-table=5;refused;property kernel-table is read only (line 2 column 14)
add name=to1 fwmark=5;refused;property fwmark is read only (line 2 column 14)
add name=to1<NL>add name=to1;refused;failure: already have routing table with such name (line 3 column 10)
add name=main;refused;failure: already have routing table with such name (line 2 column 10)
add name=to1<NL>add name=to2<NL>set to2 name=to1;refused;failure: already have routing table with such name (line 4 column 14)
remove main;refused;a built-in item cannot be removed (line 2 column 1)
set main comment=x;refused;the routing table main is built in and cannot be changed (line 2 column 1)
disable main;refused;the routing table main is built in and cannot be changed (line 2 column 1)
move 0;refused;command move is not supported in /routing table (line 2 column 1)
add name=to1 place-before=0;refused;bad parameter place-before: items of /routing table have no order (line 2 column 14)
/routing rule add action=lookup;refused;menu /routing rule is not supported by this version (line 1 column 1)
/routing bgp connection print;refused;menu /routing bgp is not supported by this version (line 1 column 1)

# named by rules
add name=to1 fib<NL>/ip firewall filter add chain=forward routing-mark=to1<NL>/routing table remove to1;refused;rules name this routing table: change or remove them first (line 4 column 16)
add name=to1 fib<NL>/ipv6 firewall mangle add chain=output action=mark-routing new-routing-mark=to1<NL>/routing table remove to1;refused;rules name this routing table: change or remove them first (line 4 column 16)
add name=to1 fib<NL>/ip firewall nat add chain=srcnat routing-mark=!to1<NL>/routing table set to1 name=to2;refused;rules name this routing table: change or remove them first (line 4 column 29)
add name=to1 fib<NL>/ip firewall mangle add chain=output routing-mark=to1<NL>/routing table set to1 !fib;refused;rules name this routing table: change or remove them first (line 4 column 24)
add name=to1 fib<NL>/ip firewall mangle add chain=output routing-mark=to1<NL>/routing table set to1 comment=x disabled=yes;ok;add comment=x disabled=yes fib name=to1 + /ip firewall mangle add action=accept chain=output routing-mark=to1
add name=to1 fib<NL>/ip firewall mangle add chain=output routing-mark=to1<NL>/ip firewall mangle remove 0<NL>/routing table remove to1;ok;
add name=to1 fib<NL>/ip firewall mangle add chain=output routing-mark=main<NL>/routing table remove to1;ok;/ip firewall mangle add action=accept chain=output routing-mark=main
add name=to1 fib<NL>/ip firewall filter add chain=input<NL>/ip firewall filter set 0 routing-mark=to2;refused;input does not match any value of routing-mark: there is no such routing table (line 4 column 40)

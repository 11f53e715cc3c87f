# Conditions of find and where.
@ /ip firewall filter
add chain=input<NL>add chain=output<NL>:put [find chain=input];prints;*1
add chain=input<NL>add chain=output<NL>:put [find where chain=input];prints;*1
add chain=input<NL>add chain=output<NL>:put [find chain!=input];prints;*2
add chain=input<NL>add chain=output<NL>:put [find !(chain=input)];prints;*2
add chain=input action=drop<NL>add chain=input<NL>:put [find chain=input action=drop];prints;*1
add chain=input action=drop<NL>add chain=input<NL>:put [find chain=input and action=drop];prints;*1
add chain=input action=drop<NL>add chain=input<NL>:put [find chain=input && action=drop];prints;*1
add chain=input action=drop<NL>add chain=output<NL>:put [find chain=output or action=drop];prints;*1;*2
add chain=input action=drop<NL>add chain=output<NL>:put [find chain=output || action=drop];prints;*1;*2
add chain=input action=drop<NL>add chain=output<NL>:put [find (chain=output or chain=input) action=drop];prints;*1
add chain=input comment="ssh rule"<NL>add chain=input<NL>:put [find comment~"ssh"];prints;*1
add chain=input comment="ssh rule"<NL>add chain=input<NL>:put [find where chain=input and comment~"^ssh"];prints;*1
add chain=input comment="ssh rule"<NL>add chain=input<NL>:put [find comment~"SSH"];prints;
add chain=input comment=auto1<NL>add chain=input comment=auto22<NL>:put [find comment~"^auto[0-9]\$"];prints;*1
add chain=input comment=x<NL>add chain=input<NL>:put [find comment=""];prints;*2
add chain=input comment=x<NL>add chain=input<NL>:put [find comment=];prints;*2
add chain=input disabled=yes<NL>add chain=input<NL>:put [find disabled];prints;*1
add chain=input disabled=yes<NL>add chain=input<NL>:put [find !disabled];prints;*2
add chain=input disabled=yes<NL>add chain=input<NL>:put [find disabled=yes];prints;*1
add chain=input disabled=yes<NL>add chain=input<NL>:put [find disabled=no];prints;*2
add chain=input disabled=yes<NL>add chain=input<NL>:put [find disabled=true];prints;*1
add chain=input<NL>:put [find dynamic=no];prints;*1
add chain=input<NL>:put [find dynamic];prints;
add chain=input<NL>:put [find invalid];prints;
add chain=input<NL>:put [find packets>0];prints;
add chain=input<NL>:put [find packets=0];prints;*1
add chain=input<NL>:put [find packets + 1 > 0];prints;*1
add chain=input<NL>:put [find bytes<=0 packets>=0];prints;*1
add chain=input src-address=10.0.0.0/8<NL>:put [find src-address=10.0.0.0/8];prints;*1
add chain=input src-address=10.0.0.0/8<NL>:put [find src-address=10.1.2.3/8];prints;*1
add chain=input src-address=10.0.0.1<NL>:put [find src-address in 10.0.0.0/8];prints;*1
add chain=input src-address=11.0.0.1<NL>:put [find src-address in 10.0.0.0/8];prints;
add chain=input src-address=!10.0.0.1<NL>:put [find src-address=!10.0.0.1];prints;*1
add chain=input src-address=10.0.0.9<NL>:put [find src-address<10.0.0.10];prints;*1
add chain=input protocol=tcp<NL>:put [find protocol=6];prints;*1
add chain=input protocol=tcp dst-port=22,80<NL>:put [find dst-port=22,80];prints;*1
add chain=input connection-state=new,established<NL>:put [find connection-state=new,established];prints;*1
add chain=input<NL>:put [find action=accept];prints;*1
add chain=input<NL>:put [find action=acc];prints;*1
add chain=input<NL>:put [find log=no];prints;*1
add chain=input<NL>:put [find .id=*1];prints;*1
add chain=input<NL>:put [find com=""];prints;*1
add chain=input comment=a<NL>add chain=input comment=b<NL>:put [find comment=[get 1 comment]];prints;*2
add chain=input comment=ab<NL>:put [find comment=("a" . "b")];prints;*1
add chain=input comment=ab<NL>:put [find (comment~"a")=true];prints;*1
add chain=input comment=ab<NL>:put [find (comment~"a")=false];prints;
:put [find chian=input];refused;bad parameter chian (line 2 column 12); did you mean chain?
:put [find foo];refused;bad parameter foo (line 2 column 12)
:put [find s=5];refused;ambiguous parameter s: src-address, src-address-type, src-address-list, src-port, src-mac-address (line 2 column 12)
:put [find comment~"("];refused;bad regular expression: Unmatched ( or \( (line 2 column 20)
:put [find chain=];prints;
:put [find (chain=input];refused;syntax error: ] closes nothing (line 2 column 24)
:put [find chain=input)];refused;syntax error: ) closes nothing (line 2 column 23)
:put [find chain=input or];refused;syntax error: a condition is missing here (line 2 column 26)
:put [find and];refused;bad parameter and (line 2 column 12)
:put [find =];refused;syntax error: unexpected = (line 2 column 12)
:put [find chain==input];refused;syntax error: unexpected = (line 2 column 18)
:put [find chain=$x];refused;the scripting language is not supported yet: $x (line 2 column 18)
:put [find comment~chain];prints;
print where chain=input;prints;Flags: X - disabled, I - invalid; D - dynamic
print where;prints;Flags: X - disabled, I - invalid; D - dynamic
print foo where chain=input;refused;bad parameter foo (line 2 column 7)
add chain=a<NL>add chain=input<NL>add chain=input action=drop<NL>print terse where chain=input;prints; 1   chain=input action=accept +  2   chain=input action=drop
add chain=a<NL>add chain=input<NL>add chain=input action=drop<NL>print terse chain=input;prints; 1   chain=input action=accept +  2   chain=input action=drop
add chain=a<NL>add chain=input<NL>add chain=b<NL>print terse from=0,2;prints; 0   chain=a action=accept +  2   chain=b action=accept
add chain=a<NL>add chain=input<NL>print count-only;prints;2
add chain=a<NL>add chain=input<NL>print count-only chain=input;prints;1
add chain=a<NL>print show-ids terse;prints;*1   chain=a action=accept
add chain=a<NL>print proplist=chain terse;prints; 0   chain=a
add chain=a<NL>print proplist=foo;refused;input does not match any value of proplist (line 3 column 16)
add chain=a<NL>print detail;prints;Flags: X - disabled, I - invalid; D - dynamic +  0    chain=a action=accept
add chain=a<NL>print dynamic;prints;Flags: X - disabled, I - invalid; D - dynamic
add chain=a<NL>print static terse;prints; 0   chain=a action=accept
add chain=a<NL>print all terse;prints; 0   chain=a action=accept
add chain=a<NL>print stats;prints;Columns: CHAIN, ACTION, BYTES, PACKETS + # CHAIN  ACTION  BYTES  PACKETS + 0 a      accept      0        0
add chain=a<NL>print as-value;prints;.id=*1;chain=a;action=accept;disabled=false
print chain;refused;missing value of argument chain (line 2 column 7)
print chain=;prints;Flags: X - disabled, I - invalid; D - dynamic
print stats=yes;refused;expected end of command (line 2 column 12)
print interval=50ms;refused;value of interval out of range (200ms..1d) (line 2 column 16)
print interval=x;refused;invalid value for argument interval (line 2 column 16)
print foo;refused;bad parameter foo (line 2 column 7)
print detial;refused;bad parameter detial (line 2 column 7); did you mean detail?
print 0;refused;bad parameter 0 (line 2 column 7)

@ /ip firewall address-list
add list=a address=10.0.0.1<NL>add list=b address=10.0.0.2<NL>:put [find list=b];prints;*2
add list=a address=10.0.0.1<NL>:put [find address=10.0.0.1/32];prints;*1
add list=a address=10.0.0.1<NL>add list=a address=11.0.0.1<NL>:put [find address in 10.0.0.0/8];prints;*1
add list=a address=10.0.0.1 timeout=1h<NL>add list=a address=10.0.0.2<NL>:put [find dynamic];prints;*1
add list=a address=10.0.0.1 timeout=1h<NL>:put [find timeout>30m];prints;*1
add list=a address=10.0.0.1 timeout=1h<NL>:put [find timeout>2h];prints;
add list=a address=10.0.0.1<NL>remove [find list=a];ok;
add list=a address=10.0.0.1<NL>set [find list=a] comment=x;ok;add address=10.0.0.1 comment=x list=a
add list=a address=10.0.0.1<NL>disable [find list=a];ok;add address=10.0.0.1 disabled=yes list=a
add list=a address=10.0.0.1<NL>set 0 address=10.0.0.2 list=b;ok;add address=10.0.0.2 list=b
add list=a address=10.0.0.1<NL>add list=a address=10.0.0.2<NL>set 0 address=10.0.0.2;refused;failure: already have such entry (line 4 column 15)
add list=a address=10.0.0.1<NL>move 0;refused;command move is not supported in /ip firewall address-list (line 3 column 1)
add list=a address=10.0.0.1<NL>reset-counters 0;refused;command reset-counters is not supported in /ip firewall address-list (line 3 column 1)
@ /interface list
add name=WAN<NL>:put [find name=WAN];prints;*5
add name=WAN<NL>:put [get WAN name];prints;WAN
add name=WAN<NL>set WAN comment=x;ok;add comment=x name=WAN
add name=WAN<NL>:put [find builtin];prints;*1;*2;*3;*4

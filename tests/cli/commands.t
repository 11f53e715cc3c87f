# The commands, and the ways to say which items are meant.
@ /ip firewall filter

# set and unset
add chain=input<NL>set 0 action=drop;ok;add action=drop chain=input
add chain=input<NL>set numbers=0 action=drop;ok;add action=drop chain=input
add chain=input<NL>set *1 action=drop;ok;add action=drop chain=input
add chain=input<NL>set [find] action=drop;ok;add action=drop chain=input
add chain=input<NL>set [find chain=input] action=drop;ok;add action=drop chain=input
add chain=input<NL>set [/ip firewall filter find] action=drop;ok;add action=drop chain=input
add chain=input<NL>add chain=output<NL>set 0,1 action=drop;ok;add action=drop chain=input + add action=drop chain=output
add chain=input<NL>add chain=output<NL>set *1,*2 action=drop;ok;add action=drop chain=input + add action=drop chain=output
add chain=input comment=x log=yes<NL>set 0 !comment !log;ok;add action=accept chain=input
add chain=input protocol=tcp dst-port=5<NL>set 0 !dst-port chain=blah2 protocol=udp;ok;add action=accept chain=blah2 protocol=udp
add chain=input protocol=tcp dst-port=5<NL>set 0 !protocol;refused;dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite (line 3 column 1)
add chain=input protocol=tcp dst-port=5<NL>unset 0 value-name=dst-port;ok;add action=accept chain=input protocol=tcp
add chain=input protocol=tcp dst-port=5<NL>unset 0 dst-port,protocol;ok;add action=accept chain=input
add chain=input protocol=tcp dst-port=5<NL>unset 0 value-name=protocol;refused;dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite (line 3 column 1)
add chain=input<NL>unset 0 value-name=foo;refused;bad parameter foo (line 3 column 20)
add chain=input<NL>unset 0;refused;missing value(s) of argument(s) value-name (line 3 column 1)
add chain=input<NL>set 0 !chain;refused;missing value(s) of argument(s) chain (line 3 column 7)
add chain=input<NL>set 0 chain=x !chain;refused;parameter chain is given twice (line 3 column 15)
add chain=input<NL>set action=drop;refused;missing value(s) of argument(s) numbers (line 3 column 1)
add chain=input<NL>set;refused;missing value(s) of argument(s) numbers (line 3 column 1)
add chain=input<NL>set 1 action=drop;refused;no such item (line 3 column 5)
add chain=input<NL>set *2 action=drop;refused;no such item (line 3 column 5)
add chain=input<NL>set 0-1 action=drop;refused;0-1 is a range: write the numbers one by one, as in 0,1,2 (line 3 column 5)
add chain=input<NL>set x action=drop;refused;no such item (line 3 column 5)
add chain=input<NL>set *xyz action=drop;refused;no such item (line 3 column 5)
add chain=input<NL>set 0, action=drop;refused;no such item (line 3 column 5)
add chain=input<NL>set 0 0 action=drop;refused;expected end of command (line 3 column 7)
add chain=input<NL>set 0 packets=5;refused;property packets is read only (line 3 column 7)
add chain=input<NL>add chain=output<NL>set 0,1 in-interface=eth0;refused;incoming interface matching not possible in output and postrouting chains (line 4 column 22)
set [find] action=drop;ok;
set [find action=drop] place-before=0;refused;bad parameter place-before (line 2 column 24)

# remove, enable, disable, comment
add chain=input<NL>remove 0;ok;
add chain=input<NL>add chain=output<NL>remove [find chain=input];ok;add action=accept chain=output
add chain=input<NL>add chain=forward<NL>add chain=output<NL>remove 0,2;ok;add action=accept chain=forward
add chain=input<NL>remove *1;ok;
add chain=input<NL>remove *1,*9;refused;no such item (line 3 column 8)
add chain=input<NL>remove;refused;missing value(s) of argument(s) numbers (line 3 column 1)
add chain=input<NL>remove 5;refused;no such item (line 3 column 8)
add chain=input<NL>remove 0 1;refused;expected end of command (line 3 column 10)
add chain=input<NL>disable 0;ok;add action=accept chain=input disabled=yes
add chain=input disabled=yes<NL>enable 0;ok;add action=accept chain=input
add chain=input<NL>add chain=output<NL>disable [find];ok;add action=accept chain=input disabled=yes + add action=accept chain=output disabled=yes
add chain=input<NL>comment 0 "a b";ok;add action=accept chain=input comment="a b"
add chain=input<NL>comment 0 comment=x;ok;add action=accept chain=input comment=x
add chain=input comment=x<NL>comment 0 "";ok;add action=accept chain=input
add chain=input<NL>comment 0;refused;missing value(s) of argument(s) comment (line 3 column 1)
add chain=input<NL>comment 0 a b;refused;expected end of command (line 3 column 13)
add chain=input protocol=tcp dst-port=5 comment=x action=drop<NL>reset 0;ok;add action=accept chain=input

# order
add chain=a<NL>add chain=b place-before=0;ok;add action=accept chain=b + add action=accept chain=a
add chain=a<NL>add chain=b place-before=*1<NL>add chain=c place-before=*1;ok;add action=accept chain=b + add action=accept chain=c + add action=accept chain=a
add chain=a<NL>add chain=b place-before=0<NL>add chain=c place-before=0;ok;add action=accept chain=c + add action=accept chain=b + add action=accept chain=a
add chain=a<NL>add chain=b place-before=[find chain=a];ok;add action=accept chain=b + add action=accept chain=a
add chain=a place-before=0;refused;no such item (line 2 column 26)
add chain=a<NL>add chain=b place-before=;refused;no such item (line 3 column 26)
add chain=a<NL>add chain=b place-before=[find]<NL>add chain=c place-before=[find];refused;only one item can be given here (line 4 column 27)
add chain=a<NL>add chain=b<NL>add chain=c<NL>move 2 0;ok;add action=accept chain=c + add action=accept chain=a + add action=accept chain=b
add chain=a<NL>add chain=b<NL>add chain=c<NL>move 0;ok;add action=accept chain=b + add action=accept chain=c + add action=accept chain=a
add chain=a<NL>add chain=b<NL>add chain=c<NL>move 1,2 destination=0;ok;add action=accept chain=b + add action=accept chain=c + add action=accept chain=a
add chain=a<NL>add chain=b<NL>add chain=c<NL>move [find chain=c] [find chain=a];ok;add action=accept chain=c + add action=accept chain=a + add action=accept chain=b
add chain=a<NL>add chain=b<NL>add chain=c<NL>move 0,1 0;ok;add action=accept chain=a + add action=accept chain=b + add action=accept chain=c
add chain=a<NL>add chain=b<NL>add chain=c<NL>move 0 0;ok;add action=accept chain=a + add action=accept chain=b + add action=accept chain=c
add chain=a<NL>add chain=b<NL>move 2 0;refused;no such item (line 4 column 6)
add chain=a<NL>add chain=b<NL>move 1 5;refused;no such item (line 4 column 8)
move;refused;missing value(s) of argument(s) numbers (line 2 column 1)
add chain=a comment=x protocol=tcp dst-port=5<NL>add copy-from=0 chain=b;ok;add action=accept chain=a comment=x dst-port=5 protocol=tcp + add action=accept chain=b comment=x dst-port=5 protocol=tcp
add chain=a comment=x<NL>add copy-from=0 !comment;ok;add action=accept chain=a comment=x + add action=accept chain=a
add copy-from=0;refused;no such item (line 2 column 15)
# numbers of a print stay bound to their items
add chain=a<NL>add chain=b<NL>add chain=c<NL>print count-only<NL>remove 0<NL>set 1 comment=b;ok;add action=accept chain=b comment=b + add action=accept chain=c
add chain=a<NL>add chain=b<NL>print count-only<NL>remove 0<NL>remove 0;refused;no such item (line 6 column 8)

# get, find
add chain=input comment="a b"<NL>:put [get 0 comment];prints;a b
add chain=input comment="a b"<NL>:put [get [find] chain];prints;input
add chain=input comment="a b"<NL>:put [get *1 value-name=action];prints;accept
add chain=input comment="a b"<NL>:put [get number=0 value-name=disabled];prints;false
add chain=input<NL>:put [get 0 comment];prints;
add chain=input<NL>:put [get 0 packets];prints;0
add chain=input<NL>:put [get 0];prints;.id=*1;chain=input;action=accept;disabled=false
add chain=input<NL>:put [get 0 foo];refused;input does not match any value of value-name (line 3 column 13)
add chain=input<NL>:put [get [find chain=x] comment];refused;invalid internal item number (line 3 column 12)
add chain=input<NL>add chain=input<NL>:put [get [find] comment];refused;invalid internal item number (line 4 column 12)
add chain=input<NL>:put [get];refused;missing value(s) of argument(s) number (line 3 column 7)
add chain=input<NL>:put [get 7 comment];refused;no such item (line 3 column 11)
add chain=input<NL>add chain=output<NL>find;prints;*1;*2
add chain=input<NL>add chain=output<NL>:put [find];prints;*1;*2
add chain=input<NL>:put [find chain=x];prints;
:put [add chain=input];ok;add action=accept chain=input
:put [/ip firewall filter add chain=input];prints;*1
:put [:put x];prints;x + 
:put [];refused;syntax error: a command is missing here (line 2 column 7)
:put [find; find];refused;only one command can stand in brackets (line 2 column 11)
:put [find;refused;syntax error: the [ that opens here is never closed (line 2 column 6)
:put [foo];refused;bad command name foo (line 2 column 7)
:put [print count-only];ok;
add chain=input<NL>get 0 chain;prints;input

# counters
add chain=input<NL>reset-counters 0;ok;add action=accept chain=input
add chain=input<NL>reset-counters [find];ok;add action=accept chain=input
reset-counters-all;ok;
reset-counters;refused;missing value(s) of argument(s) numbers (line 2 column 1)
reset-counters 5;refused;no such item (line 2 column 16)
reset-counters-all 0;refused;expected end of command (line 2 column 20)

# export
add chain=input<NL>export;prints;/ip firewall filter + add action=accept chain=input
add chain=input<NL>export terse;prints;/ip firewall filter add action=accept chain=input
add chain=input<NL>/ip firewall export terse;prints;/ip firewall filter add action=accept chain=input
add chain=input<NL>/export terse;prints;/ip firewall filter add action=accept chain=input
add chain=input<NL>/ip firewall raw export;prints;
add chain=input<NL>/ipv6 export;prints;
add chain=input comment=a<NL>add chain=input comment=b<NL>export terse where comment=b;prints;/ip firewall filter add action=accept chain=input comment=b
/export where chain=input;refused;where needs one menu, as in /ip firewall filter export where (line 1 column 9)
export foo;refused;bad parameter foo (line 2 column 8)
export terse=yes;refused;expected end of command (line 2 column 13)
export file=;refused;invalid value for argument file (line 2 column 13)

# Menus whose items are built in: /ip firewall connection tracking and /ip firewall service-port.
@ /ip firewall connection tracking

# every property
set enabled=yes;ok;set enabled=yes
set enabled=no;ok;set enabled=no
set enabled=auto;ok;
set enabled=a;ok;
set enabled=maybe;refused;input does not match any value of enabled (line 2 column 13)
set enabled=;refused;input does not match any value of enabled (line 2 column 13)
set tcp-syn-sent-timeout=6s;ok;set tcp-syn-sent-timeout=6s
set tcp-syn-received-timeout=1m;ok;set tcp-syn-received-timeout=1m
set tcp-established-timeout=3h;ok;set tcp-established-timeout=3h
set tcp-fin-wait-timeout=120;ok;set tcp-fin-wait-timeout=2m
set tcp-close-wait-timeout=00:01:00;ok;set tcp-close-wait-timeout=1m
set tcp-last-ack-timeout=11s;ok;set tcp-last-ack-timeout=11s
set tcp-time-wait-timeout=11s;ok;set tcp-time-wait-timeout=11s
set tcp-close-timeout=11s;ok;set tcp-close-timeout=11s
set tcp-max-retrans-timeout=1d;ok;set tcp-max-retrans-timeout=1d
set tcp-unacked-timeout=1w;ok;set tcp-unacked-timeout=1w
set loose-tcp-tracking=no;ok;set loose-tcp-tracking=no
set liberal-tcp-tracking=yes;ok;set liberal-tcp-tracking=yes
set udp-timeout=10s;ok;set udp-timeout=10s
set udp-stream-timeout=30m;ok;set udp-stream-timeout=30m
set icmp-timeout=1s;ok;set icmp-timeout=1s
set generic-timeout=35w3d13h13m56s;ok;set generic-timeout=35w3d13h13m56s
set max-entries=1000000;ok;set max-entries=1000000
set max-entries=1;ok;set max-entries=1
set max-entries=1048576;ok;set max-entries=1048576

# what is the default is not exported
set udp-timeout=30s;ok;
set enabled=auto generic-timeout=10m icmp-timeout=10s loose-tcp-tracking=yes tcp-close-timeout=10s tcp-close-wait-timeout=10s tcp-established-timeout=1d tcp-fin-wait-timeout=10s tcp-last-ack-timeout=10s tcp-max-retrans-timeout=5m tcp-syn-received-timeout=5s tcp-syn-sent-timeout=5s tcp-time-wait-timeout=10s tcp-unacked-timeout=5m udp-stream-timeout=3m udp-timeout=30s liberal-tcp-tracking=no;ok;
set tcp-established-timeout=24h;ok;

# values that are none
set udp-timeout=0s;refused;value of udp-timeout out of range (1s..35w3d13h13m56s) (line 2 column 17)
set udp-timeout=0;refused;value of udp-timeout out of range (1s..35w3d13h13m56s) (line 2 column 17)
set udp-timeout=35w3d13h13m57s;refused;value of udp-timeout out of range (1s..35w3d13h13m56s) (line 2 column 17)
set udp-timeout=500ms;refused;invalid value for argument udp-timeout (line 2 column 20); it has whole seconds
set udp-timeout=soon;refused;invalid value for argument udp-timeout (line 2 column 17); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
set udp-timeout=!10s;refused;invalid value for argument udp-timeout (line 2 column 17); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
set udp-timeout="";refused;invalid value for argument udp-timeout (line 2 column 17); it is a time, as in 1w2d3h4m5s, 10m, 00:05:00 or 300
set loose-tcp-tracking=maybe;refused;input does not match any value of loose-tcp-tracking (line 2 column 24); it is yes or no
set max-entries=0;refused;value of max-entries out of range (1..1048576) (line 2 column 17)
set max-entries=1048577;refused;value of max-entries out of range (1..1048576) (line 2 column 17)
set max-entries=many;refused;invalid value for argument max-entries (line 2 column 17); it is a number
set max-entries=-1;refused;invalid value for argument max-entries (line 2 column 17); it is a number
set total-entries=5;refused;property total-entries is read only (line 2 column 5)
set active-ipv4=yes;refused;property active-ipv4 is read only (line 2 column 5)
set udp-timeout=1s udp-timeout=2s;refused;parameter udp-timeout is given twice (line 2 column 20)
set udp-timeout;refused;missing value of argument udp-timeout: write udp-timeout= (line 2 column 5)
set udp-timeot=5s;refused;bad parameter udp-timeot (line 2 column 5); did you mean udp-timeout?
set udp=5s;refused;ambiguous parameter udp: udp-timeout, udp-stream-timeout (line 2 column 5)
set udp-t=5s;ok;set udp-timeout=5s
set timeout=5s;refused;bad parameter timeout: /ip firewall connection tracking has no such property (line 2 column 5)
set disabled=yes;refused;bad parameter disabled: /ip firewall connection tracking has no such property (line 2 column 5)

# there is one item, which nobody names
set 0 udp-timeout=5s;refused;expected end of command (line 2 column 5)
set *1 udp-timeout=5s;refused;expected end of command (line 2 column 5)
set numbers=0 udp-timeout=5s;refused;bad parameter numbers (line 2 column 5)
set [find] udp-timeout=5s;refused;expected end of command (line 2 column 5)
add udp-timeout=5s;refused;command add is not supported in /ip firewall connection tracking (line 2 column 1)
remove 0;refused;command remove is not supported in /ip firewall connection tracking (line 2 column 1)
move 0;refused;command move is not supported in /ip firewall connection tracking (line 2 column 1)
disable 0;refused;command disable is not supported in /ip firewall connection tracking (line 2 column 1)
enable 0;refused;command enable is not supported in /ip firewall connection tracking (line 2 column 1)
comment 0 x;refused;command comment is not supported in /ip firewall connection tracking (line 2 column 1)
find;refused;command find is not supported in /ip firewall connection tracking (line 2 column 1)
reset-counters-all;refused;command reset-counters-all is not supported in /ip firewall connection tracking (line 2 column 1)
set;ok;

# back to the default
set udp-timeout=5s icmp-timeout=5s<NL>set !udp-timeout;ok;set icmp-timeout=5s
set udp-timeout=5s icmp-timeout=5s<NL>unset udp-timeout;ok;set icmp-timeout=5s
set udp-timeout=5s icmp-timeout=5s<NL>unset value-name=udp-timeout,icmp-timeout;ok;
set udp-timeout=5s icmp-timeout=5s max-entries=5<NL>reset;ok;
set udp-timeout=5s<NL>reset 0;refused;expected end of command (line 3 column 7)
set udp-timeout=5s<NL>unset total-entries;refused;property total-entries is read only (line 3 column 7)
set udp-timeout=5s<NL>unset;refused;missing value(s) of argument(s) value-name (line 3 column 1)
set max-entries=5 udp-timeout=5s<NL>set !max-entries;ok;set udp-timeout=5s

# looking at it
print;prints;                   enabled: auto +       tcp-syn-sent-timeout: 5s +   tcp-syn-received-timeout: 5s +    tcp-established-timeout: 1d +       tcp-fin-wait-timeout: 10s +     tcp-close-wait-timeout: 10s +       tcp-last-ack-timeout: 10s +      tcp-time-wait-timeout: 10s +          tcp-close-timeout: 10s +    tcp-max-retrans-timeout: 5m +        tcp-unacked-timeout: 5m +         loose-tcp-tracking: yes +       liberal-tcp-tracking: no +                udp-timeout: 30s +         udp-stream-timeout: 3m +               icmp-timeout: 10s +            generic-timeout: 10m
set udp-timeout=5s enabled=no max-entries=70000<NL>print;prints;                   enabled: no +       tcp-syn-sent-timeout: 5s +   tcp-syn-received-timeout: 5s +    tcp-established-timeout: 1d +       tcp-fin-wait-timeout: 10s +     tcp-close-wait-timeout: 10s +       tcp-last-ack-timeout: 10s +      tcp-time-wait-timeout: 10s +          tcp-close-timeout: 10s +    tcp-max-retrans-timeout: 5m +        tcp-unacked-timeout: 5m +         loose-tcp-tracking: yes +       liberal-tcp-tracking: no +                udp-timeout: 5s +         udp-stream-timeout: 3m +               icmp-timeout: 10s +            generic-timeout: 10m +                max-entries: 70000
:put [get udp-timeout];prints;30s
:put [get value-name=enabled];prints;auto
:put [get nothing];refused;input does not match any value of value-name (line 2 column 11)
:put [get 0 udp-timeout];refused;expected end of command (line 2 column 13)
set loose-tcp-tracking=no<NL>:put [get loose-tcp-tracking];prints;false
set udp-timeout=5s<NL>print as-value;prints;enabled=auto;tcp-syn-sent-timeout=5s;tcp-syn-received-timeout=5s;tcp-established-timeout=1d;tcp-fin-wait-timeout=10s;tcp-close-wait-timeout=10s;tcp-last-ack-timeout=10s;tcp-time-wait-timeout=10s;tcp-close-timeout=10s;tcp-max-retrans-timeout=5m;tcp-unacked-timeout=5m;loose-tcp-tracking=true;liberal-tcp-tracking=false;udp-timeout=5s;udp-stream-timeout=3m;icmp-timeout=10s;generic-timeout=10m
print proplist=udp-timeout,enabled;prints;  udp-timeout: 30s +       enabled: auto
print proplist=chain;refused;input does not match any value of proplist (line 2 column 16)
print stats;refused;bad parameter stats: /ip firewall connection tracking has no counters (line 2 column 7)
print interval=0.1;refused;value of interval out of range (200ms..1d) (line 2 column 16)
set udp-timeout=5s<NL>export;prints;/ip firewall connection tracking + set udp-timeout=5s
set udp-timeout=5s<NL>/export;prints;/ip firewall connection tracking + set udp-timeout=5s
set udp-timeout=5s<NL>/ip firewall connection export;prints;/ip firewall connection tracking + set udp-timeout=5s
set udp-timeout=5s<NL>/ip firewall export terse;prints;/ip firewall connection tracking set udp-timeout=5s
export;prints;
export verbose;prints;/ip firewall connection tracking + set enabled=auto generic-timeout=10m icmp-timeout=10s liberal-tcp-tracking=no \ +     loose-tcp-tracking=yes !max-entries tcp-close-timeout=10s \ +     tcp-close-wait-timeout=10s tcp-established-timeout=1d \ +     tcp-fin-wait-timeout=10s tcp-last-ack-timeout=10s tcp-max-retrans-timeout=\ +     5m tcp-syn-received-timeout=5s tcp-syn-sent-timeout=5s \ +     tcp-time-wait-timeout=10s tcp-unacked-timeout=5m udp-stream-timeout=3m \ +     udp-timeout=30s
/ip firewall connection tracking set udp-timeout=5s;ok;set udp-timeout=5s
/ip/firewall/connection/tracking/set udp-timeout=5s;ok;set udp-timeout=5s
/ip fi con tr set udp-timeout=5s;ok;set udp-timeout=5s
.. tracking set udp-timeout=5s;ok;set udp-timeout=5s

@ /ip firewall service-port

set ftp disabled=yes;ok;set ftp disabled=yes
set ftp disabled=yes ports=2121;ok;set ftp disabled=yes ports=2121
set ftp disabled=no;ok;
set irc disabled=no;ok;set irc disabled=no
set irc disabled=yes;ok;
set rtsp disabled=no ports=554,8554;ok;set rtsp disabled=no ports=554,8554
disable ftp,tftp;ok;set ftp disabled=yes + set tftp disabled=yes
disable sip;ok;set sip disabled=yes
enable irc;ok;set irc disabled=no
enable irc<NL>disable irc;ok;
enable [find];ok;set irc disabled=no + set rtsp disabled=no
disable [find];ok;set ftp disabled=yes + set tftp disabled=yes + set h323 disabled=yes + set sip disabled=yes + set pptp disabled=yes + set udplite disabled=yes + set dccp disabled=yes + set sctp disabled=yes
set 0 disabled=yes;ok;set ftp disabled=yes
set *5 disabled=yes;ok;set sip disabled=yes
set [find name=pptp] disabled=yes;ok;set pptp disabled=yes
set [find name~"^t"] disabled=yes;ok;set tftp disabled=yes
set udplite disabled=yes;ok;set udplite disabled=yes
set dccp disabled=yes<NL>set sctp disabled=yes;ok;set dccp disabled=yes + set sctp disabled=yes
set sip sip-timeout=30m;ok;set sip sip-timeout=30m
set sip sip-direct-media=no;ok;set sip sip-direct-media=no
set sip disabled=no ports=5060,5061 sip-direct-media=yes sip-timeout=1h;ok;
set tftp disabled=no ports=69;ok;
set ftp ports=1,2,3,4,5,6,7,8;ok;set ftp ports=1,2,3,4,5,6,7,8
set ftp ports=0,65535;ok;set ftp ports=0,65535
set ftp ports=21<NL>set ftp ports="";ok;

# what a service has not
set ftp ports=1,2,3,4,5,6,7,8,9;refused;invalid value for argument ports (line 2 column 32); it has at most 8 ports
set ftp ports=21-22;refused;this property takes single ports, no ranges (line 2 column 15)
set ftp ports=65536;refused;value of ports out of range (0..65535) (line 2 column 15)
set ftp ports=!21;refused;invalid value for argument ports (line 2 column 15); it is a number or a range of numbers, as in 10-20
set ftp ports=ftp;refused;invalid value for argument ports (line 2 column 15); it is a number or a range of numbers, as in 10-20
set ftp port=21;ok;
set h323 ports=1720;refused;the ports of this service cannot be set (line 2 column 16)
set pptp ports=1723;refused;the ports of this service cannot be set (line 2 column 16)
set udplite ports=1;refused;the ports of this service cannot be set (line 2 column 19)
set ftp sip-timeout=1h;refused;only the service sip has this property (line 2 column 21)
set irc sip-direct-media=no;refused;only the service sip has this property (line 2 column 26)
set sip sip-timeout=0;refused;value of sip-timeout out of range (1s..35w3d13h13m56s) (line 2 column 21)
set sip sip-direct-media=1;refused;input does not match any value of sip-direct-media (line 2 column 26); it is yes or no
set ftp name=ftp2;refused;there is no service of that name: names cannot be changed, and no service added (line 2 column 14)
set ftp name=sip;refused;the name of a service cannot be changed (line 2 column 14)
set ftp comment=x;refused;bad parameter comment: /ip firewall service-port has no such property (line 2 column 9)
set quake3 disabled=yes;refused;no such item (line 2 column 5)
set disabled=yes;refused;missing value(s) of argument(s) numbers (line 2 column 1)
set 10 disabled=yes;refused;no such item (line 2 column 5)
set *B disabled=yes;refused;no such item (line 2 column 5)
add name=x;refused;command add is not supported in /ip firewall service-port (line 2 column 1)
remove ftp;refused;command remove is not supported in /ip firewall service-port (line 2 column 1)
move 0 1;refused;command move is not supported in /ip firewall service-port (line 2 column 1)
comment ftp x;refused;command comment is not supported in /ip firewall service-port (line 2 column 1)
unset ftp name;refused;missing value(s) of argument(s) name (line 2 column 10)

# back to the default
set ftp ports=2121 disabled=yes<NL>set ftp !ports;ok;set ftp disabled=yes
set ftp ports=2121 disabled=yes<NL>unset ftp disabled;ok;set ftp ports=2121
set irc ports=2121 disabled=no<NL>reset irc;ok;
set irc ports=2121 disabled=no<NL>set ftp disabled=yes<NL>reset [find];ok;

# looking at it
print;prints;Flags: X - DISABLED + Columns: NAME, PORTS + #   NAME     PORTS + 0   ftp      21 + 1   tftp     69 + 2 X irc      6667 + 3   h323 + 4   sip      5060,5061 + 5   pptp + 6 X rtsp     554 + 7   udplite + 8   dccp + 9   sctp
print detail;prints;Flags: X - disabled, I - invalid +  0   name="ftp" ports=21 +  +  1   name="tftp" ports=69 +  +  2 X name="irc" ports=6667 +  +  3   name="h323" +  +  4   name="sip" ports=5060,5061 sip-direct-media=yes sip-timeout=1h +  +  5   name="pptp" +  +  6 X name="rtsp" ports=554 +  +  7   name="udplite" +  +  8   name="dccp" +  +  9   name="sctp"
print terse;prints; 0   name="ftp" ports=21 +  1   name="tftp" ports=69 +  2 X name="irc" ports=6667 +  3   name="h323" +  4   name="sip" ports=5060,5061 sip-direct-media=yes sip-timeout=1h +  5   name="pptp" +  6 X name="rtsp" ports=554 +  7   name="udplite" +  8   name="dccp" +  9   name="sctp"
disable ftp<NL>print detail where disabled;prints;Flags: X - disabled, I - invalid +  0 X name="ftp" ports=21 +  +  2 X name="irc" ports=6667 +  +  6 X name="rtsp" ports=554
:put [get sip sip-timeout];prints;1h
:put [get sip ports];prints;5060,5061
:put [get ftp sip-timeout];prints;
:put [get irc disabled];prints;true
:put [find name=sip];prints;*5
:put [find ports=69];prints;*2
print count-only where !disabled;prints;8
print proplist=name,disabled;prints;Flags: X - DISABLED + Columns: NAME, DISABLED + #   NAME     DISABLED + 0   ftp      no + 1   tftp     no + 2 X irc      yes + 3   h323     no + 4   sip      no + 5   pptp     no + 6 X rtsp     yes + 7   udplite  no + 8   dccp     no + 9   sctp     no
export;prints;
set sip ports=5060<NL>export;prints;/ip firewall service-port + set sip ports=5060
set sip ports=5060<NL>set ftp disabled=yes<NL>/export;prints;/ip firewall service-port + set ftp disabled=yes + set sip ports=5060
set sip ports=5060<NL>export terse;prints;/ip firewall service-port set sip ports=5060
export verbose;prints;/ip firewall service-port + set ftp disabled=no ports=21 + set tftp disabled=no ports=69 + set irc disabled=yes ports=6667 + set h323 disabled=no + set sip disabled=no ports=5060,5061 sip-direct-media=yes sip-timeout=1h + set pptp disabled=no + set rtsp disabled=yes ports=554 + set udplite disabled=no + set dccp disabled=no + set sctp disabled=no

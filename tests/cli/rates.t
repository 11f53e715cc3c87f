# Matchers that count, choose or look at the clock: what is accepted, how it is exported, what is refused, and where.
@ /ip firewall filter

# random
add chain=forward random=1;ok;add action=accept chain=forward random=1
add chain=forward random=99;ok;add action=accept chain=forward random=99
add chain=forward random=50;ok;add action=accept chain=forward random=50
add chain=forward random=0;refused;value of random out of range (1..99) (line 2 column 26)
add chain=forward random=100;refused;value of random out of range (1..99) (line 2 column 26)
add chain=forward random=!50;refused;invalid value for argument random (line 2 column 26); it is a number
add chain=forward random=half;refused;invalid value for argument random (line 2 column 26); it is a number
/ip firewall nat add chain=srcnat random=50;ok;/ip firewall nat add action=accept chain=srcnat random=50
/ip firewall raw add chain=prerouting random=50;ok;/ip firewall raw add action=accept chain=prerouting random=50
/ipv6 firewall filter add chain=forward random=50;ok;/ipv6 firewall filter add action=accept chain=forward random=50
/ipv6 firewall nat add chain=srcnat random=50;ok;/ipv6 firewall nat add action=accept chain=srcnat random=50
/ipv6 firewall raw add chain=prerouting random=50;ok;/ipv6 firewall raw add action=accept chain=prerouting random=50

# nth
add chain=forward nth=2,1;ok;add action=accept chain=forward nth=2,1
add chain=forward nth=3;ok;add action=accept chain=forward nth=3,1
add chain=forward nth=!2,1;ok;add action=accept chain=forward nth=!2,1
add chain=forward nth=4294967295,4294967295;ok;add action=accept chain=forward nth=4294967295,4294967295
add chain=forward nth=1;ok;add action=accept chain=forward nth=1,1
add chain=forward nth=0;refused;value of nth out of range (1..4294967295) (line 2 column 23)
add chain=forward nth=2,0;refused;value of nth out of range (1..2) (line 2 column 25)
add chain=forward nth=2,3;refused;value of nth out of range (1..2) (line 2 column 25)
add chain=forward nth=2,;refused;invalid value for argument nth (line 2 column 25); it is every,packet, as in 3,1
add chain=forward nth=2,1,0;refused;invalid value for argument nth (line 2 column 26); it is every,packet, as in 3,1
add chain=forward nth=4294967296,1;refused;value of nth out of range (1..4294967295) (line 2 column 23)
add chain=forward nth="";refused;invalid value for argument nth (line 2 column 23); it is every,packet, as in 3,1
/ip firewall nat add chain=dstnat nth=2,1;ok;/ip firewall nat add action=accept chain=dstnat nth=2,1
/ip firewall raw add chain=prerouting nth=2,1;ok;/ip firewall raw add action=accept chain=prerouting nth=2,1
/ipv6 firewall filter add chain=forward nth=2,1;ok;/ipv6 firewall filter add action=accept chain=forward nth=2,1
/ipv6 firewall nat add chain=dstnat nth=2,2;ok;/ipv6 firewall nat add action=accept chain=dstnat nth=2,2
/ipv6 firewall raw add chain=output nth=2,1;ok;/ipv6 firewall raw add action=accept chain=output nth=2,1

# per-connection-classifier
add chain=forward per-connection-classifier=both-addresses:2/0;ok;add action=accept chain=forward per-connection-classifier=both-addresses:2/0
add chain=forward per-connection-classifier=both-addresses-and-ports:3/2;ok;add action=accept chain=forward per-connection-classifier=both-addresses-and-ports:3/2
add chain=forward per-connection-classifier=!src-address-and-port:4294967295/4294967295;ok;add action=accept chain=forward per-connection-classifier=!src-address-and-port:4294967295/4294967295
add chain=forward per-connection-classifier=src-address:2/0;ok;add action=accept chain=forward per-connection-classifier=src-address:2/0
add chain=forward per-connection-classifier=dst-address:2/1;ok;add action=accept chain=forward per-connection-classifier=dst-address:2/1
add chain=forward per-connection-classifier=src-port:2/1;ok;add action=accept chain=forward per-connection-classifier=src-port:2/1
add chain=forward per-connection-classifier=dst-port:2/1;ok;add action=accept chain=forward per-connection-classifier=dst-port:2/1
add chain=forward per-connection-classifier=both-p:2/1;ok;add action=accept chain=forward per-connection-classifier=both-ports:2/1
add chain=forward per-connection-classifier=dst-address-and-port:2/7;ok;add action=accept chain=forward per-connection-classifier=dst-address-and-port:2/7
add chain=forward per-connection-classifier=both:2/1;refused;ambiguous value of per-connection-classifier, more than one possible value matches input (line 2 column 45); it may be both-addresses, both-ports, both-addresses-and-ports
add chain=forward per-connection-classifier=mac:2/1;refused;input does not match any value of per-connection-classifier (line 2 column 45)
add chain=forward per-connection-classifier=src-address;refused;invalid value for argument per-connection-classifier (line 2 column 56); it is fields:denominator/remainder, as in both-addresses:2/0
add chain=forward per-connection-classifier=src-address:2;refused;invalid value for argument per-connection-classifier (line 2 column 58); it is fields:denominator/remainder, as in both-addresses:2/0
add chain=forward per-connection-classifier=src-address:0/0;refused;value of per-connection-classifier out of range (1..4294967295) (line 2 column 57)
add chain=forward per-connection-classifier=src-address:2/x;refused;invalid value for argument per-connection-classifier (line 2 column 59); it is fields:denominator/remainder, as in both-addresses:2/0
add chain=forward per-connection-classifier=src-address:4294967296/0;refused;value of per-connection-classifier out of range (1..4294967295) (line 2 column 57)
/ip firewall nat add chain=srcnat per-connection-classifier=src-address:2/0;ok;/ip firewall nat add action=accept chain=srcnat per-connection-classifier=src-address:2/0
/ip firewall raw add chain=prerouting per-connection-classifier=src-address:2/0;ok;/ip firewall raw add action=accept chain=prerouting per-connection-classifier=src-address:2/0
/ipv6 firewall filter add chain=forward per-connection-classifier=src-address:2/0;ok;/ipv6 firewall filter add action=accept chain=forward per-connection-classifier=src-address:2/0
/ipv6 firewall nat add chain=srcnat per-connection-classifier=src-address:2/0;ok;/ipv6 firewall nat add action=accept chain=srcnat per-connection-classifier=src-address:2/0
/ipv6 firewall raw add chain=output per-connection-classifier=src-address:2/0;ok;/ipv6 firewall raw add action=accept chain=output per-connection-classifier=src-address:2/0

# limit
add chain=forward limit=5,10;ok;add action=accept chain=forward limit=5,10:packet
add chain=forward limit=5,10:packet;ok;add action=accept chain=forward limit=5,10:packet
add chain=forward limit=1/1m,5:packet;ok;add action=accept chain=forward limit=1/1m,5:packet
add chain=forward limit=1/60s,5:packet;ok;add action=accept chain=forward limit=1/1m,5:packet
add chain=forward limit=1/1s,5:packet;ok;add action=accept chain=forward limit=1,5:packet
add chain=forward limit=!100M,100M:bit;ok;add action=accept chain=forward limit=!100M,100M:bit
add chain=forward limit=!100000000,100000k:b;ok;add action=accept chain=forward limit=!100M,100M:bit
add chain=forward limit=1500,1:packet;ok;add action=accept chain=forward limit=1500,1:packet
add chain=forward limit=32G,2G:bit;ok;add action=accept chain=forward limit=32G,2G:bit
add chain=forward limit=5,0;ok;add action=accept chain=forward limit=5,0:packet
add chain=forward limit=0,5;refused;value of limit out of range (1..32000000000) (line 2 column 25)
add chain=forward limit=33G,5;refused;value of limit out of range (1..32000000000) (line 2 column 25)
add chain=forward limit=5,3G;refused;value of limit out of range (0..2000000000) (line 2 column 27)
add chain=forward limit=5;refused;invalid value for argument limit (line 2 column 26); it is rate/time,burst:mode, as in 5,10:packet or 10M,1M:bit
add chain=forward limit=5/,5;refused;invalid value for argument limit (line 2 column 27); it is a time, as in 1m or 10s
add chain=forward limit=5/0s,5;refused;value of limit out of range (1s..35w3d13h13m56s) (line 2 column 27)
add chain=forward limit=5/1x,5;refused;invalid value for argument limit (line 2 column 28); it is a time, as in 1m or 10s
add chain=forward limit=5/36w,5;refused;value of limit out of range (1s..35w3d13h13m56s) (line 2 column 27)
add chain=forward limit=5,10:byte;refused;input does not match any value of limit (line 2 column 30)
add chain=forward limit=5,10,packet;refused;invalid value for argument limit (line 2 column 29); it is rate/time,burst:mode, as in 5,10:packet or 10M,1M:bit
add chain=forward limit=;refused;invalid value for argument limit (line 2 column 25); it is rate/time,burst:mode, as in 5,10:packet or 10M,1M:bit
/ip firewall nat add chain=dstnat limit=5,10;ok;/ip firewall nat add action=accept chain=dstnat limit=5,10:packet
/ip firewall raw add chain=prerouting limit=5,10;ok;/ip firewall raw add action=accept chain=prerouting limit=5,10:packet
/ipv6 firewall filter add chain=forward limit=!5,10;ok;/ipv6 firewall filter add action=accept chain=forward limit=!5,10:packet
/ipv6 firewall nat add chain=dstnat limit=5,10;ok;/ipv6 firewall nat add action=accept chain=dstnat limit=5,10:packet
/ipv6 firewall raw add chain=prerouting limit=5,10;ok;/ipv6 firewall raw add action=accept chain=prerouting limit=5,10:packet

# dst-limit
add chain=forward dst-limit=32,32,src-and-dst-addresses/10s;ok;add action=accept chain=forward dst-limit=32,32,src-and-dst-addresses/10s
add chain=forward dst-limit=32,32,src-and-dst-address/10s;ok;add action=accept chain=forward dst-limit=32,32,src-and-dst-addresses/10s
add chain=forward dst-limit=32,32,dst-address;ok;add action=accept chain=forward dst-limit=32,32,dst-address/1m40s
add chain=forward dst-limit=1/1m,5,src-address/1h30m;ok;add action=accept chain=forward dst-limit=1/1m,5,src-address/1h30m
add chain=forward dst-limit=1k,2k,dst-address-and-port/1m40s;ok;add action=accept chain=forward dst-limit=1k,2k,dst-address-and-port/1m40s
add chain=forward dst-limit=1,2,addresses-and-dst-port/100;ok;add action=accept chain=forward dst-limit=1,2,addresses-and-dst-port/1m40s
add chain=forward dst-limit=1,0,src-address/100;ok;add action=accept chain=forward dst-limit=1,0,src-address/1m40s
add chain=forward dst-limit=!32,32,dst-address;refused;invalid value for argument dst-limit (line 2 column 29); it is rate/time,burst,mode/expire, as in 32,32,src-and-dst-addresses/10s
add chain=forward dst-limit=32,32;refused;invalid value for argument dst-limit (line 2 column 34); it is rate/time,burst,mode/expire, as in 32,32,src-and-dst-addresses/10s
add chain=forward dst-limit=32,32,;refused;input does not match any value of dst-limit (line 2 column 35)
add chain=forward dst-limit=32,32,dst-port;refused;input does not match any value of dst-limit (line 2 column 35)
add chain=forward dst-limit=32,32,dst-address/0s;refused;value of dst-limit out of range (1s..35w3d13h13m56s) (line 2 column 47)
add chain=forward dst-limit=32,32,dst-address/;refused;invalid value for argument dst-limit (line 2 column 47); it is a time, as in 1m or 10s
add chain=forward dst-limit=0,32,dst-address/1s;refused;value of dst-limit out of range (1..32000000000) (line 2 column 29)
add chain=forward dst-limit=32/1m,x,dst-address/1s;refused;invalid value for argument dst-limit (line 2 column 35); it is rate/time,burst,mode/expire, as in 32,32,src-and-dst-addresses/10s
/ip firewall nat add chain=dstnat dst-limit=32,32,dst-address/10s;ok;/ip firewall nat add action=accept chain=dstnat dst-limit=32,32,dst-address/10s
/ip firewall raw add chain=prerouting dst-limit=32,32,dst-address/10s;ok;/ip firewall raw add action=accept chain=prerouting dst-limit=32,32,dst-address/10s
/ipv6 firewall filter add chain=forward dst-limit=32,32,dst-address/10s;ok;/ipv6 firewall filter add action=accept chain=forward dst-limit=32,32,dst-address/10s
/ipv6 firewall nat add chain=dstnat dst-limit=32,32,dst-address/10s;ok;/ipv6 firewall nat add action=accept chain=dstnat dst-limit=32,32,dst-address/10s
/ipv6 firewall raw add chain=prerouting dst-limit=32,32,dst-address/10s;ok;/ipv6 firewall raw add action=accept chain=prerouting dst-limit=32,32,dst-address/10s

# time
add chain=forward time=8h-17h,mon,tue,wed,thu,fri;ok;add action=accept chain=forward time=8h-17h,mon,tue,wed,thu,fri
add chain=forward time=08:00:00-17:00:00,fri,mon;ok;add action=accept chain=forward time=8h-17h,mon,fri
add chain=forward time=0s-1d,sun,mon,tue,wed,thu,fri,sat;ok;add action=accept chain=forward time=0s-1d,sun,mon,tue,wed,thu,fri,sat
add chain=forward time=22h-6h;ok;add action=accept chain=forward time=22h-6h,sun,mon,tue,wed,thu,fri,sat
add chain=forward time=!8h30m-17h,sat,sun;ok;add action=accept chain=forward time=!8h30m-17h,sun,sat
add chain=forward time=0s-86400,th;ok;add action=accept chain=forward time=0s-1d,thu
add chain=forward time=8h,mon;refused;invalid value for argument time (line 2 column 26); it is from-to,days, as in 8h-17h,mon,tue,wed,thu,fri
add chain=forward time=8h-25h,mon;refused;value of time out of range (0s..1d) (line 2 column 27)
add chain=forward time=8h-17h,monday;refused;input does not match any value of time (line 2 column 31); did you mean mon?
add chain=forward time=8h-17h,t;refused;ambiguous value of time, more than one possible value matches input (line 2 column 31); it may be tue, thu
add chain=forward time=8h-17h,;refused;input does not match any value of time (line 2 column 31)
add chain=forward time=mon,tue;refused;invalid value for argument time (line 2 column 27); it is from-to,days, as in 8h-17h,mon,tue,wed,thu,fri
add chain=forward time=8x-17h;refused;invalid value for argument time (line 2 column 25); it is from-to,days, as in 8h-17h,mon,tue,wed,thu,fri
/ip firewall nat add chain=dstnat time=8h-17h,sun;ok;/ip firewall nat add action=accept chain=dstnat time=8h-17h,sun
/ip firewall raw add chain=prerouting time=8h-17h,sun;ok;/ip firewall raw add action=accept chain=prerouting time=8h-17h,sun
/ipv6 firewall filter add chain=forward time=8h-17h,sun;ok;/ipv6 firewall filter add action=accept chain=forward time=8h-17h,sun
/ipv6 firewall nat add chain=dstnat time=8h-17h,sun;ok;/ipv6 firewall nat add action=accept chain=dstnat time=8h-17h,sun
/ipv6 firewall raw add chain=prerouting time=8h-17h,sun;ok;/ipv6 firewall raw add action=accept chain=prerouting time=8h-17h,sun

# psd
add chain=forward psd=21,3s,3,1;ok;add action=accept chain=forward psd=21,3s,3,1
add chain=forward psd=21,3,3,1;ok;add action=accept chain=forward psd=21,3s,3,1
add chain=forward psd=1,1m,0,0;refused;ports that weigh nothing are no scan: this would never match (line 2 column 23)
add chain=forward psd=10,60s,5,65535;ok;add action=accept chain=forward psd=10,1m,5,65535
add chain=forward psd=!21,3s,3,1;refused;invalid value for argument psd (line 2 column 23); it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1
add chain=forward psd=0,3s,3,1;refused;value of psd out of range (1..4294967295) (line 2 column 23)
add chain=forward psd=21,0s,3,1;refused;value of psd out of range (1s..35w3d13h13m56s) (line 2 column 26)
add chain=forward psd=21,3s,3;refused;invalid value for argument psd (line 2 column 30); it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1
add chain=forward psd=21,3s,3,1,1;refused;invalid value for argument psd (line 2 column 32); it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1
add chain=forward psd=21;refused;invalid value for argument psd (line 2 column 25); it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1
add chain=forward psd=21,3s,x,1;refused;invalid value for argument psd (line 2 column 29); it is weight,delay,weight of low ports,weight of high ports, as in 21,3s,3,1
add chain=forward psd=4294967296,3s,3,1;refused;value of psd out of range (0..4294967295) (line 2 column 23)
/ip firewall nat add chain=dstnat psd=21,3s,3,1;ok;/ip firewall nat add action=accept chain=dstnat psd=21,3s,3,1
/ip firewall raw add chain=prerouting psd=21,3s,3,1;ok;/ip firewall raw add action=accept chain=prerouting psd=21,3s,3,1
/ipv6 firewall filter add chain=forward psd=21,3s,3,1;refused;bad parameter psd: /ipv6 firewall filter has no such property (line 1 column 41)
/ipv6 firewall raw add chain=prerouting psd=21,3s,3,1;refused;bad parameter psd: /ipv6 firewall raw has no such property (line 1 column 41)

# connection-limit
add chain=forward connection-limit=100,32;ok;add action=accept chain=forward connection-limit=100,32
add chain=forward connection-limit=!5,24;ok;add action=accept chain=forward connection-limit=!5,24
add chain=forward connection-limit=0,0;ok;add action=accept chain=forward connection-limit=0,0
add chain=forward connection-limit=100;ok;add action=accept chain=forward connection-limit=100,32
add chain=forward connection-limit=4294967295,1;ok;add action=accept chain=forward connection-limit=4294967295,1
add chain=forward connection-limit=100,33;refused;value of connection-limit out of range (0..32) (line 2 column 40)
add chain=forward connection-limit=4294967296,32;refused;value of connection-limit out of range (0..4294967295) (line 2 column 36)
add chain=forward connection-limit=some;refused;invalid value for argument connection-limit (line 2 column 36); it is count,netmask, as in 100,32
add chain=forward connection-limit=100,;refused;invalid value for argument connection-limit (line 2 column 40); it is count,netmask, as in 100,32
add chain=forward connection-limit=100/24;refused;invalid value for argument connection-limit (line 2 column 39); it is count,netmask, as in 100,32
add chain=forward connection-limit=100,255.255.255.0;refused;invalid value for argument connection-limit (line 2 column 43); it is count,netmask, as in 100,32
/ip firewall nat add chain=dstnat connection-limit=10,24;ok;/ip firewall nat add action=accept chain=dstnat connection-limit=10,24
/ip firewall mangle add chain=forward connection-limit=10,24;ok;/ip firewall mangle add action=accept chain=forward connection-limit=10,24
/ip firewall raw add chain=prerouting connection-limit=10,24;refused;bad parameter connection-limit: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward connection-limit=10,64;ok;/ipv6 firewall filter add action=accept chain=forward connection-limit=10,64
/ipv6 firewall nat add chain=dstnat connection-limit=!10;ok;/ipv6 firewall nat add action=accept chain=dstnat connection-limit=!10,128
/ipv6 firewall mangle add chain=forward connection-limit=10,129;refused;value of connection-limit out of range (0..128) (line 1 column 61)

# connection-rate
add chain=forward connection-rate=0-100k;ok;add action=accept chain=forward connection-rate=0-100k
add chain=forward connection-rate=200k-100M;ok;add action=accept chain=forward connection-rate=200k-100M
add chain=forward connection-rate=!1500-2G;ok;add action=accept chain=forward connection-rate=!1500-2G
add chain=forward connection-rate=1000000-4294967295;ok;add action=accept chain=forward connection-rate=1M-4294967295
add chain=forward connection-rate=0;ok;add action=accept chain=forward connection-rate=0-0
add chain=forward connection-rate=2-1;refused;reversed range: the first rate must not be above the last one (line 2 column 35)
add chain=forward connection-rate=0-4294967296;refused;value of connection-rate out of range (0..4294967295) (line 2 column 37)
add chain=forward connection-rate=5G-6G;refused;value of connection-rate out of range (0..4294967295) (line 2 column 35)
add chain=forward connection-rate=1-;refused;invalid value for argument connection-rate (line 2 column 37); it is from-to in bits a second, as in 0-100k
add chain=forward connection-rate=fast;refused;invalid value for argument connection-rate (line 2 column 35); it is from-to in bits a second, as in 0-100k
/ip firewall nat add chain=dstnat connection-rate=0-1M;ok;/ip firewall nat add action=accept chain=dstnat connection-rate=0-1M
/ip firewall mangle add chain=prerouting connection-rate=0-1M;ok;/ip firewall mangle add action=accept chain=prerouting connection-rate=0-1M
/ipv6 firewall filter add chain=forward connection-rate=!0-1M;ok;/ipv6 firewall filter add action=accept chain=forward connection-rate=!0-1M
/ip firewall raw add chain=prerouting connection-rate=0-1M;refused;bad parameter connection-rate: /ip firewall raw has no such property (line 1 column 39)

# connection-bytes
add chain=forward connection-bytes=500000-0;ok;add action=accept chain=forward connection-bytes=500000-0
add chain=forward connection-bytes=0-0;ok;add action=accept chain=forward connection-bytes=0-0
add chain=forward connection-bytes=2M-4M;ok;add action=accept chain=forward connection-bytes=2000000-4000000
add chain=forward connection-bytes=100;ok;add action=accept chain=forward connection-bytes=100-100
add chain=forward connection-bytes=18446744073709551615-0;ok;add action=accept chain=forward connection-bytes=18446744073709551615-0
add chain=forward connection-bytes=!500000-0;refused;invalid value for argument connection-bytes (line 2 column 36); it is from-to, as in 500000-0, where 0 is no end
add chain=forward connection-bytes=2-1;refused;reversed range: the first number must not be above the last one, unless that is 0 (line 2 column 36)
add chain=forward connection-bytes=2-;refused;invalid value for argument connection-bytes (line 2 column 38); it is from-to, as in 500000-0, where 0 is no end
add chain=forward connection-bytes=all;refused;invalid value for argument connection-bytes (line 2 column 36); it is from-to, as in 500000-0, where 0 is no end
/ip firewall nat add chain=dstnat connection-bytes=500000-0;ok;/ip firewall nat add action=accept chain=dstnat connection-bytes=500000-0
/ip firewall raw add chain=prerouting connection-bytes=500000-0;refused;bad parameter connection-bytes: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward connection-bytes=500000-0;ok;/ipv6 firewall filter add action=accept chain=forward connection-bytes=500000-0
/ipv6 firewall nat add chain=dstnat connection-bytes=500000-0;ok;/ipv6 firewall nat add action=accept chain=dstnat connection-bytes=500000-0
/ipv6 firewall raw add chain=prerouting connection-bytes=500000-0;refused;bad parameter connection-bytes: /ipv6 firewall raw has no such property (line 1 column 41)

# src-address-type, dst-address-type
add chain=forward dst-address-type=local;ok;add action=accept chain=forward dst-address-type=local
add chain=forward dst-address-type=!local;ok;add action=accept chain=forward dst-address-type=!local
add chain=forward dst-address-type=multicast,broadcast,local,unicast,blackhole;ok;add action=accept chain=forward dst-address-type=unicast,local,broadcast,multicast,blackhole
add chain=forward src-address-type=uni;ok;add action=accept chain=forward src-address-type=unicast
add chain=forward src-address-type="" dst-address-type="";ok;add action=accept chain=forward
add chain=forward src-address-type=anycast;refused;input does not match any value of src-address-type (line 2 column 36); did you mean unicast?
add chain=forward src-address-type=!;refused;input does not match any value of src-address-type (line 2 column 37)
add chain=forward src-address-type=local,;refused;input does not match any value of src-address-type (line 2 column 42)
add chain=forward src-address-type=remote;refused;input does not match any value of src-address-type (line 2 column 36)
/ip firewall nat add chain=dstnat dst-address-type=local;ok;/ip firewall nat add action=accept chain=dstnat dst-address-type=local
/ip firewall raw add chain=prerouting dst-address-type=local;ok;/ip firewall raw add action=accept chain=prerouting dst-address-type=local
/ipv6 firewall filter add chain=forward dst-address-type=anycast,unreachable,local;ok;/ipv6 firewall filter add action=accept chain=forward dst-address-type=local,anycast,unreachable
/ipv6 firewall filter add chain=forward dst-address-type=blackhole;refused;input does not match any value of dst-address-type (line 1 column 58)
/ipv6 firewall nat add chain=dstnat dst-address-type=local;ok;/ipv6 firewall nat add action=accept chain=dstnat dst-address-type=local
/ipv6 firewall raw add chain=prerouting src-address-type=!unicast;ok;/ipv6 firewall raw add action=accept chain=prerouting src-address-type=!unicast

# realm
add chain=forward realm=5;ok;add action=accept chain=forward realm=5
add chain=forward realm=!5;ok;add action=accept chain=forward realm=!5
add chain=forward realm=0;ok;add action=accept chain=forward realm=0
add chain=forward realm=65535;ok;add action=accept chain=forward realm=65535
add chain=forward realm=65536;refused;value of realm out of range (0..65535) (line 2 column 25)
add chain=forward realm=cosmos;refused;invalid value for argument realm (line 2 column 25); it is a number
/ip firewall nat add chain=srcnat realm=5;ok;/ip firewall nat add action=accept chain=srcnat realm=5
/ip firewall raw add chain=prerouting realm=5;refused;bad parameter realm: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward realm=5;refused;bad parameter realm: /ipv6 firewall filter has no such property (line 1 column 41)

# content
add chain=forward content=BitTorrent;ok;add action=accept chain=forward content=BitTorrent
add chain=forward content="two words";ok;add action=accept chain=forward content="two words"
add chain=forward content=!x;ok;add action=accept chain=forward content=!x
add chain=forward content="\00a";refused;syntax error: a zero byte is no text (line 2 column 28)
add chain=forward content="";refused;invalid value for argument content (line 2 column 27); a name must have at least one character
add chain=forward content="!!x";refused;invalid value for argument content (line 2 column 29); a name cannot start with "!"
add chain=forward content="a\0D\0Ab\FF";ok;add action=accept chain=forward content="a\r\nb\FF"
/ip firewall nat add chain=dstnat content=x;ok;/ip firewall nat add action=accept chain=dstnat content=x
/ip firewall raw add chain=prerouting content=x;ok;/ip firewall raw add action=accept chain=prerouting content=x
/ipv6 firewall filter add chain=forward content=x;ok;/ipv6 firewall filter add action=accept chain=forward content=x
/ipv6 firewall nat add chain=dstnat content=x;ok;/ipv6 firewall nat add action=accept chain=dstnat content=x
/ipv6 firewall raw add chain=prerouting content=x;ok;/ipv6 firewall raw add action=accept chain=prerouting content=x

# tls-host
add chain=forward protocol=tcp tls-host=*.example.com;ok;add action=accept chain=forward protocol=tcp tls-host=*.example.com
add chain=forward protocol=tcp tls-host=!*.example.com;ok;add action=accept chain=forward protocol=tcp tls-host=!*.example.com
add chain=forward tls-host="srv[0-9]?.net";ok;add action=accept chain=forward tls-host="srv[0-9]\?.net"
add chain=forward tls-host="";refused;invalid value for argument tls-host (line 2 column 28); a name must have at least one character
add chain=forward tls-host="!!x";refused;invalid value for argument tls-host (line 2 column 30); a name cannot start with "!"
/ip firewall nat add chain=dstnat tls-host=x;refused;bad parameter tls-host: /ip firewall nat has no such property (line 1 column 35)
/ip firewall raw add chain=prerouting tls-host=x;ok;/ip firewall raw add action=accept chain=prerouting tls-host=x
/ipv6 firewall filter add chain=forward tls-host=x;ok;/ipv6 firewall filter add action=accept chain=forward tls-host=x
/ipv6 firewall nat add chain=dstnat tls-host=x;refused;bad parameter tls-host: /ipv6 firewall nat has no such property (line 1 column 37)
/ipv6 firewall raw add chain=prerouting tls-host=x;ok;/ipv6 firewall raw add action=accept chain=prerouting tls-host=x

# ipsec-policy
add chain=forward ipsec-policy=in,ipsec;ok;add action=accept chain=forward ipsec-policy=in,ipsec
add chain=forward ipsec-policy=out,none;ok;add action=accept chain=forward ipsec-policy=out,none
add chain=input ipsec-policy=in,n;ok;add action=accept chain=input ipsec-policy=in,none
add chain=output ipsec-policy=out,ipsec;ok;add action=accept chain=output ipsec-policy=out,ipsec
add chain=mine ipsec-policy=out,ipsec;ok;add action=accept chain=mine ipsec-policy=out,ipsec
add chain=input ipsec-policy=out,ipsec;refused;outgoing IPsec policy matching not possible in input, prerouting and dstnat chains (line 2 column 30)
add chain=output ipsec-policy=in,ipsec;refused;incoming IPsec policy matching not possible in output, postrouting and srcnat chains (line 2 column 31)
add chain=forward ipsec-policy=!in,ipsec;refused;input does not match any value of ipsec-policy (line 2 column 32); did you mean in?
add chain=forward ipsec-policy=in;refused;invalid value for argument ipsec-policy (line 2 column 32); it is in or out, then ipsec or none: out,none
add chain=forward ipsec-policy=both,ipsec;refused;input does not match any value of ipsec-policy (line 2 column 32)
add chain=forward ipsec-policy=in,esp;refused;input does not match any value of ipsec-policy (line 2 column 35)
/ip firewall nat add chain=srcnat ipsec-policy=out,none;ok;/ip firewall nat add action=accept chain=srcnat ipsec-policy=out,none
/ip firewall nat add chain=srcnat ipsec-policy=in,none;refused;incoming IPsec policy matching not possible in output, postrouting and srcnat chains (line 1 column 48)
/ip firewall nat add chain=dstnat ipsec-policy=out,none;refused;outgoing IPsec policy matching not possible in input, prerouting and dstnat chains (line 1 column 48)
/ip firewall raw add chain=prerouting ipsec-policy=in,none;ok;/ip firewall raw add action=accept chain=prerouting ipsec-policy=in,none
/ip firewall mangle add chain=postrouting ipsec-policy=out,none;ok;/ip firewall mangle add action=accept chain=postrouting ipsec-policy=out,none
/ipv6 firewall filter add chain=forward ipsec-policy=in,ipsec;ok;/ipv6 firewall filter add action=accept chain=forward ipsec-policy=in,ipsec
/ipv6 firewall raw add chain=output ipsec-policy=out,ipsec;ok;/ipv6 firewall raw add action=accept chain=output ipsec-policy=out,ipsec

# layer7-protocol
add chain=forward layer7-protocol=rdp;ok;add action=accept chain=forward layer7-protocol=rdp
add chain=forward layer7-protocol=!rdp;ok;add action=accept chain=forward layer7-protocol=!rdp
add chain=forward layer7-protocol="two words";ok;add action=accept chain=forward layer7-protocol="two words"
add chain=forward layer7-protocol="";refused;invalid value for argument layer7-protocol (line 2 column 35); a name must have at least one character
/ip firewall nat add chain=dstnat layer7-protocol=rdp;ok;/ip firewall nat add action=accept chain=dstnat layer7-protocol=rdp
/ip firewall mangle add chain=forward layer7-protocol=rdp;ok;/ip firewall mangle add action=accept chain=forward layer7-protocol=rdp
/ip firewall raw add chain=prerouting layer7-protocol=rdp;refused;bad parameter layer7-protocol: /ip firewall raw has no such property (line 1 column 39)
/ipv6 firewall filter add chain=forward layer7-protocol=rdp;refused;bad parameter layer7-protocol: /ipv6 firewall filter has no such property (line 1 column 41)

# the others in mangle
/ip firewall mangle add chain=forward psd=21,3s,3,1 realm=5 content=x tls-host=x connection-bytes=1-2 dst-address-type=local limit=1,2 nth=2,1 random=5 time=1h-2h;ok;/ip firewall mangle add action=accept chain=forward connection-bytes=1-2 content=x dst-address-type=local limit=1,2:packet nth=2,1 psd=21,3s,3,1 random=5 realm=5 time=1h-2h,sun,mon,tue,wed,thu,fri,sat tls-host=x
/ipv6 firewall mangle add chain=forward content=x tls-host=x connection-bytes=1-2 dst-address-type=local dst-limit=1,2,src-address per-connection-classifier=src-address:2/0;ok;/ipv6 firewall mangle add action=accept chain=forward connection-bytes=1-2 content=x dst-address-type=local dst-limit=1,2,src-address/1m40s per-connection-classifier=src-address:2/0 tls-host=x

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# SIP calls with media by real programs, through a router that translates and lets only known and announced connections
# pass: out by UDP, by TCP and by IPv6, two clients with the same ports, and in to a client that has registered.
# timeout: 120
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_live
# Nobody outside knows the way to the house.
ip -n wan route del 192.168.88.0/24
ip -n wan -6 route del 2001:db8:88::/64
address lan eth0 192.168.88.11/24
cat >/run/sip.rsc <<'END'
/ip firewall connection tracking set udp-timeout=1h udp-stream-timeout=1h
/ip firewall filter
add chain=forward action=accept connection-state=established comment=established
add chain=forward action=accept connection-state=related connection-type=sip comment=announced
add chain=forward action=accept connection-state=new protocol=udp dst-port=5060 in-interface=ether2 comment=control
add chain=forward action=accept connection-state=new protocol=tcp dst-port=5061 in-interface=ether2 comment=control
add chain=forward action=drop comment=rest
/ip firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
/ipv6 firewall filter
add chain=forward action=accept connection-state=established comment=established
add chain=forward action=accept connection-state=related connection-type=sip comment=announced
add chain=forward action=accept connection-state=new protocol=udp dst-port=5060 in-interface=ether2 comment=control
add chain=forward action=drop comment=rest
/ipv6 firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
END
check "the rules are loaded" on router rosfwctl import /run/sip.rsc

# Ten packets of sound, which sipp sends from where its description says that it gets them.
python3 - <<'END'
import struct

with open('/run/sound.pcap', 'wb') as f:
    f.write(struct.pack('=IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for n in range(10):
        rtp = struct.pack('!BBHII', 128, 0, n, n * 160, 1) + b'\xff' * 160
        packet = b'\x45\0' + struct.pack('!HIBBHII', 28 + len(rtp), 0, 64, 17, 0, 1, 2) + struct.pack(
            '!HHHH', 4000, 4000, 8 + len(rtp), 0) + rtp
        f.write(struct.pack('=IIII', 0, n * 20000, 14 + len(packet), 14 + len(packet)) + b'\0' * 12 + b'\x08\0' + packet)
END

cat >/run/call.xml <<'END'
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="call">
<send retrans="500"><![CDATA[

INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:a@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:a@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=a 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000

]]></send>
<recv response="100" optional="true"></recv>
<recv response="180" optional="true"></recv>
<recv response="200"></recv>
<send><![CDATA[

ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:a@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<nop><action><exec play_pcap_audio="/run/sound.pcap"/></action></nop>
<pause milliseconds="PAUSE"/>
<send retrans="500"><![CDATA[

BYE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:a@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200"></recv>
</scenario>
END

# Long enough for some of the sound on a slow kernel: sipp falls silent when a call ends.
sed -i "s/PAUSE/$((ROSFW_SLOW * 300))/" /run/call.xml

cat >/run/register.xml <<'END'
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="register">
<send retrans="500"><![CDATA[

REGISTER sip:[remote_ip] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:a@[remote_ip]>;tag=[call_number]
To: <sip:a@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 REGISTER
Contact: <sip:a@[local_ip]:[local_port]>
Expires: 3600
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200">
<action><ereg regexp="sip:a@192.168.88.10:5060" search_in="hdr" header="Contact:" check_it="true" assign_to="1"/></action>
</recv>
<Reference variables="1"/>
</scenario>
END

cat >/run/registrar.xml <<'END'
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="registrar">
<recv request="REGISTER">
<action><ereg regexp="sip:a@203.0.113.1:5060" search_in="hdr" header="Contact:" check_it="true" assign_to="1"/></action>
</recv>
<Reference variables="1"/>
<send><![CDATA[

SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=1
[last_Call-ID:]
[last_CSeq:]
[last_Contact:]
Expires: 3600
Content-Length: 0

]]></send>
</scenario>
END

# sipp_on NAMESPACE ADDRESS PORT OPTION...
sipp_on() {
	local namespace=$1 address=$2 port=$3
	shift 3
	on "$namespace" env TERM=dumb sipp -nostdin -i "$address" -mi "$address" -p "$port" "$@" </dev/null
}

# answers NAMESPACE ADDRESS PORT OPTION...: takes calls, and sends back what it hears.
answers() {
	background sipp_on "$@" -sn uas -rtp_echo
}

# calls NAMESPACE ADDRESS PORT MEDIA-PORT TO OPTION...: one call.
calls() {
	local namespace=$1 address=$2 port=$3 media=$4 to=$5
	shift 5
	sipp_on "$namespace" "$address" "$port" -mp "$media" -sf /run/call.xml -s b -m 1 -timeout 60 -timeout_error "$@" "$to"
}

# shellcheck disable=SC2317 # called by busywait
listening() {
	[ -n "$(on "$1" ss -H -l -n "$2" "sport = :$3")" ]
}

# heard WHERE: media that went and came back: source, who answered, and how he knows the source.
heard() {
	on router rosfwctl --json "$1 firewall connection print where expected" | python3 -c '
import json, sys
for c in json.load(sys.stdin)["items"]:
    if (c["dst-port"] != "5060" and min(int(c["orig-packets"]), int(c["repl-packets"])) and
            c["protocol"] == "udp" and c["connection-type"] == "sip"):
        print(*(c[end + part] for end in ("src", "reply-src", "reply-dst") for part in ("-address", "-port")))'
}

answers server 198.51.100.80 5060 -mp 7000
answers server 198.51.100.80 5061 -mp 7010 -t t1
answers server 2001:db8:5000::80 5060 -mp 7020
check "servers listen" busywait 10 eval "listening server -u 5060 && listening server -t 5061 && listening server -u 7020"

# Two at once, with the same port for media; only one of them can have it outside.
calls lan 192.168.88.10 5060 6000 198.51.100.80:5060 >/run/call.10 2>&1 &
pids=($!)
calls lan 192.168.88.11 5060 6000 198.51.100.80:5060 >/run/call.11 2>&1 &
pids+=($!)
calls lan 192.168.88.10 5061 6010 198.51.100.80:5061 -t t1 >/run/call.tcp 2>&1 &
pids+=($!)
calls lan 2001:db8:88::10 5060 6020 '[2001:db8:5000::80]:5060' >/run/call.6 2>&1 &
pids+=($!)
for name in "a call, UDP" "another call with the same ports" "a call, TCP" "a call, IPv6"; do
	wait "${pids[0]}"
	same "$name" 0 $?
	pids=("${pids[@]:1}")
done

# Who has registered is called, by the registrar and at another port than the one that he has registered at.
background sipp_on server 198.51.100.20 5060 -sf /run/registrar.xml -m 1
check "the registrar listens" busywait 10 eval "on server ss -H -l -n -u src 198.51.100.20:5060 | grep -q ."
check "a client registers" sipp_on lan 192.168.88.10 5060 -sf /run/register.xml -m 1 -timeout 60 -timeout_error 198.51.100.20:5060
answers lan 192.168.88.10 5060 -mp 6030
check "and listens" busywait 10 listening lan -u 6030
check "a call comes" calls server 198.51.100.20 5062 7030 203.0.113.1:5060
# Which of the two has got its own port outside is open, and on a slow kernel one may call when the other has ended.
# shellcheck disable=SC2317 # called by busywait
all_heard() {
	{ heard /ip && heard /ipv6; } | sort >/run/heard
	cmp - <(sed 's/^192.168.88.1[01] \(6000 .*\) [0-9]*$/one \1/' /run/heard | sort) <<-END
		192.168.88.10 6010 198.51.100.80 7010 203.0.113.1 6010
		198.51.100.20 7030 192.168.88.10 6030 198.51.100.20 7030
		2001:db8:88::10 6020 2001:db8:5000::80 7020 2001:db8:113::1 6020
		one 6000 198.51.100.80 7000 203.0.113.1
		one 6000 198.51.100.80 7000 203.0.113.1
	END
}
check "media go both ways" busywait 10 all_heard
same "of both clients" "192.168.88.10 192.168.88.11" "$(sed -n 's/ 6000 .*//p' /run/heard | paste -sd' ')"
counters
counted announced 5-50
counted rest 0 0
matches "connections are called that of SIP" 'connection-type="?sip' \
	"$(on router rosfwctl '/ip firewall connection print detail where dst-port=5060')"

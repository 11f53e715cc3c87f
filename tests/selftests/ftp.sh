#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# FTP and TFTP by real programs through a router that translates and lets only known and announced connections pass: active and
# passive, old commands and new ones, both families, the server outside and the server in the house.
# timeout: 120
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/tools/live.bash"

setup_live
# Nobody outside knows the way to the house.
ip -n wan route del 192.168.88.0/24
ip -n wan -6 route del 2001:db8:88::/64
cat >/run/ftp.rsc <<'END'
/ip firewall filter
add chain=forward action=accept connection-state=established comment=established
add chain=forward action=accept connection-state=related connection-type=ftp comment=announced
add chain=forward action=accept connection-state=related connection-type=tftp comment=tftp
add chain=forward action=accept connection-state=related comment=other
add chain=forward action=accept connection-state=new protocol=udp dst-port=69 comment=request
add chain=forward action=accept connection-state=new protocol=tcp dst-port=21,2121 comment=control
add chain=forward action=drop comment=rest
/ip firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
add chain=dstnat action=dst-nat protocol=tcp dst-address=203.0.113.1 dst-port=21 to-addresses=192.168.88.10 comment=d
add chain=dstnat action=dst-nat protocol=udp dst-address=203.0.113.1 dst-port=69 to-addresses=192.168.88.10 comment=d
/ipv6 firewall filter
add chain=forward action=accept connection-state=established,related comment=known
add chain=forward action=accept connection-state=new protocol=tcp dst-port=21 comment=control
add chain=forward action=drop comment=rest
/ipv6 firewall nat
add chain=srcnat action=masquerade out-interface=ether1 comment=m
END
check "the rules are loaded" on router rosfwctl import /run/ftp.rsc

mkdir -p /run/empty /run/ftp/in /run/got
chown ftp /run/ftp/in
head -c 50000 /dev/urandom >/run/ftp/file
chmod 644 /run/ftp/file
head -c 50000 /dev/urandom >/run/up

# ftp_server NAMESPACE PORT
ftp_server() {
	cat >"/run/vsftpd.$1.$2" <<-END
		listen=NO
		listen_ipv6=YES
		listen_port=$2
		background=NO
		anonymous_enable=YES
		anon_root=/run/ftp
		anon_upload_enable=YES
		write_enable=YES
		no_anon_password=YES
		secure_chroot_dir=/run/empty
		seccomp_sandbox=NO
		xferlog_enable=NO
		pasv_promiscuous=NO
		port_promiscuous=NO
		connect_from_port_20=YES
	END
	background ip netns exec "$1" /usr/sbin/vsftpd "/run/vsftpd.$1.$2"
}

ftp_server server 21
ftp_server server 2121
ftp_server lan 21
check "servers listen" busywait 10 eval "listening server -t 21 2121 && listening lan -t 21"

# fetch NAMESPACE URL [OPTION...]
fetch() {
	local namespace=$1 url=$2
	shift 2
	rm -f /run/got/file
	on "$namespace" curl -sS -m "${limit:-60}" --connect-timeout "${limit:-60}" "$@" -o /run/got/file "$url/file" &&
		cmp /run/ftp/file /run/got/file
}

# store NAMESPACE URL [OPTION...]
store() {
	local namespace=$1 url=$2
	shift 2
	rm -f /run/ftp/in/up
	on "$namespace" curl -sS -m 60 "$@" -T /run/up "$url/in/up" && cmp /run/up /run/ftp/in/up
}

out=ftp://198.51.100.80
check "out, passive: PASV" fetch lan $out --disable-epsv
check "out, passive: EPSV" fetch lan $out
check "out, active: PORT" fetch lan $out -P - --disable-eprt
check "out, active: EPRT" fetch lan $out -P -
counters
counted announced 4
counted other 0 0
counted rest 0 0
matches "the control connection has a helper" '^ *[0-9]+ +[A-Za-z ]*h .*:21' \
	"$(on router rosfwctl '/ip firewall connection print where dst-port=21')"
matches "announced connections are called that of FTP" 'connection-type="?ftp' \
	"$(on router rosfwctl '/ip firewall connection print detail where expected')"

check "IPv6, out, passive: EPSV" fetch lan 'ftp://[2001:db8:5000::80]'
check "IPv6, out, active: EPRT" fetch lan 'ftp://[2001:db8:5000::80]' -P -
counters "/ipv6 firewall filter print stats"
counted rest 0 0

in=ftp://203.0.113.1
check "in, passive: PASV" fetch wan $in --disable-epsv
check "in, active: PORT" fetch wan $in -P - --disable-eprt
check "in, a file is stored: PASV" store wan $in --disable-epsv
counters
counted rest 0 0

# Three at once announce what they like.
pids=()
rm -f /run/all
for n in 1 2 3; do
	{
		on lan curl -sS -m 60 -P - --disable-eprt -o "/run/got/$n" $out/file && cmp /run/ftp/file "/run/got/$n" &&
			echo $n >>/run/all
	} &
	pids+=($!)
done
wait "${pids[@]}"
same "three clients at once, active" 3 "$(wc -l </run/all)"

limit=$((ROSFW_SLOW + 2))
check_fails "another port has no helper" fetch lan $out:2121 -P -
on router rosfwctl '/ip firewall service-port set ftp ports=21,2121'
check "until it is a port of the service" fetch lan $out:2121 -P -
on router rosfwctl '/ip firewall service-port set ftp disabled=yes'
check_fails "a service that is disabled announces nothing" fetch lan $out -P -
on router rosfwctl '/ip firewall service-port set ftp disabled=no'
unset limit
check "enabled again" fetch lan $out -P -
on router rosfwctl '/ip firewall service-port set ftp ports=21'

# TFTP: the answer comes from another port than the one that was asked.
background ip netns exec server in.tftpd -L -4 -s /run/ftp
background ip netns exec lan in.tftpd -L -4 -s /run/ftp

# get NAMESPACE ADDRESS
get() {
	rm -f /run/got/file
	on "$1" timeout "${limit:-30}" tftp -4 -m binary "$2" -c get file /run/got/file && cmp /run/ftp/file /run/got/file
}

check "TFTP servers listen" busywait 10 eval "listening server -u 69 && listening lan -u 69"
check "out, TFTP" get lan 198.51.100.80
check "in, TFTP" get wan 203.0.113.1
counters
counted tftp 2
on router rosfwctl '/ip firewall service-port disable tftp'
limit=3
check_fails "not without the service" get lan 198.51.100.80
counters
counted tftp 2
on router rosfwctl '/ip firewall service-port enable tftp'

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header parser: what it finds in packets of every kind, and that no packet makes it read what is not there.
 *
 * One table of packets. Each row is compared with what it says; and then the row is cut at every length, read in
 * pieces, and has each of its bytes replaced by every other value, in buffers of exactly the size that is claimed.
 */
#include "bytes.h"
#include "core/track/track.h"
#include "tap.h"

#define FRAG	ROSFW_PKT_FRAGMENT
#define LATER	ROSFW_PKT_LATER_FRAG
#define PORTS	ROSFW_PKT_PORTS
#define L4	ROSFW_PKT_L4
#define ERROR	ROSFW_PKT_ICMP_ERROR
#define OPTIONS	ROSFW_PKT_IP_OPTIONS

/**
 * struct row - a packet and what is in it
 * @a: what of u is worth comparing: TCP flags, ICMP type, SCTP chunk, DCCP type, GRE flags
 * @b: TCP seq, ICMP id, SCTP vtag, GRE key
 */
struct row {
	const char *name;
	enum rosfw_family family;
	const char *hex;
	int ret;
	u8 proto;
	u8 flags;
	u16 l4_off;
	u16 sport;
	u16 dport;
	u32 payload;
	u32 a;
	u32 b;
};

static const struct row rows[] = {
	/* the IP header alone */
	{ "IPv4: empty", 0, "", -EINVAL },
	{ "IPv4: 19 bytes", 0, "4500 0013 0000 0000 4006 0000 0a000001 0a0000", -EINVAL },
	{ "IPv4: version 6", 0, "6500 0014 0000 0000 4006 0000 " A4 B4, -EINVAL },
	{ "IPv4: header of 16 bytes", 0, "4400 0014 0000 0000 4006 0000 " A4 B4, -EINVAL },
	{ "IPv4: header longer than the packet", 0, "4f00 0014 0000 0000 4006 0000 " A4 B4, -EINVAL },
	{ "IPv4: length below the header's", 0, IP4("0013", "0000", "11"), -EINVAL },
	{ "IPv4: length 0", 0, IP4("0000", "0000", "11"), -EINVAL },
	{ "IPv4: length beyond the packet", 0, IP4("0015", "0000", "11"), -EINVAL },
	{ "IPv4: nothing behind the header", 0, IP4("0014", "0000", "fd"), 0, 253, 0, 20 },
	{ "IPv4: padding of the frame is not the packet's", 0, IP4("0018", "0000", "fd") "aabbccdd 00000000 0000",
	  0, 253, 0, 20, .payload = 4 },
	{ "IPv4: options", 0, "4600 0020 0000 0000 4011 0000 " A4 B4 "94040000 " UDP8, 0, 17, OPTIONS | PORTS | L4, 24,
	  0x35, 0x1000 },
	{ "IPv4: all the options that fit", 0, "4f00 0044 0000 0000 4011 0000 " A4 B4
	  "01010101 01010101 01010101 01010101 01010101 01010101 01010101 01010101 01010101 01010101 " UDP8,
	  0, 17, OPTIONS | PORTS | L4, 60, 0x35, 0x1000 },
	{ "IPv6: empty", 1, "", -EINVAL },
	{ "IPv6: 39 bytes", 1, "60000000 0000 3b40 " A6 "20010db8 00000000 00000000 000000", -EINVAL },
	{ "IPv6: version 4", 1, "40000000 0000 3b40 " A6 B6, -EINVAL },
	{ "IPv6: length beyond the packet", 1, IP6("0001", "3b"), -EINVAL },
	{ "IPv6: no next header", 1, IP6("0004", "3b") "01020304", 0, 59, 0, 40, .payload = 4 },
	{ "IPv6: nothing behind the header", 1, IP6("0000", "11"), 0, 17, 0, 40 },
	{ "IPv6: padding of the frame is not the packet's", 1, IP6("0008", "11") UDP8 "0000", 0, 17, PORTS | L4, 40,
	  0x35, 0x1000 },

	/* TCP */
	{ "TCP: SYN", 0, IP4("0028", "4000", "06") TCP_SYN, 0, 6, PORTS | L4, 20, 0x1234, 80, 0, 0x02, 1 },
	{ "TCP: with options", 0, IP4("002c", "4000", "06") "1234 0050 00000001 00000000 6002 ffff 0000 0000 020405b4",
	  0, 6, PORTS | L4, 20, 0x1234, 80, 0, 0x02, 1 },
	{ "TCP: with data", 0, IP4("002b", "4000", "06") "1234 0050 00000001 00000000 50d8 ffff 0000 0000 616263",
	  0, 6, PORTS | L4, 20, 0x1234, 80, 3, 0xd8, 1 },
	{ "TCP: IPv6", 1, IP6("0014", "06") TCP_ACK, 0, 6, PORTS | L4, 40, 0x1234, 80, 0, 0x10, 2 },
	{ "TCP: header cut off behind the ports", 0, IP4("0018", "0000", "06") "1234 0050", 0, 6, PORTS, 20, 0x1234, 80, 4 },
	{ "TCP: ports cut off", 0, IP4("0017", "0000", "06") "1234 00", 0, 6, 0, 20, .payload = 3 },
	{ "TCP: one byte short", 0, IP4("0027", "0000", "06") "1234 0050 00000001 00000000 5002 ffff 0000 00", 0, 6, PORTS,
	  20, 0x1234, 80, 19 },
	{ "TCP: header length 16", 0, IP4("0028", "0000", "06") "1234 0050 00000001 00000000 4002 ffff 0000 0000", 0, 6,
	  PORTS, 20, 0x1234, 80, 20, 0x02, 1 },
	{ "TCP: header length beyond the packet", 0, IP4("0028", "0000", "06")
	  "1234 0050 00000001 00000000 6002 ffff 0000 0000", 0, 6, PORTS, 20, 0x1234, 80, 20, 0x02, 1 },
	{ "TCP: header length reaches into padding", 0, IP4("0028", "0000", "06")
	  "1234 0050 00000001 00000000 6002 ffff 0000 0000 00000000", 0, 6, PORTS, 20, 0x1234, 80, 20, 0x02, 1 },

	/* UDP, UDP-Lite */
	{ "UDP: empty", 0, IP4("001c", "0000", "11") UDP8, 0, 17, PORTS | L4, 20, 0x35, 0x1000 },
	{ "UDP: with data", 0, IP4("001e", "0000", "11") "0035 1000 000a 0000 abcd", 0, 17, PORTS | L4, 20, 0x35, 0x1000, 2 },
	{ "UDP: shorter than the packet", 0, IP4("001e", "0000", "11") "0035 1000 0009 0000 abcd", 0, 17, PORTS | L4, 20,
	  0x35, 0x1000, 1 },
	{ "UDP: length 7", 0, IP4("001c", "0000", "11") "0035 1000 0007 0000", 0, 17, PORTS, 20, 0x35, 0x1000, 8 },
	{ "UDP: length 0", 0, IP4("001c", "0000", "11") "0035 1000 0000 0000", 0, 17, PORTS, 20, 0x35, 0x1000, 8 },
	{ "UDP: length beyond the packet", 0, IP4("001c", "0000", "11") "0035 1000 0009 0000", 0, 17, PORTS, 20, 0x35,
	  0x1000, 8 },
	{ "UDP: length reaches into padding", 0, IP4("001c", "0000", "11") "0035 1000 0009 0000 00", 0, 17, PORTS, 20, 0x35,
	  0x1000, 8 },
	{ "UDP: 7 bytes", 0, IP4("001b", "0000", "11") "0035 1000 0008 00", 0, 17, PORTS, 20, 0x35, 0x1000, 7 },
	{ "UDP: IPv6", 1, IP6("0008", "11") UDP8, 0, 17, PORTS | L4, 40, 0x35, 0x1000 },
	{ "UDP-Lite: covers all", 0, IP4("001e", "0000", "88") "0035 1000 0000 0000 abcd", 0, 136, PORTS | L4, 20, 0x35,
	  0x1000, 2 },
	{ "UDP-Lite: covers the header", 0, IP4("001e", "0000", "88") "0035 1000 0008 0000 abcd", 0, 136, PORTS | L4, 20,
	  0x35, 0x1000, 2 },
	{ "UDP-Lite: covers half the header", 0, IP4("001e", "0000", "88") "0035 1000 0004 0000 abcd", 0, 136, PORTS, 20,
	  0x35, 0x1000, 10 },
	{ "UDP-Lite: covers more than there is", 0, IP4("001e", "0000", "88") "0035 1000 000b 0000 abcd", 0, 136, PORTS, 20,
	  0x35, 0x1000, 10 },

	/* ICMP */
	{ "ICMP: echo", 0, IP4("001c", "0000", "01") ECHO, 0, 1, L4, 20, .a = 8, .b = 7 },
	{ "ICMP: echo reply", 0, IP4("001e", "0000", "01") "0000 0000 ffff 0001 abcd", 0, 1, L4, 20, .payload = 2, .b = 0xffff },
	{ "ICMP: timestamp", 0, IP4("001c", "0000", "01") "0d00 0000 0102 0001", 0, 1, L4, 20, .a = 13, .b = 0x102 },
	{ "ICMP: information reply", 0, IP4("001c", "0000", "01") "1000 0000 0102 0001", 0, 1, L4, 20, .a = 16, .b = 0x102 },
	{ "ICMP: address mask reply", 0, IP4("001c", "0000", "01") "1200 0000 0102 0001", 0, 1, L4, 20, .a = 18, .b = 0x102 },
	{ "ICMP: router solicitation has no identifier", 0, IP4("001c", "0000", "01") "0a00 0000 0102 0001", 0, 1, L4, 20,
	  .a = 10 },
	{ "ICMP: 7 bytes", 0, IP4("001b", "0000", "01") "0800 0000 0007 00", 0, 1, 0, 20, .payload = 7 },
	{ "ICMP: unreachable", 0, IP4("001c", "0000", "01") "0301 0000 0000 0000", 0, 1, L4 | ERROR, 20, .a = 3 },
	{ "ICMP: source quench", 0, IP4("001c", "0000", "01") "0400 0000 0000 0000", 0, 1, L4 | ERROR, 20, .a = 4 },
	{ "ICMP: redirect", 0, IP4("001c", "0000", "01") "0501 0000 0000 0000", 0, 1, L4 | ERROR, 20, .a = 5 },
	{ "ICMP: time exceeded", 0, IP4("001c", "0000", "01") "0b00 0000 0000 0000", 0, 1, L4 | ERROR, 20, .a = 11 },
	{ "ICMP: parameter problem", 0, IP4("001c", "0000", "01") "0c00 0000 0000 0000", 0, 1, L4 | ERROR, 20, .a = 12 },
	{ "ICMP: number of ICMPv6", 0, IP4("001c", "0000", "3a") ECHO6, 0, 58, 0, 20, .payload = 8 },
	{ "ICMPv6: echo", 1, IP6("0008", "3a") ECHO6, 0, 58, L4, 40, .a = 128, .b = 7 },
	{ "ICMPv6: echo reply", 1, IP6("0008", "3a") "8100 0000 0007 0001", 0, 58, L4, 40, .a = 129, .b = 7 },
	{ "ICMPv6: neighbour solicitation", 1, IP6("0018", "3a") "8700 0000 0000 0001 " B6, 0, 58, L4, 40, .payload = 16,
	  .a = 135 },
	{ "ICMPv6: unreachable", 1, IP6("0008", "3a") "0104 0000 0000 0000", 0, 58, L4 | ERROR, 40, .a = 1 },
	{ "ICMPv6: packet too big", 1, IP6("0008", "3a") "0200 0000 0000 0500", 0, 58, L4 | ERROR, 40, .a = 2 },
	{ "ICMPv6: an unknown error", 1, IP6("0008", "3a") "7f00 0000 0000 0000", 0, 58, L4 | ERROR, 40, .a = 127 },
	{ "ICMPv6: 4 bytes", 1, IP6("0004", "3a") "8000 0000", 0, 58, 0, 40, .payload = 4 },
	{ "ICMPv6: number of ICMP", 1, IP6("0008", "01") ECHO, 0, 1, 0, 40, .payload = 8 },

	/* SCTP */
	{ "SCTP: INIT", 0, IP4("0034", "0000", "84") "0bb8 0bb9 00000000 00000000 01000014 "
	  "00000001 00010000 000a000a 00000001", 0, 132, PORTS | L4, 20, 3000, 3001, 20, 1, 0 },
	{ "SCTP: DATA", 0, IP4("0030", "0000", "84") "0bb8 0bb9 0000000c 00000000 00030010 00000001 00000000 00000000",
	  0, 132, PORTS | L4, 20, 3000, 3001, 16, 0, 12 },
	{ "SCTP: no chunk", 0, IP4("0020", "0000", "84") "0bb8 0bb9 0000000c 00000000", 0, 132, PORTS | L4, 20, 3000, 3001, 0,
	  0xff, 12 },
	{ "SCTP: half a chunk header", 0, IP4("0022", "0000", "84") "0bb8 0bb9 0000000c 00000000 0003", 0, 132, PORTS, 20,
	  3000, 3001, 14, 0xff, 12 },
	{ "SCTP: chunk of 3 bytes", 0, IP4("0024", "0000", "84") "0bb8 0bb9 0000000c 00000000 00030003", 0, 132, PORTS, 20,
	  3000, 3001, 16, 0xff, 12 },
	{ "SCTP: chunk longer than the packet", 0, IP4("0024", "0000", "84") "0bb8 0bb9 0000000c 00000000 00030005", 0, 132,
	  PORTS, 20, 3000, 3001, 16, 0xff, 12 },
	{ "SCTP: 11 bytes", 0, IP4("001f", "0000", "84") "0bb8 0bb9 0000000c 000000", 0, 132, PORTS, 20, 3000, 3001, 11 },

	/* DCCP */
	{ "DCCP: Request", 0, IP4("0028", "0000", "21") "0bb8 0bb9 0500 0000 01000000 00000001 00000000", 0, 33, PORTS | L4,
	  20, 3000, 3001, .a = 0 },
	{ "DCCP: Data with short numbers", 0, IP4("0021", "0000", "21") "0bb8 0bb9 0300 0000 04000001 aa", 0, 33, PORTS | L4,
	  20, 3000, 3001, 1, .a = 2 },
	{ "DCCP: an Ack without its acknowledgement", 0, IP4("0024", "0000", "21") "0bb8 0bb9 0400 0000 07000000 00000001", 0,
	  33, PORTS, 20, 3000, 3001, 16 },
	{ "DCCP: a Response without its service code", 0, IP4("002c", "0000", "21") "0bb8 0bb9 0600 0000 03000000 00000001 "
	  "00000000 00000001", 0, 33, PORTS, 20, 3000, 3001, 24 },
	{ "DCCP: short numbers where they may not be", 0, IP4("002c", "0000", "21") "0bb8 0bb9 0600 0000 0e000000 00000001 "
	  "00000000 00000001", 0, 33, PORTS, 20, 3000, 3001, 24 },
	{ "DCCP: long numbers in a short header", 0, IP4("0020", "0000", "21") "0bb8 0bb9 0300 0000 05000001", 0, 33, PORTS,
	  20, 3000, 3001, 12 },
	{ "DCCP: header length 8", 0, IP4("0020", "0000", "21") "0bb8 0bb9 0200 0000 04000001", 0, 33, PORTS, 20, 3000, 3001,
	  12 },
	{ "DCCP: header length beyond the packet", 0, IP4("0020", "0000", "21") "0bb8 0bb9 0400 0000 04000001", 0, 33, PORTS,
	  20, 3000, 3001, 12 },
	{ "DCCP: covers more than there is", 0, IP4("0021", "0000", "21") "0bb8 0bb9 0302 0000 04000001 aa", 0, 33, PORTS, 20,
	  3000, 3001, 13 },
	{ "DCCP: covers the header", 0, IP4("0021", "0000", "21") "0bb8 0bb9 0301 0000 04000001 aa", 0, 33, PORTS | L4, 20,
	  3000, 3001, 1, .a = 2 },

	/* GRE */
	{ "GRE: bare", 0, IP4("001a", "0000", "2f") "0000 0800 4500", 0, 47, L4, 20, .payload = 2 },
	{ "GRE: key", 0, IP4("001c", "0000", "2f") "2000 0800 01020304", 0, 47, L4, 20, .a = 0x2000, .b = 0x1020304 },
	{ "GRE: checksum, key and sequence", 0, IP4("0024", "0000", "2f") "b000 0800 00000000 01020304 00000001", 0, 47, L4,
	  20, .a = 0xb000, .b = 0x1020304 },
	{ "GRE: key cut off", 0, IP4("001a", "0000", "2f") "2000 0800 0102", 0, 47, 0, 20, .payload = 6, .a = 0x2000 },
	{ "GRE: routing", 0, IP4("001c", "0000", "2f") "4000 0800 00000000", 0, 47, 0, 20, .payload = 8, .a = 0x4000 },
	{ "GRE: version 2", 0, IP4("001c", "0000", "2f") "0002 0800 00000000", 0, 47, 0, 20, .payload = 8, .a = 2 },
	{ "GRE: 3 bytes", 0, IP4("0017", "0000", "2f") "0000 08", 0, 47, 0, 20, .payload = 3 },
	{ "GRE: version 1 with a call id", 0, IP4("0022", "0000", "2f") "3001 880b 0002 0105 00000001 abcd", 0, 47, L4, 20,
	  .payload = 2, .a = 0x3001, .b = 0x105 },
	{ "GRE: version 1 with acknowledgement", 0, IP4("0020", "0000", "2f") "2081 880b 0000 0105 00000001", 0, 47, L4, 20,
	  .a = 0x2081, .b = 0x105 },
	{ "GRE: version 1 without a key", 0, IP4("001c", "0000", "2f") "0001 880b 0000 0105", 0, 47, 0, 20, .payload = 8,
	  .a = 1 },
	{ "GRE: version 1 with a payload that is not there", 0, IP4("001c", "0000", "2f") "2001 880b 0001 0105", 0, 47, 0, 20,
	  .payload = 8, .a = 0x2001 },

	/* fragments */
	{ "IPv4: first fragment", 0, IP4("0028", "2000", "06") TCP_SYN, 0, 6, FRAG | PORTS | L4, 20, 0x1234, 80, 0, 2, 1 },
	{ "IPv4: later fragment", 0, IP4("0028", "2001", "06") TCP_SYN, 0, 6, FRAG | LATER, 20, .payload = 20 },
	{ "IPv4: last fragment", 0, IP4("0028", "1fff", "06") TCP_SYN, 0, 6, FRAG | LATER, 20, .payload = 20 },
	{ "IPv4: don't fragment", 0, IP4("001c", "4000", "11") UDP8, 0, 17, PORTS | L4, 20, 0x35, 0x1000 },
	{ "IPv4: first fragment with half a TCP header", 0, IP4("001c", "2000", "06") "1234 0050 00000001", 0, 6, FRAG | PORTS,
	  20, 0x1234, 80, 8 },
	{ "IPv4: first fragment of a longer UDP packet", 0, IP4("001e", "2000", "11") "0035 1000 0100 0000 abcd", 0, 17,
	  FRAG | PORTS | L4, 20, 0x35, 0x1000, 2 },
	{ "IPv6: first fragment", 1, IP6("0010", "2c") "1100 0001 00000007 " UDP8, 0, 17, FRAG | PORTS | L4, 48, 0x35,
	  0x1000 },
	{ "IPv6: later fragment", 1, IP6("0010", "2c") "1100 0009 00000007 " UDP8, 0, 17, FRAG | LATER, 48, .payload = 8 },
	{ "IPv6: last fragment", 1, IP6("0010", "2c") "1100 0008 00000007 " UDP8, 0, 17, FRAG | LATER, 48, .payload = 8 },
	{ "IPv6: atomic fragment", 1, IP6("0010", "2c") "1100 0000 00000007 " UDP8, 0, 17, PORTS | L4, 48, 0x35, 0x1000 },
	{ "IPv6: later fragment that looks like options", 1, IP6("0010", "2c") "3c00 0009 00000007 1100 0000 00000000", 0, 60,
	  FRAG | LATER, 48, .payload = 8 },
	{ "IPv6: fragment header cut off", 1, IP6("0007", "2c") "1100 0000 000000", 0, 44, 0, 40, .payload = 7 },

	/* extension headers */
	{ "IPv6: hop-by-hop", 1, IP6("0010", "00") "1100 0104 00000000 " UDP8, 0, 17, PORTS | L4, 48, 0x35, 0x1000 },
	{ "IPv6: routing", 1, IP6("0020", "2b") "1102 0001 00000000 " A6 UDP8, 0, 17, PORTS | L4, 64, 0x35, 0x1000 },
	{ "IPv6: destination options", 1, IP6("0010", "3c") "0600 0104 00000000 " "1234 0050 00000001", 0, 6, PORTS, 48, 0x1234,
	  80, 8 },
	{ "IPv6: authentication header", 1, IP6("0020", "33") "1104 0000 00000001 00000001 00000000 00000000 00000000 " UDP8,
	  0, 17, PORTS | L4, 64, 0x35, 0x1000 },
	{ "IPv6: mobility, host identity, shim6", 1, IP6("0020", "87")
	  "8b00 0000 00000000 8c00 0000 00000000 1100 0000 00000000 " UDP8, 0, 17, PORTS | L4, 64, 0x35, 0x1000 },
	{ "IPv6: all in one", 1, IP6("0030", "00") "3c00 0104 00000000 2b00 0104 00000000 2c00 0000 00000000 3c00 0000 00000007 "
	  "1100 0104 00000000 " UDP8, 0, 17, PORTS | L4, 80, 0x35, 0x1000 },
	{ "IPv6: options longer than the packet", 1, IP6("0010", "3c") "1101 0104 00000000 00000000 000000", -EINVAL },
	{ "IPv6: options up to the last byte", 1, IP6("0010", "3c") "1101 0104 00000000 00000000 00000000", 0, 17, 0, 56 },
	{ "IPv6: options beyond the last byte", 1, IP6("0010", "3c") "1102 0104 00000000 00000000 00000000", 0, 60, 0, 40,
	  .payload = 16 },
	{ "IPv6: options cut off", 1, IP6("0004", "3c") "1100 0104", 0, 60, 0, 40, .payload = 4 },
	{ "IPv6: no next header behind options", 1, IP6("0008", "3c") "3b00 0104 00000000", 0, 59, 0, 48 },
	{ "IPv6: ESP ends the chain", 1, IP6("0008", "32") "00000001 00000001", 0, 50, 0, 40, .payload = 8 },
	{ "IPv6: as many options as are read", 1, IP6("0088", "3c") "3c00010400000000 3c00010400000000 3c00010400000000 "
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 "
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 "
	  "1100010400000000 " UDP8, 0, 17, PORTS | L4, 168, 0x35, 0x1000 },
	{ "IPv6: one more than that", 1, IP6("0090", "3c") "3c00010400000000 3c00010400000000 3c00010400000000 "
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 "
	  "3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 3c00010400000000 "
	  "3c00010400000000 1100010400000000 " UDP8, 0, 60, 0, 168, .payload = 16 },
	{ "IPv6: jumbo length that is not there", 1, IP6("0000", "00") "1100 c204 00010000 " UDP8, -EINVAL },
	{ "IPv6: jumbo length below 65536", 1, IP6("0000", "00") "1100 c204 00000010 " UDP8, -EINVAL },
	{ "IPv6: jumbo length that wraps", 1, IP6("0000", "00") "1100 c204 ffffffe8 " UDP8, -EINVAL },
	{ "IPv6: options but length 0", 1, IP6("0000", "00") "1100 0104 00000000 " UDP8, -EINVAL },
	{ "IPv6: jumbo option cut off by its header", 1, IP6("0000", "00") "1100 00000000 c204", -EINVAL },
};

static void compare(const struct row *row, const struct rosfw_pkt *pkt)
{
	static const struct rosfw_addr a4 = { 0, 0x0a000001 }, a6 = { 0x20010db800000000, 1 };

	tap_is(pkt->proto, row->proto);
	tap_is(pkt->flags, row->flags);
	tap_is(pkt->l4_off, row->l4_off);
	tap_is(pkt->sport, row->sport);
	tap_is(pkt->dport, row->dport);
	tap_is(pkt->payload_len, row->payload);
	tap_is(pkt->ttl, 64);
	tap_is(pkt->segs, 1);
	tap_is(pkt->family, row->family);
	tap_ok(rosfw_addr_equal(&pkt->src, row->family ? &a6 : &a4));
	tap_is(pkt->dst.lo & 0xff, 2);
	switch (pkt->proto) {
	case ROSFW_PROTO_TCP:
		tap_is(pkt->u.tcp.flags, row->a);
		tap_is(pkt->u.tcp.seq, row->b);
		break;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		tap_is(pkt->u.icmp.type, row->a);
		tap_is(pkt->u.icmp.id, row->b);
		break;
	case ROSFW_PROTO_SCTP:
		tap_is(pkt->u.sctp.chunk, row->a);
		tap_is(pkt->u.sctp.vtag, row->b);
		break;
	case ROSFW_PROTO_DCCP:
		tap_is(pkt->u.dccp.type, row->a);
		break;
	case ROSFW_PROTO_GRE:
		tap_is(pkt->u.gre.flags, row->a);
		tap_is(pkt->u.gre.key, row->b);
		break;
	}
}

/* Everything that reads a parsed packet. */
static void use(const struct rosfw_pkt *pkt, u32 total)
{
	struct rosfw_track track = { 0 };
	struct rosfw_view_key key;
	struct rosfw_pkt inner;
	u8 orientation;

	if (rosfw_view_key_from_pkt(pkt, &key, &orientation) &&
	    rosfw_track_new(&track, pkt, &rosfw_timeouts_default, 0))
		rosfw_track_packet(&track, pkt, &rosfw_timeouts_default, false, 0, true);
	if (pkt->flags & ROSFW_PKT_ICMP_ERROR && !rosfw_pkt_parse_inner(pkt, &inner, total))
		rosfw_view_key_from_inner(pkt, &inner, &key, &orientation);
	if (pkt->flags & L4 && pkt->l4_off > pkt->len)
		tap_fail("transport header at %u of %u bytes", pkt->l4_off, pkt->len);
	if (pkt->len > total || pkt->payload_len > pkt->len)
		tap_fail("%u bytes, %u of payload, in %u", pkt->len, pkt->payload_len, total);
}

static bool same(const struct rosfw_pkt *a, const struct rosfw_pkt *b)
{
	struct rosfw_pkt x = *a, y = *b;

	x.data = NULL;
	y.data = NULL;
	x.linear = 0;
	y.linear = 0;
	return !memcmp(&x, &y, sizeof(x));
}

static u32 plain;	/* packets that went the short way */

/* The key through the header. */
static void compare_key(const struct rosfw_pkt *pkt)
{
	struct rosfw_view_key a, b;
	struct rosfw_header header;
	u8 x, y;

	if (!rosfw_view_key_from_pkt(pkt, &a, &x) || !rosfw_header_from_pkt(pkt, &header))
		return;
	rosfw_view_key(&header, &b, &y);
	if (x != y || memcmp(&a, &b, rosfw_view_key_size(pkt->family)))
		tap_fail("another key in the short way");
}

/* Both ways of the parser. Whatever the packet is filled with before: it is not there afterwards. */
static int parse_use(enum rosfw_family family, const u8 *data, u32 linear, u32 total)
{
	struct rosfw_pkt pkt = { .segs = 1 }, reference = { .segs = 1 };
	int ret = rosfw_pkt_parse(&pkt, family, data, linear, total);

	if (ret != rosfw_pkt_parse_long(&reference, family, data, linear, total))
		tap_fail("the short way of the parser returns %d", ret);
	if (ret)
		return ret;
	if (!same(&pkt, &reference))
		tap_fail("the short way of the parser finds something else");
	plain += family == ROSFW_IPV4 && pkt.flags & PORTS && !pkt.options;
	use(&pkt, total);
	compare_key(&pkt);
	return 0;
}

static void test_rows(void)
{
	const struct row *row;
	struct rosfw_pkt pkt;
	u8 *bytes;
	u32 len;

	for (row = rows; row < rows + ARRAY_SIZE(rows); row++) {
		tap_case("%s", row->name);
		bytes = bytes_from_hex(row->hex, &len);
		memset(&pkt, 0, sizeof(pkt));
		if (tap_is(rosfw_pkt_parse(&pkt, row->family, bytes, len, len), row->ret) && !row->ret)
			compare(row, &pkt);
		free(bytes);
	}
}

/* The packet ends early; all that there is can be read. */
static void cut(const struct row *row, const u8 *bytes, u32 len)
{
	u32 n;
	u8 *b;

	for (n = 0; n < len; n++) {
		b = bytes_copy(bytes, n);
		tap_ok(parse_use(row->family, b, n, n) <= 0);
		free(b);
	}
}

/* The packet is whole, but only its first bytes can be read until more is asked for. */
static void in_pieces(const struct row *row, const u8 *bytes, u32 len)
{
	struct rosfw_pkt whole = { 0 }, pkt = { 0 };
	int want = rosfw_pkt_parse(&whole, row->family, bytes, len, len);
	u32 start, n, steps;
	int ret;
	u8 *b;

	for (start = 0; start < len; start++) {
		n = start;
		for (steps = 0; ; steps++) {
			b = bytes_copy(bytes, n);
			ret = rosfw_pkt_parse(&pkt, row->family, b, n, len);
			free(b);
			if (ret <= 0)
				break;
			if (!tap_ok((u32)ret > n && (u32)ret <= len) || !tap_ok(steps < 50))
				return;
			n = ret;
		}
		tap_is(ret, want);
		if (!ret)
			tap_ok(same(&pkt, &whole));
	}
}

static void corrupt(const struct row *row, const u8 *bytes, u32 len)
{
	u8 *b = bytes_copy(bytes, len);
	u32 i, n, v;
	u8 *part;

	for (i = 0; i < len; i++) {
		for (v = 1; v < 256; v++) {
			b[i] = bytes[i] ^ v;
			if (parse_use(row->family, b, len, len) > 0)
				tap_fail("byte %u = %u: wants more than there is", i, b[i]);
			/* The same, and less of it. */
			if (v & (v - 1))
				continue;
			n = (i * 7 + v) % len;
			part = bytes_copy(b, n);
			parse_use(row->family, part, n, n);
			parse_use(row->family, part, n, len);
			free(part);
		}
		b[i] = bytes[i];
	}
	free(b);
}

static void test_safety(void (*test)(const struct row *row, const u8 *bytes, u32 len), const char *name)
{
	const struct row *row;
	u8 *bytes;
	u32 len;

	tap_case("%s", name);
	for (row = rows; row < rows + ARRAY_SIZE(rows); row++) {
		bytes = bytes_from_hex(row->hex, &len);
		test(row, bytes, len);
		free(bytes);
	}
}

/* ICMP errors and what they quote. */
static const struct quote {
	const char *name;
	enum rosfw_family family;
	const char *hex;
	int ret;
	u8 proto;
	u8 flags;
	u16 sport;
	u16 dport;
	u32 a;
	u32 b;
} quotes[] = {
#define ERR4(len)	IP4(len, "0000", "01") "0301 0000 0000 0000 "
#define ERR6(len)	IP6(len, "3a") "0100 0000 0000 0000 "
	{ "nothing", 0, ERR4("001c"), -EINVAL },
	{ "half an IP header", 0, ERR4("0026") "4500 0028 0000 0000 4006", -EINVAL },
	{ "an IP header alone", 0, ERR4("0030") IP4("0028", "0000", "06"), 0, 6 },
	{ "IP options that are not there", 0, ERR4("0030") "4600 0028 0000 0000 4006 0000 " A4 B4, -EINVAL },
	{ "IPv6 in IPv4", 0, ERR4("0044") IP6("0000", "3b"), -EINVAL },
	{ "length below the header's", 0, ERR4("0038") IP4("0010", "0000", "11") UDP8, -EINVAL },
	{ "TCP, 8 bytes", 0, ERR4("0038") IP4("05dc", "4000", "06") "1234 0050 00000001", 0, 6, PORTS | L4, 0x1234, 80, 0, 1 },
	{ "TCP, 7 bytes", 0, ERR4("0037") IP4("05dc", "4000", "06") "1234 0050 000000", 0, 6, PORTS, 0x1234, 80 },
	{ "TCP, 3 bytes", 0, ERR4("0033") IP4("05dc", "4000", "06") "1234 00", 0, 6 },
	{ "TCP, all of it: flags are not reported", 0, ERR4("0044") IP4("0028", "4000", "06") TCP_SYN, 0, 6, PORTS | L4, 0x1234,
	  80, 0, 1 },
	{ "UDP", 0, ERR4("0038") IP4("0100", "0000", "11") "0035 1000 00ec 0000", 0, 17, PORTS | L4, 0x35, 0x1000 },
	{ "UDP, longer than its packet was", 0, ERR4("0038") IP4("0100", "0000", "11") "0035 1000 00ed 0000", 0, 17, PORTS,
	  0x35, 0x1000 },
	{ "ICMP echo", 0, ERR4("0038") IP4("0054", "0000", "01") ECHO, 0, 1, L4, .a = 8, .b = 7 },
	{ "another ICMP error", 0, ERR4("0038") IP4("0054", "0000", "01") "0301 0000 0000 0000", 0, 1, L4 | ERROR, .a = 3 },
	{ "SCTP", 0, ERR4("0038") IP4("0054", "0000", "84") "0bb8 0bb9 0000000c", 0, 132, PORTS | L4, 3000, 3001, 0xff, 12 },
	{ "DCCP", 0, ERR4("0038") IP4("0054", "0000", "21") "0bb8 0bb9 04000000", 0, 33, PORTS | L4, 3000, 3001 },
	{ "UDP-Lite", 0, ERR4("0038") IP4("0054", "0000", "88") "0bb8 0bb9 00000000", 0, 136, PORTS | L4, 3000, 3001 },
	{ "GRE", 0, ERR4("0038") IP4("0054", "0000", "2f") "b000 0800 00000000", 0, 47, L4, .a = 0xb000 },
	{ "GRE with its key", 0, ERR4("0038") IP4("0054", "0000", "2f") "2000 0800 01020304", 0, 47, L4, .a = 0x2000,
	  .b = 0x1020304 },
	{ "GRE, version 1", 0, ERR4("0038") IP4("0054", "0000", "2f") "3001 880b 0030 0105", 0, 47, L4, .a = 0x3001,
	  .b = 0x105 },
	{ "later fragment", 0, ERR4("0038") IP4("05dc", "2001", "11") "00000000 00000000", 0, 17, FRAG | LATER },
	{ "padding behind the error is not quoted", 0, ERR4("0037") IP4("05dc", "4000", "06") "1234 0050 00000001", 0, 6, PORTS,
	  0x1234, 80 },
	{ "IPv6: nothing", 1, ERR6("0008"), -EINVAL },
	{ "IPv6: half an IP header", 1, ERR6("001c") "60000000 0010 06 40 " "20010db8 00000000 00000000", -EINVAL },
	{ "IPv6: IPv4 in IPv6", 1, ERR6("0030") IP4("0028", "0000", "06") TCP_SYN, -EINVAL },
	{ "IPv6: TCP", 1, ERR6("0038") IP6("05a0", "06") "1234 0050 00000001", 0, 6, PORTS | L4, 0x1234, 80, 0, 1 },
	{ "IPv6: echo", 1, ERR6("0038") IP6("0040", "3a") ECHO6, 0, 58, L4, .a = 128, .b = 7 },
	{ "IPv6: fragment header, then UDP", 1, ERR6("0040") IP6("0400", "2c") "1100 0001 00000007 0035 1000 0800 0000", 0, 17,
	  FRAG | PORTS | L4, 0x35, 0x1000 },
	{ "IPv6: options that are cut off", 1, ERR6("0038") IP6("0400", "3c") "1102 0104 00000000", 0, 60 },
};

static void compare_quote(const struct quote *q, const struct rosfw_pkt *inner)
{
	struct row row = { .family = q->family, .proto = q->proto, .flags = q->flags, .sport = q->sport, .dport = q->dport,
			   .a = q->a, .b = q->b, .l4_off = inner->l4_off, .payload = inner->payload_len };

	compare(&row, inner);
}

static void test_quote(const struct quote *q)
{
	struct rosfw_pkt outer = { 0 }, inner, whole;
	u32 len, n, steps;
	int ret, want;
	u8 *bytes, *b;

	bytes = bytes_from_hex(q->hex, &len);
	if (!tap_is(rosfw_pkt_parse(&outer, q->family, bytes, len, len), 0))
		goto out;
	want = rosfw_pkt_parse_inner(&outer, &whole, len);
	if (tap_is(want, q->ret) && !want)
		compare_quote(q, &whole);

	/* In pieces: as with the packet itself, the number counts from the outer header. */
	for (n = outer.inner_off, steps = 0; steps < 50; steps++) {
		b = bytes_copy(bytes, n);
		if (!tap_is(rosfw_pkt_parse(&outer, q->family, b, n, len), 0)) {
			free(b);
			break;
		}
		ret = rosfw_pkt_parse_inner(&outer, &inner, len);
		free(b);
		if (ret <= 0) {
			tap_is(ret, want);
			tap_ok(ret || same(&inner, &whole));
			break;
		}
		if (!tap_ok((u32)ret > n && (u32)ret <= len))
			break;
		n = ret;
	}
	tap_ok(steps < 50);

	/* Cut, and corrupted. */
	corrupt(&(struct row){ .family = q->family }, bytes, len);
	cut(&(struct row){ .family = q->family }, bytes, len);
out:
	free(bytes);
}

static void test_quotes(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(quotes); i++) {
		tap_case("quoted by an ICMP error: %s", quotes[i].name);
		test_quote(&quotes[i]);
	}
}

static void test_not_an_error(void)
{
	struct rosfw_pkt pkt = { 0 }, inner;
	u32 len;
	u8 *bytes = bytes_from_hex(IP4("0038", "0000", "01") ECHO IP4("05dc", "4000", "06") "1234 0050 00000001", &len);

	tap_case("only ICMP errors quote packets");
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	tap_is(rosfw_pkt_parse_inner(&pkt, &inner, len), -EINVAL);
	free(bytes);
}

/* Packets larger than 16 bits can say. */
static void test_large(void)
{
	struct rosfw_pkt pkt = { .segs = 50 };
	u32 len, total = 70000;
	u8 *bytes;

	tap_case("IPv4: merged segments are as long as the caller says");
	bytes = bytes_from_hex(IP4("0000", "4000", "06") TCP_ACK, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, total), 0);
	tap_is(pkt.len, total);
	tap_is(pkt.payload_len, total - 40);
	tap_is(pkt.flags, PORTS | L4);
	tap_is(pkt.segs, 50);
	free(bytes);
	bytes = bytes_from_hex(IP4("0028", "4000", "06") TCP_ACK, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, 3000), 0);
	tap_is(pkt.len, 3000);
	free(bytes);

	tap_case("IPv6: merged segments are as long as the caller says");
	bytes = bytes_from_hex(IP6("0000", "06") TCP_ACK, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, total), 0);
	tap_is(pkt.len, total);
	tap_is(pkt.payload_len, total - 60);
	free(bytes);

	tap_case("IPv6: a jumbogram is as long as its option says");
	bytes = bytes_from_hex(IP6("0000", "00") "1100 c204 00010010 0035 1000 0000 0000", &len);
	memset(&pkt, 0, sizeof(pkt));
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, 65536 + 16 + 40), 0);
	tap_is(pkt.len, 65536 + 16 + 40);
	tap_is(pkt.payload_len, 65536);
	tap_is(pkt.flags, PORTS | L4);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, 65536 + 16 + 39), -EINVAL);
	free(bytes);
}

static void test_fields(void)
{
	struct rosfw_pkt pkt = { 0 };
	u8 *bytes;
	u32 len;

	tap_case("TOS, TTL and window");
	bytes = bytes_from_hex("45b8 0028 0000 0000 0106 0000 " A4 B4 TCP_ACK, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	tap_is(pkt.tos, 0xb8);
	tap_is(pkt.ttl, 1);
	tap_is(pkt.len, 40);
	tap_is(pkt.linear, 40);
	tap_is(pkt.u.tcp.ack, 9);
	tap_is(pkt.u.tcp.window, 0xffff);
	tap_is(pkt.u.tcp.doff, 20);
	free(bytes);

	tap_case("traffic class and hop limit");
	bytes = bytes_from_hex("6b812345 0000 3b 01 " A6 B6, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV6, bytes, len, len), 0);
	tap_is(pkt.tos, 0xb8);
	tap_is(pkt.ttl, 1);
	tap_is(pkt.len, 40);
	free(bytes);
}

static void test_reuse(void)
{
	struct rosfw_pkt pkt = { .flags = ROSFW_PKT_MAC, .in_ifindex = 3, .src_mac = { 1, 2, 3, 4, 5, 6 } };
	u8 *bytes;
	u32 len;

	tap_case("what the caller knows stays, what was read before goes");
	bytes = bytes_from_hex(IP4("0028", "4000", "06") TCP_SYN, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	free(bytes);
	bytes = bytes_from_hex(IP4("0014", "0000", "fd"), &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	tap_is(pkt.flags, ROSFW_PKT_MAC);
	tap_is(pkt.in_ifindex, 3);
	tap_is(pkt.src_mac[5], 6);
	tap_is(pkt.sport, 0);
	tap_is(pkt.u.tcp.seq, 0);
	free(bytes);
}

/* Nearly plain packets: what decides between the two ways of the parser, around its limits. */
static void test_plain(void)
{
	static const u8 first[] = { 0x45, 0x45, 0x45, 0x45, 0x46, 0x44, 0x55 }, protos[] = { 6, 17, 6, 17, 136, 1 };
	static const u16 frags[] = { 0, 0x4000, 0, 0x4000, 0x8000, 0x2000, 1, 0x1fff };
	u32 i, j, len, said, linear, seed = 7;
	u8 *b;

	tap_case("both ways of the parser");
	plain = 0;
	for (i = 0; i < 300000; i++) {
		seed = seed * 1103515245 + 12345;
		len = 20 + (seed >> 16) % 60;
		b = malloc(len);
		if (!b)
			abort();
		for (j = 0; j < len; j++) {
			seed = seed * 1103515245 + 12345;
			b[j] = seed >> 17;
		}
		said = len - (b[0] % 4 ? 0 : b[1] % 24);
		linear = b[2] % 3 ? len : b[3] % (len + 1);
		j = b[4];
		b[0] = first[j % ARRAY_SIZE(first)];
		put_unaligned_be16(said, b + 2);
		put_unaligned_be16(frags[b[5] % ARRAY_SIZE(frags)], b + 6);
		b[9] = protos[b[8] % ARRAY_SIZE(protos)];
		if (len >= 28 && b[9] == 17 && j & 1)
			put_unaligned_be16(said - 20 + (b[20] % 4 ? 0 : b[21] % 3 - 1), b + 24);
		if (len >= 40 && b[9] == 6)
			b[32] = (4 + b[32] % 8) << 4;
		/* The bytes that may be read, and no more, so that a sanitizer sees who reads others. */
		b = realloc(b, linear ?: 1);
		if (!b)
			abort();
		parse_use(ROSFW_IPV4, b, linear, len);
		free(b);
	}
	tap_ok(plain > 50000);
}

/* Random bytes behind a header that says something plausible. */
/* A packet of the table with one byte changed: if it is still taken for the noted one, it is parsed as that was. */
static void known_again(const struct rosfw_pkt_note *note, const struct rosfw_pkt *pkt, const u8 *bytes)
{
	struct rosfw_pkt again = *pkt, parsed = { .segs = pkt->segs };

	again.data = bytes;
	if (!rosfw_pkt_again(&again, note))
		return;
	if (rosfw_pkt_parse_long(&parsed, pkt->family, bytes, pkt->linear, pkt->linear) || !same(&again, &parsed))
		tap_fail("another packet is taken for the one that was noted");
}

static u32 noted;

static void change_bytes(const struct row *row, const u8 *bytes, u32 len)
{
	struct rosfw_pkt pkt = { .segs = 1 }, again;
	struct rosfw_pkt_note note;
	u8 *b = bytes_copy(bytes, len);
	u32 i, value;

	if (rosfw_pkt_parse(&pkt, row->family, b, len, len) || !rosfw_pkt_note(&pkt, &note)) {
		free(b);
		return;
	}
	noted++;
	for (i = 0; i < len; i++) {
		for (value = 0; value < 256; value++) {
			b[i] = value;
			known_again(&note, &pkt, b);
		}
		b[i] = bytes[i];
	}
	/* On its way through the router it only gets older. */
	b[8]--;
	b[11]++;
	again = pkt;
	tap_ok(rosfw_pkt_again(&again, &note));
	tap_is(again.ttl, b[8]);
	b[19] ^= 1;
	tap_ok(!rosfw_pkt_again(&again, &note));
	free(b);
}

static void test_random(void)
{
	static const u8 protos[] = { 0, 1, 6, 17, 33, 43, 44, 47, 51, 58, 60, 132, 135, 136, 139, 140 };
	u32 i, j, len, seed = 1;
	u8 *b;

	tap_case("random bytes");
	for (i = 0; i < 200000; i++) {
		seed = seed * 1103515245 + 12345;
		len = seed >> 16 & 0x7f;
		b = malloc(len ?: 1);
		if (!b)
			abort();
		for (j = 0; j < len; j++) {
			seed = seed * 1103515245 + 12345;
			b[j] = seed >> 17;
		}
		if (len >= 40 && i % 2) {
			b[0] = 0x60;
			put_unaligned_be16(len - 40, b + 4);
			b[6] = protos[i / 2 % ARRAY_SIZE(protos)];
			for (j = 40; j < len && i % 4 == 1; j += 8)	/* short headers, so that chains get long */
				b[j] = protos[b[j] % ARRAY_SIZE(protos)];
			for (j = 41; j < len && i % 4 == 1; j += 8)
				b[j] = 0;
		} else if (len >= 20) {
			b[0] = 0x45;
			put_unaligned_be16(len, b + 2);
			b[9] = protos[i / 2 % ARRAY_SIZE(protos)];
		}
		parse_use(i % 2 ? ROSFW_IPV6 : ROSFW_IPV4, b, len, len);
		free(b);
	}
}

int main(void)
{
	tap_begin();
	test_rows();
	test_plain();
	test_safety(cut, "every packet of the table, cut at every length");
	test_safety(in_pieces, "every packet of the table, read in pieces");
	test_safety(corrupt, "every packet of the table, each byte replaced by every other value");
	test_safety(change_bytes, "every packet of the table that can be noted, with each byte changed");
	tap_case("some packets of the table can be noted");
	tap_ok(noted >= 3);
	test_quotes();
	test_not_an_error();
	test_large();
	test_fields();
	test_reuse();
	test_random();
	return tap_end();
}

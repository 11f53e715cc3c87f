/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct rosfw_pkt: what the firewall knows of one packet.
 *
 * Filled once per hook by rosfw_pkt_parse(); every table, matcher and action reads it, nobody parses a header twice.
 */
#ifndef _ROSFW_PACKET_H
#define _ROSFW_PACKET_H

#include "platform.h"

/* Families index arrays; the values are ours, not AF_*. */
enum rosfw_family {
	ROSFW_IPV4,
	ROSFW_IPV6,
	ROSFW_FAMILIES
};

/**
 * struct rosfw_addr - an address as a number, so that ranges compare with < and prefixes with a mask
 * @hi: upper 64 bits, host byte order; 0 for IPv4
 * @lo: lower 64 bits; the IPv4 address as a host byte order number
 */
struct rosfw_addr {
	u64 hi;
	u64 lo;
};

static inline int rosfw_addr_cmp(const struct rosfw_addr *a, const struct rosfw_addr *b)
{
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return 0;
}

static inline bool rosfw_addr_equal(const struct rosfw_addr *a, const struct rosfw_addr *b)
{
	return !((a->hi ^ b->hi) | (a->lo ^ b->lo));
}

/* Bits of an address, all of which may be a prefix. */
static inline u32 rosfw_addr_width(enum rosfw_family family)
{
	return family == ROSFW_IPV4 ? 32 : 128;
}

/* The lowest @n bits, up to 128: those behind a prefix. */
static inline struct rosfw_addr rosfw_addr_low_bits(u32 n)
{
	return (struct rosfw_addr){
		.hi = n > 64 ? U64_MAX >> (128 - n) : 0,
		.lo = n ? U64_MAX >> (64 - min(n, 64U)) : 0,
	};
}

/* The prefix of that length that an address is in: its first address. */
static inline struct rosfw_addr rosfw_addr_prefix(enum rosfw_family family, const struct rosfw_addr *a, u32 len)
{
	u32 host = rosfw_addr_width(family) - len;
	struct rosfw_addr r = *a;

	if (host >= 64) {
		r.lo = 0;
		r.hi = host == 128 ? 0 : r.hi >> (host - 64) << (host - 64);
	} else {
		r.lo = r.lo >> host << host;
	}
	return r;
}

/* @bytes: 4 (IPv4) or 16 (IPv6) bytes in network order, no alignment needed. */
static inline void rosfw_addr_load(struct rosfw_addr *a, enum rosfw_family family, const void *bytes)
{
	if (family == ROSFW_IPV4) {
		a->hi = 0;
		a->lo = get_unaligned_be32(bytes);
	} else {
		a->hi = get_unaligned_be64(bytes);
		a->lo = get_unaligned_be64((const u8 *)bytes + 8);
	}
}

static inline void rosfw_addr_store(const struct rosfw_addr *a, enum rosfw_family family, void *bytes)
{
	if (family == ROSFW_IPV4) {
		put_unaligned_be32(a->lo, bytes);
	} else {
		put_unaligned_be64(a->hi, bytes);
		put_unaligned_be64(a->lo, (u8 *)bytes + 8);
	}
}

/* Transport protocols that the core treats by name; the values are those on the wire. */
#define ROSFW_PROTO_ICMP	1
#define ROSFW_PROTO_TCP		6
#define ROSFW_PROTO_UDP		17
#define ROSFW_PROTO_DCCP	33
#define ROSFW_PROTO_GRE		47
#define ROSFW_PROTO_ICMPV6	58
#define ROSFW_PROTO_SCTP	132
#define ROSFW_PROTO_UDPLITE	136

/* TCP flags, byte 13 of the header. */
#define ROSFW_TCP_FIN	0x01
#define ROSFW_TCP_SYN	0x02
#define ROSFW_TCP_RST	0x04
#define ROSFW_TCP_PSH	0x08
#define ROSFW_TCP_ACK	0x10
#define ROSFW_TCP_URG	0x20
#define ROSFW_TCP_ECE	0x40
#define ROSFW_TCP_CWR	0x80

/* struct rosfw_pkt.flags */
#define ROSFW_PKT_FRAGMENT	0x01	/* part of a fragmented packet, first fragment included */
#define ROSFW_PKT_LATER_FRAG	0x02	/* not the first fragment: there is no transport header */
#define ROSFW_PKT_PORTS		0x04	/* sport and dport are valid */
#define ROSFW_PKT_L4		0x08	/* the transport header of @proto is there, whole and sane; u.* is valid */
#define ROSFW_PKT_MAC		0x10	/* src_mac is valid: the packet came in over an Ethernet */
#define ROSFW_PKT_ICMP_ERROR	0x20	/* an ICMP error: it quotes the packet it speaks of at inner_off */
#define ROSFW_PKT_IP_OPTIONS	0x40	/* IPv4 options are present (ihl > 5) */

/* struct rosfw_pkt.options */
#define ROSFW_PKT_OPT_ANY	0x01	/* something that is not the end of the list; may be no-operations only */
#define ROSFW_PKT_OPT_SSRR	0x02	/* strict source and record route */
#define ROSFW_PKT_OPT_LSRR	0x04	/* loose source and record route */
#define ROSFW_PKT_OPT_RR	0x08	/* record route */
#define ROSFW_PKT_OPT_TS	0x10	/* timestamp */
#define ROSFW_PKT_OPT_RA	0x20	/* router alert */

/**
 * struct rosfw_pkt - one parsed packet
 * @data: first byte of the IP header; valid until the skin lets go of the bytes
 * @linear: bytes readable at @data
 * @src: source address as the hook sees it
 * @dst: destination address as the hook sees it
 * @len: length of the IP packet in bytes, IP header included, as the header says (a GSO packet: as the skin says)
 * @size: of one packet on the wire: @len, or of the largest of those that this one stands for (GSO)
 * @l4_off: where the transport header starts
 * @inner_off: where the quoted IP packet starts, for ROSFW_PKT_ICMP_ERROR
 * @family: enum rosfw_family
 * @proto: transport protocol, after IPv6 extension headers
 * @flags: ROSFW_PKT_*
 * @tos: TOS byte or traffic class
 * @ttl: TTL or hop limit
 * @options: IPv4: ROSFW_PKT_OPT_*, up to the first one that lies about its length
 * @headers: IPv6: bits 1 << enum rosfw_header_kind, as far as they could be read; a later fragment has nothing behind
 *	its fragment header
 * @segs: packets on the wire that this one stands for (GSO), at least 1
 * @sport: source port, host byte order
 * @dport: destination port, host byte order
 * @src_mac: source of the Ethernet frame
 * @in_ifindex: interface of entry, 0 = none
 * @out_ifindex: interface of exit, 0 = not known in this hook or none
 * @ack_shift: TCP: by how much the acknowledgements of this packet (SACK included) are ahead of what the other side has
 *	sent as connection tracking sees it, because somebody changes lengths on the way; 0 unless the skin knows better
 * @payload_len: bytes behind the transport header (of the whole packet, not only the readable part)
 * @u: header fields of @proto, valid with ROSFW_PKT_L4
 * @u.tcp: sequence numbers and window in host byte order, @u.tcp.doff in bytes; the whole header is linear (of a quoted
 *	packet, options included, it need not be there at all); @u.tcp.mss is what a SYN announces, with @u.tcp.has_mss
 * @u.icmp: type, code, and for echo-like messages their id (host byte order), else 0
 * @u.gre: flags word, protocol and key (call id for version 1; 0 if there is none), host byte order
 * @u.sctp: verification tag, type of the first chunk (0xff when there is none)
 * @u.dccp: type, sequence number, and acknowledgement number with @u.dccp.has_ack; of a header with short numbers only
 *	their low 24 bits, with @u.dccp.is_short
 */
struct rosfw_pkt {
	const u8 *data;
	u32 linear;
	u32 len;
	u32 size;
	struct rosfw_addr src;
	struct rosfw_addr dst;
	u16 l4_off;
	u16 inner_off;
	u8 family;
	u8 proto;
	u8 flags;
	u8 tos;
	u8 ttl;
	u8 options;
	u8 headers;
	u8 src_mac[6];
	u16 segs;
	u16 sport;
	u16 dport;
	u32 in_ifindex;
	u32 out_ifindex;
	u32 ack_shift;
	u32 payload_len;
	union {
		struct {
			u32 seq;
			u32 ack;
			u16 window;
			u8 flags;
			u8 doff;
			bool has_mss;
			u16 mss;
		} tcp;
		struct {
			u8 type;
			u8 code;
			u16 id;
		} icmp;
		struct {
			u16 flags;
			u16 protocol;
			u32 key;
		} gre;
		struct {
			u32 vtag;
			u8 chunk;
		} sctp;
		struct {
			u64 seq;
			u64 ack;
			u8 type;
			bool is_short;
			bool has_ack;
		} dccp;
	} u;
};

/*
 * rosfw_pkt_parse() - read the headers of one packet
 *
 * @pkt: what the caller knows and the bytes do not say (@segs, @src_mac, interfaces, @ack_shift, flags: MAC or 0);
 *	the rest need not be initialized
 * @family: which IP version the caller expects
 * @data: first byte of the IP header
 * @linear: bytes readable at @data
 * @total: bytes of the whole packet, linear or not
 *
 * Never reads beyond @linear. IPv6: hop-by-hop, routing, destination, AH, mobility, HIP, shim6 and fragment headers
 * are walked, at most ROSFW_PKT_EXTHDRS of them; what remains is @proto. A transport header that is cut short, or whose
 * own length fields lie, leaves ROSFW_PKT_L4 (and _PORTS, if they are not there) unset and is not an error.
 *
 * Return: 0; or a positive number: so many linear bytes are needed, pull them and call again (at most @total); or
 * -EINVAL: the IP header itself is no good.
 */
#define ROSFW_PKT_EXTHDRS	16
int rosfw_pkt_parse(struct rosfw_pkt *pkt, enum rosfw_family family, const void *data, u32 linear, u32 total);
/* The same without the short way that most packets go there; tests compare the two. */
int rosfw_pkt_parse_long(struct rosfw_pkt *pkt, enum rosfw_family family, const void *data, u32 linear, u32 total);

/*
 * rosfw_pkt_parse_inner() - read the packet that an ICMP error quotes
 *
 * @outer: a parsed packet with ROSFW_PKT_ICMP_ERROR
 * @inner: filled as by rosfw_pkt_parse(), but lengths may exceed what is there, and of the transport header only the
 *         first eight bytes are required (ports, ICMP type and id; for TCP seq; u.tcp.flags is 0)
 *
 * Return: as rosfw_pkt_parse(); the number of bytes needed counts from outer->data.
 */
int rosfw_pkt_parse_inner(const struct rosfw_pkt *outer, struct rosfw_pkt *inner, u32 total);

/**
 * struct rosfw_pkt_note - the bytes that a plain packet was parsed from, to know it again
 * @start: of the IP header, up to the TTL
 * @addrs: both addresses
 * @l4: ports, and what else there is: of UDP the first is the whole header, of TCP they end behind the window
 */
struct rosfw_pkt_note {
	u64 start;
	u64 addrs;
	u64 l4[2];
};

static inline u64 rosfw_pkt_word(const u8 *p)
{
	u64 word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/*
 * Notes what has been parsed. @pkt->data can still be read.
 * Return: false if it is not a whole packet of UDP or TCP over IPv4 without options, or a SYN; those are not noted.
 */
bool rosfw_pkt_note(const struct rosfw_pkt *pkt, struct rosfw_pkt_note *note);

/*
 * Would parsing what is at @pkt->data now make the same of it, the TTL aside, which is read? At least @pkt->linear
 * bytes can be read, which are as many as when it was noted, and the packet is as long.
 */
static __always_inline bool rosfw_pkt_again(struct rosfw_pkt *pkt, const struct rosfw_pkt_note *note)
{
	const u8 *p = pkt->data;

	if ((rosfw_pkt_word(p) ^ note->start) | (rosfw_pkt_word(p + 12) ^ note->addrs) |
	    (rosfw_pkt_word(p + 20) ^ note->l4[0]) | (p[9] ^ pkt->proto))
		return false;
	if (pkt->proto == ROSFW_PROTO_TCP && rosfw_pkt_word(p + 28) != note->l4[1])
		return false;
	pkt->ttl = p[8];
	return true;
}

#endif /* _ROSFW_PACKET_H */

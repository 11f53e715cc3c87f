/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation: which header a connection gets, and what that means for the bytes of a packet.
 *
 * The first packet of a connection meets a rule; rosfw_nat_want() says what the rule wants, rosfw_nat_choose() finds a
 * header that fits and that no connection has. All packets after that, in both directions, are only rewritten:
 * rosfw_nat_rewrite() turns a packet into one with another header, rosfw_nat_rewrite_error() does so with the packet
 * that an ICMP error quotes. Both say how much they must be able to write before they write anything.
 *
 * Pure functions; no state, no locks, no allocation, no clock.
 */
#ifndef _ROSFW_NAT_H
#define _ROSFW_NAT_H

#include "../ruleset/ruleset.h"
#include "../track/track.h"

/* ---- choosing ---- */

/* Which end of the original direction is translated. */
enum rosfw_nat_side {
	ROSFW_NAT_SRC,
	ROSFW_NAT_DST,
};

/**
 * enum rosfw_nat_kind - how the address is found in the range that is wanted
 * @ROSFW_NAT_RANGE: by the two addresses of the connection; another one of the range when that has nothing free
 * @ROSFW_NAT_SAME: by the client's address, or by both; always that one
 * @ROSFW_NAT_PREFIX: the network part is replaced, the host's stays
 */
enum rosfw_nat_kind {
	ROSFW_NAT_RANGE,
	ROSFW_NAT_SAME,
	ROSFW_NAT_PREFIX,
};

/**
 * struct rosfw_nat_want - a translation that is wanted
 * @side: enum rosfw_nat_side
 * @kind: enum rosfw_nat_kind
 * @flags: ROSFW_NAT_ADDRS: an address from @from to @to, else it stays; ROSFW_NAT_PORTS: a port from @port_from to
 *	@port_to, else it stays if it can (means nothing to protocols without ports); ROSFW_NAT_NOT_BY_DST: SAME by
 *	the client's address alone; ROSFW_NAT_RANDOM: a port that is free does not stay for that
 * @prefix_len: PREFIX: length of the network part
 * @port_from: first port
 * @port_to: last port
 * @port_base: destination side: the rule's own first port, if its ports map one to one to those that are wanted; else 0
 * @from: first address
 * @to: last address
 */
struct rosfw_nat_want {
	u8 side;
	u8 kind;
	u8 flags;
	u8 prefix_len;
	u16 port_from, port_to;
	u16 port_base;
	struct rosfw_addr from, to;
};

/**
 * rosfw_nat_want() - what a rule wants
 * @program: that holds @rule
 * @rule: one that translates. Actions that take an address of the router (masquerade, redirect): the caller sets it
 * @side: of the chain where the walk began
 * @want: out
 */
void rosfw_nat_want(const struct rosfw_program *program, const struct rosfw_rule *rule, enum rosfw_nat_side side,
		    struct rosfw_nat_want *want);

/* An address that the rule left to us. */
static inline void rosfw_nat_want_address(struct rosfw_nat_want *want, const struct rosfw_addr *addr)
{
	want->from = *addr;
	want->to = *addr;
	want->flags |= ROSFW_NAT_ADDRS;
}

/* Questions asked of one address before others are tried, or if the caller is in a hurry. */
#define ROSFW_NAT_TRIES		128U
/* Addresses of a range that are tried. */
#define ROSFW_NAT_ADDRESSES	16U

/**
 * struct rosfw_nat_ask - what choosing needs to know
 * @taken: does another connection have this header, in either direction? Called many times when ports are scarce
 * @seed: of the namespace: what spreads connections over addresses is not to be foreseen
 * @random: any number
 * @hurry: at most ROSFW_NAT_TRIES questions for each address, even if a port may be free after that
 * @before_taken: the header in front of the NAT point is another connection's behind it
 */
struct rosfw_nat_ask {
	bool (*taken)(const struct rosfw_nat_ask *ask, const struct rosfw_header *header);
	const siphash_key_t *seed;
	u32 random;
	bool hurry;
	bool before_taken;
};

/**
 * rosfw_nat_choose() - find a header
 * @want: what is wanted
 * @before: the header of the original direction in front of this NAT point
 * @ask: who knows what is taken. @before itself is not asked about: it is free, unless @ask->before_taken
 * @after: out: like @before, but for what the translation changes
 *
 * A port stays as it is where that fits; otherwise it is replaced by one of its class (up to 511, 600 to 1023, from
 * 1024 on), an ICMP identifier by any other. A destination stays what the rule says: if that header is taken, the
 * source port is changed. Ports of one address are searched to the last, unless @ask->hurry.
 *
 * Return: false: exhausted, there is none.
 */
bool rosfw_nat_choose(const struct rosfw_nat_want *want, const struct rosfw_header *before,
		      const struct rosfw_nat_ask *ask, struct rosfw_header *after);

/**
 * rosfw_nat_keep() - the header that a connection is given if nobody has it: the first address, with its own port
 * @want: what is wanted
 * @before: as in rosfw_nat_choose()
 * @ask: only @ask->seed and @ask->before_taken are looked at
 * @after: out
 *
 * Nearly always it is free; whoever links it finds out. What rosfw_nat_choose() would try first costs a question more.
 *
 * Return: false if there is no such header, or something else is to be tried first.
 */
bool rosfw_nat_keep(const struct rosfw_nat_want *want, const struct rosfw_header *before,
		    const struct rosfw_nat_ask *ask, struct rosfw_header *after);

/* The address that is tried first; of ROSFW_NAT_SAME, the only one. Only @ask->seed is looked at. */
void rosfw_nat_first_address(const struct rosfw_nat_want *want, const struct rosfw_header *before,
			     const struct rosfw_nat_ask *ask, struct rosfw_addr *addr);

/* ---- rewriting ---- */

/**
 * enum rosfw_nat_checksum - what the checksum field of the transport header holds
 * @ROSFW_NAT_CSUM_FULL: the checksum
 * @ROSFW_NAT_CSUM_PARTIAL: the sum of the pseudo header; hardware adds the rest
 */
enum rosfw_nat_checksum {
	ROSFW_NAT_CSUM_FULL,
	ROSFW_NAT_CSUM_PARTIAL,
};

/**
 * rosfw_nat_rewrite() - give a packet another header
 * @pkt: parsed; addresses and ports in it follow
 * @data: the bytes that it was parsed from
 * @writable: so many of them may be read and written
 * @checksum: enum rosfw_nat_checksum
 * @to: protocol and family are those of the packet
 *
 * IPv4 header checksum and the checksums of TCP, UDP, UDP-Lite, DCCP, ICMP, ICMPv6 and SCTP follow by the difference:
 * one that was wrong stays wrong. A UDP checksum that is absent stays so. GRE: the call id of version 1, which is the
 * receiver's.
 *
 * Return: 0; or a positive number: so many bytes must be writable, nothing has been written.
 */
int rosfw_nat_rewrite(struct rosfw_pkt *pkt, u8 *data, u32 writable, enum rosfw_nat_checksum checksum,
		      const struct rosfw_header *to);

/**
 * rosfw_nat_rewrite_error() - give the packet that an ICMP error quotes another header, and the error its addresses
 * @outer: the error; addresses in it follow
 * @inner: the quoted packet, as from rosfw_pkt_parse_inner()
 * @data: the bytes that @outer was parsed from
 * @writable: so many of them may be read and written
 * @total: bytes of the whole error
 * @checksum: of the error itself: ROSFW_NAT_CSUM_PARTIAL as in rosfw_nat_rewrite()
 * @to: header of the quoted packet, as it was sent
 *
 * The error then goes to the source in @to. If the quoted packet's destination changes, the error comes from the one
 * in @to, whoever sent it: what lies behind a translated destination is not shown. Of the quoted packet everything that
 * is there is changed, its own checksums included.
 *
 * Return: as rosfw_nat_rewrite().
 */
int rosfw_nat_rewrite_error(struct rosfw_pkt *outer, const struct rosfw_pkt *inner, u8 *data, u32 writable, u32 total,
			    enum rosfw_nat_checksum checksum, const struct rosfw_header *to);

/**
 * rosfw_crc32c_change() - how a CRC32c changes when one word of the message does
 * @old: the word's bytes as they were, loaded as little endian
 * @new: as they are now
 * @behind: bytes of the message behind the word
 *
 * Return: what to add (exclusive or) to the CRC.
 */
u32 rosfw_crc32c_change(u32 old, u32 new, u32 behind);

#endif /* _ROSFW_NAT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Protocol state of one connection, and the view keys under which packets find it.
 *
 * How the connection table uses this, for each packet where it enters:
 *
 *   rosfw_trackable()            may it belong to a connection at all?
 *   rosfw_view_key_from_pkt()    the key to look up (_from_inner() for what an ICMP error quotes)
 *   nothing found                rosfw_track_new(): may it start a connection? It fills the state *with* this packet
 *   found                        rosfw_track_packet(update = true): verdict, and the state moves on
 *   then                         rosfw_track_timeout(), unless the verdict is ROSFW_TRACK_IGNORE
 *
 * Later hooks ask rosfw_track_packet(update = false), also for the packet that started the connection. It changes
 * nothing, and a packet that was OK or IGNORE when it was accounted for is OK or IGNORE then, one that was INVALID
 * is INVALID: no transition leads to a state that refuses the packet which caused it.
 *
 * Direction: original packets come from the side whose packet started the connection. A packet's direction is its
 * orientation compared with the orientation of that first packet.
 *
 * Locks: none here; the caller holds the connection's lock while the state changes. No allocation, no clock.
 */
#ifndef _ROSFW_TRACK_H
#define _ROSFW_TRACK_H

#include "../packet.h"

/* ---- headers and view keys ---- */

/**
 * struct rosfw_endpoint - one side of a header
 * @addr: its address
 * @id: what tells connections of the same two addresses apart: port (TCP, UDP, UDP-Lite, SCTP, DCCP); for ICMP see
 *      struct rosfw_view_key; GRE of a call of PPTP: ROSFW_VIEW_CALL | the call id of what is sent to this side; 0 for
 *      all others, other GRE included (both ways of one tunnel may have keys of their own)
 */
struct rosfw_endpoint {
	struct rosfw_addr addr;
	u32 id;
};

static inline bool rosfw_endpoint_equal(const struct rosfw_endpoint *a, const struct rosfw_endpoint *b)
{
	return rosfw_addr_equal(&a->addr, &b->addr) && a->id == b->id;
}

/**
 * struct rosfw_header - what of a packet's header says which connection it belongs to
 * @src: who sends it
 * @dst: who is to get it
 * @proto: transport protocol
 * @family: enum rosfw_family
 * @kind: ICMP: type of the request that the exchange began with, else 0
 */
struct rosfw_header {
	struct rosfw_endpoint src;
	struct rosfw_endpoint dst;
	u8 proto;
	u8 family;
	u8 kind;
};

/**
 * struct rosfw_view_key - a header without its direction: packets both ways have the same
 * @id: of the two endpoints, see below
 * @proto: transport protocol
 * @family: enum rosfw_family
 * @kind: as in struct rosfw_header
 * @tag: the table's own; 0 in a key to look for, and no part of a comparison
 * @place: the table's own, like @tag
 * @v4: addresses of the two endpoints, as numbers
 * @v6: the same; an IPv4 key has no memory for these
 *
 * The endpoints are ordered, by address, then by id. Of a key to look for, the first rosfw_view_key_size() bytes are
 * defined and may be hashed as memory: three times eight bytes for IPv4, six times for IPv6.
 *
 * ICMP: the endpoint that asks has ROSFW_VIEW_ASKS | identifier, the one that answers has 0. So request and reply
 * have one key, two hosts that ping each other with the same identifier have two, and endpoints are never equal.
 */
struct rosfw_view_key {
	u32 id[2];
	u8 proto;
	u8 family;
	u8 kind;
	u8 tag;
	u32 place;
	union {
		u32 v4[2];
		struct rosfw_addr v6[2];
	};
};

#define ROSFW_VIEW_ASKS	0x10000U
#define ROSFW_VIEW_CALL	0x10000U

static inline size_t rosfw_view_key_size(u8 family)
{
	return offsetof(struct rosfw_view_key, v4) +
	       (family == ROSFW_IPV4 ? 2 * sizeof(u32) : 2 * sizeof(struct rosfw_addr));
}

static inline bool rosfw_view_key_equal(const struct rosfw_view_key *a, const struct rosfw_view_key *b)
{
	if ((a->id[0] ^ b->id[0]) | (a->id[1] ^ b->id[1]) | (a->proto ^ b->proto) | (a->family ^ b->family) |
	    (a->kind ^ b->kind))
		return false;
	if (a->family == ROSFW_IPV4)
		return !((a->v4[0] ^ b->v4[0]) | (a->v4[1] ^ b->v4[1]));
	return rosfw_addr_equal(&a->v6[0], &b->v6[0]) && rosfw_addr_equal(&a->v6[1], &b->v6[1]);
}

/**
 * rosfw_view_key() - the view of a header
 * @header: any
 * @key: out; a key to look for
 * @orientation: out: 0 = the first endpoint is the source, 1 = the second is. Two equal endpoints have none: 0
 */
void rosfw_view_key(const struct rosfw_header *header, struct rosfw_view_key *key, u8 *orientation);

/* The inverse: the header of that view which has this orientation. */
void rosfw_header_from_key(const struct rosfw_view_key *key, u8 orientation, struct rosfw_header *header);

/* The header of what goes the other way. @from and @to may be the same. */
void rosfw_header_reverse(const struct rosfw_header *from, struct rosfw_header *to);

bool rosfw_header_equal(const struct rosfw_header *a, const struct rosfw_header *b);

/**
 * rosfw_header_from_pkt() - the header of a packet
 * @pkt: parsed packet
 * @header: out
 *
 * Return: false for what belongs to no connection of its own: not rosfw_trackable() as ROSFW_TRACKABLE_CONN.
 */
bool rosfw_header_from_pkt(const struct rosfw_pkt *pkt, struct rosfw_header *header);

/**
 * rosfw_header_from_inner() - the header of the packet that an ICMP error quotes, as it was sent
 * @outer: the ICMP error; it travels the other way
 * @inner: result of rosfw_pkt_parse_inner()
 * @header: out
 *
 * Return: false if the quoted packet has no header, is itself an ICMP error, or the error does not go to the address
 * that sent the quoted packet: such an error is about somebody else's connection.
 */
bool rosfw_header_from_inner(const struct rosfw_pkt *outer, const struct rosfw_pkt *inner,
			     struct rosfw_header *header);

/**
 * rosfw_call_id() - the call that a packet of GRE belongs to, if it is one of PPTP
 * @pkt: parsed packet, or a quoted one
 * @id: out: id of the endpoint that it goes to
 *
 * Which id the sender has, the packet does not say; so rosfw_header_from_pkt() leaves both at 0, and whoever knows the
 * call puts them in.
 *
 * Return: false: it is another packet.
 */
bool rosfw_call_id(const struct rosfw_pkt *pkt, u32 *id);

/* The view of a packet: rosfw_header_from_pkt(), then rosfw_view_key(). */
bool rosfw_view_key_from_pkt(const struct rosfw_pkt *pkt, struct rosfw_view_key *key, u8 *orientation);
/* The view of a quoted packet: rosfw_header_from_inner(), then rosfw_view_key(). */
bool rosfw_view_key_from_inner(const struct rosfw_pkt *outer, const struct rosfw_pkt *inner,
			       struct rosfw_view_key *key, u8 *orientation);

/* ---- what can be tracked ---- */

/**
 * enum rosfw_trackable - what a packet is to connection tracking
 * @ROSFW_TRACKABLE_CONN: it belongs to a connection, or starts one
 * @ROSFW_TRACKABLE_QUOTE: an ICMP error: related to the connection of the packet that it quotes, else invalid
 * @ROSFW_TRACKABLE_NEVER: untracked: neighbour discovery and multicast listener messages of ICMPv6 (types 130 to 137,
 *	143, 151, 152), which hosts exchange without any request
 * @ROSFW_TRACKABLE_INVALID: invalid: transport header missing or lying, later fragment, other ICMP messages
 */
enum rosfw_trackable {
	ROSFW_TRACKABLE_CONN,
	ROSFW_TRACKABLE_QUOTE,
	ROSFW_TRACKABLE_NEVER,
	ROSFW_TRACKABLE_INVALID,
};

enum rosfw_trackable rosfw_trackable(const struct rosfw_pkt *pkt);

/* ---- state ---- */

/* struct rosfw_track.flags */
#define ROSFW_TRACK_REPLIED		0x01	/* a packet of the reply direction belonged to the connection */
#define ROSFW_TRACK_ASSURED		0x02	/* worth keeping when the table is full; never taken back */
#define ROSFW_TRACK_SYN_PENDING		0x04	/* TCP, DCCP: a new opening was let through, the answer decides */
#define ROSFW_TRACK_SIMULTANEOUS	0x08	/* TCP: both sides sent a SYN */
#define ROSFW_TRACK_PICKED_UP		0x10	/* TCP: seen from the middle, so windows are a guess */
#define ROSFW_TRACK_RESTARTED		0x20	/* TCP: started over; the connection before it may come back */
#define ROSFW_TRACK_CHALLENGED		0x40	/* TCP: the answer to our SYN was about another connection */

/**
 * struct rosfw_track_side - what one side of a TCP connection has said; private to track/
 * @end: where what it has sent ends: one beyond the last byte, SYN and FIN counted
 * @maxend: where the other side's windows allow it to get. Of a SYN without an answer: the least that acknowledges it
 * @maxack: the most that it has acknowledged. As long as it has not: the least that it will
 * @maxwin: the largest window that it has offered, at least 1; 0: it has not spoken yet
 * @scale: by how many bits its windows are to be shifted
 * @other_scale: the same in its pending SYN (with OFFERED), or in the connection before this one
 * @flags: see tcp.h
 */
struct rosfw_track_side {
	u32 end;
	u32 maxend;
	u32 maxack;
	u32 maxwin;
	u8 scale;
	u8 other_scale;
	u8 flags;
};

/**
 * struct rosfw_track - protocol state of one connection; a plain value that lives in the table's entry
 * @proto: transport protocol
 * @flags: ROSFW_TRACK_*
 * @tcp_state: enum rosfw_tcp_state; ROSFW_TCP_NONE for all but TCP
 * @state: private to track/. SCTP, DCCP: state of their own machines; TCP: which side sent the last segment with data,
 *	and how often it was repeated
 *
 * The rest is private to track/, too.
 * @tcp.side: original, reply
 * @tcp.last: the last segment with data
 * @tcp.syn: a SYN that was let through, while ROSFW_TRACK_SYN_PENDING; and with ROSFW_TRACK_CHALLENGED what the answer
 *	acknowledged
 * @tcp.before: where both sides of the connection had got that was given up, while ROSFW_TRACK_RESTARTED, and when
 * @sctp.vtag: by side: verification tag of what it sends; 0: not agreed on
 * @sctp.init: by side: tag that it asks for in its first INIT; @sctp.again: in its last INIT, if that is another one;
 *	@sctp.answer: in its INIT ACK. 0: none
 * @udp.start: low bits of the second of the first packet
 * @dccp.low: sequence numbers: their low 32 bits
 * @dccp.high: their upper 16
 * @dccp.spoken: bits 1 << side: that side's are known
 */
struct rosfw_track {
	u8 proto;
	u8 flags;
	u8 tcp_state;
	u8 state;
	union {
		struct {
			struct rosfw_track_side side[2];
			union {
				struct {
					u32 seq;
					u32 end;
				} last;
				struct {
					u32 seq;
					u32 end;
					u32 challenge;
				} syn;
				struct {
					u32 end[2];
					u32 when;
				} before;
			};
		} tcp;
		struct {
			u32 start;
		} udp;
		struct {
			u32 vtag[2];
			u32 init[2];
			u32 again[2];
			u32 answer[2];
		} sctp;
		struct {
			u32 low[5];
			u16 high[5];
			u8 spoken;
		} dccp;
	};
};

static_assert(sizeof(struct rosfw_track) <= 56);

/**
 * struct rosfw_timeouts - "/ip firewall connection tracking": seconds without a packet until a connection is forgotten
 * @tcp_syn_sent: also for simultaneous open
 * @tcp_syn_received: SYN and ACK seen
 * @tcp_established: both sides have spoken
 * @tcp_fin_wait: first FIN seen
 * @tcp_close_wait: first FIN acknowledged
 * @tcp_last_ack: both FINs seen
 * @tcp_time_wait: both FINs acknowledged
 * @tcp_close: RST seen
 * @tcp_max_retrans: many retransmissions without an answer
 * @tcp_unacked: upper limit while nothing proves that the other side is there: connections that were picked up in
 *	the middle and have no reply yet
 * @udp: UDP and UDP-Lite until both sides have spoken for more than two seconds
 * @udp_stream: from then on
 * @icmp: ICMP and ICMPv6
 * @generic: all others; SCTP and DCCP once they are established
 * @loose_tcp: pick up TCP connections in the middle
 * @liberal_tcp: of what is outside its TCP connection's window, only RST is invalid
 */
struct rosfw_timeouts {
	u32 tcp_syn_sent;
	u32 tcp_syn_received;
	u32 tcp_established;
	u32 tcp_fin_wait;
	u32 tcp_close_wait;
	u32 tcp_last_ack;
	u32 tcp_time_wait;
	u32 tcp_close;
	u32 tcp_max_retrans;
	u32 tcp_unacked;
	u32 udp;
	u32 udp_stream;
	u32 icmp;
	u32 generic;
	bool loose_tcp;
	bool liberal_tcp;
};

/* RouterOS's defaults. */
extern const struct rosfw_timeouts rosfw_timeouts_default;

/**
 * enum rosfw_track_result - verdict on a packet of a known connection
 * @ROSFW_TRACK_OK: it belongs to the connection
 * @ROSFW_TRACK_IGNORE: it belongs to the connection and is counted, but proves nothing (a repeated SYN, a SYN on an
 *	established connection): the timeout is not started again
 * @ROSFW_TRACK_INVALID: it cannot be part of this connection; state unchanged
 * @ROSFW_TRACK_NEW_AGAIN: the connection is over and this packet starts another: remove it, then treat the packet as
 *	one without a connection. Its sender is the original side of the new one. State unchanged
 */
enum rosfw_track_result {
	ROSFW_TRACK_OK,
	ROSFW_TRACK_IGNORE,
	ROSFW_TRACK_INVALID,
	ROSFW_TRACK_NEW_AGAIN,
};

/**
 * rosfw_track_new() - may this packet start a connection? If so, @track is its state after this packet
 * @track: out; written only if true is returned
 * @pkt: ROSFW_TRACKABLE_CONN
 * @settings: for loose_tcp
 * @now: seconds, any clock that does not jump, the same as for rosfw_track_packet()
 *
 * TCP: a SYN; with loose_tcp also a segment with ACK and without SYN, FIN and RST (established, but on a short timeout
 * until there is a reply). ICMP, ICMPv6: requests. SCTP: INIT, HEARTBEAT (another path of an association). DCCP:
 * Request. All others: any packet.
 */
bool rosfw_track_new(struct rosfw_track *track, const struct rosfw_pkt *pkt, const struct rosfw_timeouts *settings,
		     u64 now);

/* Are there packets that cannot be part of a connection of that protocol? Of others, all are ROSFW_TRACK_OK. */
static inline bool rosfw_track_judges(u8 proto)
{
	return proto == ROSFW_PROTO_TCP || proto == ROSFW_PROTO_SCTP || proto == ROSFW_PROTO_DCCP;
}

/**
 * rosfw_track_packet() - a packet of a known connection
 * @track: state; changed only with @update
 * @pkt: ROSFW_TRACKABLE_CONN
 * @settings: for liberal_tcp
 * @reply: direction: false = original, true = reply
 * @now: seconds
 * @update: account for it; false: a packet that was accounted for is looked at again
 */
enum rosfw_track_result rosfw_track_packet(struct rosfw_track *track, const struct rosfw_pkt *pkt,
					   const struct rosfw_timeouts *settings, bool reply, u64 now, bool update);

/* UDP: a packet at @now. What goes on for longer than an exchange is assured. */
void rosfw_track_stream(struct rosfw_track *track, u64 now);

/* Seconds that the connection may now stay without a packet; at least 1. */
u32 rosfw_track_timeout(const struct rosfw_track *track, const struct rosfw_timeouts *settings);

#endif /* _ROSFW_TRACK_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * FastTrack without the kernel: what of a packet the fast path reads, when a packet must not take it, how the packet is
 * changed, and what TCP connections remember of segments that the state machine did not see.
 *
 * The fast path takes packets of which there is nothing to say that was not said of the one before: whole, without
 * options, with time to live, of TCP within the windows and without any flag that means something.
 * Everything else goes the slow way, where somebody thinks about it.
 *
 * No allocation, no clock. Locks: struct rosfw_fast_side says how it is shared; the rest are values.
 */
#ifndef _ROSFW_FAST_H
#define _ROSFW_FAST_H

#include "../track/track.h"

/* ---- reading ---- */

/**
 * struct rosfw_fast_pkt - what the fast path knows of a packet
 * @key: to look for
 * @len: bytes of the IP packet
 * @l4_off: where the transport header is
 * @proto: TCP or UDP
 * @orient: of the packet in its view
 * @tcp: of a TCP segment: numbers in host byte order, @tcp.end one beyond its last byte
 */
struct rosfw_fast_pkt {
	struct rosfw_view_key key;
	u32 len;
	u8 l4_off;
	u8 proto;
	u8 orient;
	struct {
		u32 seq;
		u32 end;
		u32 ack;
		u16 window;
	} tcp;
};

/* Bytes of a packet that are read: IP header and the longest fixed transport header. */
#define ROSFW_FAST_HEADERS_V4	40U
#define ROSFW_FAST_HEADERS_V6	60U

/**
 * rosfw_fast_read() - can this packet take the fast path, as far as it can be seen?
 * @pkt: out
 * @family: which IP version the caller expects
 * @data: first byte of the IP header
 * @linear: bytes readable at @data
 * @total: bytes of the whole packet, linear or not
 *
 * Not: IPv4 options, IPv6 extension headers, fragments, a time to live of 1 or less, a wrong IPv4 header checksum,
 * lengths that lie, protocols but TCP and UDP; of TCP: everything but an acknowledgement with or without data, a closed
 * window.
 *
 * Return: 0; a positive number: so many bytes are needed, pull them and call again; -EINVAL: the slow path it is.
 */
int rosfw_fast_read(struct rosfw_fast_pkt *pkt, enum rosfw_family family, const u8 *data, u32 linear, u32 total);

/* ---- changing ---- */

/**
 * struct rosfw_fast_plan - how packets of one direction of a connection are changed
 * @translates: there is something to change but the time to live
 * @change_addrs: what the sum over the addresses changes by, in one's complement
 * @change_all: the same with the ports
 * @ports: of source and destination, as they lie in the packet
 * @addrs: of source and destination, likewise
 */
struct rosfw_fast_plan {
	bool translates;
	u16 change_addrs;
	u16 change_all;
	u8 ports[4];
	u8 addrs[2 * sizeof(struct rosfw_addr)];
};

/* @from: as packets arrive; @to: as they leave. Same family and protocol. */
void rosfw_fast_plan(struct rosfw_fast_plan *plan, const struct rosfw_header *from, const struct rosfw_header *to);

/**
 * rosfw_fast_forward() - what a router does to a packet: another header, one less to live
 * @plan: for the packet's direction
 * @pkt: as read from @data
 * @data: at least the headers that were read, writable
 * @partial: the transport checksum is only the sum of the pseudo header; hardware adds the rest
 */
void rosfw_fast_forward(const struct rosfw_fast_plan *plan, const struct rosfw_fast_pkt *pkt, u8 *data, bool partial);

/* ---- TCP ---- */

/**
 * struct rosfw_fast_side - what one side of a TCP connection has said, as the fast path knows it
 * @end: where what it has sent ends
 * @allows: how far the other side may go
 * @maxack: the most that it has acknowledged
 * @maxwin: the largest window that it has offered
 * @scale: by how many bits its windows are shifted
 *
 * Without a lock: numbers only grow, each by compare and exchange. @scale changes while no packet may use it.
 */
struct rosfw_fast_side {
	u32 end;
	u32 allows;
	u32 maxack;
	u32 maxwin;
	u8 scale;
};

/* enum rosfw_fast_mode: what may pass a connection */
enum rosfw_fast_mode {
	ROSFW_FAST_CLOSED,	/* nothing: it opens, closes, or is in doubt */
	ROSFW_FAST_CHECKED,	/* TCP segments within the windows */
	ROSFW_FAST_ALL,		/* everything */
};

/**
 * rosfw_fast_segment() - may a segment pass, and if so, remember it
 * @side: of the connection, by direction
 * @reply: direction of the segment
 * @mode: ROSFW_FAST_CHECKED or ROSFW_FAST_ALL
 *
 * Return: false: it is not what the other side expects. The state machine has to judge it.
 */
bool rosfw_fast_segment(struct rosfw_fast_side *const side[2], const struct rosfw_fast_pkt *pkt, bool reply,
			enum rosfw_fast_mode mode);

/**
 * rosfw_fast_catch_up() - tell the state machine what has passed by it
 * @track: state of a connection that something may have passed; under its lock
 * @side: by direction; TCP only
 * @now: seconds, of the last packet that passed
 *
 * TCP: numbers grow to what was seen; a repetition is none any more. UDP: a stream is one.
 */
void rosfw_fast_catch_up(struct rosfw_track *track, struct rosfw_fast_side *const side[2], u64 now);

/**
 * rosfw_fast_publish() - the reverse: what the state machine has seen
 * @track: state; under its lock
 * @side: by direction; TCP only
 * @before: what may pass now; with ROSFW_FAST_CLOSED, what the sides remember means nothing
 * @liberal: liberal-tcp-tracking
 *
 * Return: what may pass from now on. TCP: established, known to both sides and without anything unusual.
 */
enum rosfw_fast_mode rosfw_fast_publish(const struct rosfw_track *track, struct rosfw_fast_side *const side[2],
					enum rosfw_fast_mode before, bool liberal);

#endif /* _ROSFW_FAST_H */

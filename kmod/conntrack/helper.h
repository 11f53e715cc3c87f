/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Helpers: connections whose payload announces others ("/ip firewall service-port").
 *
 * When a connection is confirmed, its destination behind dstnat decides whether it has a helper; the row that named it
 * has to be enabled, then and for each packet that is read. A helper reads what passes, expects what is announced, and
 * says what has to be replaced in the payload because addresses or ports are not the same on both sides.
 *
 * Readers know text and bytes (core/scan/), this knows connections and their translation, nat/payload.c packets.
 *
 * Locks: the connection's for what a helper remembers.
 */
#ifndef _ROSFW_CONNTRACK_HELPER_H
#define _ROSFW_CONNTRACK_HELPER_H

#include "conntrack.h"
#include "../core/nat/sequence.h"
#include "../core/scan/scan.h"

/* Announced ports that a connection remembers. */
#define ROSFW_HELPER_NAMES	16U

/* Bytes in which a game is recognised. */
#define ROSFW_HELPER_RECOGNISE	24U

/**
 * struct rosfw_helper_name - ports that were announced under other numbers
 * @dir: who announced them: enum rosfw_dir
 * @proto: transport protocol
 * @n: how many; 0: nothing
 * @inner: the first, as who announced it knows it
 * @outer: as the other side does
 * @peer: GRE: the call id of the other side in this call, as who announced it knows it; 0: there is no call
 */
struct rosfw_helper_name {
	u8 dir;
	u8 proto;
	u16 n;
	u16 inner;
	u16 outer;
	u32 peer;
};

/**
 * struct rosfw_helper_stream - one direction of a TCP connection
 * @line: sequence numbers at which a message begins, the newest first. The one before is remembered because a segment
 *	may come again, and has to be changed again
 * @left: so many bytes behind these are the rest of a message that began before
 * @known: how many of them
 */
struct rosfw_helper_stream {
	u32 line[2];
	u32 left[2];
	u8 known;
};

/**
 * struct rosfw_helper - what a connection with a helper has; made once, freed with it
 * @service: enum rosfw_service
 * @next: place in @name that is taken next
 * @heard: TCP: enum rosfw_scan_heard: is it spoken here? ALIEN: nobody reads it any more
 * @until: UDP: rosfw_now_seconds() until which somebody has registered here
 * @shift: TCP: by enum rosfw_dir: how numbers are shifted
 * @stream: TCP: by enum rosfw_dir
 * @name: announced ports
 */
struct rosfw_helper {
	u8 service;
	u8 next;
	u8 heard;
	u32 until;
	struct rosfw_seq_shift shift[ROSFW_DIRS];
	struct rosfw_helper_stream stream[ROSFW_DIRS];
	struct rosfw_helper_name name[ROSFW_HELPER_NAMES];
};

/**
 * struct rosfw_helper_work - one payload
 * @scan: @scan.data and @scan.len: the payload; the rest is the helper's
 * @edits: out: what has to be replaced
 */
struct rosfw_helper_work {
	struct rosfw_scan scan;
	struct rosfw_scan_edits edits;
};

/* The helper of a connection, NULL if it has none. */
static inline struct rosfw_helper *rosfw_helper_of(const struct rosfw_conn *conn)
{
	const struct rosfw_conn_ext *ext = READ_ONCE(conn->ext);

	return ext ? READ_ONCE(ext->helper) : NULL;
}

/* For what a connection is: a bit 1 << enum rosfw_connection_type, or none. */
u8 rosfw_helper_types(const struct rosfw_conn *conn);

/* A connection is about to be confirmed: does it get a helper? Without memory it goes on without (counted). */
void rosfw_helper_attach(struct rosfw_net *rn, struct rosfw_conn *conn);

/*
 * The first payload of a UDP connection, or as much of it as ROSFW_HELPER_RECOGNISE: what has a type without a helper
 * is known by that. Without memory it has none.
 */
void rosfw_helper_recognise(struct rosfw_conn *conn, const u8 *data, u32 len);

/* Is its service enabled? */
bool rosfw_helper_is_enabled(const struct rosfw_net *rn, const struct rosfw_helper *helper);

/*
 * Of a connection with ROSFW_CONN_HELPER_LIFE, under its lock: seconds that it may stay without a packet; 0: as others.
 */
u32 rosfw_helper_life(const struct rosfw_net *rn, const struct rosfw_conn *conn, u32 now);

/* TCP: the stream of that direction begins with @seq. */
void rosfw_helper_begin(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq);

/**
 * rosfw_helper_read() - read the payload of a packet
 * @rn: namespace
 * @conn: its connection, which has a helper
 * @dir: of the packet
 * @seq: TCP: sequence number of its first byte, as its sender counts
 * @work: in and out
 *
 * Return: 0; -EADDRINUSE: no port is free for what is announced; -ENOSPC: too much is expected; -ENOMEM. On an error
 * the packet must be dropped: the other side would be sent to the wrong place.
 */
int rosfw_helper_read(struct rosfw_net *rn, struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq,
		      struct rosfw_helper_work *work);

/* TCP: the segment of that direction that begins with @seq has grown. */
void rosfw_helper_grow(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq, s32 growth);

/* TCP: how the numbers of both directions are shifted. */
void rosfw_helper_shifts(struct rosfw_conn *conn, struct rosfw_seq_shift shift[ROSFW_DIRS]);

/* Of an acknowledgement in that direction: by how much it is ahead of what the other side has sent. */
s32 rosfw_helper_ack_shift(const struct rosfw_conn *conn, enum rosfw_dir dir, u32 ack);

#endif /* _ROSFW_CONNTRACK_HELPER_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TCP streams whose payload changes its length on the way: numbers behind that place are shifted for the receiver, and
 * its acknowledgements have to be shifted back for the sender.
 *
 * Connection tracking looks at packets before any of this, and so at each stream as its sender numbers it.
 */
#ifndef _ROSFW_SEQUENCE_H
#define _ROSFW_SEQUENCE_H

#include "nat.h"

/* Changed segments of a stream that are remembered. */
#define ROSFW_SEQ_PLACES	8U

/**
 * struct rosfw_seq_place - a segment that was changed
 * @at: its sequence number, as its sender counts
 * @before: what is added to numbers up to and with that, but behind the place before
 */
struct rosfw_seq_place {
	u32 at;
	s32 before;
};

/**
 * struct rosfw_seq_shift - one direction of a connection; all zero: nothing was changed
 * @place: the newest first
 * @after: what is added to numbers behind the newest
 * @n: how many places there are
 *
 * Whoever speaks by lines waits for the answer before the next line that matters; SIP does not, so several changed
 * segments may be on their way. What is sent again from before the oldest that is remembered gets the wrong shift,
 * and is lost like a packet that is lost.
 */
struct rosfw_seq_shift {
	struct rosfw_seq_place place[ROSFW_SEQ_PLACES];
	s32 after;
	u8 n;
};

/* A segment that begins with @seq has grown by that much. The same segment, sent again, changes nothing. */
void rosfw_seq_grow(struct rosfw_seq_shift *shift, u32 seq, s32 growth);

/* What is to be added to a sequence number of the sender. */
s32 rosfw_seq_shift_of(const struct rosfw_seq_shift *shift, u32 seq);

/* What is to be taken off a number that the receiver acknowledges. */
s32 rosfw_seq_unshift_of(const struct rosfw_seq_shift *shift, u32 ack);

/**
 * rosfw_seq_rewrite() - shift the numbers of a segment
 * @pkt: TCP; numbers in it follow
 * @data: the bytes that it was parsed from
 * @writable: so many of them may be read and written
 * @checksum: of the TCP header: enum rosfw_nat_checksum
 * @own: of the sender's stream
 * @other: of the stream that it acknowledges
 *
 * Acknowledgements that a selective one (RFC 2018) names follow.
 * Return: 0; or a positive number: so many bytes must be writable, nothing has been written.
 */
int rosfw_seq_rewrite(struct rosfw_pkt *pkt, u8 *data, u32 writable, enum rosfw_nat_checksum checksum,
		      const struct rosfw_seq_shift *own, const struct rosfw_seq_shift *other);

/**
 * rosfw_nat_put_payload() - give a TCP or UDP packet another payload
 * @pkt: parsed; its lengths follow
 * @data: the bytes that it was parsed from, all of them, and room for as many as it grows by; the payload is the end
 *	of the packet
 * @checksum: of the transport header
 * @text: the new payload
 * @len: its length; the packet stays within 65535 bytes
 *
 * Lengths and checksums follow by the difference; a UDP checksum that is absent stays so.
 */
void rosfw_nat_put_payload(struct rosfw_pkt *pkt, u8 *data, enum rosfw_nat_checksum checksum, const u8 *text, u32 len);

/* Offset of the payload in the IP packet: TCP, UDP. */
u32 rosfw_nat_payload_off(const struct rosfw_pkt *pkt);

#endif /* _ROSFW_SEQUENCE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Readers of payload: which connections does a message announce, and where in it do addresses stand?
 *
 * A reader gets the payload of one packet and who sends it to whom, and makes a list of findings. It decides nothing:
 * what is expected and what is rewritten is up to the caller, who knows connections and their translation.
 * rosfw_scan_edit() and its kin are the other way: the payload with other addresses in it.
 *
 * Payload is hostile. A reader reads nothing outside of it and takes time in proportion to its length; numbers that do
 * not fit, texts that are not quite an address and messages that are not complete are no findings. An address that is
 * not the sender's is marked: whoever expects a connection to such a host lends out the firewall to strangers.
 *
 * Nothing is put together from several packets: what is split is not found. A stream goes on behind it.
 *
 * Pure functions; no state, no locks, no allocation, no clock.
 */
#ifndef _ROSFW_SCAN_H
#define _ROSFW_SCAN_H

#include "../track/track.h"

/* Findings of one payload, at most; a message with more is not one of an honest peer. */
#define ROSFW_SCAN_FINDINGS	48U

/* Bytes of the longest address, number or range of ports. */
#define ROSFW_SCAN_TEXT_MAX	48U

/**
 * enum rosfw_scan_kind - what a finding is
 * @ROSFW_SCAN_EXPECT: somebody is going to connect to this endpoint
 * @ROSFW_SCAN_NAME: an endpoint is mentioned; nothing is going to happen, but its text has to follow a translation
 * @ROSFW_SCAN_CONFIRM: an expectation that the other side asked for was granted, for this time; address and port 0: all
 *	of this connection
 * @ROSFW_SCAN_FORGET: expectations of this endpoint are void; address and port 0: all of this connection, with MEDIA
 *	those of this call, with PERMANENT those that are permanent
 * @ROSFW_SCAN_LENGTH: a decimal number, the length of a part of the message: it has to follow when that part changes.
 *	@addr_at is the number, @port_at the part
 * @ROSFW_SCAN_RESERVE: an endpoint that may be expected once the other side agrees: it needs a name until then
 */
enum rosfw_scan_kind {
	ROSFW_SCAN_EXPECT,
	ROSFW_SCAN_NAME,
	ROSFW_SCAN_CONFIRM,
	ROSFW_SCAN_FORGET,
	ROSFW_SCAN_LENGTH,
	ROSFW_SCAN_RESERVE,
};

/**
 * enum rosfw_scan_format - how address and port are written
 * @ROSFW_SCAN_TEXT: an address as text, without brackets; a decimal port
 * @ROSFW_SCAN_COMMAS: both in one, as FTP has them: six decimal bytes with commas; the spot is @addr_at
 * @ROSFW_SCAN_NUMBER: an IPv4 address as one decimal number; a decimal port
 * @ROSFW_SCAN_RANGE: an address as text; the first and the last port, with a hyphen
 * @ROSFW_SCAN_BYTES: as they stand in a packet's header
 */
enum rosfw_scan_format {
	ROSFW_SCAN_TEXT,
	ROSFW_SCAN_COMMAS,
	ROSFW_SCAN_NUMBER,
	ROSFW_SCAN_RANGE,
	ROSFW_SCAN_BYTES,
};

/**
 * enum rosfw_scan_next - what is going to be spoken on an expected connection
 * @ROSFW_SCAN_DATA: nothing that has a reader
 * @ROSFW_SCAN_SIP: SIP
 * @ROSFW_SCAN_TFTP: a transfer, whose reply comes from any port
 * @ROSFW_SCAN_Q931: H.323: a call
 * @ROSFW_SCAN_H245: H.323: control of media
 * @ROSFW_SCAN_RAS: H.323: registration
 */
enum rosfw_scan_next {
	ROSFW_SCAN_DATA,
	ROSFW_SCAN_SIP,
	ROSFW_SCAN_TFTP,
	ROSFW_SCAN_Q931,
	ROSFW_SCAN_H245,
	ROSFW_SCAN_RAS,
};

/* struct rosfw_finding.flags */
#define ROSFW_SCAN_FOREIGN	0x01	/* the address is not the sender's; with PEER: not the receiver's */
#define ROSFW_SCAN_PEER		0x02	/* it is the receiver's endpoint, as the sender knows it */
#define ROSFW_SCAN_ANY_SRC	0x04	/* not only the receiver of this message may connect there */
#define ROSFW_SCAN_PERMANENT	0x08	/* more than once */
#define ROSFW_SCAN_ADD_PORT	0x10	/* the text has no port: another one is written as ":port" at @port_at */
#define ROSFW_SCAN_MEDIA	0x20	/* sound, pictures: may come from elsewhere */
#define ROSFW_SCAN_ADDRLESS	0x40	/* the message has no address; @addr is that of whose endpoint it is */

/**
 * struct rosfw_scan_spot - a part of the payload
 * @off: where it begins
 * @len: its length; 0: it is not there
 */
struct rosfw_scan_spot {
	u32 off;
	u32 len;
};

/**
 * struct rosfw_finding - something that a message says
 * @addr: the address
 * @addr_at: where it stands. Findings may share an address
 * @port_at: where the port stands
 * @seconds: EXPECT: how long; 0: as usual. CONFIRM: how long from now on; 0: no more
 * @call: EXPECT, FORGET: of media: a number for the call that they are part of; 0: not known
 * @port: the first port; GRE: the call id with which packets to that endpoint are marked
 * @nports: how many follow each other
 * @peer_id: GRE: the call id of the other direction
 * @kind: enum rosfw_scan_kind
 * @format: enum rosfw_scan_format
 * @next: enum rosfw_scan_next
 * @proto: transport protocol
 * @flags: ROSFW_SCAN_*
 */
struct rosfw_finding {
	struct rosfw_addr addr;
	struct rosfw_scan_spot addr_at;
	struct rosfw_scan_spot port_at;
	u32 seconds;
	u32 call;
	u16 port;
	u16 nports;
	u16 peer_id;
	u8 kind;
	u8 format;
	u8 next;
	u8 proto;
	u8 flags;
};

/**
 * enum rosfw_scan_heard - is it what the reader reads?
 * @ROSFW_SCAN_HEARD_NOTHING: it cannot tell
 * @ROSFW_SCAN_HEARD_OURS: yes
 * @ROSFW_SCAN_HEARD_ALIEN: a message would begin here, and what does is none
 */
enum rosfw_scan_heard {
	ROSFW_SCAN_HEARD_NOTHING,
	ROSFW_SCAN_HEARD_OURS,
	ROSFW_SCAN_HEARD_ALIEN,
};

/**
 * struct rosfw_scan - a payload and what was found in it
 * @data: the payload
 * @len: its length
 * @src: who sends it
 * @dst: who gets it
 * @family: enum rosfw_family, of both
 * @proto: transport protocol
 * @reply: it goes to the one who opened the connection
 * @line_start: it begins where a message may begin (the first one of a stream, or behind a complete one)
 * @line_end: out: it ends where the next message begins, or @left behind it
 * @left: of a stream: in, with @line_start: so many bytes are the rest of a message that was not complete; out, with
 *	@line_end: the same of what comes next
 * @heard: out: enum rosfw_scan_heard; of readers that look for nothing of that kind nothing
 * @more: out: there was more to find than there is room for
 * @n: out: number of findings
 * @found: out
 *
 * Addresses are those that the sender has put into the packet's header, for it knows no others.
 */
struct rosfw_scan {
	const u8 *data;
	u32 len;
	struct rosfw_endpoint src;
	struct rosfw_endpoint dst;
	u8 family;
	u8 proto;
	bool reply;
	bool line_start;
	bool line_end;
	u32 left;
	u8 heard;
	bool more;
	u32 n;
	struct rosfw_finding found[ROSFW_SCAN_FINDINGS];
};

/* FTP: PORT and EPRT of the client, replies 227 and 229 of the server. */
void rosfw_scan_ftp(struct rosfw_scan *scan);
/* TFTP: read and write requests. */
void rosfw_scan_tftp(struct rosfw_scan *scan);
/* IRC: offers of a client to another one (DCC), and their resumption. */
void rosfw_scan_irc(struct rosfw_scan *scan);
/* SIP over UDP and TCP, with session descriptions. */
void rosfw_scan_sip(struct rosfw_scan *scan);
/* PPTP: calls and their ids. */
void rosfw_scan_pptp(struct rosfw_scan *scan);
/* RTSP: transports that are set up. */
void rosfw_scan_rtsp(struct rosfw_scan *scan);

/* H.323: calls (H.225.0 in Q.931), control of media (H.245), registration (RAS). */
void rosfw_scan_q931(struct rosfw_scan *scan);
void rosfw_scan_h245(struct rosfw_scan *scan);
void rosfw_scan_ras(struct rosfw_scan *scan);

/* Does the payload belong to a game's search for servers, as Quake 3 and its relatives do that? */
bool rosfw_scan_quake3(const u8 *data, u32 len);

/* ---- rewriting ---- */

/**
 * struct rosfw_scan_edit - a part of the payload that is replaced
 * @off: where it begins
 * @len: its length; 0: something is put in
 * @new_len: length of @text
 * @text: what stands there afterwards
 */
struct rosfw_scan_edit {
	u32 off;
	u32 len;
	u32 new_len;
	u8 text[ROSFW_SCAN_TEXT_MAX];
};

/**
 * struct rosfw_scan_edits - all that is replaced in a payload
 * @n: how many
 * @edit: by ascending place; they do not overlap
 */
struct rosfw_scan_edits {
	u32 n;
	struct rosfw_scan_edit edit[2 * ROSFW_SCAN_FINDINGS];
};

/**
 * rosfw_scan_edit() - let a finding name another endpoint
 * @edits: to add to; what is there already stays, so of two findings that share an address the first decides
 * @f: the finding
 * @family: of @to
 * @to: address and (first) port
 */
void rosfw_scan_edit(struct rosfw_scan_edits *edits, const struct rosfw_finding *f, u8 family,
		     const struct rosfw_endpoint *to);

/* When all others are there: numbers that tell lengths follow. */
void rosfw_scan_edit_lengths(struct rosfw_scan_edits *edits, const struct rosfw_scan *scan);

/* By how much the payload gets longer, or shorter if negative. */
s32 rosfw_scan_growth(const struct rosfw_scan_edits *edits);

/* @out: as long as the payload and its growth; another place than @data. */
void rosfw_scan_apply(const struct rosfw_scan_edits *edits, const u8 *data, u32 len, u8 *out);

#endif /* _ROSFW_SCAN_H */

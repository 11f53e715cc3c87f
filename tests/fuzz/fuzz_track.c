// SPDX-License-Identifier: GPL-2.0-only
/*
 * State machines: one connection and packets that reach deeper than bytes at random would. The headers are sound; what
 * they say, sequence numbers near what was said before among it, comes from the input.
 *
 * Input: protocol and settings (a byte each), then packets: a byte of what and whose, then what this needs.
 */
#include "core/track/track.h"
#include "fuzz.h"

#define CHECK(cond)	BUG_ON(!(cond))

#define OPTIONS_MAX	40U
#define TCP_HDR		20

static const u8 protos[] = {
	ROSFW_PROTO_TCP, ROSFW_PROTO_TCP, ROSFW_PROTO_TCP, ROSFW_PROTO_UDP, ROSFW_PROTO_SCTP, ROSFW_PROTO_DCCP,
	ROSFW_PROTO_ICMP, ROSFW_PROTO_GRE,
};

/**
 * struct talk - a connection and what its two sides said last
 * @settings: by which packets are judged
 * @track: state, if @exists
 * @now: seconds
 * @seq: by side: where it goes on
 * @flip: the original side is the second one
 */
struct talk {
	struct rosfw_timeouts settings;
	struct rosfw_track track;
	bool exists;
	bool flip;
	u64 now;
	u32 seq[2];
	u8 proto;
};

static void read_tcp(struct talk *t, struct input *in, bool second, struct rosfw_pkt *pkt, u8 *header)
{
	u32 options = input_u8(in) % (OPTIONS_MAX / 4 + 1) * 4, i;

	pkt->u.tcp.flags = input_u8(in);
	pkt->u.tcp.doff = TCP_HDR + options;
	pkt->u.tcp.window = input_u16(in);
	pkt->u.tcp.seq = t->seq[second] + (s16)input_u16(in);
	pkt->u.tcp.ack = t->seq[!second] + (s16)input_u16(in);
	pkt->payload_len = input_u16(in);
	pkt->ack_shift = input_u8(in) == 1 ? 1000 : 0;
	for (i = 0; i < options; i++)
		header[TCP_HDR + i] = input_u8(in);
	t->seq[second] = pkt->u.tcp.seq + pkt->payload_len + !!(pkt->u.tcp.flags & (ROSFW_TCP_SYN | ROSFW_TCP_FIN));
}

/* Near to one another, or anything: of 48 bits. */
static u64 input_number(struct input *in)
{
	u64 n = input_u8(in);

	return n & 1 ? n : (n << 40 | (u64)input_u8(in) << 17 | input_u8(in)) & 0xffffffffffffULL;
}

static void read_others(struct input *in, struct rosfw_pkt *pkt, u8 *header)
{
	u32 i;

	switch (pkt->proto) {
	case ROSFW_PROTO_SCTP:
		pkt->u.sctp.vtag = input_u8(in);
		break;
	case ROSFW_PROTO_DCCP:
		pkt->u.dccp.type = input_u8(in) & 15;
		pkt->u.dccp.has_ack = pkt->u.dccp.type != 0 && pkt->u.dccp.type != 2;
		pkt->u.dccp.is_short = pkt->u.dccp.type >= 2 && pkt->u.dccp.type <= 4 && input_u8(in) & 1;
		pkt->u.dccp.seq = pkt->u.dccp.is_short ? input_u8(in) : input_number(in);
		pkt->u.dccp.ack = pkt->u.dccp.is_short ? input_u8(in) : input_number(in);
		break;
	case ROSFW_PROTO_ICMP:
		pkt->u.icmp.type = input_u8(in) & 1 ? 8 : 0;
		break;
	}
	for (i = 12; i < TCP_HDR + OPTIONS_MAX && pkt->proto != ROSFW_PROTO_UDP; i++)
		header[i] = input_u8(in);
}

static bool accepted(enum rosfw_track_result result)
{
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result packet(struct talk *t, const struct rosfw_pkt *pkt, bool reply, bool update)
{
	return rosfw_track_packet(&t->track, pkt, &t->settings, reply, t->now, update);
}

static void check_timeout(const struct talk *t)
{
	u32 seconds = rosfw_track_timeout(&t->track, &t->settings);

	CHECK(seconds >= 1 && seconds <= max(t->settings.tcp_established, t->settings.generic));
}

static void tell(struct talk *t, const struct rosfw_pkt *pkt, bool second)
{
	enum rosfw_track_result asked, told;
	bool reply = second != t->flip;
	struct rosfw_track before;

	if (!t->exists) {
		t->exists = rosfw_track_new(&t->track, pkt, &t->settings, t->now);
		t->flip = second;
		return;
	}
	before = t->track;
	asked = packet(t, pkt, reply, false);
	CHECK(!memcmp(&before, &t->track, sizeof(before)));
	told = packet(t, pkt, reply, true);
	CHECK(asked == told);
	if (accepted(told))
		CHECK(accepted(packet(t, pkt, reply, false)));
	else
		CHECK(!memcmp(&before, &t->track, sizeof(before)));
	/* Nobody takes back that a connection is worth keeping. */
	CHECK(!(before.flags & ROSFW_TRACK_ASSURED) || t->track.flags & ROSFW_TRACK_ASSURED);
	if (told == ROSFW_TRACK_NEW_AGAIN) {
		CHECK(rosfw_track_new(&t->track, pkt, &t->settings, t->now));
		t->flip = second;
	}
	check_timeout(t);
}

static void step(struct talk *t, struct input *in)
{
	u8 what = input_u8(in), header[TCP_HDR + OPTIONS_MAX] = { 0 };
	bool second = what & 1;
	struct rosfw_pkt pkt = {
		.data = header, .linear = sizeof(header), .len = sizeof(header), .proto = t->proto, .segs = 1,
		.flags = ROSFW_PKT_L4 | (t->proto == ROSFW_PROTO_ICMP || t->proto == ROSFW_PROTO_GRE ? 0 : ROSFW_PKT_PORTS),
	};

	if (what & 2)
		t->now += what >> 2;
	pkt.src.lo = second + 1;
	pkt.dst.lo = !second + 1;
	pkt.payload_len = sizeof(header) - TCP_HDR;
	if (t->proto == ROSFW_PROTO_TCP)
		read_tcp(t, in, second, &pkt, header);
	else
		read_others(in, &pkt, header);
	tell(t, &pkt, second);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct talk t = { .settings = rosfw_timeouts_default, .now = 1000 };
	u8 settings;

	t.proto = protos[input_u8(&in) % ARRAY_SIZE(protos)];
	settings = input_u8(&in);
	t.settings.loose_tcp = !(settings & 1);
	t.settings.liberal_tcp = settings & 2;
	t.seq[0] = settings & 4 ? U32_MAX - 100 : 1;
	t.seq[1] = settings & 8 ? 0x7fffff00 : 1;
	while (input_more(&in))
		step(&t, &in);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets: parser, quoted packets, view keys, connection state.
 *
 * Input: packets, one behind the other: a byte of flags, length, bytes that can be read at first, the packet. All packets
 * that have the first one's view go to one connection, so that state machines are walked through, too.
 */
#include "core/track/track.h"
#include "fuzz.h"

#define FLAG_IPV6	0x01
#define FLAG_LATER	0x02	/* three seconds have passed */
#define FLAG_MERGED	0x04	/* several segments */

#define CHECK(cond)	BUG_ON(!(cond))

struct connection {
	struct rosfw_track track;
	struct rosfw_view_key key;
	u8 orient;
	bool exists;
	u64 now;
};

static bool accepted(enum rosfw_track_result result)
{
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result packet(struct connection *conn, const struct rosfw_pkt *pkt, u8 orient, bool update)
{
	return rosfw_track_packet(&conn->track, pkt, &rosfw_timeouts_default, orient != conn->orient, conn->now, update);
}

static void track(struct connection *conn, const struct rosfw_pkt *pkt)
{
	enum rosfw_track_result asked, told;
	struct rosfw_view_key key;
	u8 orient;

	CHECK(rosfw_view_key_from_pkt(pkt, &key, &orient) == (rosfw_trackable(pkt) == ROSFW_TRACKABLE_CONN));
	if (rosfw_trackable(pkt) != ROSFW_TRACKABLE_CONN)
		return;
	if (!conn->exists) {
		conn->exists = rosfw_track_new(&conn->track, pkt, &rosfw_timeouts_default, conn->now);
		conn->key = key;
		conn->orient = orient;
		return;
	}
	if (!rosfw_view_key_equal(&key, &conn->key))
		return;
	asked = packet(conn, pkt, orient, false);
	told = packet(conn, pkt, orient, true);
	CHECK(asked == told);
	if (accepted(told))
		CHECK(accepted(packet(conn, pkt, orient, false)));
	if (told == ROSFW_TRACK_NEW_AGAIN) {
		CHECK(rosfw_track_new(&conn->track, pkt, &rosfw_timeouts_default, conn->now));
		conn->orient = orient;
	}
	CHECK(rosfw_track_timeout(&conn->track, &rosfw_timeouts_default));
}

/* The packet with its first @linear bytes; more of them when the parser asks. */
static void parse(struct connection *conn, struct rosfw_pkt *pkt, u8 family, const u8 *packet, u32 linear, u32 total)
{
	struct rosfw_view_key key;
	struct rosfw_pkt inner, reference;
	struct input in;
	u32 len, steps;
	u8 *bytes = NULL;
	u8 orient;
	int ret;

	for (steps = 0; ; steps++) {
		CHECK(steps < 100);
		free(bytes);
		in = (struct input){ packet, packet + linear };
		bytes = input_bytes(&in, linear, &len);
		reference = *pkt;
		ret = rosfw_pkt_parse(pkt, family, bytes, linear, total);
		CHECK(rosfw_pkt_parse_long(&reference, family, bytes, linear, total) == ret);
		CHECK(ret || !memcmp(&reference, pkt, sizeof(reference)));
		if (!ret && pkt->flags & ROSFW_PKT_ICMP_ERROR) {
			ret = rosfw_pkt_parse_inner(pkt, &inner, total);
			if (!ret && rosfw_view_key_from_inner(pkt, &inner, &key, &orient))
				CHECK(key.proto == inner.proto);
		}
		if (ret <= 0)
			break;
		CHECK(ret > linear && ret <= total);
		linear = ret;
	}
	if (pkt->len && pkt->len <= total && ret == 0)
		track(conn, pkt);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { data, data + size };
	struct connection conn = { .now = 1000 };
	struct rosfw_pkt pkt;
	u32 len, linear;
	u8 flags;
	u8 *packet;

	while (input_more(&in)) {
		flags = input_u8(&in);
		len = input_u16(&in);
		linear = input_u8(&in);
		packet = input_bytes(&in, len, &len);
		conn.now += flags & FLAG_LATER ? 3 : 0;
		memset(&pkt, 0, sizeof(pkt));
		pkt.segs = flags & FLAG_MERGED ? 3 : 1;
		parse(&conn, &pkt, flags & FLAG_IPV6 ? ROSFW_IPV6 : ROSFW_IPV4, packet, min(linear, len), len);
		free(packet);
	}
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * State of one connection: what is common to all protocols, and the protocols that need no machine of their own.
 *
 * Where packets may be refused, one works on a copy of the state. The copy replaces the state if the packet belongs to
 * the connection and is being accounted for; so asking again cannot change anything, and a refused packet leaves no
 * trace.
 *
 * Locks: the caller's; nothing here is shared.
 */
#include "proto.h"

/* UDP: a question and its answer take less than this; what goes on longer is a stream. */
#define STREAM_AFTER	2

const struct rosfw_timeouts rosfw_timeouts_default = {
	.tcp_syn_sent = 5,
	.tcp_syn_received = 5,
	.tcp_established = 24 * 60 * 60,
	.tcp_fin_wait = 10,
	.tcp_close_wait = 10,
	.tcp_last_ack = 10,
	.tcp_time_wait = 10,
	.tcp_close = 10,
	.tcp_max_retrans = 5 * 60,
	.tcp_unacked = 5 * 60,
	.udp = 30,
	.udp_stream = 3 * 60,
	.icmp = 10,
	.generic = 10 * 60,
	.loose_tcp = true,
};

static bool new_udp(struct rosfw_track *track, u64 now)
{
	track->udp.start = now;
	return true;
}

static bool new_icmp(const struct rosfw_pkt *pkt)
{
	u8 request;

	return rosfw_icmp_exchange(pkt->family, pkt->u.icmp.type, &request) && pkt->u.icmp.type == request;
}

bool rosfw_track_new(struct rosfw_track *track, const struct rosfw_pkt *pkt, const struct rosfw_timeouts *settings,
		     u64 now)
{
	struct rosfw_track first = { .proto = pkt->proto };
	bool ok = true;

	switch (pkt->proto) {
	case ROSFW_PROTO_TCP:
		ok = rosfw_tcp_new(&first, pkt, settings->loose_tcp);
		break;
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
		ok = new_udp(&first, now);
		break;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		ok = new_icmp(pkt);
		break;
	case ROSFW_PROTO_SCTP:
		ok = rosfw_sctp_new(&first, pkt);
		break;
	case ROSFW_PROTO_DCCP:
		ok = rosfw_dccp_new(&first, pkt);
		break;
	}
	if (ok)
		*track = first;
	return ok;
}

/* Only what is longer than an exchange is worth keeping: a scan that is answered must not crowd out real streams. */
void rosfw_track_stream(struct rosfw_track *track, u64 now)
{
	if (track->flags & ROSFW_TRACK_REPLIED && (u32)now - track->udp.start > STREAM_AFTER)
		track->flags |= ROSFW_TRACK_ASSURED;
}

/* Of a protocol that needs no judgement. */
static void packet_other(struct rosfw_track *track, bool reply, u64 now)
{
	if (reply)
		track->flags |= ROSFW_TRACK_REPLIED;
	switch (track->proto) {
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
		rosfw_track_stream(track, now);
		break;
	case ROSFW_PROTO_GRE:
		if (track->flags & ROSFW_TRACK_REPLIED)
			track->flags |= ROSFW_TRACK_ASSURED;
		break;
	}
}

static enum rosfw_track_result judge(struct rosfw_track *track, const struct rosfw_pkt *pkt,
				     const struct rosfw_timeouts *settings, bool reply, u64 now)
{
	switch (track->proto) {
	case ROSFW_PROTO_TCP:
		return rosfw_tcp_packet(track, pkt, settings->liberal_tcp, reply, now);
	case ROSFW_PROTO_SCTP:
		return rosfw_sctp_packet(track, pkt, reply);
	default:
		return rosfw_dccp_packet(track, pkt, reply);
	}
}

enum rosfw_track_result rosfw_track_packet(struct rosfw_track *track, const struct rosfw_pkt *pkt,
					   const struct rosfw_timeouts *settings, bool reply, u64 now, bool update)
{
	enum rosfw_track_result result;
	struct rosfw_track next;

	if (!rosfw_track_judges(track->proto)) {
		if (update)
			packet_other(track, reply, now);
		return ROSFW_TRACK_OK;
	}
	if (track->proto == ROSFW_PROTO_TCP && rosfw_tcp_in_order(track, pkt, reply, update))
		return ROSFW_TRACK_OK;
	next = *track;
	if (reply)
		next.flags |= ROSFW_TRACK_REPLIED;
	result = judge(&next, pkt, settings, reply, now);
	/* What proves nothing does not prove that the other side is there. */
	if (result == ROSFW_TRACK_IGNORE)
		next.flags &= ~ROSFW_TRACK_REPLIED | track->flags;
	if (update && (result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE))
		*track = next;
	return result;
}

u32 rosfw_track_timeout(const struct rosfw_track *track, const struct rosfw_timeouts *settings)
{
	u32 seconds;

	switch (track->proto) {
	case ROSFW_PROTO_TCP:
		seconds = rosfw_tcp_timeout(track, settings);
		break;
	case ROSFW_PROTO_UDP:
	case ROSFW_PROTO_UDPLITE:
		seconds = track->flags & ROSFW_TRACK_ASSURED ? settings->udp_stream : settings->udp;
		break;
	case ROSFW_PROTO_ICMP:
	case ROSFW_PROTO_ICMPV6:
		seconds = settings->icmp;
		break;
	case ROSFW_PROTO_SCTP:
		seconds = rosfw_sctp_timeout(track, settings);
		break;
	case ROSFW_PROTO_DCCP:
		seconds = rosfw_dccp_timeout(track, settings);
		break;
	default:
		seconds = settings->generic;
		break;
	}
	return max(seconds, 1U);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * State machines of single protocols, for track.c only. Each is a pair: may a packet start a connection, and what does
 * a packet do to one. The second works on a copy that is kept only when the packet is accounted for, so a machine need
 * not care whether it is asked or told.
 */
#ifndef _ROSFW_TRACK_PROTO_H
#define _ROSFW_TRACK_PROTO_H

#include "track.h"

bool rosfw_tcp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool loose);
/* The bulk of all packets, decided in place. False: nothing was done, ask rosfw_tcp_packet(). */
bool rosfw_tcp_in_order(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool reply, bool update);
enum rosfw_track_result rosfw_tcp_packet(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool liberal,
					 bool reply, u64 now);
u32 rosfw_tcp_timeout(const struct rosfw_track *track, const struct rosfw_timeouts *settings);

bool rosfw_sctp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt);
enum rosfw_track_result rosfw_sctp_packet(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool reply);
u32 rosfw_sctp_timeout(const struct rosfw_track *track, const struct rosfw_timeouts *settings);

bool rosfw_dccp_new(struct rosfw_track *track, const struct rosfw_pkt *pkt);
enum rosfw_track_result rosfw_dccp_packet(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool reply);
u32 rosfw_dccp_timeout(const struct rosfw_track *track, const struct rosfw_timeouts *settings);

/* True if @type of @family is a request that expects one answer, or such an answer; *@request is the request's type. */
bool rosfw_icmp_exchange(u8 family, u8 type, u8 *request);

#endif /* _ROSFW_TRACK_PROTO_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of packet headers: what a rule of mangle writes into the bytes of a packet.
 *
 * The skin asks how many bytes it needs, makes them linear and its own, and lets them be written. Every checksum that
 * covers what changes follows by the difference, so what was damaged before stays so. No state, no locks.
 */
#ifndef _ROSFW_CHANGE_H
#define _ROSFW_CHANGE_H

#include "../packet.h"
#include "prefix.h"

/**
 * struct rosfw_header_change - what an action changes, compiled
 * @action: enum rosfw_action
 * @how: change-ttl, change-hop-limit: enum rosfw_step
 * @named: @value is not the new value but the index of a name: where that is taken from
 * @value: change-ttl, change-hop-limit, change-dscp, change-mss, set-priority
 * @prefix: snpt, dnpt
 */
struct rosfw_header_change {
	u8 action;
	u8 how;
	bool named;
	u16 value;
	const struct rosfw_prefix_map *prefix;
};

/**
 * struct rosfw_change_world - what a change depends on and the packet does not say
 * @priority: of the packet
 * @mtu: of its path, 0: not known
 * @ident: for a packet that could not be told from others once it may be fragmented; not 0
 * @partial: the field of the TCP checksum holds only the sum of the pseudo header
 */
struct rosfw_change_world {
	u32 priority;
	u32 mtu;
	u16 ident;
	bool partial;
};

/* Bytes at the start of the packet that must be writable; 0: this packet stays as it is. */
u32 rosfw_change_need(const struct rosfw_header_change *c, const struct rosfw_pkt *pkt);

/* Writes into @data, which has those bytes; @pkt follows. True if something is different now. */
bool rosfw_change_apply(const struct rosfw_header_change *c, struct rosfw_pkt *pkt, u8 *data,
			const struct rosfw_change_world *world);

/* The priority that set-priority gives a packet. @ingress: of the frame that it came in. */
u32 rosfw_change_priority(const struct rosfw_header_change *c, const struct rosfw_pkt *pkt, u32 ingress);

#endif /* _ROSFW_CHANGE_H */

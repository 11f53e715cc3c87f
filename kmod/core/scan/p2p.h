/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The plain protocols by which people once shared files, recognised by how their messages begin and end.
 *
 * One packet is looked at, and nothing is remembered: what announces a protocol is in the first segments of a
 * connection, or in every datagram. Protocols that hide (obfuscation, encryption) are not found, and are not meant to
 * be.
 * Pure functions of bytes that anybody may have sent. No locks.
 */
#ifndef _ROSFW_SCAN_P2P_H
#define _ROSFW_SCAN_P2P_H

#include "../packet.h"

#define ROSFW_P2P_HEAD	64U
#define ROSFW_P2P_TAIL	8U

/**
 * struct rosfw_p2p_bytes - what of a packet is looked at
 * @head: its first bytes: ROSFW_P2P_HEAD, or all if there are fewer
 * @tail: its last bytes: ROSFW_P2P_TAIL, or all if there are fewer
 * @len: of all that the packet carries
 * @proto: TCP or UDP
 */
struct rosfw_p2p_bytes {
	const u8 *head;
	const u8 *tail;
	u32 len;
	u8 proto;
};

u32 rosfw_scan_p2p(const struct rosfw_p2p_bytes *b);	/* a bit 1 << enum rosfw_p2p, or 0 */

#endif /* _ROSFW_SCAN_P2P_H */

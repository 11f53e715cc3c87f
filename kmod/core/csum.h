/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One's complement sums, of which the checksums of headers are made (RFC 1071), and how these follow a change
 * (RFC 1624).
 */
#ifndef _ROSFW_CSUM_H
#define _ROSFW_CSUM_H

#include "platform.h"

/* To 16 bits. */
static inline u16 rosfw_csum_fold(u32 sum)
{
	sum = (sum & U16_MAX) + (sum >> 16);
	return sum + (sum >> 16);
}

/* The checksum at @p, in network byte order, after the sum of what it covers changed by @change. */
static inline void rosfw_csum_follow(u8 *p, u32 change)
{
	put_unaligned_be16(~rosfw_csum_fold((u16)~get_unaligned_be16(p) + rosfw_csum_fold(change)), p);
}

#endif /* _ROSFW_CSUM_H */

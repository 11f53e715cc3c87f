/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation of IPv6 prefixes (RFC 6296): a network appears under another prefix, host by host, and nobody remembers
 * anything.
 *
 * One 16-bit word of the address that lies behind the prefix takes up the difference between the two prefixes, so that
 * the sum of the address stays the same, and with it every checksum over it. No state, no locks.
 */
#ifndef _ROSFW_PREFIX_H
#define _ROSFW_PREFIX_H

#include "../packet.h"

/* Prefixes end where the identifier of the host begins. */
#define ROSFW_PREFIX_MAX	64

/**
 * struct rosfw_prefix_map - one direction of a translation
 * @from: addresses that are translated
 * @to: what they get
 * @len: of both; the shorter of two prefixes was extended with zeros
 * @adjust: what a word of the address changes by, as a one's complement sum
 */
struct rosfw_prefix_map {
	struct rosfw_addr from, to;
	u8 len;
	u16 adjust;
};

/* Both addresses are the first of their prefixes, which have at most ROSFW_PREFIX_MAX bits. */
void rosfw_prefix_map_init(struct rosfw_prefix_map *map, const struct rosfw_addr *from, u32 from_len,
			   const struct rosfw_addr *to, u32 to_len);

/* Is it an address that is translated? */
static inline bool rosfw_prefix_has(const struct rosfw_prefix_map *map, const struct rosfw_addr *addr)
{
	struct rosfw_addr prefix = rosfw_addr_prefix(ROSFW_IPV6, addr, map->len);

	return rosfw_addr_equal(&prefix, &map->from);
}

/* Translates it. False: it has no counterpart, and stays as it is (RFC 6296, 3.4 and 3.7). */
bool rosfw_prefix_move(const struct rosfw_prefix_map *map, struct rosfw_addr *addr);

#endif /* _ROSFW_PREFIX_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world that the core library asks for, as the tool is one: no packets, plain counters, and every interface name
 * may exist, since a configuration is checked far from the router that it is for.
 */
#include <time.h>

#include "core/ruleset/ruleset.h"

struct rosfw_counter {
	refcount_t refs;
	u64 packets, bytes;
};

void rosfw_env_log(struct rosfw_walk *walk)
{
	(void)walk;
}

void rosfw_env_list_full(struct rosfw_walk *walk, int error)
{
	(void)walk;
	(void)error;
}

bool rosfw_env_change(struct rosfw_walk *walk)
{
	(void)walk;
	return true;
}

u32 rosfw_env_ingress_priority(const struct rosfw_walk *walk)
{
	(void)walk;
	return 0;
}

u64 rosfw_env_wallclock(void)
{
	return time(NULL);
}

u32 rosfw_env_addr_type(void *world, u8 family, const struct rosfw_addr *addr, u32 wanted)
{
	(void)world;
	(void)family;
	(void)addr;
	(void)wanted;
	return 0;
}

bool rosfw_env_realm(void *world, u32 *realm)
{
	(void)world;
	(void)realm;
	return false;
}

bool rosfw_env_has_route(const struct rosfw_walk *walk, u32 table)
{
	(void)walk;
	(void)table;
	return false;
}

bool rosfw_env_ipsec(void *world, bool out, bool *ipsec)
{
	(void)world;
	(void)out;
	(void)ipsec;
	return false;
}

bool rosfw_env_conn_bytes(void *world, u64 *bytes)
{
	(void)world;
	(void)bytes;
	return false;
}

bool rosfw_env_conn_rate(void *world, u64 *bits)
{
	(void)world;
	(void)bits;
	return false;
}

u32 rosfw_env_conn_count(void *world, enum rosfw_family family, u32 prefix_len, const struct rosfw_addr *block)
{
	(void)world;
	(void)family;
	(void)prefix_len;
	(void)block;
	return 0;
}

bool rosfw_env_search(const struct rosfw_walk *walk, u32 from, struct rosfw_search *s)
{
	(void)walk;
	(void)from;
	(void)s;
	return false;
}

bool rosfw_env_copy(const struct rosfw_walk *walk, u32 from, void *to, u32 len)
{
	(void)walk;
	(void)from;
	(void)to;
	(void)len;
	return false;
}

u64 rosfw_env_local_time(void)
{
	return time(NULL);
}

u64 rosfw_env_ticks(void)
{
	return (u64)time(NULL) * ROSFW_TICKS;
}

u32 rosfw_env_bridge_port(const struct rosfw_walk *walk, bool out)
{
	(void)walk;
	(void)out;
	return 0;
}

u32 rosfw_env_ifindex(void *world, const char *name, bool *slave)
{
	u32 hash = 2166136261U;

	(void)world;
	if (slave)
		*slave = false;
	while (*name)
		hash = (hash ^ (u8)*name++) * 16777619U;
	return (hash & 0x3fffffff) + 1;
}

u32 rosfw_env_builtin_ifaces(void *world, const char *list, u32 *ifindexes, u32 max)
{
	(void)world;
	(void)list;
	(void)ifindexes;
	(void)max;
	return 0;
}

struct rosfw_counter *rosfw_counter_new(void)
{
	struct rosfw_counter *c = rosfw_alloc(sizeof(*c));

	if (c)
		refcount_set(&c->refs, 1);
	return c;
}

struct rosfw_counter *rosfw_counter_get(struct rosfw_counter *c)
{
	refcount_inc(&c->refs);
	return c;
}

void rosfw_counter_put(struct rosfw_counter *c)
{
	if (c && refcount_dec_and_test(&c->refs))
		rosfw_free(c);
}

void rosfw_counter_add(struct rosfw_counter *c, u64 packets, u64 bytes)
{
	c->packets += packets;
	c->bytes += bytes;
}

void rosfw_counter_read(const struct rosfw_counter *c, u64 *packets, u64 *bytes)
{
	*packets = c->packets;
	*bytes = c->bytes;
}

void rosfw_counter_reset(struct rosfw_counter *c)
{
	c->packets = 0;
	c->bytes = 0;
}

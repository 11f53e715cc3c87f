// SPDX-License-Identifier: GPL-2.0-only
/*
 * The world that the core asks for, as a test sees it. See env.h.
 */
#include "core/match/payload.h"
#include "env.h"

static const struct env first = {
	.ifaces = {
		{ "ether1", 1 }, { "ether2", 2 }, { "ether3", 3 }, { "bridge", 10 }, { "ppp0", 20, true },
	},
	.wallclock = 1700000000,
};

struct env env = {
	.ifaces = {
		{ "ether1", 1 }, { "ether2", 2 }, { "ether3", 3 }, { "bridge", 10 }, { "ppp0", 20, true },
	},
	.wallclock = 1700000000,
};

void env_reset(void)
{
	unsigned int counters = env.counters;

	env = first;
	env.counters = counters;
}

static const char *iface_name(u32 ifindex)
{
	unsigned int i;

	for (i = 0; env.ifaces[i].name; i++)
		if (env.ifaces[i].ifindex == ifindex)
			return env.ifaces[i].name;
	return NULL;
}

void rosfw_env_log(struct rosfw_walk *walk)
{
	env.logs++;
	rosfw_log_format(env.log, sizeof(env.log), walk, NULL, iface_name(walk->pkt->in_ifindex),
			 iface_name(walk->pkt->out_ifindex));
}

void rosfw_env_list_full(struct rosfw_walk *walk, int error)
{
	env.list_full++;
	env.list_error = error;
}

bool rosfw_env_change(struct rosfw_walk *walk)
{
	env.changes++;
	env.changed = walk->rule->change;
	return !env.no_change;
}

u32 rosfw_env_ingress_priority(const struct rosfw_walk *walk)
{
	return env.ingress;
}

u64 rosfw_env_wallclock(void)
{
	return env.wallclock;
}

/* By their first address: tests say what is what. */
u32 rosfw_env_addr_type(void *world, u8 family, const struct rosfw_addr *addr, u32 wanted)
{
	unsigned int i;

	for (i = 0; i < env.ntypes; i++)
		if (rosfw_addr_equal(&env.type[i].addr, addr))
			return BIT(env.type[i].type);
	return BIT(ROSFW_ADDR_UNICAST);
}

bool rosfw_env_realm(void *world, u32 *realm)
{
	*realm = env.realm;
	return env.has_route;
}

bool rosfw_env_has_route(const struct rosfw_walk *walk, u32 table)
{
	return env.table_routes >> table & 1;
}

bool rosfw_env_ipsec(void *world, bool out, bool *ipsec)
{
	*ipsec = env.ipsec[out] == 2;
	return env.ipsec[out];
}

bool rosfw_env_conn_bytes(void *world, u64 *bytes)
{
	*bytes = env.conn_bytes;
	return env.has_conn;
}

bool rosfw_env_conn_rate(void *world, u64 *bits)
{
	env.rates_asked++;
	*bits = env.conn_rate;
	return env.has_rate;
}

u32 rosfw_env_conn_count(void *world, enum rosfw_family family, u32 prefix_len, const struct rosfw_addr *block)
{
	env.block = *block;
	env.block_len = prefix_len;
	env.counted++;
	return env.conns;
}

/* In pieces of env.piece bytes. */
bool rosfw_env_search(const struct rosfw_walk *walk, u32 from, struct rosfw_search *s)
{
	const struct rosfw_pkt *pkt = walk->pkt;
	u32 n;

	for (; from < pkt->linear; from += n) {
		n = env.piece ? min(env.piece, pkt->linear - from) : pkt->linear - from;
		if (rosfw_search_feed(s, pkt->data + from, n))
			return true;
	}
	return false;
}

bool rosfw_env_copy(const struct rosfw_walk *walk, u32 from, void *to, u32 len)
{
	const struct rosfw_pkt *pkt = walk->pkt;

	if (from > pkt->linear || len > pkt->linear - from)
		return false;
	memcpy(to, pkt->data + from, len);
	return true;
}

u64 rosfw_env_local_time(void)
{
	return env.wallclock + env.zone;
}

u64 rosfw_env_ticks(void)
{
	return env.ticks;
}

u32 rosfw_env_bridge_port(const struct rosfw_walk *walk, bool out)
{
	env.ports_asked++;
	return env.bridge_port[out];
}

u32 rosfw_env_ifindex(void *world, const char *name, bool *slave)
{
	unsigned int i;

	for (i = 0; env.ifaces[i].name; i++) {
		if (strcmp(env.ifaces[i].name, name))
			continue;
		if (slave)
			*slave = env.ifaces[i].slave;
		return env.ifaces[i].ifindex;
	}
	return 0;
}

u32 rosfw_env_builtin_ifaces(void *world, const char *list, u32 *ifindexes, u32 max)
{
	u32 n = 0;
	unsigned int i;

	for (i = 0; env.ifaces[i].name; i++) {
		if (!strcmp(list, "none") || (!strcmp(list, "dynamic") && !env.ifaces[i].dynamic) ||
		    (!strcmp(list, "static") && env.ifaces[i].dynamic))
			continue;
		if (n < max)
			ifindexes[n] = env.ifaces[i].ifindex;
		n++;
	}
	return n;
}

struct rosfw_counter {
	refcount_t refs;
	u32 number;
	u64 packets, bytes;
};

struct rosfw_counter *rosfw_counter_new(void)
{
	struct rosfw_counter *c = rosfw_alloc(sizeof(*c));

	if (!c)
		return NULL;
	refcount_set(&c->refs, 1);
	c->number = env.made++;
	env.counters++;
	return c;
}

struct rosfw_counter *rosfw_counter_get(struct rosfw_counter *c)
{
	refcount_inc(&c->refs);
	return c;
}

void rosfw_counter_put(struct rosfw_counter *c)
{
	if (!c || !refcount_dec_and_test(&c->refs))
		return;
	env.counters--;
	rosfw_free(c);
}

void rosfw_counter_add(struct rosfw_counter *c, u64 packets, u64 bytes)
{
	env.order = env.order * 0x9e3779b97f4a7c15 + c->number + 1;
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

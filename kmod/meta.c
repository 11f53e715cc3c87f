// SPDX-License-Identifier: GPL-2.0-only
/*
 * What conditions ask of the kernel and of packets beyond their headers: types of addresses, routes, realms, IPsec,
 * bytes and speed of connections, payload.
 *
 * Only asked when all earlier conditions of a rule are fulfilled. Packets are read where they are, never changed: who
 * has parsed one keeps its pointers. RCU read side; locks: that of the packet's connection, for its counters.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "conntrack/conntrack.h"
#include "core/match/payload.h"
#include "rosfw.h"

/* What is no address of this router's networks, by the routes: -EINVAL is how a black hole looks. */
static u32 unicast_type(struct net *net, __be32 addr)
{
	struct flowi4 fl4 = { .daddr = addr };
	struct fib_result res;

	switch (fib_lookup(net, &fl4, &res, FIB_LOOKUP_NOREF)) {
	case -EINVAL:
		return BIT(ROSFW_ADDR_BLACKHOLE);
	case -EHOSTUNREACH:
	case -EACCES:
		return 0;
	default:
		return BIT(ROSFW_ADDR_UNICAST);
	}
}

static u32 addr_type4(struct net *net, const struct rosfw_addr *addr, u32 wanted)
{
	__be32 ip = cpu_to_be32(addr->lo);

	switch (inet_addr_type(net, ip)) {
	case RTN_UNICAST:
		return wanted & (BIT(ROSFW_ADDR_UNICAST) | BIT(ROSFW_ADDR_BLACKHOLE)) ? unicast_type(net, ip) : 0;
	case RTN_LOCAL:
		return BIT(ROSFW_ADDR_LOCAL);
	case RTN_BROADCAST:
		return BIT(ROSFW_ADDR_BROADCAST);
	case RTN_MULTICAST:
		return BIT(ROSFW_ADDR_MULTICAST);
	case RTN_BLACKHOLE:
		return BIT(ROSFW_ADDR_BLACKHOLE);
	default:
		return 0;
	}
}

static u32 addr_type6(struct net *net, const struct rosfw_addr *addr)
{
	const struct rt6_info *rt;
	struct dst_entry *dst;
	struct flowi6 fl6 = { };
	u32 type;

	rosfw_addr_store(addr, ROSFW_IPV6, &fl6.daddr);
	if (ipv6_addr_is_multicast(&fl6.daddr))
		return BIT(ROSFW_ADDR_MULTICAST);
	dst = ip6_route_lookup(net, &fl6, NULL, 0);
	rt = (const struct rt6_info *)dst;
	if (dst->error)
		type = BIT(ROSFW_ADDR_UNREACHABLE);
	else if (rt->rt6i_flags & RTF_LOCAL)
		type = BIT(ROSFW_ADDR_LOCAL);
	else if (rt->rt6i_flags & RTF_ANYCAST)
		type = BIT(ROSFW_ADDR_ANYCAST);
	else
		type = BIT(ROSFW_ADDR_UNICAST);
	dst_release(dst);
	return type;
}

u32 rosfw_env_addr_type(void *world, u8 family, const struct rosfw_addr *addr, u32 wanted)
{
	const struct rosfw_env *env = world;

	if (family == ROSFW_IPV4)
		return addr_type4(env->rn->net, addr, wanted);
	return addr_type6(env->rn->net, addr);
}

bool rosfw_env_realm(void *world, u32 *realm)
{
#ifdef CONFIG_IP_ROUTE_CLASSID
	const struct rosfw_env *env = world;
	const struct dst_entry *dst = skb_dst(env->skb);

	*realm = dst ? dst->tclassid & 0xffff : 0;
	return dst;
#else
	*realm = 0;
	return false;
#endif
}

/* NULL: it has never had a route. */
static struct fib_table *find_table(struct net *net, u32 id)
{
#ifdef CONFIG_IP_MULTIPLE_TABLES
	struct fib_table *table;

	hlist_for_each_entry_rcu(table, &net->ipv4.fib_table_hash[id & (FIB_TABLE_HASHSZ - 1)], tb_hlist)
		if (table->tb_id == id)
			return table;
	return NULL;
#else
	return id == RT_TABLE_MAIN ? fib_get_table(net, id) : NULL;
#endif
}

static bool has_route4(struct net *net, u32 id, const struct rosfw_addr *dst)
{
	struct fib_table *table = find_table(net, id);
	struct flowi4 fl4 = { .daddr = cpu_to_be32(dst->lo) };
	struct fib_result res;

	return table && !fib_table_lookup(table, &fl4, &res, FIB_LOOKUP_NOREF);
}

static bool has_route6(struct net *net, u32 id, const struct rosfw_addr *dst)
{
	struct fib6_table *table = fib6_get_table(net, id);
	struct fib6_result res = { };
	struct flowi6 fl6 = { };

	rosfw_addr_store(dst, ROSFW_IPV6, &fl6.daddr);
	return table && !ipv6_stub->fib6_table_lookup(net, table, 0, &fl6, &res, 0) &&
	       res.f6i != net->ipv6.fib6_null_entry && !(res.fib6_flags & RTF_REJECT);
}

/* Routes that lead nowhere (blackhole, unreachable, throw) are none; nor are those whose interfaces are down. */
bool rosfw_env_has_route(const struct rosfw_walk *walk, u32 number)
{
	u32 id = number ? ROSFW_KERNEL_TABLE + number : RT_TABLE_MAIN;
	const struct rosfw_env *env = walk->world;

	if (walk->pkt->family == ROSFW_IPV4)
		return has_route4(env->rn->net, id, &walk->pkt->dst);
	return has_route6(env->rn->net, id, &walk->pkt->dst);
}

bool rosfw_env_ipsec(void *world, bool out, bool *ipsec)
{
	const struct rosfw_env *env = world;
	const struct dst_entry *dst = skb_dst(env->skb);
	const struct sec_path *path = skb_sec_path(env->skb);

	*ipsec = !out && path && path->len;
#ifdef CONFIG_XFRM
	if (out)
		*ipsec = dst && dst->xfrm;
#endif
	return !out || dst;
}

bool rosfw_env_conn_bytes(void *world, u64 *bytes)
{
	const struct rosfw_env *env = world;
	struct rosfw_conn *conn = env->conn;
	bool live;

	if (!conn)
		return false;
	spin_lock_bh(&conn->lock);
	live = !(conn->status & ROSFW_CONN_DYING);
	*bytes = live ? conn->stat[ROSFW_DIR_ORIG].bytes + conn->stat[ROSFW_DIR_REPL].bytes : 0;
	spin_unlock_bh(&conn->lock);
	return live;
}

bool rosfw_env_conn_rate(void *world, u64 *bits)
{
	const struct rosfw_env *env = world;

	return env->conn && rosfw_conn_rate(env->conn, bits);
}

u32 rosfw_env_conn_count(void *world, enum rosfw_family family, u32 prefix_len, const struct rosfw_addr *block)
{
	const struct rosfw_env *env = world;

	return rosfw_conntrack_block_count(env->rn, family, prefix_len, block);
}

bool rosfw_env_search(const struct rosfw_walk *walk, u32 from, struct rosfw_search *s)
{
	const struct rosfw_env *env = walk->world;
	struct sk_buff *skb = env->skb;
	u32 start = skb_network_offset(skb), end = min(start + walk->pkt->len, skb->len);
	u32 len, done = 0;
	struct skb_seq_state state;
	const u8 *data;

	if (start + from >= end)
		return false;
	skb_prepare_seq_read(skb, start + from, end, &state);
	while ((len = skb_seq_read(done, &data, &state))) {
		if (rosfw_search_feed(s, data, len)) {
			skb_abort_seq_read(&state);
			return true;
		}
		done += len;
	}
	return false;
}

bool rosfw_env_copy(const struct rosfw_walk *walk, u32 from, void *to, u32 len)
{
	const struct rosfw_env *env = walk->world;

	return !skb_copy_bits(env->skb, skb_network_offset(env->skb) + from, to, len);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fast path: a hook at the ingress of every device, behind all others there. See fasttrack.h.
 *
 * First everything is looked at, then the packet is changed: until then it can go the normal way as if nothing had
 * been.
 * Devices are those that IP knows: what a bridge, a bond or a VLAN takes off a device comes by again as that of theirs.
 *
 * Locks: RCU, which the hook runs under; the connection's, once a second, to tell it what has passed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/arp.h>
#include <net/gso.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/sock.h>

#include "fasttrack.h"

/**
 * struct flight - one packet on its way
 * @rn: the namespace
 * @skb: the packet
 * @family: of it
 * @pkt: its headers
 * @conn: its connection
 * @fast: what that has for us
 * @d: the packet's direction
 * @reply: which one that is
 * @dst: its route
 * @neigh: where it goes
 * @foreign: the neighbour speaks the other IP
 */
struct flight {
	struct rosfw_net *rn;
	struct sk_buff *skb;
	enum rosfw_family family;
	struct rosfw_fast_pkt pkt;
	struct rosfw_conn *conn;
	struct rosfw_fast *fast;
	struct rosfw_fast_dir *d;
	bool reply;
	struct dst_entry *dst;
	struct neighbour *neigh;
	bool foreign;
};

/* Is it a packet to the router, by a device whose packets IP gets? */
static bool is_for_us(const struct flight *f, const struct net_device *in)
{
	const struct sk_buff *skb = f->skb;

	return skb->pkt_type == PACKET_HOST && !skb_vlan_tag_present(skb) && !rcu_access_pointer(in->rx_handler) &&
	       !netif_is_l3_master(in) && !netif_is_l3_slave(in) && !skb_sk_is_prefetched(f->skb) &&
	       !skb_shared(skb) && !secpath_exists(skb);
}

/* Merged by hardware for a host, beyond repair. */
static bool is_lro(const struct sk_buff *skb)
{
	return skb_is_gso(skb) && !skb_shinfo(skb)->gso_type;
}

static bool read_packet(struct flight *f)
{
	struct sk_buff *skb = f->skb;
	int need = rosfw_fast_read(&f->pkt, f->family, skb->data, skb_headlen(skb), skb->len);

	while (unlikely(need > 0)) {
		if (!pskb_may_pull(skb, need))
			return false;
		need = rosfw_fast_read(&f->pkt, f->family, skb->data, skb_headlen(skb), skb->len);
	}
	return !need;
}

static bool find_connection(struct flight *f)
{
	const struct rosfw_conntrack *ct = f->rn->conntrack;
	struct rosfw_conn_ext *ext;
	struct rosfw_view *view;

	view = rosfw_table_find_seen(ct, &f->pkt.key, rosfw_table_hash(ct, &f->pkt.key), rosfw_now_seconds(),
				     f->pkt.orient, ROSFW_SEEN_ENTERING);
	if (!view)
		return false;
	f->conn = rosfw_view_conn(view);
	ext = READ_ONCE(f->conn->ext);
	f->fast = ext ? READ_ONCE(ext->fast) : NULL;
	if (!f->fast)
		return false;
	f->reply = !!(view->key.tag & ROSFW_VIEW_TURNED) != f->pkt.orient;
	f->d = &f->fast->dir[f->reply];
	/* Not known until a packet of the direction went the slow way; or this one looks like one that is inside. */
	return smp_load_acquire(&f->d->view) == view;	/* pairs with plan_dir() */
}

static bool fits_mtu(const struct sk_buff *skb, u32 len, u32 mtu)
{
	return len <= mtu || (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu));
}

/* Is the route what it was when it was written down? */
static bool check_route(struct flight *f, const struct net_device *in)
{
	struct rosfw_fast_route *route = &f->d->route;
	unsigned int seq = raw_read_seqcount(&route->seq);
	u32 cookie = READ_ONCE(route->cookie), mtu = READ_ONCE(route->mtu);

	f->dst = READ_ONCE(route->dst);
	if (seq & 1 || !f->dst || READ_ONCE(route->iif) != in->ifindex ||
	    READ_ONCE(route->epoch) != atomic_read(&f->fast->owner->epoch) || read_seqcount_retry(&route->seq, seq))
		return false;
	if (!fits_mtu(f->skb, f->pkt.len, mtu))
		return false;
	/* Forwarding of IPv6 may be switched off without any route taking notice. */
	if (f->family == ROSFW_IPV6 && !READ_ONCE(f->rn->net->ipv6.devconf_all->forwarding))
		return false;
	return dst_check(f->dst, cookie);
}

static struct neighbour *neighbour_v4(struct flight *f)
{
	const struct rtable *rt = container_of(f->dst, struct rtable, dst);

	if (rt->rt_gw_family == AF_INET6) {
		f->foreign = true;
		return __ipv6_neigh_lookup_noref(f->dst->dev, &rt->rt_gw6);
	}
	if (rt->rt_gw_family == AF_INET)
		return __ipv4_neigh_lookup_noref(f->dst->dev, (__force u32)rt->rt_gw4);
	return __ipv4_neigh_lookup_noref(f->dst->dev, get_unaligned((u32 *)(f->d->plan.addrs + sizeof(u32))));
}

static struct neighbour *neighbour_v6(struct flight *f)
{
	const struct rt6_info *rt = container_of(f->dst, struct rt6_info, dst);
	struct in6_addr dst;

	memcpy(&dst, f->d->plan.addrs + sizeof(dst), sizeof(dst));
	return __ipv6_neigh_lookup_noref(f->dst->dev, rt6_nexthop(rt, &dst));
}

/* One that is known; asking for one, and what becomes of packets meanwhile, is not done here. */
static bool find_neighbour(struct flight *f)
{
	f->neigh = f->family == ROSFW_IPV4 ? neighbour_v4(f) : neighbour_v6(f);
	return f->neigh && READ_ONCE(f->neigh->nud_state) & NUD_VALID && !READ_ONCE(f->neigh->dead);
}

static bool connection_agrees(struct flight *f)
{
	struct rosfw_fast_side *const side[] = { &f->fast->dir[0].side, &f->fast->dir[1].side };
	u8 mode = smp_load_acquire(&f->fast->mode);	/* pairs with rosfw_fast_after() */

	if (mode == ROSFW_FAST_CLOSED)
		return false;
	return f->pkt.proto == ROSFW_PROTO_UDP || rosfw_fast_segment(side, &f->pkt, f->reply, mode);
}

/* The packet's bytes are ours, and there is room for what is in front of them on the other side. */
static bool make_ready(struct flight *f)
{
	struct sk_buff *skb = f->skb;

	if (skb->len > f->pkt.len && pskb_trim_rcsum(skb, f->pkt.len))
		return false;
	return !skb_cow(skb, LL_RESERVED_SPACE(f->dst->dev));
}

static u32 segments(const struct flight *f)
{
	const struct skb_shared_info *info = skb_shinfo(f->skb);
	u32 headers;

	if (likely(!info->gso_size))
		return 1;
	if (info->gso_segs)
		return info->gso_segs;
	/* What comes from a virtual machine says how large its segments are, but not how many. */
	headers = f->pkt.l4_off + (f->pkt.proto == ROSFW_PROTO_TCP ?
				   f->skb->data[f->pkt.l4_off + 12] >> 4 << 2 : sizeof(struct udphdr));
	return clamp_t(u32, DIV_ROUND_UP(f->pkt.len - headers, info->gso_size), 1, U16_MAX);
}

static void count_all(struct flight *f, u32 packets)
{
	struct rosfw_fast_cpu *cpu = this_cpu_ptr(f->fast->owner->cpu);

	u64_stats_update_begin(&cpu->sync);
	u64_stats_add(&cpu->packets[f->family], packets);
	u64_stats_add(&cpu->bytes[f->family], f->pkt.len);
	u64_stats_update_end(&cpu->sync);
}

/* False: the connection has ended meanwhile. */
static bool count(struct flight *f)
{
	u32 now = rosfw_now_seconds(), packets = segments(f);
	struct rosfw_fast_dir *d = f->d;
	s64 pending;

	pending = atomic64_add_return(rosfw_fast_amount(packets, f->pkt.len), &d->pending);
	if (unlikely(READ_ONCE(d->when) != now || pending < 0)) {
		WRITE_ONCE(d->when, now);
		WRITE_ONCE(d->unseen, true);
		if (!rosfw_fast_tell(f->conn, &rcu_dereference(f->rn->ruleset)->tracking.timeouts))
			return false;
	} else if (!READ_ONCE(d->unseen)) {
		WRITE_ONCE(d->unseen, true);
	}
	count_all(f, packets);
	return true;
}

/* Does the checksum field of the transport header hold only the sum of the pseudo header? As in nat/translate.c. */
static bool is_partial(const struct flight *f)
{
	const struct sk_buff *skb = f->skb;

	return skb->ip_summed == CHECKSUM_PARTIAL &&
	       (skb_checksum_start_offset(skb) == f->pkt.l4_off || skb_is_gso(skb));
}

/* What the kernel notes of a packet that it forwards. */
static void note_forwarded(struct flight *f)
{
	struct sk_buff *skb = f->skb;

	if (f->family == ROSFW_IPV4) {
		memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
		IPCB(skb)->iif = skb->skb_iif;
		IPCB(skb)->flags = IPSKB_FORWARDED;
		skb->priority = rt_tos2priority(ip_hdr(skb)->tos);
	} else {
		memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
		IP6CB(skb)->iif = skb->skb_iif;
		IP6CB(skb)->nhoff = offsetof(struct ipv6hdr, nexthdr);
	}
	/* Whoever sent it to us, a virtual machine perhaps, need not wait for it any longer. */
	skb_orphan(skb);
	skb_set_transport_header(skb, f->pkt.l4_off);
	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
}

static void transmit(struct flight *f)
{
	struct sk_buff *skb = f->skb;

	rosfw_fast_forward(&f->d->plan, &f->pkt, skb->data, is_partial(f));
	note_forwarded(f);
	skb->dev = f->dst->dev;
	skb_dst_set_noref(skb, f->dst);
	neigh_output(f->neigh, skb, f->foreign);
}

unsigned int rosfw_fast_ingress(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct flight f = { .rn = priv, .skb = skb };

	if (skb->protocol == htons(ETH_P_IP))
		f.family = ROSFW_IPV4;
	else if (skb->protocol == htons(ETH_P_IPV6))
		f.family = ROSFW_IPV6;
	else
		return NF_ACCEPT;
	if (!READ_ONCE(f.rn->fasttrack->allowed[f.family]) || !is_for_us(&f, state->in) || is_lro(skb))
		return NF_ACCEPT;
	if (!read_packet(&f) || !find_connection(&f) || !check_route(&f, state->in) || !find_neighbour(&f) ||
	    !make_ready(&f) || !connection_agrees(&f) || !count(&f))
		return NF_ACCEPT;
	transmit(&f);
	return NF_STOLEN;
}

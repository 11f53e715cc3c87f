// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fast path: a hook at the ingress of every device, behind all others there. See fasttrack.h.
 *
 * First everything is looked at, then the packet is changed: until then it can go the normal way as if nothing had
 * been.
 * Devices are those that IP knows: what a bridge, a bond or a VLAN takes off a device comes by again as that of theirs.
 *
 * There are two ways through this file. Plain packets (fly()) need no function to be called before they are sent, which
 * keeps all that is known of them in registers. Everything else, which includes a plain packet once a second, takes the
 * detour(), which begins anew. Both are made of the same pieces. docs/design/performance.md counts the instructions of
 * the former; that is why it is so.
 *
 * Locks: RCU, which the hook runs under; the connection's, once a second, to tell it that packets pass.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/gso.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/sock.h>

#include "fasttrack.h"

/* How a packet is taken. */
enum manner {
	PLAIN,	/* only if there is nothing special about it */
	ANY,
};

static unsigned int detour(struct rosfw_fasttrack *ft, struct sk_buff *skb, const struct nf_hook_state *state);

/* ---- the packet ---- */

/*
 * Not to the router, or not only ours; or somebody at the ingress knows more of it than there is in the packet: a VLAN,
 * a tunnel.
 */
static __always_inline bool is_foreign(const struct sk_buff *skb)
{
	return unlikely(skb->pkt_type != PACKET_HOST) || unlikely(skb_vlan_tag_present(skb)) ||
	       unlikely(skb->_skb_refdst) || unlikely(skb_shared(skb));
}

/* Nothing but bytes. */
static __always_inline bool is_simple(struct sk_buff *skb)
{
	return likely(!skb->cloned) && likely(!skb_has_extensions(skb)) && likely(!skb_is_gso(skb));
}

/* Merged by hardware for a host, beyond repair. */
static bool is_lro(const struct sk_buff *skb)
{
	return skb_is_gso(skb) && !skb_shinfo(skb)->gso_type;
}

static bool read_packet(struct rosfw_fast_pkt *pkt, enum rosfw_family family, struct sk_buff *skb)
{
	int need;

	while ((need = rosfw_fast_read(pkt, family, skb->data, skb_headlen(skb), skb->len)) > 0)
		if (!pskb_may_pull(skb, need))
			return false;
	return !need;
}

/* The packet's bytes are ours, and there is room for what is in front of them on the other side. */
static bool make_ready(struct sk_buff *skb, u32 len, u32 room)
{
	if (skb->len > len && pskb_trim_rcsum(skb, len))
		return false;
	return !skb_cow(skb, room);
}

static u32 count_segments(const struct sk_buff *skb, const struct rosfw_fast_pkt *pkt)
{
	const struct skb_shared_info *info = skb_shinfo(skb);
	u32 headers;

	if (!info->gso_size)
		return 1;
	if (info->gso_segs)
		return info->gso_segs;
	/* What comes from a virtual machine says how large its segments are, but not how many. */
	headers = pkt->l4_off + (pkt->proto == ROSFW_PROTO_TCP ?
				 skb->data[pkt->l4_off + 12] >> 4 << 2 : sizeof(struct udphdr));
	return clamp_t(u32, DIV_ROUND_UP(pkt->len - headers, info->gso_size), 1, U16_MAX);
}

static bool fits_mtu(const struct sk_buff *skb, u32 len, u32 mtu)
{
	return len <= mtu || (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu));
}

/* ---- its direction ---- */

static __always_inline bool has_addrs(struct rosfw_fast_dir *d, enum rosfw_family family,
				      const struct rosfw_fast_pkt *pkt)
{
	return family == ROSFW_IPV4 || !memcmp(rosfw_fast_v6_of(d)->addrs, pkt->addrs, sizeof(pkt->addrs));
}

/* Of that protocol, and may pass. UDP knows nothing between all and nothing. */
static __always_inline bool is_open(const union rosfw_fast_word *word, u8 proto)
{
	const union rosfw_fast_word udp = { .proto = ROSFW_PROTO_UDP, .mode = ROSFW_FAST_ALL };

	return proto == ROSFW_PROTO_UDP ? word->kind == udp.kind :
					  word->proto == proto && word->mode != ROSFW_FAST_CLOSED;
}

/* *@word: to be seen before anything else of the direction. NULL: it is not known, or closed. */
static __always_inline struct rosfw_fast_dir *find(const struct rosfw_fasttrack *ft, enum rosfw_family family,
						   const struct rosfw_fast_pkt *pkt, union rosfw_fast_word *word)
{
	u64 hash = rosfw_fast_hash(ft->seed, family, pkt->addrs, pkt->ports);
	u64 key = family == ROSFW_IPV4 ? pkt->addrs[0] : hash;
	const struct rosfw_fast_table *table = ft->table;
	struct rosfw_fast_dir *d;

	for (d = READ_ONCE(table->bucket[hash >> table->shift]); likely(d); d = READ_ONCE(d->next)) {
		if (unlikely(d->key != key) || unlikely(d->ports != pkt->ports))
			continue;
		word->all = smp_load_acquire(&d->word.all);	/* pairs with change_end() */
		if (likely(is_open(word, pkt->proto)) && likely(has_addrs(d, family, pkt)))
			return d;
	}
	return NULL;
}

/* What was read since find() was one value. */
static __always_inline bool is_same(const struct rosfw_fast_dir *d, union rosfw_fast_word word)
{
	smp_rmb();	/* pairs with change_begin() */
	return likely(READ_ONCE(d->word.all) == word.all);
}

/*
 * The check of an IPv4 route is two comparisons, and its generation lies with us. That of IPv6 has more to do; and
 * forwarding may be switched off there without any route taking notice.
 */
static __always_inline bool is_route_good(struct dst_entry *dst, u32 cookie, enum rosfw_family family,
					  const struct net *net)
{
	if (family == ROSFW_IPV4)
		return likely(dst->obsolete == DST_OBSOLETE_FORCE_CHK) && likely(cookie == rt_genid_ipv4(net));
	return READ_ONCE(net->ipv6.devconf_all->forwarding) && dst_check(dst, cookie);
}

/* Is he reachable, as far as anybody knows, by a link header that is at hand? */
static __always_inline bool is_at_hand(const struct neighbour *neigh)
{
	/* Each is read once, whatever the compiler does; this way it need not be kept. */
	return likely(data_race(neigh->nud_state) & NUD_CONNECTED) && likely(data_race(neigh->hh.hh_len) == ETH_HLEN);
}

/* Does the connection know that packets pass, to the second? */
static __always_inline bool is_told(const struct rosfw_fast_dir *d)
{
	/* Likewise. */
	return likely((u32)jiffies - data_race(d->stamp) < HZ);
}

static __always_inline bool agrees(struct rosfw_fast_dir *d, const struct rosfw_fast_pkt *pkt, u8 mode)
{
	return pkt->proto == ROSFW_PROTO_UDP ||
	       likely(rosfw_fast_segment(&d->side, rosfw_fast_other_side(d), pkt, mode));
}

static __always_inline void count(struct rosfw_fasttrack *ft, struct rosfw_fast_dir *d, enum rosfw_family family,
				  u32 packets, u32 bytes)
{
	struct rosfw_fast_cpu *cpu = this_cpu_ptr(ft->cpu);

	if (likely(d->cpu == raw_smp_processor_id())) {
		u64_stats_add(&d->own.packets, packets);
		u64_stats_add(&d->own.bytes, bytes);
	} else {
		atomic64_add(packets, &rosfw_fast_of(d)->others[d->reply].packets);
		atomic64_add(bytes, &rosfw_fast_of(d)->others[d->reply].bytes);
	}
	u64_stats_update_begin(&cpu->sync);
	u64_stats_add(&cpu->packets[family], packets);
	u64_stats_add(&cpu->bytes[family], bytes);
	u64_stats_update_end(&cpu->sync);
}

/* ---- off it goes ---- */

/* Does the checksum field of the transport header hold only the sum of the pseudo header? As in nat/translate.c. */
static __always_inline bool is_partial(const struct sk_buff *skb, u32 l4_off, enum manner manner)
{
	return skb->ip_summed == CHECKSUM_PARTIAL &&
	       (skb_checksum_start_offset(skb) == l4_off || (manner == ANY && skb_is_gso(skb)));
}

/* Changes the packet, and notes what the kernel notes of one that it forwards. @headroom: of it */
static __always_inline void change(struct rosfw_fast_dir *d, struct sk_buff *skb, u8 *data, u32 headroom,
				   enum rosfw_family family, u8 proto, enum manner manner)
{
	u32 l4_off = rosfw_fast_ip_header(family);

	if (family == ROSFW_IPV4)
		skb->priority = rt_tos2priority(((const struct iphdr *)data)->tos);
	skb->transport_header = headroom + l4_off;
	if (unlikely(d->plan.translates))
		rosfw_fast_translate(&d->plan, family == ROSFW_IPV4 ? &d->addrs : rosfw_fast_v6_of(d)->to, family,
				     proto, data, is_partial(skb, l4_off, manner));
	rosfw_fast_hop(&d->plan, family, data);
	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
}

/* What neigh_output() does for a neighbour at hand. There is room. */
static __always_inline void put_link_header(struct sk_buff *skb, u8 *data, const struct hh_cache *hh)
{
	u32 seq;

	do {
		seq = read_seqbegin(&hh->hh_lock);
		memcpy(data - HH_DATA_MOD, hh->hh_data, HH_DATA_MOD);
	} while (read_seqretry(&hh->hh_lock, seq));
	__skb_push(skb, ETH_HLEN);
}

/* @proto: TCP or UDP */
static __always_inline unsigned int fly(struct rosfw_fasttrack *ft, struct sk_buff *skb,
					const struct nf_hook_state *state, enum rosfw_family family, u8 proto)
{
	struct rosfw_fast_pkt pkt rosfw_unfilled;
	union rosfw_fast_word word rosfw_unfilled;
	struct neighbour *neigh;
	struct rosfw_fast_dir *d;
	struct dst_entry *dst;
	u32 total = skb->len, headroom;
	u8 *data = skb->data;
	int need;

	if (unlikely(!rosfw_fast_read_ip(&pkt, family, data)))
		return NF_ACCEPT;
	if (unlikely(pkt.len != total))
		return detour(ft, skb, state);
	need = rosfw_fast_read_l4(&pkt, family, proto, data, skb_headlen(skb));
	if (unlikely(need))
		return need < 0 ? NF_ACCEPT : detour(ft, skb, state);
	d = find(ft, family, &pkt, &word);
	if (unlikely(!d) || unlikely(READ_ONCE(d->in) != state->in))
		return NF_ACCEPT;
	dst = READ_ONCE(d->dst);
	if (!is_route_good(dst, READ_ONCE(d->cookie), family, state->net) || unlikely(total > READ_ONCE(d->mtu)))
		return NF_ACCEPT;
	headroom = data - skb->head;
	/* Likewise, and is_same() sees it if it is changing. */
	if (unlikely(data_race(d->epoch) != rosfw_fast_epoch(ft)) || unlikely(headroom < READ_ONCE(d->room)))
		return detour(ft, skb, state);
	neigh = READ_ONCE(d->neigh);
	if (!is_same(d, word) || !is_at_hand(neigh) || !is_told(d))
		return detour(ft, skb, state);
	if (!agrees(d, &pkt, word.mode))
		return NF_ACCEPT;

	count(ft, d, family, 1, total);
	change(d, skb, data, headroom, family, proto, PLAIN);
	put_link_header(skb, data, &neigh->hh);
	skb->dev = dst->dev;
	/* Most devices let go of the route at once. */
	if (unlikely(!(skb->dev->priv_flags & IFF_XMIT_DST_RELEASE)))
		skb_dst_set_noref(skb, dst);
	dev_queue_xmit(skb);
	return NF_STOLEN;
}

static noinline unsigned int fly_tcp4(struct rosfw_fasttrack *ft, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	return fly(ft, skb, state, ROSFW_IPV4, ROSFW_PROTO_TCP);
}

static noinline unsigned int fly_tcp6(struct rosfw_fasttrack *ft, struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	return fly(ft, skb, state, ROSFW_IPV6, ROSFW_PROTO_TCP);
}

/* Is it right what the direction says, and where is the packet to go? */
static bool find_way(struct rosfw_fasttrack *ft, struct rosfw_fast_dir *d, union rosfw_fast_word *word, u64 epoch,
		     const struct nf_hook_state *state)
{
	if (READ_ONCE(d->in) != state->in)
		return false;
	if (READ_ONCE(d->epoch) != epoch) {
		if (!rosfw_fast_meet(d, epoch))
			return false;
		word->all = smp_load_acquire(&d->word.all);	/* pairs with change_end() */
	}
	return word->mode != ROSFW_FAST_CLOSED && READ_ONCE(d->epoch) == epoch && READ_ONCE(d->in) == state->in;
}

static noinline unsigned int detour(struct rosfw_fasttrack *ft, struct sk_buff *skb, const struct nf_hook_state *state)
{
	enum rosfw_family family = skb->protocol == htons(ETH_P_IP) ? ROSFW_IPV4 : ROSFW_IPV6;
	struct rosfw_fast_pkt pkt rosfw_unfilled;
	union rosfw_fast_word word rosfw_unfilled;
	struct neighbour *neigh;
	struct rosfw_fast_dir *d;
	struct dst_entry *dst;
	u32 mtu, room;
	bool foreign;
	u64 epoch;

	if (secpath_exists(skb) || is_lro(skb) || !read_packet(&pkt, family, skb))
		return NF_ACCEPT;
	d = find(ft, family, &pkt, &word);
	if (!d)
		return NF_ACCEPT;
	epoch = rosfw_fast_epoch(ft);
	smp_rmb();	/* pairs with new_neighbours() */
	if (!READ_ONCE(ft->allowed[family]) || !find_way(ft, d, &word, epoch, state))
		return NF_ACCEPT;
	dst = READ_ONCE(d->dst);
	neigh = READ_ONCE(d->neigh);
	mtu = READ_ONCE(d->mtu);
	room = READ_ONCE(d->room);
	foreign = d->foreign;	/* is_same() says whether it is true */
	if (!is_route_good(dst, READ_ONCE(d->cookie), family, state->net) || !is_same(d, word) ||
	    !fits_mtu(skb, pkt.len, mtu) || !(READ_ONCE(neigh->nud_state) & NUD_VALID) ||
	    !make_ready(skb, pkt.len, room) || (!is_told(d) && !rosfw_fast_alive(d)) || !agrees(d, &pkt, word.mode))
		return NF_ACCEPT;

	count(ft, d, family, count_segments(skb, &pkt), pkt.len);
	change(d, skb, skb->data, skb_headroom(skb), family, pkt.proto, ANY);
	skb->dev = dst->dev;
	skb_dst_set_noref(skb, dst);
	neigh_output(neigh, skb, foreign);
	return NF_STOLEN;
}

/*
 * Whoever sent it to us, a container or a virtual machine, need not wait for it any longer: what IP does at once with
 * packets that it gets. Unless somebody has found a socket for it, or a bridge gets it.
 */
static noinline unsigned int let_go(struct rosfw_fasttrack *ft, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (skb_sk_is_prefetched(skb) || rcu_access_pointer(state->in->rx_handler))
		return NF_ACCEPT;
	skb_orphan(skb);
	return rosfw_fast_ingress(ft, skb, state);
}

static __always_inline unsigned int ingress(struct rosfw_fasttrack *ft, struct sk_buff *skb,
					    const struct nf_hook_state *state, enum rosfw_family family)
{
	u8 proto;

	if (is_foreign(skb))
		return NF_ACCEPT;
	if (unlikely(skb->destructor))
		return let_go(ft, skb, state);
	if (unlikely(!is_simple(skb)) || unlikely(skb_headlen(skb) < ROSFW_FAST_LEAST(family)))
		return detour(ft, skb, state);
	proto = rosfw_fast_proto(family, skb->data);
	if (proto == ROSFW_PROTO_UDP)
		return family == ROSFW_IPV4 ? fly(ft, skb, state, ROSFW_IPV4, ROSFW_PROTO_UDP) :
					      fly(ft, skb, state, ROSFW_IPV6, ROSFW_PROTO_UDP);
	if (proto == ROSFW_PROTO_TCP)
		return family == ROSFW_IPV4 ? fly_tcp4(ft, skb, state) : fly_tcp6(ft, skb, state);
	return NF_ACCEPT;
}

static noinline unsigned int ingress_v6(struct rosfw_fasttrack *ft, struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	return ingress(ft, skb, state, ROSFW_IPV6);
}

unsigned int rosfw_fast_ingress(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (likely(skb->protocol == htons(ETH_P_IP)))
		return ingress(priv, skb, state, ROSFW_IPV4);
	return skb->protocol == htons(ETH_P_IPV6) ? ingress_v6(priv, skb, state) : NF_ACCEPT;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netfilter hooks: the packet flow of RouterOS, one function for each hook, both families.
 *
 *   PRE_ROUTING   -450  raw prerouting, before the kernel's defragmentation
 *                 -200  connection tracking, mangle prerouting, dstnat
 *   LOCAL_IN         0  mangle input, filter input, nat input, helpers, confirm
 *   FORWARD          0  mangle forward, filter forward
 *   LOCAL_OUT     -450  raw output
 *                 -150  connection tracking, mangle output, nat output, filter output, another route if the
 *                       destination or the routing mark changed
 *   POST_ROUTING   100  mangle postrouting, srcnat, helpers, confirm
 *
 * NAT chains see first packets; the others of a translated connection get its header at the same places (nat/nat.h).
 *
 * Life: raw hooks exist while a raw table has rules, the others while a filter or NAT table has, or connections are to
 * be tracked in any case; so a namespace without rules costs nothing. Registered and removed under rosfw_net.mutex.
 * Nothing is kept with a packet between hooks but the kernel's own "untracked" mark and the numbers of its marks in
 * skb->mark: state is accounted for once, where a packet enters, and looked up after that.
 *
 * Passages. Each processor keeps what it made of the last few packets, and the next hook of the same packet goes on
 * with that, if it is the next hook, if the buffer is the same and as long, has the same bytes in its headers, and if
 * the connection that was found goes on (rosfw_conntrack_again()). Else the packet is parsed and looked up as ever.
 * A hook works on what is kept in place, so whoever comes in between (an answer that a rule sends) and wants the same
 * place does without one. With bottom halves off only: nobody else on this processor comes in between then.
 * Locks: the RCU read lock that netfilter holds around every hook.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/netfilter/ipv4/nf_defrag_ipv4.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>
#include <net/netfilter/nf_conntrack.h>

#include "bridge.h"
#include "conntrack/helper.h"
#include "fasttrack/fasttrack.h"
#include "nat/nat.h"
#include "output/output.h"
#include "rosfw.h"

/**
 * struct hook - one packet in one hook
 * @rn: its namespace
 * @skb: the packet
 * @state: of the hook
 * @env: the same three and the connection, as walks hand them on
 * @pkt: parsed
 * @found: its connection, where the hook looked for it; its state, ROSFW_STATE_NONE while tracking is off
 * @moved: rules of mangle have changed its addresses
 * @gateway: action=route: where it is to go, in PRE_ROUTING; 0: nowhere
 */
struct hook {
	struct rosfw_net *rn;
	struct sk_buff *skb;
	const struct nf_hook_state *state;
	struct rosfw_env env;
	struct rosfw_pkt pkt;
	struct rosfw_found found;
	bool moved;
	u32 gateway;
};

/* Places for passages. A driver may have a batch of packets pass one hook before the first sees the next. */
#define PASSAGES	8U

/* struct passage.left */
#define LEFT(hooknum)	((hooknum) + 1)
#define LEFT_NOTHING	0

/**
 * struct passage - a packet between two hooks
 * @hook: as the hook that it left last has made it. Pointers in it are only compared, but for @hook.found.conn
 * @note: of its header
 * @epoch: of the connection table, before that was searched
 * @total: bytes of the packet
 * @gso: see gso_of()
 * @left: LEFT(that hook) or LEFT_NOTHING
 * @busy: a hook is at work on it
 */
struct passage {
	struct hook hook;
	struct rosfw_pkt_note note;
	unsigned long epoch;
	u32 total;
	u32 gso;
	u8 left;
	bool busy;
};

static DEFINE_PER_CPU(struct passage [PASSAGES], passages);

static void read_mac(struct hook *h)
{
	const struct sk_buff *skb = h->skb;

	if (!h->state->in || h->state->in->type != ARPHRD_ETHER || !skb_mac_header_was_set(skb) ||
	    skb_mac_header(skb) + ETH_HLEN > skb->data)
		return;
	ether_addr_copy(h->pkt.src_mac, eth_hdr(skb)->h_source);
	h->pkt.flags |= ROSFW_PKT_MAC;
}

/* What the bytes do not say, and nothing else. Before the parse, which writes the rest. */
static void read_metadata(struct hook *h)
{
	const struct nf_hook_state *state = h->state;

	h->pkt.flags = 0;
	h->pkt.ack_shift = 0;
	h->pkt.in_ifindex = state->in ? state->in->ifindex : 0;
	h->pkt.out_ifindex = state->out ? state->out->ifindex : 0;
	h->pkt.segs = skb_is_gso(h->skb) ? max_t(u16, 1, skb_shinfo(h->skb)->gso_segs) : 1;
	read_mac(h);
}

/* What comes from a virtual machine says how large its segments are, but not how many. */
static void count_segments(struct hook *h)
{
	const struct skb_shared_info *info = skb_shinfo(h->skb);

	if (likely(!info->gso_size))
		return;
	if (!info->gso_segs)
		h->pkt.segs = clamp_t(u32, DIV_ROUND_UP(h->pkt.payload_len, info->gso_size), 1, U16_MAX);
	if (h->pkt.payload_len > info->gso_size)
		h->pkt.size = h->pkt.len - h->pkt.payload_len + info->gso_size;
}

static u32 hook_total(const struct hook *h)
{
	return h->skb->len - skb_network_offset(h->skb);
}

/* Bytes that have to be pulled before what an ICMP error quotes can be read. */
static noinline int quoted_needs(const struct hook *h)
{
	struct rosfw_pkt inner;

	return max(0, rosfw_pkt_parse_inner(&h->pkt, &inner, hook_total(h)));
}

/* As rosfw_pkt_parse(), but what an ICMP error quotes can be read, too. */
static int parse_once(struct hook *h, enum rosfw_family family)
{
	u32 linear = skb_headlen(h->skb) - skb_network_offset(h->skb);
	int need;

	read_metadata(h);
	need = rosfw_pkt_parse(&h->pkt, family, skb_network_header(h->skb), linear, hook_total(h));
	if (!need && unlikely(h->pkt.flags & ROSFW_PKT_ICMP_ERROR))
		need = quoted_needs(h);
	return need;
}

/* Fills h->pkt. Pulls what the parser asks for; each round asks for more than the one before, so this ends. */
static bool hook_parse(struct hook *h, struct rosfw_net *rn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	enum rosfw_family family = state->pf == NFPROTO_IPV4 ? ROSFW_IPV4 : ROSFW_IPV6;
	int need;

	h->rn = rn;
	h->skb = skb;
	h->state = state;
	h->env = (struct rosfw_env){ .rn = h->rn, .skb = skb, .state = state, .pkt = &h->pkt };
	h->found = (struct rosfw_found){ .state = ROSFW_STATE_NONE };
	h->moved = false;
	h->gateway = 0;
	for (;;) {
		need = parse_once(h, family);
		if (likely(!need)) {
			count_segments(h);
			return true;
		}
		if (need < 0) {
			rosfw_count_reason(h->rn, ROSFW_REASON_BAD_HEADER);
			return false;
		}
		if (!pskb_may_pull(skb, need + skb_network_offset(skb))) {
			rosfw_count_reason(h->rn, ROSFW_REASON_NO_MEMORY);
			return false;
		}
	}
}

static bool is_untracked(const struct sk_buff *skb)
{
	return skb->_nfct == IP_CT_UNTRACKED;
}

static const u8 menus[ROSFW_TABLES][ROSFW_FAMILIES] = {
	[ROSFW_TABLE_FILTER] = { ROSFW_MENU_IP_FILTER, ROSFW_MENU_IPV6_FILTER },
	[ROSFW_TABLE_RAW] = { ROSFW_MENU_IP_RAW, ROSFW_MENU_IPV6_RAW },
	[ROSFW_TABLE_NAT] = { ROSFW_MENU_IP_NAT, ROSFW_MENU_IPV6_NAT },
	[ROSFW_TABLE_MANGLE] = { ROSFW_MENU_IP_MANGLE, ROSFW_MENU_IPV6_MANGLE },
};

/* How the packet's connection is translated, as far as that has been decided. */
static u8 nat_state_of(const struct hook *h)
{
	u32 status = h->found.conn ? READ_ONCE(h->found.conn->status) : 0;

	return (status & ROSFW_CONN_SRCNAT ? BIT(ROSFW_NAT_STATE_SRCNAT) : 0) |
	       (status & ROSFW_CONN_DSTNAT ? BIT(ROSFW_NAT_STATE_DSTNAT) : 0) |
	       (status & ROSFW_CONN_EIN_SNAT ? BIT(ROSFW_NAT_STATE_EIN_SNAT) : 0) |
	       (status & ROSFW_CONN_EIN_DNAT ? BIT(ROSFW_NAT_STATE_EIN_DNAT) : 0);
}

/* The connection that this packet is part of; what only tells about one is not. */
static struct rosfw_conn *own_conn(const struct hook *h)
{
	return h->found.quoted ? NULL : h->found.conn;
}

/* Runs one built-in chain over the packet. */
static enum rosfw_verdict hook_walk(struct hook *h, enum rosfw_table table, u32 chain, struct rosfw_walk *walk)
{
	h->env.conn = own_conn(h);
	h->env.dir = h->found.dir;
	*walk = (struct rosfw_walk){
		.pkt = &h->pkt,
		.ruleset = rcu_dereference(h->rn->ruleset),
		.now = rosfw_now_seconds(),
		.world = &h->env,
		.state = h->found.state,
		.nat_state = nat_state_of(h),
		.types = h->found.conn ? rosfw_helper_types(h->found.conn) : 0,
		.mapped = table == ROSFW_TABLE_NAT && rosfw_nat_is_mapped(h->rn, h->found.conn, chain),
		.mark = h->skb->mark,
		.conn_mark = h->found.conn ? &h->found.conn->mark : NULL,
	};
	return rosfw_walk_chain(walk, menus[table][h->pkt.family], chain);
}

static unsigned int hook_drop(struct hook *h, enum rosfw_reason reason)
{
	rosfw_count_reason(h->rn, reason);
	return NF_DROP;
}

/* The router sent it to itself. */
static bool came_from_here(const struct hook *h)
{
	return h->state->in && h->state->in->flags & IFF_LOOPBACK;
}

static void hook_state_again(struct hook *h)
{
	rosfw_conntrack_state(h->rn, &h->pkt, hook_total(h),
			      came_from_here(h) ? ROSFW_SEEN_LEAVING : ROSFW_SEEN_INSIDE, &h->found);
}

/* A packet that the namespace's own rejects and tarpits sent belongs to what they answered; it makes no connection. */
static void hook_state(struct hook *h)
{
	if (!READ_ONCE(h->rn->tracking[h->pkt.family]))
		return;
	if (is_untracked(h->skb))
		h->found.state = ROSFW_STATE_UNTRACKED;
	else if (rosfw_answer_is_sending())
		rosfw_conntrack_answer(h->rn, &h->pkt, hook_total(h), &h->found);
	else
		hook_state_again(h);
}

/* Where a packet enters. One that the router sent to itself was accounted for when it left. */
static void hook_track(struct hook *h)
{
	if (!READ_ONCE(h->rn->tracking[h->pkt.family]))
		return;
	if (is_untracked(h->skb)) {
		h->found.state = ROSFW_STATE_UNTRACKED;
		return;
	}
	if (rosfw_answer_is_sending()) {
		rosfw_conntrack_answer(h->rn, &h->pkt, hook_total(h), &h->found);
		return;
	}
	if (came_from_here(h)) {
		hook_state_again(h);
		if (h->found.state != ROSFW_STATE_INVALID)
			return;
	}
	rosfw_conntrack_track(h->rn, &h->pkt, hook_total(h), &h->found);
}

static enum rosfw_reason helper_reason(int err)
{
	switch (err) {
	case -EADDRINUSE:
	case -ENOSPC:
		return ROSFW_REASON_HELPER_EXHAUSTED;
	case -EMSGSIZE:
		return ROSFW_REASON_HELPER_TOO_LONG;
	default:
		return ROSFW_REASON_HELPER_NO_MEMORY;
	}
}

/*
 * The packet leaves, and its connection is real from now on. What the router sends to itself is read where it arrives:
 * it is tracked there once more, and has to have the numbers that it was sent with.
 */
static noinline unsigned int conn_leaves(struct hook *h, struct rosfw_conn *conn)
{
	bool arrives = h->state->out && h->state->out->flags & IFF_LOOPBACK && h->state->hook == NF_INET_POST_ROUTING;
	int err = 0;

	if (!(READ_ONCE(conn->status) & ROSFW_CONN_CONFIRMED)) {
		rosfw_helper_attach(h->rn, conn);
		rosfw_nat_recognise(h->skb, &h->pkt, conn);
	}
	if (!arrives)
		err = rosfw_nat_help(h->rn, h->skb, &h->pkt, &h->found);
	if (err) {
		rosfw_conntrack_dropped(h->rn, conn);
		return hook_drop(h, helper_reason(err));
	}
	rosfw_conntrack_confirm(h->rn, conn);
	return NF_ACCEPT;
}

static unsigned int hook_leave(struct hook *h)
{
	struct rosfw_conn *conn = own_conn(h);

	/* There is nothing left to do for one that is real and that nobody helps. */
	if (!conn || likely(READ_ONCE(conn->status) & ROSFW_CONN_CONFIRMED && !READ_ONCE(conn->ext)))
		return NF_ACCEPT;
	return conn_leaves(h, conn);
}

/* A rule has chosen the packet's connection, if it has one. */
static void hook_fasttrack(struct hook *h, const struct rosfw_walk *walk)
{
	struct rosfw_conn *conn = own_conn(h);

	if (unlikely(walk->fasttrack) && conn)
		rosfw_fast_mark(h->rn, conn);
}

/* One filter chain, and what its verdict means for packet and connection. */
static unsigned int hook_filter(struct hook *h, enum rosfw_filter_chain chain)
{
	enum rosfw_reason reason = ROSFW_REASON_FILTER_DROP;
	struct rosfw_conn *conn = own_conn(h);
	enum rosfw_verdict verdict;
	struct rosfw_walk walk rosfw_unfilled;

	verdict = hook_walk(h, ROSFW_TABLE_FILTER, chain, &walk);
	hook_fasttrack(h, &walk);
	switch (verdict) {
	case ROSFW_VERDICT_REJECT:
		reason = rosfw_reject_send(h->skb, h->state, &h->pkt, walk.reject) ?
			 ROSFW_REASON_FILTER_REJECT : ROSFW_REASON_REJECT_SILENT;
		break;
	case ROSFW_VERDICT_TARPIT:
		reason = rosfw_tarpit_send(h->rn, h->skb, h->state, &h->pkt) ?
			 ROSFW_REASON_FILTER_TARPIT : ROSFW_REASON_TARPIT_LIMIT;
		break;
	case ROSFW_VERDICT_DROP:
		break;
	default:
		return NF_ACCEPT;
	}
	if (conn)
		rosfw_conntrack_dropped(h->rn, conn);
	return hook_drop(h, reason);
}

/*
 * Prefixes are translated without a memory, so the connection is the one that the packet has with its new destination:
 * connections are those of the addresses that the inner side knows.
 */
static void track_again(struct hook *h, enum rosfw_mangle_chain chain)
{
	struct rosfw_conn *conn = own_conn(h);

	if (chain != ROSFW_MANGLE_PREROUTING && chain != ROSFW_MANGLE_OUTPUT)
		return;
	if (conn)
		rosfw_conntrack_dropped(h->rn, conn);
	h->found = (struct rosfw_found){ .state = ROSFW_STATE_NONE };
	hook_track(h);
}

static noinline unsigned int mangle_rules(struct hook *h, enum rosfw_mangle_chain chain)
{
	const struct rosfw_addr src = h->pkt.src, dst = h->pkt.dst;
	struct rosfw_conn *conn = own_conn(h);
	enum rosfw_verdict verdict;
	struct rosfw_walk walk rosfw_unfilled;

	verdict = hook_walk(h, ROSFW_TABLE_MANGLE, chain, &walk);
	h->moved = !rosfw_addr_equal(&src, &h->pkt.src) || !rosfw_addr_equal(&dst, &h->pkt.dst);
	hook_fasttrack(h, &walk);
	h->gateway = walk.gateway;
	if (walk.mark != h->skb->mark)
		h->skb->mark = walk.mark;
	/* On the way in it is still that of the frame, which rules ask for; forwarding makes one of the TOS byte. */
	if (walk.mark & ROSFW_SKB_PRIORITY_SET && chain != ROSFW_MANGLE_PREROUTING && chain != ROSFW_MANGLE_INPUT)
		h->skb->priority = rosfw_walk_priority(&walk);
	if (verdict != ROSFW_VERDICT_DROP) {
		if (unlikely(h->moved))
			track_again(h, chain);
		return NF_ACCEPT;
	}
	if (conn)
		rosfw_conntrack_dropped(h->rn, conn);
	return hook_drop(h, ROSFW_REASON_MANGLE_DROP);
}

/* One mangle chain: NF_ACCEPT or NF_DROP. */
static unsigned int hook_mangle(struct hook *h, enum rosfw_mangle_chain chain)
{
	if (!rcu_dereference(h->rn->ruleset)->program[menus[ROSFW_TABLE_MANGLE][h->pkt.family]])
		return NF_ACCEPT;
	return mangle_rules(h, chain);
}

static enum rosfw_reason nat_reason(int err)
{
	switch (err) {
	case -EADDRINUSE:
		return ROSFW_REASON_NAT_EXHAUSTED;
	case -EADDRNOTAVAIL:
		return ROSFW_REASON_NAT_NO_ADDRESS;
	case -ENOENT:
		return ROSFW_REASON_NAT_ENDED;
	default:
		return ROSFW_REASON_NO_MEMORY;
	}
}

/*
 * The first packet that passes settles what becomes of its connection, for good: rules that come later, or connections
 * that were there before the first rule, change nothing. Without rules, the second NAT point settles both.
 */
static noinline int hook_decide(struct hook *h, enum rosfw_nat_chain chain, struct rosfw_conn *conn)
{
	const struct rosfw_ruleset *ruleset = rcu_dereference(h->rn->ruleset);
	struct rosfw_endpoint to;
	struct rosfw_walk walk rosfw_unfilled;

	if (rosfw_nat_is_wanted(conn, chain, &to))
		return rosfw_nat_follow(h->rn, chain, conn, &to);
	if (!ruleset->program[menus[ROSFW_TABLE_NAT][h->pkt.family]]) {
		if (chain == ROSFW_NAT_SRCNAT || chain == ROSFW_NAT_INPUT)
			return rosfw_nat_exempt(h->rn, chain, conn);
		return 0;
	}
	if (h->found.state == ROSFW_STATE_NEW && hook_walk(h, ROSFW_TABLE_NAT, chain, &walk) == ROSFW_VERDICT_NAT)
		return rosfw_nat_decide(&walk, chain, conn);
	return rosfw_nat_exempt(h->rn, chain, conn);
}

/* Both NAT points have been decided, and nothing is translated. */
#define NAT_STATUS_DONE	(ROSFW_CONN_DST_DECIDED | ROSFW_CONN_SRC_DECIDED)
#define NAT_STATUS	(NAT_STATUS_DONE | ROSFW_CONN_DSTNAT | ROSFW_CONN_SRCNAT)

static bool is_translated(const struct rosfw_conn *conn)
{
	return READ_ONCE(conn->status) & (ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT);
}

/* A NAT point: the rules for a first packet, the header that belongs behind it for all. h->pkt follows. */
static unsigned int hook_nat(struct hook *h, enum rosfw_nat_chain chain, enum rosfw_nat_point point)
{
	struct rosfw_conn *conn = own_conn(h);
	int err = 0;

	if (conn && likely((READ_ONCE(conn->status) & NAT_STATUS) == NAT_STATUS_DONE))
		return NF_ACCEPT;
	if (conn && h->found.dir == ROSFW_DIR_ORIG && rosfw_nat_is_open(conn, chain))
		err = hook_decide(h, chain, conn);
	if (!err && h->found.conn && is_translated(h->found.conn))
		err = rosfw_nat_translate(h->skb, &h->pkt, &h->found, point);
	if (err >= 0)
		return NF_ACCEPT;
	if (conn)
		rosfw_conntrack_dropped(h->rn, conn);
	return hook_drop(h, nat_reason(err));
}

static unsigned int raw_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	u32 chain = state->hook == NF_INET_LOCAL_OUT ? ROSFW_RAW_OUTPUT : ROSFW_RAW_PREROUTING;
	struct rosfw_walk walk rosfw_unfilled;
	struct hook h rosfw_unfilled;

	if (!hook_parse(&h, priv, skb, state))
		return NF_DROP;
	switch (hook_walk(&h, ROSFW_TABLE_RAW, chain, &walk)) {
	case ROSFW_VERDICT_DROP:
		return hook_drop(&h, ROSFW_REASON_RAW_DROP);
	case ROSFW_VERDICT_NOTRACK:
		/* The kernel's own mark: its defragmentation and nf_conntrack respect it too. */
		nf_reset_ct(skb);
		nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
		return NF_ACCEPT;
	default:
		return NF_ACCEPT;
	}
}

/* Nobody asks the routing tables of the kernel any more. */
static noinline unsigned int hook_route(struct hook *h)
{
	struct rosfw_conn *conn = own_conn(h);

	if (rosfw_route_by(h->skb, h->state, h->gateway))
		return NF_ACCEPT;
	if (conn)
		rosfw_conntrack_dropped(h->rn, conn);
	return hook_drop(h, ROSFW_REASON_NO_GATEWAY);
}

/* ---- passages ---- */

/* How many packets the buffer stands for, and how long each is. */
static u32 gso_of(const struct sk_buff *skb)
{
	return (u32)skb_shinfo(skb)->gso_size << 16 | skb_shinfo(skb)->gso_segs;
}

/* The place for the packet, which is the caller's until passage_leave(); NULL: it is in use, or there is none. */
static __always_inline struct passage *passage_enter(const struct sk_buff *skb)
{
	struct passage *p;

	/* An epoch of 32 bits might come round. */
	if (BITS_PER_LONG != 64 || !softirq_count())
		return NULL;
	p = this_cpu_ptr(&passages[((unsigned long)skb >> 8) % PASSAGES]);
	if (unlikely(p->busy))
		return NULL;
	p->busy = true;
	return p;
}

/* @hooknum: where the packet is now; the next hook may know it by that. LEFT_NOTHING: there is none. */
static __always_inline void passage_leave(struct passage *p, unsigned int verdict, u8 left)
{
	struct hook *h = &p->hook;

	p->left = LEFT_NOTHING;
	if (left != LEFT_NOTHING && verdict == NF_ACCEPT && own_conn(h) && rosfw_pkt_note(&h->pkt, &p->note)) {
		p->total = hook_total(h);
		p->gso = gso_of(h->skb);
		p->left = left;
	}
	p->busy = false;
}

/* Are the bytes still where they were, and as many? */
static __always_inline bool same_buffer(const struct passage *p, const struct sk_buff *skb)
{
	const struct rosfw_pkt *pkt = &p->hook.pkt;
	int off = skb_network_offset(skb);

	return skb_network_header(skb) == pkt->data && skb_headlen(skb) - off == pkt->linear &&
	       skb->len - off == p->total && gso_of(skb) == p->gso;
}

/* Is this the packet that left the hook before, and may it go on with what is known of it? p->hook is ready then. */
static __always_inline bool passage_goes_on(struct passage *p, struct rosfw_net *rn, struct sk_buff *skb,
					    const struct nf_hook_state *state, u8 before)
{
	struct hook *h = &p->hook;

	if (p->left != before || h->skb != skb || h->rn != rn || !same_buffer(p, skb) ||
	    !rosfw_pkt_again(&h->pkt, &p->note))
		return false;
	if ((state->in ? state->in->ifindex : 0) != h->pkt.in_ifindex || is_untracked(skb) ||
	    rosfw_answer_is_sending() || !READ_ONCE(rn->tracking[ROSFW_IPV4]) ||
	    !rosfw_conntrack_again(rn, p->epoch, &h->found))
		return false;
	h->pkt.out_ifindex = state->out ? state->out->ifindex : 0;
	h->state = state;
	h->env.state = state;
	h->moved = false;
	h->gateway = 0;
	return true;
}

/**
 * with_packet() - parse a packet, and handle it
 * @rn: namespace
 * @skb: the packet
 * @state: of the hook
 * @before: LEFT(the hook that a packet has seen before this one), for those that need not track it: then it may go on
 *	as it was left there; else LEFT_NOTHING, and @handle tracks it
 * @left: LEFT(this hook), if there is another one
 * @handle: what to do; inlined
 */
static __always_inline unsigned int with_packet(struct rosfw_net *rn, struct sk_buff *skb,
						const struct nf_hook_state *state, u8 before, u8 left,
						unsigned int (*handle)(struct hook *h))
{
	struct passage *p = passage_enter(skb);
	unsigned int verdict = NF_DROP;
	struct hook own rosfw_unfilled;
	struct hook *h = p ? &p->hook : &own;

	if (before == LEFT_NOTHING || !p || !passage_goes_on(p, rn, skb, state, before)) {
		if (p)
			p->epoch = rosfw_conntrack_epoch(rn);
		if (unlikely(!hook_parse(h, rn, skb, state)))
			goto out;
		if (before != LEFT_NOTHING)
			hook_state(h);
	}
	verdict = handle(h);
out:
	if (p)
		passage_leave(p, verdict, left);
	return verdict;
}

static __always_inline unsigned int prerouting(struct hook *h)
{
	struct rosfw_addr dst;
	unsigned int verdict;

	hook_track(h);
	verdict = hook_mangle(h, ROSFW_MANGLE_PREROUTING);
	/* It passed its NAT points on the way out, and the receiver is here. */
	if (verdict != NF_ACCEPT || came_from_here(h))
		return verdict;
	dst = h->pkt.dst;
	verdict = hook_nat(h, ROSFW_NAT_DSTNAT, ROSFW_NAT_ENTERS);
	if (verdict == NF_ACCEPT && !rosfw_addr_equal(&dst, &h->pkt.dst))
		skb_dst_drop(h->skb);
	return verdict == NF_ACCEPT && unlikely(h->gateway) ? hook_route(h) : verdict;
}

static unsigned int prerouting_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return with_packet(priv, skb, state, LEFT_NOTHING, LEFT(NF_INET_PRE_ROUTING), prerouting);
}

/* The kernel looked for the receiving socket before it knew who really sent the packet. */
static void forget_wrong_socket(struct hook *h, const struct rosfw_addr *src, u16 sport)
{
	if (h->skb->sk && (!rosfw_addr_equal(src, &h->pkt.src) || sport != h->pkt.sport))
		skb_orphan(h->skb);
}

static __always_inline unsigned int input(struct hook *h)
{
	struct rosfw_addr src = h->pkt.src;
	u16 sport = h->pkt.sport;
	unsigned int verdict;

	verdict = hook_mangle(h, ROSFW_MANGLE_INPUT);
	if (verdict == NF_ACCEPT)
		verdict = hook_filter(h, ROSFW_FILTER_INPUT);
	if (verdict == NF_ACCEPT)
		verdict = hook_nat(h, ROSFW_NAT_INPUT, ROSFW_NAT_LEAVES);
	if (verdict != NF_ACCEPT)
		return verdict;
	forget_wrong_socket(h, &src, sport);
	return hook_leave(h);
}

static unsigned int input_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return with_packet(priv, skb, state, LEFT(NF_INET_PRE_ROUTING), LEFT_NOTHING, input);
}

static __always_inline unsigned int forward(struct hook *h)
{
	unsigned int verdict = hook_mangle(h, ROSFW_MANGLE_FORWARD);

	return verdict == NF_ACCEPT ? hook_filter(h, ROSFW_FILTER_FORWARD) : verdict;
}

static unsigned int forward_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return with_packet(priv, skb, state, LEFT(NF_INET_PRE_ROUTING), LEFT(NF_INET_FORWARD), forward);
}

/* It was routed to where it does not go any more. */
static unsigned int hook_reroute(struct hook *h)
{
	const struct nf_hook_state *state = h->state;
	int err;

	if (h->pkt.family == ROSFW_IPV4)
		err = ip_route_me_harder(state->net, state->sk, h->skb, RTN_UNSPEC);
	else
		err = ip6_route_me_harder(state->net, state->sk, h->skb);
	return err ? NF_DROP_ERR(err) : NF_ACCEPT;
}

static unsigned int output_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct rosfw_addr dst;
	u32 mark = skb->mark;
	unsigned int verdict;
	struct hook h rosfw_unfilled;

	if (!hook_parse(&h, priv, skb, state))
		return NF_DROP;
	hook_track(&h);
	dst = h.pkt.dst;
	verdict = hook_mangle(&h, ROSFW_MANGLE_OUTPUT);
	if (verdict == NF_ACCEPT)
		verdict = hook_nat(&h, ROSFW_NAT_OUTPUT, ROSFW_NAT_ENTERS);
	if (verdict == NF_ACCEPT)
		verdict = hook_filter(&h, ROSFW_FILTER_OUTPUT);
	if (verdict == NF_ACCEPT &&
	    (!rosfw_addr_equal(&dst, &h.pkt.dst) || (mark ^ skb->mark) & ROSFW_SKB_ROUTING_MARK))
		verdict = hook_reroute(&h);
	return verdict;
}

/* The next packets of a fasttracked connection may go as this one has gone, unless rules have to move each of them. */
static void hook_learn(struct hook *h)
{
	struct rosfw_conn *conn = own_conn(h);

	if (conn && !h->moved && READ_ONCE(conn->status) & ROSFW_CONN_FASTTRACK)
		rosfw_fast_learn(conn, h->found.dir, h->skb, h->state);
}

static __always_inline unsigned int postrouting(struct hook *h)
{
	unsigned int verdict;

	verdict = hook_mangle(h, ROSFW_MANGLE_POSTROUTING);
	if (verdict == NF_ACCEPT)
		verdict = hook_nat(h, ROSFW_NAT_SRCNAT, ROSFW_NAT_LEAVES);
	if (verdict == NF_ACCEPT)
		verdict = hook_leave(h);
	if (verdict == NF_ACCEPT)
		hook_learn(h);
	return verdict;
}

static unsigned int postrouting_hook(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return with_packet(priv, skb, state, LEFT(NF_INET_FORWARD), LEFT_NOTHING, postrouting);
}

#define HOOK(function, family, where, prio) \
	{ .hook = (function), .pf = (family), .hooknum = (where), .priority = (prio) }

#define RAW_HOOKS(family) { \
	HOOK(raw_hook, family, NF_INET_PRE_ROUTING, NF_IP_PRI_RAW_BEFORE_DEFRAG), \
	HOOK(raw_hook, family, NF_INET_LOCAL_OUT, NF_IP_PRI_RAW_BEFORE_DEFRAG), \
}

#define FILTER_HOOKS(family) { \
	HOOK(prerouting_hook, family, NF_INET_PRE_ROUTING, NF_IP_PRI_CONNTRACK), \
	HOOK(input_hook, family, NF_INET_LOCAL_IN, NF_IP_PRI_FILTER), \
	HOOK(forward_hook, family, NF_INET_FORWARD, NF_IP_PRI_FILTER), \
	HOOK(output_hook, family, NF_INET_LOCAL_OUT, NF_IP_PRI_MANGLE), \
	HOOK(postrouting_hook, family, NF_INET_POST_ROUTING, NF_IP_PRI_NAT_SRC), \
}

static const struct nf_hook_ops raw_hooks[ROSFW_FAMILIES][2] = {
	[ROSFW_IPV4] = RAW_HOOKS(NFPROTO_IPV4),
	[ROSFW_IPV6] = RAW_HOOKS(NFPROTO_IPV6),
};

static const struct nf_hook_ops filter_hooks[ROSFW_FAMILIES][5] = {
	[ROSFW_IPV4] = FILTER_HOOKS(NFPROTO_IPV4),
	[ROSFW_IPV6] = FILTER_HOOKS(NFPROTO_IPV6),
};

/* Bits of rosfw_net.hooked. */
#define HOOKED_RAW(family)	BIT(family)
#define HOOKED_FILTER(family)	BIT(ROSFW_FAMILIES + (family))
#define HOOKED_TRACKING(family)	BIT(2 * ROSFW_FAMILIES + (family))
#define HOOKED_FASTTRACK	BIT(3 * ROSFW_FAMILIES)
#define HOOKED_BRIDGE		BIT(3 * ROSFW_FAMILIES + 1)

u32 rosfw_hooks_wanted(const struct rosfw_ruleset *rs)
{
	const struct rosfw_config *config = rs->config;
	u32 menu, want = 0;
	int family;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		const struct rosfw_menu_info *info = &rosfw_menus[menu];

		if (info->type != ROSFW_MENU_RULES || !config->menu[menu] || !config->menu[menu]->n)
			continue;
		want |= info->table == ROSFW_TABLE_RAW ? HOOKED_RAW(info->family) : HOOKED_FILTER(info->family);
		if (rs->program[menu]->uses_bridge_ports)
			want |= HOOKED_BRIDGE;
	}
	for (family = 0; family < ROSFW_FAMILIES; family++)
		if (rosfw_tracking_wanted(config, family))
			want |= HOOKED_FILTER(family) | HOOKED_TRACKING(family);
	for (family = 0; family < ROSFW_FAMILIES; family++)
		if (rs->fast.wanted[family] && rs->fast.allowed[family] && want & HOOKED_TRACKING(family))
			want |= HOOKED_FASTTRACK;
	return want;
}

static int defrag_enable(struct net *net, enum rosfw_family family)
{
	return family == ROSFW_IPV4 ? nf_defrag_ipv4_enable(net) : nf_defrag_ipv6_enable(net);
}

static void defrag_disable(struct net *net, enum rosfw_family family)
{
	if (family == ROSFW_IPV4)
		nf_defrag_ipv4_disable(net);
	else
		nf_defrag_ipv6_disable(net);
}

/* The namespace's own: they know it without a search. */
static int hooks_register(struct rosfw_net *rn, struct nf_hook_ops *ops, const struct nf_hook_ops *hooks, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++) {
		ops[i] = hooks[i];
		ops[i].priv = rn;
	}
	return nf_register_net_hooks(rn->net, ops, n);
}

static int raw_register(struct rosfw_net *rn, enum rosfw_family family)
{
	return hooks_register(rn, rn->raw_ops[family], raw_hooks[family], ARRAY_SIZE(raw_hooks[family]));
}

static void raw_unregister(struct rosfw_net *rn, enum rosfw_family family)
{
	nf_unregister_net_hooks(rn->net, rn->raw_ops[family], ARRAY_SIZE(raw_hooks[family]));
}

static int filter_register(struct rosfw_net *rn, enum rosfw_family family)
{
	return hooks_register(rn, rn->filter_ops[family], filter_hooks[family], ARRAY_SIZE(filter_hooks[family]));
}

static void filter_unregister(struct rosfw_net *rn, enum rosfw_family family)
{
	nf_unregister_net_hooks(rn->net, rn->filter_ops[family], ARRAY_SIZE(filter_hooks[family]));
}

/* Connections are only tracked on whole packets. */
static int tracking_start(struct rosfw_net *rn, enum rosfw_family family)
{
	int err = defrag_enable(rn->net, family);

	if (!err)
		WRITE_ONCE(rn->tracking[family], true);
	return err;
}

/* What nobody follows any more would be wrong when it is followed again. */
static void tracking_stop(struct rosfw_net *rn, enum rosfw_family family)
{
	WRITE_ONCE(rn->tracking[family], false);
	defrag_disable(rn->net, family);
	rosfw_conntrack_flush(rn, family);
}

/* All families at once: a device has one ingress. */
static int fasttrack_register(struct rosfw_net *rn, enum rosfw_family family)
{
	return rosfw_fast_hook(rn);
}

static void fasttrack_unregister(struct rosfw_net *rn, enum rosfw_family family)
{
	rosfw_fast_unhook(rn);
}

/* All families at once: a bridge asks before it looks. */
static int bridge_register(struct rosfw_net *rn, enum rosfw_family family)
{
	return rosfw_bridge_hook(rn);
}

static void bridge_unregister(struct rosfw_net *rn, enum rosfw_family family)
{
	rosfw_bridge_unhook(rn);
}

static int hook_set(struct rosfw_net *rn, u32 bit, bool want, enum rosfw_family family,
		    int (*on)(struct rosfw_net *, enum rosfw_family),
		    void (*off)(struct rosfw_net *, enum rosfw_family))
{
	int err;

	if (want == !!(rn->hooked & bit))
		return 0;
	if (!want) {
		off(rn, family);
		rn->hooked &= ~bit;
		return 0;
	}
	err = on(rn, family);
	if (!err)
		rn->hooked |= bit;
	return err;
}

int rosfw_hooks_update(struct rosfw_net *rn, u32 want)
{
	u32 before = rn->hooked;
	int err = 0;
	int family;

	lockdep_assert_held(&rn->mutex);
	for (family = 0; family < ROSFW_FAMILIES && !err; family++) {
		err = hook_set(rn, HOOKED_RAW(family), want & HOOKED_RAW(family), family, raw_register,
			       raw_unregister);
		if (!err)
			err = hook_set(rn, HOOKED_TRACKING(family), want & HOOKED_TRACKING(family), family,
				       tracking_start, tracking_stop);
		if (!err)
			err = hook_set(rn, HOOKED_FILTER(family), want & HOOKED_FILTER(family), family,
				       filter_register, filter_unregister);
	}
	if (!err)
		err = hook_set(rn, HOOKED_BRIDGE, want & HOOKED_BRIDGE, 0, bridge_register, bridge_unregister);
	/* Connections stay fasttracked when the rule that chose them goes. */
	if (rn->hooked & HOOKED_FASTTRACK && !rn->dying && rosfw_fast_in_use(rn))
		want |= HOOKED_FASTTRACK;
	if (!err)
		err = hook_set(rn, HOOKED_FASTTRACK, want & HOOKED_FASTTRACK, 0, fasttrack_register,
			       fasttrack_unregister);
	/* Removing cannot fail, so going back to fewer hooks cannot either. */
	if (err && (rn->hooked & ~before))
		rosfw_hooks_update(rn, before & rn->hooked);
	return err;
}

void rosfw_hooks_settle(struct rosfw_net *rn)
{
	const struct rosfw_ruleset *rs = rcu_dereference_protected(rn->ruleset, lockdep_is_held(&rn->mutex));

	lockdep_assert_held(&rn->mutex);
	if (!rn->dying)
		rosfw_hooks_update(rn, rosfw_hooks_wanted(rs));
}

bool rosfw_hooks_fasttrack(const struct rosfw_net *rn)
{
	return rn->hooked & HOOKED_FASTTRACK;
}

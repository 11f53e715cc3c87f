// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes that rules of mangle make to packets: the core writes, after the bytes have become linear and ours.
 *
 * What the kernel has noted about the packet beside its bytes follows: compiled IPv4 options, the checksum that
 * hardware has counted, the priority. Segments that are still one packet stay so: each gets the changed header.
 * Locks: none.
 */
#include <linux/skbuff.h>
#include <net/dst.h>
#include <net/ip.h>

#include "output.h"

/* What its way can carry: the interfaces of both ends, and the path if it has been chosen. */
static u32 path_mtu(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	u32 mtu = U32_MAX;

	if (skb_dst(skb) && state->out)
		mtu = min(mtu, dst_mtu(skb_dst(skb)));
	if (state->in && !(state->in->flags & IFF_LOOPBACK))
		mtu = min(mtu, READ_ONCE(state->in->mtu));
	if (state->out && !(state->out->flags & IFF_LOOPBACK))
		mtu = min(mtu, READ_ONCE(state->out->mtu));
	return mtu == U32_MAX ? 0 : mtu;
}

/*
 * They are no-operations now; what follows must not write into them. If it has done so before ("is_changed"), it still
 * has to compute the checksum.
 */
static void forget_options(struct sk_buff *skb)
{
	struct ip_options *opt = &IPCB(skb)->opt;

	opt->srr = 0;
	opt->rr = 0;
	opt->ts = 0;
	opt->router_alert = 0;
	opt->cipso = 0;
	opt->is_strictroute = 0;
	opt->srr_is_hit = 0;
	opt->rr_needaddr = 0;
	opt->ts_needtime = 0;
	opt->ts_needaddr = 0;
}

static void follow(struct sk_buff *skb, const struct rosfw_header_change *c)
{
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	if (c->action == ROSFW_ACTION_STRIP_IPV4_OPTIONS)
		forget_options(skb);
	/* Fragments that were put together are to be sent in pieces of that size if they said "don't fragment". */
	if (c->action == ROSFW_ACTION_CLEAR_DF)
		IPCB(skb)->flags &= ~IPSKB_FRAG_PMTU;
}

bool rosfw_env_change(struct rosfw_walk *walk)
{
	const struct rosfw_header_change *c = &walk->rule->change;
	const struct rosfw_env *env = walk->world;
	struct sk_buff *skb = env->skb;
	struct rosfw_pkt *pkt = env->pkt;
	u32 off = skb_network_offset(skb), need = rosfw_change_need(c, pkt);
	const struct rosfw_change_world world = {
		.priority = rosfw_walk_priority(walk),
		.mtu = c->action == ROSFW_ACTION_CHANGE_MSS ? path_mtu(skb, env->state) : 0,
		.ident = c->action == ROSFW_ACTION_CLEAR_DF ? get_random_u32() | 1 : 0,
		.partial = skb->ip_summed == CHECKSUM_PARTIAL,
	};

	if (!need)
		return true;
	if (skb_ensure_writable(skb, off + need)) {
		rosfw_count_reason(env->rn, ROSFW_REASON_NO_MEMORY);
		return false;
	}
	pkt->data = skb_network_header(skb);
	pkt->linear = skb_headlen(skb) - off;
	if (rosfw_change_apply(c, pkt, skb_network_header(skb), &world))
		follow(skb, c);
	return true;
}

u32 rosfw_env_ingress_priority(const struct rosfw_walk *walk)
{
	const struct rosfw_env *env = walk->world;

	/* Where a packet is forwarded, the kernel has replaced it by one that it made of the TOS byte. */
	if (env->state->hook != NF_INET_PRE_ROUTING && env->state->hook != NF_INET_LOCAL_IN)
		return 0;
	/* What the router sends to itself came in no frame, and still has its socket's. */
	return env->state->in && env->state->in->flags & IFF_LOOPBACK ? 0 : env->skb->priority;
}

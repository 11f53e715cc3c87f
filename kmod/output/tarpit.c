// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers of action=tarpit. What they say is the core's (core/action/tarpit.h); here the segment is built, routed
 * and sent.
 *
 * It leaves through our output hooks like the answer to a rejected packet. How many there can be in a second is limited
 * for each namespace, so that nobody can make the router shout at somebody else.
 * Locks: the rate limit's own.
 */
#include <linux/netfilter_ipv4.h>
#include <net/ip.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/tcp.h>

#include "../core/action/tarpit.h"
#include "output.h"

static siphash_key_t key __read_mostly;

static void put_segment(struct sk_buff *skb, const struct rosfw_pkt *to, const struct rosfw_tarpit *say)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct tcphdr *tcp;

	skb_reset_transport_header(skb);
	tcp = skb_put_zero(skb, sizeof(*tcp));
	tcp->source = htons(to->dport);
	tcp->dest = htons(to->sport);
	tcp->seq = htonl(say->seq);
	tcp->ack_seq = htonl(say->ack);
	tcp->doff = sizeof(*tcp) / 4;
	tcp->ack = 1;
	tcp->syn = say->syn;
	tcp->check = tcp_v4_check(sizeof(*tcp), iph->saddr, iph->daddr, csum_partial(tcp, sizeof(*tcp), 0));
}

static void send(struct sk_buff *old, const struct nf_hook_state *state, const struct rosfw_pkt *pkt,
		 const struct rosfw_tarpit *say)
{
	struct sk_buff *skb = alloc_skb(sizeof(struct iphdr) + sizeof(struct tcphdr) + LL_MAX_HEADER, GFP_ATOMIC);

	if (!skb)
		return;
	skb_reserve(skb, LL_MAX_HEADER);
	/* Where it goes is found below, which begins with where the packet was going. */
	skb_dst_set_noref(skb, skb_dst(old));
	skb->mark = IP4_REPLY_MARK(state->net, old->mark);
	nf_reject_iphdr_put(skb, old, IPPROTO_TCP, ip4_dst_hoplimit(skb_dst(old)));
	put_segment(skb, pkt, say);
	if (ip_route_me_harder(state->net, state->sk, skb, RTN_UNSPEC)) {
		kfree_skb(skb);
		return;
	}
	rosfw_answer_begin();
	ip_local_out(state->net, skb->sk, skb);
	rosfw_answer_end();
}

bool rosfw_tarpit_send(struct rosfw_net *rn, struct sk_buff *skb, const struct nf_hook_state *state,
		       const struct rosfw_pkt *pkt)
{
	struct rosfw_tarpit say;

	net_get_random_once(&key, sizeof(key));
	if (!rosfw_tarpit_answer(pkt, &key, &say) || rosfw_is_group(skb, pkt) ||
	    nf_ip_checksum(skb, state->hook, pkt->l4_off, IPPROTO_TCP))
		return true;
	if (!__ratelimit(&rn->tarpit_limit))
		return false;
	send(skb, state, pkt, &say);
	return true;
}

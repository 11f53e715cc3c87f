// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answers to rejected packets: ICMP errors, ICMPv6 errors, TCP resets.
 *
 * The kernel's own reject helpers build and route them. The answer leaves through our output hooks; a per-CPU mark
 * tells those that it is one, so that it counts as related and opens no connection.
 * Locks: none; bottom halves are off while the mark is set, so nothing else of this CPU can see it.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/addrconf.h>
#include <net/netfilter/ipv4/nf_reject.h>
#include <net/netfilter/ipv6/nf_reject.h>

#include "output.h"

static DEFINE_PER_CPU(unsigned int, sending);

bool rosfw_answer_is_sending(void)
{
	/* Preemption between reading and acting is harmless: only code between the two marks below ever sees it set. */
	return this_cpu_read(sending);
}

void rosfw_answer_begin(void)
{
	local_bh_disable();
	this_cpu_inc(sending);
}

void rosfw_answer_end(void)
{
	this_cpu_dec(sending);
	local_bh_enable();
}

static int icmp_code(enum rosfw_reject with)
{
	switch (with) {
	case ROSFW_REJECT_ICMP_HOST_UNREACHABLE:
		return ICMP_HOST_UNREACH;
	case ROSFW_REJECT_ICMP_PROTOCOL_UNREACHABLE:
		return ICMP_PROT_UNREACH;
	case ROSFW_REJECT_ICMP_PORT_UNREACHABLE:
		return ICMP_PORT_UNREACH;
	case ROSFW_REJECT_ICMP_NET_PROHIBITED:
		return ICMP_NET_ANO;
	case ROSFW_REJECT_ICMP_HOST_PROHIBITED:
		return ICMP_HOST_ANO;
	case ROSFW_REJECT_ICMP_ADMIN_PROHIBITED:
		return ICMP_PKT_FILTERED;
	default:
		return ICMP_NET_UNREACH;
	}
}

/* Codes of "destination unreachable", RFC 4443 3.1 and the registry behind it. */
static u8 icmpv6_code(enum rosfw_reject with)
{
	switch (with) {
	case ROSFW_REJECT_ICMP_ADMIN_PROHIBITED:
		return ICMPV6_ADM_PROHIBITED;
	case ROSFW_REJECT_ICMP_NOT_NEIGHBOUR:
		return ICMPV6_NOT_NEIGHBOUR;
	case ROSFW_REJECT_ICMP_ADDRESS_UNREACHABLE:
		return ICMPV6_ADDR_UNREACH;
	case ROSFW_REJECT_ICMP_PORT_UNREACHABLE:
		return ICMPV6_PORT_UNREACH;
	case ROSFW_REJECT_ICMP_ERR_SRC_ROUTING_HEADER:
		return 7;	/* error in source routing header */
	case ROSFW_REJECT_ICMP_HEADERS_TOO_LONG:
		return 8;	/* headers too long, RFC 8883 */
	default:
		return ICMPV6_NOROUTE;
	}
}

bool rosfw_is_group(const struct sk_buff *skb, const struct rosfw_pkt *pkt)
{
	if (skb->pkt_type == PACKET_BROADCAST || skb->pkt_type == PACKET_MULTICAST)
		return true;
	if (pkt->family == ROSFW_IPV4)
		return ipv4_is_multicast(htonl(pkt->dst.lo)) || ipv4_is_lbcast(htonl(pkt->dst.lo));
	return pkt->dst.hi >> 56 == 0xff;
}

static bool may_answer(const struct sk_buff *skb, const struct rosfw_pkt *pkt, enum rosfw_reject with)
{
	if (pkt->flags & (ROSFW_PKT_LATER_FRAG | ROSFW_PKT_ICMP_ERROR) || rosfw_is_group(skb, pkt))
		return false;
	if (with != ROSFW_REJECT_TCP_RESET)
		return true;
	return pkt->proto == ROSFW_PROTO_TCP && pkt->flags & ROSFW_PKT_L4 && !(pkt->u.tcp.flags & ROSFW_TCP_RST);
}

bool rosfw_reject_send(struct sk_buff *skb, const struct nf_hook_state *state, const struct rosfw_pkt *pkt,
		       enum rosfw_reject with)
{
	if (!may_answer(skb, pkt, with))
		return false;
	rosfw_answer_begin();
	if (pkt->family == ROSFW_IPV4 && with == ROSFW_REJECT_TCP_RESET)
		nf_send_reset(state->net, state->sk, skb, state->hook);
	else if (pkt->family == ROSFW_IPV4)
		nf_send_unreach(skb, icmp_code(with), state->hook);
	else if (with == ROSFW_REJECT_TCP_RESET)
		nf_send_reset6(state->net, state->sk, skb, state->hook);
	else
		nf_send_unreach6(state->net, skb, icmpv6_code(with), state->hook);
	rosfw_answer_end();
	return true;
}

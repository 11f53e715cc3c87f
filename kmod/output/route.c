// SPDX-License-Identifier: GPL-2.0-only
/*
 * action=route: a packet that comes in goes to a gateway of the rule's, whatever the routing tables say of its
 * destination.
 *
 * The kernel routes it as if it were for the gateway, and the packet gets a route of its own that says so. It is
 * forwarded by that like any other: one hop less to live, all the hooks behind. Locks: none; RCU read side.
 */
#include <net/ip.h>
#include <net/route.h>

#include "output.h"

/*
 * A route to a network of ours holds for all of its hosts and leads to the packet's destination, so the packet gets a
 * copy of it that leads to the gateway. One to somewhere else has a gateway of its own.
 */
static bool lead_to(struct sk_buff *skb, __be32 gateway)
{
	struct rtable *rt = skb_rtable(skb), *own;

	if (rt->rt_gw_family)
		return true;
	own = rt_dst_clone(rt->dst.dev, rt);
	if (!own)
		return false;
	own->rt_gw_family = AF_INET;
	own->rt_gw4 = gateway;
	own->rt_uses_gateway = 1;
	skb_dst_drop(skb);
	skb_dst_set(skb, &own->dst);
	return true;
}

bool rosfw_route_by(struct sk_buff *skb, const struct nf_hook_state *state, u32 address)
{
	const struct iphdr *iph = ip_hdr(skb);
	__be32 gateway = htonl(address);

	skb_dst_drop(skb);
	if (ip_route_input_noref(skb, gateway, iph->saddr, iph->tos, state->in))
		return false;
	if (skb_rtable(skb)->rt_type != RTN_UNICAST || !lead_to(skb, gateway)) {
		skb_dst_drop(skb);
		return false;
	}
#ifdef IPSKB_MULTIPATH
	/* Packets behind it that are for the same host must not be given its route. */
	IPCB(skb)->flags |= IPSKB_MULTIPATH;
#endif
	return true;
}

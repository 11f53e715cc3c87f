// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports of bridges: by which one a packet came in, by which one it leaves.
 *
 * Packets that are bridged come to our hooks when the kernel's br_netfilter sends them there, and it notes both ports
 * in the socket buffer. Of those that are routed nobody notes anything: the bridge hands them on as its own. So while
 * rules ask for the port of entry, a hook of the bridge notes it in the same place; copies, and packets that were put
 * together from fragments, keep it. On a kernel without br_netfilter no packet has a port.
 *
 * Life: the hook is there while a ruleset has such a rule, see hooks.c. Locks: the RCU read lock that netfilter holds.
 */
#include <linux/if_ether.h>
#include <linux/netfilter_bridge.h>

#include "bridge.h"

#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER) && IS_ENABLED(CONFIG_NETFILTER_FAMILY_BRIDGE)

u32 rosfw_env_bridge_port(const struct rosfw_walk *walk, bool out)
{
	const struct rosfw_env *env = walk->world;

	return out ? nf_bridge_get_physoutif(env->skb) : nf_bridge_get_physinif(env->skb);
}

/* A frame that the bridge is about to hand to the router. Without a note, rules would take it for one of no port. */
static unsigned int note_port(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct nf_bridge_info *info;

	if (skb->protocol != htons(ETH_P_IP) && skb->protocol != htons(ETH_P_IPV6))
		return NF_ACCEPT;
	if (nf_bridge_get_physinif(skb))
		return NF_ACCEPT;
	info = skb_ext_add(skb, SKB_EXT_BRIDGE_NF);
	if (!info) {
		rosfw_count_reason(rosfw_pernet(state->net), ROSFW_REASON_NO_MEMORY);
		return NF_DROP;
	}
	memset(info, 0, sizeof(*info));
	info->physinif = state->in->ifindex;
	/* br_netfilter takes what has a note for a packet that has been in PRE_ROUTING, unless it is told. */
	info->sabotage_in_done = 1;
	return NF_ACCEPT;
}

static const struct nf_hook_ops port_hook = {
	.hook = note_port,
	.pf = NFPROTO_BRIDGE,
	.hooknum = NF_BR_LOCAL_IN,
	.priority = NF_BR_PRI_BRNF,
};

int rosfw_bridge_hook(struct rosfw_net *rn)
{
	return nf_register_net_hook(rn->net, &port_hook);
}

void rosfw_bridge_unhook(struct rosfw_net *rn)
{
	nf_unregister_net_hook(rn->net, &port_hook);
}

#else

u32 rosfw_env_bridge_port(const struct rosfw_walk *walk, bool out)
{
	return 0;
}

int rosfw_bridge_hook(struct rosfw_net *rn)
{
	return 0;
}

void rosfw_bridge_unhook(struct rosfw_net *rn)
{
}

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of the router that rules do not name: what a packet that leaves would have as its source, and where one
 * goes that is to stay here.
 *
 * Locks: RCU, and that of an interface's IPv6 addresses while one is looked for.
 */
#include <net/addrconf.h>
#include <net/ip_fib.h>

#include "nat.h"

/*
 * The route may prefer a source that is not of the interface; an unnumbered one has none of its own. What is wanted is
 * in the routing table: no route has to be made of it.
 */
static __be32 route_source(const struct sk_buff *skb, const struct nf_hook_state *state, __be32 daddr)
{
	struct flowi4 flow = {
		.flowi4_oif = state->out->ifindex,
		.flowi4_iif = LOOPBACK_IFINDEX,
		.flowi4_mark = skb->mark,
		.daddr = daddr,
	};
	struct fib_result res = {};
	__be32 near = daddr;

	if (fib_lookup(state->net, &flow, &res, FIB_LOOKUP_IGNORE_LINKSTATE) || res.type != RTN_UNICAST)
		return 0;
	if (res.fi->fib_prefsrc)
		return res.fi->fib_prefsrc;
	if (res.nhc->nhc_gw_family == AF_INET)
		near = res.nhc->nhc_gw.ipv4;
	return inet_select_addr(state->out, near, res.fi->fib_scope);
}

static bool outgoing_ipv4(const struct sk_buff *skb, const struct nf_hook_state *state, const struct rosfw_pkt *pkt,
			  struct rosfw_addr *addr)
{
	__be32 daddr = htonl(pkt->dst.lo);
	__be32 found = route_source(skb, state, daddr);

	if (!found)
		found = inet_select_addr(state->out, daddr, RT_SCOPE_UNIVERSE);
	*addr = (struct rosfw_addr){ .lo = ntohl(found) };
	return found;
}

static bool outgoing_ipv6(const struct nf_hook_state *state, const struct rosfw_pkt *pkt, struct rosfw_addr *addr)
{
	struct in6_addr daddr, found;

	rosfw_addr_store(&pkt->dst, ROSFW_IPV6, &daddr);
	if (ipv6_dev_get_saddr(state->net, state->out, &daddr, 0, &found))
		return false;
	rosfw_addr_load(addr, ROSFW_IPV6, &found);
	return true;
}

bool rosfw_nat_outgoing_address(const struct sk_buff *skb, const struct nf_hook_state *state,
				const struct rosfw_pkt *pkt, struct rosfw_addr *addr)
{
	if (!state->out)
		return false;
	if (pkt->family == ROSFW_IPV4)
		return outgoing_ipv4(skb, state, pkt, addr);
	return outgoing_ipv6(state, pkt, addr);
}

static bool primary_ipv4(const struct net_device *dev, struct rosfw_addr *addr)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa = in_dev ? rcu_dereference(in_dev->ifa_list) : NULL;

	if (!ifa)
		return false;
	*addr = (struct rosfw_addr){ .lo = ntohl(ifa->ifa_local) };
	return true;
}

static bool is_link_local(const struct rosfw_addr *addr)
{
	return addr->hi >> 54 == 0xfe80 >> 6;
}

/* The first that is in use. Who speaks from a link-local address can be answered from one. */
static bool primary_ipv6(const struct net_device *dev, bool link_local, struct rosfw_addr *addr)
{
	struct inet6_dev *idev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;
	bool found = false;

	if (!idev)
		return false;
	read_lock_bh(&idev->lock);
	list_for_each_entry(ifa, &idev->addr_list, if_list) {
		if (ifa->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED))
			continue;
		rosfw_addr_load(addr, ROSFW_IPV6, &ifa->addr);
		found = is_link_local(addr) == link_local;
		if (found)
			break;
	}
	read_unlock_bh(&idev->lock);
	return found;
}

bool rosfw_nat_local_address(const struct nf_hook_state *state, const struct rosfw_pkt *pkt, struct rosfw_addr *addr)
{
	if (state->hook == NF_INET_LOCAL_OUT) {
		*addr = (struct rosfw_addr){ .lo = pkt->family == ROSFW_IPV4 ? INADDR_LOOPBACK : 1 };
		return true;
	}
	if (pkt->family == ROSFW_IPV4)
		return primary_ipv4(state->in, addr);
	return primary_ipv6(state->in, is_link_local(&pkt->src), addr);
}

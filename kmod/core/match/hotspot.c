// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clients of hotspots. See hotspot.h.
 *
 * A packet is from a client if it has his address and came in by his server; it is to a client if it goes to his
 * address, and by his server as far as it is known by what it leaves.
 */
#include "hotspot.h"

static int compare_hosts(const void *a, const void *b)
{
	const struct rosfw_hotspot_host *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

static void read_host(const struct rosfw_item *item, void *world, struct rosfw_hotspot_host *host)
{
	struct rosfw_addr addr;

	rosfw_addr_load(&addr, ROSFW_IPV4, rosfw_item_value(item, ROSFW_A_ADDRESS)->data);
	host->addr = addr.lo;
	host->ifindex = rosfw_env_ifindex(world, rosfw_item_string(item, ROSFW_A_INTERFACE), NULL);
	host->authorized = rosfw_item_bool(item, ROSFW_A_AUTHORIZED);
}

int rosfw_hotspot_build(const struct rosfw_config *config, void *world, struct rosfw_hotspot **out,
			struct rosfw_error *err)
{
	const struct rosfw_items *items = config->menu[ROSFW_MENU_IP_HOTSPOT_HOST];
	struct rosfw_hotspot *hotspot;
	u32 i;

	*out = NULL;
	if (!items->n)
		return 0;
	hotspot = rosfw_alloc(struct_size(hotspot, host, items->n));
	if (!hotspot)
		return rosfw_refuse_memory(err);
	for (i = 0; i < items->n; i++)
		if (!rosfw_item_bool(items->item[i], ROSFW_A_DISABLED))
			read_host(items->item[i], world, &hotspot->host[hotspot->n++]);
	sort(hotspot->host, hotspot->n, sizeof(*hotspot->host), compare_hosts, NULL);
	*out = hotspot;
	return 0;
}

static const struct rosfw_hotspot_host *find_host(const struct rosfw_hotspot *hotspot, const struct rosfw_addr *addr)
{
	u32 lo = 0, hi = hotspot->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (hotspot->host[mid].addr == addr->lo)
			return &hotspot->host[mid];
		if (hotspot->host[mid].addr < addr->lo)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static const struct rosfw_hotspot_host *sender(const struct rosfw_hotspot *hotspot, const struct rosfw_pkt *pkt)
{
	const struct rosfw_hotspot_host *host = find_host(hotspot, &pkt->src);

	return host && host->ifindex && host->ifindex == pkt->in_ifindex ? host : NULL;
}

static const struct rosfw_hotspot_host *receiver(const struct rosfw_hotspot *hotspot, const struct rosfw_pkt *pkt)
{
	const struct rosfw_hotspot_host *host = find_host(hotspot, &pkt->dst);

	return host && host->ifindex && (!pkt->out_ifindex || host->ifindex == pkt->out_ifindex) ? host : NULL;
}

/* It begins as requests to web servers and proxies do. */
static bool is_http(const struct rosfw_walk *walk)
{
	static const char *const methods[] = { "GET ", "POST ", "HEAD ", "PUT ", "CONNECT ", "OPTIONS ", "DELETE " };
	const struct rosfw_pkt *pkt = walk->pkt;
	char begin[8];
	u32 i, len = min_t(u32, pkt->payload_len, sizeof(begin));

	if (pkt->proto != ROSFW_PROTO_TCP || !(pkt->flags & ROSFW_PKT_L4) ||
	    !rosfw_env_copy(walk, pkt->l4_off + pkt->u.tcp.doff, begin, len))
		return false;
	for (i = 0; i < ARRAY_SIZE(methods); i++)
		if (len >= strlen(methods[i]) && !memcmp(begin, methods[i], strlen(methods[i])))
			return true;
	return false;
}

/* Bits 1 << enum rosfw_hotspot_is, of those that are @wanted. */
static u32 conditions(const struct rosfw_walk *walk, u32 wanted)
{
	const struct rosfw_hotspot *hotspot = walk->ruleset->hotspot;
	const struct rosfw_hotspot_host *from, *to;
	const u32 local = BIT(ROSFW_ADDR_LOCAL);
	u32 found = 0;

	if (!hotspot)
		return 0;
	from = sender(hotspot, walk->pkt);
	to = receiver(hotspot, walk->pkt);
	if (from)
		found |= BIT(ROSFW_HOTSPOT_FROM_CLIENT);
	if (to)
		found |= BIT(ROSFW_HOTSPOT_TO_CLIENT);
	if (from ? from->authorized : to && to->authorized)
		found |= BIT(ROSFW_HOTSPOT_AUTH);
	if (from && wanted & BIT(ROSFW_HOTSPOT_LOCAL_DST) &&
	    rosfw_env_addr_type(walk->world, ROSFW_IPV4, &walk->pkt->dst, local) & local)
		found |= BIT(ROSFW_HOTSPOT_LOCAL_DST);
	if (from && wanted & BIT(ROSFW_HOTSPOT_HTTP) && is_http(walk))
		found |= BIT(ROSFW_HOTSPOT_HTTP);
	return found;
}

noinline bool rosfw_match_hotspot(const struct rosfw_cond *cond, const struct rosfw_walk *walk)
{
	u32 found = conditions(walk, cond->u.tcp.set | cond->u.tcp.clear);

	return (found & cond->u.tcp.set) == cond->u.tcp.set && !(found & cond->u.tcp.clear);
}

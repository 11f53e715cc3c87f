// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is this a value, is this an item? The one place that says no, for netlink messages, files and the command line.
 *
 * First rosfw_value_check() for each value, where nothing is assumed of the bytes, then rosfw_item_check() for the
 * values together. Every refusal is one constant sentence; the property at fault travels beside it.
 * Pure functions: no state, no locks.
 */
#include "settings.h"

static int invalid(struct rosfw_error *err, u16 prop, const char *text)
{
	return rosfw_refuse(err, -EINVAL, prop, text);
}

static int out_of_range(struct rosfw_error *err, u16 prop, const char *text)
{
	return rosfw_refuse(err, -ERANGE, prop, text);
}

static u32 count_names(const char *const *names)
{
	u32 n = 0;

	while (names[n])
		n++;
	return n;
}

static int check_u32_range(const struct rosfw_property *p, u16 prop, u32 v, struct rosfw_error *err)
{
	if (v >= p->min && v <= p->max)
		return 0;
	if (p->kind == ROSFW_KIND_TIME)
		return out_of_range(err, prop, p->min ? "value out of range: it is a time of 1s..35w3d13h13m56s" :
				    "value out of range: a time is 0s..35w3d13h13m56s");
	return out_of_range(err, prop, "value out of range: the number is too small or too large for this property");
}

static int check_enum(u32 menu, u16 prop, u32 v, struct rosfw_error *err)
{
	if (v < count_names(rosfw_properties[prop].names) && rosfw_menu_values(menu, prop) >> v & 1)
		return 0;
	if (prop == ROSFW_A_ACTION)
		return invalid(err, prop, "input does not match any value of action");
	if (prop == ROSFW_A_REJECT_WITH)
		return invalid(err, prop, "input does not match any value of reject-with");
	return invalid(err, prop, "input does not match any value of this property");
}

static int check_flags(u32 menu, u16 prop, u32 v, struct rosfw_error *err)
{
	if (!v)
		return invalid(err, prop, "empty value: at least one value must be listed");
	if (v >> count_names(rosfw_properties[prop].names) || v & ~rosfw_menu_values(menu, prop))
		return invalid(err, prop, "input does not match any value of this property");
	return 0;
}

/* Text, its NUL included in @len and nowhere else. */
static int check_text(const struct rosfw_property *p, u16 prop, const char *s, u32 len, struct rosfw_error *err)
{
	if (!len || s[len - 1])
		return invalid(err, prop, "text must end with a NUL byte");
	if (memchr(s, 0, len) != s + len - 1)
		return invalid(err, prop, "text must not contain a NUL byte");
	if (len > p->max)
		return out_of_range(err, prop, "text is too long for this property");
	if (len == 1 && !(p->flags & ROSFW_PROP_EMPTY_OK))
		return invalid(err, prop, "empty value: a name must have at least one character");
	/* Nobody could write such a name: the text form takes it for a negated one. */
	if (p->kind == ROSFW_KIND_NAME && p->flags & ROSFW_PROP_NOT && *s == '!')
		return invalid(err, prop, "a name that a matcher looks for cannot begin with \"!\"");
	return 0;
}

static int check_names(u16 prop, const char *s, struct rosfw_error *err)
{
	const char *end;

	if (!*s)
		return 0;
	for (;; s = end + 1) {
		for (end = s; *end && *end != ','; end++)
			;
		if (end == s)
			return invalid(err, prop, "empty name: names are separated by one comma");
		if (end - s >= ROSFW_NAME_SIZE)
			return out_of_range(err, prop, "a name in the list is too long: at most 63 bytes");
		if (!*end)
			return 0;
	}
}

static int check_addr(u8 family, u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	u32 half = family == ROSFW_IPV4 ? 4 : 16;
	struct rosfw_addr from, to;
	u64 hi, lo;

	rosfw_addr_load(&from, family, bytes);
	rosfw_addr_load(&to, family, bytes + half);
	if (rosfw_addr_cmp(&from, &to) > 0)
		return invalid(err, prop, "reversed range: the first address must not be above the last one");
	if (rosfw_properties[prop].flags & ROSFW_PROP_SINGLE && rosfw_addr_cmp(&from, &to))
		return invalid(err, prop, "this property takes one address, no prefix and no range");
	if (family == ROSFW_IPV4)
		return 0;
	/* A prefix: the bits that differ are the lowest ones, all 0 in the first and all 1 in the last address. */
	hi = from.hi ^ to.hi;
	lo = from.lo ^ to.lo;
	if ((hi & (hi + 1)) || (lo & (lo + 1)) || (hi && lo != U64_MAX) || (from.hi & hi) || (from.lo & lo))
		return invalid(err, prop,
			       "an IPv6 value must be an address or a prefix, other ranges are not possible");
	if (rosfw_properties[prop].flags & ROSFW_PROP_NETWORK && lo != U64_MAX)
		return invalid(err, prop, "this property takes a prefix of at most 64 bits");
	return 0;
}

static const char *too_many_ports(const struct rosfw_property *p)
{
	BUILD_BUG_ON(ROSFW_PORTS_MAX != 128 || ROSFW_SERVICE_PORTS_MAX != 8);
	switch (p->max) {
	case 1:
		return "this property takes one port or one range of ports";
	case ROSFW_SERVICE_PORTS_MAX:
		return "too many ports: a service has at most 8";
	default:
		return "too many ranges of ports: at most 128 in one rule";
	}
}

static int check_ports(const struct rosfw_property *p, u16 prop, const u8 *bytes, u32 len, struct rosfw_error *err)
{
	struct rosfw_port_range r;
	u32 i;

	if (!len || len % sizeof(r))
		return invalid(err, prop,
			       "wrong length: ports are a list of ranges of two 16-bit numbers, at least one");
	if (len / sizeof(r) > p->max)
		return out_of_range(err, prop, too_many_ports(p));
	for (i = 0; i < len; i += sizeof(r)) {
		memcpy(&r, bytes + i, sizeof(r));
		if (r.from > r.to)
			return invalid(err, prop, "reversed range: the first port must not be above the last one");
		if (p->flags & ROSFW_PROP_SINGLE && r.from != r.to)
			return invalid(err, prop, "this property takes single ports, no ranges");
	}
	return 0;
}

static int check_hotspot(u16 prop, const struct rosfw_tcp_flags *f, struct rosfw_error *err)
{
	if (f->reserved || (f->set | f->clear) >> __ROSFW_HOTSPOT_COUNT)
		return invalid(err, prop, "unknown bits: the reserved byte must be 0, and there are five conditions");
	if (f->invert)
		return invalid(err, prop, "conditions of hotspot are negated one by one");
	if (f->set & f->clear)
		return invalid(err, prop, "contradiction: a condition cannot be both fulfilled and not");
	if (!(f->set | f->clear))
		return invalid(err, prop, "empty value: at least one condition must be listed");
	return 0;
}

static int check_tcp_flags(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_tcp_flags f;

	memcpy(&f, bytes, sizeof(f));
	if (prop == ROSFW_A_HOTSPOT)
		return check_hotspot(prop, &f, err);
	if (f.reserved || f.invert > 1)
		return invalid(err, prop, "unknown bits: the reserved byte must be 0 and invert 0 or 1");
	if (f.set & f.clear)
		return invalid(err, prop, "contradiction: a TCP flag cannot be both set and clear");
	if (!(f.set | f.clear))
		return invalid(err, prop, "empty value: at least one TCP flag must be listed");
	return 0;
}

static int check_icmp(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_icmp_options o;

	memcpy(&o, bytes, sizeof(o));
	if (o.reserved)
		return invalid(err, prop, "unknown bits: the reserved byte must be 0");
	if (o.code_from > o.code_to)
		return invalid(err, prop, "reversed range: the first ICMP code must not be above the last one");
	return 0;
}

static int check_range(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_port_range r;

	memcpy(&r, bytes, sizeof(r));
	if (r.from > r.to)
		return invalid(err, prop, "reversed range: the first number must not be above the last one");
	return 0;
}

static int check_compare(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_compare c;

	memcpy(&c, bytes, sizeof(c));
	if (c.how >= count_names(rosfw_properties[prop].names))
		return invalid(err, prop, prop == ROSFW_A_NEW_TTL || prop == ROSFW_A_NEW_HOP_LIMIT ?
			       "unknown change: it is set (0), increment (1) or decrement (2)" :
			       "unknown comparison: it is equal (0), not-equal (1), less-than (2) or greater-than (3)");
	return 0;
}

static int check_tos(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_tos t;

	memcpy(&t, bytes, sizeof(t));
	if (t.value & ~t.mask)
		return invalid(err, prop, "the value has bits that the mask has not: no packet would match");
	return 0;
}

static int check_headers(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_headers h;

	memcpy(&h, bytes, sizeof(h));
	if (!h.headers)
		return invalid(err, prop, "empty value: at least one header must be listed");
	if (h.contains > 1)
		return invalid(err, prop, "unknown mode: it is exact (0) or contains (1)");
	return 0;
}

static int check_nth(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_nth n;

	memcpy(&n, bytes, sizeof(n));
	if (!n.every || !n.packet || n.packet > n.every)
		return invalid(err, prop, "it is every,packet with a packet of 1..every: this would never match");
	return 0;
}

static int check_classifier(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_classifier c;

	memcpy(&c, bytes, sizeof(c));
	if (c.fields >= __ROSFW_CLASSIFIER_COUNT)
		return invalid(err, prop, "input does not match any value of per-connection-classifier");
	if (!c.denominator)
		return out_of_range(err, prop, "value out of range: the denominator is 1..4294967295");
	return 0;
}

static int check_limit(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	bool flows = rosfw_properties[prop].kind == ROSFW_KIND_DST_LIMIT;
	struct rosfw_limit l;

	memcpy(&l, bytes, sizeof(l));
	if (!l.rate || l.rate > ROSFW_RATE_MAX)
		return out_of_range(err, prop, "value out of range: a rate is 1..32000000000");
	if (!l.time || l.time > ROSFW_TIMEOUT_MAX)
		return out_of_range(err, prop, "value out of range: a rate is that of a time of 1s..35w3d13h13m56s");
	if (l.burst > ROSFW_BURST_MAX)
		return out_of_range(err, prop, "value out of range: a burst is 0..2000000000");
	if (l.mode >= (flows ? __ROSFW_FLOW_COUNT : __ROSFW_LIMIT_COUNT))
		return invalid(err, prop, flows ? "input does not match any mode of dst-limit" :
						  "input does not match any mode of limit: packet (0) or bit (1)");
	if (!flows && l.expire)
		return invalid(err, prop, "unknown bits: only flows of dst-limit expire");
	if (flows && (!l.expire || l.expire > ROSFW_TIMEOUT_MAX))
		return out_of_range(err, prop, "value out of range: flows expire after 1s..35w3d13h13m56s");
	return 0;
}

static int check_period(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_period p;

	memcpy(&p, bytes, sizeof(p));
	if (p.from > ROSFW_DAY || p.to > ROSFW_DAY)
		return out_of_range(err, prop, "value out of range: a time of the day is 0s..1d");
	if (!p.days || p.days >> 7)
		return invalid(err, prop, "it has at least one day of the week, bits 0 (Sunday) to 6");
	return 0;
}

static int check_bytes_range(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_bytes_range r;

	memcpy(&r, bytes, sizeof(r));
	if (r.to && r.from > r.to)
		return invalid(err, prop,
			       "reversed range: the first number must not be above the last one, unless that is 0");
	return 0;
}

static int check_rate_range(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_rate_range r;

	memcpy(&r, bytes, sizeof(r));
	if (r.from > r.to)
		return invalid(err, prop, "reversed range: the first rate must not be above the last one");
	return 0;
}

static int check_connection_limit(enum rosfw_family family, u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_connection_limit l;

	memcpy(&l, bytes, sizeof(l));
	if (l.prefix_len > rosfw_addr_width(family))
		return out_of_range(err, prop, family == ROSFW_IPV4 ? "value out of range: a netmask is 0..32" :
								      "value out of range: a netmask is 0..128");
	return 0;
}

static int check_psd(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_psd p;

	memcpy(&p, bytes, sizeof(p));
	if (!p.weight)
		return out_of_range(err, prop, "value out of range: a weight of 0 would make every packet a scan");
	if (!p.low && !p.high)
		return invalid(err, prop, "ports that weigh nothing are no scan: this would never match");
	if (!p.delay || p.delay > ROSFW_TIMEOUT_MAX)
		return out_of_range(err, prop, "value out of range: the delay is 1s..35w3d13h13m56s");
	return 0;
}

static int check_choice(u32 menu, u16 prop, u32 v, struct rosfw_error *err)
{
	const struct rosfw_property *p = &rosfw_properties[prop];

	if (v < ROSFW_NAMED)
		return check_u32_range(p, prop, v, err);
	v -= ROSFW_NAMED;
	if (v < count_names(p->names) && rosfw_menu_values(menu, prop) >> v & 1)
		return 0;
	return invalid(err, prop, "input does not match any value of this property");
}

static int check_ipsec(u16 prop, const u8 *bytes, struct rosfw_error *err)
{
	struct rosfw_ipsec_policy p;

	memcpy(&p, bytes, sizeof(p));
	if (p.out > 1 || p.none > 1)
		return invalid(err, prop, "it is in (0) or out (1), and ipsec (0) or none (1)");
	return 0;
}

static int check_list_timeout(u16 prop, u32 v, struct rosfw_error *err)
{
	if (v == ROSFW_TIMEOUT_NONE_DYNAMIC || v == ROSFW_TIMEOUT_NONE_STATIC || v <= ROSFW_TIMEOUT_MAX)
		return 0;
	return out_of_range(err, prop, "value out of range: 1s..35w3d13h13m56s, none-dynamic or none-static");
}

static int check_number(u32 menu, u16 prop, const void *data, struct rosfw_error *err)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	u32 v;

	memcpy(&v, data, sizeof(v));
	switch (p->kind) {
	case ROSFW_KIND_ENUM:
		return check_enum(menu, prop, v, err);
	case ROSFW_KIND_FLAGS:
		return check_flags(menu, prop, v, err);
	case ROSFW_KIND_CHOICE:
		return check_choice(menu, prop, v, err);
	case ROSFW_KIND_LIST_TIMEOUT:
		return check_list_timeout(prop, v, err);
	default:
		return check_u32_range(p, prop, v, err);
	}
}

static int check_payload(u32 menu, u16 prop, const void *data, u32 len, struct rosfw_error *err)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	int ret;

	switch (p->kind) {
	case ROSFW_KIND_BOOL:
		if (*(const u8 *)data > 1)
			return invalid(err, prop, "input does not match any value: yes (1) or no (0)");
		return 0;
	case ROSFW_KIND_U8:
		return check_u32_range(p, prop, *(const u8 *)data, err);
	case ROSFW_KIND_U32:
	case ROSFW_KIND_ENUM:
	case ROSFW_KIND_FLAGS:
	case ROSFW_KIND_TIME:
	case ROSFW_KIND_CHOICE:
	case ROSFW_KIND_LIST_TIMEOUT:
		return check_number(menu, prop, data, err);
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
		return check_text(p, prop, data, len, err);
	case ROSFW_KIND_NAMES:
		ret = check_text(p, prop, data, len, err);
		return ret ? ret : check_names(prop, data, err);
	case ROSFW_KIND_ADDR:
		return check_addr(rosfw_menus[menu].family, prop, data, err);
	case ROSFW_KIND_PORTS:
		return check_ports(p, prop, data, len, err);
	case ROSFW_KIND_TCP_FLAGS:
		return check_tcp_flags(prop, data, err);
	case ROSFW_KIND_ICMP:
		return check_icmp(prop, data, err);
	case ROSFW_KIND_RANGE:
		return check_range(prop, data, err);
	case ROSFW_KIND_COMPARE:
		return check_compare(prop, data, err);
	case ROSFW_KIND_TOS:
		return check_tos(prop, data, err);
	case ROSFW_KIND_HEADERS:
		return check_headers(prop, data, err);
	case ROSFW_KIND_NTH:
		return check_nth(prop, data, err);
	case ROSFW_KIND_CLASSIFIER:
		return check_classifier(prop, data, err);
	case ROSFW_KIND_LIMIT:
	case ROSFW_KIND_DST_LIMIT:
		return check_limit(prop, data, err);
	case ROSFW_KIND_IPSEC:
		return check_ipsec(prop, data, err);
	case ROSFW_KIND_PERIOD:
		return check_period(prop, data, err);
	case ROSFW_KIND_RATE_RANGE:
		return check_rate_range(prop, data, err);
	case ROSFW_KIND_BYTES_RANGE:
		return check_bytes_range(prop, data, err);
	case ROSFW_KIND_CONNECTION_LIMIT:
		return check_connection_limit(rosfw_menus[menu].family, prop, data, err);
	case ROSFW_KIND_PSD:
		return check_psd(prop, data, err);
	default:
		return 0;
	}
}

int rosfw_value_check(u32 menu, u16 prop, bool negated, const void *data, u32 len, struct rosfw_error *err)
{
	const struct rosfw_property *p;
	u32 want;

	if (!menu || menu > ROSFW_MENU_MAX)
		return invalid(err, 0, "no such menu");
	if (prop > ROSFW_A_MAX || !rosfw_properties[prop].name || !rosfw_menu_has(menu, prop))
		return invalid(err, prop, "this menu has no such property");
	p = &rosfw_properties[prop];
	if (p->flags & ROSFW_PROP_READ_ONLY)
		return invalid(err, prop, "this property is read only: it is reported and cannot be set");
	if (negated && !(p->flags & ROSFW_PROP_NOT))
		return invalid(err, prop, "this property cannot be negated: leave out the \"!\"");
	want = rosfw_kind_len(p->kind, rosfw_menus[menu].family);
	if (want && len != want)
		return invalid(err, prop, "wrong length of the value for this property");
	return check_payload(menu, prop, data, len, err);
}

static bool has_protocol(const struct rosfw_item *item, u8 proto)
{
	const struct rosfw_value *v = rosfw_item_value(item, ROSFW_A_PROTOCOL);

	return v && !v->negated && *v->data == proto;
}

static bool has_ports_protocol(const struct rosfw_item *item)
{
	return has_protocol(item, ROSFW_PROTO_TCP) || has_protocol(item, ROSFW_PROTO_UDP) ||
	       has_protocol(item, ROSFW_PROTO_DCCP) || has_protocol(item, ROSFW_PROTO_SCTP) ||
	       has_protocol(item, ROSFW_PROTO_UDPLITE);
}

/* In built-in chains it is known which interface a packet does not have; chains of users are reached from anywhere. */
static int check_interfaces(u16 prop, const char *chain, struct rosfw_error *err)
{
	u16 flags = rosfw_properties[prop].flags;

	if (flags & ROSFW_PROP_OUT_IFACE && (!strcmp(chain, "input") || !strcmp(chain, "prerouting") ||
					     !strcmp(chain, "dstnat")))
		return invalid(err, prop, "outgoing interface matching not possible in input and prerouting chains");
	if (flags & ROSFW_PROP_IN_IFACE && (!strcmp(chain, "output") || !strcmp(chain, "postrouting")))
		return invalid(err, prop, "incoming interface matching not possible in output and postrouting chains");
	return 0;
}

/* A policy is looked for where a packet comes in, or where it leaves; forwarded packets do both. */
static int check_ipsec_chain(const struct rosfw_value *v, const char *chain, struct rosfw_error *err)
{
	struct rosfw_ipsec_policy p;

	memcpy(&p, v->data, sizeof(p));
	if (!p.out && (!strcmp(chain, "output") || !strcmp(chain, "postrouting") || !strcmp(chain, "srcnat")))
		return invalid(err, v->prop,
			       "incoming IPsec policy matching not possible in output, postrouting and srcnat chains");
	if (p.out && (!strcmp(chain, "input") || !strcmp(chain, "prerouting") || !strcmp(chain, "dstnat")))
		return invalid(err, v->prop,
			       "outgoing IPsec policy matching not possible in input, prerouting and dstnat chains");
	return 0;
}

/* Its index in the menu, -1 for a chain of the user's. */
static int built_in_chain(u32 menu, const char *chain)
{
	const char *const *chains = rosfw_menus[menu].chains;
	int i;

	for (i = 0; chains[i]; i++)
		if (!strcmp(chains[i], chain))
			return i;
	return -1;
}

/* The kernel forgets it when it forwards, and what the router sends came in no frame. */
static int check_ingress_priority(const struct rosfw_value *v, const char *chain, struct rosfw_error *err)
{
	if (!strcmp(chain, "forward") || !strcmp(chain, "output") || !strcmp(chain, "postrouting") ||
	    !strcmp(chain, "srcnat"))
		return invalid(err, v->prop,
			       "ingress-priority is known in prerouting, input and dstnat chains only: it is lost on the way");
	return 0;
}

static const char *text_needs_ports(u16 prop)
{
	if (prop == ROSFW_A_TO_PORTS)
		return "to-ports requires protocol tcp, udp, dccp, sctp or udp-lite";
	return "dst/src/any port matching requires protocol tcp, udp, dccp, sctp or udp-lite";
}

static const char *text_needs_tcp(u16 prop)
{
	return prop == ROSFW_A_TCP_MSS ? "tcp-mss matching requires protocol tcp" :
					 "tcp-flags matching requires protocol tcp";
}

static int check_matchers(const struct rosfw_item *item, const char *chain, struct rosfw_error *err)
{
	bool v6 = rosfw_menus[item->menu].family == ROSFW_IPV6;
	bool built_in = built_in_chain(item->menu, chain) >= 0;
	const struct rosfw_value *v;
	u16 flags;
	int ret;

	for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v)) {
		flags = rosfw_properties[v->prop].flags;
		if (flags & ROSFW_PROP_NEEDS_PORTS && !has_ports_protocol(item))
			return invalid(err, v->prop, text_needs_ports(v->prop));
		if (flags & ROSFW_PROP_NEEDS_TCP && !has_protocol(item, ROSFW_PROTO_TCP))
			return invalid(err, v->prop, text_needs_tcp(v->prop));
		if (flags & ROSFW_PROP_NEEDS_ICMP &&
		    !has_protocol(item, v6 ? ROSFW_PROTO_ICMPV6 : ROSFW_PROTO_ICMP))
			return invalid(err, v->prop, v6 ? "icmp-options matching requires protocol icmpv6" :
							  "icmp-options matching requires protocol icmp");
		ret = built_in ? check_interfaces(v->prop, chain, err) : 0;
		if (!ret && built_in && v->prop == ROSFW_A_IPSEC_POLICY)
			ret = check_ipsec_chain(v, chain, err);
		if (!ret && built_in && v->prop == ROSFW_A_INGRESS_PRIORITY)
			ret = check_ingress_priority(v, chain, err);
		if (ret)
			return ret;
	}
	return 0;
}

/* A rule in a chain that translates the other end would never do anything. Chains of users may be reached from any. */
static int check_action_chain(const struct rosfw_item *item, const char *chain, struct rosfw_error *err)
{
	static const char *const texts[] = {
		[ROSFW_NAT_SRCNAT] =
			"this action is not possible in the srcnat chain, which translates source addresses",
		[ROSFW_NAT_DSTNAT] =
			"this action is not possible in the dstnat chain, which translates destination addresses",
		[ROSFW_NAT_INPUT] = "this action is not possible in the input chain, which has src-nat and netmap",
		[ROSFW_NAT_OUTPUT] =
			"this action is not possible in the output chain, which has dst-nat, redirect and netmap",
	};
	u32 action = rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT);
	int i = built_in_chain(item->menu, chain);

	if (i < 0 || !rosfw_action_translates(action) || rosfw_action_chains(action) & BIT(i))
		return 0;
	return invalid(err, ROSFW_A_ACTION, texts[i]);
}

/* Some actions of mangle come too early or too late in some chains. */
static int check_mangle_chain(const struct rosfw_item *item, u32 action, const char *chain, struct rosfw_error *err)
{
	int i = built_in_chain(item->menu, chain);

	if (i < 0)
		return 0;
	if (action == ROSFW_ACTION_MARK_ROUTING && i != ROSFW_MANGLE_PREROUTING && i != ROSFW_MANGLE_OUTPUT)
		return invalid(err, ROSFW_A_ACTION,
			       "action=mark-routing is possible in prerouting and output chains only: elsewhere it is too late");
	if (action == ROSFW_ACTION_SNPT && !(rosfw_action_chains(action) & BIT(i)))
		return invalid(err, ROSFW_A_ACTION,
			       "action=snpt is possible in input and postrouting chains only: sources change when a packet leaves");
	if (action == ROSFW_ACTION_DNPT && !(rosfw_action_chains(action) & BIT(i)))
		return invalid(err, ROSFW_A_ACTION,
			       "action=dnpt is possible in prerouting and output chains only: elsewhere the way has been chosen");
	if (action == ROSFW_ACTION_ROUTE && !(rosfw_action_chains(action) & BIT(i)))
		return invalid(err, ROSFW_A_ACTION,
			       "action=route is possible in the prerouting chain only: elsewhere the way has been chosen");
	if (action == ROSFW_ACTION_CHANGE_MSS && (i == ROSFW_MANGLE_PREROUTING || i == ROSFW_MANGLE_INPUT) &&
	    rosfw_item_u32(item, ROSFW_A_NEW_MSS, 0) == ROSFW_NAMED + ROSFW_MSS_CLAMP_TO_PMTU)
		return invalid(err, ROSFW_A_NEW_MSS,
			       "new-mss=clamp-to-pmtu is not possible in input and prerouting chains: the path is not known there");
	if (action == ROSFW_ACTION_SET_PRIORITY && i != ROSFW_MANGLE_PREROUTING && i != ROSFW_MANGLE_INPUT &&
	    rosfw_item_u32(item, ROSFW_A_NEW_PRIORITY, 0) == ROSFW_NAMED + ROSFW_PRIORITY_FROM_INGRESS)
		return invalid(err, ROSFW_A_NEW_PRIORITY,
			       "new-priority=from-ingress is possible in prerouting and input chains only: it is lost on the way");
	return 0;
}

/* The parameter that the action cannot be without. */
static int check_parameter(const struct rosfw_item *item, u32 action, struct rosfw_error *err)
{
	static const struct {
		u32 action;
		u16 prop;
		const char *text;
	} needs[] = {
		{ ROSFW_ACTION_MARK_CONNECTION, ROSFW_A_NEW_CONNECTION_MARK,
		  "missing value of new-connection-mark: this action needs the name of a mark" },
		{ ROSFW_ACTION_MARK_PACKET, ROSFW_A_NEW_PACKET_MARK,
		  "missing value of new-packet-mark: this action needs the name of a mark" },
		{ ROSFW_ACTION_MARK_ROUTING, ROSFW_A_NEW_ROUTING_MARK,
		  "missing value of new-routing-mark: this action needs the name of a mark" },
		{ ROSFW_ACTION_CHANGE_TTL, ROSFW_A_NEW_TTL,
		  "missing value of new-ttl: this action needs a value to set, or a number to add or subtract" },
		{ ROSFW_ACTION_CHANGE_HOP_LIMIT, ROSFW_A_NEW_HOP_LIMIT,
		  "missing value of new-hop-limit: this action needs a value to set, or a number to add or subtract" },
		{ ROSFW_ACTION_CHANGE_DSCP, ROSFW_A_NEW_DSCP,
		  "missing value of new-dscp: this action needs a code point" },
		{ ROSFW_ACTION_CHANGE_MSS, ROSFW_A_NEW_MSS,
		  "missing value of new-mss: this action needs a size, or clamp-to-pmtu" },
		{ ROSFW_ACTION_SET_PRIORITY, ROSFW_A_NEW_PRIORITY,
		  "missing value of new-priority: this action needs a priority" },
		{ ROSFW_ACTION_SNPT, ROSFW_A_SRC_PREFIX,
		  "missing value of src-prefix: this action needs the prefix of the addresses that it translates" },
		{ ROSFW_ACTION_SNPT, ROSFW_A_DST_PREFIX,
		  "missing value of dst-prefix: this action needs the prefix that addresses get" },
		{ ROSFW_ACTION_DNPT, ROSFW_A_SRC_PREFIX,
		  "missing value of src-prefix: this action needs the prefix of the addresses that it translates" },
		{ ROSFW_ACTION_DNPT, ROSFW_A_DST_PREFIX,
		  "missing value of dst-prefix: this action needs the prefix that addresses get" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(needs); i++)
		if (needs[i].action == action && !rosfw_item_value(item, needs[i].prop))
			return invalid(err, needs[i].prop, needs[i].text);
	return 0;
}

/* An address of all zeros, which consoles write for one that is not given, is none. */
static bool has_address(const struct rosfw_item *item, u16 prop)
{
	const struct rosfw_value *v = rosfw_item_value(item, prop);
	u32 i;

	for (i = 0; v && i < v->len; i++)
		if (v->data[i])
			return true;
	return false;
}

/* Where packets are sent, or what their addresses become. */
static int check_target(const struct rosfw_item *item, u32 action, struct rosfw_error *err)
{
	bool v6 = rosfw_menus[item->menu].family == ROSFW_IPV6;
	u16 to = v6 ? ROSFW_A_TO_ADDRESS : ROSFW_A_TO_ADDRESSES;

	switch (action) {
	case ROSFW_ACTION_NETMAP:
	case ROSFW_ACTION_SAME:
		if (has_address(item, to))
			return 0;
		return invalid(err, to,
			       v6 ? "missing value of to-address: this action needs addresses to translate to" :
				    "missing value of to-addresses: this action needs addresses to translate to");
	case ROSFW_ACTION_ROUTE:
		if (has_address(item, ROSFW_A_ROUTE_DST))
			return 0;
		return invalid(err, ROSFW_A_ROUTE_DST,
			       "missing value of route-dst: this action needs the address of a gateway");
	case ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT:
		if (has_protocol(item, ROSFW_PROTO_UDP))
			return 0;
		return invalid(err, ROSFW_A_ACTION, "action=endpoint-independent-nat requires protocol udp");
	default:
		return 0;
	}
}

static int check_action(const struct rosfw_item *item, struct rosfw_error *err)
{
	u32 action = rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT);
	int ret;

	if (action >= __ROSFW_ACTION_COUNT || !(rosfw_menus[item->menu].actions & BIT_ULL(action)))
		return invalid(err, ROSFW_A_ACTION, "input does not match any value of action");
	switch (action) {
	case ROSFW_ACTION_JUMP:
		if (!rosfw_item_value(item, ROSFW_A_JUMP_TARGET))
			return invalid(err, ROSFW_A_JUMP_TARGET,
				       "missing value of jump-target: action=jump needs the name of a chain");
		return 0;
	case ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST:
	case ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST:
		if (!rosfw_item_value(item, ROSFW_A_ADDRESS_LIST))
			return invalid(err, ROSFW_A_ADDRESS_LIST,
				       "missing value of address-list: this action needs the name of a list");
		return 0;
	case ROSFW_ACTION_REJECT:
		if (rosfw_item_u32(item, ROSFW_A_REJECT_WITH, 0) == ROSFW_REJECT_TCP_RESET &&
		    !has_protocol(item, ROSFW_PROTO_TCP))
			return invalid(err, ROSFW_A_REJECT_WITH, "reject-with=tcp-reset requires protocol tcp");
		return 0;
	case ROSFW_ACTION_TARPIT:
		return has_protocol(item, ROSFW_PROTO_TCP) ? 0 :
			invalid(err, ROSFW_A_ACTION, "action=tarpit requires protocol tcp");
	default:
		ret = check_parameter(item, action, err);
		return ret ? ret : check_target(item, action, err);
	}
}

static int check_rule(const struct rosfw_item *item, struct rosfw_error *err)
{
	const char *chain = rosfw_item_string(item, ROSFW_A_CHAIN);
	int ret;

	if (!chain)
		return invalid(err, ROSFW_A_CHAIN, "missing value(s) of argument(s) chain");
	ret = check_action(item, err);
	if (!ret)
		ret = check_action_chain(item, chain, err);
	if (!ret)
		ret = check_mangle_chain(item, rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT), chain, err);
	return ret ? ret : check_matchers(item, chain, err);
}

static int check_has(const struct rosfw_item *item, u16 prop, const char *text, struct rosfw_error *err)
{
	return rosfw_item_value(item, prop) ? 0 : invalid(err, prop, text);
}

static int check_host(const struct rosfw_item *item, struct rosfw_error *err)
{
	const struct rosfw_value *v = rosfw_item_value(item, ROSFW_A_ADDRESS);

	if (!v)
		return invalid(err, ROSFW_A_ADDRESS, "missing value(s) of argument(s) address");
	if (memcmp(v->data, v->data + v->len / 2, v->len / 2))
		return invalid(err, ROSFW_A_ADDRESS, "a client has one address, no prefix and no range");
	return check_has(item, ROSFW_A_INTERFACE, "missing value(s) of argument(s) interface", err);
}

int rosfw_item_check(const struct rosfw_item *item, struct rosfw_error *err)
{
	const char *list = "missing value(s) of argument(s) list";
	int ret;

	switch (rosfw_menus[item->menu].type) {
	case ROSFW_MENU_RULES:
		return check_rule(item, err);
	case ROSFW_MENU_ADDRESSES:
		ret = check_has(item, ROSFW_A_LIST, list, err);
		return ret ? ret : check_has(item, ROSFW_A_ADDRESS, "missing value(s) of argument(s) address", err);
	case ROSFW_MENU_IFLISTS:
	case ROSFW_MENU_TABLES:
		return check_has(item, ROSFW_A_NAME, "missing value(s) of argument(s) name", err);
	case ROSFW_MENU_IFMEMBERS:
		ret = check_has(item, ROSFW_A_LIST, list, err);
		return ret ? ret : check_has(item, ROSFW_A_INTERFACE, "missing value(s) of argument(s) interface", err);
	case ROSFW_MENU_HOSTS:
		return check_host(item, err);
	case ROSFW_MENU_SETTINGS:
		return 0;
	case ROSFW_MENU_SERVICES:
		return rosfw_service_check(item, err);
	default:
		return invalid(err, 0, "items of this menu are reported and cannot be added or changed");
	}
}

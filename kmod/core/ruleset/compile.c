// SPDX-License-Identifier: GPL-2.0-only
/*
 * From configuration to ruleset: programs for the menus with rules. See ruleset.h.
 *
 * Rules are laid out chain by chain in the order in which they are asked, their conditions likewise, each rule's in the
 * order of rosfw_matchers[]; sizes are counted first, so that a program is a handful of arrays. Disabled rules, and
 * rules that cannot work at present, take no part; the latter leave their reason in program->invalid.
 *
 * A program holds references: its items (and so counters, names and prefixes), the address lists and interface sets
 * that it looks into. It goes with the last ruleset or dump that holds it. Programs whose items, interfaces and
 * interface lists are the same as before are shared with the ruleset before.
 * Locks: none here; one builder at a time (the namespace's mutex).
 */
#include "../match/addr.h"
#include "../match/block.h"
#include "../match/header.h"
#include "../match/hotspot.h"
#include "../match/iface.h"
#include "../match/list.h"
#include "../match/mark.h"
#include "../match/payload.h"
#include "../match/port.h"
#include "../match/proto.h"
#include "../match/rate.h"
#include "../match/sample.h"
#include "../match/state.h"
#include "../match/time.h"
#include "../match/world.h"
#include "chains.h"
#include "index.h"

/* ---- life of a program ---- */

static bool is_list_op(u16 op)
{
	return op == ROSFW_A_SRC_ADDRESS_LIST || op == ROSFW_A_DST_ADDRESS_LIST;
}

static bool is_mark_op(u16 op)
{
	return op == ROSFW_A_CONNECTION_MARK || op == ROSFW_A_PACKET_MARK;
}

static void drop_cond(struct rosfw_program *p, const struct rosfw_cond *cond)
{
	if (is_list_op(cond->op) && cond->u.list)
		rosfw_addrset_list_put(p->addresses, cond->u.list);
	else if (is_mark_op(cond->op))
		rosfw_marks_put(p->marks, rosfw_mark_kind_of(cond->op), cond->u.bits);
}

/* Gives back what conditions from @first on hold, and forgets them. */
static void drop_conds(struct rosfw_program *p, u32 first)
{
	u32 i;

	for (i = first; i < p->nconds; i++)
		drop_cond(p, &p->conds[i]);
	p->nconds = first;
}

/* The parameter with the mark that an action sets and holds; 0: there is none. */
static u16 new_mark(u32 action)
{
	switch (action) {
	case ROSFW_ACTION_MARK_CONNECTION:
		return ROSFW_A_NEW_CONNECTION_MARK;
	case ROSFW_ACTION_MARK_PACKET:
		return ROSFW_A_NEW_PACKET_MARK;
	default:
		return 0;
	}
}

/* Gives back what an action holds. */
static void drop_action(struct rosfw_program *p, const struct rosfw_rule *rule)
{
	if (rule->list)
		rosfw_addrset_list_put(p->addresses, rule->list);
	if (new_mark(rule->action))
		rosfw_marks_put(p->marks, rosfw_mark_kind_of(new_mark(rule->action)), rule->mark);
}

struct rosfw_program *rosfw_program_get(struct rosfw_program *program)
{
	refcount_inc(&program->refs);
	return program;
}

void rosfw_program_put(struct rosfw_program *p)
{
	u32 i;

	if (!p || !refcount_dec_and_test(&p->refs))
		return;
	drop_conds(p, 0);
	for (i = 0; i < p->nrules; i++)
		drop_action(p, &p->rules[i]);
	for (i = 0; i < p->nchains; i++)
		rosfw_index_put(p->chains[i].index);
	rosfw_ifsets_put(p->ifsets);
	rosfw_items_put(p->items);
	rosfw_free(p->chains);
	rosfw_free(p->rules);
	rosfw_free(p->conds);
	rosfw_free(p->invalid);
	rosfw_free(p->pool);
	rosfw_free(p->nats);
	rosfw_free(p->prefixes);
	rosfw_free(p);
}

static u32 action_of(const struct rosfw_item *item)
{
	return rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT);
}

static bool is_npt(u32 action)
{
	return action == ROSFW_ACTION_SNPT || action == ROSFW_ACTION_DNPT;
}

/* How many the rules need at most: conditions, ranges of ports outside of them, translations, those of prefixes. */
struct needs {
	u32 conds, pool, nats, prefixes;
};

static void count_needs(const struct rosfw_items *items, struct needs *needs)
{
	const struct rosfw_value *v;
	const struct rosfw_item *item;
	u32 i, ranges;

	memset(needs, 0, sizeof(*needs));
	for (i = 0; i < items->n; i++) {
		item = items->item[i];
		if (rosfw_item_bool(item, ROSFW_A_DISABLED))
			continue;
		needs->nats += rosfw_action_translates(action_of(item));
		needs->prefixes += is_npt(action_of(item));
		for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v)) {
			needs->conds += !!(rosfw_properties[v->prop].flags & ROSFW_PROP_MATCHER);
			ranges = v->len / sizeof(struct rosfw_port_range);
			if (rosfw_properties[v->prop].kind == ROSFW_KIND_PORTS && ranges > ROSFW_PORTS_INLINE)
				needs->pool += ranges;
		}
	}
}

static struct rosfw_program *program_new(struct rosfw_items *items, u32 menu, u32 nchains,
					 const struct rosfw_compile_env *env)
{
	struct rosfw_program *p = rosfw_alloc(sizeof(*p));
	struct needs needs;

	if (!p)
		return NULL;
	count_needs(items, &needs);
	refcount_set(&p->refs, 1);
	p->menu = menu;
	p->items = rosfw_items_get(items);
	p->addresses = env->addresses[rosfw_menus[menu].family];
	p->marks = env->marks;
	p->chains = rosfw_alloc(array_size(nchains, sizeof(*p->chains)));
	p->rules = rosfw_alloc(array_size(items->n, sizeof(*p->rules)));
	p->conds = rosfw_alloc(array_size(needs.conds + 1, sizeof(*p->conds)));
	p->invalid = rosfw_alloc(array_size(items->n, sizeof(*p->invalid)));
	p->pool = rosfw_alloc(array_size(needs.pool + 1, sizeof(*p->pool)));
	p->nats = rosfw_alloc(array_size(needs.nats + 1, sizeof(*p->nats)));
	p->prefixes = rosfw_alloc(array_size(needs.prefixes + 1, sizeof(*p->prefixes)));
	if (p->chains && p->rules && p->conds && p->invalid && p->pool && p->nats && p->prefixes)
		return p;
	rosfw_program_put(p);
	return NULL;
}

/* ---- rules ---- */

static int compile_cond(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	switch (v->prop) {
	case ROSFW_A_IN_INTERFACE:
	case ROSFW_A_OUT_INTERFACE:
	case ROSFW_A_IN_BRIDGE_PORT:
	case ROSFW_A_OUT_BRIDGE_PORT:
		return rosfw_compile_iface(c, v, cond);
	case ROSFW_A_IN_INTERFACE_LIST:
	case ROSFW_A_OUT_INTERFACE_LIST:
	case ROSFW_A_IN_BRIDGE_PORT_LIST:
	case ROSFW_A_OUT_BRIDGE_PORT_LIST:
		return rosfw_compile_iface_list(c, v, cond);
	case ROSFW_A_PROTOCOL:
		return rosfw_compile_protocol(c, v, cond);
	case ROSFW_A_SRC_ADDRESS:
	case ROSFW_A_DST_ADDRESS:
		return rosfw_compile_addr(c, v, cond);
	case ROSFW_A_SRC_ADDRESS_LIST:
	case ROSFW_A_DST_ADDRESS_LIST:
		return rosfw_compile_list(c, v, cond);
	case ROSFW_A_SRC_PORT:
	case ROSFW_A_DST_PORT:
	case ROSFW_A_PORT:
		return rosfw_compile_ports(c, v, cond);
	case ROSFW_A_TCP_FLAGS:
		return rosfw_compile_tcp_flags(c, v, cond);
	case ROSFW_A_ICMP_OPTIONS:
		return rosfw_compile_icmp(c, v, cond);
	case ROSFW_A_TTL:
	case ROSFW_A_HOP_LIMIT:
		return rosfw_compile_ttl(c, v, cond);
	case ROSFW_A_DSCP:
		return rosfw_compile_dscp(c, v, cond);
	case ROSFW_A_TOS:
		return rosfw_compile_tos(c, v, cond);
	case ROSFW_A_PACKET_SIZE:
	case ROSFW_A_TCP_MSS:
		return rosfw_compile_range(c, v, cond);
	case ROSFW_A_FRAGMENT:
		return rosfw_compile_fragment(c, v, cond);
	case ROSFW_A_IPV4_OPTIONS:
		return rosfw_compile_options(c, v, cond);
	case ROSFW_A_HEADERS:
		return rosfw_compile_headers(c, v, cond);
	case ROSFW_A_SRC_MAC_ADDRESS:
		return rosfw_compile_mac(c, v, cond);
	case ROSFW_A_CONNECTION_MARK:
	case ROSFW_A_PACKET_MARK:
		return rosfw_compile_mark(c, v, cond);
	case ROSFW_A_ROUTING_MARK:
	case ROSFW_A_ROUTING_TABLE:
		return rosfw_compile_routing_mark(c, v, cond);
	case ROSFW_A_CONNECTION_STATE:
	case ROSFW_A_CONNECTION_NAT_STATE:
		return rosfw_compile_state(c, v, cond);
	case ROSFW_A_SRC_ADDRESS_TYPE:
	case ROSFW_A_DST_ADDRESS_TYPE:
	case ROSFW_A_REALM:
		return rosfw_compile_bits(c, v, cond);
	case ROSFW_A_CONNECTION_BYTES:
		return rosfw_compile_bytes(c, v, cond);
	case ROSFW_A_CONNECTION_RATE:
		return rosfw_compile_rate(c, v, cond);
	case ROSFW_A_CONNECTION_LIMIT:
		return rosfw_compile_connection_limit(c, v, cond);
	case ROSFW_A_IPSEC_POLICY:
		return rosfw_compile_ipsec(c, v, cond);
	case ROSFW_A_LAYER7_PROTOCOL:
		return rosfw_compile_layer7(c);
	case ROSFW_A_PSD:
		return rosfw_compile_psd(c, v, cond);
	case ROSFW_A_CONTENT:
	case ROSFW_A_TLS_HOST:
		return rosfw_compile_payload(c, v, cond);
	case ROSFW_A_HOTSPOT:
		return rosfw_compile_hotspot(c, v, cond);
	case ROSFW_A_P2P:
		return rosfw_compile_p2p(c, v, cond);
	case ROSFW_A_CONNECTION_TYPE:
		return rosfw_compile_type(c, v, cond);
	case ROSFW_A_TIME:
		return rosfw_compile_time(c, v, cond);
	case ROSFW_A_INGRESS_PRIORITY:
	case ROSFW_A_PRIORITY:
		return rosfw_compile_priority(c, v, cond);
	case ROSFW_A_RANDOM:
		return rosfw_compile_random(c, v, cond);
	case ROSFW_A_NTH:
		return rosfw_compile_nth(c, v, cond);
	case ROSFW_A_PER_CONNECTION_CLASSIFIER:
		return rosfw_compile_classifier(c, v, cond);
	case ROSFW_A_LIMIT:
		return rosfw_compile_limit(c, v, cond);
	case ROSFW_A_DST_LIMIT:
		return rosfw_compile_dst_limit(c, v, cond);
	default:
		/* A row in rosfw_matchers[] without a matcher must not become a rule that matches everything. */
		WARN_ON_ONCE(1);
		c->invalid = "this module has no such matcher";
		return 0;
	}
}

/* Places of matchers in rosfw_matchers[], from 1; 0: not a matcher. */
static void rank_matchers(struct rosfw_compile *c)
{
	u32 i;

	for (i = 0; rosfw_matchers[i]; i++)
		c->rank[rosfw_matchers[i]] = i + 1;
	WARN_ON_ONCE(i > 64);	/* find_matchers() */
}

/* Which matchers a rule has: bits of their places in rosfw_matchers[]. */
static u64 find_matchers(const struct rosfw_compile *c, const struct rosfw_item *item)
{
	const struct rosfw_value *v;
	u64 found = 0;

	for (v = rosfw_item_next(item, NULL); v; v = rosfw_item_next(item, v))
		if (c->rank[v->prop])
			found |= BIT_ULL(c->rank[v->prop] - 1);
	return found;
}

static int compile_conds(struct rosfw_compile *c, const struct rosfw_item *item, struct rosfw_rule *rule)
{
	u64 left = find_matchers(c, item);
	struct rosfw_program *p = c->program;
	const struct rosfw_value *v;
	struct rosfw_cond *cond;
	int ret;

	rule->first = p->nconds;
	for (; left; left &= left - 1) {
		v = rosfw_item_value(item, rosfw_matchers[__ffs64(left)]);
		cond = &p->conds[p->nconds++];
		memset(cond, 0, sizeof(*cond));
		cond->op = v->prop;
		cond->negated = v->negated;
		ret = compile_cond(c, v, cond);
		if (ret)
			return ret;
	}
	rule->nconds = p->nconds - rule->first;
	return 0;
}

static void compile_jump(struct rosfw_compile *c, u32 target, struct rosfw_rule *rule)
{
	rule->target = target;
	if (target == ROSFW_NO_NAME)
		c->invalid = "jump-target chain has no rules";
}

/* The longest prefix that holds both ends of the range. */
static u8 common_prefix(enum rosfw_family family, const struct rosfw_nat_rule *nat)
{
	u64 hi = nat->from.hi ^ nat->to.hi, lo = nat->from.lo ^ nat->to.lo;

	return rosfw_addr_width(family) - (hi ? 64 + fls64(hi) : fls64(lo));
}

/* Only the network part is replaced, so a range means the prefix that it lies in. */
static void widen_to_prefix(enum rosfw_family family, struct rosfw_nat_rule *nat)
{
	const struct rosfw_addr host = rosfw_addr_low_bits(rosfw_addr_width(family) - nat->prefix_len);

	nat->from = rosfw_addr_prefix(family, &nat->from, nat->prefix_len);
	nat->to.hi |= host.hi;
	nat->to.lo |= host.lo;
}

static void compile_nat_addresses(const struct rosfw_compile *c, const struct rosfw_value *v,
				  struct rosfw_nat_rule *nat)
{
	if (!v)
		return;
	rosfw_addr_load(&nat->from, c->family, v->data);
	rosfw_addr_load(&nat->to, c->family, v->data + v->len / 2);
	nat->prefix_len = common_prefix(c->family, nat);
	/* Of all zeros: consoles write it for "not given". */
	if (nat->to.hi | nat->to.lo)
		nat->flags |= ROSFW_NAT_ADDRS;
	if (nat->action == ROSFW_ACTION_NETMAP)
		widen_to_prefix(c->family, nat);
}

static void compile_nat(struct rosfw_compile *c, const struct rosfw_item *item, struct rosfw_rule *rule)
{
	const struct rosfw_value *ports = rosfw_item_value(item, ROSFW_A_TO_PORTS);
	struct rosfw_nat_rule *nat = &c->program->nats[c->nats_used++];
	struct rosfw_port_range range;

	rule->nat = nat;
	nat->action = rule->action;
	compile_nat_addresses(c, rosfw_item_value(item, c->family == ROSFW_IPV4 ? ROSFW_A_TO_ADDRESSES :
						  ROSFW_A_TO_ADDRESS), nat);
	if (ports) {
		memcpy(&range, ports->data, sizeof(range));
		nat->port_from = range.from;
		nat->port_to = range.to;
		nat->flags |= ROSFW_NAT_PORTS;
	}
	if (rosfw_item_bool(item, ROSFW_A_SAME_NOT_BY_DST))
		nat->flags |= ROSFW_NAT_NOT_BY_DST;
	if (rosfw_item_bool(item, ROSFW_A_RANDOMISE_PORTS))
		nat->flags |= ROSFW_NAT_RANDOM;
	if (rule->action == ROSFW_ACTION_SOCKSIFY)
		c->invalid = "connections cannot be sent through a SOCKS proxy by this version";
}

static void compile_number(const struct rosfw_item *item, u16 prop, struct rosfw_header_change *change)
{
	u32 v = rosfw_item_u32(item, prop, 0);

	change->named = v >= ROSFW_NAMED;
	change->value = v & (ROSFW_NAMED - 1);
}

static void compile_step(const struct rosfw_item *item, u16 prop, struct rosfw_header_change *change)
{
	struct rosfw_compare step;

	memcpy(&step, rosfw_item_value(item, prop)->data, sizeof(step));
	change->how = step.how;
	change->value = step.value;
}

static u32 load_prefix(const struct rosfw_item *item, u16 prop, struct rosfw_addr *from)
{
	const struct rosfw_value *v = rosfw_item_value(item, prop);
	struct rosfw_addr to;

	rosfw_addr_load(from, ROSFW_IPV6, v->data);
	rosfw_addr_load(&to, ROSFW_IPV6, v->data + v->len / 2);
	return ROSFW_PREFIX_MAX - fls64(from->hi ^ to.hi);
}

static void compile_prefix(struct rosfw_compile *c, const struct rosfw_item *item, struct rosfw_header_change *change)
{
	struct rosfw_prefix_map *map = &c->program->prefixes[c->prefixes_used++];
	u32 from_len, to_len;
	struct rosfw_addr from, to;

	from_len = load_prefix(item, ROSFW_A_SRC_PREFIX, &from);
	to_len = load_prefix(item, ROSFW_A_DST_PREFIX, &to);
	rosfw_prefix_map_init(map, &from, from_len, &to, to_len);
	change->prefix = map;
}

static void compile_change(struct rosfw_compile *c, const struct rosfw_item *item, u32 action,
			   struct rosfw_header_change *change)
{
	change->action = action;
	switch (action) {
	case ROSFW_ACTION_CHANGE_TTL:
		compile_step(item, ROSFW_A_NEW_TTL, change);
		break;
	case ROSFW_ACTION_CHANGE_HOP_LIMIT:
		compile_step(item, ROSFW_A_NEW_HOP_LIMIT, change);
		break;
	case ROSFW_ACTION_CHANGE_DSCP:
		compile_number(item, ROSFW_A_NEW_DSCP, change);
		break;
	case ROSFW_ACTION_CHANGE_MSS:
		compile_number(item, ROSFW_A_NEW_MSS, change);
		break;
	case ROSFW_ACTION_SET_PRIORITY:
		compile_number(item, ROSFW_A_NEW_PRIORITY, change);
		break;
	case ROSFW_ACTION_SNPT:
	case ROSFW_ACTION_DNPT:
		compile_prefix(c, item, change);
		break;
	}
}

static int compile_action(struct rosfw_compile *c, const struct rosfw_item *item, u32 target, struct rosfw_rule *rule)
{
	u32 reject = c->family == ROSFW_IPV4 ? ROSFW_REJECT_ICMP_NETWORK_UNREACHABLE : ROSFW_REJECT_ICMP_NO_ROUTE;

	rule->action = action_of(item);
	if (rule->action == ROSFW_ACTION_LOG || rosfw_item_bool(item, ROSFW_A_LOG))
		rule->flags |= ROSFW_RULE_LOG;
	if (rosfw_action_mangles(rule->action) && !rosfw_item_u32(item, ROSFW_A_PASSTHROUGH, true))
		rule->flags |= ROSFW_RULE_STOP;
	rule->chains = rosfw_action_chains(rule->action);
	compile_change(c, item, rule->action, &rule->change);
	switch (rule->action) {
	case ROSFW_ACTION_REJECT:
		rule->reject = rosfw_item_u32(item, ROSFW_A_REJECT_WITH, reject);
		return 0;
	case ROSFW_ACTION_JUMP:
		compile_jump(c, target, rule);
		return 0;
	case ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST:
	case ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST:
		rule->timeout = rosfw_item_u32(item, ROSFW_A_ADDRESS_LIST_TIMEOUT, ROSFW_TIMEOUT_NONE_DYNAMIC);
		rule->list = rosfw_addrset_list_get(c->program->addresses,
						    rosfw_item_string(item, ROSFW_A_ADDRESS_LIST));
		return rule->list ? 0 : rosfw_refuse_memory(c->err);
	case ROSFW_ACTION_MARK_CONNECTION:
	case ROSFW_ACTION_MARK_PACKET:
		return rosfw_compile_mark_name(c, rosfw_item_value(item, new_mark(rule->action)), &rule->mark);
	case ROSFW_ACTION_ROUTE:
		rule->gateway = get_unaligned_be32(rosfw_item_value(item, ROSFW_A_ROUTE_DST)->data);
		return 0;
	case ROSFW_ACTION_MARK_ROUTING:
		return rosfw_compile_table(c, rosfw_item_value(item, ROSFW_A_NEW_ROUTING_MARK), &rule->mark);
	default:
		if (rosfw_action_translates(rule->action))
			compile_nat(c, item, rule);
		return 0;
	}
}

/* A refusal that is this rule's fault. */
static int blame(struct rosfw_compile *c, const struct rosfw_item *item, int ret)
{
	if (ret && ret != -ENOMEM) {
		c->err->menu = item->menu;
		c->err->id = item->id;
	}
	return ret;
}

/* One rule at the end of the program, or its reason among the invalid ones. On errors rosfw_program_put() cleans up. */
static int compile_rule(struct rosfw_compile *c, u32 pos, u32 target)
{
	struct rosfw_program *p = c->program;
	struct rosfw_rule *rule = &p->rules[p->nrules];
	struct rosfw_item *item = p->items->item[pos];
	int ret;

	memset(rule, 0, sizeof(*rule));
	rule->counter = item->counter;
	rule->item = item;
	c->item = item;
	c->invalid = NULL;
	ret = compile_conds(c, item, rule);
	if (ret)
		return blame(c, item, ret);
	p->nrules++;
	ret = compile_action(c, item, target, rule);
	if (ret || !c->invalid)
		return blame(c, item, ret);
	p->nrules--;
	p->invalid[pos] = c->invalid;
	drop_action(p, rule);
	drop_conds(p, rule->first);
	return 0;
}

static int compile_chains(struct rosfw_compile *c, const struct rosfw_chains *chains)
{
	struct rosfw_program *p = c->program;
	u32 chain, i;
	int ret;

	for (chain = 0; chain < chains->names.n; chain++) {
		p->chains[chain].first = p->nrules;
		p->chains[chain].name = chains->names.name[chain];
		for (i = chains->first[chain]; i < chains->first[chain + 1]; i++) {
			if (rosfw_item_bool(p->items->item[chains->rule[i]], ROSFW_A_DISABLED))
				continue;
			ret = compile_rule(c, chains->rule[i], chains->target[i]);
			if (ret)
				return ret;
		}
		p->chains[chain].n = p->nrules - p->chains[chain].first;
	}
	p->nchains = chains->names.n;
	return 0;
}

/*
 * The chain of a program before that has the same name. Chains that come or go shift the others by as many: @hint is
 * where the one before was found.
 */
static const struct rosfw_chain *same_chain(const struct rosfw_program *prev, const char *name, u32 *hint)
{
	u32 i;

	for (i = *hint; i < prev->nchains && i < *hint + 3; i++) {
		if (strcmp(prev->chains[i].name, name))
			continue;
		*hint = i + 1;
		return &prev->chains[i];
	}
	return NULL;
}

/* @prev: the program before, if the same rule means the same in it; else NULL. */
static void index_chains(struct rosfw_program *p, const struct rosfw_program *prev)
{
	const struct rosfw_chain *old;
	u32 i, hint = 0;

	for (i = 0; i < p->nchains; i++) {
		struct rosfw_chain *chain = &p->chains[i];

		old = prev ? same_chain(prev, chain->name, &hint) : NULL;
		if (old && old->index && chain->n >= ROSFW_INDEX_MIN)
			chain->index = rosfw_index_adapt(old->index, prev->rules + old->first, p, chain);
		if (!chain->index)
			chain->index = rosfw_index_build(p, chain);
	}
}

/* With a stack frame of its own. */
static noinline int compile_menu(struct rosfw_compile *c, u32 menu, const struct rosfw_program *prev,
				 struct rosfw_program **out)
{
	struct rosfw_items *items = c->config->menu[menu];
	struct rosfw_chains chains;
	int ret;

	if (rosfw_chains_init(&chains, items, menu))
		return rosfw_refuse_memory(c->err);
	c->family = rosfw_menus[menu].family;
	c->pool_used = 0;
	c->nats_used = 0;
	c->prefixes_used = 0;
	c->program = program_new(items, menu, chains.names.n, c->env);
	ret = c->program ? compile_chains(c, &chains) : rosfw_refuse_memory(c->err);
	rosfw_chains_clean(&chains);
	if (ret) {
		rosfw_program_put(c->program);
		return ret;
	}
	if (!c->env->linear)
		index_chains(c->program, prev);
	*out = c->program;
	return 0;
}

/* ---- rulesets ---- */

static bool same_ifaces(const struct rosfw_compile *c, const struct rosfw_ruleset *prev)
{
	static const u32 menus[] = { ROSFW_MENU_INTERFACE_LIST, ROSFW_MENU_INTERFACE_LIST_MEMBER };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(menus); i++)
		if (c->config->menu[menus[i]] != prev->config->menu[menus[i]])
			return false;
	return c->env->reuse_ifaces;
}

/* The program of the ruleset before, if the same rules would be compiled to the same again. */
static struct rosfw_program *usable(const struct rosfw_compile *c, const struct rosfw_ruleset *prev, u32 menu)
{
	struct rosfw_program *p = prev ? prev->program[menu] : NULL;

	if (!p || p->addresses != c->env->addresses[rosfw_menus[menu].family])
		return NULL;
	return p->uses_ifaces && !same_ifaces(c, prev) ? NULL : p;
}

static int build_programs(struct rosfw_compile *c, const struct rosfw_ruleset *prev, struct rosfw_ruleset *rs)
{
	struct rosfw_program *old;
	int ret = 0;
	u32 menu;

	for (menu = 1; menu <= ROSFW_MENU_MAX && !ret; menu++) {
		if (rosfw_menus[menu].type != ROSFW_MENU_RULES || !c->config->menu[menu]->n)
			continue;
		old = usable(c, prev, menu);
		if (old && old->items == c->config->menu[menu])
			rs->program[menu] = rosfw_program_get(old);
		else
			ret = compile_menu(c, menu, old, &rs->program[menu]);
	}
	return ret;
}

static int gather_blocks(struct rosfw_ruleset *rs, struct rosfw_error *err)
{
	const struct rosfw_program *p;
	u32 menu, i;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		p = rs->program[menu];
		for (i = 0; p && i < p->blocks.n; i++)
			if (!rosfw_blocks_add(&rs->blocks[rosfw_menus[menu].family], p->blocks.prefix_len[i]))
				return rosfw_refuse_blocks(err);
	}
	return 0;
}

int rosfw_ruleset_build(struct rosfw_config *config, const struct rosfw_ruleset *prev,
			const struct rosfw_compile_env *env, u32 generation, struct rosfw_ruleset **out,
			struct rosfw_error *err)
{
	struct rosfw_ifsets *ifsets = NULL;
	struct rosfw_compile c = { .env = env, .config = config, .ifsets = &ifsets, .err = err };
	struct rosfw_ruleset *rs;
	int ret = 0;

	/* Tables that are those of the ruleset before were checked for that one. */
	if (!prev || memcmp(config->menu, prev->config->menu, sizeof(config->menu)))
		ret = rosfw_config_check(config, err);
	if (ret)
		return ret;
	rs = rosfw_alloc(sizeof(*rs));
	if (!rs)
		return rosfw_refuse_memory(err);
	rs->generation = generation;
	rs->config = rosfw_config_get(config);
	rosfw_tracking_read(config, &rs->tracking);
	rosfw_services_read(config, &rs->services);
	rosfw_fast_settings_read(config, &rs->fast);
	rank_matchers(&c);
	ret = build_programs(&c, prev, rs);
	rosfw_ifsets_put(ifsets);
	if (!ret)
		ret = gather_blocks(rs, err);
	if (!ret)
		ret = rosfw_hotspot_build(config, env->world, &rs->hotspot, err);
	if (ret)
		rosfw_ruleset_free(rs);
	else
		*out = rs;
	return ret;
}

void rosfw_ruleset_free(struct rosfw_ruleset *rs)
{
	u32 menu;

	if (!rs)
		return;
	for (menu = 0; menu <= ROSFW_MENU_MAX; menu++)
		rosfw_program_put(rs->program[menu]);
	rosfw_free(rs->hotspot);
	rosfw_config_put(rs->config);
	rosfw_free(rs);
}

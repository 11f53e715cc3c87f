// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk of a packet through a chain and those it jumps to. See ruleset.h.
 *
 * A linear walk over arrays: the first condition that is not fulfilled ends a rule. In a long chain its index (index.h)
 * names the rules that can match, and the walk leaves out all others. No calls through pointers; where to go on after a
 * jump is kept on a stack of fixed size, which is enough because the compiler refuses deeper jumps. After a return the
 * chain is looked up again, from the rule behind the jump on.
 *
 * Runs under the RCU read lock, in any context. Nothing is written but counters, the meters of stateful conditions,
 * address lists and marks. Conditions are in the order of rosfw_matchers[]: a meter moves only for packets that fulfil
 * all others in front of it.
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
#include "index.h"

static __always_inline bool cond_matches(const struct rosfw_cond *c, const struct rosfw_program *p,
					 const struct rosfw_walk *w)
{
	const struct rosfw_pkt *pkt = w->pkt;

	switch (c->op) {
	case ROSFW_A_IN_INTERFACE:
		return rosfw_match_iface(c, pkt->in_ifindex);
	case ROSFW_A_OUT_INTERFACE:
		return rosfw_match_iface(c, pkt->out_ifindex);
	case ROSFW_A_IN_INTERFACE_LIST:
		return rosfw_match_iface_list(c, pkt->in_ifindex);
	case ROSFW_A_OUT_INTERFACE_LIST:
		return rosfw_match_iface_list(c, pkt->out_ifindex);
	case ROSFW_A_IN_BRIDGE_PORT:
		return rosfw_match_iface(c, rosfw_env_bridge_port(w, false));
	case ROSFW_A_OUT_BRIDGE_PORT:
		return rosfw_match_iface(c, rosfw_env_bridge_port(w, true));
	case ROSFW_A_IN_BRIDGE_PORT_LIST:
		return rosfw_match_iface_list(c, rosfw_env_bridge_port(w, false));
	case ROSFW_A_OUT_BRIDGE_PORT_LIST:
		return rosfw_match_iface_list(c, rosfw_env_bridge_port(w, true));
	case ROSFW_A_PROTOCOL:
		return rosfw_match_protocol(c, pkt);
	case ROSFW_A_SRC_ADDRESS:
		return rosfw_match_addr(c, &pkt->src);
	case ROSFW_A_DST_ADDRESS:
		return rosfw_match_addr(c, &pkt->dst);
	case ROSFW_A_SRC_ADDRESS_LIST:
		return rosfw_match_list(c, p->addresses, &pkt->src, w->ruleset->generation, w->now);
	case ROSFW_A_DST_ADDRESS_LIST:
		return rosfw_match_list(c, p->addresses, &pkt->dst, w->ruleset->generation, w->now);
	case ROSFW_A_SRC_PORT:
		return rosfw_match_src_port(c, pkt);
	case ROSFW_A_DST_PORT:
		return rosfw_match_dst_port(c, pkt);
	case ROSFW_A_PORT:
		return rosfw_match_any_port(c, pkt);
	case ROSFW_A_TCP_FLAGS:
		return rosfw_match_tcp_flags(c, pkt);
	case ROSFW_A_ICMP_OPTIONS:
		return rosfw_match_icmp(c, pkt);
	case ROSFW_A_TTL:
	case ROSFW_A_HOP_LIMIT:
		return rosfw_match_ttl(c, pkt);
	case ROSFW_A_DSCP:
	case ROSFW_A_TOS:
		return rosfw_match_tos(c, pkt);
	case ROSFW_A_PACKET_SIZE:
		return rosfw_match_size(c, pkt);
	case ROSFW_A_TCP_MSS:
		return rosfw_match_mss(c, pkt);
	case ROSFW_A_FRAGMENT:
		return rosfw_match_fragment(c, pkt);
	case ROSFW_A_IPV4_OPTIONS:
		return rosfw_match_options(c, pkt);
	case ROSFW_A_HEADERS:
		return rosfw_match_headers(c, pkt);
	case ROSFW_A_SRC_MAC_ADDRESS:
		return rosfw_match_mac(c, pkt);
	case ROSFW_A_CONNECTION_MARK:
		return rosfw_match_connection_mark(c, w);
	case ROSFW_A_PACKET_MARK:
		return rosfw_match_packet_mark(c, w);
	case ROSFW_A_ROUTING_MARK:
		return rosfw_match_routing_mark(c, w);
	case ROSFW_A_PRIORITY:
		return rosfw_match_priority(c, w);
	case ROSFW_A_INGRESS_PRIORITY:
		return rosfw_match_ingress_priority(c, w);
	case ROSFW_A_CONNECTION_STATE:
		return rosfw_match_state(c, w->state);
	case ROSFW_A_CONNECTION_NAT_STATE:
		return rosfw_match_nat_state(c, w->state, w->nat_state);
	case ROSFW_A_SRC_ADDRESS_TYPE:
		return rosfw_match_addr_type(c, w, &pkt->src);
	case ROSFW_A_DST_ADDRESS_TYPE:
		return rosfw_match_addr_type(c, w, &pkt->dst);
	case ROSFW_A_ROUTING_TABLE:
		return rosfw_match_routing_table(c, w);
	case ROSFW_A_REALM:
		return rosfw_match_realm(c, w);
	case ROSFW_A_CONNECTION_BYTES:
		return rosfw_match_conn_bytes(c, w);
	case ROSFW_A_CONNECTION_RATE:
		return rosfw_match_conn_rate(c, w);
	case ROSFW_A_CONNECTION_LIMIT:
		return rosfw_match_connection_limit(c, w);
	case ROSFW_A_IPSEC_POLICY:
		return rosfw_match_ipsec(c, w);
	case ROSFW_A_PSD:
		return rosfw_match_psd(c, pkt);
	case ROSFW_A_CONTENT:
		return rosfw_match_content(c, w);
	case ROSFW_A_TLS_HOST:
		return rosfw_match_tls_host(c, w);
	case ROSFW_A_HOTSPOT:
		return rosfw_match_hotspot(c, w);
	case ROSFW_A_P2P:
		return rosfw_match_p2p(c, w);
	case ROSFW_A_CONNECTION_TYPE:
		return rosfw_match_type(c, w->state, w->types);
	case ROSFW_A_TIME:
		return rosfw_match_time(c);
	case ROSFW_A_RANDOM:
		return rosfw_match_random(c);
	case ROSFW_A_NTH:
		return rosfw_match_nth(c);
	case ROSFW_A_PER_CONNECTION_CLASSIFIER:
		return rosfw_match_classifier(c, pkt);
	case ROSFW_A_LIMIT:
		return rosfw_match_limit(c, pkt);
	case ROSFW_A_DST_LIMIT:
		return rosfw_match_dst_limit(c, pkt);
	default:
		return false;
	}
}

static __always_inline bool rule_matches(const struct rosfw_rule *rule, const struct rosfw_program *p,
					 const struct rosfw_walk *w)
{
	const struct rosfw_cond *c = p->conds + rule->first;
	const struct rosfw_cond *end = c + rule->nconds;

	for (; c < end; c++)
		if (!cond_matches(c, p, w))
			return false;
	return true;
}

/*
 * A jump may lead from the built-in chain where the walk began to a rule that translates the other end. And where
 * nobody has been mapped, there is nobody to send the packet to.
 */
static __always_inline bool rule_works_in(const struct rosfw_rule *rule, u32 chain, const struct rosfw_walk *w)
{
	if (likely(rule->chains == U8_MAX))
		return true;
	if (rule->action == ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT && chain == ROSFW_NAT_DSTNAT && !w->mapped)
		return false;
	return rule->chains >> chain & 1;
}

static void add_to_list(const struct rosfw_program *p, const struct rosfw_rule *rule, struct rosfw_walk *w,
			const struct rosfw_addr *addr)
{
	int err = rosfw_addrset_add_dynamic(p->addresses, rule->list, addr, rule->timeout, w->ruleset->generation,
					    w->now, rosfw_env_wallclock());

	if (unlikely(err))
		rosfw_env_list_full(w, err);
}

static void mark_packet(struct rosfw_walk *w, u16 id)
{
	w->mark = (w->mark & ~ROSFW_SKB_PACKET_MARK) | (u32)id << ROSFW_SKB_PACKET_SHIFT;
}

static void set_priority(struct rosfw_walk *w, const struct rosfw_header_change *c)
{
	u32 priority = rosfw_change_priority(c, w->pkt, rosfw_env_ingress_priority(w));

	w->mark = (w->mark & ~ROSFW_SKB_PRIORITY) | priority << ROSFW_SKB_PRIORITY_SHIFT | ROSFW_SKB_PRIORITY_SET;
}

/* What has no counterpart in the other prefix cannot be reached there. False: the packet must not go on. */
static bool translate_prefix(struct rosfw_walk *w, const struct rosfw_prefix_map *map, const struct rosfw_addr *addr)
{
	struct rosfw_addr moved = *addr;

	if (rosfw_prefix_has(map, addr) && !rosfw_prefix_move(map, &moved))
		return false;
	return rosfw_env_change(w);
}

static void mark_connection(struct rosfw_walk *w, u16 id)
{
	if (w->conn_mark && READ_ONCE(*w->conn_mark) != id)
		WRITE_ONCE(*w->conn_mark, id);
}

/**
 * struct place - where a walk is, or goes on after a jump
 * @rule: the next rule
 * @chain: the chain
 */
struct place {
	u32 rule;
	u32 chain;
};

static __always_inline u32 chain_end(const struct rosfw_program *p, u32 chain)
{
	return p->chains[chain].first + p->chains[chain].n;
}

/* What has to be done for every rule that matches. The counters are the rule's whatever its action does. */
static __always_inline void hit(const struct rosfw_rule *rule, struct rosfw_walk *w, const char *chain)
{
	if (likely(rule->counter))
		rosfw_counter_add(rule->counter, w->pkt->segs, w->pkt->len);
	w->rule = rule;
	w->chain = chain;
	if (unlikely(rule->flags & ROSFW_RULE_LOG))
		rosfw_env_log(w);
}

static enum rosfw_verdict accept_at_end(struct rosfw_walk *w, const char *chain)
{
	w->rule = NULL;
	w->chain = chain;
	return ROSFW_VERDICT_ACCEPT;
}

/**
 * struct stretch - the rules of a chain that the walk has in front of it
 * @end: it asks each rule up to this one
 * @index: ... that the index names; NULL: all of them
 * @candidates: where it is in the index
 */
struct stretch {
	u32 end;
	const struct rosfw_index *index;
	struct rosfw_candidates candidates;
};

static noinline void look_up(const struct rosfw_program *p, const struct place *at, const struct rosfw_walk *w,
			     struct stretch *s)
{
	const struct rosfw_chain *chain = &p->chains[at->chain];

	s->index = chain->index;
	s->end = chain_end(p, at->chain);
	rosfw_index_seek(s->index, w, at->rule - chain->first, &s->candidates);
}

/* The first rules are asked before the packet is looked up: often one of them decides, of what is established. */
static __always_inline void enter(const struct rosfw_program *p, const struct place *at, const struct rosfw_walk *w,
				  struct stretch *s)
{
	const struct rosfw_chain *chain = &p->chains[at->chain];

	if (unlikely(chain->index && at->rule - chain->first >= ROSFW_INDEX_HEAD)) {
		look_up(p, at, w, s);
		return;
	}
	s->index = NULL;
	s->end = chain->index ? chain->first + ROSFW_INDEX_HEAD : chain_end(p, at->chain);
}

static enum rosfw_verdict walk_program(struct rosfw_walk *w, const struct rosfw_program *p, u32 chain)
{
	struct place at = { p->chains[chain].first, chain };
	struct place stack[ROSFW_JUMP_DEPTH] rosfw_unfilled;
	struct stretch s rosfw_unfilled;
	const struct rosfw_rule *rule;
	u32 depth = 0;

	enter(p, &at, w, &s);
	for (;;) {
		if (s.index)
			at.rule = s.end - s.index->n + rosfw_index_next(s.index, &s.candidates);
		if (at.rule == s.end) {
			if (s.end != chain_end(p, at.chain)) {
				look_up(p, &at, w, &s);
				continue;
			}
			if (!depth)
				return accept_at_end(w, p->chains[chain].name);
			at = stack[--depth];
			enter(p, &at, w, &s);
			continue;
		}
		rule = &p->rules[at.rule++];
		if (!rule_works_in(rule, chain, w) || !rule_matches(rule, p, w))
			continue;
		hit(rule, w, p->chains[at.chain].name);
		switch (rule->action) {
		case ROSFW_ACTION_ACCEPT:
			return ROSFW_VERDICT_ACCEPT;
		case ROSFW_ACTION_DROP:
			return ROSFW_VERDICT_DROP;
		case ROSFW_ACTION_REJECT:
			w->reject = rule->reject;
			return ROSFW_VERDICT_REJECT;
		case ROSFW_ACTION_TARPIT:
			return ROSFW_VERDICT_TARPIT;
		case ROSFW_ACTION_NOTRACK:
			return ROSFW_VERDICT_NOTRACK;
		case ROSFW_ACTION_JUMP:
			/* Cannot be: the compiler refused it. */
			if (WARN_ON_ONCE(depth == ROSFW_JUMP_DEPTH))
				return ROSFW_VERDICT_DROP;
			stack[depth++] = at;
			at.chain = rule->target;
			at.rule = p->chains[at.chain].first;
			enter(p, &at, w, &s);
			break;
		case ROSFW_ACTION_RETURN:
			/* Out of a built-in chain there is only its end. */
			if (!depth)
				return ROSFW_VERDICT_ACCEPT;
			s.index = NULL;
			s.end = chain_end(p, at.chain);
			at.rule = s.end;
			break;
		case ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST:
			add_to_list(p, rule, w, &w->pkt->src);
			break;
		case ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST:
			add_to_list(p, rule, w, &w->pkt->dst);
			break;
		case ROSFW_ACTION_MARK_CONNECTION:
			mark_connection(w, rule->mark);
			break;
		case ROSFW_ACTION_MARK_PACKET:
			mark_packet(w, rule->mark);
			break;
		case ROSFW_ACTION_MARK_ROUTING:
			w->mark = (w->mark & ~ROSFW_SKB_ROUTING_MARK) | rule->mark;
			break;
		case ROSFW_ACTION_ROUTE:
			w->gateway = rule->gateway;
			break;
		case ROSFW_ACTION_SET_PRIORITY:
			set_priority(w, &rule->change);
			break;
		case ROSFW_ACTION_CHANGE_TTL:
		case ROSFW_ACTION_CHANGE_HOP_LIMIT:
			/* Nobody may send what has no hop left. */
			if (!rosfw_env_change(w) || !w->pkt->ttl)
				return ROSFW_VERDICT_DROP;
			break;
		case ROSFW_ACTION_CHANGE_DSCP:
		case ROSFW_ACTION_CHANGE_MSS:
		case ROSFW_ACTION_CLEAR_DF:
		case ROSFW_ACTION_STRIP_IPV4_OPTIONS:
			if (!rosfw_env_change(w))
				return ROSFW_VERDICT_DROP;
			break;
		case ROSFW_ACTION_SNPT:
		case ROSFW_ACTION_DNPT:
			if (!translate_prefix(w, rule->change.prefix, rule->action == ROSFW_ACTION_SNPT ?
					      &w->pkt->src : &w->pkt->dst))
				return ROSFW_VERDICT_DROP;
			/* Other rules can match now. */
			enter(p, &at, w, &s);
			break;
		case ROSFW_ACTION_FASTTRACK_CONNECTION:
			w->fasttrack = true;
			break;
		case ROSFW_ACTION_LOG:
		case ROSFW_ACTION_PASSTHROUGH:
			break;
		default:
			if (!WARN_ON_ONCE(!rule->nat))
				return ROSFW_VERDICT_NAT;
		}
		if (rule->flags & ROSFW_RULE_STOP)
			return ROSFW_VERDICT_ACCEPT;
	}
}

enum rosfw_verdict rosfw_walk_chain(struct rosfw_walk *walk, u32 menu, u32 chain)
{
	const struct rosfw_program *p = walk->ruleset->program[menu];

	if (!p)
		return accept_at_end(walk, rosfw_menus[menu].chains[chain]);
	return walk_program(walk, p, chain);
}

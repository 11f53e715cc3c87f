// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a connection looks like behind a NAT point: settled by its first packet, kept for its life.
 *
 * A connection keeps its port if it can, and whether it can says the table when the header is linked: one lookup. If
 * not, the core proposes headers that seem to be free; the table has the last word again, since another CPU may have
 * been quicker, and then the core proposes once more. Where ports are so scarce that the search took long, the next
 * ones of the same second are short: a flood cannot make us look at 64K ports for each of its packets.
 *
 * Endpoint-independent NAT: the source is what the client has been mapped to already, if it has; nobody else is given
 * that, and who comes from outside to a mapped endpoint is sent to the client.
 * Locks: none held; the table takes its own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ratelimit.h>

#include "../conntrack/mapping.h"
#include "nat.h"

#define LONG_SEARCH	1024U	/* questions */
#define SCARCE		64U	/* kinds of searches that are remembered */
#define PROPOSALS	8U
#define LOG_INTERVAL	(60 * HZ)
#define EVENTS		10	/* a second */

/**
 * struct rosfw_nat - translation in one namespace
 * @seed: of what spreads connections over addresses
 * @scarce: by a hash of what was looked for: when, in seconds, a search was long
 * @log: lines about exhaustion
 * @events: events about it
 */
struct rosfw_nat {
	siphash_key_t seed;
	u32 scarce[SCARCE];
	struct ratelimit_state log;
	struct ratelimit_state events;
};

/**
 * struct question - whom the core asks
 * @ask: what it sees
 * @rn: namespace
 * @inner: source in front of the NAT point where it may be changed, else NULL
 * @asked: how often
 */
struct question {
	struct rosfw_nat_ask ask;
	struct rosfw_net *rn;
	const struct rosfw_endpoint *inner;
	u32 asked;
};

/**
 * struct decision - one connection at one NAT point
 * @walk: of its first packet; NULL: no rule met it
 * @conn: the connection
 * @stage: what is settled
 * @want: what the rule wants
 * @masquerade: ifindex, if it has to end with an interface; else 0
 */
struct decision {
	const struct rosfw_walk *walk;
	struct rosfw_conn *conn;
	enum rosfw_stage stage;
	struct rosfw_nat_want want;
	u32 masquerade;
};

static enum rosfw_stage stage_of(enum rosfw_nat_chain chain)
{
	return chain == ROSFW_NAT_DSTNAT || chain == ROSFW_NAT_OUTPUT ? ROSFW_STAGE_BETWEEN : ROSFW_STAGE_LEAVES;
}

bool rosfw_nat_is_open(const struct rosfw_conn *conn, enum rosfw_nat_chain chain)
{
	return !rosfw_conn_stage_decided(conn, stage_of(chain));
}

static bool is_taken(const struct rosfw_nat_ask *ask, const struct rosfw_header *header)
{
	struct question *q = container_of(ask, struct question, ask);

	q->asked++;
	if (q->inner && rosfw_mapping_is_foreign(q->rn, header, q->inner))
		return true;
	return rosfw_conntrack_taken(q->rn, header);
}

/* Searches for the same protocol at the same other end, by the same rule, fare alike. */
static u32 *scarce_slot(struct rosfw_nat *nat, const struct decision *d, const struct rosfw_header *before)
{
	const struct rosfw_endpoint *other = &before->dst;
	u64 hash;

	hash = siphash_4u64(other->addr.hi, other->addr.lo, (u64)other->id << 8 | before->proto,
			    d->walk ? (unsigned long)d->walk->rule : 0, &nat->seed);
	return &nat->scarce[hash % SCARCE];
}

static void tell_listeners(struct rosfw_net *rn, struct rosfw_conn *conn)
{
	if (!__ratelimit(&rn->nat->events))
		return;
	spin_lock_bh(&conn->lock);
	if (!(conn->status & ROSFW_CONN_DYING))
		rosfw_conn_event(rn->net, conn, ROSFW_EVENT_NAT_EXHAUSTED);
	spin_unlock_bh(&conn->lock);
}

static void complain(struct rosfw_net *rn, struct rosfw_conn *conn, const struct rosfw_header *before)
{
	u8 src[16], dst[16];

	tell_listeners(rn, conn);
	if (!__ratelimit(&rn->nat->log))
		return;
	rosfw_addr_store(&before->src.addr, before->family, src);
	rosfw_addr_store(&before->dst.addr, before->family, dst);
	if (before->family == ROSFW_IPV4)
		pr_warn("nat is exhausted: nothing is free for protocol %u from %pI4 to %pI4\n", before->proto, src,
			dst);
	else
		pr_warn("nat is exhausted: nothing is free for protocol %u from %pI6c to %pI6c\n", before->proto, src,
			dst);
}

/* Would it leave as somebody else does? */
static bool before_is_taken(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	return d->stage == ROSFW_STAGE_LEAVES && (READ_ONCE(d->conn->status) & ROSFW_CONN_CLASH ||
						  rosfw_mapping_is_foreign(rn, before, &before->src));
}

static struct question question(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	return (struct question){
		.ask = {
			.taken = is_taken,
			.seed = &rn->nat->seed,
			.before_taken = before_is_taken(rn, d, before),
		},
		.rn = rn,
		.inner = d->stage == ROSFW_STAGE_LEAVES ? &before->src : NULL,
	};
}

/* A header that seems to be free. */
static bool propose(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before,
		    struct rosfw_header *after)
{
	struct question q = question(rn, d, before);
	u32 now = rosfw_now_seconds(), *slot = scarce_slot(rn->nat, d, before);
	bool found;

	q.ask.random = get_random_u32();
	q.ask.hurry = READ_ONCE(*slot) == now;
	found = rosfw_nat_choose(&d->want, before, &q.ask, after);
	if (q.asked >= LONG_SEARCH)
		WRITE_ONCE(*slot, now);
	return found;
}

/* Its own port, if nobody has that: what nearly always does, without asking first. -EEXIST: somebody has. */
static int settle_quickly(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	const struct question q = question(rn, d, before);
	struct rosfw_header after;

	if (!rosfw_nat_keep(&d->want, before, &q.ask, &after) ||
	    (q.inner && rosfw_mapping_is_foreign(rn, &after, q.inner)))
		return -EEXIST;
	return rosfw_conn_set_stage(rn, d->conn, d->stage, &after);
}

static int settle(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	int err = settle_quickly(rn, d, before);
	struct rosfw_header after;
	u32 i;

	for (i = 0; i < PROPOSALS && err == -EEXIST; i++) {
		if (!propose(rn, d, before, &after))
			break;
		err = rosfw_conn_set_stage(rn, d->conn, d->stage, &after);
	}
	if (err == -EEXIST) {
		complain(rn, d->conn, before);
		return -EADDRINUSE;
	}
	return err == -EALREADY ? 0 : err;
}

/* The header of a client's packet behind the second NAT point: what it is mapped to, or what is to become that. */
static bool propose_mapped(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before,
			   struct rosfw_header *after)
{
	const struct question q = question(rn, d, before);

	*after = *before;
	rosfw_nat_first_address(&d->want, before, &q.ask, &after->src.addr);
	return rosfw_mapping_of_inner(rn, before, &after->src) || propose(rn, d, before, after);
}

/*
 * Endpoint-independent: another packet of the client, or of another, may be as quick as this one. A destination to
 * which the public endpoint was in use before it was given to the client gets another: no two connections share one.
 */
static int settle_mapped(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	struct rosfw_header after;
	int err = -EEXIST;
	u32 i;

	for (i = 0; i < PROPOSALS && err == -EEXIST; i++) {
		if (!propose_mapped(rn, d, before, &after))
			break;
		err = rosfw_conn_map(rn, d->conn, d->stage, &before->src, &after.src);
		if (err)
			continue;
		err = rosfw_conn_set_stage(rn, d->conn, d->stage, &after);
		if (err)
			rosfw_conn_unmap(rn, d->conn, d->stage);
	}
	if (err == -EEXIST)
		return settle(rn, d, before);
	return err == -EALREADY ? 0 : err;
}

/* Whoever comes to a mapped endpoint is sent to the client behind it. */
static int settle_to_mapped(struct rosfw_net *rn, struct decision *d, const struct rosfw_header *before)
{
	struct rosfw_endpoint inner;
	int err;

	/* It has gone since the walk. */
	if (!rosfw_mapping_of_outer(rn, before, &inner))
		return rosfw_conn_set_stage(rn, d->conn, d->stage, before) == -ENOMEM ? -ENOMEM : 0;
	err = rosfw_conn_map(rn, d->conn, d->stage, &inner, &before->dst);
	if (err && err != -EEXIST)
		return err == -EALREADY ? 0 : err;
	d->want = (struct rosfw_nat_want){
		.side = ROSFW_NAT_DST,
		.flags = ROSFW_NAT_ADDRS | ROSFW_NAT_PORTS,
		.port_from = inner.id,
		.port_to = inner.id,
		.from = inner.addr,
		.to = inner.addr,
	};
	return settle(rn, d, before);
}

bool rosfw_nat_is_mapped(struct rosfw_net *rn, const struct rosfw_conn *conn, enum rosfw_nat_chain chain)
{
	struct rosfw_endpoint inner;
	struct rosfw_header header;

	if (!conn || chain != ROSFW_NAT_DSTNAT)
		return false;
	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &header);
	return rosfw_mapping_of_outer(rn, &header, &inner);
}

static int want_outgoing(struct decision *d)
{
	const struct rosfw_env *env = d->walk->world;
	struct rosfw_addr addr;

	if (!rosfw_nat_outgoing_address(env->skb, env->state, d->walk->pkt, &addr))
		return -EADDRNOTAVAIL;
	rosfw_nat_want_address(&d->want, &addr);
	d->masquerade = env->state->out->ifindex;
	return 0;
}

static int want_local(struct decision *d)
{
	const struct rosfw_env *env = d->walk->world;
	struct rosfw_addr addr;

	if (!rosfw_nat_local_address(env->state, d->walk->pkt, &addr))
		return -EADDRNOTAVAIL;
	rosfw_nat_want_address(&d->want, &addr);
	return 0;
}

/* What the rule wants, with the addresses that it leaves to us. */
static int complete_want(struct decision *d)
{
	const struct rosfw_walk *walk = d->walk;
	u32 menu = walk->pkt->family == ROSFW_IPV4 ? ROSFW_MENU_IP_NAT : ROSFW_MENU_IPV6_NAT;

	rosfw_nat_want(walk->ruleset->program[menu], walk->rule,
		       d->stage == ROSFW_STAGE_BETWEEN ? ROSFW_NAT_DST : ROSFW_NAT_SRC, &d->want);
	switch (walk->rule->action) {
	case ROSFW_ACTION_MASQUERADE:
		return want_outgoing(d);
	case ROSFW_ACTION_REDIRECT:
		return want_local(d);
	case ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT:
		/* Without an address it is a kind of masquerading. */
		if (d->stage == ROSFW_STAGE_LEAVES && !(d->want.flags & ROSFW_NAT_ADDRS))
			return want_outgoing(d);
		return 0;
	default:
		return 0;
	}
}

int rosfw_nat_exempt(struct rosfw_net *rn, enum rosfw_nat_chain chain, struct rosfw_conn *conn)
{
	struct decision d = { .conn = conn, .stage = stage_of(chain), .want = { .side = ROSFW_NAT_SRC } };
	struct rosfw_header header;

	if (likely(!(READ_ONCE(conn->status) & ROSFW_CONN_CLASH) && !rosfw_mapping_any(rn))) {
		rosfw_conn_keep_stage(conn, d.stage);
		return 0;
	}
	rosfw_conn_header(conn, d.stage - 1, &header);
	/* Whether another packet was quicker or the connection has ended: this packet goes on. */
	if (!before_is_taken(rn, &d, &header) && rosfw_conn_set_stage(rn, conn, d.stage, &header) != -EEXIST)
		return 0;
	return settle(rn, &d, &header);
}

bool rosfw_nat_is_wanted(const struct rosfw_conn *conn, enum rosfw_nat_chain chain, struct rosfw_endpoint *to)
{
	return rosfw_conn_wanted(conn, stage_of(chain), to);
}

/* From that endpoint; -EEXIST: somebody leaves from there already. */
static int leave_from(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before,
		      const struct rosfw_endpoint *from)
{
	struct rosfw_header after = *before;

	after.src = *from;
	if (rosfw_mapping_is_foreign(rn, &after, &before->src))
		return -EEXIST;
	return rosfw_conn_set_stage(rn, d->conn, d->stage, &after);
}

int rosfw_nat_follow(struct rosfw_net *rn, enum rosfw_nat_chain chain, struct rosfw_conn *conn,
		     const struct rosfw_endpoint *to)
{
	struct decision d = { .conn = conn, .stage = stage_of(chain) };
	struct rosfw_header before;
	int err = -EEXIST;

	d.want = (struct rosfw_nat_want){
		.side = d.stage == ROSFW_STAGE_BETWEEN ? ROSFW_NAT_DST : ROSFW_NAT_SRC,
		.port_from = to->id,
		.port_to = to->id,
	};
	rosfw_nat_want_address(&d.want, &to->addr);
	if (to->id & ROSFW_VIEW_CALL)
		d.want.flags |= ROSFW_NAT_CALL;
	else if (to->id && d.stage == ROSFW_STAGE_BETWEEN)
		d.want.flags |= ROSFW_NAT_PORTS;
	rosfw_conn_header(conn, d.stage - 1, &before);
	if (to->id && d.stage == ROSFW_STAGE_LEAVES)
		err = leave_from(rn, &d, &before, to);
	/* A source port is only a wish, a call id is not. */
	if (err == -EEXIST)
		return settle(rn, &d, &before);
	return err == -EALREADY ? 0 : err;
}

int rosfw_nat_decide(const struct rosfw_walk *walk, enum rosfw_nat_chain chain, struct rosfw_conn *conn)
{
	struct decision d = { .walk = walk, .conn = conn, .stage = stage_of(chain) };
	const struct rosfw_env *env = walk->world;
	struct rosfw_header before;
	int err;

	/* Somebody who has no address yet asks for one; he would not hear the answer to another. */
	if (!(walk->pkt->src.hi | walk->pkt->src.lo))
		return rosfw_nat_exempt(env->rn, chain, conn);
	err = complete_want(&d);
	if (err)
		return err;
	if (d.masquerade)
		err = rosfw_conn_set_masquerade(conn, d.masquerade);
	if (err)
		return err;
	rosfw_conn_header(conn, d.stage - 1, &before);
	if (walk->rule->action != ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT)
		return settle(env->rn, &d, &before);
	if (d.stage == ROSFW_STAGE_LEAVES)
		return settle_mapped(env->rn, &d, &before);
	return settle_to_mapped(env->rn, &d, &before);
}

int rosfw_nat_net_init(struct rosfw_net *rn)
{
	rn->nat = kzalloc(sizeof(*rn->nat), GFP_KERNEL_ACCOUNT);
	rn->masquerade = rosfw_masquerade_new(rn);
	if (!rn->nat || !rn->masquerade) {
		kfree(rn->masquerade);
		kfree(rn->nat);
		return -ENOMEM;
	}
	get_random_bytes(&rn->nat->seed, sizeof(rn->nat->seed));
	ratelimit_state_init(&rn->nat->log, LOG_INTERVAL, 1);
	ratelimit_set_flags(&rn->nat->log, RATELIMIT_MSG_ON_RELEASE);
	ratelimit_state_init(&rn->nat->events, HZ, EVENTS);
	ratelimit_set_flags(&rn->nat->events, RATELIMIT_MSG_ON_RELEASE);
	return 0;
}

void rosfw_nat_net_exit(struct rosfw_net *rn)
{
	rosfw_masquerade_free(rn->masquerade);
	kfree(rn->nat);
}

int __init rosfw_nat_module_init(void)
{
	int err = rosfw_payload_module_init();

	if (err)
		return err;
	err = rosfw_masquerade_module_init();
	if (err)
		rosfw_payload_module_exit();
	return err;
}

void rosfw_nat_module_exit(void)
{
	rosfw_masquerade_module_exit();
	rosfw_payload_module_exit();
}

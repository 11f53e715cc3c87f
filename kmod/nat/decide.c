// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a connection looks like behind a NAT point: settled by its first packet, kept for its life.
 *
 * The core proposes headers that seem to be free; the connection table has the last word, since another CPU may have
 * been quicker, and then the core proposes again. Where ports are so scarce that the search took long, the next ones of
 * the same second are short: a flood cannot make us look at 64K ports for each of its packets.
 * Locks: none held; the table takes its own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ratelimit.h>

#include "nat.h"

#define LONG_SEARCH	1024U	/* questions */
#define SCARCE		64U	/* kinds of searches that are remembered */
#define PROPOSALS	8U
#define LOG_INTERVAL	(60 * HZ)

/**
 * struct rosfw_nat - translation in one namespace
 * @seed: of what spreads connections over addresses
 * @scarce: by a hash of what was looked for: when, in seconds, a search was long
 * @log: lines about exhaustion
 */
struct rosfw_nat {
	siphash_key_t seed;
	u32 scarce[SCARCE];
	struct ratelimit_state log;
};

/**
 * struct question - whom the core asks
 * @ask: what it sees
 * @rn: namespace
 * @asked: how often
 */
struct question {
	struct rosfw_nat_ask ask;
	struct rosfw_net *rn;
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

static void complain(struct rosfw_net *rn, const struct rosfw_header *before)
{
	u8 src[16], dst[16];

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

static int settle(struct rosfw_net *rn, const struct decision *d, const struct rosfw_header *before)
{
	struct question q = {
		.ask = {
			.taken = is_taken,
			.seed = &rn->nat->seed,
			.before_taken = d->stage == ROSFW_STAGE_LEAVES && READ_ONCE(d->conn->status) & ROSFW_CONN_CLASH,
		},
		.rn = rn,
	};
	u32 now = rosfw_now_seconds(), *slot = scarce_slot(rn->nat, d, before);
	struct rosfw_header after;
	u32 i;
	int err = -EADDRINUSE;

	for (i = 0; i < PROPOSALS; i++) {
		q.ask.random = get_random_u32();
		q.ask.hurry = READ_ONCE(*slot) == now;
		if (!rosfw_nat_choose(&d->want, before, &q.ask, &after))
			break;
		err = rosfw_conn_set_stage(rn, d->conn, d->stage, &after);
		if (err != -EEXIST)
			break;
		err = -EADDRINUSE;
	}
	if (q.asked >= LONG_SEARCH)
		WRITE_ONCE(*slot, now);
	if (err == -EADDRINUSE)
		complain(rn, before);
	return err == -EALREADY ? 0 : err;
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

	rosfw_conn_header(conn, d.stage - 1, &header);
	/* Whether another packet was quicker or the connection has ended: this packet goes on. */
	if (rosfw_conn_set_stage(rn, conn, d.stage, &header) != -EEXIST)
		return 0;
	return settle(rn, &d, &header);
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
	return settle(env->rn, &d, &before);
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
	return 0;
}

void rosfw_nat_net_exit(struct rosfw_net *rn)
{
	rosfw_masquerade_free(rn->masquerade);
	kfree(rn->nat);
}

int __init rosfw_nat_module_init(void)
{
	return rosfw_masquerade_module_init();
}

void rosfw_nat_module_exit(void)
{
	rosfw_masquerade_module_exit();
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers of rates: limit, dst-limit, psd. What they count is in the rule's meter. */
#ifndef _ROSFW_MATCH_RATE_H
#define _ROSFW_MATCH_RATE_H

#include "match.h"
#include "meter.h"

static inline struct rosfw_rate rosfw_rate_of(const struct rosfw_limit *l)
{
	u64 cost = (u64)ROSFW_TICKS * l->time;

	return (struct rosfw_rate){ .fill = l->rate, .cost = cost, .room = l->burst * cost };
}

static inline int rosfw_compile_limit(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	struct rosfw_limit l;

	memcpy(&l, v->data, sizeof(l));
	cond->flags = l.mode;
	cond->u.rate.rate = rosfw_rate_of(&l);
	cond->u.rate.meter = rosfw_meter_of(c->item);
	return cond->u.rate.meter ? 0 : rosfw_refuse_memory(c->err);
}

/* Only packets within the rate take tokens, whether the condition is negated or not. */
static inline bool rosfw_match_limit(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	const struct rosfw_rate *rate = &cond->u.rate.rate;
	bool bits = cond->flags == ROSFW_LIMIT_BIT;
	u64 first = rate->cost * (bits ? 8 * pkt->size : 1);
	u64 all = rate->cost * (bits ? 8 * pkt->len : pkt->segs);
	struct rosfw_meter *m = cond->u.rate.meter;
	bool within;

	spin_lock_bh(&m->lock);
	within = rosfw_bucket_take(&m->bucket, rate, rosfw_env_ticks(), first, all);
	spin_unlock_bh(&m->lock);
	return within != cond->negated;
}

static inline int rosfw_compile_dst_limit(struct rosfw_compile *c, const struct rosfw_value *v,
					  struct rosfw_cond *cond)
{
	struct rosfw_meter *m = rosfw_meter_of(c->item);
	struct rosfw_limit l;

	memcpy(&l, v->data, sizeof(l));
	cond->flags = l.mode;
	cond->n = l.expire;
	cond->u.rate.rate = rosfw_rate_of(&l);
	cond->u.rate.flows = m ? rosfw_meter_flows(m) : NULL;
	return cond->u.rate.flows ? 0 : rosfw_refuse_memory(c->err);
}

/* Port 0 where there are no ports. */
static inline u64 rosfw_flow_key(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	const siphash_key_t *seed = &cond->u.rate.flows->seed;
	u16 port = pkt->flags & ROSFW_PKT_PORTS ? pkt->dport : 0;
	u64 words[5] = { pkt->src.hi, pkt->src.lo, pkt->dst.hi, pkt->dst.lo, port };

	switch (cond->flags) {
	case ROSFW_FLOW_DST_ADDRESS:
		return siphash_2u64(pkt->dst.hi, pkt->dst.lo, seed);
	case ROSFW_FLOW_DST_ADDRESS_AND_PORT:
		return siphash_3u64(pkt->dst.hi, pkt->dst.lo, port, seed);
	case ROSFW_FLOW_SRC_ADDRESS:
		return siphash_2u64(pkt->src.hi, pkt->src.lo, seed);
	case ROSFW_FLOW_SRC_AND_DST_ADDRESSES:
		return siphash_4u64(pkt->src.hi, pkt->src.lo, pkt->dst.hi, pkt->dst.lo, seed);
	default:
		return siphash(words, sizeof(words), seed);
	}
}

static inline bool rosfw_match_dst_limit(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	const struct rosfw_rate *rate = &cond->u.rate.rate;

	return rosfw_flow_take(cond->u.rate.flows, rosfw_flow_key(cond, pkt), rate, rosfw_env_ticks(),
			       (u64)ROSFW_TICKS * cond->n, rate->cost * pkt->segs);
}

static inline int rosfw_compile_psd(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	struct rosfw_meter *m = rosfw_meter_of(c->item);

	memcpy(&cond->u.psd.psd, v->data, sizeof(cond->u.psd.psd));
	cond->u.psd.scanners = m ? rosfw_meter_scanners(m) : NULL;
	return cond->u.psd.scanners ? 0 : rosfw_refuse_memory(c->err);
}

/* What answers, or resets, scans nothing. */
static inline bool rosfw_match_psd(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	struct rosfw_scanners *scanners = cond->u.psd.scanners;
	bool udp = pkt->proto == ROSFW_PROTO_UDP;

	if (!(pkt->flags & ROSFW_PKT_PORTS) || !(udp || pkt->proto == ROSFW_PROTO_TCP))
		return false;
	if (!udp && (!(pkt->flags & ROSFW_PKT_L4) || pkt->u.tcp.flags & (ROSFW_TCP_ACK | ROSFW_TCP_RST)))
		return false;
	return rosfw_scan_note(scanners, siphash_2u64(pkt->src.hi, pkt->src.lo, &scanners->seed), &cond->u.psd.psd,
			       pkt->dport, udp, rosfw_env_ticks());
}

#endif /* _ROSFW_MATCH_RATE_H */

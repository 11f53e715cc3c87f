/* SPDX-License-Identifier: GPL-2.0-only */
/* Matchers that take a share of the packets: random, nth, per-connection-classifier. */
#ifndef _ROSFW_MATCH_SAMPLE_H
#define _ROSFW_MATCH_SAMPLE_H

#include "match.h"
#include "meter.h"

/* Below which random numbers of 32 bits match. */
static inline int rosfw_compile_random(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	cond->u.bits = div_u64((u64)*v->data << 32, 100);
	return 0;
}

static inline bool rosfw_match_random(const struct rosfw_cond *cond)
{
	return get_random_u32() < cond->u.bits;
}

static inline int rosfw_compile_nth(struct rosfw_compile *c, const struct rosfw_value *v, struct rosfw_cond *cond)
{
	memcpy(&cond->u.nth.nth, v->data, sizeof(cond->u.nth.nth));
	cond->u.nth.meter = rosfw_meter_of(c->item);
	return cond->u.nth.meter ? 0 : rosfw_refuse_memory(c->err);
}

/* A merged packet (GSO) can go only one way: it counts as one. */
static inline bool rosfw_match_nth(const struct rosfw_cond *cond)
{
	u32 n = rosfw_meter_count(cond->u.nth.meter, cond->u.nth.nth.every);

	return (n == cond->u.nth.nth.packet) != cond->negated;
}

/* What is hashed, as in the fields of RouterOS's classifier. */
#define ROSFW_CLASSIFY_SRC	0x1
#define ROSFW_CLASSIFY_DST	0x2
#define ROSFW_CLASSIFY_SPORT	0x4
#define ROSFW_CLASSIFY_DPORT	0x8

static inline int rosfw_compile_classifier(struct rosfw_compile *c, const struct rosfw_value *v,
					   struct rosfw_cond *cond)
{
	static const u8 fields[__ROSFW_CLASSIFIER_COUNT] = {
		[ROSFW_CLASSIFIER_SRC_ADDRESS] = ROSFW_CLASSIFY_SRC,
		[ROSFW_CLASSIFIER_DST_ADDRESS] = ROSFW_CLASSIFY_DST,
		[ROSFW_CLASSIFIER_BOTH_ADDRESSES] = ROSFW_CLASSIFY_SRC | ROSFW_CLASSIFY_DST,
		[ROSFW_CLASSIFIER_SRC_PORT] = ROSFW_CLASSIFY_SPORT,
		[ROSFW_CLASSIFIER_DST_PORT] = ROSFW_CLASSIFY_DPORT,
		[ROSFW_CLASSIFIER_BOTH_PORTS] = ROSFW_CLASSIFY_SPORT | ROSFW_CLASSIFY_DPORT,
		[ROSFW_CLASSIFIER_SRC_ADDRESS_AND_PORT] = ROSFW_CLASSIFY_SRC | ROSFW_CLASSIFY_SPORT,
		[ROSFW_CLASSIFIER_DST_ADDRESS_AND_PORT] = ROSFW_CLASSIFY_DST | ROSFW_CLASSIFY_DPORT,
		[ROSFW_CLASSIFIER_BOTH_ADDRESSES_AND_PORTS] = ROSFW_CLASSIFY_SRC | ROSFW_CLASSIFY_DST |
							      ROSFW_CLASSIFY_SPORT | ROSFW_CLASSIFY_DPORT,
	};

	memcpy(&cond->u.classifier, v->data, sizeof(cond->u.classifier));
	cond->flags = fields[cond->u.classifier.fields];
	return 0;
}

/*
 * Rules of the same fields must divide what they see between them, whatever it is: where there are no ports they are 0.
 * The hash has no secret, so that connections keep their share when the module is loaded again.
 */
static inline bool rosfw_match_classifier(const struct rosfw_cond *cond, const struct rosfw_pkt *pkt)
{
	u8 fields = cond->flags;
	bool ports = pkt->flags & ROSFW_PKT_PORTS;
	struct rosfw_addr none = { 0, 0 };
	const struct rosfw_addr *src = fields & ROSFW_CLASSIFY_SRC ? &pkt->src : &none;
	const struct rosfw_addr *dst = fields & ROSFW_CLASSIFY_DST ? &pkt->dst : &none;
	u32 words[9] = {
		src->hi >> 32, src->hi, src->lo >> 32, src->lo, dst->hi >> 32, dst->hi, dst->lo >> 32, dst->lo,
		(u32)(ports && fields & ROSFW_CLASSIFY_SPORT ? pkt->sport : 0) << 16 |
			(ports && fields & ROSFW_CLASSIFY_DPORT ? pkt->dport : 0),
	};
	u32 share = jhash2(words, ARRAY_SIZE(words), 0) % cond->u.classifier.denominator;

	return (share == cond->u.classifier.remainder) != cond->negated;
}

#endif /* _ROSFW_MATCH_SAMPLE_H */

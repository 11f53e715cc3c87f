// SPDX-License-Identifier: GPL-2.0-only
/*
 * What action=tarpit answers: the numbers of every segment that a peer may send, and silence for all that needs none.
 */
#include "core/action/tarpit.h"
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define F	ROSFW_TCP_FIN
#define S	ROSFW_TCP_SYN
#define R	ROSFW_TCP_RST
#define P	ROSFW_TCP_PSH
#define A	ROSFW_TCP_ACK
#define E	(ROSFW_TCP_ECE | ROSFW_TCP_CWR)

static const siphash_key_t key = { { 1, 2 } };

/* The peer begins with @begin; numbers are counted from there, and ours from where we begin. */
static const struct {
	const char *name;
	u8 flags;
	u32 seq, len;
	s32 ack;	/* what it acknowledges of ours: 1 is the SYN */
	bool answer;
	u32 want_seq, want_ack;
} rows[] = {
	{ "a SYN", S, 0, 0, 0, true, 0, 1 },
	{ "a SYN with ECN", S | E, 0, 0, 0, true, 0, 1 },
	{ "a SYN that brings data", S, 0, 100, 0, true, 0, 1 },
	{ "the end of the handshake", A, 1, 0, 1, false },
	{ "an acknowledgement of what was not sent", A, 5, 0, 1, false },
	{ "data", A | P, 1, 1000, 1, true, 1, 1 },
	{ "more data", A, 1001, 1460, 1, true, 1, 1 },
	{ "a probe of one byte", A, 1, 1, 1, true, 1, 1 },
	{ "a probe without data", A, 0, 0, 1, true, 1, 1 },
	{ "one that repeats a byte", A, 0, 1, 1, true, 1, 1 },
	{ "FIN", A | F, 1, 0, 1, true, 1, 1 },
	{ "FIN behind data", A | F | P, 1, 500, 1, true, 1, 1 },
	{ "the last that a peer may reach", A, 65535, 10, 1, true, 1, 1 },
	{ "FIN without ACK", F, 1, 0, 1, false },
	{ "RST", R, 1, 0, 0, false },
	{ "RST and ACK", R | A, 1, 0, 1, false },
	{ "SYN and RST", S | R, 0, 0, 0, false },
	{ "SYN and FIN", S | F, 0, 0, 0, false },
	{ "SYN and ACK", S | A, 0, 0, 1, false },
	{ "no flags", 0, 1, 10, 1, false },
	{ "only PSH", P, 1, 10, 1, false },
	/* of a connection that somebody else had */
	{ "others: data", A, 1, 100, 777777, true, 777777, 1 },
	{ "others: data far away", A, 0x80000000, 100, 1, true, 1, 0x80000000 },
	{ "others: an acknowledgement", A, 1, 0, 777777, false },
	{ "others: FIN", A | F, 1, 0, 777777, true, 777777, 1 },
	{ "others: RST", R | A, 1, 100, 777777, false },
};

static struct rosfw_pkt segment(u8 flags, u32 seq, u32 ack, u32 len)
{
	struct rosfw_pkt pkt = {
		.family = ROSFW_IPV4, .proto = ROSFW_PROTO_TCP, .flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS,
		.src = { 0, 0x0a000001 }, .dst = { 0, 0x0a000002 }, .sport = 1234, .dport = 80, .payload_len = len,
	};

	pkt.u.tcp.flags = flags;
	pkt.u.tcp.seq = seq;
	pkt.u.tcp.ack = ack;
	return pkt;
}

static void test_rows(void)
{
	static const u32 begins[] = { 0, 1, 1000000, 0x7fffffff, 0xfffffff0, 0xffffffff };
	struct rosfw_tarpit say;
	struct rosfw_pkt pkt;
	u32 i, j, ours;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s", rows[i].name);
		for (j = 0; j < ARRAY_SIZE(begins); j++) {
			pkt = segment(rows[i].flags, begins[j] + rows[i].seq, 0, rows[i].len);
			ours = begins[j] + rosfw_tarpit_hash(&pkt, &key);
			pkt.u.tcp.ack = rows[i].flags & A ? ours + rows[i].ack : 0;
			tap_is(rosfw_tarpit_answer(&pkt, &key, &say), rows[i].answer);
			if (!rows[i].answer)
				continue;
			tap_is(say.seq, ours + rows[i].want_seq);
			tap_is(say.ack, begins[j] + rows[i].want_ack);
			tap_is(say.syn, !!(rows[i].flags & S));
		}
	}
}

/* Numbers are other ones for another key, address or port, and the same for a SYN that is repeated. */
static void test_hash(void)
{
	static const siphash_key_t other = { { 1, 3 } };
	struct rosfw_pkt pkt = segment(S, 0, 0, 0), b = pkt;
	u32 hash = rosfw_tarpit_hash(&pkt, &key);

	tap_case("our numbers");
	tap_is(rosfw_tarpit_hash(&b, &key), hash);
	tap_ok(rosfw_tarpit_hash(&b, &other) != hash);
	b.sport++;
	tap_ok(rosfw_tarpit_hash(&b, &key) != hash);
	b = pkt;
	b.dport++;
	tap_ok(rosfw_tarpit_hash(&b, &key) != hash);
	b = pkt;
	b.src.lo++;
	tap_ok(rosfw_tarpit_hash(&b, &key) != hash);
	b = pkt;
	b.dst.lo++;
	tap_ok(rosfw_tarpit_hash(&b, &key) != hash);
}

static void test_no_header(void)
{
	struct rosfw_pkt pkt = segment(S, 0, 0, 0);
	struct rosfw_tarpit say;

	tap_case("what cannot be read gets no answer");
	tap_ok(rosfw_tarpit_answer(&pkt, &key, &say));
	pkt.flags = 0;
	tap_ok(!rosfw_tarpit_answer(&pkt, &key, &say));
	pkt.flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS | ROSFW_PKT_FRAGMENT;
	tap_ok(!rosfw_tarpit_answer(&pkt, &key, &say));
	pkt.flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS;
	pkt.proto = ROSFW_PROTO_UDP;
	tap_ok(!rosfw_tarpit_answer(&pkt, &key, &say));
}

/* Two tarpits with keys of their own: what one says never makes the other say anything. */
static void test_two(void)
{
	static const siphash_key_t other = { { 7, 9 } };
	struct rosfw_tarpit say, again;
	struct rosfw_pkt pkt;
	u32 i;

	tap_case("two tarpits do not talk");
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		pkt = segment(rows[i].flags, 1000 + rows[i].seq, 5000, rows[i].len);
		if (!rosfw_tarpit_answer(&pkt, &key, &say))
			continue;
		pkt = segment(A | (say.syn ? S : 0), say.seq, say.ack, 0);
		swap(pkt.src, pkt.dst);
		swap(pkt.sport, pkt.dport);
		tap_ok(!rosfw_tarpit_answer(&pkt, &other, &again));
		tap_ok(!rosfw_tarpit_answer(&pkt, &key, &again));
	}
}

static void test_rule(void)
{
	struct rosfw_config *c;
	struct rosfw_ruleset *rs;
	struct rosfw_walk w;

	tap_case("a rule");
	begin();
	c = rosfw_config_new();
	add(c, F4, "chain=input action=tarpit protocol=tcp");
	add(c, F4, "chain=input action=drop");
	tap_is(build(c, NULL, false, &rs), 0);
	rosfw_config_put(c);
	tap_is(walk(rs, F4, ROSFW_FILTER_INPUT, "tcp 10.0.0.1:5->10.0.0.2:80", &w), ROSFW_VERDICT_TARPIT);
	tap_is(w.rule->item->id, 1);
	tap_is(walk(rs, F4, ROSFW_FILTER_INPUT, "udp 10.0.0.1:5->10.0.0.2:80", &w), ROSFW_VERDICT_DROP);
	rosfw_ruleset_free(rs);
	end();
}

int main(void)
{
	tap_begin();
	test_rows();
	test_hash();
	test_no_header();
	test_two();
	test_rule();
	return tap_end();
}

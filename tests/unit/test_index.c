// SPDX-License-Identifier: GPL-2.0-only
/*
 * Indexes of chains beside the linear walk: random rulesets, packets and changes, and both must do the same.
 *
 * Two sides get the same rules. One has indexes, and keeps them through changes; the other has none and is compiled
 * from nothing each time. Compared for every packet: the verdict and all that the walk leaves behind, which rules counted
 * and in which order, what was logged; after a ruleset's last packet every counter, and its address lists as the packets
 * see them. ROSFW_PAIRS: how many packets (make -C tests/unit check-index: a million).
 */
#include "rulesets.h"
#include "core/ruleset/index.h"

struct side {
	struct rosfw_config *config;
	struct rosfw_ruleset *rs;
	struct rosfw_addrset *set[ROSFW_FAMILIES];
	struct rosfw_marks *marks;
	u32 made;		/* env.made before its next rule */
	u64 order;
	u32 skb_mark;
	u16 conn_mark;
	bool linear;
};

static struct side sides[2] = { { .linear = false }, { .linear = true } };
static bool v6;
static u32 menu;
static u64 now;
static unsigned int indexed, adapted;	/* chains with an index; with one that was taken over with changes */

static u32 below(u32 n)
{
	return (u32)rand() % n;
}

static bool one_in(u32 n)
{
	return !below(n);
}

__attribute__((format(printf, 2, 3)))
static void say(char *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(text + strlen(text), 1000 - strlen(text), fmt, args);
	va_end(args);
}

static const char *const custom[] = { "one", "two", "three", "four" };

/* Addresses of rules and packets are from the same few, so that they meet. */
static void say_addr(char *text)
{
	if (v6)
		say(text, "2001:db8:%x::%x", below(3), one_in(3) ? below(4) << 12 : below(60));
	else
		say(text, "10.%u.%u.%u", below(3), below(2), one_in(4) ? below(4) << 6 : below(60));
}

static void say_addrs(char *text, const char *prop)
{
	say(text, " %s=%s", prop, one_in(8) ? "!" : "");
	if (!v6 && one_in(6)) {
		u32 net = below(3), host = below(200);

		say(text, "10.%u.0.%u-10.%u.1.%u", net, host, net, host + below(40));
		return;
	}
	say_addr(text);
	if (one_in(2))
		say(text, "/%u", v6 ? (one_in(2) ? below(129) : 120 + below(9)) : one_in(2) ? below(33) : 24 + below(9));
}

static void say_ports(char *text, const char *prop)
{
	u32 n = one_in(8) ? 12 : 1 + below(3), port;

	say(text, " %s=%s", prop, one_in(8) ? "!" : "");
	while (n--) {
		port = one_in(10) ? 65535 - below(3) : below(40);
		say(text, "%u", port);
		if (one_in(3))
			say(text, "-%u", min(port + below(9), 65535U));
		say(text, "%s", n ? "," : "");
	}
}

static void say_iface(char *text, const char *prop)
{
	static const char *const names[] = { "ether1", "ether2", "ether3", "bridge", "ppp0" };
	static const char *const lists[] = { "all", "none", "dynamic", "static", "lan" };

	if (one_in(3))
		say(text, " %s-list=%s%s", prop, one_in(4) ? "!" : "", lists[below(5)]);
	else
		say(text, " %s=%s%s", prop, one_in(6) ? "!" : "", names[below(5)]);
}

static void say_action(char *text, u32 depth)
{
	static const char *const plain[] = { "accept", "drop", "return", "reject", "fasttrack-connection", "log" };
	u32 what = below(20);

	if (what < 2 && depth < ARRAY_SIZE(custom))
		say(text, " action=jump jump-target=%s", custom[depth + below(ARRAY_SIZE(custom) - depth)]);
	else if (what < 4)
		say(text, " action=%s", plain[below(ARRAY_SIZE(plain))]);
	else if (what < 6)
		say(text, " action=add-%s-to-address-list address-list=%s address-list-timeout=%u",
		    one_in(2) ? "src" : "dst", one_in(2) ? "a" : "b", 1 + below(30));
	else
		say(text, " action=passthrough");
	if (one_in(6))
		say(text, " log=yes");
}

/* Most rules let packets go on, so that many count and their order shows. */
static void say_rule(char *text)
{
	u32 depth = one_in(2) ? 0 : below(ARRAY_SIZE(custom) + 1);
	bool ports = one_in(2);

	text[0] = 0;
	say(text, "chain=%s", depth ? custom[depth - 1] : "forward");
	if (ports)
		say(text, " protocol=%s", one_in(2) ? "tcp" : "udp");
	else if (one_in(4))
		say(text, " protocol=%s%s", one_in(4) ? "!" : "", one_in(2) ? "tcp" : v6 ? "58" : "1");
	if (!one_in(3))
		say_addrs(text, "src-address");
	if (one_in(2))
		say_addrs(text, "dst-address");
	if (ports && one_in(2))
		say_ports(text, "dst-port");
	else if (ports && one_in(2))
		say_ports(text, one_in(3) ? "port" : "src-port");
	if (one_in(6))
		say_iface(text, "in-interface");
	if (one_in(8))
		say_iface(text, "out-interface");
	if (one_in(6))
		say(text, " connection-state=%s%s", one_in(4) ? "!" : "",
		    one_in(2) ? "new" : one_in(2) ? "established,related" : "invalid,new,untracked");
	if (one_in(10))
		say(text, " %s-address-list=%s%s", one_in(2) ? "src" : "dst", one_in(3) ? "!" : "", one_in(2) ? "a" : "b");
	if (one_in(12))
		say(text, " nth=%u,1", 2 + below(3));
	if (one_in(12))
		say(text, " limit=%u/1,%u:packet", 1 + below(3), below(4));
	if (one_in(12))
		say(text, " %s=equal:%u", v6 ? "hop-limit" : "ttl", 63 + below(2));
	say_action(text, depth);
	if (one_in(20))
		say(text, " disabled=yes");
}

static void commit(struct side *s, const struct rosfw_ruleset *prev, bool reuse)
{
	struct rosfw_compile_env world = { .addresses = { s->set[0], s->set[1] }, .marks = s->marks,
		.reuse_ifaces = reuse, .linear = s->linear };
	struct rosfw_config *next = rosfw_config_clone(s->config);
	struct rosfw_ruleset *rs;

	if (rosfw_ruleset_build(s->config, prev, &world, 1, &rs, &err)) {
		tap_fail("no ruleset: %s", err.text);
		abort();
	}
	if (s->rs)
		rosfw_ruleset_free(s->rs);
	s->rs = rs;
	rosfw_config_put(s->config);
	s->config = next;
}

/* Both sides the same; counters get the same numbers. */
static void add_rule(const char *text, u32 before)
{
	unsigned int i;
	u32 id;

	for (i = 0; i < 2; i++) {
		env.made = sides[i].made;
		tap_is(item_add(sides[i].config, menu, text, before, &id, &err), 0);
		sides[i].made = env.made;
	}
}

static u32 random_id(void)
{
	const struct rosfw_items *items = sides[0].config->menu[menu];

	return items->n ? items->item[below(items->n)]->id : 0;
}

static void change_rule(const char *text, u32 id)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct rosfw_item *item;

		env.made = sides[i].made;
		item = item_parse(menu, text);
		sides[i].made = env.made;
		item->id = id;
		tap_is(rosfw_config_replace(sides[i].config, item, &err), 0);
		rosfw_item_put(item);
	}
}

static void change(void)
{
	u32 id = random_id(), to = one_in(8) ? 0 : random_id();
	char text[1000];
	unsigned int i;

	say_rule(text);
	switch (id ? below(4) : 0) {
	case 0:
		add_rule(text, one_in(3) ? 0 : id);
		break;
	case 1:
		for (i = 0; i < 2; i++)
			tap_is(rosfw_config_remove(sides[i].config, menu, id, &err), 0);
		break;
	case 2:
		for (i = 0; i < 2 && id != to; i++)
			tap_is(rosfw_config_move(sides[i].config, menu, id, to, &err), 0);
		break;
	case 3:
		change_rule(text, id);
		break;
	}
}

static struct rosfw_addr random_addr(void)
{
	char text[1000] = "";
	struct rosfw_addr a;
	u8 bytes[16];

	say_addr(text);
	item_ip(v6, text, bytes);
	rosfw_addr_load(&a, v6, bytes);
	if (one_in(10))
		a.lo ^= 1ULL << below(v6 ? 64 : 32);
	return a;
}

static struct rosfw_pkt random_packet(void)
{
	static const u8 protocols[] = { ROSFW_PROTO_TCP, ROSFW_PROTO_TCP, ROSFW_PROTO_UDP, ROSFW_PROTO_ICMP,
		ROSFW_PROTO_ICMPV6, ROSFW_PROTO_GRE };
	static const u32 ifaces[] = { 1, 2, 3, 10, 20, 0, 77 };
	struct rosfw_pkt pkt = { .len = 40, .size = 40, .segs = 1, .family = v6, .ttl = 63 + below(2),
		.proto = protocols[below(ARRAY_SIZE(protocols))] };

	pkt.src = random_addr();
	pkt.dst = random_addr();
	pkt.in_ifindex = ifaces[below(ARRAY_SIZE(ifaces))];
	pkt.out_ifindex = ifaces[below(ARRAY_SIZE(ifaces))];
	if ((pkt.proto == ROSFW_PROTO_TCP || pkt.proto == ROSFW_PROTO_UDP) && !one_in(8)) {
		pkt.flags = ROSFW_PKT_PORTS | ROSFW_PKT_L4;
		pkt.sport = one_in(10) ? 65535 - below(3) : below(50);
		pkt.dport = one_in(10) ? 65535 - below(3) : below(50);
	}
	return pkt;
}

static enum rosfw_verdict side_walk(struct side *s, const struct rosfw_pkt *pkt, u8 state, struct rosfw_walk *w)
{
	enum rosfw_verdict verdict;

	*w = (struct rosfw_walk){ .pkt = pkt, .ruleset = s->rs, .now = now, .state = state };
	env.order = 0;
	env.logs = 0;
	rcu_read_lock();
	verdict = rosfw_walk_chain(w, menu, 1);
	rcu_read_unlock();
	s->order = env.order * 100 + env.logs;
	return verdict;
}

/* False: they differ. */
static bool compare_packet(void)
{
	struct rosfw_pkt pkt = random_packet();
	struct rosfw_walk w[2];
	enum rosfw_verdict verdict[2];
	u8 state = one_in(10) ? ROSFW_STATE_NONE : below(__ROSFW_STATE_COUNT);
	unsigned int i;

	now += one_in(10);
	env.ticks += one_in(4) * ROSFW_TICKS / 3;
	for (i = 0; i < 2; i++)
		verdict[i] = side_walk(&sides[i], &pkt, state, &w[i]);
	return verdict[0] == verdict[1] && sides[0].order == sides[1].order && w[0].reject == w[1].reject &&
	       w[0].fasttrack == w[1].fasttrack && !w[0].rule == !w[1].rule &&
	       (!w[0].rule || w[0].rule->item->id == w[1].rule->item->id) && !strcmp(w[0].chain, w[1].chain);
}

static void compare_counters(void)
{
	const struct rosfw_items *a = sides[0].config->menu[menu], *b = sides[1].config->menu[menu];
	u64 packets[2], bytes[2];
	u32 i;

	tap_is(a->n, b->n);
	for (i = 0; i < a->n; i++) {
		rosfw_counter_read(a->item[i]->counter, &packets[0], &bytes[0]);
		rosfw_counter_read(b->item[i]->counter, &packets[1], &bytes[1]);
		tap_is(packets[0], packets[1]);
		tap_is(bytes[0], bytes[1]);
	}
}

static void note_indexes(const struct rosfw_ruleset *rs)
{
	const struct rosfw_program *p = rs->program[menu];
	u32 i;

	for (i = 0; p && i < p->nchains; i++) {
		indexed += !!p->chains[i].index;
		adapted += p->chains[i].index && (p->chains[i].index->nfresh || p->chains[i].index->dead);
	}
}

static void begin_sides(u32 rules)
{
	char text[1000];
	unsigned int i;

	for (i = 0; i < 2; i++) {
		begin();
		sides[i].set[0] = sets[0];
		sides[i].set[1] = sets[1];
		sides[i].marks = marks;
		sides[i].config = rosfw_config_new();
		sides[i].made = 0;
		add(sides[i].config, ROSFW_MENU_INTERFACE_LIST, "name=lan");
		add(sides[i].config, ROSFW_MENU_INTERFACE_LIST_MEMBER, "list=lan interface=ether2");
		add(sides[i].config, ROSFW_MENU_INTERFACE_LIST_MEMBER, "list=lan interface=bridge");
		sides[i].rs = NULL;
	}
	for (i = 0; i < ARRAY_SIZE(custom); i++) {
		snprintf(text, sizeof(text), "chain=%s action=passthrough", custom[i]);
		add_rule(text, 0);
	}
	while (rules--) {
		say_rule(text);
		add_rule(text, 0);
	}
	for (i = 0; i < 2; i++)
		commit(&sides[i], NULL, false);
	note_indexes(sides[0].rs);
}

static void end_sides(void)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		rosfw_ruleset_free(sides[i].rs);
		rosfw_config_put(sides[i].config);
	}
	synchronize_rcu();
	for (i = 0; i < 2; i++) {
		rosfw_addrset_free(sides[i].set[0]);
		rosfw_addrset_free(sides[i].set[1]);
		rosfw_marks_free(sides[i].marks);
	}
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
	tap_is(env.counters, 0);
}

static void compare_packets(u32 n, u32 seed)
{
	while (n--) {
		if (compare_packet())
			continue;
		tap_fail("seed %u: the walks differ, %u packets before the end", seed, n);
		return;
	}
}

/* Without changes, or with a few before every few packets. */
static void run_ruleset(u32 seed, u32 rules, u32 packets, bool changes)
{
	u32 i, round;

	srand(seed);
	now = 100;
	v6 = seed % 3 == 0;
	menu = v6 ? ROSFW_MENU_IPV6_FILTER : ROSFW_MENU_IP_FILTER;
	begin_sides(rules);
	if (!changes)
		compare_packets(packets, seed);
	for (round = 0; changes && round < 20; round++) {
		for (i = one_in(8) ? 40 : 1 + below(3); i; i--)
			change();
		commit(&sides[0], sides[0].rs, !one_in(10));
		commit(&sides[1], NULL, false);
		note_indexes(sides[0].rs);
		compare_packets(packets / 20, seed);
	}
	compare_counters();
	end_sides();
}

static void random_rulesets(bool changes)
{
	const char *pairs = getenv("ROSFW_PAIRS");
	u32 left = pairs ? strtoul(pairs, NULL, 10) : 30000, seed = changes ? 1000000 : 1;
	const u32 packets = 200;

	indexed = 0;
	adapted = 0;
	for (; left; left -= min(left, packets), seed++)
		run_ruleset(seed, 30 + seed % 7 * 40, packets, changes);
	printf("# %u indexes, %u of them adapted\n", indexed, adapted);
	tap_ok(indexed > 0);
	tap_ok(!changes || adapted > indexed / 20);
}

/* Otherwise a rule that is left out would have taken a token, or counted a packet. */
static void field_order(void)
{
	static const u16 fields[] = { ROSFW_A_SRC_ADDRESS, ROSFW_A_DST_ADDRESS, ROSFW_A_SRC_PORT, ROSFW_A_DST_PORT,
		ROSFW_A_IN_INTERFACE, ROSFW_A_OUT_INTERFACE, ROSFW_A_IN_INTERFACE_LIST, ROSFW_A_OUT_INTERFACE_LIST,
		ROSFW_A_PROTOCOL, ROSFW_A_CONNECTION_STATE };
	bool memory = false;
	const u16 *op;
	u32 i;

	for (op = rosfw_matchers; *op; op++) {
		memory |= rosfw_meter_has(*op);
		for (i = 0; i < ARRAY_SIZE(fields); i++)
			tap_ok(*op != fields[i] || !memory);
	}
	tap_ok(memory);
}

int main(void)
{
	tap_begin();
	tap_case("what rules are divided by is asked before all that has a memory");
	field_order();
	tap_case("random rulesets: an index and the linear walk do the same");
	random_rulesets(false);
	tap_case("random changes: an index that was kept and a walk compiled from nothing do the same");
	random_rulesets(true);
	return tap_end();
}

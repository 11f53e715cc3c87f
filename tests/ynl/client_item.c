// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases of items: what was added is what is listed, byte for byte.
 */
#include <arpa/inet.h>

#include "client.h"

#define FILTER	ROSFW_MENU_IP_FILTER

static const struct rosfw_port_range ports[] = { { 22, 22 }, { 8000, 8999 } };

static bool info(struct client *c)
{
	struct reply r;

	EXPECT(!transact(c, request(c, ROSFW_CMD_INFO_GET, 0), &r));
	EXPECT(r.n == 1);
	EXPECT(*reply_string(&r, 0, ROSFW_A_VERSION));
	EXPECT(reply_u32(&r, 0, ROSFW_A_GENERATION) > 0);
	EXPECT(!reply_attr(&r, 0, ROSFW_A_TXN_OWNER));
	reply_free(&r);
	return true;
}

static void put_range(struct nl_msg *msg, int attr, const char *from, const char *to)
{
	struct in_addr range[2];

	inet_pton(AF_INET, from, &range[0]);
	inet_pton(AF_INET, to, &range[1]);
	nla_put(msg, attr, sizeof(range), range);
}

static bool same(const struct reply *r, unsigned int i, struct nl_msg *sent, int attr)
{
	struct nlattr *a = nlmsg_find_attr(nlmsg_hdr(sent), GENL_HDRLEN, attr), *b = reply_attr(r, i, attr);

	return a && b && nla_len(a) == nla_len(b) && !memcmp(nla_data(a), nla_data(b), nla_len(a));
}

static struct nl_msg *full_rule(struct client *c)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
	const struct rosfw_tcp_flags flags = { .set = 0x02, .clear = 0x10 };
	const u16 not[] = { ROSFW_A_DST_PORT, ROSFW_A_SRC_ADDRESS, ROSFW_A_SRC_ADDRESS_LIST };

	nla_put_string(msg, ROSFW_A_CHAIN, "forward");
	nla_put_u32(msg, ROSFW_A_ACTION, ROSFW_ACTION_REJECT);
	nla_put_u32(msg, ROSFW_A_REJECT_WITH, ROSFW_REJECT_TCP_RESET);
	nla_put_u8(msg, ROSFW_A_PROTOCOL, 6);
	put_range(msg, ROSFW_A_SRC_ADDRESS, "192.168.88.0", "192.168.88.255");
	put_range(msg, ROSFW_A_DST_ADDRESS, "10.0.0.5", "10.0.0.77");
	nla_put(msg, ROSFW_A_DST_PORT, sizeof(ports), ports);
	nla_put(msg, ROSFW_A_TCP_FLAGS, sizeof(flags), &flags);
	nla_put_string(msg, ROSFW_A_SRC_ADDRESS_LIST, "friends");
	nla_put_u32(msg, ROSFW_A_CONNECTION_STATE, 1 << ROSFW_STATE_NEW | 1 << ROSFW_STATE_INVALID);
	nla_put_u8(msg, ROSFW_A_LOG, 1);
	nla_put_string(msg, ROSFW_A_LOG_PREFIX, "no way");
	nla_put_string(msg, ROSFW_A_COMMENT, "every kind of value");
	nla_put_u8(msg, ROSFW_A_DISABLED, 0);
	nla_put(msg, ROSFW_A_NOT, sizeof(not), not);
	return msg;
}

static const int full_attrs[] = {
	ROSFW_A_CHAIN, ROSFW_A_ACTION, ROSFW_A_REJECT_WITH, ROSFW_A_PROTOCOL, ROSFW_A_SRC_ADDRESS, ROSFW_A_DST_ADDRESS,
	ROSFW_A_DST_PORT, ROSFW_A_TCP_FLAGS, ROSFW_A_SRC_ADDRESS_LIST, ROSFW_A_CONNECTION_STATE, ROSFW_A_LOG,
	ROSFW_A_LOG_PREFIX, ROSFW_A_COMMENT, ROSFW_A_DISABLED,
};

static bool negated(const struct reply *r, u16 prop)
{
	struct nlattr *not = reply_attr(r, 0, ROSFW_A_NOT);
	int i;

	for (i = 0; not && i < nla_len(not) / 2; i++)
		if (((u16 *)nla_data(not))[i] == prop)
			return true;
	return false;
}

static bool round_trip(struct client *c)
{
	struct nl_msg *sent = full_rule(c);
	struct reply r;
	unsigned int i;
	u32 id;

	nlmsg_get(sent);
	EXPECT(!transact(c, sent, &r));
	EXPECT(r.n == 1 && reply_u32(&r, 0, ROSFW_A_MENU) == FILTER);
	id = reply_u32(&r, 0, ROSFW_A_ID);
	EXPECT(id);
	reply_free(&r);

	EXPECT(!get(c, FILTER, id, &r));
	EXPECT(r.n == 1 && reply_u32(&r, 0, ROSFW_A_ID) == id);
	for (i = 0; i < ARRAY_SIZE(full_attrs); i++)
		EXPECT(same(&r, 0, sent, full_attrs[i]));
	EXPECT(nla_len(reply_attr(&r, 0, ROSFW_A_NOT)) == 6);
	EXPECT(negated(&r, ROSFW_A_DST_PORT) && negated(&r, ROSFW_A_SRC_ADDRESS) &&
	       negated(&r, ROSFW_A_SRC_ADDRESS_LIST));
	EXPECT(reply_attr(&r, 0, ROSFW_A_PACKETS) && reply_attr(&r, 0, ROSFW_A_BYTES));
	reply_free(&r);

	EXPECT(!dump(c, FILTER, &r));
	EXPECT(r.n == 1);
	for (i = 0; i < ARRAY_SIZE(full_attrs); i++)
		EXPECT(same(&r, 0, sent, full_attrs[i]));
	reply_free(&r);
	EXPECT(!remove_item(c, FILTER, id));
	EXPECT(get(c, FILTER, id, &r) == -ENOENT);
	nlmsg_free(sent);
	return true;
}

static bool set(struct client *c)
{
	const u16 unset[] = { ROSFW_A_LOG_PREFIX, ROSFW_A_TCP_FLAGS }, not[] = { ROSFW_A_PROTOCOL };
	struct nl_msg *msg = full_rule(c);
	struct reply r;
	u32 id;

	EXPECT(!transact(c, msg, &r));
	id = reply_u32(&r, 0, ROSFW_A_ID);
	reply_free(&r);

	msg = request_item(c, ROSFW_CMD_ITEM_SET, FILTER, id);
	nla_put_string(msg, ROSFW_A_COMMENT, "changed");
	nla_put(msg, ROSFW_A_UNSET, sizeof(unset), unset);
	EXPECT(!transact(c, msg, &r));
	EXPECT(!get(c, FILTER, id, &r));
	EXPECT(!strcmp(reply_string(&r, 0, ROSFW_A_COMMENT), "changed"));
	EXPECT(!reply_attr(&r, 0, ROSFW_A_LOG_PREFIX) && !reply_attr(&r, 0, ROSFW_A_TCP_FLAGS));
	EXPECT(negated(&r, ROSFW_A_DST_PORT));
	reply_free(&r);

	/* The same value, now negated, contradicts what needs it: nothing changes. */
	msg = request_item(c, ROSFW_CMD_ITEM_SET, FILTER, id);
	nla_put_u8(msg, ROSFW_A_PROTOCOL, 6);
	nla_put(msg, ROSFW_A_NOT, sizeof(not), not);
	EXPECT(transact(c, msg, &r) == -EINVAL);
	EXPECT(*r.text);
	EXPECT(!get(c, FILTER, id, &r));
	EXPECT(!negated(&r, ROSFW_A_PROTOCOL));
	reply_free(&r);
	EXPECT(!remove_item(c, FILTER, id));
	return true;
}

static bool order_is(struct client *c, const u32 *ids, unsigned int n)
{
	struct reply r;
	unsigned int i;

	EXPECT(!dump(c, FILTER, &r));
	EXPECT(r.n == n);
	for (i = 0; i < n; i++)
		EXPECT(reply_u32(&r, i, ROSFW_A_ID) == ids[i]);
	reply_free(&r);
	return true;
}

static int move(struct client *c, u32 id, u32 before)
{
	struct nl_msg *msg = request_item(c, ROSFW_CMD_ITEM_MOVE, FILTER, id);
	struct reply r;

	if (before)
		nla_put_u32(msg, ROSFW_A_BEFORE, before);
	return transact(c, msg, &r);
}

static bool order(struct client *c)
{
	u32 a = add_rule(c, "input", "a"), b = add_rule(c, "input", "b"), d;
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
	struct reply r;

	nla_put_string(msg, ROSFW_A_CHAIN, "input");
	nla_put_u32(msg, ROSFW_A_BEFORE, b);
	EXPECT(!transact(c, msg, &r));
	d = reply_u32(&r, 0, ROSFW_A_ID);
	reply_free(&r);
	EXPECT(order_is(c, (u32[]){ a, d, b }, 3));
	EXPECT(!move(c, a, 0));
	EXPECT(order_is(c, (u32[]){ d, b, a }, 3));
	EXPECT(!move(c, a, d));
	EXPECT(order_is(c, (u32[]){ a, d, b }, 3));
	EXPECT(move(c, a, 12345) == -ENOENT);
	EXPECT(move(c, 12345, a) == -ENOENT);
	EXPECT(order_is(c, (u32[]){ a, d, b }, 3));
	EXPECT(!remove_item(c, FILTER, a) && !remove_item(c, FILTER, b) && !remove_item(c, FILTER, d));
	return true;
}

static u32 add_entry(struct client *c, const char *address, u32 timeout, struct reply *r)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_IP_ADDRESS_LIST);
	u32 id;

	nla_put_string(msg, ROSFW_A_LIST, "friends");
	put_range(msg, ROSFW_A_ADDRESS, address, address);
	if (timeout)
		nla_put_u32(msg, ROSFW_A_TIMEOUT, timeout);
	transact(c, msg, r);
	id = r->error ? 0 : reply_u32(r, 0, ROSFW_A_ID);
	reply_free(r);
	return id;
}

static bool entries(struct client *c)
{
	const u16 unset[] = { ROSFW_A_TIMEOUT };
	struct nl_msg *msg;
	struct reply r;
	u64 created;
	u32 a, b;

	a = add_entry(c, "192.0.2.1", 0, &r);
	b = add_entry(c, "192.0.2.2", 3600, &r);
	EXPECT(a && b);
	EXPECT(!add_entry(c, "192.0.2.2", 0, &r));
	EXPECT(r.error == -EEXIST && *r.text);

	EXPECT(!dump(c, ROSFW_MENU_IP_ADDRESS_LIST, &r));
	EXPECT(r.n == 2 && reply_u32(&r, 0, ROSFW_A_ID) == a && reply_u32(&r, 1, ROSFW_A_ID) == b);
	EXPECT(!(reply_u32(&r, 0, ROSFW_A_FLAGS) & ROSFW_FLAG_DYNAMIC));
	EXPECT(reply_u32(&r, 1, ROSFW_A_FLAGS) & ROSFW_FLAG_DYNAMIC);
	EXPECT(!reply_attr(&r, 0, ROSFW_A_TIMEOUT));
	EXPECT(reply_u32(&r, 1, ROSFW_A_TIMEOUT) > 3500 && reply_u32(&r, 1, ROSFW_A_TIMEOUT) <= 3600);
	created = reply_u64(&r, 1, ROSFW_A_CREATION_TIME);
	EXPECT(created > 1600000000);
	EXPECT(!r.interrupted);
	reply_free(&r);

	/* Another property: id, age and what is left of the time stay. */
	msg = request_item(c, ROSFW_CMD_ITEM_SET, ROSFW_MENU_IP_ADDRESS_LIST, b);
	nla_put_string(msg, ROSFW_A_COMMENT, "changed");
	EXPECT(!transact(c, msg, &r));
	EXPECT(!get(c, ROSFW_MENU_IP_ADDRESS_LIST, b, &r));
	EXPECT(!strcmp(reply_string(&r, 0, ROSFW_A_COMMENT), "changed"));
	EXPECT(reply_u32(&r, 0, ROSFW_A_TIMEOUT) > 3500);
	EXPECT(reply_u64(&r, 0, ROSFW_A_CREATION_TIME) == created);
	reply_free(&r);

	msg = request_item(c, ROSFW_CMD_ITEM_SET, ROSFW_MENU_IP_ADDRESS_LIST, b);
	nla_put(msg, ROSFW_A_UNSET, sizeof(unset), unset);
	EXPECT(!transact(c, msg, &r));
	EXPECT(!get(c, ROSFW_MENU_IP_ADDRESS_LIST, b, &r));
	EXPECT(!reply_attr(&r, 0, ROSFW_A_TIMEOUT));
	EXPECT(!(reply_u32(&r, 0, ROSFW_A_FLAGS) & ROSFW_FLAG_DYNAMIC));
	reply_free(&r);

	/* A change that is refused leaves the entry alive. */
	msg = request_item(c, ROSFW_CMD_ITEM_SET, ROSFW_MENU_IP_ADDRESS_LIST, b);
	put_range(msg, ROSFW_A_ADDRESS, "192.0.2.1", "192.0.2.1");
	EXPECT(transact(c, msg, &r) == -EEXIST);
	EXPECT(!get(c, ROSFW_MENU_IP_ADDRESS_LIST, b, &r));
	reply_free(&r);
	EXPECT(!remove_item(c, ROSFW_MENU_IP_ADDRESS_LIST, a) && !remove_item(c, ROSFW_MENU_IP_ADDRESS_LIST, b));
	EXPECT(!dump(c, ROSFW_MENU_IP_ADDRESS_LIST, &r) && !r.n);
	return true;
}

static bool lists(struct client *c)
{
	struct nl_msg *msg;
	struct reply r;
	unsigned int i;
	u32 all;

	EXPECT(!dump(c, ROSFW_MENU_INTERFACE_LIST, &r));
	EXPECT(r.n == 4);
	for (i = 0; i < r.n; i++)
		EXPECT(reply_u32(&r, i, ROSFW_A_FLAGS) == ROSFW_FLAG_BUILTIN);
	all = reply_u32(&r, 0, ROSFW_A_ID);
	EXPECT(!strcmp(reply_string(&r, 0, ROSFW_A_NAME), "all"));
	reply_free(&r);

	EXPECT(transact(c, request_item(c, ROSFW_CMD_ITEM_REMOVE, ROSFW_MENU_INTERFACE_LIST, all), &r) == -EPERM);
	EXPECT(*r.text);
	msg = request_item(c, ROSFW_CMD_ITEM_SET, ROSFW_MENU_INTERFACE_LIST, all);
	nla_put_string(msg, ROSFW_A_NAME, "every");
	EXPECT(transact(c, msg, &r) == -EPERM);
	EXPECT(*r.text);

	msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_INTERFACE_LIST_MEMBER);
	nla_put_string(msg, ROSFW_A_LIST, "nowhere");
	nla_put_string(msg, ROSFW_A_INTERFACE, "lo");
	EXPECT(transact(c, msg, &r) == -ENOENT);
	EXPECT(refused(&r, -ENOENT, ROSFW_A_LIST, ""));
	return true;
}

static bool reset(struct client *c)
{
	u32 id = add_rule(c, "input", "counted");
	struct reply r;

	EXPECT(!transact(c, request_item(c, ROSFW_CMD_ITEM_RESET, FILTER, id), &r));
	EXPECT(!transact(c, request_menu(c, ROSFW_CMD_ITEM_RESET, 0, FILTER), &r));
	transact(c, request_menu(c, ROSFW_CMD_ITEM_RESET, 0, ROSFW_MENU_INTERFACE_LIST), &r);
	EXPECT(refused(&r, -EOPNOTSUPP, ROSFW_A_MENU, "counters"));
	transact(c, request_item(c, ROSFW_CMD_ITEM_RESET, FILTER, 99999), &r);
	EXPECT(refused(&r, -ENOENT, ROSFW_A_ID, "no such item"));
	EXPECT(!remove_item(c, FILTER, id));
	return true;
}

static bool conn_requests(struct client *c)
{
	struct reply r;

	EXPECT(!dump(c, ROSFW_MENU_IP_CONNECTION, &r));
	reply_free(&r);
	EXPECT(!dump(c, ROSFW_MENU_IPV6_CONNECTION, &r));
	reply_free(&r);
	transact(c, request_item(c, ROSFW_CMD_CONN_GET, ROSFW_MENU_IP_CONNECTION, 1), &r);
	EXPECT(refused(&r, -ENOENT, ROSFW_A_ID, "no such connection"));
	transact(c, request_item(c, ROSFW_CMD_CONN_REMOVE, ROSFW_MENU_IP_CONNECTION, 1), &r);
	EXPECT(refused(&r, -ENOENT, ROSFW_A_ID, "no such connection"));
	transact(c, request_item(c, ROSFW_CMD_CONN_GET, FILTER, 1), &r);
	EXPECT(refused(&r, -EOPNOTSUPP, ROSFW_A_MENU, "no connections"));
	transact(c, request_menu(c, ROSFW_CMD_CONN_GET, NLM_F_DUMP, FILTER), &r);
	EXPECT(refused(&r, -EOPNOTSUPP, 0, "no connections"));
	transact(c, request_menu(c, ROSFW_CMD_ITEM_GET, NLM_F_DUMP, ROSFW_MENU_IP_CONNECTION), &r);
	EXPECT(refused(&r, -EOPNOTSUPP, 0, "not items"));
	EXPECT(!transact(c, request(c, ROSFW_CMD_REASON_GET, NLM_F_DUMP), &r));
	reply_free(&r);
	return true;
}

/* More rules than one datagram holds, the largest among them. */
static bool long_dump(struct client *c)
{
	static const struct rosfw_port_range many[ROSFW_PORTS_MAX] = { { 1, 2 } };
	char comment[ROSFW_COMMENT_SIZE];
	struct nl_msg *msg;
	struct reply r;
	unsigned int i;

	memset(comment, 'x', sizeof(comment) - 1);
	comment[sizeof(comment) - 1] = '\0';
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	for (i = 0; i < 300; i++) {
		msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
		nla_put_string(msg, ROSFW_A_CHAIN, "long");
		nla_put_string(msg, ROSFW_A_COMMENT, comment);
		nla_put_u8(msg, ROSFW_A_PROTOCOL, 17);
		nla_put(msg, ROSFW_A_SRC_PORT, sizeof(many), many);
		nla_put(msg, ROSFW_A_DST_PORT, sizeof(many), many);
		EXPECT(!transact(c, msg, &r));
		reply_free(&r);
	}
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(!dump(c, FILTER, &r));
	EXPECT(r.n == 300 && !r.interrupted);
	for (i = 1; i < r.n; i++)
		EXPECT(reply_u32(&r, i, ROSFW_A_ID) == reply_u32(&r, i - 1, ROSFW_A_ID) + 1);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	for (i = 0; i < r.n; i++)
		EXPECT(!remove_item(c, FILTER, reply_u32(&r, i, ROSFW_A_ID)));
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	reply_free(&r);
	return true;
}

const struct test item_tests[] = {
	{ "info", "version and generation are told", info },
	{ "round-trip", "a rule with every kind of value comes back as it was sent", round_trip },
	{ "set", "properties are changed, unset, and refused together", set },
	{ "order", "rules are added before others and moved", order },
	{ "entries", "address-list entries: duplicates, time, changes", entries },
	{ "lists", "built-in interface lists stay, members need a list", lists },
	{ "reset", "counters are reset", reset },
	{ "connections", "connections are listed and removed by requests of their own", conn_requests },
	{ "long-dump", "a dump of many large rules is complete and in order", long_dump },
	{ }
};

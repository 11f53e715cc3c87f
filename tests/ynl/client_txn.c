// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases of transactions: all or nothing, one owner, and what happens when he goes away.
 */
#include <arpa/inet.h>
#include <unistd.h>

#include "client.h"

#define FILTER	ROSFW_MENU_IP_FILTER

static unsigned int count(struct client *c, u32 menu)
{
	struct reply r;
	unsigned int n;

	dump(c, menu, &r);
	n = r.n;
	reply_free(&r);
	return n;
}

static bool commit(struct client *c)
{
	u32 before = generation(c), a, b;
	struct client other;
	struct reply r;

	client_open(&other);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	a = add_rule(c, "input", "a");
	b = add_rule(c, "input", "b");
	EXPECT(a && b);
	EXPECT(count(c, FILTER) == 2);
	EXPECT(count(&other, FILTER) == 0);
	EXPECT(get(&other, FILTER, a, &r) == -ENOENT);
	EXPECT(generation(c) == before);
	EXPECT(!transact(&other, request(&other, ROSFW_CMD_INFO_GET, 0), &r));
	EXPECT(reply_u32(&r, 0, ROSFW_A_TXN_OWNER) == nl_socket_get_local_port(c->sk));
	reply_free(&r);
	EXPECT(!simple(c, ROSFW_CMD_TXN_CHECK));
	EXPECT(generation(c) == before && count(&other, FILTER) == 0);
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(generation(c) == before + 1);
	EXPECT(count(&other, FILTER) == 2);
	EXPECT(!remove_item(c, FILTER, a) && !remove_item(c, FILTER, b));
	EXPECT(generation(c) == before + 3);
	client_close(&other);
	return true;
}

static u32 add_entry(struct client *c, const char *address)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_IP_ADDRESS_LIST);
	struct in_addr range[2];
	struct reply r;
	u32 id;

	inet_pton(AF_INET, address, &range[0]);
	range[1] = range[0];
	nla_put_string(msg, ROSFW_A_LIST, "staged");
	nla_put(msg, ROSFW_A_ADDRESS, sizeof(range), range);
	transact(c, msg, &r);
	id = r.error ? 0 : reply_u32(&r, 0, ROSFW_A_ID);
	reply_free(&r);
	return id;
}

static bool set_comment(struct client *c, u32 menu, u32 id, const char *comment)
{
	struct nl_msg *msg = request_item(c, ROSFW_CMD_ITEM_SET, menu, id);
	struct reply r;

	nla_put_string(msg, ROSFW_A_COMMENT, comment);
	return !transact(c, msg, &r);
}

static bool comment_is(struct client *c, u32 menu, u32 id, const char *comment)
{
	struct reply r;
	bool same;

	if (get(c, menu, id, &r))
		return false;
	same = !strcmp(reply_string(&r, 0, ROSFW_A_COMMENT), comment);
	reply_free(&r);
	return same;
}

/* Entries of address lists take part: added, changed twice, removed, all of it unseen until the commit. */
static bool entries(struct client *c)
{
	const u32 menu = ROSFW_MENU_IP_ADDRESS_LIST;
	u32 old, gone, new, brief;
	struct client other;

	client_open(&other);
	old = add_entry(c, "198.51.100.1");
	gone = add_entry(c, "198.51.100.2");
	EXPECT(old && gone);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	new = add_entry(c, "198.51.100.3");
	brief = add_entry(c, "198.51.100.4");
	EXPECT(new && brief);
	EXPECT(!add_entry(c, "198.51.100.3"));
	EXPECT(!remove_item(c, menu, gone));
	EXPECT(remove_item(c, menu, gone) == -ENOENT);
	EXPECT(!remove_item(c, menu, brief));
	EXPECT(set_comment(c, menu, old, "once") && set_comment(c, menu, old, "twice"));
	EXPECT(set_comment(c, menu, new, "new"));
	EXPECT(count(c, menu) == 2 && count(&other, menu) == 2);
	EXPECT(comment_is(c, menu, old, "twice") && comment_is(&other, menu, old, ""));
	EXPECT(comment_is(c, menu, new, "new") && !comment_is(&other, menu, new, "new"));
	EXPECT(comment_is(&other, menu, gone, ""));
	EXPECT(!simple(c, ROSFW_CMD_TXN_ABORT));
	EXPECT(count(c, menu) == 2 && comment_is(c, menu, old, "") && comment_is(c, menu, gone, ""));

	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	EXPECT(!remove_item(c, menu, gone));
	new = add_entry(c, "198.51.100.2");
	EXPECT(new && new != gone);
	EXPECT(set_comment(c, menu, old, "once") && set_comment(c, menu, old, "twice"));
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(count(&other, menu) == 2);
	EXPECT(comment_is(&other, menu, old, "twice") && comment_is(&other, menu, new, ""));
	EXPECT(!remove_item(c, menu, old) && !remove_item(c, menu, new));
	EXPECT(count(&other, menu) == 0);
	client_close(&other);
	return true;
}

static bool owners(struct client *c)
{
	struct client other;
	struct reply r;

	client_open(&other);
	EXPECT(simple(c, ROSFW_CMD_TXN_COMMIT) == -ENOENT);
	EXPECT(simple(c, ROSFW_CMD_TXN_CHECK) == -ENOENT);
	EXPECT(simple(c, ROSFW_CMD_TXN_ABORT) == -ENOENT);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	EXPECT(simple(c, ROSFW_CMD_TXN_BEGIN) == -EALREADY);
	transact(&other, request(&other, ROSFW_CMD_TXN_BEGIN, 0), &r);
	EXPECT(refused(&r, -EBUSY, 0, "another program has a transaction open"));
	EXPECT(simple(&other, ROSFW_CMD_TXN_COMMIT) == -EBUSY);
	EXPECT(simple(&other, ROSFW_CMD_TXN_ABORT) == -EBUSY);
	EXPECT(!add_rule(&other, "input", "other"));
	EXPECT(remove_item(&other, FILTER, 1) == -EBUSY);
	EXPECT(count(c, FILTER) == 0 && count(&other, FILTER) == 0);
	EXPECT(!simple(c, ROSFW_CMD_TXN_ABORT));
	EXPECT(!simple(&other, ROSFW_CMD_TXN_BEGIN));
	EXPECT(!simple(&other, ROSFW_CMD_TXN_ABORT));
	client_close(&other);
	return true;
}

/* A socket that is closed takes its transaction with it, also while it is listing what it changed. */
static bool closed(struct client *c)
{
	struct client other;
	struct reply r;
	int i;

	for (i = 0; i < 50; i++) {
		client_open(&other);
		EXPECT(!simple(&other, ROSFW_CMD_TXN_BEGIN));
		EXPECT(add_rule(&other, "input", "lost"));
		EXPECT(add_entry(&other, "198.51.100.9"));
		if (i & 1)
			nl_send_auto(other.sk, request_menu(&other, ROSFW_CMD_ITEM_GET, NLM_F_DUMP, FILTER));
		client_close(&other);
		EXPECT(!transact(c, request(c, ROSFW_CMD_INFO_GET, 0), &r));
		EXPECT(!reply_attr(&r, 0, ROSFW_A_TXN_OWNER));
		reply_free(&r);
	}
	EXPECT(count(c, FILTER) == 0 && count(c, ROSFW_MENU_IP_ADDRESS_LIST) == 0);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	EXPECT(!simple(c, ROSFW_CMD_TXN_ABORT));
	return true;
}

static u32 add_jump(struct client *c, const char *chain, const char *target)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
	struct reply r;
	u32 id;

	nla_put_string(msg, ROSFW_A_CHAIN, chain);
	nla_put_u32(msg, ROSFW_A_ACTION, ROSFW_ACTION_JUMP);
	nla_put_string(msg, ROSFW_A_JUMP_TARGET, target);
	transact(c, msg, &r);
	id = r.error ? 0 : reply_u32(&r, 0, ROSFW_A_ID);
	reply_free(&r);
	return id;
}

/* A commit that fails says which item is at fault, publishes nothing and stays open. */
static bool fault(struct client *c)
{
	u32 before = generation(c), a, b;
	struct client other;
	struct reply r;

	client_open(&other);
	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	a = add_jump(c, "one", "two");
	b = add_jump(c, "two", "one");
	EXPECT(a && b);
	transact(c, request(c, ROSFW_CMD_TXN_CHECK, 0), &r);
	EXPECT(refused(&r, -ELOOP, 0, ""));
	EXPECT(*r.text);
	EXPECT(r.n == 1 && reply_u32(&r, 0, ROSFW_A_MENU) == FILTER);
	EXPECT(reply_u32(&r, 0, ROSFW_A_ID) == a || reply_u32(&r, 0, ROSFW_A_ID) == b);
	reply_free(&r);
	EXPECT(simple(c, ROSFW_CMD_TXN_COMMIT) == -ELOOP);
	EXPECT(generation(c) == before && count(&other, FILTER) == 0 && count(c, FILTER) == 2);
	EXPECT(!remove_item(c, FILTER, b));
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(generation(c) == before + 1);

	/* Alone, the change that closes the loop is the one that is refused. */
	EXPECT(!add_jump(c, "two", "one"));
	EXPECT(generation(c) == before + 1 && count(c, FILTER) == 1);
	EXPECT(!remove_item(c, FILTER, a));
	client_close(&other);
	return true;
}

static bool resets(struct client *c)
{
	u32 id = add_rule(c, "input", "counted"), before = generation(c);
	struct reply r;
	int i;

	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	for (i = 0; i < 4096; i++)
		EXPECT(!transact(c, request_item(c, ROSFW_CMD_ITEM_RESET, FILTER, id), &r));
	transact(c, request_item(c, ROSFW_CMD_ITEM_RESET, FILTER, id), &r);
	EXPECT(refused(&r, -ENOSPC, ROSFW_A_ID, "reset the whole menu"));
	EXPECT(!transact(c, request_menu(c, ROSFW_CMD_ITEM_RESET, 0, FILTER), &r));
	EXPECT(!remove_item(c, FILTER, id));
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(generation(c) == before + 1);
	return true;
}

/* An empty transaction publishes nothing. */
static bool empty(struct client *c)
{
	u32 before = generation(c);

	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	EXPECT(generation(c) == before);
	return true;
}

/* ---- a dump that is overtaken ---- */

#define ENTRIES	2000

static bool add_many(struct client *c, unsigned int n)
{
	char address[16];
	unsigned int i;

	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	for (i = 0; i < n; i++) {
		snprintf(address, sizeof(address), "10.1.%u.%u", i >> 8, i & 255);
		EXPECT(add_entry(c, address));
	}
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	return true;
}

static bool remove_all(struct client *c, u32 menu)
{
	struct reply r;
	unsigned int i;

	EXPECT(!simple(c, ROSFW_CMD_TXN_BEGIN));
	EXPECT(!dump(c, menu, &r));
	for (i = 0; i < r.n; i++)
		EXPECT(!remove_item(c, menu, reply_u32(&r, i, ROSFW_A_ID)));
	reply_free(&r);
	EXPECT(!simple(c, ROSFW_CMD_TXN_COMMIT));
	return true;
}

/* Reads the first datagrams of a dump, lets another client commit, and reads the rest. */
static bool overtaken(struct client *c)
{
	struct client other;
	static char buffer[65536];
	bool interrupted = false, done = false;
	unsigned int n = 0, reads = 0;
	struct nlmsghdr *hdr;
	int len;

	EXPECT(add_many(c, ENTRIES));
	client_open(&other);
	nl_send_auto(c->sk, request_menu(c, ROSFW_CMD_ITEM_GET, NLM_F_DUMP, ROSFW_MENU_IP_ADDRESS_LIST));
	while (!done) {
		len = recv(nl_socket_get_fd(c->sk), buffer, sizeof(buffer), 0);
		EXPECT(len > 0);
		if (reads++ == 0)
			EXPECT(add_entry(&other, "10.255.0.1"));
		for (hdr = (void *)buffer; nlmsg_ok(hdr, len); hdr = nlmsg_next(hdr, &len)) {
			interrupted |= !!(hdr->nlmsg_flags & NLM_F_DUMP_INTR);
			done |= hdr->nlmsg_type == NLMSG_DONE;
			n += hdr->nlmsg_type >= NLMSG_MIN_TYPE;
		}
	}
	EXPECT(reads > 2 && n >= ENTRIES);
	EXPECT(interrupted);
	EXPECT(remove_all(&other, ROSFW_MENU_IP_ADDRESS_LIST));
	EXPECT(!count(c, ROSFW_MENU_IP_ADDRESS_LIST));
	client_close(&other);
	return true;
}

const struct test txn_tests[] = {
	{ "commit", "changes are seen by their owner, and by all after the commit", commit },
	{ "txn-entries", "entries of address lists are part of a transaction", entries },
	{ "owners", "there is one transaction and one owner", owners },
	{ "closed", "closing the socket aborts", closed },
	{ "fault", "a commit that fails names the item and stays open", fault },
	{ "resets", "resets wait for the commit and are bounded", resets },
	{ "empty", "a transaction without changes publishes nothing", empty },
	{ "overtaken", "a dump that a commit overtook says so", overtaken },
	{ }
};

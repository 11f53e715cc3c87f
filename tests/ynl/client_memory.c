// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases of no memory: the n-th allocation of a request fails, for every n until it succeeds. After every failure all
 * menus are what they were, byte for byte. Needs a kernel that can make allocations fail (/proc/PID/fail-nth).
 */
#include <fcntl.h>
#include <unistd.h>
#include <sys/socket.h>

#include "client.h"

#define FILTER	ROSFW_MENU_IP_FILTER
#define NTH_MAX	2000

static int fail_nth = -1;

static bool arm(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	return pwrite(fail_nth, text, len, 0) == len;
}

/* Did the failure that was ordered happen? Takes the order back if it did not. */
static bool disarm(void)
{
	char text[16] = "";

	if (pread(fail_nth, text, sizeof(text) - 1, 0) < 0)
		return false;
	arm(0);
	return !atoi(text);
}

static bool unchanged(struct client *c, const char *before, size_t len)
{
	size_t now_len;
	char *now = snapshot(c, &now_len);
	bool same = now_len == len && !memcmp(now, before, len);

	free(now);
	return same;
}

/*
 * Only what happens in send() is made to fail: there the kernel works off the request. Without an answer it is not
 * known whether the failure hit the request or its acknowledgment; then what is there tells.
 */
static bool send_failing(struct client *c, struct nl_msg *msg, unsigned int n, bool *failed, int *error)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	ssize_t sent;

	hdr->nlmsg_pid = nl_socket_get_local_port(c->sk);
	hdr->nlmsg_seq = n;
	if (!arm(n))
		return false;
	sent = send(nl_socket_get_fd(c->sk), hdr, hdr->nlmsg_len, 0);
	*error = sent < 0 ? -errno : 0;
	*failed = disarm();
	if (sent >= 0) {
		static char buffer[65536];
		int len = recv(nl_socket_get_fd(c->sk), buffer, sizeof(buffer), MSG_DONTWAIT);
		struct nlmsghdr *answer = (void *)buffer;

		*error = len < 0 ? -errno : 0;
		for (; len > 0 && nlmsg_ok(answer, len); answer = nlmsg_next(answer, &len))
			if (answer->nlmsg_type == NLMSG_ERROR)
				*error = ((struct nlmsgerr *)nlmsg_data(answer))->error;
		while (recv(nl_socket_get_fd(c->sk), buffer, sizeof(buffer), MSG_DONTWAIT) > 0)
			;
	}
	return true;
}

typedef struct nl_msg *(*maker)(struct client *c, u32 id);

static struct nl_msg *make_add(struct client *c, u32 id)
{
	static const struct rosfw_port_range ports[] = { { 22, 22 }, { 80, 80 } };
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);

	nla_put_string(msg, ROSFW_A_CHAIN, "input");
	nla_put_u8(msg, ROSFW_A_PROTOCOL, 6);
	nla_put(msg, ROSFW_A_DST_PORT, sizeof(ports), ports);
	nla_put_string(msg, ROSFW_A_SRC_ADDRESS_LIST, "someone");
	nla_put_string(msg, ROSFW_A_IN_INTERFACE_LIST, "all");
	nla_put_u32(msg, ROSFW_A_BEFORE, id);
	return msg;
}

static struct nl_msg *make_set(struct client *c, u32 id)
{
	struct nl_msg *msg = request_item(c, ROSFW_CMD_ITEM_SET, FILTER, id);

	nla_put_string(msg, ROSFW_A_COMMENT, "after");
	return msg;
}

static struct nl_msg *make_remove(struct client *c, u32 id)
{
	return request_item(c, ROSFW_CMD_ITEM_REMOVE, FILTER, id);
}

static struct nl_msg *make_move(struct client *c, u32 id)
{
	return request_item(c, ROSFW_CMD_ITEM_MOVE, FILTER, id);
}

static struct nl_msg *make_entry(struct client *c, u32 id)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_IPV6_ADDRESS_LIST);
	static const unsigned char address[32];

	nla_put_string(msg, ROSFW_A_LIST, "v6");
	nla_put(msg, ROSFW_A_ADDRESS, sizeof(address), address);
	return msg;
}

static struct nl_msg *make_list(struct client *c, u32 id)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_INTERFACE_LIST);

	nla_put_string(msg, ROSFW_A_NAME, "WAN");
	nla_put_string(msg, ROSFW_A_INCLUDE, "all");
	return msg;
}

static struct nl_msg *make_begin(struct client *c, u32 id)
{
	return request(c, ROSFW_CMD_TXN_BEGIN, 0);
}

static struct nl_msg *make_reset(struct client *c, u32 id)
{
	return request_item(c, ROSFW_CMD_ITEM_RESET, FILTER, id);
}

static struct nl_msg *make_commit(struct client *c, u32 id)
{
	return request(c, ROSFW_CMD_TXN_COMMIT, 0);
}

static struct nl_msg *make_get(struct client *c, u32 id)
{
	return request_item(c, ROSFW_CMD_ITEM_GET, FILTER, id);
}

static struct nl_msg *make_dump(struct client *c, u32 id)
{
	return request_menu(c, ROSFW_CMD_ITEM_GET, NLM_F_DUMP, FILTER);
}

/*
 * Outside a transaction, then as the owner of one: the same request with the first, second, ... allocation failing.
 * @once: it cannot be done twice, so its first success is its last.
 */
static const struct {
	const char *what;
	maker make;
	bool once;
} steps[] = {
	{ "add", make_add }, { "set", make_set }, { "move", make_move }, { "entry", make_entry, true },
	{ "list", make_list, true }, { "get", make_get }, { "dump", make_dump }, { "remove", make_remove, true },
	{ "begin", make_begin, true },
	{ "add in a transaction", make_add }, { "set in a transaction", make_set },
	{ "reset in a transaction", make_reset }, { "move in a transaction", make_move },
	{ "remove in a transaction", make_remove, true }, { "commit", make_commit, true },
};

static bool run_step(struct client *c, unsigned int i, u32 id, unsigned int *failures)
{
	unsigned int n;

	for (n = 1; n < NTH_MAX; n++) {
		struct nl_msg *msg = steps[i].make(c, id);
		u32 before_generation = generation(c);
		size_t len;
		char *before = snapshot(c, &len);
		bool failed, same;
		int error;

		EXPECT(send_failing(c, msg, n, &failed, &error));
		nlmsg_free(msg);
		same = unchanged(c, before, len);
		free(before);
		if (!failed) {
			EXPECT(!error || error == -EALREADY);
			return true;
		}
		++*failures;
		if (error && error != -ENOBUFS && (!same || generation(c) != before_generation)) {
			printf("%s: allocation %u failed, error %d, and something changed\n", steps[i].what, n, error);
			return false;
		}
		/* It succeeded although an allocation failed, or its answer was lost. */
		if (steps[i].once && (!error || !same))
			return true;
	}
	printf("%s: still failing after %u allocations\n", steps[i].what, n);
	return false;
}

static bool memory(struct client *c)
{
	u32 id[ARRAY_SIZE(steps)];
	unsigned int i, failures = 0;

	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR);
	EXPECT(fail_nth >= 0);
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		id[i] = add_rule(c, "input", "before");
		EXPECT(id[i]);
	}
	for (i = 0; i < ARRAY_SIZE(steps); i++)
		if (!run_step(c, i, id[i], &failures))
			return false;
	close(fail_nth);
	printf("%u allocations failed\n", failures);
	EXPECT(failures > ARRAY_SIZE(steps));
	return true;
}

const struct test memory_tests[] = {
	{ "-memory", "allocations fail one by one", memory },
	{ }
};

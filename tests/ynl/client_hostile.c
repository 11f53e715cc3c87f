// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases of messages that no honest client sends. Each is refused, with a reason, and nothing changes.
 */
#include <unistd.h>
#include <sys/wait.h>

#include "client.h"

#define FILTER	ROSFW_MENU_IP_FILTER

static struct nl_msg *good_rule(struct client *c)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);

	nla_put_string(msg, ROSFW_A_CHAIN, "input");
	nla_put_u8(msg, ROSFW_A_PROTOCOL, 6);
	return msg;
}

/* Sends a good rule with one attribute more. */
static bool refuses(struct client *c, int attr, const void *data, size_t len, int error, unsigned int bad,
		    const char *text)
{
	struct nl_msg *msg = good_rule(c);
	struct reply r;

	nla_put(msg, attr, len, data);
	transact(c, msg, &r);
	reply_free(&r);
	return refused(&r, error, bad, text);
}

static void finish(struct client *c, struct nl_msg *msg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);

	hdr->nlmsg_pid = nl_socket_get_local_port(c->sk);
	hdr->nlmsg_seq = 1;
}

static int send_bytes(struct client *c, struct nl_msg *msg, struct reply *r)
{
	int error = transact_raw(c, nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len, r);

	reply_free(r);
	return error;
}

static bool version(struct client *c)
{
	struct reply r;
	int v;

	for (v = 0; v < 256; v += v < 4 ? 1 : 63) {
		struct nl_msg *msg = good_rule(c);

		if (v == ROSFW_GENL_VERSION)
			continue;
		((struct genlmsghdr *)nlmsg_data(nlmsg_hdr(msg)))->version = v;
		transact(c, msg, &r);
		EXPECT(refused(&r, -EPROTO, 0, "version"));
		msg = request_menu(c, ROSFW_CMD_ITEM_GET, NLM_F_DUMP, FILTER);
		((struct genlmsghdr *)nlmsg_data(nlmsg_hdr(msg)))->version = v;
		transact(c, msg, &r);
		EXPECT(refused(&r, -EPROTO, 0, "version"));
	}
	return true;
}

static bool commands(struct client *c)
{
	struct reply r;
	int cmd;

	EXPECT(transact(c, request(c, 0, 0), &r) == -EOPNOTSUPP);
	for (cmd = ROSFW_CMD_MAX + 1; cmd < 256; cmd++)
		EXPECT(transact(c, request(c, cmd, 0), &r) == -EOPNOTSUPP);
	EXPECT(transact(c, request(c, ROSFW_CMD_ITEM_ADD, NLM_F_DUMP), &r) == -EOPNOTSUPP);
	EXPECT(transact(c, request(c, ROSFW_CMD_REASON_GET, 0), &r) == -EOPNOTSUPP);
	EXPECT(transact(c, request(c, ROSFW_CMD_ITEM_ADD, NLM_F_EXCL), &r) == -EINVAL);
	EXPECT(*r.text);
	return true;
}

static bool unknown(struct client *c)
{
	static const int attrs[] = { ROSFW_A_MAX + 1, 500, 0x3fff };
	struct nl_msg *msg;
	struct reply r;
	unsigned int i;
	int attr;

	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		EXPECT(refuses(c, attrs[i], "1234", 4, -EINVAL, attrs[i], "Unknown attribute type"));
		msg = request(c, ROSFW_CMD_INFO_GET, 0);
		nla_put_u32(msg, attrs[i], 1);
		transact(c, msg, &r);
		EXPECT(refused(&r, -EINVAL, attrs[i], "Unknown attribute type"));
	}
	/* What a command has no use for is refused, not ignored. */
	for (attr = 1; attr <= ROSFW_A_MAX; attr++) {
		msg = request(c, ROSFW_CMD_TXN_BEGIN, 0);
		nla_put_u32(msg, attr, 1);
		transact(c, msg, &r);
		EXPECT(refused(&r, -EINVAL, attr, "does not belong to this command"));
	}
	EXPECT(refuses(c, ROSFW_A_UNSET, "\x20\x00", 2, -EINVAL, ROSFW_A_UNSET, "does not belong"));
	EXPECT(refuses(c, ROSFW_A_PACKETS, "12345678", 8, -EINVAL, ROSFW_A_PACKETS, "read-only"));
	return true;
}

/*
 * Every property of every menu, from nothing to too much, around each size that a value has: no crash, and a reason for every
 * refusal.
 */
static bool lengths(struct client *c)
{
	static const unsigned int lens[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 20, 24, 31, 32, 33, 36, 64, 65, 129, 256, 513, 2047,
	};
	static const unsigned char zero[2048];
	u32 before = generation(c);
	unsigned int menu, attr, i;
	struct reply r;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		for (attr = 1; attr <= ROSFW_A_MAX; attr++) {
			for (i = 0; i < ARRAY_SIZE(lens); i++) {
				struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, menu);

				nla_put(msg, attr, lens[i], zero);
				if (!transact(c, msg, &r)) {
					printf("menu %u took attribute %u of %u bytes\n", menu, attr, lens[i]);
					return false;
				}
				EXPECT(*r.text);
			}
		}
	}
	EXPECT(generation(c) == before);
	return true;
}

static bool values(struct client *c)
{
	static const unsigned char many[4 * (ROSFW_PORTS_MAX + 1)];
	char text[ROSFW_COMMENT_SIZE + 1];
	u32 n;

	memset(text, 'x', sizeof(text));
	EXPECT(refuses(c, ROSFW_A_COMMENT, text, 100, -EINVAL, ROSFW_A_COMMENT, ""));
	EXPECT(refuses(c, ROSFW_A_COMMENT, "a\0b", 4, -EINVAL, ROSFW_A_COMMENT, "NUL"));
	text[sizeof(text) - 1] = '\0';
	EXPECT(refuses(c, ROSFW_A_COMMENT, text, sizeof(text), -EINVAL, ROSFW_A_COMMENT, "") ||
	       refuses(c, ROSFW_A_COMMENT, text, sizeof(text), -ERANGE, ROSFW_A_COMMENT, ""));
	EXPECT(refuses(c, ROSFW_A_SRC_ADDRESS_LIST, "", 1, -EINVAL, ROSFW_A_SRC_ADDRESS_LIST, "empty"));
	EXPECT(refuses(c, ROSFW_A_DST_PORT, "\x02\x00\x01\x00", 4, -EINVAL, ROSFW_A_DST_PORT, "reversed"));
	EXPECT(refuses(c, ROSFW_A_DST_PORT, many, 6, -EINVAL, ROSFW_A_DST_PORT, ""));
	EXPECT(refuses(c, ROSFW_A_DST_PORT, many, sizeof(many), -ERANGE, ROSFW_A_DST_PORT, ""));
	EXPECT(refuses(c, ROSFW_A_SRC_ADDRESS, "\x0a\0\0\2\x0a\0\0\1", 8, -EINVAL, ROSFW_A_SRC_ADDRESS, "reversed"));
	EXPECT(refuses(c, ROSFW_A_SRC_ADDRESS, many, 32, -EINVAL, ROSFW_A_SRC_ADDRESS, ""));
	EXPECT(refuses(c, ROSFW_A_TCP_FLAGS, "\x02\x02\0\0", 4, -EINVAL, ROSFW_A_TCP_FLAGS, "both"));
	EXPECT(refuses(c, ROSFW_A_TCP_FLAGS, "\x02\0\0\1", 4, -EINVAL, ROSFW_A_TCP_FLAGS, "reserved"));
	EXPECT(refuses(c, ROSFW_A_TCP_FLAGS, "\x02\0\2\0", 4, -EINVAL, ROSFW_A_TCP_FLAGS, ""));
	EXPECT(refuses(c, ROSFW_A_LOG, "\x02", 1, -ERANGE, ROSFW_A_LOG, ""));
	n = 1u << 5;
	EXPECT(refuses(c, ROSFW_A_CONNECTION_STATE, &n, 4, -EINVAL, ROSFW_A_CONNECTION_STATE, ""));
	n = 0;
	EXPECT(refuses(c, ROSFW_A_CONNECTION_STATE, &n, 4, -EINVAL, ROSFW_A_CONNECTION_STATE, "empty"));
	n = ROSFW_ACTION_NOTRACK;
	EXPECT(refuses(c, ROSFW_A_ACTION, &n, 4, -EINVAL, ROSFW_A_ACTION, "action"));
	n = __ROSFW_ACTION_COUNT;
	EXPECT(refuses(c, ROSFW_A_ACTION, &n, 4, -ERANGE, ROSFW_A_ACTION, ""));
	n = ROSFW_TIMEOUT_MAX + 1;
	EXPECT(refuses(c, ROSFW_A_ADDRESS_LIST_TIMEOUT, &n, 4, -ERANGE, ROSFW_A_ADDRESS_LIST_TIMEOUT, ""));
	return true;
}

static bool relations(struct client *c)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
	struct reply r;
	u32 n;

	transact(c, msg, &r);
	EXPECT(refused(&r, -EINVAL, 0, "chain"));
	EXPECT(refuses(c, ROSFW_A_ICMP_OPTIONS, "\x08\0\0\0", 4, -EINVAL, ROSFW_A_ICMP_OPTIONS, "icmp"));
	EXPECT(refuses(c, ROSFW_A_OUT_INTERFACE, "eth0", 5, -EINVAL, ROSFW_A_OUT_INTERFACE, "not possible in input"));
	n = ROSFW_ACTION_JUMP;
	EXPECT(refuses(c, ROSFW_A_ACTION, &n, 4, -EINVAL, 0, "jump-target") ||
	       refuses(c, ROSFW_A_ACTION, &n, 4, -EINVAL, ROSFW_A_ACTION, "jump-target"));
	EXPECT(refuses(c, ROSFW_A_ADDRESS, "12345678", 8, -EINVAL, ROSFW_A_ADDRESS, "no such property"));
	EXPECT(refuses(c, ROSFW_A_BEFORE, "\xff\xff\0\0", 4, -ENOENT, 0, "before") ||
	       refuses(c, ROSFW_A_BEFORE, "\xff\xff\0\0", 4, -ENOENT, ROSFW_A_BEFORE, "before"));
	return true;
}

/* Adds a rule to a menu of nat, with a second attribute if @attr is not 0. */
static bool nat_refuses(struct client *c, u32 menu, const char *chain, u32 action, int attr, const void *data,
			size_t len, int error, unsigned int bad, const char *text)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, menu);
	struct reply r;

	nla_put_string(msg, ROSFW_A_CHAIN, chain);
	nla_put_u32(msg, ROSFW_A_ACTION, action);
	if (attr)
		nla_put(msg, attr, len, data);
	transact(c, msg, &r);
	reply_free(&r);
	return refused(&r, error, bad, text);
}

static bool translations(struct client *c)
{
	static const unsigned char range[8] = { 10, 0, 0, 1, 10, 0, 0, 2 }, zero[32];
	const u32 nat = ROSFW_MENU_IP_NAT, nat6 = ROSFW_MENU_IPV6_NAT;
	const u32 masquerade = ROSFW_ACTION_MASQUERADE, dst_nat = ROSFW_ACTION_DST_NAT;
	u32 n;

	EXPECT(nat_refuses(c, nat, "dstnat", masquerade, 0, NULL, 0, -EINVAL, ROSFW_A_ACTION, "dstnat chain"));
	EXPECT(nat_refuses(c, nat6, "srcnat", dst_nat, 0, NULL, 0, -EINVAL, ROSFW_A_ACTION, "srcnat chain"));
	EXPECT(nat_refuses(c, nat, "srcnat", ROSFW_ACTION_DROP, 0, NULL, 0, -EINVAL, ROSFW_A_ACTION, "action"));
	EXPECT(nat_refuses(c, nat6, "srcnat", ROSFW_ACTION_SAME, 0, NULL, 0, -EINVAL, ROSFW_A_ACTION, "action"));
	EXPECT(nat_refuses(c, FILTER, "input", masquerade, 0, NULL, 0, -EINVAL, ROSFW_A_ACTION, "action"));
	EXPECT(nat_refuses(c, nat, "srcnat", ROSFW_ACTION_NETMAP, 0, NULL, 0, -EINVAL, 0, "to-addresses"));
	EXPECT(nat_refuses(c, nat, "srcnat", ROSFW_ACTION_NETMAP, ROSFW_A_TO_ADDRESSES, zero, 8, -EINVAL,
			   ROSFW_A_TO_ADDRESSES, "to-addresses"));
	EXPECT(nat_refuses(c, nat, "dstnat", dst_nat, ROSFW_A_TO_ADDRESS, zero, 32, -EINVAL, ROSFW_A_TO_ADDRESS,
			   "no such property"));
	EXPECT(nat_refuses(c, nat6, "dstnat", dst_nat, ROSFW_A_TO_ADDRESS, range, 8, -EINVAL, ROSFW_A_TO_ADDRESS,
			   "length"));
	EXPECT(nat_refuses(c, nat, "dstnat", dst_nat, ROSFW_A_TO_PORTS, "\x50\0\x50\0", 4, -EINVAL, ROSFW_A_TO_PORTS,
			   "requires protocol"));
	EXPECT(nat_refuses(c, nat, "dstnat", dst_nat, ROSFW_A_TO_PORTS, zero, 8, -ERANGE, ROSFW_A_TO_PORTS, ""));
	EXPECT(nat_refuses(c, nat, "dstnat", ROSFW_ACTION_SOCKSIFY, ROSFW_A_SOCKS5_SERVER, range, 8, -EINVAL,
			   ROSFW_A_SOCKS5_SERVER, "one address"));
	n = 65536;
	EXPECT(nat_refuses(c, nat, "dstnat", ROSFW_ACTION_SOCKSIFY, ROSFW_A_SOCKS5_PORT, &n, 4, -ERANGE,
			   ROSFW_A_SOCKS5_PORT, ""));
	EXPECT(nat_refuses(c, nat, "srcnat", ROSFW_ACTION_ENDPOINT_INDEPENDENT_NAT, ROSFW_A_PROTOCOL, "\6", 1, -EINVAL,
			   ROSFW_A_ACTION, "udp"));
	n = 1u << ROSFW_NAT_STATE_EIN_SNAT;
	EXPECT(nat_refuses(c, ROSFW_MENU_IPV6_FILTER, "input", ROSFW_ACTION_DROP, ROSFW_A_CONNECTION_NAT_STATE, &n, 4,
			   -EINVAL, ROSFW_A_CONNECTION_NAT_STATE, ""));
	n = 1u << __ROSFW_NAT_STATE_COUNT;
	EXPECT(nat_refuses(c, FILTER, "input", ROSFW_ACTION_DROP, ROSFW_A_CONNECTION_NAT_STATE, &n, 4, -EINVAL,
			   ROSFW_A_CONNECTION_NAT_STATE, ""));
	return true;
}

static bool marks(struct client *c)
{
	static const u16 twice[] = { ROSFW_A_PROTOCOL, ROSFW_A_PROTOCOL };
	static const u16 absent[] = { ROSFW_A_SRC_ADDRESS }, plain[] = { ROSFW_A_CHAIN };
	static const u16 strange[] = { ROSFW_A_ID }, far[] = { 0xffff };
	u16 all[ROSFW_A_MAX];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		all[i] = i + 1;
	EXPECT(refuses(c, ROSFW_A_NOT, twice, 3, -EINVAL, ROSFW_A_NOT, "16-bit"));
	EXPECT(refuses(c, ROSFW_A_NOT, twice, 4, -EINVAL, ROSFW_A_NOT, "twice"));
	EXPECT(refuses(c, ROSFW_A_NOT, absent, 2, -EINVAL, ROSFW_A_NOT, "same message"));
	EXPECT(refuses(c, ROSFW_A_NOT, strange, 2, -EINVAL, ROSFW_A_NOT, "no property"));
	EXPECT(refuses(c, ROSFW_A_NOT, far, 2, -EINVAL, ROSFW_A_NOT, "no property"));
	EXPECT(refuses(c, ROSFW_A_NOT, plain, 2, -EINVAL, ROSFW_A_CHAIN, "cannot be negated"));
	EXPECT(refuses(c, ROSFW_A_NOT, all, sizeof(all), -ERANGE, ROSFW_A_NOT, ""));
	EXPECT(refuses(c, ROSFW_A_NOT, "", 0, -ERANGE, ROSFW_A_NOT, ""));
	return true;
}

static int set_marks(struct client *c, u32 id, const u16 *unset, size_t len, struct reply *r)
{
	struct nl_msg *msg = request_item(c, ROSFW_CMD_ITEM_SET, FILTER, id);

	nla_put_string(msg, ROSFW_A_COMMENT, "new");
	nla_put(msg, ROSFW_A_UNSET, len, unset);
	return transact(c, msg, r);
}

static bool bad_unset(struct client *c)
{
	u32 id = add_rule(c, "input", "old");
	u16 p = ROSFW_A_COMMENT;
	struct reply r;

	EXPECT(set_marks(c, id, &p, 2, &r) && refused(&r, -EINVAL, ROSFW_A_UNSET, "both set and unset"));
	p = ROSFW_A_PACKETS;
	EXPECT(set_marks(c, id, &p, 2, &r) && refused(&r, -EINVAL, ROSFW_A_UNSET, "read-only"));
	p = ROSFW_A_CHAIN;
	EXPECT(set_marks(c, id, &p, 2, &r) && refused(&r, -EINVAL, 0, "chain"));
	EXPECT(!get(c, FILTER, id, &r));
	EXPECT(!strcmp(reply_string(&r, 0, ROSFW_A_COMMENT), "old"));
	reply_free(&r);
	EXPECT(!remove_item(c, FILTER, id));
	return true;
}

/* Messages that do not hold together as netlink. */
static bool broken(struct client *c)
{
	struct nl_msg *msg;
	struct nlmsghdr *hdr;
	struct nlattr *attr;
	struct reply r;
	u32 len;

	/* An attribute that says it is longer than the message, or shorter than its own header. */
	for (len = 0; len < 4; len++) {
		msg = good_rule(c);
		finish(c, msg);
		attr = nlmsg_find_attr(nlmsg_hdr(msg), GENL_HDRLEN, ROSFW_A_CHAIN);
		attr->nla_len = len;
		EXPECT(send_bytes(c, msg, &r) == -EINVAL);
		nlmsg_free(msg);
	}
	for (len = 100; len < 65536; len += 9001) {
		msg = good_rule(c);
		finish(c, msg);
		attr = nlmsg_find_attr(nlmsg_hdr(msg), GENL_HDRLEN, ROSFW_A_CHAIN);
		attr->nla_len = len;
		EXPECT(send_bytes(c, msg, &r) == -EINVAL);
		nlmsg_free(msg);
	}
	/*
	 * Cut at every length; what the header says stays, then it goes along. What a rule cannot do without stands
	 * last and needs no padding.
	 */
	msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, FILTER);
	nla_put_u8(msg, ROSFW_A_PROTOCOL, 6);
	nla_put_string(msg, ROSFW_A_CHAIN, "forward");
	finish(c, msg);
	hdr = nlmsg_hdr(msg);
	for (len = hdr->nlmsg_len - 1; len > 0; len--) {
		EXPECT(transact_raw(c, hdr, len, &r));
		reply_free(&r);
	}
	for (len = hdr->nlmsg_len - 1; len >= NLMSG_HDRLEN; len--) {
		hdr->nlmsg_len = len;
		EXPECT(transact_raw(c, hdr, len, &r));
		reply_free(&r);
	}
	nlmsg_free(msg);
	/* A property marked as a nest, and a header with its reserved field in use. */
	EXPECT(refuses(c, ROSFW_A_COMMENT | NLA_F_NESTED, "x", 2, -EINVAL, ROSFW_A_COMMENT, ""));
	msg = good_rule(c);
	((struct genlmsghdr *)nlmsg_data(nlmsg_hdr(msg)))->reserved = 7;
	EXPECT(transact(c, msg, &r) == -EINVAL);
	EXPECT(*r.text);
	return true;
}

/* Messages of arbitrary bytes after a good head. What was not taken changed nothing. */
static bool noise(struct client *c)
{
	u32 before = generation(c), state = 12345;
	unsigned char bytes[512];
	unsigned int i, j, taken = 0;
	struct nl_msg *msg;
	struct reply r;

	for (i = 0; i < 5000; i++) {
		for (j = 0; j < sizeof(bytes); j++) {
			state = state * 1664525 + 1013904223;
			bytes[j] = state >> 24;
		}
		msg = request_menu(c, ROSFW_CMD_ITEM_ADD + bytes[0] % 7, 0, 1 + bytes[1] % ROSFW_MENU_MAX);
		if (bytes[2] & 1)
			nla_put_string(msg, ROSFW_A_CHAIN, "input");
		for (j = 4; j < 4 + bytes[3] % 6 * 40u; j += 40)
			nla_put(msg, bytes[j] % (ROSFW_A_MAX + 2), bytes[j + 1] % 36, bytes + j + 2);
		taken += !transact(c, msg, &r);
		EXPECT(!r.error || *r.text);
		reply_free(&r);
	}
	EXPECT(generation(c) - before <= taken);
	return true;
}

/* ---- privilege ---- */

static bool unprivileged(struct client *c)
{
	static const int locked[] = {
		ROSFW_CMD_TXN_BEGIN, ROSFW_CMD_TXN_COMMIT, ROSFW_CMD_TXN_CHECK, ROSFW_CMD_TXN_ABORT,
		ROSFW_CMD_ITEM_ADD, ROSFW_CMD_ITEM_SET, ROSFW_CMD_ITEM_REMOVE, ROSFW_CMD_ITEM_MOVE,
		ROSFW_CMD_ITEM_RESET, ROSFW_CMD_ITEM_GET, ROSFW_CMD_CONN_GET, ROSFW_CMD_CONN_REMOVE,
	};
	struct reply r;
	unsigned int i;

	EXPECT(!transact(c, request(c, ROSFW_CMD_INFO_GET, 0), &r));
	reply_free(&r);
	for (i = 0; i < ARRAY_SIZE(locked); i++) {
		transact(c, request(c, locked[i], 0), &r);
		EXPECT(refused(&r, -EPERM, 0, "rosfw needs CAP_NET_ADMIN"));
	}
	dump(c, FILTER, &r);
	EXPECT(refused(&r, -EPERM, 0, "rosfw needs CAP_NET_ADMIN") && !r.n);
	dump(c, ROSFW_MENU_IP_CONNECTION, &r);
	EXPECT(refused(&r, -EPERM, 0, "rosfw needs CAP_NET_ADMIN") && !r.n);
	transact(c, request(c, ROSFW_CMD_REASON_GET, NLM_F_DUMP), &r);
	EXPECT(refused(&r, -EPERM, 0, "rosfw needs CAP_NET_ADMIN") && !r.n);
	return true;
}

/* As nobody, on a socket of his own or on one that root opened. */
static bool nobody(struct client *c, bool own)
{
	struct client mine;
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534))
			_exit(2);
		if (own)
			client_open(&mine);
		status = unprivileged(own ? &mine : c) ? 0 : 1;
		fflush(stdout);
		_exit(status);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
}

static bool privilege(struct client *c)
{
	EXPECT(nobody(c, true));
	EXPECT(nobody(c, false));
	return true;
}

/* For the shell: whoever runs this is refused, or served. */
static bool may_not(struct client *c)
{
	return unprivileged(c);
}

static bool may(struct client *c)
{
	u32 id = add_rule(c, "input", "allowed");

	EXPECT(id);
	EXPECT(!remove_item(c, FILTER, id));
	return true;
}

const struct test hostile_tests[] = {
	{ "version", "messages of another version", version },
	{ "commands", "unknown commands, and known ones in the wrong way", commands },
	{ "unknown", "unknown attributes, and attributes of other commands", unknown },
	{ "lengths", "every attribute in many lengths in every menu", lengths },
	{ "values", "values that are none", values },
	{ "relations", "values that do not belong together", relations },
	{ "translations", "rules of nat that make no sense", translations },
	{ "marks", "negation of what is not there, or cannot be negated", marks },
	{ "unset", "unsetting what cannot be unset", bad_unset },
	{ "broken", "messages that are cut, or lie about their length", broken },
	{ "privilege", "nobody can only ask for the version", privilege },
	{ "-may-not", "", may_not },
	{ "-may", "", may },
	{ "noise", "arbitrary bytes", noise },
	{ }
};

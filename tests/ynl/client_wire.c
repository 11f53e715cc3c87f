// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending requests and taking answers apart, extended acknowledgements included.
 */
#include <unistd.h>
#include <sys/socket.h>

#include "client.h"

#define BUFFER	65536

static void die(const char *what, int error)
{
	fprintf(stderr, "genl_client: %s: %s\n", what, nl_geterror(error));
	exit(2);
}

void client_open(struct client *c)
{
	int one = 1, error;

	c->sk = nl_socket_alloc();
	if (!c->sk)
		die("socket", -NLE_NOMEM);
	error = genl_connect(c->sk);
	if (error)
		die("connect", error);
	nl_socket_disable_seq_check(c->sk);
	setsockopt(nl_socket_get_fd(c->sk), SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	c->family = genl_ctrl_resolve(c->sk, ROSFW_GENL_NAME);
	if (c->family < 0)
		die("no family rosfw", c->family);
}

void client_close(struct client *c)
{
	nl_socket_free(c->sk);
	c->sk = NULL;
}

/* ---- requests ---- */

struct nl_msg *request(struct client *c, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc_size(BUFFER);

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, c->family, 0, NLM_F_REQUEST | NLM_F_ACK | flags, cmd,
				 ROSFW_GENL_VERSION))
		die("message", -NLE_NOMEM);
	return msg;
}

struct nl_msg *request_menu(struct client *c, int cmd, int flags, u32 menu)
{
	struct nl_msg *msg = request(c, cmd, flags);

	nla_put_u32(msg, ROSFW_A_MENU, menu);
	return msg;
}

struct nl_msg *request_item(struct client *c, int cmd, u32 menu, u32 id)
{
	struct nl_msg *msg = request_menu(c, cmd, 0, menu);

	nla_put_u32(msg, ROSFW_A_ID, id);
	return msg;
}

/* ---- answers ---- */

/* The attribute of the request that stands at @offset. */
static unsigned int attr_at(const struct nlmsghdr *sent, size_t len, u32 offset)
{
	struct nlattr attr;

	if (offset + sizeof(attr) > len)
		return 0;
	memcpy(&attr, (const char *)sent + offset, sizeof(attr));
	return nla_type(&attr);
}

static void read_tlvs(struct nlattr *first, int len, const void *sent, size_t sent_len, struct reply *r)
{
	struct nlattr *attr;
	int rest;

	nla_for_each_attr(attr, first, len, rest) {
		switch (nla_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			snprintf(r->text, sizeof(r->text), "%s", nla_get_string(attr));
			break;
		case NLMSGERR_ATTR_OFFS:
			r->bad = attr_at(sent, sent_len, nla_get_u32(attr));
			break;
		}
	}
}

static void read_error(const struct nlmsghdr *hdr, const void *sent, size_t sent_len, struct reply *r)
{
	const struct nlmsgerr *e = nlmsg_data(hdr);
	size_t skip = sizeof(*e);

	r->error = e->error;
	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - sizeof(e->msg);
	read_tlvs((struct nlattr *)((char *)e + skip), nlmsg_datalen(hdr) - skip, sent, sent_len, r);
}

static void read_done(const struct nlmsghdr *hdr, const void *sent, size_t sent_len, struct reply *r)
{
	if (nlmsg_datalen(hdr) < (int)sizeof(int))
		return;
	memcpy(&r->error, nlmsg_data(hdr), sizeof(int));
	if (r->error > 0)
		r->error = 0;
	if (hdr->nlmsg_flags & NLM_F_ACK_TLVS)
		read_tlvs((struct nlattr *)((char *)nlmsg_data(hdr) + sizeof(int)),
			  nlmsg_datalen(hdr) - sizeof(int), sent, sent_len, r);
}

static void keep(struct reply *r, const struct nlmsghdr *hdr)
{
	if (r->n == REPLY_MESSAGES)
		return;
	r->msg[r->n] = malloc(hdr->nlmsg_len);
	memcpy(r->msg[r->n++], hdr, hdr->nlmsg_len);
}

/* Returns true when the answer is complete. */
static bool take(const struct nlmsghdr *hdr, const void *sent, size_t sent_len, struct reply *r)
{
	r->interrupted |= !!(hdr->nlmsg_flags & NLM_F_DUMP_INTR);
	switch (hdr->nlmsg_type) {
	case NLMSG_ERROR:
		read_error(hdr, sent, sent_len, r);
		return true;
	case NLMSG_DONE:
		read_done(hdr, sent, sent_len, r);
		return true;
	default:
		keep(r, hdr);
		return false;
	}
}

static int receive(struct client *c, const void *sent, size_t sent_len, struct reply *r, int flags)
{
	static char buffer[BUFFER];
	struct nlmsghdr *hdr;
	int len;

	for (;;) {
		len = recv(nl_socket_get_fd(c->sk), buffer, sizeof(buffer), flags);
		if (len < 0)
			return r->error = errno == EAGAIN ? -ENOMSG : -errno;
		for (hdr = (void *)buffer; nlmsg_ok(hdr, len); hdr = nlmsg_next(hdr, &len))
			if (take(hdr, sent, sent_len, r))
				return r->error;
	}
}

int transact_raw(struct client *c, const void *data, size_t len, struct reply *r)
{
	memset(r, 0, sizeof(*r));
	if (send(nl_socket_get_fd(c->sk), data, len, 0) < 0)
		return r->error = -errno;
	/* The kernel answers before send() returns. */
	return receive(c, data, len, r, MSG_DONTWAIT);
}

int transact(struct client *c, struct nl_msg *msg, struct reply *r)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	int error;

	memset(r, 0, sizeof(*r));
	error = nl_send_auto(c->sk, msg);
	if (error < 0)
		die("send", error);
	receive(c, hdr, hdr->nlmsg_len, r, 0);
	nlmsg_free(msg);
	return r->error;
}

void reply_free(struct reply *r)
{
	while (r->n)
		free(r->msg[--r->n]);
}

struct nlattr *reply_attr(const struct reply *r, unsigned int i, int attr)
{
	return i < r->n ? nlmsg_find_attr(r->msg[i], GENL_HDRLEN, attr) : NULL;
}

u32 reply_u32(const struct reply *r, unsigned int i, int attr)
{
	struct nlattr *nla = reply_attr(r, i, attr);

	return nla ? nla_get_u32(nla) : 0;
}

u64 reply_u64(const struct reply *r, unsigned int i, int attr)
{
	struct nlattr *nla = reply_attr(r, i, attr);

	return nla ? nla_get_u64(nla) : 0;
}

const char *reply_string(const struct reply *r, unsigned int i, int attr)
{
	struct nlattr *nla = reply_attr(r, i, attr);

	return nla ? nla_get_string(nla) : "";
}

/* ---- shorthands ---- */

int simple(struct client *c, int cmd)
{
	struct reply r;

	transact(c, request(c, cmd, 0), &r);
	reply_free(&r);
	return r.error;
}

u32 generation(struct client *c)
{
	struct reply r;
	u32 n;

	transact(c, request(c, ROSFW_CMD_INFO_GET, 0), &r);
	n = reply_u32(&r, 0, ROSFW_A_GENERATION);
	reply_free(&r);
	return n;
}

int dump(struct client *c, u32 menu, struct reply *r)
{
	bool conns = menu == ROSFW_MENU_IP_CONNECTION || menu == ROSFW_MENU_IPV6_CONNECTION;

	return transact(c, request_menu(c, conns ? ROSFW_CMD_CONN_GET : ROSFW_CMD_ITEM_GET, NLM_F_DUMP, menu), r);
}

int get(struct client *c, u32 menu, u32 id, struct reply *r)
{
	return transact(c, request_item(c, ROSFW_CMD_ITEM_GET, menu, id), r);
}

u32 add_rule(struct client *c, const char *chain, const char *comment)
{
	struct nl_msg *msg = request_menu(c, ROSFW_CMD_ITEM_ADD, 0, ROSFW_MENU_IP_FILTER);
	struct reply r;
	u32 id;

	nla_put_string(msg, ROSFW_A_CHAIN, chain);
	nla_put_string(msg, ROSFW_A_COMMENT, comment);
	transact(c, msg, &r);
	id = r.error ? 0 : reply_u32(&r, 0, ROSFW_A_ID);
	reply_free(&r);
	return id;
}

int remove_item(struct client *c, u32 menu, u32 id)
{
	struct reply r;

	transact(c, request_item(c, ROSFW_CMD_ITEM_REMOVE, menu, id), &r);
	reply_free(&r);
	return r.error;
}

bool refused(const struct reply *r, int error, unsigned int bad, const char *text)
{
	if (r->error == error && r->bad == bad && strstr(r->text, text))
		return true;
	printf("got error %d, attribute %u, \"%s\"; not %d, %u, \"%s\"\n", r->error, r->bad, r->text, error, bad,
	       text);
	return false;
}

char *snapshot(struct client *c, size_t *len)
{
	char *bytes = NULL;
	struct reply r;
	u32 menu;
	size_t n = 0;
	unsigned int i;

	for (menu = 1; menu < ROSFW_MENU_IP_CONNECTION; menu++) {
		dump(c, menu, &r);
		for (i = 0; i < r.n; i++) {
			size_t size = nlmsg_datalen(r.msg[i]);

			bytes = realloc(bytes, n + size);
			memcpy(bytes + n, nlmsg_data(r.msg[i]), size);
			n += size;
		}
		reply_free(&r);
	}
	*len = n;
	return bytes;
}

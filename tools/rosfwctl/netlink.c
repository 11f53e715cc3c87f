// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink: batches of requests, their answers, and the kernel's refusals.
 *
 * Many requests go out in one sendmsg(); only the last one asks for an acknowledgement, since the kernel reports every
 * error anyway, and in order. The kernel works through a batch inside of sendmsg(), so the answers wait in the socket's
 * receive buffer: a batch has no more requests than answers fit there.
 */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "netlink.h"

#define BATCH_BYTES	(96 * 1024U)	/* below the least send buffer that Linux gives */
#define REQUEST_BYTES	(32 * 1024U)	/* of one request at most */
#define ANSWER_BYTES	2048U		/* what one answer may take of the receive buffer */
#define REQUESTS_MAX	2000U
#define RECEIVE_BYTES	(32 * 1024U)	/* the most that the kernel puts into one datagram of a dump */
#define RECEIVE_MANY	32

/* ---- requests ---- */

struct nlmsghdr *link_request(struct link *l, u8 cmd, u16 flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(l->buf + l->used);
	struct genlmsghdr *g;

	nlh->nlmsg_type = l->family;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->cmd = cmd;
	g->version = ROSFW_GENL_VERSION;
	return nlh;
}

bool link_put(struct nlmsghdr *nlh, u16 type, u32 len, const void *data)
{
	return mnl_attr_put_check(nlh, REQUEST_BYTES, type, len, data);
}

bool link_put_u32(struct nlmsghdr *nlh, u16 type, u32 v)
{
	return link_put(nlh, type, sizeof(v), &v);
}

void link_drop(struct link *l)
{
	l->used = 0;
	l->n = 0;
}

int link_queue(struct link *l, struct nlmsghdr *nlh, u64 mark, struct link_error *e)
{
	nlh->nlmsg_seq = ++l->seq;
	if (!l->n)
		l->first = nlh->nlmsg_seq;
	l->queue[l->n].mark = mark;
	l->queue[l->n].at = l->used;
	l->n++;
	l->used += NLMSG_ALIGN(nlh->nlmsg_len);
	return l->n >= l->limit || l->used >= BATCH_BYTES ? link_flush(l, e) : 0;
}

/* ---- answers ---- */

static const struct queued *queued_of(const struct link *l, u32 seq)
{
	return seq - l->first < l->n ? &l->queue[seq - l->first] : NULL;
}

/* The attribute of a request that stands at an offset. */
static u16 attr_at(const struct link *l, const struct queued *q, u32 off)
{
	const struct nlmsghdr *nlh = (const void *)(l->buf + q->at);
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if ((u32)((const char *)attr - (const char *)nlh) == off)
			return mnl_attr_get_type(attr);
	return 0;
}

static void read_extack(const struct link *l, const struct nlmsghdr *nlh, const struct queued *q, struct link_error *e)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	u32 len = sizeof(*err);
	const struct nlattr *attr;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		len += err->msg.nlmsg_len - NLMSG_HDRLEN;
	if (mnl_nlmsg_get_payload_len(nlh) < len)
		return;
	mnl_attr_for_each(attr, nlh, len) {
		u16 type = mnl_attr_get_type(attr);

		if (type == NLMSGERR_ATTR_MSG && !mnl_attr_validate(attr, MNL_TYPE_NUL_STRING))
			snprintf(e->text, sizeof(e->text), "%s", mnl_attr_get_str(attr));
		else if (type == NLMSGERR_ATTR_OFFS && q && mnl_attr_get_payload_len(attr) == sizeof(u32))
			e->attr = attr_at(l, q, mnl_attr_get_u32(attr));
	}
}

/* An error or an acknowledgement. The first error of a batch is the one that is told. */
static void take_error(struct link *l, const struct nlmsghdr *nlh, struct link_error *e, int *rc)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	const struct queued *q = queued_of(l, nlh->nlmsg_seq);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err) || !err->error || *rc)
		return;
	*rc = err->error;
	e->text[0] = 0;
	e->attr = 0;
	e->mark = q ? q->mark : 0;
	read_extack(l, nlh, q, e);
}

/* The messages of one datagram. Return whether the request @last is done. */
static bool take(struct link *l, const void *buf, int len, u32 last, struct link_error *e, int *rc, bool *changed)
{
	const struct nlmsghdr *nlh = buf;
	const struct queued *q;

	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			*changed = true;
		if (nlh->nlmsg_type == NLMSG_ERROR) {
			take_error(l, nlh, e, rc);
			if (nlh->nlmsg_seq == last)
				return true;
		} else if (nlh->nlmsg_type == NLMSG_DONE) {
			if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(int) && !*rc)
				*rc = *(const int *)mnl_nlmsg_get_payload(nlh);
			return true;
		} else if (nlh->nlmsg_type == l->family && l->reply && !*rc) {
			q = queued_of(l, nlh->nlmsg_seq);
			*rc = l->reply(l, nlh, q ? q->mark : 0, l->arg);
		}
	}
	return false;
}

/* Reads what is there, at least one datagram. Return 1: the request @last is done; 0: more will come; -errno. */
static int receive(struct link *l, u32 last, struct link_error *e, int *rc, bool *changed)
{
	static char buf[RECEIVE_MANY][RECEIVE_BYTES] __aligned(16);
	static struct mmsghdr msg[RECEIVE_MANY];
	static struct iovec iov[RECEIVE_MANY];
	bool done = false;
	int i, n;

	for (i = 0; i < RECEIVE_MANY; i++) {
		iov[i].iov_base = buf[i];
		iov[i].iov_len = RECEIVE_BYTES;
		memset(&msg[i], 0, sizeof(msg[i]));
		msg[i].msg_hdr.msg_iov = &iov[i];
		msg[i].msg_hdr.msg_iovlen = 1;
	}
	n = recvmmsg(mnl_socket_get_fd(l->nl), msg, RECEIVE_MANY, MSG_WAITFORONE, NULL);
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	for (i = 0; i < n && !done; i++) {
		if (msg[i].msg_hdr.msg_flags & MSG_TRUNC)
			return -EMSGSIZE;
		done = take(l, buf[i], msg[i].msg_len, last, e, rc, changed);
	}
	return done;
}

static int send_and_receive(struct link *l, struct link_error *e, bool *changed)
{
	u32 last = l->first + l->n - 1;
	int done = 0, rc = 0;

	e->text[0] = 0;
	e->attr = 0;
	e->mark = 0;
	if (mnl_socket_sendto(l->nl, l->buf, l->used) < 0)
		return -errno;
	while (!done)
		done = receive(l, last, e, &rc, changed);
	if (done < 0) {
		snprintf(e->text, sizeof(e->text), "the connection to the kernel failed: %s", strerror(-done));
		return done;
	}
	return rc;
}

int link_flush(struct link *l, struct link_error *e)
{
	struct nlmsghdr *last;
	bool changed = false;
	int rc;

	if (!l->n)
		return 0;
	last = (void *)(l->buf + l->queue[l->n - 1].at);
	last->nlmsg_flags |= NLM_F_ACK;
	rc = send_and_receive(l, e, &changed);
	link_drop(l);
	return rc;
}

int link_dump(struct link *l, struct nlmsghdr *nlh, struct link_error *e)
{
	bool changed = false;
	int rc;

	nlh->nlmsg_seq = ++l->seq;
	l->first = l->seq;
	l->queue[0].mark = 0;
	l->queue[0].at = 0;
	l->n = 1;
	l->used = NLMSG_ALIGN(nlh->nlmsg_len);
	rc = send_and_receive(l, e, &changed);
	link_drop(l);
	return !rc && changed ? -EAGAIN : rc;
}

/* ---- events ---- */

int link_join(struct link *l, struct refusal *r)
{
	if (l->events && !mnl_socket_setsockopt(l->nl, NETLINK_ADD_MEMBERSHIP, &l->events, sizeof(l->events)))
		return 0;
	refuse(r, -1, "the kernel tells nothing of connections: %s", strerror(l->events ? errno : ENOENT));
	return -ENOENT;
}

int link_wait(struct link *l)
{
	bool changed = false;
	struct link_error e;
	int rc = 0, done;

	done = receive(l, 0, &e, &rc, &changed);
	return done < 0 ? done : rc;
}

/* ---- life ---- */

/* The number of the group of events, if this is it. */
static u32 events_group(const struct nlattr *group)
{
	const struct nlattr *attr;
	const char *name = "";
	u32 id = 0;

	mnl_attr_for_each_nested(attr, group) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID && !mnl_attr_validate(attr, MNL_TYPE_U32))
			id = mnl_attr_get_u32(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME &&
			 !mnl_attr_validate(attr, MNL_TYPE_NUL_STRING))
			name = mnl_attr_get_str(attr);
	}
	return strcmp(name, ROSFW_GENL_GROUP_EVENTS) ? 0 : id;
}

static int family_reply(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg)
{
	const struct nlattr *attr, *group;

	(void)mark;
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID && !mnl_attr_validate(attr, MNL_TYPE_U16))
			*(u16 *)arg = mnl_attr_get_u16(attr);
		if (mnl_attr_get_type(attr) != CTRL_ATTR_MCAST_GROUPS)
			continue;
		mnl_attr_for_each_nested(group, attr)
			l->events = l->events ? l->events : events_group(group);
	}
	return 0;
}

static int find_family(struct link *l, struct refusal *r)
{
	struct link_error e;
	struct nlmsghdr *nlh;
	u16 family = 0;
	int rc;

	l->family = GENL_ID_CTRL;
	l->limit = 2;
	nlh = link_request(l, CTRL_CMD_GETFAMILY, 0);
	((struct genlmsghdr *)mnl_nlmsg_get_payload(nlh))->version = 1;
	link_put(nlh, CTRL_ATTR_FAMILY_NAME, sizeof(ROSFW_GENL_NAME), ROSFW_GENL_NAME);
	l->reply = family_reply;
	l->arg = &family;
	rc = link_queue(l, nlh, 0, &e);
	if (!rc)
		rc = link_flush(l, &e);
	l->reply = NULL;
	if (rc == -ENOENT || (!rc && !family))
		refuse(r, -1, "rosfw module is not loaded: modprobe rosfw");
	else if (rc)
		refuse(r, -1, "generic netlink does not answer: %s", strerror(-rc));
	l->family = family;
	return rc ? rc : family ? 0 : -ENOENT;
}

static void set_options(struct link *l)
{
	int fd = mnl_socket_get_fd(l->nl), size = 8 << 20, one = 1;
	socklen_t len = sizeof(size);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	mnl_socket_setsockopt(l->nl, NETLINK_EXT_ACK, &one, sizeof(one));
	mnl_socket_setsockopt(l->nl, NETLINK_CAP_ACK, &one, sizeof(one));
	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &len))
		size = 0;
	l->limit = clamp_t(u32, size / ANSWER_BYTES, 16, REQUESTS_MAX);
}

int link_open(struct link *l, struct refusal *r)
{
	int rc;

	memset(l, 0, sizeof(*l));
	l->buf = malloc(BATCH_BYTES + REQUEST_BYTES);
	l->queue = calloc(REQUESTS_MAX + 1, sizeof(*l->queue));
	if (!l->buf || !l->queue) {
		refuse(r, -1, "out of memory");
		return -ENOMEM;
	}
	l->nl = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!l->nl || mnl_socket_bind(l->nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		rc = -errno;
		refuse(r, -1, "cannot open a netlink socket: %s", strerror(errno));
		return rc;
	}
	l->portid = mnl_socket_get_portid(l->nl);
	rc = find_family(l, r);
	set_options(l);
	return rc;
}

void link_close(struct link *l)
{
	if (l->nl)
		mnl_socket_close(l->nl);
	free(l->buf);
	free(l->queue);
	memset(l, 0, sizeof(*l));
}

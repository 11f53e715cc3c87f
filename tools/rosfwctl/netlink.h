/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Talking to the kernel: requests to the generic netlink family, one at a time or many in one message.
 */
#ifndef _ROSFWCTL_NETLINK_H
#define _ROSFWCTL_NETLINK_H

#include <libmnl/libmnl.h>

#include "tool.h"

/**
 * struct queued - one request of a batch
 * @mark: where in the source it stands
 * @at: offset of its message in the buffer
 */
struct queued {
	u64 mark;
	u32 at;
};

/**
 * struct link - a socket and a batch of requests
 * @family: number of the generic netlink family
 * @events: number of its multicast group of events; 0: there is none
 * @portid: ours
 * @seq: of the last request
 * @buf: the batch; @used bytes of it are complete messages
 * @queue: the requests in it; the first one has the sequence number @first
 * @limit: so many requests fit into one batch, or their answers would not fit into the socket
 * @reply: called for every answer that is not an error, may be NULL
 */
struct link {
	struct mnl_socket *nl;
	u16 family;
	u32 events;
	u32 portid, seq;
	char *buf;
	u32 used;
	struct queued *queue;
	u32 n, first, limit;
	int (*reply)(struct link *l, const struct nlmsghdr *nlh, u64 mark, void *arg);
	void *arg;
};

/**
 * struct link_error - what the kernel says
 * @text: its sentence, may be empty
 * @attr: attribute at fault, 0 = none in particular
 * @mark: of the request at fault
 */
struct link_error {
	char text[400];
	u16 attr;
	u64 mark;
};

int link_open(struct link *l, struct refusal *r);
void link_close(struct link *l);

/* Starts a request behind the ones that are queued. link_put() adds to it: false if there is no room. */
struct nlmsghdr *link_request(struct link *l, u8 cmd, u16 flags);
bool link_put(struct nlmsghdr *nlh, u16 type, u32 len, const void *data);
bool link_put_u32(struct nlmsghdr *nlh, u16 type, u32 v);

/* Queues the request that was started; sends the batch if it is full. Return 0 or -errno with @e filled. */
int link_queue(struct link *l, struct nlmsghdr *nlh, u64 mark, struct link_error *e);
/* Sends what is queued and waits until all of it is done. */
int link_flush(struct link *l, struct link_error *e);
/* Forgets what is queued. */
void link_drop(struct link *l);
/* Sends a request for a dump and hands every answer to @reply. -EAGAIN: a change came in between, ask again. */
int link_dump(struct link *l, struct nlmsghdr *nlh, struct link_error *e);
/* Listens for events from now on; the link is good for nothing else then. */
int link_join(struct link *l, struct refusal *r);
/* Waits for events and hands each to @reply. Return 0; what @reply returned; -ENOBUFS: some were lost; -errno. */
int link_wait(struct link *l);

#endif /* _ROSFWCTL_NETLINK_H */

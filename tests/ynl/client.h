/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small client of the protocol on libnl-genl, made to send what a well-behaved one never would.
 */
#ifndef _ROSFW_CLIENT_H
#define _ROSFW_CLIENT_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include <linux/rosfw.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct client {
	struct nl_sock *sk;
	int family;
};

#define REPLY_MESSAGES	4096

/**
 * struct reply - everything that came back for one request
 * @error: 0 or -errno
 * @text: sentence of the extended acknowledgement
 * @bad: number of the attribute at fault, 0 = none
 * @interrupted: NLM_F_DUMP_INTR was seen
 * @n: messages
 * @msg: copies of them
 */
struct reply {
	int error;
	char text[256];
	unsigned int bad;
	bool interrupted;
	unsigned int n;
	struct nlmsghdr *msg[REPLY_MESSAGES];
};

/* ---- client_wire.c ---- */

void client_open(struct client *c);
void client_close(struct client *c);
struct nl_msg *request(struct client *c, int cmd, int flags);
struct nl_msg *request_menu(struct client *c, int cmd, int flags, uint32_t menu);
struct nl_msg *request_item(struct client *c, int cmd, uint32_t menu, uint32_t id);
/* Sends @msg and frees it. Returns r->error. */
int transact(struct client *c, struct nl_msg *msg, struct reply *r);
/* The same for bytes that may be no message at all: no answer at all is -ENOMSG. */
int transact_raw(struct client *c, const void *data, size_t len, struct reply *r);
void reply_free(struct reply *r);
struct nlattr *reply_attr(const struct reply *r, unsigned int i, int attr);
uint32_t reply_u32(const struct reply *r, unsigned int i, int attr);
uint64_t reply_u64(const struct reply *r, unsigned int i, int attr);
const char *reply_string(const struct reply *r, unsigned int i, int attr);

/* Shorthands that throw the reply away. */
int simple(struct client *c, int cmd);
uint32_t generation(struct client *c);
int dump(struct client *c, uint32_t menu, struct reply *r);
int get(struct client *c, uint32_t menu, uint32_t id, struct reply *r);
/* An accept rule of "/ip firewall filter" in @chain with @comment; its id, 0 = refused. */
uint32_t add_rule(struct client *c, const char *chain, const char *comment);
int remove_item(struct client *c, uint32_t menu, uint32_t id);
/* All menus as bytes, without what moves by itself: for before and after. */
char *snapshot(struct client *c, size_t *len);

/* ---- cases ---- */

/* Says what was expected and ends the case. */
#define EXPECT(what) do { \
	if (!(what)) { \
		printf("%s:%d: expected %s\n", __FILE__, __LINE__, #what); \
		return false; \
	} \
} while (0)

/* A refusal: error, attribute at fault, and part of the sentence. */
bool refused(const struct reply *r, int error, unsigned int bad, const char *text);

struct test {
	const char *name;
	const char *description;
	bool (*run)(struct client *c);
};

extern const struct test item_tests[], txn_tests[], hostile_tests[], memory_tests[];

#endif /* _ROSFW_CLIENT_H */

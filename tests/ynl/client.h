/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small client of the protocol on libnl-genl, made to send what a well-behaved one never would.
 */
#ifndef _ROSFW_CLIENT_H
#define _ROSFW_CLIENT_H

#include <setjmp.h>
#include <stdio.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "core/platform.h"

struct client {
	struct nl_sock *sk;
	int family;
};

#define REPLY_MESSAGES	4096

/**
 * struct reply - everything that came back for one request
 * @error: 0 or -errno
 * @text: sentence of the extended acknowledgment
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
struct nl_msg *request_menu(struct client *c, int cmd, int flags, u32 menu);
struct nl_msg *request_item(struct client *c, int cmd, u32 menu, u32 id);
/* Sends @msg and frees it. Returns r->error. */
int transact(struct client *c, struct nl_msg *msg, struct reply *r);
/* The same for bytes that may be no message at all: no answer at all is -ENOMSG. */
int transact_raw(struct client *c, const void *data, size_t len, struct reply *r);
void reply_free(struct reply *r);
struct nlattr *reply_attr(const struct reply *r, unsigned int i, int attr);
u32 reply_u32(const struct reply *r, unsigned int i, int attr);
u64 reply_u64(const struct reply *r, unsigned int i, int attr);
const char *reply_string(const struct reply *r, unsigned int i, int attr);

/* Shorthands that throw the reply away. */
int simple(struct client *c, int cmd);
u32 generation(struct client *c);
int dump(struct client *c, u32 menu, struct reply *r);
int get(struct client *c, u32 menu, u32 id, struct reply *r);
/* An accept rule of "/ip firewall filter" in @chain with @comment; its id, 0 = refused. */
u32 add_rule(struct client *c, const char *chain, const char *comment);
int remove_item(struct client *c, u32 menu, u32 id);
/* All menus as bytes, without what moves by itself: for before and after. */
char *snapshot(struct client *c, size_t *len);

/* ---- cases ---- */

/* Where a case that fails is left for. */
extern jmp_buf case_failed;

static inline void expect(bool good, const char *file, int line, const char *what)
{
	if (good)
		return;
	printf("%s:%d: expected %s\n", file, line, what);
	longjmp(case_failed, 1);
}

/* Says what was expected and ends the case. */
#define EXPECT(what)	expect(what, __FILE__, __LINE__, #what)

/* A refusal: error, attribute at fault, and part of the sentence. */
bool refused(const struct reply *r, int error, unsigned int bad, const char *text);

struct test {
	const char *name;
	const char *description;
	bool (*run)(struct client *c);
};

extern const struct test item_tests[], txn_tests[], hostile_tests[], memory_tests[];

#endif /* _ROSFW_CLIENT_H */

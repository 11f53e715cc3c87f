/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages of the kernel about items: generic netlink, attributes enum rosfw_attr. */
#ifndef _ROSFWCTL_MESSAGE_H
#define _ROSFWCTL_MESSAGE_H

#include <libmnl/libmnl.h>

#include "tool.h"

/* 0 if it is no number. */
u32 message_u32(const struct nlattr *attr);
/* The item that a message is about; 0: it does not say. */
u32 message_id(const struct nlmsghdr *nlh);
/* Does the message have all values of @equal, to the byte? */
bool message_has(const struct nlmsghdr *nlh, const struct rosfw_item *equal);
/* The row that a message holds; on an error nothing is left of it. Return 0 or -errno. */
int message_row(const struct nlmsghdr *nlh, u32 menu, struct row *row);

#endif /* _ROSFWCTL_MESSAGE_H */

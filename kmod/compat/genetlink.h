/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernels before 6.7, and before what was taken over from it into 6.1, have another name for the same right. */
#ifndef _ROSFW_COMPAT_GENETLINK_H
#define _ROSFW_COMPAT_GENETLINK_H

#include <net/genetlink.h>

#ifndef GENL_MCAST_CAP_NET_ADMIN
#define GENL_MCAST_CAP_NET_ADMIN GENL_UNS_ADMIN_PERM
#endif

#endif

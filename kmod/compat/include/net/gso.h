/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernels before 6.5 keep this in linux/skbuff.h. */
#ifndef _ROSFW_COMPAT_GSO_H
#define _ROSFW_COMPAT_GSO_H

#if __has_include_next(<net/gso.h>)
#include_next <net/gso.h>
#else
#include <linux/skbuff.h>
#endif

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernels before 6.12 keep this in asm/. */
#ifndef _ROSFW_COMPAT_UNALIGNED_H
#define _ROSFW_COMPAT_UNALIGNED_H

#if __has_include_next(<linux/unaligned.h>)
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports of bridges. See bridge.c. */
#ifndef _ROSFW_BRIDGE_H
#define _ROSFW_BRIDGE_H

#include "rosfw.h"

/* Ports of entry are noted from now on, until that is undone. Under rn->mutex. 0 or -errno. */
int rosfw_bridge_hook(struct rosfw_net *rn);
void rosfw_bridge_unhook(struct rosfw_net *rn);

#endif /* _ROSFW_BRIDGE_H */

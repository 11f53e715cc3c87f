/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the readers of SIP messages and of the session descriptions in them.
 */
#ifndef _ROSFW_SCAN_SIP_H
#define _ROSFW_SCAN_SIP_H

#include "text.h"

/* The media that a session description announces. @body: all of it. */
void rosfw_scan_sdp(struct rosfw_scan *scan, struct rosfw_text *body);

#endif /* _ROSFW_SCAN_SIP_H */

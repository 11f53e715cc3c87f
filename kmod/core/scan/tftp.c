// SPDX-License-Identifier: GPL-2.0-only
/*
 * TFTP (RFC 1350): a request goes to the well-known port, the reply comes from any other port to where it came from.
 */
#include "text.h"

#define OPCODE_READ	1
#define OPCODE_WRITE	2

/* Opcode, file name, mode, each text with a zero at its end. */
static bool is_request(const struct rosfw_scan *scan)
{
	struct rosfw_text rest = rosfw_text_of(scan), mode;
	u16 opcode;

	if (scan->len < sizeof(opcode))
		return false;
	opcode = get_unaligned_be16(scan->data);
	rest.at = sizeof(opcode);
	if ((opcode != OPCODE_READ && opcode != OPCODE_WRITE) || !rosfw_text_find(&rest, 0) ||
	    rest.at == sizeof(opcode))
		return false;
	rest.at++;
	mode = rest;
	return rosfw_text_find(&rest, 0) && rest.at > mode.at;
}

void rosfw_scan_tftp(struct rosfw_scan *scan)
{
	struct rosfw_finding *f;

	if (scan->reply || !is_request(scan))
		return;
	f = rosfw_scan_add(scan, ROSFW_SCAN_EXPECT);
	if (!f)
		return;
	f->proto = ROSFW_PROTO_UDP;
	f->addr = scan->src.addr;
	f->port = scan->src.id;
	f->flags = ROSFW_SCAN_ADDRLESS;
	f->next = ROSFW_SCAN_TFTP;
}

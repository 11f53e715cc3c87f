// SPDX-License-Identifier: GPL-2.0-only
/*
 * Quake 3 and its relatives: a game asks a master server for a list of servers, in UDP packets without a connection,
 * which begin with four bytes of ones. Nothing is expected of them; connections are told by their type.
 */
#include "text.h"

#define MARK		0xffffffffU

bool rosfw_scan_quake3(const u8 *data, u32 len)
{
	static const char *const words[] = { "getservers", "getinfo", "getstatus", "getchallenge",
					     "inforesponse", "statusresponse", "challengeresponse",
					     "getmotd", "connect ", "heartbeat " };
	struct rosfw_text t = { .data = data, .at = sizeof(u32), .end = len };
	u32 i;

	if (len < sizeof(u32) || get_unaligned_be32(data) != MARK)
		return false;
	/* "getservers", "getserversExt", and their answers, "getserversResponse" */
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (rosfw_text_skip(&t, words[i]))
			return true;
	return false;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Quake 3: a payload is of it or not. Input: the payload.
 */
#include "core/scan/scan.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input in = { .p = data, .end = data + size };
	u8 *bytes;
	u32 len;

	bytes = input_bytes(&in, 65535, &len);
	if (rosfw_scan_quake3(bytes, len) && len < 4)
		abort();
	free(bytes);
	return 0;
}

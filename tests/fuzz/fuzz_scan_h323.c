// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers of H.323; see fuzz_scan.h. The first byte's bits 0x10 and 0x20 choose: calls, control, registration.
 */
#include "fuzz_scan.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	if (size && data[0] & 0x20)
		return fuzz_scan(data, size, rosfw_scan_ras);
	return fuzz_scan(data, size, size && data[0] & 0x10 ? rosfw_scan_h245 : rosfw_scan_q931);
}

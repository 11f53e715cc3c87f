// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader of FTP; see fuzz_scan.h.
 */
#include "fuzz_scan.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	return fuzz_scan(data, size, rosfw_scan_ftp);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Payload of FTP and TFTP.
 */
#include "scan.h"

static const struct scan_row ftp[] = {
	{ "active", 0, "PORT 10,0,0,1,4,1\r\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>", "PORT 192,0,2,77,7,233\r\n" },
	{ "active, in lower case, with blanks", 0, "port  10,0,0,1,4,1 \r\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "active, line feed only", 0, "PORT 10,0,0,1,4,1\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "active, to another host", 0, "PORT 10,0,0,9,0,25\r\n", "expect tcp 10.0.0.9:25 F <10,0,0,9,0,25>" },
	{ "active, to the server", 0, "PORT 10,0,0,2,0,25\r\n", "expect tcp 10.0.0.2:25 F <10,0,0,2,0,25>" },
	{ "active, port 0", 0, "PORT 10,0,0,1,0,0\r\n", "" },
	{ "active, a number that is no byte", 0, "PORT 10,0,0,1,4,256\r\n", "" },
	{ "active, numbers beyond all bounds", 0, "PORT 10,0,0,1,4,4294967297\r\n", "" },
	{ "active, five numbers", 0, "PORT 10,0,0,1,4\r\n", "" },
	{ "active, seven numbers", 0, "PORT 10,0,0,1,4,1,1\r\n", "" },
	{ "active, hundreds of zeros", 0, "PORT 00000000000000000000010,0,0,1,4,1\r\n", "" },
	{ "active, negative", 0, "PORT 10,0,0,-1,4,1\r\n", "" },
	{ "active, not complete", OPEN, "PORT 10,0,0,1,4,1", "" },
	{ "active, said by the server", REPLY, "PORT 10,0,0,1,4,1\r\n", "" },
	{ "active, over IPv6", V6, "PORT 10,0,0,1,4,1\r\n", "" },
	{ "active, perhaps in the middle of a line", MIDDLE, "PORT 10,0,0,1,4,1\r\n", "" },
	{ "active, in the line behind", MIDDLE, "xyz\r\nPORT 10,0,0,1,4,1\r\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "active, as a part of another command", 0, "SITE PORT 10,0,0,1,4,1\r\n", "" },
	{ "active, as a file name", 0, "RETR x PORT 10,0,0,1,4,1\r\n", "" },
	{ "two at once", 0, "PORT 10,0,0,1,4,1\r\nPORT 10,0,0,1,4,2\r\n",
	  "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>; expect tcp 10.0.0.1:1026 <10,0,0,1,4,2>",
	  "PORT 192,0,2,77,7,233\r\nPORT 192,0,2,77,7,234\r\n" },
	{ "active, extended", 0, "EPRT |1|10.0.0.1|1025|\r\n", "expect tcp 10.0.0.1:1025 <10.0.0.1> <1025>",
	  "EPRT |1|192.0.2.77|2025|\r\n" },
	{ "active, extended, another delimiter", 0, "EPRT !1!10.0.0.1!1025!\r\n", "expect tcp 10.0.0.1:1025 <10.0.0.1> <1025>" },
	{ "active, extended, IPv6", V6, "EPRT |2|2001:db8::1|1025|\r\n", "expect tcp 2001:db8::1:1025 <2001:db8::1> <1025>",
	  "EPRT |2|2001:db8:77::1|2025|\r\n" },
	{ "active, extended, all of IPv6", V6, "EPRT |2|2001:0DB8:0:0:0:0:0:1|1025|\r\n",
	  "expect tcp 2001:db8::1:1025 <2001:0DB8:0:0:0:0:0:1> <1025>" },
	{ "active, extended, IPv6 to another host", V6, "EPRT |2|2001:db8::9|25|\r\n",
	  "expect tcp 2001:db8::9:25 F <2001:db8::9> <25>" },
	{ "active, extended, the wrong family", V6, "EPRT |1|10.0.0.1|1025|\r\n", "" },
	{ "active, extended, family and address differ", 0, "EPRT |1|2001:db8::1|1025|\r\n", "" },
	{ "active, extended, two delimiters", 0, "EPRT |1!10.0.0.1|1025|\r\n", "" },
	{ "active, extended, no end", 0, "EPRT |1|10.0.0.1|1025\r\n", "" },
	{ "active, extended, a port too large", 0, "EPRT |1|10.0.0.1|65536|\r\n", "" },
	{ "active, extended, a digit for a delimiter", 0, "EPRT 1110.0.0.1110251\r\n", "" },
	{ "passive", REPLY, "227 Entering Passive Mode (10,0,0,1,4,1).\r\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>",
	  "227 Entering Passive Mode (192,0,2,77,7,233).\r\n" },
	{ "passive, without parentheses", REPLY, "227 Entering Passive Mode 10,0,0,1,4,1\r\n",
	  "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "passive, with an equals sign", REPLY, "227 =10,0,0,1,4,1\r\n", "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "passive, numbers in the prose", REPLY, "227 Ok, 2nd try of 3,4 (10,0,0,1,4,1)\r\n",
	  "expect tcp 10.0.0.1:1025 <10,0,0,1,4,1>" },
	{ "passive, at another host", REPLY, "227 Passive (192,168,1,1,4,1)\r\n", "expect tcp 192.168.1.1:1025 F <192,168,1,1,4,1>" },
	{ "passive, said by the client", 0, "227 Entering Passive Mode (10,0,0,1,4,1).\r\n", "" },
	{ "passive, another reply", REPLY, "150 Opening (10,0,0,1,4,1).\r\n", "" },
	{ "passive, the first of many lines", REPLY, "227-Entering Passive Mode (10,0,0,1,4,1).\r\n", "" },
	{ "passive, extended", REPLY, "229 Entering Extended Passive Mode (|||6446|)\r\n", "expect tcp 10.0.0.1:6446 L <6446>",
	  "229 Entering Extended Passive Mode (|||7446|)\r\n" },
	{ "passive, extended, IPv6", V6 | REPLY, "229 Extended Passive OK (|||6446|)\r\n", "expect tcp 2001:db8::1:6446 L <6446>" },
	{ "passive, extended, with an address", REPLY, "229 Passive (|1|10.0.0.1|6446|)\r\n", "" },
	{ "passive, extended, no parenthesis", REPLY, "229 Passive |||6446|\r\n", "" },
	{ "a greeting", REPLY, "220 Welcome\r\n331 Password\r\n", "" },
	{ "nothing", 0, "", "" },
};

static const struct scan_row tftp[] = {
	{ "read", UDP | OPEN, "\0\1boot.img\0octet\0", "expect udp 10.0.0.1:1024 >tftp L", NULL, 17 },
	{ "write, IPv6, with options", UDP | V6 | OPEN, "\0\2a\0netascii\0blksize\0001428\0",
	  "expect udp 2001:db8::1:1024 >tftp L", NULL, 26 },
	{ "a reply", UDP | REPLY | OPEN, "\0\1boot.img\0octet\0", "", NULL, 17 },
	{ "data", UDP | OPEN, "\0\3boot.img\0octet\0", "", NULL, 17 },
	{ "no mode", UDP | OPEN, "\0\1boot.img\0", "", NULL, 11 },
	{ "an empty mode", UDP | OPEN, "\0\1boot.img\0\0", "", NULL, 12 },
	{ "no name", UDP | OPEN, "\0\1\0octet\0", "", NULL, 9 },
	{ "one byte", UDP | OPEN, "\0", "", NULL, 1 },
};

/* A line that is longer than any honest one. */
static void check_long_line(void)
{
	char line[600];
	struct rosfw_scan scan;

	tap_case("ftp: a line that is too long");
	memset(line, 'x', sizeof(line));
	memcpy(line, "227 ", 4);
	memcpy(line + 500, "(10,0,0,1,4,1)\r\n", 16);
	scan_set(&scan, REPLY, (u8 *)line, 516);
	rosfw_scan_ftp(&scan);
	tap_is(scan.n, 0);
	memmove(line + 490, line + 500, 16);
	scan_set(&scan, REPLY, (u8 *)line, 506);
	rosfw_scan_ftp(&scan);
	tap_is(scan.n, 1);
}

static void check_many(void)
{
	static const char line[] = "PORT 10,0,0,1,4,1\r\n";
	u32 n = sizeof(line) - 1, i;
	char *data = malloc(100 * n);
	struct rosfw_scan scan;

	tap_case("ftp: more than there is room for");
	if (!data)
		abort();
	for (i = 0; i < 100; i++)
		memcpy(data + i * n, line, n);
	scan_set(&scan, 0, (u8 *)data, ROSFW_SCAN_FINDINGS * n);
	rosfw_scan_ftp(&scan);
	tap_is(scan.n, ROSFW_SCAN_FINDINGS);
	tap_ok(!scan.more);
	scan_set(&scan, 0, (u8 *)data, 100 * n);
	rosfw_scan_ftp(&scan);
	tap_is(scan.n, ROSFW_SCAN_FINDINGS);
	tap_ok(scan.more);
	free(data);
}

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(ftp); i++)
		scan_check(rosfw_scan_ftp, &ftp[i]);
	for (i = 0; i < ARRAY_SIZE(tftp); i++)
		scan_check(rosfw_scan_tftp, &tftp[i]);
	check_long_line();
	check_many();
	tap_case("garbage takes no longer than its length");
	scan_check_time(rosfw_scan_ftp, REPLY, "227 ", "1,1,1,1,1,");
	scan_check_time(rosfw_scan_ftp, REPLY, "", "227 (\r\n");
	scan_check_time(rosfw_scan_ftp, REPLY, "229 ", "(|||");
	scan_check_time(rosfw_scan_ftp, 0, "EPRT ", "|");
	scan_check_time(rosfw_scan_ftp, 0, "PORT ", "0");
	scan_check_time(rosfw_scan_tftp, UDP, "", "x");
	return tap_end();
}

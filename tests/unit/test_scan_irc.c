// SPDX-License-Identifier: GPL-2.0-only
/*
 * Payload of IRC: direct connections between clients.
 */
#include "scan.h"

/* 167772161 is 10.0.0.1, 167772169 is 10.0.0.9. */
static const struct scan_row irc[] = {
	{ "send", 0, "PRIVMSG bob :\001DCC SEND file.txt 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>",
	  "PRIVMSG bob :\001DCC SEND file.txt 3221226061 2025 10\001\r\n" },
	{ "chat", 0, "PRIVMSG bob :\001DCC CHAT chat 167772161 1025\001\r\n", "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "small letters, as a notice", 0, "notice bob :\001dcc send a 167772161 1025 10\001\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "with a prefix", 0, ":me!a@b PRIVMSG bob :\001DCC SEND a 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "behind other text", 0, "PRIVMSG bob :look \001DCC SEND a 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "behind another message of clients", 0, "PRIVMSG bob :\001PING 1\001\001DCC SEND a 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "IPv6", V6, "PRIVMSG bob :\001DCC SEND a 2001:db8::1 1025 10\001\r\n",
	  "expect tcp 2001:db8::1:1025 A <2001:db8::1> <1025>",
	  "PRIVMSG bob :\001DCC SEND a 2001:db8:77::1 2025 10\001\r\n" },
	{ "a file name with blanks", 0, "PRIVMSG bob :\001DCC SEND \"a b 1 2.txt\" 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "a quotation mark in a file name", 0, "PRIVMSG bob :\001DCC SEND \"a\\\" 167772169 80 \\\\\" 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "quoted on the lower level", 0, "PRIVMSG bob :\001DCC SEND \"a\020\"\020\020 b\" 167772161 1025 10\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
	{ "a file name without its end", 0, "PRIVMSG bob :\001DCC SEND \"a 167772161 1025 10\001\r\n", "" },
	{ "to another host", 0, "PRIVMSG bob :\001DCC SEND a 167772169 22 10\001\r\n", "expect tcp 10.0.0.9:22 FA <167772169> <22>" },
	{ "reverse: port 0", 0, "PRIVMSG bob :\001DCC SEND a 167772161 0 10 5\001\r\n", "" },
	{ "an address too large", 0, "PRIVMSG bob :\001DCC SEND a 4294967296 1025 10\001\r\n", "" },
	{ "a port too large", 0, "PRIVMSG bob :\001DCC SEND a 167772161 66561 10\001\r\n", "" },
	{ "a port that goes on", 0, "PRIVMSG bob :\001DCC SEND a 167772161 1025x 10\001\r\n", "" },
	{ "no end of the message", 0, "PRIVMSG bob :\001DCC CHAT chat 167772161 1025\r\n", "" },
	{ "not complete", OPEN, "PRIVMSG bob :\001DCC CHAT chat 167772161 1025\001", "" },
	{ "plain text", 0, "PRIVMSG bob :DCC SEND a 167772161 1025 10\r\n", "" },
	{ "another command", 0, "TOPIC #x :\001DCC SEND a 167772161 1025 10\001\r\n", "" },
	{ "perhaps in the middle of a line", MIDDLE, "PRIVMSG bob :\001DCC SEND a 167772161 1025 10\001\r\n", "" },
	{ "somebody's offer to us", REPLY, ":bob!b@c PRIVMSG me :\001DCC SEND a 167772161 1025 10\001\r\n", "" },
	{ "resumption of what we offered", REPLY, ":bob!b@c PRIVMSG me :\001DCC RESUME a 1025 500\001\r\n",
	  "name tcp 10.0.0.2:1025 PL <1025>" },
	{ "resumption accepted", 0, "PRIVMSG bob :\001DCC ACCEPT \"a b\" 1025 500\001\r\n", "name tcp 10.0.0.1:1025 L <1025>",
	  "PRIVMSG bob :\001DCC ACCEPT \"a b\" 2025 500\001\r\n" },
	{ "two lines", 0, "PING :x\r\nPRIVMSG bob :\001DCC CHAT chat 167772161 1025\001\r\n",
	  "expect tcp 10.0.0.1:1025 A <167772161> <1025>" },
};

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(irc); i++)
		scan_check(rosfw_scan_irc, &irc[i]);
	tap_case("garbage takes no longer than its length");
	scan_check_time(rosfw_scan_irc, 0, "PRIVMSG x :", "\001");
	scan_check_time(rosfw_scan_irc, 0, "PRIVMSG x :", "\001DCC SEND \"");
	scan_check_time(rosfw_scan_irc, 0, "", "PRIVMSG x :\001DCC SEND \"\\\n");
	scan_check_time(rosfw_scan_irc, 0, "", ": ");
	return tap_end();
}

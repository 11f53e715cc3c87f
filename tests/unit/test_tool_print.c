// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listings, letter by letter.
 */
#include <time.h>

#include "tool_rows.h"

#define V4	ROSFW_MENU_IP_FILTER
#define LIST	ROSFW_MENU_IP_ADDRESS_LIST
#define IFLIST	ROSFW_MENU_INTERFACE_LIST
#define CONN	ROSFW_MENU_IP_CONNECTION
#define CONN6	ROSFW_MENU_IPV6_CONNECTION

static void is_print(u32 menu, const struct rows *rows, struct print_options opt, const char *want)
{
	char *got = tool_print(menu, rows, &opt);

	tap_str(got, want);
	free(got);
}

static void some_rules(struct rows *rows)
{
	struct row *row;

	rows_init(rows);
	row = tool_row(rows, V4, "chain=forward|action=passthrough|comment=counts what goes through");
	row->flags = ROSFW_FLAG_DYNAMIC;
	row = tool_row(rows, V4, "chain=input|action=accept|connection-state=untracked,related,established|"
		       "comment=answers|log=no|log-prefix=");
	row->packets = 1675;
	row->bytes = 874062;
	tool_row(rows, V4, "chain=input|action=drop|protocol=icmp|src-address=192.0.2.77|log=yes|"
		 "log-prefix=NO PING|disabled=yes");
	row = tool_row(rows, V4, "chain=forward|action=drop|in-interface=eth9|comment=uplink");
	row->invalid = strdup("in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)");
	tool_row(rows, V4, "chain=input|action=add-src-to-address-list|connection-state=new|protocol=tcp|"
		 "src-address-list=!stage 3|address-list=blocked|dst-port=22,2222,8000-8999");
}

static void test_rules(void)
{
	struct rows rows;

	some_rules(&rows);
	tap_case("rules");
	is_print(V4, &rows, (struct print_options){ .width = 80 },
		 "Flags: X - disabled, I - invalid; D - dynamic\n"
		 " 0  D ;;; counts what goes through\n"
		 "      chain=forward action=passthrough\n"
		 "\n"
		 " 1    ;;; answers\n"
		 "      chain=input action=accept connection-state=established,related,untracked\n"
		 "\n"
		 " 2 X  chain=input action=drop protocol=icmp src-address=192.0.2.77 log=yes\n"
		 "      log-prefix=\"NO PING\"\n"
		 "\n"
		 " 3 I  ;;; uplink\n"
		 "      ;;; in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)\n"
		 "      chain=forward action=drop in-interface=eth9\n"
		 "\n"
		 " 4    chain=input action=add-src-to-address-list connection-state=new\n"
		 "      protocol=tcp src-address-list=\"!stage 3\" address-list=blocked\n"
		 "      address-list-timeout=none-dynamic dst-port=22,2222,8000-8999\n");
	tap_case("stats");
	is_print(V4, &rows, (struct print_options){ .width = 80, .stats = true },
		 "Flags: X - DISABLED, I - INVALID; D - DYNAMIC\n"
		 "Columns: CHAIN, ACTION, BYTES, PACKETS\n"
		 "#    CHAIN    ACTION                     BYTES  PACKETS\n"
		 ";;; counts what goes through\n"
		 "0  D forward  passthrough                    0        0\n"
		 ";;; answers\n"
		 "1    input    accept                   874 062    1 675\n"
		 "2 X  input    drop                           0        0\n"
		 ";;; uplink\n"
		 ";;; in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)\n"
		 "3 I  forward  drop                           0        0\n"
		 "4    input    add-src-to-address-list        0        0\n");
	tap_case("terse");
	is_print(V4, &rows, (struct print_options){ .terse = true },
		 " 0 D comment=counts what goes through chain=forward action=passthrough\n"
		 " 1   comment=answers chain=input action=accept connection-state=established,related,untracked\n"
		 " 2 X chain=input action=drop protocol=icmp src-address=192.0.2.77 log=yes log-prefix=\"NO PING\"\n"
		 " 3 I comment=uplink chain=forward action=drop in-interface=eth9\n"
		 " 4   chain=input action=add-src-to-address-list connection-state=new protocol=tcp"
		 " src-address-list=\"!stage 3\" address-list=blocked address-list-timeout=none-dynamic"
		 " dst-port=22,2222,8000-8999\n");
	tap_case("count-only");
	is_print(V4, &rows, (struct print_options){ .count_only = true }, "5\n");
	tap_case("show-ids and proplist");
	is_print(V4, &rows, (struct print_options){ .show_ids = true, .proplist = "action,log,bytes,disabled" },
		 "Flags: X - disabled, I - invalid; D - dynamic\n"
		 "*1  D action=passthrough log=no bytes=0 disabled=no\n"
		 "\n"
		 "*2    action=accept log=no bytes=874062 disabled=no\n"
		 "\n"
		 "*3 X  action=drop log=yes bytes=0 disabled=yes\n"
		 "\n"
		 "*4 I  ;;; in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)\n"
		 "      action=drop log=no bytes=0 disabled=no\n"
		 "\n"
		 "*5    action=add-src-to-address-list log=no bytes=0 disabled=no\n");
	rows_clean(&rows);
}

static void test_values(void)
{
	struct rows rows;

	rows_init(&rows);
	tool_row(&rows, V4, "chain=forward|action=drop|connection-state=invalid,new|comment=one: two");
	tool_row(&rows, V4, "chain=input|log=yes|disabled=yes");
	tap_case("as-value");
	is_print(V4, &rows, (struct print_options){ .as_value = true },
		 ".id=*1;chain=forward;action=drop;connection-state=invalid;new;comment=one: two;disabled=false;"
		 ".id=*2;chain=input;action=accept;log=true;disabled=true\n");
	tap_case("as-value with a proplist");
	is_print(V4, &rows, (struct print_options){ .as_value = true, .proplist = "chain,packets,invalid" },
		 ".id=*1;chain=forward;packets=0;invalid=false;.id=*2;chain=input;packets=0;invalid=false\n");
	tap_case("value-list");
	is_print(V4, &rows, (struct print_options){ .value_list = true },
		 "           chain: forward      input\n"
		 "          action: drop         accept\n"
		 "connection-state: invalid,new\n"
		 "             log:              yes\n"
		 "         comment: one: two\n");
	rows_clean(&rows);
}

static void test_edges(void)
{
	struct rows rows, last;
	u32 i;

	rows_init(&rows);
	tap_case("no rules");
	is_print(V4, &rows, (struct print_options){ },
		 "Flags: X - disabled, I - invalid; D - dynamic\n");
	is_print(V4, &rows, (struct print_options){ .stats = true }, "");
	is_print(V4, &rows, (struct print_options){ .as_value = true }, "");
	is_print(LIST, &rows, (struct print_options){ }, "");
	is_print(LIST, &rows, (struct print_options){ .detail = true }, "");
	tap_case("a word that fills the line is not broken, one more is");
	tool_row(&rows, V4, "chain=123456789012345678|action=drop");	/* 6 + 24 + 1 + 11 = 42 */
	is_print(V4, &rows, (struct print_options){ .width = 43 },
		 "Flags: X - disabled, I - invalid; D - dynamic\n 0    chain=123456789012345678 action=drop\n");
	is_print(V4, &rows, (struct print_options){ .width = 42 },
		 "Flags: X - disabled, I - invalid; D - dynamic\n 0    chain=123456789012345678\n      action=drop\n");
	rows_clean(&rows);
	tap_case("three digits");
	for (i = 0; i < 101; i++)
		tool_row(&rows, V4, "chain=a");
	last = (struct rows){ .row = &rows.row[99], .n = 2 };
	is_print(V4, &last, (struct print_options){ },
		 "Flags: X - disabled, I - invalid; D - dynamic\n99    chain=a action=accept\n\n"
		 "100    chain=a action=accept\n");
	is_print(V4, &last, (struct print_options){ .stats = true },
		 "Columns: CHAIN, ACTION, BYTES, PACKETS\n  # CHAIN  ACTION  BYTES  PACKETS\n"
		 " 99 a      accept      0        0\n100 a      accept      0        0\n");
	rows_clean(&rows);
	tap_case("a comment moves no cursor");
	tool_row(&rows, V4, "chain=a|comment=x\033[2J\ny\xff\xc3\xa9");
	is_print(V4, &rows, (struct print_options){ },
		 "Flags: X - disabled, I - invalid; D - dynamic\n 0    ;;; x\\1B[2J\\ny\\FF\xc3\xa9\n"
		 "      chain=a action=accept\n");
	rows_clean(&rows);
}

static void test_tables(void)
{
	struct rows rows;
	struct row *row;

	rows_init(&rows);
	tool_row(&rows, LIST, "list=lan|address=192.168.0.0/24|creation-time=2026-06-17 17:19:22");
	tap_case("an address list without flags and times");
	is_print(LIST, &rows, (struct print_options){ },
		 "Columns: LIST, ADDRESS, CREATION-TIME\n"
		 "# LIST  ADDRESS         CREATION-TIME\n"
		 "0 lan   192.168.0.0/24  2026-06-17 17:19:22\n");
	tool_row(&rows, LIST, "list=vpn|address=192.168.1.10|creation-time=2026-06-17 19:57:00|comment=laptop");
	row = tool_row(&rows, LIST, "list=blacklist|address=203.0.113.7|timeout=592|creation-time=2026-06-17 20:01:10");
	row->flags = ROSFW_FLAG_DYNAMIC;
	tap_case("an address list");
	is_print(LIST, &rows, (struct print_options){ },
		 "Flags: D - DYNAMIC\n"
		 "Columns: LIST, ADDRESS, CREATION-TIME, TIMEOUT\n"
		 "#   LIST       ADDRESS         CREATION-TIME        TIMEOUT\n"
		 "0   lan        192.168.0.0/24  2026-06-17 17:19:22\n"
		 ";;; laptop\n"
		 "1   vpn        192.168.1.10    2026-06-17 19:57:00\n"
		 "2 D blacklist  203.0.113.7     2026-06-17 20:01:10  9m52s\n");
	tap_case("an address list in detail");
	is_print(LIST, &rows, (struct print_options){ .detail = true },
		 "Flags: X - disabled, D - dynamic\n"
		 " 0   list=lan address=192.168.0.0/24 creation-time=\"2026-06-17 17:19:22\"\n"
		 "\n"
		 " 1   ;;; laptop\n"
		 "     list=vpn address=192.168.1.10 creation-time=\"2026-06-17 19:57:00\"\n"
		 "\n"
		 " 2 D list=blacklist address=203.0.113.7 creation-time=\"2026-06-17 20:01:10\"\n"
		 "     timeout=9m52s\n");
	tap_case("columns that were asked for");
	is_print(LIST, &rows, (struct print_options){ .proplist = "address,comment,dynamic,.id" },
		 "Flags: D - DYNAMIC\n"
		 "Columns: ADDRESS, COMMENT, DYNAMIC, .ID\n"
		 "#   ADDRESS         COMMENT  DYNAMIC  .ID\n"
		 "0   192.168.0.0/24           no       *1\n"
		 "1   192.168.1.10    laptop   no       *2\n"
		 "2 D 203.0.113.7              yes      *3\n");
	rows_clean(&rows);

	row = tool_row(&rows, IFLIST, "name=all|comment=contains all interfaces");
	row->flags = ROSFW_FLAG_BUILTIN;
	tool_row(&rows, IFLIST, "name=WAN|comment=defconf");
	tap_case("interface lists");
	is_print(IFLIST, &rows, (struct print_options){ },
		 "Flags: * - BUILTIN\nColumns: NAME\n#   NAME\n;;; contains all interfaces\n0 * all\n;;; defconf\n1   WAN\n");
	rows_clean(&rows);
}

static void test_connections(void)
{
	struct rows rows, second;
	struct row *row;

	rows_init(&rows);
	row = tool_row(&rows, CONN, "protocol=udp|src-address=166.0.0.14|src-port=57447|dst-address=50.7.252.138|"
		       "dst-port=9993|timeout=0|orig-packets=2|repl-packets=0|orig-bytes=1330|repl-bytes=0");
	row->flags = ROSFW_FLAG_CONFIRMED;
	row = tool_row(&rows, CONN, "protocol=tcp|src-address=192.168.202.197|src-port=45463|dst-address=50.7.252.138|"
		       "dst-port=443|tcp-state=established|timeout=86399|orig-packets=2|repl-packets=10|orig-bytes=330|"
		       "repl-bytes=1234567|reply-src-address=50.7.252.138");
	row->flags = ROSFW_FLAG_SEEN_REPLY | ROSFW_FLAG_CONFIRMED | ROSFW_FLAG_ASSURED | ROSFW_FLAG_SRCNAT;
	row = tool_row(&rows, CONN, "protocol=ospf|src-address=10.5.101.161|dst-address=224.0.0.5|timeout=598|"
		       "orig-packets=0|repl-packets=0|orig-bytes=0|repl-bytes=0");
	row->flags = ROSFW_FLAG_CONFIRMED;
	tap_case("connections");
	is_print(CONN, &rows, (struct print_options){ },
		 "Flags: S - SEEN-REPLY; A - ASSURED; C - CONFIRMED; s - SRCNAT\n"
		 "Columns: PROTOCOL, SRC-ADDRESS, DST-ADDRESS, TCP-STATE, TIMEOUT, ORIG-PACKETS, REPL-PACKETS, ORIG-BYTES, REPL-BYTES\n"
		 "#      PROTOCOL  SRC-ADDRESS            DST-ADDRESS        TCP-STATE    TIMEOUT    ORIG-PACKETS  REPL-PACKETS  ORIG-BYTES  REPL-BYTES\n"
		 "0   C  udp       166.0.0.14:57447       50.7.252.138:9993               0s                    2             0       1 330           0\n"
		 "1 SACs tcp       192.168.202.197:45463  50.7.252.138:443   established  23h59m59s             2            10         330   1 234 567\n"
		 "2   C  ospf      10.5.101.161           224.0.0.5                       9m58s                 0             0           0           0\n");
	tap_case("a connection in detail");
	second = (struct rows){ .row = &rows.row[1], .n = 1 };
	is_print(CONN, &second, (struct print_options){ .detail = true },
		 "Flags: S - seen-reply; A - assured; C - confirmed; s - srcnat\n"
		 " 1 SACs protocol=tcp src-address=192.168.202.197 src-port=45463\n"
		 "        dst-address=50.7.252.138 dst-port=443 reply-src-address=50.7.252.138\n"
		 "        tcp-state=established timeout=23h59m59s orig-packets=2 repl-packets=10\n"
		 "        orig-bytes=330 repl-bytes=1234567\n");
	rows_clean(&rows);
	tool_row(&rows, CONN6, "protocol=udp|src-address=2001:db8::1|src-port=5353|dst-address=ff02::fb|dst-port=5353");
	tool_row(&rows, CONN6, "protocol=icmpv6|src-address=2001:db8::1|dst-address=2001:db8::2");
	tap_case("connections of IPv6");
	is_print(CONN6, &rows, (struct print_options){ },
		 "Columns: PROTOCOL, SRC-ADDRESS, DST-ADDRESS\n"
		 "# PROTOCOL  SRC-ADDRESS         DST-ADDRESS\n"
		 "0 udp       [2001:db8::1]:5353  [ff02::fb]:5353\n"
		 "1 icmpv6    2001:db8::1         2001:db8::2\n");
	rows_clean(&rows);
}

static void test_json(void)
{
	struct rows rows;
	struct row *row;
	char *text;

	rows_init(&rows);
	tap_case("json of nothing");
	text = tool_json(V4, &rows);
	tap_str(text, "{\"version\":1,\"menu\":\"ip firewall filter\",\"items\":[]}\n");
	free(text);
	row = tool_row(&rows, V4, "chain=input|action=drop|src-address=!10.0.0.0/8|dst-port=22,80|log=yes|"
		       "comment=a \"b\" \\ \n\x01 \xff caf\xc3\xa9 \xe2\x82|disabled=yes");
	row->packets = 123;
	row->bytes = U64_MAX;
	row->invalid = strdup("why");
	tool_row(&rows, V4, "chain=x");
	tap_case("json of rules");
	text = tool_json(V4, &rows);
	tap_str(text, "{\"version\":1,\"menu\":\"ip firewall filter\",\"items\":[\n"
		"{\".id\":\"*1\",\"chain\":\"input\",\"action\":\"drop\",\"src-address\":\"!10.0.0.0/8\",\"dst-port\":\"22,80\","
		"\"log\":true,\"comment\":\"a \\\"b\\\" \\\\ \\n\\u0001 \xef\xbf\xbd caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd\","
		"\"disabled\":true,\"invalid\":true,\"dynamic\":false,\"invalid-reason\":\"why\","
		"\"packets\":123,\"bytes\":9223372036854775807},\n"
		"{\".id\":\"*2\",\"chain\":\"x\",\"action\":\"accept\",\"disabled\":false,\"invalid\":false,\"dynamic\":false,"
		"\"packets\":0,\"bytes\":0}\n]}\n");
	free(text);
	rows_clean(&rows);
	row = tool_row(&rows, CONN, "protocol=tcp|src-address=10.0.0.1|src-port=1|timeout=5|orig-bytes=7|icmp-type=8");
	row->flags = ROSFW_FLAG_ASSURED;
	tap_case("json of a connection");
	text = tool_json(CONN, &rows);
	tap_str(text, "{\"version\":1,\"menu\":\"ip firewall connection\",\"items\":[\n"
		"{\".id\":\"*1\",\"protocol\":\"tcp\",\"src-address\":\"10.0.0.1\",\"src-port\":\"1\",\"icmp-type\":8,"
		"\"timeout\":\"5s\",\"orig-bytes\":7,\"expected\":false,\"seen-reply\":false,\"assured\":true,"
		"\"confirmed\":false,\"dying\":false,\"fasttrack\":false,\"hw-offload\":false,\"srcnat\":false,"
		"\"dstnat\":false,\"uses-helper\":false}\n]}\n");
	free(text);
	rows_clean(&rows);
}

static void text_is(u32 menu, const struct row *row, const char *name, const char *want)
{
	char *text = row_text(menu, row, name);

	tap_str(text, want);
	free(text);
}

static void test_row_text(void)
{
	struct rows rows;
	struct row *row;

	rows_init(&rows);
	row = tool_row(&rows, V4, "chain=input|src-port=!1,2|disabled=yes");
	row->packets = 5;
	tap_case("names of a rule");
	text_is(V4, row, ".id", "*1");
	text_is(V4, row, "chain", "input");
	text_is(V4, row, "action", "accept");
	text_is(V4, row, "src-port", "!1,2");
	text_is(V4, row, "dst-port", NULL);
	text_is(V4, row, "disabled", "true");
	text_is(V4, row, "invalid", "false");
	text_is(V4, row, "dynamic", "false");
	text_is(V4, row, "log", "false");
	text_is(V4, row, "comment", "");
	text_is(V4, row, "packets", "5");
	text_is(V4, row, "address-list-timeout", NULL);
	text_is(V4, row, "nonsense", NULL);
	tap_ok(row_name_known(V4, "invalid") && row_name_known(V4, ".id") && row_name_known(V4, "bytes"));
	tap_ok(!row_name_known(V4, "seen-reply") && !row_name_known(V4, "") && !row_name_known(V4, "cha"));
	tap_ok(row_name_known(CONN, "seen-reply") && row_name_known(CONN, "src-port") && !row_name_known(CONN, "comment"));
	tap_ok(row_name_known(IFLIST, "builtin"));
	rows_clean(&rows);
}

/* Of our own: on a busy machine others have the rest. */
static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Time must grow with the rows, not with their square. */
static void test_many(void)
{
	struct print_options opt = { };
	FILE *out = fopen("/dev/null", "w");
	double t[3], start, took;
	struct rows rows;
	u32 i, k, n;

	tap_case("time grows with the rows");
	for (k = 0; k < 3; k++) {
		rows_init(&rows);
		for (i = 0; i < 10000U << k; i++)
			tool_row(&rows, CONN, "protocol=tcp|src-address=10.1.2.3|src-port=40000|dst-address=10.9.8.7|"
				 "dst-port=443|reply-src-address=10.9.8.7|reply-src-port=443|reply-dst-address=10.1.2.3|"
				 "reply-dst-port=40000|tcp-state=established|timeout=86399|orig-packets=12345|"
				 "repl-packets=54321|orig-bytes=1234567|repl-bytes=7654321");
		t[k] = 1e9;
		for (n = 0; n < 3; n++) {
			start = seconds();
			print_rows(out, CONN, &rows, &opt);
			took = seconds() - start;
			t[k] = took < t[k] ? took : t[k];
		}
		printf("# %u connections: %.3f s\n", 10000U << k, t[k]);
		rows_clean(&rows);
	}
	tap_ok(t[2] < t[0] * 12);
	fclose(out);
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	tap_begin();
	test_rules();
	test_values();
	test_edges();
	test_tables();
	test_connections();
	test_json();
	test_row_text();
	test_many();
	return tap_end();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exports, letter by letter; and that the lexer reads back what was written, whatever the items are.
 */
#include "lexer.h"
#include "tool_rows.h"

#define V4	ROSFW_MENU_IP_FILTER
#define V6	ROSFW_MENU_IPV6_FILTER
#define LIST	ROSFW_MENU_IP_ADDRESS_LIST
#define IFLIST	ROSFW_MENU_INTERFACE_LIST

static void is_export(u32 menu, const struct rows *rows, struct export_options opt, const char *want)
{
	char *got = tool_export(menu, rows, &opt);

	tap_str(got, want);
	free(got);
}

static void test_forms(void)
{
	struct rows rows;
	struct row *row;

	rows_init(&rows);
	tap_case("nothing");
	is_export(V4, &rows, (struct export_options){ }, "");
	row = tool_row(&rows, V4, "chain=forward|action=passthrough|comment=counts");
	row->flags = ROSFW_FLAG_DYNAMIC;
	tap_case("nothing but dynamic rules");
	is_export(V4, &rows, (struct export_options){ }, "");
	tool_row(&rows, V4, "chain=input|connection-state=established,related,untracked|"
		 "comment=fromus: accept established,related,untracked|log=no|log-prefix=");
	row = tool_row(&rows, V4, "chain=input|action=drop|in-interface=eth9|disabled=yes|src-address=!192.0.2.0/24");
	row->invalid = strdup("in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)");
	tool_row(&rows, V4, "chain=input|action=add-src-to-address-list|address-list=Black List|src-address-list=!VPN network|"
		 "protocol=tcp|dst-port=22,2222|address-list-timeout=1w3d|log=yes|log-prefix=!x");
	tap_case("rules");
	is_export(V4, &rows, (struct export_options){ },
		  "/ip firewall filter\n"
		  "add action=accept chain=input comment=\\\n"
		  "    \"fromus: accept established,related,untracked\" connection-state=\\\n"
		  "    established,related,untracked\n"
		  "# in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)\n"
		  "add action=drop chain=input disabled=yes in-interface=eth9 src-address=\\\n"
		  "    !192.0.2.0/24\n"
		  "add action=add-src-to-address-list address-list=\"Black List\" \\\n"
		  "    address-list-timeout=1w3d chain=input dst-port=22,2222 log=yes log-prefix=\\\n"
		  "    !x protocol=tcp src-address-list=\"!VPN network\"\n");
	tap_case("terse");
	is_export(V4, &rows, (struct export_options){ .terse = true },
		  "/ip firewall filter add action=accept chain=input comment=\"fromus: accept established,related,untracked\""
		  " connection-state=established,related,untracked\n"
		  "# in/out-interface matcher not possible when interface (eth9) is slave - use master instead (br0)\n"
		  "/ip firewall filter add action=drop chain=input disabled=yes in-interface=eth9 src-address=!192.0.2.0/24\n"
		  "/ip firewall filter add action=add-src-to-address-list address-list=\"Black List\""
		  " address-list-timeout=1w3d chain=input dst-port=22,2222 log=yes log-prefix=!x protocol=tcp"
		  " src-address-list=\"!VPN network\"\n");
	rows_clean(&rows);
	tool_row(&rows, V4, "chain=a|src-port=1|protocol=udp");
	tap_case("verbose");
	is_export(V4, &rows, (struct export_options){ .verbose = true, .terse = true },
		  "/ip firewall filter add action=accept !address-list address-list-timeout=none-dynamic chain=a"
		  " comment=\"\" !connection-bytes !connection-limit !connection-mark !connection-nat-state"
		  " !connection-rate !connection-state !connection-type !content disabled=no !dscp !dst-address"
		  " !dst-address-list !dst-address-type !dst-limit !dst-port !fragment !hotspot !hw-offload"
		  " !icmp-options !in-bridge-port !in-bridge-port-list !in-interface !in-interface-list"
		  " !ingress-priority !ipsec-policy !ipv4-options !jump-target !layer7-protocol !limit log=no"
		  " log-prefix=\"\" !nth !out-bridge-port !out-bridge-port-list !out-interface !out-interface-list !p2p"
		  " !packet-mark !packet-size !per-connection-classifier !port !priority protocol=udp !psd !random"
		  " !realm !reject-with !routing-mark !routing-table !src-address !src-address-list !src-address-type"
		  " !src-mac-address src-port=1 !tcp-flags !tcp-mss !time !tls-host !tos !ttl\n");
	rows_clean(&rows);
}

static void test_menus(void)
{
	struct rows rows;
	struct row *row;
	char *text = NULL;
	size_t n;
	FILE *out;

	rows_init(&rows);
	tool_row(&rows, LIST, "list=LAN|address=192.168.88.0/24|comment=home");
	tool_row(&rows, LIST, "list=x|address=10.0.0.1|dynamic=yes");
	tool_row(&rows, LIST, "list=x|address=10.0.0.2|timeout=5");
	tap_case("address list");
	is_export(LIST, &rows, (struct export_options){ },
		  "/ip firewall address-list\nadd address=192.168.88.0/24 comment=home list=LAN\n");
	is_export(LIST, &rows, (struct export_options){ .verbose = true },
		  "/ip firewall address-list\nadd address=192.168.88.0/24 comment=home disabled=no dynamic=no list=LAN\n");
	rows_clean(&rows);
	row = tool_row(&rows, IFLIST, "name=all");
	row->flags = ROSFW_FLAG_BUILTIN;
	tool_row(&rows, IFLIST, "name=WAN|include=a,b|exclude=");
	tap_case("interface lists");
	is_export(IFLIST, &rows, (struct export_options){ }, "/interface list\nadd include=a,b name=WAN\n");
	rows_clean(&rows);
	tap_case("header");
	out = open_memstream(&text, &n);
	export_header(out, "1.0");
	fclose(out);
	tap_str(text, "# by rosfw 1.0\n#\n");
	free(text);
}

static void test_long(void)
{
	struct rows rows;

	rows_init(&rows);
	tap_case("a comment longer than a line is cut inside, never before a blank");
	tool_row(&rows, V4, "chain=a|comment=Hand over repeated attempts from the second stage to the third (22, 8291) and write it down");
	is_export(V4, &rows, (struct export_options){ },
		  "/ip firewall filter\n"
		  "add action=accept chain=a comment=\"Hand over repeated attempts from the second \\\n"
		  "    stage to the third (22, 8291) and write it down\"\n");
	rows_clean(&rows);
	tap_case("escapes are not cut");
	tool_row(&rows, V4, "chain=a|comment=\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9$$$$\\\\??\"\"\r\n");
	is_export(V4, &rows, (struct export_options){ },
		  "/ip firewall filter\n"
		  "add action=accept chain=a comment=\"\\C3\\A9\\C3\\A9\\C3\\A9\\C3\\A9\\C3\\A9\\C3\\A9\\C3\\A9\\\n"
		  "    \\C3\\A9\\C3\\A9\\C3\\A9\\$\\$\\$\\$\\\\\\\\\\?\\?\\\"\\\"\\r\\n\"\n");
	rows_clean(&rows);
	tap_case("a list longer than a line goes into quotes");
	tool_row(&rows, V4, "chain=a|protocol=tcp|dst-port=10001,10002,10003,10004,10005,10006,10007,10008,10009,10010,10011,"
		 "10012,10013,10014,10015");
	is_export(V4, &rows, (struct export_options){ },
		  "/ip firewall filter\n"
		  "add action=accept chain=a dst-port=\"10001,10002,10003,10004,10005,10006,10007,\\\n"
		  "    10008,10009,10010,10011,10012,10013,10014,10015\" protocol=tcp\n");
	rows_clean(&rows);
}

/* ---- what is written is read back ---- */

static u64 state = 88172645463325252;

static u32 any(u32 below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % below;
}

static void random_text(char *s, u32 max)
{
	static const char mean[] = " \"\\$?;#{}[]()=!\n\r\t,*%~ ";
	u32 n = any(4) ? any(30) + 1 : any(max - 1) + 1, i;

	for (i = 0; i < min(n, max - 1); i++)
		s[i] = any(4) ? "abc def ghi"[any(11)] : any(2) ? mean[any(sizeof(mean) - 1)] : (char)(1 + any(255));
	s[i] = 0;
	if (*s == '!')
		*s = 'x';
}

static void put_random(struct rosfw_item_builder *b, u32 menu, u16 prop)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	char text[ROSFW_COMMENT_SIZE];
	u8 data[ROSFW_PORTS_MAX * 4] = { };
	bool negated = p->flags & ROSFW_PROP_NOT && any(3) == 0;
	struct rosfw_error err;
	u32 len = 4, i;

	switch (p->kind) {
	case ROSFW_KIND_STRING:
	case ROSFW_KIND_NAME:
		random_text(text, p->max);
		rosfw_item_put_string(b, prop, negated, text);
		return;
	case ROSFW_KIND_PORTS:
		len = 4 * (1 + any(any(4) ? 5 : ROSFW_PORTS_MAX));
		for (i = 0; i < len; i += 4) {
			((u16 *)data)[i / 2] = any(30000);
			((u16 *)data)[i / 2 + 1] = ((u16 *)data)[i / 2] + any(3);
		}
		break;
	case ROSFW_KIND_BOOL:
	case ROSFW_KIND_PROTOCOL:
		len = 1;
		data[0] = any(2) ? any(2) : any(256);
		break;
	case ROSFW_KIND_ADDR:
		len = rosfw_menus[menu].family == ROSFW_IPV4 ? 8 : 32;
		for (i = 0; i < len / 2; i++)
			data[i] = data[i + len / 2] = any(256);
		break;
	default:
		data[0] = any(any(2) ? 16 : 256);
	}
	if (!rosfw_value_check(menu, prop, negated, data, len, &err))
		rosfw_item_put_value(b, prop, negated, data, len);
}

static struct rosfw_item *random_item(u32 menu)
{
	struct rosfw_item_builder b;
	const u16 *p;

	rosfw_item_begin(&b, menu);
	for (p = rosfw_menus[menu].props; *p; p++)
		if (!(rosfw_properties[*p].flags & ROSFW_PROP_READ_ONLY) && *p != ROSFW_A_TIMEOUT &&
		    *p != ROSFW_A_DYNAMIC && (any(3) == 0 || *p == ROSFW_A_CHAIN))
			put_random(&b, menu, *p);
	return b.item;
}

/* The item that "add ..." in @line makes; NULL with a failed check. */
static struct rosfw_item *read_item(u32 menu, struct line *line, struct arena *arena)
{
	struct cursor c = { .line = line, .pos = 0, .end = line->n };
	struct rosfw_item_builder b;
	struct refusal r;
	struct fault f;
	struct arg arg;
	char *word;
	int rc;

	rosfw_item_begin(&b, menu);
	word = lex_path_word(&c, arena);
	tap_str(word, "add");
	while ((rc = lex_arg(&c, arena, &arg, &f)) > 0) {
		if (!tap_ok(arg.name))
			break;
		if (arg.negated)
			continue;
		if (!tap_is(arg.value.kind, VALUE_TEXT))
			break;
		if (text_parse(menu, menu_property(menu, arg.name, strlen(arg.name)), arg.value.text, &b, &r))
			tap_fail("%s=%s: %s", arg.name, arg.value.text, r.text);
	}
	if (rc < 0)
		tap_fail("%s", f.text);
	return b.item;
}

static void compare(u32 menu, const struct rosfw_item *a, const struct rosfw_item *b)
{
	const struct rosfw_value *v, *w;
	struct row ra = { .item = (struct rosfw_item *)a }, rb = { .item = (struct rosfw_item *)b };
	const u16 *p;

	for (p = rosfw_menus[menu].props; *p; p++) {
		v = rosfw_item_value(a, *p);
		w = rosfw_item_value(b, *p);
		if (v && w) {
			tap_ok(v->len == w->len && v->negated == w->negated && !memcmp(v->data, w->data, v->len));
		} else if (v || w) {
			/* A default may be written or not. */
			char *x = row_text(menu, &ra, rosfw_properties[*p].name);
			char *y = row_text(menu, &rb, rosfw_properties[*p].name);

			if (*p != ROSFW_A_ADDRESS_LIST_TIMEOUT)
				tap_str(x, y);
			free(x);
			free(y);
		}
	}
}

/* No line but one with a run of blanks is longer than 79 columns. */
static void check_lines(const char *text)
{
	const char *end;

	for (; *text; text = end + 1) {
		end = strchr(text, '\n');
		if (end - text > 79 && end[-1] == '\\' && end[-2] != ' ' && end[-3] != ' ')
			tap_fail("line of %u columns: %.*s", (u32)(end - text), (int)(end - text), text);
	}
}

static void round_trip(u32 menu, const struct export_options *opt)
{
	struct arena arena = { };
	struct line line = { };
	struct rosfw_item *back;
	struct source src;
	struct fault f;
	struct rows rows, again;
	struct row row = { };
	char *text, *second;

	rows_init(&rows);
	rows_init(&again);
	row.item = random_item(menu);
	rows_add(&rows, &row);
	text = tool_export(menu, &rows, opt);
	check_lines(text);
	source_open_text(&src, text, strlen(text));
	tap_is(source_line(&src, &line, &f), 1);
	tap_ok(!strncmp(line.s, "/", 1));
	tap_is(source_line(&src, &line, &f), 1);
	back = read_item(menu, &line, &arena);
	tap_is(source_line(&src, &line, &f), 0);
	compare(menu, row.item, back);
	row.item = back;
	rows_add(&again, &row);
	second = tool_export(menu, &again, opt);
	tap_str(second, text);
	free(second);
	free(text);
	source_close(&src);
	line_clean(&line);
	arena_free(&arena);
	rows_clean(&rows);
	rows_clean(&again);
}

static void test_round_trips(void)
{
	u32 menu, n;

	for (menu = 1; menu < ROSFW_MENU_IP_CONNECTION; menu++) {
		tap_case("random items come back: %s", rosfw_menus[menu].path);
		for (n = 0; n < 2000; n++)
			round_trip(menu, &(struct export_options){ .verbose = n & 1 });
	}
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	tap_begin();
	test_forms();
	test_menus();
	test_long();
	test_round_trips();
	return tap_end();
}

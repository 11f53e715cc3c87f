// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking into what packets carry: searches over pieces of every size, names with wildcards, and TLS hellos, whole, cut
 * and lying.
 */
#include "core/match/payload.h"
#include "bytes.h"
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER

static void test_search(void)
{
	static const struct {
		const char *text;
		const char *in;
		bool found;
	} rows[] = {
		{ "GET", "GET / HTTP/1.1", true },
		{ "GET", "get / HTTP/1.1", false },
		{ "1.1", "GET / HTTP/1.1", true },
		{ "1.10", "GET / HTTP/1.1", false },
		{ "a", "bbbba", true },
		{ "a", "bbbb", false },
		{ "aab", "aaaaaab", true },
		{ "abcabd", "abcabcabd", true },
		{ "abababc", "ababababababc", true },
		{ "abababc", "abababababab", false },
		{ "aaaa", "aaabaaabaaa", false },
		{ "xyx", "xyxyxy", true },
		{ "x", "", false },
		{ "long text", "long tex", false },
	};
	struct rosfw_search s;
	u32 i, piece, at, len;
	bool found;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s in %s", rows[i].text, rows[i].in);
		len = strlen(rows[i].in);
		for (piece = 1; piece <= len + 1; piece++) {
			rosfw_search_begin(&s, (const u8 *)rows[i].text, strlen(rows[i].text));
			found = false;
			for (at = 0; at < len && !found; at += piece)
				found = rosfw_search_feed(&s, (const u8 *)rows[i].in + at, min(piece, len - at));
			tap_is(found, rows[i].found);
		}
	}
}

/* Against a search that cannot be wrong, on words of two letters. */
static void test_search_random(void)
{
	struct rosfw_search s;
	char text[12], in[64];
	u32 n, i, len, size;

	tap_case("random words");
	for (n = 0; n < 20000; n++) {
		len = 1 + get_random_u32_below(8);
		size = get_random_u32_below(sizeof(in));
		for (i = 0; i < len; i++)
			text[i] = 'a' + get_random_u32_below(2);
		text[len] = 0;
		for (i = 0; i < size; i++)
			in[i] = 'a' + get_random_u32_below(2);
		in[size ? size - 1 : 0] = 0;
		rosfw_search_begin(&s, (const u8 *)text, len);
		if (rosfw_search_feed(&s, (const u8 *)in, strlen(in)) != !!strstr(in, text))
			tap_fail("%s in %s", text, in);
	}
}

static void test_glob(void)
{
	static const struct {
		const char *pattern;
		const char *text;
		bool match;
	} rows[] = {
		{ "example.com", "example.com", true },
		{ "example.com", "Example.COM", true },
		{ "EXAMPLE.com", "example.com", true },
		{ "example.com", "example.com.", false },
		{ "example.com", "www.example.com", false },
		{ "example.com", "example.co", false },
		{ "*.example.com", "www.example.com", true },
		{ "*.example.com", "a.b.example.com", true },
		{ "*.example.com", "example.com", false },
		{ "*.example.com", ".example.com", true },
		{ "*example.com", "notexample.com", true },
		{ "*", "anything", true },
		{ "*", "", true },
		{ "**", "x", true },
		{ "?", "x", true },
		{ "?", "", false },
		{ "?", "xy", false },
		{ "w?w.*", "www.x", true },
		{ "w?w.*", "ww.x", false },
		{ "*a*b*c", "xaybzc", true },
		{ "*a*b*c", "xaybz", false },
		{ "*ab", "aab", true },
		{ "[abc].com", "b.com", true },
		{ "[abc].com", "d.com", false },
		{ "[a-c].com", "B.com", true },
		{ "[a-c].com", "d.com", false },
		{ "[!a-c].com", "d.com", true },
		{ "[^a-c].com", "a.com", false },
		{ "[]x].com", "].com", true },
		{ "[a-]", "-", true },
		{ "srv[0-9][0-9].net", "srv42.net", true },
		{ "srv[0-9][0-9].net", "srv4.net", false },
		{ "[open", "[open", true },
		{ "[open", "o", false },
		{ "", "", true },
		{ "", "x", false },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s and %s", rows[i].pattern, rows[i].text);
		tap_is(rosfw_glob(rows[i].pattern, rows[i].text), rows[i].match);
	}
}

#define HEAD	"160301 00f1 01 0000ed 0303" \
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SESSION	"04 01020304"
#define CIPHERS	"0004 13011302"
#define NULLS	"01 00"
#define VERSIONS "002b 0003 020304"
#define NAME	"0000 0010 000e 00 000b 6578616d706c652e636f6d"	/* example.com */

static const struct hello {
	const char *name;
	const char *hex;
	const char *host;	/* NULL: none */
} hellos[] = {
	{ "name first", HEAD SESSION CIPHERS NULLS "0020" NAME VERSIONS, "example.com" },
	{ "name last", HEAD SESSION CIPHERS NULLS "0020" VERSIONS NAME, "example.com" },
	{ "no session", HEAD "00" CIPHERS NULLS "0014" NAME, "example.com" },
	{ "no extensions", HEAD SESSION CIPHERS NULLS, NULL },
	{ "no name", HEAD SESSION CIPHERS NULLS "0007" VERSIONS, NULL },
	{ "goes on in the next segment, the name is here", HEAD SESSION CIPHERS NULLS "0200" NAME "1234 0190 00", "example.com" },
	{ "goes on in the next segment, so does the name", HEAD SESSION CIPHERS NULLS "0200" VERSIONS "0000 0010 000e 00 000b 6578",
	  NULL },
	{ "a server's hello", "160301 00f1 02 0000ed 0303 "
	  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" SESSION CIPHERS NULLS "0014" NAME, NULL },
	{ "application data", "170301 00f1 01 0000ed 0303 "
	  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" SESSION CIPHERS NULLS "0014" NAME, NULL },
	{ "SSL 2", "160201 00f1 01 0000ed 0303 "
	  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" SESSION CIPHERS NULLS "0014" NAME, NULL },
	{ "another kind of name", HEAD SESSION CIPHERS NULLS "0014" "0000 0010 000e 01 000b 6578616d706c652e636f6d", NULL },
	{ "an empty name", HEAD SESSION CIPHERS NULLS "0009" "0000 0005 0003 00 0000", NULL },
	{ "a NUL in the name", HEAD SESSION CIPHERS NULLS "0014" "0000 0010 000e 00 000b 6578616d706c65002e636f", NULL },
	{ "a name longer than its extension", HEAD SESSION CIPHERS NULLS "0014" "0000 000f 000e 00 000b 6578616d706c652e636f6d",
	  NULL },
	{ "an extension that is cut off", HEAD SESSION CIPHERS NULLS "0014" "0000 0010", NULL },
	{ "an extension longer than all", HEAD SESSION CIPHERS NULLS "0014" "002b ffff 020304" NAME, NULL },
	{ "a session longer than all", HEAD "ff 01020304" CIPHERS NULLS "0014" NAME, NULL },
	{ "ciphers longer than all", HEAD SESSION "ffff 13011302" NULLS "0014" NAME, NULL },
	{ "nothing", "", NULL },
	{ "one byte", "16", NULL },
};

/* An IPv4 and a TCP header in front of it. */
static struct packet packet_with(const u8 *payload, u32 len, u8 *bytes)
{
	struct packet p = packet_parse("tcp 10.0.0.1:1234->10.0.0.2:443 flags=ack,psh");

	memset(bytes, 0, 40);
	memcpy(bytes + 40, payload, len);
	p.pkt.data = bytes;
	p.pkt.linear = p.pkt.len = 40 + len;
	p.pkt.l4_off = 20;
	p.pkt.payload_len = len;
	p.pkt.u.tcp.doff = 20;
	return p;
}

static void test_tls(void)
{
	char host[ROSFW_TLS_HOST_SIZE];
	struct rosfw_walk w = { 0 };
	u8 bytes[512], *payload;
	struct packet p;
	u32 i, len, cut;
	bool found;

	for (i = 0; i < ARRAY_SIZE(hellos); i++) {
		tap_case("TLS: %s", hellos[i].name);
		payload = bytes_from_hex(hellos[i].hex, &len);
		p = packet_with(payload, len, bytes);
		w.pkt = &p.pkt;
		found = rosfw_tls_host(&w, 40, 40 + len, host);
		tap_is(found, !!hellos[i].host);
		if (found)
			tap_is(strcmp(host, hellos[i].host), 0);
		/* However it is cut: no name, or the right one; and nothing is read behind the cut. */
		for (cut = 0; cut < len; cut++) {
			u8 *copy = malloc(40 + cut);

			memcpy(copy, bytes, 40 + cut);
			p.pkt.data = copy;
			p.pkt.linear = 40 + cut;
			if (rosfw_tls_host(&w, 40, 40 + cut, host))
				tap_is(hellos[i].host && !strcmp(host, hellos[i].host), true);
			free(copy);
		}
		free(payload);
	}
}

/* The longest name that there is room for, and one more. */
static void test_tls_long(void)
{
	char host[ROSFW_TLS_HOST_SIZE];
	struct rosfw_walk w = { 0 };
	u8 bytes[1024], payload[700], *head;
	struct packet p;
	u32 n, len;

	for (n = ROSFW_TLS_HOST_SIZE - 1; n <= ROSFW_TLS_HOST_SIZE; n++) {
		tap_case("TLS: a name of %u bytes", n);
		head = bytes_from_hex(HEAD SESSION CIPHERS NULLS, &len);
		memcpy(payload, head, len);
		put_unaligned_be16(n + 9, payload + len);
		put_unaligned_be16(0, payload + len + 2);
		put_unaligned_be16(n + 5, payload + len + 4);
		put_unaligned_be16(n + 3, payload + len + 6);
		payload[len + 8] = 0;
		put_unaligned_be16(n, payload + len + 9);
		memset(payload + len + 11, 'a', n);
		p = packet_with(payload, len + 11 + n, bytes);
		w.pkt = &p.pkt;
		tap_is(rosfw_tls_host(&w, 40, 40 + len + 11 + n, host), n < ROSFW_TLS_HOST_SIZE);
		free(head);
	}
}

/* Through rules: negation, and packets that carry nothing of the kind. */
static void test_rules(void)
{
	static const struct {
		const char *rule;
		const char *hex;	/* what a TCP segment carries */
		bool udp;
		bool match;
	} rows[] = {
		{ "content=mple.c", HEAD SESSION CIPHERS NULLS "0014" NAME, false, true },
		{ "content=sample", HEAD SESSION CIPHERS NULLS "0014" NAME, false, false },
		{ "content=!sample", HEAD SESSION CIPHERS NULLS "0014" NAME, false, true },
		{ "content=!mple.c", HEAD SESSION CIPHERS NULLS "0014" NAME, false, false },
		{ "content=!x", "", false, true },
		{ "tls-host=*.com", HEAD SESSION CIPHERS NULLS "0014" NAME, false, true },
		{ "tls-host=*.org", HEAD SESSION CIPHERS NULLS "0014" NAME, false, false },
		{ "tls-host=!*.org", HEAD SESSION CIPHERS NULLS "0014" NAME, false, true },
		{ "tls-host=!*.com", HEAD SESSION CIPHERS NULLS "0014" NAME, false, false },
		{ "tls-host=!*.org", HEAD SESSION CIPHERS NULLS "0007" VERSIONS, false, false },
		{ "tls-host=!*.org", "", false, false },
		{ "tls-host=*", HEAD SESSION CIPHERS NULLS "0014" NAME, true, false },
		{ "tls-host=!x", HEAD SESSION CIPHERS NULLS "0014" NAME, true, false },
	};
	struct rosfw_ruleset *rs;
	struct rosfw_config *c;
	u64 packets, bytes_n;
	struct rosfw_walk w;
	u8 bytes[512], *payload;
	struct packet p;
	char text[128];
	u32 i, len;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%s: %s%s", rows[i].rule, rows[i].udp ? "UDP " : "", rows[i].hex);
		begin();
		c = rosfw_config_new();
		snprintf(text, sizeof(text), "chain=input action=passthrough %s", rows[i].rule);
		add(c, F4, text);
		tap_is(build(c, NULL, false, &rs), 0);
		payload = bytes_from_hex(rows[i].hex, &len);
		for (env.piece = 0; env.piece < 9; env.piece++) {
			p = packet_with(payload, len, bytes);
			if (rows[i].udp)
				p.pkt.proto = ROSFW_PROTO_UDP;
			w = (struct rosfw_walk){ .pkt = &p.pkt, .ruleset = rs, .state = ROSFW_STATE_NONE };
			rcu_read_lock();
			rosfw_walk_chain(&w, F4, 0);
			rcu_read_unlock();
		}
		rosfw_counter_read(c->menu[F4]->item[0]->counter, &packets, &bytes_n);
		tap_is(packets, rows[i].match ? 9 : 0);
		free(payload);
		rosfw_config_put(c);
		rosfw_ruleset_free(rs);
		end();
	}
}

int main(void)
{
	tap_begin();
	test_search();
	test_search_random();
	test_glob();
	test_tls();
	test_tls_long();
	test_rules();
	return tap_end();
}

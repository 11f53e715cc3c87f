// SPDX-License-Identifier: GPL-2.0-only
/*
 * Peer-to-peer protocols: messages of each, and messages that nearly are, in buffers of exactly what may be read.
 */
#include "core/match/payload.h"
#include "core/scan/p2p.h"
#include "bytes.h"
#include "rulesets.h"

#define F4	ROSFW_MENU_IP_FILTER
#define TCP	ROSFW_PROTO_TCP
#define UDP	ROSFW_PROTO_UDP
#define NONE	(-1)

/* Text, or hexadecimal digits behind "0x"; zeros behind it make @len bytes of it. */
static const struct row {
	u8 proto;
	int kind;
	const char *payload;
	u32 len;
} rows[] = {
	{ TCP, ROSFW_P2P_BIT_TORRENT, "\x13" "BitTorrent protocol", 68 },
	{ TCP, ROSFW_P2P_BIT_TORRENT, "\x13" "BitTorrent protocol" },
	{ TCP, NONE, "\x13" "BitTorrent protoco" },
	{ TCP, NONE, "\x12" "BitTorrent protocol" },
	{ UDP, NONE, "\x13" "BitTorrent protocol", 68 },
	{ TCP, ROSFW_P2P_BIT_TORRENT, "GET /announce?info_hash=%12%34 HTTP/1.1\r\n" },
	{ TCP, ROSFW_P2P_BIT_TORRENT, "GET /scrape?info_hash=%12%34 HTTP/1.1\r\n" },
	{ TCP, NONE, "GET /announce HTTP/1.1\r\nHost: example.com\r\n" },
	{ TCP, NONE, "GET / HTTP/1.1\r\nHost: BitTorrent protocol\r\n" },
	{ UDP, ROSFW_P2P_BIT_TORRENT, "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe" },
	{ UDP, ROSFW_P2P_BIT_TORRENT, "d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re" },
	{ UDP, NONE, "d1:ad2:id19:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe" },
	{ UDP, ROSFW_P2P_BIT_TORRENT, "0x0000041727101980 00000000 01020304" },
	{ UDP, NONE, "0x0000041727101980 00000001 01020304" },
	{ UDP, NONE, "0x0000041727101980 00000000 0102030405" },
	{ UDP, NONE, "0x0000041727101980 00000000 010203" },
	{ TCP, NONE, "0x0000041727101980 00000000 01020304" },

	{ TCP, ROSFW_P2P_GNUTELLA, "GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\n\r\n" },
	{ TCP, ROSFW_P2P_GNUTELLA, "GNUTELLA/0.6 200 OK\r\n" },
	{ TCP, ROSFW_P2P_GNUTELLA, "GET /uri-res/N2R?urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB HTTP/1.1\r\n" },
	{ TCP, NONE, "GNUTELLA" },
	{ TCP, NONE, "GET /uri-res HTTP/1.1\r\n" },
	{ UDP, ROSFW_P2P_GNUTELLA, "0x474e4402 00010101 00" },
	{ UDP, NONE, "GND!" },

	{ TCP, ROSFW_P2P_FASTTRACK, "GET /.hash=0123456789abcdef HTTP/1.1\r\n" },
	{ TCP, ROSFW_P2P_FASTTRACK, "GET /.supernode HTTP/1.0\r\n" },
	{ TCP, ROSFW_P2P_FASTTRACK, "GIVE 12345" },
	{ TCP, NONE, "GIVE ME" },
	{ TCP, NONE, "GIVE 1", 5 },
	{ TCP, NONE, "GET /.hidden HTTP/1.1\r\n" },
	{ UDP, ROSFW_P2P_FASTTRACK, "0x27 00000080 4b615a614100" },
	{ UDP, NONE, "0x27 00000080 4b615a6141" },
	{ UDP, NONE, "0x000080 4b615a614100" },
	{ UDP, NONE, "0x27 00000080 4b615a614100 00" },

	{ TCP, ROSFW_P2P_DIRECT_CONNECT, "$Lock EXTENDEDPROTOCOLABCABCABC Pk=1|" },
	{ TCP, ROSFW_P2P_DIRECT_CONNECT, "$MyNick me|$Lock EXTENDED Pk=1|" },
	{ TCP, ROSFW_P2P_DIRECT_CONNECT, "$Key |" },
	{ TCP, NONE, "$Lock EXTENDEDPROTOCOL Pk=1" },
	{ TCP, NONE, "$Price 100|" },
	{ TCP, NONE, "a$Lock x|" },
	{ UDP, ROSFW_P2P_DIRECT_CONNECT, "$SR me file\x05" "123 1/2\x05Hub (127.0.0.1:411)|" },
	{ UDP, NONE, "$SR me" },

	/* A hello: length, code, and a hash of 16 bytes. */
	{ TCP, ROSFW_P2P_EDONKEY, "0xe3 1b000000 01 10", 32 },
	{ TCP, NONE, "0xe3 1b000000 01 10", 33 },
	{ TCP, NONE, "0xe3 1b000000 01 10", 31 },
	{ TCP, NONE, "0xe3 1b000000 02 10", 32 },
	{ TCP, NONE, "0xe3 1b000000 00 10", 32 },
	{ TCP, NONE, "0xe3 1b000000 ff 10", 32 },
	{ TCP, NONE, "0xe4 1b000000 01 10", 32 },
	{ TCP, ROSFW_P2P_EDONKEY, "0xe3 01000000 55" },
	{ TCP, ROSFW_P2P_EDONKEY, "0xe3 11000000 58", 22 },
	{ TCP, NONE, "0xe3 11000000 5d", 22 },
	{ TCP, ROSFW_P2P_EDONKEY, "0xc5 1b000000 01", 32 },
	{ TCP, ROSFW_P2P_EDONKEY, "0xc5 11000000 81", 22 },
	{ TCP, ROSFW_P2P_EDONKEY, "0xd4 11000000 a4", 22 },
	{ TCP, NONE, "0xc5 11000000 a5", 22 },
	{ TCP, NONE, "0xc5 11000000 80", 22 },
	{ TCP, ROSFW_P2P_EDONKEY, "0xe3 19280000 46", 1400 },
	{ TCP, NONE, "0xe3 19280000 47", 1400 },
	{ TCP, NONE, "0xe3 00001001 46", 1400 },
	{ TCP, NONE, "0xe3 0000" },
	{ UDP, ROSFW_P2P_EDONKEY, "0xe396 01020304" },
	{ UDP, NONE, "0xe396 0102030405" },
	{ UDP, NONE, "0xe396 010203" },
	{ UDP, ROSFW_P2P_EDONKEY, "0xc592" },
	{ UDP, NONE, "0xc594" },
	{ UDP, ROSFW_P2P_EDONKEY, "0xe421 0b", 35 },
	{ UDP, NONE, "0xe421 0b", 36 },
	{ UDP, NONE, "0xe4" },

	{ TCP, ROSFW_P2P_BLUBSTER, "GO!!" },
	{ TCP, ROSFW_P2P_BLUBSTER, "SIZ 12345" },
	{ TCP, ROSFW_P2P_BLUBSTER, "STR 0 song.mp3" },
	{ TCP, ROSFW_P2P_BLUBSTER, "MD5 0123" },
	{ TCP, NONE, "SIZE file\r\n" },
	{ TCP, NONE, "STRU F\r\n" },

	{ TCP, ROSFW_P2P_SOULSEEK, "0x14000000 01000000 02000000 6d65 06000000 736563726574" },
	{ TCP, NONE, "0x14000000 02000000 02000000 6d65 06000000 736563726574" },
	{ TCP, NONE, "0x14000000 01000000 ffffffff 6d65 06000000 736563726574" },
	{ TCP, NONE, "0x14000000 01000000 02000000 6d65 07000000 736563726574" },
	{ TCP, NONE, "0x15000000 01000000 02000000 6d65 06000000 736563726574" },
	{ TCP, NONE, "0x0e000000 01000000 00000000 06000000 7365" },
	{ TCP, ROSFW_P2P_SOULSEEK, "0x10000000 01 02000000 6d65 01000000 50 00000000" },
	{ TCP, ROSFW_P2P_SOULSEEK, "0x10000000 01 02000000 6d65 01000000 46 00000000" },
	{ TCP, NONE, "0x10000000 01 02000000 6d65 01000000 51 00000000" },
	{ TCP, NONE, "0x10000000 02 02000000 6d65 01000000 50 00000000" },
	{ TCP, NONE, "0x10000000 01 03000000 6d65 01000000 50 00000000" },
	{ UDP, NONE, "0x10000000 01 02000000 6d65 01000000 50 00000000" },

	{ TCP, ROSFW_P2P_WINMX, "GET" },
	{ TCP, ROSFW_P2P_WINMX, "SEND" },
	{ TCP, NONE, "GET " },
	{ TCP, NONE, "SEN" },
	{ TCP, NONE, "SEND me" },

	{ TCP, ROSFW_P2P_WAREZ, "GET sha1:0123456789" },
	{ TCP, ROSFW_P2P_WAREZ, "GET hash:0123456789" },
	{ TCP, ROSFW_P2P_WAREZ, "PUSH SHA1:0123456789" },
	{ TCP, NONE, "GET /sha1:0123456789 HTTP/1.1\r\n" },

	{ TCP, NONE, "SSH-2.0-OpenSSH_9.2\r\n" },
	{ TCP, NONE, "0x1603010200010001fc0303" },
	{ UDP, NONE, "0x12340100000100000000000003777777" },
	{ TCP, NONE, "0x00" },
	{ UDP, NONE, "0x00" },
};

static u8 *bytes_of(const struct row *row, u32 *len)
{
	bool hex = !strncmp(row->payload, "0x", 2);
	u8 *part, *bytes;
	u32 n;

	part = hex ? bytes_from_hex(row->payload + 2, &n) : (u8 *)strdup(row->payload);
	if (!hex)
		n = strlen(row->payload);
	*len = row->len ?: n;
	bytes = calloc(1, *len);
	memcpy(bytes, part, min(n, *len));
	free(part);
	return bytes;
}

static u8 *copy(const u8 *from, u32 n)
{
	u8 *bytes = malloc(n);

	memcpy(bytes, from, n);
	return bytes;
}

static void test_messages(void)
{
	struct rosfw_p2p_bytes b;
	u8 *bytes, *head, *tail;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		tap_case("%u: %s %s", i, rows[i].proto == TCP ? "TCP" : "UDP", rows[i].payload);
		bytes = bytes_of(&rows[i], &b.len);
		b.proto = rows[i].proto;
		head = copy(bytes, min(b.len, ROSFW_P2P_HEAD));
		tail = copy(bytes + b.len - min(b.len, ROSFW_P2P_TAIL), min(b.len, ROSFW_P2P_TAIL));
		b.head = head;
		b.tail = tail;
		tap_is(rosfw_scan_p2p(&b), rows[i].kind == NONE ? 0 : BIT(rows[i].kind));
		free(bytes);
		free(head);
		free(tail);
	}
}

/* The same in packets: rule by rule, in pieces, and where there is no payload. */
static void test_rule(const char *rule, const char *l4, const char *hex, bool want)
{
	struct rosfw_config *c = rosfw_config_new();
	struct rosfw_pkt pkt = { 0 };
	struct rosfw_ruleset *rs;
	struct rosfw_walk w = { .pkt = &pkt, .now = 100, .state = ROSFW_STATE_NONE };
	char text[1024];
	u8 *bytes;
	u32 len;

	tap_case("%s: %s %s", rule, l4, hex);
	begin();
	snprintf(text, sizeof(text), "chain=forward action=drop %s", rule);
	add(c, F4, text);
	tap_is(build(c, NULL, false, &rs), 0);
	w.ruleset = rs;
	free(bytes_from_hex(hex, &len));
	snprintf(text, sizeof(text), "4500 %04x 0000 0000 40%s 0000 " A4 B4 "%s %s",
		 (u32)(20 + (strstr(l4, "5010") ? 20 : 8) + len), strstr(l4, "5010") ? "06" : "11", l4, hex);
	bytes = bytes_from_hex(text, &len);
	tap_is(rosfw_pkt_parse(&pkt, ROSFW_IPV4, bytes, len, len), 0);
	rcu_read_lock();
	tap_is(rosfw_walk_chain(&w, F4, ROSFW_FILTER_FORWARD), want ? ROSFW_VERDICT_DROP : ROSFW_VERDICT_ACCEPT);
	rcu_read_unlock();
	rosfw_ruleset_free(rs);
	rosfw_config_put(c);
	free(bytes);
	end();
}

static void test_rules(void)
{
	static const char torrent[] = "13426974546f7272656e742070726f746f636f6c", winmx[] = "53454e44";

	test_rule("p2p=bit-torrent", TCP_ACK, torrent, true);
	test_rule("p2p=all-p2p", TCP_ACK, torrent, true);
	test_rule("p2p=gnutella", TCP_ACK, torrent, false);
	test_rule("p2p=!gnutella", TCP_ACK, torrent, true);
	test_rule("p2p=!bit-torrent", TCP_ACK, torrent, false);
	test_rule("p2p=!all-p2p", TCP_ACK, torrent, false);
	test_rule("p2p=winmx", TCP_ACK, winmx, true);
	test_rule("p2p=winmx", "0035 1000 000c 0000 ", winmx, false);
	test_rule("p2p=edonkey", "0035 1000 000a 0000 ", "c592", true);
	test_rule("p2p=all-p2p", TCP_ACK, "", false);
	test_rule("p2p=!all-p2p", TCP_ACK, "", true);
}

int main(void)
{
	tap_begin();
	test_messages();
	test_rules();
	return tap_end();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signatures of the plain peer-to-peer protocols. See p2p.h.
 *
 * Two kinds: text that messages begin with, in a table; and binary messages, whose lengths and codes have to agree with
 * the packet. What a web server or a chance would send as well is left out, even if it costs some real ones.
 */
#include "p2p.h"

/**
 * struct text - how a message begins
 * @proto: TCP or UDP
 * @kind: enum rosfw_p2p
 * @len: of @begin
 * @whole: that is all there is
 * @end: the last byte of the packet, 0: any
 * @begin: the first bytes
 */
struct text {
	u8 proto;
	u8 kind;
	u8 len;
	bool whole;
	char end;
	const char *begin;
};

#define T(kind, text)		{ ROSFW_PROTO_TCP, ROSFW_P2P_##kind, sizeof(text) - 1, false, 0, text }
#define U(kind, text)		{ ROSFW_PROTO_UDP, ROSFW_P2P_##kind, sizeof(text) - 1, false, 0, text }
#define DC_TCP(text)		{ ROSFW_PROTO_TCP, ROSFW_P2P_DIRECT_CONNECT, sizeof(text) - 1, false, '|', text }
#define DC_UDP(text)		{ ROSFW_PROTO_UDP, ROSFW_P2P_DIRECT_CONNECT, sizeof(text) - 1, false, '|', text }
#define WINMX(text)		{ ROSFW_PROTO_TCP, ROSFW_P2P_WINMX, sizeof(text) - 1, true, 0, text }

static const struct text texts[] = {
	T(BIT_TORRENT, "\023BitTorrent protocol"),
	T(BIT_TORRENT, "GET /announce?info_hash="),
	T(BIT_TORRENT, "GET /scrape?info_hash="),
	U(BIT_TORRENT, "d1:ad2:id20:"),
	U(BIT_TORRENT, "d1:rd2:id20:"),
	T(GNUTELLA, "GNUTELLA CONNECT/"),
	T(GNUTELLA, "GNUTELLA/"),
	T(GNUTELLA, "GET /uri-res/N2R?urn:sha1:"),
	U(GNUTELLA, "GND\x02"),
	U(GNUTELLA, "GND\x12"),
	T(FASTTRACK, "GET /.hash="),
	T(FASTTRACK, "GET /.supernode"),
	DC_TCP("$Lock "), DC_TCP("$Key "), DC_TCP("$MyNick "), DC_TCP("$Direction "), DC_TCP("$ValidateNick "),
	DC_TCP("$Hello "), DC_TCP("$Supports "), DC_TCP("$ConnectToMe "), DC_TCP("$RevConnectToMe "),
	DC_TCP("$MyINFO "), DC_UDP("$SR "), DC_UDP("$Ping "),
	T(BLUBSTER, "GO!!"),
	T(BLUBSTER, "SIZ "),
	T(BLUBSTER, "STR "),
	T(BLUBSTER, "MD5 "),
	WINMX("GET"), WINMX("SEND"),
	T(WAREZ, "GET sha1:"),
	T(WAREZ, "GET hash:"),
	T(WAREZ, "PUSH SHA1:"),
};

static bool begins(const struct rosfw_p2p_bytes *b, const struct text *t)
{
	if (b->proto != t->proto || b->len < t->len || memcmp(b->head, t->begin, t->len))
		return false;
	if (t->whole)
		return b->len == t->len;
	return !t->end || b->tail[min(b->len, ROSFW_P2P_TAIL) - 1] == t->end;
}

/* A packet of FastTrack ends with the name of its network. */
static bool is_fasttrack(const struct rosfw_p2p_bytes *b)
{
	if (b->proto == ROSFW_PROTO_UDP)
		return b->len >= 11 && !memcmp(b->tail + ROSFW_P2P_TAIL - 6, "KaZaA", 6);
	return b->len > 6 && !memcmp(b->head, "GIVE ", 5) && b->head[5] >= '0' && b->head[5] <= '9';
}

/* To a tracker: the number that all requests for a connection have. */
static bool is_tracker(const struct rosfw_p2p_bytes *b)
{
	static const u8 connect[] = { 0, 0, 0x04, 0x17, 0x27, 0x10, 0x19, 0x80, 0, 0, 0, 0 };

	return b->proto == ROSFW_PROTO_UDP && b->len == 16 && !memcmp(b->head, connect, sizeof(connect));
}

/* ---- eDonkey, eMule ---- */

/* Bits of the codes that messages of a protocol may have, 64 of them in a word. */
static const u64 donkey_codes[4] = {
	BIT_ULL(0x01) | BIT_ULL(0x05) | BIT_ULL(0x14) | BIT_ULL(0x15) | BIT_ULL(0x16) | BIT_ULL(0x18) | BIT_ULL(0x19) |
	BIT_ULL(0x1a) | BIT_ULL(0x1c) | BIT_ULL(0x21) | BIT_ULL(0x32) | BIT_ULL(0x33) | BIT_ULL(0x34) | BIT_ULL(0x35) |
	BIT_ULL(0x36) | BIT_ULL(0x38),
	/* 0x40 ... 0x43, 0x46 ... 0x5c */
	0x1fffffcfULL,
};

static const u64 emule_codes[4] = {
	BIT_ULL(0x01) | BIT_ULL(0x02),
	/* 0x40, 0x60, 0x61 */
	BIT_ULL(0x00) | BIT_ULL(0x20) | BIT_ULL(0x21),
	/* 0x81 ... 0xa4 */
	0x1ffffffffeULL,
};

static u32 le32_at(const u8 *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
}

#define DONKEY_PART	0x46	/* a part of a file follows, in segments of its own */
#define EMULE_PART	0x40
#define PART_MAX	0x100000U

/* A header of six bytes: protocol, length from the code on, code. */
static bool is_edonkey_tcp(const struct rosfw_p2p_bytes *b)
{
	const u64 *codes;
	u32 size;
	u8 code;

	if (b->len < 6)
		return false;
	switch (b->head[0]) {
	case 0xe3:
		codes = donkey_codes;
		break;
	case 0xc5:
	case 0xd4:
		codes = emule_codes;
		break;
	default:
		return false;
	}
	size = le32_at(b->head + 1);
	code = b->head[5];
	if (!(codes[code / 64] >> code % 64 & 1))
		return false;
	if (code == (b->head[0] == 0xe3 ? DONKEY_PART : EMULE_PART))
		return size > b->len - 5 && size <= PART_MAX;
	return size == b->len - 5;
}

/**
 * struct datagram - a message of eDonkey, eMule or Kademlia over UDP
 * @proto: its first byte
 * @code: its second
 * @min: bytes at least
 * @max: bytes at most
 */
struct datagram {
	u8 proto;
	u8 code;
	u16 min;
	u16 max;
};

static const struct datagram datagrams[] = {
	/* to servers, and what they answer */
	{ 0xe3, 0x96, 6, 6 }, { 0xe3, 0x97, 14, 64 }, { 0xe3, 0x9a, 18, 600 }, { 0xe3, 0x9b, 25, 1500 },
	{ 0xe3, 0xa2, 2, 6 }, { 0xe3, 0xa3, 8, 600 },
	/* between clients: is the file still wanted? */
	{ 0xc5, 0x90, 18, 64 }, { 0xc5, 0x91, 4, 64 }, { 0xc5, 0x92, 2, 2 }, { 0xc5, 0x93, 2, 2 },
	/* Kademlia, both versions: who is there, hello, who is near */
	{ 0xe4, 0x00, 27, 27 }, { 0xe4, 0x08, 29, 1500 }, { 0xe4, 0x01, 2, 2 }, { 0xe4, 0x09, 29, 1500 },
	{ 0xe4, 0x10, 27, 27 }, { 0xe4, 0x18, 27, 27 }, { 0xe4, 0x11, 22, 64 }, { 0xe4, 0x19, 22, 64 },
	{ 0xe4, 0x20, 35, 35 }, { 0xe4, 0x28, 19, 1500 }, { 0xe4, 0x21, 35, 35 }, { 0xe4, 0x29, 19, 1500 },
};

static bool is_edonkey_udp(const struct rosfw_p2p_bytes *b)
{
	const struct datagram *d;

	if (b->len < 2)
		return false;
	for (d = datagrams; d < datagrams + ARRAY_SIZE(datagrams); d++)
		if (b->head[0] == d->proto && b->head[1] == d->code)
			return b->len >= d->min && b->len <= d->max;
	return false;
}

/* ---- Soulseek ---- */

#define NAME_MAX_LEN	30U	/* of a user */

/* To the server: length, the code of a login, lengths and texts of a name and a password, and more. */
static bool is_login(const struct rosfw_p2p_bytes *b)
{
	u32 name;

	if (b->len < 16 || le32_at(b->head) != b->len - 4 || le32_at(b->head + 4) != 1)
		return false;
	name = le32_at(b->head + 8);
	return name && name <= NAME_MAX_LEN && b->len >= 16 + name &&
	       le32_at(b->head + 12 + name) <= b->len - 16 - name;
}

/* To another client: length, 1, length and text of a name, length (1) and kind of the connection, a number. */
static bool is_peer_init(const struct rosfw_p2p_bytes *b)
{
	const u8 *kind;
	u32 name;

	if (b->len < 19 || le32_at(b->head) != b->len - 4 || b->head[4] != 1)
		return false;
	name = le32_at(b->head + 5);
	if (!name || name > NAME_MAX_LEN || b->len != 18 + name)
		return false;
	kind = b->head + 9 + name;
	return le32_at(kind) == 1 && (kind[4] == 'P' || kind[4] == 'F' || kind[4] == 'D');
}

u32 rosfw_scan_p2p(const struct rosfw_p2p_bytes *b)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		if (begins(b, &texts[i]))
			return BIT(texts[i].kind);
	if (is_fasttrack(b))
		return BIT(ROSFW_P2P_FASTTRACK);
	if (is_tracker(b))
		return BIT(ROSFW_P2P_BIT_TORRENT);
	if (b->proto == ROSFW_PROTO_UDP)
		return is_edonkey_udp(b) ? BIT(ROSFW_P2P_EDONKEY) : 0;
	if (is_edonkey_tcp(b))
		return BIT(ROSFW_P2P_EDONKEY);
	return is_login(b) || is_peer_init(b) ? BIT(ROSFW_P2P_SOULSEEK) : 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sequences of packets for the state machines, as text: one step on a line, a packet and what is expected of it.
 *
 *	> S 0 win 1000 ws 7	: new syn-sent 5
 *	< SA 0 ack 1		: ok syn-recv 5
 *	> A 1 ack 1		: ok established 1d assured
 *	> PA 1+100 ack 1	: ok - 5m
 *	< A 1 ack 101		: ok - 1d
 *	wait 3
 *
 * Host A sends ">", host B sends "<". The packet, by protocol:
 *	TCP		flags (letters of FSRPAUEC, "-" for none), sequence number, "+" and bytes of data; then what else there
 *			is: ack N, win N (65535), ws N (window scale), sack FROM-TO, opt HEX (bytes of options), shift N (ack_shift).
 *			Numbers are relative: sequence numbers count from the sender's first one, what is acknowledged from the
 *			other side's. "isn N N" sets the first ones of A and B, from there on.
 *	ICMP		type and identifier: "8:7"
 *	SCTP		verification tag, then chunks: "9 data sack", "0 init:7", "7 initack:9" with the initiate tag
 *	DCCP		type, and what else there is: seq N, ack N (0), "short" for numbers of 24 bits
 *	others		"-"
 * Behind the colon the verdict: "new" or "refused" where there is no connection; ok, ignore, invalid; "again": the
 * connection is over and this packet starts another, which is there from then on. Then the state (of TCP), timeout
 * and "assured" after the packet. "-" or nothing: as before. Settings: "liberal", "strict" (nothing is picked up).
 *
 * Each packet is asked about before and after it was told, which must have no effect and give the same answer.
 */
#ifndef _ROSFW_TRACK_PLAY_H
#define _ROSFW_TRACK_PLAY_H

#include "core/track/track.h"
#include "tap.h"

#define TCP	ROSFW_PROTO_TCP
#define UDP	ROSFW_PROTO_UDP
#define ICMP	ROSFW_PROTO_ICMP
#define ICMP6	ROSFW_PROTO_ICMPV6
#define SCTP	ROSFW_PROTO_SCTP
#define DCCP	ROSFW_PROTO_DCCP

struct sequence {
	const char *name;
	u8 proto;
	const char *steps;
};

/**
 * struct run - a sequence that is being played
 * @settings: by which packets are judged
 * @proto: of all packets
 * @track: state, if @exists
 * @key: view of the connection
 * @orient: orientation of the original direction
 * @now: seconds
 * @isn: first sequence number of A, B
 * @state: expected last, as text
 * @timeout: expected last
 * @assured: expected last
 * @bytes: of the last packet
 */
struct run {
	struct rosfw_timeouts settings;
	u8 proto;
	struct rosfw_track track;
	struct rosfw_view_key key;
	bool exists;
	u8 orient;
	u64 now;
	u32 isn[2];
	char state[16];
	u32 timeout;
	bool assured;
	u8 bytes[256];
};

static const char *const play_states[] = {
	"none", "syn-sent", "syn-recv", "established", "fin-wait", "close-wait", "last-ack", "time-wait", "close", "listen"
};

static inline bool play_accepted(enum rosfw_track_result result)
{
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

static inline void __attribute__((noreturn)) play_die(const char *what, const char *line)
{
	fprintf(stderr, "track_play.h: %s: %s\n", what, line);
	abort();
}

/* The next word of @text, a number if it has to be one; what @base adds to it. */
static inline u32 play_number(char **text, const char *what)
{
	char *word = strsep(text, " "), *end;
	unsigned long n;

	if (!word)
		play_die("a number is missing behind", what);
	n = strtoul(word, &end, 0);
	if (end == word || *end)
		play_die("no number", word);
	return n;
}

static inline u8 *play_hex(char *word, u8 *out)
{
	char digits[3] = "";

	for (; *word; word += 2) {
		memcpy(digits, word, 2);
		*out++ = strtoul(digits, NULL, 16);
	}
	return out;
}

/* "FROM-TO", relative to @isn */
static inline u8 *play_sack(char *word, u32 isn, u8 *out)
{
	u32 from, to;

	if (!word || sscanf(word, "%u-%u", &from, &to) != 2)
		play_die("no block", word ?: "sack");
	*out++ = 5;
	*out++ = 10;
	put_unaligned_be32(isn + from, out);
	put_unaligned_be32(isn + to, out + 4);
	return out + 8;
}

static inline void play_tcp_flags(char *word, u8 *tcp)
{
	static const char letters[] = "FSRPAUEC";

	for (; word && *word; word++)
		if (*word != '-')
			tcp[13] |= 1 << (strchr(letters, *word) - letters);
}

/* The transport header at @p; returns its end, and how much data there is behind it. */
static inline u8 *play_tcp(struct run *run, bool from_a, char *text, u8 *p, u32 *data, u32 *shift)
{
	u32 mine = run->isn[!from_a], other = run->isn[from_a];
	u8 *tcp = p, *out = p + 20;
	char *word, *plus;

	put_unaligned_be16(from_a ? 40000 : 80, tcp);
	put_unaligned_be16(from_a ? 80 : 40000, tcp + 2);
	play_tcp_flags(strsep(&text, " "), tcp);
	put_unaligned_be16(65535, tcp + 14);
	word = strsep(&text, " ") ?: "0";
	plus = strchr(word, '+');
	*data = plus ? strtoul(plus + 1, NULL, 0) : 0;
	put_unaligned_be32(mine + (u32)strtoll(word, NULL, 0), tcp + 4);
	while ((word = strsep(&text, " "))) {
		if (!strcmp(word, "ack")) {
			put_unaligned_be32(other + play_number(&text, word), tcp + 8);
		} else if (!strcmp(word, "win")) {
			put_unaligned_be16(play_number(&text, word), tcp + 14);
		} else if (!strcmp(word, "ws")) {
			*out++ = 3;
			*out++ = 3;
			*out++ = play_number(&text, word);
		} else if (!strcmp(word, "sack")) {
			out = play_sack(strsep(&text, " "), other, out);
		} else if (!strcmp(word, "opt")) {
			out = play_hex(strsep(&text, " "), out);
		} else if (!strcmp(word, "shift")) {
			*shift = play_number(&text, word);
		} else if (*word) {
			play_die("what is this", word);
		}
	}
	while ((out - tcp) % 4)
		*out++ = 0;
	tcp[12] = (out - tcp) / 4 << 4;
	return out;
}

static inline u8 *play_icmp(char *text, u8 *p)
{
	unsigned int type = 0, id = 0;

	if (sscanf(text, "%u:%u", &type, &id) != 2)
		play_die("no type and identifier", text);
	p[0] = type;
	put_unaligned_be16(id, p + 4);
	return p + 8;
}

static const struct {
	const char *name;
	u8 type;
	u8 len;
} play_chunks[] = {
	{ "data", 0, 20 }, { "init", 1, 20 }, { "initack", 2, 24 }, { "sack", 3, 16 }, { "hb", 4, 8 }, { "hback", 5, 8 },
	{ "abort", 6, 4 }, { "shutdown", 7, 8 }, { "shutack", 8, 4 }, { "error", 9, 8 }, { "echo", 10, 8 }, { "cookack", 11, 4 },
	{ "complete", 14, 4 }, { "asconf", 193, 8 }, { "unknown", 77, 4 }
};

/* "NAME", "NAME:TAG", "NAME*": with the flag T (bit 0) */
static inline u8 *play_chunk(char *word, u8 *p)
{
	size_t n = strcspn(word, ":*");
	u32 i;

	for (i = 0; i < ARRAY_SIZE(play_chunks); i++)
		if (strlen(play_chunks[i].name) == n && !strncmp(play_chunks[i].name, word, n))
			break;
	if (i == ARRAY_SIZE(play_chunks))
		play_die("no such chunk", word);
	memset(p, 0, play_chunks[i].len);
	p[0] = play_chunks[i].type;
	p[1] = word[n] == '*';
	put_unaligned_be16(play_chunks[i].len, p + 2);
	if (word[n] == ':')
		put_unaligned_be32(strtoul(word + n + 1, NULL, 0), p + 4);
	return p + play_chunks[i].len;
}

static inline u8 *play_sctp(bool from_a, char *text, u8 *p)
{
	char *word;

	put_unaligned_be16(from_a ? 40000 : 80, p);
	put_unaligned_be16(from_a ? 80 : 40000, p + 2);
	put_unaligned_be32(strtoul(strsep(&text, " "), NULL, 0), p + 4);
	p += 12;
	while ((word = strsep(&text, " ")))
		if (*word)
			p = play_chunk(word, p);
	return p;
}

/* Numbers of 48 bits, or (short) of 24. */
static inline void play_dccp_number(u8 *p, u64 n, bool is_short)
{
	if (is_short) {
		p[1] = n >> 16;
		put_unaligned_be16(n, p + 2);
		return;
	}
	put_unaligned_be16(n >> 32, p + 2);
	put_unaligned_be32(n, p + 4);
}

static inline u8 *play_dccp(bool from_a, char *text, u8 *p)
{
	u8 type = strtoul(strsep(&text, " "), NULL, 0);
	bool acks = type != 0 && type != 2, is_short = false;
	unsigned long long seq = 0, ack = 0;
	u8 *dccp = p;
	char *word;

	while ((word = strsep(&text, " "))) {
		if (!strcmp(word, "seq"))
			seq = strtoull(strsep(&text, " "), NULL, 0);
		else if (!strcmp(word, "ack"))
			ack = strtoull(strsep(&text, " "), NULL, 0);
		else if (!strcmp(word, "short"))
			is_short = true;
	}
	put_unaligned_be16(from_a ? 40000 : 80, dccp);
	put_unaligned_be16(from_a ? 80 : 40000, dccp + 2);
	dccp[4] = is_short ? (acks ? 4 : 3) : type == 0 ? 5 : type == 1 || type == 7 ? 7 : acks ? 6 : 4;
	dccp[8] = type << 1;
	play_dccp_number(dccp + 8, seq, is_short);
	if (!is_short)
		dccp[8] |= 1;
	if (acks)
		play_dccp_number(dccp + (is_short ? 12 : 16), ack, is_short);
	return dccp + dccp[4] * 4;
}

static inline u8 *play_ports(bool from_a, u8 *p)
{
	put_unaligned_be16(from_a ? 40000 : 80, p);
	put_unaligned_be16(from_a ? 80 : 40000, p + 2);
	put_unaligned_be16(8, p + 4);
	return p + 8;
}

/* The packet that host A (or B) sends; @what as in the text. */
static inline void play_packet(struct run *run, struct rosfw_pkt *pkt, bool from_a, const char *what)
{
	u32 v6 = run->proto == ICMP6, hdr = v6 ? 40 : 20, data = 0, shift = 0, len;
	u8 *p = run->bytes + hdr;
	char text[128], *to;

	/* One blank between words. */
	for (to = text; *what && to < text + sizeof(text) - 1; what++)
		if (*what != ' ' || what[1] != ' ')
			*to++ = *what;
	*to = 0;
	memset(run->bytes, 0, sizeof(run->bytes));
	switch (run->proto) {
	case TCP:
		p = play_tcp(run, from_a, text, p, &data, &shift);
		break;
	case ICMP:
	case ICMP6:
		p = play_icmp(text, p);
		break;
	case SCTP:
		p = play_sctp(from_a, text, p);
		break;
	case DCCP:
		p = play_dccp(from_a, text, p);
		break;
	default:
		p = play_ports(from_a, p);
		break;
	}
	len = p - run->bytes;
	if (v6) {
		run->bytes[0] = 0x60;
		put_unaligned_be16(len - hdr, run->bytes + 4);
		run->bytes[6] = run->proto;
		run->bytes[23] = from_a ? 1 : 2;
		run->bytes[39] = from_a ? 2 : 1;
	} else {
		run->bytes[0] = 0x45;
		put_unaligned_be16(len + data, run->bytes + 2);
		run->bytes[9] = run->proto;
		put_unaligned_be32(from_a ? 0x0a000001 : 0x0a000002, run->bytes + 12);
		put_unaligned_be32(from_a ? 0x0a000002 : 0x0a000001, run->bytes + 16);
	}
	memset(pkt, 0, sizeof(*pkt));
	pkt->segs = len + data > U16_MAX ? 2 : 1;
	if (rosfw_pkt_parse(pkt, v6 ? ROSFW_IPV6 : ROSFW_IPV4, run->bytes, len, len + data))
		play_die("cannot be parsed", what);
	pkt->ack_shift = shift;
}

static inline enum rosfw_track_result play_ask(struct run *run, const struct rosfw_pkt *pkt, bool reply)
{
	struct rosfw_track before = run->track;
	enum rosfw_track_result result;

	result = rosfw_track_packet(&run->track, pkt, &run->settings, reply, run->now, false);
	if (memcmp(&before, &run->track, sizeof(before)))
		tap_fail("asking has changed the state");
	return result;
}

/* There is no connection, or no longer: does the packet start one? */
static inline const char *play_new(struct run *run, const struct rosfw_pkt *pkt, const struct rosfw_view_key *key,
				   u8 orientation)
{
	bool again = run->exists;

	if (!rosfw_track_new(&run->track, pkt, &run->settings, run->now)) {
		tap_ok(!again);
		return "refused";
	}
	run->exists = true;
	run->key = *key;
	run->orient = orientation;
	tap_ok(play_accepted(play_ask(run, pkt, false)));
	return again ? "again" : "new";
}

/* As the connection table does it. Returns the verdict in the words of the text. */
static inline const char *play(struct run *run, const struct rosfw_pkt *pkt)
{
	static const char *const names[] = { "ok", "ignore", "invalid" };
	struct rosfw_track before = run->track;
	enum rosfw_track_result asked, told;
	struct rosfw_view_key key;
	u8 orientation;
	bool reply;

	if (!rosfw_view_key_from_pkt(pkt, &key, &orientation))
		return "no-view";
	if (!run->exists)
		return play_new(run, pkt, &key, orientation);
	if (!rosfw_view_key_equal(&key, &run->key))
		return "another-view";
	reply = orientation != run->orient;
	asked = play_ask(run, pkt, reply);
	told = rosfw_track_packet(&run->track, pkt, &run->settings, reply, run->now, true);
	tap_is(asked, told);
	if (told == ROSFW_TRACK_NEW_AGAIN)
		return play_new(run, pkt, &key, orientation);
	if (!play_accepted(told) && memcmp(&before, &run->track, sizeof(before)))
		tap_fail("a packet that was not accepted has changed the state");
	/* Later hooks. */
	asked = play_ask(run, pkt, reply);
	tap_ok(play_accepted(told) ? play_accepted(asked) : asked == told);
	return names[told];
}

/* "5", "3m", "1d" */
static inline u32 play_seconds(const char *word)
{
	char *end;
	u32 n = strtoul(word, &end, 10);

	return *end == 'd' ? n * 86400 : *end == 'm' ? n * 60 : n;
}

/* What stands behind the colon, compared with what has become of it. */
static inline void play_compare(struct run *run, const char *line, const char *got, const char *expected)
{
	char verdict[16] = "", state[16] = "-", timeout[16] = "-", assured[16] = "-";
	u32 seconds;

	if (sscanf(expected, "%15s %15s %15s %15s", verdict, state, timeout, assured) < 1)
		play_die("no verdict", line);
	if (strcmp(got, verdict))
		tap_fail("%s: %s", line, got);
	if (!strcmp(verdict, "again") || !strcmp(verdict, "new"))
		run->assured = false;
	if (strcmp(state, "-"))
		snprintf(run->state, sizeof(run->state), "%s", state);
	if (strcmp(timeout, "-"))
		run->timeout = play_seconds(timeout);
	if (strcmp(assured, "-"))
		run->assured = true;
	if (!run->exists)
		return;
	if (strcmp(play_states[run->track.tcp_state], run->state))
		tap_fail("%s: state is %s", line, play_states[run->track.tcp_state]);
	seconds = rosfw_track_timeout(&run->track, &run->settings);
	if (seconds != run->timeout)
		tap_fail("%s: timeout is %u", line, seconds);
	if (run->assured != !!(run->track.flags & ROSFW_TRACK_ASSURED))
		tap_fail("%s: flags are 0x%x", line, run->track.flags);
}

static inline void play_step(struct run *run, char *line)
{
	char copy[160], *colon, *end;
	struct rosfw_pkt pkt;

	snprintf(copy, sizeof(copy), "%s", line);
	if (sscanf(line, "isn %u %u", &run->isn[0], &run->isn[1]) == 2)
		return;
	if (!strncmp(line, "wait ", 5)) {
		run->now += play_seconds(line + 5);
		return;
	}
	if (!strcmp(line, "liberal")) {
		run->settings.liberal_tcp = true;
		return;
	}
	if (!strcmp(line, "strict")) {
		run->settings.loose_tcp = false;
		return;
	}
	colon = strstr(line, " : ");
	if (!colon || (*line != '<' && *line != '>'))
		play_die("cannot read this step", line);
	for (end = colon; end > line && end[-1] == ' '; end--)
		;
	*end = 0;
	play_packet(run, &pkt, *line == '>', line + 2);
	play_compare(run, copy, play(run, &pkt), colon + 3);
}

static inline void play_all(const struct sequence *sequences, u32 n)
{
	const char *p, *end;
	struct run run;
	char line[160];
	u32 i;

	for (i = 0; i < n; i++) {
		tap_case("%s", sequences[i].name);
		run = (struct run){ .proto = sequences[i].proto, .settings = rosfw_timeouts_default, .now = 1000,
				    .isn = { 1000000, 3000000000U }, .state = "none" };
		for (p = sequences[i].steps; *p; p = end + 1) {
			p += strspn(p, " ");
			end = strchr(p, '\n') ?: p + strlen(p);
			snprintf(line, sizeof(line), "%.*s", (int)(end - p), p);
			play_step(&run, line);
			if (!*end)
				break;
		}
	}
}

#endif /* _ROSFW_TRACK_PLAY_H */

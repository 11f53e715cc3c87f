// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections of all protocols but TCP; and reachable states of theirs with every kind of packet, for the promise that
 * looking at a packet again changes nothing and refuses nothing that was accepted.
 */
#include "track_play.h"

#define SCTP_OPEN	"> 0 init:7 : new none 10\n < 7 initack:9 : ok\n > 9 echo : ok\n < 7 cookack : ok - 10m assured\n"

#define DCCP_OPEN	"> 0 seq 100 : new none 30\n < 1 seq 500 ack 100 : ok\n > 3 seq 101 ack 500 : ok - - assured\n" \
			"< 4 seq 501 ack 101 : ok - 10m\n"

static const struct sequence sequences[] = {
	{ "UDP: one way", UDP, "> - : new none 30\n wait 5\n > - : ok\n" },
	{ "UDP: question and answer", UDP, "> - : new none 30\n < - : ok\n" },
	{ "UDP: a quick exchange is no stream", UDP, "> - : new none 30\n < - : ok\n wait 2\n > - : ok\n < - : ok\n" },
	{ "UDP: a stream", UDP, "> - : new none 30\n < - : ok\n wait 3\n > - : ok - 3m assured\n < - : ok\n" },
	{ "UDP: a late answer", UDP, "> - : new none 30\n wait 20\n < - : ok - 3m assured\n" },
	{ "UDP: once a stream, always a stream", UDP,
	  "> - : new none 30\n wait 9\n < - : ok - 3m assured\n wait 100\n > - : ok\n" },
	{ "UDP: both ask at once", UDP, "> - : new none 30\n < - : ok\n < - : ok\n > - : ok\n" },
	{ "UDP-Lite: a stream", ROSFW_PROTO_UDPLITE, "> - : new none 30\n < - : ok\n wait 3\n > - : ok - 3m assured\n" },

	{ "ICMP: echo", ICMP, "> 8:7 : new none 10\n < 0:7 : ok\n > 8:7 : ok\n < 0:7 : ok\n" },
	{ "ICMP: reply twice", ICMP, "> 8:7 : new none 10\n < 0:7 : ok\n < 0:7 : ok\n" },
	{ "ICMP: timestamp", ICMP, "> 13:7 : new none 10\n < 14:7 : ok\n" },
	{ "ICMP: information", ICMP, "> 15:7 : new none 10\n < 16:7 : ok\n" },
	{ "ICMP: address mask", ICMP, "> 17:7 : new none 10\n < 18:7 : ok\n" },
	{ "ICMP: another identifier, another kind of request, another connection", ICMP,
	  "> 8:7 : new none 10\n < 0:8 : another-view\n < 14:7 : another-view\n < 8:7 : another-view\n > 0:7 : another-view\n" },
	{ "ICMP: replies start nothing", ICMP, "> 0:7 : refused\n < 14:7 : refused\n > 16:7 : refused\n > 18:7 : refused\n" },
	{ "ICMPv6: echo", ICMP6, "> 128:7 : new none 10\n < 129:7 : ok\n" },
	{ "ICMPv6: node information", ICMP6, "> 139:0 : new none 10\n < 140:0 : ok\n" },
	{ "ICMPv6: replies start nothing", ICMP6, "> 129:7 : refused\n < 140:0 : refused\n" },

	{ "GRE", ROSFW_PROTO_GRE, "> - : new none 10m\n > - : ok\n < - : ok - - assured\n > - : ok\n" },
	{ "OSPF", 89, "> - : new none 10m\n > - : ok\n < - : ok\n" },

	{ "SCTP: open, data, close", SCTP, SCTP_OPEN
	  "> 9 data : ok\n < 7 sack : ok\n > 9 shutdown : ok - 10\n < 7 shutack : ok\n > 9 complete : ok\n > 9 data : ignore\n" },
	{ "SCTP: repeated INIT", SCTP,
	  "> 0 init:7 : new none 10\n > 0 init:7 : ignore\n < 7 initack:9 : ok\n < 7 initack:9 : ok\n" },
	{ "SCTP: INIT with a tag", SCTP, "> 5 init:7 : refused\n" },
	{ "SCTP: INIT from both sides", SCTP, "> 0 init:7 : new none 10\n < 0 init:9 : ok\n > 9 initack:7 : ok\n"
	  "< 7 initack:9 : ok\n > 9 echo : ok\n < 7 cookack : ok - 10m assured\n" },
	{ "SCTP: data before the cookie", SCTP, "> 0 init:7 : new none 10\n > 9 data : invalid\n < 7 sack : invalid\n" },
	{ "SCTP: nothing else starts one", SCTP, "> 9 data : refused\n > 9 initack:7 : refused\n > 9 abort : refused\n"
	  "> 9 shutack : refused\n > 9 cookack : refused\n > 9 complete : refused\n > 9 : refused\n" },
	{ "SCTP: aborted, then opened again", SCTP,
	  "> 0 init:7 : new none 10\n < 7 abort : ok\n > 0 init:8 : again\n < 8 initack:9 : ok\n" },
	{ "SCTP: opened again by the other side", SCTP,
	  "> 0 init:7 : new none 10\n < 7 abort : ok\n < 0 init:8 : again\n > 8 initack:9 : ok\n" },
	{ "SCTP: a second path", SCTP,
	  "> 9 hb : new none 30\n > 9 hb : ok\n < 7 hback : ok - 10m assured\n > 9 data : ok\n" },
	{ "SCTP: a second path, then INIT", SCTP,
	  "> 9 hb : new none 30\n < 0 init:3 : invalid\n > 9 echo : invalid\n > 0 init:7 : ok - 10\n" },
	{ "SCTP: shutdown behind a SACK", SCTP, SCTP_OPEN
	  "> 9 sack : ok\n < 7 shutack : ok - 10\n > 9 complete : ok\n" },
	{ "SCTP: restart in the middle", SCTP, SCTP_OPEN
	  "> 0 init:7 : ignore\n < 7 initack:9 : ignore\n > 9 echo : ok - 10\n < 7 cookack : ok - 10m\n > 9 data : ok\n > 9 echo : ignore\n" },

	{ "SCTP: the server restarts with other tags", SCTP, SCTP_OPEN
	  "< 0 init:70 : ignore\n > 70 initack:90 : ignore\n > 9 sack : ok\n < 90 echo data : ok - 10\n"
	  "> 9 data : invalid\n > 70 cookack : ok - 10m\n < 90 sack : ok\n > 70 data : ok\n < 7 data : invalid\n" },
	{ "SCTP: wrong tags", SCTP, SCTP_OPEN
	  "> 7 data : invalid\n < 9 data : invalid\n > 5 abort : invalid\n < 5 shutdown : invalid\n > 5 echo : invalid\n"
	  "> 5 initack:3 : invalid\n < 5 hb : invalid\n < 5 cookack : invalid\n > 9 sack : ok\n" },
	{ "SCTP: wrong tags while opening", SCTP,
	  "> 0 init:7 : new none 10\n < 8 initack:9 : invalid\n < 8 abort : invalid\n > 9 echo : invalid\n < 7 initack:9 : ok\n"
	  "> 8 echo : invalid\n > 9 echo : ok\n < 8 cookack : invalid\n < 7 cookack : ok - 10m assured\n" },
	{ "SCTP: tag 0", SCTP, SCTP_OPEN "> 0 data : invalid\n < 0 abort : invalid\n < 0 abort* : invalid\n" },
	{ "SCTP: INIT that asks for nothing", SCTP, "> 0 init:0 : refused\n > 0 hb : refused\n" },
	{ "SCTP: a made-up INIT does not hinder the answer", SCTP,
	  "> 0 init:7 : new none 10\n > 0 init:666 : ignore\n < 0 init:667 : ok\n < 7 initack:9 : ok\n > 9 echo : ok\n"
	  "< 7 cookack : ok - 10m assured\n" },
	{ "SCTP: abort with the tag of the other direction", SCTP, SCTP_OPEN
	  "< 7 abort* : invalid\n < 9 abort* : ok - 10\n > 0 init:8 : again - 10\n" },
	{ "SCTP: complete with the tag of the other direction", SCTP, SCTP_OPEN
	  "> 9 shutdown : ok - 10\n < 7 shutack : ok\n > 9 complete* : invalid\n > 7 complete* : ok\n" },
	{ "SCTP: several chunks", SCTP,
	  "> 0 init:7 : new none 10\n < 7 initack:9 : ok\n > 9 echo data : ok\n < 7 cookack sack data : ok - 10m assured\n"
	  "> 9 sack hb error : ok\n < 7 sack shutdown : ok - 10\n > 9 shutack : ok\n < 7 complete : ok\n" },
	{ "SCTP: INIT does not share a packet", SCTP,
	  "> 0 init:7 data : refused\n > 0 init:7 : new none 10\n < 7 initack:9 sack : invalid\n < 0 init:9 hb : invalid\n" },
	{ "SCTP: abort behind another chunk", SCTP, SCTP_OPEN "< 7 error abort : ok - 10\n" },
	{ "SCTP: both open at once, and an answer from before comes late", SCTP,
	  "> 0 init:2017837359 : new none 10\n"
	  "< 0 init:1187206187 : ok\n"
	  "> 1187206187 initack:2017837359 : ok\n"
	  "< 2017837359 echo : ok\n"
	  "> 1187206187 cookack : ok - 10m assured\n"
	  "< 2017837359 initack:164579970 : ignore\n"
	  "> 1187206187 hb : ok\n"
	  "< 2017837359 hback data : ok\n"
	  "> 164579970 data : invalid\n" },
	{ "SCTP: both open at once, and both send their cookies", SCTP,
	  "> 0 init:7 : new none 10\n < 0 init:9 : ok\n > 9 initack:7 : ok\n < 7 initack:9 : ok\n > 9 echo : ok\n < 7 echo : ok\n"
	  "> 9 cookack : ok - 10m assured\n < 7 cookack : ignore\n > 9 data : ok\n < 7 sack : ok\n" },
	{ "SCTP: chunks that nobody knows", SCTP, SCTP_OPEN "> 9 unknown : ok\n < 7 asconf : ok\n > 9 : ignore\n" },

	{ "DCCP: open, data, close by the client", DCCP, "> 0 : new none 30\n < 1 : ok\n > 3 : ok - - assured\n < 2 : ok - 10m\n"
	  "> 4 : ok\n > 5 : invalid\n > 6 : ok - 10\n < 7 : ok\n > 4 : ignore\n" },
	{ "DCCP: close by the server", DCCP, "> 0 : new none 30\n < 1 : ok\n > 4 : ok - - assured\n < 3 : ok - 10m\n"
	  "< 5 : ok - 10\n > 6 : ok\n < 7 : ok\n < 7 : ignore\n" },
	{ "DCCP: roles", DCCP, "> 0 : new none 30\n > 1 : invalid\n < 0 : invalid\n > 5 : invalid\n < 3 : invalid\n > 3 : invalid\n"
	  "< 6 : invalid\n" },
	{ "DCCP: data must wait", DCCP, "> 0 : new none 30\n < 1 : ok\n > 2 : invalid\n < 2 : invalid\n > 4 : ok - - assured\n"
	  "> 2 : invalid\n < 2 : ok - 10m\n > 2 : ok\n" },
	{ "DCCP: only a Request starts one", DCCP, "> 1 : refused\n > 2 : refused\n > 7 : refused\n > 15 : refused\n" },
	{ "DCCP: repeated Request", DCCP, "> 0 : new none 30\n > 0 : ignore\n < 1 : ok\n > 0 : ignore\n < 1 : ok\n" },
	{ "DCCP: refused, then again", DCCP,
	  "> 0 : new none 30\n < 7 : ok - 10\n > 0 : again - 30\n < 7 : ok - 10\n < 0 : again - 30\n > 1 : ok\n" },
	{ "DCCP: the server has forgotten the connection", DCCP, DCCP_OPEN
	  "< 1 seq 502 ack 100 : ignore\n > 0 seq 7000 : ignore\n < 1 seq 900 ack 7000 : ok - 30\n"
	  "> 3 seq 102 ack 502 : invalid\n > 3 seq 7001 ack 900 : ok\n < 2 seq 901 : ok - 10m\n" },
	{ "DCCP: synchronisation and reserved types", DCCP, DCCP_OPEN "< 8 seq 502 ack 101 : ignore\n"
	  "> 9 seq 102 ack 502 : ignore\n > 10 seq 103 ack 502 : invalid\n > 15 seq 103 ack 502 : invalid\n" },
	{ "DCCP: nothing but an answer before the Response", DCCP, "> 0 seq 9 : new none 30\n < 8 ack 9 : invalid\n"
	  "> 9 ack 1 : invalid\n < 4 ack 9 : invalid\n < 6 ack 9 : invalid\n < 5 ack 9 : invalid\n < 1 seq 3 ack 9 : ok\n" },
	{ "DCCP: the Response must be one to the Request", DCCP, "> 0 seq 100 : new none 30\n < 1 seq 500 ack 99 : invalid\n"
	  "< 1 seq 500 ack 101 : invalid\n < 7 seq 0 ack 99 : invalid\n > 0 seq 101 : ignore\n < 1 seq 500 ack 100 : ok\n"
	  "< 1 seq 501 ack 101 : ok\n > 3 seq 102 ack 499 : invalid\n > 3 seq 102 ack 502 : invalid\n"
	  "> 3 seq 102 ack 500 : ok - - assured\n" },
	{ "DCCP: a refusal must be one of the Request", DCCP, "> 0 seq 100 : new none 30\n < 7 seq 0 ack 5 : invalid\n"
	  "< 7 seq 0 ack 100 : ok - 10\n < 7 seq 0 ack 100 : ignore\n" },
	{ "DCCP: the client gives up", DCCP, "> 0 seq 100 : new none 30\n > 7 seq 99 : invalid\n > 7 seq 101 : ok - 10\n" },
	{ "DCCP: acknowledgements of what was not sent", DCCP, DCCP_OPEN "> 3 seq 102 ack 502 : invalid\n"
	  "> 3 seq 102 ack 499 : invalid\n < 4 seq 502 ack 102 : invalid\n < 4 seq 502 ack 99 : invalid\n"
	  "> 8 seq 102 ack 502 : invalid\n < 9 seq 502 ack 99 : invalid\n > 4 seq 102 ack 501 : ok\n" },
	{ "DCCP: blind ends", DCCP, DCCP_OPEN "> 7 seq 102 ack 600 : invalid\n < 7 seq 0 ack 101 : invalid\n"
	  "< 7 seq 502 ack 102 : invalid\n > 6 seq 100 ack 501 : invalid\n < 5 seq 500 ack 101 : invalid\n"
	  "> 7 seq 2000000 ack 501 : invalid\n < 7 seq 502 ack 101 : ok - 10\n" },
	{ "DCCP: within the window and out of it", DCCP, DCCP_OPEN "> 2 seq 1048677 : ok\n > 2 seq 2097254 : invalid\n"
	  "> 2 seq 102 : ok\n > 2 seq 100 : invalid\n > 2 seq 1048678 : ok\n > 2 seq 101 : invalid\n" },
	{ "DCCP: a Sync may be far ahead, if it knows what it acknowledges", DCCP, DCCP_OPEN
	  "< 8 seq 9000000 ack 102 : invalid\n < 8 seq 9000000 ack 101 : ignore\n > 9 seq 102 ack 9000000 : ignore\n"
	  "< 2 seq 9000001 : ok\n < 2 seq 502 : invalid\n" },
	{ "DCCP: numbers wrap", DCCP, "> 0 seq 281474976710654 : new none 30\n < 1 seq 281474976710655 ack 281474976710654 : ok\n"
	  "> 3 seq 281474976710655 ack 281474976710655 : ok - - assured\n < 2 seq 0 : ok - 10m\n > 4 seq 0 ack 0 : ok\n"
	  "< 4 seq 1 ack 281474976710655 : ok\n < 4 seq 2 ack 1 : invalid\n > 6 seq 1 ack 1 : ok - 10\n" },
	{ "DCCP: short numbers go on where the long ones were", DCCP, "> 0 seq 0x123456fffffe : new none 30\n"
	  "< 1 seq 0xabcdef000000 ack 0x123456fffffe : ok\n > 3 seq 0x123456ffffff ack 0xabcdef000000 : ok - - assured\n"
	  "< 2 short seq 1 : ok - 10m\n > 4 short seq 0 ack 1 : ok\n > 4 short seq 1 ack 2 : invalid\n"
	  "< 3 short seq 2 ack 0xffffff : ok\n < 3 short seq 3 ack 1 : invalid\n > 2 short seq 0x200001 : invalid\n"
	  "> 6 seq 0x123457000001 ack 0xabcdef000002 : ok - 10\n" },
	{ "DCCP: what may not have short numbers", DCCP, "> 0 short seq 5 : no-view\n > 0 seq 5 : new none 30\n"
	  "< 1 short ack 5 : no-view\n < 7 short ack 5 : no-view\n" },
	{ "DCCP: a made-up Request does not hinder the answer", DCCP, "> 0 seq 100 : new none 30\n > 0 seq 66666666 : ignore\n"
	  "< 1 seq 500 ack 100 : ok\n > 3 seq 101 ack 500 : ok - - assured\n" },
	{ "DCCP: the client begins anew before it has an answer", DCCP, "> 0 seq 100 : new none 30\n > 0 seq 66666666 : ignore\n"
	  "< 1 seq 500 ack 66666666 : ok\n > 3 seq 66666667 ack 500 : ok - - assured\n > 4 seq 101 ack 500 : invalid\n" },
};

static void test_settings(void)
{
	struct run run = { .settings = rosfw_timeouts_default, .proto = UDP };
	const struct rosfw_timeouts nothing = { 0 };
	struct rosfw_pkt pkt;
	u32 proto;

	tap_case("a timeout is never 0");
	for (proto = 0; proto < 256; proto++) {
		struct rosfw_track track = { .proto = proto };

		/* Their times are ours. */
		if (proto == SCTP || proto == DCCP)
			continue;
		tap_is(rosfw_track_timeout(&track, &nothing), 1);
	}

	tap_case("UDP: the clock's low bits may wrap");
	play_packet(&run, &pkt, true, "-");
	run.now = 0xffffffff;
	tap_str(play(&run, &pkt), "new");
	play_packet(&run, &pkt, false, "-");
	run.now = 0x100000001;
	tap_str(play(&run, &pkt), "ok");
	tap_ok(!(run.track.flags & ROSFW_TRACK_ASSURED));
	run.now = 0x100000002;
	tap_str(play(&run, &pkt), "ok");
	tap_ok(run.track.flags & ROSFW_TRACK_ASSURED);
}

/*
 * Every reachable state, or (SCTP, whose tags multiply them) the first of them. Packets are numbered; one that is accepted may lead to a state not seen before, which is then
 * tried with all packets, too.
 */
#define STATES_MAX	600

struct states {
	struct rosfw_track track[STATES_MAX];
	u32 n;
};

static void remember(struct states *s, const struct rosfw_track *track)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		if (!memcmp(&s->track[i], track, sizeof(*track)))
			return;
	if (s->n < STATES_MAX)
		s->track[s->n++] = *track;
}

static const char *const sctp_packets[] = {
	"0 init:7", "0 init:9", "9 init:7", "9 initack:7", "7 initack:9", "9 echo", "7 echo", "9 cookack", "7 cookack",
	"9 data", "7 sack", "9 hb", "7 hb", "9 hback", "7 hback", "9 abort", "7 abort*", "9 abort*", "9 shutdown", "7 shutdown",
	"9 shutack", "7 shutack", "9 complete", "7 complete", "7 complete*", "9 error", "9", "9 unknown", "9 echo data",
	"7 sack shutdown", "9 cookack sack data"
};

static const char *const dccp_packets[] = {
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "15", "0 seq 1", "0 seq 9000000", "1 seq 5 ack 1",
	"1 seq 5 ack 9000000", "2 seq 6", "3 seq 1 ack 5", "4 short seq 2 ack 1", "6 seq 2 ack 5", "7 seq 7 ack 1",
	"8 seq 9000001 ack 1", "9 seq 3 ack 9000001"
};

static const char *const any_packets[] = { "-" };

static const struct {
	u8 proto;
	const char *const *packets;
	u32 n;
} kinds[] = {
	{ UDP, any_packets, ARRAY_SIZE(any_packets) },
	{ ROSFW_PROTO_UDPLITE, any_packets, ARRAY_SIZE(any_packets) },
	{ ROSFW_PROTO_GRE, any_packets, ARRAY_SIZE(any_packets) },
	{ 89, any_packets, ARRAY_SIZE(any_packets) },
	{ SCTP, sctp_packets, ARRAY_SIZE(sctp_packets) },
	{ DCCP, dccp_packets, ARRAY_SIZE(dccp_packets) },
};

static void try_packet(struct states *s, struct run *run, const struct rosfw_track *from, const struct rosfw_pkt *pkt,
		       bool reply)
{
	enum rosfw_track_result asked, told, again;

	run->track = *from;
	asked = play_ask(run, pkt, reply);
	told = rosfw_track_packet(&run->track, pkt, &run->settings, reply, run->now, true);
	tap_is(asked, told);
	if (!play_accepted(told)) {
		tap_ok(!memcmp(&run->track, from, sizeof(*from)));
		return;
	}
	again = play_ask(run, pkt, reply);
	if (!play_accepted(again))
		tap_fail("state %u -> %u, %s: accepted, then %u", from->state, run->track.state, reply ? "reply" : "original",
			 again);
	tap_is(from->flags & ~run->track.flags & (ROSFW_TRACK_REPLIED | ROSFW_TRACK_ASSURED), 0);
	tap_ok(!reply || told != ROSFW_TRACK_OK || run->track.flags & ROSFW_TRACK_REPLIED);
	tap_ok(rosfw_track_timeout(&run->track, &run->settings) <= 600);
	remember(s, &run->track);
}

static void explore(struct states *s, struct run *run, const char *const *packets, u32 n)
{
	struct rosfw_track from;
	struct rosfw_pkt pkt;
	u32 i, state;

	for (i = 0; i < n; i++) {
		play_packet(run, &pkt, true, packets[i]);
		if (!rosfw_track_new(&run->track, &pkt, &run->settings, run->now))
			continue;
		tap_ok(play_accepted(play_ask(run, &pkt, false)));
		remember(s, &run->track);
	}
	for (state = 0; state < s->n; state++) {
		for (i = 0; i < n * 4; i++) {
			play_packet(run, &pkt, i & 1, packets[i / 4]);
			run->now = i & 2 ? 5 : 0;
			from = s->track[state];
			try_packet(s, run, &from, &pkt, !(i & 1));
		}
	}
}

static void test_again(void)
{
	struct states *s = calloc(1, sizeof(*s));
	struct run run = { .settings = rosfw_timeouts_default };
	u32 i;

	if (!s)
		abort();
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		tap_case("protocol %u: no packet refuses itself, in any state", kinds[i].proto);
		s->n = 0;
		run.proto = kinds[i].proto;
		explore(s, &run, kinds[i].packets, kinds[i].n);
		tap_ok(s->n > 1);
		printf("# %u states\n", s->n);
	}
	free(s);
}

int main(void)
{
	tap_begin();
	play_all(sequences, ARRAY_SIZE(sequences));
	test_settings();
	test_again();
	return tap_end();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connection state and view keys.
 *
 * Sequences of packets, each step with the verdict, state and timeout that it should have; every reachable state with
 * every kind of packet, for the promise that looking at a packet again changes nothing and refuses nothing that was
 * accepted; and view keys of random packets.
 */
#include "bytes.h"
#include "core/track/track.h"
#include "tap.h"

/*
 * A sequence is text, one step on a line:
 *
 *	> S      new     syn-sent     5
 *	< SA     ok      syn-recv     5
 *	> A      ok      established  86400 assured
 *	wait 3
 *
 * Host A sends ">", host B sends "<". The packet, by protocol:
 *	TCP		letters S A F R P U, "-" for none; then, where it matters, sequence and acknowledgement number and bytes
 *			of data: "SA:500:101", "S:500:0:10"
 *	ICMP		type and identifier: "8:7"
 *	SCTP		first chunk and verification tag: "1:0"
 *	DCCP		type
 *	others		"-"
 * The verdict: "new" or "refused" where there is no connection; ok, ignore, invalid; "again": the connection is over and
 * this packet starts another, which is there from then on. Then the state (of TCP, "-" for others) and the timeout
 * after the packet, and "assured" from where on it is so.
 */
struct sequence {
	const char *name;
	u8 proto;
	const char *steps;
};

#define TCP	ROSFW_PROTO_TCP
#define UDP	ROSFW_PROTO_UDP
#define ICMP	ROSFW_PROTO_ICMP
#define ICMP6	ROSFW_PROTO_ICMPV6
#define SCTP	ROSFW_PROTO_SCTP
#define DCCP	ROSFW_PROTO_DCCP

#define OPEN	"> S new syn-sent 5\n < SA ok syn-recv 5\n > A ok established 86400 assured\n"

static const struct sequence sequences[] = {
	/* opening */
	{ "TCP: open", TCP, OPEN },
	{ "TCP: open and data", TCP, OPEN "> PA ok established 86400 assured\n < PA ok established 86400 assured\n"
	  "< A ok established 86400 assured\n > AU ok established 86400 assured\n" },
	{ "TCP: SYN with ECN flags", TCP, "> SEC new syn-sent 5\n < SAE ok syn-recv 5\n > A ok established 86400 assured\n" },
	{ "TCP: SYN with urgent data", TCP, "> SU new syn-sent 5\n" },
	{ "TCP: repeated SYN without an answer does not last for ever", TCP,
	  "> S new syn-sent 5\n > S ignore syn-sent 5\n > S ignore syn-sent 5\n < SA ok syn-recv 5\n" },
	{ "TCP: repeated SYN after the answer", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n > S ignore syn-recv 5\n"
	  "< SA ignore syn-recv 5\n > A ok established 86400 assured\n" },
	{ "TCP: repeated answer", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n < SA ignore syn-recv 5\n"
	  "< SA ignore syn-recv 5\n > A ok established 86400 assured\n < SA ignore established 86400 assured\n" },
	{ "TCP: the other side acknowledges nothing until it has answered", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n"
	  "< A ok syn-recv 5\n > A ok established 86400 assured\n" },
	{ "TCP: ACK before the answer", TCP, "> S new syn-sent 5\n > A invalid syn-sent 5\n > PA invalid syn-sent 5\n" },
	{ "TCP: FIN before the answer", TCP, "> S new syn-sent 5\n > FA invalid syn-sent 5\n < FA invalid syn-sent 5\n" },
	{ "TCP: a client that answers itself", TCP, "> S new syn-sent 5\n > SA invalid syn-sent 5\n < SA ok syn-recv 5\n"
	  "> SA invalid syn-recv 5\n" },
	{ "TCP: SYN of the server", TCP, OPEN "< S invalid established 86400 assured\n" },
	{ "TCP: SYN of the server while opening", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n < S invalid syn-recv 5\n" },
	{ "TCP: SYN-ACK of the client", TCP, OPEN "> SA invalid established 86400 assured\n" },
	{ "TCP: FIN instead of the third packet", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n > FA ok fin-wait 10\n" },
	{ "TCP: the server closes at once", TCP, "> S new syn-sent 5\n < SA ok syn-recv 5\n < FA ok fin-wait 10\n"
	  "> A ok close-wait 10\n" },
	{ "TCP: simultaneous open", TCP, "> S new syn-sent 5\n < S ok listen 5\n > SA ok syn-recv 5\n < SA ignore syn-recv 5\n"
	  "> A ok established 86400 assured\n" },
	{ "TCP: simultaneous open, B answers first", TCP, "> S new syn-sent 5\n < S ok listen 5\n < SA ok syn-recv 5\n"
	  "> SA ignore syn-recv 5\n < A ok established 86400 assured\n" },
	{ "TCP: simultaneous open, SYNs repeated", TCP, "> S new syn-sent 5\n < S ok listen 5\n < S ok listen 5\n"
	  "> S ok listen 5\n > A invalid listen 5\n < A ignore listen 5\n < FA invalid listen 5\n" },

	/* refused and reset */
	{ "TCP: port closed", TCP, "> S new syn-sent 5\n < RA ok close 10\n" },
	{ "TCP: port closed, client tries again", TCP, "> S new syn-sent 5\n < RA ok close 10\n > S again syn-sent 5\n"
	  "< RA ok close 10\n > S again syn-sent 5\n" },
	{ "TCP: client gives up", TCP, "> S new syn-sent 5\n > R ok close 10\n > S again syn-sent 5\n" },
	{ "TCP: client resets", TCP, OPEN "> R ok close 10 assured\n > R ok close 10 assured\n" },
	{ "TCP: server resets", TCP, OPEN "< RA ok close 10 assured\n > PA ok close 10 assured\n < R ok close 10 assured\n" },
	{ "TCP: late segments after a reset", TCP, OPEN "> RA ok close 10 assured\n < PA ok close 10 assured\n"
	  "< FA ok close 10 assured\n < SA ignore close 10 assured\n" },
	{ "TCP: opened again after a reset, by the other side", TCP, OPEN "> R ok close 10 assured\n < S again syn-sent 5\n"
	  "> SA ok syn-recv 5\n < A ok established 86400 assured\n" },
	{ "TCP: reset in the middle of the close", TCP, OPEN "> FA ok fin-wait 10 assured\n < R ok close 10 assured\n" },
	{ "TCP: reset after the close", TCP, OPEN "> FA ok fin-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "> A ok time-wait 10 assured\n < R ok close 10 assured\n" },

	/* closing */
	{ "TCP: A closes, then B", TCP, OPEN "> FA ok fin-wait 10 assured\n < A ok close-wait 10 assured\n"
	  "< FA ok last-ack 10 assured\n > A ok time-wait 10 assured\n > A ok time-wait 10 assured\n" },
	{ "TCP: B closes, then A", TCP, OPEN "< FA ok fin-wait 10 assured\n > A ok close-wait 10 assured\n"
	  "> FA ok last-ack 10 assured\n < A ok time-wait 10 assured\n" },
	{ "TCP: FIN with urgent data", TCP, OPEN "> FAU ok fin-wait 10 assured\n" },
	{ "TCP: closed in three packets", TCP, OPEN "> FPA ok fin-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "> A ok time-wait 10 assured\n" },
	{ "TCP: simultaneous close", TCP, OPEN "> FA ok fin-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "< A ok time-wait 10 assured\n > A ok time-wait 10 assured\n" },
	{ "TCP: half closed, the other side goes on", TCP, OPEN "> FA ok fin-wait 10 assured\n < A ok close-wait 10 assured\n"
	  "< PA ok close-wait 10 assured\n > A ok close-wait 10 assured\n < PA ok close-wait 10 assured\n"
	  "< FA ok last-ack 10 assured\n > A ok time-wait 10 assured\n" },
	{ "TCP: half closed by the server", TCP, OPEN "< FA ok fin-wait 10 assured\n > PA ok close-wait 10 assured\n"
	  "> PA ok close-wait 10 assured\n > FA ok last-ack 10 assured\n < A ok time-wait 10 assured\n" },
	{ "TCP: a repeated FIN is not the other side's", TCP, OPEN "> FA ok fin-wait 10 assured\n > FA ok fin-wait 10 assured\n"
	  "< A ok close-wait 10 assured\n > FA ok close-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "< FA ok last-ack 10 assured\n > FA ok last-ack 10 assured\n > A ok time-wait 10 assured\n" },
	{ "TCP: who has sent FIN does not acknowledge it", TCP, OPEN "> FA ok fin-wait 10 assured\n"
	  "> A ok fin-wait 10 assured\n < A ok close-wait 10 assured\n" },
	{ "TCP: FIN repeated after the close", TCP, OPEN "> FA ok fin-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "> A ok time-wait 10 assured\n < FA ok time-wait 10 assured\n > A ok time-wait 10 assured\n" },

	/* ports used again */
	{ "TCP: opened again from time-wait", TCP, OPEN "> FA ok fin-wait 10 assured\n < FA ok last-ack 10 assured\n"
	  "> A ok time-wait 10 assured\n > S again syn-sent 5\n < SA ok syn-recv 5\n > A ok established 86400 assured\n" },
	{ "TCP: opened again from time-wait by the other side", TCP, OPEN "> FA ok fin-wait 10 assured\n"
	  "< FA ok last-ack 10 assured\n > A ok time-wait 10 assured\n < S again syn-sent 5\n > SA ok syn-recv 5\n"
	  "< A ok established 86400 assured\n" },
	{ "TCP: SYN in a connection that lives: the answer is an ACK", TCP, OPEN "> S:900 ignore established 86400 assured\n"
	  "< A:500:101 ok established 86400 assured\n > A ok established 86400 assured\n"
	  "< SA:700:901 ignore established 86400 assured\n" },
	{ "TCP: SYN in a connection that lives: the client ends it", TCP, OPEN "> S:900 ignore established 86400 assured\n"
	  "< A ok established 86400 assured\n > R ok close 10 assured\n > S:900 again syn-sent 5\n" },
	{ "TCP: the server has forgotten the connection", TCP, OPEN "> S:900 ignore established 86400 assured\n"
	  "< SA:700:901 ok syn-recv 5 assured\n < SA:700:901 ignore syn-recv 5 assured\n > A ok established 86400 assured\n" },
	{ "TCP: the server has forgotten the connection, SYN with data", TCP, OPEN
	  "> S:900:0:10 ignore established 86400 assured\n < SA:700:911 ok syn-recv 5 assured\n" },
	{ "TCP: the server has forgotten the connection while it was closed", TCP, OPEN "> FA ok fin-wait 10 assured\n"
	  "< A ok close-wait 10 assured\n > S:900 ignore close-wait 10 assured\n < SA:700:901 ok syn-recv 5 assured\n"
	  "> A ok established 86400 assured\n < FA ok fin-wait 10 assured\n" },
	{ "TCP: an answer to another SYN", TCP, OPEN "> S:900 ignore established 86400 assured\n"
	  "< SA:700:902 ignore established 86400 assured\n" },
	{ "TCP: SYN in last-ack: the challenge is not the last ACK", TCP, OPEN "> FA ok fin-wait 10 assured\n"
	  "< FA ok last-ack 10 assured\n > S:900 ignore last-ack 10 assured\n < A ignore last-ack 10 assured\n"
	  "> R ok close 10 assured\n > S:900 again syn-sent 5\n" },
	{ "TCP: half open: the server holds an old connection", TCP, "> S new syn-sent 5\n < A ignore syn-sent 5\n"
	  "> R ok close 10\n > S again syn-sent 5\n < SA ok syn-recv 5\n > A ok established 86400 assured\n" },

	/* picked up in the middle */
	{ "TCP: picked up", TCP, "> A new established 300\n > PA ok established 300\n < A ok established 86400 assured\n" },
	{ "TCP: picked up with data", TCP, "> PA new established 300\n < PA ok established 86400 assured\n" },
	{ "TCP: picked up and closed", TCP, "> A new established 300\n < FA ok fin-wait 10\n > A ok close-wait 10\n" },
	{ "TCP: not picked up: RST", TCP, "> R refused - 0\n > RA refused - 0\n" },
	{ "TCP: not picked up: FIN", TCP, "> FA refused - 0\n" },
	{ "TCP: not picked up: SYN-ACK", TCP, "> SA refused - 0\n" },
	{ "TCP: nonsense does not start a connection", TCP, "> - refused - 0\n > SF refused - 0\n > SR refused - 0\n"
	  "> FPU refused - 0\n > F refused - 0\n > P refused - 0\n > SFARPU refused - 0\n > SAU refused - 0\n > SFA refused - 0\n"
	  "> RFA refused - 0\n > U refused - 0\n" },
	{ "TCP: nonsense does not belong to one", TCP, OPEN "> - invalid established 86400 assured\n"
	  "> FPU invalid established 86400 assured\n < F invalid established 86400 assured\n"
	  "> SR invalid established 86400 assured\n < SFA invalid established 86400 assured\n"
	  "< RFA invalid established 86400 assured\n > SFARPU invalid established 86400 assured\n" },

	/* UDP */
	{ "UDP: one way", UDP, "> - new - 30\n wait 5\n > - ok - 30\n" },
	{ "UDP: question and answer", UDP, "> - new - 30\n < - ok - 30\n" },
	{ "UDP: a quick exchange is no stream", UDP, "> - new - 30\n < - ok - 30\n wait 2\n > - ok - 30\n < - ok - 30\n" },
	{ "UDP: a stream", UDP, "> - new - 30\n < - ok - 30\n wait 3\n > - ok - 180 assured\n < - ok - 180 assured\n" },
	{ "UDP: a late answer", UDP, "> - new - 30\n wait 20\n < - ok - 180 assured\n" },
	{ "UDP: once a stream, always a stream", UDP, "> - new - 30\n wait 9\n < - ok - 180 assured\n wait 100\n"
	  "> - ok - 180 assured\n" },
	{ "UDP-Lite: a stream", ROSFW_PROTO_UDPLITE, "> - new - 30\n < - ok - 30\n wait 3\n > - ok - 180 assured\n" },

	/* ICMP */
	{ "ICMP: echo", ICMP, "> 8:7 new - 10\n < 0:7 ok - 10\n > 8:7 ok - 10\n < 0:7 ok - 10\n" },
	{ "ICMP: reply twice", ICMP, "> 8:7 new - 10\n < 0:7 ok - 10\n < 0:7 ok - 10\n" },
	{ "ICMP: timestamp", ICMP, "> 13:7 new - 10\n < 14:7 ok - 10\n" },
	{ "ICMP: information", ICMP, "> 15:7 new - 10\n < 16:7 ok - 10\n" },
	{ "ICMP: address mask", ICMP, "> 17:7 new - 10\n < 18:7 ok - 10\n" },
	{ "ICMP: replies start nothing", ICMP, "> 0:7 refused - 0\n < 14:7 refused - 0\n > 16:7 refused - 0\n"
	  "> 18:7 refused - 0\n" },
	{ "ICMPv6: echo", ICMP6, "> 128:7 new - 10\n < 129:7 ok - 10\n" },
	{ "ICMPv6: node information", ICMP6, "> 139:0 new - 10\n < 140:0 ok - 10\n" },
	{ "ICMPv6: replies start nothing", ICMP6, "> 129:7 refused - 0\n < 140:0 refused - 0\n" },

	/* others */
	{ "GRE", ROSFW_PROTO_GRE, "> - new - 600\n > - ok - 600\n < - ok - 600 assured\n > - ok - 600 assured\n" },
	{ "OSPF", 89, "> - new - 600\n > - ok - 600\n < - ok - 600\n" },
	{ "SCTP: open, data, close", SCTP, "> 1:0 new - 10\n < 2:9 ok - 10\n > 10:9 ok - 10\n < 11:9 ok - 600 assured\n"
	  "> 0:9 ok - 600 assured\n < 3:9 ok - 600 assured\n > 7:9 ok - 10 assured\n < 8:9 ok - 10 assured\n"
	  "> 14:9 ok - 10 assured\n > 0:9 ignore - 10 assured\n" },
	{ "SCTP: repeated INIT", SCTP, "> 1:0 new - 10\n > 1:0 ignore - 10\n < 2:9 ok - 10\n < 2:9 ok - 10\n" },
	{ "SCTP: INIT with a tag", SCTP, "> 1:5 refused - 0\n" },
	{ "SCTP: INIT from both sides", SCTP, "> 1:0 new - 10\n < 1:0 ok - 10\n > 2:9 ok - 10\n < 2:9 ok - 10\n > 10:9 ok - 10\n"
	  "< 11:9 ok - 600 assured\n" },
	{ "SCTP: data before the cookie", SCTP, "> 1:0 new - 10\n > 0:9 invalid - 10\n < 3:9 invalid - 10\n" },
	{ "SCTP: nothing else starts one", SCTP, "> 0:9 refused - 0\n > 2:9 refused - 0\n > 6:9 refused - 0\n > 8:9 refused - 0\n"
	  "> 11:9 refused - 0\n > 14:9 refused - 0\n > 255:9 refused - 0\n" },
	{ "SCTP: aborted, then opened again", SCTP, "> 1:0 new - 10\n < 6:9 ok - 10\n > 1:0 again - 10\n < 2:9 ok - 10\n" },
	{ "SCTP: opened again by the other side", SCTP, "> 1:0 new - 10\n < 6:9 ok - 10\n < 1:0 again - 10\n > 2:9 ok - 10\n" },
	{ "SCTP: a second path", SCTP, "> 4:9 new - 30\n > 4:9 ok - 30\n < 5:9 ok - 600 assured\n > 0:9 ok - 600 assured\n" },
	{ "SCTP: a second path, then INIT", SCTP, "> 4:9 new - 30\n < 1:0 invalid - 30\n > 10:9 invalid - 30\n > 1:0 ok - 10\n" },
	{ "SCTP: shutdown behind a SACK", SCTP, "> 1:0 new - 10\n < 2:9 ok - 10\n > 10:9 ok - 10\n < 11:9 ok - 600 assured\n"
	  "> 3:9 ok - 600 assured\n < 8:9 ok - 10 assured\n > 14:9 ok - 10 assured\n" },
	{ "SCTP: restart in the middle", SCTP, "> 1:0 new - 10\n < 2:9 ok - 10\n > 10:9 ok - 10\n < 11:9 ok - 600 assured\n"
	  "> 1:0 ignore - 600 assured\n < 2:9 ignore - 600 assured\n > 10:9 ignore - 600 assured\n"
	  "< 11:9 ignore - 600 assured\n > 0:9 ok - 600 assured\n" },
	{ "DCCP: open, data, close by the client", DCCP, "> 0 new - 30\n < 1 ok - 30\n > 3 ok - 30 assured\n < 2 ok - 600 assured\n"
	  "> 4 ok - 600 assured\n > 5 invalid - 600 assured\n > 6 ok - 10 assured\n < 7 ok - 10 assured\n"
	  "> 4 ignore - 10 assured\n" },
	{ "DCCP: close by the server", DCCP, "> 0 new - 30\n < 1 ok - 30\n > 4 ok - 30 assured\n < 3 ok - 600 assured\n"
	  "< 5 ok - 10 assured\n > 6 ok - 10 assured\n < 7 ok - 10 assured\n < 7 ignore - 10 assured\n" },
	{ "DCCP: roles", DCCP, "> 0 new - 30\n > 1 invalid - 30\n < 0 invalid - 30\n > 5 invalid - 30\n < 3 invalid - 30\n"
	  "> 3 invalid - 30\n < 6 invalid - 30\n" },
	{ "DCCP: data must wait", DCCP, "> 0 new - 30\n < 1 ok - 30\n > 2 invalid - 30\n < 2 invalid - 30\n > 4 ok - 30 assured\n"
	  "> 2 invalid - 30 assured\n < 2 ok - 600 assured\n > 2 ok - 600 assured\n" },
	{ "DCCP: only a Request starts one", DCCP, "> 1 refused - 0\n > 2 refused - 0\n > 7 refused - 0\n > 15 refused - 0\n" },
	{ "DCCP: repeated Request", DCCP, "> 0 new - 30\n > 0 ignore - 30\n < 1 ok - 30\n > 0 ignore - 30\n < 1 ok - 30\n" },
	{ "DCCP: refused, then again", DCCP, "> 0 new - 30\n < 7 ok - 10\n > 0 again - 30\n < 7 ok - 10\n"
	  "< 0 again - 30\n > 1 ok - 30\n" },
	{ "DCCP: the server has forgotten the connection", DCCP, "> 0 new - 30\n < 1 ok - 30\n > 3 ok - 30 assured\n"
	  "< 2 ok - 600 assured\n < 1 ignore - 600 assured\n > 0 ignore - 600 assured\n < 1 ok - 30 assured\n"
	  "> 3 ok - 30 assured\n" },
	{ "DCCP: synchronisation and reserved types", DCCP, "> 0 new - 30\n < 8 ignore - 30\n > 9 ignore - 30\n"
	  "> 10 invalid - 30\n" },
};

static const char *const tcp_states[] = {
	"-", "syn-sent", "syn-recv", "established", "fin-wait", "close-wait", "last-ack", "time-wait", "close", "listen"
};

/**
 * struct run - a sequence that is being played
 * @track: state, if @exists
 * @orient: orientation of the original direction
 */
struct run {
	struct rosfw_track track;
	struct rosfw_view_key key;
	bool exists;
	u8 orient;
	u64 now;
};

static bool accepted(enum rosfw_track_result result)
{
	return result == ROSFW_TRACK_OK || result == ROSFW_TRACK_IGNORE;
}

static enum rosfw_track_result ask(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool reply, u64 now)
{
	return rosfw_track_packet(track, pkt, &rosfw_timeouts_default, reply, now, false);
}

static enum rosfw_track_result tell(struct rosfw_track *track, const struct rosfw_pkt *pkt, bool reply, u64 now)
{
	return rosfw_track_packet(track, pkt, &rosfw_timeouts_default, reply, now, true);
}

static u8 tcp_flags(const char *s)
{
	static const char letters[] = "FSRPAUEC";
	u8 flags = 0;

	for (; *s && *s != ':'; s++)
		if (*s != '-')
			flags |= 1 << (strchr(letters, *s) - letters);
	return flags;
}

/* The packet that host A (or B) sends; @what as in the text. */
static void make_packet(struct rosfw_pkt *pkt, u8 proto, bool from_a, const char *what)
{
	struct rosfw_addr a = { 0, 0x0a000001 }, b = { 0, 0x0a000002 };
	unsigned int x = 0, y = 0, data = 0;

	memset(pkt, 0, sizeof(*pkt));
	pkt->proto = proto;
	pkt->family = proto == ICMP6 ? ROSFW_IPV6 : ROSFW_IPV4;
	pkt->flags = ROSFW_PKT_L4;
	pkt->segs = 1;
	pkt->src = from_a ? a : b;
	pkt->dst = from_a ? b : a;
	if (proto != ICMP && proto != ICMP6 && proto != ROSFW_PROTO_GRE && proto != 89) {
		pkt->flags |= ROSFW_PKT_PORTS;
		pkt->sport = from_a ? 40000 : 80;
		pkt->dport = from_a ? 80 : 40000;
	}
	if (proto == TCP) {
		pkt->u.tcp.flags = tcp_flags(what);
		if (strchr(what, ':'))
			sscanf(strchr(what, ':'), ":%u:%u:%u", &x, &y, &data);
		pkt->payload_len = data;
		pkt->u.tcp.seq = x;
		pkt->u.tcp.ack = y;
		return;
	}
	sscanf(what, "%u:%u", &x, &y);
	if (proto == ICMP || proto == ICMP6) {
		pkt->u.icmp.type = x;
		pkt->u.icmp.id = y;
	} else if (proto == SCTP) {
		pkt->u.sctp.chunk = x;
		pkt->u.sctp.vtag = y;
	} else if (proto == DCCP) {
		pkt->u.dccp.type = x;
	}
}

/* As the connection table does it. Returns the verdict in the words of the text. */
static const char *play(struct run *run, const struct rosfw_pkt *pkt)
{
	static const char *const names[] = { "ok", "ignore", "invalid", "again" };
	enum rosfw_track_result asked, told;
	struct rosfw_view_key key;
	struct rosfw_track before;
	u8 orientation;

	if (!rosfw_view_key_from_pkt(pkt, &key, &orientation))
		return "no-view";
	if (!run->exists) {
		run->exists = rosfw_track_new(&run->track, pkt, &rosfw_timeouts_default, run->now);
		run->orient = orientation;
		run->key = key;
		return run->exists ? "new" : "refused";
	}
	if (!rosfw_view_key_equal(&key, &run->key))
		return "another-view";

	before = run->track;
	asked = ask(&run->track, pkt, orientation != run->orient, run->now);
	if (memcmp(&before, &run->track, sizeof(before)))
		tap_fail("asking has changed the state");
	told = tell(&run->track, pkt, orientation != run->orient, run->now);
	tap_is(asked, told);
	if (!accepted(told) && memcmp(&before, &run->track, sizeof(before)))
		tap_fail("a packet that was not accepted has changed the state");
	if (told == ROSFW_TRACK_NEW_AGAIN) {
		tap_ok(rosfw_track_new(&run->track, pkt, &rosfw_timeouts_default, run->now));
		run->orient = orientation;
	} else if (accepted(told)) {
		tap_ok(accepted(ask(&run->track, pkt, orientation != run->orient, run->now + 1)));
	}
	return names[told];
}

static void step(struct run *run, const struct sequence *s, const char *line)
{
	char dir[8] = "", what[32] = "", verdict[16] = "", state[16] = "", assured[16] = "";
	unsigned int timeout = 0, wait = 0;
	struct rosfw_pkt pkt;
	const char *got;

	if (sscanf(line, " wait %u", &wait) == 1) {
		run->now += wait;
		return;
	}
	if (sscanf(line, " %7s %31s %15s %15s %u %15s", dir, what, verdict, state, &timeout, assured) < 5) {
		tap_fail("cannot read this step: %s", line);
		return;
	}
	make_packet(&pkt, s->proto, dir[0] == '>', what);
	got = play(run, &pkt);
	if (strcmp(got, verdict))
		tap_fail("%s: %s", line, got);
	if (!run->exists)
		return;
	if (strcmp(tcp_states[run->track.tcp_state], state))
		tap_fail("%s: state is %s", line, tcp_states[run->track.tcp_state]);
	if (rosfw_track_timeout(&run->track, &rosfw_timeouts_default) != timeout)
		tap_fail("%s: timeout is %u", line, rosfw_track_timeout(&run->track, &rosfw_timeouts_default));
	if (!!assured[0] != !!(run->track.flags & ROSFW_TRACK_ASSURED))
		tap_fail("%s: flags are 0x%x", line, run->track.flags);
}

static void test_sequences(void)
{
	const char *p, *end;
	struct run run;
	char line[128];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sequences); i++) {
		tap_case("%s", sequences[i].name);
		run = (struct run){ .now = 1000 };
		for (p = sequences[i].steps; *p; p = end + 1) {
			end = strchr(p, '\n');
			snprintf(line, sizeof(line), "%.*s", (int)(end - p), p);
			step(&run, &sequences[i], line);
		}
	}
}

static void test_settings(void)
{
	struct rosfw_timeouts strict = rosfw_timeouts_default, odd = { 0 };
	struct rosfw_track track = { 0 };
	struct rosfw_pkt pkt;

	tap_case("TCP: nothing is picked up where that is switched off");
	strict.loose_tcp = false;
	make_packet(&pkt, TCP, true, "A");
	tap_ok(!rosfw_track_new(&track, &pkt, &strict, 0));
	make_packet(&pkt, TCP, true, "S");
	tap_ok(rosfw_track_new(&track, &pkt, &strict, 0));

	tap_case("a timeout is never 0");
	tap_is(rosfw_track_timeout(&track, &odd), 1);

	tap_case("TCP: picked up without a reply: the shorter of two timeouts");
	make_packet(&pkt, TCP, true, "A");
	tap_ok(rosfw_track_new(&track, &pkt, &rosfw_timeouts_default, 0));
	strict.tcp_established = 60;
	tap_is(rosfw_track_timeout(&track, &strict), 60);

	tap_case("UDP: the clock's low bits may wrap");
	make_packet(&pkt, UDP, true, "-");
	tap_ok(rosfw_track_new(&track, &pkt, &rosfw_timeouts_default, 0xffffffff));
	make_packet(&pkt, UDP, false, "-");
	tap_is(tell(&track, &pkt, true, 0x100000001), ROSFW_TRACK_OK);
	tap_ok(!(track.flags & ROSFW_TRACK_ASSURED));
	tap_is(tell(&track, &pkt, true, 0x100000002), ROSFW_TRACK_OK);
	tap_ok(track.flags & ROSFW_TRACK_ASSURED);
}

/*
 * Every reachable state. Packets are numbered; one that is accepted may lead to a state not seen before, which is then
 * tried with all packets, too.
 */
#define STATES_MAX	4096

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
	BUG_ON(s->n == STATES_MAX);
	s->track[s->n++] = *track;
}

/* Returns how many kinds of packets there are; fills in kind @i. */
static u32 kind_of_packet(struct rosfw_pkt *pkt, u8 proto, u32 i)
{
	make_packet(pkt, proto, true, "-");
	switch (proto) {
	case TCP:
		pkt->u.tcp.flags = i & 0xff;
		pkt->u.tcp.seq = i & 0x100 ? 900 : 100;
		pkt->u.tcp.ack = i & 0x200 ? 901 : 101;
		pkt->payload_len = i & 0x400 ? 10 : 0;
		return 0x800;
	case SCTP:
		pkt->u.sctp.chunk = i & 0xff;
		pkt->u.sctp.vtag = i >> 8;
		return 0x200;
	case DCCP:
		pkt->u.dccp.type = i;
		return 16;
	default:
		return 1;
	}
}

static void try_packet(struct states *s, const struct rosfw_track *from, const struct rosfw_pkt *pkt, bool reply, u64 now)
{
	enum rosfw_track_result asked, told, again;
	struct rosfw_track to = *from;

	asked = ask(&to, pkt, reply, now);
	tap_ok(!memcmp(&to, from, sizeof(to)));
	told = tell(&to, pkt, reply, now);
	tap_is(asked, told);
	if (!accepted(told)) {
		tap_ok(!memcmp(&to, from, sizeof(to)));
		return;
	}
	again = ask(&to, pkt, reply, now);
	if (!accepted(again))
		tap_fail("state %u/%u -> %u/%u, %s: accepted, then %u (flags 0x%x)", from->tcp_state, from->state,
			 to.tcp_state, to.state, reply ? "reply" : "original", again, pkt->u.tcp.flags);
	tap_is(from->flags & ~to.flags & (ROSFW_TRACK_REPLIED | ROSFW_TRACK_ASSURED), 0);
	tap_ok(!reply || to.flags & ROSFW_TRACK_REPLIED);
	tap_ok(rosfw_track_timeout(&to, &rosfw_timeouts_default) <= 86400);
	remember(s, &to);
}

static void test_again(void)
{
	static const u8 protos[] = { TCP, UDP, SCTP, DCCP, ROSFW_PROTO_UDPLITE, ROSFW_PROTO_GRE, 89 };
	struct states *s = calloc(1, sizeof(*s));
	struct rosfw_track track;
	struct rosfw_pkt pkt;
	u32 p, i, state, n;

	if (!s)
		abort();
	for (p = 0; p < ARRAY_SIZE(protos); p++) {
		tap_case("protocol %u: no packet refuses itself, in any state", protos[p]);
		memset(s, 0, sizeof(*s));
		n = kind_of_packet(&pkt, protos[p], 0);
		for (i = 0; i < n; i++) {
			kind_of_packet(&pkt, protos[p], i);
			if (!rosfw_track_new(&track, &pkt, &rosfw_timeouts_default, 0))
				continue;
			tap_ok(accepted(ask(&track, &pkt, false, 0)));
			remember(s, &track);
		}
		for (state = 0; state < s->n; state++) {
			for (i = 0; i < n * 4; i++) {
				kind_of_packet(&pkt, protos[p], i / 4);
				track = s->track[state];
				try_packet(s, &track, &pkt, i & 1, i & 2 ? 5 : 0);
			}
		}
		tap_ok(s->n > 1);
		printf("# %u states\n", s->n);
	}
	free(s);
}

/* ---- what can be tracked, and view keys ---- */

static u32 seed = 1;

static u32 rnd(u32 n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

/* Few values, so that equal ones are met. */
static void random_packet(struct rosfw_pkt *pkt)
{
	static const u8 protos[] = { 6, 17, 1, 58, 132, 33, 136, 47, 89 };
	static const u8 types[] = { 8, 0, 13, 14, 17, 18, 128, 129 };

	memset(pkt, 0, sizeof(*pkt));
	pkt->proto = protos[rnd(ARRAY_SIZE(protos))];
	pkt->family = pkt->proto == 58 ? ROSFW_IPV6 : pkt->proto == 1 ? ROSFW_IPV4 : rnd(2);
	pkt->src.lo = rnd(3);
	pkt->dst.lo = rnd(3);
	if (pkt->family == ROSFW_IPV6) {
		pkt->src.hi = rnd(2);
		pkt->dst.hi = rnd(2);
	}
	pkt->flags = ROSFW_PKT_L4;
	switch (pkt->proto) {
	case 1:
		pkt->u.icmp.type = types[rnd(6)];
		pkt->u.icmp.id = rnd(3);
		break;
	case 58:
		pkt->u.icmp.type = types[6 + rnd(2)];
		pkt->u.icmp.id = rnd(3);
		break;
	case 47:
	case 89:
		break;
	default:
		pkt->flags |= ROSFW_PKT_PORTS;
		pkt->sport = rnd(3);
		pkt->dport = rnd(3);
	}
}

static u8 icmp_answer(u8 type)
{
	switch (type) {
	case 8: return 0;
	case 0: return 8;
	case 13: return 14;
	case 14: return 13;
	case 17: return 18;
	case 18: return 17;
	case 128: return 129;
	default: return 128;
	}
}

static void turn_round(struct rosfw_pkt *pkt)
{
	swap(pkt->src, pkt->dst);
	swap(pkt->sport, pkt->dport);
	if (pkt->proto == 1 || pkt->proto == 58)
		pkt->u.icmp.type = icmp_answer(pkt->u.icmp.type);
}

/* Do they belong to the same connection? By the book, without keys. */
static bool same_way(const struct rosfw_pkt *a, const struct rosfw_pkt *b)
{
	bool icmp = a->proto == 1 || a->proto == 58;

	return a->family == b->family && a->proto == b->proto && rosfw_addr_equal(&a->src, &b->src) &&
	       rosfw_addr_equal(&a->dst, &b->dst) && a->sport == b->sport && a->dport == b->dport &&
	       (!icmp || (a->u.icmp.type == b->u.icmp.type && a->u.icmp.id == b->u.icmp.id));
}

static bool get_key(const struct rosfw_pkt *pkt, struct rosfw_view_key *key, u8 *orientation)
{
	memset(key, 0xa5, sizeof(*key));	/* nothing of this may be left */
	return rosfw_view_key_from_pkt(pkt, key, orientation);
}

static bool no_direction(const struct rosfw_pkt *pkt)
{
	return pkt->proto != 1 && pkt->proto != 58 && rosfw_addr_equal(&pkt->src, &pkt->dst) && pkt->sport == pkt->dport;
}

static void test_keys_random(void)
{
	struct rosfw_view_key ka, kb, kr;
	struct rosfw_pkt a, b, r;
	u8 oa, ob, or;
	u32 i;

	tap_case("view keys: both directions have one, whatever differs has another");
	for (i = 0; i < 300000; i++) {
		random_packet(&a);
		b = a;
		if (rnd(2))
			random_packet(&b);
		r = a;
		turn_round(&r);
		if (!tap_ok(get_key(&a, &ka, &oa) && get_key(&b, &kb, &ob) && get_key(&r, &kr, &or)))
			return;
		tap_ok(rosfw_view_key_equal(&ka, &kr));
		tap_is(oa, no_direction(&a) ? 0 : !or);
		tap_is(rosfw_view_key_equal(&ka, &kb), same_way(&a, &b) || same_way(&r, &b));
		if (same_way(&a, &b))
			tap_is(oa, ob);
	}
}

/* One field of many. */
static void change_header(struct rosfw_header *h)
{
	switch (rnd(7)) {
	case 0:
		h->src.addr.lo++;
		break;
	case 1:
		h->dst.addr.lo++;
		break;
	case 2:
		h->src.id++;
		break;
	case 3:
		h->dst.id++;
		break;
	case 4:
		h->proto++;
		break;
	case 5:
		h->kind++;
		break;
	default:
		h->family = !h->family;
		break;
	}
}

static void test_keys(void)
{
	struct rosfw_view_key k1, k2;
	struct rosfw_pkt a, b;
	u8 o1, o2;

	tap_case("view keys: two hosts that ping each other with one identifier");
	make_packet(&a, ICMP, true, "8:7");
	make_packet(&b, ICMP, false, "8:7");
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(!rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: a host that pings itself");
	b = a;
	b.dst = b.src;
	a = b;
	b.u.icmp.type = 0;
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(rosfw_view_key_equal(&k1, &k2));
	tap_ok(o1 != o2);

	tap_case("view keys: identifier 0 is one");
	a.u.icmp.id = 0;
	tap_ok(get_key(&a, &k2, &o2));
	tap_ok(!rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: GRE tunnels have one key, whatever theirs are");
	make_packet(&a, ROSFW_PROTO_GRE, true, "-");
	b = a;
	b.u.gre.key = 5;
	tap_ok(get_key(&a, &k1, &o1) && get_key(&b, &k2, &o2));
	tap_ok(rosfw_view_key_equal(&k1, &k2));

	tap_case("view keys: layout");
	make_packet(&a, UDP, false, "-");
	tap_ok(get_key(&a, &k1, &o1));
	tap_is(o1, 1);
	tap_is(k1.v4[0], 0x0a000001);
	tap_is(k1.v4[1], 0x0a000002);
	tap_is(k1.id[0], 40000);
	tap_is(k1.id[1], 80);
	tap_is(k1.proto, UDP);
	tap_is(k1.kind, 0);
	tap_is(rosfw_view_key_size(ROSFW_IPV4), 24);
	tap_is(rosfw_view_key_size(ROSFW_IPV6), 48);
}

/* What a key keeps of a header is all of it, and every change of a header makes another key. */
static void test_headers_random(void)
{
	struct rosfw_view_key key, other;
	struct rosfw_header h, back, r;
	struct rosfw_pkt pkt;
	u8 orientation, turned;
	u32 i;

	tap_case("headers: to the key and back, reversed, and with one field changed");
	for (i = 0; i < 100000; i++) {
		random_packet(&pkt);
		if (!tap_ok(rosfw_header_from_pkt(&pkt, &h)))
			return;
		memset(&key, 0xa5, sizeof(key));
		rosfw_view_key(&h, &key, &orientation);
		rosfw_header_from_key(&key, orientation, &back);
		tap_ok(rosfw_header_equal(&h, &back));
		rosfw_header_reverse(&h, &r);
		memset(&other, 0x5a, sizeof(other));
		rosfw_view_key(&r, &other, &turned);
		tap_ok(!memcmp(&key, &other, rosfw_view_key_size(h.family)));
		rosfw_header_from_key(&other, turned, &back);
		tap_ok(rosfw_header_equal(&r, &back));
		rosfw_header_reverse(&r, &r);
		tap_ok(rosfw_header_equal(&h, &r));
		change_header(&r);
		tap_ok(!rosfw_header_equal(&h, &r));
	}
}

static const struct {
	const char *name;
	u8 family;
	const char *hex;
	enum rosfw_trackable want;
} trackables[] = {
	{ "TCP", 0, IP4("0028", "0000", "06") TCP_SYN, ROSFW_TRACKABLE_CONN },
	{ "TCP, header length lies", 0, IP4("0028", "0000", "06") "1234 0050 00000001 00000000 4002 ffff 0000 0000",
	  ROSFW_TRACKABLE_INVALID },
	{ "TCP, cut off", 0, IP4("001c", "0000", "06") "1234 0050 00000001", ROSFW_TRACKABLE_INVALID },
	{ "UDP", 1, IP6("0008", "11") UDP8, ROSFW_TRACKABLE_CONN },
	{ "UDP, length lies", 1, IP6("0008", "11") "0035 1000 0009 0000", ROSFW_TRACKABLE_INVALID },
	{ "later fragment", 0, IP4("001c", "0001", "11") UDP8, ROSFW_TRACKABLE_INVALID },
	{ "later fragment of anything", 0, IP4("001c", "0001", "59") UDP8, ROSFW_TRACKABLE_INVALID },
	{ "OSPF", 0, IP4("001c", "0000", "59") UDP8, ROSFW_TRACKABLE_CONN },
	{ "GRE that is not understood", 0, IP4("001c", "0000", "2f") "4000 0800 00000000", ROSFW_TRACKABLE_CONN },
	{ "AH in IPv4", 0, IP4("001c", "0000", "33") UDP8, ROSFW_TRACKABLE_CONN },
	{ "broken chain of IPv6 headers", 1, IP6("0004", "3c") "1100 0104", ROSFW_TRACKABLE_INVALID },
	{ "no next header", 1, IP6("0000", "3b"), ROSFW_TRACKABLE_CONN },
	{ "ICMP echo", 0, IP4("001c", "0000", "01") ECHO, ROSFW_TRACKABLE_CONN },
	{ "ICMP error", 0, IP4("001c", "0000", "01") "0301 0000 0000 0000", ROSFW_TRACKABLE_QUOTE },
	{ "ICMP router advertisement", 0, IP4("001c", "0000", "01") "0900 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP type that is a request of ICMPv6", 0, IP4("001c", "0000", "01") "8000 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP cut off", 0, IP4("001a", "0000", "01") "0800 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "ICMP in IPv6", 1, IP6("0008", "01") ECHO, ROSFW_TRACKABLE_INVALID },
	{ "ICMPv6 in IPv4", 0, IP4("001c", "0000", "3a") ECHO6, ROSFW_TRACKABLE_INVALID },
	{ "ICMPv6 echo", 1, IP6("0008", "3a") ECHO6, ROSFW_TRACKABLE_CONN },
	{ "ICMPv6 packet too big", 1, IP6("0008", "3a") "0200 0000 0000 0500", ROSFW_TRACKABLE_QUOTE },
	{ "multicast listener query", 1, IP6("0008", "3a") "8200 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "router solicitation", 1, IP6("0008", "3a") "8500 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "neighbour advertisement", 1, IP6("0008", "3a") "8800 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "ICMPv6 redirect", 1, IP6("0008", "3a") "8900 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "ICMPv6 router renumbering", 1, IP6("0008", "3a") "8a00 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
	{ "multicast listener report", 1, IP6("0008", "3a") "8f00 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router advertisement", 1, IP6("0008", "3a") "9700 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router solicitation", 1, IP6("0008", "3a") "9800 0000 0000 0000", ROSFW_TRACKABLE_NEVER },
	{ "multicast router termination", 1, IP6("0008", "3a") "9900 0000 0000 0000", ROSFW_TRACKABLE_INVALID },
};

static void test_trackable(void)
{
	struct rosfw_view_key key;
	struct rosfw_pkt pkt;
	u8 orientation;
	u32 i, len;
	u8 *bytes;

	for (i = 0; i < ARRAY_SIZE(trackables); i++) {
		tap_case("tracking: %s", trackables[i].name);
		bytes = bytes_from_hex(trackables[i].hex, &len);
		memset(&pkt, 0, sizeof(pkt));
		tap_is(rosfw_pkt_parse(&pkt, trackables[i].family, bytes, len, len), 0);
		tap_is(rosfw_trackable(&pkt), trackables[i].want);
		tap_is(get_key(&pkt, &key, &orientation), trackables[i].want == ROSFW_TRACKABLE_CONN);
		free(bytes);
	}
}

/* From B, or from a router, to @to: "cannot deliver what A sent to B". */
static bool inner_key(const char *hex, struct rosfw_view_key *key, u8 *orientation)
{
	struct rosfw_pkt outer = { 0 }, inner;
	bool ok = false;
	u32 len;
	u8 *bytes = bytes_from_hex(hex, &len);

	if (tap_is(rosfw_pkt_parse(&outer, ROSFW_IPV4, bytes, len, len), 0) &&
	    tap_is(rosfw_pkt_parse_inner(&outer, &inner, len), 0))
		ok = rosfw_view_key_from_inner(&outer, &inner, key, orientation);
	free(bytes);
	return ok;
}

#define TO_A	"4500 0038 0000 0000 4001 0000 " B4 A4 "0301 0000 0000 0000 "
#define TO_B	"4500 0038 0000 0000 4001 0000 " A4 B4 "0301 0000 0000 0000 "

static void test_inner(void)
{
	struct rosfw_view_key key, quoted;
	u8 orientation, sent;
	struct rosfw_pkt pkt;

	tap_case("ICMP error: the view is that of the quoted packet");
	make_packet(&pkt, UDP, true, "-");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "11") "9c40 0050 0008 0000", &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error about TCP, of which eight bytes are there");
	make_packet(&pkt, TCP, true, "S");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "06") "9c40 0050 00000001", &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error about a ping");
	make_packet(&pkt, ICMP, true, "8:7");
	tap_ok(get_key(&pkt, &key, &sent));
	tap_ok(inner_key(TO_A IP4("0100", "0000", "01") ECHO, &quoted, &orientation));
	tap_ok(rosfw_view_key_equal(&key, &quoted));
	tap_is(orientation, sent);

	tap_case("ICMP error that goes to somebody else than the sender");
	tap_ok(!inner_key(TO_B IP4("0100", "0000", "11") "9c40 0050 0008 0000", &quoted, &orientation));

	tap_case("ICMP error about an ICMP error");
	tap_ok(!inner_key(TO_A IP4("0100", "0000", "01") "0301 0000 0000 0000", &quoted, &orientation));

	tap_case("ICMP error about a later fragment");
	tap_ok(!inner_key(TO_A IP4("0100", "0001", "11") "9c40 0050 0008 0000", &quoted, &orientation));
}

int main(void)
{
	tap_begin();
	test_sequences();
	test_settings();
	test_again();
	test_trackable();
	test_keys();
	test_keys_random();
	test_headers_random();
	test_inner();
	return tap_end();
}

// SPDX-License-Identifier: GPL-2.0-only
/* Helpers: calls of PPTP, whose packets are told apart by two ids. */
#include "helper_cast.h"

#define GRE	ROSFW_PROTO_GRE
#define CALL(id) (ROSFW_VIEW_CALL | (id))

enum message { OUT_REQUEST = 7, OUT_REPLY, IN_REQUEST, IN_REPLY, IN_CONNECTED, CLEAR, DISCONNECTED, STOP = 3 };

/* A control message with the id of its sender, and that of the other side. */
static const char *control(enum message type, u16 id, u16 peer)
{
	static u8 text[24];

	memset(text, 0, sizeof(text));
	put_unaligned_be16(sizeof(text), text);
	put_unaligned_be16(1, text + 2);
	put_unaligned_be32(0x1a2b3c4d, text + 4);
	put_unaligned_be16(type, text + 8);
	put_unaligned_be16(id, text + 12);
	put_unaligned_be16(peer, text + 14);
	text[16] = 1;
	return (const char *)text;
}

/* Says it; the ids that come out are those. */
static void says(struct rosfw_conn *conn, enum rosfw_dir dir, enum message type, u16 id, u16 peer, u16 id_out,
		 u16 peer_out)
{
	const u8 *out = (const u8 *)pass(conn, dir, 1000, control(type, id, peer), 24);

	if (tap_is(get_unaligned_be16(out), 24)) {
		tap_is(get_unaligned_be16(out + 12), id_out);
		tap_is(get_unaligned_be16(out + 14), peer_out);
	}
}

static struct rosfw_pkt gre(u32 src, u32 dst, u16 id)
{
	static const u8 bytes[64];

	return (struct rosfw_pkt){
		.data = bytes, .linear = sizeof(bytes), .src.lo = src, .dst.lo = dst, .family = ROSFW_IPV4,
		.proto = GRE, .flags = ROSFW_PKT_L4, .segs = 1, .len = 60,
		.u.gre = { .flags = 0x3001, .protocol = 0x880b, .key = id },
	};
}

/**
 * struct link - one end of a call
 * @at: address of whom
 * @as: the other one's, as he knows it
 * @to: the other one's, as it is
 * @id: of the other one, as he was told
 * @to_id: as it is
 * @from: his own, as the other one knows it
 * @from_id: his own id, as the other one was told
 */
struct link {
	u32 at, as, to, from;
	u16 id, to_id, from_id;
};

/* A first packet of a call: it is expected, and leaves as the other side was told. */
static struct rosfw_conn *first(const struct link *l)
{
	struct rosfw_pkt pkt = gre(l->at, l->as, l->id);
	struct rosfw_endpoint e;
	struct rosfw_found found;
	struct rosfw_header h;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	if (!tap_is(found.state, ROSFW_STATE_RELATED))
		return NULL;
	tap_is(rosfw_helper_types(found.conn), 1 << ROSFW_CONNECTION_PPTP);
	rosfw_conn_header(found.conn, ROSFW_STAGE_ARRIVES, &h);
	tap_is(h.dst.id, CALL(l->id));
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_BETWEEN, &e));
	tap_is(e.addr.lo, l->to);
	tap_is(e.id, CALL(l->to_id));
	h.dst = e;
	tap_is(rosfw_conn_set_stage(&rn, found.conn, ROSFW_STAGE_BETWEEN, &h), 0);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e));
	tap_is(e.addr.lo, l->from);
	tap_is(e.id, CALL(l->from_id));
	h.src = e;
	tap_is(rosfw_conn_set_stage(&rn, found.conn, ROSFW_STAGE_LEAVES, &h), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	return found.conn;
}

/* A packet with that header belongs to @conn, also between the NAT points, and as it leaves when an error quotes it. */
static void belongs(const struct rosfw_conn *conn, enum rosfw_dir dir, u32 src, u32 dst, u16 id)
{
	struct rosfw_pkt pkt = gre(src, dst, id);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, ROSFW_SEEN_ANYWHERE, &found);
	tap_ok(found.conn == conn);
	tap_is(found.dir, dir);
}

/* All headers that packets of one direction have on their way. */
static void way(const struct rosfw_conn *conn, enum rosfw_dir dir, const struct link *l)
{
	belongs(conn, dir, l->at, l->as, l->id);
	belongs(conn, dir, l->at, l->to, l->to_id);
	belongs(conn, dir, l->from, l->to, l->to_id);
}

/* A packet that no call announced: the connection of those two, whatever its id. */
static void is_unannounced(u32 src, u32 dst, u16 id)
{
	struct rosfw_pkt pkt = gre(src, dst, id);
	struct rosfw_found found;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	tap_is(found.state, ROSFW_STATE_NEW);
}

static struct link client_end(int nat, u16 id, u16 server_id)
{
	return (struct link){ CLIENT, nat & DNAT ? SERVER_OUTER : SERVER, SERVER, nat & SNAT ? CLIENT_OUTER : CLIENT,
			      server_id, server_id, id };
}

static struct link server_end(int nat, u16 id, u16 client_id)
{
	return (struct link){ SERVER, nat & SNAT ? CLIENT_OUTER : CLIENT, CLIENT, nat & DNAT ? SERVER_OUTER : SERVER,
			      client_id, client_id, id };
}

/* One call; @incoming: the server asks for it; @from_server: its packet is the first. */
static void test_call(int nat, bool incoming, bool from_server)
{
	struct link client = client_end(nat, 7, 9), server = server_end(nat, 9, 7);
	struct rosfw_conn *conn, *call;

	tap_case("pptp: %s call, %s first, translated %d", incoming ? "an incoming" : "an outgoing",
		 from_server ? "server" : "client", nat);
	begin();
	conn = open_conn(TCP, 4000, 1723, nat);
	tap_is(rosfw_helper_types(conn), 1 << ROSFW_CONNECTION_PPTP);
	if (incoming) {
		says(conn, REPL, IN_REQUEST, 9, 0, 9, 0);
		says(conn, ORIG, IN_REPLY, 7, 9, 7, 9);
		says(conn, REPL, IN_CONNECTED, 7, 0, 7, 0);
	} else {
		says(conn, ORIG, OUT_REQUEST, 7, 0, 7, 0);
		says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	}
	call = first(from_server ? &server : &client);
	if (call) {
		way(call, from_server ? REPL : ORIG, &client);
		way(call, from_server ? ORIG : REPL, &server);
	}
	tap_case("pptp: that call has ended");
	says(conn, ORIG, CLEAR, 7, 0, 7, 0);
	says(conn, REPL, DISCONNECTED, 9, 0, 9, 0);
	tap_is(rosfw_expect_count(&rn), 0);
	is_unannounced(client.at, client.as, client.id);
	end();
}

/* Ids are the clients' own, so two may have the same. */
static void test_two_calls(void)
{
	struct link a = client_end(SNAT, 7, 9), b = client_end(SNAT, 8, 10);
	struct link to_a = server_end(SNAT, 9, 7), to_b = server_end(SNAT, 10, 8);
	struct rosfw_conn *one, *two, *call;

	b.at = CLIENT_2;
	to_b.to = CLIENT_2;
	to_b.to_id = 7;
	tap_case("pptp: two clients with one id behind one address");
	begin();
	one = open_conn(TCP, 4000, 1723, SNAT);
	two = open_client(CLIENT_2, TCP, 4010, 1723, SNAT);
	says(one, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	tap_case("pptp: the request again");
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	says(one, REPL, OUT_REPLY, 9, 7, 9, 7);
	says(two, REPL, OUT_REPLY, 10, 8, 10, 7);
	tap_case("pptp: the request again, and it changes nothing");
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	call = first(&a);
	way(call, ORIG, &a);
	way(call, REPL, &to_a);
	call = first(&to_b);
	way(call, ORIG, &to_b);
	way(call, REPL, &b);
	belongs(NULL, ORIG, to_a.at, to_a.as, 6);
	tap_case("pptp: ids in other messages follow");
	says(two, REPL, IN_CONNECTED, 8, 0, 7, 0);
	says(two, ORIG, CLEAR, 7, 0, 8, 0);
	tap_case("pptp: an id that is free again is kept");
	says(one, REPL, DISCONNECTED, 9, 0, 9, 0);
	says(two, REPL, STOP, 0, 0, 0, 0);
	tap_is(rosfw_expect_count(&rn), 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	end();
}

/* Calls of one control connection, each with its own id. */
static void test_more_calls(void)
{
	struct rosfw_conn *one, *two;

	tap_case("pptp: two calls of one client, the first of which had to get another id");
	begin();
	one = open_conn(TCP, 4000, 1723, SNAT);
	two = open_conn(TCP, 4010, 1723, SNAT);
	says(one, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	says(two, ORIG, OUT_REQUEST, 8, 0, 9, 0);
	tap_case("pptp: call id 0, and the last one");
	says(two, ORIG, OUT_REQUEST, 0, 0, 0, 0);
	says(two, ORIG, OUT_REQUEST, 0xffff, 0, 0xffff, 0);
	says(one, ORIG, OUT_REQUEST, 0xffff, 0, 1, 0);
	end();
}

static void test_unasked(void)
{
	struct rosfw_conn *conn;

	tap_case("pptp: nobody can accept what was not asked for");
	begin();
	conn = open_conn(TCP, 4000, 1723, PLAIN);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(rosfw_expect_count(&rn), 0);
	is_unannounced(SERVER, CLIENT, 7);
	tap_case("pptp: nor accept it himself");
	says(conn, ORIG, OUT_REQUEST, 5, 0, 5, 0);
	says(conn, ORIG, OUT_REPLY, 9, 5, 9, 5);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_case("pptp: an error ends nothing that was not there");
	says(conn, REPL, DISCONNECTED, 9, 0, 9, 0);
	says(conn, ORIG, STOP, 0, 0, 0, 0);
	tap_case("pptp: no memory for a call");
	says(conn, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	rosfw_test_fail_after(1);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(reasons.n[ROSFW_REASON_HELPER_NO_MEMORY], 1);
	tap_is(rosfw_expect_count(&rn), 0);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(rosfw_expect_count(&rn), 2);
	tap_case("pptp: a call lives no longer than its control connection");
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(conn));
	tap_is(rosfw_expect_count(&rn), 0);
	end();
}

static void test_calls(void)
{
	int nat;

	for (nat = PLAIN; nat <= BOTH; nat++) {
		test_call(nat, false, false);
		test_call(nat, false, true);
		test_call(nat, true, false);
		test_call(nat, true, true);
	}
	test_two_calls();
	test_more_calls();
	test_unasked();
}

int main(void)
{
	tap_begin();
	test_calls();
	return tap_end();
}

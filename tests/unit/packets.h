/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parsed packets for tests, from text: "tcp 10.0.0.1:1234->10.0.0.2:80 in=ether1 out=ether2 flags=syn,ack len=60".
 *
 * First the protocol (a name or a number), then the endpoints, then what else there is:
 *   in=, out=	interfaces that exist in env
 *   flags=	TCP flags		icmp=	type:code
 *   len=	length (40)		segs=	packets on the wire (1)
 *   size=	of one of them (len)	ttl=, tos=, mss=	what the headers say
 *   opts=	ROSFW_PKT_OPT_*, hexadecimal	headers=	of IPv6, separated by commas
 *   mac=	source, six hex bytes	state=	of the connection (ROSFW_STATE_NONE)
 *   nat=	how the connection is translated	conn=	its bytes: there is one
 *   realm=	of the route: there is one	ipsec=	two digits: in and out, as in env.ipsec
 *   frag	a later fragment: neither ports nor header		short	the header is cut short
 */
#ifndef _ROSFW_TEST_PACKETS_H
#define _ROSFW_TEST_PACKETS_H

#include "items.h"

struct packet {
	struct rosfw_pkt pkt;
	u8 state;
	u8 nat_state;
	u8 types;
	bool mapped;
};

/* a.b.c.d, a.b.c.d:port, v6, [v6]:port */
static inline bool packet_end(char *s, struct rosfw_addr *a, u16 *port, bool *ports)
{
	char *p = *s == '[' ? strchr(s, ']') : NULL;
	bool v6 = *s == '[' || (strchr(s, ':') && strchr(s, ':') != strrchr(s, ':'));
	u8 bytes[16];

	if (p) {
		*p++ = 0;
		s++;
	} else {
		p = v6 ? s + strlen(s) : s + strcspn(s, ":");
	}
	*ports = *p == ':';
	if (*ports) {
		*p = 0;
		*port = strtoul(p + 1, NULL, 10);
	}
	item_ip(v6, s, bytes);
	rosfw_addr_load(a, v6 ? ROSFW_IPV6 : ROSFW_IPV4, bytes);
	return v6;
}

static inline void packet_mss(struct packet *p, u16 mss)
{
	p->pkt.u.tcp.mss = mss;
	p->pkt.u.tcp.has_mss = true;
}

static inline void packet_word(struct packet *p, char *word)
{
	char *value = strchr(word, '=');

	if (!strcmp(word, "frag")) {
		p->pkt.flags &= ~(ROSFW_PKT_PORTS | ROSFW_PKT_L4);
		p->pkt.flags |= ROSFW_PKT_FRAGMENT | ROSFW_PKT_LATER_FRAG;
		return;
	}
	if (!strcmp(word, "short")) {
		p->pkt.flags &= ~(ROSFW_PKT_PORTS | ROSFW_PKT_L4);
		return;
	}
	if (!value)
		item_die("what is this", word);
	*value++ = 0;
	if (!strcmp(word, "in")) {
		p->pkt.in_ifindex = rosfw_env_ifindex(NULL, value, NULL);
	} else if (!strcmp(word, "out")) {
		p->pkt.out_ifindex = rosfw_env_ifindex(NULL, value, NULL);
	} else if (!strcmp(word, "in-port")) {
		env.bridge_port[0] = rosfw_env_ifindex(NULL, value, NULL);
	} else if (!strcmp(word, "out-port")) {
		env.bridge_port[1] = rosfw_env_ifindex(NULL, value, NULL);
	} else if (!strcmp(word, "len")) {
		p->pkt.len = p->pkt.size = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "size")) {
		p->pkt.size = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "ttl")) {
		p->pkt.ttl = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "tos")) {
		p->pkt.tos = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "opts")) {
		p->pkt.options = strtoul(value, NULL, 16);
	} else if (!strcmp(word, "headers")) {
		p->pkt.headers = item_flags(rosfw_properties[ROSFW_A_HEADERS].names, value);
	} else if (!strcmp(word, "mss")) {
		packet_mss(p, strtoul(value, NULL, 10));
	} else if (!strcmp(word, "ipsec")) {
		env.ipsec[0] = value[0] - '0';
		env.ipsec[1] = value[1] - '0';
	} else if (!strcmp(word, "realm")) {
		env.realm = strtoul(value, NULL, 10);
		env.has_route = true;
	} else if (!strcmp(word, "routes")) {
		env.table_routes = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "conn")) {
		env.conn_bytes = strtoull(value, NULL, 10);
		env.has_conn = true;
	} else if (!strcmp(word, "rate")) {
		env.conn_rate = strtoull(value, NULL, 10);
		env.has_rate = true;
	} else if (!strcmp(word, "conns")) {
		env.conns = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "segs")) {
		p->pkt.segs = strtoul(value, NULL, 10);
	} else if (!strcmp(word, "flags")) {
		p->pkt.u.tcp.flags = item_flags(rosfw_properties[ROSFW_A_TCP_FLAGS].names, value);
	} else if (!strcmp(word, "icmp") && sscanf(value, "%hhu:%hhu", &p->pkt.u.icmp.type, &p->pkt.u.icmp.code) == 2) {
		;
	} else if (!strcmp(word, "state")) {
		p->state = item_name(rosfw_properties[ROSFW_A_CONNECTION_STATE].names, value);
	} else if (!strcmp(word, "nat")) {
		p->nat_state = item_flags(rosfw_properties[ROSFW_A_CONNECTION_NAT_STATE].names, value);
	} else if (!strcmp(word, "type")) {
		p->types = BIT(item_name(rosfw_properties[ROSFW_A_CONNECTION_TYPE].names, value));
	} else if (!strcmp(word, "mapped")) {
		p->mapped = !strcmp(value, "yes");
	} else if (!strcmp(word, "mac") && sscanf(value, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", p->pkt.src_mac,
						p->pkt.src_mac + 1, p->pkt.src_mac + 2, p->pkt.src_mac + 3,
						p->pkt.src_mac + 4, p->pkt.src_mac + 5) == 6) {
		p->pkt.flags |= ROSFW_PKT_MAC;
	} else {
		item_die("what is this", word);
	}
}

static inline struct packet packet_parse(const char *text)
{
	struct packet p = { .pkt = { .len = 40, .size = 40, .segs = 1, .flags = ROSFW_PKT_L4 },
			    .state = ROSFW_STATE_NONE };
	char *copy = strdup(text), *rest, *word, *arrow;
	bool ports;

	p.pkt.proto = item_protocol(strtok_r(copy, " ", &rest));
	word = strtok_r(NULL, " ", &rest);
	arrow = strstr(word, "->");
	*arrow = 0;
	p.pkt.family = packet_end(word, &p.pkt.src, &p.pkt.sport, &ports) ? ROSFW_IPV6 : ROSFW_IPV4;
	packet_end(arrow + 2, &p.pkt.dst, &p.pkt.dport, &ports);
	if (ports)
		p.pkt.flags |= ROSFW_PKT_PORTS;
	while ((word = strtok_r(NULL, " ", &rest)))
		packet_word(&p, word);
	free(copy);
	return p;
}

#endif /* _ROSFW_TEST_PACKETS_H */

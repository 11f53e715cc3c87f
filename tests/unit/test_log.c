// SPDX-License-Identifier: GPL-2.0-only
/* Log lines, letter by letter. */
#include "packets.h"
#include "tap.h"

static const struct {
	const char *prefix;
	const char *chain;
	const char *in, *out;
	const char *packet;
	const char *want;
	const char *before, *after;	/* "SRC->DST" as the packet enters and leaves; NULL: no translation is known */
} lines[] = {
	/* The lines that the language's own documentation shows. */
	{ NULL, "input", "ether1", NULL,
	  "tcp 80.75.212.9:50264->192.168.0.88:80 state=new mac=10:a3:b8:9b:51:70 flags=syn",
	  "input: in:ether1 out:(unknown 0), connection-state:new src-mac 10:a3:b8:9b:51:70, proto TCP (SYN), "
	  "80.75.212.9:50264->192.168.0.88:80, len 40" },
	{ NULL, "output", NULL, "sfp-sfpplus2",
	  "icmp 111.15.0.1->111.13.0.1 icmp=8:0 state=established mac=f2:b5:e9:17:18:3b len=56",
	  "output: in:(unknown 0) out:sfp-sfpplus2, connection-state:established src-mac f2:b5:e9:17:18:3b, "
	  "proto ICMP (type 8, code 0), 111.15.0.1->111.13.0.1, len 56" },
	{ "BAN INPUT 80", "input", "ether1", NULL,
	  "tcp 62.169.22.37:40244->192.168.0.88:80 state=new mac=aa:bb:cc:dd:dd:ee flags=syn",
	  "BAN INPUT 80 input: in:ether1 out:(unknown 0), connection-state:new src-mac aa:bb:cc:dd:dd:ee, "
	  "proto TCP (SYN), 62.169.22.37:40244->192.168.0.88:80, len 40" },
	{ NULL, "input", "ether1", NULL, "udp 203.0.113.50:5353->192.168.88.1:53 mac=52:54:00:12:34:56 len=76",
	  "input: in:ether1 out:(unknown 0), src-mac 52:54:00:12:34:56, proto UDP, "
	  "203.0.113.50:5353->192.168.88.1:53, len 76" },

	{ NULL, "forward", "ether1", "ether1",
	  "tcp 172.17.0.1:33202->203.0.113.9:9999 state=new nat=dstnat mac=52:55:0a:00:02:02 flags=syn len=44",
	  "forward: in:ether1 out:ether1, connection-state:new,dnat src-mac 52:55:0a:00:02:02, proto TCP (SYN), "
	  "172.17.0.1:33202->203.0.113.9:9999, NAT 172.17.0.1:33202->(10.0.2.15:15903->203.0.113.9:9999), len 44",
	  "172.17.0.1:33202->10.0.2.15:15903", "172.17.0.1:33202->203.0.113.9:9999" },
	{ NULL, "prerouting", "LAN", NULL,
	  "tcp 10.252.0.66:58000->198.51.100.77:4444 state=new nat=srcnat mac=b0:19:21:11:45:50 flags=syn len=60",
	  "prerouting: in:LAN out:(unknown 0), connection-state:new,snat src-mac b0:19:21:11:45:50, proto TCP (SYN), "
	  "10.252.0.66:58000->198.51.100.77:4444, "
	  "NAT (10.252.0.66:58000->1.20.198.230:58000)->198.51.100.77:4444, len 60",
	  "10.252.0.66:58000->198.51.100.77:4444", "1.20.198.230:58000->198.51.100.77:4444" },

	/* Both ends; only a port; IPv6; no ports; translated, but to what it was. */
	{ NULL, "x", "a", NULL, "udp 1.1.1.1:1->4.4.4.4:4 state=established nat=srcnat,dstnat",
	  "x: in:a out:(unknown 0), connection-state:established,snat,dnat proto UDP, 1.1.1.1:1->4.4.4.4:4, "
	  "NAT (1.1.1.1:1->2.2.2.2:2)->(3.3.3.3:3->4.4.4.4:4), len 40", "1.1.1.1:1->3.3.3.3:3", "2.2.2.2:2->4.4.4.4:4" },
	{ NULL, "x", "a", NULL, "udp 1.1.1.1:1->4.4.4.4:4 state=established nat=srcnat",
	  "x: in:a out:(unknown 0), connection-state:established,snat proto UDP, 1.1.1.1:1->4.4.4.4:4, "
	  "NAT (1.1.1.1:1->1.1.1.1:65535)->4.4.4.4:4, len 40", "1.1.1.1:1->4.4.4.4:4", "1.1.1.1:65535->4.4.4.4:4" },
	{ NULL, "x", "a", NULL, "udp [fd00::1]:1->[2001:db8::4]:4 state=new nat=srcnat",
	  "x: in:a out:(unknown 0), connection-state:new,snat proto UDP, [fd00::1]:1->[2001:db8::4]:4, "
	  "NAT ([fd00::1]:1->[2001:db8::2]:1)->[2001:db8::4]:4, len 40",
	  "[fd00::1]:1->[2001:db8::4]:4", "[2001:db8::2]:1->[2001:db8::4]:4" },
	{ NULL, "x", "a", NULL, "icmp 1.1.1.1->4.4.4.4 icmp=8:0 state=new nat=srcnat",
	  "x: in:a out:(unknown 0), connection-state:new,snat proto ICMP (type 8, code 0), 1.1.1.1->4.4.4.4, "
	  "NAT (1.1.1.1->2.2.2.2)->4.4.4.4, len 40", "1.1.1.1->4.4.4.4", "2.2.2.2->4.4.4.4" },
	{ NULL, "x", "a", NULL, "udp 1.1.1.1:1->4.4.4.4:4 state=new nat=srcnat",
	  "x: in:a out:(unknown 0), connection-state:new,snat proto UDP, 1.1.1.1:1->4.4.4.4:4, len 40",
	  "1.1.1.1:1->4.4.4.4:4", "1.1.1.1:1->4.4.4.4:4" },
	{ NULL, "x", "a", NULL, "icmp 9.9.9.9->4.4.4.4 icmp=3:1 state=related nat=dstnat",
	  "x: in:a out:(unknown 0), connection-state:related,dnat proto ICMP (type 3, code 1), 9.9.9.9->4.4.4.4, len 40" },

	/* With and without each part. */
	{ NULL, "forward", "a", "b", "tcp 1.2.3.4:1->5.6.7.8:2 state=new flags=syn,ack",
	  "forward: in:a out:b, connection-state:new proto TCP (SYN,ACK), 1.2.3.4:1->5.6.7.8:2, len 40" },
	{ NULL, "forward", "a", "b", "tcp 1.2.3.4:1->5.6.7.8:2 flags=ack,psh",
	  "forward: in:a out:b, proto TCP (ACK,PSH), 1.2.3.4:1->5.6.7.8:2, len 40" },
	{ "", "forward", "a", "b", "tcp 1.2.3.4:1->5.6.7.8:2 flags=ack,fin,psh",
	  "forward: in:a out:b, proto TCP (ACK,FIN,PSH), 1.2.3.4:1->5.6.7.8:2, len 40" },
	{ NULL, "x", NULL, NULL, "tcp 0.0.0.0:0->255.255.255.255:65535 flags=ack,rst len=65535",
	  "x: in:(unknown 0) out:(unknown 0), proto TCP (ACK,RST), 0.0.0.0:0->255.255.255.255:65535, len 65535" },
	{ NULL, "x", "a", NULL, "tcp 1.2.3.4:1->5.6.7.8:2 flags=rst state=invalid",
	  "x: in:a out:(unknown 0), connection-state:invalid proto TCP (RST), 1.2.3.4:1->5.6.7.8:2, len 40" },
	{ NULL, "x", "a", NULL, "tcp 1.2.3.4:1->5.6.7.8:2 state=related",
	  "x: in:a out:(unknown 0), connection-state:related proto TCP (), 1.2.3.4:1->5.6.7.8:2, len 40" },
	{ NULL, "x", "a", NULL, "tcp 1.2.3.4:1->5.6.7.8:2 state=untracked flags=fin,syn,rst,psh,ack,urg,ece,cwr",
	  "x: in:a out:(unknown 0), connection-state:untracked proto TCP (SYN,ACK,FIN,RST,PSH,URG,ECE,CWR), "
	  "1.2.3.4:1->5.6.7.8:2, len 40" },
	{ NULL, "x", "a", NULL, "tcp 1.2.3.4->5.6.7.8 frag",
	  "x: in:a out:(unknown 0), proto TCP, 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "x", "a", NULL, "icmp 1.2.3.4->5.6.7.8 short",
	  "x: in:a out:(unknown 0), proto ICMP, 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "x", "a", NULL, "icmp 1.2.3.4->5.6.7.8 icmp=255:10",
	  "x: in:a out:(unknown 0), proto ICMP (type 255, code 10), 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "x", "a", NULL, "gre 1.2.3.4->5.6.7.8", "x: in:a out:(unknown 0), proto 47, 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "x", "a", NULL, "139 1.2.3.4->5.6.7.8",
	  "x: in:a out:(unknown 0), proto 139, 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "x", "a", NULL, "sctp 1.2.3.4:9->5.6.7.8:10",
	  "x: in:a out:(unknown 0), proto 132, 1.2.3.4:9->5.6.7.8:10, len 40" },

	/* IPv6, in its canonical form. */
	{ NULL, "x", "a", NULL, "udp [2001:db8::1]:546->[ff02::1:2]:547",
	  "x: in:a out:(unknown 0), proto UDP, [2001:db8::1]:546->[ff02::1:2]:547, len 40" },
	{ NULL, "x", "a", NULL, "icmpv6 fe80::1->ff02::1 icmp=135:0 len=72",
	  "x: in:a out:(unknown 0), proto ICMP (type 135, code 0), fe80::1->ff02::1, len 72" },
	{ NULL, "x", "a", NULL, "50 ::->::1", "x: in:a out:(unknown 0), proto 50, ::->::1, len 40" },
	{ NULL, "x", "a", NULL, "50 1:0:0:2:0:0:0:3->1:0:0:2:3:0:0:4",
	  "x: in:a out:(unknown 0), proto 50, 1:0:0:2::3->1::2:3:0:0:4, len 40" },
	{ NULL, "x", "a", NULL, "50 1:0:2:3:4:5:6:7->1:2:3:4:5:6:0:0",
	  "x: in:a out:(unknown 0), proto 50, 1:0:2:3:4:5:6:7->1:2:3:4:5:6::, len 40" },
	{ NULL, "x", "a", NULL, "50 0:0:1:2:3:4:5:6->ffff:ABCD:12:f::",
	  "x: in:a out:(unknown 0), proto 50, ::1:2:3:4:5:6->ffff:abcd:12:f::, len 40" },

	/* What somebody else chose cannot end the line, or steer a terminal. */
	{ "a\nb\r\t\x7f\x1b[2J", "x", "a", NULL, "50 1.2.3.4->5.6.7.8",
	  "a\\0Ab\\0D\\09\\7F\\1B[2J x: in:a out:(unknown 0), proto 50, 1.2.3.4->5.6.7.8, len 40" },
	{ "C:\\0A", "x", "a", NULL, "50 1.2.3.4->5.6.7.8",
	  "C:\\\\0A x: in:a out:(unknown 0), proto 50, 1.2.3.4->5.6.7.8, len 40" },
	{ "Gr\xc3\xbc\xc3\x9f" "e \xe2\x82\xac \xf0\x9f\x94\xa5", "x", "a", NULL, "50 1.2.3.4->5.6.7.8",
	  "Gr\xc3\xbc\xc3\x9f" "e \xe2\x82\xac \xf0\x9f\x94\xa5 x: in:a out:(unknown 0), proto 50, 1.2.3.4->5.6.7.8, len 40" },
	{ "\xc2\x9b\xe2\x80\xa8\xff\xc3", "x", "a", NULL, "50 1.2.3.4->5.6.7.8",
	  "\\C2\\9B\\E2\\80\\A8\\FF\\C3 x: in:a out:(unknown 0), proto 50, 1.2.3.4->5.6.7.8, len 40" },
	{ "\xc0\x8a\xe0\x80\x8a\xed\xa0\x80\xf4\x90\x80\x80", "x", "a", NULL, "50 1.2.3.4->5.6.7.8",
	  "\\C0\\8A\\E0\\80\\8A\\ED\\A0\\80\\F4\\90\\80\\80 x: in:a out:(unknown 0), proto 50, 1.2.3.4->5.6.7.8, len 40" },
	{ NULL, "evil\nchain", "if\x1b", "o\nut", "50 1.2.3.4->5.6.7.8",
	  "evil\\0Achain: in:if\\1B out:o\\0Aut, proto 50, 1.2.3.4->5.6.7.8, len 40" },
};

static struct rosfw_item *item(const char *prefix)
{
	struct rosfw_item_builder b;

	rosfw_item_begin(&b, ROSFW_MENU_IP_FILTER);
	if (prefix)
		rosfw_item_put_string(&b, ROSFW_A_LOG_PREFIX, false, prefix);
	return b.item;
}

static void read_ends(const char *text, u32 n, struct rosfw_log_nat *nat)
{
	char line[128];
	struct packet p;

	snprintf(line, sizeof(line), "udp %s", text);
	p = packet_parse(line);
	nat->src[n] = (struct rosfw_log_end){ p.pkt.src, p.pkt.sport };
	nat->dst[n] = (struct rosfw_log_end){ p.pkt.dst, p.pkt.dport };
}

/* In memory of exactly the size that is named: not a byte more is touched, and the text always ends. */
static void test_sizes(const struct rosfw_walk *walk, const struct rosfw_log_nat *nat, u32 i)
{
	size_t len = strlen(lines[i].want), size;
	char *buf;

	for (size = 0; size <= len + 2; size++) {
		buf = malloc(size);
		tap_is(rosfw_log_format(buf, size, walk, nat, lines[i].in, lines[i].out), len);
		if (size)
			tap_ok(strlen(buf) == min(len, size - 1) && !strncmp(buf, lines[i].want, size - 1));
		free(buf);
	}
}

int main(void)
{
	char buf[512];
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		struct packet p = packet_parse(lines[i].packet);
		struct rosfw_rule rule = { .item = item(lines[i].prefix) };
		struct rosfw_walk walk = { .pkt = &p.pkt, .state = p.state, .nat_state = p.nat_state, .rule = &rule,
					   .chain = lines[i].chain };
		struct rosfw_log_nat ends, *nat = lines[i].before ? &ends : NULL;

		if (nat) {
			read_ends(lines[i].before, 0, nat);
			read_ends(lines[i].after, 1, nat);
		}
		tap_case("%s", lines[i].want);
		rosfw_log_format(buf, sizeof(buf), &walk, nat, lines[i].in, lines[i].out);
		tap_str(buf, lines[i].want);
		test_sizes(&walk, nat, i);
		rosfw_item_put((struct rosfw_item *)rule.item);
	}
	tap_case("a walk that no rule decided");
	{
		struct packet p = packet_parse("udp 1.2.3.4:5->6.7.8.9:10");
		struct rosfw_walk walk = { .pkt = &p.pkt, .state = p.state, .chain = "input" };

		rosfw_log_format(buf, sizeof(buf), &walk, NULL, NULL, NULL);
		tap_str(buf, "input: in:(unknown 0) out:(unknown 0), proto UDP, 1.2.3.4:5->6.7.8.9:10, len 40");
	}
	tap_is(rosfw_test_live(), 0);
	return tap_end();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP: sequence numbers that fit and that do not, timeouts that follow from them, connections seen from the middle, and
 * people who know the addresses and ports of a connection, but not its numbers.
 */
#include "track_play.h"

#define OPEN	"> S 0 : new syn-sent 5\n < SA 0 ack 1 : ok syn-recv 5\n > A 1 ack 1 : ok established 1d assured\n"

/* Windows of 1000 bytes. */
#define SMALL	"> S 0 win 1000 : new syn-sent 5\n < SA 0 ack 1 win 1000 : ok syn-recv 5\n" \
		"> A 1 ack 1 win 1000 : ok established 1d assured\n"

/* Windows of 1000 bytes, then of up to 64 (A) and 8 (B) times what the header says. */
#define SCALED	"> S 0 win 1000 ws 6 : new syn-sent 5\n < SA 0 ack 1 win 1000 ws 3 : ok syn-recv 5\n" \
		"> A 1 ack 1 win 1000 : ok established 1d assured\n"

/* Both have sent 100 bytes. */
#define TALK	OPEN "> PA 1+100 ack 1 : ok - 5m\n < PA 1+100 ack 101 : ok\n > A 101 ack 101 : ok - 1d\n"

static const struct sequence windows[] = {
	/* data ahead */
	{ "data up to the end of the window", TCP, SMALL "> PA 1+1000 ack 1 : ok - 5m\n" },
	{ "data beyond the window", TCP, SMALL
	  "> PA 1+1002 ack 1 : invalid\n"
	  "> PA 1001+1000 ack 1 : invalid\n"
	  "< PA 1002 ack 1   : ok - 5m\n"
	  "< PA 1003 ack 1   : invalid\n" },
	{ "data within the window, out of order", TCP, SMALL
	  "> PA 501+500 ack 1 win 1000 : ok - 5m\n"
	  "> PA 1+500 ack 1 win 1000 : ok\n"
	  "< A 1 ack 1001 win 1000 : ok - 1d\n" },
	{ "the window moves on with what is acknowledged", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "> PA 1001+500 ack 1 win 1000 : invalid\n"
	  "< A 1 ack 501 win 1000 : ok\n"
	  "> PA 1001+500 ack 1 win 1000 : ok\n"
	  "> PA 1501+500 ack 1 win 1000 : invalid\n" },
	{ "a window that shrinks takes nothing back", TCP, SMALL
	  "< A 1 ack 1 win 10 : ok\n"
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n" },
	{ "a window that opens", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 1001 win 0 : ok\n"
	  "> PA 1001+10 ack 1 win 1000 : invalid\n"
	  "< A 1 ack 1001 win 2000 : ok - 1d\n"
	  "> PA 1001+2000 ack 1 win 1000 : ok - 5m\n" },
	{ "zero window probe of one byte", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 1001 win 0 : ok\n"
	  "> A 1001+1 ack 1 win 1000 : ok\n"
	  "< A 1 ack 1001 win 0 : ok\n"
	  "> A 1001+2 ack 1 win 1000 : invalid\n"
	  "> A 1001+1 ack 1 win 1000 : ok\n"
	  "< A 1 ack 1002 win 0 : ok\n"
	  "> A 1002+1 ack 1 win 1000 : ok\n" },
	{ "zero window probe without data", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 1001 win 0 : ok\n"
	  "> A 1000 ack 1 win 1000 : ok\n"
	  "< A 1 ack 1001 win 0 : ok\n"
	  "< A 1 ack 1001 win 500 : ok - 1d\n" },
	{ "FIN behind a full window", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "> FA 1001 ack 1 win 1000 : ok fin-wait 10\n" },
	{ "a window of nothing in the SYN", TCP,
	  "> S 0 win 0       : new syn-sent 5\n"
	  "< SA 0 ack 1 win 0 : ok syn-recv\n"
	  "> A 1 ack 1 win 0 : ok established 5m assured\n"
	  "< A 1 ack 1 win 10 : ok\n"
	  "> A 1 ack 1 win 10 : ok - 1d\n"
	  "> PA 1+10 ack 1 win 10 : ok - 5m\n" },
	{ "merged segments", TCP, "> S 0 ws 8 : new syn-sent 5\n < SA 0 ack 1 ws 8 : ok syn-recv 5\n"
	  "> A 1 ack 1 : ok established 1d assured\n < PA 1+200000 ack 1 : ok - 5m\n > A 1 ack 200001 : ok - 1d\n" },

	/* data behind */
	{ "data repeated", TCP, TALK
	  "> PA 1+100 ack 101 : ok\n"
	  "< A 101 ack 101   : ok\n" },
	{ "data repeated, and more", TCP, TALK "> PA 1+300 ack 101 : ok - 5m\n" },
	{ "data repeated that was acknowledged a window ago passes, and no more than that", TCP, OPEN
	  "> PA 1+65000 ack 1 : ok - 5m\n"
	  "< A 1 ack 65001   : ok - 1d\n"
	  "> PA 65001+2160 ack 1 : ok - 5m\n"
	  "< A 1 ack 67161   : ok - 1d\n"
	  "> PA 1+1460 ack 1 : ignore\n"
	  "< A 1 ack 67161   : ok\n" },
	{ "data of two windows ago", TCP, SMALL
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 1001    : ok - 1d\n"
	  "> PA 1001+65000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 66001   : ok - 1d\n"
	  "> PA 66001+65000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 131001  : ok - 1d\n"
	  "> PA 1+100 ack 1 win 1000 : ignore\n"
	  "> PA 131001+65000 ack 1 win 1000 : ok - 5m\n"
	  "< A 1 ack 196001  : ok - 1d\n"
	  "> PA 1+100 ack 1 win 1000 : invalid\n" },
	{ "keepalive", TCP, TALK
	  "> A 100 ack 101   : ok\n"
	  "< A 101 ack 101   : ok\n"
	  "< A 100 ack 101   : ok\n"
	  "> A 101 ack 101   : ok\n" },
	{ "keepalive with a byte", TCP, TALK
	  "> A 100+1 ack 101 : ok\n"
	  "< A 101 ack 101   : ok\n" },
	{ "keepalive in a window of nothing", TCP, SMALL
	  "> A 1 ack 1 win 0 : ok - 5m\n"
	  "< A 0 ack 1 win 1000 : ok\n"
	  "> A 1 ack 1 win 0 : ok\n" },

	/* acknowledgements */
	{ "ACK of data that was never sent", TCP, TALK
	  "> A 101 ack 102   : invalid\n"
	  "< A 101 ack 102   : invalid\n"
	  "< PA 101+10 ack 90000 : invalid\n"
	  "< FA 101 ack 102  : invalid\n" },
	{ "ACKs out of order", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "> PA 201+100 ack 101 : ok\n"
	  "< A 101 ack 301   : ok - 1d\n"
	  "< A 101 ack 201   : ok\n"
	  "< A 101 ack 101   : ok\n" },
	{ "ACKs are lost before us", TCP, TALK
	  "> PA 101+1000 ack 101 : ok - 5m\n"
	  "> PA 101+1000 ack 101 : ok\n"
	  "> PA 1101+1000 ack 101 : ok\n"
	  "< A 101 ack 2101  : ok - 1d\n" },
	{ "an ACK that is too old", TCP, OPEN
	  "> PA 1+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 60001   : ok - 1d\n"
	  "> PA 60001+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 120001  : ok - 1d\n"
	  "< A 1 ack 54001   : ok\n"
	  "< A 1 ack 54000   : ignore\n"
	  "> PA 120001+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 180001  : ok - 1d\n"
	  "< A 1 ack 1       : invalid\n" },
	{ "an old ACK with SACK is not old", TCP, OPEN
	  "> PA 1+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 60001   : ok - 1d\n"
	  "> PA 60001+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 120001  : ok - 1d\n"
	  "< A 1 ack 50000 sack 100000-110000 : ok\n"
	  "< A 1 ack 50000 sack 100000-120002 : ignore\n"
	  "< A 1 ack 50000 sack 40000-50001 : ignore\n"
	  "< A 1 ack 50000 opt 050a : ignore\n" },
	{ "SACK while data is missing", TCP, TALK
	  "> PA 201+100 ack 101 : ok - 5m\n"
	  "< A 101 ack 101 sack 201-301 : ok\n"
	  "> PA 101+100 ack 101 : ok\n"
	  "< A 101 ack 301   : ok - 1d\n" },
	{ "SACK of what was received twice", TCP, TALK
	  "> PA 1+100 ack 101 : ok\n"
	  "< A 101 ack 101 sack 1-101 : ok\n" },

	/* window scaling */
	{ "windows are scaled by what both have offered", TCP, SCALED
	  "> PA 1+1000 ack 1 win 1000 : ok - 5m\n"
	  "< PA 1+64000 ack 1001 win 1000 : ok\n"
	  "< PA 64001+2 ack 1001 win 1000 : invalid\n"
	  "> PA 1001+8000 ack 64001 win 1000 : ok\n"
	  "> PA 9001+2 ack 64001 win 1000 : invalid\n" },
	{ "the window of a SYN is not scaled", TCP,
	  "> S 0 win 1000 ws 6 : new syn-sent 5\n"
	  "< SA 0 ack 1 win 1000 ws 3 : ok syn-recv\n"
	  "< PA 1+1002 ack 1 : invalid\n"
	  "> PA 1+1002 ack 1 : invalid\n" },
	{ "no scaling if the server does not", TCP,
	  "> S 0 win 1000 ws 6 : new syn-sent 5\n"
	  "< SA 0 ack 1 win 1000 : ok syn-recv\n"
	  "> A 1 ack 1 win 1000 : ok established 1d assured\n"
	  "< PA 1+1002 ack 1 : invalid\n" },
	{ "no scaling if the client does not", TCP,
	  "> S 0 win 1000    : new syn-sent 5\n"
	  "< SA 0 ack 1 win 1000 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1 win 1000 : ok established 1d assured\n"
	  "< A 1 ack 1 win 1000 : ok\n"
	  "> PA 1+1002 ack 1 : invalid\n" },
	{ "scaling of one side by nothing is scaling", TCP,
	  "> S 0 win 1000 ws 0 : new syn-sent 5\n"
	  "< SA 0 ack 1 win 1000 ws 1 : ok syn-recv\n"
	  "> A 1 ack 1 win 1000 : ok established 1d assured\n"
	  "< A 1 ack 1 win 1000 : ok\n"
	  "> PA 1+2000 ack 1 : ok - 5m\n" },
	{ "a scale of more than 14 is 14", TCP,
	  "> S 0 ws 255      : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 15 : ok syn-recv\n"
	  "> A 1 ack 1 win 1 : ok established 1d assured\n"
	  "> A 1 ack 1 win 4 : ok\n"
	  "< PA 1+65536 ack 1 : ok - 5m\n"
	  "< PA 65537+2 ack 1 : invalid\n" },
	{ "simultaneous open with scaling", TCP,
	  "> S 0 win 10 ws 6 : new syn-sent 5\n"
	  "< S 0 win 10 ws 3 : ok listen\n"
	  "> SA 0 ack 1 win 10 ws 6 : ok syn-recv\n"
	  "< SA 0 ack 1 win 10 ws 3 : ok established 1d\n"
	  "> A 1 ack 1 win 10 : ok - - assured\n"
	  "< PA 1+640 ack 1 win 10 : ok - 5m\n"
	  "< PA 641+2 ack 1 win 10 : invalid\n"
	  "> PA 1+80 ack 641 win 10 : ok\n"
	  "> PA 81+2 ack 641 win 10 : invalid\n" },

	/* options */
	{ "options before the scale", TCP,
	  "> S 0 opt 020405b40402080a000000010000000001 ws 6 : new syn-sent 5\n"
	  "< SA 0 ack 1 opt 020405b40101 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 1d assured\n"
	  "> PA 1+65537 ack 1 : invalid\n"
	  "< A 1 ack 1       : ok\n"
	  "> PA 1+65537 ack 1 : ok - 5m\n" },
	{ "no scale behind the end of options", TCP,
	  "> S 0 win 10 opt 01000000 ws 6 : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1 win 10 : ok established 1d assured\n"
	  "< PA 1+20 ack 1   : invalid\n" },
	{ "no scale behind an option that has no length", TCP,
	  "> S 0 win 10 opt 08000101 ws 6 : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1 win 10 : ok established 1d assured\n"
	  "< PA 1+20 ack 1   : invalid\n" },
	{ "no scale in an option that is cut off", TCP,
	  "> S 0 win 10 opt 01010303 : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1 win 10 : ok established 1d assured\n"
	  "< PA 1+20 ack 1   : invalid\n" },
	{ "no scale in an option of another length", TCP,
	  "> S 0 win 10 opt 03040601 : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 6 : ok syn-recv\n"
	  "> A 1 ack 1 win 10 : ok established 1d assured\n"
	  "< PA 1+20 ack 1   : invalid\n" },
	{ "an option of which only the kind is there", TCP,
	  "> S 0 win 10 opt 01010103 : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 6 : ok syn-recv\n" },

	/* numbers wrap */
	{ "numbers wrap", TCP, "isn 4294967290 2147483640\n" TALK
	  "> PA 101+60000 ack 101 : ok - 5m\n"
	  "< A 101 ack 60101 : ok - 1d\n"
	  "< A 101 ack 60102 : invalid\n"
	  "> A 60101 ack 102 : invalid\n"
	  "> PA 50101+10000 ack 101 : ok\n"
	  "> FA 60101 ack 101 : ok fin-wait 10\n"
	  "< FA 101 ack 60102 : ok last-ack\n"
	  "> A 60102 ack 102 : ok time-wait\n" },
	{ "numbers wrap within the handshake", TCP, "isn 4294967295 4294967295\n" TALK "> R 101 : ok close 10\n" },
	{ "numbers wrap, with the largest windows", TCP, "isn 4294967000 3000000000\n"
	  "> S 0 ws 14       : new syn-sent 5\n"
	  "< SA 0 ack 1 ws 14 : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 1d assured\n"
	  "< A 1 ack 1       : ok\n"
	  "> PA 1+60000 ack 1 : ok - 5m\n"
	  "> PA 1000000000+60000 ack 1 : ok\n"
	  "> PA 1+60000 ack 1 : ok\n"
	  "> PA 1073725441+2 ack 1 : invalid\n"
	  "< A 1 ack 1000060000 : ok - 1d\n"
	  "> PA 2000000000+60000 ack 1 : ok - 5m\n" },

	/* somebody has changed lengths on the way */
	{ "acknowledgements are shifted back", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "< A 101 ack 205   : invalid\n"
	  "< A 101 ack 205 shift 4 : ok - 1d\n"
	  "< A 101 ack 196 shift 4294967291 : ok\n"
	  "< A 101 ack 197 shift 4294967291 : invalid\n" },
	{ "SACK is shifted back", TCP, OPEN
	  "> PA 1+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 60001   : ok - 1d\n"
	  "> PA 60001+60000 ack 1 : ok - 5m\n"
	  "< A 1 ack 120001  : ok - 1d\n"
	  "< A 1 ack 50000 sack 100000-120005 : ignore\n"
	  "< A 1 ack 50000 sack 100000-120005 shift 4 : ok\n" },
};

static const struct sequence timeouts[] = {
	{ "data without an answer", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "< A 101 ack 151   : ok\n"
	  "< A 101 ack 201   : ok - 1d\n" },
	{ "data repeated without an answer: three times are enough", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "< A 101 ack 201   : ok - 1d\n"
	  "> PA 101+100 ack 101 : ok\n"
	  "> PA 101+100 ack 101 : ok\n"
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "< A 101 ack 201   : ok - 1d\n" },
	{ "repetitions that are answered do not count", TCP, TALK
	  "> PA 1+100 ack 101 : ok\n"
	  "> PA 1+100 ack 101 : ok\n"
	  "< A 101 ack 101   : ok\n"
	  "> PA 1+100 ack 101 : ok\n"
	  "> PA 1+100 ack 101 : ok\n"
	  "> PA 1+100 ack 101 : ok - 5m\n"
	  "> PA 1+99 ack 101 : ok - 1d\n" },
	{ "pure ACKs are no repetitions", TCP, TALK
	  "> A 101 ack 101   : ok\n > A 101 ack 101   : ok\n > A 101 ack 101   : ok\n > A 101 ack 101   : ok\n"
	  "> A 101 ack 101   : ok\n" },
	{ "a closed window", TCP, TALK
	  "> A 101 ack 101 win 0 : ok - 5m\n"
	  "< A 101 ack 101   : ok\n"
	  "> A 101 ack 101 win 1 : ok - 1d\n" },
	{ "an old segment does not close the window", TCP, TALK
	  "< A 101 ack 1 win 0 : ok\n"
	  "< A 101 ack 101 win 0 : ok - 5m\n"
	  "< A 101 ack 1 win 10 : ok\n"
	  "< A 101 ack 101 win 10 : ok - 1d\n" },
	{ "what proves nothing has no part in it", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "> S 900000        : ignore\n"
	  "< RA 150 ack 101  : ignore\n"
	  "< SA 0 ack 1      : ignore\n"
	  "< A 101 ack 201   : ok - 1d\n" },
};

static const struct sequence resets[] = {
	{ "RST out of the window, behind, and merely within it", TCP, TALK
	  "< R 0             : invalid\n"
	  "< R 1000000       : invalid\n"
	  "< R 42            : invalid\n"
	  "< RA 100 ack 101  : invalid\n"
	  "< RA 102 ack 101  : ignore\n"
	  "< R 50000         : ignore\n"
	  "< RA 101 ack 101  : ok close 10\n" },
	{ "RST of the client, the same", TCP, TALK
	  "> R 0             : invalid\n"
	  "> R 100           : invalid\n"
	  "> R 102           : ignore\n"
	  "> R 70000         : invalid\n"
	  "> R 101           : ok close 10\n" },
	{ "RST overtakes data: the receiver asks back, and the next one is right", TCP, TALK
	  "> R 201           : ignore\n"
	  "< A 101 ack 101   : ok\n"
	  "> R 101           : ok close 10\n" },
	{ "RST while half closed must be exact, too", TCP, TALK
	  "> FA 101 ack 101  : ok fin-wait 10\n"
	  "< A 101 ack 102   : ok close-wait\n"
	  "< R 42            : invalid\n"
	  "< R 900           : ignore\n"
	  "< R 101           : ok close\n" },
	{ "RST after the close", TCP, TALK
	  "> FA 101 ack 101  : ok fin-wait 10\n"
	  "< FA 101 ack 102  : ok last-ack\n"
	  "< R 777           : ignore\n"
	  "< R 777777        : invalid\n"
	  "> A 102 ack 102   : ok time-wait\n"
	  "< R 777777        : ignore\n"
	  "< R 102           : ok close\n" },
	{ "liberal: only RST must fit", TCP, "liberal\n" TALK
	  "> PA 900001+100 ack 101 : ok\n"
	  "< A 101 ack 900101 : ok\n"
	  "< PA 4000000+10 ack 700000 : ok\n"
	  "< R 900000        : invalid\n"
	  "< R 50000         : ignore\n"
	  "> SA 0 ack 1      : invalid\n"
	  "> PA 101+10 ack 101 : ok - 5m\n"
	  "< R 101           : ok close 10\n" },
	{ "liberal: numbers that nobody understands open and close a connection", TCP, "liberal\n"
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 500001 ack 777777 : ok established 1d assured\n"
	  "> FA 500001 ack 777777 : ok close-wait 10\n"
	  "< FA 900001 ack 888888 : ok time-wait\n" },
};

static const struct sequence middles[] = {
	{ "picked up", TCP,
	  "> A 1 ack 1       : new established 5m\n"
	  "> PA 1+100 ack 1  : ok\n"
	  "< A 1 ack 101     : ok - 1d assured\n" },
	{ "picked up with data", TCP, "> PA 1+100 ack 1 : new established 5m\n < PA 1+10 ack 101 : ok - - assured\n" },
	{ "picked up and closed", TCP,
	  "> A 1 ack 1       : new established 5m\n"
	  "< FA 1 ack 1      : ok fin-wait 10\n"
	  "> A 1 ack 2       : ok close-wait\n"
	  "> FA 1 ack 2      : ok last-ack\n"
	  "< A 2 ack 2       : ok time-wait\n" },
	{ "picked up and reset by the other side", TCP, "> A 1 ack 1 : new established 5m\n < R 1 : ok close 10\n" },
	{ "picked up and reset", TCP, "> PA 1+10 ack 1 : new established 5m\n > R 900 : ignore\n > R 11 : ok close 10\n" },
	{ "picked up: one direction only", TCP,
	  "> A 1 ack 1       : new established 5m\n"
	  "> A 1 ack 900001  : ok\n"
	  "> A 1 ack 9000001 : ok\n"
	  "> A 1 ack 99000001 : ok\n" },
	{ "picked up while much is under way from the other side", TCP,
	  "> A 1 ack 1       : new established 5m\n"
	  "< PA 5000001+1000 ack 1 : ok - - assured\n"
	  "> A 1 ack 10001   : ok\n"
	  "< PA 5001001+1000 ack 1 : ok\n"
	  "> A 1 ack 5001001 : ok\n"
	  "< PA 5002001+1000 ack 1 : ok\n"
	  "> A 1 ack 5003001 : ok - 1d\n" },
	{ "picked up at a repetition while much is under way", TCP,
	  "> PA 1+1000 ack 1 : new established 5m\n"
	  "< A 1 ack 5000001 : ok - 1d assured\n"
	  "> PA 5000001+1000 ack 1 : ok - 5m\n"
	  "< A 1 ack 5001001 : ok - 1d\n" },
	{ "picked up at a repetition, on a slow way", TCP,
	  "> PA 1+1000 ack 1 : new established 5m\n"
	  "> PA 500001+1000 ack 1 : ok\n"
	  "< A 1 ack 501001  : ok - 1d assured\n" },
	{ "picked up: a gap in a large window", TCP,
	  "> PA 1+1000 ack 1 : new established 5m\n"
	  "< A 1 ack 1001 win 60000 : ok - 1d assured\n"
	  "> PA 1001+1000000 ack 1 : ok - 5m\n"
	  "> PA 1001001+1000000 ack 1 : ok\n"
	  "> PA 2001001+1000000 ack 1 : ok\n"
	  "< A 1 ack 1001001 win 60000 : ok\n"
	  "> PA 3501001+400000 ack 1 : ok\n"
	  "< A 1 ack 3901001 win 60000 : ok - 1d\n" },
	{ "picked up: what does not fit passes, and has no effect", TCP,
	  "> PA 1+100 ack 1  : new established 5m\n"
	  "< A 1 ack 101     : ok - 1d assured\n"
	  "> PA 77000000+100 ack 1 : ignore\n"
	  "< FA 77000000 ack 101 : ignore\n"
	  "< A 2 ack 99000000 : ignore\n"
	  "< R 77000000      : invalid\n"
	  "> PA 101+100 ack 1 : ok - 5m\n" },
	{ "picked up: the other side's first word is nothing like it", TCP,
	  "> PA 1+100 ack 1  : new established 5m\n"
	  "< A 17000000 ack 101 : ignore\n"
	  "< A 1 ack 17000000 : ignore\n"
	  "< A 1 ack 101     : ok - 1d assured\n" },
	{ "picked up, then opened anew", TCP,
	  "> PA 1+100 ack 1  : new established 5m\n"
	  "> S 9000 ws 3     : ignore\n"
	  "< SA 7000 ack 9001 : ok syn-recv 5\n"
	  "> A 9001 ack 7001 : ok established 1d assured\n"
	  "> PA 99001+100 ack 7001 : invalid\n" },
};

static const struct sequence attacks[] = {
	{ "a blind SYN does not keep a connection", TCP, TALK "> S 123456789 : ignore\n < S 123456789 : invalid\n" },
	{ "blind segments", TCP, TALK
	  "> PA 1000000+10 ack 101 : invalid\n"
	  "> PA 101+10 ack 1000000 : invalid\n"
	  "> FA 1000000 ack 1000000 : invalid\n"
	  "< A 3000000000 ack 3000000000 : invalid\n"
	  "< R 3000000000    : invalid\n" },
	{ "blind segments while it is opened", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< A 1234567 ack 7654321 : ignore\n"
	  "< SA 1234567 ack 7654321 : ignore\n"
	  "< R 1234567       : invalid\n"
	  "< RA 0 ack 7654321 : invalid\n"
	  "> S 1234567       : ignore\n"
	  "> R 1234567       : invalid\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 1 ack 7654321 : invalid\n"
	  "> PA 7654321 ack 1 : invalid\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },
	{ "a forged SYN and its forged answer: the real sides object", TCP, TALK
	  "> S 123456789     : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "< A 101 ack 101   : ok established 5m\n"
	  "> A 101 ack 101   : ok - 1d\n"
	  "> PA 101+10 ack 101 : ok - 5m\n"
	  "< A 101 ack 111   : ok - 1d\n" },
	{ "a forged SYN and its forged answer: only A objects", TCP, TALK
	  "> S 123456789     : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "> A 101 ack 101   : ok established 5m\n"
	  "< PA 101+100 ack 101 : ok\n"
	  "> A 101 ack 201   : ok - 1d\n" },
	{ "a whole forged connection within the old one", TCP, TALK
	  "> S 123456789     : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "> A 123456790 ack 987654322 : ok established 1d\n"
	  "> S 55555         : ignore\n"
	  "< SA 66666 ack 55556 : ignore\n"
	  "> R 123456790     : ok close 10\n"
	  "> S 55555         : ignore\n"
	  "< S 55555         : invalid\n"
	  "< A 101 ack 101   : ok established 5m\n"
	  "> A 101 ack 101   : ok - 1d\n" },
	{ "after a while nobody objects", TCP, TALK
	  "> S 123456789     : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "> A 123456790 ack 987654322 : ok established 1d\n"
	  "wait 4\n"
	  "< A 101 ack 101   : invalid\n"
	  "> PA 123456790+10 ack 987654322 : ok - 5m\n" },
	{ "a picked up connection: forged pair, the real sides object", TCP,
	  "> PA 1+100 ack 1  : new established 5m\n"
	  "< A 1 ack 101     : ok - 1d assured\n"
	  "> S 123456789     : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "< A 1 ack 101     : ok established 5m\n"
	  "> PA 101+10 ack 1 : ok\n" },
	{ "scales survive a forged pair", TCP, SCALED
	  "> A 1 ack 1 win 1000 : ok\n"
	  "> S 123456789 ws 1 : ignore\n"
	  "< SA 987654321 ack 123456790 : ok syn-recv 5\n"
	  "< A 1 ack 1 win 1000 : ok established 5m\n"
	  "> A 1 ack 1 win 65535 : ok - 1d\n"
	  "< PA 1+4000000 ack 1 win 1000 : ok - 5m\n" },
	{ "time-wait: a blind SYN starts another connection, as it may", TCP, TALK
	  "> FA 101 ack 101  : ok fin-wait 10\n"
	  "< FA 101 ack 102  : ok last-ack\n"
	  "> A 102 ack 102   : ok time-wait\n"
	  "> S 123456789     : again syn-sent 5\n" },
};

int main(void)
{
	tap_begin();
	play_all(windows, ARRAY_SIZE(windows));
	play_all(timeouts, ARRAY_SIZE(timeouts));
	play_all(resets, ARRAY_SIZE(resets));
	play_all(middles, ARRAY_SIZE(middles));
	play_all(attacks, ARRAY_SIZE(attacks));
	return tap_end();
}

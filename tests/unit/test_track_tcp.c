// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP connections: opening, closing, ports that are used again. Sequence numbers are those of real conversations; what
 * happens when they are not is in test_track_window.c.
 */
#include "track_play.h"

#define OPEN	"> S 0 : new syn-sent 5\n < SA 0 ack 1 : ok syn-recv 5\n > A 1 ack 1 : ok established 1d assured\n"

/* Both have sent 100 bytes. */
#define TALK	OPEN "> PA 1+100 ack 1 : ok - 5m\n < PA 1+100 ack 101 : ok\n > A 101 ack 101 : ok - 1d\n"

/* A has closed, B has not. */
#define HALF	OPEN "> FA 1 ack 1 : ok fin-wait 10\n < A 1 ack 2 : ok close-wait\n"

/* A has closed first, then B. */
#define CLOSED	OPEN "> FA 1 ack 1 : ok fin-wait 10\n < FA 1 ack 2 : ok last-ack\n > A 2 ack 2 : ok time-wait\n"

static const struct sequence opening[] = {
	{ "open", TCP, OPEN },
	{ "open and data", TCP, OPEN
	  "> PA 1+100 ack 1  : ok - 5m\n"
	  "< A  1   ack 101  : ok - 1d\n"
	  "< PA 1+50 ack 101 : ok - 5m\n"
	  "> A  101 ack 51   : ok - 1d\n"
	  "> AU 101 ack 51   : ok\n" },
	{ "open with data in the third segment", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> PA 1+100 ack 1  : ok established 5m assured\n"
	  "< A 1 ack 101     : ok - 1d\n" },
	{ "SYN with ECN flags", TCP,
	  "> SEC 0           : new syn-sent 5\n"
	  "< SAE 0 ack 1     : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 1d assured\n"
	  "> PAC 1+10 ack 1  : ok - 5m\n" },
	{ "SYN with urgent data", TCP, "> SU 0 : new syn-sent 5\n" },
	{ "SYN repeated without an answer does not last for ever", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "> S 0             : ignore\n"
	  "> S 0             : ignore\n"
	  "< SA 0 ack 1      : ok syn-recv\n" },
	{ "SYN repeated with other options, which count", TCP,
	  "> S 0 win 10 ws 7 : new syn-sent 5\n"
	  "> S 0 win 10      : ignore\n"
	  "< SA 0 ack 1 win 1000 : ok syn-recv\n"
	  "> A 1 ack 1 win 10 : ok established 1d assured\n"
	  "< PA 1+12 ack 1   : invalid\n" },
	{ "SYN repeated after the answer", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> S 0             : ignore\n"
	  "< SA 0 ack 1      : ignore\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },
	{ "answer repeated", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< SA 0 ack 1      : ignore\n"
	  "> A 1 ack 1       : ok established 1d assured\n"
	  "< SA 0 ack 1      : ignore\n"
	  "> A 1 ack 1       : ok\n" },
	{ "answer given anew, with another number", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< SA 70000 ack 1  : ok\n"
	  "> A 1 ack 1       : invalid\n"
	  "> A 1 ack 70001   : ok established 1d assured\n" },
	{ "the third segment is lost before us, data follows", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> PA 1+100 ack 1  : ok established 5m assured\n" },
	{ "the third segment and the first data are lost before us", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> PA 101+100 ack 1 : ok established 5m assured\n"
	  "> PA 1+100 ack 1  : ok\n"
	  "< A 1 ack 201     : ok - 1d\n" },
	{ "the third segment must acknowledge the answer", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 1 ack 0       : invalid\n"
	  "> A 1 ack 2       : invalid\n"
	  "> A 1 ack 4294967295 : invalid\n"
	  "> FA 1 ack 0      : invalid\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },
	{ "the side that has answered cannot complete the handshake", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< A 1 ack 1       : ok\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },
	{ "ACK before the answer", TCP, "> S 0 : new syn-sent 5\n > A 1 ack 1 : invalid\n > PA 1+10 ack 1 : invalid\n" },
	{ "FIN before the answer", TCP, "> S 0 : new syn-sent 5\n > FA 1 ack 1 : invalid\n < FA 1 ack 1 : invalid\n" },
	{ "a client that answers itself", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "> SA 0 ack 1      : invalid\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> SA 0 ack 1      : invalid\n" },
	{ "SYN of the server", TCP, OPEN "< S 0 : invalid\n < S 5000 : invalid\n" },
	{ "SYN of the server while opening", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< S 0             : invalid\n" },
	{ "SYN-ACK of the client", TCP, OPEN "> SA 0 ack 1 : invalid\n" },
	{ "FIN instead of the third segment", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> FA 1 ack 1      : ok fin-wait 10\n" },
	{ "the server closes at once", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< FA 1 ack 1      : ok fin-wait 10\n"
	  "> A 1 ack 2       : ok close-wait\n" },
	{ "simultaneous open", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "> SA 0 ack 1      : ok syn-recv\n"
	  "< SA 0 ack 1      : ok established 1d\n"
	  "> A 1 ack 1       : ok - - assured\n"
	  "< PA 1+10 ack 1   : ok - 5m\n" },
	{ "simultaneous open, B answers first", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> SA 0 ack 1      : ok established 1d\n"
	  "< A 1 ack 1       : ok - - assured\n" },
	{ "simultaneous open, the second answer is lost", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "> SA 0 ack 1      : ok syn-recv\n"
	  "< A 1 ack 1       : ok established 1d assured\n"
	  "> SA 0 ack 1      : ignore\n" },
	{ "simultaneous open, SYNs repeated", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "< S 0             : ignore\n"
	  "> S 0             : ignore\n"
	  "> A 1 ack 1       : invalid\n"
	  "< A 1 ack 1       : ignore\n"
	  "< FA 1 ack 1      : invalid\n"
	  "> SA 0 ack 1      : ok syn-recv\n"
	  "< S 0             : ignore\n" },
	{ "simultaneous open, an answer to nothing", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "> SA 0 ack 77     : invalid\n"
	  "> SA 0 ack 1      : ok syn-recv\n"
	  "< SA 0 ack 77     : invalid\n"
	  "< SA 9 ack 1      : invalid\n"
	  "< SA 0 ack 1      : ok established 1d\n" },
	{ "a made-up SYN of the server does not hinder its answer", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 777777        : ok listen\n"
	  "< S 888888        : ignore\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },

	/* fast open */
	{ "fast open: data in the SYN", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "< SA 0 ack 101    : ok syn-recv\n"
	  "> A 101 ack 1     : ok established 1d assured\n" },
	{ "fast open: the server talks before the third segment", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "< SA 0 ack 101    : ok syn-recv\n"
	  "< PA 1+1000 ack 101 : ok\n"
	  "< PA 1001+1000 ack 101 : ok\n"
	  "> A 101 ack 1     : ok established 5m assured\n"
	  "> A 101 ack 2001  : ok - 1d\n" },
	{ "fast open: data refused and sent again", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> PA 1+100 ack 1  : ok established 5m assured\n"
	  "< A 1 ack 101     : ok - 1d\n" },
	{ "fast open: SYN repeated without data", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "> S 0             : ignore\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 5m assured\n"
	  "> PA 1+100 ack 1  : ok\n" },
	{ "fast open: answer to more than was sent", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "< SA 0 ack 102    : ignore\n"
	  "< SA 0 ack 0      : ignore\n"
	  "< SA 0 ack 50     : ok syn-recv\n" },
	{ "fast open: data in the answer", TCP,
	  "> S 0+100         : new syn-sent 5\n"
	  "< SA 0+200 ack 101 : ok syn-recv\n"
	  "> A 101 ack 201   : ok established 1d assured\n" },

	/* refused */
	{ "port closed", TCP, "> S 0 : new syn-sent 5\n < RA 0 ack 1 : ok close 10\n" },
	{ "port closed, the client tries again", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< RA 0 ack 1      : ok close 10\n"
	  "> S 500           : again syn-sent 5\n"
	  "< RA 0 ack 501    : ok close 10\n"
	  "> S 0             : again syn-sent 5\n" },
	{ "port closed, fast open", TCP, "> S 0+100 : new syn-sent 5\n < RA 0 ack 101 : ok close 10\n" },
	{ "a refusal must acknowledge the SYN", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< R 0             : invalid\n"
	  "< RA 0 ack 0      : invalid\n"
	  "< RA 0 ack 2      : invalid\n"
	  "< RA 0 ack 1      : ok close 10\n" },
	{ "the client gives up", TCP, "> S 0 : new syn-sent 5\n > R 1 : ok close 10\n > S 0 : again syn-sent 5\n" },
	{ "RST of the client from nowhere", TCP, "> S 0 : new syn-sent 5\n > R 2 : invalid\n > RA 0 ack 0 : invalid\n" },
	{ "refused while opening at the same time", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< S 0             : ok listen\n"
	  "< R 5             : invalid\n"
	  "> RA 9 ack 1      : ok close 10\n" },
	{ "refused after the answer, which the client has not got", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> S 0             : ignore\n"
	  "< RA 3000 ack 2   : ignore\n"
	  "< RA 90000 ack 2  : invalid\n"
	  "< RA 90000 ack 1  : ok close 10\n" },
	{ "the client resets instead of the third segment", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> R 1             : ok close 10\n" },
	{ "the server resets before the third segment", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "< R 1             : ok close 10\n" },

	/* picked up, and what is not */
	{ "not picked up: RST", TCP, "> R 0 : refused\n > RA 0 ack 1 : refused\n" },
	{ "not picked up: FIN", TCP, "> FA 0 ack 1 : refused\n" },
	{ "not picked up: SYN-ACK", TCP, "> SA 0 ack 1 : refused\n" },
	{ "not picked up: nothing is, if that is switched off", TCP,
	  "strict\n > A 1 ack 1 : refused\n > PA 1+10 ack 1 : refused\n > S 0 : new syn-sent 5\n" },
	{ "nonsense does not start a connection", TCP,
	  "> - 0 : refused\n > SF 0 : refused\n > SR 0 : refused\n > FPU 0 : refused\n > F 0 : refused\n > P 0 : refused\n"
	  "> SFARPU 0 : refused\n > SAU 0 : refused\n > SFA 0 : refused\n > RFA 0 : refused\n > U 0 : refused\n" },
	{ "nonsense does not belong to one", TCP, OPEN
	  "> - 1             : invalid\n"
	  "> FPU 1           : invalid\n"
	  "< F 1             : invalid\n"
	  "> SR 1 ack 1      : invalid\n"
	  "< SFA 1 ack 1     : invalid\n"
	  "< RFA 1 ack 1     : invalid\n"
	  "> SFARPU 1 ack 1  : invalid\n"
	  "< SAU 1 ack 1     : invalid\n" },
};

static const struct sequence closing[] = {
	{ "A closes, then B", TCP, OPEN
	  "> FA 1 ack 1      : ok fin-wait 10\n"
	  "< A  1 ack 2      : ok close-wait\n"
	  "< FA 1 ack 2      : ok last-ack\n"
	  "> A  2 ack 2      : ok time-wait\n"
	  "> A  2 ack 2      : ok\n" },
	{ "B closes, then A", TCP, OPEN
	  "< FA 1 ack 1      : ok fin-wait 10\n"
	  "> A  1 ack 2      : ok close-wait\n"
	  "> FA 1 ack 2      : ok last-ack\n"
	  "< A  2 ack 2      : ok time-wait\n" },
	{ "FIN with data and urgent data", TCP, OPEN
	  "> FPAU 1+100 ack 1 : ok fin-wait 10\n"
	  "< A 1 ack 102     : ok close-wait\n" },
	{ "closed in three segments", TCP, OPEN
	  "> FPA 1 ack 1     : ok fin-wait 10\n"
	  "< FA  1 ack 2     : ok last-ack\n"
	  "> A   2 ack 2     : ok time-wait\n" },
	{ "both close at once", TCP, OPEN
	  "> FA 1 ack 1      : ok fin-wait 10\n"
	  "< FA 1 ack 1      : ok last-ack\n"
	  "< A  2 ack 2      : ok\n"
	  "> A  2 ack 2      : ok time-wait\n" },
	{ "half closed, B goes on", TCP, HALF
	  "< PA 1+1000 ack 2 : ok\n"
	  "> A 2 ack 1001    : ok\n"
	  "< PA 1001+1000 ack 2 : ok\n"
	  "> A 2 ack 2001    : ok\n"
	  "< FA 2001 ack 2   : ok last-ack\n"
	  "> A 2 ack 2002    : ok time-wait\n" },
	{ "half closed by the server, A goes on", TCP, OPEN
	  "< FA 1 ack 1      : ok fin-wait 10\n"
	  "> PA 1+1000 ack 1 : ok\n"
	  "> PA 1001+1000 ack 2 : ok close-wait\n"
	  "< A 2 ack 2001    : ok\n"
	  "> FA 2001 ack 2   : ok last-ack\n"
	  "< A 2 ack 2002    : ok time-wait\n" },
	{ "a FIN is not acknowledged by less", TCP, TALK
	  "> FA 101 ack 101  : ok fin-wait 10\n"
	  "< PA 101+10 ack 101 : ok\n"
	  "< A 111 ack 102   : ok close-wait\n" },
	{ "a repeated FIN is not the other side's", TCP, OPEN
	  "> FA 1 ack 1      : ok fin-wait 10\n"
	  "> FA 1 ack 1      : ok\n"
	  "< A  1 ack 2      : ok close-wait\n"
	  "> FA 1 ack 1      : ok\n"
	  "< FA 1 ack 2      : ok last-ack\n"
	  "< FA 1 ack 2      : ok\n"
	  "> A  2 ack 2      : ok time-wait\n" },
	{ "who has sent FIN does not acknowledge it", TCP, OPEN
	  "> FA 1 ack 1      : ok fin-wait 10\n"
	  "> A  2 ack 1      : ok\n"
	  "< A  1 ack 2      : ok close-wait\n" },
	{ "FIN repeated after the close: the last ACK was lost", TCP, CLOSED
	  "< FA 1 ack 2      : ok\n"
	  "> A  2 ack 2      : ok\n" },
	{ "data before the FIN is repeated", TCP, TALK
	  "> FPA 101+50 ack 101 : ok fin-wait 10\n"
	  "> PA 101+50 ack 101 : ok\n"
	  "< A 101 ack 152   : ok close-wait\n" },
	{ "FIN overtakes data", TCP, TALK
	  "> FA 201 ack 101  : ok fin-wait 10\n"
	  "> PA 101+100 ack 101 : ok\n"
	  "< A 101 ack 101   : ok\n"
	  "< A 101 ack 202   : ok close-wait\n" },
	{ "who goes on behind a FIN has not sent it", TCP, TALK
	  "< FA 301 ack 101  : ok fin-wait 10\n"
	  "< PA 101+300 ack 101 : ok established 5m\n"
	  "> A 101 ack 401   : ok - 1d\n" },
	{ "a FIN from before is not one now", TCP, TALK
	  "< FA 101 ack 101  : ok fin-wait 10\n"
	  "< PA 101+300 ack 101 : ok established 5m\n"
	  "< FA 101 ack 101  : ok\n" },

	/* RST */
	{ "client resets", TCP, TALK "> R 101 : ok close 10\n > R 101 : ok\n" },
	{ "server resets", TCP, TALK "< RA 101 ack 101 : ok close 10\n < R 101 : ok\n" },
	{ "late segments after a reset", TCP, TALK
	  "> RA 101 ack 101  : ok close 10\n"
	  "< PA 101+10 ack 101 : ok\n"
	  "< FA 111 ack 101  : ok\n"
	  "< SA 0 ack 1      : ignore\n"
	  "< A 999999 ack 101 : invalid\n" },
	{ "reset while half closed", TCP, HALF "< R 1 : ok close 10\n" },
	{ "reset after the close", TCP, CLOSED "< R 2 : ok close 10\n" },
	{ "reset behind the last data", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "> R 201           : ok close 10\n" },
	{ "reset where the other side is, data outstanding", TCP, TALK
	  "> PA 101+100 ack 101 : ok - 5m\n"
	  "> R 101           : ok close 10\n" },
	{ "reset because data came after the close", TCP, HALF
	  "< PA 1+100 ack 2  : ok\n"
	  "> R 2             : ok close 10\n" },
	{ "data unread when the client closes, its peer forgets", TCP, TALK
	  "< FA 101 ack 101  : ok fin-wait 10\n"
	  "> A 101 ack 102   : ok close-wait\n"
	  "> RA 101 ack 102  : ok close\n"
	  "< R 70            : ignore\n" },

	/* ports used again */
	{ "opened again from time-wait", TCP, CLOSED
	  "> S 5000          : again syn-sent 5\n"
	  "< SA 9000 ack 5001 : ok syn-recv\n"
	  "> A 5001 ack 9001 : ok established 1d assured\n" },
	{ "opened again from time-wait by the other side", TCP, CLOSED
	  "< S 5000          : again syn-sent 5\n"
	  "> SA 9000 ack 5001 : ok syn-recv\n"
	  "< A 5001 ack 9001 : ok established 1d assured\n" },
	{ "opened again after a reset", TCP, TALK
	  "> R 101           : ok close 10\n"
	  "> S 9000          : again syn-sent 5\n" },
	{ "opened again after a reset by the other side", TCP, TALK
	  "> R 101           : ok close 10\n"
	  "< S 9000          : again syn-sent 5\n"
	  "> SA 9000 ack 9001 : ok syn-recv\n"
	  "< A 9001 ack 9001 : ok established 1d assured\n" },
	{ "SYN in a connection that lives: the answer is an ACK", TCP, TALK
	  "> S 200000        : ignore\n"
	  "< A 101 ack 101   : ok\n"
	  "> PA 101+10 ack 101 : ok - 5m\n"
	  "< SA 7000 ack 200001 : ignore\n" },
	{ "SYN in a connection that lives: challenged, reset, opened again", TCP, TALK
	  "> S 200000 ws 7   : ignore\n"
	  "< A 101 ack 101   : ok\n"
	  "> R 101           : ok close 10\n"
	  "> S 200000 ws 7   : again syn-sent 5\n"
	  "< SA 0 ack 200001 : ok syn-recv\n" },
	{ "SYN in last-ack: the challenge is not the last ACK", TCP, OPEN
	  "> FA 1 ack 1      : ok fin-wait 10\n"
	  "< FA 1 ack 2      : ok last-ack\n"
	  "> S 200000        : ignore\n"
	  "< A 2 ack 2       : ok\n"
	  "> R 2             : ok close\n"
	  "> S 200000        : again syn-sent 5\n" },
	{ "the server holds an old connection: challenged, reset, and on with the SYN", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< A 145824453 ack 643160523 win 240 : ignore\n"
	  "> R 643160523     : ignore\n"
	  "> R 643160524     : invalid\n"
	  "> S 0             : ignore\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> A 1 ack 1       : ok established 1d assured\n" },
	{ "an answer to a SYN of long ago: reset by the client, then the right one", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 145824453 ack 643160523 win 240 : ignore\n"
	  "> R 643160523     : ignore\n"
	  "> S 0             : ignore\n"
	  "< SA 145758918 ack 1 win 250 : ok syn-recv\n"
	  "> A 1 ack 145758919 : ok established 1d assured\n"
	  "> PA 1+1 ack 145758919 : ok - 5m\n" },
	{ "the server still answers the SYN before this one", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "> S 90000         : ignore\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> R 1             : ok close 10\n"
	  "> S 90000         : again syn-sent 5\n" },
	{ "the client begins anew before it got an answer", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "> S 90000         : ignore\n"
	  "< SA 0 ack 90001  : ok syn-recv\n"
	  "> A 90001 ack 1   : ok established 1d assured\n" },
	{ "the client begins anew, and is refused", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "> S 90000         : ignore\n"
	  "< RA 0 ack 90001  : ok close 10\n" },
	{ "the client begins anew after the answer", TCP,
	  "> S 0             : new syn-sent 5\n"
	  "< SA 0 ack 1      : ok syn-recv\n"
	  "> S 90000         : ignore\n"
	  "< SA 7000 ack 90001 : ok\n"
	  "> A 90001 ack 7001 : ok established 1d assured\n" },
	{ "the server has forgotten the connection", TCP, TALK
	  "> S 200000        : ignore\n"
	  "< SA 900000 ack 200001 : ok syn-recv 5\n"
	  "< SA 900000 ack 200001 : ignore\n"
	  "> A 200001 ack 900001 : ok established 1d\n"
	  "> PA 200001+10 ack 900001 : ok - 5m\n" },
	{ "the server has forgotten the connection: scales are those of the new one", TCP, TALK
	  "> S 200000 ws 2   : ignore\n"
	  "< SA 900000 ack 200001 ws 3 win 1000 : ok syn-recv 5\n"
	  "> A 200001 ack 900001 win 20000 : ok established 1d\n"
	  "< PA 900001+80000 ack 200001 win 1000 : ok - 5m\n"
	  "< PA 980001+2 ack 200001 : invalid\n"
	  "> PA 200001+8000 ack 900001 : ok\n"
	  "> PA 208001+2 ack 900001 : invalid\n" },
	{ "the server has forgotten the connection, SYN with data", TCP, TALK
	  "> S 200000+10     : ignore\n"
	  "< SA 900000 ack 200011 : ok syn-recv 5\n" },
	{ "the server has forgotten the connection while it was closed", TCP, HALF
	  "> S 200000        : ignore\n"
	  "< SA 900000 ack 200001 : ok syn-recv 5\n"
	  "> A 200001 ack 900001 : ok established 1d\n"
	  "< FA 900001 ack 200001 : ok fin-wait 10\n" },
	{ "an answer to another SYN", TCP, TALK
	  "> S 200000        : ignore\n"
	  "< SA 900000 ack 200002 : ignore\n"
	  "< SA 900000 ack 200000 : ignore\n"
	  "< A 101 ack 101   : ok\n" },
	{ "a late copy of the first SYN is not a new one", TCP, TALK
	  "> S 0             : ignore\n"
	  "< SA 0 ack 1      : ignore\n"
	  "< A 101 ack 101   : ok\n" },
	{ "the new connection ends, and the next SYN comes later", TCP, TALK
	  "> S 200000        : ignore\n"
	  "< SA 900000 ack 200001 : ok syn-recv 5\n"
	  "> A 200001 ack 900001 : ok established 1d\n"
	  "> R 200001        : ok close 10\n"
	  "> S 400000        : ignore\n"
	  "< S 400000        : invalid\n"
	  "wait 4\n"
	  "> S 400000        : again syn-sent 5\n" },
};

int main(void)
{
	tap_begin();
	play_all(opening, ARRAY_SIZE(opening));
	play_all(closing, ARRAY_SIZE(closing));
	return tap_end();
}

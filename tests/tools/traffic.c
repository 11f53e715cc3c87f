// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small, exact traffic for selftests, from one program that starts in a millisecond:
 *
 *   traffic serve PROTOCOL PORT...
 *      Echoes what arrives, on IPv4 and IPv6, and goes into the background once every port listens. It ends with its
 *      process namespace.
 *   traffic probe [-b ADDRESS] [-p PORT] [-n COUNT] [-l LENGTH] [-w MILLISECONDS] PROTOCOL ADDRESS PORT
 *      Sends COUNT payloads of LENGTH bytes, waiting for each to come back, and says how it went in one word, which is
 *      its exit status too: answered 0, silence 1, refused 2 (reset, or port unreachable), prohibited 3, unreachable 4
 *      (host, network or protocol), error 5. -b and -p choose the source.
 *
 * PROTOCOL is tcp, udp, udplite or sctp.
 */
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SOCKETS 1024
#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

enum outcome { ANSWERED, SILENCE, REFUSED, PROHIBITED, UNREACHABLE, ERROR };

static const char *const outcome_names[] = {
	[ANSWERED] = "answered",
	[SILENCE] = "silence",
	[REFUSED] = "refused",
	[PROHIBITED] = "prohibited",
	[UNREACHABLE] = "unreachable",
	[ERROR] = "error",
};

static const struct protocol {
	const char *name;
	int type;
	int number;
} protocols[] = {
	{ "tcp", SOCK_STREAM, IPPROTO_TCP },
	{ "udp", SOCK_DGRAM, IPPROTO_UDP },
	{ "udplite", SOCK_DGRAM, IPPROTO_UDPLITE },
	{ "sctp", SOCK_STREAM, IPPROTO_SCTP },
};

static void __attribute__((noreturn)) die(const char *what)
{
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(ERROR);
}

static const struct protocol *find_protocol(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(protocols[i].name, name))
			return &protocols[i];
	errno = EPROTONOSUPPORT;
	die(name);
}

static int listen_on(const struct protocol *protocol, const char *port)
{
	struct sockaddr_in6 address = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(atoi(port)),
		.sin6_addr = IN6ADDR_ANY_INIT,
	};
	int fd = socket(AF_INET6, protocol->type, protocol->number);
	int on = 1;

	if (fd < 0)
		die(protocol->name);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die(port);
	if (protocol->type == SOCK_STREAM && listen(fd, 128))
		die(port);
	return fd;
}

/* False when the connection is over. */
static bool echo(int fd)
{
	static char buffer[65536];
	struct sockaddr_storage peer;
	socklen_t length = sizeof(peer);
	ssize_t size = recvfrom(fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&peer, &length);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED;
	if (length)
		sendto(fd, buffer, size, MSG_NOSIGNAL, (struct sockaddr *)&peer, length);
	else if (size)
		send(fd, buffer, size, MSG_NOSIGNAL);
	return size || length;
}

static void serve(int argc, char **argv)
{
	static struct pollfd fds[MAX_SOCKETS];
	const struct protocol *protocol = find_protocol(argv[0]);
	int listeners = argc - 1, count = 0, i;

	for (i = 1; i < argc; i++)
		fds[count++] = (struct pollfd) { .fd = listen_on(protocol, argv[i]), .events = POLLIN };
	if (daemon(1, 0))
		die("daemon");
	for (;;) {
		if (poll(fds, count, -1) < 0)
			continue;
		for (i = count - 1; i >= 0; i--) {
			if (!fds[i].revents)
				continue;
			if (i < listeners && protocol->type == SOCK_STREAM) {
				int fd = accept(fds[i].fd, NULL, NULL);

				if (fd >= 0 && count < MAX_SOCKETS)
					fds[count++] = (struct pollfd) { .fd = fd, .events = POLLIN };
				else if (fd >= 0)
					close(fd);
			} else if (!echo(fds[i].fd) && i >= listeners) {
				close(fds[i].fd);
				fds[i] = fds[--count];
			}
		}
	}
}

static enum outcome from_errno(void)
{
	switch (errno) {
	case ECONNREFUSED:
	case ECONNRESET:
	case EPIPE:
		return REFUSED;
	case EACCES:
	case EPERM:
		return PROHIBITED;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case ENOPROTOOPT:
	case EPROTO:
	case EHOSTDOWN:
	case ENONET:
		return UNREACHABLE;
	case EAGAIN:
	case EINPROGRESS:
	case ETIMEDOUT:
		return SILENCE;
	}
	perror("traffic");
	return ERROR;
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

static bool wait_for(int fd, short events, long deadline)
{
	struct pollfd pfd = { .fd = fd, .events = events };
	long left = deadline - now_ms();

	return poll(&pfd, 1, left > 0 ? left : 0) > 0;
}

static enum outcome connect_to(int fd, const struct addrinfo *target, long deadline)
{
	socklen_t length = sizeof(errno);
	int error = 0;

	if (!connect(fd, target->ai_addr, target->ai_addrlen))
		return ANSWERED;
	if (errno != EINPROGRESS)
		return from_errno();
	if (!wait_for(fd, POLLOUT, deadline))
		return SILENCE;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	errno = error;
	return error ? from_errno() : ANSWERED;
}

static enum outcome exchange(int fd, const char *payload, size_t length, bool stream, long deadline)
{
	static char buffer[65536];
	size_t received = 0;
	ssize_t size;

	if (send(fd, payload, length, MSG_NOSIGNAL) < 0)
		return from_errno();
	do {
		if (!wait_for(fd, POLLIN, deadline))
			return SILENCE;
		size = recv(fd, buffer + received, sizeof(buffer) - received, 0);
		if (size < 0)
			return from_errno();
		if (!size && stream)
			return REFUSED;
		received += size;
	} while (stream && received < length);
	return received == length && !memcmp(buffer, payload, length) ? ANSWERED : ERROR;
}

static struct addrinfo *resolve(const struct protocol *protocol, const char *address, const char *port)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *result;

	if (getaddrinfo(address, port, &hints, &result)) {
		errno = EINVAL;
		die(address);
	}
	result->ai_socktype = protocol->type;
	result->ai_protocol = protocol->number;
	return result;
}

static int probe(int argc, char **argv)
{
	const char *source = NULL, *source_port = "0";
	size_t length = 32, i, count = 1;
	const struct protocol *protocol;
	enum outcome outcome;
	struct addrinfo *target, *from;
	long patience = 1000;
	char *payload;
	int fd, option, on = 1;

	while ((option = getopt(argc, argv, "+b:p:n:l:w:")) != -1) {
		switch (option) {
		case 'b':
			source = optarg;
			break;
		case 'p':
			source_port = optarg;
			break;
		case 'n':
			count = strtoul(optarg, NULL, 10);
			break;
		case 'l':
			length = strtoul(optarg, NULL, 10);
			break;
		case 'w':
			patience = strtol(optarg, NULL, 10);
			break;
		default:
			return ERROR;
		}
	}
	if (argc - optind != 3 || length > 65000) {
		fprintf(stderr, "usage: traffic probe [OPTION...] PROTOCOL ADDRESS PORT\n");
		return ERROR;
	}
	protocol = find_protocol(argv[optind]);
	target = resolve(protocol, argv[optind + 1], argv[optind + 2]);
	payload = malloc(length + 1);
	if (!payload)
		die("payload");
	for (i = 0; i < length; i++)
		payload[i] = 'a' + i % 26;
	fd = socket(target->ai_family, protocol->type | SOCK_NONBLOCK, protocol->number);
	if (fd < 0)
		die(protocol->name);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (source || strcmp(source_port, "0")) {
		from = resolve(protocol, source ?: target->ai_family == AF_INET6 ? "::" : "0.0.0.0", source_port);
		if (bind(fd, from->ai_addr, from->ai_addrlen))
			die("bind");
	}
	outcome = connect_to(fd, target, now_ms() + patience);
	for (i = 0; i < count && outcome == ANSWERED; i++)
		outcome = exchange(fd, payload, length, protocol->type == SOCK_STREAM, now_ms() + patience);
	puts(outcome_names[outcome]);
	return outcome;
}

int main(int argc, char **argv)
{
	if (argc > 3 && !strcmp(argv[1], "serve"))
		serve(argc - 2, argv + 2);
	if (argc > 2 && !strcmp(argv[1], "probe"))
		return probe(argc - 1, argv + 1);
	fprintf(stderr, "usage: traffic serve PROTOCOL PORT...\n"
			"       traffic probe [OPTION...] PROTOCOL ADDRESS PORT\n");
	return ERROR;
}

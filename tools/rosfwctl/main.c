// SPDX-License-Identifier: GPL-2.0-only
/*
 * rosfwctl: the command line.
 *
 * Exit status: 0 done, 1 refused, 2 the command line itself makes no sense.
 */
#include <getopt.h>
#include <signal.h>
#include <unistd.h>

#include "session.h"

#define EXIT_REFUSED	1
#define EXIT_USAGE	2

static const char help[] =
"Usage: rosfwctl [OPTION]... COMMAND...   execute one command line\n"
"       rosfwctl [OPTION]... import FILE  execute a file: all of it or nothing\n"
"       rosfwctl [OPTION]... export       write the whole configuration\n"
"       rosfwctl check FILE               find every error of a file; needs no kernel module and no privilege\n"
"       rosfwctl [OPTION]...              execute standard input, line after line\n"
"\n"
"  -j, --json      print writes JSON\n"
"  -o, --offline   work on an empty configuration in memory, not on the kernel's\n"
"  -V, --version   show the version\n"
"  -h, --help      show this text\n"
"\n"
"COMMAND is a line of the RouterOS command language, for example\n"
"  rosfwctl /ip firewall filter print stats\n"
"  rosfwctl '/ip firewall filter add chain=input protocol=tcp dst-port=22 action=accept'\n"
"  rosfwctl '/ip firewall address-list remove [find list=old]'\n"
"\n"
"Exit status: 0 done, 1 refused, 2 wrong usage.\n";

static int usage(const char *text)
{
	fprintf(stderr, "rosfwctl: %s; see rosfwctl --help\n", text);
	return EXIT_USAGE;
}

/* Standard output may be a full disk or a closed pipe. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "rosfwctl: cannot write to standard output: %s\n", strerror(errno));
	return EXIT_REFUSED;
}

/* ---- the line that the arguments make ---- */

/* The shell has taken the quotes of name="two words" away: does this argument need them again? */
static size_t value_to_quote(const char *arg)
{
	size_t n = strspn(arg, "abcdefghijklmnopqrstuvwxyz-");

	if (!n || arg[n++] != '=' || !strpbrk(arg + n, " \t;\\\"(){}]") || strchr("\"[({$", arg[n]))
		return 0;
	return strncmp(arg + n, "!\"", 2) ? n : 0;
}

static void put_quoted(FILE *out, const char *s)
{
	fputc('"', out);
	for (; *s; s++) {
		if (strchr("\"\\$", *s))
			fputc('\\', out);
		fputc(*s, out);
	}
	fputc('"', out);
}

/* All arguments as one line, malloc()ed. One argument alone is taken as it is. */
static char *join_args(int argc, char **argv)
{
	char *line = NULL;
	size_t size, n;
	FILE *out = open_memstream(&line, &size);
	int i;

	if (!out)
		return NULL;
	for (i = 0; i < argc; i++) {
		n = argc > 1 ? value_to_quote(argv[i]) : 0;
		if (i)
			fputc(' ', out);
		if (n) {
			fwrite(argv[i], 1, n, out);
			put_quoted(out, argv[i] + n);
		} else {
			fputs(argv[i], out);
		}
	}
	return fclose(out) ? NULL : line;
}

/* ---- what is done ---- */

static int run_check(int argc, char **argv)
{
	struct refusal r = { .offset = -1 };
	struct store *store;
	struct session s;
	int errors;

	if (argc != 2)
		return usage("check takes the name of one file");
	store = store_memory_open(&r);
	if (!store) {
		fprintf(stderr, "rosfwctl: %s\n", r.text);
		return EXIT_REFUSED;
	}
	session_init(&s, store);
	errors = session_check(&s, argv[1]);
	session_clean(&s);
	store->ops->close(store);
	return errors ? EXIT_REFUSED : 0;
}

static int run_import(struct session *s, int argc, char **argv)
{
	struct import_options opt = { 0 };

	if (argc != 2)
		return -1;
	if (session_import(s, argv[1], &opt))
		return EXIT_REFUSED;
	printf("Script file loaded and executed successfully\n");
	return 0;
}

static int run_line(struct session *s, int argc, char **argv)
{
	char *line;
	int rc = -1;

	if (!strcmp(argv[0], "import") && argc == 2 && strncmp(argv[1], "file-name=", 10))
		rc = run_import(s, argc, argv);
	if (rc >= 0)
		return rc;
	line = join_args(argc, argv);
	if (!line) {
		fprintf(stderr, "rosfwctl: out of memory\n");
		return EXIT_REFUSED;
	}
	s->typed = true;
	rc = session_type(s, line);
	free(line);
	return rc ? EXIT_REFUSED : 0;
}

static int run(int argc, char **argv, bool json, bool offline)
{
	struct refusal r = { .offset = -1 };
	struct store *store;
	struct session s;
	int status;

	store = offline ? store_memory_open(&r) : store_kernel_open(&r);
	if (!store) {
		fprintf(stderr, "rosfwctl: %s\n", r.text);
		return EXIT_REFUSED;
	}
	session_init(&s, store);
	s.json = json;
	if (argc)
		status = run_line(&s, argc, argv);
	else
		status = session_stdin(&s, STDIN_FILENO) ? EXIT_REFUSED : 0;
	session_clean(&s);
	store->ops->close(store);
	return status;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' }, { "offline", no_argument, NULL, 'o' },
		{ "version", no_argument, NULL, 'V' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 },
	};
	bool json = false, offline = false;
	int c;

	while ((c = getopt_long(argc, argv, "+joVh", options, NULL)) != -1) {
		switch (c) {
		case 'j':
			json = true;
			break;
		case 'o':
			offline = true;
			break;
		case 'V':
			printf("rosfwctl %s\n", ROSFW_VERSION);
			return finish(0);
		case 'h':
			fputs(help, stdout);
			return finish(0);
		default:
			fputs("see rosfwctl --help\n", stderr);
			return EXIT_USAGE;
		}
	}
	argc -= optind;
	argv += optind;
	if (argc && !strcmp(argv[0], "check"))
		return finish(run_check(argc, argv));
	return finish(run(argc, argv, json, offline));
}

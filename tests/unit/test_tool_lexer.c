// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logical lines, their places, and the words in them.
 */
#include <unistd.h>

#include "lexer.h"
#include "tap.h"

static struct source src;
static struct line line;
static struct fault fault;
static struct arena arena;

static void from(const char *text)
{
	source_close(&src);
	source_open_text(&src, text, strlen(text));
}

static void next_is(const char *want)
{
	if (tap_is(source_line(&src, &line, &fault), 1))
		tap_str(line.s, want);
}

static void refused_at(u32 row, u32 column, const char *text)
{
	if (!tap_is(source_line(&src, &line, &fault), -EINVAL))
		return;
	tap_is(fault.at.line, row);
	tap_is(fault.at.column, column);
	if (!strstr(fault.text, text))
		tap_fail("\"%s\" does not say \"%s\"", fault.text, text);
}

static void test_lines(void)
{
	tap_case("LF, CR LF and CR end a line, empty lines are none");
	from("a\n\nb\r\n\r\nc\rd");
	next_is("a");
	next_is("b");
	next_is("c");
	tap_is(line_place(&line, 0).line, 5);
	next_is("d");
	tap_is(source_line(&src, &line, &fault), 0);
	tap_is(source_line(&src, &line, &fault), 0);

	tap_case("comments are gone, a # inside of a word is not one");
	from("# x \"\n a # y \\\nb x=#c \"#d\"");
	next_is("a ");
	next_is("b x=#c \"#d\"");
	tap_is(source_line(&src, &line, &fault), 0);

	tap_case("a byte order mark is skipped");
	from("\xef\xbb\xbf" "a");
	next_is("a");

	tap_case("braces hold lines together");
	from("x {\n a\n}\nb");
	next_is("x {\n a\n}");
	next_is("b");
}

static void test_joined(void)
{
	struct place at;

	tap_case("a backslash joins lines, in strings too");
	from("add \\\n    a=\"b \\\r\n\tc\" \\  \nd");
	next_is("add a=\"b c\" d");
	at = line_place(&line, 4);
	tap_is(at.line, 2);
	tap_is(at.column, 5);
	at = line_place(&line, 9);
	tap_is(at.line, 3);
	tap_is(at.column, 2);
	tap_ok(line_joined(&line, 4));
	tap_ok(!line_joined(&line, 5));

	tap_case("columns count characters");
	from("\xc3\xa9\xc3\xa9x");
	next_is("\xc3\xa9\xc3\xa9x");
	tap_is(line_place(&line, 4).column, 3);
}

static void test_refused_lines(void)
{
	tap_case("an open quote is refused where it opens, the next line is read");
	from("a\n  b \"c\nd\n");
	next_is("a");
	refused_at(2, 5, "not closed");
	next_is("d");

	tap_case("an open quote and an open brace at the end");
	from("a \"b");
	refused_at(1, 3, "never closed");
	from("\n{ a\n b");
	refused_at(2, 1, "never closed");

	tap_case("bytes that are no text");
	source_close(&src);
	source_open_text(&src, "a\nb\0c\nd", 7);
	next_is("a");
	refused_at(2, 2, "zero byte");
	next_is("d");
	from("\x1b[0m");
	refused_at(1, 1, "0x1b");
	from("\xff\xfe" "a");
	refused_at(1, 1, "UTF-16");
}

static void test_long_line(void)
{
	size_t n = LINE_BYTES_MAX + 10;
	char *text = malloc(n + 3);

	memset(text, 'x', n);
	strcpy(text + n, "\ny");
	tap_case("a line that is too long is refused, the next one is read");
	from(text);
	refused_at(1, 1, "longer than");
	next_is("y");

	tap_case("the longest line");
	text[LINE_BYTES_MAX] = '\n';
	from(text);
	tap_is(source_line(&src, &line, &fault), 1);
	tap_is(line.n, LINE_BYTES_MAX);
	source_close(&src);
	free(text);
}

/* The same through a file, whose blocks end anywhere. */
static void test_blocks(void)
{
	char name[] = "/tmp/lexerXXXXXX", want[64];
	int fd = mkstemp(name), i, wrong = 0;
	FILE *f = fdopen(fd, "w+");

	tap_case("lines that cross the blocks of a file");
	for (i = 0; i < 40000; i++)
		fprintf(f, "add a=%d \\\n   b=\"%d\"\r\n", i, i);
	rewind(f);
	source_close(&src);
	source_open_fd(&src, fd);
	for (i = 0; i < 40000; i++) {
		snprintf(want, sizeof(want), "add a=%d b=\"%d\"", i, i);
		wrong += source_line(&src, &line, &fault) != 1 || strcmp(line.s, want) ||
			 line.seg[0].at.line != 2U * i + 1;
	}
	tap_is(wrong, 0);
	tap_is(source_line(&src, &line, &fault), 0);
	fclose(f);
	unlink(name);
}

/* ---- words ---- */

struct word_row {
	const char *text;	/* one argument, and what follows it */
	const char *name;
	const char *value;	/* NULL: none, or no text */
	int kind;		/* enum value_kind, -1: refused */
};

static const struct word_row word_rows[] = {
	{ "chain=input", "chain", "input", VALUE_TEXT },
	{ "chain= input x", "chain", "input", VALUE_TEXT },
	{ "chain=", "chain", "", VALUE_TEXT },
	{ "chain=;x", "chain", "", VALUE_TEXT },
	{ "disabled", "disabled", "disabled", VALUE_NONE },
	{ "0", "0", "0", VALUE_NONE },
	{ "0,2,5", NULL, "0,2,5", VALUE_TEXT },
	{ "*1F", NULL, "*1F", VALUE_TEXT },
	{ "\"a b\"", NULL, "a b", VALUE_TEXT },
	{ "a=\"b c\" d", "a", "b c", VALUE_TEXT },
	{ "a=!\"b c\"", "a", "!b c", VALUE_TEXT },
	{ "a=b,\"c d\",e", "a", "b,c d,e", VALUE_TEXT },
	{ "a=b=c", "a", "b=c", VALUE_TEXT },
	{ "a=b#c", "a", "b#c", VALUE_TEXT },
	{ "a=\"\\\"\\\\\\$\\?\\_\\n\\r\\t\\a\\b\\f\\v\\7E\"", "a", "\"\\$? \n\r\t\a\b\f\v~", VALUE_TEXT },
	{ "a=[find x=\"]\"] b", "a", NULL, VALUE_COMMAND },
	{ "[find]", NULL, NULL, VALUE_COMMAND },
	{ "a=$b", "a", NULL, VALUE_SCRIPT },
	{ "a=\"x$b\"", "a", NULL, VALUE_SCRIPT },
	{ "a=\"x$\"", "a", "x$", VALUE_TEXT },
	{ "a=(1 + 2)", "a", NULL, VALUE_SCRIPT },
	{ "a={1;2}", "a", NULL, VALUE_SCRIPT },
	{ "a=[b]c", "a", NULL, VALUE_SCRIPT },
	{ "a= b=c", NULL, NULL, -1 },
	{ "a=\"b\"c", NULL, NULL, -1 },
	{ "a=b\"c\"", NULL, NULL, -1 },
	{ "a=\\b", NULL, NULL, -1 },
	{ "a=\"\\x\"", NULL, NULL, -1 },
	{ "a=\"\\00\"", NULL, NULL, -1 },
	{ "a=[b", NULL, NULL, -1 },
	{ "a=[b)", NULL, NULL, -1 },
	{ "=a", NULL, NULL, -1 },
	{ "]", NULL, NULL, -1 },
	{ "!", NULL, NULL, -1 },
	{ "!a=b", NULL, NULL, -1 },
};

static void test_words(void)
{
	const struct word_row *row;
	struct cursor c;
	struct arg arg;
	int rc;

	for (row = word_rows; row < word_rows + sizeof(word_rows) / sizeof(*word_rows); row++) {
		tap_case("argument: %s", row->text);
		from(row->text);
		if (!tap_is(source_line(&src, &line, &fault), 1))
			continue;
		c = (struct cursor){ &line, 0, line.n };
		rc = lex_arg(&c, &arena, &arg, &fault);
		tap_is(rc, row->kind < 0 ? -EINVAL : 1);
		if (rc != 1 || row->kind < 0)
			continue;
		tap_str(arg.name, row->name);
		tap_is(arg.value.kind, row->kind);
		if (row->value)
			tap_str(arg.value.text, row->value);
		arena_reset(&arena);
	}

	tap_case("!name takes a property away");
	from("!comment x");
	tap_is(source_line(&src, &line, &fault), 1);
	c = (struct cursor){ &line, 0, line.n };
	tap_is(lex_arg(&c, &arena, &arg, &fault), 1);
	tap_str(arg.name, "comment");
	tap_ok(arg.negated);
	tap_is(lex_arg(&c, &arena, &arg, &fault), 1);
	tap_is(lex_arg(&c, &arena, &arg, &fault), 0);
}

static void test_offsets(void)
{
	struct cursor c;
	struct arg arg;

	tap_case("places inside of a value");
	from("a=\"b\\41c\" d=efg");
	tap_is(source_line(&src, &line, &fault), 1);
	c = (struct cursor){ &line, 0, line.n };
	tap_is(lex_arg(&c, &arena, &arg, &fault), 1);
	tap_str(arg.value.text, "bAc");
	tap_is(value_offset(&line, &arg.value, 0), 3);
	tap_is(value_offset(&line, &arg.value, 1), 4);
	tap_is(value_offset(&line, &arg.value, 2), 7);
	tap_is(lex_arg(&c, &arena, &arg, &fault), 1);
	tap_is(value_offset(&line, &arg.value, 2), 14);

	tap_case("brackets inside of brackets have a limit");
	from("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x");
	tap_is(source_line(&src, &line, &fault), 1);
	c = (struct cursor){ &line, 0, line.n };
	tap_is(lex_arg(&c, &arena, &arg, &fault), -EINVAL);
}

int main(void)
{
	tap_begin();
	test_lines();
	test_joined();
	test_refused_lines();
	test_long_line();
	test_blocks();
	test_words();
	test_offsets();
	source_close(&src);
	line_clean(&line);
	arena_free(&arena);
	return tap_end();
}

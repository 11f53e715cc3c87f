// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conditions: what stands behind find and where.
 *
 * A bare word on the left of a comparison is a property, on the right it is text. Conditions that follow each other
 * without an operator must all hold. The right side of "=" is brought into the form in which the property prints, so
 * that 10.0.0.7/8 finds 10.0.0.0/8 and 6 finds tcp. A property that is not set has its default, or is empty.
 *
 * Nodes live in the session's arena; expr_free() gives back the compiled patterns.
 */
#include "expr.h"
#include "text.h"
#include "expr_value.h"

#include <regex.h>

/**
 * struct expr - one node
 * @op: enum expr_op
 * @a: left or only operand
 * @b: right operand
 * @text: EXPR_CONST: the text; EXPR_NAME: name of the property
 * @defval: EXPR_NAME: what holds when it is not set, may be NULL
 * @prop: EXPR_NAME: number of the property, 0: a flag or .id
 * @off: where it stands
 * @regex: EXPR_MATCH with a constant pattern: compiled
 * @patterns: root: all nodes with a pattern
 */
struct expr {
	u8 op;
	struct expr *a, *b;
	const char *text;
	const char *defval;
	u16 prop;
	u32 off;
	regex_t *regex;
	struct expr *patterns;
};

struct parser {
	struct call *call;
	struct session *s;
	struct cursor *c;
	struct expr *patterns;
	u32 depth, nodes;
};

#define EXPR_DEPTH_MAX	100
#define EXPR_NODES_MAX	4096	/* evaluation recurses once for each at most */

static bool too_many(const struct parser *p)
{
	return p->nodes > EXPR_NODES_MAX;
}

static struct expr *parse_or(struct parser *p);
static struct expr *parse_sum(struct parser *p, bool literal);

static char look(struct parser *p, u32 n)
{
	return p->c->pos + n < p->c->end ? p->c->line->s[p->c->pos + n] : 0;
}

static struct expr *node(struct parser *p, enum expr_op op, struct expr *a, struct expr *b)
{
	struct expr *e = arena_alloc(&p->s->arena, sizeof(*e));

	memset(e, 0, sizeof(*e));
	e->op = op;
	e->a = a;
	e->b = b;
	e->off = p->c->pos;
	p->nodes++;
	return e;
}

/* Is the word @word at the cursor, with its end? Steps over it. */
static bool accept_word(struct parser *p, const char *word)
{
	size_t n = strlen(word);

	skip_blanks(p->c);
	if (p->c->end - p->c->pos < n || memcmp(p->c->line->s + p->c->pos, word, n))
		return false;
	if (!strchr(" \t(\"[!", look(p, n)))
		return false;
	p->c->pos += n;
	return true;
}

static bool take_op(struct parser *p, const char *op)
{
	size_t n = strlen(op);

	skip_blanks(p->c);
	if (p->c->end - p->c->pos < n || memcmp(p->c->line->s + p->c->pos, op, n))
		return false;
	p->c->pos += n;
	return true;
}

/* ---- names ---- */

#define FIND_NAMES_MAX	96

static const char *const flag_names[] = {
	".id", "disabled", "invalid", "dynamic", "builtin", "expected", "seen-reply", "assured", "confirmed", "dying",
	"fasttrack", "hw-offload", "srcnat", "dstnat", "uses-helper", NULL
};

static void find_names(u32 menu, const char **name)
{
	const u16 *p;
	u32 n = 0, i;

	for (p = rosfw_menus[menu].props; *p && n < FIND_NAMES_MAX; p++)
		name[n++] = rosfw_properties[*p].name;
	for (i = 0; flag_names[i] && n < FIND_NAMES_MAX; i++)
		if (row_name_known(menu, flag_names[i]))
			name[n++] = flag_names[i];
	name[n] = NULL;
}

static u16 prop_of(u32 menu, const char *name)
{
	const u16 *p;

	for (p = rosfw_menus[menu].props; *p; p++)
		if (!strcmp(rosfw_properties[*p].name, name))
			return *p;
	return 0;
}

static struct expr *parse_name(struct parser *p)
{
	const char *names[FIND_NAMES_MAX + 1], *near;
	u32 menu = p->call->menu->id, off = p->c->pos;
	struct expr *e = node(p, EXPR_NAME, NULL, NULL);
	char *word = lex_path_word(p->c, &p->s->arena);
	char list[300];
	int i;

	e->text = word;
	if (!row_name_known(menu, word)) {
		find_names(menu, names);
		i = name_match(word, names, list, sizeof(list));
		if (i == NAME_AMBIGUOUS) {
			fail(p->s, off, "ambiguous parameter %s: %s", word, list);
			return NULL;
		}
		if (i == NAME_NONE) {
			near = suggest(word, names);
			if (rosfw_menus[menu].type == ROSFW_MENU_RULES && name_known(word, known_matchers))
				fail(p->s, off, "property %s is not supported by this version", word);
			else
				fail(p->s, off, "bad parameter %s", word);
			if (near)
				fault_hint(&p->s->fault, "did you mean %s?", near);
			return NULL;
		}
		e->text = names[i];
	}
	e->prop = prop_of(menu, e->text);
	e->defval = e->prop ? rosfw_properties[e->prop].defval : NULL;
	return e;
}

/* ---- operands ---- */

static struct expr *parse_const(struct parser *p)
{
	struct expr *e = node(p, EXPR_CONST, NULL, NULL);
	struct word_value v;

	if (lex_value(p->c, &p->s->arena, &v, "&|", &p->s->fault))
		return NULL;
	e->text = call_value(p->call, &v);
	return e->text ? e : NULL;
}

static struct expr *parse_group(struct parser *p)
{
	u32 off = p->c->pos++;
	struct expr *e;

	if (++p->depth > EXPR_DEPTH_MAX) {
		fail(p->s, off, "conditions are nested too deep");
		return NULL;
	}
	e = parse_or(p);
	p->depth--;
	if (!e || take_op(p, ")"))
		return e;
	fail(p->s, off, "syntax error: the ( that opens here is not closed");
	return NULL;
}

static struct expr *parse_operand(struct parser *p, bool literal)
{
	char ch;

	if (at_end(p->c) && !literal) {
		fail(p->s, p->c->pos, "syntax error: a condition is missing here");
		return NULL;
	}
	ch = look(p, 0);
	if (ch == '(')
		return parse_group(p);
	if (literal && (at_end(p->c) || ch == ')'))	/* "comment=" */
		ch = 0;
	if (!ch) {
		struct expr *e = node(p, EXPR_CONST, NULL, NULL);

		e->text = "";
		return e;
	}
	if (literal || strchr("\"[${*", ch) || (ch >= '0' && ch <= '9'))
		return parse_const(p);
	if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '.')
		return parse_name(p);
	fail(p->s, p->c->pos, "syntax error: unexpected %c", ch);
	return NULL;
}

/* An arithmetic operator stands between blanks, since - . / are part of names and values. */
static int sum_operator(struct parser *p, const char *which)
{
	static const char ops[] = "+-*/%.";
	static const u8 op[] = { EXPR_ADD, EXPR_SUB, EXPR_MUL, EXPR_DIV, EXPR_MOD, EXPR_JOIN };
	char ch, next;

	skip_blanks(p->c);
	ch = look(p, 0);
	next = look(p, 1);
	if (!ch || !strchr(which, ch) || !next || !strchr(" \t(\"[", next))
		return -1;
	p->c->pos++;
	skip_blanks(p->c);
	return op[strchr(ops, ch) - ops];
}

static struct expr *parse_product(struct parser *p, bool literal)
{
	struct expr *e = parse_operand(p, literal), *b;
	int op;

	while (e && !too_many(p) && (op = sum_operator(p, "*/%")) >= 0) {
		b = parse_operand(p, literal);
		e = b ? node(p, op, e, b) : NULL;
	}
	return e;
}

static struct expr *parse_sum(struct parser *p, bool literal)
{
	struct expr *e = parse_product(p, literal), *b;
	int op;

	while (e && !too_many(p) && (op = sum_operator(p, "+-.")) >= 0) {
		b = parse_product(p, literal);
		e = b ? node(p, op, e, b) : NULL;
	}
	return e;
}

/* ---- comparisons ---- */

/* The right side of "=" in the form in which the property prints. */
static void canonical(struct parser *p, const struct expr *name, struct expr *value)
{
	struct refusal r = { .offset = -1 };
	u32 menu = p->call->menu->id;
	const struct rosfw_value *v;
	struct rosfw_item_builder b;
	char *text;

	if (name->op != EXPR_NAME || !name->prop || value->op != EXPR_CONST || !*value->text ||
	    rosfw_item_begin(&b, menu))
		return;
	if (!text_parse(menu, name->prop, value->text, &b, &r)) {
		v = rosfw_item_value(b.item, name->prop);
		text = v ? text_format(menu, v) : NULL;
		if (text)
			value->text = arena_strndup(&p->s->arena, text, strlen(text));
		free(text);
	}
	rosfw_item_put(b.item);
}

static int compile(struct parser *p, struct expr *e)
{
	char why[160];
	int rc;

	if (e->b->op != EXPR_CONST)
		return fail(p->s, e->b->off, "a pattern must be a text");
	e->regex = malloc(sizeof(*e->regex));
	if (!e->regex)
		return fail(p->s, NOWHERE, "out of memory");
	rc = regcomp(e->regex, e->b->text, REG_EXTENDED | REG_NOSUB);
	if (rc) {
		regerror(rc, e->regex, why, sizeof(why));
		free(e->regex);
		e->regex = NULL;
		return fail(p->s, e->b->off, "bad regular expression: %s", why);
	}
	e->patterns = p->patterns;
	p->patterns = e;
	return 0;
}

static int compare_operator(struct parser *p)
{
	static const struct { const char *text; u8 op; } ops[] = {
		{ "!=", EXPR_NE }, { "<=", EXPR_LE }, { ">=", EXPR_GE }, { "=", EXPR_EQ }, { "<", EXPR_LT },
		{ ">", EXPR_GT }, { "~", EXPR_MATCH },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		if (take_op(p, ops[i].text))
			return ops[i].op;
	return accept_word(p, "in") ? EXPR_IN : -1;
}

static struct expr *parse_compare(struct parser *p)
{
	struct expr *e = parse_sum(p, false), *b;
	int op;

	while (e && !too_many(p) && (op = compare_operator(p)) >= 0) {
		if (op == EXPR_EQ && look(p, 0) == '=') {
			fail(p->s, p->c->pos, "syntax error: unexpected =");
			return NULL;
		}
		skip_blanks(p->c);
		b = parse_sum(p, true);
		if (!b)
			return NULL;
		if (op == EXPR_EQ || op == EXPR_NE)
			canonical(p, e, b);
		e = node(p, op, e, b);
		if (op == EXPR_MATCH && compile(p, e))
			return NULL;
	}
	return e;
}

static struct expr *parse_not(struct parser *p)
{
	struct expr *e;

	skip_blanks(p->c);
	if (look(p, 0) != '!' || look(p, 1) == '=')
		return parse_compare(p);
	p->c->pos++;
	if (++p->depth > EXPR_DEPTH_MAX) {
		fail(p->s, p->c->pos, "conditions are nested too deep");
		return NULL;
	}
	e = parse_not(p);
	p->depth--;
	return e ? node(p, EXPR_NOT, e, NULL) : NULL;
}

static bool and_ends(struct parser *p)
{
	u32 pos = p->c->pos;
	bool ends = at_end(p->c) || look(p, 0) == ')' || take_op(p, "||") || accept_word(p, "or");

	p->c->pos = pos;
	return ends;
}

static struct expr *parse_and(struct parser *p)
{
	struct expr *e = parse_not(p), *b;

	while (e && !too_many(p) && !and_ends(p)) {
		if (!take_op(p, "&&"))
			accept_word(p, "and");
		b = parse_not(p);
		e = b ? node(p, EXPR_AND, e, b) : NULL;
	}
	return e;
}

static struct expr *parse_or(struct parser *p)
{
	struct expr *e = parse_and(p), *b;

	while (e && !too_many(p) && (take_op(p, "||") || accept_word(p, "or"))) {
		b = parse_and(p);
		e = b ? node(p, EXPR_OR, e, b) : NULL;
	}
	return e;
}

static void free_patterns(struct expr *e)
{
	for (; e; e = e->patterns) {
		if (!e->regex)
			continue;
		regfree(e->regex);
		free(e->regex);
		e->regex = NULL;
	}
}

int expr_parse(struct call *call, struct expr **out)
{
	struct parser p = { .call = call, .s = call->s, .c = call->c };
	struct expr *e;

	*out = NULL;
	if (at_end(call->c))
		return 0;
	e = parse_or(&p);
	if (e && too_many(&p)) {
		fail(call->s, call->c->pos, "too many conditions: at most %d", EXPR_NODES_MAX);
		e = NULL;
	}
	if (e && !at_end(call->c)) {
		fail(call->s, call->c->pos, "syntax error: unexpected %c", look(&p, 0));
		e = NULL;
	}
	if (!e) {
		free_patterns(p.patterns);
		return -EINVAL;
	}
	*out = node(&p, EXPR_AND, e, NULL);	/* the root keeps the patterns */
	(*out)->patterns = p.patterns;
	return 0;
}

void expr_free(struct expr *e)
{
	if (e)
		free_patterns(e->patterns);
}

/* ---- evaluation ---- */

/* The text of a node for one row, malloc()ed; NULL: not set. */
static char *eval(const struct expr *e, u32 menu, const struct row *row)
{
	char *a, *b, *result;

	switch (e->op) {
	case EXPR_CONST:
		return strdup(e->text);
	case EXPR_NAME:
		result = row_text(menu, row, e->text);
		return result || !e->defval ? result : strdup(e->defval);
	case EXPR_ADD: case EXPR_SUB: case EXPR_MUL: case EXPR_DIV: case EXPR_MOD: case EXPR_JOIN:
		a = eval(e->a, menu, row);
		b = eval(e->b, menu, row);
		result = value_compute(e->op, a, b);
		free(a);
		free(b);
		return result;
	default:
		return strdup(expr_matches(e, menu, row) ? "true" : "false");
	}
}

static bool eval_compare(const struct expr *e, u32 menu, const struct row *row)
{
	char *a = eval(e->a, menu, row), *b;
	bool result;

	if (e->op == EXPR_MATCH) {
		result = !regexec(e->regex, a ? a : "", 0, NULL, 0);
	} else if (e->b->op == EXPR_CONST) {
		result = value_compare(e->op, a, e->b->text);
	} else {
		b = eval(e->b, menu, row);
		result = value_compare(e->op, a, b);
		free(b);
	}
	free(a);
	return result;
}

bool expr_matches(const struct expr *e, u32 menu, const struct row *row)
{
	bool result;
	char *text;

	switch (e->op) {
	case EXPR_AND:
		return expr_matches(e->a, menu, row) && (!e->b || expr_matches(e->b, menu, row));
	case EXPR_OR:
		return expr_matches(e->a, menu, row) || expr_matches(e->b, menu, row);
	case EXPR_NOT:
		return !expr_matches(e->a, menu, row);
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_GT: case EXPR_LE: case EXPR_GE:
	case EXPR_MATCH: case EXPR_IN:
		return eval_compare(e, menu, row);
	default:
		text = eval(e, menu, row);
		result = value_true(text);
		free(text);
		return result;
	}
}

/* Kinds whose values of connections are the same bytes whenever they are the same text. */
static bool is_plain_kind(u8 kind)
{
	return kind == ROSFW_KIND_ADDR || kind == ROSFW_KIND_PORTS || kind == ROSFW_KIND_PROTOCOL ||
	       kind == ROSFW_KIND_ENUM || kind == ROSFW_KIND_U8;
}

static void add_equal(const struct expr *e, struct rosfw_item_builder *b)
{
	struct refusal r = { .offset = -1 };
	struct rosfw_item_builder one;
	const struct rosfw_value *v;
	u32 menu = b->item->menu;

	if (e->op == EXPR_AND) {
		add_equal(e->a, b);
		if (e->b)
			add_equal(e->b, b);
		return;
	}
	if (e->op != EXPR_EQ || e->a->op != EXPR_NAME || e->b->op != EXPR_CONST || !e->a->prop || e->a->defval ||
	    !*e->b->text || !is_plain_kind(rosfw_properties[e->a->prop].kind) || rosfw_item_begin(&one, menu))
		return;
	v = text_parse(menu, e->a->prop, e->b->text, &one, &r) ? NULL : rosfw_item_value(one.item, e->a->prop);
	if (v && !v->negated)
		rosfw_item_put_value(b, v->prop, false, v->data, v->len);	/* without it, more is looked at */
	rosfw_item_put(one.item);
}

struct rosfw_item *expr_equal(const struct expr *e, u32 menu)
{
	struct rosfw_item_builder b;

	if (!e || rosfw_item_begin(&b, menu))
		return NULL;
	add_equal(e, &b);
	return b.item;
}

void expr_select(const struct expr *e, u32 menu, struct rows *rows)
{
	u32 i, n = 0;

	for (i = 0; i < rows->n; i++) {
		struct row row = rows->row[i];

		if (!e || expr_matches(e, menu, &row)) {
			rows->row[i] = rows->row[n];
			rows->row[n++] = row;
		}
	}
	while (rows->n > n) {
		rosfw_item_put(rows->row[--rows->n].item);
		free(rows->row[rows->n].invalid);
	}
}

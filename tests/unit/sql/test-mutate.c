/*
 * Statements with a word or two changed, left out, put in or exchanged: what SQLite's grammar
 * refuses we refuse and the other way round, and what both take is the same program once we have
 * printed it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "statements.h"

#define COUNT     20000
#define WORDS_MAX 256

static const char *const pool[] = {"SELECT", "FROM", "WHERE", "a", "b", "t", "u", "(", ")", ",",
    ",", ".", "*", "=", "==", "<", "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "ESCAPE",
    "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "AS", "COLLATE", "nocase", "1", "'x'",
    "\"q\"", "x'00'", "?", "JOIN", "LEFT", "NATURAL", "CROSS", "OUTER", "ON", "USING", "GROUP",
    "BY", "HAVING", "ORDER", "LIMIT", "OFFSET", "UNION", "ALL", "VALUES", "WITH", "RECURSIVE",
    "MATERIALIZED", "INSERT", "INTO", "REPLACE", "UPDATE", "SET", "DELETE", "DEFAULT", "RETURNING",
    "CONFLICT", "DO", "NOTHING", "OVER", "FILTER", "WINDOW", "PARTITION", "ROWS", "RANGE", "GROUPS",
    "UNBOUNDED", "PRECEDING", "FOLLOWING", "CURRENT", "ROW", "EXCLUDE", "TIES", "NO", "OTHERS",
    "INDEXED", "EXISTS", "RAISE", "IGNORE", "DISTINCT", "ISNULL", "NOTNULL", "GLOB", "MATCH", "ASC",
    "DESC", "NULLS", "FIRST", "LAST", "-", "+", "~", "||", "->", "TRUE", "CURRENT_DATE", "KEY",
    "IF", "ABORT", "temp", "main", "count", "abs", "w", "d", ";"};

struct words {
    struct flash_str items[WORDS_MAX];
    unsigned len;
};

static uint64_t seed;

static unsigned roll(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static void put_in(struct words *w, unsigned at, struct flash_str word)
{
    assert_true(w->len < WORDS_MAX);
    memmove(&w->items[at + 1], &w->items[at], (w->len - at) * sizeof(w->items[0]));
    w->items[at] = word;
    w->len++;
}

static void leave_out(struct words *w, unsigned at)
{
    memmove(&w->items[at], &w->items[at + 1], (w->len - at - 1) * sizeof(w->items[0]));
    w->len--;
}

static void mutate(struct words *w)
{
    unsigned at = roll(w->len);
    unsigned other = roll(w->len);
    struct flash_str word = w->items[at];

    switch (roll(4)) {
    case 0:
        if (w->len > 1)
            leave_out(w, at);
        break;
    case 1: w->items[at] = str_from(pool[roll(ARRAY_LEN(pool))]); break;
    case 2: put_in(w, at, str_from(pool[roll(ARRAY_LEN(pool))])); break;
    default:
        w->items[at] = w->items[other];
        w->items[other] = word;
        break;
    }
}

static struct flash_str mutant(struct arena *a, const char *statement)
{
    struct words w = {.len = 0};
    struct reading r;
    struct strbuf b;

    reading_start(&r, str_from(statement));
    for (size_t i = 0; i + 1 < r.tokens.len; i++)
        put_in(&w, w.len, token_text(&r.src, &r.tokens.items[i]));
    for (unsigned n = 1 + roll(2); n > 0; n--)
        mutate(&w);
    strbuf_init(&b, a, 1 << 16);
    for (unsigned i = 0; i < w.len; i++)
        strbuf_addf(&b, "%.*s ", STR_ARG(w.items[i]));
    reading_end(&r);
    return strbuf_str(&b);
}

static bool contains(const char *text, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(text, parts[i]) != NULL)
            return true;
    }
    return false;
}

/* What SQLite's parser says, not its resolver. */
static bool is_grammar(const char *message)
{
    static const char *const parts[] = {"syntax error", "incomplete input", "unrecognized",
        "JOIN clause is required", "unknown join type", "should come"};

    return contains(message, parts, ARRAY_LEN(parts));
}

/* Where the two may differ: SQLite resolves names before it has read to the end and stops there,
 * takes 'f(DISTINCT)' to refuse it later, and learned of ORDER BY in calls and of functions called
 * like joins after 3.40. */
static bool is_excused(const char *text, const char *message)
{
    static const char *const texts[] = {
        "DISTINCT )", "ALL )", "ORDER BY a )", "CROSS (", "NATURAL (", "LEFT (", "OUTER (", "END "};

    if (contains(text, texts, ARRAY_LEN(texts)))
        return true;
    return message[0] != '\0' && !is_grammar(message);
}

/* The first statement, and its text. */
static struct dml *parse_first(struct reading *r, struct flash_str *text)
{
    struct statement_list l =
        split_statements(&r->src, r->tokens, &sqlite_lex, &r->arena, &r->diags);
    struct dml *d;

    if (l.len == 0)
        return NULL;
    *text = arena_str(&r->arena, str_sub(r->src.text, l.items[0].start, l.items[0].end));
    cursor_init(
        &r->cur, &r->src, l.items[0].tokens, l.items[0].ntokens, &sqlite_lex, &r->arena, &r->diags);
    d = parse_dml(&r->cur);
    return cursor_expect_end(&r->cur) ? d : NULL;
}

/* Returns whether both take it. */
static bool compare(struct arena *a, sqlite3 *db, struct flash_str text)
{
    struct reading r;
    struct flash_str written, ours;
    struct dml *d;
    bool theirs;

    reading_start(&r, text);
    d = parse_first(&r, &text);
    theirs = sqlite_program(a, db, text, &written);
    if (theirs && d != NULL) {
        ours = dml_text(a, d);
        if (!sqlite_program(a, db, ours, &ours) || !str_eq(ours, written))
            fail_msg("%.*s: becomes %s", STR_ARG(text), dml_text(a, d).ptr);
    } else if (!is_excused(text.ptr, theirs ? "" : sqlite3_errmsg(db)) &&
               (d != NULL) != (theirs || !is_grammar(sqlite3_errmsg(db)))) {
        fail_msg("%.*s: SQLite says %s, we %s", STR_ARG(text), theirs ? "yes" : sqlite3_errmsg(db),
            d != NULL ? "yes" : "no");
    }
    reading_end(&r);
    return theirs && d != NULL;
}

static void test_mutants(void **state)
{
    const char *given = getenv("FLASH_SEED");
    sqlite3 *db = sqlite_open();
    unsigned taken = 0;
    struct arena a;

    (void)state;
    seed = strtoull(given != NULL ? given : "4711", NULL, 10);
    print_message("seed %llu\n", (unsigned long long)seed);
    arena_init(&a, (size_t)256 << 20);
    for (unsigned i = 0; i < COUNT; i++) {
        arena_reset(&a);
        taken += compare(&a, db, mutant(&a, statements[roll(ARRAY_LEN(statements))]));
    }
    arena_release(&a);
    sqlite3_close(db);
    print_message("%u statements, %u taken by both\n", COUNT, taken);
    assert_true(taken > COUNT / 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

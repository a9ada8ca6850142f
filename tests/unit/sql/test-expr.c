#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "sql-test.h"
#include "sql/clone.h"

static struct expr *parse_all(struct reading *r)
{
    struct expr *e = parse_expr(&r->cur);

    return cursor_expect_end(&r->cur) ? e : NULL;
}

/* NULL text: the same as the input. */
static void check_print(const char *input, const char *expected)
{
    struct reading r, again;
    struct expr *e;
    struct flash_str text;

    reading_start(&r, str_from(input));
    e = parse_all(&r);
    if (e == NULL)
        fail_msg("%s: %.*s", input, STR_ARG(r.diags.list.items[0].message));
    text = expr_text(&r.arena, e);
    assert_string_equal(text.ptr, expected != NULL ? expected : input);
    assert_string_equal(expr_text(&r.arena, expr_clone(&r.arena, e)).ptr, text.ptr);
    reading_start(&again, text);
    e = parse_all(&again);
    assert_non_null(e);
    assert_string_equal(expr_text(&again.arena, e).ptr, text.ptr);
    assert_int_equal(e->loc.off, 0);
    reading_end(&again);
    reading_end(&r);
}

static void test_printed(void **state)
{
    static const struct {
        const char *input;
        const char *printed;
    } cases[] = {
        /* levels, from the loosest */
        {"a OR b AND c", NULL},
        {"(a OR b) AND c", NULL},
        {"a AND (b OR c)", NULL},
        {"(a AND b) OR c", "a AND b OR c"},
        {"NOT a AND b", NULL},
        {"NOT (a AND b)", NULL},
        {"NOT a = b", NULL},
        {"(NOT a) = b", NULL},
        {"NOT NOT a", NULL},
        {"a = NOT b", "a = (NOT b)"},
        {"a = NOT b = c", "a = (NOT b = c)"},
        {"-NOT a", "-(NOT a)"},
        {"a < b = c < d", NULL},
        {"a < (b = c) < d", NULL},
        {"a = b < c", NULL},
        {"(a = b) < c", NULL},
        {"a & b < c", NULL},
        {"a & (b < c)", NULL},
        {"a + b & c", NULL},
        {"a | b & c", NULL},
        {"a | (b & c)", NULL},
        {"a << 1 + 2", NULL},
        {"(a << 1) + 2", NULL},
        {"a + b * c", NULL},
        {"(a + b) * c", NULL},
        {"a * b || c", NULL},
        {"(a * b) || c", NULL},
        {"a || b -> c ->> d", NULL},
        {"a || (b -> c)", NULL},
        {"a || b COLLATE nocase", NULL},
        {"(a || b) COLLATE nocase", NULL},
        {"-a COLLATE nocase", NULL},
        {"-(a COLLATE nocase)", NULL},
        {"a COLLATE x COLLATE y", NULL},
        {"-a || b", NULL},
        {"-(a || b)", NULL},
        {"- - a", "- -a"},
        {"-(-1)", "- -1"},
        {"- + - ~ a", "-+-~a"},
        {"a - -1", NULL},
        {"a - b - c", NULL},
        {"a - (b - c)", NULL},
        {"a - (b + c)", NULL},
        {"(a - b) - c", "a - b - c"},
        {"a % b / c * d", NULL},
        {"((((a))))", "a"},
        /* one level: = == != <> IS IN LIKE BETWEEN ISNULL */
        {"a == b", "a = b"},
        {"a != b", "a <> b"},
        {"a = b IS c", NULL},
        {"a = (b IS c)", NULL},
        {"a IS NOT b", NULL},
        {"a IS (NOT b)", NULL},
        {"a IS NOT (NOT b)", NULL},
        {"a IS DISTINCT FROM b", NULL},
        {"a IS NOT DISTINCT FROM b + 1", NULL},
        {"a IS NOT DISTINCT FROM NULL", NULL},
        {"a ISNULL", "a IS NULL"},
        {"a NOTNULL", "a IS NOT NULL"},
        {"a NOT NULL", "a IS NOT NULL"},
        {"a IS NULL", NULL},
        {"a IS NOT NULL", NULL},
        {"a IS (NULL)", "a IS NULL"},
        {"a = b ISNULL", "a = b IS NULL"},
        {"a = (b ISNULL)", "a = (b IS NULL)"},
        {"a + b NOT NULL", "a + b IS NOT NULL"},
        {"NOT a NOT NULL", "NOT a IS NOT NULL"},
        {"(NOT a) ISNULL", "(NOT a) IS NULL"},
        {"a IN (1, 2) = b", NULL},
        {"a = b IN (1)", NULL},
        {"a = (b IN (1))", NULL},
        {"a NOT IN ()", NULL},
        {"a IN t", NULL},
        {"a NOT IN main.t", NULL},
        {"a IN f(1, 'x')", NULL},
        {"a IN t()", "a IN t"},
        {"(a, b) IN (VALUES (1, 2))", "(a, b) IN (\n    VALUES (1, 2)\n)"},
        {"a IN (SELECT 1)", "a IN (\n    SELECT 1\n)"},
        {"a IN ((SELECT 1))", "a IN ((\n    SELECT 1\n))"},
        {"a LIKE b", NULL},
        {"a NOT LIKE b ESCAPE '\\'", NULL},
        {"a LIKE b || c ESCAPE d = e", NULL},
        {"a LIKE (b = c) ESCAPE d", NULL},
        {"a GLOB b", NULL},
        {"a NOT REGEXP b", NULL},
        {"a MATCH b AND c", NULL},
        {"a LIKE b < c", NULL},
        {"a BETWEEN b AND c AND d", NULL},
        {"a NOT BETWEEN b AND c OR d", NULL},
        {"a BETWEEN b = c AND d", "a BETWEEN (b = c) AND d"},
        {"a BETWEEN NOT b AND c", "a BETWEEN (NOT b) AND c"},
        {"a BETWEEN (b AND c) AND d", NULL},
        {"a BETWEEN b AND (c AND d)", NULL},
        {"a BETWEEN b AND c = d", NULL},
        {"a BETWEEN b AND c BETWEEN d AND e", NULL},
        {"a BETWEEN b BETWEEN 1 AND 2 AND 3", "a BETWEEN (b BETWEEN 1 AND 2) AND 3"},
        {"a = b BETWEEN c AND d", NULL},
        {"a BETWEEN b + 1 AND c || d", NULL},
        /* what needs no parentheses */
        {"NULL", NULL},
        {"null", "NULL"},
        {"true AND False", "TRUE AND FALSE"},
        {"\"true\"", NULL},
        {"t.true", "t.\"true\""},
        {"true.a", "\"true\".a"},
        {"current_date || CURRENT_TIME || Current_Timestamp",
            "CURRENT_DATE || CURRENT_TIME || CURRENT_TIMESTAMP"},
        {"1 + 1.50 + .5 + 0x1F + 1e-3", NULL},
        {"'it''s' || ''", NULL},
        {"x'0aFf' || X''", "X'0aFf' || X''"},
        {"? + ?1 + :a + @b + $c::d(e)", NULL},
        {"a.b.c + [x y].`z` + 'q'.r", "a.b.c + \"x y\".z + q.r"},
        {"\"a\" + [a] + `a`", "\"a\" + a + a"},
        {"[select] + [a\"b] + [] + [1a] + [a$1] + [\xC3\xA9]",
            "\"select\" + \"a\"\"b\" + \"\" + \"1a\" + a$1 + \"\xC3\xA9\""},
        {"left.right + cross", "\"left\".\"right\" + \"cross\""},
        {"key + end + desc + match", "key + \"end\" + \"desc\" + \"match\""},
        {"CASE WHEN a THEN b END", NULL},
        {"CASE a WHEN b THEN c WHEN d THEN e ELSE f END + 1", NULL},
        {"CASE CASE WHEN a THEN b END WHEN c OR d THEN e END", NULL},
        {"cast(a AS  unsigned   big int)", "CAST(a AS unsigned big int)"},
        {"CAST(a OR b AS decimal( 10 , -2 ))", "CAST(a OR b AS decimal(10,-2))"},
        {"CAST(a AS [my type] (+5))", "CAST(a AS [my type](+5))"},
        {"CAST(a AS)", "CAST(a AS )"},
        {"EXISTS (SELECT 1)", "EXISTS (\n    SELECT 1\n)"},
        {"NOT EXISTS (SELECT 1) AND a", "NOT EXISTS (\n    SELECT 1\n) AND a"},
        {"(SELECT 1) + 1", "(\n    SELECT 1\n) + 1"},
        {"((SELECT 1))", "(\n    SELECT 1\n)"},
        {"(a, b) = (1, (2))", "(a, b) = (1, 2)"},
        {"((a, b)) IS (1, 2)", "(a, b) IS (1, 2)"},
        {"raise(IGNORE)", "RAISE(IGNORE)"},
        {"RAISE(abort, 'no')", "RAISE(ABORT, 'no')"},
        {"RAISE(FAIL, \"no\")", "RAISE(FAIL, 'no')"},
        {"RAISE(ROLLBACK, 'a' || NEW.x)", "RAISE(ROLLBACK, 'a' || NEW.x)"},
        /* calls */
        {"f()", NULL},
        {"count(*)", NULL},
        {"COUNT(DISTINCT a)", NULL},
        {"sum(ALL a)", "sum(a)"},
        {"group_concat(a, ',' ORDER BY b DESC, c)", NULL},
        {"replace(a, b, c) || glob(a, b) || like(a, b) || if(a, b)",
            "replace(a, b, c) || \"glob\"(a, b) || \"like\"(a, b) || \"if\"(a, b)"},
        {"count(*) FILTER (WHERE a > 1)", NULL},
        {"count(*) FILTER (WHERE a) OVER w", NULL},
        {"sum(a) OVER ()", NULL},
        {"sum(a) OVER (w)", NULL},
        {"sum(a) OVER (\"rows\" ROWS 1 PRECEDING)", NULL},
        {"sum(a) OVER (PARTITION BY b, c ORDER BY d DESC NULLS LAST, e ASC NULLS FIRST)", NULL},
        {"sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND x + 1 FOLLOWING)", NULL},
        {"sum(a) OVER (RANGE UNBOUNDED PRECEDING)", NULL},
        {"sum(a) OVER (GROUPS CURRENT ROW EXCLUDE TIES)", NULL},
        {"sum(a) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS)",
            NULL},
        {"sum(a) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)", NULL},
        {"sum(a) OVER (ROWS 2 PRECEDING EXCLUDE GROUP)", NULL},
        {"filter + over", "\"filter\" + \"over\""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_print(cases[i].input, cases[i].printed);
    print_message("%zu expressions printed\n", ARRAY_LEN(cases));
}

/* Message, and the place it points to. */
static void test_errors(void **state)
{
    static const struct {
        const char *text;
        unsigned column;
        unsigned len;
        const char *message;
    } cases[] = {
        {"", 1, 0, "expected an expression, found the end of the statement"},
        {"a +", 4, 0, "expected an expression, found the end of the statement"},
        {"a + )", 5, 1, "expected an expression, found ')'"},
        {"a b", 3, 1, "expected the end of the statement, found 'b'"},
        {"(a, b", 6, 0, "expected ')', found the end of the statement"},
        {"(a b)", 4, 1, "expected ')', found 'b'"},
        {"()", 2, 1, "expected an expression, found ')'"},
        {"a.", 3, 0, "expected a column, found the end of the statement"},
        {"a.b.c.d", 6, 1, "expected the end of the statement, found '.'"},
        {"a.*", 3, 1, "expected a column, found '*'"},
        {"*", 1, 1, "expected an expression, found '*'"},
        {"a SELECT", 3, 6, "expected the end of the statement, found 'SELECT'"},
        {"select", 1, 6, "expected an expression, found 'select'"},
        {"a BETWEEN 1 OR 2", 13, 2, "expected AND, found 'OR'"},
        {"a BETWEEN 1", 12, 0, "expected AND, found the end of the statement"},
        {"a IN 1", 6, 1, "expected '(' or a table, found '1'"},
        {"a IN (1", 8, 0, "expected ')', found the end of the statement"},
        {"a COLLATE", 10, 0, "expected a collation, found the end of the statement"},
        {"CASE END", 9, 0, "expected WHEN, found the end of the statement"},
        {"CASE a END", 8, 3, "expected WHEN, found 'END'"},
        {"CASE WHEN a END", 13, 3, "expected THEN, found 'END'"},
        {"CASE WHEN a THEN b", 19, 0, "expected END, found the end of the statement"},
        {"CAST(a)", 7, 1, "expected AS, found ')'"},
        {"CAST(a AS INT(x))", 15, 1, "expected a number, found 'x'"},
        {"cast + 1", 6, 1, "expected '(', found '+'"},
        {"EXISTS (1)", 9, 1, "expected SELECT or VALUES, found '1'"},
        {"EXISTS 1", 8, 1, "expected '(', found '1'"},
        {"RAISE(STOP)", 7, 4, "expected IGNORE, ROLLBACK, ABORT or FAIL, found 'STOP'"},
        {"RAISE(FAIL)", 11, 1, "expected ',', found ')'"},
        {"f(a,)", 5, 1, "expected an expression, found ')'"},
        {"f(DISTINCT)", 11, 1, "expected an expression, found ')'"},
        {"f(*, a)", 4, 1, "expected ')', found ','"},
        {"f() OVER (ROWS 1)", 17, 1, "expected PRECEDING or FOLLOWING, found ')'"},
        {"f() OVER (ROWS BETWEEN 1 PRECEDING)", 35, 1, "expected AND, found ')'"},
        {"f() OVER (ROWS 1 PRECEDING EXCLUDE x)", 36, 1,
            "expected NO OTHERS, CURRENT ROW, GROUP or TIES, found 'x'"},
        {"f() FILTER (a)", 13, 1, "expected WHERE, found 'a'"},
        {"a = 'b", 5, 2, "unterminated string"},
        {"a = 1x", 5, 2, "malformed number"},
        {"'a' 'b'", 5, 3, "expected the end of the statement, found the string 'b'"},
        {"a \"x\ny", 3, 2, "unterminated quoted name"},
        {"a ^ b", 3, 1, "expected the end of the statement, found '^'"},
        {"a NOT b", 3, 3, "expected the end of the statement, found 'NOT'"},
        {"1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 3, 50,
            "expected the end of the statement, found 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        const struct diag *d;

        reading_start(&r, str_from(cases[i].text));
        assert_null(parse_all(&r));
        assert_int_equal(r.diags.list.len, 1);
        d = &r.diags.list.items[0];
        assert_string_equal(d->message.ptr, cases[i].message);
        if (loc_resolve(d->loc).column != cases[i].column || d->loc.len != cases[i].len)
            fail_msg("%s: at %u+%u", cases[i].text, loc_resolve(d->loc).column, d->loc.len);
        assert_true(cursor_at_end(&r.cur));
        assert_false(cursor_accept_ident(&r.cur, &(struct flash_str){0}));
        reading_end(&r);
    }
}

static void test_signed_literals(void **state)
{
    static const struct {
        const char *text;
        const char *printed; /* NULL: an error */
    } cases[] = {
        {"1", "1"},
        {"-1.5", "-1.5"},
        {"+ 'a'", "+'a'"},
        {"NULL", "NULL"},
        {"current_timestamp", "CURRENT_TIMESTAMP"},
        {"X'00'", "X'00'"},
        {"true", "TRUE"},
        {"foo", "'foo'"},
        {"\"true\"", "'true'"},
        {"-foo", NULL},
        {"(1)", NULL},
        {"", NULL},
        {"- -1", NULL},
        {"select", NULL},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct expr *e;

        reading_start(&r, str_from(cases[i].text));
        e = parse_signed_literal(&r.cur);
        if (cases[i].printed == NULL) {
            assert_null(e);
            assert_int_equal(r.diags.errors, 1);
        } else {
            assert_non_null(e);
            assert_string_equal(expr_text(&r.arena, e).ptr, cases[i].printed);
            assert_true(cursor_expect_end(&r.cur));
        }
        reading_end(&r);
    }
}

static void test_types(void **state)
{
    static const struct {
        const char *text;
        const char *type;
        const char *rest; /* the word behind it */
    } cases[] = {
        {"", "", ""},
        {"INTEGER PRIMARY KEY", "INTEGER", "PRIMARY"},
        {"unsigned  big\nint NOT NULL", "unsigned big int", "NOT"},
        {"VARCHAR ( 20 ) DEFAULT 1", "VARCHAR(20)", "DEFAULT"},
        {"decimal(10 ,+ 2)", "decimal(10,+2)", ""},
        {"INT GENERATED ALWAYS AS (1)", "INT", "GENERATED"},
        {"GENERATED ALWAYS AS (1)", "", "GENERATED"},
        {"\"my type\" 'x' CHECK", "\"my type\" 'x'", "CHECK"},
        {"key action CONSTRAINT", "key action", "CONSTRAINT"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct flash_str type;

        reading_start(&r, str_from(cases[i].text));
        type = parse_type_words(&r.cur);
        assert_true(str_eq(type, str_from(cases[i].type)));
        assert_true(str_eq(token_text(&r.src, r.cur.tok), str_from(cases[i].rest)));
        assert_int_equal(r.diags.errors, 0);
        reading_end(&r);
    }
}

/* n times 'open', the middle, n times 'close'. */
static struct flash_str repeated(
    struct arena *a, const char *open, const char *middle, const char *close, size_t n)
{
    struct strbuf b;

    strbuf_init(&b, a, (size_t)64 << 20);
    for (size_t i = 0; i < n; i++)
        strbuf_adds(&b, open);
    strbuf_adds(&b, middle);
    for (size_t i = 0; i < n; i++)
        strbuf_adds(&b, close);
    return strbuf_str(&b);
}

static void test_depth(void **state)
{
    static const struct {
        const char *open, *middle, *close;
        size_t fits; /* so many are read and printed */
    } cases[] = {
        {"(", "a", ")", 900},
        {"a + (", "a", ")", 450},
        {"", "a", " AND b", 990},
        {"", "a", " OR b = c", 990},
        {"", "a", " || b", 990},
        {"", "a", " COLLATE b", 990},
        {"", "a", " IS NULL", 990},
        {"", "a", " BETWEEN b AND c", 990},
        {"", "a", " IN (1)", 990},
        {"NOT ", "a", "", 900},
        {"- ", "a", "", 900},
        {"~", "a", "", 900},
        {"a = NOT ", "a", "", 300},
        {"a BETWEEN ", "1", " AND 1", 300},
        {"CASE WHEN ", "a", " THEN 1 END", 900},
        {"f(1, ", "a", ")", 900},
        {"(1, ", "2", ")", 900},
        {"EXISTS (SELECT ", "1", ")", 300},
        {"(SELECT * FROM (SELECT ", "1", "))", 190},
        {"a IN (SELECT ", "1", ")", 300},
        {"(VALUES (1, ", "1", "))", 300},
        {"sum(a) OVER (ORDER BY ", "1", ")", 900},
        {"count(*) FILTER (WHERE ", "1", ")", 900},
        {"(SELECT 1 FROM ((a) JOIN (SELECT ", "1", ") ON 1))", 150},
        {"CAST(", "a", " AS INT)", 900},
        {"x IN (", "a", ")", 450},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;
        struct reading r;
        struct expr *e;

        arena_init(&a, (size_t)1 << 30);
        reading_start(&r, repeated(&a, cases[i].open, cases[i].middle, cases[i].close, 100000));
        assert_null(parse_all(&r));
        assert_int_equal(r.diags.errors, 1);
        assert_non_null(strstr(r.diags.list.items[0].message.ptr, "the limit is 1000 levels"));
        reading_end(&r);

        reading_start(
            &r, repeated(&a, cases[i].open, cases[i].middle, cases[i].close, cases[i].fits));
        e = parse_all(&r);
        if (e == NULL)
            fail_msg("%s: %.*s", cases[i].open, STR_ARG(r.diags.list.items[0].message));
        check_print(expr_text(&a, expr_clone(&a, e)).ptr, NULL);
        reading_end(&r);
        arena_release(&a);
    }
}

/* A tree printed with parentheses around everything, so that nothing hangs on precedence. */
static void print_full(struct strbuf *b, const struct expr *e)
{
    strbuf_addc(b, '(');
    switch (e->kind) {
    case EXPR_UNARY:
        strbuf_addf(b, "%s ", expr_op_text((enum expr_op)e->op));
        print_full(b, e->left);
        break;
    case EXPR_BINARY:
        print_full(b, e->left);
        strbuf_addf(b, " %s ", expr_op_text((enum expr_op)e->op));
        print_full(b, e->right);
        break;
    case EXPR_IS:
        print_full(b, e->left);
        strbuf_addf(b, " IS %s%s", e->negated ? "NOT " : "", e->distinct ? "DISTINCT FROM " : "");
        print_full(b, e->right);
        break;
    case EXPR_ISNULL:
        print_full(b, e->left);
        strbuf_adds(b, e->negated ? " IS NOT NULL" : " IS NULL");
        break;
    case EXPR_BETWEEN:
        print_full(b, e->left);
        strbuf_adds(b, e->negated ? " NOT BETWEEN " : " BETWEEN ");
        print_full(b, e->list.items[0]);
        strbuf_adds(b, " AND ");
        print_full(b, e->list.items[1]);
        break;
    case EXPR_IN:
        print_full(b, e->left);
        strbuf_adds(b, e->negated ? " NOT IN (" : " IN (");
        print_full(b, e->list.items[0]);
        strbuf_addc(b, ')');
        break;
    case EXPR_LIKE:
        print_full(b, e->left);
        strbuf_addf(b, "%s %.*s ", e->negated ? " NOT" : "", STR_ARG(e->word));
        print_full(b, e->right);
        if (e->list.len > 0) {
            strbuf_adds(b, " ESCAPE ");
            print_full(b, e->list.items[0]);
        }
        break;
    case EXPR_COLLATE:
        print_full(b, e->left);
        strbuf_addf(b, " COLLATE %.*s", STR_ARG(e->word));
        break;
    default: print_expr(b, &sqlite_print, e); break;
    }
    strbuf_addc(b, ')');
}

static uint64_t seed = 1;

static unsigned roll(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* Operands and operators in a row, as they come. */
static void add_random(struct strbuf *b, unsigned terms)
{
    static const char *const prefixes[] = {"NOT ", "- ", "~", "+ ", "", "", "", "", "", ""};
    static const char *const operands[] = {
        "1", "2", "0", "3", "'a'", "'1'", "NULL", "5", "-2", "(1 + 2)", "1.5", "'A'"};
    static const char *const infixes[] = {" OR ", " AND ", " = ", " == ", " <> ", " < ",
        " <= ", " > ", " >= ", " IS ", " IS NOT ", " & ", " | ", " << ", " >> ", " + ", " - ",
        " * ", " / ", " % ", " || ", " LIKE ", " NOT LIKE ", " GLOB ", " IS DISTINCT FROM ",
        " IS NOT DISTINCT FROM "};
    static const char *const postfixes[] = {" ISNULL", " NOTNULL", " NOT NULL", " COLLATE nocase",
        " IN (1)", " NOT IN (0)", " IS NULL", " COLLATE binary"};

    for (unsigned i = 0; i < terms; i++) {
        if (i > 0) {
            unsigned kind = roll(12);

            if (kind == 0) {
                strbuf_adds(b, roll(2) ? " BETWEEN " : " NOT BETWEEN ");
                add_random(b, 1 + roll(2));
                strbuf_adds(b, " AND ");
            } else if (kind == 1) {
                strbuf_adds(b, " LIKE ");
                add_random(b, 1 + roll(2));
                strbuf_adds(b, " ESCAPE ");
            } else {
                strbuf_adds(b, infixes[roll(ARRAY_LEN(infixes))]);
            }
        }
        strbuf_adds(b, prefixes[roll(ARRAY_LEN(prefixes))]);
        strbuf_adds(b, operands[roll(ARRAY_LEN(operands))]);
        if (roll(5) == 0)
            strbuf_adds(b, postfixes[roll(ARRAY_LEN(postfixes))]);
    }
}

/* The value, or the error, of SELECT text. False if SQLite cannot parse it. */
static bool evaluate(sqlite3 *db, struct flash_str text, char *out, size_t size)
{
    char sql[4096];
    sqlite3_stmt *stmt;
    int rc;

    snprintf(sql, sizeof(sql), "SELECT quote(%.*s)", STR_ARG(text));
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        snprintf(out, size, "%s", sqlite3_errmsg(db));
        return strstr(out, "syntax error") == NULL;
    }
    rc = sqlite3_step(stmt);
    snprintf(out, size, "%s",
        rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
    return true;
}

/* What we take a text for means the same to SQLite with all parentheses written. */
static void test_same_as_sqlite(void **state)
{
    unsigned count = 10000;
    unsigned compared = 0;
    sqlite3 *db;

    (void)state;
    seed = (uint64_t)strtoull(getenv("FLASH_SEED") ? getenv("FLASH_SEED") : "4711", NULL, 10);
    print_message("seed %llu\n", (unsigned long long)seed);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    for (unsigned i = 0; i < count; i++) {
        struct reading r;
        struct arena a;
        struct strbuf text, full;
        char expected[256], got[256];
        struct expr *e;
        bool valid;

        arena_init(&a, 1 << 20);
        strbuf_init(&text, &a, 1 << 16);
        strbuf_init(&full, &a, 1 << 16);
        add_random(&text, 1 + roll(6));
        valid = evaluate(db, strbuf_str(&text), expected, sizeof(expected));
        reading_start(&r, strbuf_str(&text));
        e = parse_all(&r);
        if ((e != NULL) != valid)
            fail_msg("%s: SQLite says %s", text.ptr, valid ? "yes" : expected);
        if (e != NULL) {
            print_full(&full, e);
            evaluate(db, strbuf_str(&full), got, sizeof(got));
            if (strcmp(got, expected) != 0)
                fail_msg("%s\n%s\n%s\n%s", text.ptr, full.ptr, expected, got);
            evaluate(db, expr_text(&a, e), got, sizeof(got));
            if (strcmp(got, expected) != 0)
                fail_msg("%s\n%s\n%s\n%s", text.ptr, expr_text(&a, e).ptr, expected, got);
            compared++;
        }
        reading_end(&r);
        arena_release(&a);
    }
    sqlite3_close(db);
    print_message("%u of %u expressions compared\n", compared, count);
    assert_true(compared > count / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_printed),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_signed_literals),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_same_as_sqlite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

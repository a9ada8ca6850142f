#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "sql/keyword.h"

static void test_sorted_and_found(void **state)
{
    (void)state;
    for (unsigned i = 1; i < KW__COUNT; i++) {
        enum keyword k = (enum keyword)i;
        struct flash_str text = keyword_text(k);
        char lower[32];

        assert_true(text.len > 1 && text.len < sizeof(lower));
        assert_true(str_cmp(keyword_text((enum keyword)(i - 1)), text) < 0);
        assert_int_equal(keyword_find(text), k);
        for (size_t c = 0; c < text.len; c++)
            lower[c] = c % 2 ? ascii_lower(text.ptr[c]) : text.ptr[c];
        assert_int_equal(keyword_find((struct flash_str){lower, text.len}), k);
        lower[text.len - 1] = '1';
        assert_int_equal(keyword_find((struct flash_str){lower, text.len}), KW_NONE);
    }
}

static void test_no_keyword(void **state)
{
    static const char *const words[] = {"", "a", "_", "users", "SELECTS", "SELEC", "sel\303\251ct",
        "CURRENT_TIMESTAMPS", "a_very_long_word_that_is_longer_than_any_keyword", "I\xCC\x87N"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        assert_int_equal(keyword_find(str_from(words[i])), KW_NONE);
    assert_int_equal(keyword_text(KW_NONE).len, 0);
}

static bool accepts(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK;

    sqlite3_finalize(stmt);
    return ok;
}

/* Behind an expression these are not read as an alias, whatever they may be elsewhere. */
static bool is_operator(enum keyword k)
{
    return k == KW_ISNULL || k == KW_NOTNULL || k == KW_LIKE || k == KW_GLOB || k == KW_REGEXP ||
           k == KW_MATCH;
}

/* A word that is printed bare must be taken for a name wherever the printer puts one. */
static void compare_bare(sqlite3 *db, const char *word)
{
    static const char *const places[] = {
        "CREATE TABLE %1$s (a)",
        "CREATE TABLE x (%1$s)",
        "CREATE TABLE x (%1$s INT, CHECK (%1$s > 1 AND -%1$s < 2), UNIQUE (%1$s, a), a)",
        "CREATE TABLE x (a, b AS (%1$s) STORED, %1$s)",
        "CREATE TABLE x (a REFERENCES %1$s (%1$s))",
        "CREATE INDEX %1$s ON t (a)",
        "CREATE VIEW %1$s AS SELECT 1",
        "CREATE VIEW x (%1$s) AS SELECT 1",
        "CREATE TRIGGER %1$s AFTER INSERT ON t BEGIN SELECT 1; END",
        "CREATE TEMP TABLE x AS SELECT a AS %1$s FROM t AS %1$s ORDER BY %1$s",
        "SELECT %1$s.a, (%1$s.a) FROM t AS %1$s JOIN t AS u ON %1$s.a = u.a ORDER BY %1$s.a DESC",
        "SELECT %1$s, NOT %1$s, (%1$s), x > %1$s FROM (SELECT a AS %1$s, 1 AS x FROM t)",
        "SELECT CASE %1$s WHEN %1$s THEN %1$s ELSE %1$s END FROM (SELECT 1 AS %1$s)",
        "SELECT %1$s IN (SELECT 1), %1$s BETWEEN %1$s AND %1$s FROM (SELECT 1 AS %1$s)",
        "WITH %1$s AS (SELECT 1) SELECT * FROM %1$s",
        "WITH x (%1$s) AS (SELECT 1) SELECT * FROM x",
        "SELECT sum(a) OVER %1$s FROM t WINDOW %1$s AS (ORDER BY a)",
        "SELECT a FROM t JOIN (SELECT 1 AS %1$s) USING (a)",
        "INSERT INTO t AS %1$s VALUES (1) ON CONFLICT DO UPDATE SET a = %1$s.a",
        "UPDATE t AS %1$s SET a = %1$s.a",
        "DELETE FROM t AS %1$s",
    };

    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        char sql[512];
        const char *why;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(sql, sizeof(sql), places[i], word);
#pragma GCC diagnostic pop
        if (accepts(db, sql))
            continue;
        why = sqlite3_errmsg(db);
        if (strstr(why, "syntax error") != NULL)
            fail_msg("%s: %s", sql, why);
    }
}

/* The library knows which words it keeps for itself. */
static void test_same_as_sqlite(void **state)
{
    unsigned n = 0;
    sqlite3 *db;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < sqlite3_keyword_count(); i++) {
        const char *name;
        int len;
        char word[32], sql[128];
        enum keyword k;
        bool usable;

        assert_int_equal(sqlite3_keyword_name(i, &name, &len), SQLITE_OK);
        snprintf(word, sizeof(word), "%.*s", len, name);
        k = keyword_find(str_from(word));
        if (k == KW_NONE)
            fail_msg("SQLite's keyword %s is missing", word);
        snprintf(sql, sizeof(sql), "CREATE TABLE x (%s)", word);
        usable = accepts(db, sql);
        if (usable == keyword_reserved(k, KW_SQLITE))
            fail_msg("%s: reserved is %d", word, !usable);
        snprintf(sql, sizeof(sql), "SELECT 1 %s", word);
        usable = accepts(db, sql);
        if (!is_operator(k) && usable != keyword_alias(k, KW_SQLITE))
            fail_msg("%s: alias is %d", word, usable);
        if (!keyword_quoted(k, KW_SQLITE))
            compare_bare(db, word);
        n++;
    }
    sqlite3_close(db);
    print_message("%u keywords compared\n", n);
    assert_true(n >= 140);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorted_and_found),
        cmocka_unit_test(test_no_keyword),
        cmocka_unit_test(test_same_as_sqlite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

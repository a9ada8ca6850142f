#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "sql-test.h"
#include "sql/walk.h"

static void add_from(struct strbuf *b, const struct from_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        const struct from_item *item = &l->items[i];
        struct flash_str name = item->alias.text.ptr != NULL ? item->alias.text : item->name.text;

        if (item->nested != NULL)
            add_from(b, item->nested);
        else
            strbuf_addf(b, " %.*s", STR_ARG(name));
    }
}

/* "[t u; aliases; target; extras] [outer ...": innermost first; a scope of CTEs in braces. */
static void add_scopes(struct strbuf *b, const struct scope *s)
{
    for (; s != NULL; s = s->outer) {
        if (s->with != NULL) {
            strbuf_adds(b, "{");
            for (size_t i = 0; i < s->with->len; i++)
                strbuf_addf(b, " %.*s", STR_ARG(s->with->items[i].name.text));
            strbuf_adds(b, "}");
            continue;
        }
        strbuf_adds(b, "[");
        if (s->dml != NULL)
            strbuf_addf(b, " >%.*s", STR_ARG(s->dml->table.text));
        if (s->from != NULL)
            add_from(b, s->from);
        for (size_t i = 0; i < s->nextra; i++)
            strbuf_addf(b, " +%.*s", STR_ARG(s->extra[i].text));
        for (size_t i = 0; i < s->nresults; i++) {
            if (s->results[i].alias.text.ptr != NULL)
                strbuf_addf(b, " =%.*s", STR_ARG(s->results[i].alias.text));
        }
        strbuf_adds(b, " ]");
    }
    strbuf_adds(b, "\n");
}

static const char *const clauses[] = {
    [CLAUSE_NONE] = "none",
    [CLAUSE_RESULT] = "result",
    [CLAUSE_FROM] = "from",
    [CLAUSE_ON] = "on",
    [CLAUSE_WHERE] = "where",
    [CLAUSE_GROUP] = "group",
    [CLAUSE_HAVING] = "having",
    [CLAUSE_WINDOW] = "window",
    [CLAUSE_ORDER] = "order",
    [CLAUSE_LIMIT] = "limit",
    [CLAUSE_VALUES] = "values",
    [CLAUSE_TARGET] = "target",
    [CLAUSE_SET] = "set",
    [CLAUSE_RETURNING] = "returning",
};

static bool on_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    struct arena *a = ((struct strbuf *)w->payload)->arena;

    if ((*e)->kind != EXPR_COLUMN)
        return true;
    strbuf_addf(w->payload, "%.*s %s ", STR_ARG(expr_text(a, *e)), s ? clauses[s->clause] : "none");
    add_scopes(w->payload, s);
    return true;
}

static bool on_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    (void)s;
    strbuf_addf(w->payload, "%s %.*s%s%.*s\n", is_cte ? "cte" : "table", STR_ARG(schema->text),
        schema->text.len ? "." : "", STR_ARG(name->text));
    return true;
}

static bool on_function(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s)
{
    (void)s;
    (void)schema;
    strbuf_addf(w->payload, "function %.*s\n", STR_ARG(name->text));
    return true;
}

static bool on_target(
    struct walker *w, struct ident *column, const struct dml *d, const struct scope *s)
{
    strbuf_addf(w->payload, "target %.*s.%.*s %s\n", STR_ARG(d->table.text), STR_ARG(column->text),
        clauses[s->clause]);
    return true;
}

static bool on_using(
    struct walker *w, struct ident *column, const struct from_item *item, const struct scope *s)
{
    (void)s;
    strbuf_addf(
        w->payload, "using %.*s of %.*s\n", STR_ARG(column->text), STR_ARG(item->name.text));
    return true;
}

static bool on_index(struct walker *w, struct ident *index, const struct scope *s)
{
    (void)s;
    strbuf_addf(w->payload, "index %.*s\n", STR_ARG(index->text));
    return true;
}

static struct dml *read_dml(struct reading *r, const char *text)
{
    struct dml *d;

    reading_start(r, str_from(text));
    d = parse_dml(&r->cur);
    assert_true(cursor_expect_end(&r->cur));
    return d;
}

static void test_scopes(void **state)
{
    static const struct {
        const char *text;
        const char *events;
    } cases[] = {
        {"SELECT a AS x FROM t WHERE x GROUP BY a HAVING b ORDER BY x LIMIT c",
            "a result [ t ]\ntable t\nx where [ t =x ]\na group [ t =x ]\nb having [ t =x ]\n"
            "x order [ t =x ]\nc limit [ ]\n"},
        /* Sub-queries see outwards, those in FROM not their siblings. */
        {"SELECT (SELECT a FROM u) FROM t, (SELECT b) AS s",
            "a result [ u ][ t s ]\ntable u\ntable t\nb result [ ]\n"},
        {"SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM (SELECT a FROM v) AS s JOIN u ON b)",
            "table t\na result [ v ][ t ]\ntable v\ntable u\nb on [ s u ][ t ]\n"},
        {"SELECT 1 FROM t JOIN (u JOIN v ON a) ON b",
            "table t\ntable u\ntable v\na on [ t u v ]\nb on [ t u v ]\n"},
        {"SELECT a FROM t JOIN u USING (b, c), f(d) AS g, main.json_each(e)",
            "a result [ t u g json_each ]\ntable t\ntable u\nusing b of u\nusing c of u\n"
            "function f\nd from [ t u g json_each ]\nfunction json_each\n"
            "e from [ t u g json_each ]\n"},
        {"SELECT 1 FROM t INDEXED BY i", "table t\nindex i\n"},
        /* CTEs hide tables, in each other, in themselves, in sub-queries; never with a schema. */
        {"WITH c AS (SELECT a FROM C), d AS (SELECT b FROM c, e) SELECT x FROM d, main.c",
            "a result [ C ]{ c d}\ncte C\nb result [ c e ]{ c d}\ncte c\ntable e\n"
            "x result [ d c ]{ c d}\ncte d\ntable main.c\n"},
        {"WITH c AS (SELECT 1) SELECT 1 FROM (SELECT 2 FROM c) WHERE a IN c AND b IN (SELECT 3 "
         "FROM c)",
            "cte c\na where [  ]{ c}\ncte c\nb where [  ]{ c}\ncte c\n"},
        {"SELECT (WITH c AS (SELECT a) SELECT b FROM c) FROM c",
            "a result [ ]{ c}[ c ]\nb result [ c ]{ c}[ c ]\ncte c\ntable c\n"},
        {"SELECT a FROM t UNION SELECT b FROM u ORDER BY c",
            "a result [ t ]\ntable t\nb result [ u ]\ntable u\nc order [ t ]\n"},
        {"SELECT a IN main.t, b IN f(c), d IN u()",
            "a result [ ]\ntable main.t\nb result [ ]\n"
            "c result [ ]\nfunction f\nd result [ ]\ntable u\n"},
        {"VALUES (a), (b)", "a values [ ]\nb values [ ]\n"},
        {"SELECT sum(a) FILTER (WHERE b) OVER (w ORDER BY c ROWS d PRECEDING) FROM t "
         "WINDOW w AS (PARTITION BY e)",
            "a result [ t ]\nb result [ t ]\nc result [ t ]\nd result [ t ]\ntable t\n"
            "e window [ t ]\n"},
        {"SELECT CASE a WHEN b THEN c ELSE d END, e LIKE f ESCAPE g, f(h ORDER BY i)",
            "a result [ ]\nb result [ ]\nc result [ ]\nd result [ ]\ne result [ ]\nf result [ ]\n"
            "g result [ ]\nh result [ ]\ni result [ ]\n"},
        /* Statements. */
        {"INSERT INTO t (a, b) SELECT c FROM u WHERE d",
            "table t\ntarget t.a target\ntarget t.b target\nc result [ u ]\ntable u\nd where [ u "
            "]\n"},
        {"INSERT INTO t VALUES (a) ON CONFLICT (b) WHERE c DO UPDATE SET d = e, (f, g) = h WHERE i "
         "RETURNING j",
            "table t\na values [ ]\nb target [ >t ]\nc target [ >t ]\ntarget t.d set\n"
            "e set [ >t +excluded ]\ntarget t.f set\ntarget t.g set\nh set [ >t +excluded ]\n"
            "i where [ >t +excluded ]\nj returning [ >t ]\n"},
        {"UPDATE t SET a = b FROM u, (SELECT c) AS s WHERE d RETURNING e ORDER BY f LIMIT g",
            "table t\ntarget t.a set\nb set [ >t u s ]\ntable u\nc result [ ]\nd where [ >t u s ]\n"
            "f order [ >t u s ]\ng limit [ ]\ne returning [ >t ]\n"},
        {"WITH t AS (SELECT 1) DELETE FROM t INDEXED BY i WHERE a IN t",
            "table t\nindex i\na where [ >t ]{ t}\ncte t\n"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct dml *d = read_dml(&r, cases[i].text);
        struct strbuf b;
        struct walker w = {
            .on_expr = on_expr,
            .on_table = on_table,
            .on_table_function = on_function,
            .on_target_column = on_target,
            .on_using_column = on_using,
            .on_index = on_index,
            .payload = &b,
        };
        struct flash_str before = dml_text(&r.arena, d);

        strbuf_init(&b, &r.arena, 1 << 20);
        assert_true(walk_dml(&w, d, NULL));
        assert_string_equal(b.ptr, cases[i].events);
        assert_string_equal(dml_text(&r.arena, d).ptr, before.ptr);
        reading_end(&r);
    }
}

static void test_trigger_scope(void **state)
{
    struct scope outer = {.extra = {{.text = STR("new")}, {.text = STR("old")}}, .nextra = 2};
    struct reading r;
    struct dml *d = read_dml(&r, "DELETE FROM t WHERE a = NEW.b");
    struct strbuf b;
    struct walker w = {.on_expr = on_expr, .payload = &b};

    (void)state;
    strbuf_init(&b, &r.arena, 1 << 16);
    assert_true(walk_dml(&w, d, &outer));
    assert_string_equal(b.ptr, "a where [ >t ][ +new +old ]\nNEW.b where [ >t ][ +new +old ]\n");
    reading_end(&r);
}

/* What a visitor changes, and where it stops. */
static bool rename_column(struct walker *w, struct expr **e, const struct scope *s)
{
    (void)w;
    (void)s;
    if ((*e)->kind == EXPR_COLUMN)
        (*e)->parts[(*e)->nparts - 1].text = STR("z z");
    if ((*e)->kind == EXPR_NUMBER)
        *e = (*e)->text.ptr[0] == '1' ? *e : NULL;
    return *e != NULL;
}

static bool rename_table(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    (void)w;
    (void)s;
    if (!is_cte) {
        *schema = (struct ident){.text = STR("aux")};
        name->text = STR("n");
    }
    return true;
}

static bool replace_unary(struct walker *w, struct expr **e, const struct scope *s)
{
    (void)w;
    (void)s;
    if ((*e)->kind == EXPR_UNARY)
        *e = (*e)->left;
    return true;
}

static void test_changes(void **state)
{
    struct walker w = {
        .on_expr = rename_column, .on_table = rename_table, .after_expr = replace_unary};
    struct reading r;
    struct dml *d =
        read_dml(&r, "WITH c AS (SELECT - -1) SELECT -a, t.b FROM t, c WHERE a IN t AND a IN c");
    struct dml *copy = dml_clone(&r.arena, d);
    struct flash_str before = dml_text(&r.arena, copy);

    (void)state;
    assert_true(walk_dml(&w, d, NULL));
    assert_string_equal(dml_text(&r.arena, d).ptr,
        "WITH c AS (\n    SELECT 1\n)\nSELECT\n    \"z z\",\n    t.\"z z\"\nFROM aux.n,\nc\n"
        "WHERE \"z z\" IN aux.n AND \"z z\" IN c");
    /* The clone shares no node. */
    assert_string_equal(dml_text(&r.arena, copy).ptr, before.ptr);
    reading_end(&r);
    d = read_dml(&r, "SELECT a, 2, b");
    copy = dml_clone(&r.arena, d);
    w.on_expr = rename_column;
    assert_false(walk_dml(&w, copy, NULL));
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_trigger_scope),
        cmocka_unit_test(test_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "write.h"

#include <string.h>

#include "base/str.h"

void w_text(struct writer *w, const char *text)
{
    strbuf_adds(w->out, text);
}

void w_space(struct writer *w)
{
    static const char *const spaces[] = {
        " ", " ", " ", " ", " ", "  ", "\n", "\n    ", "\t", " /* note; */ ", " -- it's\n"};
    w_text(w, spaces[rng_below(&w->rng, ARRAY_LEN(spaces))]);
}

void w_words(struct writer *w, const char *words)
{
    uint32_t style = rng_below(&w->rng, 4);
    for (const char *p = words; *p != '\0'; p++) {
        if (*p == ' ')
            w_space(w);
        else if (style == 0 || (style == 1 && rng_one_in(&w->rng, 2)))
            strbuf_addc(w->out, ascii_lower(*p));
        else
            strbuf_addc(w->out, *p);
    }
}

/* Names end in a number, so none is a keyword. */
static bool is_bare(const char *name)
{
    if (!ascii_alpha(name[0]) && name[0] != '_')
        return false;
    for (const char *p = name; *p != '\0'; p++) {
        if (!ascii_alpha(*p) && !ascii_digit(*p) && *p != '_')
            return false;
    }
    return true;
}

static void quoted(struct writer *w, const char *name, char open, char close)
{
    strbuf_addc(w->out, open);
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == close)
            strbuf_addc(w->out, close);
        strbuf_addc(w->out, *p);
    }
    strbuf_addc(w->out, close);
}

void w_declare(struct writer *w, const char *name)
{
    uint32_t style = rng_below(&w->rng, 6);
    if (is_bare(name) && style < 3)
        w_text(w, name);
    else if (style == 3)
        quoted(w, name, '`', '`');
    else if (style == 4 && strchr(name, ']') == NULL)
        quoted(w, name, '[', ']');
    else
        quoted(w, name, '"', '"');
}

void w_refer(struct writer *w, const char *name)
{
    char buf[G_NAME];
    if (!rng_one_in(&w->rng, 6)) {
        w_declare(w, name);
        return;
    }
    size_t n = strlen(name);
    for (size_t i = 0; i <= n; i++)
        buf[i] = rng_one_in(&w->rng, 2) ? ascii_upper(name[i]) : ascii_lower(name[i]);
    w_declare(w, buf);
}

const char *w_type(enum g_type t)
{
    static const char *const types[] = {"INTEGER", "TEXT", "REAL", "BLOB", "INT", "", "VARCHAR(20)",
        "DECIMAL(10, 2)", "BOOLEAN", "UNSIGNED BIG INT", "NUMERIC"};
    _Static_assert(ARRAY_LEN(types) == GT__COUNT, "a name for each type");
    return types[t];
}

enum type_class { CLASS_INT, CLASS_TEXT, CLASS_REAL, CLASS_BLOB, CLASS_ANY };

static enum type_class class_of(enum g_type t)
{
    static const uint8_t classes[] = {CLASS_INT, CLASS_TEXT, CLASS_REAL, CLASS_BLOB, CLASS_INT,
        CLASS_ANY, CLASS_TEXT, CLASS_REAL, CLASS_INT, CLASS_INT, CLASS_ANY};
    _Static_assert(ARRAY_LEN(classes) == GT__COUNT, "a class for each type");
    return (enum type_class)classes[t];
}

const char *w_default(enum g_type t, uint8_t def)
{
    static const char *const forms[][G_DEFAULTS] = {
        [CLASS_INT] = {"", "0", "-5", "+7", "(1 + 2)", "42", "TRUE", "0x1F", "(abs(-3))", "1"},
        [CLASS_TEXT] = {"", "'a'", "''", "'it''s'", "('x' || 'y')", "\"dq\"", "'NULL'",
            "(lower('ABC'))", "'\xc3\xa9'", "CURRENT_TIMESTAMP"},
        [CLASS_REAL] = {"", "1.5", "-2.25", "3", "(1.0 / 4)", "1e3", ".5", "0.0", "(2 * 1.5)",
            "+1.50"},
        [CLASS_BLOB] = {"", "x'00ff'", "X''", "x'ABCD'", "(x'01')", "x'7f'", "NULL", "x'10'",
            "(NULL)", "x'ee'"},
        [CLASS_ANY] = {"", "1", "'one'", "NULL", "2.5", "x'aa'", "FALSE", "(1 < 2)", "-1",
            "CURRENT_DATE"},
    };
    return forms[class_of(t)][def];
}

bool w_default_varies(enum g_type t, uint8_t def)
{
    return strncmp(w_default(t, def), "CURRENT", 7) == 0;
}

static void column_of(struct writer *w, const struct g_table *t, uint32_t uid, const char *prefix)
{
    w_text(w, prefix);
    w_refer(w, g_column_at(t, uid)->name);
}

/* '@' is the column, '#' the number; words in between stand as they are. */
static void pattern(struct writer *w, const struct g_table *t, struct g_expr e, const char *prefix,
    const char *form)
{
    for (const char *p = form; *p != '\0'; p++) {
        if (*p == '@')
            column_of(w, t, e.column, prefix);
        else if (*p == '#')
            strbuf_addf(w->out, "%u", e.number);
        else if (*p == ' ' && rng_one_in(&w->rng, 8))
            w_space(w);
        else
            strbuf_addc(w->out, *p);
    }
}

void w_predicate(struct writer *w, const struct g_table *t, struct g_expr e, const char *prefix)
{
    static const char *const forms[] = {"@ IS NOT NULL", "@ <> #", "@ > -# - 1",
        "@ IS NULL OR length(@) < #0 + 20", "@ NOT IN (#, 'x', 7.5)",
        "@ BETWEEN -100 AND 100000 + # OR typeof(@) = 'text'", "NOT (@ = # AND 1 = 0)",
        "@ LIKE '%' || 'a' || '%' OR @ IS NULL OR # < 100",
        "CASE WHEN @ IS NULL THEN 1 ELSE coalesce(@, #) >= 0 OR 1 END", "CAST(@ AS TEXT) <> '#'",
        "@ COLLATE NOCASE <> 'ABC#' OR @ IS NULL", "abs(#) + 1 > 0 AND (@ IS @)"};
    _Static_assert(ARRAY_LEN(forms) == G_PREDICATES, "a text for each form");
    pattern(w, t, e, prefix, forms[e.form % G_PREDICATES]);
}

void w_value(struct writer *w, const struct g_table *t, struct g_expr e, const char *prefix)
{
    static const char *const forms[] = {"@ + #", "@ || '#'", "length(@)", "lower(@)",
        "coalesce(@, #)", "CASE WHEN @ > # THEN 'big' ELSE 'small' END",
        "CAST(@ AS INTEGER) % (# + 1)", "@ * 2 - -#"};
    _Static_assert(ARRAY_LEN(forms) == G_VALUES, "a text for each form");
    pattern(w, t, e, prefix, forms[e.form % G_VALUES]);
}

const char *w_collation(uint8_t collation)
{
    static const char *const collations[] = {
        "", " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY"};
    _Static_assert(ARRAY_LEN(collations) == GC__COUNT, "a text for each collation");
    return collations[collation];
}

void w_keys(struct writer *w, const struct g_table *t, const struct g_keys *k)
{
    w_text(w, "(");
    for (size_t i = 0; i < k->len; i++) {
        const struct g_key *key = &k->items[i];
        w_text(w, i > 0 ? ", " : "");
        if (key->expr.column != 0)
            w_value(w, t, key->expr, "");
        else
            w_refer(w, g_column_at(t, key->column)->name);
        w_words(w, w_collation(key->collation));
        if (key->desc)
            w_words(w, " DESC");
        else if (rng_one_in(&w->rng, 8))
            w_words(w, " ASC");
    }
    w_text(w, ")");
}

void w_index(struct writer *w, const struct g_table *t, const struct g_index *ix)
{
    w_words(w, ix->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    w_declare(w, ix->name);
    w_words(w, " ON ");
    w_refer(w, t->name);
    w_space(w);
    w_keys(w, t, &ix->keys);
    if (ix->where.column != 0) {
        w_words(w, " WHERE ");
        w_predicate(w, t, ix->where, "");
    }
    w_text(w, ";\n");
}

static void shuffle(struct writer *w, size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t k = rng_below(&w->rng, i), was = order[i - 1];
        order[i - 1] = order[k];
        order[k] = was;
    }
}

static void table_with_indexes(struct writer *w, const struct g_table *t)
{
    w_table(w, t);
    for (size_t i = 0; i < t->nindexes; i++)
        w_index(w, t, &t->indexes[i]);
}

static void virtuals(struct writer *w)
{
    for (size_t i = 0; i < w->schema->nvirtuals; i++)
        w_virtual(w, &w->schema->virtuals[i]);
}

void g_write_tables(const struct g_schema *s, uint64_t style, struct strbuf *out)
{
    struct writer w = {out, {style}, s};
    size_t order[G_TABLES];
    shuffle(&w, order, s->ntables);
    for (size_t i = 0; i < s->ntables; i++)
        table_with_indexes(&w, &s->tables[order[i]]);
    virtuals(&w);
}

void g_write_table(
    const struct g_schema *s, const struct g_table *t, uint64_t style, struct strbuf *out)
{
    struct writer w = {out, rng_child(style, t->uid), s};
    table_with_indexes(&w, t);
}

void g_write_virtuals(const struct g_schema *s, uint64_t style, struct strbuf *out)
{
    struct writer w = {out, {style}, s};
    virtuals(&w);
}

void g_write_rest(const struct g_schema *s, uint64_t style, struct strbuf *out)
{
    struct writer w = {out, {style}, s};
    for (size_t i = 0; i < s->nviews; i++)
        w_view(&w, &s->views[i]);
    for (size_t i = 0; i < s->ntriggers; i++)
        w_trigger(&w, &s->triggers[i]);
}

#include "normal.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "tokens.h"

struct pos {
    const struct tok *at, *end;
};

struct column {
    struct flash_str name, type, def, collation, generated, stored;
    struct strbuf not_null;
    bool in_key;
};

struct key {
    bool set, desc, autoincrement;
    struct flash_str name, column; /* column: where it stands with its column */
    struct pos inside;             /* of PRIMARY KEY (...) */
    struct strbuf conflict;
};

struct table {
    struct arena *arena;
    VEC(struct flash_str) lines;
    VEC(struct column) columns;
    struct flash_str name; /* of the constraint that comes */
    struct key key;
    bool strict, without_rowid;
};

static bool is(const struct pos *p, const char *word)
{
    return p->at < p->end && !p->at->quoted && str_eq(p->at->text, str_from(word));
}

static bool accept(struct pos *p, const char *word)
{
    if (!is(p, word))
        return false;
    p->at++;
    return true;
}

static struct flash_str take(struct pos *p)
{
    return p->at < p->end ? (p->at++)->text : STR("");
}

/* From "(" to behind its ")"; the inside is returned. */
static struct pos parens(struct pos *p)
{
    struct pos inside = {p->at, p->at};
    unsigned depth = 0;
    if (!accept(p, "("))
        return inside;
    inside.at = p->at;
    for (depth = 1; p->at < p->end; p->at++) {
        depth += is(p, "(") ? 1u : 0u;
        depth -= is(p, ")") ? 1u : 0u;
        if (depth == 0)
            break;
    }
    inside.end = p->at;
    p->at++;
    return inside;
}

/* Words that may be left out wherever they stand. */
static bool is_noise(const struct tok *t)
{
    static const char *const noise[] = {"(", ")", "as", "asc", "outer", "inner", "before"};
    for (size_t i = 0; i < ARRAY_LEN(noise); i++) {
        if (!t->quoted && str_eq(t->text, str_from(noise[i])))
            return true;
    }
    return false;
}

static void add_tokens(struct strbuf *b, struct pos p)
{
    for (; p.at < p.end; p.at++) {
        if (is_noise(p.at))
            continue;
        strbuf_addc(b, ' ');
        strbuf_add(b, p.at->text);
    }
}

static void conflict(struct strbuf *b, struct pos *p)
{
    struct pos was = *p;
    if (accept(p, "on") && accept(p, "conflict")) {
        strbuf_adds(b, " on conflict ");
        strbuf_add(b, take(p));
        return;
    }
    *p = was;
}

static void line_begin(struct table *t, struct strbuf *b, const char *what)
{
    strbuf_init(b, t->arena, 1000000);
    strbuf_addf(b, "%s [%.*s]", what, STR_ARG(t->name));
    t->name = STR("");
}

static void line_end(struct table *t, struct strbuf *b)
{
    *vec_push(t->arena, &t->lines) = strbuf_str(b);
}

static void primary_key(struct table *t, struct pos *p, struct flash_str column)
{
    struct key *k = &t->key;
    *k = (struct key){.set = true, .name = t->name, .column = column};
    t->name = STR("");
    accept(p, "key");
    if (column.len == 0)
        k->inside = parens(p);
    if (!accept(p, "asc"))
        k->desc = accept(p, "desc");
    strbuf_init(&k->conflict, t->arena, 1000);
    conflict(&k->conflict, p);
    k->autoincrement = accept(p, "autoincrement");
}

static void unique(struct table *t, struct pos *p, struct flash_str column)
{
    struct strbuf b;
    line_begin(t, &b, "unique");
    if (column.len > 0)
        strbuf_addf(&b, " %.*s", STR_ARG(column));
    else
        add_tokens(&b, parens(p));
    conflict(&b, p);
    line_end(t, &b);
}

static void check(struct table *t, struct pos *p)
{
    struct strbuf b;
    line_begin(t, &b, "check");
    add_tokens(&b, parens(p));
    line_end(t, &b);
}

static struct flash_str action(struct pos *p)
{
    struct flash_str first = take(p);
    if (str_eq(first, STR("set")))
        return str_eq(take(p), STR("null")) ? STR("set null") : STR("set default");
    if (str_eq(first, STR("no")))
        take(p);
    return str_eq(first, STR("no")) ? STR("") : first;
}

static const char *deferral(struct pos *p)
{
    bool deferred = false;
    if (accept(p, "not")) {
        accept(p, "deferrable");
        if (accept(p, "initially"))
            take(p);
        return "";
    }
    if (!accept(p, "deferrable"))
        return "";
    if (accept(p, "initially"))
        deferred = str_eq(take(p), STR("deferred"));
    return deferred ? "deferred" : "deferrable";
}

static void foreign_key(struct table *t, struct pos *p, struct strbuf *b)
{
    struct flash_str on_delete = STR(""), on_update = STR(""), match = STR("");
    const char *defer = "";
    strbuf_addf(b, " -> %.*s", STR_ARG(p->at->text));
    p->at++;
    add_tokens(b, parens(p));
    for (;;) {
        if (is(p, "on") && p->at + 1 < p->end) {
            p->at++;
            if (str_eq(take(p), STR("delete")))
                on_delete = action(p);
            else
                on_update = action(p);
        } else if (accept(p, "match")) {
            match = take(p);
        } else if (is(p, "deferrable") || (is(p, "not") && p->at + 1 < p->end &&
                                              str_eq(p->at[1].text, STR("deferrable")))) {
            defer = deferral(p);
        } else {
            break;
        }
    }
    strbuf_addf(b, " delete %.*s update %.*s match %.*s %s", STR_ARG(on_delete), STR_ARG(on_update),
        STR_ARG(match), defer);
    line_end(t, b);
}

static void table_foreign_key(struct table *t, struct pos *p)
{
    struct strbuf b;
    line_begin(t, &b, "foreign key");
    accept(p, "key");
    add_tokens(&b, parens(p));
    accept(p, "references");
    foreign_key(t, p, &b);
}

static void column_foreign_key(struct table *t, struct pos *p, struct flash_str column)
{
    struct strbuf b;
    line_begin(t, &b, "foreign key");
    strbuf_addf(&b, " %.*s", STR_ARG(column));
    foreign_key(t, p, &b);
}

/* A literal with its sign, or an expression. SQLite takes "abc" for a string here. */
static struct flash_str default_value(struct table *t, struct pos *p)
{
    struct strbuf b;
    strbuf_init(&b, t->arena, 100000);
    if (is(p, "(")) {
        add_tokens(&b, parens(p));
        return strbuf_str(&b);
    }
    if (!accept(p, "+") && accept(p, "-"))
        strbuf_adds(&b, " -");
    bool string = p->at < p->end && p->at->quoted && p->at->quote != '\'';
    strbuf_adds(&b, string ? " '" : " ");
    strbuf_add(&b, take(p));
    strbuf_adds(&b, string ? "'" : "");
    return strbuf_str(&b);
}

static void column_clause(struct table *t, struct pos *p, struct column *c)
{
    if (accept(p, "constraint")) {
        t->name = take(p);
    } else if (accept(p, "primary")) {
        primary_key(t, p, c->name);
        c->in_key = true;
    } else if (accept(p, "not")) {
        accept(p, "null");
        strbuf_adds(&c->not_null, "not null");
        conflict(&c->not_null, p);
    } else if (accept(p, "unique")) {
        unique(t, p, c->name);
    } else if (accept(p, "check")) {
        check(t, p);
    } else if (accept(p, "default")) {
        c->def = default_value(t, p);
    } else if (accept(p, "collate")) {
        c->collation = take(p);
    } else if (accept(p, "references")) {
        column_foreign_key(t, p, c->name);
    } else if (accept(p, "as")) {
        struct strbuf b;
        strbuf_init(&b, t->arena, 100000);
        add_tokens(&b, parens(p));
        c->generated = strbuf_str(&b);
        c->stored = accept(p, "stored") ? STR("stored") : STR("virtual");
        accept(p, "virtual");
    } else {
        p->at++; /* NULL, GENERATED ALWAYS */
    }
}

static bool starts_clause(const struct pos *p)
{
    static const char *const words[] = {"constraint", "primary", "not", "null", "unique", "check",
        "default", "collate", "references", "generated", "as"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (is(p, words[i]))
            return true;
    }
    return false;
}

static void column(struct table *t, struct pos p)
{
    struct column c = {.name = take(&p)};
    struct strbuf b;
    strbuf_init(&b, t->arena, 100000);
    strbuf_init(&c.not_null, t->arena, 100000);
    for (; p.at < p.end && !starts_clause(&p); p.at++) {
        strbuf_addc(&b, ' ');
        strbuf_add(&b, p.at->text);
    }
    c.type = strbuf_str(&b);
    while (p.at < p.end)
        column_clause(t, &p, &c);
    *vec_push(t->arena, &t->columns) = c;
}

static bool in_key(const struct table *t, const struct column *c)
{
    for (struct pos p = t->key.inside; p.at < p.end; p.at++) {
        if (str_eq(p.at->text, c->name))
            return true;
    }
    return c->in_key;
}

/* The key is the rowid: it has no index, so no collation and no direction. */
static bool is_rowid(const struct table *t)
{
    const struct key *k = &t->key;
    struct flash_str name = k->column.len > 0 ? k->column : k->inside.at->text;
    for (struct pos p = k->inside; p.at < p.end; p.at++) {
        if (is(&p, ","))
            return false;
    }
    for (size_t i = 0; i < t->columns.len; i++) {
        const struct column *c = &t->columns.items[i];
        if (str_eq(c->name, name))
            return str_eq(c->type, STR(" integer")) && !t->without_rowid && !k->desc;
    }
    return false;
}

static void key_line(struct table *t)
{
    struct key *k = &t->key;
    struct strbuf b;
    t->name = k->name;
    line_begin(t, &b, "primary key");
    if (k->column.len > 0)
        strbuf_addf(&b, " %.*s", STR_ARG(k->column));
    else if (is_rowid(t))
        strbuf_addf(&b, " %.*s", STR_ARG(k->inside.at->text));
    else
        add_tokens(&b, k->inside);
    strbuf_adds(&b, k->desc ? " desc" : "");
    strbuf_add(&b, strbuf_str(&k->conflict));
    strbuf_adds(&b, k->autoincrement ? " autoincrement" : "");
    line_end(t, &b);
}

/* NOT NULL goes without saying for the key of a STRICT or WITHOUT ROWID table. */
static void column_line(struct table *t, struct column *c)
{
    bool said = (t->strict || t->without_rowid) && in_key(t, c) &&
                str_eq(strbuf_str(&c->not_null), STR("not null"));
    if (said)
        strbuf_truncate(&c->not_null, 0);
    *vec_push(t->arena, &t->lines) = arena_printf(t->arena,
        "column %.*s:%.*s, %.*s, default%.*s, collate %.*s, generated%.*s %.*s", STR_ARG(c->name),
        STR_ARG(c->type), (int)c->not_null.len, c->not_null.ptr ? c->not_null.ptr : "",
        STR_ARG(c->def), STR_ARG(c->collation), STR_ARG(c->generated), STR_ARG(c->stored));
}

static void element(struct table *t, struct pos p)
{
    struct pos start = p;
    while (p.at < p.end) {
        if (accept(&p, "constraint"))
            t->name = take(&p);
        else if (accept(&p, "primary"))
            primary_key(t, &p, STR(""));
        else if (accept(&p, "unique"))
            unique(t, &p, STR(""));
        else if (accept(&p, "check"))
            check(t, &p);
        else if (accept(&p, "foreign"))
            table_foreign_key(t, &p);
        else {
            column(t, start);
            return;
        }
    }
}

static int line_cmp(const void *a, const void *b)
{
    return str_cmp(*(const struct flash_str *)a, *(const struct flash_str *)b);
}

/* At commas, or where the next constraint begins: SQLite does not insist on the comma between
 * constraints. */
static void elements(struct table *t, struct pos p)
{
    unsigned depth = 0;
    struct pos piece = {p.at, p.at};
    for (; p.at < p.end; p.at++) {
        depth += is(&p, "(") ? 1u : 0u;
        depth -= is(&p, ")") ? 1u : 0u;
        if (depth == 0 && is(&p, ",")) {
            piece.end = p.at;
            element(t, piece);
            piece.at = p.at + 1;
        }
    }
    piece.end = p.end;
    element(t, piece);
}

static struct flash_str normal_table(struct pos p, struct arena *a)
{
    struct table t = {.arena = a};
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    elements(&t, parens(&p));
    for (; p.at < p.end; p.at++) {
        t.strict = t.strict || is(&p, "strict");
        t.without_rowid = t.without_rowid || is(&p, "without");
    }
    for (size_t i = 0; i < t.columns.len; i++)
        column_line(&t, &t.columns.items[i]);
    if (t.key.set)
        key_line(&t);
    qsort(t.lines.items, t.lines.len, sizeof(struct flash_str), line_cmp);
    for (size_t i = 0; i < t.lines.len; i++) {
        strbuf_add(&b, t.lines.items[i]);
        strbuf_addc(&b, '\n');
    }
    strbuf_adds(&b, t.strict ? "strict\n" : "");
    strbuf_adds(&b, t.without_rowid ? "without rowid\n" : "");
    return strbuf_str(&b);
}

struct flash_str g_normal(struct flash_str sql, struct arena *a)
{
    struct toks toks = {0};
    struct strbuf b;
    g_tokens(sql, a, &toks);
    struct pos p = {toks.list.items, toks.list.items + toks.list.len};
    struct pos start = p;
    if (accept(&p, "create") && accept(&p, "table")) {
        take(&p);
        return normal_table(p, a);
    }
    strbuf_init(&b, a, 1000000);
    /* FOR EACH ROW is all there is. */
    for (p = start; p.at < p.end; p.at++) {
        if (is(&p, "for") && p.at + 2 < p.end && str_eq(p.at[1].text, STR("each")))
            p.at += 2;
        else
            add_tokens(&b, (struct pos){p.at, p.at + 1});
    }
    return strbuf_str(&b);
}

struct flash_str g_normal_default(struct flash_str sql, struct arena *a)
{
    struct toks toks = {0};
    struct table t = {.arena = a};
    g_tokens(sql, a, &toks);
    struct pos p = {toks.list.items, toks.list.items + toks.list.len};
    struct strbuf b;
    strbuf_init(&b, a, 100000);
    strbuf_add(&b, default_value(&t, &p));
    add_tokens(&b, p);
    return strbuf_str(&b);
}

#include "rows.h"

#include "base/str.h"
#include "base/strbuf.h"
#include "write.h"

static void quoted(struct strbuf *b, const char *name)
{
    strbuf_addc(b, '"');
    for (; *name != '\0'; name++)
        strbuf_adds(b, *name == '"' ? "\"\"" : (char[2]){*name, '\0'});
    strbuf_addc(b, '"');
}

static void literal(struct strbuf *b, struct rng *r, enum g_type t)
{
    const char *type = w_type(t);
    uint32_t n = rng_below(r, 40);
    if (rng_one_in(r, 12))
        strbuf_adds(b, "NULL");
    else if (t == GT_TEXT || type[0] == 'V' || (type[0] == '\0' && rng_one_in(r, 2)))
        strbuf_addf(b, "'%c%u%s'", (int)('a' + n % 26), n, rng_one_in(r, 9) ? "A  " : "");
    else if (t == GT_BLOB)
        strbuf_addf(b, "x'%02x%02x'", n, n % 7);
    else if (t == GT_REAL || type[0] == 'D')
        strbuf_addf(b, "%u.%u", n, n % 4 * 25);
    else
        strbuf_addf(b, "%s%u", rng_one_in(r, 9) ? "-" : "", n);
}

static const struct g_fk *fk_of(const struct g_table *t, uint32_t column)
{
    for (size_t i = 0; i < t->nfks; i++) {
        if (t->fks[i].len == 1 && t->fks[i].columns[0] == column)
            return &t->fks[i];
    }
    return NULL;
}

/* A value that the parent has, most of the time. */
static void value(struct strbuf *b, struct rng *r, const struct g_schema *s,
    const struct g_table *t, const struct g_column *c)
{
    const struct g_fk *fk = fk_of(t, c->uid);
    if (fk == NULL || rng_one_in(r, 6)) {
        literal(b, r, (enum g_type)c->type);
        return;
    }
    const struct g_table *parent = g_table_at(s, fk->ref_table);
    const char *column = g_column_at(parent, fk->ref_columns[0])->name;
    strbuf_adds(b, "(SELECT ");
    quoted(b, column);
    strbuf_adds(b, " FROM ");
    quoted(b, parent->name);
    strbuf_adds(b, " ORDER BY ");
    quoted(b, column);
    strbuf_adds(b, ", CAST(");
    quoted(b, column);
    strbuf_adds(b, " AS BLOB)");
    strbuf_addf(b, " LIMIT 1 OFFSET %u)", rng_below(r, 4));
}

static void insert(
    struct strbuf *b, struct rng *r, const struct g_schema *s, const struct g_table *t)
{
    bool leave_out[G_COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        leave_out[i] = t->columns[i].generated != 0 || (n > 0 && rng_one_in(r, 8));
        n += !leave_out[i];
    }
    strbuf_adds(b, "INSERT INTO ");
    quoted(b, t->name);
    for (size_t i = 0, at = 0; i < t->ncolumns; i++) {
        if (leave_out[i])
            continue;
        strbuf_adds(b, at++ == 0 ? " (" : ", ");
        quoted(b, t->columns[i].name);
    }
    for (size_t i = 0, at = 0; i < t->ncolumns; i++) {
        if (leave_out[i])
            continue;
        strbuf_adds(b, at++ == 0 ? ") VALUES (" : ", ");
        value(b, r, s, t, &t->columns[i]);
    }
    strbuf_adds(b, ")");
}

static const struct g_column *plain_column(const struct g_table *t, struct rng *r)
{
    for (;;) {
        const struct g_column *c = &t->columns[rng_below(r, t->ncolumns)];
        if (c->generated == 0)
            return c;
    }
}

static void update(
    struct strbuf *b, struct rng *r, const struct g_schema *s, const struct g_table *t)
{
    const struct g_column *c = plain_column(t, r), *d = plain_column(t, r);
    strbuf_adds(b, "UPDATE ");
    quoted(b, t->name);
    strbuf_adds(b, " SET ");
    quoted(b, c->name);
    strbuf_adds(b, " = ");
    value(b, r, s, t, c);
    strbuf_adds(b, " WHERE ");
    quoted(b, d->name);
    strbuf_adds(b, rng_one_in(r, 2) ? " = (SELECT max(" : " = (SELECT min(");
    quoted(b, d->name);
    strbuf_adds(b, ") FROM ");
    quoted(b, t->name);
    strbuf_adds(b, ")");
}

static void delete (struct strbuf *b, struct rng *r, const struct g_table *t)
{
    const struct g_column *d = plain_column(t, r);
    strbuf_adds(b, "DELETE FROM ");
    quoted(b, t->name);
    strbuf_adds(b, " WHERE ");
    quoted(b, d->name);
    strbuf_adds(b, " = (SELECT min(");
    quoted(b, d->name);
    strbuf_adds(b, ") FROM ");
    quoted(b, t->name);
    strbuf_adds(b, ")");
}

static void add(struct statements *out, const struct strbuf *b, struct arena *a)
{
    *vec_push(a, &out->list) = strbuf_str(b);
}

void g_write_inserts(const struct g_schema *s, uint64_t seed, unsigned per_table, struct arena *a,
    struct statements *out)
{
    struct rng r = {seed};
    struct strbuf b;
    for (unsigned round = 0; round < per_table; round++) {
        for (size_t i = 0; i < s->ntables; i++) {
            strbuf_init(&b, a, 100000);
            insert(&b, &r, s, &s->tables[i]);
            add(out, &b, a);
        }
    }
    for (size_t i = 0; i < s->nvirtuals; i++) {
        strbuf_init(&b, a, 100000);
        strbuf_adds(&b, "INSERT INTO ");
        quoted(&b, s->virtuals[i].name);
        strbuf_adds(
            &b, s->virtuals[i].module == 0 ? " (body) VALUES ('some words')" : " (id) VALUES (1)");
        add(out, &b, a);
    }
}

void g_write_probes(const struct g_schema *s, uint64_t seed, unsigned per_table, struct arena *a,
    struct statements *out)
{
    struct rng r = {seed};
    for (unsigned round = 0; round < per_table; round++) {
        for (size_t i = 0; i < s->ntables; i++) {
            struct strbuf b;
            strbuf_init(&b, a, 100000);
            uint32_t what = rng_below(&r, 5);
            if (what == 0)
                update(&b, &r, s, &s->tables[i]);
            else if (what == 1)
                delete (&b, &r, &s->tables[i]);
            else
                insert(&b, &r, s, &s->tables[i]);
            add(out, &b, a);
        }
    }
}

#include "dialect/sqlite/read-trigger.h"

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/reading.h"

static void read_timing(struct cursor *c, struct trigger *t)
{
    t->timing = TRIGGER_BEFORE;
    if (cursor_accept_kw(c, KW_BEFORE))
        return;
    if (cursor_accept_kw(c, KW_AFTER))
        t->timing = TRIGGER_AFTER;
    else if (cursor_accept_kw2(c, KW_INSTEAD, KW_OF))
        t->timing = TRIGGER_INSTEAD_OF;
}

static bool read_of_columns(struct reader *r, struct trigger *t)
{
    return !cursor_accept_kw(&r->cur, KW_OF) ||
           reader_name_list(r, "a column name", &t->of_columns);
}

static bool read_event(struct reader *r, struct trigger *t)
{
    struct cursor *c = &r->cur;

    if (cursor_accept_kw(c, KW_INSERT)) {
        t->event = TRIGGER_INSERT;
    } else if (cursor_accept_kw(c, KW_DELETE)) {
        t->event = TRIGGER_DELETE;
    } else if (cursor_accept_kw(c, KW_UPDATE)) {
        t->event = TRIGGER_UPDATE;
        return read_of_columns(r, t);
    } else {
        cursor_unexpected(c, "INSERT, UPDATE or DELETE");
        return false;
    }
    return true;
}

static bool read_when(struct reader *r, struct trigger *t)
{
    struct cursor *c = &r->cur;

    if (cursor_accept_kw(c, KW_FOR) &&
        (!cursor_expect_kw(c, KW_EACH) || !cursor_expect_kw(c, KW_ROW)))
        return false;
    if (!cursor_accept_kw(c, KW_WHEN))
        return true;
    const struct token *first = c->tok;
    t->when = reader_expression(r, parse_expr(c), first);
    return !c->failed;
}

static struct expression *read_body(struct reader *r)
{
    struct cursor *c = &r->cur;
    struct expression *e = arena_new(r->arena, struct expression);
    VEC(struct dml *) body = {0};

    if (!cursor_expect_kw(c, KW_BEGIN))
        return NULL;
    const struct token *first = c->tok;
    do {
        struct dml *d = parse_dml(c);
        if (d == NULL || !cursor_expect_op(c, OP_SEMI))
            return NULL;
        *vec_push(r->arena, &body) = d;
    } while (!cursor_is_kw(c, KW_END));
    e->text = cursor_text_from(c, first);
    cursor_advance(c);
    e->body = body.items;
    e->nbody = body.len;
    return e;
}

/* The table's name; a trigger stands in the database of its table. */
static bool read_on(struct reader *r, struct trigger *t, struct object_name *n)
{
    struct object_name on;

    if (!cursor_expect_kw(&r->cur, KW_ON) || !reader_object_name(r, "a table name", &on))
        return false;
    t->table = on.name;
    n->elsewhere |= on.elsewhere;
    return true;
}

void read_create_trigger(struct reader *r, bool temporary)
{
    struct cursor *c = &r->cur;
    struct trigger *t = (struct trigger *)object_new(r->arena, KIND_TRIGGER);
    bool if_not_exists = reader_if_not_exists(r);
    struct object_name n;

    if (!reader_object_name(r, "a trigger name", &n))
        return;
    n.elsewhere |= temporary;
    read_timing(c, t);
    if (!read_event(r, t) || !read_on(r, t, &n) || !read_when(r, t))
        return;
    t->body = read_body(r);
    t->base.name = n.name;
    if (!cursor_expect_end(c) || !reader_may_create(r, "trigger", &n))
        return;
    if (sqlite_name_owner(t->table.key) == OWNER_FLASH) {
        r->report->ignored++;
        return;
    }
    hints_take_statement(r, &t->base);
    if (reader_add(r, &t->base, if_not_exists))
        reading_add_trigger(r->s, &t->base);
}

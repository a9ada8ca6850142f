#include "dialect/sqlite/read-view.h"

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/read-index.h"

static struct expression *read_query(struct reader *r)
{
    const struct token *first = r->cur.tok;
    struct expression *e = arena_new(r->arena, struct expression);

    e->select = parse_select(&r->cur);
    if (e->select == NULL || r->cur.failed)
        return NULL;
    e->text = cursor_text_from(&r->cur, first);
    return e;
}

void read_create_view(struct reader *r, bool temporary)
{
    struct cursor *c = &r->cur;
    struct view *v = (struct view *)object_new(r->arena, KIND_VIEW);
    bool if_not_exists = reader_if_not_exists(r);
    struct object_name n;

    if (!reader_object_name(r, "a view name", &n))
        return;
    n.elsewhere |= temporary;
    if (cursor_is_op(c, OP_LPAREN) && !reader_parenthesised_names(r, "a column name", &v->columns))
        return;
    if (!cursor_expect_kw(c, KW_AS))
        return;
    v->query = read_query(r);
    v->base.name = n.name;
    if (!cursor_expect_end(c) || !reader_may_create(r, "view", &n))
        return;
    hints_take_statement(r, &v->base);
    if (reader_add(r, &v->base, if_not_exists))
        index_attach(r->s, &v->base, r->diags);
}

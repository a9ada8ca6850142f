#include "dialect/sqlite/read-foreign-key.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"

static bool read_action(struct cursor *c, uint8_t *out)
{
    static const struct {
        enum keyword first, second;
        enum fk_action action;
    } actions[] = {{KW_SET, KW_NULL, FK_SET_NULL}, {KW_SET, KW_DEFAULT, FK_SET_DEFAULT},
        {KW_CASCADE, KW_NONE, FK_CASCADE}, {KW_RESTRICT, KW_NONE, FK_RESTRICT},
        {KW_NO, KW_ACTION, FK_NO_ACTION}};

    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        bool here = actions[i].second == KW_NONE
                        ? cursor_accept_kw(c, actions[i].first)
                        : cursor_accept_kw2(c, actions[i].first, actions[i].second);
        if (here) {
            *out = (uint8_t)actions[i].action;
            return true;
        }
    }
    cursor_unexpected(c, "SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION");
    return false;
}

/* ON INSERT is in SQLite's grammar and means nothing. */
static bool read_on(struct cursor *c, struct foreign_key *fk)
{
    uint8_t unused;

    if (cursor_accept_kw(c, KW_DELETE))
        return read_action(c, &fk->on_delete);
    if (cursor_accept_kw(c, KW_UPDATE))
        return read_action(c, &fk->on_update);
    if (cursor_accept_kw(c, KW_INSERT))
        return read_action(c, &unused);
    cursor_unexpected(c, "DELETE or UPDATE");
    return false;
}

static struct flash_str upper(struct arena *a, struct flash_str s)
{
    char *text = arena_array(a, char, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        text[i] = ascii_upper(s.ptr[i]);
    return (struct flash_str){text, s.len};
}

static bool read_match(struct reader *r, struct foreign_key *fk)
{
    struct name n;

    if (!reader_expect_name(&r->cur, "FULL, PARTIAL or SIMPLE", &n))
        return false;
    fk->match = upper(r->arena, n.spelling);
    return true;
}

/* parent [(columns)] and what follows. */
static bool read_parent(struct reader *r, struct foreign_key *fk)
{
    struct cursor *c = &r->cur;

    if (!reader_expect_name(c, "a table name", &fk->ref_table))
        return false;
    if (cursor_is_op(c, OP_LPAREN) &&
        !reader_parenthesised_names(r, "a column name", &fk->ref_columns))
        return false;
    for (;;) {
        if (cursor_accept_kw(c, KW_ON)) {
            if (!read_on(c, fk))
                return false;
        } else if (cursor_accept_kw(c, KW_MATCH)) {
            if (!read_match(r, fk))
                return false;
        } else {
            return !c->failed;
        }
    }
}

bool foreign_key_accept_deferral(struct cursor *c, uint8_t *out)
{
    bool not_deferrable = cursor_accept_kw2(c, KW_NOT, KW_DEFERRABLE);

    if (!not_deferrable && !cursor_accept_kw(c, KW_DEFERRABLE))
        return false;
    *out = DEFER_IMMEDIATE;
    if (cursor_accept_kw(c, KW_INITIALLY)) {
        if (cursor_accept_kw(c, KW_DEFERRED))
            *out = DEFER_DEFERRED;
        else if (!cursor_accept_kw(c, KW_IMMEDIATE))
            cursor_unexpected(c, "DEFERRED or IMMEDIATE");
    }
    if (not_deferrable)
        *out = DEFER_NO;
    return true;
}

void foreign_key_set_last(struct object *table, uint8_t deferral)
{
    for (size_t i = table->children.len; i > 0; i--) {
        struct object *o = table->children.items[i - 1];
        if (o->kind != KIND_FOREIGN_KEY)
            continue;
        ((struct foreign_key *)o)->deferral = deferral;
        return;
    }
}

struct object *foreign_key_read_references(
    struct reader *r, struct object *table, const struct column *col)
{
    struct foreign_key *fk = (struct foreign_key *)object_new(r->arena, KIND_FOREIGN_KEY);
    const struct token *first = r->cur.tok;

    fk->columns = (struct name_list){arena_new(r->arena, struct name), 1};
    fk->columns.items[0] = col->base.name;
    if (!read_parent(r, fk))
        return NULL;
    if (fk->ref_columns.len > 1) {
        cursor_error_at(&r->cur, cursor_loc_from(&r->cur, first),
            "the foreign key of column '%.*s' of table '%.*s' may name one column of '%.*s' only",
            STR_ARG(col->base.name.spelling), STR_ARG(table->name.spelling),
            STR_ARG(fk->ref_table.spelling));
        return NULL;
    }
    return &fk->base;
}

struct object *foreign_key_read(struct reader *r)
{
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;
    struct foreign_key *fk = (struct foreign_key *)object_new(r->arena, KIND_FOREIGN_KEY);

    if (!cursor_expect_kw(c, KW_KEY) ||
        !reader_parenthesised_names(r, "a column name", &fk->columns) ||
        !cursor_expect_kw(c, KW_REFERENCES) || !read_parent(r, fk))
        return NULL;
    foreign_key_accept_deferral(c, &fk->deferral);
    if (!c->failed && fk->ref_columns.len > 0 && fk->ref_columns.len != fk->columns.len)
        cursor_error_at(c, cursor_loc_from(c, first),
            "the foreign key has %zu columns here and %zu in '%.*s'", fk->columns.len,
            fk->ref_columns.len, STR_ARG(fk->ref_table.spelling));
    return c->failed ? NULL : &fk->base;
}

#include "dialect/sqlite/reader.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/mentions.h"
#include "dialect/sqlite/names.h"

bool reader_is_name_at(const struct cursor *c, unsigned ahead)
{
    const struct token *t = cursor_peek(c, ahead);

    return t->kind == TOK_STRING || cursor_is_ident_at(c, ahead);
}

bool reader_accept_name(struct cursor *c, struct name *out)
{
    if (!reader_is_name_at(c, 0))
        return false;
    *out = sqlite_name(token_value(c->src, c->tok, c->arena));
    if (out->key == NULL) {
        cursor_error(c, "an empty name cannot be used");
        return false;
    }
    cursor_advance(c);
    return true;
}

bool reader_expect_name(struct cursor *c, const char *what, struct name *out)
{
    if (reader_accept_name(c, out))
        return true;
    if (!c->failed)
        cursor_unexpected(c, what);
    return false;
}

bool reader_object_name(struct reader *r, const char *what, struct object_name *out)
{
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;

    *out = (struct object_name){0};
    if (!reader_expect_name(c, what, &out->name))
        return false;
    if (cursor_accept_op(c, OP_DOT)) {
        out->elsewhere = out->name.key != sqlite_main();
        if (!reader_expect_name(c, what, &out->name))
            return false;
    }
    out->loc = cursor_loc_from(c, first);
    return true;
}

#define FEW_NAMES 8

/* Most lists are short: they are gathered on the stack and take no more room than they need. */
bool reader_name_list(struct reader *r, const char *what, struct name_list *out)
{
    struct cursor *c = &r->cur;
    struct name few[FEW_NAMES];
    VEC(struct name) names = {few, 0, FEW_NAMES};

    do {
        struct name n;
        if (!reader_expect_name(c, what, &n))
            return false;
        *vec_push(r->arena, &names) = n;
    } while (cursor_accept_op(c, OP_COMMA));
    if (names.items == few) {
        names.items = arena_array(r->arena, struct name, names.len);
        memcpy(names.items, few, names.len * sizeof(few[0]));
    }
    *out = (struct name_list){names.items, names.len};
    return true;
}

bool reader_parenthesised_names(struct reader *r, const char *what, struct name_list *out)
{
    struct cursor *c = &r->cur;

    return cursor_expect_op(c, OP_LPAREN) && reader_name_list(r, what, out) &&
           cursor_expect_op(c, OP_RPAREN);
}

bool reader_if_not_exists(struct reader *r)
{
    struct cursor *c = &r->cur;

    if (!cursor_is_kw(c, KW_IF) || !cursor_is_kw_at(c, 1, KW_NOT))
        return false;
    cursor_advance(c);
    cursor_advance(c);
    return cursor_expect_kw(c, KW_EXISTS);
}

bool reader_if_exists(struct reader *r)
{
    return cursor_accept_kw2(&r->cur, KW_IF, KW_EXISTS);
}

struct expression *reader_expression(struct reader *r, struct expr *e, const struct token *first)
{
    if (e == NULL)
        return NULL;
    struct expression *x = arena_new(r->arena, struct expression);
    x->text = cursor_text_from(&r->cur, first);
    x->expr = e;
    return x;
}

uint8_t reader_conflict(struct reader *r)
{
    static const struct {
        enum keyword word;
        enum conflict_action action;
    } actions[] = {{KW_ROLLBACK, CONFLICT_ROLLBACK}, {KW_ABORT, CONFLICT_ABORT},
        {KW_FAIL, CONFLICT_FAIL}, {KW_IGNORE, CONFLICT_IGNORE}, {KW_REPLACE, CONFLICT_REPLACE}};
    struct cursor *c = &r->cur;

    if (!cursor_accept_kw2(c, KW_ON, KW_CONFLICT))
        return CONFLICT_NONE;
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (cursor_accept_kw(c, actions[i].word))
            return (uint8_t)actions[i].action;
    }
    cursor_unexpected(c, "ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
    return CONFLICT_NONE;
}

static void report_duplicate(
    struct diags *diags, const struct object *o, const struct object *other)
{
    struct diag *d = diag_add(diags, DIAG_ERROR, o->loc, "there is already %s %s '%.*s'",
        other->kind == KIND_INDEX ? "an" : "a", kind_info(other->kind)->name,
        STR_ARG(other->name.spelling));
    if (d == NULL)
        return;
    if (other->loc.src != NULL) {
        struct line_column at = loc_resolve(other->loc);
        d->hint = arena_printf(diags->arena, "the first one is at %.*s:%u:%u",
            STR_ARG(other->loc.src->path), at.line, at.column);
    }
}

bool reader_add_to(struct schema *s, struct diags *diags, struct object *o)
{
    o->ns = sqlite_main_name();
    const struct object *other = schema_add(s, o);
    if (other != NULL)
        report_duplicate(diags, o, other);
    else if (o->parent == NULL)
        mentions_note(s, o);
    return other == NULL;
}

static bool is_table_or_view(const struct object *o)
{
    return o->kind == KIND_TABLE || o->kind == KIND_VIEW;
}

bool reader_add(struct reader *r, struct object *o, bool if_not_exists)
{
    if (if_not_exists) {
        const struct object *there =
            schema_in_scope(r->s, schema_scope(o->kind), sqlite_main(), o->name.key);
        if (there != NULL &&
            (there->kind == o->kind || (is_table_or_view(there) && is_table_or_view(o))))
            return false;
    }
    return reader_add_to(r->s, r->diags, o);
}

bool reader_may_create(struct reader *r, const char *what, const struct object_name *n)
{
    if (n->elsewhere) {
        diag_add(r->diags, DIAG_NOTE, n->loc,
            "%s '%.*s' is temporary or in an attached database, "
            "and is not versioned",
            what, STR_ARG(n->name.spelling));
        return false;
    }
    switch (sqlite_name_owner(n->name.key)) {
    case OWNER_USER: return true;
    case OWNER_ENGINE:
    case OWNER_FLASH: r->report->ignored++; return false;
    case OWNER_RESERVED:
        diag_add(r->diags, DIAG_ERROR, n->loc, "the name '%.*s' is reserved for SQLite itself",
            STR_ARG(n->name.spelling));
        return false;
    }
    return false;
}

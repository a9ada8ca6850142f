#include "dialect/sqlite/read-virtual.h"

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-index.h"

/* One argument, word for word: everything up to a comma or the end outside of parentheses. */
static struct flash_str read_arg(struct cursor *c)
{
    const struct token *first = c->tok;
    unsigned depth = 0;

    while (!cursor_at_end(c)) {
        if (depth == 0 && (cursor_is_op(c, OP_COMMA) || cursor_is_op(c, OP_RPAREN)))
            break;
        if (c->tok->kind == TOK_ERROR) {
            cursor_unexpected(c, "an argument");
            break;
        }
        if (cursor_is_op(c, OP_LPAREN))
            depth++;
        else if (cursor_is_op(c, OP_RPAREN))
            depth--;
        cursor_advance(c);
    }
    return c->tok > first ? cursor_text_from(c, first) : STR_NULL;
}

/* An empty argument is none, for SQLite too. */
static bool read_args(struct reader *r, struct name_list *out)
{
    struct cursor *c = &r->cur;
    VEC(struct name) args = {0};

    if (!cursor_accept_op(c, OP_LPAREN))
        return true;
    do {
        struct flash_str arg = read_arg(c);
        if (arg.len > 0)
            *vec_push(r->arena, &args) = (struct name){arg, intern(arg)};
    } while (cursor_accept_op(c, OP_COMMA));
    *out = (struct name_list){args.items, args.len};
    return cursor_expect_op(c, OP_RPAREN);
}

void read_create_virtual(struct reader *r)
{
    struct cursor *c = &r->cur;
    struct table *t = (struct table *)object_new(r->arena, KIND_TABLE);
    bool if_not_exists = reader_if_not_exists(r);
    struct object_name n;

    if (!reader_object_name(r, "a table name", &n) || !cursor_expect_kw(c, KW_USING) ||
        !reader_expect_name(c, "a module name", &t->module) || !read_args(r, &t->module_args))
        return;
    t->module.spelling = t->module.key->text;
    t->base.name = n.name;
    if (!cursor_expect_end(c) || !reader_may_create(r, "table", &n))
        return;
    hints_take_statement(r, &t->base);
    if (reader_add(r, &t->base, if_not_exists))
        index_attach(r->s, &t->base, r->diags);
}

static const struct {
    struct flash_str module;
    const char *const *suffixes;
} shadows[] = {
    {{"fts3", 4}, (const char *const[]){"content", "segments", "segdir", "docsize", "stat", NULL}},
    {{"fts4", 4}, (const char *const[]){"content", "segments", "segdir", "docsize", "stat", NULL}},
    {{"fts5", 4}, (const char *const[]){"data", "idx", "content", "docsize", "config", NULL}},
    {{"rtree", 5}, (const char *const[]){"node", "parent", "rowid", NULL}},
    {{"rtree_i32", 9}, (const char *const[]){"node", "parent", "rowid", NULL}},
    {{"geopoly", 7}, (const char *const[]){"node", "parent", "rowid", NULL}},
};

static void hide(struct schema *s, const struct object *t, const char *suffix, struct arena scratch)
{
    struct flash_str name = arena_printf(&scratch, "%.*s_%s", STR_ARG(t->name.key->text), suffix);
    const struct symbol *key = intern_find(name);
    struct object *shadow = key != NULL ? schema_find(s, KIND_TABLE, sqlite_main(), key) : NULL;

    if (shadow != NULL && !name_is_set(((struct table *)shadow)->module))
        schema_remove(s, shadow);
}

void virtual_hide_shadows(struct schema *s, struct arena scratch)
{
    struct object_list virtual = {0};

    for (size_t i = 0; i < s->objects.len; i++) {
        struct object *o = s->objects.items[i];
        if (o->kind == KIND_TABLE && name_is_set(((struct table *)o)->module))
            object_list_add(&scratch, &virtual, o);
    }
    for (size_t i = 0; i < virtual.len; i++) {
        const struct symbol *module = ((struct table *)virtual.items[i])->module.key;
        for (size_t k = 0; k < ARRAY_LEN(shadows); k++) {
            if (!str_eq(module->text, shadows[k].module))
                continue;
            for (const char *const *s2 = shadows[k].suffixes; *s2 != NULL; s2++)
                hide(s, virtual.items[i], *s2, scratch);
        }
    }
}

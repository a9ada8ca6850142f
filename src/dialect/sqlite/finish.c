#include "dialect/sqlite/finish.h"

#include "base/limits.h"
#include "base/str.h"
#include "dialect/sqlite/cycles.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-index.h"
#include "dialect/sqlite/read-virtual.h"
#include "dialect/sqlite/resolve-table.h"
#include "schema/title.h"

static const char *timing_name(const struct trigger *t)
{
    static const char *const names[] = {"a BEFORE", "an AFTER", "an INSTEAD OF"};

    return names[t->timing];
}

static void resolve_of_columns(struct resolver *r, struct trigger *t, const struct object *on)
{
    const struct columns *c = columns_of_relation(&r->space, on);

    for (size_t i = 0; i < t->of_columns.len; i++) {
        struct name *n = &t->of_columns.items[i];
        bool found = false;
        for (size_t k = 0; k < c->len && !found; k++) {
            found = c->items[k].key == n->key;
            if (found)
                *n = c->items[k];
        }
        if (!found && !c->open && !c->unnamed && !r->s->partial)
            diag_add(r->diags, DIAG_WARNING, t->base.loc,
                "trigger '%.*s' waits for column '%.*s', which '%.*s' does not have",
                STR_ARG(t->base.name.spelling), STR_ARG(n->spelling), STR_ARG(t->table.spelling));
    }
}

static void check_trigger(struct resolver *r, const struct trigger *t, const struct object *on)
{
    bool view = on->kind == KIND_VIEW;

    if (on->kind == KIND_TABLE && name_is_set(((const struct table *)on)->module))
        diag_add(r->diags, DIAG_ERROR, t->base.loc, "a virtual table cannot have a trigger: '%.*s'",
            STR_ARG(on->name.spelling));
    else if (view != (t->timing == TRIGGER_INSTEAD_OF))
        diag_add(r->diags, DIAG_ERROR, t->base.loc, "a %s cannot have %s trigger: '%.*s'",
            kind_info(on->kind)->name, timing_name(t), STR_ARG(on->name.spelling));
}

/* In a body SQLite takes table names without their schema only. */
static void check_body(struct resolver *r, const struct trigger *t)
{
    for (size_t i = 0; t->body != NULL && i < t->body->nbody; i++) {
        const struct dml *d = t->body->body[i];
        if (d->kind != DML_SELECT && d->schema.text.ptr != NULL)
            diag_add(r->diags, DIAG_ERROR, d->loc,
                "a trigger changes tables of its own database only, named without it");
    }
}

static void resolve_trigger(struct resolver *r, struct trigger *t)
{
    const struct object *on = schema_relation(r->s, sqlite_main(), t->table.key);

    if (on != NULL) {
        t->table = on->name;
        check_trigger(r, t, on);
        resolve_of_columns(r, t, on);
    } else if (!r->s->partial) {
        diag_add(r->diags, DIAG_ERROR, t->base.loc, "trigger '%.*s': no such table: '%.*s'",
            STR_ARG(t->base.name.spelling), STR_ARG(t->table.spelling));
    }
    check_body(r, t);
    if (t->when != NULL)
        resolve_query(r, &t->base, on, t->when);
    if (t->body != NULL)
        resolve_query(r, &t->base, on, t->body);
}

static void resolve_view(struct resolver *r, struct view *v)
{
    const struct columns *c;

    if (v->query == NULL)
        return;
    resolve_query(r, &v->base, NULL, v->query);
    c = columns_of_select(&r->space, v->query->select, NULL);
    if (v->columns.len > 0 && !c->open && c->len != v->columns.len)
        diag_add(r->diags, DIAG_WARNING, v->base.loc,
            "view '%.*s' names %zu columns and its query has %zu", STR_ARG(v->base.name.spelling),
            v->columns.len, c->len);
}

static void resolve_object(struct resolver *r, struct object *o)
{
    struct arena mark = *r->scratch;

    if (o->kind == KIND_TABLE)
        resolve_table(r, o);
    else if (o->kind == KIND_VIEW)
        resolve_view(r, (struct view *)o);
    else if (o->kind == KIND_TRIGGER)
        resolve_trigger(r, (struct trigger *)o);
    *r->scratch = mark;
}

static void resolve_all(struct schema *s, struct diags *diags, struct arena *scratch)
{
    struct arena text_arena, space_arena;
    struct strbuf text;
    struct resolver r = {.s = s,
        .diags = diags,
        .arena = s->arena,
        .scratch = scratch,
        .space = {.s = s, .arena = &space_arena},
        .text = &text};

    arena_init(&text_arena, ARENA_DEFAULT);
    arena_init(&space_arena, ARENA_DEFAULT);
    strbuf_init(&text, &text_arena, LIMIT_FILE);
    for (size_t i = 0; i < s->objects.len; i++)
        resolve_object(&r, s->objects.items[i]);
    arena_release(&space_arena);
    arena_release(&text_arena);
}

static void report_too_big(const struct schema *s, struct diags *diags)
{
    struct flash_str title;

    if (s->too_big == NULL)
        return;
    title = object_title(diags->arena, s->too_big);
    diag_add(diags, DIAG_ERROR, s->too_big->loc, "the text of %.*s is too big", STR_ARG(title));
}

void sqlite_finish(struct schema *s, struct diags *diags)
{
    struct arena scratch;

    arena_init(&scratch, ARENA_DEFAULT);
    index_report_waiting(s, diags);
    virtual_hide_shadows(s, scratch);
    resolve_all(s, diags, &scratch);
    check_view_cycles(s, diags, &scratch);
    schema_freeze(s);
    report_too_big(s, diags);
    arena_release(&scratch);
}

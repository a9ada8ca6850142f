#include "merge/names.h"

#include "base/str.h"
#include "merge/choice.h"
#include "merge/slot.h"

static bool renamed(const struct slot *s)
{
    const struct object *b = s->v[MERGE_BASE];
    return b != NULL && b->name.key != s->name.key;
}

static enum merge_code code_of(const struct slot *a, const struct slot *b)
{
    enum kind x = merge_slot_object(a)->kind, y = merge_slot_object(b)->kind;
    if (x == KIND_COLUMN)
        return renamed(a) || renamed(b) ? MERGE_C207 : MERGE_C202;
    if (x == KIND_INDEX || y == KIND_INDEX)
        return MERGE_C401;
    return renamed(a) || renamed(b) ? MERGE_C105 : MERGE_C101;
}

/* Of the two the one that theirs brought is the subject: it has to give way. */
static bool is_theirs(const struct slot *s)
{
    const struct object *o = s->v[MERGE_OURS];
    return o == NULL || o->name.key != s->name.key;
}

static void clash(struct merge_engine *e, struct slot *a, struct slot *b)
{
    struct slot *subject = is_theirs(b) ? b : a, *other = subject == b ? a : b;
    struct finding f = merge_finding(code_of(a, b), subject, &merge_name_field);
    f.detail = subject->name.spelling;
    f.other = other;
    struct slot *both[] = {subject, other};
    merge_cross(e, &f, both, 2);
}

static void claim(
    struct merge_engine *e, struct map *taken, struct slot *s, struct flash_str prefix)
{
    if (!s->alive || !name_is_set(s->name))
        return;
    const struct object *o = merge_slot_object(s);
    struct flash_str key =
        arena_printf(e->work, "%.*s %.*s", STR_ARG(prefix), STR_ARG(s->name.key->text));
    if (o->kind != KIND_COLUMN) {
        const struct symbol *ns = o->ns.key != NULL ? o->ns.key : o->parent->ns.key;
        enum name_scope scope = schema_scope(o->kind);
        key = arena_printf(e->work, "%u %u %.*s %.*s", (unsigned)scope,
            scope == SCOPE_OTHER ? (unsigned)o->kind : 0U, ns != NULL ? (int)ns->text.len : 0,
            ns != NULL ? ns->text.ptr : "", STR_ARG(s->name.key->text));
    }
    struct slot *other = map_get(taken, key);
    if (other != NULL)
        clash(e, other, s);
    else
        map_put(e->work, taken, key, s);
}

void merge_check_names(struct merge_engine *e)
{
    struct map taken = {0};
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        struct map columns = {0};
        claim(e, &taken, s, STR(""));
        for (size_t k = 0; k < s->children.len; k++) {
            struct slot *c = s->children.items[k];
            enum kind kind = merge_slot_object(c)->kind;
            if (kind == KIND_COLUMN)
                claim(e, &columns, c, STR("column"));
            else if (kind == KIND_INDEX)
                claim(e, &taken, c, STR("index"));
        }
    }
}

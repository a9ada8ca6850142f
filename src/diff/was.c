#include "diff/was.h"

static void add_hint(const struct object *o, struct arena *a, struct rename_list *out)
{
    if (!name_is_set(o->was) || o->was.key == o->name.key)
        return;
    const struct object *top = o->parent != NULL ? o->parent : o;
    struct rename *r = vec_push(a, out);
    *r = (struct rename){.kind = o->kind,
        .ns = top->ns.key,
        .table = o->kind == KIND_COLUMN ? top->name.key : NULL,
        .from = o->was.key,
        .to = o->name.key,
        .origin = "was"};
}

void diff_collect_was(const struct schema *to, struct arena *a, struct rename_list *out)
{
    for (size_t i = 0; i < to->objects.len; i++) {
        const struct object *o = to->objects.items[i];
        add_hint(o, a, out);
        for (size_t k = 0; k < o->children.len; k++)
            add_hint(o->children.items[k], a, out);
    }
}

#include "show.h"

#include "base/str.h"

static void show_change(struct strbuf *b, const struct change *c)
{
    const struct object *o = change_object(c);
    struct flash_str title = object_title(b->arena, o);
    strbuf_addf(b, "%s %.*s", change_verb(c), STR_ARG(title));
    if (c->renamed)
        strbuf_addf(b, " was %.*s", STR_ARG(c->from->name.spelling));
    const struct field_table *t = field_table(o->kind);
    for (size_t i = 0; i < t->len; i++) {
        if (c->fields >> i & 1)
            strbuf_addf(b, ", %s", t->fields[i].name);
    }
    strbuf_adds(b, c->cosmetic ? " cosmetic" : "");
    strbuf_adds(b, c->follows_rename ? " follows" : "");
    strbuf_adds(b, "; ");
    for (size_t i = 0; c->children != NULL && i < c->children->len; i++)
        show_change(b, &c->children->items[i]);
}

void show_changes(const struct change_list *changes, struct strbuf *out)
{
    for (size_t i = 0; i < changes->len; i++)
        show_change(out, &changes->items[i]);
    if (out->len > 0)
        strbuf_truncate(out, out->len - 2);
}

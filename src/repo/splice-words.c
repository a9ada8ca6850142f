#include "repo/splice-words.h"

#include "base/str.h"
#include "schema/schema.h"

static const struct object *same_object(const struct splice_words *w, const struct object *o)
{
    const struct object *top = schema_by_path(w->schema, (o->parent ? o->parent : o)->path);

    return top && o->parent ? object_child(top, KIND_INDEX, o->ident) : top;
}

static bool take_words(void *payload, const struct object *from, const struct object *to,
    struct arena *a, struct splice_text *out)
{
    const struct splice_words *w = payload;
    const struct object *o = same_object(w, to);

    if (!o || !o->loc.src)
        return false;
    out->text = str_sub(o->loc.src->text, o->loc.off, o->loc.off + o->loc.len);
    if (!str_ends(out->text, STR(";")))
        out->text = arena_printf(a, "%.*s;", STR_ARG(out->text));
    out->comments = o->comments;
    out->replace_comments = true;
    if (!from && str_starts(o->loc.src->path, w->folder))
        out->path = str_skip(o->loc.src->path, w->folder.len + 1);
    return true;
}

int splice_with_words(const struct splice *s, const struct splice_words *words, struct arena *perm,
    struct workfiles *out, struct schema **parsed, struct flash_error *err)
{
    struct splice_words own = *words;
    struct splice with = *s;

    with.text = take_words;
    with.payload = &own;
    with.hints = false;
    if (splice_files(&with, perm, out, parsed, err) == 0)
        return 0;
    return splice_files(s, perm, out, parsed, err);
}

#include "repo/splice.h"

#include <assert.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "repo/snapshot.h"
#include "repo/splice-edit.h"
#include "repo/splice-flatten.h"
#include "repo/splice-hint.h"
#include "schema/change.h"

/* Where the next statement that belongs to an object goes. */
struct anchor {
    int file;
    size_t at;
};

struct job {
    const struct splice *s;
    const struct dialect *dialect;
    struct arena *arena;
    struct splice_edits edits;
    struct map changes; /* from object to its change */
    struct map paired;  /* to objects that have a from */
    struct map anchors; /* key of a relation to its anchor */
    struct map rewrite; /* from objects whose statements are written anew whatever they say */
};

static struct flash_str print(struct job *j, const struct object *o)
{
    struct strbuf b;

    strbuf_init(&b, j->arena, LIMIT_STATEMENT);
    j->dialect->print_create(o, &b);
    return strbuf_str(&b);
}

static const struct object *twin(const struct job *j, const struct object *f)
{
    const struct change *c = map_get_ptr(&j->changes, f);

    return c ? c->to : schema_by_path(j->s->to, f->path);
}

static struct splice_text words(struct job *j, const struct object *from, const struct object *to)
{
    struct splice_text t = {0};

    if (j->s->text && j->s->text(j->s->payload, from, to, j->arena, &t))
        return t;
    t.text = print(j, to);
    if (j->s->hints)
        t.text = splice_with_hints(
            j->dialect, t.text, to, from ? map_get_ptr(&j->changes, from) : NULL, j->arena);
    t.text = arena_printf(j->arena, "%.*s;", STR_ARG(t.text));
    return t;
}

/* Where the comments in front of a statement begin. */
static size_t comments_start(const struct object *o)
{
    const char *base = o->loc.src->text.ptr;

    return o->comments.len ? (size_t)(o->comments.ptr - base) : o->loc.off;
}

static void set_anchor(struct job *j, const struct object *top, int file, size_t at)
{
    struct anchor *a;

    if (!name_is_set(top->name))
        return;
    a = map_get_ptr(&j->anchors, top->name.key);
    if (!a) {
        a = arena_new(j->arena, struct anchor);
        map_put_ptr(j->arena, &j->anchors, top->name.key, a);
        *a = (struct anchor){file, at};
    } else if (a->file == file && at > a->at) {
        a->at = at;
    }
}

static void replace(struct job *j, const struct object *f, const struct object *t)
{
    struct splice_text w = words(j, f, t);
    int file = splice_file_of(&j->edits, f->loc.src);
    size_t start = f->loc.off;

    if (file < 0)
        return;
    if (w.replace_comments) {
        start = comments_start(f);
        if (w.comments.len)
            w.text = arena_printf(j->arena, "%.*s\n%.*s", STR_ARG(w.comments), STR_ARG(w.text));
    }
    splice_replace(&j->edits, file, start, f->loc.off + f->loc.len, w.text);
}

/* Comments stay, but not a hint: the next statement would inherit it. */
static void drop(struct job *j, const struct object *f)
{
    int file = splice_file_of(&j->edits, f->loc.src);
    size_t start = f->loc.off;

    if (file < 0)
        return;
    if (f->comments.len && splice_only_hints(f->comments))
        start = comments_start(f);
    else if (f->comments.len)
        splice_drop_hints(&j->edits, file, comments_start(f), f->comments);
    splice_delete(&j->edits, file, start, f->loc.off + f->loc.len);
}

/* The file of a new object: <name>.sql, or where the source of its words has it. */
static int file_for(struct job *j, const struct object *o, struct flash_str wanted)
{
    struct strbuf b;
    int file;

    if (wanted.len == 0) {
        strbuf_init(&b, j->arena, LIMIT_PATH);
        name_encode(&b, name_is_set(o->name) ? o->name.key->text : STR("other"));
        strbuf_adds(&b, j->dialect->syntax.suffix);
        wanted = strbuf_str(&b);
    }
    file = splice_file_at(&j->edits, wanted);
    return file >= 0 ? file : splice_file_new(&j->edits, wanted);
}

/* Behind what it belongs to: an index behind its table, a trigger behind the table or view it is
 * on. */
static const struct anchor *owner_anchor(struct job *j, const struct object *o)
{
    if (o->kind == KIND_INDEX && o->parent)
        return map_get_ptr(&j->anchors, o->parent->name.key);
    if (o->kind == KIND_TRIGGER)
        return map_get_ptr(&j->anchors, ((const struct trigger *)(const void *)o)->table.key);
    return NULL;
}

static void add(struct job *j, const struct object *t)
{
    struct splice_text w = words(j, NULL, t);
    const struct anchor *near = w.path.len ? NULL : owner_anchor(j, t);
    struct anchor a = near ? *near : (struct anchor){file_for(j, t, w.path), SIZE_MAX};

    if (w.comments.len)
        w.text = arena_printf(j->arena, "%.*s\n%.*s", STR_ARG(w.comments), STR_ARG(w.text));
    splice_insert(&j->edits, a.file, a.at, w.text);
    set_anchor(j, t->parent ? t->parent : t, a.file, a.at);
}

static bool must_rewrite(const struct job *j, const struct object *f)
{
    return map_get_ptr(&j->rewrite, f) != NULL;
}

static const struct object *index_twin(
    const struct job *j, const struct object *f, const struct object *t, const struct object *index)
{
    const struct change *c = map_get_ptr(&j->changes, f);

    for (size_t i = 0; c && c->children && i < c->children->len; i++) {
        if (c->children->items[i].from == index)
            return c->children->items[i].to;
    }
    return object_child(t, KIND_INDEX, index->ident);
}

/* Indexes stand in statements of their own. */
static void edit_indexes(struct job *j, const struct object *f, const struct object *t)
{
    struct map kept = {0};

    for (size_t i = 0; i < f->children.len; i++) {
        const struct object *index = f->children.items[i], *to;

        if (index->kind != KIND_INDEX)
            continue;
        to = t ? index_twin(j, f, t, index) : NULL;
        if (!to)
            drop(j, index);
        else if (must_rewrite(j, f) || !str_eq(print(j, index), print(j, to)))
            replace(j, index, to);
        if (to)
            map_put_ptr(j->arena, &kept, to, j);
    }
    for (size_t i = 0; t && i < t->children.len; i++) {
        if (t->children.items[i]->kind == KIND_INDEX && !map_get_ptr(&kept, t->children.items[i]))
            add(j, t->children.items[i]);
    }
}

static void edit_object(struct job *j, const struct object *f, const struct object *t)
{
    if (!t)
        drop(j, f);
    else if (must_rewrite(j, f) || !str_eq(print(j, f), print(j, t)))
        replace(j, f, t);
    edit_indexes(j, f, t);
}

/* Anchors of what stays where it is, under the name that it will have. */
static void note_anchors(struct job *j, const struct object *f, const struct object *t)
{
    int file = splice_file_of(&j->edits, f->loc.src);

    if (file < 0 || !t)
        return;
    set_anchor(j, t, file, f->loc.off + f->loc.len);
    for (size_t i = 0; i < f->children.len; i++) {
        const struct object *c = f->children.items[i];

        if (c->kind == KIND_INDEX && c->loc.src == f->loc.src)
            set_anchor(j, t, file, c->loc.off + c->loc.len);
    }
}

static void start(struct job *j)
{
    const struct schema *from = j->s->from;

    splice_edits_init(&j->edits, j->s->files, j->dialect, j->arena);
    j->paired = (struct map){0};
    j->anchors = (struct map){0};
    for (size_t i = 0; i < from->objects.len; i++) {
        const struct object *f = from->objects.items[i], *t = twin(j, f);

        if (t)
            map_put_ptr(j->arena, &j->paired, t, j);
        if (t && (t->kind == KIND_TABLE || t->kind == KIND_VIEW))
            note_anchors(j, f, t);
    }
}

static void edit_all(struct job *j)
{
    const struct schema *from = j->s->from, *to = j->s->to;

    start(j);
    for (size_t i = 0; i < from->objects.len; i++) {
        const struct object *f = from->objects.items[i], *t = twin(j, f);

        if (!t || must_rewrite(j, f) || !str_eq(f->text, t->text))
            edit_object(j, f, t);
    }
    for (size_t i = 0; i < to->objects.len; i++) {
        const struct object *t = to->objects.items[i];

        if (map_get_ptr(&j->paired, t))
            continue;
        add(j, t);
        for (size_t k = 0; k < t->children.len; k++) {
            if (t->children.items[k]->kind == KIND_INDEX)
                add(j, t->children.items[k]);
        }
    }
}

/* Parses what came out and compares it with what was wanted. */
static bool proves(struct job *j, struct workfiles *wf, struct schema **parsed)
{
    struct oid want, got;
    struct diags diags;
    struct arena scratch;
    bool same;

    diags_init(&diags, j->arena);
    if (workfiles_parse(wf, j->dialect, j->arena, parsed, NULL, &diags, NULL) < 0)
        return false;
    arena_init(&scratch, ARENA_DEFAULT);
    same = snapshot_oid(j->s->to, scratch, &want, NULL) == 0 &&
           snapshot_oid(*parsed, scratch, &got, NULL) == 0 && oid_eq(&want, &got);
    arena_release(&scratch);
    return same;
}

int splice_files(const struct splice *s, struct arena *perm, struct workfiles *out,
    struct schema **parsed, struct flash_error *err)
{
    struct job j = {.s = s, .dialect = dialect_of(s->from), .arena = perm};

    assert(s->from->frozen);
    assert(s->to->frozen);
    for (size_t i = 0; s->changes && i < s->changes->len; i++) {
        if (s->changes->items[i].from)
            map_put_ptr(perm, &j.changes, s->changes->items[i].from, &s->changes->items[i]);
    }
    edit_all(&j);
    splice_apply(&j.edits, s->files, out);
    if (proves(&j, out, parsed))
        return 0;
    /* ALTER and DROP in the files act on what is edited here: write what they touch as it is. */
    splice_flatten_find(s->files, s->from, perm, &j.rewrite);
    edit_all(&j);
    splice_flatten_edit(&j.edits, s->files, s->from);
    splice_apply(&j.edits, s->files, out);
    if (proves(&j, out, parsed))
        return 0;
    error_set(err, FLASH_EBUG, "the changed files would not make the schema that they should");
    return error_hint(
        err, "nothing was written: change the files by hand, then run 'flash commit'");
}

#include "repo/rename-files.h"

#include "base/error.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "objects/refs/refs.h"
#include "repo/rename-words.h"
#include "repo/snapshot.h"
#include "repo/splice-edit.h"
#include "repo/splice.h"
#include "repo/workfiles.h"

struct move {
    struct repo *repo;
    const struct dialect *dialect;
    struct diags *diags;
    struct arena *arena;
    struct arena scratch;
    struct workfiles files, result;
    struct schema *schema; /* of the files */
    const struct object *object;
    struct flash_str to; /* unquoted */
    struct rename rename;
};

struct found {
    const struct object *object;
    unsigned n;
};

static void take(struct found *f, const struct object *o)
{
    f->object = o;
    f->n += o != NULL;
}

static bool kind_wanted(const struct rename_target *t, enum kind k)
{
    return t->kind == KIND_NONE || t->kind == k;
}

static void find_index(
    const struct schema *s, const struct object *table, const struct symbol *key, struct found *f)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];

        for (size_t k = 0; (!table || o == table) && k < o->children.len; k++) {
            const struct object *c = o->children.items[k];

            if (c->kind == KIND_INDEX && c->name.key == key)
                take(f, c);
        }
    }
}

/* An object that stands at the top, or an index by its name alone. */
static void find_top(const struct schema *s, const struct rename_target *t, const struct symbol *ns,
    const struct symbol *key, struct found *f)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];

        if (o->name.key == key && kind_wanted(t, o->kind) && (!ns || o->ns.key == ns))
            take(f, o);
    }
    if (kind_wanted(t, KIND_INDEX))
        find_index(s, NULL, key, f);
}

static void find_child(const struct schema *s, const struct rename_target *t,
    const struct symbol *ns, const struct symbol *table, const struct symbol *key, struct found *f)
{
    const struct object *o = schema_relation(s, ns, table);

    if (!o || o->kind != KIND_TABLE)
        return;
    if (kind_wanted(t, KIND_COLUMN))
        take(f, (const struct object *)(const void *)table_column(o, key));
    if (t->kind == KIND_INDEX)
        find_index(s, o, key, f);
}

static int find_object(struct move *m, struct flash_str word, struct flash_error *err)
{
    const struct symbol *keys[3] = {NULL, NULL, NULL};
    struct rename_target t;
    struct found f = {0};
    int rc = rename_target_parse(m->dialect, word, m->arena, &t, err);

    if (rc < 0)
        return rc;
    for (unsigned i = 0; i < t.nparts; i++)
        keys[i] = m->dialect->syntax.fold(t.parts[i]);
    if (t.nparts == 1)
        find_top(m->schema, &t, NULL, keys[0], &f);
    if (t.nparts == 2) {
        find_top(m->schema, &t, keys[0], keys[1], &f);
        find_child(m->schema, &t, NULL, keys[0], keys[1], &f);
    }
    if (t.nparts == 3)
        find_child(m->schema, &t, keys[0], keys[1], keys[2], &f);
    if (f.n == 0)
        return error_set(err, FLASH_ENOTFOUND, "the working files have no '%.*s'", STR_ARG(word));
    if (f.n > 1) {
        error_set(err, FLASH_EAMBIGUOUS, "'%.*s' names several objects", STR_ARG(word));
        return error_hint(err, "write the kind in front: 'table:...', 'index:...', 'trigger:...'");
    }
    m->object = f.object;
    return 0;
}

/* The new name: bare, or qualified as the old one is. */
static int new_name(struct move *m, struct flash_str word, struct flash_error *err)
{
    struct rename_target t;

    if (rename_target_parse(m->dialect, word, m->arena, &t, NULL) == 0 && t.nparts > 0)
        m->to = t.parts[t.nparts - 1];
    else
        m->to = word;
    if (m->to.len == 0)
        return error_set(err, FLASH_EINVALID, "the new name is empty");
    return 0;
}

static int check_free(struct move *m, struct flash_error *err)
{
    const struct object *o = m->object, *top = o->parent ? o->parent : o;
    const struct symbol *key = m->dialect->syntax.fold(m->to);
    const struct object *taken = o->kind == KIND_COLUMN
                                     ? (const struct object *)(const void *)table_column(top, key)
                                     : schema_in_scope(m->schema, schema_scope(o->kind), NULL, key);

    if (key == o->name.key) {
        if (str_eq(m->to, o->name.spelling))
            return error_set(err, FLASH_EINVALID, "'%.*s' has that name", STR_ARG(m->to));
        return 0;
    }
    if (!taken)
        return 0;
    return error_set(err, FLASH_EEXISTS, "there is a %.*s", STR_ARG(object_title(m->arena, taken)));
}

static void make_rename(struct move *m)
{
    const struct object *o = m->object, *top = o->parent ? o->parent : o;

    m->rename = (struct rename){.kind = o->kind,
        .ns = top->ns.key,
        .table = o->kind == KIND_COLUMN ? top->name.key : NULL,
        .from = o->name.key,
        .to = m->dialect->syntax.fold(m->to),
        .origin = "mv"};
}

/* What the engine itself would make of the rename: the files, and an ALTER behind them. */
static int altered_schema(struct move *m, struct schema **out, struct flash_error *err)
{
    const struct object *o = m->object, *top = o->parent ? o->parent : o;
    struct flash_str table = rename_quoted(m->dialect, top->name.spelling, m->arena);
    struct flash_str to = rename_quoted(m->dialect, m->to, m->arena);
    struct workfiles all = m->files;
    struct workfile *f;

    all.items = NULL;
    all.len = all.cap = 0;
    for (size_t i = 0; i < m->files.len; i++)
        *vec_push(m->arena, &all) = m->files.items[i];
    f = vec_push(m->arena, &all);
    f->path = STR("~rename.sql");
    if (o->kind == KIND_COLUMN)
        f->bytes =
            arena_printf(m->arena, "ALTER TABLE %.*s RENAME COLUMN %.*s TO %.*s;\n", STR_ARG(table),
                STR_ARG(rename_quoted(m->dialect, o->name.spelling, m->arena)), STR_ARG(to));
    else
        f->bytes = arena_printf(
            m->arena, "ALTER TABLE %.*s RENAME TO %.*s;\n", STR_ARG(table), STR_ARG(to));
    return workfiles_parse(&all, m->dialect, m->arena, out, NULL, m->diags, err);
}

/* Whether HEAD knows the object under the name that it has in the files. */
static bool head_has(struct move *m)
{
    const struct object *o = m->object, *top = o->parent ? o->parent : o, *there;
    struct schema *s;
    struct head head;

    if (head_read(m->repo->store, m->arena, &head, NULL) < 0 || head.unborn ||
        snapshot_load(m->repo->store, &head.id, m->arena, &s, NULL) < 0)
        return false;
    there = schema_find(s, top->kind, top->ns.key, top->name.key);
    if (there && o->kind == KIND_COLUMN)
        return table_column(there, o->name.key) != NULL;
    return there && o->parent ? object_child(there, o->kind, o->ident) != NULL : there != NULL;
}

/* A name that was given since HEAD and never recorded is passed over: the hint is for HEAD's. */
static struct flash_str old_name(struct move *m)
{
    const struct object *o = m->object;

    return name_is_set(o->was) && !head_has(m) ? o->was.spelling : o->name.spelling;
}

static struct rename_words words_for(struct move *m)
{
    return (struct rename_words){.schema = m->schema,
        .rename = &m->rename,
        .object = m->object,
        .old = old_name(m),
        .spelling = rename_quoted(m->dialect, m->to, m->arena),
        .dialect = m->dialect};
}

static int rename_by_alter(struct move *m, struct flash_error *err)
{
    struct rename_words words = words_for(m);
    struct rename_list one = {.items = &m->rename, .len = 1, .cap = 1};
    struct diff_options opt = {.renames = &one};
    struct change_list changes = {0};
    struct splice s = {.files = &m->files,
        .from = m->schema,
        .changes = &changes,
        .text = rename_words_text,
        .payload = &words,
        .hints = true};
    struct schema *to, *parsed;
    int rc = altered_schema(m, &to, err);

    if (rc == 0)
        rc = diff_schemas(m->schema, to, &opt, m->arena, m->scratch, &changes, err);
    s.to = to;
    return rc < 0 ? rc : splice_files(&s, m->arena, &m->result, &parsed, err);
}

static bool is_the_rename(const struct move *m, const struct change *c)
{
    if (m->object->kind == KIND_INDEX && c->children && c->children->len == 1)
        c = &c->children->items[0];
    return c->op == CHANGE_MODIFY && c->renamed && c->from->kind == m->object->kind &&
           c->from->name.key == m->rename.from;
}

/* Views, triggers and indexes have no ALTER: the names are replaced, and the outcome must be that
 * rename and what follows from it, and nothing else. */
static bool is_only_rename(struct move *m, const struct schema *to)
{
    struct rename_list one = {.items = &m->rename, .len = 1, .cap = 1};
    struct diff_options opt = {.renames = &one};
    struct change_list changes = {0};
    size_t n = 0;

    if (diff_schemas(m->schema, to, &opt, m->arena, m->scratch, &changes, NULL) < 0)
        return false;
    for (size_t i = 0; i < changes.len; i++) {
        if (is_the_rename(m, &changes.items[i]))
            n++;
        else if (!changes.items[i].follows_rename)
            return false;
    }
    return n == 1;
}

static bool mentions(const struct move *m, const struct object *o)
{
    for (size_t i = 0; i < o->refs.len; i++) {
        if (o->refs.items[i].name == m->rename.from)
            return true;
    }
    return false;
}

/* The statement of o as it is, with the names replaced. */
static void edit_statement(struct move *m, const struct rename_words *words, struct splice_edits *e,
    const struct object *o, bool loose)
{
    int file = splice_file_of(e, o->loc.src);
    size_t start = o->loc.off;
    struct splice_text t;

    if (file < 0)
        return;
    rename_words_statement(words, o, loose, m->arena, &t);
    if (t.comments.len) {
        start = o->comments.len ? (size_t)(o->comments.ptr - o->loc.src->text.ptr) : start;
        t.text = arena_printf(m->arena, "%.*s\n%.*s", STR_ARG(t.comments), STR_ARG(t.text));
    }
    splice_replace(e, file, start, o->loc.off + o->loc.len, t.text);
}

static bool try_words(struct move *m, const struct rename_words *words, bool loose)
{
    struct splice_edits e;
    struct schema *to;
    struct diags diags;

    diags_init(&diags, m->arena);
    splice_edits_init(&e, &m->files, m->dialect, m->arena);
    if (m->object->parent)
        edit_statement(m, words, &e, m->object, loose);
    for (size_t i = 0; i < m->schema->objects.len; i++) {
        const struct object *o = m->schema->objects.items[i];

        if (o == m->object || (o != m->object->parent && mentions(m, o)))
            edit_statement(m, words, &e, o, loose);
    }
    splice_apply(&e, &m->files, &m->result);
    return workfiles_parse(&m->result, m->dialect, m->arena, &to, NULL, &diags, NULL) == 0 &&
           is_only_rename(m, to);
}

static int rename_by_words(struct move *m, struct flash_error *err)
{
    struct rename_words words = words_for(m);

    if (try_words(m, &words, false) || try_words(m, &words, true))
        return 0;
    error_set(err, FLASH_EUNSUPPORTED, "cannot rename the %.*s in the working files by itself",
        STR_ARG(object_title(m->arena, m->object)));
    return error_hint(err, "rename it by hand and write '-- was: %.*s' above it",
        STR_ARG(m->object->name.spelling));
}

static int plan_rename(
    struct move *m, struct flash_str from, struct flash_str to, struct flash_error *err)
{
    int rc = repo_dialect(m->repo, &m->dialect, err);

    if (rc == 0)
        rc = workfiles_read(m->repo, m->arena, &m->files, &m->schema, NULL, m->diags, err);
    if (rc == 0)
        rc = find_object(m, from, err);
    if (rc == 0)
        rc = new_name(m, to, err);
    if (rc == 0)
        rc = check_free(m, err);
    if (rc < 0)
        return rc;
    make_rename(m);
    if (m->object->kind == KIND_TABLE || m->object->kind == KIND_COLUMN)
        return rename_by_alter(m, err);
    return rename_by_words(m, err);
}

int rename_files(struct repo *r, struct flash_str from, struct flash_str to, struct diags *diags,
    struct arena *a, struct arena scratch, struct rename_result *out, struct flash_error *err)
{
    struct move m = {.repo = r, .diags = diags, .arena = a, .scratch = scratch};
    int rc = repo_lock(r, err);

    if (rc < 0)
        return rc;
    rc = plan_rename(&m, from, to, err);
    if (rc == 0) {
        out->rename = m.rename;
        out->title = object_title(a, m.object);
        out->files = workfiles_changed(&m.files, &m.result);
        rc = workfiles_write(r, &m.files, &m.result, scratch, err);
    }
    repo_unlock(r);
    return rc;
}

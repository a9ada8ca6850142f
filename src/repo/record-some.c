#include "repo/record-some.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "repo/snapshot.h"
#include "repo/splice-words.h"

int record_base_files(
    struct record *rec, struct workfiles *wf, struct schema **out, struct flash_error *err)
{
    const char *folder;
    int rc = repo_schema_dir(rec->repo, &folder, err);

    *wf = (struct workfiles){.folder = folder, .dirfd = rec->repo->root_fd};
    if (rc == 0 && rec->has_base)
        rc = workfiles_from_commit(rec->store, &rec->base, folder, rec->perm, wf, err);
    return rc < 0 ? rc : workfiles_parse(wf, rec->dialect, rec->perm, out, NULL, rec->diags, err);
}

static bool word_matches(struct flash_str word, const struct schema *s, struct arena scratch)
{
    struct objglob one = {&word, 1};

    for (size_t i = 0; i < s->objects.len; i++) {
        if (objglob_match(&one, s->objects.items[i], scratch))
            return true;
    }
    return false;
}

static int check_words(struct record *rec, const struct schema *from, const struct schema *full,
    struct flash_error *err)
{
    const struct objglob *g = &rec->options->objects;

    for (size_t i = 0; i < g->len; i++) {
        if (word_matches(g->items[i], from, rec->scratch) ||
            word_matches(g->items[i], full, rec->scratch))
            continue;
        error_set(err, FLASH_EINVALID, "no object is named '%.*s'", STR_ARG(g->items[i]));
        return error_hint(err, "run 'flash status' to see what changed");
    }
    return 0;
}

static bool chosen(struct record *rec, const struct change *c)
{
    const struct objglob *g = &rec->options->objects;

    return (c->from && objglob_match(g, c->from, rec->scratch)) ||
           (c->to && objglob_match(g, c->to, rec->scratch));
}

static int load_mixed(struct record *rec, const struct snapshot_text *texts, size_t n,
    struct schema **out, struct flash_error *err)
{
    int rc = snapshot_load_texts(rec->dialect, texts, n, false, rec->perm, out, rec->diags, err);

    if (rc == FLASH_ESYNTAX)
        error_hint(err, "the chosen objects need others: name these too, or commit everything");
    return rc;
}

int record_select(struct record *rec, const struct schema *from, const struct schema *full,
    const struct rename_list *renames, struct schema **out, struct flash_error *err)
{
    struct snapshot_text *texts =
        arena_array(rec->perm, struct snapshot_text, from->objects.len + full->objects.len + 1);
    struct diff_options opt = {.renames = renames};
    struct change_list changes = {0};
    struct map replaced = {0};
    size_t n = 0;
    int rc = check_words(rec, from, full, err);

    if (rc == 0)
        rc = diff_schemas(from, full, &opt, rec->perm, rec->scratch, &changes, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < changes.len; i++) {
        const struct change *c = &changes.items[i];

        if (!chosen(rec, c))
            continue;
        if (c->from)
            map_put_ptr(rec->perm, &replaced, c->from, rec);
        if (c->to)
            texts[n++] = (struct snapshot_text){c->to->path, c->to->text};
    }
    for (size_t i = 0; i < from->objects.len; i++) {
        const struct object *o = from->objects.items[i];

        if (!map_get_ptr(&replaced, o))
            texts[n++] = (struct snapshot_text){o->path, o->text};
    }
    return load_mixed(rec, texts, n, out, err);
}

/* The statement of the working file that makes an object, word for word. */
static int splice_chosen(struct record *rec, const struct workfiles *files,
    const struct schema *from, const struct schema *to, const struct rename_list *renames,
    struct flash_error *err)
{
    const struct splice_words words = {rec->tree.schema, str_from(rec->tree.files.folder)};
    struct diff_options opt = {.renames = renames};
    struct change_list changes = {0};
    const struct splice s = {
        .files = files, .from = from, .to = to, .changes = &changes, .hints = true};
    struct schema *parsed;
    int rc = diff_schemas(from, to, &opt, rec->perm, rec->scratch, &changes, err);

    if (rc == 0)
        rc = splice_with_words(&s, &words, rec->perm, &rec->own, &parsed, err);
    if (rc == 0)
        record_take(rec, parsed, &rec->own);
    return rc;
}

int record_read_some(struct record *rec, struct flash_error *err)
{
    struct rename_list hints = {0};
    struct workfiles files;
    struct schema *from, *to;
    int rc = worktree_read(rec->repo, rec->perm, rec->scratch, rec->diags, &rec->tree, err);

    if (rc == 0)
        rc = worktree_need_all(&rec->tree, rec->perm, rec->diags, err);
    if (rc == 0)
        rc = record_base_files(rec, &files, &from, err);
    if (rc < 0)
        return rc;
    rec->out->report = rec->tree.report;
    diff_collect_was(rec->tree.schema, rec->perm, &hints);
    rc = record_select(rec, from, rec->tree.schema, &hints, &to, err);
    return rc < 0 ? rc : splice_chosen(rec, &files, from, to, &hints, err);
}

#include "repo/checkout-objects.h"

#include "base/error.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "diff/diff.h"
#include "objects/graph/graph.h"
#include "repo/carry.h"
#include "repo/splice-words.h"
#include "repo/workfiles.h"

struct restoring {
    struct repo *repo;
    const struct dialect *dialect;
    const struct objglob *objects;
    struct arena *a;
    struct arena scratch;
    struct workfiles theirs, ours; /* rev's files, the working files */
    struct schema *rev, *disk, *to;
    struct checkout_objects_result *out;
    struct flash_error *err;
};

static int parse(struct restoring *s, struct workfiles *wf, struct schema **out)
{
    struct read_report report = {0};
    struct diags diags;

    diags_init(&diags, s->a);
    int rc = workfiles_load(wf, s->a, s->err);
    return rc < 0 ? rc : workfiles_parse(wf, s->dialect, s->a, out, &report, &diags, s->err);
}

static int read_both(struct restoring *s, struct flash_str rev)
{
    struct store *store = NULL;
    const char *folder = NULL;
    struct oid commit;

    int rc = repo_dialect(s->repo, &s->dialect, s->err);
    if (rc == 0)
        rc = repo_schema_dir(s->repo, &folder, s->err);
    if (rc == 0)
        rc = repo_store(s->repo, &store, s->err);
    if (rc == 0)
        rc = rev_parse(store, rev.len ? rev : STR("HEAD"), &commit, s->err);
    if (rc == 0)
        rc = workfiles_from_commit(store, &commit, folder, s->a, &s->theirs, s->err);
    if (rc == 0)
        rc = parse(s, &s->theirs, &s->rev);
    if (rc == 0)
        rc = workfiles_list(s->repo, s->a, &s->ours, s->err);
    return rc == 0 ? parse(s, &s->ours, &s->disk) : rc;
}

static int check_words(struct restoring *s)
{
    for (size_t i = 0; i < s->objects->len; i++) {
        struct objglob one = {&s->objects->items[i], 1};
        bool hit = false;
        for (size_t j = 0; !hit && j < s->rev->objects.len; j++)
            hit = objglob_match(&one, s->rev->objects.items[j], s->scratch);
        if (hit)
            continue;
        error_set(
            s->err, FLASH_ENOTFOUND, "no object is named '%.*s' there", STR_ARG(one.items[0]));
        return error_hint(s->err, "'flash dump HEAD' shows the objects of a commit");
    }
    return 0;
}

static struct flash_str *push_title(struct restoring *s)
{
    struct checkout_objects_result *out = s->out;

    if (out->len == out->cap)
        out->titles = vec_grow(s->a, out->titles, &out->cap, sizeof(*out->titles));
    return &out->titles[out->len++];
}

/* The working files' objects, with the chosen ones as rev has them. */
static int assemble(struct restoring *s)
{
    size_t n = 0;
    const struct object **list =
        arena_array(s->a, const struct object *, s->disk->objects.len + s->rev->objects.len + 1);

    for (size_t i = 0; i < s->rev->objects.len; i++) {
        const struct object *o = s->rev->objects.items[i];
        if (!objglob_match(s->objects, o, s->scratch))
            continue;
        list[n++] = o;
        const struct object *now = schema_by_path(s->disk, o->path);
        if (!now || !str_eq(now->text, o->text))
            *push_title(s) = object_title(s->a, o);
    }
    size_t chosen = n;
    for (size_t i = 0; i < s->disk->objects.len; i++) {
        const struct object *o = s->disk->objects.items[i];
        const struct object *there = schema_by_path(s->rev, o->path);
        if (!there || !objglob_match(s->objects, there, s->scratch))
            list[n++] = o;
    }
    if (chosen == 0 || s->out->len == 0)
        return 0;
    int rc = carry_assemble(s->dialect, list, n, s->a, &s->to, s->err);
    if (rc == FLASH_ESYNTAX)
        return error_hint(s->err, "the restored objects need others: restore these too");
    return rc;
}

static int write_files(struct restoring *s)
{
    struct change_list changes = {0};
    struct diff_options options = {0};
    struct schema *parsed = NULL;
    struct workfiles result;
    const struct splice_words words = {s->rev, str_from(s->theirs.folder)};
    const struct splice splice = {
        .files = &s->ours, .from = s->disk, .to = s->to, .changes = &changes};

    int rc = diff_schemas(s->disk, s->to, &options, s->a, s->scratch, &changes, s->err);
    if (rc == 0)
        rc = splice_with_words(&splice, &words, s->a, &result, &parsed, s->err);
    if (rc == 0)
        rc = workfiles_write(s->repo, &s->ours, &result, s->scratch, s->err);
    if (rc == 0)
        s->out->files_written = workfiles_changed(&s->ours, &result);
    return rc;
}

int checkout_objects(struct repo *r, struct flash_str rev, const struct objglob *objects,
    struct arena *perm, struct arena scratch, struct checkout_objects_result *out,
    struct flash_error *err)
{
    struct restoring s = {
        .repo = r, .objects = objects, .a = perm, .scratch = scratch, .out = out, .err = err};

    *out = (struct checkout_objects_result){0};
    int rc = read_both(&s, rev);
    if (rc == 0)
        rc = check_words(&s);
    if (rc == 0)
        rc = assemble(&s);
    return rc == 0 && s.to ? write_files(&s) : rc;
}

#include "repo/check.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "repo/snapshot.h"
#include "repo/state.h"
#include "repo/workfiles.h"

struct checker {
    struct repo *repo;
    struct store *store;
    void (*report)(void *payload, enum fsck_level level, const char *what, struct flash_str text);
    void *payload;
    struct check_result *out;
    struct arena *arena;  /* of the maps */
    struct arena scratch; /* another arena */
    struct map schemas;   /* ids of trees schema/ that were looked at */
    struct map blobs;     /* ids of blobs that print back */
    struct map files;     /* files/ and schema/ pairs that agree */
};

static void tell(struct checker *c, enum fsck_level level, const char *what, struct flash_str text)
{
    c->out->errors += level == FSCK_ERROR;
    c->out->warnings += level == FSCK_WARNING;
    if (c->report)
        c->report(c->payload, level, what, text);
}

static bool seen(struct checker *c, struct map *m, const void *key, size_t n)
{
    return map_put(c->arena, m, arena_str(c->arena, (struct flash_str){key, n}), c) != NULL;
}

static struct flash_str in_commit(struct arena *a, const struct commit *c, struct flash_str text)
{
    char hex[OID_HEX + 1];

    oid_hex(&c->id, hex);
    return arena_printf(a, "commit %.12s: %.*s", hex, STR_ARG(text));
}

/* Each blob must print back to itself, under the path that it has. */
static void check_blobs(struct checker *c, const struct commit *commit,
    const struct tree_list *entries, const struct schema *s, struct arena a)
{
    for (size_t i = 0; i < entries->len; i++) {
        const struct tree_entry *e = &entries->items[i];
        const struct object *o;
        struct oid id;

        if (snapshot_is_format(e->path) || seen(c, &c->blobs, e->id.b, sizeof(e->id.b)))
            continue;
        c->out->objects++;
        o = schema_by_path(s, e->path);
        if (o)
            oid_of(OBJECT_BLOB, o->text, &id);
        if (!o || !oid_eq(&id, &e->id))
            tell(c, FSCK_ERROR, "canonical",
                in_commit(&a, commit,
                    arena_printf(
                        &a, "schema/%.*s does not print back to itself", STR_ARG(e->path))));
    }
}

static void check_files(struct checker *c, const struct commit *commit, const struct oid *schema,
    const struct dialect *d, struct arena a)
{
    struct workfiles wf;
    struct schema *s;
    struct diags diags;
    struct flash_error err;
    struct oid got;
    int rc;

    diags_init(&diags, &a);
    rc = workfiles_from_commit(c->store, &commit->id, "files", &a, &wf, &err);
    if (rc == 0)
        rc = workfiles_parse(&wf, d, &a, &s, NULL, &diags, &err);
    if (rc == 0)
        rc = snapshot_oid(s, c->scratch, &got, &err);
    if (rc < 0)
        tell(c, FSCK_ERROR, "files", in_commit(&a, commit, str_from(err.message)));
    else if (!oid_eq(&got, schema))
        tell(c, FSCK_ERROR, "files",
            in_commit(&a, commit, STR("files/ does not make the schema that is recorded")));
}

static void check_schema(struct checker *c, const struct commit *commit, const struct oid *tree,
    const struct snapshot_format *f, struct arena a)
{
    struct tree_list entries = {0};
    struct flash_error err;
    struct schema *s;
    int rc = tree_flatten(c->store, tree, STR(""), &a, &entries, &err);

    if (rc == 0)
        rc = snapshot_load_entries(c->store, f->dialect, &entries, false, &a, &s, &err);
    if (rc < 0) {
        tell(c, FSCK_ERROR, "schema", in_commit(&a, commit, str_from(err.message)));
        return;
    }
    c->out->schemas++;
    check_blobs(c, commit, &entries, s, a);
}

static void visit(void *payload, const struct commit *commit)
{
    struct checker *c = payload;
    struct arena a;
    struct flash_error err;
    struct snapshot_format f;
    struct oid pair[2] = {{{0}}, {{0}}};
    bool is_tree;
    int rc;

    arena_init(&a, ARENA_DEFAULT);
    rc = tree_find(c->store, &commit->tree, STR("schema"), &pair[0], &is_tree, &err);
    if (rc == 0)
        rc = snapshot_format_read(c->store, &pair[0], a, &f, &err);
    if (rc < 0) {
        tell(c, FSCK_ERROR, "schema", in_commit(&a, commit, str_from(err.message)));
    } else if (f.normal != f.dialect->syntax.normal_version) {
        tell(c, FSCK_NOTE, "format", in_commit(&a, commit, STR("is in an older normal form")));
    } else {
        if (!seen(c, &c->schemas, pair[0].b, sizeof(pair[0].b)))
            check_schema(c, commit, &pair[0], &f, a);
        tree_find(c->store, &commit->tree, STR("files"), &pair[1], &is_tree, NULL);
        if (!seen(c, &c->files, pair, sizeof(pair)))
            check_files(c, commit, &pair[0], f.dialect, a);
    }
    arena_release(&a);
}

/* What databases said last must be findable, or they cannot be moved by their history. */
static int check_states(struct checker *c, struct flash_error *err)
{
    struct arena a = c->scratch;
    struct states states = {0};
    int rc = state_list(c->repo, &a, &states, err);

    for (size_t i = 0; rc == 0 && i < states.len; i++) {
        const struct state *s = &states.items[i];
        struct oid id;

        if (s->has_head && oid_parse(s->commit, &id) && !store_has(c->store, &id))
            tell(c, FSCK_WARNING, "database",
                arena_printf(&a,
                    "the database '%.*s' is at commit %.12s, which is not in this store",
                    STR_ARG(s->target), s->commit.ptr));
    }
    return rc;
}

static void pass_on(void *payload, enum fsck_level level, const char *what, struct flash_str text)
{
    struct checker *c = payload;

    if (c->report)
        c->report(c->payload, level, what, text);
}

int check_run(struct repo *r,
    void (*report)(void *payload, enum fsck_level level, const char *what, struct flash_str text),
    void *payload, struct arena scratch, struct check_result *out, struct flash_error *err)
{
    struct checker c = {.repo = r, .report = report, .payload = payload, .out = out};
    struct fsck_options o = {.report = pass_on, .visit = visit, .payload = &c};
    struct arena maps;
    int rc = repo_store(r, &c.store, err);

    if (rc < 0)
        return rc;
    *out = (struct check_result){0};
    arena_init(&maps, ARENA_DEFAULT);
    c.arena = &maps;
    arena_init(&c.scratch, ARENA_DEFAULT);
    rc = fsck_run(c.store, &o, scratch, &out->store, err);
    if (rc == 0)
        rc = check_states(&c, err);
    out->errors += out->store.errors;
    out->warnings += out->store.warnings;
    arena_release(&c.scratch);
    arena_release(&maps);
    return rc;
}

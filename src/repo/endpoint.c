#include "repo/endpoint.h"

#include <fcntl.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "diff/diff.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/rename.h"

static char *local_path(const struct endpoint_context *c, struct flash_str word, struct arena *a)
{
    char *p = arena_cstr(a, word);

    return c->cwd && p[0] != '/' ? path_join(a, c->cwd, p) : p;
}

static bool is_ref(const struct endpoint_context *c, struct flash_str word, struct arena *a)
{
    struct flash_str ref = STR_NULL;
    struct store *s;

    return c->repo && !str_eq(word, STR("HEAD")) && repo_store(c->repo, &s, NULL) == 0 &&
           rev_ref_name(s, word, a, &ref, NULL) == 0 && ref.len > 0;
}

static int check_one_meaning(const struct endpoint_context *c, struct flash_str word,
    struct arena *a, struct flash_error *err)
{
    if (!file_exists(AT_FDCWD, local_path(c, word, a)) || !is_ref(c, word, a))
        return 0;
    error_set(err, FLASH_EAMBIGUOUS, "'%.*s' is both a revision and a file", STR_ARG(word));
    return error_hint(err, "write 'heads/%.*s' for the branch, './%.*s' for the file",
        STR_ARG(word), STR_ARG(word));
}

static int parse_path(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    int rc = 0;

    out->kind = ENDPOINT_PATH;
    if (str_starts(word, STR("file:")))
        word = str_skip(word, 5);
    else if (word.ptr[0] != '.' && word.ptr[0] != '/')
        rc = check_one_meaning(c, word, a, err);
    if (rc < 0)
        return rc;
    if (word.len == 0)
        return error_set(err, FLASH_EINVALID, "'file:' without a path");
    out->path = str_from(local_path(c, word, a));
    out->label = word;
    if (!file_exists(AT_FDCWD, out->path.ptr))
        return error_set(err, FLASH_ENOTFOUND, "no such file or folder: '%.*s'", STR_ARG(word));
    return 0;
}

static int need_repo(
    const struct endpoint_context *c, struct flash_str word, struct flash_error *err)
{
    if (c->repo)
        return 0;
    error_set(
        err, FLASH_ENOTFOUND, "'%.*s' needs a flash project, and here is none", STR_ARG(word));
    return error_hint(err, "run 'flash init', or name a file as './%.*s'", STR_ARG(word));
}

/* An unborn HEAD reads as the empty schema. */
static bool is_unborn(struct store *s, struct flash_str word, struct arena *a, struct endpoint *out)
{
    struct head head;

    if (!str_eq(word, STR("HEAD")) && !str_eq(word, STR("@")))
        return false;
    if (head_read(s, a, &head, NULL) < 0 || !head.unborn)
        return false;
    out->kind = ENDPOINT_EMPTY;
    out->label = arena_printf(a, "HEAD (no commits yet on %.*s)", STR_ARG(head.branch));
    return true;
}

static int parse_revision(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    struct flash_str id;
    struct store *s;
    int rc = need_repo(c, word, err);

    if (rc == 0)
        rc = check_one_meaning(c, word, a, err);
    if (rc == 0)
        rc = repo_store(c->repo, &s, err);
    if (rc < 0 || is_unborn(s, word, a, out))
        return rc;
    out->kind = ENDPOINT_REVISION;
    rc = rev_parse(s, word, &out->commit, err);
    if (rc == FLASH_ENOTFOUND && file_exists(AT_FDCWD, local_path(c, word, a)))
        return error_hint(err, "write './%.*s' for the file", STR_ARG(word));
    if (rc == 0)
        rc = rev_ref_name(s, word, a, &out->ref, err);
    if (rc < 0)
        return rc;
    id = oid_abbrev(s, &out->commit, a);
    out->label = str_starts(word, id) || str_starts(id, word)
                     ? id
                     : arena_printf(a, "%.*s (%.*s)", STR_ARG(word), STR_ARG(id));
    return 0;
}

static int parse_db(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    const char *name = c->target;
    int rc;

    out->kind = ENDPOINT_DB;
    if (endpoint_word_is_url(word)) {
        rc = target_from_word(c->repo, arena_cstr(a, word), c->cwd, a, &out->db, err);
        out->label = out->db.display;
        return rc;
    }
    rc = need_repo(c, word, err);
    if (str_starts(word, STR("@db/")))
        name = arena_cstr(a, str_skip(word, 4));
    if (rc == 0)
        rc = target_find(c->repo, name, a, &out->db, err);
    if (rc == 0)
        out->label =
            arena_printf(a, "@db/%.*s (%.*s)", STR_ARG(out->db.name), STR_ARG(out->db.display));
    return rc;
}

static int parse_files(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    const char *dir;
    int rc = need_repo(c, word, err);

    out->kind = ENDPOINT_FILES;
    if (rc == 0)
        rc = repo_schema_dir(c->repo, &dir, err);
    if (rc == 0)
        out->label = arena_printf(a, "@files (%s)", dir);
    return rc;
}

static int parse_at(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    if (str_eq(word, STR("@empty"))) {
        out->kind = ENDPOINT_EMPTY;
        out->label = word;
        return 0;
    }
    if (str_eq(word, STR("@files")))
        return parse_files(c, word, a, out, err);
    if (str_eq(word, STR("@db")) || (str_starts(word, STR("@db/")) && word.len > 4))
        return parse_db(c, word, a, out, err);
    return parse_revision(c, word, a, out, err);
}

int endpoint_parse(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err)
{
    *out = (struct endpoint){.word = arena_str(a, word)};
    word = out->word;
    if (word.len == 0)
        return error_set(err, FLASH_EINVALID, "an empty word names no schema");
    if (str_eq(word, STR("-"))) {
        out->kind = ENDPOINT_STDIN;
        out->label = STR("<stdin>");
        return 0;
    }
    if (word.ptr[0] == '@')
        return parse_at(c, word, a, out, err);
    if (str_starts(word, STR("git:"))) {
        out->kind = ENDPOINT_GIT;
        out->rev = str_skip(word, 4);
        out->label = word;
        return out->rev.len ? 0 : error_set(err, FLASH_EINVALID, "'git:' without a revision");
    }
    if (endpoint_word_is_path(word))
        return parse_path(c, word, a, out, err);
    if (endpoint_word_is_url(word))
        return parse_db(c, word, a, out, err);
    return parse_revision(c, word, a, out, err);
}

/* A...B starts where the two parted: "what B adds". */
static int to_merge_base(const struct endpoint_context *c, struct arena *a, struct endpoint *from,
    const struct endpoint *to, struct flash_error *err)
{
    struct oid_list bases = {0};
    struct flash_str id;
    struct store *s;
    int rc;

    if (from->kind != ENDPOINT_REVISION || to->kind != ENDPOINT_REVISION)
        return error_set(err, FLASH_EINVALID, "'...' needs two revisions, not '%.*s' and '%.*s'",
            STR_ARG(from->word), STR_ARG(to->word));
    rc = repo_store(c->repo, &s, err);
    if (rc == 0)
        rc = graph_merge_bases(s, &from->commit, &to->commit, a, &bases, err);
    if (rc == 0 && bases.len == 0)
        return error_set(err, FLASH_ENOTFOUND, "'%.*s' and '%.*s' have no common history",
            STR_ARG(from->word), STR_ARG(to->word));
    if (rc < 0)
        return rc;
    from->commit = bases.items[0];
    from->ref = STR_NULL;
    id = oid_abbrev(s, &from->commit, a);
    from->label = arena_printf(a, "merge base of %.*s and %.*s (%.*s)", STR_ARG(from->word),
        STR_ARG(to->word), STR_ARG(id));
    return 0;
}

int endpoint_range_resolve(const struct endpoint_context *c, const struct endpoint_range *r,
    struct arena *a, struct endpoint *from, struct endpoint *to, struct flash_error *err)
{
    int rc = endpoint_parse(c, r->from, a, from, err);

    if (rc == 0)
        rc = endpoint_parse(c, r->to, a, to, err);
    if (rc == 0 && from->kind == ENDPOINT_STDIN && to->kind == ENDPOINT_STDIN)
        return error_set(err, FLASH_EINVALID, "standard input cannot be both ends");
    return rc == 0 && r->merge_base ? to_merge_base(c, a, from, to, err) : rc;
}

/* The commit whose records hold at this end; false when it has none. */
static bool record_commit(
    const struct endpoint_context *c, const struct endpoint *e, struct arena *a, struct oid *out)
{
    struct head head;
    struct store *s;

    *out = e->kind == ENDPOINT_DB ? e->recorded : e->commit;
    if (e->kind != ENDPOINT_FILES)
        return !oid_is_zero(out);
    if (repo_store(c->repo, &s, NULL) < 0 || head_read(s, a, &head, NULL) < 0 || head.unborn)
        return false;
    *out = head.id;
    return true;
}

/* Hints of the files that one starts from lead the other way. */
static void inverse_hints(const struct schema *from, struct arena *a, struct rename_list *out)
{
    struct rename_list hints = {0};

    diff_collect_was(from, a, &hints);
    for (size_t i = 0; i < hints.len; i++) {
        struct rename *r = vec_push(a, out), *h = &hints.items[i];

        *r = *h;
        r->from = h->to;
        r->to = h->from;
        for (size_t k = 0; k < hints.len && r->table; k++) {
            if (hints.items[k].kind == KIND_TABLE && hints.items[k].to == r->table)
                r->table = hints.items[k].from;
        }
    }
}

int endpoint_renames(const struct endpoint_context *c, const struct endpoint *from,
    const struct endpoint *to, struct arena *a, struct rename_list *out, struct flash_error *err)
{
    struct rename_list more = {0};
    struct oid f, t;
    struct store *s;
    struct arena scratch;
    int rc = 0;

    if (c->repo && to->dialect && record_commit(c, to, a, &t)) {
        /* From a database of which no commit of ours is recorded, every rename on the way to the
         * target may be the one that was made; those that do not fit are inert. */
        rc = repo_store(c->repo, &s, err);
        bool recorded = rc == 0 && record_commit(c, from, a, &f) && store_has(s, &f);
        arena_init(&scratch, ARENA_SMALL);
        if (rc == 0)
            rc = rename_between(s, to->dialect, recorded ? &f : NULL, &t, a, scratch, out, err);
        arena_release(&scratch);
    }
    if (rc == 0 && to->schema)
        diff_collect_was(to->schema, a, &more);
    if (rc == 0 && from->schema)
        inverse_hints(from->schema, a, &more);
    rename_list_merge(a, out, &more);
    return rc;
}

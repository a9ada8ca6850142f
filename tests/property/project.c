#include "project.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "repo/endpoint.h"
#include "repo/init.h"
#include "repo/ledger.h"
#include "repo/record.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "write.h"

#define FILES      "db/schema"
#define CACHE      ".flash/cache"
#define PAIRS_EACH 50 /* then a new project, so that its store stays small */

struct run {
    struct project *project;
    const struct project_case *c;
    struct repo *repo;
    struct diags diags;
    struct arena *arena, scratch;
    struct flash_error err;
    struct oid from, to;       /* commits */
    struct oid from_id, to_id; /* of the schemas */
    struct flash_str why;
};

static bool tell(struct run *r, const char *what)
{
    r->why = arena_printf(r->arena, "%s: %s %s (%s)", what, r->err.message, r->err.detail,
        error_code_name(r->err.code));
    return false;
}

static bool is_same_id(struct run *r, const struct oid *a, const struct oid *b, const char *what)
{
    char x[OID_HEX + 1], y[OID_HEX + 1];
    if (oid_eq(a, b))
        return true;
    oid_hex(a, x);
    oid_hex(b, y);
    r->why = arena_printf(r->arena, "%s: schema %s, should be %s", what, x, y);
    return false;
}

/* As every command does: nothing of the last one is in memory. */
static bool reopen(struct run *r)
{
    repo_close(r->repo);
    r->repo = NULL;
    diags_init(&r->diags, r->arena);
    if (repo_open(r->arena, r->project->dir, &r->repo, &r->err) < 0)
        return tell(r, "open the project");
    r->repo->diags = &r->diags;
    r->repo->command = "property";
    return true;
}

static bool put(struct run *r, const char *name, const struct strbuf *b)
{
    char *path = path_join(r->arena, r->project->dir, arena_cprintf(r->arena, FILES "/%s", name));
    struct flash_str text = b->len > 0 ? strbuf_str(b) : STR(""), was;
    if (file_read(AT_FDCWD, path, LIMIT_FILE, 0, r->arena, &was, NULL) == 0 && str_eq(was, text))
        return true;
    return file_write(AT_FDCWD, path, text, 0, &r->err) == 0 || tell(r, "write a working file");
}

static const char *file_of(struct run *r, const struct g_table *t)
{
    return arena_cprintf(r->arena, "t%u.sql", t->uid);
}

static bool put_table(struct run *r, const struct g_schema *s, const struct g_table *t)
{
    struct strbuf b;
    strbuf_init(&b, r->arena, LIMIT_FILE);
    g_write_table(s, t, r->c->style, &b);
    return put(r, file_of(r, t), &b);
}

/* A file for each table, and one for each sort of the others; what stays the same is not touched.
 */
static bool put_files(struct run *r, const struct g_schema *s)
{
    struct strbuf virtuals, rest;
    bool ok = true;
    for (size_t i = 0; ok && i < s->ntables; i++)
        ok = put_table(r, s, &s->tables[i]);
    strbuf_init(&virtuals, r->arena, LIMIT_FILE);
    strbuf_init(&rest, r->arena, LIMIT_FILE);
    g_write_virtuals(s, r->c->style, &virtuals);
    g_write_rest(s, r->c->style, &rest);
    return ok && put(r, "virtual.sql", &virtuals) && put(r, "rest.sql", &rest);
}

static bool remove_files(struct run *r, const struct g_schema *s, const struct g_schema *keep)
{
    for (size_t i = 0; i < s->ntables; i++) {
        const char *name = arena_cprintf(r->arena, FILES "/%s", file_of(r, &s->tables[i]));
        if (g_table_at(keep, s->tables[i].uid) == NULL &&
            file_remove_tree(AT_FDCWD, path_join(r->arena, r->project->dir, name), &r->err) < 0)
            return tell(r, "remove a working file");
    }
    return true;
}

static bool commit(struct run *r, const struct oid *schema, struct oid *out)
{
    struct record_options options = {.source = RECORD_FILES, .message = STR("next")};
    struct record_result result;
    if (!reopen(r))
        return false;
    if (record_commit(r->repo, &options, &r->diags, r->arena, r->scratch, &result, &r->err) < 0)
        return tell(r, "commit");
    if (!result.nothing) {
        *out = result.commit;
        return is_same_id(r, &result.schema, schema, "commit");
    }
    struct oid id;
    if (snapshot_schema_oid(r->repo->store, out, r->scratch, &id, &r->err) < 0)
        return tell(r, "the last commit");
    return is_same_id(r, &id, schema, "nothing to commit");
}

static bool read_head(struct run *r, struct oid *out)
{
    struct endpoint_context context = {.repo = r->repo, .cwd = r->project->dir};
    struct endpoint head;
    if (endpoint_parse(&context, STR("HEAD"), r->arena, &head, &r->err) < 0)
        return tell(r, "HEAD");
    *out = head.commit;
    return true;
}

/* The working files of from over whatever the last pair left, then those of to. */
static bool commit_both(struct run *r)
{
    const struct project_case *c = r->c;
    char *files = path_join(r->arena, r->project->dir, FILES);
    if (!reopen(r) || !read_head(r, &r->from))
        return false;
    if (file_remove_tree(AT_FDCWD, files, &r->err) < 0 || file_mkdirs(AT_FDCWD, files, &r->err) < 0)
        return tell(r, "empty the folder");
    if (!put_files(r, c->from) || !commit(r, &r->from_id, &r->from))
        return false;
    r->to = r->from;
    return put_files(r, c->to) && remove_files(r, c->from, c->to) && commit(r, &r->to_id, &r->to);
}

static bool remove_caches(struct run *r)
{
    return file_remove_tree(AT_FDCWD, path_join(r->arena, r->project->dir, CACHE), &r->err) == 0 ||
           tell(r, "remove the caches");
}

/* A plan, or why there is none, in few words. */
static struct flash_str plan_of(struct run *r, const struct schema *from, const struct schema *to,
    const struct rename_list *renames)
{
    struct plan_options options = {.diff = {.renames = renames}, .hash = ledger_blob_hash};
    struct plan p = {0};
    if (plan_make(from, to, &options, r->arena, r->scratch, &p, &r->err) < 0)
        return arena_str(r->arena, str_from(r->err.message));
    return arena_str(r->arena, str_from(p.hash));
}

/* A way from one schema to the other, as words of a command line. */
struct way {
    const char *title;
    struct flash_str from, to;
    const struct rename_list *renames;
    struct flash_str expected;
};
#define WAYS 3

static struct flash_str word_of(struct run *r, const struct oid *commit)
{
    char hex[OID_HEX + 1];
    oid_hex(commit, hex);
    return arena_str(r->arena, str_from(hex));
}

static void find_ways(struct run *r, struct way *out)
{
    const struct project_case *c = r->c;
    struct flash_str from = word_of(r, &r->from), to = word_of(r, &r->to);
    out[0] = (struct way){"from commit to commit", from, to, c->renames,
        plan_of(r, c->from_model, c->to_model, c->renames)};
    out[1] = (struct way){"back from commit to commit", to, from, c->renames_back,
        plan_of(r, c->to_model, c->from_model, c->renames_back)};
    out[2] = (struct way){"from database to commit", arena_printf(r->arena, "sqlite:%s", c->db), to,
        c->renames, out[0].expected};
}

static bool check_way(struct run *r, const struct way *w, const char *caches)
{
    struct endpoint_context context = {.cwd = r->project->dir};
    struct endpoint from, to;
    if (!reopen(r))
        return false;
    context.repo = r->repo;
    context.diags = &r->diags;
    if (endpoint_parse(&context, w->from, r->arena, &from, &r->err) < 0 ||
        endpoint_parse(&context, w->to, r->arena, &to, &r->err) < 0 ||
        endpoint_load_pair(
            &context, &from, &to, ENDPOINT_DEPENDANTS, r->arena, r->scratch, &r->err) < 0)
        return tell(r, w->title);
    r->project->parts += from.schema->partial;
    struct flash_str got = plan_of(r, from.schema, to.schema, w->renames);
    if (str_eq(got, w->expected))
        return true;
    r->why = arena_printf(r->arena, "the plan %s %s the caches: %.*s, should be %.*s", w->title,
        caches, STR_ARG(got), STR_ARG(w->expected));
    return false;
}

static bool check_worktree(struct run *r, const char *caches)
{
    struct worktree w;
    if (!reopen(r))
        return false;
    if (worktree_read(r->repo, r->arena, r->scratch, &r->diags, &w, &r->err) < 0 ||
        worktree_oids(&w, r->scratch, &r->err) < 0)
        return tell(r, "the working files");
    return is_same_id(r, &w.schema_oid, &r->to_id, caches);
}

static bool has_caches(struct run *r)
{
    static const char *const names[] = {CACHE "/files", CACHE "/prints-sqlite"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!file_exists(AT_FDCWD, path_join(r->arena, r->project->dir, names[i]))) {
            r->why = arena_printf(r->arena, "nothing was remembered in %s", names[i]);
            return false;
        }
    }
    return true;
}

static bool check_ways(struct run *r, unsigned *plans)
{
    struct way ways[WAYS];
    find_ways(r, ways);
    /* The second look finds the database's texts remembered. */
    bool ok = check_way(r, &ways[2], "filling") && (r->c->from->ntables == 0 || has_caches(r)) &&
              check_worktree(r, "files with the caches");
    for (size_t i = 0; ok && i < WAYS; i++)
        ok = check_way(r, &ways[i], "with");
    for (size_t i = 0; ok && i < WAYS; i++)
        ok = remove_caches(r) && check_way(r, &ways[i], "without");
    *plans += ok ? WAYS : 0;
    return ok && remove_caches(r) && check_worktree(r, "files without the caches");
}

static bool find_ids(struct run *r)
{
    if (snapshot_oid(r->c->from_model, r->scratch, &r->from_id, &r->err) < 0 ||
        snapshot_oid(r->c->to_model, r->scratch, &r->to_id, &r->err) < 0)
        return tell(r, "hash");
    return true;
}

static bool make_project(struct project *p, struct run *r)
{
    struct init_options options = {0};
    struct init_result result;
    struct strbuf b;
    if (file_remove_tree(AT_FDCWD, p->dir, &r->err) < 0 ||
        file_mkdirs(AT_FDCWD, p->dir, &r->err) < 0 ||
        init_project(r->arena, p->dir, &options, &r->repo, &result, &r->err) < 0)
        return tell(r, "make a project");
    strbuf_init(&b, r->arena, LIMIT_FILE);
    strbuf_adds(&b, "CREATE TABLE first (x);\n");
    struct record_options first = {.source = RECORD_FILES, .message = STR("first")};
    struct record_result recorded;
    if (!put(r, "rest.sql", &b) || !reopen(r))
        return false;
    return record_commit(r->repo, &first, &r->diags, r->arena, r->scratch, &recorded, &r->err) ==
               0 ||
           tell(r, "the first commit");
}

bool project_check(struct project *p, const struct project_case *c, struct arena *a,
    struct flash_str *why, unsigned *plans)
{
    static const char check[] = "FLASH_CHECK_CATALOGUE";
    struct run r = {.project = p, .c = c, .arena = a};
    const char *was = getenv(check);
    was = was != NULL ? arena_cprintf(a, "%s", was) : NULL;
    unsetenv(check); /* else nothing of the catalogue is remembered */
    arena_init(&r.scratch, ARENA_DEFAULT);
    bool ok = p->uses++ % PAIRS_EACH != 0 || make_project(p, &r);
    ok = ok && find_ids(&r) && commit_both(&r) && check_ways(&r, plans);
    repo_close(r.repo);
    arena_release(&r.scratch);
    if (was != NULL)
        setenv(check, was, 1);
    *why = r.why;
    return ok;
}

#include "repo/endpoint-load.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "objects/store/project.h"
#include "repo/endpoint.h"
#include "repo/snapshot-pair.h"
#include "repo/snapshot.h"
#include "repo/state.h"
#include "repo/workfiles.h"

#define DEFAULT_FILES "db/schema"

static int choose_dialect(
    const struct endpoint_context *c, const struct dialect **out, struct flash_error *err)
{
    *out = c->dialect;
    if (*out)
        return 0;
    if (c->repo)
        return repo_dialect(c->repo, out, err);
    *out = dialect_default();
    return 0;
}

static int parse_files(const struct endpoint_context *c, struct endpoint *e, struct workfiles *wf,
    const struct dialect *d, struct arena *a, struct flash_error *err)
{
    struct diags own;

    diags_init(&own, a);
    return workfiles_parse(wf, d, a, &e->schema, &e->report, c->diags ? c->diags : &own, err);
}

static int load_empty(
    const struct endpoint_context *c, struct endpoint *e, struct arena *a, struct flash_error *err)
{
    const struct dialect *d = e->dialect;
    struct diags none;
    int rc = d ? 0 : choose_dialect(c, &d, err);

    if (rc < 0)
        return rc;
    diags_init(&none, a);
    e->schema = schema_new(a, &d->syntax);
    d->finish(e->schema, &none);
    return 0;
}

static int load_files(
    const struct endpoint_context *c, struct endpoint *e, struct arena *a, struct flash_error *err)
{
    struct workfiles wf;
    const struct dialect *d;
    int rc = repo_dialect(c->repo, &d, err);

    if (rc == 0)
        rc = workfiles_list(c->repo, a, &wf, err);
    return rc < 0 ? rc : parse_files(c, e, &wf, d, a, err);
}

static int load_path(
    const struct endpoint_context *c, struct endpoint *e, struct arena *a, struct flash_error *err)
{
    struct workfiles wf;
    const struct dialect *d;
    int rc = choose_dialect(c, &d, err);

    if (rc == 0)
        rc = workfiles_from_path(AT_FDCWD, arena_cstr(a, e->path), d->syntax.suffix, a, &wf, err);
    return rc < 0 ? rc : parse_files(c, e, &wf, d, a, err);
}

static int load_stdin(
    const struct endpoint_context *c, struct endpoint *e, struct arena *a, struct flash_error *err)
{
    struct flash_str text = c->stdin_text;
    struct workfiles wf;
    const struct dialect *d;
    int rc = choose_dialect(c, &d, err);

    if (rc == 0 && !text.ptr)
        rc = file_read_fd(STDIN_FILENO, "<stdin>", LIMIT_FILE, a, &text, err);
    if (rc < 0)
        return rc;
    workfiles_from_text(STR("<stdin>"), text, a, &wf);
    return parse_files(c, e, &wf, d, a, err);
}

/* schema.files of the project, seen from the root of its git work tree. */
static int git_folder(const struct endpoint_context *c, struct arena *a, struct project_info *git,
    char **folder, struct flash_error *err)
{
    const char *dir = DEFAULT_FILES, *start = c->repo ? c->repo->root : c->cwd ? c->cwd : ".";
    int rc = c->repo ? repo_schema_dir(c->repo, &dir, err) : 0;

    if (rc == 0)
        rc = project_find(start, a, git, err);
    if (rc == 0)
        *folder = path_normal(a, git->prefix[0] ? path_join(a, git->prefix, dir) : dir);
    return rc;
}

static int load_git(
    const struct endpoint_context *c, struct endpoint *e, struct arena *a, struct flash_error *err)
{
    struct project_files files = {0};
    struct project_info git;
    struct workfiles wf = {0};
    const struct dialect *d;
    char *folder = NULL;
    int rc = choose_dialect(c, &d, err);

    if (rc == 0)
        rc = git_folder(c, a, &git, &folder, err);
    if (rc == 0)
        rc = project_read(
            git.worktree, e->rev, str_from(folder), str_from(d->syntax.suffix), a, &files, err);
    if (rc < 0)
        return rc;
    wf.folder = arena_cprintf(a, "%.*s:%s", STR_ARG(e->rev), folder);
    for (size_t i = 0; i < files.len; i++) {
        struct workfile *f = vec_push(a, &wf);

        f->path = files.items[i].path;
        f->bytes = files.items[i].bytes;
        f->size = f->bytes.len;
        oid_of(OBJECT_BLOB, f->bytes, &f->id);
    }
    return parse_files(c, e, &wf, d, a, err);
}

/* The commit that the database says it is at, when this store has it: its rename records count
 * then. */
static void note_recorded(const struct endpoint_context *c, const struct flash_adapter *db,
    struct adapter_conn *conn, struct endpoint *e, struct arena *a)
{
    struct db_head head = {0};
    struct store *s;
    struct oid id;

    if (!c->repo || c->repo->dir_fd < 0 || db->head_read(conn, a, &head, NULL) < 0 || !head.present)
        return;
    if (oid_parse(head.commit, &id) && repo_store(c->repo, &s, NULL) == 0 && store_has(s, &id))
        e->recorded = id;
}

static int load_db(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    const struct flash_adapter *db;
    struct adapter_conn *conn;
    struct map prints = {0};
    size_t known;
    bool keep = c->repo && c->repo->dir_fd >= 0;
    int rc = target_open(&e->db, ADAPTER_READ, &db, &conn, err);

    if (rc < 0)
        return rc;
    if (keep)
        state_prints_read(c->repo, db->name, a, &prints);
    known = prints.live;
    rc = db->read_schema(conn, a, &prints, &e->schema, &e->facts, c->diags, err);
    if (rc == 0)
        note_recorded(c, db, conn, e, a);
    db->close(conn);
    /* A memory that cannot be kept costs the next read some time and nothing else. */
    if (rc == 0 && keep && prints.live > known)
        state_prints_write(c->repo, db->name, &prints, scratch, NULL);
    return rc;
}

static int load_kind(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    switch (e->kind) {
    case ENDPOINT_EMPTY: return load_empty(c, e, a, err);
    case ENDPOINT_REVISION: return snapshot_load(c->repo->store, &e->commit, a, &e->schema, err);
    case ENDPOINT_FILES: return load_files(c, e, a, err);
    case ENDPOINT_DB: return load_db(c, e, a, scratch, err);
    case ENDPOINT_GIT: return load_git(c, e, a, err);
    case ENDPOINT_PATH: return load_path(c, e, a, err);
    case ENDPOINT_STDIN: return load_stdin(c, e, a, err);
    }
    return error_bug(err, "endpoint kind %d", (int)e->kind);
}

int endpoint_load(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    int rc = e->schema && !e->schema->partial ? 0 : load_kind(c, e, a, scratch, err);

    if (rc == 0)
        e->dialect = dialect_of(e->schema);
    return rc;
}

static int oid_of_schema(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    int rc = endpoint_load(c, e, a, scratch, err);

    if (rc == 0)
        rc = snapshot_oid(e->schema, scratch, &e->schema_oid, err);
    e->have_oid = rc == 0;
    return rc;
}

int endpoint_load_db(const struct endpoint_context *c, struct arena *a, struct arena scratch,
    struct endpoint *out, struct flash_error *err)
{
    int rc = endpoint_parse(c, STR("@db"), a, out, err);

    return rc < 0 ? rc : endpoint_load(c, out, a, scratch, err);
}

int endpoint_oid(const struct endpoint_context *c, struct endpoint *e, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    struct snapshot_format f;
    int rc = 0;

    if (e->have_oid)
        return 0;
    if (e->kind != ENDPOINT_REVISION)
        return oid_of_schema(c, e, a, scratch, err);
    rc = snapshot_schema_oid(c->repo->store, &e->commit, scratch, &e->schema_oid, err);
    if (rc == 0)
        rc = snapshot_format_read(c->repo->store, &e->schema_oid, scratch, &f, err);
    if (rc < 0)
        return rc;
    e->dialect = f.dialect;
    /* A tree of an older normal form has the id that its schema would have today. */
    if (f.normal != f.dialect->syntax.normal_version)
        return oid_of_schema(c, e, a, scratch, err);
    e->have_oid = true;
    return 0;
}

static int load_revisions(const struct endpoint_context *c, struct endpoint *from,
    struct endpoint *to, enum endpoint_pair_flags flags, struct arena *a, struct arena scratch,
    struct flash_error *err)
{
    int rc = endpoint_oid(c, from, a, scratch, err);

    if (rc == 0)
        rc = endpoint_oid(c, to, a, scratch, err);
    if (rc == 0)
        rc = snapshot_load_pair(c->repo, &from->commit, &to->commit,
            flags & ENDPOINT_DEPENDANTS ? SNAPSHOT_DEPENDANTS : 0, a, scratch, &from->schema,
            &to->schema, err);
    return rc;
}

int endpoint_load_pair(const struct endpoint_context *c, struct endpoint *from, struct endpoint *to,
    enum endpoint_pair_flags flags, struct arena *a, struct arena scratch, struct flash_error *err)
{
    int rc;

    if (from->kind == ENDPOINT_REVISION && to->kind == ENDPOINT_REVISION)
        return load_revisions(c, from, to, flags, a, scratch, err);
    rc = from->kind == ENDPOINT_EMPTY ? 0 : endpoint_load(c, from, a, scratch, err);
    /* The empty schema speaks every dialect: the other side's. */
    if (rc == 0 && to->kind == ENDPOINT_EMPTY)
        to->dialect = from->dialect;
    if (rc == 0)
        rc = endpoint_load(c, to, a, scratch, err);
    if (rc == 0 && from->kind == ENDPOINT_EMPTY) {
        from->dialect = to->dialect;
        rc = endpoint_load(c, from, a, scratch, err);
    }
    if (rc == 0 && from->dialect != to->dialect)
        return error_set(err, FLASH_EINVALID, "'%.*s' is %s, '%.*s' is %s", STR_ARG(from->word),
            from->dialect->syntax.name, STR_ARG(to->word), to->dialect->syntax.name);
    return rc;
}

#include "repo/workfiles.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "objects/graph/commit.h"
#include "repo/filecache.h"
#include "repo/repo.h"

/* The path that messages show and that opens the file below dirfd. */
static char *shown_path(const struct workfiles *wf, struct flash_str path, struct arena *a)
{
    char *p = arena_cstr(a, path);

    return wf->folder[0] ? path_join(a, wf->folder, p) : p;
}

int workfile_load(
    const struct workfiles *wf, struct workfile *f, struct arena *a, struct flash_error *err)
{
    int rc;

    if (f->bytes.ptr)
        return 0;
    if (wf->store) {
        rc = store_read(wf->store, &f->id, OBJECT_BLOB, LIMIT_FILE, a, &f->bytes, err);
        return rc;
    }
    rc = file_read(
        wf->dirfd, shown_path(wf, f->path, a), LIMIT_FILE, FILE_NOFOLLOW, a, &f->bytes, err);
    if (rc < 0)
        return rc;
    /* What was read counts, not what stood there when the folder was listed. */
    oid_of(OBJECT_BLOB, f->bytes, &f->id);
    f->size = f->bytes.len;
    if (oid_is_zero(&f->id))
        return error_set(err, FLASH_EINVALID,
            "'%.*s' holds the bytes of an attack on SHA-1 and cannot be stored", STR_ARG(f->path));
    return 0;
}

int workfiles_load(struct workfiles *wf, struct arena *a, struct flash_error *err)
{
    size_t total = 0;

    for (size_t i = 0; i < wf->len; i++) {
        int rc = workfile_load(wf, &wf->items[i], a, err);

        if (rc < 0)
            return rc;
        total += wf->items[i].bytes.len;
        if (total > LIMIT_FILES_TOTAL)
            return error_set(err, FLASH_ETOOBIG, "the files below '%s' are larger than %zu MiB",
                wf->folder, LIMIT_FILES_TOTAL >> 20);
    }
    return 0;
}

static void add_entry(struct workfiles *out, const struct file_entry *e, struct arena *a)
{
    struct workfile *f = vec_push(a, out);

    f->path = e->path;
    f->size = e->size;
    f->inode = e->inode;
    f->mtime_ns = e->mtime_ns;
}

static int list_folder(
    struct workfiles *out, const char *suffix, struct arena *a, struct flash_error *err)
{
    struct file_list files = {0};
    int rc = file_walk(out->dirfd, out->folder, suffix, a, &files, err);

    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        if (files.list.items[i].size > LIMIT_FILE)
            return error_set(err, FLASH_ETOOBIG, "'%s' is larger than %zu MiB",
                shown_path(out, files.list.items[i].path, a), LIMIT_FILE >> 20);
        add_entry(out, &files.list.items[i], a);
    }
    return rc;
}

/* Both lists are sorted by path, so one walk finds what the cache knows. */
static void take_known_ids(struct workfiles *wf, const struct filecache *cache)
{
    size_t c = 0;

    for (size_t i = 0; i < wf->len; i++) {
        struct workfile *f = &wf->items[i];

        while (c < cache->nfiles && str_cmp(cache->files[c].path, f->path) < 0)
            c++;
        if (c < cache->nfiles && str_eq(cache->files[c].path, f->path) &&
            filecache_fresh(cache, &cache->files[c], f)) {
            f->id = cache->files[c].id;
            f->cached = true;
        }
    }
}

int workfiles_list_cached(struct repo *r, const struct filecache *cache, struct arena *a,
    struct workfiles *out, struct flash_error *err)
{
    struct workfiles wf = {.dirfd = r->root_fd, .listed_ns = filecache_now()};
    const struct dialect *d;
    int rc = repo_schema_dir(r, &wf.folder, err);

    if (rc == 0)
        rc = repo_dialect(r, &d, err);
    if (rc == 0 && file_exists(r->root_fd, wf.folder))
        rc = list_folder(&wf, d->syntax.suffix, a, err);
    if (rc < 0)
        return rc;
    if (cache)
        take_known_ids(&wf, cache);
    for (size_t i = 0; rc == 0 && i < wf.len; i++) {
        if (!wf.items[i].cached)
            rc = workfile_load(&wf, &wf.items[i], a, err);
    }
    if (rc == 0)
        *out = wf;
    return rc;
}

int workfiles_list(struct repo *r, struct arena *a, struct workfiles *out, struct flash_error *err)
{
    struct filecache cache;

    filecache_read(r, a, &cache);
    return workfiles_list_cached(r, &cache, a, out, err);
}

/* Applies one file to the schema; the report is kept for each file, so that a cache can add them
 * up. */
static int parse_one(struct workfiles *wf, struct workfile *f, struct schema *s,
    struct read_report *sum, struct diags *diags, struct flash_error *err)
{
    struct read_report one = {0};
    int rc;

    f->src = arena_new(s->arena, struct source);
    rc = source_init(f->src, str_from(shown_path(wf, f->path, s->arena)), f->bytes, err);
    if (rc < 0)
        return rc;
    dialect_of(s)->read(s, f->src, &one, diags);
    f->statements = (uint32_t)one.statements;
    f->row_statements = (uint32_t)one.row_statements;
    f->ignored = (uint32_t)one.ignored;
    f->other = (uint32_t)one.other;
    f->rows = one.rows;
    if (sum)
        workfile_report(f, sum);
    return 0;
}

void workfile_report(const struct workfile *f, struct read_report *sum)
{
    sum->statements += f->statements;
    sum->row_statements += f->row_statements;
    sum->ignored += f->ignored;
    sum->other += f->other;
    sum->rows += f->rows;
}

static int parse(struct workfiles *wf, struct schema *s, struct read_report *report,
    struct diags *diags, struct flash_error *err)
{
    int rc = workfiles_load(wf, s->arena, err);

    assert(diags != NULL);
    for (size_t i = 0; rc == 0 && i < wf->len; i++)
        rc = parse_one(wf, &wf->items[i], s, report, diags, err);
    if (rc < 0)
        return rc;
    dialect_of(s)->finish(s, diags);
    return diags_error(diags, err);
}

int workfiles_parse(struct workfiles *wf, const struct dialect *d, struct arena *a,
    struct schema **out, struct read_report *report, struct diags *diags, struct flash_error *err)
{
    struct schema *s = schema_new(a, &d->syntax);
    int rc = parse(wf, s, report, diags, err);

    if (rc == 0)
        *out = s;
    return rc;
}

int workfiles_parse_part(struct workfiles *wf, const struct dialect *d, struct arena *a,
    struct schema **out, struct diags *diags, struct flash_error *err)
{
    struct schema *s = schema_new(a, &d->syntax);
    int rc;

    s->partial = true;
    rc = parse(wf, s, NULL, diags, err);
    if (rc == 0)
        *out = s;
    return rc;
}

int workfiles_read(struct repo *r, struct arena *a, struct workfiles *wf, struct schema **out,
    struct read_report *report, struct diags *diags, struct flash_error *err)
{
    const struct dialect *d;
    int rc = repo_dialect(r, &d, err);

    if (rc == 0)
        rc = workfiles_list(r, a, wf, err);
    return rc < 0 ? rc : workfiles_parse(wf, d, a, out, report, diags, err);
}

int workfiles_from_path(int dirfd, const char *path, const char *suffix, struct arena *a,
    struct workfiles *out, struct flash_error *err)
{
    struct workfiles wf = {.dirfd = dirfd, .folder = ""};
    struct stat st;
    int rc;

    if (fstatat(dirfd, path, &st, 0) == 0 && S_ISDIR(st.st_mode)) {
        wf.folder = path;
        rc = list_folder(&wf, suffix, a, err);
        if (rc == 0)
            rc = workfiles_load(&wf, a, err);
    } else {
        struct workfile *f = vec_push(a, &wf);

        f->path = str_from(path);
        /* A single file that the user names may be a link: it is theirs to name. */
        rc = file_read(dirfd, path, LIMIT_FILE, 0, a, &f->bytes, err);
    }
    if (rc == 0)
        *out = wf;
    return rc;
}

void workfiles_from_text(
    struct flash_str name, struct flash_str text, struct arena *a, struct workfiles *out)
{
    struct workfile *f;

    *out = (struct workfiles){.folder = "", .dirfd = AT_FDCWD};
    f = vec_push(a, out);
    f->path = name;
    f->bytes = text.ptr ? text : STR("");
    f->size = text.len;
}

int workfiles_from_commit(struct store *s, const struct oid *commit, const char *folder,
    struct arena *a, struct workfiles *out, struct flash_error *err)
{
    struct workfiles wf = {.store = s, .folder = folder, .dirfd = AT_FDCWD};
    struct tree_list l = {0};
    struct commit c;
    struct oid files;
    bool is_tree;
    int rc = commit_read(s, commit, a, &c, err);

    if (rc < 0)
        return rc;
    /* No files/ at all is a commit made from an empty folder; a tree that is not there is not. */
    if (tree_find(s, &c.tree, STR("files"), &files, &is_tree, NULL) != FLASH_ENOTFOUND ||
        !store_has(s, &c.tree))
        rc = tree_flatten(s, &c.tree, STR("files"), a, &l, err);
    for (size_t i = 0; rc == 0 && i < l.len; i++) {
        struct workfile *f = vec_push(a, &wf);

        f->path = l.items[i].path;
        f->id = l.items[i].id;
    }
    if (rc == 0)
        *out = wf;
    return rc;
}

static int by_path(const void *key, const void *item)
{
    return str_cmp(*(const struct flash_str *)key, ((const struct workfile *)item)->path);
}

const struct workfile *workfiles_find(const struct workfiles *wf, struct flash_str path)
{
    return wf->len ? bsearch(&path, wf->items, wf->len, sizeof(*wf->items), by_path) : NULL;
}

size_t workfiles_changed(const struct workfiles *from, const struct workfiles *to)
{
    size_t n = 0;

    for (size_t i = 0; i < to->len; i++) {
        const struct workfile *old = workfiles_find(from, to->items[i].path);

        n += !old || !oid_eq(&old->id, &to->items[i].id);
    }
    return n;
}

int workfiles_oid(
    const struct workfiles *wf, struct arena scratch, struct oid *out, struct flash_error *err)
{
    struct arena *a = &scratch;
    struct tree_list l = {0};
    struct arena inner;
    int rc;

    for (size_t i = 0; i < wf->len; i++)
        tree_list_add(a, &l, wf->items[i].path, &wf->items[i].id);
    arena_init(&inner, ARENA_DEFAULT);
    rc = tree_build(a, inner, &l, NULL, out, err);
    arena_release(&inner);
    return rc;
}

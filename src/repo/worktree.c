#include "repo/worktree.h"

#include "base/str.h"
#include "base/trace.h"
#include "repo/refscache.h"
#include "repo/snapshot.h"
#include "repo/worktree-partial.h"

static bool same_files(const struct workfiles *wf, const struct filecache *c, bool *stale)
{
    *stale = false;
    if (oid_is_zero(&c->schema) || wf->len != c->nfiles)
        return false;
    for (size_t i = 0; i < wf->len; i++) {
        if (!str_eq(wf->items[i].path, c->files[i].path) ||
            !oid_eq(&wf->items[i].id, &c->files[i].id))
            return false;
        *stale = *stale || !wf->items[i].cached;
    }
    return true;
}

void worktree_entries_of(
    const struct filecache *c, const struct dialect *d, struct arena *a, struct tree_list *out)
{
    struct flash_str name = STR("@format");
    struct oid format;
    bool done = false;

    oid_of(OBJECT_BLOB, schema_format_text(a, &d->syntax), &format);
    for (size_t i = 0; i < c->nobjects; i++) {
        if (!done && str_cmp(name, c->objects[i].path) < 0) {
            tree_list_add(a, out, name, &format);
            done = true;
        }
        tree_list_add(a, out, c->objects[i].path, &c->objects[i].id);
    }
    if (!done)
        tree_list_add(a, out, name, &format);
}

static void note_known(struct worktree *w, struct arena *a)
{
    const struct filecache *c = &w->cache;

    if (oid_is_zero(&c->schema))
        return;
    w->known_schema = c->schema;
    w->known_files = c->tree;
    worktree_entries_of(c, w->dialect, a, &w->known_entries);
    for (size_t i = 0; i < c->nfiles; i++)
        tree_list_add(a, &w->known_file_entries, c->files[i].path, &c->files[i].id);
}

static void list_files(struct worktree *w, struct arena *a)
{
    w->file_entries = (struct tree_list){0};
    for (size_t i = 0; i < w->files.len; i++)
        tree_list_add(a, &w->file_entries, w->files.items[i].path, &w->files.items[i].id);
}

static void report_of(const struct filecache *c, struct read_report *out)
{
    for (size_t i = 0; i < c->nfiles; i++) {
        out->statements += c->files[i].statements;
        out->row_statements += c->files[i].row_statements;
        out->ignored += c->files[i].ignored;
        out->other += c->files[i].other;
        out->rows += c->files[i].rows;
    }
}

static void save(struct worktree *w, struct arena scratch)
{
    struct flash_error err;

    w->unsaved = false;
    /* A cache that cannot be kept costs the next command some time and nothing else. */
    if (w->repo->dir_fd >= 0 && filecache_write(w->repo, &w->cache, scratch, &err) < 0)
        TRACE("repo", "cache not written: %s", err.message);
}

void worktree_keep(
    struct worktree *w, const struct oid *schema, const struct oid *files, struct arena scratch)
{
    w->schema_oid = w->cache.schema = *schema;
    w->files_oid = w->cache.tree = *files;
    w->have_oids = true;
    if (w->unsaved)
        save(w, scratch);
}

int worktree_oids(struct worktree *w, struct arena scratch, struct flash_error *err)
{
    struct oid schema, files;
    int rc;

    if (w->have_oids)
        return 0;
    rc = snapshot_entries_oid(&w->entries, scratch, &schema, err);
    if (rc == 0)
        rc = snapshot_entries_oid(&w->file_entries, scratch, &files, err);
    if (rc == 0)
        worktree_keep(w, &schema, &files, scratch);
    return rc;
}

static int read_whole(
    struct worktree *w, struct arena *a, struct diags *diags, struct flash_error *err)
{
    static const struct oid unknown;
    struct refscache *refs;
    int rc = worktree_need_all(w, a, diags, err);

    if (rc < 0)
        return rc;
    snapshot_entries(w->schema, a, &w->entries);
    for (size_t i = 0; i < w->files.len; i++)
        workfile_report(&w->files.items[i], &w->report);
    filecache_from(&w->files, w->schema, &w->entries, &unknown, &unknown, a, &w->cache);
    w->unsaved = true;
    refs = refscache_open(w->repo, a);
    refscache_add(refs, w->schema, &w->entries);
    refscache_close(refs);
    return 0;
}

static void take_cache(struct worktree *w, bool stale, struct arena scratch)
{
    w->entries = w->known_entries;
    w->schema_oid = w->cache.schema;
    w->files_oid = w->cache.tree;
    w->have_oids = true;
    report_of(&w->cache, &w->report);
    if (!stale)
        return;
    for (size_t i = 0; i < w->files.len; i++) {
        w->cache.files[i].size = w->files.items[i].size;
        w->cache.files[i].inode = w->files.items[i].inode;
        w->cache.files[i].mtime_ns = w->files.items[i].mtime_ns;
    }
    w->cache.listed_ns = w->files.listed_ns;
    save(w, scratch);
}

int worktree_read(struct repo *r, struct arena *a, struct arena scratch, struct diags *diags,
    struct worktree *out, struct flash_error *err)
{
    struct worktree *w = out;
    struct trace_span span = trace_begin("repo", "read working files");
    bool stale, done = false;
    int rc;

    *w = (struct worktree){.repo = r};
    rc = repo_dialect(r, &w->dialect, err);
    filecache_read(r, a, &w->cache);
    if (rc == 0)
        rc = workfiles_list_cached(r, &w->cache, a, &w->files, err);
    if (rc == 0)
        note_known(w, a);
    if (rc == 0 && same_files(&w->files, &w->cache, &stale)) {
        take_cache(w, stale, scratch);
        done = true;
    }
    if (rc == 0 && !done)
        rc = worktree_read_partial(w, a, scratch, &done, err);
    if (rc == 0 && !done)
        rc = read_whole(w, a, diags, err);
    if (rc == 0)
        list_files(w, a);
    trace_end(&span);
    return rc;
}

int worktree_need_all(
    struct worktree *w, struct arena *a, struct diags *diags, struct flash_error *err)
{
    int rc;

    if (w->schema && w->whole)
        return 0;
    rc = workfiles_parse(&w->files, w->dialect, a, &w->schema, NULL, diags, err);
    w->whole = rc == 0;
    return rc;
}

int worktree_need(struct worktree *w, const struct tree_list *entries, struct arena *a,
    struct arena scratch, struct diags *diags, struct flash_error *err)
{
    bool all = w->schema != NULL;

    for (size_t i = 0; all && i < entries->len; i++)
        all = snapshot_is_format(entries->items[i].path) ||
              schema_by_path(w->schema, entries->items[i].path) != NULL;
    if (all || w->whole)
        return 0;
    if (worktree_parse_objects(w, entries, a, scratch))
        return 0;
    return worktree_need_all(w, a, diags, err);
}

#include "repo/status.h"

#include "base/error.h"
#include "base/str.h"
#include "objects/graph/graph.h"
#include "repo/snapshot-pair.h"
#include "repo/snapshot.h"
#include "repo/status-db.h"
#include "repo/worktree.h"

static int read_head(struct repo *r, struct arena *a, struct status *out, struct flash_error *err)
{
    struct commit c;
    struct store *s;
    int rc = repo_store(r, &s, err);

    if (rc == 0)
        rc = head_read(s, a, &out->head, err);
    if (rc == 0 && !out->head.unborn) {
        rc = commit_read(s, &out->head.id, a, &c, err);
        out->subject = c.subject;
        if (rc == 0)
            rc = snapshot_schema_oid(s, &out->head.id, *a, &out->head_schema, err);
    }
    return rc;
}

/* OID of files/ in HEAD; that of the empty tree where there is none. */
static void head_files(
    struct store *s, const struct head *head, struct arena scratch, struct oid *out)
{
    struct commit c;
    bool is_tree;

    oid_of(OBJECT_TREE, STR(""), out);
    if (!head->unborn && commit_read(s, &head->id, &scratch, &c, NULL) == 0)
        tree_find(s, &c.tree, STR("files"), out, &is_tree, NULL);
}

static int find_changes(struct repo *r, struct worktree *w, struct diags *diags, struct arena *perm,
    struct arena scratch, struct status *out, struct flash_error *err)
{
    struct tree_list base = {0};
    struct snapshot_changed c = {
        .store = r->store, .dialect = w->dialect, .base = &base, .now = &w->entries};
    struct rename_list hints = {0};
    struct diff_options opt = {.renames = &hints};
    struct schema *from, *to;
    int rc = 0;

    if (!out->head.unborn)
        rc = tree_flatten(r->store, &out->head_schema, STR(""), perm, &base, err);
    snapshot_changed_entries(&c, perm);
    if (rc == 0)
        rc = worktree_need(w, &c.to_list, perm, scratch, diags, err);
    if (rc == 0)
        rc = snapshot_load_changed(&c, w->schema, w->whole, perm, &from, &to, err);
    if (rc < 0)
        return rc;
    diff_collect_was(w->schema, perm, &hints);
    out->from = from;
    out->to = to;
    return diff_schemas(from, to, &opt, perm, scratch, &out->changes, err);
}

static int read_files(struct repo *r, struct diags *diags, struct arena *perm, struct arena scratch,
    struct status *out, struct flash_error *err)
{
    struct worktree w;
    struct oid files;
    int rc = worktree_read(r, perm, scratch, diags, &w, err);

    if (rc == FLASH_ESYNTAX) {
        out->files_broken = true;
        return 0;
    }
    if (rc == 0)
        rc = worktree_oids(&w, scratch, err);
    if (rc < 0)
        return rc;
    out->files_schema = w.schema_oid;
    head_files(r->store, &out->head, scratch, &files);
    out->files_differ =
        out->head.unborn ? w.entries.len > 1 : !oid_eq(&w.schema_oid, &out->head_schema);
    out->files_touched = !out->files_differ && !oid_eq(&w.files_oid, &files);
    return out->files_differ ? find_changes(r, &w, diags, perm, scratch, out, err) : 0;
}

static struct flash_str next_for_db(const struct status *s, struct arena *a)
{
    switch (s->db) {
    case STATUS_DB_UNBORN: return STR("flash checkout, to adopt or move the database");
    case STATUS_DB_DIRTY: return STR("flash commit --from db, or flash diff @db");
    case STATUS_DB_DRIFTED: return STR("flash diff @db");
    case STATUS_DB_BEHIND:
    case STATUS_DB_DIVERGED:
        return arena_printf(a, "flash apply --target %.*s", STR_ARG(s->db_target));
    case STATUS_DB_AHEAD:
    case STATUS_DB_FOREIGN: return STR("flash diff @db");
    case STATUS_DB_NONE:
    case STATUS_DB_UNREACHABLE:
    case STATUS_DB_UNKNOWN:
    case STATUS_DB_CLEAN: return STR_NULL;
    }
    return STR_NULL;
}

static void set_next(struct status *s, struct arena *a)
{
    if (s->operation)
        s->next = STR("run the command again to finish it");
    else if (s->files_broken)
        s->next = STR("fix the errors in the working files");
    else if (s->files_differ)
        s->next = STR("flash commit -m <message>");
    else
        s->next = next_for_db(s, a);
}

int status_read(struct repo *r, const struct status_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct status *out, struct flash_error *err)
{
    int rc;

    *out = (struct status){0};
    rc = read_head(r, perm, out, err);
    if (rc < 0)
        return rc;
    out->operation = repo_operation(r, perm);
    rc = read_files(r, diags, perm, scratch, out, err);
    if (rc == 0 && !o->no_db)
        rc = status_read_db(r, o, diags, perm, scratch, out, err);
    if (rc == 0)
        set_next(out, perm);
    return rc;
}

bool status_is_clean(const struct status *s)
{
    return !s->operation && !s->files_broken && !s->files_differ && !s->files_touched &&
           (s->db == STATUS_DB_NONE || s->db == STATUS_DB_CLEAN);
}

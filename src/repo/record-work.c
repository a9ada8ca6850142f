#include "repo/record-work.h"

#include "base/error.h"
#include "base/str.h"
#include "repo/record-db.h"
#include "repo/record-some.h"
#include "repo/snapshot.h"

static int read_files(struct record *rec, struct flash_error *err)
{
    struct worktree *w = &rec->tree;
    int rc = worktree_read(rec->repo, rec->perm, rec->scratch, rec->diags, w, err);

    if (rc < 0)
        return rc;
    rec->files = &w->files;
    rec->entries = w->entries;
    rec->file_entries = w->file_entries;
    rec->schema = w->schema;
    rec->whole = w->whole;
    rec->out->report = w->report;
    return 0;
}

int record_read(struct record *rec, struct flash_error *err)
{
    if (rec->options->source == RECORD_DB)
        return record_read_db(rec, err);
    if (rec->options->objects.len > 0)
        return record_read_some(rec, err);
    return read_files(rec, err);
}

int record_need(struct record *rec, const struct tree_list *entries, struct flash_error *err)
{
    int rc;

    if (rec->whole)
        return 0;
    rc = worktree_need(&rec->tree, entries, rec->perm, rec->scratch, rec->diags, err);
    rec->schema = rec->tree.schema;
    rec->whole = rec->tree.whole;
    return rc;
}

void record_take(struct record *rec, struct schema *schema, const struct workfiles *files)
{
    rec->schema = schema;
    rec->whole = true;
    rec->files = files;
    rec->entries = rec->file_entries = (struct tree_list){0};
    snapshot_entries(schema, rec->perm, &rec->entries);
    for (size_t i = 0; i < files->len; i++)
        tree_list_add(rec->perm, &rec->file_entries, files->items[i].path, &files->items[i].id);
}

int record_schema_oid(struct record *rec, struct oid *out, struct flash_error *err)
{
    int rc;

    if (rec->options->source == RECORD_DB || rec->options->objects.len > 0)
        return snapshot_entries_oid(&rec->entries, rec->scratch, out, err);
    rc = worktree_oids(&rec->tree, rec->scratch, err);
    *out = rec->tree.schema_oid;
    return rc;
}

static void add_rename(
    const struct change *c, const struct object *table, struct arena *a, struct rename_list *out)
{
    struct rename *r;

    if (c->op != CHANGE_MODIFY || !c->renamed || !name_is_set(c->from->name) ||
        !name_is_set(c->to->name) || c->from->name.key == c->to->name.key)
        return;
    r = vec_push(a, out);
    r->kind = c->to->kind;
    r->ns = table ? table->ns.key : c->to->ns.key;
    r->table = table ? table->name.key : NULL;
    r->from = c->from->name.key;
    r->to = c->to->name.key;
    r->origin = "record";
}

void record_effective_renames(
    const struct change_list *changes, struct arena *a, struct rename_list *out)
{
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];

        add_rename(c, NULL, a, out);
        for (size_t k = 0; c->children && k < c->children->len; k++) {
            const struct change *child = &c->children->items[k];
            enum kind kind = change_object(child)->kind;

            /* Constraints are told apart by what they say; only these have a name that others use.
             */
            if (kind == KIND_COLUMN || kind == KIND_INDEX)
                add_rename(child, c->to, a, out);
        }
    }
}

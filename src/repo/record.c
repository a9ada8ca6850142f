#include "repo/record.h"

#include <assert.h>

#include "base/error.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"
#include "objects/refs/refs.h"
#include "repo/move-edge.h"
#include "repo/record-db.h"
#include "repo/record-parts.h"
#include "repo/record-work.h"
#include "repo/rename.h"
#include "repo/snapshot-build.h"
#include "repo/snapshot-pair.h"
#include "repo/snapshot.h"

/* The parent that the new commit gets: HEAD, or with --amend HEAD's. */
static int find_base(struct record *rec, struct flash_error *err)
{
    const struct record_options *o = rec->options;
    struct head *head = &rec->head;
    int rc = head_read(rec->store, rec->perm, head, err);

    if (rc < 0)
        return rc;
    rec->has_base = !head->unborn;
    rec->base = head->id;
    if (rec->has_base) {
        rc = commit_read(rec->store, &head->id, rec->perm, &rec->old, err);
        rec->base_commit = rec->old;
    }
    if (rc < 0 || !o->amend)
        return rc;
    if (head->unborn) {
        error_set(err, FLASH_EINVALID, "there is no commit to amend");
        return error_hint(err, "leave out --amend");
    }
    if (rec->old.nparents > 1)
        return error_set(err, FLASH_EREFUSED, "a merge cannot be amended");
    if (o->check_amend)
        rc = o->check_amend(o->payload, &head->id, err);
    rec->has_base = rec->old.nparents > 0;
    if (rc == 0 && rec->has_base) {
        rec->base = rec->old.parents[0];
        rc = commit_read(rec->store, &rec->base, rec->perm, &rec->base_commit, err);
    }
    return rc;
}

/* Trees schema/ and files/ of the base; zero where there is none. */
static int base_trees(struct record *rec, struct flash_error *err)
{
    bool is_tree;
    int rc;

    if (!rec->has_base)
        return 0;
    rc = tree_find(
        rec->store, &rec->base_commit.tree, STR("schema"), &rec->base_schema, &is_tree, err);
    if (rc == 0)
        tree_find(
            rec->store, &rec->base_commit.tree, STR("files"), &rec->base_files, &is_tree, NULL);
    return rc;
}

/* What stands below a tree of the base; taken from the cache where that is of this very tree. */
static int base_tree_list(struct record *rec, const struct oid *tree, const struct oid *known,
    const struct tree_list *known_list, struct tree_list *out, struct flash_error *err)
{
    if (oid_is_zero(tree))
        return 0;
    if (oid_eq(tree, known)) {
        *out = *known_list;
        return 0;
    }
    return tree_flatten(rec->store, tree, STR(""), rec->perm, out, err);
}

static int base_lists(struct record *rec, struct flash_error *err)
{
    const struct worktree *w = &rec->tree;
    int rc = base_tree_list(
        rec, &rec->base_schema, &w->known_schema, &w->known_entries, &rec->base_list, err);

    return rc < 0 ? rc
                  : base_tree_list(rec, &rec->base_files, &w->known_files, &w->known_file_entries,
                        &rec->base_file_list, err);
}

static bool same_list(const struct tree_list *a, const struct tree_list *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!oid_eq(&a->items[i].id, &b->items[i].id) ||
            !str_eq(a->items[i].path, b->items[i].path))
            return false;
    }
    return true;
}

static void check_nothing(struct record *rec)
{
    if (rec->options->amend)
        return;
    if (!rec->has_base)
        rec->out->nothing = rec->files->len == 0 && rec->entries.len <= 1;
    else
        rec->out->nothing = same_list(&rec->entries, &rec->base_list) &&
                            same_list(&rec->file_entries, &rec->base_file_list);
}

/* Both sides of the change, as little of them as differs. */
static int load_sides(struct record *rec, struct flash_error *err)
{
    struct snapshot_changed c = {.store = rec->store,
        .dialect = rec->dialect,
        .base = &rec->base_list,
        .now = &rec->entries};
    struct schema *from, *to;
    int rc;

    snapshot_changed_entries(&c, rec->perm);
    rc = record_need(rec, &c.to_list, err);
    if (rc < 0)
        return rc;
    rc = snapshot_load_changed(&c, rec->schema, rec->whole, rec->perm, &from, &to, err);
    if (rc == 0) {
        rec->out->from = from;
        rec->out->to = to;
    }
    return rc;
}

static int compare(struct record *rec, const struct rename_list *known, struct flash_error *err)
{
    struct diff_options opt = {.renames = known};

    rec->out->changes = (struct change_list){0};
    return diff_schemas(
        rec->out->from, rec->out->to, &opt, rec->perm, rec->scratch, &rec->out->changes, err);
}

/* Asks for each pair that looks like a rename; what is accepted changes the comparison. */
static int ask_renames(struct record *rec, struct rename_list *known, struct flash_error *err)
{
    const struct record_options *o = rec->options;
    struct rename_guess_list guesses = {0};
    size_t before = known->len;

    diff_guess_renames(&rec->out->changes, rec->perm, rec->scratch, &guesses);
    for (size_t i = 0; i < guesses.len; i++) {
        if (o->accept_rename && o->accept_rename(o->payload, &guesses.items[i]))
            *vec_push(rec->perm, known) = guesses.items[i].rename;
        else
            *vec_push(rec->perm, &rec->out->guesses) = guesses.items[i];
    }
    return known->len > before ? compare(rec, known, err) : 0;
}

/* Amending keeps what the old commit knew. */
static int known_renames(struct record *rec, struct rename_list *known, struct flash_error *err)
{
    struct rename_list hints = {0};
    int rc = 0;

    if (rec->options->db_renames)
        rename_list_merge(rec->perm, known, rec->options->db_renames);
    if (rec->schema)
        diff_collect_was(rec->schema, rec->perm, &hints);
    rename_list_merge(rec->perm, known, &hints);
    if (rec->options->amend && rec->has_base) {
        struct rename_list old = {0};

        rc = rename_of_commit(
            rec->store, rec->dialect, &rec->old, rec->perm, rec->scratch, &old, err);
        rename_list_merge(rec->perm, known, &old);
    }
    return rc;
}

static int find_changes(struct record *rec, struct flash_error *err)
{
    struct rename_list known = {0};
    int rc = load_sides(rec, err);

    if (rc == 0)
        rc = known_renames(rec, &known, err);
    if (rc == 0)
        rc = compare(rec, &known, err);
    if (rc == 0)
        rc = ask_renames(rec, &known, err);
    if (rc == 0)
        record_effective_renames(&rec->out->changes, rec->perm, &rec->out->renames);
    return rc;
}

static int check_message(const struct record *rec, struct flash_str *out, struct flash_error *err)
{
    *out = str_trim(rec->options->message);
    if (out->len == 0 && rec->options->amend)
        *out = record_message_without_trailers(rec->perm, &rec->old);
    if (out->len > 0)
        return 0;
    error_set(err, FLASH_EINVALID, "the commit has no message");
    return error_hint(err, "give one: 'flash commit -m \"add users\"'");
}

/* Hand-written migrations for exactly this edge, there and back, go along (DESIGN 7). */
static int find_plans(struct record *rec, struct record_parts *p, struct flash_error *err)
{
    struct snapshot_plan *plans = arena_array(rec->perm, struct snapshot_plan, 2);
    const char *folder = NULL;
    struct oid schema;
    int rc = rec->has_base ? move_edge_folder(rec->repo, rec->perm, &folder, err) : 0;

    if (rc < 0 || !folder)
        return rc;
    rc = record_schema_oid(rec, &schema, err);
    const struct oid *ends[] = {&rec->base_schema, &schema, &rec->base_schema};
    /* From a schema to itself there and back have one name. */
    size_t ways = oid_eq(&rec->base_schema, &schema) ? 1 : 2;
    for (size_t i = 0; rc == 0 && i < ways; i++) {
        struct move_edge edge;

        move_edge_name(&edge, rec->perm, ends[i], ends[i + 1]);
        rc = move_edge_file(rec->repo, folder, rec->perm, &edge, err);
        if (rc == 0 && edge.found)
            plans[p->nplans++] = (struct snapshot_plan){edge.name, edge.text};
    }
    p->plans = plans;
    return rc;
}

/* The ids that the trees got are the ones that the cache is of. */
static void take_trees(struct record *rec)
{
    struct oid files;
    bool is_tree;

    oid_of(OBJECT_TREE, STR(""), &files);
    tree_find(rec->store, &rec->out->tree, STR("files"), &files, &is_tree, NULL);
    if (tree_find(rec->store, &rec->out->tree, STR("schema"), &rec->out->schema, &is_tree, NULL) ==
            0 &&
        rec->tree.unsaved && rec->options->source == RECORD_FILES && rec->options->objects.len == 0)
        worktree_keep(&rec->tree, &rec->out->schema, &files, rec->scratch);
}

static int write_commit(struct record *rec, struct flash_error *err)
{
    const struct record_options *o = rec->options;
    struct record_parts p = {
        .schema = rec->schema,
        .entries = &rec->entries,
        .base_entries = &rec->base_list,
        .base_file_entries = &rec->base_file_list,
        .files = rec->files,
        .renames = &rec->out->renames,
        .base = rec->has_base ? &rec->base_commit : NULL,
        .parents = &rec->base,
        .nparents = rec->has_base ? 1 : 0,
        .source = o->source == RECORD_DB ? "db" : "files",
        .author = o->author  ? o->author
                  : o->amend ? &rec->old.author
                             : NULL,
    };
    int rc = check_message(rec, &p.message, err);

    if (rc == 0)
        rc = find_plans(rec, &p, err);
    if (rc == 0)
        rc = record_parts(rec->repo, &p, &rec->head,
            o->amend        ? "commit (amend)"
            : rec->has_base ? "commit"
                            : "commit (initial)",
            rec->perm, rec->scratch, &rec->out->commit, err);
    if (rc < 0)
        return rc;
    rec->out->tree = p.tree;
    take_trees(rec);
    rec->out->parent = rec->base;
    rec->out->root = !rec->has_base;
    rec->out->branch = rec->head.branch;
    rec->out->subject = p.subject;
    return 0;
}

static int commit_locked(struct record *rec, struct flash_error *err)
{
    int rc = repo_check_operation(rec->repo, err);

    if (rc == 0)
        rc = find_base(rec, err);
    if (rc == 0)
        rc = base_trees(rec, err);
    if (rc == 0)
        rc = record_read(rec, err);
    if (rc == 0)
        rc = base_lists(rec, err);
    if (rc < 0)
        return rc;
    check_nothing(rec);
    if (rec->out->nothing)
        return rec->tree.unsaved ? worktree_oids(&rec->tree, rec->scratch, err) : 0;
    rc = find_changes(rec, err);
    if (rc == 0 && rec->options->source == RECORD_DB)
        rc = record_write_files(rec, err);
    return rc < 0 ? rc : write_commit(rec, err);
}

int record_commit(struct repo *r, const struct record_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct record_result *out, struct flash_error *err)
{
    struct record rec = {
        .repo = r, .options = o, .diags = diags, .perm = perm, .scratch = scratch, .out = out};
    struct trace_span span = trace_begin("repo", "commit");
    int rc;

    assert(diags != NULL);
    *out = (struct record_result){0};
    rc = repo_lock(r, err);
    if (rc < 0)
        return rc;
    rec.store = r->store;
    rc = repo_dialect(r, &rec.dialect, err);
    if (rc == 0)
        rc = commit_locked(&rec, err);
    repo_unlock(r);
    trace_end(&span);
    return rc;
}

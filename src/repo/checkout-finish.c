#include "repo/checkout-finish.h"

#include "base/error.h"
#include "base/str.h"
#include "repo/checkout-files.h"
#include "repo/copy.h"
#include "repo/stash.h"

static void journal_oids(const struct journal *j, struct oid *from, struct oid *to)
{
    *from = *to = (struct oid){{0}};
    (void)oid_parse(j->from_commit, from);
    (void)oid_parse(j->to_commit, to);
}

static int move_files(struct repo *r, struct journal *j, struct arena *a, struct arena scratch,
    struct finish_counts *counts, struct flash_error *err)
{
    struct checkout_files files;
    struct oid from, to;

    if (!j->files)
        return 0;
    journal_oids(j, &from, &to);
    int rc = checkout_files_compare(
        r, &from, &to, j->discard ? CHECKOUT_FILES_DISCARD : 0, a, &files, err);
    if (rc == 0)
        rc = checkout_files_move(r, &files, scratch, err);
    if (rc == 0 && counts) {
        counts->files_written = files.write.len;
        counts->files_removed = files.remove.len;
    }
    return rc;
}

static struct flash_str place(struct arena *a, struct flash_str branch, struct flash_str commit)
{
    if (branch.len > 0)
        return branch;
    return commit.len > 0 ? arena_str(a, str_sub(commit, 0, 10)) : STR("nothing");
}

/* HEAD is where it is to be: a kill came after the move, or there was none to make. */
static bool is_there(const struct head *head, const struct journal *j, const struct oid *to)
{
    if (j->to_branch.len > 0)
        return str_eq(head->branch, j->to_branch) && (!j->new_branch || oid_eq(&head->id, to));
    return head->detached && oid_eq(&head->id, to);
}

static int move_refs(struct repo *r, struct store *store, const struct journal *j, struct arena *a,
    struct flash_error *err)
{
    struct ref_update updates[2];
    struct ref_entry there = {0};
    struct head head;
    struct oid from, to;
    size_t n = 0;

    (void)r;
    journal_oids(j, &from, &to);
    int rc = head_read(store, a, &head, err);
    if (rc < 0 || is_there(&head, j, &to))
        return rc;
    const char *ref = arena_cprintf(a, "refs/heads/%.*s", STR_ARG(j->to_branch));
    bool exists = j->to_branch.len > 0 && ref_read(store, ref, a, &there, NULL) == 0;
    if (j->new_branch && !oid_is_zero(&to) && !(exists && oid_eq(&there.id, &to)))
        updates[n++] =
            (struct ref_update){.kind = REF_SET, .name = ref, .any_from = j->any_branch, .to = to};
    if (j->to_branch.len > 0)
        updates[n++] = (struct ref_update){
            .kind = REF_SYMBOLIC, .name = "HEAD", .any_from = true, .to_ref = ref};
    else
        updates[n++] =
            (struct ref_update){.kind = REF_SET, .name = "HEAD", .any_from = true, .to = to};
    char *message = arena_cprintf(a, "checkout: moving from %.*s to %.*s",
        STR_ARG(place(a, j->from_branch, j->from_commit)),
        STR_ARG(place(a, j->to_branch, j->to_commit)));
    return ref_transaction(store, updates, n, message, err);
}

static int move_head(
    struct repo *r, const struct journal *j, struct arena *a, struct flash_error *err)
{
    struct store *store = NULL;
    int rc = repo_store(r, &store, err);

    if (rc == 0)
        rc = repo_lock(r, err);
    if (rc < 0)
        return rc;
    rc = move_refs(r, store, j, a, err);
    repo_unlock(r);
    return rc;
}

int checkout_finish(struct repo *r, struct journal *j, struct arena *a, struct arena scratch,
    struct finish_counts *counts, struct flash_error *err)
{
    int rc = 0;

    if (j->phase < JOURNAL_DATABASE)
        rc = journal_phase(j, JOURNAL_DATABASE, err);
    if (rc == 0)
        rc = stash_remove_list(r, j->imports, err);
    if (rc == 0)
        copy_remove(j->copy_from, a);
    if (rc == 0 && j->phase < JOURNAL_FILES) {
        rc = move_files(r, j, a, scratch, counts, err);
        if (rc == 0)
            rc = journal_phase(j, JOURNAL_FILES, err);
    }
    if (rc == 0 && j->phase < JOURNAL_HEAD) {
        rc = move_head(r, j, a, err);
        if (rc == 0)
            rc = journal_phase(j, JOURNAL_HEAD, err);
    }
    if (rc == 0)
        return journal_end(r, j, err);
    journal_abandon(j);
    if (err && err->hint[0] == '\0')
        error_hint(err, "the switch has begun: run the command again, and it is finished first");
    return rc;
}

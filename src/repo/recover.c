#include "repo/recover.h"

#include "base/error.h"
#include "base/str.h"
#include "repo/checkout-finish.h"
#include "repo/checkout-sweep.h"
#include "repo/copy.h"
#include "repo/stash.h"
#include "repo/target.h"

struct recovery {
    struct repo *repo;
    struct arena *a;
    struct journal *j;
    struct recover_report report;
    struct flash_error *err;
};

static struct flash_str place(struct arena *a, struct flash_str branch, struct flash_str commit)
{
    if (branch.len > 0)
        return branch;
    return commit.len > 0 ? arena_str(a, str_sub(commit, 0, 10)) : STR("nothing");
}

static void start_report(struct recovery *r)
{
    const struct journal *j = r->j;

    r->report = (struct recover_report){
        .kind = j->kind,
        .from = place(r->a, j->from_branch, j->from_commit),
        .to = place(r->a, j->to_branch, j->to_commit),
        .database = j->database ? j->url : STR_NULL,
        .started_at = j->started_at,
    };
}

/* The database of the journal: by its target's name, or by the url where that says all. */
static int find_database(struct recovery *r, struct target *out)
{
    const struct journal *j = r->j;

    if (j->target.len > 0)
        return target_find(r->repo, arena_cstr(r->a, j->target), r->a, out, r->err);
    return target_from_word(r->repo, arena_cstr(r->a, j->url), NULL, r->a, out, r->err);
}

static int open_database(
    struct recovery *r, const struct flash_adapter **db, struct adapter_conn **conn)
{
    struct target t;
    int rc = find_database(r, &t);

    return rc < 0 ? rc : target_open(&t, ADAPTER_READ, db, conn, r->err);
}

/* Present in the ledger: it committed. A database that was never made has received nothing. */
static int find_op(struct recovery *r, bool *found)
{
    const struct flash_adapter *db = NULL;
    struct adapter_conn *conn = NULL;
    struct ledger_row row;

    *found = false;
    int rc = open_database(r, &db, &conn);
    if (rc == FLASH_ENOTFOUND && r->j->kind == JOURNAL_APPLY)
        return 0;
    if (rc < 0)
        return rc;
    rc = db->ledger_find_op(conn, str_from(r->j->op), r->a, &row, found, r->err);
    db->close(conn);
    return rc;
}

/* What the killed command had put into .flash/stash belongs to a transaction that was never
 * committed. */
static int drop_exports(struct recovery *r)
{
    struct flash_str name = arena_printf(r->a, "%s.zst", r->j->op);
    int rc = stash_remove(r->repo, name, r->err);

    if (rc == 0)
        rc = stash_remove(r->repo, arena_printf(r->a, "%s.zst.part", r->j->op), r->err);
    return rc;
}

static int put_back_copy(struct recovery *r)
{
    const struct journal *j = r->j;
    struct target t;

    if (j->copy_save.len == 0)
        return 0;
    int rc = find_database(r, &t);
    return rc < 0 ? rc
                  : copy_recover(&t, arena_cstr(r->a, j->copy_save),
                        j->copy_from.len ? arena_cstr(r->a, j->copy_from) : NULL, j->pid, r->a,
                        r->err);
}

static int undo(struct recovery *r)
{
    int rc = put_back_copy(r);

    if (rc == 0)
        rc = drop_exports(r);

    r->report.outcome = RECOVER_UNDONE;
    r->report.text =
        arena_printf(r->a, "undid the %s of '%.*s' that was interrupted at %.*s: nothing had moved",
            journal_kind_name(r->j->kind), STR_ARG(r->report.to), STR_ARG(r->report.started_at));
    if (rc == 0)
        return journal_end(r->repo, r->j, r->err);
    journal_abandon(r->j);
    return rc;
}

static int forward(struct recovery *r, struct arena scratch)
{
    r->report.outcome = RECOVER_FORWARD;
    r->report.text = arena_printf(r->a, "finished the %s of '%.*s' that was interrupted at %.*s",
        journal_kind_name(r->j->kind), STR_ARG(r->report.to), STR_ARG(r->report.started_at));
    if (r->j->kind == JOURNAL_CHECKOUT)
        return checkout_finish(r->repo, r->j, r->a, scratch, NULL, r->err);
    int rc = stash_remove_list(r->repo, r->j->imports, r->err);
    return rc < 0 ? rc : journal_end(r->repo, r->j, r->err);
}

/* An apply moves the database alone, which is whole either way: not knowing must not stop other
 * commands. */
static int give_up(struct recovery *r, int rc)
{
    if (r->j->kind == JOURNAL_CHECKOUT) {
        journal_abandon(r->j);
        if (r->err) {
            struct flash_error own = *r->err;
            error_set(r->err, FLASH_EREFUSED,
                "the checkout of '%.*s' was interrupted, and its database cannot be asked: %.200s",
                STR_ARG(r->report.to), own.message);
            error_hint(
                r->err, "make '%.*s' reachable, then run the command again", STR_ARG(r->j->url));
        }
        (void)rc;
        return FLASH_EREFUSED;
    }
    r->report.outcome = RECOVER_UNKNOWN;
    r->report.text = arena_printf(r->a,
        "the apply to '%.*s' at %.*s was interrupted; the database cannot be asked now, its ledger "
        "knows",
        STR_ARG(r->j->url), STR_ARG(r->report.started_at));
    return journal_end(r->repo, r->j, r->err);
}

static int recover_one(struct recovery *r, struct arena scratch)
{
    if (r->j->kind == JOURNAL_CHECKOUT)
        checkout_sweep(r->repo);
    bool moved = r->j->phase >= JOURNAL_DATABASE || !r->j->database;

    if (!moved) {
        int rc = find_op(r, &moved);
        if (rc < 0)
            return give_up(r, rc);
    }
    return moved ? forward(r, scratch) : undo(r);
}

int recover_run(struct repo *r, void (*told)(void *payload, const struct recover_report *report),
    void *payload, struct arena scratch, struct flash_error *err)
{
    struct journals all = {0};
    struct flash_error own = {0};
    struct arena *a = r->arena;

    if (!repo_operation(r, a))
        return 0;
    int rc = journal_list(r, a, &all, err);
    for (size_t i = 0; rc == 0 && i < all.list.len; i++) {
        struct recovery one = {.repo = r, .a = a, .j = &all.list.items[i], .err = err ? err : &own};
        bool mine = false;
        rc = journal_take(r, one.j, a, &mine, one.err);
        if (rc < 0 || !mine)
            continue;
        start_report(&one);
        rc = recover_one(&one, scratch);
        if (rc == 0 && told)
            told(payload, &one.report);
    }
    return rc;
}

#include "repo/checkout.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/graph.h"
#include "repo/branch.h"
#include "repo/checkout-db.h"
#include "repo/checkout-files.h"
#include "repo/checkout-finish.h"
#include "repo/journal.h"
#include "repo/move-run.h"
#include "repo/recover.h"
#include "repo/snapshot.h"

#define LISTED_MAX 20

struct switching {
    struct repo *repo;
    const struct checkout_options *o;
    struct store *store;
    struct arena *a;
    struct checkout_result *out;
    struct flash_error *err;
    struct oid to; /* zero: unborn */
    struct flash_str to_branch;
    bool new_branch;
    struct checkout_files files;
    struct checkout_move move;
    struct journal journal;
};

/* A branch by its name, else any revision. */
static int resolve_rev(struct switching *s, struct flash_str rev)
{
    struct flash_str ref = STR_NULL;

    if (str_eq(rev, STR("-")))
        rev = STR("@{-1}");
    int rc = rev_parse(s->store, rev, &s->to, s->err);
    if (rc < 0)
        return rc;
    rc = rev_ref_name(s->store, rev, s->a, &ref, s->err);
    if (rc == 0 && !s->o->detach && str_starts(ref, STR("refs/heads/")))
        s->to_branch = str_skip(ref, strlen("refs/heads/"));
    return rc == FLASH_ENOTFOUND ? 0 : rc;
}

static int check_new_branch(struct switching *s)
{
    struct flash_str name = s->o->create;
    struct ref_entry there;
    int rc = branch_check_name(name, s->err);

    if (rc < 0)
        return rc;
    const char *ref = arena_cprintf(s->a, "refs/heads/%.*s", STR_ARG(name));
    if (!s->o->force_create && ref_read(s->store, ref, s->a, &there, NULL) == 0) {
        error_set(s->err, FLASH_EEXISTS, "a branch named '%.*s' exists already", STR_ARG(name));
        return error_hint(s->err, "switch to it with 'flash checkout %.*s'", STR_ARG(name));
    }
    s->to_branch = name;
    s->new_branch = true;
    return 0;
}

static int resolve(struct switching *s)
{
    const struct checkout_options *o = s->o;
    int rc = head_read(s->store, s->a, &s->out->before, s->err);

    if (rc < 0)
        return rc;
    if (o->rev.len > 0 && !(str_eq(o->rev, STR("HEAD")) && s->out->before.unborn))
        rc = resolve_rev(s, o->rev);
    else
        s->to = s->out->before.id;
    if (rc == 0 && o->rev.len == 0 && o->create.len == 0 && !o->detach)
        rc = error_set(s->err, FLASH_EUSAGE, "say what to switch to");
    if (rc == 0 && o->create.len > 0)
        rc = check_new_branch(s);
    if (rc < 0)
        return rc;
    s->out->label = s->to_branch.len > 0 ? s->to_branch : oid_abbrev(s->store, &s->to, s->a);
    s->out->created = s->new_branch;
    return 0;
}

/* After a 'git checkout' of the project the files say already what the target says. */
static int files_mean_target(struct switching *s, bool *yes, struct arena scratch)
{
    const struct dialect *d = NULL;
    struct read_report report = {0};
    struct schema *schema = NULL;
    struct oid disk, to;
    struct diags diags;

    *yes = false;
    if (oid_is_zero(&s->to))
        return 0;
    int rc = repo_dialect(s->repo, &d, s->err);
    if (rc == 0)
        rc = snapshot_schema_oid(s->store, &s->to, scratch, &to, s->err);
    if (rc == 0)
        rc = workfiles_load(&s->files.disk, s->a, s->err);
    if (rc < 0)
        return rc;
    diags_init(&diags, s->a);
    if (workfiles_parse(&s->files.disk, d, s->a, &schema, &report, &diags, NULL) < 0)
        return 0;
    rc = snapshot_oid(schema, scratch, &disk, s->err);
    *yes = rc == 0 && oid_eq(&disk, &to);
    return rc;
}

static int refuse_files(struct switching *s)
{
    struct strbuf b;
    size_t n = s->files.clashing.len;

    strbuf_init(&b, s->a, sizeof(s->err->detail));
    for (size_t i = 0; i < n && i < LISTED_MAX; i++)
        strbuf_addf(&b, "%s%s/%.*s", i > 0 ? "\n" : "", s->files.disk.folder,
            STR_ARG(s->files.clashing.items[i]));
    if (n > LISTED_MAX)
        strbuf_addf(&b, "\nand %zu more", n - LISTED_MAX);
    error_set(s->err, FLASH_EREFUSED,
        "uncommitted changes in %zu working file%s would be overwritten", n, n == 1 ? "" : "s");
    error_detail(s->err, "%.*s", STR_ARG(strbuf_str(&b)));
    return error_hint(s->err, "keep them with 'flash commit', or let them go with '--discard'");
}

static void report_carried(struct switching *s)
{
    for (size_t i = 0; i < s->files.carried.len; i++)
        *vec_push(s->a, &s->out->carried) = s->files.carried.items[i];
}

static int prepare_files(struct switching *s, struct arena scratch)
{
    bool means_target = false;
    int rc = checkout_files_compare(s->repo, &s->out->before.id, &s->to,
        s->o->discard ? CHECKOUT_FILES_DISCARD : 0, s->a, &s->files, s->err);

    if (rc == 0 && !s->o->discard && s->files.clashing.len > 0)
        rc = files_mean_target(s, &means_target, scratch);
    if (rc < 0)
        return rc;
    if (means_target) {
        s->files.at_target = true;
        s->files.write.len = s->files.remove.len = 0;
    } else if (!s->o->discard && s->files.clashing.len > 0) {
        return refuse_files(s);
    }
    s->out->files_kept = s->files.at_target;
    report_carried(s);
    return 0;
}

static bool head_moves(const struct switching *s)
{
    const struct head *h = &s->out->before;

    if (s->new_branch)
        return true;
    if (s->to_branch.len > 0)
        return !str_eq(h->branch, s->to_branch);
    return !h->detached || !oid_eq(&h->id, &s->to);
}

static bool database_moves(const struct switching *s)
{
    return s->out->db == CHECKOUT_DB_MOVED;
}

static bool files_move(const struct switching *s)
{
    return s->files.write.len > 0 || s->files.remove.len > 0;
}

static int begin_journal(struct switching *s)
{
    const struct move_report *r = &s->out->move;
    struct journal *j = &s->journal;

    *j = (struct journal){
        .kind = JOURNAL_CHECKOUT,
        .fd = -1,
        .database = database_moves(s),
        .files = files_move(s),
        .discard = s->o->discard,
        .new_branch = s->new_branch,
        .any_branch = s->o->force_create,
        .from_commit = move_commit_hex(s->a, &s->out->before.id),
        .to_commit = move_commit_hex(s->a, &s->to),
        .from_branch = s->out->before.branch,
        .to_branch = s->to_branch,
    };
    if (j->database) {
        j->target = r->target.name;
        j->url = r->target.display;
        j->data = str_from(target_data_name(r->data));
        j->op_before = s->move.m.last.op;
        j->imports = move_import_names(&s->move.m);
        j->copy_save = str_from(s->move.m.copy_save);
        j->copy_from = str_from(s->move.m.copy_from);
    }
    int rc = repo_lock(s->repo, s->err);
    if (rc < 0)
        return rc;
    rc = journal_check(s->repo, JOURNAL_CHECKOUT, s->err);
    if (rc == 0)
        rc = journal_begin(s->repo, j, s->a, s->err);
    repo_unlock(s->repo);
    return rc;
}

static int move_database(struct switching *s, struct arena scratch)
{
    struct mover *m = &s->move.m;

    if (!database_moves(s))
        return 0;
    m->op = arena_cstr(s->a, str_from(s->journal.op));
    m->started_at = s->journal.started_at;
    int rc = move_run(m, scratch, s->err);
    if (rc == 0)
        return 0;
    if (m->unknown)
        journal_abandon(&s->journal);
    else
        (void)journal_end(s->repo, &s->journal, NULL);
    return rc;
}

static void note_outcome(void *payload, const struct recover_report *report)
{
    *(enum recover_outcome *)payload = report->outcome;
}

/* One failed call must not leave database, files and HEAD apart where a second look brings them
 * together; what cannot be settled now stays in the journal. */
static int settle(struct switching *s, int rc, struct arena scratch)
{
    enum recover_outcome outcome = RECOVER_UNKNOWN;

    if (!repo_operation(s->repo, s->a))
        return rc;
    if (recover_run(s->repo, note_outcome, &outcome, scratch, NULL) < 0)
        return error_hint(
            s->err, "the next flash command that writes finishes this checkout or undoes it");
    return outcome == RECOVER_FORWARD ? 0 : rc;
}

static int run(struct switching *s, struct arena scratch)
{
    struct finish_counts counts = {0};
    int rc = begin_journal(s);

    if (rc == 0)
        rc = move_database(s, scratch);
    if (rc == 0)
        rc = checkout_finish(s->repo, &s->journal, s->a, scratch, &counts, s->err);
    if (rc < 0)
        rc = settle(s, rc, scratch);
    s->out->files_written = counts.files_written;
    s->out->files_removed = counts.files_removed;
    return rc;
}

static int prepare(struct switching *s, struct arena scratch)
{
    int rc = resolve(s);

    if (rc == 0)
        rc = prepare_files(s, scratch);
    if (rc < 0)
        return rc;
    s->move = (struct checkout_move){.repo = s->repo,
        .o = s->o,
        .a = s->a,
        .before = s->out->before,
        .to = s->to,
        .to_branch = s->to_branch,
        .to_label = s->out->label,
        .out = s->out};
    return checkout_db_prepare(&s->move, scratch, s->err);
}

static int fill_after(struct switching *s)
{
    struct commit c;
    int rc = head_read(s->store, s->a, &s->out->after, s->err);

    if (rc == 0 && !oid_is_zero(&s->to) && commit_read(s->store, &s->to, s->a, &c, NULL) == 0)
        s->out->subject = c.subject;
    return rc;
}

static int go_on(struct switching *s, struct arena scratch)
{
    int rc = 0;

    if (!head_moves(s) && !files_move(s) && !database_moves(s)) {
        s->out->already = true;
        return fill_after(s);
    }
    if (s->o->dry_run)
        return 0;
    if (database_moves(s) && s->o->show)
        rc = s->o->show(s->o->payload, &s->out->move, s->err);
    if (rc == 0)
        rc = run(s, scratch);
    return rc == 0 ? fill_after(s) : rc;
}

int checkout_run(struct repo *r, const struct checkout_options *o, struct arena *perm,
    struct arena scratch, struct checkout_result *out, struct flash_error *err)
{
    struct flash_error own = {0};
    struct switching s = {.repo = r, .o = o, .a = perm, .out = out, .err = err ? err : &own};

    *out = (struct checkout_result){0};
    int rc = repo_store(r, &s.store, s.err);
    if (rc == 0)
        rc = journal_check(r, JOURNAL_CHECKOUT, s.err);
    if (rc == 0)
        rc = prepare(&s, scratch);
    if (rc == 0)
        rc = go_on(&s, scratch);
    move_remember(&s.move.m, scratch);
    move_close(&s.move.m);
    return rc;
}

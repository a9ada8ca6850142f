#include "objects/refs/transaction.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/refs/journal.h"
#include "objects/refs/reflog.h"
#include "objects/refs/refname.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define LOCK_WAIT_MS 1000
#define LOCK_POLL_MS 20

struct step {
    const struct ref_update *update;
    git_transaction *tx;
    struct stat lock; /* the lock file that is ours; inode 0 = none yet */
    struct oid old;   /* zero: missing or unborn */
    const char *raw;  /* value before, see ref_raw_value */
    bool broken;      /* the file is there but holds no value */
};

struct move {
    struct store *s;
    struct step *steps; /* in the order in which they are written */
    size_t n;
    struct ref_journal_line *lines;
    size_t nlines;
    git_signature *who;
    const char *message;
    struct flash_error *err;
};

static int check_update(const struct ref_update *u, struct flash_error *err)
{
    int rc = ref_name_check(u->name, err);

    if (rc == 0 && u->kind == REF_SYMBOLIC)
        rc = ref_name_check(u->to_ref, err);
    if (rc == 0 && u->kind == REF_SET && oid_is_zero(&u->to))
        rc = error_set(err, FLASH_EINVALID, "'%s' cannot move to no commit", u->name);
    return rc;
}

static int by_ref(const void *a, const void *b)
{
    const struct ref_update *x = ((const struct step *)a)->update;
    const struct ref_update *y = ((const struct step *)b)->update;
    bool x_head = strcmp(x->name, "HEAD") == 0, y_head = strcmp(y->name, "HEAD") == 0;

    return x_head != y_head ? x_head - y_head : strcmp(x->name, y->name);
}

/* HEAD last: what it points at must be there first, and its reflog then knows the new commit. */
static int plan_steps(struct move *m, struct arena *a, const struct ref_update *updates)
{
    m->steps = arena_array(a, struct step, m->n);
    for (size_t i = 0; i < m->n; i++) {
        int rc = check_update(&updates[i], m->err);
        if (rc < 0)
            return rc;
        m->steps[i].update = &updates[i];
        rc = ref_raw_value(m->s, updates[i].name, a, &m->steps[i].raw, m->err);
        if (rc < 0)
            return rc;
    }
    qsort(m->steps, m->n, sizeof *m->steps, by_ref);
    for (size_t i = 1; i < m->n; i++)
        if (strcmp(m->steps[i - 1].update->name, m->steps[i].update->name) == 0)
            return error_bug(
                m->err, "the ref '%s' is moved twice at once", m->steps[i].update->name);
    return 0;
}

static int add_line(struct move *m, const struct step *step, const char *log, int64_t head_size)
{
    struct ref_journal_line line = {.ref = step->update->name,
        .log = log,
        .raw = step->raw,
        .log_size = head_size,
        .deletes = step->update->kind == REF_DELETE && strcmp(log, step->update->name) == 0};
    int rc = 0;

    if (strcmp(log, "HEAD") != 0)
        rc = reflog_mend(m->s, log, &line.log_size, m->err);
    if (rc == 0)
        m->lines[m->nlines++] = line;
    return rc;
}

/* A line for each reflog that will grow; the logs are mended on the way, so that a new line starts
 * at a line's start. */
static int plan_lines(struct move *m, struct arena *a)
{
    const char *head;
    int64_t head_size = 0;
    int rc = ref_raw_value(m->s, "HEAD", a, &head, m->err);

    if (rc == 0)
        rc = reflog_mend(m->s, "HEAD", &head_size, m->err);
    m->lines = arena_array(a, struct ref_journal_line, 2 * m->n);
    for (size_t i = 0; i < m->n && rc == 0; i++) {
        const struct step *step = &m->steps[i];
        const char *name = step->update->name;
        rc = add_line(m, step, name, head_size);
        if (rc == 0 && strncmp(head, "ref:", 4) == 0 && strcmp(head + 4, name) == 0)
            rc = add_line(m, step, "HEAD", head_size);
    }
    return rc;
}

static int lock_failed(struct move *m, const char *name, int rc)
{
    if (rc != GIT_ELOCKED)
        return store_git_error(m->err, rc, STORE_GIT_WRITE, "cannot lock the ref '%s'", name);
    error_set(m->err, FLASH_ELOCKED, "the ref '%s' is locked by another program", name);
    return error_hint(m->err, "if no git runs there, remove '%s/%s.lock'", m->s->git_dir, name);
}

static bool stat_lock(const struct move *m, const struct step *step, struct stat *out)
{
    char path[REF_NAME_MAX + 8];

    (void)snprintf(path, sizeof path, "%s.lock", step->update->name);
    return fstatat(m->s->git_fd, path, out, AT_SYMLINK_NOFOLLOW) == 0;
}

static int lock_step(struct move *m, struct step *step)
{
    const char *name = step->update->name;
    int rc = git_transaction_new(&step->tx, m->s->repo);

    for (unsigned waited = 0; rc == 0; waited += LOCK_POLL_MS) {
        rc = git_transaction_lock_ref(step->tx, name);
        if (rc != GIT_ELOCKED || waited >= LOCK_WAIT_MS)
            break;
        clock_sleep_ms(LOCK_POLL_MS);
        rc = 0;
    }
    if (rc < 0)
        return lock_failed(m, name, rc);
    (void)stat_lock(m, step, &step->lock);
    return 0;
}

static int changed(struct move *m, const struct step *step)
{
    char want[OID_HEX + 1], have[OID_HEX + 1];

    oid_hex(&step->update->from, want);
    oid_hex(&step->old, have);
    error_set(m->err, FLASH_ECHANGED, "'%s' was moved by somebody else", step->update->name);
    error_detail(m->err, "expected %s, found %s", oid_is_zero(&step->update->from) ? "none" : want,
        oid_is_zero(&step->old) ? "none" : have);
    return error_hint(m->err, "run the command again");
}

/* Under its lock: the value that counts. */
static int check_step(struct move *m, struct step *step, struct arena *a)
{
    const struct ref_update *u = step->update;
    struct ref_entry entry = {0};
    struct flash_error why;
    int rc = ref_raw_value(m->s, u->name, a, &step->raw, m->err);

    if (rc < 0)
        return rc;
    rc = ref_read(m->s, u->name, a, &entry, &why);
    step->broken = rc == FLASH_ECORRUPT;
    /* A missing ref can be made, a broken one set by force, which is the way out of it. */
    bool fine = rc == 0 || (rc == FLASH_ENOTFOUND && u->kind != REF_DELETE) ||
                (step->broken && u->any_from);
    if (!fine) {
        if (m->err)
            *m->err = why;
        return rc;
    }
    step->old = rc == 0 ? entry.id : (struct oid){{0}};
    if (!u->any_from && !oid_eq(&step->old, &u->from))
        return changed(m, step);
    return 0;
}

/* The log of a deleted 'a', should it have stayed, is a file where 'a/b' needs a folder. */
static void clear_old_logs(const struct move *m, const char *name, struct arena scratch)
{
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *path = arena_cprintf(&scratch, "logs/%.*s", (int)(slash - name), name);
        struct stat st;
        if (fstatat(m->s->git_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
            (void)unlinkat(m->s->git_fd, path, 0);
    }
}

static int lock_all(struct move *m, struct arena *a)
{
    int rc = 0;

    for (size_t i = 0; i < m->n && rc == 0; i++) {
        const struct ref_update *u = m->steps[i].update;
        if (u->kind != REF_DELETE && strcmp(m->steps[i].raw, "-") == 0) {
            rc = ref_name_free(m->s, u->name, NULL, m->err);
            if (rc == 0)
                clear_old_logs(m, u->name, *a);
        }
        if (rc == 0)
            rc = lock_step(m, &m->steps[i]);
    }
    for (size_t i = 0; i < m->n && rc == 0; i++)
        rc = check_step(m, &m->steps[i], a);
    return rc;
}

static int queue_step(struct move *m, git_transaction *tx, const struct ref_update *u)
{
    git_oid to;

    switch (u->kind) {
    case REF_SET:
        to = store_git_oid(&u->to);
        return git_transaction_set_target(tx, u->name, &to, m->who, m->message);
    case REF_SYMBOLIC:
        return git_transaction_set_symbolic_target(tx, u->name, u->to_ref, m->who, m->message);
    case REF_DELETE: return git_transaction_remove(tx, u->name);
    }
    return error_bug(m->err, "kind %d of a ref update", (int)u->kind);
}

/* libgit2 does not write over what it cannot read. A store without HEAD is none to git, so HEAD
 * gets its new value at once. */
static int replace_broken(struct move *m, const struct ref_update *u)
{
    char text[REF_NAME_MAX + 16], hex[OID_HEX + 1];

    if (strcmp(u->name, "HEAD") != 0)
        return file_remove(m->s->git_fd, u->name, m->err);
    oid_hex(&u->to, hex);
    int n = snprintf(text, sizeof text, "%s%s\n", u->kind == REF_SYMBOLIC ? "ref: " : "",
        u->kind == REF_SYMBOLIC ? u->to_ref : hex);
    return file_write(m->s->git_fd, "HEAD", (struct flash_str){text, (size_t)n}, FILE_SYNC, m->err);
}

static int write_step(struct move *m, struct step *step)
{
    int rc = step->broken ? replace_broken(m, step->update) : 0;

    if (rc < 0)
        return rc;
    rc = queue_step(m, step->tx, step->update);
    if (rc == 0)
        rc = git_transaction_commit(step->tx);
    if (rc < 0)
        return store_git_error(
            m->err, rc, STORE_GIT_WRITE, "cannot write the ref '%s'", step->update->name);
    TRACE("store", "moved '%s'", step->update->name);
    return 0;
}

/* The update that brings a written ref back; false when there is nothing to do it with. */
static bool reverse_of(const struct step *step, struct ref_update *out)
{
    *out = (struct ref_update){.name = step->update->name, .any_from = true};
    if (strcmp(step->raw, "-") == 0) {
        out->kind = REF_DELETE;
    } else if (strncmp(step->raw, "ref:", 4) == 0) {
        out->kind = REF_SYMBOLIC;
        out->to_ref = step->raw + 4;
    } else {
        out->kind = REF_SET;
        return oid_parse(str_from(step->raw), &out->to);
    }
    return true;
}

static void take_back(struct move *m, const struct step *step)
{
    struct ref_update back;
    struct move quiet = *m;
    git_transaction *tx = NULL;

    quiet.err = NULL;
    if (!reverse_of(step, &back) || git_transaction_new(&tx, m->s->repo) < 0)
        return;
    if (git_transaction_lock_ref(tx, back.name) == 0 && queue_step(&quiet, tx, &back) == 0)
        (void)git_transaction_commit(tx);
    git_transaction_free(tx);
}

/* Whether a step took effect shows the ref, not the answer: a write can fail after its rename. */
static bool took_effect(const struct move *m, const struct step *step)
{
    struct arena scratch = m->s->scratch;
    const char *now;

    return ref_raw_value(m->s, step->update->name, &scratch, &now, NULL) < 0 ||
           strcmp(now, step->raw) != 0;
}

static void undo_all(struct move *m)
{
    for (size_t i = m->n; i > 0; i--)
        if (took_effect(m, &m->steps[i - 1]))
            take_back(m, &m->steps[i - 1]);
    /* One line of the move, one of the way back; HEAD's log can have both twice. */
    for (size_t i = 0; i < m->nlines; i++)
        ref_journal_undo_log(m->s, &m->lines[i], 4);
}

static int write_all(struct move *m, struct arena scratch)
{
    int rc = 0;

    for (size_t i = 0; i < m->n && rc == 0; i++)
        rc = write_step(m, &m->steps[i]);
    if (rc < 0) {
        undo_all(m);
        return rc;
    }
    /* The refs are gone: a log that cannot be removed is only an old log. */
    for (size_t i = 0; i < m->n; i++)
        if (m->steps[i].update->kind == REF_DELETE)
            (void)file_remove(m->s->git_fd, reflog_path(&scratch, m->steps[i].update->name), NULL);
    return 0;
}

/* libgit2 does not look whether its removal of a lock worked; one that stayed would bar the ref for
 * ten minutes. */
static void unlock_all(struct move *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct step *step = &m->steps[i];
        struct stat st;
        char path[REF_NAME_MAX + 8];
        git_transaction_free(step->tx);
        if (step->lock.st_ino == 0 || !stat_lock(m, step, &st) || st.st_ino != step->lock.st_ino)
            continue;
        (void)snprintf(path, sizeof path, "%s.lock", step->update->name);
        (void)unlinkat(m->s->git_fd, path, 0);
    }
}

static int make_signature(struct move *m, struct arena scratch)
{
    struct signature who;
    int rc = signature_default(m->s, &scratch, &who, m->err);

    if (rc < 0)
        return rc;
    rc = git_signature_new(&m->who, who.name.ptr, who.email.len ? who.email.ptr : "none",
        (git_time_t)who.time, who.offset_min);
    return rc < 0 ? store_git_error(m->err, rc, STORE_GIT_WRITE, "cannot sign the reflog") : 0;
}

static int move_locked(struct move *m, struct arena *a)
{
    int rc = ref_journal_begin(m->s, m->lines, m->nlines, *a, m->err);

    if (rc < 0)
        return rc;
    rc = lock_all(m, a);
    if (rc == 0)
        rc = write_all(m, *a);
    unlock_all(m);
    ref_journal_end(m->s);
    return rc;
}

int ref_transaction(struct store *s, const struct ref_update *updates, size_t n,
    const char *message, struct flash_error *err)
{
    struct move m = {.s = s, .n = n, .message = message, .err = err};
    struct arena mark = s->scratch;
    int rc = store_check_writable(s, err);

    if (rc == 0)
        rc = plan_steps(&m, &s->scratch, updates);
    if (rc == 0)
        rc = make_signature(&m, s->scratch);
    if (rc == 0)
        rc = plan_lines(&m, &s->scratch);
    if (rc == 0)
        rc = move_locked(&m, &s->scratch);
    git_signature_free(m.who);
    s->scratch = mark;
    return rc;
}

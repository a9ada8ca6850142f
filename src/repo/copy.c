#include "repo/copy.h"

#include <fcntl.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "repo/move-look.h"

#define NAME_MAX_BYTES 1024

static struct flash_str encoded(struct arena *a, struct flash_str name)
{
    struct strbuf b;

    strbuf_init(&b, a, NAME_MAX_BYTES);
    name_encode(&b, name);
    return strbuf_str(&b);
}

char *copy_path(struct repo *r, const struct target *t, struct flash_str branch,
    struct flash_str commit, struct arena *a)
{
    struct flash_str target = t->name.len > 0 ? t->name : t->display;
    struct flash_str name = branch.len > 0 ? branch : arena_printf(a, "@%.*s", STR_ARG(commit));

    return repo_path(r, a,
        arena_cprintf(
            a, "copies/%.*s/%.*s.db", STR_ARG(encoded(a, target)), STR_ARG(encoded(a, name))));
}

static const char *url_of(struct mover *m, const char *path)
{
    return arena_cprintf(m->a, "%s:%s", m->db->schemes[0], path);
}

static int refuse_copy(struct mover *m, const char *path, struct flash_error *err)
{
    error_set(err, FLASH_EREFUSED, "the rows of '%.*s' are in a copy of the database",
        STR_ARG(m->branch.len > 0 ? m->branch : m->to_commit));
    error_detail(err, "%s", path);
    return error_hint(err, "switch with '--data copy', or remove that file to go on without it");
}

/* The plan starts from the copy: everything that was seen of the database is seen of the copy
 * instead. */
static int look_at_copy(struct mover *m, struct arena scratch, struct flash_error *err)
{
    m->live_conn = m->conn;
    m->conn = NULL;
    m->report->adopts = false;
    int rc = m->db->open(m->copy_from, ADAPTER_READ, &m->conn, err);
    return rc < 0 ? rc : move_look_whole(m, scratch, err);
}

int copy_prepare(struct mover *m, struct flash_str from_branch, struct flash_str from_commit,
    struct arena scratch, struct flash_error *err)
{
    const struct target *t = &m->report->target;
    char *other = copy_path(m->repo, t, m->branch, m->to_commit, m->a);
    char *own = copy_path(m->repo, t, from_branch, from_commit, m->a);
    bool same = str_eq(str_from(own), str_from(other));

    if (m->data != DATA_COPY)
        return !same && file_exists(AT_FDCWD, other) ? refuse_copy(m, other, err) : 0;
    if (!m->db->swap)
        return error_set(err, FLASH_EUNSUPPORTED, "%s has no data mode 'copy'", m->db->name);
    /* A new branch at the same place, or another commit of the same one: nothing to put aside. */
    if (same)
        return 0;
    int rc = file_mkdirs(AT_FDCWD, path_dir(m->a, own), err);
    if (rc < 0)
        return rc;
    m->copy_save = url_of(m, own);
    if (!file_exists(AT_FDCWD, other))
        return 0;
    m->copy_from = url_of(m, other);
    return look_at_copy(m, scratch, err);
}

int copy_swap(struct mover *m, struct flash_error *err)
{
    if (!m->copy_save)
        return 0;
    if (m->live_conn) {
        m->db->close(m->conn);
        m->conn = m->live_conn;
        m->live_conn = NULL;
    }
    int rc = m->db->swap(m->conn, m->copy_save, m->copy_from, err);
    m->swapped = rc == 0 && m->copy_from;
    return rc;
}

static const char *path_of(const char *url)
{
    return url + str_find_char(str_from(url), ':', 0) + 1;
}

static void remove_copy(const char *url)
{
    (void)file_remove(AT_FDCWD, path_of(url), NULL);
}

int copy_undo(struct mover *m, struct flash_error *err)
{
    if (!m->copy_save)
        return 0;
    if (m->swapped) {
        int rc = m->db->swap(m->conn, m->copy_from, m->copy_save, err);
        if (rc < 0)
            return rc;
    }
    m->swapped = false;
    remove_copy(m->copy_save);
    return 0;
}

void copy_settle(struct mover *m)
{
    if (m->copy_from)
        remove_copy(m->copy_from);
}

static int last_op(const struct flash_adapter *db, const char *url, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    struct adapter_conn *conn = NULL;
    struct ledger_row row;
    bool found = false;

    int rc = db->open(url, ADAPTER_READ, &conn, err);
    if (rc < 0)
        return rc;
    rc = db->ledger_last(conn, a, &row, &found, err);
    db->close(conn);
    *out = found ? row.op : STR_NULL;
    return rc;
}

/* The database is the other branch's when its last ledger row is; a copy of before its first move
 * has none. What was put aside is complete before anything takes its place. */
static int was_swapped(const struct flash_adapter *db, const struct target *t, const char *save,
    const char *from, struct arena *a, bool *out, struct flash_error *err)
{
    struct flash_str here = STR_NULL, there = STR_NULL, aside = STR_NULL;

    *out = false;
    if (!file_exists(AT_FDCWD, path_of(save)))
        return 0;
    int rc = last_op(db, t->url.ptr, a, &here, err);
    if (rc == 0)
        rc = last_op(db, from, a, &there, err);
    if (rc == 0)
        rc = last_op(db, save, a, &aside, err);
    *out = rc == 0 && str_eq(here, there) && !str_eq(here, aside);
    return rc;
}

/* What the adapter had begun to write for it. */
static void remove_parts(const char *save, struct flash_str pid, struct arena *a)
{
    const char *part = arena_cprintf(a, "%s.flash-%.*s", path_of(save), STR_ARG(pid));

    (void)file_remove(AT_FDCWD, part, NULL);
    (void)file_remove(AT_FDCWD, arena_cprintf(a, "%s-journal", part), NULL);
}

int copy_recover(const struct target *t, const char *save, const char *from, struct flash_str pid,
    struct arena *a, struct flash_error *err)
{
    const struct flash_adapter *db = NULL;
    struct adapter_conn *conn = NULL;
    bool swapped = false;

    int rc = target_open(t, ADAPTER_WRITE, &db, &conn, err);
    if (rc == 0 && from)
        rc = was_swapped(db, t, save, from, a, &swapped, err);
    if (rc == 0 && swapped)
        rc = db->swap(conn, from, save, err);
    if (conn)
        db->close(conn);
    if (rc == 0) {
        remove_copy(save);
        remove_parts(save, pid, a);
    }
    return rc;
}

void copy_remove(struct flash_str url, struct arena *a)
{
    if (url.len > 0)
        remove_copy(arena_cstr(a, url));
}

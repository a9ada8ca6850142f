#include "repo/stash-trip.h"

#include <fcntl.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "repo/config.h"
#include "repo/move-plan.h"
#include "repo/stash-file.h"

#define COLUMNS_MAX 32768

static struct flash_str parked_name(struct arena *a, uint64_t n)
{
    return arena_printf(a, "_flash_parked_%llu", (unsigned long long)n);
}

/* The statement with the table's number, which stands once, before the columns, changed. */
static struct flash_str renumber(struct arena *a, struct flash_str text, uint64_t from, uint64_t to)
{
    struct flash_str old = parked_name(a, from);
    ptrdiff_t at = str_find(text, old);

    if (at < 0 || from == to)
        return text;
    struct flash_str rest = str_skip(text, (size_t)at + old.len);
    return arena_printf(
        a, "%.*s%.*s%.*s", (int)at, text.ptr, STR_ARG(parked_name(a, to)), STR_ARG(rest));
}

static struct flash_str insert_sql(struct arena *a, struct flash_str table, size_t n)
{
    struct strbuf b;

    strbuf_init(&b, a, COLUMNS_MAX * 2 + 1024);
    strbuf_addf(&b, "INSERT INTO %.*s VALUES(", STR_ARG(move_quoted(a, table)));
    for (size_t i = 0; i < n; i++)
        strbuf_adds(&b, i > 0 ? ",?" : "?");
    strbuf_addc(&b, ')');
    return strbuf_str(&b);
}

struct trip {
    struct mover *m;
    struct stash_reader *reader;
    struct stash_writer *writer;
    struct flash_error *err;
    size_t columns; /* of the table that is read or written */
    bool started;
};

/* Number of columns, one row's cells for each 1, a 0 at the end. */
static int import_rows(struct trip *t, struct flash_str table, uint64_t number)
{
    struct arena *a = t->m->a;
    uint64_t n = 0, more = 0;
    int rc = stash_get_u64(t->reader, &n, t->err);

    if (rc == 0 && n > COLUMNS_MAX)
        return error_set(
            t->err, FLASH_ECORRUPT, "a stash file names %llu columns", (unsigned long long)n);
    struct cell *cells = arena_array(a, struct cell, (size_t)n + 1);
    struct flash_str sql = insert_sql(a, table, (size_t)n);
    while (rc == 0 && (rc = stash_get_u64(t->reader, &more, t->err)) == 0 && more == 1) {
        struct arena mark = *a;
        rc = stash_get_cells(t->reader, cells, (size_t)n, a, t->err);
        /* A row of the catalogue begins with the number. */
        if (rc == 0 && number > 0)
            cells[0] = (struct cell){.type = CELL_INT, .i = (int64_t)number};
        if (rc == 0)
            rc = t->m->db->insert(t->m->conn, sql, cells, (size_t)n, t->err);
        *a = mark;
    }
    return rc;
}

static int import_entry(struct trip *t, const struct stash_file *f, size_t i, uint64_t n)
{
    struct mover *m = t->m;
    struct flash_str table = parked_name(m->a, n);
    int rc =
        m->db->exec(m->conn, renumber(m->a, f->tables[i], f->entries.items[i].n, n), NULL, t->err);

    if (rc == 0)
        rc = import_rows(t, STR("_flash_parked"), n);
    return rc == 0 ? import_rows(t, table, 0) : rc;
}

static int make_catalogue(struct mover *m, const struct stash_file *f, struct flash_error *err)
{
    struct flash_str text = STR_NULL;
    int rc = m->db->own_table_text(m->conn, STR("_flash_parked"), m->a, &text, err);

    if (rc < 0 || text.len > 0)
        return rc;
    return m->db->exec(m->conn, f->catalogue, NULL, err);
}

static int import_file(
    struct mover *m, const struct stash_file *f, uint64_t *next, struct flash_error *err)
{
    struct trip t = {.m = m, .err = err};
    struct stash_file head = {.name = f->name};
    int rc = make_catalogue(m, f, err);

    if (rc == 0)
        rc = stash_reader_open(stash_path(m->repo, m->a, f->name), m->a, &t.reader, err);
    if (rc == 0)
        rc = stash_get_head(t.reader, m->a, &head, err);
    for (size_t i = 0; rc == 0 && i < head.entries.len; i++)
        rc = import_entry(&t, &head, i, (*next)++);
    stash_reader_close(t.reader);
    return rc;
}

int stash_import(struct mover *m, struct flash_error *err)
{
    uint64_t next = m->first_park;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < m->imports.len; i++)
        rc = import_file(m, &m->imports.items[i], &next, err);
    return rc;
}

static int export_row(void *payload, const struct cell *cells, size_t n)
{
    struct trip *t = payload;
    int rc = 0;

    if (!t->started)
        rc = stash_put_u64(t->writer, n, t->err);
    t->started = true;
    if (rc == 0)
        rc = stash_put_u64(t->writer, 1, t->err);
    return rc < 0 ? rc : stash_put_cells(t->writer, cells, n, t->err);
}

static int export_rows(struct trip *t, struct flash_str sql)
{
    t->started = false;
    int rc = t->m->db->query(t->m->conn, sql, export_row, t, t->err);

    /* An empty table still needs its number of columns; it is never used. */
    if (rc == 0 && !t->started)
        rc = stash_put_u64(t->writer, 0, t->err);
    return rc < 0 ? rc : stash_put_u64(t->writer, 0, t->err);
}

static int export_entry(struct trip *t, const struct park_entry *e)
{
    struct arena *a = t->m->a;
    struct flash_str table = move_quoted(a, parked_name(a, e->n));
    int rc = export_rows(
        t, arena_printf(a, "SELECT * FROM _flash_parked WHERE n = %llu", (unsigned long long)e->n));

    return rc < 0 ? rc : export_rows(t, arena_printf(a, "SELECT * FROM %.*s", STR_ARG(table)));
}

/* What is to go into the file: everything that this move parked or brought back in vain. */
static int choose_entries(
    struct mover *m, const struct park_list *parked, struct stash_file *f, struct flash_error *err)
{
    int rc = m->db->own_table_text(m->conn, STR("_flash_parked"), m->a, &f->catalogue, err);

    f->tables = arena_array(m->a, struct flash_str, parked->len + 1);
    for (size_t i = 0; rc == 0 && i < parked->len; i++) {
        const struct park_entry *e = &parked->items[i];
        if (e->n < m->first_park)
            continue;
        rc = m->db->own_table_text(
            m->conn, parked_name(m->a, e->n), m->a, &f->tables[f->entries.len], err);
        *vec_push(m->a, &f->entries) = *e;
    }
    return rc;
}

static int write_file(struct mover *m, const struct stash_file *f, struct flash_error *err)
{
    struct trip t = {.m = m, .err = err};
    struct config *config = NULL;
    uint64_t limit = 1024;
    char *path = stash_path(m->repo, m->a, f->name);

    if (repo_config(m->repo, &config, NULL) == 0)
        limit = (uint64_t)config_int(config, "checkout.stashLimit");
    int rc = file_mkdirs(AT_FDCWD, repo_path(m->repo, m->a, "stash"), err);
    if (rc == 0)
        rc = stash_writer_open(path, limit << 20, m->a, &t.writer, err);
    if (rc == 0)
        rc = stash_put_head(t.writer, f, err);
    for (size_t i = 0; rc == 0 && i < f->entries.len; i++)
        rc = export_entry(&t, &f->entries.items[i]);
    if (rc == 0)
        rc = stash_writer_finish(t.writer, err);
    stash_writer_close(t.writer);
    return rc;
}

static int take_out(
    struct mover *m, const struct stash_file *f, size_t parked, struct flash_error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < f->entries.len; i++) {
        uint64_t n = f->entries.items[i].n;
        rc = m->db->exec(m->conn,
            arena_printf(m->a, "DROP TABLE %.*s", STR_ARG(parked_name(m->a, n))), NULL, err);
        if (rc == 0)
            rc = m->db->exec(m->conn,
                arena_printf(
                    m->a, "DELETE FROM _flash_parked WHERE n = %llu", (unsigned long long)n),
                NULL, err);
    }
    if (rc == 0 && f->entries.len == parked)
        rc = m->db->exec(m->conn, STR("DROP TABLE _flash_parked"), NULL, err);
    return rc;
}

int stash_export(struct mover *m, struct flash_str *name, struct flash_error *err)
{
    struct park_list parked;
    struct stash_file f = {
        .name = arena_printf(m->a, "%s.zst", m->op),
        .target = stash_target(&m->report->target),
        .op = str_from(m->op),
        .branch = m->leaving,
        .created_at = clock_iso(m->a, clock_now()),
    };

    *name = STR_NULL;
    int rc = m->db->park_read(m->conn, m->a, &parked, err);
    if (rc == 0)
        rc = choose_entries(m, &parked, &f, err);
    if (rc < 0 || f.entries.len == 0)
        return rc;
    rc = write_file(m, &f, err);
    if (rc == 0)
        rc = take_out(m, &f, parked.len, err);
    if (rc == 0)
        *name = f.name;
    return rc;
}

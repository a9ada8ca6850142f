#include "repo/stash.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "repo/stash-file.h"
#include "repo/target.h"

#define STASH_MAGIC "flash-stash 1"
#define SUFFIX      ".zst"

char *stash_path(const struct repo *r, struct arena *a, struct flash_str name)
{
    return repo_path(r, a, arena_cprintf(a, "stash/%.*s", STR_ARG(name)));
}

struct flash_str stash_target(const struct target *t)
{
    return t->name.len > 0 ? t->name : t->display;
}

/* The texts of the head and of an entry, in the order in which they stand in the file. */
static const size_t head_texts[] = {
    offsetof(struct stash_file, target),
    offsetof(struct stash_file, op),
    offsetof(struct stash_file, branch),
    offsetof(struct stash_file, created_at),
    offsetof(struct stash_file, catalogue),
};
static const size_t entry_texts[] = {
    offsetof(struct park_entry, kind),
    offsetof(struct park_entry, table),
    offsetof(struct park_entry, column),
    offsetof(struct park_entry, definition),
    offsetof(struct park_entry, keys),
    offsetof(struct park_entry, columns),
    offsetof(struct park_entry, branch),
};

static struct flash_str *text_at(void *base, size_t offset)
{
    return (struct flash_str *)(void *)((char *)base + offset);
}

static struct flash_str text_of(const void *base, size_t offset)
{
    return *(const struct flash_str *)(const void *)((const char *)base + offset);
}

int stash_put_head(struct stash_writer *w, const struct stash_file *f, struct flash_error *err)
{
    int rc = stash_put_str(w, STR(STASH_MAGIC), err);

    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(head_texts); i++)
        rc = stash_put_str(w, text_of(f, head_texts[i]), err);
    if (rc == 0)
        rc = stash_put_u64(w, f->entries.len, err);
    for (size_t i = 0; rc == 0 && i < f->entries.len; i++) {
        const struct park_entry *e = &f->entries.items[i];
        rc = stash_put_str(w, f->tables[i], err);
        for (size_t j = 0; rc == 0 && j < ARRAY_LEN(entry_texts); j++)
            rc = stash_put_str(w, text_of(e, entry_texts[j]), err);
        if (rc == 0)
            rc = stash_put_u64(w, e->n, err);
        if (rc == 0)
            rc = stash_put_u64(w, (uint64_t)e->rows, err);
    }
    return rc;
}

static int get_entry(struct stash_reader *r, struct arena *a, struct flash_str *table,
    struct park_entry *e, struct flash_error *err)
{
    uint64_t rows = 0;
    int rc = stash_get_str(r, LIMIT_STATEMENT, a, table, err);

    for (size_t j = 0; rc == 0 && j < ARRAY_LEN(entry_texts); j++)
        rc = stash_get_str(r, LIMIT_STATEMENT, a, text_at(e, entry_texts[j]), err);
    if (rc == 0)
        rc = stash_get_u64(r, &e->n, err);
    if (rc == 0)
        rc = stash_get_u64(r, &rows, err);
    e->rows = (int64_t)rows;
    return rc;
}

int stash_get_head(
    struct stash_reader *r, struct arena *a, struct stash_file *out, struct flash_error *err)
{
    struct flash_str magic;
    uint64_t n = 0;
    int rc = stash_get_str(r, 64, a, &magic, err);

    if (rc == 0 && !str_eq(magic, STR(STASH_MAGIC)))
        return error_set(
            err, FLASH_ENEWER, "a stash file of another version: '%.*s'", STR_ARG(magic));
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(head_texts); i++)
        rc = stash_get_str(r, LIMIT_STATEMENT, a, text_at(out, head_texts[i]), err);
    if (rc == 0)
        rc = stash_get_u64(r, &n, err);
    if (rc == 0 && n > LIMIT_OBJECTS)
        rc = error_set(err, FLASH_ECORRUPT, "a stash file with too many entries");
    if (rc < 0)
        return rc;
    out->tables = arena_array(a, struct flash_str, (size_t)n + 1);
    for (uint64_t i = 0; rc == 0 && i < n; i++)
        rc = get_entry(r, a, &out->tables[i], vec_push(a, &out->entries), err);
    return rc;
}

static int read_head(struct repo *r, struct arena *a, struct stash_file *f, struct flash_error *err)
{
    struct stash_reader *reader = NULL;
    int rc = stash_reader_open(stash_path(r, a, f->name), a, &reader, err);

    if (rc == 0)
        rc = stash_get_head(reader, a, f, err);
    stash_reader_close(reader);
    return rc;
}

static int by_age(const void *va, const void *vb)
{
    const struct stash_file *a = va, *b = vb;
    int d = str_cmp(a->created_at, b->created_at);
    return d ? d : str_cmp(a->name, b->name);
}

int stash_list(struct repo *r, struct arena *a, struct stash_files *out, struct flash_error *err)
{
    struct file_list files = {0};
    char *dir = repo_path(r, a, "stash");

    *out = (struct stash_files){0};
    if (!file_exists(AT_FDCWD, dir))
        return 0;
    int rc = file_walk(AT_FDCWD, dir, SUFFIX, a, &files, err);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        struct stash_file *f = vec_push(a, out);
        f->name = files.list.items[i].path;
        rc = read_head(r, a, f, err);
    }
    if (rc == 0 && out->len > 1)
        qsort(out->items, out->len, sizeof(*out->items), by_age);
    return rc;
}

int stash_remove(struct repo *r, struct flash_str name, struct flash_error *err)
{
    struct arena mark = *r->arena;
    int rc = file_remove(AT_FDCWD, stash_path(r, r->arena, name), err);

    *r->arena = mark;
    return rc;
}

int stash_remove_list(struct repo *r, struct flash_str names, struct flash_error *err)
{
    struct flash_str name;
    int rc = 0;

    while (rc == 0 && names.len > 0) {
        if (!str_split(&names, ' ', &name)) {
            name = names;
            names = STR_NULL;
        }
        if (name.len > 0)
            rc = stash_remove(r, name, err);
    }
    return rc;
}

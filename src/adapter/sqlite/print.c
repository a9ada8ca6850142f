#include "adapter/sqlite/print.h"

#include <stdio.h>
#include <stdlib.h>
/* The state's size is only known to those who link it statically; inline is also the faster way. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/limits.h"
#include "base/str.h"

bool catalogue_hidden_name(struct flash_str name)
{
    return str_starts_nocase(name, STR("sqlite_")) || str_starts_nocase(name, STR("_flash_"));
}

static int add_row(sqlite3_stmt *s, struct arena *a, struct catalogue *out, struct flash_error *err)
{
    struct flash_str name = sq_text(s, 1), table = sq_text(s, 2), sql = sq_text(s, 3);

    if (catalogue_hidden_name(name) || catalogue_hidden_name(table)) {
        out->hidden++;
        return 0;
    }
    if (!sql.ptr)
        return error_set(
            err, FLASH_ECORRUPT, "sqlite_schema has no text for '%.*s'", STR_ARG(name));
    if (out->rows.len >= LIMIT_OBJECTS)
        return error_set(
            err, FLASH_ETOOBIG, "the database has more than %d objects", LIMIT_OBJECTS);
    *vec_push(a, &out->rows) = (struct catalogue_row){
        sq_copy(s, 0, a), arena_str(a, name), arena_str(a, table), arena_str(a, sql)};
    return 0;
}

int catalogue_read(
    struct adapter_conn *c, struct arena *a, struct catalogue *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(
        c, STR("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"), &s, err);
    if (rc < 0)
        return rc;
    *out = (struct catalogue){0};
    while ((rc = sq_step(c, s, err)) > 0) {
        rc = add_row(s, a, out, err);
        if (rc < 0)
            break;
    }
    sqlite3_finalize(s);
    return rc;
}

static int row_cmp(const void *a, const void *b)
{
    const struct catalogue_row *x = *(const struct catalogue_row *const *)a;
    const struct catalogue_row *y = *(const struct catalogue_row *const *)b;
    int d = str_cmp(x->type, y->type);
    if (d == 0)
        d = str_cmp(x->name, y->name);
    if (d == 0)
        d = str_cmp(x->table, y->table);
    return d != 0 ? d : str_cmp(x->sql, y->sql);
}

static void hash_text(XXH3_state_t *h, struct flash_str s)
{
    /* Byte by byte, so that the print does not depend on the machine's byte order. */
    unsigned char length[8];
    for (unsigned i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)s.len >> (8 * i));
    XXH3_128bits_update(h, length, sizeof(length));
    XXH3_128bits_update(h, s.len ? s.ptr : "", s.len);
}

static struct flash_str hash_hex(const XXH3_state_t *h, struct arena *a)
{
    XXH128_canonical_t canonical;
    static const char digits[] = "0123456789abcdef";
    char hex[32];

    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(h));
    for (size_t i = 0; i < sizeof(canonical.digest); i++) {
        hex[2 * i] = digits[canonical.digest[i] >> 4];
        hex[2 * i + 1] = digits[canonical.digest[i] & 15];
    }
    return arena_str(a, (struct flash_str){hex, sizeof(hex)});
}

struct flash_str print_of(const struct flash_str *texts, size_t n, struct arena *a)
{
    XXH3_state_t h;
    XXH3_128bits_reset(&h);
    for (size_t i = 0; i < n; i++)
        hash_text(&h, texts[i]);
    return hash_hex(&h, a);
}

struct flash_str catalogue_print(const struct catalogue *cat, struct arena *a, struct arena scratch)
{
    const struct catalogue_row **sorted =
        arena_array(&scratch, const struct catalogue_row *, cat->rows.len + 1);
    XXH3_state_t h;

    for (size_t i = 0; i < cat->rows.len; i++)
        sorted[i] = &cat->rows.items[i];
    qsort(sorted, cat->rows.len, sizeof(*sorted), row_cmp);
    XXH3_128bits_reset(&h);
    for (size_t i = 0; i < cat->rows.len; i++) {
        hash_text(&h, sorted[i]->type);
        hash_text(&h, sorted[i]->name);
        hash_text(&h, sorted[i]->table);
        hash_text(&h, sorted[i]->sql);
    }
    return hash_hex(&h, a);
}

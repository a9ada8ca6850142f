#include "repo/refscache.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "repo/bytes.h"
#include "repo/snapshot.h"
#include "schema/schema.h"

#define REFS_MAX   ((size_t)512 << 20)
#define REFS_MAGIC "flash-refs 1\n"
#define CHUNK_HEAD 12 /* length, hash of what follows */

/* One record: id, count, hashes. Points into the map or into pending memory. */
struct record {
    uint32_t n;
    const char *hashes; /* n times 8 bytes */
};

struct refscache {
    struct repo *repo;
    struct arena *arena;
    void *map;
    size_t size;
    bool damaged;          /* to be written anew */
    struct map index;      /* 20 bytes of id to struct record */
    struct strbuf pending; /* records to append */
};

static struct flash_str id_key(const struct oid *id)
{
    return (struct flash_str){(const char *)id->b, sizeof(id->b)};
}

static bool read_records(struct refscache *c, struct bytes_in in)
{
    while (in.at < in.text.len && !in.bad) {
        struct record *rec = arena_new(c->arena, struct record);
        struct flash_str key = {in.text.ptr + in.at, sizeof(struct oid)};
        struct oid id;

        bytes_get_oid(&in, &id);
        rec->n = bytes_get_count(&in, 8);
        rec->hashes = in.text.ptr + in.at;
        in.at += (size_t)rec->n * 8;
        if (!in.bad)
            map_put(c->arena, &c->index, key, rec);
    }
    return !in.bad;
}

/* A chunk that a kill cut short ends the reading; the file is then written anew instead of appended
 * to. */
static void read_chunks(struct refscache *c, struct flash_str text)
{
    struct bytes_in in = {.text = text};

    while (in.at < text.len) {
        uint32_t n = bytes_get_u32(&in);
        uint64_t hash = bytes_get_u64(&in);
        struct flash_str body =
            in.bad || n > text.len - in.at ? STR_NULL : (struct flash_str){text.ptr + in.at, n};

        if (!body.ptr || str_hash(body) != hash ||
            !read_records(c, (struct bytes_in){.text = body})) {
            c->damaged = true;
            return;
        }
        in.at += n;
    }
}

static void map_file(struct refscache *c, struct arena scratch)
{
    struct stat st;
    int fd = open(repo_path(c->repo, &scratch, "cache/refs"), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && st.st_size > 0 && (uintmax_t)st.st_size <= REFS_MAX) {
        c->size = (size_t)st.st_size;
        c->map = mmap(NULL, c->size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (c->map == MAP_FAILED)
            c->map = NULL;
    }
    close(fd);
    c->damaged = !c->map;
}

struct refscache *refscache_open(struct repo *r, struct arena *a)
{
    struct refscache *c = arena_new(a, struct refscache);
    struct flash_str text;

    c->repo = r;
    c->arena = a;
    strbuf_init(&c->pending, a, REFS_MAX);
    map_file(c, *a);
    text = (struct flash_str){c->map, c->map ? c->size : 0};
    if (str_starts(text, STR(REFS_MAGIC)))
        read_chunks(c, str_skip(text, strlen(REFS_MAGIC)));
    else
        c->damaged = c->map != NULL;
    return c;
}

static struct flash_str with_head(struct arena *a, struct flash_str body)
{
    struct strbuf b;

    strbuf_init(&b, a, REFS_MAX + CHUNK_HEAD);
    bytes_put_u32(&b, (uint32_t)body.len);
    bytes_put_u64(&b, str_hash(body));
    strbuf_add(&b, body);
    return strbuf_str(&b);
}

/* Everything that is known, as one chunk behind the magic. */
static void rewrite(struct refscache *c, const char *path)
{
    struct strbuf body, file;

    strbuf_init(&body, c->arena, REFS_MAX);
    for (size_t i = 0; i < c->index.len; i++) {
        const struct record *rec = c->index.items[i].value;

        strbuf_add(&body, c->index.items[i].key);
        bytes_put_u32(&body, rec->n);
        strbuf_add(&body, (struct flash_str){rec->hashes, (size_t)rec->n * 8});
    }
    strbuf_init(&file, c->arena, REFS_MAX + CHUNK_HEAD);
    strbuf_adds(&file, REFS_MAGIC);
    strbuf_add(&file, with_head(c->arena, strbuf_str(&body)));
    if (!body.overflow && !file.overflow)
        file_write(AT_FDCWD, path, strbuf_str(&file), 0, NULL);
}

/* One write for one chunk, at the end: two processes that append at once both keep theirs. */
static void append(struct refscache *c, const char *path)
{
    struct flash_str chunk = with_head(c->arena, strbuf_str(&c->pending));
    int fd = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0) {
        rewrite(c, path);
        return;
    }
    file_write_all(fd, chunk.ptr, chunk.len, path, NULL);
    close(fd);
}

void refscache_close(struct refscache *c)
{
    if (!c)
        return;
    if (c->pending.len > 0 && !c->pending.overflow && c->repo->dir_fd >= 0) {
        char *path = repo_path(c->repo, c->arena, "cache/refs");

        if (c->damaged || c->size == 0 || c->size + c->pending.len > REFS_MAX)
            rewrite(c, path);
        else
            append(c, path);
    }
    if (c->map)
        munmap(c->map, c->size);
    c->map = NULL;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void remember(struct refscache *c, const struct oid *id, const struct ref_list *refs)
{
    struct record *rec = arena_new(c->arena, struct record);
    uint64_t *hashes = arena_array(c->arena, uint64_t, refs->len + 1);
    struct strbuf raw;
    uint32_t n = 0;

    for (size_t i = 0; i < refs->len; i++) {
        if (refs->items[i].name)
            hashes[n++] = str_hash(refs->items[i].name->text);
    }
    qsort(hashes, n, sizeof(*hashes), by_hash);
    strbuf_init(&raw, c->arena, REFS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || hashes[i] != hashes[i - 1])
            bytes_put_u64(&raw, hashes[i]);
    }
    rec->n = (uint32_t)(raw.len / 8);
    rec->hashes = raw.ptr;
    bytes_put_oid(&c->pending, id);
    bytes_put_u32(&c->pending, rec->n);
    strbuf_add(&c->pending, strbuf_str(&raw));
    map_put(c->arena, &c->index, arena_str(c->arena, id_key(id)), rec);
}

void refscache_add(struct refscache *c, const struct schema *s, const struct tree_list *entries)
{
    for (size_t i = 0; i < entries->len; i++) {
        const struct object *o;

        if (map_get(&c->index, id_key(&entries->items[i].id)))
            continue;
        o = schema_by_path(s, entries->items[i].path);
        if (o)
            remember(c, &entries->items[i].id, &o->refs);
    }
}

/* Opens the blobs that the cache does not know, all in one reading. */
static int learn(struct refscache *c, struct store *s, const struct dialect *d,
    const struct tree_list *entries, struct arena scratch, struct flash_error *err)
{
    struct arena *a = &scratch;
    struct tree_list unknown = {0};
    struct schema *schema;
    int rc;

    for (size_t i = 0; i < entries->len; i++) {
        if (!snapshot_is_format(entries->items[i].path) &&
            !map_get(&c->index, id_key(&entries->items[i].id)))
            tree_list_add(a, &unknown, entries->items[i].path, &entries->items[i].id);
    }
    if (unknown.len == 0)
        return 0;
    rc = snapshot_load_entries(s, d, &unknown, true, a, &schema, err);
    if (rc == 0)
        refscache_add(c, schema, &unknown);
    return rc;
}

static bool mentions(const struct record *rec, const uint64_t *names, size_t n)
{
    size_t i = 0;

    for (uint32_t k = 0; k < rec->n && i < n; k++) {
        struct bytes_in in = {.text = {rec->hashes + (size_t)k * 8, 8}};
        uint64_t hash = bytes_get_u64(&in);

        while (i < n && names[i] < hash)
            i++;
        if (i < n && names[i] == hash)
            return true;
    }
    return false;
}

int refscache_dependants(struct refscache *c, struct store *s, const struct dialect *d,
    const struct tree_list *entries, const struct flash_str *names, size_t nnames, struct arena *a,
    struct arena scratch, struct tree_list *out, struct flash_error *err)
{
    uint64_t *hashes = arena_array(&scratch, uint64_t, nnames + 1);
    int rc = learn(c, s, d, entries, scratch, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < nnames; i++)
        hashes[i] = str_hash(names[i]);
    qsort(hashes, nnames, sizeof(*hashes), by_hash);
    for (size_t i = 0; i < entries->len; i++) {
        const struct record *rec = map_get(&c->index, id_key(&entries->items[i].id));

        if (rec && mentions(rec, hashes, nnames))
            tree_list_add(a, out, entries->items[i].path, &entries->items[i].id);
    }
    return 0;
}

#include "repo/filecache.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "repo/bytes.h"
#include "repo/repo.h"
#include "repo/snapshot.h"

#define CACHE_MAX   ((size_t)256 << 20)
#define CACHE_MAGIC "flash-files 3\n"
/* The kernel stamps files with a clock that ticks; what was changed in the tick of the listing can
 * change again under the same stamp. */
#define TICK_NS ((int64_t)20 * 1000 * 1000)

int64_t filecache_now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

bool filecache_fresh(
    const struct filecache *c, const struct filecache_file *f, const struct workfile *now)
{
    return f->size == now->size && f->inode == now->inode && f->mtime_ns == now->mtime_ns &&
           f->mtime_ns < c->listed_ns - TICK_NS;
}

static int by_path(const void *key, const void *item)
{
    return str_cmp(*(const struct flash_str *)key, ((const struct filecache_file *)item)->path);
}

const struct filecache_file *filecache_file(const struct filecache *c, struct flash_str path)
{
    return c->nfiles ? bsearch(&path, c->files, c->nfiles, sizeof(*c->files), by_path) : NULL;
}

/* What the contents depend on besides the files. */
static struct flash_str cache_key(struct repo *r, struct arena *a)
{
    const struct dialect *d;
    const char *dir;

    if (repo_dialect(r, &d, NULL) < 0 || repo_schema_dir(r, &dir, NULL) < 0)
        return STR_NULL;
    return arena_printf(a, "%s %u %s", d->syntax.name, d->syntax.normal_version, dir);
}

static bool read_file(
    struct bytes_in *in, struct filecache_file *f, uint32_t nobjects, struct arena *a)
{
    uint32_t *objects;

    bytes_get_oid(in, &f->id);
    f->size = bytes_get_u64(in);
    f->inode = bytes_get_u64(in);
    f->mtime_ns = (int64_t)bytes_get_u64(in);
    f->simple = bytes_get_u32(in) != 0;
    f->statements = bytes_get_u32(in);
    f->row_statements = bytes_get_u32(in);
    f->ignored = bytes_get_u32(in);
    f->other = bytes_get_u32(in);
    f->rows = bytes_get_u64(in);
    f->path = bytes_get_str(in);
    f->nobjects = bytes_get_count(in, sizeof(uint32_t));
    objects = arena_array(a, uint32_t, f->nobjects ? f->nobjects : 1);
    f->objects = objects;
    for (uint32_t i = 0; i < f->nobjects; i++) {
        objects[i] = bytes_get_u32(in);
        if (objects[i] >= nobjects)
            return false;
    }
    return !in->bad;
}

static void read_names(struct bytes_in *in, struct filecache_object *o, struct arena *a)
{
    uint64_t *names;

    o->nnames = bytes_get_count(in, sizeof(uint64_t));
    in->bad = in->bad || o->nnames == 0;
    names = arena_array(a, uint64_t, o->nnames + 1);
    o->names = names;
    for (uint32_t i = 0; i < o->nnames; i++)
        names[i] = bytes_get_u64(in);
}

static bool read_body(struct bytes_in *in, struct filecache *c, struct arena *a)
{
    bytes_get_oid(in, &c->schema);
    bytes_get_oid(in, &c->tree);
    c->listed_ns = (int64_t)bytes_get_u64(in);
    c->nobjects = bytes_get_count(in, sizeof(struct oid));
    c->objects = arena_array(a, struct filecache_object, c->nobjects ? c->nobjects : 1);
    for (size_t i = 0; i < c->nobjects; i++) {
        bytes_get_oid(in, &c->objects[i].id);
        c->objects[i].path = bytes_get_str(in);
        read_names(in, &c->objects[i], a);
    }
    c->nfiles = bytes_get_count(in, sizeof(struct oid));
    c->files = arena_array(a, struct filecache_file, c->nfiles ? c->nfiles : 1);
    for (size_t i = 0; i < c->nfiles; i++) {
        if (!read_file(in, &c->files[i], (uint32_t)c->nobjects, a))
            return false;
    }
    return !in->bad && in->at == in->text.len;
}

void filecache_read(struct repo *r, struct arena *a, struct filecache *out)
{
    struct flash_str text, body;
    struct bytes_in in;

    *out = (struct filecache){0};
    if (file_read(AT_FDCWD, repo_work_path(r, a, "cache/files"), CACHE_MAX, FILE_NOFOLLOW, a, &text,
            NULL) < 0 ||
        !str_starts(text, STR(CACHE_MAGIC)) || text.len < strlen(CACHE_MAGIC) + 8)
        return;
    body = str_sub(text, strlen(CACHE_MAGIC) + 8, text.len);
    in = (struct bytes_in){.text = str_sub(text, strlen(CACHE_MAGIC), text.len)};
    /* The hash finds a torn file; it is no defence, and none is needed in a folder of our own. */
    if (bytes_get_u64(&in) != str_hash(body))
        return;
    in = (struct bytes_in){.text = body};
    if (!str_eq(bytes_get_str(&in), cache_key(r, a)) || !read_body(&in, out, a))
        *out = (struct filecache){0};
}

static void write_file(struct strbuf *b, const struct filecache_file *f)
{
    bytes_put_oid(b, &f->id);
    bytes_put_u64(b, f->size);
    bytes_put_u64(b, f->inode);
    bytes_put_u64(b, (uint64_t)f->mtime_ns);
    bytes_put_u32(b, f->simple);
    bytes_put_u32(b, f->statements);
    bytes_put_u32(b, f->row_statements);
    bytes_put_u32(b, f->ignored);
    bytes_put_u32(b, f->other);
    bytes_put_u64(b, f->rows);
    bytes_put_str(b, f->path);
    bytes_put_u32(b, f->nobjects);
    for (uint32_t i = 0; i < f->nobjects; i++)
        bytes_put_u32(b, f->objects[i]);
}

static void write_body(struct strbuf *b, const struct filecache *c)
{
    bytes_put_oid(b, &c->schema);
    bytes_put_oid(b, &c->tree);
    bytes_put_u64(b, (uint64_t)c->listed_ns);
    bytes_put_u32(b, (uint32_t)c->nobjects);
    for (size_t i = 0; i < c->nobjects; i++) {
        bytes_put_oid(b, &c->objects[i].id);
        bytes_put_str(b, c->objects[i].path);
        bytes_put_u32(b, c->objects[i].nnames);
        for (uint32_t k = 0; k < c->objects[i].nnames; k++)
            bytes_put_u64(b, c->objects[i].names[k]);
    }
    bytes_put_u32(b, (uint32_t)c->nfiles);
    for (size_t i = 0; i < c->nfiles; i++)
        write_file(b, &c->files[i]);
}

int filecache_write(
    struct repo *r, const struct filecache *c, struct arena scratch, struct flash_error *err)
{
    struct arena *a = &scratch;
    struct strbuf b;
    uint64_t hash;
    size_t start;
    int rc;

    strbuf_init(&b, a, CACHE_MAX);
    strbuf_adds(&b, CACHE_MAGIC);
    bytes_put_u64(&b, 0);
    start = b.len;
    bytes_put_str(&b, cache_key(r, a));
    write_body(&b, c);
    rc = strbuf_check(&b, "file cache", err);
    if (rc < 0)
        return rc;
    hash = str_hash(str_skip(strbuf_str(&b), start));
    bytes_set_u64(b.ptr + start - 8, hash);
    rc = file_mkdirs(AT_FDCWD, repo_work_path(r, a, "cache"), err);
    if (rc == 0)
        rc = file_write(AT_FDCWD, repo_work_path(r, a, "cache/files"), strbuf_str(&b), 0, err);
    return rc;
}

/* Which objects each file's statements make: the table's own file, and the files of its indexes. */
struct makers {
    struct map by_src; /* source to file number + 1 */
    VEC(uint32_t) * objects;
    uint32_t *creates;
};

static void add_maker(struct makers *m, struct arena *a, const struct source *src, uint32_t object)
{
    uintptr_t n = (uintptr_t)map_get_ptr(&m->by_src, src);

    if (n == 0)
        return;
    m->creates[n - 1]++;
    if (m->objects[n - 1].len == 0 || m->objects[n - 1].items[m->objects[n - 1].len - 1] != object)
        *vec_push(a, &m->objects[n - 1]) = object;
}

int filecache_position(const struct filecache *c, struct flash_str path)
{
    size_t lo = 0, hi = c->nobjects;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int cmp = str_cmp(c->objects[mid].path, path);

        if (cmp == 0)
            return (int)mid;
        if (cmp < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

void filecache_object_from(
    struct filecache_object *out, const struct object *o, const struct oid *id, struct arena *a)
{
    uint64_t *names = arena_array(a, uint64_t, o->children.len + 1);

    out->path = o->path;
    out->id = *id;
    out->names = names;
    out->nnames = 1;
    names[0] = str_hash(name_is_set(o->name) ? o->name.key->text : STR_NULL);
    for (size_t i = 0; i < o->children.len; i++) {
        const struct object *c = o->children.items[i];

        if (c->kind == KIND_INDEX && name_is_set(c->name))
            names[out->nnames++] = str_hash(c->name.key->text);
    }
}

static void find_makers(
    struct makers *m, const struct filecache *c, const struct schema *s, struct arena *a)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];
        int at = filecache_position(c, o->path);

        if (at < 0)
            continue;
        add_maker(m, a, o->loc.src, (uint32_t)at);
        for (size_t k = 0; k < o->children.len; k++) {
            if (o->children.items[k]->kind == KIND_INDEX)
                add_maker(m, a, o->children.items[k]->loc.src, (uint32_t)at);
        }
    }
}

static void fill_file(
    struct filecache_file *f, const struct workfile *w, const struct makers *m, size_t i)
{
    f->path = w->path;
    f->id = w->id;
    f->size = w->size;
    f->inode = w->inode;
    f->mtime_ns = w->mtime_ns;
    f->objects = m->objects[i].items;
    f->nobjects = (uint32_t)m->objects[i].len;
    f->statements = w->statements;
    f->row_statements = w->row_statements;
    f->ignored = w->ignored;
    f->other = w->other;
    f->rows = w->rows;
    f->simple = m->creates[i] + w->ignored + w->row_statements == w->statements;
}

void filecache_fill_files(
    struct filecache *c, const struct workfiles *wf, const struct schema *s, struct arena *a)
{
    struct makers m = {0};

    m.objects = arena_alloc_array(a, wf->len + 1, sizeof(*m.objects), _Alignof(max_align_t));
    m.creates = arena_array(a, uint32_t, wf->len + 1);
    for (size_t i = 0; i < wf->len; i++) {
        assert(wf->items[i].src != NULL);
        map_put_ptr(a, &m.by_src, wf->items[i].src, (void *)(uintptr_t)(i + 1));
    }
    find_makers(&m, c, s, a);
    c->nfiles = wf->len;
    c->files = arena_array(a, struct filecache_file, wf->len + 1);
    for (size_t i = 0; i < wf->len; i++)
        fill_file(&c->files[i], &wf->items[i], &m, i);
}

void filecache_from(const struct workfiles *wf, const struct schema *s,
    const struct tree_list *entries, const struct oid *schema, const struct oid *tree,
    struct arena *a, struct filecache *out)
{
    *out = (struct filecache){.schema = *schema, .tree = *tree, .listed_ns = wf->listed_ns};
    out->objects = arena_array(a, struct filecache_object, entries->len + 1);
    for (size_t i = 0; i < entries->len; i++) {
        if (!snapshot_is_format(entries->items[i].path))
            filecache_object_from(&out->objects[out->nobjects++],
                schema_by_path(s, entries->items[i].path), &entries->items[i].id, a);
    }
    filecache_fill_files(out, wf, s, a);
}

#include "repo/splice-edit.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "sql/lexer.h"

static void add_file(struct splice_edits *e, const struct workfile *f)
{
    struct splice_file *s = vec_push(e->arena, &e->files);

    s->file = *f;
    map_put(e->arena, &e->by_path, s->file.path, (void *)(uintptr_t)e->files.len);
    if (f->src)
        map_put_ptr(e->arena, &e->by_src, f->src, (void *)(uintptr_t)e->files.len);
}

void splice_edits_init(
    struct splice_edits *e, const struct workfiles *files, const struct dialect *d, struct arena *a)
{
    *e = (struct splice_edits){.arena = a, .dialect = d};
    for (size_t i = 0; i < files->len; i++)
        add_file(e, &files->items[i]);
}

int splice_file_of(const struct splice_edits *e, const struct source *src)
{
    return src ? (int)(uintptr_t)map_get_ptr(&e->by_src, src) - 1 : -1;
}

int splice_file_at(const struct splice_edits *e, struct flash_str path)
{
    return (int)(uintptr_t)map_get(&e->by_path, path) - 1;
}

int splice_file_new(struct splice_edits *e, struct flash_str path)
{
    struct workfile f = {.path = path, .bytes = STR("")};

    add_file(e, &f);
    return (int)e->files.len - 1;
}

/* Places are of the source, which has no byte-order mark; the file may begin with one. */
static size_t bom(const struct splice_file *f)
{
    return f->file.src ? (size_t)(f->file.src->text.ptr - f->file.bytes.ptr) : 0;
}

static void add_edit(
    struct splice_edits *e, int file, size_t start, size_t end, struct flash_str text)
{
    struct splice_file *f = &e->files.items[file];
    struct splice_edit *d = vec_push(e->arena, &f->edits);

    assert(start <= end);
    d->start = start + bom(f);
    d->end = end + bom(f);
    d->text = text;
    d->seq = e->seq++;
}

void splice_replace(
    struct splice_edits *e, int file, size_t start, size_t end, struct flash_str text)
{
    add_edit(e, file, start, end, text);
}

static struct flash_str text_of(const struct splice_file *f)
{
    return f->file.src ? f->file.src->text : f->file.bytes;
}

void splice_delete(struct splice_edits *e, int file, size_t start, size_t end)
{
    struct flash_str t = text_of(&e->files.items[file]);
    size_t line = end;

    while (line < t.len && (t.ptr[line] == ' ' || t.ptr[line] == '\t' || t.ptr[line] == '\r'))
        line++;
    /* A comment behind it on its line belongs to nobody then, but it is not ours to delete. */
    if (line < t.len && t.ptr[line] == '\n') {
        end = line + 1;
        if ((start < 2 || t.ptr[start - 2] == '\n') && end < t.len && t.ptr[end] == '\n')
            end++;
    } else if (line == t.len) {
        end = line;
    }
    e->files.items[file].shortened = true;
    add_edit(e, file, start, end, STR(""));
}

static struct token_list tokens_of(
    const struct splice_edits *e, struct flash_str text, struct arena *a)
{
    struct source *src = arena_new(a, struct source);

    src->text = text;
    return lex(src, e->dialect->lex, a);
}

/* The last statement of a file may do without its semicolon. */
static bool ends_open(const struct splice_edits *e, struct splice_file *f)
{
    struct arena scratch = *e->arena;
    struct token_list t;

    if (!f->looked) {
        f->looked = true;
        t = tokens_of(e, text_of(f), &scratch);
        f->open = t.len > 1 && t.items[t.len - 2].op != OP_SEMI;
        f->last = t.len > 1 ? (size_t)t.items[t.len - 2].off + t.items[t.len - 2].len : 0;
    }
    return f->open;
}

void splice_insert(struct splice_edits *e, int file, size_t at, struct flash_str text)
{
    struct splice_file *f = &e->files.items[file];
    struct flash_str t = text_of(f);
    bool end = at >= t.len, line;
    struct strbuf b;

    at = end ? t.len : at;
    line = at > 0 && t.ptr[at - 1] == '\n';
    strbuf_init(&b, e->arena, LIMIT_FILE);
    if (end && t.len && ends_open(e, f)) {
        /* Behind a comment that ends the text it takes a line of its own. */
        strbuf_adds(&b, f->last == at ? ";" : line ? ";\n" : "\n;\n");
        line = f->last != at;
        f->open = false;
    } else if (!end && t.ptr[at - 1] != ';') {
        strbuf_addc(&b, ';');
    }
    if (at > 0 || f->edits.len)
        strbuf_adds(&b, line || at == 0 ? "\n" : "\n\n");
    strbuf_add(&b, text);
    if (end)
        strbuf_addc(&b, '\n');
    add_edit(e, file, at, at, strbuf_str(&b));
}

static int by_place(const void *a, const void *b)
{
    const struct splice_edit *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static struct flash_str edited(struct splice_edits *e, struct splice_file *f)
{
    struct flash_str old = f->file.bytes;
    struct strbuf b;
    size_t at = 0;

    qsort(f->edits.items, f->edits.len, sizeof(*f->edits.items), by_place);
    strbuf_init(&b, e->arena, LIMIT_FILE);
    for (size_t i = 0; i < f->edits.len; i++) {
        const struct splice_edit *d = &f->edits.items[i];

        if (d->start > at)
            strbuf_add(&b, str_sub(old, at, d->start));
        strbuf_add(&b, d->text);
        at = d->end > at ? d->end : at;
    }
    strbuf_add(&b, str_skip(old, at));
    return strbuf_str(&b);
}

static bool has_statement(const struct splice_edits *e, struct flash_str text, struct arena scratch)
{
    return tokens_of(e, text, &scratch).len > 1;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct workfile *)a)->path, ((const struct workfile *)b)->path);
}

void splice_apply(struct splice_edits *e, const struct workfiles *files, struct workfiles *out)
{
    *out = (struct workfiles){.folder = files->folder,
        .store = files->store,
        .dirfd = files->dirfd,
        .listed_ns = files->listed_ns};
    for (size_t i = 0; i < e->files.len; i++) {
        struct splice_file *f = &e->files.items[i];
        struct workfile new = f->file;

        if (f->edits.len) {
            new = (struct workfile){.path = f->file.path, .bytes = edited(e, f)};
            new.size = new.bytes.len;
            oid_of(OBJECT_BLOB, new.bytes, &new.id);
            if (f->shortened && !has_statement(e, new.bytes, *e->arena))
                continue;
        }
        *vec_push(e->arena, out) = new;
    }
    if (out->len)
        qsort(out->items, out->len, sizeof(*out->items), by_path);
}

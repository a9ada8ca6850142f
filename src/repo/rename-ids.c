#include "repo/rename-ids.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "schema/names.h"

#define IDS_MAX    ((size_t)1 << 20)
#define IDS_HEADER "flash-ids 1\n"

/* Names may hold spaces and line ends; the words of a line must not. */
static struct flash_str encode(struct arena *a, struct flash_str s)
{
    struct strbuf b;

    strbuf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c <= ' ' || c >= 0x7f || c == '%')
            strbuf_addf(&b, "%%%02x", c);
        else
            strbuf_addc(&b, s.ptr[i]);
    }
    return strbuf_str(&b);
}

static int hex_digit(char c)
{
    return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct flash_str decode(struct arena *a, struct flash_str s)
{
    struct strbuf b;

    strbuf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%' && i + 2 < s.len && hex_digit(s.ptr[i + 1]) >= 0 &&
            hex_digit(s.ptr[i + 2]) >= 0) {
            strbuf_addc(&b, (char)(hex_digit(s.ptr[i + 1]) * 16 + hex_digit(s.ptr[i + 2])));
            i += 2;
        } else {
            strbuf_addc(&b, s.ptr[i]);
        }
    }
    return strbuf_str(&b);
}

/* Kinds have names of two words: "primary key" stands as "primary-key". */
static struct flash_str kind_word(struct arena *a, enum kind k)
{
    struct flash_str name = str_from(kind_info(k)->name);
    char *p = arena_cstr(a, name);

    for (size_t i = 0; i < name.len; i++)
        p[i] = p[i] == ' ' ? '-' : p[i];
    return str_from(p);
}

static enum kind kind_parse(struct arena *a, struct flash_str word)
{
    char *p = arena_cstr(a, word);

    for (size_t i = 0; i < word.len; i++)
        p[i] = p[i] == '-' ? ' ' : p[i];
    return kind_from_name(str_from(p));
}

void rename_ids_parse(struct flash_str text, struct arena *a, struct rename_records *out)
{
    struct flash_str line;

    while (str_split(&text, '\n', &line)) {
        struct flash_str rest = line, word, kind, from, to;
        struct rename_record *r;

        if (!str_split(&rest, ' ', &word) || !str_eq(word, STR("rename")) ||
            !str_split(&rest, ' ', &kind) || !str_split(&rest, ' ', &from) ||
            !str_split(&rest, ' ', &to) || !rest.ptr || kind_parse(a, kind) == KIND_NONE)
            continue;
        r = vec_push(a, out);
        r->kind = kind_parse(a, kind);
        r->from = decode(a, from);
        r->to = decode(a, to);
        r->before = rest;
        r->line = line;
    }
}

struct flash_str rename_ids_path(struct arena *a, const struct rename *r, bool old_side)
{
    bool child = !kind_is_top(r->kind);
    enum kind top = child ? KIND_TABLE : r->kind;
    const struct symbol *name = child ? r->table : old_side ? r->from : r->to;
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_PATH);
    name_encode(&b, r->ns ? r->ns->text : STR("main"));
    strbuf_addf(&b, "/%s/", kind_info(top)->folder);
    name_encode(&b, name ? name->text : STR_NULL);
    strbuf_adds(&b, ".sql");
    return strbuf_str(&b);
}

struct ids {
    struct arena *arena;
    struct map files; /* path to struct flash_str text */
    struct map was;   /* paths that base has, whose edit is a removal when nothing new comes */
    char before[OID_HEX + 1];
};

static void put(struct ids *ids, struct flash_str path, struct flash_str text)
{
    struct flash_str *t = arena_new(ids->arena, struct flash_str);

    *t = text;
    map_put(ids->arena, &ids->files, path, t);
}

static int read_base(
    struct ids *ids, struct store *s, const struct oid *base, struct flash_error *err)
{
    struct tree_list list = {0};
    bool is_tree;
    struct oid id;
    int rc;

    if (!base || tree_find(s, base, STR("meta/ids"), &id, &is_tree, NULL) < 0)
        return 0;
    rc = tree_flatten(s, base, STR("meta/ids"), ids->arena, &list, err);
    for (size_t i = 0; rc == 0 && i < list.len; i++) {
        struct flash_str text;

        rc = store_read(s, &list.items[i].id, OBJECT_BLOB, IDS_MAX, ids->arena, &text, err);
        if (rc == 0) {
            put(ids, list.items[i].path, text);
            map_put(ids->arena, &ids->was, list.items[i].path, &ids->was);
        }
    }
    return rc;
}

/* Whether an id line says that the object of this name now has an id already. */
static bool id_line_is(struct arena *a, struct flash_str line, enum kind k, struct flash_str now,
    struct flash_str *birth, struct flash_str *before)
{
    struct flash_str word, kind;

    return str_split(&line, ' ', &word) && str_eq(word, STR("id")) &&
           str_split(&line, ' ', &kind) && kind_parse(a, kind) == k &&
           str_split(&line, ' ', birth) && str_split(&line, ' ', before) && line.ptr &&
           str_eq(line, now);
}

/* The file with the rename added: the id line renewed or made, the record last. */
static struct flash_str add_rename(struct ids *ids, struct flash_str text, const struct rename *r)
{
    struct arena *a = ids->arena;
    struct flash_str from = encode(a, r->from->text), to = encode(a, r->to->text);
    struct flash_str kind = kind_word(a, r->kind), line;
    struct strbuf b;
    bool known = false;

    strbuf_init(&b, a, IDS_MAX);
    strbuf_adds(&b, IDS_HEADER);
    while (str_split(&text, '\n', &line)) {
        struct flash_str birth, before;

        if (line.len == 0 || str_starts(line, STR("flash-ids ")))
            continue;
        if (!known && id_line_is(a, line, r->kind, from, &birth, &before)) {
            known = true;
            strbuf_addf(&b, "id %.*s %.*s %.*s %.*s\n", STR_ARG(kind), STR_ARG(birth),
                STR_ARG(before), STR_ARG(to));
        } else {
            strbuf_addf(&b, "%.*s\n", STR_ARG(line));
        }
    }
    if (!known)
        strbuf_addf(
            &b, "id %.*s %.*s %s %.*s\n", STR_ARG(kind), STR_ARG(from), ids->before, STR_ARG(to));
    strbuf_addf(
        &b, "rename %.*s %.*s %.*s %s\n", STR_ARG(kind), STR_ARG(from), STR_ARG(to), ids->before);
    return strbuf_str(&b);
}

static void apply_rename(struct ids *ids, const struct map *old, const struct rename *r)
{
    struct flash_str from = rename_ids_path(ids->arena, r, true);
    struct flash_str to = rename_ids_path(ids->arena, r, false);
    const struct flash_str *moved = str_eq(from, to) ? NULL : map_get(old, from);
    const struct flash_str *here = map_get(&ids->files, to);

    /* What stood at the new path belonged to an object that is gone, unless it was put there just
     * now. */
    if (!str_eq(from, to) && here && here == map_get(old, to))
        here = NULL;
    if (moved && map_get(&ids->files, from) == moved)
        map_remove(&ids->files, from);
    put(ids, to, add_rename(ids, here ? *here : moved ? *moved : STR(IDS_HEADER), r));
}

static bool has_entry(const struct tree_list *entries, struct flash_str path)
{
    size_t lo = 0, hi = entries->len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int cmp = str_cmp(entries->items[mid].path, path);

        if (cmp == 0)
            return true;
        if (cmp < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static void write_edits(
    struct ids *ids, const struct tree_list *entries, struct batch *b, struct tree_list *out)
{
    static const struct oid none;

    for (size_t i = 0; i < ids->files.len; i++) {
        const struct map_item *item = &ids->files.items[i];
        const struct flash_str *text = item->value;
        struct oid id;

        if (!text || !has_entry(entries, item->key))
            continue;
        batch_add(b, OBJECT_BLOB, *text, &id);
        tree_list_add(ids->arena, out, item->key, &id);
        map_remove(&ids->was, item->key);
    }
    for (size_t i = 0; i < ids->was.len; i++) {
        if (ids->was.items[i].value)
            tree_list_add(ids->arena, out, ids->was.items[i].key, &none);
    }
}

int rename_ids_update(struct store *s, const struct oid *base, const struct oid *parent,
    const struct rename_list *renames, const struct tree_list *entries, struct batch *b,
    struct arena *a, struct tree_list *out, struct flash_error *err)
{
    struct ids ids = {.arena = a, .before = "-"};
    struct map old = {0};
    int rc = read_base(&ids, s, base, err);

    if (rc < 0)
        return rc;
    if (parent)
        oid_hex(parent, ids.before);
    for (size_t i = 0; i < ids.files.len; i++)
        map_put(a, &old, ids.files.items[i].key, ids.files.items[i].value);
    /* Tables move their files first; what is below them finds them under the new name. */
    for (int children = 0; children < 2; children++) {
        for (size_t i = 0; renames && i < renames->len; i++) {
            if (kind_is_top(renames->items[i].kind) == (children == 0))
                apply_rename(&ids, &old, &renames->items[i]);
        }
    }
    write_edits(&ids, entries, b, out);
    return 0;
}

#include "repo/snapshot.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"

#define SCHEMA_FORMAT 1
#define FORMAT_MAX    4096

bool snapshot_is_format(struct flash_str path)
{
    return str_eq(path, STR("@format"));
}

void snapshot_entries(const struct schema *s, struct arena *a, struct tree_list *out)
{
    struct oid id;

    oid_of(OBJECT_BLOB, schema_format_text(a, s->syntax), &id);
    tree_list_add(a, out, STR("@format"), &id);
    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];

        oid_of(OBJECT_BLOB, o->text, &id);
        tree_list_add(a, out, object_path(a, o), &id);
    }
    tree_list_sort(out);
}

int snapshot_entries_oid(
    const struct tree_list *entries, struct arena scratch, struct oid *out, struct flash_error *err)
{
    struct arena inner;
    int rc;

    arena_init(&inner, ARENA_DEFAULT);
    rc = tree_build(&scratch, inner, entries, NULL, out, err);
    arena_release(&inner);
    return rc;
}

int snapshot_oid(
    const struct schema *s, struct arena scratch, struct oid *out, struct flash_error *err)
{
    struct tree_list entries = {0};

    snapshot_entries(s, &scratch, &entries);
    return snapshot_entries_oid(&entries, scratch, out, err);
}

struct flash_str snapshot_recorded(
    struct arena *a, const struct dialect *d, const struct oid *schema)
{
    char hex[OID_HEX + 1];

    oid_hex(schema, hex);
    return arena_printf(a, "n%u:%s", d->syntax.normal_version, hex);
}

bool snapshot_parse_recorded(struct flash_str text, struct oid *out, unsigned *normal)
{
    ptrdiff_t colon = str_find_char(text, ':', 0);
    uint64_t version = 0;

    if (colon > 1 && text.ptr[0] == 'n' &&
        (!str_to_u64(str_sub(text, 1, (size_t)colon), &version) || version > 1000000))
        return false;
    if (colon > 1 && text.ptr[0] != 'n')
        return false;
    if (normal)
        *normal = (unsigned)version;
    return oid_parse(colon > 1 ? str_skip(text, (size_t)colon + 1) : text, out);
}

static bool format_number(struct flash_str line, struct flash_str word, unsigned *out)
{
    uint64_t v;

    if (!str_starts(line, word) || !str_to_u64(str_skip(line, word.len), &v) || v > 1000000)
        return false;
    *out = (unsigned)v;
    return true;
}

static int parse_format(struct flash_str text, struct snapshot_format *out, struct flash_error *err)
{
    struct flash_str line, name = STR_NULL;

    *out = (struct snapshot_format){0};
    while (str_split(&text, '\n', &line)) {
        if (!format_number(line, STR("flash-schema "), &out->format) &&
            !format_number(line, STR("normal "), &out->normal) && str_starts(line, STR("dialect ")))
            name = str_skip(line, 8);
    }
    if (out->format == 0 || out->normal == 0 || name.len == 0)
        return error_set(err, FLASH_ECORRUPT, "schema/@format is damaged");
    if (out->format > SCHEMA_FORMAT) {
        error_set(err, FLASH_ENEWER, "the snapshot has format %u, this flash knows %u", out->format,
            SCHEMA_FORMAT);
        return error_hint(err, "install a newer flash");
    }
    out->dialect = dialect_find(name);
    if (!out->dialect)
        return error_set(
            err, FLASH_EUNSUPPORTED, "this build has no dialect '%.*s'", STR_ARG(name));
    if (out->normal > out->dialect->syntax.normal_version) {
        error_set(err, FLASH_ENEWER, "the snapshot has normal form %u, this flash knows %u",
            out->normal, out->dialect->syntax.normal_version);
        return error_hint(err, "install a newer flash");
    }
    return 0;
}

int snapshot_format_read(struct store *s, const struct oid *schema_tree, struct arena scratch,
    struct snapshot_format *out, struct flash_error *err)
{
    struct flash_str text;
    struct oid id;
    bool is_tree;
    int rc = tree_find(s, schema_tree, STR("@format"), &id, &is_tree, err);

    if (rc == FLASH_ENOTFOUND || (rc == 0 && is_tree))
        return error_set(err, FLASH_ECORRUPT, "the snapshot has no schema/@format");
    if (rc == 0)
        rc = store_read(s, &id, OBJECT_BLOB, FORMAT_MAX, &scratch, &text, err);
    return rc < 0 ? rc : parse_format(text, out, err);
}

int snapshot_schema_oid(struct store *s, const struct oid *commit, struct arena scratch,
    struct oid *out, struct flash_error *err)
{
    struct commit c;
    bool is_tree;
    int rc = commit_read(s, commit, &scratch, &c, err);

    if (rc == 0)
        rc = tree_find(s, &c.tree, STR("schema"), out, &is_tree, err);
    if (rc == FLASH_ENOTFOUND || (rc == 0 && !is_tree)) {
        char hex[OID_HEX + 1];
        oid_hex(commit, hex);
        return error_set(err, FLASH_ECORRUPT, "commit %.12s has no schema/", hex);
    }
    return rc;
}

/* A problem in stored text is damage, or the work of a flash that knew more. */
static int damaged(const struct diags *diags, struct flash_error *err)
{
    if (diags_error(diags, err) == 0)
        return 0;
    if (err)
        err->code = FLASH_ECORRUPT;
    error_hint(err, "run 'flash fsck' to check the store");
    return FLASH_ECORRUPT;
}

static int read_text(struct schema *schema, struct flash_str path, struct flash_str text,
    struct diags *diags, struct flash_error *err)
{
    struct source *src = arena_new(schema->arena, struct source);
    struct read_report report = {0};
    int rc = source_init(src, arena_printf(schema->arena, "schema/%.*s", STR_ARG(path)), text, err);

    if (rc == 0)
        dialect_of(schema)->read(schema, src, &report, diags);
    return rc;
}

int snapshot_load_texts(const struct dialect *d, const struct snapshot_text *texts, size_t n,
    bool partial, struct arena *a, struct schema **out, struct diags *diags,
    struct flash_error *err)
{
    struct schema *schema = schema_new(a, &d->syntax);
    int rc = 0;

    schema->partial = partial;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = read_text(schema, texts[i].path, texts[i].text, diags, err);
    if (rc < 0)
        return rc;
    d->finish(schema, diags);
    rc = diags_error(diags, err);
    if (rc == 0)
        *out = schema;
    return rc;
}

int snapshot_load_entries(struct store *s, const struct dialect *d, const struct tree_list *entries,
    bool partial, struct arena *a, struct schema **out, struct flash_error *err)
{
    struct snapshot_text *texts = arena_array(a, struct snapshot_text, entries->len + 1);
    struct diags diags;
    size_t n = 0;
    int rc = 0;

    diags_init(&diags, a);
    for (size_t i = 0; rc == 0 && i < entries->len; i++) {
        if (snapshot_is_format(entries->items[i].path))
            continue;
        texts[n].path = entries->items[i].path;
        rc =
            store_read(s, &entries->items[i].id, OBJECT_BLOB, LIMIT_FILE, a, &texts[n++].text, err);
    }
    if (rc == 0)
        rc = snapshot_load_texts(d, texts, n, partial, a, out, &diags, err);
    return rc == FLASH_ESYNTAX ? damaged(&diags, err) : rc;
}

int snapshot_load_tree(struct store *s, const struct oid *schema_tree, struct arena *a,
    struct schema **out, struct flash_error *err)
{
    struct tree_list entries = {0};
    struct snapshot_format format;
    int rc = snapshot_format_read(s, schema_tree, *a, &format, err);

    if (rc == 0)
        rc = tree_flatten(s, schema_tree, STR(""), a, &entries, err);
    if (rc == 0)
        rc = snapshot_load_entries(s, format.dialect, &entries, false, a, out, err);
    return rc;
}

int snapshot_load(struct store *s, const struct oid *commit, struct arena *a, struct schema **out,
    struct flash_error *err)
{
    struct oid tree;
    int rc = snapshot_schema_oid(s, commit, *a, &tree, err);

    return rc < 0 ? rc : snapshot_load_tree(s, &tree, a, out, err);
}

int snapshot_object(struct store *s, const struct oid *commit, struct flash_str path,
    struct arena *a, struct flash_str *out, struct flash_error *err)
{
    struct oid tree, id;
    bool is_tree;
    int rc = snapshot_schema_oid(s, commit, *a, &tree, err);

    if (rc == 0)
        rc = tree_find(s, &tree, path, &id, &is_tree, err);
    if (rc == 0 && is_tree)
        rc = error_set(err, FLASH_ENOTFOUND, "'%.*s' is no object", STR_ARG(path));
    return rc < 0 ? rc : store_read(s, &id, OBJECT_BLOB, LIMIT_FILE, a, out, err);
}

#include "repo/objglob.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "schema/model.h"

/* The path of an object taken apart and decoded. */
struct parts {
    struct flash_str ns, folder, name;
};

static struct flash_str decode(struct arena *a, struct flash_str component)
{
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_PATH);
    return name_decode(&b, component) ? strbuf_str(&b) : component;
}

static bool take_apart(struct flash_str path, struct arena *a, struct parts *out)
{
    struct flash_str rest = path, ns, folder;
    size_t dot;

    if (!str_split(&rest, '/', &ns) || !str_split(&rest, '/', &folder) || rest.len == 0)
        return false;
    for (dot = rest.len; dot > 0 && rest.ptr[dot - 1] != '.'; dot--)
        ;
    out->ns = decode(a, ns);
    out->folder = folder;
    out->name = decode(a, str_sub(rest, 0, dot ? dot - 1 : rest.len));
    return true;
}

bool objglob_path_parts(struct flash_str path, struct arena *a, struct flash_str *ns,
    struct flash_str *folder, struct flash_str *name)
{
    struct parts p;

    if (!take_apart(path, a, &p))
        return false;
    *ns = p.ns;
    *folder = p.folder;
    *name = p.name;
    return true;
}

enum kind objglob_folder_kind(struct flash_str folder)
{
    for (unsigned k = KIND_NONE + 1; k < KIND__COUNT; k++) {
        if (str_eq(str_from(kind_info((enum kind)k)->folder), folder))
            return (enum kind)k;
    }
    return KIND_NONE;
}

static struct flash_str lower(struct arena *a, struct flash_str s)
{
    char *p = arena_cstr(a, s);

    for (size_t i = 0; i < s.len; i++)
        p[i] = ascii_lower(p[i]);
    return (struct flash_str){p, s.len};
}

static bool glob_nocase(struct arena *a, struct flash_str pattern, struct flash_str s)
{
    return str_glob(lower(a, pattern), lower(a, s));
}

/* "table" or "tables" for the folder "tables". */
static bool kind_word(struct flash_str word, struct flash_str folder)
{
    enum kind k = kind_from_name(word);

    return str_eq(word, folder) ||
           (k != KIND_NONE && str_eq(str_from(kind_info(k)->folder), folder));
}

/* A kind before the first ':' narrows; what stands behind it is left. False when it excludes the
 * folder. */
static bool strip_kind(struct flash_str *word, struct flash_str folder)
{
    ptrdiff_t colon = str_find_char(*word, ':', 0);
    struct flash_str kind;

    if (colon <= 0)
        return true;
    kind = str_sub(*word, 0, (size_t)colon);
    *word = str_skip(*word, (size_t)colon + 1);
    return kind_word(kind, folder);
}

static bool match_parts(struct flash_str word, const struct parts *p, struct arena scratch)
{
    if (!strip_kind(&word, p->folder))
        return false;
    if (glob_nocase(&scratch, word, p->name))
        return true;
    return glob_nocase(
        &scratch, word, arena_printf(&scratch, "%.*s.%.*s", STR_ARG(p->ns), STR_ARG(p->name)));
}

int objglob_which(const struct objglob *g, struct flash_str path, struct arena scratch)
{
    struct parts p;

    if (!take_apart(path, &scratch, &p))
        return -1;
    for (size_t i = 0; i < g->len; i++) {
        if (match_parts(g->items[i], &p, scratch))
            return (int)i;
    }
    return -1;
}

bool objglob_match_path(const struct objglob *g, struct flash_str path, struct arena scratch)
{
    return g->len == 0 || objglob_which(g, path, scratch) >= 0;
}

static bool match_index(const struct objglob *g, const struct object *top, struct arena scratch)
{
    struct flash_str folder = STR("index");

    for (size_t c = 0; c < top->children.len; c++) {
        const struct object *o = top->children.items[c];

        if (o->kind != KIND_INDEX || !name_is_set(o->name))
            continue;
        for (size_t i = 0; i < g->len; i++) {
            struct flash_str word = g->items[i];

            if (strip_kind(&word, folder) && word.ptr != g->items[i].ptr &&
                glob_nocase(&scratch, word, o->name.key->text))
                return true;
        }
    }
    return false;
}

bool objglob_match(const struct objglob *g, const struct object *top, struct arena scratch)
{
    return g->len == 0 || objglob_match_path(g, object_path(&scratch, top), scratch) ||
           match_index(g, top, scratch);
}

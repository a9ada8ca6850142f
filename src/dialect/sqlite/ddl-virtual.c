#include "dialect/sqlite/ddl-virtual.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/names.h"

static bool is_fts(const struct table *t)
{
    return unit_is_virtual(t) && (str_eq_nocase(t->module.spelling, STR("fts5")) ||
                                     str_eq_nocase(t->module.spelling, STR("fts4")));
}

static struct flash_str unquote(struct flash_str s)
{
    s = str_trim(s);
    if (s.len >= 2 && (s.ptr[0] == '\'' || s.ptr[0] == '"' || s.ptr[0] == '`') &&
        s.ptr[s.len - 1] == s.ptr[0])
        return str_sub(s, 1, s.len - 1);
    if (s.len >= 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
        return str_sub(s, 1, s.len - 1);
    return s;
}

/* The value of the option content=; false when it is not given. */
static bool content_option(const struct table *t, struct flash_str *out)
{
    for (size_t i = 0; is_fts(t) && i < t->module_args.len; i++) {
        struct flash_str arg = t->module_args.items[i].spelling;
        ptrdiff_t eq = str_find_char(arg, '=', 0);
        if (eq < 0 || !str_eq_nocase(str_trim(str_sub(arg, 0, (size_t)eq)), STR("content")))
            continue;
        *out = unquote(str_skip(arg, (size_t)eq + 1));
        return true;
    }
    return false;
}

const struct symbol *virtual_content(const struct table *t)
{
    struct flash_str name = STR_NULL;
    return content_option(t, &name) && name.len > 0 ? sqlite_fold(name) : NULL;
}

bool virtual_is_external(const struct table *t)
{
    return virtual_content(t) != NULL;
}

static bool is_module(const struct table *t, const char *const *names)
{
    for (; *names; names++)
        if (str_eq_nocase(t->module.spelling, str_from(*names)))
            return true;
    return false;
}

static const char *const fts_modules[] = {"fts5", "fts4", "fts3", NULL};
static const char *const rtree_modules[] = {"rtree", "rtree_i32", NULL};

bool virtual_has_rowid(const struct table *t)
{
    return is_module(t, fts_modules);
}

/* The first word of an argument, which may be in quotes: "title UNINDEXED", "[a b] TEXT", "+note".
 */
static struct flash_str first_word(struct flash_str arg)
{
    static const char quotes[] = "'\"`[";
    size_t i = 1;

    arg = str_trim(arg);
    if (arg.len > 0 && arg.ptr[0] == '+')
        arg = str_trim(str_skip(arg, 1));
    if (arg.len == 0)
        return arg;
    if (memchr(quotes, arg.ptr[0], sizeof(quotes) - 1)) {
        ptrdiff_t end = str_find_char(arg, arg.ptr[0] == '[' ? ']' : arg.ptr[0], 1);
        return end < 0 ? STR_NULL : str_sub(arg, 1, (size_t)end);
    }
    while (i < arg.len && !ascii_space(arg.ptr[i]))
        i++;
    return str_sub(arg, 0, i);
}

/* name = value; in quotes '=' is part of a name. */
static bool is_option(struct flash_str arg)
{
    arg = str_trim(arg);
    return arg.len > 0 && (ascii_alpha(arg.ptr[0]) || arg.ptr[0] == '_') &&
           str_find_char(arg, '=', 0) >= 0;
}

bool virtual_columns(struct sqd *s, const struct table *t, struct flash_str **names, size_t *n)
{
    bool fts = is_module(t, fts_modules);
    struct flash_str content;

    *n = 0;
    if ((!fts && !is_module(t, rtree_modules)) || content_option(t, &content))
        return false;
    *names = arena_array(s->scratch, struct flash_str, t->module_args.len + 1);
    for (size_t i = 0; i < t->module_args.len; i++) {
        struct flash_str arg = t->module_args.items[i].spelling;
        if (fts && is_option(arg))
            continue;
        (*names)[*n] = first_word(arg);
        if ((*names)[(*n)++].len == 0)
            return false;
    }
    return *n > 0;
}

/* The table itself, or through views. depth keeps views that name each other from going round. */
static bool is_moved(
    const struct sqd *s, const struct map *moved, const struct symbol *name, unsigned depth)
{
    const struct object *o = schema_relation(s->to, sqlite_main(), name);

    if (!o || o->kind != KIND_VIEW)
        return o && map_get_ptr(moved, o);
    for (size_t i = 0; depth > 0 && i < o->refs.len; i++)
        if (is_moved(s, moved, o->refs.items[i].name, depth - 1))
            return true;
    return false;
}

#define VIEW_DEPTH 16

static bool needs_rebuild(const struct sqd *s, const struct map *moved, const struct table *t)
{
    const struct symbol *content = virtual_content(t);
    const struct table_unit *u = unit_find(s, &t->base);

    if (!content || !schema_relation(s->to, sqlite_main(), content))
        return false;
    if (u && (u->how == UNIT_CREATE || u->how == UNIT_REPLACE))
        return true;
    return is_moved(s, moved, content, VIEW_DEPTH);
}

static bool nothing_to_do(const struct sqd *s)
{
    if (s->moved.len > 0)
        return false;
    for (size_t i = 0; i < s->units.len; i++)
        if (unit_is_virtual(s->units.items[i]->to))
            return false;
    return true;
}

void virtual_rebuild_steps(struct sqd *s)
{
    struct map moved = {0};

    if (nothing_to_do(s))
        return;
    for (size_t i = 0; i < s->moved.len; i++)
        map_put_ptr(s->scratch, &moved, s->moved.items[i], s->moved.items[i]);
    for (size_t i = 0; i < s->to->objects.len; i++) {
        const struct object *o = s->to->objects.items[i];
        const struct table *t = (const struct table *)o;
        if (o->kind != KIND_TABLE || !unit_is_virtual(t) || !needs_rebuild(s, &moved, t))
            continue;
        struct step *step = sqd_step(s, STEP_DATA, o,
            sqd_cause(s, "index the content of %.*s again", STR_ARG(sqd_title(s, o))),
            sqd_text(
                s, "INSERT INTO %I (%I) VALUES ('rebuild')", o->name.spelling, o->name.spelling));
        step->scans = step->rewrites = true;
    }
}

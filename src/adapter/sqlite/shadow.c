#include "adapter/sqlite/shadow.h"

#include "base/str.h"

#define SUFFIX_MAX 5

struct module_row {
    const char *module;
    const char *suffixes[SUFFIX_MAX + 1];
};

/* Known by name, so that they are hidden too where this process lacks the module. */
static const struct module_row modules[] = {
    {"fts3", {"content", "segments", "segdir", "docsize", "stat"}},
    {"fts4", {"content", "segments", "segdir", "docsize", "stat"}},
    {"fts5", {"data", "idx", "content", "docsize", "config"}},
    {"rtree", {"node", "rowid", "parent"}},
    {"rtree_i32", {"node", "rowid", "parent"}},
    {"geopoly", {"node", "rowid", "parent"}},
    {"spellfix1", {"vocab"}},
};

static const struct module_row *find_module(struct flash_str name)
{
    for (size_t i = 0; i < ARRAY_LEN(modules); i++)
        if (str_eq_nocase(name, str_from(modules[i].module)))
            return &modules[i];
    return NULL;
}

static void hide(const struct schema *s, struct arena *a, struct map *out, struct flash_str name)
{
    const struct symbol *key = s->syntax->fold(name);
    map_put_ptr(a, out, key, out);
}

static void hide_known(const struct schema *s, const struct object *o,
    const struct module_row *module, struct arena *a, struct map *out)
{
    for (unsigned i = 0; module->suffixes[i]; i++)
        hide(s, a, out, arena_printf(a, "%.*s_%s", STR_ARG(o->name.spelling), module->suffixes[i]));
}

/* Asks SQLite, which asks the modules it has. Not always: the question looks at every view. */
static int hide_others(struct adapter_conn *c, const struct schema *s, struct arena *a,
    struct map *out, struct flash_error *err)
{
    sqlite3_stmt *q = NULL;
    int rc = sq_prepare(c,
        STR("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"), &q,
        err);
    if (rc < 0)
        return rc;
    while ((rc = sq_step(c, q, err)) > 0)
        hide(s, a, out, sq_text(q, 0));
    sqlite3_finalize(q);
    return rc;
}

int shadow_tables(struct adapter_conn *c, const struct schema *s, struct arena *a, struct map *out,
    struct flash_error *err)
{
    bool ask = false;

    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];
        if (o->kind != KIND_TABLE)
            continue;
        const struct table *t = (const struct table *)(const void *)o;
        if (!name_is_set(t->module))
            continue;
        const struct module_row *module = find_module(t->module.spelling);
        if (module)
            hide_known(s, o, module, a, out);
        else
            ask = true;
    }
    return ask ? hide_others(c, s, a, out, err) : 0;
}

#include "adapter/sqlite/abilities.h"

#include "base/str.h"
#include "schema/model.h"

static int load_names(
    struct adapter_conn *c, const char *sql, struct map *out, struct flash_error *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(c, str_from(sql), &s, err);
    if (rc < 0)
        return rc;
    while ((rc = sq_step(c, s, err)) > 0)
        map_put(&c->arena, out, sq_copy(s, 0, &c->arena), c);
    sqlite3_finalize(s);
    return rc;
}

static int load_abilities(struct adapter_conn *c, struct flash_error *err)
{
    struct sq_abilities *can = &c->abilities;
    if (can->loaded)
        return 0;
    int rc = load_names(
        c, "SELECT DISTINCT lower(name) FROM pragma_function_list", &can->functions, err);
    if (rc == 0)
        rc = load_names(c, "SELECT lower(name) FROM pragma_collation_list", &can->collations, err);
    if (rc == 0)
        rc = load_names(c, "SELECT lower(name) FROM pragma_module_list", &can->modules, err);
    can->loaded = rc == 0;
    return rc;
}

static int lacks(const char *what, struct flash_str name, const struct object *o,
    struct arena scratch, struct flash_error *err)
{
    struct flash_str title = object_title(&scratch, o);
    error_set(err, FLASH_EUNSUPPORTED, "%s '%.*s' is not known to this SQLite (%s)", what,
        STR_ARG(name), sqlite3_libversion());
    error_object(err, "%.*s", STR_ARG(title));
    return error_hint(
        err, "%.*s needs it from an application or an extension: change it there", STR_ARG(title));
}

static int check_name(struct adapter_conn *c, const struct map *known, const char *what,
    struct flash_str name, const struct object *o, struct flash_error *err)
{
    struct arena scratch = c->tx;
    char *lower = arena_cstr(&scratch, name);
    for (size_t i = 0; i < name.len; i++)
        lower[i] = ascii_lower(lower[i]);
    if (map_get(known, (struct flash_str){lower, name.len}))
        return 0;
    return lacks(what, name, o, scratch, err);
}

static int check_ref(
    struct adapter_conn *c, const struct ref *ref, const struct object *o, struct flash_error *err)
{
    if (!ref->name)
        return 0;
    if (ref->kind == KIND_FUNCTION)
        return check_name(c, &c->abilities.functions, "function", ref->name->text, o, err);
    if (ref->kind == KIND_COLLATION)
        return check_name(c, &c->abilities.collations, "collation", ref->name->text, o, err);
    return 0;
}

static int check_module(struct adapter_conn *c, const struct object *o, struct flash_error *err)
{
    if (o->kind != KIND_TABLE)
        return 0;
    const struct table *t = (const struct table *)(const void *)o;
    if (!name_is_set(t->module))
        return 0;
    return check_name(c, &c->abilities.modules, "module", t->module.spelling, o, err);
}

/* Statements in which SQLite looks functions and collations up. Views and triggers are only stored,
 * and a DROP needs nothing but a virtual table's module. */
static bool evaluates(const struct step *step)
{
    static const struct flash_str evaluating[] = {
        {"CREATE TABLE", 12},
        {"CREATE INDEX", 12},
        {"CREATE UNIQUE INDEX", 19},
        {"ALTER TABLE", 11},
    };
    if (step->kind == STEP_DATA)
        return true;
    for (size_t i = 0; step->kind == STEP_DDL && i < ARRAY_LEN(evaluating); i++)
        if (str_starts_nocase(step->sql, evaluating[i]))
            return true;
    return false;
}

int sq_check_step(struct adapter_conn *c, const struct step *step, struct flash_error *err)
{
    const struct object *o = step->object;
    if (!o || step->kind == STEP_SESSION)
        return 0;
    int rc = load_abilities(c, err);
    if (rc == 0)
        rc = check_module(c, o, err);
    if (rc < 0 || !evaluates(step))
        return rc;
    for (size_t i = 0; rc == 0 && i < o->refs.len; i++)
        rc = check_ref(c, &o->refs.items[i], o, err);
    return rc;
}

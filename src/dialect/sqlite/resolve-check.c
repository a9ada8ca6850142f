#include "dialect/sqlite/resolve-check.h"

#include "base/str.h"

const char *place_name(enum place place)
{
    static const char *const names[] = {
        [PLACE_CHECK] = "a CHECK constraint",
        [PLACE_DEFAULT] = "a default value",
        [PLACE_GENERATED] = "a generated column",
        [PLACE_INDEX] = "an index expression",
        [PLACE_INDEX_WHERE] = "a partial index",
    };
    _Static_assert(ARRAY_LEN(names) == PLACE__COUNT, "every place has a name");

    return names[place];
}

/* arguments -1: any number makes it an aggregate. */
static const struct {
    const char *name;
    int arguments;
} aggregates[] = {{"count", -1}, {"sum", 1}, {"total", 1}, {"avg", 1}, {"min", 1}, {"max", 1},
    {"group_concat", -1}, {"string_agg", -1}, {"json_group_array", -1}, {"json_group_object", -1}};

static const char *const volatile_functions[] = {
    "random", "randomblob", "changes", "total_changes", "last_insert_rowid"};

static bool is_called(const struct expr *e, const char *name)
{
    return str_eq_nocase(e->parts[e->nparts - 1].text, str_from(name));
}

static bool is_aggregate(const struct expr *e)
{
    for (size_t i = 0; i < ARRAY_LEN(aggregates); i++) {
        if (is_called(e, aggregates[i].name))
            return aggregates[i].arguments < 0 || (size_t)aggregates[i].arguments == e->list.len;
    }
    return false;
}

static bool is_volatile(const struct expr *e)
{
    for (size_t i = 0; i < ARRAY_LEN(volatile_functions); i++) {
        if (is_called(e, volatile_functions[i]))
            return true;
    }
    return false;
}

/* What e is that must not stand there; NULL = it may. */
static const char *forbidden(enum place place, const struct expr *e)
{
    if (e->select != NULL || (e->kind == EXPR_IN && e->nparts > 0))
        return "a sub-query";
    if (e->kind == EXPR_PARAM)
        return "a parameter";
    if (e->kind == EXPR_COLUMN && place == PLACE_DEFAULT)
        return "a column";
    bool fixed = place != PLACE_CHECK && place != PLACE_DEFAULT;
    if (e->kind == EXPR_CURRENT && fixed)
        return "the current time";
    if (e->kind != EXPR_FUNCTION)
        return NULL;
    if (e->over != NULL)
        return "a window function";
    if (is_aggregate(e) && place != PLACE_DEFAULT)
        return "an aggregate function";
    if (fixed && is_volatile(e))
        return "a function that gives a different answer each time";
    return NULL;
}

bool check_node(struct resolver *r, enum place place, const struct expr *e)
{
    const char *what = forbidden(place, e);

    if (what == NULL)
        return true;
    diag_add(r->diags, DIAG_ERROR, e->loc, "%s cannot stand in %s", what, place_name(place));
    return false;
}

bool check_query_node(struct resolver *r, const struct object *owner, const struct expr *e)
{
    if (e->kind != EXPR_PARAM)
        return true;
    diag_add(r->diags, DIAG_ERROR, e->loc, "a parameter cannot stand in a %s",
        kind_info(owner->kind)->name);
    return false;
}

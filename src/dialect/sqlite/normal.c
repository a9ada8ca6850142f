#include "dialect/sqlite/normal.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/number.h"
#include "dialect/sqlite/type.h"

static struct flash_str to_upper(struct arena *a, struct flash_str s)
{
    size_t n = 0;

    while (n < s.len && (s.ptr[n] < 'a' || s.ptr[n] > 'z'))
        n++;
    if (n == s.len)
        return s;
    char *text = arena_array(a, char, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        text[i] = ascii_upper(s.ptr[i]);
    return (struct flash_str){text, s.len};
}

struct flash_str normal_collation(struct flash_str name)
{
    static const struct flash_str known[] = {{"BINARY", 6}, {"NOCASE", 6}, {"RTRIM", 5}};
    const struct symbol *key = sqlite_fold(name);

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (str_eq_nocase(name, known[i]))
            return known[i];
    }
    return key != NULL ? key->text : name;
}

/* In SQLite's default order NULLs come first, and last when it is turned round. */
static void normal_order(struct order_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        struct order_term *t = &l->items[i];
        if (t->desc < 0)
            t->desc = 0;
        if (t->nulls == (t->desc > 0 ? 2 : 1))
            t->nulls = 0;
    }
}

static bool normal_from(struct from_list *from)
{
    bool natural = false;

    for (size_t i = 0; i < from->len; i++) {
        struct from_item *item = &from->items[i];
        natural |= item->natural;
        if (item->select != NULL)
            natural |= normal_select(item->select);
        if (item->nested != NULL)
            natural |= normal_from(item->nested);
    }
    return natural;
}

static bool normal_with(struct with *with)
{
    bool natural = false;

    for (size_t i = 0; i < with->len; i++)
        natural |= normal_select(with->items[i].select);
    return natural;
}

bool normal_select(struct select *sel)
{
    bool natural = normal_with(&sel->with);

    normal_order(&sel->order);
    for (size_t i = 0; i < sel->ncores; i++) {
        struct select_core *core = &sel->cores[i];
        core->all = false;
        natural |= normal_from(&core->from);
        for (size_t k = 0; k < core->nwindows; k++)
            normal_order(&core->windows[k].order);
    }
    return natural;
}

bool normal_dml(struct dml *d)
{
    bool natural = normal_with(&d->with);

    normal_order(&d->order);
    natural |= normal_from(&d->from);
    if (d->select != NULL)
        natural |= normal_select(d->select);
    for (size_t i = 0; i < d->nupserts; i++)
        normal_order(&d->upserts[i].target);
    return natural;
}

static void normal_function(struct expr *e)
{
    const struct symbol *key = sqlite_fold(e->parts[e->nparts - 1].text);

    if (key != NULL)
        e->parts[e->nparts - 1].text = key->text;
    normal_order(&e->order);
    if (e->over != NULL)
        normal_order(&e->over->order);
}

/* IS [NOT] DISTINCT FROM is another spelling of IS, turned round; with NULL that is IS NULL. */
static void normal_is(struct expr *e)
{
    if (e->distinct) {
        e->distinct = false;
        e->negated = !e->negated;
    }
    if (e->right->kind == EXPR_NULL) {
        e->kind = EXPR_ISNULL;
        e->right = NULL;
    }
}

bool normal_node(struct arena *a, struct expr *e)
{
    if (e->kind == EXPR_NUMBER)
        e->text = number_normal(a, e->text);
    else if (e->kind == EXPR_BLOB || e->kind == EXPR_CURRENT)
        e->text = to_upper(a, e->text);
    else if (e->kind == EXPR_FUNCTION)
        normal_function(e);
    else if (e->kind == EXPR_COLLATE)
        e->word = normal_collation(e->word);
    else if (e->kind == EXPR_CAST)
        e->word = type_normal(a, e->word);
    else if (e->kind == EXPR_LIKE || e->kind == EXPR_RAISE)
        e->word = to_upper(a, e->word);
    else if (e->kind == EXPR_IS)
        normal_is(e);
    return e->select != NULL && normal_select(e->select);
}

static bool is_term(const struct expr *e)
{
    return e->kind == EXPR_NULL || e->kind == EXPR_NUMBER || e->kind == EXPR_STRING ||
           e->kind == EXPR_BLOB || e->kind == EXPR_CURRENT;
}

bool normal_is_literal(const struct expr *e)
{
    if (e->kind == EXPR_UNARY && (e->op == EO_NEG || e->op == EO_POS))
        return is_term(e->left);
    return is_term(e) || e->kind == EXPR_TRUE || e->kind == EXPR_FALSE;
}

struct expr *normal_default(struct expr *e)
{
    while (e->kind == EXPR_UNARY && e->op == EO_POS && is_term(e->left))
        e = e->left;
    return e;
}

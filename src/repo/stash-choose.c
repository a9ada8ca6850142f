#include "repo/stash-choose.h"

#include "base/str.h"
#include "schema/schema.h"

static const struct object *find_table(
    const struct mover *m, const struct schema *s, struct flash_str name)
{
    const struct symbol *key = m->dialect->syntax.fold(name);
    return key ? schema_relation(s, NULL, key) : NULL;
}

static const struct column *find_column(
    const struct mover *m, const struct object *table, struct flash_str name)
{
    return table && table->kind == KIND_TABLE ? table_column(table, m->dialect->syntax.fold(name))
                                              : NULL;
}

/* Only a guess that saves work: whether a definition is the same that went decides the dialect. */
static bool may_return(const struct mover *m, const struct park_entry *e)
{
    const struct object *to = find_table(m, m->to, e->table);
    const struct object *live = find_table(m, m->live, e->table);

    if (!to)
        return false;
    if (str_eq(e->kind, STR("table")))
        return true;
    const struct column *after = find_column(m, to, e->column);
    const struct column *before = find_column(m, live, e->column);
    if (!after)
        return false;
    return !before || !str_eq(before->type.text, after->type.text) ||
           before->not_null != after->not_null || (!before->generated) != (!after->generated);
}

int stash_choose(struct mover *m, struct flash_error *err)
{
    struct stash_files all;

    m->imports = (struct stash_files){0};
    if (!m->repo)
        return 0;
    int rc = stash_list(m->repo, m->a, &all, err);
    for (size_t i = 0; rc == 0 && i < all.len; i++) {
        const struct stash_file *f = &all.items[i];
        bool wanted = false;
        if (!str_eq(f->target, stash_target(&m->report->target)))
            continue;
        for (size_t j = 0; !wanted && j < f->entries.len; j++)
            wanted = may_return(m, &f->entries.items[j]);
        if (wanted)
            *vec_push(m->a, &m->imports) = *f;
    }
    return rc;
}

#include "plan/plan.h"

#include <assert.h>

#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "plan/hazards.h"

static struct ddl_context context_of(const struct schema *from, const struct schema *to,
    const struct change_list *changes, const struct ddl_options *opt, struct arena *perm,
    struct arena scratch)
{
    return (struct ddl_context){.from = from,
        .to = to,
        .changes = changes,
        .options = opt,
        .arena = perm,
        .scratch = scratch};
}

/* What the diff counts as a change the plan has to bring about. */
static struct ddl_options ddl_options_of(const struct plan_options *opt)
{
    struct ddl_options o = opt->ddl;
    o.strict_columns = o.strict_columns || opt->diff.strict_columns;
    return o;
}

static bool step_loses_data(const struct step *s)
{
    for (size_t i = 0; i < s->hazards.len; i++) {
        const struct hazard_info *info = hazard_find(str_from(s->hazards.items[i].code));
        if (info && info->hclass == HAZARD_DATA_LOSS && !s->hazards.items[i].covered)
            return true;
    }
    return false;
}

static void finish(
    struct plan *p, const struct plan_options *opt, const char *dialect, struct arena scratch)
{
    p->empty = p->steps.len == 0;
    for (size_t i = 0; i < p->steps.len; i++)
        p->loses_data = p->loses_data || step_loses_data(&p->steps.items[i]);
    if (opt->hash) {
        struct strbuf b;
        strbuf_init(&b, &scratch, SIZE_MAX / 8);
        plan_checksum_input(&p->steps, dialect, &b);
        opt->hash(opt->hash_payload, strbuf_str(&b), p->hash);
    }
}

int plan_make(const struct schema *from, const struct schema *to, const struct plan_options *opt,
    struct arena *perm, struct arena scratch, struct plan *out, struct flash_error *err)
{
    static const struct plan_options none = {0};
    struct plan p = {.from = from, .to = to};

    opt = opt ? opt : &none;
    assert(from->frozen && to->frozen);
    int rc = diff_schemas(from, to, &opt->diff, perm, scratch, &p.changes, err);
    if (rc == 0)
        rc = diff_verify(from, to, &p.changes, scratch, err);
    if (rc < 0)
        return rc;
    const struct dialect *d = dialect_of(to);
    struct ddl_options ddl = ddl_options_of(opt);
    struct ddl_context c = context_of(from, to, &p.changes, &ddl, perm, scratch);
    rc = d->ddl->plan(&c, &p.steps, err);
    if (rc < 0)
        return rc;
    finish(&p, opt, d->syntax.name, scratch);
    *out = p;
    return 0;
}

void plan_needs_fill(const struct plan *p, const struct plan_options *opt, struct arena *perm,
    struct arena scratch, struct fill_need_list *out)
{
    struct ddl_options ddl = ddl_options_of(opt);
    struct ddl_context c = context_of(p->from, p->to, &p->changes, &ddl, perm, scratch);

    dialect_of(p->to)->ddl->needs_fill(&c, out);
}

void plan_checksum_input(const struct step_list *steps, const char *dialect, struct strbuf *out)
{
    strbuf_addf(out, "f1\n%s\n", dialect);
    for (size_t i = 0; i < steps->len; i++) {
        const struct step *s = &steps->items[i];
        if (s->kind == STEP_SESSION)
            continue;
        strbuf_addf(out, "%zu:", s->sql.len);
        strbuf_add(out, s->sql);
        strbuf_addc(out, '\n');
    }
}

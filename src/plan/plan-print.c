#include "plan/plan-print.h"

#include "base/str.h"
#include "dialect/dialect.h"
#include "plan/hazards.h"

const char *const plan_step_kinds[] = {
    [STEP_DDL] = "ddl", [STEP_DATA] = "data", [STEP_SESSION] = "session", NULL};
const char *const plan_lock_classes[] = {[LOCK_CLASS_NONE] = "none",
    [LOCK_CLASS_SHARE] = "share",
    [LOCK_CLASS_WRITE] = "write",
    [LOCK_CLASS_EXCLUSIVE] = "exclusive",
    NULL};
const char *const plan_reversibles[] = {[REVERSIBLE_EXACT] = "exact",
    [REVERSIBLE_STRUCTURE] = "structure",
    [REVERSIBLE_NONE] = "none",
    NULL};

/* A comment ends with its line, so what it says must not have one. */
static void add_comment(struct strbuf *out, struct flash_str text)
{
    strbuf_adds(out, "-- ");
    for (size_t i = 0; i < text.len; i++)
        strbuf_addc(out, text.ptr[i] == '\n' || text.ptr[i] == '\r' ? ' ' : text.ptr[i]);
    strbuf_addc(out, '\n');
}

static void add_hazard(struct strbuf *out, const struct hazard *h)
{
    const struct hazard_info *info = hazard_find(str_from(h->code));

    strbuf_addf(out, "-- %s%s%s%s: ", h->code, info ? " (" : "",
        info ? hazard_class_name(info->hclass) : "", info ? ")" : "");
    strbuf_add(out, h->text);
    strbuf_adds(out, h->covered ? " [kept]\n" : "\n");
}

static void add_border(struct strbuf *out, const char *const *statements)
{
    for (; statements && *statements; statements++)
        strbuf_addf(out, "%s;\n", *statements);
}

void plan_print(const struct plan *p, enum plan_print_flags flags, struct strbuf *out)
{
    const struct ddl *ddl = dialect_of(p->to)->ddl;
    struct flash_str cause = STR_NULL;

    if (p->empty)
        return;
    if (flags & PLAN_PRINT_BORDERS)
        add_border(out, ddl->before);
    for (size_t i = 0; i < p->steps.len; i++) {
        const struct step *s = &p->steps.items[i];
        if ((flags & PLAN_PRINT_CAUSES) && !str_eq(cause, s->cause))
            add_comment(out, s->cause);
        cause = s->cause;
        for (size_t k = 0; (flags & PLAN_PRINT_HAZARDS) && k < s->hazards.len; k++)
            add_hazard(out, &s->hazards.items[k]);
        strbuf_add(out, s->sql);
        strbuf_adds(out, ";\n");
    }
    if (flags & PLAN_PRINT_BORDERS)
        add_border(out, ddl->after);
}

static void hazard_json(struct json *j, const struct hazard *h)
{
    const struct hazard_info *info = hazard_find(str_from(h->code));

    json_object_begin(j);
    json_kv_cstr(j, "code", h->code);
    if (info)
        json_kv_cstr(j, "class", hazard_class_name(info->hclass));
    json_kv_str(j, "text", h->text);
    json_kv_bool(j, "covered", h->covered);
    json_object_end(j);
}

void plan_step_json(struct json *j, const struct step *s)
{
    json_object_begin(j);
    json_kv_cstr(j, "kind", plan_step_kinds[s->kind]);
    json_kv_str(j, "sql", s->sql);
    json_kv_str(j, "cause", s->cause);
    json_kv_cstr(j, "lock", plan_lock_classes[s->lock]);
    json_kv_cstr(j, "reversible", plan_reversibles[s->reversible]);
    json_kv_bool(j, "rewrites", s->rewrites);
    json_kv_bool(j, "scans", s->scans);
    json_kv_bool(j, "transaction", s->in_transaction);
    json_key(j, "hazards");
    json_array_begin(j);
    for (size_t i = 0; i < s->hazards.len; i++)
        hazard_json(j, &s->hazards.items[i]);
    json_array_end(j);
    json_object_end(j);
}

void plan_json(const struct plan *p, struct json *j)
{
    json_object_begin(j);
    json_kv_str(j, "hash", str_from(p->hash));
    json_kv_bool(j, "empty", p->empty);
    json_kv_bool(j, "loses_data", p->loses_data);
    json_key(j, "changes");
    json_array_begin(j);
    for (size_t i = 0; i < p->changes.len; i++)
        change_json(j, &p->changes.items[i]);
    json_array_end(j);
    json_key(j, "steps");
    json_array_begin(j);
    for (size_t i = 0; i < p->steps.len; i++)
        plan_step_json(j, &p->steps.items[i]);
    json_array_end(j);
    json_object_end(j);
}

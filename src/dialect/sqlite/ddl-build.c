#include "dialect/sqlite/ddl-build.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "dialect/sqlite/normal.h"
#include "schema/value-ops.h"
#include "sql/print.h"

static void add_item(struct sqd *s, struct strbuf *out, char what, va_list *ap)
{
    const struct print_rules *rules = s->dialect->print_rules;

    if (what == 'I')
        print_ident(out, rules, va_arg(*ap, struct flash_str));
    else if (what == 'Q')
        print_string(out, rules, va_arg(*ap, struct flash_str));
    else if (what == 'T')
        strbuf_add(out, va_arg(*ap, struct flash_str));
    else if (what == 'u')
        strbuf_addf(out, "%llu", (unsigned long long)va_arg(*ap, uint64_t));
    else if (what == 's')
        strbuf_adds(out, va_arg(*ap, const char *));
    else if (what == '%')
        strbuf_addc(out, '%');
    else
        assert(what == 0 && "a pattern that sqd_text does not know");
}

static void add_pattern(struct sqd *s, struct strbuf *out, const char *pattern, va_list *ap)
{
    for (const char *p = pattern; *p; p++) {
        if (*p == '%' && p[1])
            add_item(s, out, *++p, ap);
        else
            strbuf_addc(out, *p);
    }
    s->too_big = s->too_big || out->overflow;
}

void sqd_strbuf(struct sqd *s, struct strbuf *out)
{
    strbuf_init(out, s->perm, SQD_TEXT_MAX);
}

void sqd_add(struct sqd *s, struct strbuf *out, const char *pattern, ...)
{
    va_list ap;
    va_start(ap, pattern);
    add_pattern(s, out, pattern, &ap);
    va_end(ap);
}

struct flash_str sqd_text(struct sqd *s, const char *pattern, ...)
{
    struct strbuf b;
    va_list ap;

    sqd_strbuf(s, &b);
    va_start(ap, pattern);
    add_pattern(s, &b, pattern, &ap);
    va_end(ap);
    return strbuf_str(&b);
}

struct flash_str sqd_create_text(struct sqd *s, const struct object *o)
{
    struct strbuf b;
    sqd_strbuf(s, &b);
    s->dialect->print_create(o, &b);
    s->too_big = s->too_big || b.overflow;
    return strbuf_str(&b);
}

struct flash_str sqd_expression(struct sqd *s, const struct expression *e)
{
    if (e->expr && normal_is_literal(e->expr))
        return expression_norm(e);
    return sqd_text(s, "(%T)", expression_norm(e));
}

struct step *sqd_step(struct sqd *s, enum step_kind kind, const struct object *about,
    struct flash_str cause, struct flash_str sql)
{
    struct step *step = vec_push(s->perm, s->out);

    assert(sql.len > 0);
    step->kind = kind;
    step->sql = sql;
    step->cause = cause;
    step->object = about;
    step->lock = kind == STEP_SESSION ? LOCK_CLASS_NONE : LOCK_CLASS_WRITE;
    step->in_transaction = true;
    step->reversible = REVERSIBLE_EXACT;
    return step;
}

struct step *sqd_last(struct sqd *s)
{
    assert(s->out->len > 0);
    return &s->out->items[s->out->len - 1];
}

/* Stash and copy keep the rows elsewhere, discard was told to let them go; park says it of each
 * step. */
static bool mode_covers(enum data_mode mode)
{
    return mode == DATA_STASH || mode == DATA_COPY || mode == DATA_DISCARD;
}

struct hazard *sqd_hazard(
    struct sqd *s, const char *code, const struct object *object, const char *fmt, ...)
{
    struct hazard *h = vec_push(s->perm, &sqd_last(s)->hazards);
    va_list ap;

    va_start(ap, fmt);
    h->code = code;
    h->text = arena_vprintf(s->perm, fmt, ap);
    h->object = object;
    h->covered = mode_covers(s->opt->data) && str_starts(str_from(code), STR("DS"));
    va_end(ap);
    return h;
}

struct flash_str sqd_cause(struct sqd *s, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct flash_str text = arena_vprintf(s->perm, fmt, ap);
    va_end(ap);
    return text;
}

struct flash_str sqd_title(struct sqd *s, const struct object *o)
{
    return object_title(s->scratch, o);
}

int sqd_refuse(struct sqd *s, const struct object *o, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct flash_str text = arena_vprintf(s->scratch, fmt, ap);
    va_end(ap);
    struct flash_str title = sqd_title(s, o);
    error_set(s->err, FLASH_EUNSUPPORTED, "%.*s: %.*s", STR_ARG(title), STR_ARG(text));
    error_object(s->err, "%.*s", STR_ARG(title));
    return FLASH_EUNSUPPORTED;
}

struct flash_str sqd_temp_name(struct sqd *s)
{
    return arena_printf(s->perm, "_flash_tmp_%u", ++s->next_temp);
}

struct dep_index *sqd_deps(struct sqd *s)
{
    if (!s->deps)
        s->deps = dep_index_new(s->from, s->scratch);
    return s->deps;
}

const struct change *sqd_change_of(const struct sqd *s, const struct object *o)
{
    return map_get_ptr(&s->change_of, o);
}

const struct object *sqd_counterpart(const struct sqd *s, const struct object *o)
{
    const struct change *c = sqd_change_of(s, o);
    return c ? c->to : schema_find(s->to, o->kind, o->ns.key, o->name.key);
}

bool sqd_has_rows(const struct sqd *s, const struct object *table)
{
    return !s->opt->has_rows || s->opt->has_rows(s->opt->payload, table);
}

const struct fill *sqd_fill(
    const struct sqd *s, const struct object *table, const struct object *column)
{
    for (size_t i = 0; i < s->opt->nfills; i++) {
        const struct fill *f = &s->opt->fills[i];
        if (str_eq_nocase(f->table, table->name.spelling) &&
            str_eq_nocase(f->column, column->name.spelling))
            return f;
    }
    return NULL;
}

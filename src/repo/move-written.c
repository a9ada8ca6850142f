#include "repo/move-written.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"
#include "plan/hazards.h"
#include "repo/move-look.h"
#include "sql/splitter.h"

#define LISTED_MAX 5

/* First words of statements that are not the author's business: in every engine's dialect they
 * would end the transaction that the move runs in, or change what it relies on. */
static const char *const owned[] = {"abort", "attach", "begin", "commit", "detach", "end", "load",
    "pragma", "release", "reset", "rollback", "savepoint", "set", "start", "use", "vacuum"};
static const char *const moving_rows[] = {"delete", "insert", "replace", "update", "with"};

/* Databases that are made empty and go when they are closed. */
static const struct {
    const char *adapter, *url;
} scratch_urls[] = {{"sqlite", "sqlite::memory:"}};

static bool is_one_of(struct flash_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(word, str_from(words[i])))
            return true;
    return false;
}

static bool is_flash_name(const struct source *src, const struct token *t)
{
    struct flash_str s = token_text(src, t);

    if (t->kind == TOK_QUOTED || t->kind == TOK_STRING)
        s = str_skip(s, 1);
    else if (t->kind != TOK_WORD)
        return false;
    return s.len >= 7 && str_eq_nocase(str_sub(s, 0, 7), STR("_flash_"));
}

static int refuse_owned(
    const struct source *src, const struct statement *st, struct flash_error *err)
{
    const struct loc loc = {src, st->start, st->end - st->start};
    struct flash_str first = token_text(src, st->tokens);
    bool bad = st->dot_command || is_one_of(first, owned, ARRAY_LEN(owned));

    for (uint32_t i = 0; !bad && i < st->ntokens; i++) {
        if (!is_flash_name(src, &st->tokens[i]))
            continue;
        first = token_text(src, &st->tokens[i]);
        bad = true;
    }
    if (!bad)
        return 0;
    struct line_column at = loc_resolve(loc);
    error_set(err, FLASH_EREFUSED, "'%.*s' has no place in a hand-written migration",
        STR_ARG(str_sub(first, 0, first.len < 40 ? first.len : 40)));
    error_at(err, src->path.ptr, at.line, at.column);
    return error_hint(err, "leave it out: transaction, session and its own tables are flash's");
}

/* One space where there were some, or comments: layout is no part of a plan. */
static struct flash_str plain_text(
    const struct source *src, const struct statement *st, struct arena *a)
{
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_STATEMENT);
    for (uint32_t i = 0; i < st->ntokens; i++) {
        const struct token *t = &st->tokens[i];
        if (i > 0 && t->off > t[-1].off + t[-1].len)
            strbuf_addc(&b, ' ');
        strbuf_add(&b, token_text(src, t));
    }
    return strbuf_str(&b);
}

static void add_step(struct mover *m, const struct source *src, const struct statement *st,
    struct flash_str where, struct step_list *out)
{
    const struct loc loc = {src, st->start, st->end - st->start};
    bool rows = is_one_of(token_text(src, st->tokens), moving_rows, ARRAY_LEN(moving_rows));

    *vec_push(m->a, out) = (struct step){
        .kind = rows ? STEP_DATA : STEP_DDL,
        .sql = plain_text(src, st, m->a),
        .cause = arena_printf(m->a, "hand-written: %.*s:%u", STR_ARG(where), loc_resolve(loc).line),
        .lock = LOCK_CLASS_EXCLUSIVE,
        .in_transaction = true,
        .reversible = REVERSIBLE_NONE,
    };
}

int move_written_steps(
    struct mover *m, const struct move_edge *e, struct step_list *out, struct flash_error *err)
{
    struct source *src = arena_new(m->a, struct source);
    struct diags diags;

    diags_init(&diags, m->a);
    int rc = source_init(src, arena_str(m->a, e->source), e->text, err);
    if (rc < 0)
        return rc;
    struct statement_list list =
        split_statements(src, lex(src, m->dialect->lex, m->a), m->dialect->lex, m->a, &diags);
    rc = diags_error(&diags, err);
    for (size_t i = 0; rc == 0 && i < list.len; i++) {
        rc = refuse_owned(src, &list.items[i], err);
        if (rc == 0)
            add_step(m, src, &list.items[i], e->source, out);
    }
    return rc;
}

static const char *scratch_url(const struct mover *m)
{
    for (size_t i = 0; m->db && i < ARRAY_LEN(scratch_urls); i++)
        if (str_eq(str_from(m->db->name), str_from(scratch_urls[i].adapter)))
            return scratch_urls[i].url;
    return NULL;
}

static int run_all(struct mover *m, struct adapter_conn *c, const struct step_list *steps,
    size_t *failed, struct flash_error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < steps->len; i++) {
        *failed = i;
        rc = m->db->exec(c, steps->items[i].sql, NULL, err);
    }
    return rc;
}

/* The schema without rows; *made false when this process cannot hold it. */
static int make_scratch(struct mover *m, struct adapter_conn *c, const struct schema *schema,
    bool *made, struct arena scratch, struct flash_error *err)
{
    const struct plan_options options = {.ddl = {.engine_version = m->facts.engine_version}};
    struct schema *empty = schema_new(m->a, &m->dialect->syntax);
    struct plan plan = {0};
    struct diags diags;
    size_t ignored;

    diags_init(&diags, m->a);
    m->dialect->finish(empty, &diags);
    int rc = plan_make(empty, schema, &options, m->a, scratch, &plan, err);
    if (rc == 0)
        rc = run_all(m, c, &plan.steps, &ignored, err);
    *made = rc == 0;
    if (rc < 0)
        TRACE("move", "no scratch database: %s", err ? err->message : "");
    return rc == FLASH_EUNSUPPORTED || rc == FLASH_EDATABASE ? 0 : rc;
}

static int refuse_step(const struct step *step, const struct move_edge *e, struct flash_error *err)
{
    char message[sizeof(err->message)];

    if (!err)
        return FLASH_EREFUSED;
    memcpy(message, err->message, sizeof(message));
    error_set(err, FLASH_EREFUSED, "%.*s fails in a scratch database without rows: %.300s",
        STR_ARG(step->cause), message);
    return error_hint(
        err, "correct '%.*s' and take it over with 'flash commit --amend'", STR_ARG(e->name));
}

static int refuse_result(struct mover *m, const struct move_edge *e, const struct schema *result,
    const struct schema *to, struct arena scratch, struct flash_error *err)
{
    const struct diff_options options = {.strict_columns = m->strict_columns};
    struct change_list changes = {0};
    struct strbuf b;
    size_t n = 0;

    strbuf_init(&b, m->a, LIMIT_STATEMENT);
    if (diff_schemas(result, to, &options, m->a, scratch, &changes, NULL) < 0)
        changes.len = 0;
    for (size_t i = 0; i < changes.len; i++) {
        if (changes.items[i].cosmetic || n++ >= LISTED_MAX)
            continue;
        strbuf_addf(&b, "%s%.*s", b.len ? ", " : "",
            STR_ARG(object_title(m->a, change_object(&changes.items[i]))));
    }
    error_set(err, FLASH_EREFUSED, "'%.*s' does not lead to the schema that it is named for",
        STR_ARG(e->source));
    error_detail(err, "not as they should be: %.*s%s", STR_ARG(strbuf_str(&b)),
        n > LISTED_MAX ? " ..." : "");
    return error_hint(err, "correct it and take it over with 'flash commit --amend'");
}

static int try_in(struct mover *m, struct adapter_conn *c, const struct move_edge *e,
    const struct schema *from, const struct schema *to, const struct step_list *steps,
    struct arena scratch, struct flash_error *err)
{
    struct adapter_facts facts = {0};
    struct schema *result = NULL;
    struct diags diags;
    size_t at = 0;
    bool made = false;

    int rc = m->db->begin(c, 0, err);
    if (rc == 0)
        rc = make_scratch(m, c, from, &made, scratch, err);
    if (rc < 0 || !made)
        return rc;
    if (run_all(m, c, steps, &at, err) < 0)
        return refuse_step(&steps->items[at], e, err);
    diags_init(&diags, m->a);
    rc = m->db->read_schema(c, m->a, &m->prints, &result, &facts, &diags, err);
    if (rc == 0 && !move_same(m, result, to, scratch))
        rc = refuse_result(m, e, result, to, scratch, err);
    return rc;
}

int move_written_try(struct mover *m, const struct move_edge *e, const struct schema *from,
    const struct schema *to, const struct step_list *steps, struct arena scratch,
    struct flash_error *err)
{
    const char *url = scratch_url(m);
    struct adapter_conn *c = NULL;

    if (!url)
        return 0;
    int rc = m->db->open(url, ADAPTER_WRITE | ADAPTER_CREATE, &c, err);
    if (rc < 0)
        return rc;
    rc = try_in(m, c, e, from, to, steps, scratch, err);
    m->db->rollback(c);
    m->db->close(c);
    return rc;
}

void move_written_hazards(struct mover *m, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, struct step_list *steps, struct arena scratch)
{
    /* Said so, or all of the database is kept. */
    bool free_to_go = m->data == DATA_DISCARD || m->data == DATA_COPY;
    const struct plan_options options = {
        .diff = {.renames = renames, .strict_columns = m->strict_columns},
        .ddl = {.engine_version = m->facts.engine_version,
            .data = free_to_go ? DATA_DISCARD : DATA_DROP},
    };
    struct plan plan = {0};

    if (steps->len == 0 || plan_make(from, to, &options, m->a, scratch, &plan, NULL) < 0)
        return;
    for (size_t i = 0; i < plan.steps.len; i++)
        for (size_t j = 0; j < plan.steps.items[i].hazards.len; j++) {
            const struct hazard *h = &plan.steps.items[i].hazards.items[j];
            const struct hazard_info *info = hazard_find(str_from(h->code));
            if (info && info->hclass == HAZARD_DATA_LOSS)
                *vec_push(m->a, &steps->items[0].hazards) = *h;
        }
}

#include "dialect/sqlite/read-other.h"

#include "base/str.h"
#include "dialect/sqlite/hints.h"
#include "dialect/sqlite/names.h"

#define NAME_WORDS 3

/* "create_function_f_0a1b2c3d": readable, and different for different statements. */
static struct flash_str make_name(struct reader *r, struct flash_str text)
{
    const struct statement *st = r->st;
    struct strbuf b;
    unsigned words = 0;

    strbuf_init(&b, r->arena, 4096);
    for (uint32_t i = 0; i < st->ntokens && words < NAME_WORDS; i++) {
        if (st->tokens[i].kind != TOK_WORD)
            continue;
        struct flash_str w = token_text(r->src, &st->tokens[i]);
        for (size_t k = 0; k < w.len && k < 40; k++)
            strbuf_addc(&b, ascii_lower(w.ptr[k]));
        strbuf_addc(&b, '_');
        words++;
    }
    strbuf_addf(&b, "%08x", (unsigned)(str_hash(text) & 0xffffffffU));
    return strbuf_str(&b);
}

#define WORDS_MAX 1000

/* Whatever could be a name of a relation: it decides what stands before it in a plan. */
static struct ref_list mentioned(struct reader *r)
{
    const struct statement *st = r->st;
    VEC(struct ref) refs = {0};

    for (uint32_t i = 0; i < st->ntokens && refs.len < WORDS_MAX; i++) {
        const struct token *t = &st->tokens[i];
        bool name = t->kind == TOK_QUOTED ||
                    (t->kind == TOK_WORD && !keyword_reserved((enum keyword)t->keyword, KW_SQLITE));
        const struct symbol *key = name ? sqlite_fold(token_value(r->src, t, r->arena)) : NULL;
        if (key != NULL)
            *vec_push(r->arena, &refs) =
                (struct ref){.kind = KIND_NONE, .ns = sqlite_main(), .name = key};
    }
    return (struct ref_list){refs.items, refs.len};
}

/* Whether the same statement is there already; makes the name another one while another statement
 * has it. */
static bool is_there(struct reader *r, struct other *o)
{
    struct flash_str base = o->base.name.spelling;
    const struct object *there;

    for (unsigned n = 2;; n++) {
        there = schema_find(r->s, KIND_OTHER, sqlite_main(), o->base.name.key);
        if (there == NULL)
            return false;
        if (str_eq(((const struct other *)there)->statement, o->statement))
            return true;
        o->base.name = sqlite_name(arena_printf(r->arena, "%.*s_%u", STR_ARG(base), n));
    }
}

void read_other(struct reader *r)
{
    const struct statement *st = r->st;
    struct other *o = (struct other *)object_new(r->arena, KIND_OTHER);
    const struct token *last = &st->tokens[st->ntokens - 1];

    r->report->other++;
    o->statement = str_sub(r->src->text, st->start, (size_t)last->off + last->len);
    o->base.name = sqlite_name(make_name(r, o->statement));
    hints_take_statement(r, &o->base);
    o->base.refs = mentioned(r);
    if (!is_there(r, o))
        reader_add(r, &o->base, false);
}

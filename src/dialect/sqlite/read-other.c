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
    if (!is_there(r, o))
        reader_add(r, &o->base, false);
}

#include "dialect/sqlite/hints.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/names.h"

#define WAS "was:"

/* The name behind "was:", quoted or not. */
static struct name old_name(struct reader *r, struct flash_str inner)
{
    struct flash_str word = str_trim(str_skip(inner, sizeof(WAS) - 1));
    struct source text = {.path = r->src->path, .text = arena_str(r->arena, word)};
    struct token_list tokens;

    if (word.len == 0)
        return (struct name){0};
    tokens = lex(&text, r->cur.rules, r->arena);
    const struct token *t = &tokens.items[0];
    if (t->kind != TOK_WORD && t->kind != TOK_QUOTED && t->kind != TOK_STRING)
        return (struct name){0};
    return sqlite_name(arena_str(r->arena, token_value(&text, t, r->arena)));
}

static bool is_hint(struct flash_str inner)
{
    return str_starts_nocase(inner, STR(WAS));
}

struct leading {
    struct reader *r;
    struct object *o;
};

static void take_leading(void *payload, struct loc loc, struct flash_str inner)
{
    struct leading *l = payload;

    (void)loc;
    if (is_hint(inner))
        l->o->was = old_name(l->r, inner);
}

/* Only white space between the line's begin and off. */
static bool begins_line(const struct source *src, uint32_t off)
{
    while (off > 0 && src->text.ptr[off - 1] != '\n') {
        if (!ascii_space(src->text.ptr[off - 1]))
            return false;
        off--;
    }
    return true;
}

/* The child that begins first at or behind off, or the last one that begins before it. */
static struct object *child_at(struct object *table, uint32_t off, bool behind)
{
    struct object *best = NULL;

    for (size_t i = 0; i < table->children.len; i++) {
        struct object *o = table->children.items[i];
        uint32_t at = o->loc.off;
        if (behind ? at < off : at > off)
            continue;
        if (best == NULL || (behind ? at < best->loc.off : at > best->loc.off) ||
            (at == best->loc.off && o->kind == KIND_COLUMN))
            best = o;
    }
    return best;
}

static bool is_inside(const struct object *o, const struct object *column)
{
    return o != column && o->loc.off >= column->loc.off &&
           o->loc.off < column->loc.off + column->loc.len;
}

/* A constraint that stands in a column's text: the hint means the column. */
static struct object *column_around(struct object *table, struct object *o)
{
    for (size_t i = 0; o != NULL && i < table->children.len; i++) {
        struct object *col = table->children.items[i];
        if (col->kind == KIND_COLUMN && is_inside(o, col))
            return col;
    }
    return o;
}

static void take_inner(void *payload, struct loc loc, struct flash_str inner)
{
    struct leading *l = payload;

    if (!is_hint(inner))
        return;
    bool behind = begins_line(l->r->src, loc.off);
    struct object *o = column_around(l->o, child_at(l->o, loc.off, behind));
    if (o != NULL)
        o->was = old_name(l->r, inner);
}

static bool mentions_was(struct flash_str text)
{
    while (text.len >= sizeof(WAS) - 1) {
        ptrdiff_t colon = str_find_char(text, ':', 0);
        if (colon < 0)
            return false;
        if (colon >= 3 &&
            str_eq_nocase(str_sub(text, (size_t)colon - 3, (size_t)colon), STR("was")))
            return true;
        text = str_skip(text, (size_t)colon + 1);
    }
    return false;
}

void hints_take_statement(struct reader *r, struct object *o)
{
    const struct statement *st = r->st;
    const struct lex_rules *rules = r->cur.rules;
    struct leading l = {r, o};
    struct flash_str text = str_sub(r->src->text, st->start, st->end);

    o->loc = (struct loc){r->src, st->start, st->end - st->start};
    if (st->leading < st->start) {
        struct flash_str before = str_sub(r->src->text, st->leading, st->start);
        o->comments = str_trim(before);
        if (mentions_was(before))
            lex_comments(r->src, rules, st->leading, st->start, take_leading, &l);
    }
    if (o->kind == KIND_TABLE && mentions_was(text))
        lex_comments(r->src, rules, st->start, st->end, take_inner, &l);
}

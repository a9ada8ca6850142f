#include "dialect/sqlite/read-rows.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read.h"

/* The parenthesised lists behind VALUES. */
static size_t count_rows(const struct statement *st)
{
    size_t rows = 0;
    unsigned depth = 0;
    bool values = false;

    for (uint32_t i = 0; i < st->ntokens; i++) {
        const struct token *t = &st->tokens[i];
        if (depth == 0 && t->keyword == KW_VALUES)
            values = true;
        else if (depth == 0 && (t->keyword == KW_ON || t->keyword == KW_RETURNING))
            break;
        if (t->kind != TOK_OP)
            continue;
        if (t->op == OP_LPAREN && depth++ == 0)
            rows += values;
        else if (t->op == OP_RPAREN && depth > 0)
            depth--;
    }
    return rows;
}

/*
 * The dump of a database writes virtual tables by hand: INSERT INTO sqlite_schema ... VALUES
 * ('table', 'f', 'f', 0, 'CREATE VIRTUAL TABLE ...'). The statement in the last string counts as if
 * it stood in the file.
 */
static bool read_catalogue_row(struct reader *r)
{
    struct cursor *c = &r->cur;
    struct name n;

    if (!cursor_accept_kw(c, KW_INTO) || !reader_is_name_at(c, 0) || !reader_accept_name(c, &n) ||
        !sqlite_is_catalogue(n.key) || c->end - c->tok < 2)
        return false;
    const struct token *last = c->end - 2;
    struct flash_str text = STR_NULL;
    if (last->kind == TOK_STRING)
        text = token_value(r->src, last, r->arena);
    if (!str_starts_nocase(text, STR("CREATE")))
        return false;
    struct source *src = arena_new(r->arena, struct source);
    *src = (struct source){r->src->path, arena_str(r->arena, text)};
    sqlite_read(r->s, src, r->report, r->diags);
    return true;
}

void read_rows(struct reader *r)
{
    if (read_catalogue_row(r))
        return;
    r->report->row_statements++;
    r->report->rows += count_rows(r->st);
}

void read_with(struct reader *r)
{
    unsigned depth = 0;

    for (uint32_t i = 0; i < r->st->ntokens; i++) {
        const struct token *t = &r->st->tokens[i];
        if (t->kind == TOK_OP && t->op == OP_LPAREN)
            depth++;
        else if (t->kind == TOK_OP && t->op == OP_RPAREN && depth > 0)
            depth--;
        if (depth == 0 && (t->keyword == KW_INSERT || t->keyword == KW_REPLACE ||
                              t->keyword == KW_UPDATE || t->keyword == KW_DELETE)) {
            read_rows(r);
            return;
        }
    }
    r->report->ignored++;
}

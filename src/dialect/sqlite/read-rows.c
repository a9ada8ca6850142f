#include "dialect/sqlite/read-rows.h"

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

void read_rows(struct reader *r)
{
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

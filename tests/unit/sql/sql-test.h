#ifndef TESTS_SQL_TEST_H
#define TESTS_SQL_TEST_H

/* What the tests of src/sql share: SQLite's rules, and text to trees and back. */

#include "sql/lexer.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "sql/splitter.h"

static const struct lex_rules sqlite_lex = {
    .backtick_ident = true,
    .bracket_ident = true,
    .dollar_in_words = true,
    .at_params = true,
    .dialect = KW_SQLITE,
};
static const struct print_rules sqlite_print = {.dialect = KW_SQLITE, .quote = '"'};

/* One text with all that reading it needs. */
struct reading {
    struct arena arena;
    struct source src;
    struct diags diags;
    struct token_list tokens;
    struct cursor cur;
};

static inline void reading_start(struct reading *r, struct flash_str text)
{
    r->src = (struct source){.path = STR("test.sql"), .text = text};
    arena_init(&r->arena, (size_t)1 << 30);
    diags_init(&r->diags, &r->arena);
    r->tokens = lex(&r->src, &sqlite_lex, &r->arena);
    cursor_init(
        &r->cur, &r->src, r->tokens.items, r->tokens.len - 1, &sqlite_lex, &r->arena, &r->diags);
}

static inline void reading_end(struct reading *r)
{
    arena_release(&r->arena);
}

static inline struct flash_str dml_text(struct arena *a, const struct dml *d)
{
    struct strbuf b;

    strbuf_init(&b, a, (size_t)16 << 20);
    print_dml(&b, &sqlite_print, d, 0);
    return strbuf_str(&b);
}

static inline struct flash_str expr_text(struct arena *a, const struct expr *e)
{
    struct strbuf b;

    strbuf_init(&b, a, (size_t)16 << 20);
    print_expr(&b, &sqlite_print, e);
    return strbuf_str(&b);
}

#endif

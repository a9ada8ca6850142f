#ifndef SQL_SPLITTER_H
#define SQL_SPLITTER_H

/*
 * Cuts the tokens of a file into statements at the semicolons that end one. Bodies (CREATE TRIGGER ...
 * BEGIN ... END; CASE ... END inside) do not end at their inner semicolons. Lines of the sqlite3
 * shell that start with '.' are their own statement (kind DOT).
 */

#include "sql/lexer.h"

struct statement {
    const struct token *tokens; /* without the semicolon; tokens[ntokens] is readable */
    uint32_t ntokens;
    uint32_t start;   /* byte where it begins, leading comments left out */
    uint32_t end;     /* byte after its last token or semicolon */
    uint32_t leading; /* byte where the comments that belong to it begin: after the previous statement's
                         last line; == start when there are none */
    bool dot_command;
};

struct statement_list {
    struct statement *items;
    size_t len;
};

/* FLASH_ETOOBIG for a statement over LIMIT_STATEMENT is a diagnostic, and that statement is left out. */
struct statement_list split_statements(const struct source *src, struct token_list tokens,
    const struct lex_rules *rules, struct arena *a, struct diags *diags);

#endif

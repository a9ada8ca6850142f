#ifndef SQL_SPLITTER_H
#define SQL_SPLITTER_H

/*
 * Cuts the tokens of a file into statements at the semicolons that end one. A trigger's body
 * (CREATE TRIGGER ... BEGIN ... END) does not end at its inner semicolons but behind the END that
 * follows one, so that CASE ... END inside does no harm; where that END is missing, the body ends
 * before what no body can hold (CREATE, DROP, ...). Lines of the sqlite3 shell that start with '.'
 * are their own statement.
 */

#include "sql/lexer.h"

struct statement {
    const struct token *tokens; /* without the semicolon; tokens[ntokens] is readable */
    uint32_t ntokens;
    uint32_t start;   /* byte where it begins, leading comments left out */
    uint32_t end;     /* byte after its last token or semicolon */
    uint32_t leading; /* byte where the comments that belong to it begin: after the previous
                         statement's last line; == start when there are none */
    bool dot_command;
};

struct statement_list {
    struct statement *items;
    size_t len;
};

/* Empty statements are left out. Each TOK_ERROR is reported, and so is a statement over
 * LIMIT_STATEMENT, which is left out. Linear. */
struct statement_list split_statements(const struct source *src, struct token_list tokens,
    const struct lex_rules *rules, struct arena *a, struct diags *diags);

#endif

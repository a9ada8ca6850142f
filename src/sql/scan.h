#ifndef SQL_SCAN_H
#define SQL_SCAN_H

/* One step of the lexer at a time: white space, a comment, a token. For lexer.c. */

#include "sql/lexer.h"

struct scan {
    const char *text;
    uint32_t pos, end;
    const struct lex_rules *rules;
    bool no_bracket; /* no ']' stands behind pos, nor '`', '"': remembered so that a text of
                        openings */
    bool no_backtick, no_double; /* without a close stays linear */
};

struct scan scan_start(const struct source *src, const struct lex_rules *rules);
void scan_space(struct scan *s);
/* Steps over the comment at pos. False, without moving, if there is none. An unterminated one ends
 * with the text. */
bool scan_comment(struct scan *s);
/* Steps over white space and comments. False at an unterminated comment, without stepping over it.
 */
bool scan_blank(struct scan *s);
/* The unterminated comment at pos, as a TOK_ERROR. */
void scan_open_comment(struct scan *s, struct token *t);
/* The token at pos, TOK_END at the end. There is no white space or comment at pos. */
void scan_token(struct scan *s, struct token *t);
/* The rest of the line as TOK_DOT_LINE. */
void scan_dot_line(struct scan *s, struct token *t);

#endif

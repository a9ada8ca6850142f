#ifndef SQL_LEXER_H
#define SQL_LEXER_H

/*
 * Text to tokens, for every dialect: the differences stand in struct lex_rules. Comments and
 * white space are no tokens; a token's range in the text lets callers find them again.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"
#include "sql/keyword.h"

enum token_kind {
    TOK_END,    /* past the last token; has the offset of the text's end */
    TOK_WORD,   /* bare word; keyword says which, if any */
    TOK_QUOTED, /* quoted identifier; 'quote' tells by what: " ` [ */
    TOK_STRING, /* '...' */
    TOK_BLOB,   /* x'...' */
    TOK_NUMBER,
    TOK_PARAM,   /* ? ?1 :a @a $a */
    TOK_OP,      /* op says which */
    TOK_ERROR,   /* an unterminated or illegal run; lex_error says what is wrong */
    TOK_DOT_LINE /* SQLite: a command line of the sqlite3 shell, from its '.' to the line's end */
};

enum sql_op {
    OP_NONE,
    OP_LPAREN,
    OP_RPAREN,
    OP_COMMA,
    OP_SEMI,
    OP_DOT,
    OP_PLUS,
    OP_MINUS,
    OP_STAR,
    OP_SLASH,
    OP_PERCENT,
    OP_EQ,
    OP_EQEQ,
    OP_NE /* != */,
    OP_LTGT /* <> */,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_CONCAT,
    OP_AMP,
    OP_PIPE,
    OP_TILDE,
    OP_LSHIFT,
    OP_RSHIFT,
    OP_ARROW /* -> */,
    OP_ARROW2 /* ->> */,
    OP_LBRACKET,
    OP_RBRACKET,
    OP_COLON,
    OP_COLON2 /* :: */,
    OP_CARET,
    OP_OTHER
};

struct token {
    uint32_t off, len;
    uint16_t keyword; /* enum keyword, for TOK_WORD */
    uint8_t kind;     /* enum token_kind */
    uint8_t op;       /* enum sql_op for TOK_OP; the opening quote for TOK_QUOTED and TOK_STRING;
                         '\\' for a TOK_STRING with backslash escapes */
};

struct lex_rules {
    bool backtick_ident; /* `a` */
    bool bracket_ident;  /* [a] */
    bool nested_comments;
    bool hash_comments;
    bool backslash_escapes;
    bool dollar_quotes;
    bool dollar_in_words;
    bool at_params; /* @a #a $a :a ?n are parameters */
    enum keyword_dialect dialect;
};

/* All tokens of src, a TOK_END last. Errors become TOK_ERROR tokens, never a failure, so that the
 * rest of the file can still be read: an unterminated string ends with its line (a semicolon at the
 * line's end is left out of it), an unterminated comment with the text. Linear. */
struct token_list {
    struct token *items;
    size_t len; /* with the TOK_END */
};
struct token_list lex(const struct source *src, const struct lex_rules *rules, struct arena *a);
/* Why t is a TOK_ERROR: "unterminated string", ... Static storage. */
const char *lex_error(const struct source *src, const struct token *t);

/* The value of a token: identifiers unquoted, strings without quotes and escapes. Borrowed from
 * the source when nothing had to be changed, else in arena. */
struct flash_str token_value(const struct source *src, const struct token *t, struct arena *a);
struct flash_str token_text(const struct source *src, const struct token *t);

/* The comments that begin in [from, to); for leading comments of a statement and '-- was:' hints.
 * Tokens in the range are skipped. Calls back once for each: loc is the whole comment with its
 * marks, inner what stands between them, trimmed of white space. */
void lex_comments(const struct source *src, const struct lex_rules *rules, uint32_t from,
    uint32_t to, void (*each)(void *payload, struct loc loc, struct flash_str inner),
    void *payload);

#endif

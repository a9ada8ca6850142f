#include "sql/scan.h"

#include "sql/scan-quote.h"
#include "sql/scan-step.h"

#define PARAM_MAX 1000 /* bytes of a parameter with '(...)'; keeps a text of openings linear */

/* What a byte may begin. */
enum start {
    ST_OTHER,
    ST_WORD,
    ST_BLOB /* x or X */,
    ST_DIGIT,
    ST_DOT,
    ST_STRING,
    ST_QUOTED,
    ST_BRACKET,
    ST_PARAM /* @ # : */,
    ST_DOLLAR,
    ST_QUESTION,
    ST_SINGLE,
    ST_PAIR,
    ST_SPACE,
    ST_MINUS,
    ST_SLASH
};

/* What may follow. */
enum { IN_WORD = 0x20, IN_DIGIT = 0x40, IN_HEX = 0x80, START_MASK = 0x1F };

#define O_ ST_OTHER
#define SP ST_SPACE
#define W_ (ST_WORD | IN_WORD)
#define H_ (ST_WORD | IN_WORD | IN_HEX)
#define X_ (ST_BLOB | IN_WORD)
#define D_ (ST_DIGIT | IN_WORD | IN_DIGIT | IN_HEX)
#define S_ ST_SINGLE
#define P_ ST_PAIR
#define Q_ ST_QUOTED
#define V_ ST_PARAM

/* clang-format off */
static const uint8_t bytes[256] = {
    O_, O_, O_, O_, O_, O_, O_, O_, O_, SP, SP, SP, SP, SP, O_, O_,
    O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_, O_,
    /*  ! " # $ % & ' */
    SP, P_, Q_, V_, ST_DOLLAR, S_, S_, ST_STRING,
    /* ( ) * + , - . / */
    S_, S_, S_, S_, S_, ST_MINUS, ST_DOT, ST_SLASH,
    D_, D_, D_, D_, D_, D_, D_, D_, D_, D_,
    /* : ; < = > ? */
    V_, S_, P_, P_, P_, ST_QUESTION,
    /* @ */
    V_, H_, H_, H_, H_, H_, H_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, X_, W_, W_,
    /* [ \ ] ^ _ ` */
    ST_BRACKET, S_, S_, S_, W_, Q_,
    H_, H_, H_, H_, H_, H_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, X_, W_, W_,
    /* { | } ~ DEL */
    O_, P_, O_, S_, O_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
    W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_, W_,
};
/* clang-format on */

static const uint8_t single_ops[128] = {
    ['('] = OP_LPAREN,
    [')'] = OP_RPAREN,
    [','] = OP_COMMA,
    [';'] = OP_SEMI,
    ['.'] = OP_DOT,
    ['+'] = OP_PLUS,
    ['-'] = OP_MINUS,
    ['*'] = OP_STAR,
    ['/'] = OP_SLASH,
    ['%'] = OP_PERCENT,
    ['='] = OP_EQ,
    ['<'] = OP_LT,
    ['>'] = OP_GT,
    ['&'] = OP_AMP,
    ['|'] = OP_PIPE,
    ['~'] = OP_TILDE,
    ['['] = OP_LBRACKET,
    [']'] = OP_RBRACKET,
    [':'] = OP_COLON,
    ['^'] = OP_CARET,
    ['!'] = OP_OTHER,
    ['\\'] = OP_OTHER,
    ['@'] = OP_OTHER,
    ['#'] = OP_OTHER,
    ['?'] = OP_OTHER,
    ['$'] = OP_OTHER,
};

static const struct {
    char text[2];
    uint8_t op;
} pair_ops[] = {
    {"||", OP_CONCAT},
    {"<=", OP_LE},
    {">=", OP_GE},
    {"<>", OP_LTGT},
    {"!=", OP_NE},
    {"==", OP_EQEQ},
    {"<<", OP_LSHIFT},
    {">>", OP_RSHIFT},
};

static bool has(unsigned byte, unsigned flag)
{
    return (bytes[byte] & flag) != 0;
}

static bool in_word(const struct scan *s, uint32_t pos)
{
    unsigned c = scan_byte(s, pos);

    return has(c, IN_WORD) || (c == '$' && s->rules->dollar_in_words);
}

static bool is_digit(const struct scan *s, uint32_t pos)
{
    return has(scan_byte(s, pos), IN_DIGIT);
}

struct scan scan_start(const struct source *src, const struct lex_rules *rules)
{
    return (struct scan){.text = src->text.ptr, .end = (uint32_t)src->text.len, .rules = rules};
}

void scan_space(struct scan *s)
{
    const char *p = s->text + s->pos, *end = s->text + s->end;

    while (p < end && bytes[(unsigned char)*p] == ST_SPACE)
        p++;
    s->pos = (uint32_t)(p - s->text);
}

/* Where the block comment at pos ends; 0 if it does not. */
static uint32_t block_end(const struct scan *s)
{
    unsigned depth = 0;

    for (uint32_t i = s->pos; i + 1 < s->end; i++) {
        if (s->text[i] == '*' && s->text[i + 1] == '/') {
            i++;
            if (--depth == 0 || !s->rules->nested_comments)
                return i + 1;
        } else if (s->text[i] == '/' && s->text[i + 1] == '*') {
            i++;
            depth++;
        }
    }
    return 0;
}

static bool at_line_comment(const struct scan *s)
{
    unsigned c = scan_byte(s, s->pos);

    return (c == '-' && scan_byte(s, s->pos + 1) == '-') || (c == '#' && s->rules->hash_comments);
}

static bool at_block_comment(const struct scan *s)
{
    return scan_byte(s, s->pos) == '/' && scan_byte(s, s->pos + 1) == '*';
}

bool scan_comment(struct scan *s)
{
    if (at_line_comment(s)) {
        s->pos = scan_find(s, s->pos, '\n');
        return true;
    }
    if (at_block_comment(s)) {
        uint32_t end = block_end(s);

        s->pos = end != 0 ? end : s->end;
        return true;
    }
    return false;
}

bool scan_blank(struct scan *s)
{
    for (;;) {
        scan_space(s);
        if (at_block_comment(s)) {
            uint32_t end = block_end(s);

            if (end == 0)
                return false;
            s->pos = end;
        } else if (at_line_comment(s)) {
            s->pos = scan_find(s, s->pos, '\n');
        } else {
            return true;
        }
    }
}

static void finish_op(struct scan *s, struct token *t, uint8_t op, uint32_t len)
{
    scan_finish(s, t, TOK_OP, s->pos + len);
    t->op = op;
}

void scan_open_comment(struct scan *s, struct token *t)
{
    scan_finish(s, t, TOK_ERROR, s->end);
}

void scan_dot_line(struct scan *s, struct token *t)
{
    uint32_t end = scan_find(s, s->pos, '\n');

    if (end > s->pos && s->text[end - 1] == '\r')
        end--;
    scan_finish(s, t, TOK_DOT_LINE, end);
}

static void scan_word(struct scan *s, struct token *t)
{
    const char *p = s->text + s->pos + 1, *last = s->text + s->end;
    uint32_t end;

    while (p < last && has((unsigned char)*p, IN_WORD))
        p++;
    end = (uint32_t)(p - s->text);
    if (s->rules->dollar_in_words)
        while (in_word(s, end))
            end++;
    scan_finish(s, t, TOK_WORD, end);
    t->keyword = (uint16_t)keyword_find((struct flash_str){s->text + t->off, t->len});
}

static void scan_blob(struct scan *s, struct token *t)
{
    uint32_t end = s->pos + 2;

    if (scan_byte(s, s->pos + 1) != '\'') {
        scan_word(s, t);
        return;
    }
    while (has(scan_byte(s, end), IN_HEX))
        end++;
    if (scan_byte(s, end) == '\'' && (end - s->pos) % 2 == 0) {
        scan_finish(s, t, TOK_BLOB, end + 1);
        return;
    }
    end = scan_find(s, end, '\'');
    if (end < s->end)
        scan_finish(s, t, TOK_ERROR, end + 1);
    else
        scan_open_quote(s, t);
}

/* Digits; single '_' between two of them (SQLite 3.46). */
static uint32_t skip_digits(const struct scan *s, uint32_t pos, unsigned flag)
{
    while (has(scan_byte(s, pos), flag) ||
           (scan_byte(s, pos) == '_' && has(scan_byte(s, pos - 1), flag) &&
               has(scan_byte(s, pos + 1), flag)))
        pos++;
    return pos;
}

static uint32_t skip_exponent(const struct scan *s, uint32_t pos)
{
    unsigned c = scan_byte(s, pos);
    unsigned sign = scan_byte(s, pos + 1);
    uint32_t digits = pos + 1 + (sign == '+' || sign == '-');

    if ((c == 'e' || c == 'E') && is_digit(s, digits))
        return skip_digits(s, digits, IN_DIGIT);
    return pos;
}

static void scan_number(struct scan *s, struct token *t)
{
    unsigned second = scan_byte(s, s->pos + 1);
    uint32_t end;

    if (scan_byte(s, s->pos) == '0' && (second == 'x' || second == 'X') &&
        has(scan_byte(s, s->pos + 2), IN_HEX)) {
        end = skip_digits(s, s->pos + 2, IN_HEX);
    } else {
        end = is_digit(s, s->pos) ? skip_digits(s, s->pos, IN_DIGIT) : s->pos;
        if (scan_byte(s, end) == '.')
            end = is_digit(s, end + 1) ? skip_digits(s, end + 1, IN_DIGIT) : end + 1;
        end = skip_exponent(s, end);
    }
    if (!in_word(s, end)) {
        scan_finish(s, t, TOK_NUMBER, end);
        return;
    }
    while (in_word(s, end))
        end++;
    scan_finish(s, t, TOK_ERROR, end);
}

static void scan_dot(struct scan *s, struct token *t)
{
    if (is_digit(s, s->pos + 1))
        scan_number(s, t);
    else
        finish_op(s, t, OP_DOT, 1);
}

static void scan_other(struct scan *s, struct token *t)
{
    uint32_t end = s->pos + 1;

    while (end < s->end && (bytes[(unsigned char)s->text[end]] & START_MASK) == ST_OTHER)
        end++;
    scan_finish(s, t, TOK_ERROR, end);
}

static void scan_quoted(struct scan *s, struct token *t)
{
    if (s->text[s->pos] == '"')
        scan_name(s, t, '"', &s->no_double);
    else if (s->rules->backtick_ident)
        scan_name(s, t, '`', &s->no_backtick);
    else
        scan_other(s, t);
}

static void scan_single(struct scan *s, struct token *t)
{
    finish_op(s, t, single_ops[(unsigned char)s->text[s->pos]], 1);
}

static void scan_bracket(struct scan *s, struct token *t)
{
    if (s->rules->bracket_ident)
        scan_name(s, t, ']', &s->no_bracket);
    else
        scan_single(s, t);
}

static void scan_pair(struct scan *s, struct token *t)
{
    for (size_t i = 0; i < ARRAY_LEN(pair_ops); i++) {
        if ((unsigned char)pair_ops[i].text[0] == scan_byte(s, s->pos) &&
            (unsigned char)pair_ops[i].text[1] == scan_byte(s, s->pos + 1)) {
            finish_op(s, t, pair_ops[i].op, 2);
            return;
        }
    }
    scan_single(s, t);
}

static void scan_minus(struct scan *s, struct token *t)
{
    if (scan_byte(s, s->pos + 1) != '>')
        finish_op(s, t, OP_MINUS, 1);
    else if (scan_byte(s, s->pos + 2) == '>')
        finish_op(s, t, OP_ARROW2, 3);
    else
        finish_op(s, t, OP_ARROW, 2);
}

/* Behind the name of a parameter SQLite takes '::' and, last, '(...)' without white space. The
 * answer is 0 if what begins as a parameter is none. */
static uint32_t param_end(const struct scan *s)
{
    uint32_t names = 0;
    uint32_t i = s->pos + 1;

    for (;; i++) {
        unsigned c = scan_byte(s, i);

        if (has(c, IN_WORD) || c == '$') {
            names++;
        } else if (c == ':' && scan_byte(s, i + 1) == ':') {
            i++;
        } else if (c == '(' && names > 0) {
            do
                i++;
            while (i < s->end && i - s->pos < PARAM_MAX && !ascii_space(s->text[i]) &&
                   s->text[i] != ')');
            return scan_byte(s, i) == ')' ? i + 1 : 0;
        } else {
            return names > 0 ? i : 0;
        }
    }
}

static void scan_param(struct scan *s, struct token *t)
{
    uint32_t end;

    if (!s->rules->at_params) {
        if (scan_byte(s, s->pos) == ':' && scan_byte(s, s->pos + 1) == ':')
            finish_op(s, t, OP_COLON2, 2);
        else
            scan_single(s, t);
        return;
    }
    end = param_end(s);
    if (end != 0)
        scan_finish(s, t, TOK_PARAM, end);
    else
        scan_finish(s, t, TOK_ERROR, s->pos + 1);
}

/* The length of the mark '$tag$' at pos; 0 if there is none. */
static uint32_t dollar_mark(const struct scan *s)
{
    uint32_t i = s->pos + 1;

    if (is_digit(s, i))
        return 0;
    while (has(scan_byte(s, i), IN_WORD))
        i++;
    return scan_byte(s, i) == '$' ? i + 1 - s->pos : 0;
}

static void scan_dollar(struct scan *s, struct token *t)
{
    uint32_t mark = s->rules->dollar_quotes ? dollar_mark(s) : 0;

    if (mark != 0)
        scan_dollar_string(s, t, mark);
    else if (s->rules->dollar_quotes && is_digit(s, s->pos + 1))
        scan_finish(s, t, TOK_PARAM, skip_digits(s, s->pos + 1, IN_DIGIT));
    else
        scan_param(s, t);
}

static void scan_question(struct scan *s, struct token *t)
{
    uint32_t end = s->pos + 1;

    while (is_digit(s, end))
        end++;
    if (s->rules->at_params)
        scan_finish(s, t, TOK_PARAM, end);
    else
        scan_single(s, t);
}

void scan_token(struct scan *s, struct token *t)
{
    static void (*const scanners[])(struct scan * s, struct token * t) = {
        [ST_OTHER] = scan_other,
        [ST_WORD] = scan_word,
        [ST_BLOB] = scan_blob,
        [ST_DIGIT] = scan_number,
        [ST_DOT] = scan_dot,
        [ST_STRING] = scan_string,
        [ST_QUOTED] = scan_quoted,
        [ST_BRACKET] = scan_bracket,
        [ST_PARAM] = scan_param,
        [ST_DOLLAR] = scan_dollar,
        [ST_QUESTION] = scan_question,
        [ST_SINGLE] = scan_single,
        [ST_PAIR] = scan_pair,
        [ST_SPACE] = scan_other,
        [ST_MINUS] = scan_minus,
        [ST_SLASH] = scan_single,
    };

    if (s->pos >= s->end)
        scan_finish(s, t, TOK_END, s->end);
    else
        scanners[bytes[(unsigned char)s->text[s->pos]] & START_MASK](s, t);
}

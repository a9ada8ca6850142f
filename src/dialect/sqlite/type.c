#include "dialect/sqlite/type.h"

#include "base/intern.h"
#include "base/limits.h"
#include "base/str.h"
#include "dialect/sqlite/sqlite.h"
#include "sql/print.h"

static void add_upper(struct strbuf *b, struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        strbuf_addc(b, ascii_upper(s.ptr[i]));
}

struct flash_str type_normal(struct arena *a, struct flash_str text)
{
    struct strbuf b;
    bool space = false;

    strbuf_init(&b, a, LIMIT_STATEMENT);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (ascii_space(c)) {
            space = b.len > 0;
            continue;
        }
        bool tight = c == '(' || c == ')' || c == ',' || (b.len > 0 && b.ptr[b.len - 1] == '(') ||
                     (b.len > 0 && b.ptr[b.len - 1] == ',');
        if (space && !tight)
            strbuf_addc(&b, ' ');
        space = false;
        strbuf_addc(&b, ascii_upper(c));
    }
    return strbuf_str(&b);
}

/* GENERATED ALWAYS belongs to what follows, although both words could be a type's. */
static bool at_type_word(const struct cursor *c)
{
    if (!reader_is_name_at(c, 0))
        return false;
    if (c->tok->keyword == KW_NONE)
        return true;
    if (cursor_is_kw(c, KW_GENERATED) && cursor_is_kw_at(c, 1, KW_ALWAYS))
        return false;
    return keyword_alias((enum keyword)c->tok->keyword, KW_SQLITE);
}

/* [+-] number; the grammar takes no more. */
static bool read_number(struct cursor *c, struct arena *a, struct flash_str *out)
{
    const struct token *first = c->tok;

    if (!cursor_accept_op(c, OP_PLUS))
        cursor_accept_op(c, OP_MINUS);
    if (cursor_at_end(c) || c->tok->kind != TOK_NUMBER) {
        cursor_unexpected(c, "a number");
        return false;
    }
    cursor_advance(c);
    *out = type_normal(a, cursor_text_from(c, first));
    return true;
}

static void read_args(struct reader *r, struct data_type *out)
{
    struct cursor *c = &r->cur;

    if (!cursor_accept_op(c, OP_LPAREN))
        return;
    do {
        if (!read_number(c, r->arena, &out->args[out->nargs]))
            return;
        out->nargs++;
    } while (out->nargs < ARRAY_LEN(out->args) && cursor_accept_op(c, OP_COMMA));
    cursor_expect_op(c, OP_RPAREN);
}

/* Types are few and columns are many: one copy of each text is enough. */
static struct flash_str keep(struct strbuf *b)
{
    return intern(strbuf_str(b))->text;
}

static void add_args(struct strbuf *b, const struct data_type *t)
{
    for (unsigned i = 0; i < t->nargs; i++) {
        strbuf_addc(b, i == 0 ? '(' : ',');
        strbuf_add(b, t->args[i]);
    }
    strbuf_adds(b, t->nargs > 0 ? ")" : "");
}

static void add_words(
    struct strbuf *b, const struct cursor *c, const struct token *first, const struct token *end)
{
    for (const struct token *t = first; t < end; t++) {
        if (t > first)
            strbuf_addc(b, ' ');
        add_upper(b, token_text(c->src, t));
    }
}

/* One word in upper case, the most common type, needs no copy at all. */
static bool is_plain_word(struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
            return false;
    }
    return true;
}

#define SHORT_TYPE 64

static size_t copy_upper(char *to, struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        to[i] = ascii_upper(s.ptr[i]);
    return s.len;
}

/* word(1) and word(1,2) of one line's length: the common types, without a buffer. False: something
 * else stands here, and nothing was read. */
static bool read_short(struct reader *r, struct data_type *out)
{
    struct cursor *c = &r->cur;
    const struct token *t = c->tok;
    unsigned nargs = cursor_peek(c, 3)->kind == TOK_OP && cursor_peek(c, 3)->op == OP_COMMA ? 2 : 1;
    const struct token *last = t + 1 + 2 * nargs;
    char text[SHORT_TYPE];
    struct flash_str kept;

    if (last >= c->end || last->off + last->len - t->off >= SHORT_TYPE || t[1].op != OP_LPAREN ||
        last->kind != TOK_OP || last->op != OP_RPAREN || t[2].kind != TOK_NUMBER ||
        (nargs == 2 && t[4].kind != TOK_NUMBER))
        return false;
    size_t n = copy_upper(text, token_text(c->src, t)), at[2];
    out->base.len = n;
    for (unsigned i = 0; i < nargs; i++) {
        struct flash_str arg = token_text(c->src, &t[2 + 2 * i]);
        text[n++] = i == 0 ? '(' : ',';
        at[i] = n;
        out->args[i].len = arg.len;
        n += copy_upper(text + n, arg);
    }
    text[n++] = ')';
    kept = intern((struct flash_str){text, n})->text;
    out->text = kept;
    out->base.ptr = kept.ptr;
    for (unsigned i = 0; i < nargs; i++)
        out->args[i].ptr = kept.ptr + at[i];
    out->nargs = nargs;
    c->tok = last + 1;
    return true;
}

void type_read(struct reader *r, struct data_type *out)
{
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;
    struct arena mark = *r->arena;
    struct strbuf b;

    if (at_type_word(c) && c->tok->kind == TOK_WORD && cursor_peek(c, 1)->kind == TOK_OP &&
        read_short(r, out))
        return;
    while (at_type_word(c))
        cursor_advance(c);
    const struct token *end = c->tok;
    if (end == first)
        return;
    struct flash_str word = token_text(c->src, first);
    if (end == first + 1 && first->kind == TOK_WORD && !cursor_is_op(c, OP_LPAREN) &&
        is_plain_word(word)) {
        out->base = out->text = word;
        return;
    }
    read_args(r, out);
    strbuf_init(&b, r->arena, LIMIT_STATEMENT);
    if (first->kind != TOK_WORD) {
        /* A type that starts with a quoted word ends, for SQLite, with that word. */
        *out = (struct data_type){0};
        add_upper(&b, token_value(c->src, first, r->arena));
        out->base = out->text = keep(&b);
    } else {
        add_words(&b, c, first, end);
        size_t base = b.len;
        add_args(&b, out);
        out->text = keep(&b);
        out->base = str_sub(out->text, 0, base);
    }
    for (unsigned i = 0; i < out->nargs; i++)
        out->args[i] = intern(out->args[i])->text;
    if (!c->failed)
        *r->arena = mark;
}

/* Words and numbers as type_read takes them. */
static bool is_bare_word(struct flash_str word)
{
    char c = word.len ? word.ptr[0] : '0';

    if (!ascii_alpha(c) && c != '_' && (unsigned char)c < 0x80)
        return false;
    for (size_t i = 1; i < word.len; i++) {
        c = word.ptr[i];
        if (!ascii_alpha(c) && !ascii_digit(c) && c != '_' && c != '$' && (unsigned char)c < 0x80)
            return false;
    }
    enum keyword k = keyword_find(word);
    return k == KW_NONE ||
           (!keyword_reserved(k, KW_SQLITE) && keyword_alias(k, KW_SQLITE) && k != KW_GENERATED);
}

static bool is_bare_number(struct flash_str n)
{
    if (n.len > 0 && (n.ptr[0] == '+' || n.ptr[0] == '-'))
        n = str_skip(n, 1);
    if (n.len == 0)
        return false;
    for (size_t i = 0; i < n.len; i++) {
        if (!ascii_digit(n.ptr[i]))
            return false;
    }
    return true;
}

static bool are_bare_args(struct flash_str args)
{
    struct flash_str first;

    if (!str_ends(args, STR(")")))
        return false;
    args.len--;
    ptrdiff_t comma = str_find_char(args, ',', 0);
    if (comma < 0)
        return is_bare_number(args);
    first = str_sub(args, 0, (size_t)comma);
    return is_bare_number(first) && is_bare_number(str_skip(args, (size_t)comma + 1));
}

static bool is_bare(struct flash_str text)
{
    ptrdiff_t paren = str_find_char(text, '(', 0);
    struct flash_str words = text;
    size_t from = 0;

    if (paren >= 0) {
        words.len = (size_t)paren;
        if (!are_bare_args(str_skip(text, (size_t)paren + 1)))
            return false;
    }
    for (size_t i = 0; i <= words.len; i++) {
        if (i < words.len && words.ptr[i] != ' ')
            continue;
        if (!is_bare_word(str_sub(words, from, i)))
            return false;
        from = i + 1;
    }
    return true;
}

void type_print(struct strbuf *out, struct flash_str text)
{
    if (is_bare(text)) {
        strbuf_add(out, text);
        return;
    }
    strbuf_addc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            strbuf_addc(out, '"');
        strbuf_addc(out, text.ptr[i]);
    }
    strbuf_addc(out, '"');
}

bool type_is_integer(const struct data_type *t)
{
    return str_eq(t->text, STR("INTEGER"));
}

bool type_is_strict(const struct data_type *t)
{
    static const struct flash_str types[] = {
        {"INT", 3}, {"INTEGER", 7}, {"REAL", 4}, {"TEXT", 4}, {"BLOB", 4}, {"ANY", 3}};

    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_eq(t->text, types[i]))
            return true;
    }
    return false;
}

/*
 * Lexer, splitter, and the parser of src/sql on any text that source_init lets through. What is
 * parsed is printed and must be read again as the same; a clone prints the same; a walk reaches its
 * end.
 */

#include "base/str.h"
#include "fuzz.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "sql/splitter.h"
#include "sql/walk.h"

static const struct lex_rules lex_rules = {
    .backtick_ident = true,
    .bracket_ident = true,
    .dollar_in_words = true,
    .at_params = true,
    .dialect = KW_SQLITE,
};
static const struct print_rules print_rules = {.dialect = KW_SQLITE, .quote = '"'};

/* A tree of either sort, or neither. */
struct tree {
    struct expr *expr;
    struct dml *dml;
};

static struct tree parse(struct arena *a, const struct source *src, const struct token *tokens,
    size_t n, bool as_expr, struct diags *diags)
{
    struct cursor c;
    struct tree t = {0};
    unsigned before = diags->errors;

    cursor_init(&c, src, tokens, n, &lex_rules, a, diags);
    if (as_expr)
        t.expr = parse_expr(&c);
    else
        t.dml = parse_dml(&c);
    FUZZ_CHECK(c.depth == 0);
    if (!cursor_expect_end(&c))
        t = (struct tree){0};
    FUZZ_CHECK(c.failed ? diags->errors >= before && diags->errors > 0 : diags->errors == before);
    FUZZ_CHECK(c.failed == (t.expr == NULL && t.dml == NULL));
    return t;
}

static struct flash_str print(struct arena *a, struct tree t)
{
    struct strbuf b;

    strbuf_init(&b, a, (size_t)1 << 28);
    if (t.expr != NULL)
        print_expr(&b, &print_rules, t.expr);
    else
        print_dml(&b, &print_rules, t.dml, 0);
    FUZZ_CHECK(!b.overflow);
    return strbuf_str(&b);
}

static bool on_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    (void)s;
    ++*(size_t *)w->payload;
    return (*e)->height > 0;
}

static void check_tree(struct arena *a, struct tree t)
{
    struct flash_str text = print(a, t);
    struct source src = {STR("printed"), text};
    struct diags diags;
    struct token_list tokens;
    struct tree again;
    size_t visited = 0;
    struct walker w = {.on_expr = on_expr, .payload = &visited};

    diags_init(&diags, a);
    tokens = lex(&src, &lex_rules, a);
    again = parse(a, &src, tokens.items, tokens.len - 1, t.expr != NULL, &diags);
    if (again.expr == NULL && again.dml == NULL)
        fprintf(stderr, "%.*s\n%s\n", STR_ARG(text), diags.list.items[0].message.ptr);
    FUZZ_CHECK(again.expr != NULL || again.dml != NULL);
    FUZZ_CHECK(str_eq(print(a, again), text));
    if (t.expr != NULL) {
        FUZZ_CHECK(str_eq(print(a, (struct tree){.expr = expr_clone(a, t.expr)}), text));
        FUZZ_CHECK(walk_expr(&w, &t.expr, NULL));
    } else {
        FUZZ_CHECK(str_eq(print(a, (struct tree){.dml = dml_clone(a, t.dml)}), text));
        FUZZ_CHECK(walk_dml(&w, t.dml, NULL));
    }
}

static void check_parse(struct arena a, const struct source *src, const struct statement *st,
    bool as_expr, struct diags *diags)
{
    struct tree t = parse(&a, src, st->tokens, st->ntokens, as_expr, diags);

    if (t.expr != NULL || t.dml != NULL)
        check_tree(&a, t);
}

static void check_body(
    struct arena a, const struct source *src, const struct statement *st, struct diags *diags)
{
    struct cursor c;
    struct dml_list body = {0};

    cursor_init(&c, src, st->tokens, st->ntokens, &lex_rules, &a, diags);
    while (!cursor_at_end(&c) && !cursor_accept_kw(&c, KW_BEGIN))
        cursor_advance(&c);
    if (!parse_dml_body(&c, &body))
        return;
    for (size_t i = 0; i < body.len; i++)
        check_tree(&a, (struct tree){.dml = body.items[i]});
}

static void on_comment(void *payload, struct loc loc, struct flash_str inner)
{
    uint32_t *at = payload;

    FUZZ_CHECK(loc.off >= *at && loc.len >= inner.len);
    *at = loc.off + loc.len;
}

static void check_tokens(const struct source *src, struct token_list tokens, struct arena a)
{
    uint32_t at = 0;

    for (size_t i = 0; i < tokens.len; i++) {
        const struct token *t = &tokens.items[i];

        FUZZ_CHECK(t->off >= at);
        FUZZ_CHECK((t->kind == TOK_END) == (i + 1 == tokens.len));
        FUZZ_CHECK((t->kind == TOK_END) == (t->len == 0));
        at = t->off + t->len;
        FUZZ_CHECK(at <= src->text.len);
        token_value(src, t, &a);
        if (t->kind == TOK_ERROR)
            FUZZ_CHECK(lex_error(src, t) != NULL);
    }
    at = 0;
    lex_comments(src, &lex_rules, 0, (uint32_t)src->text.len, on_comment, &at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena, messages;
    struct source src;
    struct diags diags;
    struct token_list tokens;
    struct statement_list list;
    uint32_t at = 0;

    if (arena.base == NULL) {
        arena_init(&arena, (size_t)4 << 30);
        arena_init(&messages, (size_t)1 << 30);
    }
    arena_reset(&arena);
    arena_reset(&messages);
    if (source_init(&src, STR("input"), (struct flash_str){(const char *)data, size}, NULL) < 0)
        return 0;
    tokens = lex(&src, &lex_rules, &arena);
    check_tokens(&src, tokens, arena);
    diags_init(&diags, &messages);
    list = split_statements(&src, tokens, &lex_rules, &arena, &diags);
    for (size_t i = 0; i < list.len; i++) {
        const struct statement *st = &list.items[i];

        FUZZ_CHECK(st->leading >= at && st->start >= st->leading && st->end > st->start);
        at = st->end;
        check_parse(arena, &src, st, false, &diags);
        check_parse(arena, &src, st, true, &diags);
        check_body(arena, &src, st, &diags);
    }
    return 0;
}

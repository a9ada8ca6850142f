#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "sql-test.h"

static const char *const kinds[] = {
    [TOK_END] = "end",
    [TOK_WORD] = "word",
    [TOK_QUOTED] = "quoted",
    [TOK_STRING] = "string",
    [TOK_BLOB] = "blob",
    [TOK_NUMBER] = "number",
    [TOK_PARAM] = "param",
    [TOK_OP] = "op",
    [TOK_ERROR] = "error",
    [TOK_DOT_LINE] = "dot",
};

/* "kind value" of each token, "|" between them; of an error why. */
static struct flash_str describe(const struct reading *r, struct arena *a)
{
    struct strbuf b;

    strbuf_init(&b, a, 1 << 20);
    for (size_t i = 0; i + 1 < r->tokens.len; i++) {
        const struct token *t = &r->tokens.items[i];

        if (i > 0)
            strbuf_addc(&b, '|');
        strbuf_addf(&b, "%s %.*s", kinds[t->kind], STR_ARG(token_value(&r->src, t, a)));
        if (t->kind == TOK_ERROR)
            strbuf_addf(&b, ": %s", lex_error(&r->src, t));
    }
    return strbuf_str(&b);
}

static void test_tokens(void **state)
{
    static const struct {
        const char *text;
        const char *tokens;
    } cases[] = {
        {"", ""},
        {" \t\r\n\f", ""},
        {"-- only", ""},
        {"/* only */", ""},
        {"/**/", ""},
        {"select SELECT a_1$", "word select|word SELECT|word a_1$"},
        {"\"a\"\"b\" [a b] `x``y`", "quoted a\"b|quoted a b|quoted x`y"},
        {"\"\" '' ``", "quoted |string |quoted "},
        {"'it''s' 'a\nb'", "string it's|string a\nb"},
        {"x'0aFF' X''", "blob 0aFF|blob "},
        {"x x1 xx'00'", "word x|word x1|word xx|string 00"},
        {"x'0' x'0g'", "error x'0': malformed blob literal|error x'0g': malformed blob literal"},
        {"1 1.5 .5 5. 1e3 1E-3 1.e+2 0x1F 1_000", "number 1|number 1.5|number .5|number 5."
                                                  "|number 1e3|number 1E-3|number 1.e+2|number 0x1F"
                                                  "|number 1_000"},
        {"1a 0x 1e 1__0 1_", "error 1a: malformed number|error 0x: malformed number"
                             "|error 1e: malformed number|error 1__0: malformed number"
                             "|error 1_: malformed number"},
        {"a.b a. b .c t.5", "word a|op .|word b|word a|op .|word b|op .|word c|word t|number .5"},
        {"? ?12 :a @b $c #d $a::b $a(x)", "param ?|param ?12|param :a|param @b|param $c|param #d"
                                          "|param $a::b|param $a(x)"},
        {": @ $a(x y)", "error :: malformed parameter|error @: malformed parameter"
                        "|error $: malformed parameter|word a|op (|word x|word y|op )"},
        {"a||b|c", "word a|op |||word b|op ||word c"},
        {"< <= <> << > >= >> = == != !", "op <|op <=|op <>|op <<|op >|op >=|op >>|op =|op ==|op !="
                                         "|op !"},
        {"-> ->> - >", "op ->|op ->>|op -|op >"},
        {"a--b\nc", "word a|word c"},
        {"a/*b*/c /* * / ** */d", "word a|word c|word d"},
        {"a - -b", "word a|op -|op -|word b"},
        {"\xC3\xA9t\xC3\xA9 \xF0\x9F\x98\x80", "word \xC3\xA9t\xC3\xA9|word \xF0\x9F\x98\x80"},
        {"a ; 'b", "word a|op ;|error 'b: unterminated string"},
        {"'b);\nselect 1;", "error 'b): unterminated string|op ;|word select|number 1|op ;"},
        {"\"b\nc", "error \"b: unterminated quoted name|word c"},
        {"[b\nc [d\n", "error [b: unterminated quoted name|word c"
                       "|error [d: unterminated quoted name"},
        {"a /* b\nc", "word a|error /* b\nc: unterminated comment"},
        {"/*", "error /*: unterminated comment"},
        {"a \x01\x02 b", "word a|error \x01\x02: unexpected character|word b"},
        {"{a}", "error {: unexpected character|word a|error }: unexpected character"},
        {"a^b\\", "word a|op ^|word b|op \\"},
        {".tables it's\nselect 1;\n.quit\r\n.x", "dot .tables it's|word select|number 1|op ;"
                                                 "|dot .quit|dot .x"},
        {"select 1\n.5;", "word select|number 1|number .5|op ;"},
        {" .tables", "op .|word tables"},
        {".5 + .", "number .5|op +|op ."},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;

        reading_start(&r, str_from(cases[i].text));
        assert_string_equal(describe(&r, &r.arena).ptr, cases[i].tokens);
        assert_int_equal(r.tokens.items[r.tokens.len - 1].kind, TOK_END);
        assert_int_equal(r.tokens.items[r.tokens.len - 1].off, strlen(cases[i].text));
        reading_end(&r);
    }
}

/* Rules of other dialects than SQLite. */
static void test_rules(void **state)
{
    static const struct lex_rules postgres = {.nested_comments = true,
        .dollar_quotes = true,
        .dollar_in_words = true,
        .dialect = KW_POSTGRES};
    static const struct lex_rules mysql = {.backtick_ident = true,
        .hash_comments = true,
        .backslash_escapes = true,
        .dialect = KW_MYSQL};
    static const struct {
        const struct lex_rules *rules;
        const char *text;
        const char *tokens;
    } cases[] = {
        {&postgres, "a /* b /* c */ d */ e", "word a|word e"},
        {&postgres, "/* /* */", "error /* /* */: unterminated comment"},
        {&postgres, "$$it's$$ $x$a$$b$x$ $1", "string it's|string a$$b|param $1"},
        {&postgres, "$x$ a", "error $x$ a: malformed parameter"},
        {&postgres, "a::int b[1]", "word a|op ::|word int|word b|op [|number 1|op ]"},
        {&postgres, ".d", "op .|word d"},
        {&mysql, "a # b\nc", "word a|word c"},
        {&mysql, "'a\\'b' 'c\\n' '\\\\'", "string a'b|string c\n|string \\"},
        {&mysql, "'a\\'''' '''\\%'", "string a''|string '%"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;

        reading_start(&r, str_from(cases[i].text));
        r.tokens = lex(&r.src, cases[i].rules, &r.arena);
        assert_string_equal(describe(&r, &r.arena).ptr, cases[i].tokens);
        reading_end(&r);
    }
}

static void add_comment(void *payload, struct loc loc, struct flash_str inner)
{
    strbuf_addf(payload, "%u+%u[%.*s]", loc.off, loc.len, STR_ARG(inner));
}

static void test_comments(void **state)
{
    static const struct {
        const char *text;
        uint32_t from, to;
        const char *found;
    } cases[] = {
        {"-- a\n/* b */ --c \r\nx", 0, 18, "0+4[a]5+7[b]13+5[c]"},
        {"a -- was: b\n'-- no' /*x*/ c", 0, 99, "2+9[was: b]20+5[x]"},
        {"-- a\n-- b\n", 3, 99, "5+4[b]"},
        {"-- a\n-- b\n", 0, 5, "0+4[a]"},
        {"/*", 0, 2, "0+2[]"},
        {"/**/--", 0, 6, "0+4[]4+2[]"},
        {"/*/", 0, 3, "0+3[/]"},
        {"", 0, 10, ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;
        struct strbuf b;

        reading_start(&r, str_from(cases[i].text));
        strbuf_init(&b, &r.arena, 1 << 16);
        lex_comments(&r.src, &sqlite_lex, cases[i].from, cases[i].to, add_comment, &b);
        assert_string_equal(b.ptr, cases[i].found);
        reading_end(&r);
    }
}

/* What opens and never closes must not be looked for again and again. */
static void test_linear(void **state)
{
    static const char *const units[] = {"[\n", "\"\n", "`\n", "'\n", "/*", "$a(", "''", "'''\n",
        "x'\n", "/*/", "--\n", "\"\"\n", "1_", ".\n", "$a$", "-- [\n[\"'\n"};
    static char text[1000000];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        size_t unit = strlen(units[i]);
        size_t n = sizeof(text) / unit * unit;
        struct reading r;

        for (size_t at = 0; at < n; at += unit)
            memcpy(text + at, units[i], unit);
        reading_start(&r, (struct flash_str){text, n});
        split_statements(&r.src, r.tokens, &sqlite_lex, &r.arena, &r.diags);
        assert_true(r.tokens.len > 0);
        reading_end(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "sql-test.h"

/* Each statement as "(its comments)<its text>", then the errors as "!message@line:column". */
static struct flash_str describe(struct reading *r)
{
    struct statement_list l =
        split_statements(&r->src, r->tokens, &sqlite_lex, &r->arena, &r->diags);
    struct strbuf b;

    strbuf_init(&b, &r->arena, 1 << 20);
    for (size_t i = 0; i < l.len; i++) {
        const struct statement *s = &l.items[i];

        assert_true(s->ntokens > 0);
        assert_true(s->leading <= s->start && s->start < s->end);
        assert_int_equal(s->tokens[0].off, s->start);
        assert_int_equal(s->dot_command, s->tokens[0].kind == TOK_DOT_LINE);
        if (s->leading < s->start)
            strbuf_addf(&b, "(%.*s)", STR_ARG(str_sub(r->src.text, s->leading, s->start)));
        strbuf_addf(&b, "<%.*s>", STR_ARG(str_sub(r->src.text, s->start, s->end)));
    }
    for (size_t i = 0; i < r->diags.list.len; i++) {
        struct line_column at = loc_resolve(r->diags.list.items[i].loc);

        strbuf_addf(&b, "!%.*s@%u:%u", STR_ARG(r->diags.list.items[i].message), at.line, at.column);
    }
    return strbuf_str(&b);
}

static void test_statements(void **state)
{
    static const struct {
        const char *text;
        const char *statements;
    } cases[] = {
        {"", ""},
        {";;; ;", ""},
        {"a; b;c", "<a;><b;><c>"},
        {"a 'x;y' \"p;q\" [r;s] /* ; */ -- ;\n;b", "<a 'x;y' \"p;q\" [r;s] /* ; */ -- ;\n;><b>"},
        {"-- one\n-- two\na;", "(-- one\n-- two\n)<a;>"},
        {"a; -- of a\n-- of b\nb;", "<a;>(-- of b\n)<b;>"},
        {"a; /* of a */ b;", "<a;><b;>"},
        {"a;\n/* of b */ b;", "<a;>(/* of b */ )<b;>"},
        {"a;\n\n\n  b;", "<a;><b;>"},
        {"a -- in a\n;\nb", "<a -- in a\n;><b>"},
        {"-- x\n;\n-- y\nb", "(-- y\n)<b>"},
        {"BEGIN; a; END; COMMIT;", "<BEGIN;><a;><END;><COMMIT;>"},
        {"CREATE TRIGGER t AFTER INSERT ON u BEGIN a; b; END; c;",
            "<CREATE TRIGGER t AFTER INSERT ON u BEGIN a; b; END;><c;>"},
        {"create temp trigger t begin a; end; c;", "<create temp trigger t begin a; end;><c;>"},
        {"create temporary trigger t begin a; end; c",
            "<create temporary trigger t begin a; end;><c>"},
        {"CREATE TRIGGER t BEGIN SELECT CASE WHEN a THEN b ELSE c END; END; x;",
            "<CREATE TRIGGER t BEGIN SELECT CASE WHEN a THEN b ELSE c END; END;><x;>"},
        {"CREATE TRIGGER t WHEN CASE a WHEN b THEN c END BEGIN d; END; x;",
            "<CREATE TRIGGER t WHEN CASE a WHEN b THEN c END BEGIN d; END;><x;>"},
        {"CREATE TRIGGER t BEGIN a; END", "<CREATE TRIGGER t BEGIN a; END>"},
        {"CREATE TRIGGER t; a;", "<CREATE TRIGGER t;><a;>"},
        {"CREATE TRIGGER t BEGIN a;\nCREATE TABLE u (a);\nb;",
            "<CREATE TRIGGER t BEGIN a;><CREATE TABLE u (a);><b;>"},
        {"CREATE TRIGGER t BEGIN a; b", "<CREATE TRIGGER t BEGIN a; b>"},
        {"CREATE TRIGGER t BEGIN a;", "<CREATE TRIGGER t BEGIN a;>"},
        {"CREATE VIEW v AS SELECT CASE 1 WHEN 2 THEN 3 END; a;",
            "<CREATE VIEW v AS SELECT CASE 1 WHEN 2 THEN 3 END;><a;>"},
        {".open x;y\na;\n.quit", "<.open x;y><a;><.quit>"},
        {"-- c\n.mode csv\n-- d\na", "(-- c\n)<.mode csv>(-- d\n)<a>"},
        {"a\n.b;", "<a\n.b;>"},
        {"a 'b;\nc;", "<a 'b;><c;>!unterminated string@1:3"},
        {"a;\nb /* c;\nd;", "<a;><b /* c;\nd;>!unterminated comment@2:3"},
        {"a; 1x; \x01; b", "<a;><1x;><\x01;><b>!malformed number@1:4!unexpected character@1:8"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct reading r;

        reading_start(&r, str_from(cases[i].text));
        assert_string_equal(describe(&r).ptr, cases[i].statements);
        reading_end(&r);
    }
}

static void test_too_large(void **state)
{
    struct arena a;
    char *text;
    size_t n = LIMIT_STATEMENT + 2;
    struct reading r;
    struct statement_list l;

    (void)state;
    arena_init(&a, (size_t)64 << 20);
    text = arena_array(&a, char, n + 8);
    memset(text, ' ', n);
    text[0] = 'a';
    memcpy(text + n, "b;c", 3);
    reading_start(&r, (struct flash_str){text, n + 3});
    l = split_statements(&r.src, r.tokens, &sqlite_lex, &r.arena, &r.diags);
    assert_int_equal(l.len, 1);
    assert_true(str_eq(token_text(&r.src, l.items[0].tokens), STR("c")));
    assert_int_equal(r.diags.errors, 1);
    assert_string_equal(r.diags.list.items[0].message.ptr, "a statement is larger than 16 MiB");
    reading_end(&r);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements),
        cmocka_unit_test(test_too_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

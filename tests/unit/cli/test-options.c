#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/globals.h"
#include "cli/options.h"
#include "cli/suggest.h"

struct args {
    bool flag, other;
    unsigned count;
    int set, choice;
    const char *text;
    struct option_list list, codes;
    struct option_int number;
};

enum { MODE_A = 1, MODE_B = 2 };

static const struct option rows[] = {
    OPT_FLAG('f', "flag", struct args, flag, "a flag"),
    OPT_FLAG(0, "other", struct args, other, "another"),
    OPT_COUNT('v', "verbose", struct args, count, "more"),
    OPT_SET('a', "mode-a", struct args, set, MODE_A, "a"),
    OPT_SET('b', "mode-b", struct args, set, MODE_B, "b"),
    OPT_TEXT('t', "text", struct args, text, "<text>", "text"),
    OPT_LIST('l', "list", struct args, list, "<item>", "list"),
    OPT_INT('n', "number", struct args, number, "<n>", OPTION_DIGITS, "number"),
    OPT_CHOICE(0, "choice", struct args, choice, "red|green|blue", "colour"),
    {OPTION_CHOICE_LIST, 0, "codes", "<code>", "x1|x2", 0, offsetof(struct args, codes), 0,
        "codes"},
};
static const struct option_table table = OPTIONS(rows);

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_SMALL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static int parse(const char *line, struct args *args, struct words *w, struct flash_error *err)
{
    struct option_scope scope = {&table, args};
    struct flash_str rest = str_from(line);
    struct flash_str word;
    char *argv[32];
    int argc = 0;

    memset(args, 0, sizeof(*args));
    while (rest.len && str_split(&rest, ' ', &word))
        argv[argc++] = arena_cstr(&arena, word);
    argv[argc] = NULL;
    return options_parse(&scope, 1, 0, argc, argv, &arena, w, NULL, err);
}

static void test_forms(void **state)
{
    struct args a;
    struct words w;

    (void)state;
    assert_int_equal(parse("-fvvt x --other one two", &a, &w, NULL), 0);
    assert_true(a.flag && a.other);
    assert_int_equal(a.count, 2);
    assert_string_equal(a.text, "x");
    assert_int_equal(w.len, 2);
    assert_int_equal(parse("-tx --list=a --list b -lc", &a, &w, NULL), 0);
    assert_string_equal(a.text, "x");
    assert_int_equal(a.list.len, 3);
    assert_true(str_eq(a.list.items[2], STR("c")));
    assert_int_equal(parse("--text= -", &a, &w, NULL), 0);
    assert_string_equal(a.text, "");
    assert_int_equal(w.len, 1);
    assert_int_equal(parse("-a --mode-b", &a, &w, NULL), 0);
    assert_int_equal(a.set, MODE_B);
    assert_int_equal(parse("--text --flag", &a, &w, NULL), 0);
    assert_string_equal(a.text, "--flag");
    assert_false(a.flag);
}

static void test_numbers(void **state)
{
    struct args a;
    struct words w;
    struct flash_error err;

    (void)state;
    assert_int_equal(parse("-n 5", &a, &w, NULL), 0);
    assert_true(a.number.given);
    assert_int_equal(a.number.value, 5);
    assert_int_equal(parse("-12", &a, &w, NULL), 0);
    assert_int_equal(a.number.value, 12);
    assert_int_equal(parse("-f0", &a, &w, NULL), 0);
    assert_true(a.number.given);
    assert_int_equal(parse("--number=-1", &a, &w, &err), FLASH_EUSAGE);
    assert_int_equal(parse("-n 99999999999999999999", &a, &w, &err), FLASH_EUSAGE);
    assert_int_equal(parse("-1x", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "'--number' takes a number, not '1x'");
}

static void test_dashes(void **state)
{
    struct args a;
    struct words w;

    (void)state;
    assert_int_equal(parse("one -- -f two --", &a, &w, NULL), 0);
    assert_false(a.flag);
    assert_int_equal(w.len, 4);
    assert_int_equal(w.dashes, 1);
    assert_true(w.has_dashes);
    assert_int_equal(parse("one two", &a, &w, NULL), 0);
    assert_false(w.has_dashes);
    assert_int_equal(w.dashes, 2);
    assert_int_equal(parse("", &a, &w, NULL), 0);
    assert_int_equal(w.len, 0);
}

static void test_choices(void **state)
{
    struct args a;
    struct words w;
    struct flash_error err;

    (void)state;
    assert_int_equal(parse("--choice green", &a, &w, NULL), 0);
    assert_int_equal(a.choice, 2);
    assert_int_equal(parse("--choice=gren", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "'--choice' takes red, green or blue, not 'gren'");
    assert_string_equal(err.hint, "did you mean 'green'?");
    assert_int_equal(parse("--codes x1,x2 --codes=x1", &a, &w, NULL), 0);
    assert_int_equal(a.codes.len, 3);
    assert_int_equal(parse("--codes x1,x3", &a, &w, &err), FLASH_EUSAGE);
}

static void test_errors(void **state)
{
    struct args a;
    struct words w;
    struct flash_error err;

    (void)state;
    assert_int_equal(parse("--flog", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "unknown option '--flog'");
    assert_string_equal(err.hint, "did you mean '--flag'?");
    assert_int_equal(parse("--zzzzzz=5", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "unknown option '--zzzzzz'");
    assert_string_equal(err.hint, "");
    assert_int_equal(parse("-fx", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "unknown option '-x'");
    assert_int_equal(parse("--flag=1", &a, &w, &err), FLASH_EUSAGE);
    assert_int_equal(parse("-t", &a, &w, &err), FLASH_EUSAGE);
    assert_string_equal(err.message, "'-t' needs a value: <text>");
    assert_int_equal(parse("--text", &a, &w, &err), FLASH_EUSAGE);
    assert_int_equal(parse("--=x", &a, &w, &err), FLASH_EUSAGE);
    assert_int_equal(parse("---flag", &a, &w, &err), FLASH_EUSAGE);
}

static void test_scopes(void **state)
{
    struct args a = {0};
    struct global_args g = {0};
    struct option_scope scopes[] = {{&table, &a}, {&global_options, &g}};
    char *argv[] = {(char[]){"-q"}, (char[]){"-v"}, (char[]){"word"}, (char[]){"-h"}, NULL};
    struct words w;
    int used;

    (void)state;
    assert_int_equal(
        options_parse(scopes, 2, OPTION_PARSE_STOP, 4, argv, &arena, &w, &used, NULL), 0);
    assert_int_equal(used, 2);
    assert_int_equal(w.len, 0);
    assert_true(g.quiet);
    assert_int_equal(a.count, 1);
    assert_int_equal(g.verbose, 0);
    assert_false(g.usage);
    assert_int_equal(options_parse(scopes, 2, 0, 4, argv, &arena, &w, &used, NULL), 0);
    assert_int_equal(used, 4);
    assert_true(g.usage);
}

static void test_suggest(void **state)
{
    struct suggestion s = suggest_for(STR("comit"));

    (void)state;
    suggest_try(&s, "config");
    suggest_try(&s, "commit");
    suggest_try(&s, "checkout");
    assert_string_equal(s.name, "commit");
    s = suggest_for(STR("ch"));
    suggest_try(&s, "checkout");
    assert_string_equal(s.name, "checkout");
    s = suggest_for(STR("x"));
    suggest_try(&s, "a");
    assert_null(s.name);
    s = suggest_for(STR(""));
    suggest_try(&s, "a");
    assert_null(s.name);
}

/* What a newcomer may forget: each command is whole, and no option is written twice. */
static void test_tables(void **state)
{
    const struct cmd *cmd;
    const char *group = NULL;
    unsigned n = 0;

    (void)state;
    for (; (cmd = command_at(n, &group)) != NULL; n++) {
        assert_non_null(group);
        assert_non_null(cmd->run);
        assert_non_null(cmd->synopsis[0]);
        assert_ptr_equal(command_find(str_from(cmd->name)), cmd);
        assert_true(cmd->help[strlen(cmd->help) - 1] != '.');
        for (size_t i = 0; i < cmd->options.len; i++) {
            const struct option *o = &cmd->options.items[i];

            assert_true(o->offset < cmd->args_size);
            assert_true(o->name || o->short_name);
            for (size_t j = 0; j < i; j++) {
                const struct option *p = &cmd->options.items[j];

                assert_false(o->short_name && o->short_name == p->short_name);
                assert_false(o->name && p->name && strcmp(o->name, p->name) == 0);
            }
        }
    }
    assert_true(n >= 2);
    assert_null(command_find(STR("nothing")));
}

static void test_exit_codes(void **state)
{
    (void)state;
    assert_int_equal(cli_exit_code(0), 0);
    assert_int_equal(cli_exit_code(FLASH_EUSAGE), 129);
    assert_int_equal(cli_exit_code(FLASH_EREFUSED), 2);
    assert_int_equal(cli_exit_code(FLASH_EDRIFT), 2);
    assert_int_equal(cli_exit_code(FLASH_ELOCKED), 128);
    for (int code = FLASH_EBUG; code < 0; code++)
        assert_true(cli_exit_code(code) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_suggest),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_exit_codes),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"

static int setup(void **state)
{
    static struct arena a;

    arena_init(&a, (size_t)256 << 20);
    *state = &a;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

#define N 20000

static void test_insertion_order(void **state)
{
    struct map m = {0};
    static int values[N];

    assert_null(map_get(&m, STR("nothing")));
    assert_null(map_remove(&m, STR("nothing")));
    for (int i = 0; i < N; i++)
        assert_null(map_put(*state, &m, arena_printf(*state, "key %d", i), &values[i]));
    assert_int_equal(m.len, N);
    for (int i = 0; i < N; i++) {
        struct arena scratch = *(struct arena *)*state;

        assert_ptr_equal(map_get(&m, arena_printf(&scratch, "key %d", i)), &values[i]);
        assert_ptr_equal(m.items[i].value, &values[i]);
    }
    assert_null(map_get(&m, STR("key -1")));
    assert_ptr_equal(map_put(*state, &m, STR("key 5"), &values[0]), &values[5]);
    assert_int_equal(m.len, N);
}

static void test_removed_comes_back_last(void **state)
{
    struct map m = {0};
    int a, b, c;

    map_put(*state, &m, STR("a"), &a);
    map_put(*state, &m, STR("b"), &b);
    assert_ptr_equal(map_remove(&m, STR("a")), &a);
    assert_null(map_remove(&m, STR("a")));
    assert_null(map_get(&m, STR("a")));
    assert_int_equal(m.live, 1);
    assert_null(map_put(*state, &m, STR("a"), &c));
    assert_int_equal(m.live, 2);
    assert_ptr_equal(m.items[m.len - 1].value, &c);
    assert_ptr_equal(map_get(&m, STR("a")), &c);
}

/* Putting and removing for ever must not grow without bound. */
static void test_churn(void **state)
{
    struct map m = {0};
    int v;

    for (int i = 0; i < 100000; i++) {
        char key[16];
        struct flash_str k;

        snprintf(key, sizeof(key), "%d", i);
        k = arena_str(*state, str_from(key));
        map_put(*state, &m, k, &v);
        assert_ptr_equal(map_remove(&m, k), &v);
    }
    assert_int_equal(m.live, 0);
    assert_true(m.cap <= 16);
}

static void test_odd_keys(void **state)
{
    struct map m = {0};
    int a, b, c;

    map_put(*state, &m, STR(""), &a);
    map_put(*state, &m, STR("x\0y"), &b);
    map_put(*state, &m, STR("x\0z"), &c);
    assert_ptr_equal(map_get(&m, STR_NULL), &a);
    assert_ptr_equal(map_get(&m, STR("x\0y")), &b);
    assert_ptr_equal(map_get(&m, STR("x\0z")), &c);
    assert_null(map_get(&m, STR("x")));
}

static void test_pointers(void **state)
{
    struct map m = {0};
    static char objects[N];

    for (int i = 0; i < N; i++)
        assert_null(map_put_ptr(*state, &m, &objects[i], &objects[N - 1 - i]));
    for (int i = 0; i < N; i++)
        assert_ptr_equal(map_get_ptr(&m, &objects[i]), &objects[N - 1 - i]);
    assert_null(map_get_ptr(&m, &m));
    assert_ptr_equal(map_put_ptr(*state, &m, &objects[0], &m), &objects[N - 1]);
}

static void test_intern(void **state)
{
    const struct symbol *first = intern(STR("users"));
    char copy[] = "users";

    assert_ptr_equal(intern(str_from(copy)), first);
    assert_ptr_equal(intern_find(STR("users")), first);
    assert_null(intern_find(STR("never seen before")));
    assert_ptr_not_equal(intern(STR("Users")), first);
    assert_ptr_equal(intern(STR_NULL), intern(STR("")));
    assert_ptr_not_equal(intern(STR("a\0b")), intern(STR("a")));
    assert_string_equal(first->text.ptr, "users");
    assert_true(first->hash == str_hash(STR("users")));
    for (int i = 0; i < 100000; i++) {
        struct arena scratch = *(struct arena *)*state;
        struct flash_str s = arena_printf(&scratch, "sym%d", i);
        const struct symbol *y = intern(s);

        assert_true(str_eq(y->text, s));
        assert_int_equal(y->text.ptr[y->text.len], '\0');
        assert_ptr_equal(intern(s), y);
    }
    assert_ptr_equal(intern(STR("users")), first);
}

static void test_symbol_cmp(void **state)
{
    const struct symbol *a = intern(STR("a"));
    const struct symbol *b = intern(STR("b"));

    (void)state;
    assert_true(symbol_cmp(a, b) < 0);
    assert_true(symbol_cmp(b, a) > 0);
    assert_int_equal(symbol_cmp(a, a), 0);
    assert_true(symbol_cmp(NULL, a) < 0);
    assert_true(symbol_cmp(a, NULL) > 0);
    assert_int_equal(symbol_cmp(NULL, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_insertion_order),
        cmocka_unit_test(test_removed_comes_back_last),
        cmocka_unit_test(test_churn),
        cmocka_unit_test(test_odd_keys),
        cmocka_unit_test(test_pointers),
        cmocka_unit_test(test_intern),
        cmocka_unit_test(test_symbol_cmp),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

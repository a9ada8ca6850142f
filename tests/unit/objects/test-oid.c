#include "store-fixture.h"

#include "objects/store/oidset.h"

static struct oid of(enum object_type type, struct flash_str s)
{
    struct oid id;

    oid_of(type, s, &id);
    return id;
}

static const char *hex_of(struct oid id)
{
    static char hex[OID_HEX + 1];

    oid_hex(&id, hex);
    return hex;
}

static void hashes_as_git(void **state)
{
    (void)state;
    assert_string_equal(
        hex_of(of(OBJECT_BLOB, STR(""))), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assert_string_equal(
        hex_of(of(OBJECT_TREE, STR(""))), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    assert_string_equal(
        hex_of(of(OBJECT_BLOB, STR("hello\n"))), "ce013625030ba8dba906f756967f9e9ca394464a");
}

static void parses(void **state)
{
    struct oid id;

    (void)state;
    assert_true(oid_parse(STR("CE013625030ba8dba906f756967f9e9ca394464a"), &id));
    assert_string_equal(hex_of(id), "ce013625030ba8dba906f756967f9e9ca394464a");
    assert_false(oid_parse(STR("ce013625030ba8dba906f756967f9e9ca394464"), &id));
    assert_false(oid_parse(STR("ce013625030ba8dba906f756967f9e9ca394464g"), &id));
    assert_false(oid_parse(STR(""), &id));
    struct oid zero = {{0}};
    assert_true(oid_is_zero(&zero));
    assert_false(oid_is_zero(&id));
    assert_true(oid_cmp(&zero, &id) < 0);
}

static void sets_hold_many(void **state)
{
    struct arena a;
    struct oid_set set = {0};
    struct oid_set_item *item;
    char text[32];

    (void)state;
    arena_init(&a, ARENA_DEFAULT);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < 20000; i++) {
            int n = snprintf(text, sizeof text, "%d", i);
            struct oid id = of(OBJECT_BLOB, (struct flash_str){text, (size_t)n});
            assert_int_equal(oid_set_add(&a, &set, &id, &item), pass == 0);
            if (pass == 0)
                item->value = (uint32_t)i;
            assert_int_equal(item->value, i);
        }
    assert_int_equal(set.len, 20000);
    struct oid none = {{1}};
    assert_null(oid_set_find(&set, &none));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_as_git),
        cmocka_unit_test(parses),
        cmocka_unit_test(sets_hold_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

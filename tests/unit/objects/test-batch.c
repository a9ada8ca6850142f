#include "store-fixture.h"

static size_t count(struct fixture *f, const char *command)
{
    uint64_t n = 0;

    assert_true(str_to_u64(str_trim(shell(f, NULL, "%s", command)), &n));
    return (size_t)n;
}

static size_t loose(struct fixture *f)
{
    return count(f, "find .git/objects -type f -path '*objects/[0-9a-f][0-9a-f]/*' | wc -l");
}

static size_t packs(struct fixture *f)
{
    return count(f, "find .git/objects/pack -name '*.pack' | wc -l");
}

static void few_are_loose(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);

    for (int i = 0; i < BATCH_LOOSE; i++)
        add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    add_blob(f, b, "text 1\n");
    assert_int_equal(batch_count(b), BATCH_LOOSE);
    OK(batch_write(b, &f->err));
    assert_int_equal(batch_count(b), 0);
    assert_int_equal(loose(f), BATCH_LOOSE);
    assert_int_equal(packs(f), 0);
}

static void many_are_a_pack(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct flash_str out;
    struct oid ids[1000];

    for (int i = 0; i < 1000; i++)
        ids[i] = add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    OK(batch_write(b, &f->err));
    assert_int_equal(loose(f), 0);
    assert_int_equal(packs(f), 1);
    for (int i = 0; i < 1000; i++) {
        OK(store_read(f->s, &ids[i], OBJECT_BLOB, 100, &f->a, &out, &f->err));
        assert_true(str_eq(out, arena_printf(&f->a, "text %d\n", i)));
    }
    shell(f, NULL, "git verify-pack .git/objects/pack/*.idx");
    git_fsck(f);
}

static void what_is_there_is_left_out(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);

    for (int i = 0; i < 500; i++)
        add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    OK(batch_write(b, &f->err));
    for (int i = 0; i < 510; i++)
        add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    OK(batch_write(b, &f->err));
    assert_int_equal(packs(f), 1);
    assert_int_equal(loose(f), 10);
    for (int i = 0; i < 510; i++)
        add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    OK(batch_write(b, &f->err));
    assert_int_equal(packs(f), 1);
    assert_int_equal(loose(f), 10);
}

/* Sizes around the pack writer's buffer and zlib's window, and what does not compress. */
static void large_objects(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 2047, 2048, 65536, 4194303, 4194304, 9000000};
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct oid ids[2 * ARRAY_LEN(sizes)];
    uint32_t x = 1;

    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        size_t n = sizes[i / 2];
        char *p = arena_array(&f->a, char, n + 1);
        for (size_t k = 0; k < n; k++) {
            x = x * 1664525 + 1013904223;
            p[k] = i % 2 ? 'a' : (char)(x >> 24);
        }
        batch_add(b, OBJECT_BLOB, (struct flash_str){p, n}, &ids[i]);
    }
    for (int i = 0; i < 100; i++)
        add_blob(f, b, arena_cprintf(&f->a, "fill %d\n", i));
    OK(batch_write(b, &f->err));
    assert_int_equal(packs(f), 1);
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        struct arena a = f->scratch;
        struct flash_str out;
        OK(store_read(f->s, &ids[i], OBJECT_BLOB, (size_t)64 << 20, &a, &out, &f->err));
        assert_int_equal(out.len, sizes[i / 2]);
        struct oid again;
        oid_of(OBJECT_BLOB, out, &again);
        assert_true(oid_eq(&again, &ids[i]));
    }
    shell(f, NULL, "git verify-pack .git/objects/pack/*.idx");
}

static void another_process_sees_a_pack(void **state)
{
    struct fixture *f = *state;
    struct batch *b = batch_new(f->s, &f->a);
    struct store *reader;
    struct oid id = {{0}};

    OK(store_open(f->dir, STORE_READONLY, &reader, &f->err));
    for (int i = 0; i < 200; i++)
        id = add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
    assert_false(store_has(reader, &id));
    OK(batch_write(b, &f->err));
    assert_true(store_has(reader, &id));
    b = batch_new(reader, &f->a);
    add_blob(f, b, "x");
    FAILS(FLASH_EACCESS, batch_write(b, &f->err));
    store_close(reader);
}

static void a_full_disk_changes_nothing(void **state)
{
    struct fixture *f = *state;

    if (geteuid() == 0) /* root writes where it may not */
        return;
    shell(f, NULL, "chmod -R a-w .git/objects");
    for (int n = 1; n < 200; n += 198) {
        struct batch *b = batch_new(f->s, &f->a);
        for (int i = 0; i < n; i++)
            add_blob(f, b, arena_cprintf(&f->a, "text %d\n", i));
        FAILS(FLASH_EACCESS, batch_write(b, &f->err));
    }
    shell(f, NULL, "chmod -R u+w .git/objects");
    assert_int_equal(loose(f) + packs(f), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(few_are_loose),
        STORE_TEST(many_are_a_pack),
        STORE_TEST(what_is_there_is_left_out),
        STORE_TEST(large_objects),
        STORE_TEST(another_process_sees_a_pack),
        STORE_TEST(a_full_disk_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

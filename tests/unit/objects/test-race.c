#include "store-fixture.h"

#include <sys/wait.h>

#include "objects/maint/fsck.h"

#define WRITERS 8
#define COMMITS 25

/* Reads, decides and writes without the lock; only the move of the ref is locked, so that losing
 * the race is common. */
static int one_commit(struct store *s, int writer, int i, struct arena *a, struct arena scratch)
{
    struct batch *b = batch_new(s, a);
    struct commit c = {.message = arena_printf(a, "writer %d commit %d", writer, i)}, p;
    struct tree_list l = {0};
    struct oid blob;
    struct head head;
    struct flash_error err = {0};

    int rc = head_read(s, a, &head, &err);
    if (rc == 0 && !head.unborn)
        rc = commit_read(s, &head.id, a, &p, &err);
    batch_add(b, OBJECT_BLOB, arena_printf(a, "%d %d", writer, i), &blob);
    tree_list_add(a, &l, arena_printf(a, "w%d/c%d", writer, i), &blob);
    if (rc == 0)
        rc = tree_edit(s, head.unborn ? NULL : &p.tree, &l, a, scratch, b, &c.tree, &err);
    c.parents = &head.id;
    c.nparents = !head.unborn;
    if (rc == 0)
        rc = signature_default(s, a, &c.author, &err);
    c.committer = c.author;
    if (rc == 0)
        rc = commit_build(b, a, &c, &err);
    if (rc == 0)
        rc = batch_write(b, &err);
    if (rc == 0)
        rc = store_lock(s, "test", 60000, NULL, NULL, &err);
    if (rc == 0) {
        struct ref_update u = {
            .kind = REF_SET, .name = "refs/heads/main", .from = head.id, .to = c.id};
        rc = ref_transaction(s, &u, 1, "commit: race", &err);
        store_unlock(s);
    }
    if (rc < 0 && rc != FLASH_ECHANGED)
        fprintf(stderr, "writer %d: %s\n", writer, err.message);
    return rc;
}

static int writer(const char *dir, int n)
{
    struct arena a, scratch;
    struct store *s;
    int rc = store_open(dir, 0, &s, NULL);

    arena_init(&a, ARENA_DEFAULT);
    arena_init(&scratch, ARENA_DEFAULT);
    for (int i = 0; i < COMMITS && rc == 0; i++)
        do {
            arena_reset(&a);
            rc = one_commit(s, n, i, &a, scratch);
        } while (rc == FLASH_ECHANGED);
    store_close(s);
    return rc;
}

static void eight_writers(void **state)
{
    struct fixture *f = *state;
    struct reflog log;
    struct head head;
    struct oid_list l;
    struct tree_list files;
    struct commit c;

    for (int i = 0; i < WRITERS; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            _exit(writer(f->dir, i) ? 1 : 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    OK(head_read(f->s, &f->a, &head, &f->err));
    struct graph_walk w = {.include = &head.id, .ninclude = 1, .first_parent = true};
    OK(graph_walk(f->s, &w, &f->a, &l, &f->err));
    assert_int_equal(l.len, WRITERS * COMMITS);
    OK(commit_read(f->s, &head.id, &f->a, &c, &f->err));
    OK(tree_flatten(f->s, &c.tree, STR(""), &f->a, &files, &f->err));
    assert_int_equal(files.len, WRITERS * COMMITS);
    for (int k = 0; k < 2; k++) {
        OK(reflog_read(f->s, k ? "HEAD" : "refs/heads/main", &f->a, &log, &f->err));
        assert_int_equal(log.len, WRITERS * COMMITS);
        for (size_t i = 0; i < log.len; i++) {
            assert_true(oid_eq(&log.items[i].to, &l.items[i]));
            if (i + 1 < log.len)
                assert_true(oid_eq(&log.items[i].from, &log.items[i + 1].to));
        }
    }
    print_message("%d writers, %d commits each: %zu in a line\n", WRITERS, COMMITS, l.len);
    git_fsck(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORE_TEST(eight_writers)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

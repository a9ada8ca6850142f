#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lock.h"

static char root[] = "/tmp/flash-test-lock-XXXXXX";
static int dir;

static int setup(void **state)
{
    (void)state;
    if (!mkdtemp(root))
        return -1;
    dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return dir < 0 ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    close(dir);
    return file_remove_tree(AT_FDCWD, root, NULL);
}

static int take(struct lock *l, unsigned ms, struct flash_error *err)
{
    return lock_take(l, dir, "lock", "flash test", ms, NULL, NULL, err);
}

static void test_take_and_release(void **state)
{
    struct lock a = LOCK_NONE;
    struct lock b = LOCK_NONE;
    struct flash_error err;
    char pid[32];

    (void)state;
    assert_int_equal(take(&a, 0, &err), 0);
    assert_int_equal(take(&b, 30, &err), FLASH_ELOCKED);
    snprintf(pid, sizeof(pid), "%ld flash test", (long)getpid());
    assert_non_null(strstr(err.message, pid));
    assert_int_equal(b.fd, -1);
    lock_release(&a);
    assert_int_equal(a.fd, -1);
    assert_int_equal(take(&b, 0, &err), 0);
    lock_release(&b);
    lock_release(&b);
}

static void count_notice(void *payload, const char *holder)
{
    assert_non_null(strstr(holder, "other command"));
    ++*(int *)payload;
}

/* The holder is killed: the lock is free at once, and the waiter was told exactly once. */
static void test_dies_with_process(void **state)
{
    struct lock l = LOCK_NONE;
    struct flash_error err;
    int told = 0;
    int ready[2];
    char c;
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        if (lock_take(&l, dir, "lock", "other command", 0, NULL, NULL, NULL) < 0)
            _exit(1);
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        clock_sleep_ms(300);
        raise(SIGKILL);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(lock_take(&l, dir, "lock", "flash test", 10000, count_notice, &told, &err), 0);
    assert_int_equal(told, 1);
    waitpid(pid, NULL, 0);
    lock_release(&l);
    close(ready[0]);
    close(ready[1]);
}

static void test_refuses(void **state)
{
    struct lock l = LOCK_NONE;
    struct flash_error err;

    (void)state;
    assert_int_equal(symlinkat("elsewhere", dir, "trap"), 0);
    assert_true(lock_take(&l, dir, "trap", "x", 0, NULL, NULL, &err) < 0);
    assert_false(file_exists(dir, "elsewhere"));
    assert_true(lock_take(&l, dir, "no/lock", "x", 0, NULL, NULL, &err) < 0);
    assert_int_equal(l.fd, -1);
}

/* Eight processes count in a file under the lock; no step may be lost. */
static void count_up(void)
{
    for (int i = 0; i < 50; i++) {
        struct lock l = LOCK_NONE;
        struct arena a;
        struct flash_str s;

        arena_init(&a, ARENA_SMALL);
        if (take(&l, 60000, NULL) < 0 || file_read(dir, "count", 99, 0, &a, &s, NULL) < 0)
            _exit(1);
        if (file_write(dir, "count", arena_printf(&a, "%ld", strtol(s.ptr, NULL, 10) + 1), 0, NULL))
            _exit(1);
        lock_release(&l);
        arena_release(&a);
    }
    _exit(0);
}

static void test_many(void **state)
{
    struct arena a;
    struct flash_str s;
    int status;

    (void)state;
    arena_init(&a, ARENA_SMALL);
    assert_int_equal(file_write(dir, "count", (struct flash_str){"0", 1}, 0, NULL), 0);
    for (int i = 0; i < 8; i++)
        if (fork() == 0)
            count_up();
    for (int i = 0; i < 8; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(file_read(dir, "count", 99, 0, &a, &s, NULL), 0);
    assert_string_equal(s.ptr, "400");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take_and_release),
        cmocka_unit_test(test_dies_with_process),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_many),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

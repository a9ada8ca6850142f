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
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"

static struct arena arena;
static char root[] = "/tmp/flash-test-file-XXXXXX";
static int dir;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)512 << 20);
    if (!mkdtemp(root))
        return -1;
    dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return dir < 0 ? -1 : 0;
}

static int teardown(void **state)
{
    int rc = file_remove_tree(AT_FDCWD, root, NULL);

    (void)state;
    close(dir);
    arena_release(&arena);
    return rc;
}

static void put(const char *path, const char *text)
{
    struct flash_error err = {0};

    if (file_write(dir, path, str_from(text), 0, &err) < 0)
        fail_msg("%s", err.message);
}

static const char *get(const char *path)
{
    struct flash_error err = {0};
    struct flash_str s;

    if (file_read(dir, path, LIMIT_FILE, 0, &arena, &s, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(s.ptr[s.len], '\0');
    return s.ptr;
}

static int read_code(const char *path, size_t max, enum file_flags flags, struct flash_error *err)
{
    struct flash_str s;

    return file_read(dir, path, max, flags, &arena, &s, err);
}

static void test_write_and_read(void **state)
{
    (void)state;
    put("a", "one");
    assert_string_equal(get("a"), "one");
    put("a", "");
    assert_string_equal(get("a"), "");
    assert_int_equal(
        file_write(dir, "a", STR("x\0y"), (enum file_flags)(FILE_SYNC | FILE_NOFOLLOW), NULL), 0);
    assert_string_equal(get("a"), "x");
}

static void test_read_refuses(void **state)
{
    struct flash_error err;

    (void)state;
    put("big", "12345");
    assert_int_equal(read_code("none", 9, 0, &err), FLASH_ENOTFOUND);
    assert_non_null(strstr(err.message, "'none'"));
    assert_int_equal(read_code("big/x", 9, 0, &err), FLASH_ENOTFOUND);
    assert_int_equal(read_code("big", 5, 0, &err), 0);
    assert_int_equal(read_code("big", 4, 0, &err), FLASH_ETOOBIG);
    assert_int_equal(read_code(".", 9, 0, &err), FLASH_EINVALID);
    assert_int_equal(mkfifoat(dir, "pipe", 0600), 0);
    assert_int_equal(read_code("pipe", 9, 0, &err), FLASH_EINVALID);
    assert_int_equal(symlinkat("big", dir, "link"), 0);
    assert_int_equal(read_code("link", 9, 0, &err), 0);
    assert_int_equal(read_code("link", 9, FILE_NOFOLLOW, &err), FLASH_EINVALID);
    assert_non_null(strstr(err.message, "symbolic link"));
}

/* /proc files say that they are empty. */
static void test_read_size_unknown(void **state)
{
    struct flash_str s;

    (void)state;
    if (access("/proc/self/status", R_OK) != 0)
        skip();
    assert_int_equal(file_read(AT_FDCWD, "/proc/self/status", 1 << 20, 0, &arena, &s, NULL), 0);
    assert_true(s.len > 100);
    assert_int_equal(
        file_read(AT_FDCWD, "/proc/self/status", 100, 0, &arena, &s, NULL), FLASH_ETOOBIG);
}

static void test_new(void **state)
{
    struct flash_error err;

    (void)state;
    assert_int_equal(file_write(dir, "new", STR("1"), FILE_NEW, &err), 0);
    assert_int_equal(file_write(dir, "new", STR("2"), FILE_NEW, &err), FLASH_EEXISTS);
    assert_string_equal(get("new"), "1");
    assert_int_equal(file_write(dir, "no/such/x", STR("2"), 0, &err), FLASH_ENOTFOUND);
    assert_int_equal(file_write(dir, "dir/", STR("2"), 0, &err), FLASH_EINVALID);
}

static void test_modes(void **state)
{
    struct stat st;

    (void)state;
    put("mode", "1");
    assert_int_equal(fchmodat(dir, "mode", 0640, 0), 0);
    put("mode", "2");
    assert_int_equal(fstatat(dir, "mode", &st, 0), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_int_equal(file_write(dir, "private", STR("s"), FILE_PRIVATE, NULL), 0);
    assert_int_equal(fstatat(dir, "private", &st, 0), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* A link that a stranger put where we write is replaced, never written through. */
static void test_link_is_replaced(void **state)
{
    (void)state;
    put("victim", "safe");
    assert_int_equal(symlinkat("victim", dir, "trap"), 0);
    put("trap", "new");
    assert_string_equal(get("victim"), "safe");
    assert_string_equal(get("trap"), "new");
}

static void test_no_temp_left(void **state)
{
    struct file_list list;

    (void)state;
    assert_int_equal(mkdirat(dir, "temps", 0777), 0);
    assert_int_equal(mkdirat(dir, "temps/taken", 0777), 0);
    put("temps/a", "1");
    assert_int_equal(file_write(dir, "temps/a", STR("x"), FILE_NEW, NULL), FLASH_EEXISTS);
    assert_true(file_write(dir, "temps/taken", STR("x"), 0, NULL) < 0);
    assert_int_equal(file_remove(dir, "temps/a", NULL), 0);
    assert_int_equal(unlinkat(dir, "temps/taken", AT_REMOVEDIR), 0);
    assert_int_equal(unlinkat(dir, "temps", AT_REMOVEDIR), 0);
    assert_int_equal(file_walk(dir, "temps", "", &arena, &list, NULL), FLASH_ENOTFOUND);
}

static void test_folders(void **state)
{
    struct flash_error err;

    (void)state;
    assert_int_equal(file_mkdirs(dir, "d/e/f", NULL), 0);
    assert_int_equal(file_mkdirs(dir, "d/e/f", NULL), 0);
    assert_int_equal(file_mkdirs(dir, "d/e/g/", NULL), 0);
    put("d/file", "x");
    assert_int_equal(file_mkdirs(dir, "d/file", &err), FLASH_EEXISTS);
    assert_true(file_mkdirs(dir, "d/file/x", &err) < 0);
    assert_true(file_exists(dir, "d/e/f"));
    put("d/e/f/x", "x");
    assert_int_equal(file_remove(dir, "d/e/f/x", NULL), 0);
    file_prune_empty_dirs(dir, "d/e/f/x", "d");
    assert_false(file_exists(dir, "d/e/f"));
    assert_true(file_exists(dir, "d/e/g"));
    assert_int_equal(unlinkat(dir, "d/e/g", AT_REMOVEDIR), 0);
    assert_int_equal(file_remove(dir, "d/file", NULL), 0);
    file_prune_empty_dirs(dir, "d/e/x", "d");
    assert_true(file_exists(dir, "d"));
    assert_false(file_exists(dir, "d/e"));
    assert_int_equal(file_mkdirs(dir, "d/e", NULL), 0);
    file_prune_empty_dirs(dir, "d/e/x", "");
    assert_false(file_exists(dir, "d"));
    assert_int_equal(file_sync_dir(dir, ".", NULL), 0);
    assert_int_equal(file_sync_dir(dir, "none", &err), FLASH_ENOTFOUND);
}

static void test_remove(void **state)
{
    (void)state;
    assert_int_equal(file_remove(dir, "never", NULL), 0);
    assert_int_equal(file_remove_tree(dir, "never", NULL), 0);
    assert_int_equal(file_mkdirs(dir, "tree/a/b", NULL), 0);
    put("keep", "x");
    put("tree/a/b/x", "x");
    assert_int_equal(symlinkat("../keep", dir, "tree/link"), 0);
    assert_int_equal(symlinkat("..", dir, "tree/a/up"), 0);
    for (int i = 0; i < 300; i++)
        put(arena_cprintf(&arena, "tree/f%d", i), "x");
    assert_int_equal(file_remove_tree(dir, "tree", NULL), 0);
    assert_false(file_exists(dir, "tree"));
    assert_true(file_exists(dir, "keep"));
    assert_int_equal(file_rename(dir, "keep", "kept", NULL), 0);
    assert_int_equal(file_rename(dir, "keep", "kept", NULL), FLASH_ENOTFOUND);
}

static void test_walk(void **state)
{
    static const char *const want[] = {"a-b.sql", "a/c.sql", "a/z.sql", "b.sql"};
    struct file_list list;

    (void)state;
    assert_int_equal(file_mkdirs(dir, "w/a/.hidden", NULL), 0);
    put("w/b.sql", "123");
    put("w/a/z.sql", "");
    put("w/a/c.sql", "");
    put("w/a-b.sql", "");
    put("w/a/.hidden/x.sql", "");
    put("w/.x.sql", "");
    put("w/readme", "");
    assert_int_equal(symlinkat("b.sql", dir, "w/l.sql"), 0);
    assert_int_equal(symlinkat(".", dir, "w/loop"), 0);
    assert_int_equal(file_walk(dir, "w", ".sql", &arena, &list, NULL), 0);
    assert_int_equal(list.list.len, ARRAY_LEN(want));
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_string_equal(list.list.items[i].path.ptr, want[i]);
    assert_int_equal(list.list.items[3].size, 3);
    assert_true(list.list.items[3].mtime_ns > 0);
    assert_int_equal(file_walk(dir, "w", "", &arena, &list, NULL), 0);
    assert_int_equal(list.list.len, ARRAY_LEN(want) + 1);
    assert_int_equal(file_walk(dir, "w/b.sql", "", &arena, &list, NULL), FLASH_ENOTFOUND);
}

static void test_walk_too_deep(void **state)
{
    struct file_list list;
    char path[400] = "deep";

    (void)state;
    for (int i = 0; i < 130; i++)
        strncat(path, "/d", sizeof(path) - strlen(path) - 1);
    assert_int_equal(file_mkdirs(dir, path, NULL), 0);
    assert_int_equal(file_walk(dir, "deep", "", &arena, &list, NULL), FLASH_ETOOBIG);
    while (strlen(path) > 4) {
        unlinkat(dir, path, AT_REMOVEDIR);
        path[strlen(path) - 2] = '\0';
    }
}

static void put_old(const char *path)
{
    struct timespec old[2] = {{1000000000, 0}, {1000000000, 0}};

    put(path, "x");
    assert_int_equal(utimensat(dir, path, old, 0), 0);
}

static pid_t dead_process(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    return pid;
}

static void test_sweep(void **state)
{
    const char *gone = arena_cprintf(&arena, "s/d/" FILE_TEMP_PREFIX "%ld-3", (long)dead_process());
    const char *live = arena_cprintf(&arena, "s/" FILE_TEMP_PREFIX "%ld-3", (long)getpid());

    (void)state;
    assert_int_equal(file_mkdirs(dir, "s/d", NULL), 0);
    put_old(gone);
    put_old(live);
    put_old("s/" FILE_TEMP_PREFIX "x");
    put_old("s/users.sql");
    assert_int_equal(file_sweep_temps(dir, "s", false), 0);
    assert_int_equal(file_sweep_temps(dir, "s", true), 1);
    assert_false(file_exists(dir, gone));
    assert_true(file_exists(dir, live));
    put(gone, "young");
    assert_int_equal(file_sweep_temps(dir, "s", true), 0);
    assert_int_equal(file_sweep_temps(dir, "none", true), 0);
}

static void on_alarm(int sig)
{
    (void)sig;
}

static void interrupt_us(long us)
{
    struct itimerval t = {{0, us}, {0, us}};
    struct sigaction sa = {.sa_handler = on_alarm}; /* no SA_RESTART */

    sigaction(SIGALRM, &sa, NULL);
    setitimer(ITIMER_REAL, &t, NULL);
}

#define STREAM_BYTES ((size_t)2 << 20)

/* Both ends of a pipe under a storm of signals; the writer has a full pipe most of the time. */
static void test_interrupted(void **state)
{
    struct flash_str got;
    char *bytes = arena_alloc(&arena, STREAM_BYTES, 1);
    int fds[2];
    int status;
    pid_t pid;

    (void)state;
    for (size_t i = 0; i < STREAM_BYTES; i++)
        bytes[i] = (char)(i * 7 % 251);
    assert_int_equal(pipe(fds), 0);
    pid = fork();
    if (pid == 0) {
        interrupt_us(500);
        fcntl(fds[1], F_SETFL, O_NONBLOCK);
        _exit(file_write_all(fds[1], bytes, STREAM_BYTES, "pipe", NULL) == 0 ? 0 : 1);
    }
    close(fds[1]);
    interrupt_us(700);
    assert_int_equal(file_read_fd(fds[0], "<stdin>", STREAM_BYTES, &arena, &got, NULL), 0);
    interrupt_us(0);
    close(fds[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(got.len, STREAM_BYTES);
    assert_memory_equal(got.ptr, bytes, STREAM_BYTES);
}

static void test_read_fd_limit(void **state)
{
    struct flash_error err;
    struct flash_str got;
    int fds[2];

    (void)state;
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(file_write_all(fds[1], "123456", 6, "pipe", NULL), 0);
    close(fds[1]);
    assert_int_equal(file_read_fd(fds[0], "<stdin>", 5, &arena, &got, &err), FLASH_ETOOBIG);
    close(fds[0]);
    assert_int_equal(file_read_fd(-1, "<stdin>", 5, &arena, &got, &err), FLASH_EIO);
    assert_int_equal(file_write_all(-1, "x", 1, "out", &err), FLASH_EIO);
}

static void test_disk_full(void **state)
{
    struct flash_error err;
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

    (void)state;
    if (fd < 0)
        skip();
    assert_int_equal(file_write_all(fd, "x", 1, "out", &err), FLASH_EIO);
    assert_non_null(strstr(err.message, "No space"));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_and_read),
        cmocka_unit_test(test_read_refuses),
        cmocka_unit_test(test_read_size_unknown),
        cmocka_unit_test(test_new),
        cmocka_unit_test(test_modes),
        cmocka_unit_test(test_link_is_replaced),
        cmocka_unit_test(test_no_temp_left),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_remove),
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_walk_too_deep),
        cmocka_unit_test(test_sweep),
        cmocka_unit_test(test_interrupted),
        cmocka_unit_test(test_read_fd_limit),
        cmocka_unit_test(test_disk_full),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}

#include "fixture.h"

#include <dirent.h>
#include <sys/wait.h>

#include "base/clock.h"

static int open_code(struct fixture *f, const char *url, enum adapter_open_flags flags)
{
    struct adapter_conn *c = NULL;
    int rc = f->db->open(url, flags, &c, &f->err);
    f->db->close(c);
    if (rc < 0) {
        assert_true(f->err.code == (enum flash_code)rc);
        assert_true(f->err.message[0] != '\0');
    }
    return rc;
}

static int count_files(struct fixture *f)
{
    DIR *d = opendir(f->dir);
    int n = 0;
    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

static void test_missing(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(open_code(f, url_of(f, "none.db"), ADAPTER_READ), FLASH_ENOTFOUND);
    assert_non_null(strstr(f->err.hint, "flash apply"));
    assert_int_equal(open_code(f, url_of(f, "none.db"), ADAPTER_WRITE), FLASH_ENOTFOUND);
    assert_int_equal(open_code(f, url_of(f, "no/such.db"), ADAPTER_WRITE), FLASH_ENOTFOUND);
    assert_int_equal(count_files(f), 0);
    assert_int_equal(open_code(f, "sqlite:", ADAPTER_READ), FLASH_EINVALID);
    assert_int_equal(open_code(f, url_of(f, "new.db"), ADAPTER_WRITE | ADAPTER_CREATE), 0);
}

static void test_no_database(void **state)
{
    struct fixture *f = *state;
    char noise[4096], text[4096];
    unsigned seed = 12345;

    for (size_t i = 0; i < sizeof(noise); i++) {
        seed = seed * 1103515245 + 12345;
        noise[i] = (char)(seed >> 16);
        text[i] = "a table of words\n"[i % 17];
    }
    make_file(f, "noise.db", noise, sizeof(noise));
    make_file(f, "short.db", noise, 99);
    make_file(f, "text.db", text, sizeof(text));
    make_file(f, "empty.db", "", 0);
    assert_int_equal(open_code(f, url_of(f, "noise.db"), ADAPTER_READ), FLASH_EDATABASE);
    assert_non_null(strstr(f->err.message, "encrypted"));
    assert_int_equal(open_code(f, url_of(f, "noise.db"), ADAPTER_WRITE), FLASH_EDATABASE);
    assert_int_equal(open_code(f, url_of(f, "short.db"), ADAPTER_READ), FLASH_EDATABASE);
    assert_int_equal(open_code(f, url_of(f, "text.db"), ADAPTER_READ), FLASH_EDATABASE);
    assert_non_null(strstr(f->err.message, "text file"));
    assert_int_equal(open_code(f, url_of(f, "empty.db"), ADAPTER_READ), 0);
    assert_int_equal(open_code(f, url_of(f, "."), ADAPTER_READ), FLASH_EINVALID);
    assert_non_null(strstr(f->err.message, "folder"));
    assert_int_equal(mkfifo(in_dir(f, "pipe"), 0600), 0);
    assert_int_equal(open_code(f, url_of(f, "pipe"), ADAPTER_READ), FLASH_EINVALID);
}

static void patch(struct fixture *f, const char *name, long at, int value)
{
    FILE *file = fopen(in_dir(f, name), "r+b");
    assert_non_null(file);
    fseek(file, at, SEEK_SET);
    fputc(value, file);
    fclose(file);
}

static void test_newer(void **state)
{
    struct fixture *f = *state;

    make_db(f, "a.db", "CREATE TABLE t(a)");
    patch(f, "a.db", 18, 3);
    patch(f, "a.db", 19, 3);
    assert_int_equal(open_code(f, url_of(f, "a.db"), ADAPTER_READ), FLASH_ENEWER);
    make_db(f, "b.db", "CREATE TABLE t(a)");
    patch(f, "b.db", 47, 9);
    assert_int_equal(open_code(f, url_of(f, "b.db"), ADAPTER_READ), FLASH_ENEWER);
    make_db(f, "c.db", "CREATE TABLE t(a)");
    patch(f, "c.db", 18, 3); /* may be read, not written */
    assert_int_equal(open_code(f, url_of(f, "c.db"), ADAPTER_READ), 0);
    assert_int_equal(open_code(f, url_of(f, "c.db"), ADAPTER_WRITE), FLASH_EACCESS);
}

static void test_damaged(void **state)
{
    struct fixture *f = *state;

    make_db(f, "cut.db", "CREATE TABLE t(a, b); CREATE TABLE u(a)");
    assert_int_equal(truncate(in_dir(f, "cut.db"), 3000), 0);
    int rc = open_code(f, url_of(f, "cut.db"), ADAPTER_READ);
    assert_true(rc == FLASH_ECORRUPT || rc == FLASH_EDATABASE);
    make_db(f, "bad.db",
        "CREATE TABLE t(a); PRAGMA writable_schema=ON;"
        "INSERT INTO sqlite_schema VALUES('table', 'evil', 'evil', 0, 'CREATE TABLE evil(a b c "
        "d(')");
    assert_int_equal(open_code(f, url_of(f, "bad.db"), ADAPTER_READ), FLASH_ECORRUPT);
    assert_non_null(strstr(f->err.detail, "evil"));
}

/* Every byte of a small database, one at a time: an error or a clean read, never more. */
static void test_flipped_bytes(void **state)
{
    struct fixture *f = *state;
    struct flash_str good;
    unsigned opened = 0;

    make_db(f, "small.db",
        "PRAGMA page_size=512; CREATE TABLE t(a, b UNIQUE, c CHECK(c > 1)); CREATE VIEW v AS "
        "SELECT a "
        "FROM t; INSERT INTO t VALUES(1, 2, 3)");
    must(f, file_read(AT_FDCWD, in_dir(f, "small.db"), 1 << 20, 0, &f->arena, &good, &f->err));
    for (size_t i = 0; i < good.len; i++) {
        char *bytes = arena_cstr(&f->arena, good);
        bytes[i] = (char)(bytes[i] ^ (1 << (i % 8)));
        make_file(f, "flip.db", bytes, good.len);
        struct adapter_conn *c = NULL;
        if (f->db->open(url_of(f, "flip.db"), ADAPTER_READ, &c, &f->err) != 0)
            continue;
        struct adapter_facts facts;
        opened += f->db->read_facts(c, &f->arena, &facts, &f->err) == 0;
        f->db->close(c);
    }
    assert_true(opened > good.len / 2);
}

static void test_locked(void **state)
{
    struct fixture *f = *state;
    make_db(f, "a.db", "CREATE TABLE t(a)");
    sqlite3 *other = raw_open(f, "a.db");

    raw_exec(other, "BEGIN EXCLUSIVE");
    assert_int_equal(open_code(f, url_of(f, "a.db"), ADAPTER_READ), FLASH_ELOCKED);
    assert_non_null(strstr(f->err.message, "locked"));
    raw_exec(other, "COMMIT; BEGIN IMMEDIATE");
    struct adapter_conn *c = must_open(f, url_of(f, "a.db"), ADAPTER_WRITE);
    uint64_t start = clock_mono_us();
    assert_int_equal(f->db->begin(c, 150, &f->err), FLASH_ELOCKED);
    assert_true(clock_mono_us() - start >= 140000);
    raw_exec(other, "COMMIT");
    must(f, f->db->begin(c, 150, &f->err));
    f->db->rollback(c);
    f->db->close(c);
    sqlite3_close(other);
}

static int no_rows(void *payload, const struct cell *cells, size_t n)
{
    (void)payload;
    (void)cells;
    (void)n;
    return 0;
}

static int same_text(void *payload, const struct cell *cells, size_t n)
{
    return n == 1 && str_eq(cells[0].s, str_from(payload)) ? 0 : FLASH_EBUG;
}

/* FLASH_CLOCK is the engine's clock too, to the second. */
static void test_clock(void **state)
{
    static char then[] = "2023-11-14 22:13:20";
    struct fixture *f = *state;

    make_db(f, "a.db", "CREATE TABLE t(a)");
    setenv("FLASH_CLOCK", "1700000000", 1);
    struct adapter_conn *c = must_open(f, url_of(f, "a.db"), ADAPTER_READ);
    must(f, f->db->query(c, STR("SELECT datetime('now')"), same_text, then, &f->err));
    f->db->close(c);
    unsetenv("FLASH_CLOCK");
    c = must_open(f, url_of(f, "a.db"), ADAPTER_READ);
    assert_int_equal(
        f->db->query(c, STR("SELECT datetime('now')"), same_text, then, &f->err), FLASH_EBUG);
    f->db->close(c);
}

/* Waiting and working share one limit. */
static void test_brief(void **state)
{
    struct fixture *f = *state;
    const struct flash_str endless =
        STR("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT count(*) FROM n");
    make_db(f, "a.db", "CREATE TABLE t(a)");
    sqlite3 *other = raw_open(f, "a.db");
    struct adapter_conn *c = must_open(f, url_of(f, "a.db"), ADAPTER_READ | ADAPTER_BRIEF);

    assert_int_equal(f->db->query(c, endless, no_rows, NULL, &f->err), FLASH_ELOCKED);
    assert_non_null(strstr(f->err.message, "did not answer in time"));
    raw_exec(other, "BEGIN EXCLUSIVE");
    assert_int_equal(
        f->db->query(c, STR("SELECT * FROM t"), no_rows, NULL, &f->err), FLASH_ELOCKED);
    f->db->close(c);
    assert_int_equal(open_code(f, url_of(f, "a.db"), ADAPTER_READ | ADAPTER_BRIEF), FLASH_ELOCKED);
    sqlite3_close(other);
}

static void test_reading_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct adapter_facts facts;
    struct stat before, after;

    make_db(f, "w.db", "PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    assert_int_equal(count_files(f), 1);
    assert_int_equal(stat(in_dir(f, "w.db"), &before), 0);
    struct adapter_conn *c = must_open(f, url_of(f, "w.db"), ADAPTER_READ);
    must(f, f->db->read_facts(c, &f->arena, &facts, &f->err));
    assert_int_equal(facts.objects, 1);
    assert_int_equal(f->db->begin(c, 0, &f->err), FLASH_EACCESS);
    f->db->close(c);
    assert_int_equal(count_files(f), 1);
    assert_int_equal(stat(in_dir(f, "w.db"), &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(before.st_size, after.st_size);
}

/* A writer that was killed leaves its journal, or its -wal: both are read as they should be. */
static void kill_writer(struct fixture *f, const char *name, const char *mode)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        sqlite3 *db = NULL;
        sqlite3_open(in_dir(f, name), &db);
        sqlite3_exec(db, mode, NULL, NULL, NULL);
        sqlite3_exec(db, "PRAGMA cache_size=2; BEGIN; CREATE TABLE late(a);", NULL, NULL, NULL);
        sqlite3_exec(db,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 20000) "
            "INSERT INTO t SELECT i FROM n",
            NULL, NULL, NULL);
        kill(getpid(), 9);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void test_killed_writer(void **state)
{
    struct fixture *f = *state;
    static const char *const modes[] = {"PRAGMA journal_mode=DELETE", "PRAGMA journal_mode=WAL"};

    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        const char *name = arena_cprintf(&f->arena, "k%zu.db", i);
        make_db(f, name, "CREATE TABLE t(a)");
        kill_writer(f, name, modes[i]);
        struct adapter_conn *c = must_open(f, url_of(f, name), ADAPTER_READ);
        assert_int_equal(ask(f, c, "SELECT count(*) FROM sqlite_schema"), 1);
        assert_int_equal(ask(f, c, "SELECT count(*) FROM t"), 0);
        f->db->close(c);
    }
}

static void test_urls(void **state)
{
    struct fixture *f = *state;

    make_db(f, "a b?c%20.db", "CREATE TABLE t(a)");
    struct adapter_conn *c = must_open(f, url_of(f, "a b?c%20.db"), ADAPTER_READ);
    assert_string_equal(f->db->display(c), url_of(f, "a b?c%20.db"));
    f->db->close(c);
    c = must_open(f, arena_cprintf(&f->arena, "sqlite://%s/a b?c%%20.db", f->dir), ADAPTER_READ);
    f->db->close(c);
    c = must_open(f, "sqlite::memory:", ADAPTER_WRITE);
    f->db->close(c);
    assert_int_equal(chdir(f->dir), 0);
    make_file(f, "file:x", "", 0);
    c = must_open(f, "sqlite:file:x", ADAPTER_READ);
    f->db->close(c);
    assert_int_equal(chdir("/"), 0);
    f->db->close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_missing),
        FIXTURE_TEST(test_no_database),
        FIXTURE_TEST(test_newer),
        FIXTURE_TEST(test_damaged),
        FIXTURE_TEST(test_flipped_bytes),
        FIXTURE_TEST(test_locked),
        FIXTURE_TEST(test_brief),
        FIXTURE_TEST(test_clock),
        FIXTURE_TEST(test_reading_leaves_nothing),
        FIXTURE_TEST(test_killed_writer),
        FIXTURE_TEST(test_urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

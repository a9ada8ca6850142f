/* Figures of objects/ alone: what the store takes of a commit, without parsing or printing any SQL.
 *
 * bench-store [folder] [objects]: makes a store in the folder (a fresh one below /tmp otherwise)
 * and removes it again. */
#include <git2.h>

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/graph.h"
#include "objects/maint/fsck.h"
#include "objects/maint/gc.h"
#include "objects/refs/refs.h"
#include "objects/store/batch.h"
#include "objects/store/store.h"
#include "objects/store/tree.h"

#define ROUNDS 11

struct bench {
    char dir[256];
    size_t n;
    struct arena a, scratch;
    struct store *s;
    struct flash_error err;
    struct oid head;
    uint64_t start;
};

static void must(struct bench *b, int rc, const char *what)
{
    if (rc == 0)
        return;
    fprintf(stderr, "%s: %s\n", what, b->err.message);
    exit(1);
}

static void print_ms(const char *what, uint64_t us)
{
    printf("%-52s %10.2f ms\n", what, (double)us / 1000);
}

static struct flash_str table_text(struct bench *b, size_t i, unsigned version)
{
    struct strbuf t;

    strbuf_init(&t, &b->a, 4096);
    strbuf_addf(&t, "CREATE TABLE t%zu (\n    id INTEGER PRIMARY KEY", i);
    for (size_t c = 0; c < 10; c++)
        strbuf_addf(&t, ",\n    column_%zu_%zu VARCHAR(%zu) NOT NULL DEFAULT ''", i * 7919 % 997, c,
            10 + (i + c) % 200);
    strbuf_addf(&t, "\n);\n-- %u\n", version);
    return strbuf_str(&t);
}

static struct oid commit_tree(struct bench *b, struct batch *batch, const struct oid *tree)
{
    struct commit c = {.tree = *tree, .message = STR("bench\n\nFlash-Format: 1\n")};
    struct oid parent = b->head;

    if (!oid_is_zero(&parent)) {
        c.parents = &parent;
        c.nparents = 1;
    }
    must(b, signature_default(b->s, &b->a, &c.author, &b->err), "signature");
    c.committer = c.author;
    must(b, commit_build(batch, &b->a, &c, &b->err), "commit");
    must(b, batch_write(batch, &b->err), "write");
    must(b, store_lock(b->s, "bench", 1000, NULL, NULL, &b->err), "lock");
    struct ref_update u = {.kind = REF_SET, .name = "refs/heads/main", .from = parent, .to = c.id};
    must(b, ref_transaction(b->s, &u, 1, "commit: bench", &b->err), "ref");
    store_unlock(b->s);
    b->head = c.id;
    return c.id;
}

static void first_commit(struct bench *b)
{
    struct flash_str *texts = arena_array(&b->a, struct flash_str, b->n);
    char what[64];

    for (size_t i = 0; i < b->n; i++)
        texts[i] = table_text(b, i, 0);
    b->start = clock_mono_us();
    struct batch *batch = batch_new(b->s, &b->a);
    struct tree_list l = {0};
    struct oid tree;
    for (size_t i = 0; i < b->n; i++) {
        struct oid id;
        batch_add(batch, OBJECT_BLOB, texts[i], &id);
        tree_list_add(&b->a, &l, arena_printf(&b->a, "schema/main/tables/t%zu.sql", i), &id);
    }
    must(b, tree_build(&b->a, b->scratch, &l, batch, &tree, &b->err), "tree");
    commit_tree(b, batch, &tree);
    (void)snprintf(what, sizeof what, "commit of %zu new objects", b->n);
    print_ms(what, clock_mono_us() - b->start);
}

static int by_time(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static uint64_t median(uint64_t t[ROUNDS])
{
    qsort(t, ROUNDS, sizeof *t, by_time);
    return t[ROUNDS / 2];
}

static void small_commits(struct bench *b)
{
    uint64_t t[ROUNDS];
    char what[64];

    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t start = clock_mono_us();
        struct batch *batch = batch_new(b->s, &b->a);
        struct tree_list l = {0};
        struct commit c;
        struct oid tree;
        must(b, commit_read(b->s, &b->head, &b->a, &c, &b->err), "read");
        for (size_t i = 0; i < 10; i++) {
            struct oid id;
            size_t n = (round * 10 + i) * 97 % b->n;
            batch_add(batch, OBJECT_BLOB, table_text(b, n, round + 1), &id);
            tree_list_add(&b->a, &l, arena_printf(&b->a, "schema/main/tables/t%zu.sql", n), &id);
        }
        must(b, tree_edit(b->s, &c.tree, &l, &b->a, b->scratch, batch, &tree, &b->err), "edit");
        commit_tree(b, batch, &tree);
        t[round] = clock_mono_us() - start;
    }
    (void)snprintf(
        what, sizeof what, "commit of 10 changes among %zu (median of %d)", b->n, ROUNDS);
    print_ms(what, median(t));
}

static void diffs(struct bench *b)
{
    uint64_t t[ROUNDS];
    struct commit now, before;

    for (unsigned round = 0; round < ROUNDS; round++) {
        struct store *s;
        struct tree_deltas d;
        must(b, store_open(b->dir, STORE_READONLY, &s, &b->err), "open");
        uint64_t start = clock_mono_us();
        must(b, commit_read(s, &b->head, &b->a, &now, &b->err), "read");
        must(b, commit_read(s, &now.parents[0], &b->a, &before, &b->err), "read");
        must(b, tree_diff(s, &before.tree, &now.tree, &b->a, &d, &b->err), "diff");
        t[round] = clock_mono_us() - start;
        assert(d.len == 10);
        store_close(s);
    }
    print_ms("tree diff with 10 changes, cold (median)", median(t));
}

static void open_and_head(struct bench *b)
{
    uint64_t ours[ROUNDS], theirs[ROUNDS];
    char git_dir[300];

    (void)snprintf(git_dir, sizeof git_dir, "%s/.git", b->dir);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct store *s;
        struct head head;
        struct commit c;
        uint64_t start = clock_mono_us();
        must(b, store_open(b->dir, STORE_READONLY, &s, &b->err), "open");
        must(b, head_read(s, &b->a, &head, &b->err), "head");
        must(b, commit_read(s, &head.id, &b->a, &c, &b->err), "commit");
        ours[round] = clock_mono_us() - start;
        store_close(s);

        git_repository *repo;
        git_commit *commit;
        git_oid id;
        start = clock_mono_us();
        if (git_repository_open(&repo, git_dir) < 0 ||
            git_reference_name_to_id(&id, repo, "HEAD") < 0 ||
            git_commit_lookup(&commit, repo, &id) < 0)
            exit(1);
        theirs[round] = clock_mono_us() - start;
        git_commit_free(commit);
        git_repository_free(repo);
    }
    print_ms("open, HEAD, its commit (median)", median(ours));
    print_ms("  anchor: the same with libgit2 only", median(theirs));
}

static void read_all(struct bench *b, const char *what)
{
    struct store *s;
    struct tree_list l;
    struct commit c;
    struct flash_str text;

    must(b, store_open(b->dir, STORE_READONLY, &s, &b->err), "open");
    uint64_t start = clock_mono_us();
    must(b, commit_read(s, &b->head, &b->a, &c, &b->err), "read");
    must(b, tree_flatten(s, &c.tree, STR("schema"), &b->a, &l, &b->err), "flatten");
    print_ms("flatten the tree", clock_mono_us() - start);
    start = clock_mono_us();
    for (size_t i = 0; i < l.len; i++)
        must(b, store_read(s, &l.items[i].id, OBJECT_BLOB, 1 << 20, &b->a, &text, &b->err), "read");
    print_ms(what, clock_mono_us() - start);
    store_close(s);
}

static void hash_only(struct bench *b)
{
    struct tree_list l = {0};
    struct oid id;

    for (size_t i = 0; i < b->n; i++) {
        oid_of(OBJECT_BLOB, table_text(b, i, 0), &id);
        tree_list_add(&b->a, &l, arena_printf(&b->a, "main/tables/t%zu.sql", i), &id);
    }
    uint64_t start = clock_mono_us();
    must(b, tree_build(&b->a, b->scratch, &l, NULL, &id, &b->err), "tree");
    print_ms("tree id of the list, without a store", clock_mono_us() - start);
}

static void maintain(struct bench *b)
{
    struct gc_options o = {0};
    struct gc_result g;
    struct fsck_result r;
    struct fsck_options fo = {0};

    uint64_t start = clock_mono_us();
    must(b, fsck_run(b->s, &fo, b->scratch, &r, &b->err), "fsck");
    print_ms("fsck", clock_mono_us() - start);
    start = clock_mono_us();
    must(b, gc_run(b->s, &o, b->scratch, &g, &b->err), "gc");
    print_ms("gc", clock_mono_us() - start);
}

int main(int argc, char **argv)
{
    struct bench b = {.n = 10000};
    struct rusage usage;

    (void)snprintf(b.dir, sizeof b.dir, "%s/flash-bench-XXXXXX", argc > 1 ? argv[1] : "/tmp");
    if (argc > 2)
        b.n = (size_t)strtoul(argv[2], NULL, 10);
    if (!mkdtemp(b.dir) || b.n < 200)
        return 1;
    arena_init(&b.a, ARENA_DEFAULT);
    arena_init(&b.scratch, ARENA_DEFAULT);
    must(&b, store_create(b.dir, "main", &b.err), "create");
    must(&b, store_open(b.dir, 0, &b.s, &b.err), "open");
    hash_only(&b);
    first_commit(&b);
    small_commits(&b);
    diffs(&b);
    open_and_head(&b);
    read_all(&b, "read every object");
    maintain(&b);
    read_all(&b, "read every object, after gc");
    store_close(b.s);
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("%-52s %10.1f MB\n", "peak memory", (double)usage.ru_maxrss / 1024);
    return file_remove_tree(AT_FDCWD, b.dir, NULL) < 0;
}

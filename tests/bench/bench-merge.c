/*
 * bench-merge [tables [changes]]: three schemas of 10,000 tables with ten changes on each side,
 * merged: what a merge costs when nearly nothing changed. Beside it what reading one of them takes.
 */

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "merge/merge.h"

#define ROUNDS 5

static void write_table(struct strbuf *b, unsigned i, bool ours, bool theirs)
{
    strbuf_addf(b,
        "CREATE TABLE t%u (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state VARCHAR(20) DEFAULT "
        "'new',\n  amount NUMERIC, created TEXT, parent INTEGER REFERENCES t%u (id)%s%s);\n"
        "CREATE INDEX t%u_name ON t%u (name%s);\n",
        i, i > 0 ? i - 1 : 0, ours ? ", mine INT" : "", theirs ? ", other INT" : "", i, i,
        theirs ? ", state" : "");
    if (i % 10 == 0)
        strbuf_addf(b, "CREATE VIEW v%u AS SELECT id, name FROM t%u WHERE amount > 0;\n", i, i);
}

static struct schema *make(
    struct arena *a, unsigned n, unsigned changes, enum merge_side side, double *ms)
{
    struct flash_error err = {0};
    struct diags diags;
    struct strbuf b;
    struct schema *s = NULL;
    struct source *src = arena_new(a, struct source);
    strbuf_init(&b, a, LIMIT_FILES_TOTAL);
    for (unsigned i = 0; i < n; i++) {
        bool changed = i % (n / changes) == n / changes - 1;
        write_table(&b, i, changed && side == MERGE_OURS, changed && side == MERGE_THEIRS);
    }
    diags_init(&diags, a);
    src->path = STR("bench.sql");
    src->text = strbuf_str(&b);
    uint64_t before = clock_mono_us();
    if (dialect_parse(dialect_default(), a, src, 1, &s, NULL, &diags, &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    *ms = (double)(clock_mono_us() - before) / 1e3;
    return s;
}

static double merge_once(const struct merge_input *in)
{
    struct flash_error err = {0};
    struct arena perm, scratch;
    struct merge_result r;
    arena_init(&perm, ARENA_DEFAULT);
    arena_init(&scratch, ARENA_DEFAULT);
    uint64_t before = clock_mono_us();
    int rc = merge_schemas(in, &perm, scratch, &r, &err);
    double ms = (double)(clock_mono_us() - before) / 1e3;
    if (rc < 0 || r.conflicts.len > 0) {
        fprintf(stderr, "%s, %zu conflicts\n", err.message, r.conflicts.len);
        exit(1);
    }
    arena_release(&scratch);
    arena_release(&perm);
    return ms;
}

int main(int argc, char **argv)
{
    static const struct rename_list none;
    uint64_t n = 10000, changes = 10;
    double ms[MERGE_SIDES], best = 0;
    struct arena a;
    if (argc > 1 && (!str_to_u64(str_from(argv[1]), &n) || n < 1 || n > 100000))
        return 2;
    if (argc > 2 && (!str_to_u64(str_from(argv[2]), &changes) || changes < 1 || changes > n))
        return 2;
    arena_init(&a, ARENA_DEFAULT);
    struct merge_input in = {.our_renames = &none, .their_renames = &none};
    in.base = make(&a, (unsigned)n, (unsigned)changes, MERGE_BASE, &ms[MERGE_BASE]);
    in.ours = make(&a, (unsigned)n, (unsigned)changes, MERGE_OURS, &ms[MERGE_OURS]);
    in.theirs = make(&a, (unsigned)n, (unsigned)changes, MERGE_THEIRS, &ms[MERGE_THEIRS]);
    for (unsigned i = 0; i < ROUNDS; i++) {
        double once = merge_once(&in);
        best = i == 0 || once < best ? once : best;
    }
    printf("merge of %llu tables, %llu changes each: %.1f ms (reading one side: %.1f ms)\n",
        (unsigned long long)n, (unsigned long long)changes, best, ms[MERGE_BASE]);
    arena_release(&a);
    return 0;
}

/*
 * Random schema pairs against SQLite itself. See usage().
 */

#include "property.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "write.h"

#define FULL_COUNT 10000
#define FULL_LEAST 50 /* changes of each field in each direction, of the full count */
#define SEED_STEP  1000003u
#define FAILURES   5 /* after so many it is enough */

static int usage(void)
{
    fputs(
        "usage: property [--count N] [--seed N] [--pair SEED] [--failures N] [--verbose]\n"
        "Moves databases between random schemas and compares with what SQLite makes of the same.\n"
        "  --count N    pairs; default: FLASH_TEST_SCALE per cent of 10,000\n"
        "  --seed N     default: FLASH_TEST_SEED, else 1\n"
        "  --pair SEED  that pair only, as a failure prints it, shrunk\n",
        stderr);
    return 2;
}

struct options {
    uint64_t count, seed, pair, failures;
    bool single, verbose;
};

static uint64_t env_number(const char *name, uint64_t otherwise)
{
    uint64_t v;
    const char *text = proc_getenv(name);
    return text != NULL && str_to_u64(str_from(text), &v) ? v : otherwise;
}

static bool parse_options(int argc, char **argv, struct options *o)
{
    o->failures = FAILURES;
    o->seed = env_number("FLASH_TEST_SEED", 1);
    o->count = FULL_COUNT * env_number("FLASH_TEST_SCALE", 10) / 100;
    for (int i = 1; i < argc; i++) {
        uint64_t *number = strcmp(argv[i], "--count") == 0      ? &o->count
                           : strcmp(argv[i], "--seed") == 0     ? &o->seed
                           : strcmp(argv[i], "--pair") == 0     ? &o->pair
                           : strcmp(argv[i], "--failures") == 0 ? &o->failures
                                                                : NULL;
        if (strcmp(argv[i], "--verbose") == 0)
            o->verbose = true;
        else if (number == NULL || i + 1 == argc || !str_to_u64(str_from(argv[++i]), number))
            return false;
        o->single = o->single || number == &o->pair;
    }
    return true;
}

static void show_schema(const struct g_schema *s, const char *title, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    g_write_tables(s, 1, &b);
    g_write_rest(s, 1, &b);
    printf("-- %s\n%s\n", title, b.ptr ? b.ptr : "");
}

/* With the smallest operations that still fail. */
static void report(struct pair *p, struct runner *r, struct arena *a)
{
    struct flash_str why = STR("");
    struct g_schema x, y;
    uint64_t seed = p->seed;
    pair_shrink(p, r, a);
    r->verbose = true;
    struct counts *counts = r->counts;
    r->counts = NULL;
    printf("the plans of the shrunk pair:\n");
    pair_check(p, r, a, &why);
    r->counts = counts;
    r->verbose = false;
    pair_schemas(p, &x, &y);
    show_schema(&x, "start", a);
    show_schema(&y, "target", a);
    for (size_t i = 0; i < p->nb; i++)
        printf("operation: %s\n", g_operation_name(p->b[i]));
    printf("FAILED: --pair %llu\n%.*s\n", (unsigned long long)seed, STR_ARG(why));
}

static unsigned run(const struct options *o, struct runner *r, struct arena *a)
{
    unsigned failures = 0;
    for (uint64_t i = 0; i < o->count && failures < o->failures; i++) {
        struct arena mark = *a;
        struct pair p;
        struct flash_str why = STR("");
        pair_make(&p, o->single ? o->pair : o->seed * SEED_STEP + i);
        if (!pair_check(&p, r, a, &why)) {
            failures++;
            printf("pair %llu failed: %.*s\n", (unsigned long long)p.seed, STR_ARG(why));
            report(&p, r, a);
        }
        fflush(stdout);
        *a = mark;
    }
    return failures;
}

static bool enough(const struct counts *c, const struct options *o)
{
    char name[100] = "";
    unsigned least = histogram_least(&c->histogram, name, sizeof(name));
    unsigned want = (unsigned)(FULL_LEAST * o->count / FULL_COUNT);
    histogram_print(&c->histogram);
    printf("least: %s, %u of %u\n", name, least, want);
    return least >= want;
}

static const char *make_folder(char *path, size_t size)
{
    snprintf(path, size, "%s/flash-property-XXXXXX",
        access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(path);
}

int main(int argc, char **argv)
{
    static struct counts counts;
    struct options o = {0};
    struct arena a;
    char folder[100];
    if (!parse_options(argc, argv, &o))
        return usage();
    if (o.single)
        o.count = 1;
    arena_init(&a, ARENA_DEFAULT);
    struct project project = {0};
    struct runner r = {make_folder(folder, sizeof(folder)), &project, &counts, o.verbose};
    if (r.folder == NULL)
        return 99;
    project.dir = arena_cprintf(&a, "%s/project", r.folder);
    setenv("FLASH_AUTHOR_NAME", "Property", 1);
    setenv("FLASH_AUTHOR_EMAIL", "property@example.org", 1);
    printf("seed: %llu\n", (unsigned long long)o.seed);
    unsigned failures = run(&o, &r, &a);
    file_remove_tree(AT_FDCWD, folder, NULL);
    printf("count: schema pairs %u\ncount: models %u\ncount: plans with caches and without %u\n",
        counts.pairs, counts.models, counts.plans);
    printf("plans between parts of two schemas %u\n", project.parts);
    printf(
        "moved there and back %u, without rows %u, found a way for rows %u, refused by name %u\n",
        counts.moves, counts.rows_refused, counts.rows_found, counts.unsupported);
    printf("parked and brought back %u, %u of them not compared: rows without parents before\n",
        counts.returned, counts.dangling);
    bool ok = failures == 0 && (o.single || (project.parts > 0 && enough(&counts, &o)));
    arena_release(&a);
    return ok ? 0 : 1;
}

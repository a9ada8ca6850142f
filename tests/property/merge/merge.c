/*
 * Random triples of schemas: the laws of laws.c. See usage().
 */

#include <stdio.h>
#include <string.h>

#include "base/proc.h"
#include "base/str.h"
#include "laws.h"
#include "write.h"

#define FULL_COUNT 10000
#define SEED_STEP  1000003u
#define FAILURES   5 /* after so many it is enough */

struct options {
    uint64_t count, seed, triple;
    bool single;
};

static int usage(void)
{
    fputs("usage: property-merge [--count N] [--seed N] [--triple SEED]\n"
          "  --count N      triples; default: FLASH_TEST_SCALE per cent of 10,000\n"
          "  --seed N       default: FLASH_TEST_SEED, else 1\n"
          "  --triple SEED  that one only, as a failure prints it\n",
        stderr);
    return 2;
}

static uint64_t env_number(const char *name, uint64_t otherwise)
{
    uint64_t v;
    const char *text = proc_getenv(name);
    return text != NULL && str_to_u64(str_from(text), &v) ? v : otherwise;
}

static bool parse_options(int argc, char **argv, struct options *o)
{
    o->seed = env_number("FLASH_TEST_SEED", 1);
    o->count = FULL_COUNT * env_number("FLASH_TEST_SCALE", 10) / 100;
    for (int i = 1; i < argc; i++) {
        uint64_t *number = strcmp(argv[i], "--count") == 0    ? &o->count
                           : strcmp(argv[i], "--seed") == 0   ? &o->seed
                           : strcmp(argv[i], "--triple") == 0 ? &o->triple
                                                              : NULL;
        if (number == NULL || i + 1 == argc || !str_to_u64(str_from(argv[++i]), number))
            return false;
        o->single = o->single || number == &o->triple;
    }
    return true;
}

static bool holds(const struct triple *t, struct arena *a, struct tally *tally)
{
    struct side side = {.dialect = dialect_find(STR("sqlite")), .arena = a};
    bool ok = laws_hold(t, &side, tally);
    if (!ok && tally != NULL)
        printf("triple %llu failed: %.*s\n", (unsigned long long)t->seed, STR_ARG(side.why));
    return ok;
}

/* Leaves out operations as long as it still fails. */
static void shrink_row(struct triple *t, uint64_t *ops, size_t *n, struct arena *a)
{
    for (size_t i = *n; i-- > 0;) {
        struct arena mark = *a;
        uint64_t op = ops[i];
        memmove(&ops[i], &ops[i + 1], (--*n - i) * sizeof(*ops));
        if (holds(t, a, NULL)) {
            memmove(&ops[i + 1], &ops[i], ((*n)++ - i) * sizeof(*ops));
            ops[i] = op;
        }
        *a = mark;
    }
}

static void show(const struct schemas *x, enum merge_side side, const char *title, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    if (x->s[side] != NULL)
        schema_print(x->s[side], &b);
    printf("-- %s\n%s\n", title, b.ptr ? b.ptr : "");
}

static void report(struct triple *t, struct arena *a)
{
    struct side side = {.dialect = dialect_find(STR("sqlite")), .arena = a};
    struct schemas x;
    shrink_row(t, t->base, &t->nbase, a);
    shrink_row(t, t->ours, &t->nours, a);
    shrink_row(t, t->theirs, &t->ntheirs, a);
    triple_schemas(t, &side, &x);
    show(&x, MERGE_BASE, "base", a);
    show(&x, MERGE_OURS, "ours", a);
    show(&x, MERGE_THEIRS, "theirs", a);
    laws_hold(t, &side, NULL);
    printf("FAILED: --triple %llu\n%.*s\n", (unsigned long long)t->seed, STR_ARG(side.why));
}

static unsigned run(const struct options *o, struct tally *tally, struct arena *a)
{
    unsigned failures = 0;
    for (uint64_t i = 0; i < o->count && failures < FAILURES; i++) {
        struct arena mark = *a;
        struct triple t;
        triple_make(&t, o->single ? o->triple : o->seed * SEED_STEP + i);
        if (!holds(&t, a, tally)) {
            failures++;
            report(&t, a);
        }
        fflush(stdout);
        *a = mark;
    }
    return failures;
}

static void print_codes(const struct tally *tally)
{
    for (unsigned i = 0; i < MERGE__COUNT; i++)
        printf("%s%s %u", i > 0 ? ", " : "codes: ", conflict_info((enum merge_code)i)->code,
            tally->codes[i]);
    printf("\n");
}

/* Neither all clean nor all at odds: both halves of the engine were at work. */
static bool enough(const struct tally *t, const struct options *o)
{
    return o->single || o->count < 100 ||
           (t->clean > t->triples / 10 && t->clean < t->triples - t->triples / 10 &&
               t->renamed > t->triples / 20);
}

int main(int argc, char **argv)
{
    static struct tally tally;
    struct options o = {0};
    struct arena a;
    if (!parse_options(argc, argv, &o))
        return usage();
    if (o.single)
        o.count = 1;
    arena_init(&a, ARENA_DEFAULT);
    printf("seed: %llu\n", (unsigned long long)o.seed);
    unsigned failures = run(&o, &tally, &a);
    printf("count: triples %u\nclean %u, with renames %u\n", tally.triples, tally.clean,
        tally.renamed);
    print_codes(&tally);
    arena_release(&a);
    return failures == 0 && enough(&tally, &o) ? 0 : 1;
}

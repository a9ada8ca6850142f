/* What reading a schema takes, without a process around it: bench-parse <file.sql> [rounds].
 *
 * Each round works in fresh memory. Times are of the processor, the best of the rounds; 'parse' is
 * text to model (lexing included), 'finish' resolves names, brings expressions into normal form and
 * prints the canonical text. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "sql/lexer.h"

enum part { PART_LEX, PART_PARSE, PART_FINISH, PART__COUNT };

static double cpu_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void keep_best(double *best, double ms)
{
    if (*best <= 0 || ms < *best)
        *best = ms;
}

static void round_of(const struct source *src, double best[PART__COUNT])
{
    const struct dialect *d = dialect_default();
    struct read_report report = {0};
    struct arena model, tokens;
    struct diags diags;
    double start = cpu_ms();

    arena_init(&tokens, ARENA_DEFAULT);
    (void)lex(src, d->lex, &tokens);
    arena_release(&tokens);
    keep_best(&best[PART_LEX], cpu_ms() - start);
    start = cpu_ms();
    arena_init(&model, ARENA_DEFAULT);
    diags_init(&diags, &model);
    struct schema *s = schema_new(&model, &d->syntax);
    d->read(s, src, &report, &diags);
    keep_best(&best[PART_PARSE], cpu_ms() - start);
    start = cpu_ms();
    d->finish(s, &diags);
    keep_best(&best[PART_FINISH], cpu_ms() - start);
    if (diags.errors > 0)
        exit(1);
    arena_release(&model);
}

int main(int argc, char **argv)
{
    static const char *const names[PART__COUNT] = {"lex", "parse", "finish"};
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 20;
    double best[PART__COUNT] = {0};
    struct flash_error err;
    struct flash_str text;
    struct rusage usage;
    struct source src;
    struct arena a;

    arena_init(&a, ARENA_DEFAULT);
    if (argc < 2 || file_read(AT_FDCWD, argv[1], LIMIT_FILE, 0, &a, &text, &err) < 0 ||
        source_init(&src, str_from(argv[1]), text, &err) < 0)
        return 1;
    for (int i = 0; i < rounds; i++)
        round_of(&src, best);
    for (int i = 0; i < PART__COUNT; i++)
        printf("%s %.2f ms %.1f MB/s\n", names[i], best[i], (double)text.len / best[i] / 1e3);
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("memory %.1f MB\n", (double)usage.ru_maxrss / 1024);
    return 0;
}

/*
 * Writes the hash buckets of src/sql/keywords.def to the file named by its argument, at build time:
 * a row added there needs nothing else.
 */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sql/keyword-hash.h"

static const char *const words[] = {
#define KEYWORD(id, spelling, bits) spelling,
#include "sql/keywords.def"
#undef KEYWORD
};

#define NWORDS (sizeof(words) / sizeof(words[0]))

static void print_numbers(FILE *out, const char *name, const unsigned *numbers, size_t n)
{
    fprintf(out, "static const uint16_t %s[%zu] = {", name, n);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%u,", i % 16 == 0 ? "\n    " : " ", numbers[i]);
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv)
{
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    static unsigned start[KEYWORD_BUCKETS + 1], order[NWORDS];
    unsigned n = 0;

    if (out == NULL) {
        perror("mkkeywords");
        return 1;
    }
    for (size_t i = 0; i < NWORDS; i++) {
        size_t len = strlen(words[i]);

        if (len < KEYWORD_MIN || len > KEYWORD_MAX ||
            (i > 0 && strcmp(words[i - 1], words[i]) >= 0)) {
            fprintf(stderr, "keywords.def: '%s' is out of order, or of a length not provided for\n",
                words[i]);
            return 1;
        }
    }
    for (unsigned bucket = 0; bucket < KEYWORD_BUCKETS; bucket++) {
        start[bucket] = n;
        for (unsigned i = 0; i < NWORDS; i++) {
            if (keyword_hash(words[i], strlen(words[i])) == bucket)
                order[n++] = i + 1;
        }
    }
    start[KEYWORD_BUCKETS] = n;
    fprintf(out, "/* Made by contrib/gen/mkkeywords.c from src/sql/keywords.def. */\n");
    print_numbers(out, "bucket_start", start, KEYWORD_BUCKETS + 1);
    print_numbers(out, "bucket_words", order, NWORDS);
    return fclose(out) == 0 ? 0 : 1;
}

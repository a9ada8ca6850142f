#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

/* A fuzz target: libFuzzer's entry, which standalone.c calls for files of a corpus where there is
 * no libFuzzer. Returns 0; a finding is an abort. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(cond)                                                                           \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #cond);                     \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif

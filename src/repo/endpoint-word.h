#ifndef REPO_ENDPOINT_WORD_H
#define REPO_ENDPOINT_WORD_H

/* How the words of the command line that name schemas are read, before anything is looked up (part
 * of endpoint.h, which includes this). */

#include <stdbool.h>

#include "flash/str.h"

struct flash_error;

/* The words of a diff: none, A, A B, A..B, A...B, A.., ..B. */
struct endpoint_range {
    struct flash_str from, to;
    bool merge_base; /* A...B: from is to be replaced by the merge base with to */
    bool given;      /* the words had dots */
};
/* Words behind '--' are not among them. FLASH_EUSAGE for too many. */
int endpoint_range_parse(
    const struct flash_str *words, size_t n, struct endpoint_range *out, struct flash_error *err);
/* Splits at the first '...' or '..' outside of @{}; false when there is none or the word is a path
 * or has a scheme. */
bool endpoint_split(
    struct flash_str word, struct flash_str *from, struct flash_str *to, bool *three);
/* A path by its form: ./ ../ / .sql .json file: */
bool endpoint_word_is_path(struct flash_str word);
/* "sqlite:dev.db", "postgres://...", "${DATABASE_URL}"; file: and git: are none. */
bool endpoint_word_is_url(struct flash_str word);

#endif

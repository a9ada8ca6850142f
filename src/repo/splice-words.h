#ifndef REPO_SPLICE_WORDS_H
#define REPO_SPLICE_WORDS_H

/* Files in which what is new or changed stands in the words that other files have for it. */

#include "repo/splice.h"

struct splice_words {
    const struct schema *schema; /* what the other files parse to */
    struct flash_str folder;     /* in front of the paths of their sources */
};

/* splice_files with these words; where they cannot be taken apart (an ALTER statement made the
 * object) everything is printed, with '-- was:' hints if s->hints says so. */
int splice_with_words(const struct splice *s, const struct splice_words *words, struct arena *perm,
    struct workfiles *out, struct schema **parsed, struct flash_error *err);

#endif

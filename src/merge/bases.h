#ifndef MERGE_BASES_H
#define MERGE_BASES_H

/*
 * Criss-cross histories have several merge bases. They are merged into a virtual one, recursively;
 * what they do not agree about stays a list of terms (terms.h), and is decided by the sides or is a
 * conflict of theirs. No text of a conflict is ever embedded.
 */

#include "merge/merge.h"

#define MERGE_BASES_MAX 16 /* merge bases of one pair; git itself asks for no more in practice */
#define MERGE_JOINS_MAX                                                                            \
    100 /* merges of bases for one base; then, too, the first one stands for all */
#define MERGE_DEPTH_MAX 20 /* of the recursion; below, the first base stands for all */

struct merge_base {
    const struct schema *schema;
    const struct merge_terms *terms; /* NULL: it is of one mind */
    /* The real schema that it is made after, and what it calls otherwise; for the renames from here
     * to others. */
    const void *commit;
    struct rename_list from_commit;
};

/* The history, as the caller knows it. All return 0 or a negative flash_code. */
struct merge_history {
    void *payload;
    /* Best common ancestors of two commits, at most max; none gives the empty schema. */
    int (*bases)(void *payload, const void *a, const void *b, const void **out, size_t max,
        size_t *n, struct flash_error *err);
    /* The schema of a commit, or of NULL (the empty one); lives as long as the result. */
    int (*load)(
        void *payload, const void *commit, const struct schema **out, struct flash_error *err);
    /* Known renames between two commits, or from the empty schema (NULL), which has none. */
    int (*renames)(void *payload, const void *from, const void *to, struct rename_list *out,
        struct flash_error *err);
};

/* The base for a merge of two commits. */
int merge_base_of(const struct merge_history *h, const void *ours, const void *theirs,
    struct arena *perm, struct arena scratch, struct merge_base *out, struct flash_error *err);
/* Renames from a base, virtual or not, to a commit. */
int merge_base_renames(const struct merge_history *h, const struct merge_base *base,
    const void *commit, struct arena *perm, struct rename_list *out, struct flash_error *err);

#endif

#ifndef DIFF_GUESS_H
#define DIFF_GUESS_H

/* Included by diff/diff.h. */

#include "diff/diff.h"

/* Pairs of dropped and added objects or columns that look like a rename; only ever proposed. */
struct rename_guess {
    struct rename rename;
    unsigned percent;
};
struct rename_guess_list {
    struct rename_guess *items;
    size_t len, cap;
};

/*
 * Best pairs first by canonical order; each object stands in one pair at most. Tables are compared
 * by their columns, columns by type, neighbours, constraints and spelling, all others by being the
 * same but for the name. Cost is bounded: names that very many share say nothing, very wide tables
 * are left out.
 */
void diff_guess_renames(const struct change_list *changes, struct arena *perm, struct arena scratch,
    struct rename_guess_list *out);

#endif

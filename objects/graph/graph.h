#ifndef OBJECTS_GRAPH_H
#define OBJECTS_GRAPH_H

/* History as a graph: ancestry, merge bases, walks, names of revisions. */

#include "objects/graph/commit.h"

struct oid_list {
    struct oid *items;
    size_t len, cap;
};

bool graph_is_ancestor(struct store *s, const struct oid *ancestor, const struct oid *of); /* equal counts */
int graph_ahead_behind(struct store *s, const struct oid *a, const struct oid *b, size_t *ahead,
    size_t *behind, struct flash_error *err);
/* All of them, best first; empty list = unrelated histories. */
int graph_merge_bases(struct store *s, const struct oid *a, const struct oid *b, struct arena *arena,
    struct oid_list *out, struct flash_error *err);

/* Commits reachable from 'include' and not from 'exclude', newest first, parents never before children. */
struct graph_walk {
    const struct oid *include, *exclude;
    size_t ninclude, nexclude;
    size_t limit;      /* 0 = none */
    bool first_parent, reverse;
};
int graph_walk(struct store *s, const struct graph_walk *w, struct arena *a, struct oid_list *out,
    struct flash_error *err);

/* git's revision grammar: names, HEAD, ~n, ^n, @{n}, @{time}, @{-n}, :/text, ^{}, ^{/text}, abbreviated ids (>= 4 digits), describe output.
 * Resolves to a commit (tags peeled). FLASH_ENOTFOUND (message names the nearest ref), FLASH_EAMBIGUOUS. */
int rev_parse(struct store *s, struct flash_str rev, struct oid *out, struct flash_error *err);
/* The full ref name that a word resolves through ("refs/heads/main"), empty when it is none. */
int rev_ref_name(struct store *s, struct flash_str rev, struct arena *a, struct flash_str *out, struct flash_error *err);
/* Shortest unique prefix of id, at least 7. */
struct flash_str oid_abbrev(struct store *s, const struct oid *id, struct arena *a);

#endif

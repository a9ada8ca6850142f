#ifndef REPO_MOVE_EDGE_H
#define REPO_MOVE_EDGE_H

/*
 * Hand-written migrations as files: "<from oid12>-<to oid12>.sql", named by the schemas at both
 * ends of one edge of history. The author's stands in migrations.dir; the commit at the edge's end
 * keeps a copy below plan/, and one of the way back where that was written too.
 */

#include "repo/repo.h"

struct move_edge {
    struct flash_str name;   /* of the file */
    struct flash_str source; /* for people: "db/migrations/<name>", "plan/<name> of 1a2b3c4" */
    struct flash_str text;
    bool found;
};

/* out->name of the edge between two schemas; the rest is empty. */
void move_edge_name(
    struct move_edge *out, struct arena *a, const struct oid *from, const struct oid *to);
/* migrations.dir, relative to the project; NULL when it is not there. */
int move_edge_folder(struct repo *r, struct arena *a, const char **out, struct flash_error *err);
/* Looks for out->name in that folder (NULL = nowhere). */
int move_edge_file(struct repo *r, const char *folder, struct arena *a, struct move_edge *out,
    struct flash_error *err);
/* The copy that the commit keeps, else the file in the folder. When both are there and differ, a
 * warning goes to r->diags. */
int move_edge_find(struct repo *r, const struct oid *commit, const char *folder, struct arena *a,
    struct move_edge *out, struct flash_error *err);

#endif

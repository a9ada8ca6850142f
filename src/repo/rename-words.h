#ifndef REPO_RENAME_WORDS_H
#define REPO_RENAME_WORDS_H

/* The words of statements under a rename: names replaced token by token, so that the author's
 * layout stays, and what names an object on the command line. Part of rename-files.c. */

#include "diff/diff.h"
#include "repo/splice.h"

struct rename_words {
    const struct schema *schema; /* with places */
    const struct rename *rename;
    const struct object *object;    /* the renamed one (a column, an index, a top-level object) */
    struct flash_str old, spelling; /* the new name as it is written; old for the hint */
    const struct dialect *dialect;
};

/* splice.text: the statement with the names replaced; false when that would not say what 'to' says.
 */
bool rename_words_text(void *payload, const struct object *from, const struct object *to,
    struct arena *a, struct splice_text *out);

/* The statement of an object with the names replaced; loose: at every place that could mean the
 * renamed one. The hint stands in front of the renamed object's own. */
void rename_words_statement(const struct rename_words *w, const struct object *o, bool loose,
    struct arena *a, struct splice_text *out);

/* A name quoted where it must be. */
struct flash_str rename_quoted(const struct dialect *d, struct flash_str name, struct arena *a);

/* 'index:main.users.name' taken apart: kind (KIND_NONE = not said) and one to three names.
 * FLASH_EINVALID. */
struct rename_target {
    enum kind kind;
    struct flash_str parts[3];
    unsigned nparts;
};
int rename_target_parse(const struct dialect *d, struct flash_str word, struct arena *a,
    struct rename_target *out, struct flash_error *err);

#endif

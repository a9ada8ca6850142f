#ifndef REPO_ENDPOINT_H
#define REPO_ENDPOINT_H

/*
 * A word of the command line that names a schema (DESIGN 5): a revision, @db, @files, @empty,
 * git:<rev>, an url, a file or folder, '-'. Parsing a word opens nothing; loading does. Works
 * without a project where the word needs none.
 */

#include "adapter/adapter.h"
#include "objects/store/oid.h"
#include "repo/endpoint-word.h"
#include "repo/repo.h"
#include "repo/target.h"
#include "schema/schema.h"

enum endpoint_kind {
    ENDPOINT_EMPTY,    /* @empty; an unborn HEAD */
    ENDPOINT_REVISION, /* of the store */
    ENDPOINT_FILES,    /* @files */
    ENDPOINT_DB,       /* @db, @db/name, an url */
    ENDPOINT_GIT,      /* git:<rev> of the project's repository */
    ENDPOINT_PATH,     /* file or folder of SQL */
    ENDPOINT_STDIN
};

/* What words are read against. Zero is valid: no project. */
struct endpoint_context {
    struct repo *repo;             /* may be NULL */
    const struct dialect *dialect; /* --dialect; NULL = repo's, the url's, the default */
    const char *target;            /* --target; NULL = the default target */
    const char *cwd;               /* paths are relative to it; NULL = the process's */
    struct diags *diags;           /* problems in files; warnings */
    struct flash_str stdin_text;   /* for '-': ptr NULL = read descriptor 0 (once) */
};

struct endpoint {
    enum endpoint_kind kind;
    struct flash_str word; /* as given */
    struct flash_str
        label; /* resolved, for headers: "main (1a2b3c4)", "@db/dev (sqlite:dev.db)", "db/schema" */
    struct oid commit; /* REVISION; else zero */
    struct flash_str
        ref; /* REVISION: the branch or tag it went through (refs/heads/x), else empty */
    struct flash_str path; /* PATH */
    struct flash_str rev;  /* GIT */
    struct target db;      /* DB; its url may hold a password, never print it */
    /* After endpoint_load. */
    const struct dialect *dialect;
    struct schema *schema; /* frozen; 'partial' only out of endpoint_load_pair */
    struct oid schema_oid;
    bool have_oid;              /* false for a partial schema without a commit */
    struct read_report report;  /* files: statements, rows ... */
    struct adapter_facts facts; /* DB */
    struct oid
        recorded; /* DB: commit that its _flash_head names, when it is in the store; else zero */
};

/* Classifies and resolves (revisions to commits, targets to urls). FLASH_EINVALID, FLASH_ENOTFOUND,
 * FLASH_EAMBIGUOUS (a word that is both a ref and a file: the hint has both spellings). */
int endpoint_parse(const struct endpoint_context *c, struct flash_str word, struct arena *a,
    struct endpoint *out, struct flash_error *err);
/* range to two parsed endpoints. FLASH_ENOTFOUND: no merge base. */
int endpoint_range_resolve(const struct endpoint_context *c, const struct endpoint_range *r,
    struct arena *a, struct endpoint *from, struct endpoint *to, struct flash_error *err);

/* Rename records that hold from one end to the other: commits between two revisions, '-- was:'
 * hints of the target, HEAD's for
 * @files. The list is empty where nothing is known. */
struct rename_list;
int endpoint_renames(const struct endpoint_context *c, const struct endpoint *from,
    const struct endpoint *to, struct arena *a, struct rename_list *out, struct flash_error *err);

#include "repo/endpoint-load.h"

#endif

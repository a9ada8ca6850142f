#ifndef OBJECTS_TRANSACTION_H
#define OBJECTS_TRANSACTION_H

/* The one way refs move (part of refs.h, which includes this). */

#include <stdbool.h>
#include <stddef.h>

#include "objects/store/oid.h"

struct flash_error;
struct store;

enum ref_update_kind { REF_SET, REF_DELETE, REF_SYMBOLIC };
struct ref_update {
    enum ref_update_kind kind;
    const char *name;
    struct oid from; /* expected, symbolic refs followed; zero = must not exist (or be unborn);
                        ignored when any_from */
    bool any_from;
    struct oid to;      /* REF_SET; on HEAD: detaches it */
    const char *to_ref; /* REF_SYMBOLIC (HEAD) */
};
/*
 * All or nothing as far as files allow: locks all, checks all, writes all, HEAD last; when a write
 * fails, those before it are taken back. message goes to the reflogs (and to HEAD's, when HEAD
 * points at a moved ref); a ref that is there already gets no line. A deleted ref's reflog goes
 * with it. FLASH_ECHANGED names the ref that somebody else moved, FLASH_ENOTFOUND one to delete
 * that is not there, FLASH_EEXISTS a name in the way of another, FLASH_ELOCKED, FLASH_EINVALID,
 * FLASH_EIO. Needs store_lock.
 */
int ref_transaction(struct store *s, const struct ref_update *updates, size_t n,
    const char *message, struct flash_error *err);

#endif

#include "repo/apply-log.h"

#include "base/error.h"
#include "repo/apply.h"
#include "repo/ledger.h"

static int open_for_reading(const struct endpoint_context *context, const char *database,
    struct arena *a, struct target *target, const struct flash_adapter **db,
    struct adapter_conn **conn, struct flash_error *err)
{
    int rc = apply_target(context, database, context->target, a, target, err);

    return rc < 0 ? rc : target_open(target, ADAPTER_READ, db, conn, err);
}

int apply_log(const struct endpoint_context *context, const char *database, struct arena *perm,
    struct ledger_rows *out, struct db_head *head, struct target *target, struct flash_error *err)
{
    const struct flash_adapter *db = NULL;
    struct adapter_conn *conn = NULL;

    int rc = open_for_reading(context, database, perm, target, &db, &conn, err);
    if (rc < 0)
        return rc;
    rc = db->ledger_read(conn, false, perm, out, err);
    if (rc == 0)
        rc = db->head_read(conn, perm, head, err);
    db->close(conn);
    return rc;
}

int apply_fsck(const struct endpoint_context *context, const char *database,
    void (*report)(void *payload, const struct ledger_row *row, const struct flash_error *problem),
    void *payload, struct arena scratch, size_t *rows, size_t *problems, struct flash_error *err)
{
    const struct flash_adapter *db = NULL;
    struct adapter_conn *conn = NULL;
    struct ledger_rows all = {0};
    struct target target;
    struct arena rest;

    int rc = open_for_reading(context, database, &scratch, &target, &db, &conn, err);
    if (rc < 0)
        return rc;
    rc = db->ledger_read(conn, true, &scratch, &all, err);
    /* Verifying needs an arena that the rows do not lie in. */
    arena_init(&rest, ARENA_DEFAULT);
    if (rc == 0)
        rc = ledger_verify_all(&all, db->dialect, report, payload, rest, problems, err);
    arena_release(&rest);
    *rows = all.len;
    db->close(conn);
    return rc;
}

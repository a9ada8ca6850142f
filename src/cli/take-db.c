#include "cli/take-db.h"

#include "base/str.h"
#include "cli/cli.h"
#include "diff/diff.h"
#include "repo/splice.h"
#include "repo/workfiles.h"

int take_db_read(struct cli *c, struct endpoint *out, struct flash_error *err)
{
    struct endpoint_context context;
    int rc = cli_endpoint_context(c, NULL, &context, err);

    if (rc == 0)
        rc = endpoint_parse(&context, STR("@db"), c->perm, out, err);
    if (rc == 0)
        rc = endpoint_load(&context, out, c->perm, c->scratch, err);
    return rc;
}

static int refuse(struct flash_error *err)
{
    error_set(err, FLASH_EREFUSED, "the working files say something else than the database");
    return error_hint(
        err, "'flash diff @files @db' shows what; 'flash commit --from db' takes the database's");
}

static int write_files(struct cli *c, struct schema *db, struct flash_error *err)
{
    struct workfiles now = {0};
    struct workfiles then = {0};
    struct change_list changes = {0};
    struct schema *files;
    struct schema *parsed;
    struct read_report report = {0};
    int rc = workfiles_read(c->repo, c->perm, &now, &files, &report, &c->diags, err);

    if (rc == 0)
        rc = diff_schemas(files, db, &(struct diff_options){0}, c->perm, c->scratch, &changes, err);
    if (rc < 0 || changes.len == 0)
        return rc;
    if (files->objects.len)
        return refuse(err);
    rc = splice_files(&(struct splice){.files = &now, .from = files, .to = db, .changes = &changes},
        c->perm, &then, &parsed, err);
    if (rc == 0)
        rc = workfiles_write(c->repo, &now, &then, c->scratch, err);
    if (rc == 0)
        msg_note(c->out, "wrote %zu object%s into %zu file%s", db->objects.len,
            db->objects.len == 1 ? "" : "s", then.len, then.len == 1 ? "" : "s");
    return rc;
}

int take_db_into_files(struct cli *c, struct flash_error *err)
{
    struct endpoint e = {0};
    int rc = take_db_read(c, &e, err);

    if (rc == 0)
        rc = repo_lock(c->repo, err);
    if (rc < 0)
        return rc;
    rc = write_files(c, e.schema, err);
    repo_unlock(c->repo);
    return rc;
}

#include "repo/workfiles-take.h"

#include "base/error.h"
#include "dialect/dialect.h"
#include "diff/diff.h"
#include "repo/repo.h"
#include "repo/splice.h"

static int refuse(struct flash_error *err)
{
    error_set(err, FLASH_EREFUSED, "the working files say something else than the database");
    return error_hint(
        err, "'flash diff @files @db' shows what; 'flash commit --from db' takes the database's");
}

static int take(struct repo *r, const struct schema *db, struct diags *diags, struct arena *a,
    struct arena scratch, struct workfiles_taken *out, struct flash_error *err)
{
    struct workfiles now = {0};
    struct workfiles then = {0};
    struct change_list changes = {0};
    struct schema *files;
    struct schema *parsed;
    struct read_report report = {0};
    int rc = workfiles_read(r, a, &now, &files, &report, diags, err);

    if (rc == 0)
        rc = diff_schemas(files, db, &(struct diff_options){0}, a, scratch, &changes, err);
    if (rc < 0 || changes.len == 0)
        return rc;
    if (files->objects.len)
        return refuse(err);
    rc = splice_files(&(struct splice){.files = &now, .from = files, .to = db, .changes = &changes},
        a, &then, &parsed, err);
    if (rc == 0)
        rc = workfiles_write(r, &now, &then, scratch, err);
    if (rc == 0)
        *out = (struct workfiles_taken){db->objects.len, then.len};
    return rc;
}

int workfiles_take(struct repo *r, const struct schema *db, struct diags *diags, struct arena *a,
    struct arena scratch, struct workfiles_taken *out, struct flash_error *err)
{
    int rc = repo_lock(r, err);

    *out = (struct workfiles_taken){0};
    if (rc < 0)
        return rc;
    rc = take(r, db, diags, a, scratch, out, err);
    repo_unlock(r);
    return rc;
}

#include "repo/record-parts.h"

#include <assert.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "diff/diff.h"
#include "objects/refs/transaction.h"
#include "objects/store/batch.h"
#include "repo/config.h"
#include "repo/rename.h"
#include "repo/repo.h"
#include "repo/snapshot-build.h"
#include "repo/snapshot.h"

struct flash_str record_message_without_trailers(struct arena *a, const struct commit *c)
{
    struct flash_str body = str_trim(c->body);

    if (body.len == 0)
        return arena_str(a, c->subject);
    return arena_printf(a, "%.*s\n\n%.*s", STR_ARG(c->subject), STR_ARG(body));
}

static void config_name(struct config *c, const char *key, const char *flash_env,
    const char *git_env, struct flash_str *out)
{
    struct flash_str value = config_text(c, key);

    if (value.len && !proc_getenv(flash_env) && !proc_getenv(git_env))
        *out = value;
}

int record_signature(
    struct repo *r, struct arena *a, struct signature *out, struct flash_error *err)
{
    struct config *c;
    int rc = repo_config(r, &c, err);

    if (rc == 0)
        rc = signature_default(r->store, a, out, err);
    if (rc < 0)
        return rc;
    config_name(c, "user.name", "FLASH_AUTHOR_NAME", "GIT_AUTHOR_NAME", &out->name);
    config_name(c, "user.email", "FLASH_AUTHOR_EMAIL", "GIT_AUTHOR_EMAIL", &out->email);
    return 0;
}

static int make_message(struct repo *r, const struct record_parts *p, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    struct flash_str git = repo_git_commit(r, a);
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_FILE);
    strbuf_add(&b, str_trim(p->message));
    strbuf_addc(&b, '\n');
    commit_add_trailer(&b, "Flash-Format", STR("1"));
    commit_add_trailer(&b, "Flash-Source", str_from(p->source));
    commit_add_trailer(&b, "Flash-Dialect", str_from(p->schema->syntax->name));
    if (git.len)
        commit_add_trailer(&b, "Flash-Git-Commit", git);
    for (size_t i = 0; p->renames && i < p->renames->len; i++)
        commit_add_trailer(&b, "Flash-Rename", rename_text(a, &p->renames->items[i]));
    *out = strbuf_str(&b);
    return strbuf_check(&b, "commit message", err);
}

static int make_tree(struct store *s, struct batch *b, struct record_parts *p, struct arena *a,
    struct arena scratch, struct flash_error *err)
{
    struct tree_list own = {0};
    struct snapshot_parts parts = {
        .schema = p->schema,
        .entries = p->entries,
        .base_entries = p->base_entries,
        .base_file_entries = p->base_file_entries,
        .files = p->files,
        .renames = p->renames,
        .base = p->base ? &p->base->tree : NULL,
        .parent = p->nparents ? &p->parents[0] : NULL,
        .plans = p->plans,
        .nplans = p->nplans,
    };

    if (!parts.entries) {
        snapshot_entries(p->schema, a, &own);
        parts.entries = &own;
    }
    return snapshot_build(s, b, &parts, a, scratch, &p->tree, err);
}

static int make_commit(struct repo *r, struct batch *b, struct record_parts *p, struct arena *a,
    struct oid *out, struct flash_error *err)
{
    struct commit c = {.tree = p->tree, .nparents = p->nparents};
    int rc = record_signature(r, a, &c.committer, err);

    if (rc == 0)
        rc = make_message(r, p, a, &c.message, err);
    if (rc < 0)
        return rc;
    c.author = p->author ? *p->author : c.committer;
    c.parents = arena_array(a, struct oid, p->nparents + 1);
    for (size_t i = 0; i < p->nparents; i++)
        c.parents[i] = p->parents[i];
    rc = commit_build(b, a, &c, err);
    if (rc < 0)
        return rc;
    *out = c.id;
    p->subject = p->message;
    (void)str_split(&c.message, '\n', &p->subject);
    return 0;
}

static int move_branch(struct store *s, const struct head *head, const struct oid *to,
    const char *reflog, struct flash_str subject, struct arena *a, struct flash_error *err)
{
    struct ref_update u = {.kind = REF_SET, .name = "HEAD", .from = head->id, .to = *to};
    int rc;

    if (!head->detached)
        u.name = arena_cprintf(a, "refs/heads/%.*s", STR_ARG(head->branch));
    rc = ref_transaction(s, &u, 1, arena_cprintf(a, "%s: %.*s", reflog, STR_ARG(subject)), err);
    if (rc == FLASH_ECHANGED)
        error_hint(err, "nothing is lost: run the command again");
    return rc;
}

int record_parts(struct repo *r, struct record_parts *p, const struct head *head,
    const char *reflog, struct arena *perm, struct arena scratch, struct oid *commit,
    struct flash_error *err)
{
    struct batch *b;
    int rc;

    assert(r->locked > 0);
    assert(p->schema != NULL);
    b = batch_new(r->store, perm);
    rc = make_tree(r->store, b, p, perm, scratch, err);
    if (rc == 0)
        rc = make_commit(r, b, p, perm, commit, err);
    if (rc == 0)
        rc = batch_write(b, err);
    if (rc == 0)
        rc = move_branch(r->store, head, commit, reflog, p->subject, perm, err);
    return rc;
}

#include "cli/switching.h"

#include "cli/cli.h"
#include "cli/show-move.h"

struct showing {
    struct cli *c;
    const struct switching_args *args;
    bool shown;
};

/* No question: what would be lost without consent was refused already, what is parked comes back.
 */
static int show(void *payload, const struct move_report *report, struct flash_error *err)
{
    struct showing *s = payload;

    (void)err;
    s->shown = true;
    if (!s->args->json)
        show_move_before(s->c, report, s->c->out->verbose > 0);
    return 0;
}

static void note_database(struct cli *c, const struct checkout_result *r)
{
    switch (r->db) {
    case CHECKOUT_DB_MOVED:
        if (r->move.plan.empty) {
            msg_verbose(c->out, "%.*s has this schema already", STR_ARG(r->move.target.display));
            show_move_after(c, &r->move);
            return;
        }
        msg_note(c->out, "%.*s moved in %zu step%s", STR_ARG(r->move.target.display),
            r->move.steps_done, r->move.steps_done == 1 ? "" : "s");
        show_move_after(c, &r->move);
        return;
    case CHECKOUT_DB_SAME:
        msg_verbose(c->out, "%.*s has this schema already", STR_ARG(r->move.target.display));
        show_move_after(c, &r->move);
        return;
    case CHECKOUT_DB_OFF: msg_note(c->out, "the database stays where it is (--no-db)"); return;
    case CHECKOUT_DB_NONE:
        msg_verbose(c->out, "no database takes part: no target is configured");
        return;
    case CHECKOUT_DB_NOT_DEV:
        msg_note(c->out, "no database moved: only a target whose role is dev does");
        return;
    }
}

static void print_done(struct cli *c, const struct checkout_result *r)
{
    for (size_t i = 0; i < r->carried.len; i++)
        msg_note(c->out, "taken along: %.*s", STR_ARG(r->carried.items[i]));
    if (r->already)
        msg_note(c->out, "already on '%.*s'", STR_ARG(r->label));
    else if (r->after.detached)
        msg_note(c->out, "HEAD is now at %.*s %.*s", STR_ARG(r->label), STR_ARG(r->subject));
    else
        msg_note(c->out, "switched to %s'%.*s'", r->created ? "a new branch " : "branch ",
            STR_ARG(r->label));
    msg_verbose(
        c->out, "working files: %zu written, %zu removed", r->files_written, r->files_removed);
    note_database(c, r);
}

static const char *db_word(enum checkout_db db)
{
    static const char *const words[] = {
        [CHECKOUT_DB_MOVED] = "moved",
        [CHECKOUT_DB_SAME] = "same",
        [CHECKOUT_DB_OFF] = "off",
        [CHECKOUT_DB_NONE] = "none",
        [CHECKOUT_DB_NOT_DEV] = "notDev",
    };

    return words[db];
}

static int print_json(struct cli *c, const struct checkout_result *r, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct json j;

    cli_json_begin(c, &j);
    json_kv_str(&j, "label", r->label);
    json_kv_str(&j, "branch", r->after.branch);
    oid_hex(&r->after.id, hex);
    json_kv_cstr(&j, "commit", r->after.unborn ? NULL : hex);
    json_kv_bool(&j, "already", r->already);
    json_kv_bool(&j, "created", r->created);
    json_kv_int(&j, "filesWritten", (int64_t)r->files_written);
    json_kv_int(&j, "filesRemoved", (int64_t)r->files_removed);
    json_kv_cstr(&j, "database", db_word(r->db));
    if (r->db == CHECKOUT_DB_MOVED || r->db == CHECKOUT_DB_SAME) {
        json_key(&j, "move");
        json_object_begin(&j);
        show_move_json(&j, &r->move);
        json_object_end(&j);
    }
    return cli_json_end(c, &j, err);
}

static void show_refused(const struct showing *s, int rc, const struct checkout_result *r)
{
    if (rc == FLASH_EREFUSED && !s->shown && !s->args->json && r->move.losses.len && !r->move.done)
        show_move_before(s->c, &r->move, false);
}

static struct checkout_options options_of(
    const struct cli *c, const struct switching_args *a, struct flash_str rev)
{
    static const enum data_mode modes[] = {
        DATA_PARK, DATA_PARK, DATA_COPY, DATA_STASH, DATA_DISCARD};

    return (struct checkout_options){
        .rev = rev,
        .create = str_from(a->force_create ? a->force_create : a->create),
        .force_create = a->force_create != NULL,
        .detach = a->detach,
        .target = c->target,
        .no_db = a->no_db,
        .has_data = a->data != 0,
        .data = modes[a->data],
        .carry = a->carry,
        .discard = a->discard,
        .allow = a->allow.items,
        .nallow = a->allow.len,
        .dry_run = a->dry_run,
        .show = show,
    };
}

int switching_run(
    struct cli *c, const struct switching_args *a, struct flash_str rev, struct flash_error *err)
{
    struct checkout_options o = options_of(c, a, rev);
    struct showing showing = {c, a, false};
    struct checkout_result r = {0};
    struct fill *fills;
    int rc = show_move_fills(c, &a->fill, &fills, &o.nfills, err);

    if (rc == 0 && a->carry && a->discard)
        rc = error_set(err, FLASH_EUSAGE, "--carry and --discard exclude each other");
    if (rc < 0)
        return rc;
    o.fills = fills;
    o.payload = &showing;
    rc = checkout_run(c->repo, &o, c->perm, c->scratch, &r, err);
    if (rc < 0) {
        show_refused(&showing, rc, &r);
        return rc;
    }
    if (a->json)
        return print_json(c, &r, err);
    if (a->dry_run)
        return show_move_dry(c, &r.move, err);
    print_done(c, &r);
    return EXIT_DONE;
}

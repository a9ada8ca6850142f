#include "cli/show-move.h"

#include <inttypes.h>

#include "base/str.h"
#include "cli/cli.h"
#include "plan/plan.h"

#define PLAN_TEXT_MAX ((size_t)1 << 30)

static struct flash_str show_bytes(struct arena *a, int64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double v = (double)bytes;
    size_t u = 0;

    while (v >= 1024 && u + 1 < ARRAY_LEN(units)) {
        v /= 1024;
        u++;
    }
    if (bytes == 1)
        return STR("1 byte");
    return arena_printf(a, u ? "%.1f %s" : "%.0f %s", v, units[u]);
}

struct flash_str show_rows(struct arena *a, int64_t rows, int64_t bytes)
{
    struct flash_str n;
    struct flash_str size;

    if (rows < 0)
        return STR("rows not counted");
    n = arena_printf(a, "%" PRId64 " row%s", rows, rows == 1 ? "" : "s");
    if (bytes < 0 || rows == 0)
        return n;
    size = show_bytes(a, bytes);
    return arena_printf(a, "%s, about %s", n.ptr, size.ptr);
}

/* What happens to rows that the other side has no place for. */
static const char *keep_verb(enum data_mode mode)
{
    static const char *const verbs[] = {
        [DATA_DROP] = "keeps",
        [DATA_PARK] = "parks",
        [DATA_COPY] = "keeps",
        [DATA_STASH] = "stashes",
        [DATA_DISCARD] = "keeps",
    };

    return verbs[mode];
}

static void add_losses(struct cli *c, const struct move_report *m, bool kept)
{
    struct arena scratch = c->scratch;

    for (size_t i = 0; i < m->losses.len; i++) {
        const struct move_loss *l = &m->losses.items[i];
        struct flash_str rows = show_rows(&scratch, l->rows, l->bytes);

        if (l->kept != kept)
            continue;
        if (kept)
            msg_note(
                c->out, "%s %.*s (%.*s)", keep_verb(m->data), STR_ARG(l->title), STR_ARG(rows));
        else
            msg_warning(c->out, "loses %.*s (%.*s)%s%s", STR_ARG(l->title), STR_ARG(rows),
                l->code ? " " : "", l->code ? l->code : "");
    }
}

static int put_plan(struct cli *c, const struct move_report *m, enum plan_print_flags flags,
    struct flash_error *err)
{
    struct arena scratch = c->scratch;
    struct strbuf text;

    strbuf_init(&text, &scratch, PLAN_TEXT_MAX);
    plan_print(&m->plan, flags, &text);
    if (strbuf_check(&text, "the plan's text", err) < 0)
        return FLASH_ETOOBIG;
    out_str(c->out, strbuf_str(&text));
    return 0;
}

int show_move_dry(struct cli *c, const struct move_report *m, struct flash_error *err)
{
    int rc;

    out_printf(c->out, "-- database: %.*s\n", STR_ARG(m->target.display));
    if (m->makes_database)
        out_puts(c->out, "-- the database does not exist and would be made\n");
    if (m->adopts)
        out_puts(c->out, "-- the schema it has would be recorded first\n");
    if (m->nothing) {
        out_puts(c->out, "-- nothing to do\n");
        return 0;
    }
    rc = put_plan(c, m, PLAN_PRINT_CAUSES | PLAN_PRINT_BORDERS | PLAN_PRINT_HAZARDS, err);
    if (rc < 0)
        return rc;
    out_printf(c->out, "-- plan %s\n", m->plan.hash);
    out_flush(c->out);
    add_losses(c, m, true);
    add_losses(c, m, false);
    return 0;
}

void show_move_before(struct cli *c, const struct move_report *m, bool statements)
{
    if (statements && !c->out->quiet &&
        put_plan(c, m, PLAN_PRINT_CAUSES | PLAN_PRINT_HAZARDS, NULL) < 0)
        msg_warning(c->out, "the plan is too long to be shown; 'flash diff' shows it by object");
    out_flush(c->out);
    add_losses(c, m, true);
    add_losses(c, m, false);
}

static void note_parked(struct cli *c, const struct move_report *m)
{
    struct arena scratch = c->scratch;

    for (size_t i = 0; i < m->parked.len; i++) {
        const struct park_entry *p = &m->parked.items[i];
        struct flash_str rows = show_rows(&scratch, p->rows, -1);

        msg_note(c->out, "%s: %.*s%s%.*s (%.*s)%s%.*s", m->stash.len ? "stashed" : "parked",
            STR_ARG(p->table), p->column.len ? "." : "", STR_ARG(p->column), STR_ARG(rows),
            p->branch.len ? " of branch " : "", STR_ARG(p->branch));
    }
    if (m->parked.len && !m->stash.len)
        msg_note(c->out, "parked rows come back with the branch that has a place for them");
}

void show_move_after(struct cli *c, const struct move_report *m)
{
    struct arena scratch = c->scratch;

    note_parked(c, m);
    if (m->stash.len)
        msg_note(c->out, "rows without a place lie in %.*s and come back with their branch",
            STR_ARG(m->stash));
    for (size_t i = 0; i < m->stayed.len; i++) {
        struct flash_str rows = show_rows(&scratch, m->stayed.items[i].rows, -1);

        msg_warning(c->out, "stays parked: %.*s (%.*s) %s", STR_ARG(m->stayed.items[i].title),
            STR_ARG(rows),
            m->stayed.items[i].written ? "was made anew by a hand-written migration"
                                       : "would break a key, a foreign key or a check");
    }
}

static const char *state_name(enum move_state s)
{
    static const char *const names[] = {
        [MOVE_MISSING] = "missing",
        [MOVE_EMPTY] = "empty",
        [MOVE_UNBORN] = "unborn",
        [MOVE_CLEAN] = "clean",
        [MOVE_DRIFTED] = "drifted",
    };

    return names[s];
}

static void losses_json(struct json *j, const char *key, const struct move_losses *l)
{
    json_key(j, key);
    json_array_begin(j);
    for (size_t i = 0; i < l->len; i++) {
        json_object_begin(j);
        json_kv_str(j, "object", l->items[i].title);
        json_kv_cstr(j, "code", l->items[i].code);
        json_kv_bool(j, "kept", l->items[i].kept);
        json_kv_int(j, "rows", l->items[i].rows);
        json_kv_int(j, "bytes", l->items[i].bytes);
        json_object_end(j);
    }
    json_array_end(j);
}

void show_move_json(struct json *j, const struct move_report *m)
{
    json_kv_str(j, "target", m->target.name);
    json_kv_str(j, "database", m->target.display);
    json_kv_cstr(j, "role", target_role_name(m->role));
    json_kv_cstr(j, "state", state_name(m->state));
    json_kv_str(j, "fromSchema", m->from_schema);
    json_kv_str(j, "toSchema", m->to_schema);
    json_kv_str(j, "toCommit", m->to_commit);
    json_kv_bool(j, "nothing", m->nothing);
    json_kv_bool(j, "adopts", m->adopts);
    json_kv_bool(j, "done", m->done);
    if (m->done)
        json_kv_int(j, "ledgerId", m->ledger_id);
    json_key(j, "plan");
    plan_json(&m->plan, j);
    losses_json(j, "losses", &m->losses);
    losses_json(j, "stayed", &m->stayed);
}

static int parse_fill(struct flash_str word, struct fill *out, struct flash_error *err)
{
    ptrdiff_t eq = str_find_char(word, '=', 0);
    struct flash_str name = eq >= 0 ? str_sub(word, 0, (size_t)eq) : STR_NULL;
    ptrdiff_t dot = str_find_char(name, '.', 0);

    if (eq < 0 || dot <= 0 || (size_t)dot + 1 >= name.len || (size_t)eq + 1 >= word.len) {
        error_set(err, FLASH_EUSAGE, "'--fill' takes <table>.<column>=<expression>, not '%.*s'",
            STR_ARG(word));
        return error_hint(err, "for example --fill \"users.country='de'\""), FLASH_EUSAGE;
    }
    *out = (struct fill){str_sub(name, 0, (size_t)dot), str_skip(name, (size_t)dot + 1),
        str_skip(word, (size_t)eq + 1)};
    return 0;
}

int show_move_fills(struct cli *c, const struct option_list *words, struct fill **fills, size_t *n,
    struct flash_error *err)
{
    *n = words->len;
    *fills = arena_array(c->perm, struct fill, words->len + 1);
    for (size_t i = 0; i < words->len; i++) {
        int rc = parse_fill(words->items[i], &(*fills)[i], err);

        if (rc < 0)
            return rc;
    }
    return 0;
}

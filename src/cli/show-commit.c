#include "cli/show-commit.h"

#include "base/clock.h"
#include "cli/cli.h"
#include "cli/show-changes.h"
#include "repo/repo.h"

struct history_names *show_commit_names(struct cli *c)
{
    struct history_names *names = NULL;
    struct flash_error err = {0};

    if (history_names_load(c->repo, c->perm, &names, &err) == 0)
        return names;
    msg_warning(c->out, "%s", err.message);
    return NULL;
}

static void margin(struct cli *c, const struct show_commit *s)
{
    out_puts(c->out, s->others ? s->others : "");
}

static void first_margin(struct cli *c, const struct show_commit *s)
{
    out_puts(c->out, s->first ? s->first : "");
}

static void end_first_line(struct cli *c, const struct show_commit *s)
{
    out_puts(c->out, "\n");
    out_puts(c->out, s->joins ? s->joins : "");
}

static void put_names(struct cli *c, const struct show_commit *s, const struct oid *id)
{
    struct flash_str names = s->names ? history_names_of(s->names, id) : STR_NULL;

    if (names.len == 0)
        return;
    out_puts(c->out, " (");
    out_color(c->out, COLOR_REF);
    out_str(c->out, names);
    out_color(c->out, COLOR_NONE);
    out_puts(c->out, ")");
}

static void put_oneline(struct cli *c, const struct show_commit *s, const struct commit *commit)
{
    struct arena scratch = c->scratch;

    first_margin(c, s);
    out_color(c->out, COLOR_COMMIT);
    out_str(c->out, oid_abbrev(s->store, &commit->id, &scratch));
    out_color(c->out, COLOR_NONE);
    put_names(c, s, &commit->id);
    out_printf(c->out, " %.*s", STR_ARG(commit->subject));
    end_first_line(c, s);
}

static void put_parents(struct cli *c, const struct show_commit *s, const struct commit *commit)
{
    struct arena scratch = c->scratch;

    if (commit->nparents < 2)
        return;
    margin(c, s);
    out_puts(c->out, "Merge:");
    for (size_t i = 0; i < commit->nparents; i++) {
        out_puts(c->out, " ");
        out_str(c->out, oid_abbrev(s->store, &commit->parents[i], &scratch));
    }
    out_puts(c->out, "\n");
}

/* Trailers that programs read; a person sees them with -v. */
static bool is_for_programs(struct flash_str line)
{
    return str_starts(line, STR("Flash-")) && !str_starts(line, STR("Flash-Rename:"));
}

static void put_message(struct cli *c, const struct show_commit *s, const struct commit *commit)
{
    struct flash_str rest = str_trim(commit->message);
    struct flash_str line;
    size_t blank = 0;

    while (rest.len && str_split(&rest, '\n', &line)) {
        if (!c->out->verbose && is_for_programs(line))
            continue;
        if (line.len == 0) {
            blank++;
            continue;
        }
        for (; blank; blank--) {
            margin(c, s);
            out_puts(c->out, "\n");
        }
        margin(c, s);
        out_printf(c->out, "    %.*s\n", STR_ARG(line));
    }
}

static void put_header(struct cli *c, const struct show_commit *s, const struct commit *commit)
{
    struct arena scratch = c->scratch;
    struct flash_str date = clock_git(&scratch, commit->author.time, commit->author.offset_min);
    char hex[OID_HEX + 1];

    oid_hex(&commit->id, hex);
    first_margin(c, s);
    out_color(c->out, COLOR_COMMIT);
    out_printf(c->out, "commit %s", hex);
    out_color(c->out, COLOR_NONE);
    put_names(c, s, &commit->id);
    end_first_line(c, s);
    put_parents(c, s, commit);
    margin(c, s);
    out_printf(c->out, "Author: %.*s <%.*s>\n", STR_ARG(commit->author.name),
        STR_ARG(commit->author.email));
    margin(c, s);
    out_printf(c->out, "Date:   %.*s\n", STR_ARG(date));
    margin(c, s);
    out_puts(c->out, "\n");
    put_message(c, s, commit);
}

static int load_change(struct cli *c, const struct show_commit *s, const struct commit *commit,
    bool plan, struct diff_view *v, struct flash_error *err)
{
    struct history_change *change = arena_new(c->perm, struct history_change);
    int rc = history_change(c->repo, commit, plan, s->objects, c->perm, c->scratch, change, err);

    if (rc < 0)
        return rc;
    *v = (struct diff_view){
        .from = change->from, .to = change->to, .renames = &change->renames, .objects = s->objects};
    v->from_label =
        commit->nparents ? oid_abbrev(s->store, &commit->parents[0], c->perm) : STR("@empty");
    v->to_label = oid_abbrev(s->store, &commit->id, c->perm);
    if (change->schema_same) {
        v->changes = (struct change_list){0};
        return 0;
    }
    return diff_view_make(c, v, plan, err);
}

int show_commit_change(struct cli *c, const struct show_commit *s, const struct commit *commit,
    struct flash_error *err)
{
    struct diff_view v;
    int rc = load_change(c, s, commit, s->format == FORMAT_SQL, &v, err);

    if (rc == 0 && v.changes.len)
        rc = diff_view_print(c, &v, s->format, err);
    return rc;
}

int show_commit_print(struct cli *c, const struct show_commit *s, const struct commit *commit,
    struct flash_error *err)
{
    if (s->oneline)
        put_oneline(c, s, commit);
    else
        put_header(c, s, commit);
    if (s->format == FORMAT_DEFAULT)
        return 0;
    if (!s->oneline)
        out_puts(c->out, "\n");
    return show_commit_change(c, s, commit, err);
}

static void person_json(struct json *j, const char *key, const struct signature *who)
{
    json_key(j, key);
    json_object_begin(j);
    json_kv_str(j, "name", who->name);
    json_kv_str(j, "email", who->email);
    json_kv_int(j, "time", who->time);
    json_kv_int(j, "offset", who->offset_min);
    json_object_end(j);
}

int show_commit_json(struct cli *c, const struct show_commit *s, const struct commit *commit,
    bool changes, struct json *j, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    struct diff_view v;
    int rc = 0;

    json_object_begin(j);
    oid_hex(&commit->id, hex);
    json_kv_cstr(j, "commit", hex);
    json_key(j, "parents");
    json_array_begin(j);
    for (size_t i = 0; i < commit->nparents; i++) {
        oid_hex(&commit->parents[i], hex);
        json_cstr(j, hex);
    }
    json_array_end(j);
    person_json(j, "author", &commit->author);
    person_json(j, "committer", &commit->committer);
    json_kv_str(j, "subject", commit->subject);
    json_kv_str(j, "message", commit->message);
    json_kv_str(j, "refs", s->names ? history_names_of(s->names, &commit->id) : STR_NULL);
    if (changes) {
        rc = load_change(c, s, commit, false, &v, err);
        if (rc == 0)
            diff_view_json(&v, j);
    }
    json_object_end(j);
    return rc;
}

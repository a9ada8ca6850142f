#include "repo/check.h"

#include <inttypes.h>

#include "cli/cmd.h"
#include "repo/apply.h"

struct fsck_args {
    const char *db;
    bool json;
};

static const char *const synopsis[] = {"[--json] [--db <target>]", NULL};

static const struct option rows[] = {
    OPT_TEXT(0, "db", struct fsck_args, db, "<target>",
        "check what a database remembers instead of the store"),
    OPT_FLAG(0, "json", struct fsck_args, json, "print JSON"),
};

struct finding {
    const char *level;
    struct flash_str what, text;
};

struct findings {
    struct cli *c;
    VEC(struct finding) list;
};

static const char *level_name(enum fsck_level l)
{
    static const char *const names[] = {
        [FSCK_ERROR] = "error",
        [FSCK_WARNING] = "warning",
        [FSCK_NOTE] = "note",
    };

    return names[l];
}

static void add(struct findings *f, const char *level, struct flash_str what, struct flash_str text)
{
    *vec_push(f->c->perm, &f->list) = (struct finding){level, what, text};
}

static void found(void *payload, enum fsck_level level, const char *what, struct flash_str text)
{
    struct findings *f = payload;

    add(f, level_name(level), arena_str(f->c->perm, str_from(what)), arena_str(f->c->perm, text));
}

static void found_row(
    void *payload, const struct ledger_row *row, const struct flash_error *problem)
{
    struct findings *f = payload;

    add(f, "error", arena_printf(f->c->perm, "move %" PRId64, row->id),
        arena_str(f->c->perm, str_from(problem->message)));
}

static void findings_json(struct json *j, const struct findings *f)
{
    json_key(j, "findings");
    json_array_begin(j);
    for (size_t i = 0; i < f->list.len; i++) {
        json_object_begin(j);
        json_kv_cstr(j, "level", f->list.items[i].level);
        json_kv_str(j, "what", f->list.items[i].what);
        json_kv_str(j, "text", f->list.items[i].text);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_findings(const struct findings *f)
{
    for (size_t i = 0; i < f->list.len; i++) {
        const struct finding *one = &f->list.items[i];
        bool note = str_eq(str_from(one->level), STR("note"));

        if (note && !f->c->out->verbose)
            continue;
        out_printf(f->c->out, "%s: %.*s%s%.*s\n", one->level, STR_ARG(one->what),
            one->what.len ? ": " : "", STR_ARG(one->text));
    }
}

static int check_store(struct cli *c, bool as_json, struct flash_error *err)
{
    struct findings f = {.c = c};
    struct check_result res = {0};
    struct json j;
    int rc = check_run(c->repo, found, &f, c->scratch, &res, err);

    if (rc < 0)
        return rc;
    if (as_json) {
        cli_json_begin(c, &j);
        json_kv_int(&j, "commits", (int64_t)res.store.commits);
        json_kv_int(&j, "schemas", (int64_t)res.schemas);
        json_kv_int(&j, "objects", (int64_t)res.objects);
        json_kv_int(&j, "dangling", (int64_t)res.store.dangling);
        json_kv_int(&j, "errors", (int64_t)res.errors);
        json_kv_int(&j, "warnings", (int64_t)res.warnings);
        findings_json(&j, &f);
        rc = cli_json_end(c, &j, err);
    } else {
        print_findings(&f);
        msg_note(c->out, "%zu commits, %zu schemas, %zu objects: %zu errors, %zu warnings",
            res.store.commits, res.schemas, res.objects, res.errors, res.warnings);
    }
    return rc < 0 ? rc : res.errors ? EXIT_DIFFERENT : EXIT_DONE;
}

static int check_database(struct cli *c, const struct fsck_args *a, struct flash_error *err)
{
    struct findings f = {.c = c};
    struct endpoint_context context;
    size_t moves = 0;
    size_t problems = 0;
    struct json j;
    int rc = cli_endpoint_context(c, NULL, &context, err);

    if (rc == 0)
        rc = apply_fsck(&context, a->db, found_row, &f, c->scratch, &moves, &problems, err);
    if (rc < 0)
        return rc;
    if (a->json) {
        cli_json_begin(c, &j);
        json_kv_int(&j, "moves", (int64_t)moves);
        json_kv_int(&j, "errors", (int64_t)problems);
        findings_json(&j, &f);
        rc = cli_json_end(c, &j, err);
    } else {
        print_findings(&f);
        msg_note(c->out, "%zu moves: %zu errors", moves, problems);
    }
    return rc < 0 ? rc : problems ? EXIT_DIFFERENT : EXIT_DONE;
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct fsck_args *a = args;
    int rc = cli_check_words(c, words, 0, 0, "no words", err);

    if (rc < 0)
        return rc;
    if (a->db)
        return check_database(c, a, err);
    if (!c->repo)
        return cli_open_repo(c, err);
    return check_store(c, a->json, err);
}

const struct cmd cmd_fsck = {
    .name = "fsck",
    .help = "check the store, or what a database remembers",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct fsck_args),
    .flags = CMD_REPO_MAYBE | CMD_PAGER,
    .run = run,
};

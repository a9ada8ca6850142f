#include "base/clock.h"
#include "cli/cmd.h"
#include "cli/show-commit.h"
#include "objects/refs/refs.h"
#include "repo/endpoint-word.h"
#include "repo/repo.h"

struct show_args {
    int format;
};

static const char *const synopsis[] = {"[<options>] [<rev>]...", "<rev>:<object>", NULL};

static const struct option rows[] = {
    DIFF_FORMAT_OPTIONS(struct show_args),
};

/* The colon of rev:object; none inside of ':/text' or @{...}. */
static ptrdiff_t object_colon(struct flash_str word)
{
    int depth = 0;

    if (str_starts(word, STR(":/")))
        return -1;
    for (size_t i = 0; i < word.len; i++) {
        depth += (word.ptr[i] == '{') - (word.ptr[i] == '}');
        if (word.ptr[i] == ':' && depth == 0)
            return (ptrdiff_t)i;
    }
    return -1;
}

static int show_object(struct cli *c, const struct show_args *a, struct store *s,
    struct flash_str word, size_t colon, struct flash_error *err)
{
    struct flash_str rev = str_sub(word, 0, colon);
    struct flash_str path;
    struct flash_str text;
    struct oid id;
    struct json j;
    int rc = rev_parse(s, rev.len ? rev : STR("HEAD"), &id, err);

    if (rc == 0)
        rc = history_object(c->repo, &id, str_skip(word, colon + 1), c->perm, &path, &text, err);
    if (rc < 0)
        return rc;
    if (a->format != FORMAT_JSON) {
        out_str(c->out, text);
        return 0;
    }
    cli_json_begin(c, &j);
    json_kv_str(&j, "path", path);
    json_kv_str(&j, "text", text);
    return cli_json_end(c, &j, err);
}

/* An annotated tag stands in front of the commit that it names. */
static void put_tag(struct cli *c, struct store *s, struct flash_str word)
{
    struct arena scratch = c->scratch;
    struct flash_str ref;
    struct ref_entry entry;
    struct tag tag;
    struct flash_str date;
    struct flash_str message;

    if (rev_ref_name(s, word, &scratch, &ref, NULL) < 0 || !str_starts(ref, STR("refs/tags/")) ||
        ref_read(s, arena_cstr(&scratch, ref), &scratch, &entry, NULL) < 0 ||
        tag_read(s, &entry.id, &scratch, &tag, NULL) < 0)
        return;
    message = str_trim(tag.message);
    date = clock_git(&scratch, tag.tagger.time, tag.tagger.offset_min);
    out_color(c->out, COLOR_COMMIT);
    out_printf(c->out, "tag %.*s", STR_ARG(tag.name));
    out_color(c->out, COLOR_NONE);
    out_printf(c->out, "\nTagger: %.*s <%.*s>\nDate:   %.*s\n\n%.*s\n\n", STR_ARG(tag.tagger.name),
        STR_ARG(tag.tagger.email), STR_ARG(date), STR_ARG(message));
}

static int show_one(struct cli *c, const struct show_args *a, struct show_commit *s,
    struct flash_str word, struct flash_error *err)
{
    ptrdiff_t colon = object_colon(word);
    struct commit commit;
    struct oid id;
    struct json j;
    int rc;

    if (colon >= 0)
        return show_object(c, a, s->store, word, (size_t)colon, err);
    rc = rev_parse(s->store, word, &id, err);
    if (rc == 0)
        rc = commit_read(s->store, &id, c->perm, &commit, err);
    if (rc < 0)
        return rc;
    if (s->format != FORMAT_JSON) {
        put_tag(c, s->store, word);
        return show_commit_print(c, s, &commit, err);
    }
    cli_json_begin(c, &j);
    json_key(&j, "commit");
    rc = show_commit_json(c, s, &commit, true, &j, err);
    return rc < 0 ? rc : cli_json_end(c, &j, err);
}

static int run(struct cli *c, const void *args, const struct words *words, struct flash_error *err)
{
    const struct show_args *a = args;
    struct flash_str head = STR("HEAD");
    struct objglob all = {0};
    struct show_commit s = {
        .format = a->format ? (enum diff_format)a->format : FORMAT_TEXT, .objects = &all};
    size_t n = words->len ? words->len : 1;
    int rc = repo_store(c->repo, &s.store, err);

    if (rc == 0)
        s.names = show_commit_names(c);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        if (i && a->format != FORMAT_JSON)
            out_puts(c->out, "\n");
        rc = show_one(c, a, &s, words->len ? words->items[i] : head, err);
    }
    return rc;
}

const struct cmd cmd_show = {
    .name = "show",
    .help = "show a commit with its change, or one object",
    .synopsis = synopsis,
    .options = OPTIONS(rows),
    .args_size = sizeof(struct show_args),
    .flags = CMD_REPO | CMD_PAGER,
    .run = run,
};

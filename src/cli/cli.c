#include "cli/cli.h"

#include "base/str.h"
#include "cli/cmd.h"
#include "cli/prompt.h"
#include "dialect/dialect.h"
#include "repo/endpoint.h"
#include "repo/recover.h"
#include "repo/repo.h"

#define JSON_MAX ((size_t)1 << 30)

int cli_exit_code(int flash_code)
{
    switch ((enum flash_code)flash_code) {
    case FLASH_OK: return EXIT_DONE;
    case FLASH_EUSAGE: return EXIT_USAGE;
    case FLASH_EREFUSED:
    case FLASH_EDRIFT:
    case FLASH_ECANCELLED: return EXIT_REFUSED;
    case FLASH_EINVALID:
    case FLASH_ENOTFOUND:
    case FLASH_EEXISTS:
    case FLASH_EAMBIGUOUS:
    case FLASH_ESYNTAX:
    case FLASH_ETOOBIG:
    case FLASH_ECORRUPT:
    case FLASH_ENEWER:
    case FLASH_EIO:
    case FLASH_EACCESS:
    case FLASH_ELOCKED:
    case FLASH_ECHANGED:
    case FLASH_EDATABASE:
    case FLASH_EUNSUPPORTED:
    case FLASH_EBUG: return EXIT_FAILURE_;
    }
    return EXIT_FAILURE_;
}

static void tell_waiting(void *payload, const char *holder)
{
    struct cli *c = payload;

    msg_note(c->out, "waiting for process %s", holder);
}

static bool confirm(void *payload, const char *question)
{
    return prompt_choice(payload, question);
}

int cli_open_repo(struct cli *c, struct flash_error *err)
{
    int rc = repo_open(c->perm, ".", &c->repo, err);

    if (rc == 0)
        cli_adopt_repo(c);
    return rc;
}

void cli_adopt_repo(struct cli *c)
{
    c->repo->command = c->cmd->name;
    c->repo->diags = &c->diags;
    c->repo->lock_notify = tell_waiting;
    c->repo->confirm = confirm;
    c->repo->payload = c;
}

static void tell_recovered(void *payload, const struct recover_report *report)
{
    struct cli *c = payload;

    msg_note(c->out, "%.*s", STR_ARG(report->text));
}

int cli_recover(struct cli *c, struct flash_error *err)
{
    return recover_run(c->repo, tell_recovered, c, c->scratch, err);
}

int cli_check_words(struct cli *c, const struct words *w, size_t least, size_t most,
    const char *what, struct flash_error *err)
{
    if (w->len >= least && w->len <= most)
        return 0;
    return error_set(err, FLASH_EUSAGE, "'flash %s' takes %s", c->cmd->name, what);
}

static int unknown_dialect(struct cli *c, const char *name, struct flash_error *err)
{
    struct arena scratch = c->scratch;
    struct strbuf known;
    const struct dialect *d;

    strbuf_init(&known, &scratch, 1024);
    for (unsigned i = 0; (d = dialect_at(i)) != NULL; i++)
        strbuf_addf(&known, "%s%s", i ? ", " : "", d->syntax.name);
    error_set(err, FLASH_EUSAGE, "no dialect '%s'", name);
    return error_hint(err, "this build knows %s", known.ptr), FLASH_EUSAGE;
}

int cli_endpoint_context(
    struct cli *c, const char *dialect, struct endpoint_context *out, struct flash_error *err)
{
    *out = (struct endpoint_context){.repo = c->repo, .target = c->target, .diags = &c->diags};
    if (!dialect)
        return 0;
    out->dialect = dialect_find(str_from(dialect));
    return out->dialect ? 0 : unknown_dialect(c, dialect, err);
}

int cli_load_db(struct cli *c, struct endpoint *out, struct flash_error *err)
{
    struct endpoint_context context;
    int rc = cli_endpoint_context(c, NULL, &context, err);

    return rc < 0 ? rc : endpoint_load_db(&context, c->perm, c->scratch, out, err);
}

struct flash_str cli_message(struct cli *c, const struct option_list *paragraphs)
{
    struct strbuf text;

    strbuf_init(&text, c->perm, JSON_MAX);
    for (size_t i = 0; i < paragraphs->len; i++) {
        strbuf_adds(&text, i ? "\n\n" : "");
        strbuf_add(&text, str_trim(paragraphs->items[i]));
    }
    return strbuf_str(&text);
}

void cli_json_begin(struct cli *c, struct json *j)
{
    struct strbuf *text = arena_new(c->perm, struct strbuf);

    strbuf_init(text, c->perm, JSON_MAX);
    json_init(j, text);
    json_object_begin(j);
    json_kv_int(j, "version", 1);
}

int cli_json_end(struct cli *c, struct json *j, struct flash_error *err)
{
    json_object_end(j);
    strbuf_addc(j->out, '\n');
    if (strbuf_check(j->out, "the JSON text", err) < 0)
        return FLASH_ETOOBIG;
    out_str(c->out, strbuf_str(j->out));
    return 0;
}

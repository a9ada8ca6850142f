#include "case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dialect/dialect.h"

static struct flash_str next_line(struct flash_str *text)
{
    struct flash_str line;
    if (!str_split(text, '\n', &line)) {
        line = *text;
        *text = STR_NULL;
    }
    return line;
}

static struct flash_str *section(struct merge_case *c, struct flash_str word)
{
    struct {
        struct flash_str word;
        struct flash_str *at;
    } all[] = {{STR("base"), &c->base}, {STR("ours"), &c->ours}, {STR("theirs"), &c->theirs},
        {STR("resolve"), &c->resolve}, {STR("want"), &c->want}};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        if (str_eq(all[i].word, word))
            return all[i].at;
    }
    fail_msg("no such section: %.*s", STR_ARG(word));
    return NULL;
}

static void finish(struct merge_case *c)
{
    if (c->ours.ptr == NULL)
        c->ours = c->base;
    if (c->theirs.ptr == NULL)
        c->theirs = c->base;
}

void cases_parse(struct flash_str text, struct arena *a, struct merge_cases *out)
{
    struct merge_case *c = NULL;
    struct flash_str *at = NULL;
    while (text.len > 0) {
        struct flash_str line = next_line(&text);
        if (str_starts(line, STR("=== "))) {
            if (c != NULL)
                finish(c);
            c = vec_push(a, out);
            c->name = str_skip(line, 4);
            at = NULL;
        } else if (str_starts(line, STR("--- "))) {
            at = section(c, str_skip(line, 4));
            *at = (struct flash_str){text.ptr, 0};
        } else if (at != NULL) {
            at->len = (size_t)(line.ptr + line.len - at->ptr) + (text.ptr != NULL);
        }
    }
    if (c != NULL)
        finish(c);
}

static struct schema *parse(struct arena *a, struct flash_str sql)
{
    struct flash_error err = {0};
    struct read_report report = {0};
    struct diags diags;
    struct schema *s = NULL;
    struct source *src = arena_new(a, struct source);
    diags_init(&diags, a);
    assert_int_equal(source_init(src, STR("case.sql"), sql, &err), 0);
    int rc = dialect_parse(dialect_find(STR("sqlite")), a, src, 1, &s, &report, &diags, &err);
    if (rc < 0)
        print_error("%.*s\n%s\n%s\n", STR_ARG(sql), err.message, err.detail);
    assert_int_equal(rc, 0);
    return s;
}

static enum merge_side side_of(struct flash_str word, bool swap)
{
    if (str_eq(word, STR("base")))
        return MERGE_BASE;
    if (str_eq(word, STR("ours")))
        return swap ? MERGE_THEIRS : MERGE_OURS;
    if (str_eq(word, STR("theirs")))
        return swap ? MERGE_OURS : MERGE_THEIRS;
    return str_eq(word, STR("accept")) ? MERGE_PROPOSAL : MERGE_VALUE;
}

/* subject, property (in quotes when it has a space) or "-", side or "= value" */
static void parse_resolutions(
    struct flash_str text, bool swap, struct arena *a, struct resolution_list *out)
{
    while (text.len > 0) {
        struct flash_str line = next_line(&text), subject, property;
        if (line.len == 0 || !str_split(&line, ' ', &subject))
            continue;
        if (line.ptr[0] == '\'') {
            line = str_skip(line, 1);
            str_split(&line, '\'', &property);
            line = str_trim(line);
        } else {
            str_split(&line, ' ', &property);
        }
        struct resolution *r = vec_push(a, out);
        *r = (struct resolution){subject, property, side_of(line, swap), STR_NULL};
        if (str_eq(property, STR("-")))
            r->property = STR_NULL;
        if (r->side == MERGE_VALUE)
            r->value = str_skip(line, 2);
    }
}

static void show_list(struct strbuf *out, const char *prefix, const struct conflict_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, prefix);
        conflict_format(&l->items[i], out);
        strbuf_addc(out, '\n');
    }
}

static struct flash_str show(const struct merge_result *r, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 1000000);
    show_list(&b, "", &r->conflicts);
    show_list(&b, "settled ", &r->settled);
    show_list(&b, "", &r->warnings);
    for (size_t i = 0; i < r->unused.len; i++)
        strbuf_addf(&b, "unused %.*s\n", STR_ARG(r->unused.items[i].subject));
    schema_print(r->merged, &b);
    return strbuf_str(&b);
}

struct flash_str case_run(
    const struct merge_case *c, bool swap, struct arena *a, struct merge_result *out)
{
    struct flash_error err = {0};
    struct arena scratch;
    struct rename_list ours = {0}, theirs = {0};
    struct resolution_list resolutions = {0};
    struct merge_input in = {.base = parse(a, c->base),
        .ours = parse(a, swap ? c->theirs : c->ours),
        .theirs = parse(a, swap ? c->ours : c->theirs),
        .our_renames = &ours,
        .their_renames = &theirs,
        .resolutions = &resolutions};
    arena_init(&scratch, ARENA_DEFAULT);
    diff_collect_was(in.ours, a, &ours);
    diff_collect_was(in.theirs, a, &theirs);
    parse_resolutions(c->resolve, swap, a, &resolutions);
    int rc = merge_schemas(&in, a, scratch, out, &err);
    arena_release(&scratch);
    if (rc < 0)
        return arena_printf(a, "error: %s\n", err.message);
    return show(out, a);
}

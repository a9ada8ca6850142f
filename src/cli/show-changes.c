#include "cli/show-changes.h"

#include "base/str.h"
#include "cli/output.h"
#include "cli/textdiff.h"
#include "diff/stat.h"
#include "schema/fields.h"

#define VALUE_SHOWN 60 /* bytes of a field's value in a line */

static const struct {
    char mark;
    enum color color;
} ops[] = {
    [CHANGE_ADD] = {'+', COLOR_ADD},
    [CHANGE_DROP] = {'-', COLOR_DROP},
    [CHANGE_MODIFY] = {'~', COLOR_MODIFY},
};

static void put_str(struct output *o, const char *before, struct flash_str s, const char *after)
{
    out_puts(o, before);
    out_str(o, s);
    out_puts(o, after);
}

/* A renamed object by the name that it had. */
static struct flash_str old_title(struct arena *a, const struct change *c)
{
    return object_title(a, c->from && c->renamed ? c->from : change_object(c));
}

/* On one line, with runs of white space as one blank. */
static struct flash_str on_one_line(struct arena *a, struct flash_str v)
{
    char *p = arena_cstr(a, str_trim(v));
    size_t len = 0;

    for (size_t i = 0; p[i]; i++)
        if (!ascii_space(p[i]))
            p[len++] = p[i];
        else if (len && p[len - 1] != ' ')
            p[len++] = ' ';
    p[len] = '\0';
    return (struct flash_str){p, len};
}

static struct flash_str shown_value(struct arena *a, const struct field *f, const struct object *o)
{
    struct flash_str v = on_one_line(a, field_show(a, f, o));

    if (v.len == 0)
        return STR("none");
    if (v.len <= VALUE_SHOWN)
        return v;
    v.len = VALUE_SHOWN;
    v.len = str_utf8_valid(v);
    return arena_printf(a, "%.*s...", STR_ARG(v));
}

static void put_fields(struct output *o, struct arena scratch, const struct change *c)
{
    const struct field_table *t = field_table(c->from->kind);
    const char *sep = ": ";

    for (size_t i = 0; i < t->len; i++) {
        const struct field *f = &t->fields[i];
        struct flash_str from;
        struct flash_str to;

        if (!(c->fields >> i & 1))
            continue;
        from = shown_value(&scratch, f, c->from);
        to = shown_value(&scratch, f, c->to);
        out_printf(o, "%s%s %.*s -> %.*s", sep, f->name, STR_ARG(from), STR_ARG(to));
        sep = ", ";
    }
}

static void put_change(struct output *o, struct arena scratch, const struct change *c, int indent)
{
    struct flash_str title = old_title(&scratch, c);

    out_printf(o, "%*s", indent, "");
    out_color(o, ops[c->op].color);
    out_printf(o, "%c %.*s", ops[c->op].mark, STR_ARG(title));
    out_color(o, COLOR_NONE);
    if (c->op == CHANGE_MODIFY && c->renamed)
        put_str(o, " -> ", object_qualified(&scratch, c->to), "");
    if (c->op == CHANGE_MODIFY)
        put_fields(o, scratch, c);
    out_puts(o, c->cosmetic ? " (cosmetic)\n" : "\n");
    for (size_t i = 0; c->children && i < c->children->len; i++)
        put_change(o, scratch, &c->children->items[i], indent + 4);
}

void show_changes_tree(struct output *o, struct arena scratch, const struct change_list *l)
{
    for (size_t i = 0; i < l->len && !output_broken(o); i++)
        put_change(o, scratch, &l->items[i], 0);
}

static void put_count(struct output *o, char mark, enum color c, unsigned n)
{
    if (n == 0)
        return;
    out_puts(o, " ");
    out_color(o, c);
    out_printf(o, "%c%u", mark, n);
    out_color(o, COLOR_NONE);
}

static void add_total(struct strbuf *b, unsigned n, const char *what)
{
    if (n)
        strbuf_addf(b, ", %u %s", n, what);
}

struct flash_str show_changes_total(struct arena *a, const struct change_list *l)
{
    struct diff_stat s;
    struct strbuf b;

    diff_stat(l, a, &s);
    strbuf_init(&b, a, 256);
    strbuf_addf(&b, "%zu object%s changed", l->len, l->len == 1 ? "" : "s");
    add_total(&b, s.added, "added");
    add_total(&b, s.dropped, "dropped");
    add_total(&b, s.modified, "modified");
    add_total(&b, s.renamed, "renamed");
    return strbuf_str(&b);
}

void show_changes_stat(struct output *o, struct arena scratch, const struct change_list *l)
{
    struct diff_stat s;
    size_t width = 0;

    diff_stat(l, &scratch, &s);
    if (s.nrows == 0)
        return;
    for (size_t i = 0; i < s.nrows; i++)
        if (str_columns(s.rows[i].title) > width)
            width = str_columns(s.rows[i].title);
    if (width > 50)
        width = 50;
    for (size_t i = 0; i < s.nrows && !output_broken(o); i++) {
        const struct diff_stat_row *r = &s.rows[i];
        size_t columns = str_columns(r->title);

        out_printf(
            o, " %.*s%*s |", STR_ARG(r->title), columns < width ? (int)(width - columns) : 0, "");
        put_count(o, '+', COLOR_ADD, r->added);
        put_count(o, '-', COLOR_DROP, r->dropped);
        put_count(o, '~', COLOR_MODIFY, r->modified);
        out_puts(o, r->change->cosmetic ? " (cosmetic)\n" : "\n");
    }
    put_str(o, " ", show_changes_total(&scratch, l), "\n");
}

static void put_text(struct output *o, struct arena scratch, const struct change *c)
{
    struct flash_str from = c->from ? c->from->path : c->to->path;
    struct flash_str to = c->to ? c->to->path : c->from->path;

    out_color(o, COLOR_HEADER);
    out_printf(o, "diff a/%.*s b/%.*s\n", STR_ARG(from), STR_ARG(to));
    if (c->from && c->to && !str_eq(from, to))
        out_printf(o, "rename from %.*s\nrename to %.*s\n", STR_ARG(from), STR_ARG(to));
    out_printf(o, "--- %s%.*s\n", c->from ? "a/" : "", STR_ARG(c->from ? from : STR("/dev/null")));
    out_printf(o, "+++ %s%.*s\n", c->to ? "b/" : "", STR_ARG(c->to ? to : STR("/dev/null")));
    out_color(o, COLOR_NONE);
    textdiff_print(o, scratch, c->from ? c->from->text : STR_NULL, c->to ? c->to->text : STR_NULL);
}

void show_changes_text(struct output *o, struct arena scratch, const struct change_list *l)
{
    for (size_t i = 0; i < l->len && !output_broken(o); i++)
        put_text(o, scratch, &l->items[i]);
}

void show_changes_short(
    struct output *o, struct arena scratch, const char *prefix, const struct change_list *l)
{
    for (size_t i = 0; i < l->len && !output_broken(o); i++) {
        const struct change *c = &l->items[i];
        struct arena line = scratch;

        out_puts(o, prefix);
        out_color(o, ops[c->op].color);
        out_printf(o, "%-6s", change_verb(c));
        put_str(o, " ", old_title(&line, c), "");
        out_color(o, COLOR_NONE);
        if (c->op == CHANGE_MODIFY && c->renamed)
            put_str(o, " -> ", object_qualified(&line, c->to), "");
        out_puts(o, c->cosmetic ? " (cosmetic)\n" : "\n");
    }
}

void show_changes_json(struct json *j, const struct change_list *l)
{
    json_array_begin(j);
    for (size_t i = 0; i < l->len; i++)
        change_json(j, &l->items[i]);
    json_array_end(j);
}

bool show_changes_real(const struct change_list *l)
{
    for (size_t i = 0; i < l->len; i++)
        if (!l->items[i].cosmetic)
            return true;
    return false;
}

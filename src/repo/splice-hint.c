#include "repo/splice-hint.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "repo/snapshot.h"
#include "repo/splice-edit.h"

static bool is_plain(struct flash_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!ascii_alpha(c) && c != '_' && (i == 0 || !ascii_digit(c)))
            return false;
    }
    return name.len > 0;
}

struct flash_str splice_hint(struct arena *a, struct flash_str old)
{
    struct strbuf b;

    if (is_plain(old))
        return arena_printf(a, "-- was: %.*s", STR_ARG(old));
    strbuf_init(&b, a, LIMIT_STATEMENT);
    strbuf_adds(&b, "-- was: \"");
    for (size_t i = 0; i < old.len; i++) {
        if (old.ptr[i] == '"')
            strbuf_addc(&b, '"');
        strbuf_addc(&b, old.ptr[i]);
    }
    strbuf_addc(&b, '"');
    return strbuf_str(&b);
}

static bool is_renamed(const struct change *c)
{
    /* A line end in a name would end the comment: such a rename lives in the store alone. */
    return c->op == CHANGE_MODIFY && c->renamed && c->from->name.key != c->to->name.key &&
           str_find_char(c->from->name.spelling, '\n', 0) < 0;
}

static size_t count_columns(const struct change *c)
{
    size_t n = 0;

    for (size_t i = 0; c && c->children && i < c->children->len; i++) {
        const struct change *child = &c->children->items[i];

        n += child->op == CHANGE_MODIFY && child->to->kind == KIND_COLUMN && is_renamed(child);
    }
    return n;
}

static const struct change *column_change(const struct change *c, const struct symbol *key)
{
    for (size_t i = 0; i < c->children->len; i++) {
        const struct change *child = &c->children->items[i];

        if (child->op == CHANGE_MODIFY && child->to->kind == KIND_COLUMN && is_renamed(child) &&
            child->to->name.key == key)
            return child;
    }
    return NULL;
}

/* The printed text is read once more, to learn on which lines its columns are. */
static struct flash_str with_column_hints(
    const struct dialect *d, struct flash_str text, const struct change *c, struct arena *a)
{
    struct snapshot_text one = {STR("hints"), arena_printf(a, "%.*s;", STR_ARG(text))};
    struct schema *s;
    struct diags diags;
    struct strbuf b;
    size_t at = 0;

    diags_init(&diags, a);
    if (snapshot_load_texts(d, &one, 1, true, a, &s, &diags, NULL) < 0 || s->objects.len != 1)
        return text;
    strbuf_init(&b, a, LIMIT_STATEMENT);
    for (size_t i = 0; i < s->objects.items[0]->children.len; i++) {
        const struct object *col = s->objects.items[0]->children.items[i];
        const struct change *r = col->kind == KIND_COLUMN ? column_change(c, col->name.key) : NULL;
        size_t line = col->loc.off;

        while (line > 0 && text.ptr[line - 1] != '\n')
            line--;
        if (!r || line < at || line == 0)
            continue;
        strbuf_add(&b, str_sub(text, at, line));
        strbuf_addf(&b, "    %.*s\n", STR_ARG(splice_hint(a, r->from->name.spelling)));
        at = line;
    }
    strbuf_add(&b, str_skip(text, at));
    return strbuf_str(&b);
}

struct flash_str splice_with_hints(const struct dialect *d, struct flash_str text,
    const struct object *to, const struct change *c, struct arena *a)
{
    if (!c || c->op != CHANGE_MODIFY)
        return text;
    if (to->kind == KIND_TABLE && count_columns(c) > 0)
        text = with_column_hints(d, text, c, a);
    if (to == c->to && is_renamed(c))
        text = arena_printf(
            a, "%.*s\n%.*s", STR_ARG(splice_hint(a, c->from->name.spelling)), STR_ARG(text));
    return text;
}

static bool is_hint_line(struct flash_str line)
{
    struct flash_str t = str_trim(line);

    return str_starts(t, STR("--")) && str_starts_nocase(str_trim(str_skip(t, 2)), STR("was:"));
}

bool splice_only_hints(struct flash_str comments)
{
    struct flash_str line;

    while (str_split(&comments, '\n', &line)) {
        if (!is_hint_line(line))
            return false;
    }
    return true;
}

void splice_drop_hints(struct splice_edits *e, int file, size_t start, struct flash_str comments)
{
    struct flash_str rest = comments, line;

    while (str_split(&rest, '\n', &line)) {
        size_t off = start + (size_t)(line.ptr - comments.ptr);

        if (is_hint_line(line))
            splice_replace(e, file, off, off + line.len + 1, STR(""));
    }
}

#include "sql/print-name.h"

static bool is_plain(const struct print_rules *r, struct flash_str s)
{
    if (s.len == 0 || !(ascii_alpha(s.ptr[0]) || s.ptr[0] == '_'))
        return false;
    for (size_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];

        if (!ascii_alpha(c) && !ascii_digit(c) && c != '_' && c != '$')
            return false;
    }
    if (keyword_quoted(keyword_find(s), r->dialect))
        return false;
    return r->plain_ident == NULL || r->plain_ident(s);
}

/* Adds s with each 'twice' doubled. */
static void add_doubled(struct strbuf *b, struct flash_str s, char twice, bool backslash)
{
    size_t from = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != twice && !(backslash && s.ptr[i] == '\\'))
            continue;
        strbuf_add(b, str_sub(s, from, i + 1));
        from = i;
    }
    strbuf_add(b, str_sub(s, from, s.len));
}

void print_quoted(struct strbuf *b, const struct print_rules *r, struct flash_str name)
{
    strbuf_addc(b, r->quote);
    add_doubled(b, name, r->quote, false);
    strbuf_addc(b, r->quote);
}

void print_ident(struct strbuf *b, const struct print_rules *r, struct flash_str name)
{
    if (is_plain(r, name))
        strbuf_add(b, name);
    else
        print_quoted(b, r, name);
}

void print_string(struct strbuf *b, const struct print_rules *r, struct flash_str value)
{
    strbuf_addc(b, '\'');
    add_doubled(b, value, '\'', r->backslash_escapes);
    strbuf_addc(b, '\'');
}

void print_text(const struct printer *p, const char *text)
{
    strbuf_adds(p->b, text);
}

void print_name(const struct printer *p, const struct ident *name)
{
    print_ident(p->b, p->r, name->text);
}

void print_qualified(const struct printer *p, const struct ident *schema, const struct ident *name)
{
    if (ident_is_set(schema)) {
        print_name(p, schema);
        strbuf_addc(p->b, '.');
    }
    print_name(p, name);
}

void print_names(const struct printer *p, const struct ident *names, size_t n)
{
    strbuf_addc(p->b, '(');
    for (size_t i = 0; i < n; i++) {
        print_text(p, i > 0 ? ", " : "");
        print_name(p, &names[i]);
    }
    strbuf_addc(p->b, ')');
}

void print_alias(const struct printer *p, const struct ident *alias)
{
    if (!ident_is_set(alias))
        return;
    print_text(p, " AS ");
    print_name(p, alias);
}

void print_line(const struct printer *p)
{
    strbuf_addc(p->b, '\n');
    strbuf_fill(p->b, ' ', (size_t)p->indent * 4);
}

#include "merge/given.h"

#include <string.h>

#include "base/str.h"
#include "dialect/dialect.h"
#include "merge/choice.h"
#include "sql/lexer.h"

struct reading_value {
    struct merge_engine *e;
    const struct slot *slot;
    const struct field *field;
    struct source src;
    struct token_list tokens;
};

static bool fail(struct reading_value *r, const char *why)
{
    merge_fail(r->e, r->slot, r->field->name, why);
    return false;
}

/* Between the tokens there is white space: no comment that would swallow what comes behind. */
static bool only_space(const struct reading_value *r, size_t from, size_t to)
{
    return str_trim(str_sub(r->src.text, from, to)).len == 0;
}

/* One expression or query: it cannot end the clause that it stands in. */
static bool is_closed(struct reading_value *r, bool commas)
{
    int depth = 0;
    size_t end = 0;
    for (size_t i = 0; i < r->tokens.len; i++) {
        const struct token *t = &r->tokens.items[i];
        bool op = t->kind == TOK_OP;
        depth += op && t->op == OP_LPAREN;
        depth -= op && t->op == OP_RPAREN;
        bool ends = op && (t->op == OP_SEMI || (t->op == OP_COMMA && depth == 0 && !commas));
        if (t->kind == TOK_ERROR)
            return fail(r, lex_error(&r->src, t));
        if (depth < 0 || ends || t->kind == TOK_DOT_LINE || !only_space(r, end, t->off))
            return fail(r, "is not one expression");
        end = t->off + t->len;
    }
    return depth == 0 && r->tokens.len > 1 ? true : fail(r, "is not one expression");
}

/* Words that begin a constraint would change more than the type. */
static bool begins_constraint(struct flash_str word)
{
    static const char *const constraints[] = {"not", "null", "default", "check", "unique",
        "primary", "references", "collate", "constraint", "generated", "as"};
    for (size_t i = 0; i < ARRAY_LEN(constraints); i++) {
        if (str_eq_nocase(word, str_from(constraints[i])))
            return true;
    }
    return false;
}

/* "(10, 2)": from the parenthesis at i to the end; false if it is none. */
static bool add_type_args(struct reading_value *r, size_t i, struct strbuf *out)
{
    strbuf_addc(out, '(');
    for (size_t n = ++i; i + 1 < r->tokens.len; i++) {
        const struct token *t = &r->tokens.items[i];
        bool number = t->kind == TOK_NUMBER;
        if (!number && (i - n) % 2 == 0)
            return false;
        if (!number && t->kind == TOK_OP && t->op == OP_RPAREN) {
            strbuf_addc(out, ')');
            return i + 2 == r->tokens.len;
        }
        if (number != ((i - n) % 2 == 0) || (!number && (t->kind != TOK_OP || t->op != OP_COMMA)))
            return false;
        strbuf_add(out, token_text(&r->src, t));
    }
    return false;
}

/* Words, then maybe numbers in parentheses: "DOUBLE PRECISION", "VARCHAR(20)". */
static bool give_type(struct reading_value *r, struct data_type *out)
{
    struct strbuf b;
    strbuf_init(&b, r->e->work, 1000);
    for (size_t i = 0; i + 1 < r->tokens.len; i++) {
        const struct token *t = &r->tokens.items[i];
        struct flash_str word = token_text(&r->src, t);
        if (i > 0 && t->kind == TOK_OP && t->op == OP_LPAREN) {
            if (!add_type_args(r, i, &b))
                return fail(r, "is no type");
            break;
        }
        if (t->kind != TOK_WORD || begins_constraint(word))
            return fail(r, "is no type");
        strbuf_adds(&b, i > 0 ? " " : "");
        strbuf_add(&b, word);
    }
    *out = (struct data_type){.text = strbuf_str(&b)};
    return b.len > 0 && !b.overflow ? true : fail(r, "is no type");
}

static bool give_flag(struct reading_value *r, bool *out)
{
    struct flash_str v = str_trim(r->src.text);
    *out = str_eq_nocase(v, STR("true"));
    return *out || str_eq_nocase(v, STR("false")) ? true : fail(r, "is neither true nor false");
}

static bool give_choice(struct reading_value *r, uint8_t *out)
{
    struct flash_str v = str_trim(r->src.text);
    for (uint8_t i = 0; r->field->labels[i] != NULL; i++) {
        *out = i;
        if (str_eq_nocase(v, str_from(r->field->labels[i])))
            return true;
    }
    return fail(r, "is none of those that can stand there");
}

static struct name name_of(struct reading_value *r, const struct token *t)
{
    struct flash_str v = token_value(&r->src, t, r->e->perm);
    return (struct name){v, r->e->schemas[MERGE_BASE]->syntax->fold(v)};
}

/* a, b, c */
static bool read_names(struct reading_value *r, struct name_list *out)
{
    out->items = arena_array(r->e->work, struct name, r->tokens.len);
    for (size_t i = 0; i + 1 < r->tokens.len; i++) {
        const struct token *t = &r->tokens.items[i];
        bool is_name = t->kind == TOK_WORD || t->kind == TOK_QUOTED;
        if (i % 2 == 0 ? !is_name : t->kind != TOK_OP || t->op != OP_COMMA)
            return fail(r, "is not a list of names");
        if (is_name)
            out->items[out->len++] = name_of(r, t);
    }
    return r->tokens.len % 2 == 0 ? true : fail(r, "is not a list of names");
}

static bool give_keys(struct reading_value *r, struct key_list *out)
{
    struct name_list names = {0};
    if (!read_names(r, &names))
        return false;
    out->items = arena_array(r->e->work, struct key_part, names.len);
    for (size_t i = 0; i < names.len; i++)
        out->items[i] = (struct key_part){.column = names.items[i]};
    out->len = names.len;
    return true;
}

static struct expression *expression_of(struct reading_value *r)
{
    struct expression *x = arena_new(r->e->work, struct expression);
    x->text = x->norm = str_trim(r->src.text);
    return x;
}

static bool give(struct reading_value *r, struct object *to)
{
    void *at = (char *)to + r->field->offset;
    struct flash_str text = str_trim(r->src.text);
    struct name_list names = {0};
    switch ((enum field_type)r->field->type) {
    case FIELD_BOOL: return give_flag(r, at);
    case FIELD_CHOICE: return give_choice(r, at);
    case FIELD_UINT:
    case FIELD_ATTRS:
    case FIELD__COUNT: return fail(r, "cannot be written; take a side");
    case FIELD_TEXT: *(struct flash_str *)at = text; return true;
    case FIELD_NAME:
        if (!read_names(r, &names))
            return false;
        *(struct name *)at = names.items[0];
        return names.len == 1 ? true : fail(r, "is not one name");
    case FIELD_NAMES: return read_names(r, at);
    case FIELD_TYPE: return give_type(r, at);
    case FIELD_EXPR:
        if (to->kind == KIND_TRIGGER && strcmp(r->field->name, "body") == 0)
            return fail(r, "cannot be written; take a side");
        *(struct expression **)at = expression_of(r);
        return is_closed(r, to->kind == KIND_VIEW);
    case FIELD_KEYS: return give_keys(r, at);
    }
    return false;
}

static void begin(struct reading_value *r, struct flash_str value)
{
    struct flash_str text = arena_str(r->e->perm, value);
    const struct dialect *d = dialect_of(r->e->schemas[MERGE_BASE]);
    r->src = (struct source){.path = STR("<value>"), .text = text};
    if (str_utf8_valid(text) < text.len || str_find_char(text, '\0', 0) >= 0 || text.len > 100000)
        fail(r, "is no text, or too long");
    else
        r->tokens = lex(&r->src, d->lex, r->e->work);
}

void merge_give(struct merge_engine *e, const struct slot *s, const struct field *f,
    struct object *to, struct flash_str value)
{
    struct reading_value r = {.e = e, .slot = s, .field = f};
    begin(&r, value);
    if (r.tokens.len > 0)
        give(&r, to);
}

struct name merge_given_name(struct merge_engine *e, const struct slot *s, struct flash_str value)
{
    struct reading_value r = {.e = e, .slot = s, .field = &merge_name_field};
    struct name_list names = {0};
    begin(&r, value);
    if (r.tokens.len > 0 && read_names(&r, &names) && names.len == 1)
        return names.items[0];
    fail(&r, "is not one name");
    return s->v[MERGE_OURS]->name;
}

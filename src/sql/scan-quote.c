#include "sql/scan-quote.h"

#include "base/str.h"
#include "sql/scan-step.h"

/* The quote is most likely missing on this line: the rest of the text is read as if it were there.
 */
void scan_open_quote(struct scan *s, struct token *t)
{
    uint32_t end = scan_find(s, s->pos, '\n');

    while (end > s->pos + 1 && ascii_space(s->text[end - 1]))
        end--;
    if (end > s->pos + 1 && s->text[end - 1] == ';')
        end--;
    scan_finish(s, t, TOK_ERROR, end);
}

void scan_string(struct scan *s, struct token *t)
{
    bool escapes = false;

    for (uint32_t i = s->pos + 1; i < s->end; i++) {
        if (s->text[i] == '\'') {
            if (scan_byte(s, i + 1) != '\'') {
                scan_finish(s, t, TOK_STRING, i + 1);
                t->op = escapes ? '\\' : '\'';
                return;
            }
            i++;
        } else if (s->text[i] == '\\' && s->rules->backslash_escapes) {
            escapes = true;
            i++;
        }
    }
    scan_open_quote(s, t);
}

/* The closing quote of the name at pos; the text's end if it has none. */
static uint32_t name_end(const struct scan *s, char close)
{
    uint32_t i = s->pos + 1;

    while ((i = scan_find(s, i, close)) < s->end) {
        if (close == ']' || scan_byte(s, i + 1) != (unsigned char)close)
            return i;
        i += 2;
    }
    return s->end;
}

void scan_name(struct scan *s, struct token *t, char close, bool *none_left)
{
    uint32_t end = *none_left ? s->end : name_end(s, close);
    char open = s->text[s->pos];

    if (end >= s->end) {
        *none_left = true;
        scan_open_quote(s, t);
        return;
    }
    scan_finish(s, t, TOK_QUOTED, end + 1);
    t->op = (uint8_t)open;
}

void scan_dollar_string(struct scan *s, struct token *t, uint32_t mark)
{
    uint32_t i = s->pos + mark;

    while ((i = scan_find(s, i, '$')) < s->end) {
        if (s->end - i >= mark && memcmp(s->text + i, s->text + s->pos, mark) == 0) {
            scan_finish(s, t, TOK_STRING, i + mark);
            t->op = '$';
            return;
        }
        i++;
    }
    scan_finish(s, t, TOK_ERROR, s->end);
}

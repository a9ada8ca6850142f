#include "objects/graph/trailer.h"

#include <assert.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/commit.h"

static bool is_token_char(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '-';
}

/* Length of "Name" in "Name: value"; 0 for another line. */
static size_t token_len(struct flash_str line)
{
    size_t n = 0;

    while (n < line.len && is_token_char(line.ptr[n]))
        n++;
    return n > 0 && n < line.len && line.ptr[n] == ':' ? n : 0;
}

static bool is_continuation(struct flash_str line)
{
    return line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
}

static bool all_trailers(struct flash_str block)
{
    struct flash_str line;
    bool first = true;

    while (str_split(&block, '\n', &line)) {
        if (line.len == 0)
            continue;
        if (token_len(line) == 0 && (first || !is_continuation(line)))
            return false;
        first = false;
    }
    return !first;
}

/* Where the last paragraph of text (which ends in no newline) begins; 0 when it is the only one. */
static size_t last_paragraph(struct flash_str text)
{
    size_t line_end = text.len;

    for (size_t i = text.len; i > 0; i--) {
        if (text.ptr[i - 1] != '\n')
            continue;
        if (str_trim(str_sub(text, i, line_end)).len == 0)
            return line_end + 1;
        line_end = i - 1;
    }
    return 0;
}

struct flash_str commit_trailer_block(struct flash_str message)
{
    struct flash_str text = message;

    while (text.len > 0 && ascii_space(text.ptr[text.len - 1]))
        text.len--;
    size_t start = last_paragraph(text);
    struct flash_str block = str_skip(text, start);
    if (start == 0 || !all_trailers(block))
        return str_skip(message, message.len);
    return block;
}

bool commit_trailer_next(struct flash_str *block, struct flash_str *name, struct flash_str *value)
{
    struct flash_str line;

    if (block->len == 0 || !str_split(block, '\n', &line))
        return false;
    const char *end = line.ptr + line.len;
    size_t n = token_len(line);
    *name = str_sub(line, 0, n);
    while (block->len > 0 && is_continuation(*block) && str_split(block, '\n', &line))
        end = line.ptr + line.len;
    size_t skip = n < (size_t)(end - name->ptr) ? n + 1 : n;
    const char *from = name->ptr + skip;
    *value = str_trim((struct flash_str){from, (size_t)(end - from)});
    return true;
}

/* From the last one backwards: a message to which a name was added twice means the second. */
struct flash_str commit_trailer(const struct commit *c, const char *name, unsigned i)
{
    struct flash_str block = commit_trailer_block(c->message), key, value, wanted = str_from(name);
    unsigned count = 0;

    while (commit_trailer_next(&block, &key, &value))
        count += str_eq_nocase(key, wanted);
    if (i >= count)
        return STR_NULL;
    block = commit_trailer_block(c->message);
    while (commit_trailer_next(&block, &key, &value))
        if (str_eq_nocase(key, wanted) && --count == i)
            return value;
    return STR_NULL;
}

static void add_value(struct strbuf *message, struct flash_str value)
{
    struct flash_str line;
    const char *between = "";

    value = str_trim(value);
    while (str_split(&value, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0)
            continue;
        strbuf_adds(message, between);
        strbuf_add(message, line);
        between = "\n ";
    }
}

void commit_add_trailer(struct strbuf *message, const char *name, struct flash_str value)
{
    assert(token_len(str_from(name)) == 0 && *name);
    while (message->len > 0 && ascii_space(message->ptr[message->len - 1]))
        strbuf_truncate(message, message->len - 1);
    if (message->len > 0)
        strbuf_adds(message, commit_trailer_block(strbuf_str(message)).len ? "\n" : "\n\n");
    strbuf_adds(message, name);
    strbuf_adds(message, ": ");
    add_value(message, value);
    strbuf_addc(message, '\n');
}

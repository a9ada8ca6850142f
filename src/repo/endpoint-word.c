#include "repo/endpoint-word.h"

#include "base/error.h"
#include "base/str.h"

bool endpoint_word_is_path(struct flash_str w)
{
    return str_eq(w, STR(".")) || str_starts(w, STR("./")) || str_starts(w, STR("../")) ||
           str_starts(w, STR("/")) || str_starts(w, STR("file:")) || str_ends(w, STR(".sql")) ||
           str_ends(w, STR(".json"));
}

/* "sqlite" of "sqlite:dev.db": letters, digits, + - . in front of the first colon. */
static struct flash_str scheme_of(struct flash_str w)
{
    for (size_t i = 0; i < w.len; i++) {
        char c = w.ptr[i];

        if (c == ':')
            return i > 0 && ascii_alpha(w.ptr[0]) ? str_sub(w, 0, i) : STR_NULL;
        if (!ascii_alpha(c) && !ascii_digit(c) && c != '+' && c != '-' && c != '.')
            return STR_NULL;
    }
    return STR_NULL;
}

bool endpoint_word_is_url(struct flash_str w)
{
    struct flash_str scheme = scheme_of(w);

    if (str_starts(w, STR("${")) && str_ends(w, STR("}")))
        return true;
    return scheme.len > 0 && !str_eq(scheme, STR("file")) && !str_eq(scheme, STR("git"));
}

bool endpoint_split(
    struct flash_str word, struct flash_str *from, struct flash_str *to, bool *three)
{
    unsigned depth = 0;

    if (endpoint_word_is_path(word) || scheme_of(word).len)
        return false;
    for (size_t i = 0; i + 1 < word.len; i++) {
        if (word.ptr[i] == '{' && i > 0 && (word.ptr[i - 1] == '@' || word.ptr[i - 1] == '^'))
            depth++;
        else if (word.ptr[i] == '}' && depth > 0)
            depth--;
        if (depth > 0 || word.ptr[i] != '.' || word.ptr[i + 1] != '.')
            continue;
        *three = i + 2 < word.len && word.ptr[i + 2] == '.';
        *from = str_sub(word, 0, i);
        *to = str_skip(word, i + (*three ? 3 : 2));
        return true;
    }
    return false;
}

int endpoint_range_parse(
    const struct flash_str *words, size_t n, struct endpoint_range *out, struct flash_error *err)
{
    struct flash_str head = STR("HEAD"), files = STR("@files");

    *out = (struct endpoint_range){.from = head, .to = files};
    if (n > 2) {
        error_set(err, FLASH_EUSAGE, "too many words: '%.*s'", STR_ARG(words[2]));
        return error_hint(err, "two ends at most; names of objects stand behind '--'");
    }
    if (n == 1 && endpoint_split(words[0], &out->from, &out->to, &out->merge_base)) {
        out->given = true;
        out->from = out->from.len ? out->from : head;
        out->to = out->to.len ? out->to : head;
        return 0;
    }
    for (size_t i = 0; n == 2 && i < n; i++) {
        struct flash_str a, b;
        bool three;

        if (endpoint_split(words[i], &a, &b, &three))
            return error_set(err, FLASH_EUSAGE, "a range and another end: '%.*s' '%.*s'",
                STR_ARG(words[0]), STR_ARG(words[1]));
    }
    if (n == 2) {
        out->from = words[0];
        out->to = words[1];
    } else if (n == 1) {
        /* A database or a file that stands alone is what is looked at, not where one comes from. */
        if (str_starts(words[0], STR("@db")))
            out->to = words[0];
        else
            out->from = words[0];
    }
    return 0;
}

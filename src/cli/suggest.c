#include "cli/suggest.h"

#include "base/str.h"

struct suggestion suggest_for(struct flash_str word)
{
    /* One letter in three may be wrong. */
    return (struct suggestion){word, NULL, (unsigned)(word.len < 60 ? word.len / 3 : 20) + 1};
}

void suggest_try(struct suggestion *s, const char *name)
{
    struct flash_str n = str_from(name);
    unsigned d = str_distance(s->word, n, s->distance);

    if (s->word.len >= 2 && str_starts(n, s->word))
        d = 0;
    if (s->word.len == 0 || d >= s->distance || d >= n.len)
        return;
    s->name = name;
    s->distance = d;
}

#include "objects/graph/signature.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/proc.h"
#include "base/str.h"
#include "objects/store/internal.h"

#define NAME_MAX_BYTES 256

static bool parse_zone(struct flash_str s, int *out)
{
    uint64_t hhmm;

    if (s.len != 5 || (s.ptr[0] != '+' && s.ptr[0] != '-') || !str_to_u64(str_skip(s, 1), &hhmm) ||
        hhmm % 100 > 59 || hhmm > 1459)
        return false;
    int minutes = (int)(hhmm / 100 * 60 + hhmm % 100);
    *out = s.ptr[0] == '-' ? -minutes : minutes;
    return true;
}

static ptrdiff_t last_char(struct flash_str s, char c)
{
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == c)
            return (ptrdiff_t)i - 1;
    return -1;
}

bool signature_parse(struct flash_str s, struct signature *out)
{
    ptrdiff_t open = str_find_char(s, '<', 0), close = last_char(s, '>');

    if (open < 0 || close < open)
        return false;
    struct flash_str rest = str_trim(str_skip(s, (size_t)close + 1)), time;
    *out = (struct signature){
        .name = str_trim(str_sub(s, 0, (size_t)open)),
        .email = str_sub(s, (size_t)open + 1, (size_t)close),
    };
    if (!str_split(&rest, ' ', &time))
        return true;
    if (!str_to_i64(time, &out->time) || out->time < 0)
        out->time = 0;
    if (!parse_zone(str_trim(rest), &out->offset_min))
        out->offset_min = 0;
    return true;
}

void signature_format(struct strbuf *out, const struct signature *who)
{
    int minutes = abs(who->offset_min);

    strbuf_addf(out, "%.*s <%.*s> %lld %c%02d%02d", STR_ARG(who->name), STR_ARG(who->email),
        (long long)who->time, who->offset_min < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static bool word_ok(struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == '<' || s.ptr[i] == '>')
            return false;
    return s.len <= NAME_MAX_BYTES && str_utf8_valid(s) == s.len;
}

int signature_check(const struct signature *who, struct flash_error *err)
{
    if (str_trim(who->name).len == 0 || !word_ok(who->name)) {
        error_set(err, FLASH_EINVALID, "'%.*s' cannot be the name of an author",
            STR_ARG(str_sub(who->name, 0, NAME_MAX_BYTES)));
        return error_hint(err, "git config --global user.name \"Your Name\"");
    }
    if (!word_ok(who->email)) {
        error_set(err, FLASH_EINVALID, "'%.*s' cannot be the email of an author",
            STR_ARG(str_sub(who->email, 0, NAME_MAX_BYTES)));
        return error_hint(err, "git config --global user.email you@example.org");
    }
    if (who->time < 0 || abs(who->offset_min) > 14 * 60 + 59)
        return error_set(err, FLASH_EINVALID, "the time of a commit is out of range");
    return 0;
}

/* What git would drop from a name; a login or a config can hold anything. */
static char *cleaned(struct arena *a, const char *s)
{
    struct flash_str in = str_sub(str_from(s), 0, NAME_MAX_BYTES);
    char *out = arena_array(a, char, in.len + 1);
    size_t n = 0;

    in.len = str_utf8_valid(in);
    for (size_t i = 0; i < in.len; i++)
        if ((unsigned char)in.ptr[i] >= 0x20 && in.ptr[i] != '<' && in.ptr[i] != '>')
            out[n++] = in.ptr[i];
    struct flash_str t = str_trim((struct flash_str){out, n});
    return arena_cstr(a, t);
}

static const char *first_env(const char *const names[2])
{
    const char *v = proc_getenv(names[0]);

    return v ? v : proc_getenv(names[1]);
}

/* The user's own git settings: the one place where they count for us. */
static void read_git_config(struct arena *a, char **name, char **email)
{
    git_config *config = NULL, *snapshot = NULL;
    const char *v;

    if (git_config_open_default(&config) == 0 && git_config_snapshot(&snapshot, config) == 0) {
        if (!*name && git_config_get_string(&v, snapshot, "user.name") == 0)
            *name = cleaned(a, v);
        if (!*email && git_config_get_string(&v, snapshot, "user.email") == 0)
            *email = cleaned(a, v);
    }
    git_config_free(snapshot);
    git_config_free(config);
}

static void find_who(struct arena *a, char **name, char **email)
{
    static const char *const names[] = {"FLASH_AUTHOR_NAME", "GIT_AUTHOR_NAME"};
    static const char *const emails[] = {"FLASH_AUTHOR_EMAIL", "GIT_AUTHOR_EMAIL"};
    const char *n = first_env(names), *e = first_env(emails);

    *name = n ? cleaned(a, n) : NULL;
    *email = e ? cleaned(a, e) : NULL;
    if (!*name || !*email)
        read_git_config(a, name, email);
    const char *user = proc_user(a);
    if (!*name || !**name)
        *name = cleaned(a, user);
    if (!**name)
        *name = arena_cprintf(a, "flash");
    if (!*email)
        *email = cleaned(a, arena_cprintf(a, "%s@%s", user, proc_host(a)));
}

int signature_default(
    struct store *s, struct arena *a, struct signature *out, struct flash_error *err)
{
    char *name = s ? s->who_name : NULL, *email = s ? s->who_email : NULL;
    int rc = store_git_start(err);

    if (rc < 0)
        return rc;
    if (!name)
        find_who(s ? &s->perm : a, &name, &email);
    if (s) {
        s->who_name = name;
        s->who_email = email;
    }
    *out = (struct signature){
        .name = arena_str(a, str_from(name)),
        .email = arena_str(a, str_from(email)),
        .time = clock_now(),
        .offset_min = clock_offset_min(),
    };
    return signature_check(out, err);
}

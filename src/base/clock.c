#include "base/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "base/proc.h"
#include "base/str.h"

static bool frozen(int64_t *t)
{
    return str_to_i64(str_from(proc_getenv("FLASH_CLOCK")), t);
}

int64_t clock_files(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_REALTIME, &ts);
    return ts.tv_sec;
}

int64_t clock_now(void)
{
    int64_t t;

    return frozen(&t) ? t : clock_files();
}

int clock_offset_min(void)
{
    int64_t t;
    time_t now = time(NULL);
    struct tm tm;

    if (frozen(&t) || !localtime_r(&now, &tm))
        return 0;
    return (int)(tm.tm_gmtoff / 60);
}

uint64_t clock_mono_us(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/* Years outside 0..9999 come from damaged data only; they show as the epoch. */
static struct tm calendar(int64_t t)
{
    struct tm tm = {.tm_year = 70, .tm_mday = 1, .tm_wday = 4};
    struct tm got;
    time_t time = (time_t)t;

    if (t > INT64_C(-62135596800) && t < INT64_C(253402300800) && gmtime_r(&time, &got))
        tm = got;
    return tm;
}

struct flash_str clock_iso(struct arena *a, int64_t t)
{
    struct tm tm = calendar(t);

    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
        tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

struct flash_str clock_git(struct arena *a, int64_t t, int offset_min)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int off = offset_min < -1440 || offset_min > 1440 ? 0 : offset_min;
    int abs = off < 0 ? -off : off;
    struct tm tm = calendar(t > INT64_MAX - 86400 || t < INT64_MIN + 86400 ? 0 : t + off * 60);

    return arena_printf(a, "%s %s %d %02d:%02d:%02d %d %c%02d%02d", days[tm.tm_wday],
        months[tm.tm_mon], tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_year + 1900,
        off < 0 ? '-' : '+', abs / 60, abs % 60);
}

void clock_sleep_ms(unsigned ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        continue;
}

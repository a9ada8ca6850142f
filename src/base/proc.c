#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/str.h"
#include "base/strbuf.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static bool is_privileged(void)
{
#ifdef __linux__
    if (getauxval(AT_SECURE))
        return true;
#endif
    return getuid() != geteuid() || getgid() != getegid();
}

const char *proc_getenv_raw(const char *name)
{
    const char *v = getenv(name);

    return v && *v ? v : NULL;
}

const char *proc_getenv(const char *name)
{
    const char *v = proc_getenv_raw(name);

    return v && !is_privileged() ? v : NULL;
}

const char *proc_user(struct arena *a)
{
    char buf[4096];
    struct passwd pw;
    struct passwd *found = NULL;

    if (getpwuid_r(geteuid(), &pw, buf, sizeof(buf), &found) == 0 && found && found->pw_name)
        return arena_cstr(a, str_from(found->pw_name));
    return arena_cprintf(a, "%lu", (unsigned long)geteuid());
}

const char *proc_host(struct arena *a)
{
    char name[256];

    if (gethostname(name, sizeof(name)) < 0)
        return "localhost";
    name[sizeof(name) - 1] = '\0';
    return arena_cstr(a, str_from(name));
}

bool proc_is_tty(int fd)
{
    return isatty(fd) == 1;
}

unsigned proc_columns(int fd)
{
    struct winsize ws;
    uint64_t n;

    if (str_to_u64(str_from(proc_getenv_raw("COLUMNS")), &n) && n > 0 && n < 10000)
        return (unsigned)n;
    if (ioctl(fd, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
        return ws.ws_col;
    return 80;
}

/* The n-th value of a seed is the same in every run. */
static void seeded_random(struct flash_str seed, unsigned char out[16])
{
    static uint64_t counter;
    XXH128_hash_t h = XXH3_128bits_withSeed(seed.ptr, seed.len, ++counter);

    memcpy(out, &h.low64, 8);
    memcpy(out + 8, &h.high64, 8);
}

static int read_urandom(unsigned char *out, size_t n, struct flash_error *err)
{
    int fd;

    do
        fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return error_sys(err, errno, "cannot open '/dev/urandom'");
    while (n > 0) {
        ssize_t got = read(fd, out, n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            close(fd);
            return error_sys(err, got < 0 ? errno : EIO, "cannot read '/dev/urandom'");
        }
        out += got;
        n -= (size_t)got;
    }
    close(fd);
    return 0;
}

int proc_random(unsigned char out[16], struct flash_error *err)
{
    const char *seed = proc_getenv("FLASH_RANDOM_SEED");

    if (seed) {
        seeded_random(str_from(seed), out);
        return 0;
    }
    return read_urandom(out, 16, err);
}

struct child {
    pid_t pid;
    int in, out, failed; /* -1 = closed; failed: errno of an exec that did not work */
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int set_cloexec(int fd)
{
    return fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static void run_child(const char *const argv[], const char *cwd, int in, int out, int failed)
{
    char **args;
    int code;

    signal(SIGPIPE, SIG_DFL);
    memcpy(&args, &argv, sizeof(args)); /* execvp does not write to them, its type only says so */
    if (cwd && chdir(cwd) < 0) {
        code = -errno; /* negative: it was the folder */
    } else {
        if (dup2(in, 0) >= 0 && dup2(out, 1) >= 0)
            execvp(args[0], args);
        code = errno;
    }
    while (write(failed, &code, sizeof(code)) < 0 && errno == EINTR)
        continue;
    _exit(127);
}

/* A socket for its input: a write to it raises no SIGPIPE when told so. */
static int start_child(const char *const argv[], const char *cwd, struct child *c)
{
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    int failed[2] = {-1, -1};
    int saved;

    *c = (struct child){-1, -1, -1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, in) == 0 && pipe(out) == 0 && pipe(failed) == 0 &&
        set_cloexec(in[0]) == 0 && set_cloexec(in[1]) == 0 && set_cloexec(out[0]) == 0 &&
        set_cloexec(out[1]) == 0 && set_cloexec(failed[0]) == 0 && set_cloexec(failed[1]) == 0)
        c->pid = fork();
    if (c->pid == 0)
        run_child(argv, cwd, in[1], out[1], failed[1]);
    saved = errno;
    close_fd(&in[1]);
    close_fd(&out[1]);
    close_fd(&failed[1]);
    c->in = in[0];
    c->out = out[0];
    c->failed = failed[0];
    errno = saved;
    return c->pid > 0 ? 0 : -1;
}

static void send_some(struct child *c, struct flash_str *input)
{
    ssize_t n = send(c->in, input->ptr, input->len, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n > 0)
        *input = str_skip(*input, (size_t)n);
    else if (errno != EINTR && errno != EAGAIN)
        input->len = 0; /* it does not want the rest */
}

/* Feeds and drains at once, so that neither side waits for the other. */
static int converse(struct child *c, struct flash_str input, size_t max, struct strbuf *out,
    struct flash_error *err)
{
    char buf[16384];

    while (c->out >= 0) {
        struct pollfd p[2] = {{.fd = c->out, .events = POLLIN}, {.fd = c->in, .events = POLLOUT}};
        ssize_t n;

        if (input.len == 0)
            close_fd(&c->in);
        p[1].fd = c->in;
        if (poll(p, 2, -1) < 0 && errno != EINTR)
            return error_sys(err, errno, "cannot wait for a child process");
        if (c->in >= 0 && p[1].revents)
            send_some(c, &input);
        if (!p[0].revents)
            continue;
        n = read(c->out, buf, sizeof(buf));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            close_fd(&c->out);
        else
            strbuf_add(out, (struct flash_str){buf, (size_t)n});
        if (out->overflow)
            return error_set(err, FLASH_ETOOBIG, "a child process wrote more than %zu bytes", max);
    }
    return 0;
}

static int wait_child(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The errno of an exec that failed, 0 if it worked. */
static int exec_errno(int fd)
{
    int code = 0;
    ssize_t n;

    do
        n = read(fd, &code, sizeof(code));
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(code) ? code : 0;
}

int proc_capture(const char *const argv[], const char *cwd, struct flash_str input, size_t max,
    struct arena *a, struct flash_str *out, int *status, struct flash_error *err)
{
    struct child c;
    struct strbuf text;
    int code;
    int rc = 0;

    if (start_child(argv, cwd, &c) < 0) {
        rc = error_sys(err, errno, "cannot start '%s'", argv[0]);
        goto done;
    }
    code = exec_errno(c.failed);
    strbuf_init(&text, a, max);
    if (code == 0)
        rc = converse(&c, input, max, &text, err);
    else if (code < 0)
        rc = error_sys(err, -code, "cannot run '%s' in '%s'", argv[0], cwd);
    else if (code == ENOENT)
        rc = error_set(err, FLASH_ENOTFOUND, "no program '%s' is installed", argv[0]);
    else
        rc = error_sys(err, code, "cannot run '%s'", argv[0]);
    if (rc < 0)
        kill(c.pid, SIGTERM);
    close_fd(&c.in);
    close_fd(&c.out);
    code = wait_child(c.pid);
    if (rc == 0) {
        *out = strbuf_str(&text);
        *status = code;
    }
done:
    close_fd(&c.in);
    close_fd(&c.out);
    close_fd(&c.failed);
    return rc;
}

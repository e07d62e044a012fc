/*
 * Stands between a child program and the C library, for the files below one folder.
 *
 * It counts the calls that change a file, can kill the process at the n-th one or let it
 * fail, and writes every change to a trace from which a power cut is replayed
 * (tests/faults/powercut.py). SQLite, Python and libsodium reach the disk through these
 * symbols; glibc's own stdio does not, so a program that used fopen would go unseen
 * (test_harness.py compares with strace). Memory-mapped writes go unseen too: only the
 * -shm file is written that way, and SQLite rebuilds it.
 *
 * Environment: SHIM_WATCH   absolute folder
 *              SHIM_CONTROL file with struct control, shared with the test
 *              SHIM_TRACE   file the trace is appended to
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The same numbers as Op in tests/faults/interposer.py. */
enum {
    OP_CREATE = 1,
    OP_WRITE = 2,
    OP_TRUNCATE = 4,
    OP_SYNC = 8,
    OP_RENAME = 16,
    OP_UNLINK = 32,
    OP_READ = 64,
    OP_OPEN = 128,
    OP_MKDIR = 256,
    OP_ACK = 512,
    OP_DIRSYNC = 1024,
    OP_SYNC_FAILED = 2048,
};

enum { ACT_NONE = 0, ACT_KILL = 1, ACT_FAIL = 2, ACT_TEAR = 3 };

struct control {
    int64_t mask;    /* operations that count */
    int64_t action;  /* what happens at the counted calls first..last */
    int64_t first;
    int64_t last;
    int64_t error;   /* errno of ACT_FAIL */
    int64_t calls;   /* counted so far */
    int64_t fired;   /* how often the action happened */
    int64_t tracing; /* whether changes go to the trace */
};

struct event {
    uint32_t op;
    uint32_t name_length;
    uint32_t other_length;
    uint32_t data_length;
    int64_t inode;
    int64_t offset;
};

static struct control no_control;
static struct control *control = &no_control;
static int trace_fd = -1;
static char watch[4096];
static size_t watch_length;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void)
{
    const char *folder = getenv("SHIM_WATCH");
    const char *shared = getenv("SHIM_CONTROL");
    const char *trace = getenv("SHIM_TRACE");
    if (!folder || !shared) return;
    snprintf(watch, sizeof watch, "%s/", folder);
    watch_length = strlen(watch);
    int fd = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) {
        void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (map != MAP_FAILED) control = map;
        syscall(SYS_close, fd);
    }
    if (trace) trace_fd = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
}

/* The name below the watched folder, or NULL. */
static const char *below(const char *path)
{
    if (!watch_length || strncmp(path, watch, watch_length) != 0) return NULL;
    return path + watch_length;
}

static const char *of_fd(int fd, char *room, size_t size)
{
    char link[64];
    if (!watch_length || fd < 0) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, room, size - 1);
    if (length <= 0) return NULL;
    room[length] = 0;
    if ((size_t)length + 1 == watch_length && strncmp(room, watch, length) == 0) return "";
    return below(room);
}

/* Absolute form of `path`: its folder resolved, its last part as given. */
static const char *of_path(int dirfd, const char *path, char *room, size_t size)
{
    char whole[8192], parent[4096];
    if (!watch_length || !path) return NULL;
    if (path[0] == '/') {
        snprintf(whole, sizeof whole, "%s", path);
    } else {
        char base[4096] = "";
        if (dirfd == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return NULL;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
            ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
            if (length <= 0) return NULL;
            base[length] = 0;
        }
        snprintf(whole, sizeof whole, "%s/%s", base, path);
    }
    char *slash = strrchr(whole, '/');
    *slash = 0;
    if (!realpath(*whole ? whole : "/", parent)) return NULL;
    snprintf(room, size, "%s/%s", parent, slash + 1);
    return below(room);
}

static int64_t inode_of(int fd)
{
    struct stat found;
    return fstat(fd, &found) == 0 ? (int64_t)found.st_ino : 0;
}

static void note(uint32_t op, const char *name, const char *other, int64_t inode, int64_t offset,
                 const void *data, size_t length)
{
    if (trace_fd < 0 || !control->tracing) return;
    int before = errno;
    if (!other) other = "";
    struct event event = {op, strlen(name), strlen(other), length, inode, offset};
    struct iovec parts[4] = {
        {&event, sizeof event},
        {(void *)name, event.name_length},
        {(void *)other, event.other_length},
        {(void *)data, length},
    };
    if (syscall(SYS_writev, trace_fd, parts, 4) < 0) abort();
    errno = before;
}

/* Count a call: 0 go on, 1 write half and die, -1 fail with errno set. */
static int admit(int op)
{
    if (!(control->mask & op)) return 0;
    int64_t number = ++control->calls;
    if (control->action == ACT_NONE || number < control->first || number > control->last) return 0;
    control->fired++;
    if (control->action == ACT_TEAR && op == OP_WRITE) return 1;
    if (control->action != ACT_FAIL) kill(getpid(), SIGKILL);
    errno = (int)control->error;
    return -1;
}

static ssize_t do_write(int fd, const char *name, const void *data, size_t length, int64_t offset)
{
    int verdict = admit(OP_WRITE);
    if (verdict < 0) return -1;
    int64_t at = offset;
    if (at < 0) at = (fcntl(fd, F_GETFL) & O_APPEND) ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    size_t part = verdict ? length / 2 : length;
    ssize_t done = offset < 0 ? syscall(SYS_write, fd, data, part)
                              : syscall(SYS_pwrite64, fd, data, part, offset);
    if (verdict) kill(getpid(), SIGKILL);
    if (done > 0) note(OP_WRITE, name, NULL, inode_of(fd), at, data, done);
    return done;
}

static ssize_t guarded_write(int fd, const void *data, size_t length, int64_t offset)
{
    char room[4096];
    const char *name = of_fd(fd, room, sizeof room);
    if (!name && fd != 1)
        return offset < 0 ? syscall(SYS_write, fd, data, length)
                          : syscall(SYS_pwrite64, fd, data, length, offset);
    pthread_mutex_lock(&guard);
    ssize_t done;
    if (name) {
        done = do_write(fd, name, data, length, offset);
    } else {
        /* What the program says is an event too: it tells which saves were acknowledged. */
        note(OP_ACK, "", NULL, 0, 0, data, length);
        done = syscall(SYS_write, fd, data, length);
    }
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return done;
}

ssize_t write(int fd, const void *data, size_t length) { return guarded_write(fd, data, length, -1); }

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return guarded_write(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    return guarded_write(fd, data, length, offset);
}

/* Part by part: a gathered write may be cut between its parts as well. */
static ssize_t gathered(int fd, const struct iovec *parts, int count, int64_t offset)
{
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = guarded_write(fd, parts[i].iov_base, parts[i].iov_len,
                                     offset < 0 ? -1 : offset + total);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}

ssize_t writev(int fd, const struct iovec *parts, int count) { return gathered(fd, parts, count, -1); }

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    return gathered(fd, parts, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset)
{
    return gathered(fd, parts, count, offset);
}

/* Copies inside the kernel would go unseen; callers fall back to read and write. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count)
{
    (void)out, (void)in, (void)offset, (void)count;
    errno = EINVAL;
    return -1;
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count)
{
    (void)out, (void)in, (void)offset, (void)count;
    errno = EINVAL;
    return -1;
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t n, unsigned flags)
{
    (void)in, (void)in_at, (void)out, (void)out_at, (void)n, (void)flags;
    errno = EXDEV;
    return -1;
}

int posix_fallocate(int fd, off_t offset, off_t length)
{
    (void)fd, (void)offset, (void)length;
    return EOPNOTSUPP;
}

int posix_fallocate64(int fd, off64_t offset, off64_t length)
{
    (void)fd, (void)offset, (void)length;
    return EOPNOTSUPP;
}

static ssize_t guarded_read(int fd, void *data, size_t length, int64_t offset)
{
    char room[4096];
    if ((control->mask & OP_READ) && of_fd(fd, room, sizeof room)) {
        pthread_mutex_lock(&guard);
        int verdict = admit(OP_READ);
        int before = errno;
        pthread_mutex_unlock(&guard);
        errno = before;
        if (verdict < 0) return -1;
    }
    return offset < 0 ? syscall(SYS_read, fd, data, length)
                      : syscall(SYS_pread64, fd, data, length, offset);
}

ssize_t read(int fd, void *data, size_t length) { return guarded_read(fd, data, length, -1); }

ssize_t pread(int fd, void *data, size_t length, off_t offset)
{
    return guarded_read(fd, data, length, offset);
}

ssize_t pread64(int fd, void *data, size_t length, off64_t offset)
{
    return guarded_read(fd, data, length, offset);
}

static int guarded_truncate(int fd, int64_t length)
{
    char room[4096];
    const char *name = of_fd(fd, room, sizeof room);
    if (!name) return syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&guard);
    int result = admit(OP_TRUNCATE) < 0 ? -1 : syscall(SYS_ftruncate, fd, length);
    if (result == 0) note(OP_TRUNCATE, name, NULL, inode_of(fd), length, NULL, 0);
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return result;
}

int ftruncate(int fd, off_t length) { return guarded_truncate(fd, length); }

int ftruncate64(int fd, off64_t length) { return guarded_truncate(fd, length); }

int truncate(const char *path, off_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = guarded_truncate(fd, length);
    int before = errno;
    close(fd);
    errno = before;
    return result;
}

static int guarded_sync(int fd, long number)
{
    char room[4096];
    struct stat found;
    const char *name = of_fd(fd, room, sizeof room);
    if (!name) return syscall(number, fd);
    pthread_mutex_lock(&guard);
    /* The trace stands in for the disk, so the real one need not be waited for. */
    int result = admit(OP_SYNC) < 0 ? -1 : 0;
    int before = errno;
    if (fstat(fd, &found) == 0) {
        int op = result != 0 ? OP_SYNC_FAILED : S_ISDIR(found.st_mode) ? OP_DIRSYNC : OP_SYNC;
        note(op, name, NULL, found.st_ino, 0, NULL, 0);
    }
    pthread_mutex_unlock(&guard);
    errno = before;
    return result;
}

int fsync(int fd) { return guarded_sync(fd, SYS_fsync); }

int fdatasync(int fd) { return guarded_sync(fd, SYS_fdatasync); }

/*
 * A file that could not be opened for writing cannot be opened for reading right after either,
 * unless the file system went read-only. SQLite tries that, so the shim must not let it pass.
 * Once the disk was mended it can.
 */
static char refused[8192];
static int refused_error;

static int guarded_open(int dirfd, const char *path, int flags, mode_t mode)
{
    char room[8192];
    int changing = flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR);
    const char *name = changing || refused_error ? of_path(dirfd, path, room, sizeof room) : NULL;
    if (!name) return syscall(SYS_openat, dirfd, path, flags, mode);
    if (!changing) {
        int failing = control->action != ACT_NONE && strcmp(refused, name) == 0;
        int error = failing ? refused_error : 0;
        refused_error = 0;
        if (!error) return syscall(SYS_openat, dirfd, path, flags, mode);
        errno = error;
        return -1;
    }
    pthread_mutex_lock(&guard);
    int existed = syscall(SYS_faccessat, dirfd, path, F_OK) == 0;
    int creates = (flags & O_CREAT) && !existed;
    int fd;
    if (admit(creates ? OP_CREATE : OP_OPEN) < 0) {
        fd = -1;
        refused_error = errno == EROFS ? 0 : errno;
        snprintf(refused, sizeof refused, "%s", name);
    } else {
        fd = syscall(SYS_openat, dirfd, path, flags, mode);
    }
    if (fd >= 0 && creates) note(OP_CREATE, name, NULL, inode_of(fd), 0, NULL, 0);
    if (fd >= 0 && existed && (flags & O_TRUNC))
        note(OP_TRUNCATE, name, NULL, inode_of(fd), 0, NULL, 0);
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return fd;
}

#define MODE_OF(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, int); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return guarded_open(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return guarded_open(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int dirfd, const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return guarded_open(dirfd, path, flags, mode);
}

int openat64(int dirfd, const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    return guarded_open(dirfd, path, flags | O_LARGEFILE, mode);
}

int creat(const char *path, mode_t mode)
{
    return guarded_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) { return creat(path, mode); }

static int64_t inode_at(int dirfd, const char *path)
{
    struct stat found;
    return fstatat(dirfd, path, &found, AT_SYMLINK_NOFOLLOW) == 0 ? (int64_t)found.st_ino : 0;
}

/* Names in and out of the folder: "" stands for a name outside it. */
static int guarded_rename(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    char room[8192], other_room[8192];
    const char *name = of_path(from_fd, from, room, sizeof room);
    const char *other = of_path(to_fd, to, other_room, sizeof other_room);
    if (!name && !other) return syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
    pthread_mutex_lock(&guard);
    int64_t inode = inode_at(from_fd, from);
    int result = admit(OP_RENAME) < 0 ? -1
                                      : syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
    if (result == 0) note(OP_RENAME, name ? name : "", other, inode, 0, NULL, 0);
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return result;
}

int rename(const char *from, const char *to)
{
    return guarded_rename(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
    return guarded_rename(from_fd, from, to_fd, to, 0);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
    return guarded_rename(from_fd, from, to_fd, to, flags);
}

static int guarded_unlink(int dirfd, const char *path, int flags)
{
    char room[8192];
    const char *name = of_path(dirfd, path, room, sizeof room);
    if (!name) return syscall(SYS_unlinkat, dirfd, path, flags);
    pthread_mutex_lock(&guard);
    int64_t inode = inode_at(dirfd, path);
    int result = admit(OP_UNLINK) < 0 ? -1 : syscall(SYS_unlinkat, dirfd, path, flags);
    if (result == 0) note(OP_UNLINK, name, NULL, inode, 0, NULL, 0);
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return result;
}

int unlink(const char *path) { return guarded_unlink(AT_FDCWD, path, 0); }

int unlinkat(int dirfd, const char *path, int flags) { return guarded_unlink(dirfd, path, flags); }

int rmdir(const char *path) { return guarded_unlink(AT_FDCWD, path, AT_REMOVEDIR); }

static int guarded_mkdir(int dirfd, const char *path, mode_t mode)
{
    char room[8192];
    const char *name = of_path(dirfd, path, room, sizeof room);
    if (!name) return syscall(SYS_mkdirat, dirfd, path, mode);
    pthread_mutex_lock(&guard);
    int result = admit(OP_MKDIR) < 0 ? -1 : syscall(SYS_mkdirat, dirfd, path, mode);
    if (result == 0) note(OP_MKDIR, name, NULL, inode_at(dirfd, path), 0, NULL, 0);
    int before = errno;
    pthread_mutex_unlock(&guard);
    errno = before;
    return result;
}

int mkdir(const char *path, mode_t mode) { return guarded_mkdir(AT_FDCWD, path, mode); }

int mkdirat(int dirfd, const char *path, mode_t mode) { return guarded_mkdir(dirfd, path, mode); }

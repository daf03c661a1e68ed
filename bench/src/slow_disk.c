/* Loaded before libc by a process under measurement: counts its flushes to disk, and makes each as slow as asked.
 * Both numbers live in a file of two 64-bit words that the bench reads and writes while the process runs. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct control {
    _Atomic uint64_t flushes;
    _Atomic uint64_t delay_microseconds;
};

static struct control *control;

__attribute__((constructor)) static void open_control(void) {
    const char *path = getenv("SLIPWAY_BENCH_DISK");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(file);
}

static void count_and_delay(void) {
    if (!control) return;
    atomic_fetch_add(&control->flushes, 1);
    uint64_t delay = atomic_load(&control->delay_microseconds);
    if (delay == 0) return;
    struct timespec span = { delay / 1000000, (delay % 1000000) * 1000 };
    nanosleep(&span, NULL);
}

int fsync(int file) {
    int result = syscall(SYS_fsync, file);
    count_and_delay();
    return result;
}

int fdatasync(int file) {
    int result = syscall(SYS_fdatasync, file);
    count_and_delay();
    return result;
}

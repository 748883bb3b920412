// The system calls that Swift's Glibc module does not offer, each under one plain C function.
// Nothing here decides anything: the Swift side checks arguments and results.
#ifndef C_SOCKET_CALLS_H
#define C_SOCKET_CALLS_H

#include <stdint.h>
#include <sys/types.h>

// Makes SIGTERM and SIGINT write one byte 'S' to `descriptor`, whichever thread they reach, and ignores SIGPIPE.
void socket_calls_send_signals_to(int descriptor);

#if defined(__linux__)

// One event of an epoll instance, with the layout of the kernel's `struct epoll_event`.
struct socket_calls_event {
    uint32_t events;
    uint64_t token;
}
#if defined(__x86_64__)
__attribute__((packed))
#endif
;

// Event bits (epoll_ctl(2)).
enum { SOCKET_CALLS_IN = 0x001, SOCKET_CALLS_OUT = 0x004, SOCKET_CALLS_ERR = 0x008, SOCKET_CALLS_HUP = 0x010 };
enum { SOCKET_CALLS_RDHUP = 0x2000 };
static const uint32_t SOCKET_CALLS_EDGE = UINT32_C(1) << 31;

int socket_calls_epoll_create(void);
int socket_calls_epoll_add(int poller, int descriptor, uint32_t events, uint64_t token);
int socket_calls_epoll_modify(int poller, int descriptor, uint32_t events, uint64_t token);
int socket_calls_epoll_remove(int poller, int descriptor);
int socket_calls_epoll_wait(int poller, struct socket_calls_event *events, int capacity, int milliseconds);

// accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC; `address` receives a sockaddr_storage of `length` bytes.
int socket_calls_accept(int listener, void *address, uint32_t *length);

// Resolution rules of openat2(2).
enum {
    SOCKET_CALLS_NO_MAGIC_LINKS = 0x02,
    SOCKET_CALLS_NO_SYMLINKS = 0x04,
    SOCKET_CALLS_BENEATH = 0x08,
};

// openat2(2) for reading, without blocking on FIFOs; -1 and ENOSYS where the kernel lacks it.
int socket_calls_open_beneath(int folder, const char *path, uint64_t resolve);

#endif
#endif

// The system calls that Swift's Glibc module does not offer, each under one plain C function.
// Nothing here decides anything: the Swift side checks arguments and results.
#ifndef C_SOCKET_CALLS_H
#define C_SOCKET_CALLS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Makes SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1 and SIGUSR2 write one octet, their number, to `descriptor`, whichever
// thread they reach, and ignores every other signal that would end the process without a fault of its own.
void socket_calls_send_signals_to(int descriptor);

// Ignores all of those but SIGTERM, SIGINT and SIGQUIT: for the time before the server runs.
void socket_calls_ignore_harmless_signals(void);

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

// eventfd(2) that never blocks: writing wakes whoever polls it.
int socket_calls_eventfd(void);

// crypt_r(3) of libcrypt.so.1, which is loaded by the first call: 0 and the hash in `result`, or -1 when the library is
// missing or does not know this kind of hash.
int socket_calls_crypt(const char *phrase, const char *setting, char *result, size_t size);

// Whether crypt_r can check hashes like this one; it does not compute any.
int socket_calls_crypt_knows(const char *setting);

// What a keeper opens: a folder to read, a log to append to (made when it is missing), or a file to read. The file of a
// Unix socket it removes instead.
enum { SOCKET_CALLS_KEEP_FOLDER = 0, SOCKET_CALLS_KEEP_LOG = 1, SOCKET_CALLS_KEEP_FILE = 2, SOCKET_CALLS_KEEP_SOCKET = 3 };

// Opens a log for appending without ever waiting: a FIFO is opened for both sides, so that it needs no reader.
int socket_calls_open_log(const char *path);

// Starts the keeper: a process that keeps the rights that this one is about to give up, and can do two things with them
// when this one asks over a socket: open one of these paths again, and start `program` with `arguments` again. It ends
// when this process does. Returns the socket, or -1.
int socket_calls_keeper_start(
    const char *const *paths, const int *kinds, int count, const char *program, char *const *arguments);

// Has the keeper open path `index`: a descriptor, 0 for a socket that it has removed, or a negated error number.
int socket_calls_keeper_open(int keeper, int index);

// Has the keeper start the program; see socket_calls_spawn.
int socket_calls_keeper_spawn(int keeper, const int *descriptors, int count);

// Starts `program` with these descriptors: 0, 1 and 2 are its standard streams, the rest but one are listening sockets
// from 3 on (LISTEN_FDS, sd_listen_fds(3)), and to the last one it writes when it serves (WEBSERVER_READY_FD). Returns
// the process, or a negated error number.
int socket_calls_spawn(const char *program, char *const *arguments, const int *descriptors, int count);

// Connects to the datagram socket at `path`, where `@` in front stands for the abstract namespace (sd_notify(3)).
int socket_calls_notify_connect(const char *path);

// Sends a text there, without waiting.
void socket_calls_notify(int sender, const char *text, size_t length);

#endif
#endif

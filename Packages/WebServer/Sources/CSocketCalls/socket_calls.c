#define _GNU_SOURCE
#include "CSocketCalls.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t signal_descriptor = -1;

static void forward_signal(int number) {
    int saved = errno;
    unsigned char octet = (unsigned char)number;
    ssize_t ignored = write((int)signal_descriptor, &octet, 1);
    (void)ignored;
    errno = saved;
}

void socket_calls_ignore_harmless_signals(void) {
    // What tools send to daemons by habit, and what the system sends about limits that our own calls report anyway.
    static const int harmless[] = {
        SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGTTIN, SIGTTOU, SIGIO,
        SIGHUP,  SIGUSR1, SIGUSR2,
#if defined(__linux__)
        SIGPWR,  SIGSTKFLT,
#endif
    };
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof harmless / sizeof *harmless; index++) sigaction(harmless[index], &action, NULL);
#if defined(SIGRTMIN)
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) sigaction(number, &action, NULL);
#endif
}

void socket_calls_send_signals_to(int descriptor) {
    static const int told[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2};
    signal_descriptor = descriptor;
    socket_calls_ignore_harmless_signals();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = forward_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    // A parent may have started the process with these blocked, as Foundation's threads do.
    sigset_t signals;
    sigemptyset(&signals);
    for (size_t index = 0; index < sizeof told / sizeof *told; index++) {
        sigaction(told[index], &action, NULL);
        sigaddset(&signals, told[index]);
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

#if defined(__linux__)
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

_Static_assert(sizeof(struct socket_calls_event) == sizeof(struct epoll_event), "the kernel's layout");
_Static_assert(SOCKET_CALLS_IN == EPOLLIN && SOCKET_CALLS_OUT == EPOLLOUT, "the kernel's numbers");
_Static_assert(SOCKET_CALLS_RDHUP == EPOLLRDHUP, "the kernel's numbers");
_Static_assert(SOCKET_CALLS_ERR == EPOLLERR && SOCKET_CALLS_HUP == EPOLLHUP, "the kernel's numbers");

int socket_calls_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int poller, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = token;
    return epoll_ctl(poller, operation, descriptor, &event);
}

int socket_calls_epoll_add(int poller, int descriptor, uint32_t events, uint64_t token) {
    return control(poller, EPOLL_CTL_ADD, descriptor, events, token);
}

int socket_calls_epoll_modify(int poller, int descriptor, uint32_t events, uint64_t token) {
    return control(poller, EPOLL_CTL_MOD, descriptor, events, token);
}

int socket_calls_epoll_remove(int poller, int descriptor) {
    return control(poller, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int socket_calls_epoll_wait(int poller, struct socket_calls_event *events, int capacity, int milliseconds) {
    return epoll_wait(poller, (struct epoll_event *)events, capacity, milliseconds);
}

int socket_calls_accept(int listener, void *address, uint32_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// The kernel's `struct open_how`; Debian 12's glibc has no declaration of it.
struct how_to_open {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

int socket_calls_open_beneath(int folder, const char *path, uint64_t resolve) {
    struct how_to_open how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .mode = 0,
        .resolve = resolve,
    };
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}
#endif

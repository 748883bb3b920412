// The keeper: the part of a server started by root that stays root. It is a process of its own with nothing in it but
// this file: it opens the paths that it was given at the start, and no others, and starts the program that it was given.
// What comes over its socket is two octets and descriptors, never a path.
#define _GNU_SOURCE
#include "CSocketCalls.h"

#if defined(__linux__)
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 200 };

int socket_calls_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int socket_calls_open_log(const char *path) {
    // O_NONBLOCK: opening a FIFO for writing would wait for a reader, and a full one would hold up whoever writes.
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    struct stat status;
    if (stat(path, &status) == 0 && S_ISFIFO(status.st_mode)) return open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    return open(path, flags, 0640);
}

static int remove_socket(const char *path) {
    struct stat status;
    if (lstat(path, &status) != 0) return -errno;
    if (!S_ISSOCK(status.st_mode)) return -ENOTSOCK;
    return unlink(path) == 0 ? 0 : -errno;
}

static int open_kept(const char *path, int kind) {
    if (kind == SOCKET_CALLS_KEEP_LOG) return socket_calls_open_log(path);
    int folder = kind == SOCKET_CALLS_KEEP_FOLDER ? O_DIRECTORY : O_NONBLOCK;
    return open(path, O_RDONLY | O_CLOEXEC | folder);
}

// One message: an integer, and descriptors beside it.
struct message {
    int32_t number;
    int descriptors[MOST_DESCRIPTORS];
    int count;
};

static int send_message(int socket, const struct message *message) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
    } control;
    struct iovec part = {(void *)&message->number, sizeof message->number};
    struct msghdr outer;
    memset(&outer, 0, sizeof outer);
    outer.msg_iov = &part;
    outer.msg_iovlen = 1;
    if (message->count > 0) {
        size_t size = sizeof(int) * (size_t)message->count;
        memset(&control, 0, sizeof control);
        outer.msg_control = control.space;
        outer.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&outer);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(header), message->descriptors, size);
    }
    ssize_t sent;
    do {
        sent = sendmsg(socket, &outer, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof message->number ? 0 : -1;
}

static int receive_message(int socket, struct message *message) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
    } control;
    struct iovec part = {&message->number, sizeof message->number};
    struct msghdr outer;
    memset(&outer, 0, sizeof outer);
    outer.msg_iov = &part;
    outer.msg_iovlen = 1;
    outer.msg_control = control.space;
    outer.msg_controllen = sizeof control.space;
    message->count = 0;
    ssize_t received;
    do {
        received = recvmsg(socket, &outer, MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    for (struct cmsghdr *header = received > 0 ? CMSG_FIRSTHDR(&outer) : NULL; header != NULL;
         header = CMSG_NXTHDR(&outer, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        message->count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(message->descriptors, CMSG_DATA(header), sizeof(int) * (size_t)message->count);
    }
    return received == (ssize_t)sizeof message->number ? 0 : -1;
}

// The number of a request to start the program; smaller ones are the index of a path.
enum { START_PROGRAM = 1000 };

static void keep(
    int socket, const char *const *paths, const int *kinds, int count, const char *program, char *const *arguments) {
    struct message message;
    while (receive_message(socket, &message) == 0) {
        struct message reply = {.number = -EINVAL, .count = 0};
        if (message.number == START_PROGRAM) {
            reply.number = socket_calls_spawn(program, arguments, message.descriptors, message.count);
        } else if (message.number < 0 || message.number >= count) {
            // Nobody asks for what there is not.
        } else if (kinds[message.number] == SOCKET_CALLS_KEEP_SOCKET) {
            reply.number = remove_socket(paths[message.number]);
        } else {
            int opened = open_kept(paths[message.number], kinds[message.number]);
            reply.number = opened < 0 ? -errno : 0;
            if (opened >= 0) {
                reply.descriptors[0] = opened;
                reply.count = 1;
            }
        }
        for (int index = 0; index < message.count; index++) close(message.descriptors[index]);
        int status = send_message(socket, &reply);
        if (reply.count > 0) close(reply.descriptors[0]);
        if (status != 0) break;
    }
    _exit(0);
}

int socket_calls_keeper_start(
    const char *const *paths, const int *kinds, int count, const char *program, char *const *arguments) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    pid_t process = fork();
    if (process < 0) {
        close(pair[0]);
        close(pair[1]);
        return -1;
    }
    if (process > 0) {
        close(pair[1]);
        return pair[0];
    }
    // It ends with its socket and by nothing else: Ctrl-C reaches the whole group, and the server drains.
    for (int number = 1; number < NSIG; number++) {
        if (number != SIGCHLD && number != SIGSEGV && number != SIGBUS) signal(number, SIG_IGN);
    }
    signal(SIGCHLD, SIG_IGN);
    prctl(PR_SET_NAME, "webserver-keep");
    int null = open("/dev/null", O_RDWR);
    for (int stream = 0; stream < 3; stream++) dup2(null, stream);
    if (pair[1] != 3) dup2(pair[1], 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
    // Above all the listening sockets: one that is open here would go on taking connections that nobody serves.
    if (syscall(SYS_close_range, 4U, ~0U, 0U) != 0) {
        for (int descriptor = 4; descriptor < 65536; descriptor++) close(descriptor);
    }
    keep(3, paths, kinds, count, program, arguments);
    return -1;
}

int socket_calls_keeper_open(int keeper, int index) {
    struct message message = {.number = index, .count = 0};
    if (send_message(keeper, &message) != 0 || receive_message(keeper, &message) != 0) return -EPIPE;
    if (message.number != 0) return message.number;
    return message.count == 1 ? message.descriptors[0] : 0;
}

int socket_calls_keeper_spawn(int keeper, const int *descriptors, int count) {
    if (count > MOST_DESCRIPTORS) return -E2BIG;
    struct message message = {.number = START_PROGRAM, .count = count};
    memcpy(message.descriptors, descriptors, sizeof(int) * (size_t)count);
    if (send_message(keeper, &message) != 0 || receive_message(keeper, &message) != 0) return -EPIPE;
    return message.number;
}

extern char **environ;

static int is_ours(const char *variable) {
    return strncmp(variable, "LISTEN_", 7) == 0 || strncmp(variable, "WEBSERVER_READY_FD=", 19) == 0;
}

int socket_calls_spawn(const char *program, char *const *arguments, const int *descriptors, int count) {
    if (count < 4 || count > MOST_DESCRIPTORS) return -EINVAL;
    // Everything is made before the fork: the child of a process with threads may only make system calls.
    size_t variables = 0;
    while (environ[variables] != NULL) variables++;
    char **environment = calloc(variables + 4, sizeof *environment);
    if (environment == NULL) return -ENOMEM;
    size_t kept = 0;
    for (size_t index = 0; index < variables; index++) {
        if (!is_ours(environ[index])) environment[kept++] = environ[index];
    }
    char sockets[32], ready[40], owner[] = "LISTEN_PID=          ";
    snprintf(sockets, sizeof sockets, "LISTEN_FDS=%d", count - 4);
    snprintf(ready, sizeof ready, "WEBSERVER_READY_FD=%d", count - 1);
    environment[kept++] = sockets;
    environment[kept++] = ready;
    environment[kept++] = owner;

    // A pipe that exec closes: what stands in it is the error number of an exec that failed.
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) {
        free(environment);
        return -errno;
    }
    pid_t process = fork();
    if (process == 0) {
        int moved[MOST_DESCRIPTORS];
        int pipe_end = fcntl(report[1], F_DUPFD_CLOEXEC, count);
        for (int index = 0; index < count; index++) moved[index] = fcntl(descriptors[index], F_DUPFD_CLOEXEC, count);
        for (int index = 0; index < count; index++) dup2(moved[index], index);
        unsigned number = (unsigned)getpid();
        char digits[10];
        int length = 0;
        do {
            digits[length++] = (char)('0' + number % 10);
            number /= 10;
        } while (number > 0);
        char *end = owner + 11;
        while (length > 0) *end++ = digits[--length];
        *end = 0;
        for (int signal_number = 1; signal_number < NSIG; signal_number++) signal(signal_number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execve(program, arguments, environment);
        int problem = errno;
        ssize_t ignored = write(pipe_end, &problem, sizeof problem);
        (void)ignored;
        _exit(127);
    }
    int started = process < 0 ? -errno : (int)process;
    free(environment);
    close(report[1]);
    int problem = 0;
    if (process > 0 && read(report[0], &problem, sizeof problem) == (ssize_t)sizeof problem) started = -problem;
    close(report[0]);
    return started;
}

int socket_calls_notify_connect(const char *path) {
    struct sockaddr_un address;
    size_t size = strlen(path);
    if (size == 0 || size >= sizeof address.sun_path) return -1;
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path, size);
    if (path[0] == '@') address.sun_path[0] = 0;
    int sender = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (sender < 0) return -1;
    socklen_t whole = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
    if (connect(sender, (struct sockaddr *)&address, whole) != 0) {
        close(sender);
        return -1;
    }
    return sender;
}

void socket_calls_notify(int sender, const char *text, size_t length) {
    ssize_t ignored = send(sender, text, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)ignored;
}

// libcrypt is loaded, and not linked: a server without passwords runs where it is not installed.
struct crypt_data;
typedef char *(*crypt_function)(const char *, const char *, struct crypt_data *);

static crypt_function crypt_of_system;
static int (*check_salt)(const char *);
static pthread_once_t crypt_once = PTHREAD_ONCE_INIT;

static void load_crypt(void) {
    void *library = dlopen("libcrypt.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) library = dlopen("libcrypt.so.2", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    crypt_of_system = (crypt_function)dlsym(library, "crypt_r");
    check_salt = (int (*)(const char *))dlsym(library, "crypt_checksalt");
}

int socket_calls_crypt_knows(const char *setting) {
    pthread_once(&crypt_once, load_crypt);
    // libxcrypt says 0 for a good one, and 3 and 4 for one that is old or cheap; glibc's library has no such call.
    int verdict = check_salt == NULL ? 0 : check_salt(setting);
    return crypt_of_system != NULL && (verdict == 0 || verdict == 3 || verdict == 4);
}

int socket_calls_crypt(const char *phrase, const char *setting, char *result, size_t size) {
    pthread_once(&crypt_once, load_crypt);
    if (crypt_of_system == NULL) return -1;
    // libxcrypt's struct crypt_data has 32,768 octets, glibc's older one 131,232.
    void *data = calloc(1, 1 << 18);
    if (data == NULL) return -1;
    const char *made = crypt_of_system(phrase, setting, data);
    int status = -1;
    // A hash that cannot be made is told as NULL, or as a string that begins with `*`.
    if (made != NULL && made[0] != '*' && strlen(made) < size) {
        strcpy(result, made);
        status = 0;
    }
    memset(data, 0, 1 << 18);
    free(data);
    return status;
}
#endif

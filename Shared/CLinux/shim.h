// What Swift's Glibc module leaves out.
#pragma once

// Without _GNU_SOURCE, which would give some types another shape than in Swift's own Glibc module.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

// `prctl` takes a variable number of arguments, which Swift does not import.
static inline void linux_name_this_thread(const char *name) {
    prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0);
}

// One of GNU's extensions.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

// Values that are members of enumerations in C, or that Swift's Glibc module leaves out.
enum {
    LINUX_SOCK_STREAM = SOCK_STREAM,
    LINUX_SOCK_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK,
    LINUX_IPPROTO_TCP = 6,
    LINUX_TCP_NODELAY = 1,
    LINUX_MSG_NOSIGNAL = MSG_NOSIGNAL,
};

// EPOLLET is 1u << 31, which Swift imports inconsistently between headers.
static const unsigned int linux_epoll_edge = 1u << 31;
static const unsigned int linux_epoll_once = 1u << 30;

#define _GNU_SOURCE
#include "Addresses.h"

#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

socklen_t venterum_to_system(const struct venterum_address *from, struct sockaddr_storage *to, int as_v6) {
    memset(to, 0, sizeof *to);
    if (!from->is_v6 && !as_v6) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)to;
        v4->sin_family = AF_INET;
        v4->sin_port = htons(from->port);
        v4->sin_addr.s_addr = htonl((uint32_t)from->low);
        return sizeof *v4;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)to;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(from->port);
    uint8_t *bytes = v6->sin6_addr.s6_addr;
    // On a socket of both families an IPv4 address is written as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
    uint64_t high = from->is_v6 ? from->high : 0;
    uint64_t low = from->is_v6 ? from->low : (0xFFFFull << 32 | (uint32_t)from->low);
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(high >> (56 - 8 * i));
        bytes[8 + i] = (uint8_t)(low >> (56 - 8 * i));
    }
    return sizeof *v6;
}

void venterum_from_system(const struct sockaddr *from, struct venterum_address *to) {
    memset(to, 0, sizeof *to);
    if (from->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)from;
        to->low = ntohl(v4->sin_addr.s_addr);
        to->port = ntohs(v4->sin_port);
        return;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)from;
    for (int i = 0; i < 8; i++) {
        to->high = to->high << 8 | v6->sin6_addr.s6_addr[i];
        to->low = to->low << 8 | v6->sin6_addr.s6_addr[8 + i];
    }
    to->port = ntohs(v6->sin6_port);
    to->is_v6 = 1;
    if (to->high == 0 && to->low >> 32 == 0xFFFF) {
        to->low &= 0xFFFFFFFF;
        to->is_v6 = 0;
    }
}

static int finish(int fd, const struct venterum_address *bind_to, uint16_t *port, int listens) {
    int on = 1, off = 0, size = 4 << 20;
    if (bind_to->is_v6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    // What is accepted takes its buffers after the listener: one that anybody may open is given little to fill.
    if (listens) size = 64 << 10;
    if (listens) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (!listens) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    struct sockaddr_storage address;
    socklen_t length = venterum_to_system(bind_to, &address, bind_to->is_v6);
    if (bind(fd, (struct sockaddr *)&address, length) != 0 || (listens && listen(fd, 256) != 0)) {
        int error = errno;
        close(fd);
        return -error;
    }
    length = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &length);
    struct venterum_address bound;
    venterum_from_system((struct sockaddr *)&address, &bound);
    *port = bound.port;
    return fd;
}

int venterum_open_udp(const struct venterum_address *bind_to, uint16_t *port) {
    int fd = socket(bind_to->is_v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return fd < 0 ? -errno : finish(fd, bind_to, port, 0);
}

int venterum_open_tcp(const struct venterum_address *bind_to, uint16_t *port) {
    int fd = socket(bind_to->is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return fd < 0 ? -errno : finish(fd, bind_to, port, 1);
}

int venterum_interfaces(struct venterum_address *into, int capacity) {
    struct ifaddrs *list = NULL;
    if (getifaddrs(&list) != 0) return 0;
    int count = 0;
    for (struct ifaddrs *entry = list; entry && count < capacity; entry = entry->ifa_next) {
        if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP)) continue;
        int family = entry->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) continue;
        // A link-local address says nothing without its interface.
        if (family == AF_INET6
            && IN6_IS_ADDR_LINKLOCAL(&((struct sockaddr_in6 *)entry->ifa_addr)->sin6_addr)) continue;
        venterum_from_system(entry->ifa_addr, &into[count++]);
    }
    freeifaddrs(list);
    return count;
}

int venterum_make_event(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int venterum_make_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

int venterum_watch(int epoll, int fd, uint32_t events, uint64_t tag, int is_new) {
    struct epoll_event event = {.events = events, .data.u64 = tag};
    return epoll_ctl(epoll, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
}

int venterum_wait(int epoll, struct epoll_event *events, int capacity, int64_t timeout_us) {
    int ms = timeout_us < 0 ? -1 : (int)((timeout_us + 999) / 1000);
    int count = epoll_wait(epoll, events, capacity, ms);
    return count < 0 ? 0 : count;
}

int64_t venterum_now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void venterum_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

double venterum_thread_cpu_seconds(void) {
    struct timespec taken;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &taken);
    return (double)taken.tv_sec + (double)taken.tv_nsec / 1e9;
}

void venterum_rest(int64_t us) {
    struct timespec span = {.tv_sec = us / 1000000, .tv_nsec = (us % 1000000) * 1000};
    nanosleep(&span, NULL);
}

void venterum_signal(int event) {
    uint64_t one = 1;
    // It fails only when the counter is full, and then the thread will wake anyway.
    ssize_t written = write(event, &one, sizeof one);
    (void)written;
}

void venterum_drain(int event) {
    uint64_t count;
    ssize_t got = read(event, &count, sizeof count);
    (void)got;
}

void venterum_close(int fd) { close(fd); }

#define _GNU_SOURCE
#include "Addresses.h"

#include <errno.h>
#include <netinet/tcp.h>

// What waits in the kernel cannot be taken back when something more urgent comes: little may.
enum { MOST_UNSENT = 16 << 10 };

int venterum_accept(int fd, struct venterum_address *from) {
    for (;;) {
        struct sockaddr_storage address;
        socklen_t length = sizeof address;
        int accepted = accept4(fd, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted >= 0) {
            int on = 1, unsent = MOST_UNSENT;
            setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            setsockopt(accepted, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
            venterum_from_system((struct sockaddr *)&address, from);
            return accepted;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
        // One that has gone while it waited; the next may be sound.
        if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) return -errno;
    }
}

static int outcome(ssize_t count) {
    if (count > 0) return (int)count;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return 0;
    return -1;
}

int venterum_stream_read(int fd, void *bytes, int length) {
    return outcome(recv(fd, bytes, (size_t)length, MSG_DONTWAIT));
}

int venterum_stream_write(int fd, const void *bytes, int length) {
    return outcome(send(fd, bytes, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL));
}

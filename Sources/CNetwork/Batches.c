#define _GNU_SOURCE
#include "Addresses.h"

#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

// A segmented message may hold at most 64 KiB and 64 pieces (udp(7)).
enum { MOST_SEGMENTS = 40, MOST_BYTES = 60000 };

struct venterum_receiver {
    int capacity, buffer_length;
    struct mmsghdr *messages;
    struct iovec *pieces;
    struct sockaddr_storage *addresses;
    uint8_t *bytes;
    // Where the system says when each datagram came; NULL unless that is wanted.
    uint8_t *stamps;
    // From the wall clock, by which the system stamps, to the monotonic one.
    int64_t clock_offset_us;
};

enum { STAMP = CMSG_SPACE(sizeof(struct timespec)) };

struct venterum_receiver *venterum_receiver_make(int capacity, int buffer_length) {
    struct venterum_receiver *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->capacity = capacity;
    r->buffer_length = buffer_length;
    r->messages = calloc((size_t)capacity, sizeof *r->messages);
    r->pieces = calloc((size_t)capacity, sizeof *r->pieces);
    r->addresses = calloc((size_t)capacity, sizeof *r->addresses);
    r->bytes = calloc((size_t)capacity, (size_t)buffer_length);
    if (!r->messages || !r->pieces || !r->addresses || !r->bytes) {
        venterum_receiver_free(r);
        return NULL;
    }
    for (int i = 0; i < capacity; i++) {
        r->pieces[i].iov_base = r->bytes + (size_t)i * (size_t)buffer_length;
        r->pieces[i].iov_len = (size_t)buffer_length;
        r->messages[i].msg_hdr.msg_iov = &r->pieces[i];
        r->messages[i].msg_hdr.msg_iovlen = 1;
        r->messages[i].msg_hdr.msg_name = &r->addresses[i];
    }
    return r;
}

void venterum_receiver_free(struct venterum_receiver *r) {
    if (!r) return;
    free(r->messages);
    free(r->pieces);
    free(r->addresses);
    free(r->bytes);
    free(r->stamps);
    free(r);
}

int venterum_receiver_wants_stamps(struct venterum_receiver *r) {
    if (!r->stamps) r->stamps = calloc((size_t)r->capacity, STAMP);
    return r->stamps ? 0 : -ENOMEM;
}

int venterum_stamp_arrivals(int fd) {
    int on = 1;
    return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

static int64_t microseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000;
}

static void expect_stamps(struct venterum_receiver *r) {
    struct timespec wall, monotonic;
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    r->clock_offset_us = microseconds(&monotonic) - microseconds(&wall);
    for (int i = 0; i < r->capacity; i++) {
        r->messages[i].msg_hdr.msg_control = r->stamps + (size_t)i * STAMP;
        r->messages[i].msg_hdr.msg_controllen = STAMP;
    }
}

int64_t venterum_arrived_us(struct venterum_receiver *r, int place) {
    struct msghdr *header = &r->messages[place].msg_hdr;
    for (struct cmsghdr *one = CMSG_FIRSTHDR(header); one; one = CMSG_NXTHDR(header, one)) {
        if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec time;
        memcpy(&time, CMSG_DATA(one), sizeof time);
        return microseconds(&time) + r->clock_offset_us;
    }
    return 0;
}

int venterum_receive(struct venterum_receiver *r, int fd) {
    for (int i = 0; i < r->capacity; i++) r->messages[i].msg_hdr.msg_namelen = sizeof r->addresses[i];
    if (r->stamps) expect_stamps(r);
    int count = recvmmsg(fd, r->messages, (unsigned)r->capacity, MSG_DONTWAIT, NULL);
    if (count >= 0) return count;
    // ICMP errors of earlier datagrams surface here; they say nothing about what may still arrive.
    if (errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED) return 0;
    return -errno;
}

void *venterum_received(struct venterum_receiver *r, int place, int *length, struct venterum_address *from) {
    int truncated = r->messages[place].msg_hdr.msg_flags & MSG_TRUNC;
    *length = truncated ? 0 : (int)r->messages[place].msg_len;
    venterum_from_system((const struct sockaddr *)&r->addresses[place], from);
    return r->pieces[place].iov_base;
}

struct venterum_sender {
    int capacity, messages_used, pieces_used, segment, total;
    // A device has refused to cut: nothing is joined any more.
    int joins_nothing;
    struct mmsghdr *messages;
    struct iovec *pieces;
    struct sockaddr_storage *addresses;
    struct venterum_address *plain;
    uint8_t *control;
};

enum { CONTROL = CMSG_SPACE(sizeof(uint16_t)) };

struct venterum_sender *venterum_sender_make(int capacity) {
    struct venterum_sender *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->capacity = capacity;
    s->messages = calloc((size_t)capacity, sizeof *s->messages);
    s->pieces = calloc((size_t)capacity, sizeof *s->pieces);
    s->addresses = calloc((size_t)capacity, sizeof *s->addresses);
    s->plain = calloc((size_t)capacity, sizeof *s->plain);
    s->control = calloc((size_t)capacity, CONTROL);
    if (s->messages && s->pieces && s->addresses && s->plain && s->control) return s;
    venterum_sender_free(s);
    return NULL;
}

void venterum_sender_free(struct venterum_sender *s) {
    if (!s) return;
    free(s->messages);
    free(s->pieces);
    free(s->addresses);
    free(s->plain);
    free(s->control);
    free(s);
}

void venterum_sender_begin(struct venterum_sender *s) {
    s->messages_used = s->pieces_used = s->segment = s->total = 0;
}

static int is_same(const struct venterum_address *a, const struct venterum_address *b) {
    return a->low == b->low && a->port == b->port && a->high == b->high && a->is_v6 == b->is_v6;
}

void venterum_sender_add(
    struct venterum_sender *s, const void *bytes, int length, const struct venterum_address *to, int joins) {
    if (s->pieces_used >= s->capacity) return;
    struct iovec *piece = &s->pieces[s->pieces_used++];
    piece->iov_base = (void *)bytes;
    piece->iov_len = (size_t)length;
    if (joins && !s->joins_nothing && s->messages_used > 0 && length <= s->segment) {
        int last = s->messages_used - 1;
        struct msghdr *header = &s->messages[last].msg_hdr;
        if (header->msg_iovlen < MOST_SEGMENTS && s->total + length <= MOST_BYTES && is_same(&s->plain[last], to)) {
            header->msg_iovlen++;
            s->total += length;
            // Only the last piece may be shorter: after it nothing more is joined.
            if (length < s->segment) s->segment = -1;
            return;
        }
    }
    int place = s->messages_used++;
    struct msghdr *header = &s->messages[place].msg_hdr;
    memset(header, 0, sizeof *header);
    header->msg_iov = piece;
    header->msg_iovlen = 1;
    s->plain[place] = *to;
    s->segment = length;
    s->total = length;
}

// Whether the system does not cut this message into datagrams, so that they are to be sent one by one: it does not where the
// datagrams are longer than the path takes, and before Linux 6.11 not on a device that leaves the checksums to it (EIO).
static int is_refused(int error) { return error == EIO || error == EINVAL || error == EMSGSIZE || error == EOPNOTSUPP; }

// Sends the datagrams of a message one by one; answers how many could not be sent.
static int send_apart(const struct msghdr *joined, int fd) {
    struct msghdr one = *joined;
    one.msg_control = NULL;
    one.msg_controllen = 0;
    one.msg_iovlen = 1;
    int unsent = 0;
    for (size_t i = 0; i < joined->msg_iovlen; i++) {
        one.msg_iov = &joined->msg_iov[i];
        ssize_t count;
        do count = sendmsg(fd, &one, MSG_DONTWAIT);
        while (count < 0 && errno == EINTR);
        if (count < 0) unsent++;
    }
    return unsent;
}

int venterum_sender_flush(struct venterum_sender *s, int fd, int is_v6) {
    for (int i = 0; i < s->messages_used; i++) {
        struct msghdr *header = &s->messages[i].msg_hdr;
        header->msg_name = &s->addresses[i];
        header->msg_namelen = venterum_to_system(&s->plain[i], &s->addresses[i], is_v6);
        if (header->msg_iovlen < 2) continue;
        header->msg_control = s->control + (size_t)i * CONTROL;
        header->msg_controllen = CONTROL;
        struct cmsghdr *control = CMSG_FIRSTHDR(header);
        control->cmsg_level = SOL_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        uint16_t segment = (uint16_t)header->msg_iov[0].iov_len;
        memcpy(CMSG_DATA(control), &segment, sizeof segment);
    }
    int unsent = 0;
    for (int sent = 0; sent < s->messages_used;) {
        int count = sendmmsg(fd, s->messages + sent, (unsigned)(s->messages_used - sent), MSG_DONTWAIT);
        if (count > 0) {
            sent += count;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else {
            // A full buffer or an unreachable address: the datagrams are lost, as datagrams are; the next ones may go.
            struct msghdr *header = &s->messages[sent++].msg_hdr;
            int is_apart = header->msg_iovlen > 1 && is_refused(errno);
            if (is_apart && errno == EIO) s->joins_nothing = 1;
            unsent += is_apart ? send_apart(header, fd) : (int)header->msg_iovlen;
        }
    }
    return unsent;
}

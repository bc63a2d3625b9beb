#ifndef VENTERUM_CNETWORK_H
#define VENTERUM_CNETWORK_H
// The socket calls that Swift's Glibc module does not expose, and batches over them.
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

// An address as plain numbers: IPv4 in `low`, IPv6 in `high` and `low`, all in host order.
struct venterum_address {
    uint64_t high;
    uint64_t low;
    uint16_t port;
    uint8_t is_v6;
};

// Buffers for one call of recvmmsg; allocated once.
struct venterum_receiver;
struct venterum_receiver *venterum_receiver_make(int capacity, int buffer_length);
void venterum_receiver_free(struct venterum_receiver *receiver);
// Datagrams received, 0 when none waits, -errno for a failure.
int venterum_receive(struct venterum_receiver *receiver, int fd);
void *venterum_received(struct venterum_receiver *receiver, int place, int *length, struct venterum_address *from);
// For load generators, which read late and all the same want to know when a datagram came: the socket stamps what
// comes, the receiver keeps the stamps, and each is asked for in the time of venterum_now_us; 0 without one.
int venterum_stamp_arrivals(int fd);
int venterum_receiver_wants_stamps(struct venterum_receiver *receiver);
int64_t venterum_arrived_us(struct venterum_receiver *receiver, int place);

// Buffers for one call of sendmmsg; allocated once.
struct venterum_sender;
struct venterum_sender *venterum_sender_make(int capacity);
void venterum_sender_free(struct venterum_sender *sender);
void venterum_sender_begin(struct venterum_sender *sender);
// Adds a datagram; joins it to the one before where both go to one place and are of one length (UDP_SEGMENT).
void venterum_sender_add(
    struct venterum_sender *sender, const void *bytes, int length, const struct venterum_address *to, int joins);
// Sends all; answers how many datagrams could not be sent.
int venterum_sender_flush(struct venterum_sender *sender, int fd, int is_v6);

// Opens a bound, non-blocking UDP socket with large buffers; -errno for a failure. Port 0: the system chooses.
int venterum_open_udp(const struct venterum_address *bind_to, uint16_t *port);
// Opens a listening, non-blocking TCP socket.
int venterum_open_tcp(const struct venterum_address *bind_to, uint16_t *port);
// Accepts one connection, non-blocking, that keeps little unsent; 0 when none waits, -errno for a failure.
int venterum_accept(int fd, struct venterum_address *from);
// Bytes read or written, 0 when nothing can be at the moment, -1 when the connection has ended.
int venterum_stream_read(int fd, void *bytes, int length);
int venterum_stream_write(int fd, const void *bytes, int length);
// Addresses of the interfaces that are up; answers how many.
int venterum_interfaces(struct venterum_address *into, int capacity);
int venterum_make_event(void);
int venterum_make_epoll(void);
int venterum_watch(int epoll, int fd, uint32_t events, uint64_t tag, int is_new);
// Waits for at most so many microseconds.
int venterum_wait(int epoll, struct epoll_event *events, int capacity, int64_t timeout_us);
int64_t venterum_now_us(void);
// Names the calling thread, with fifteen letters at most.
void venterum_name_thread(const char *name);
// Seconds of processor time that the calling thread has taken.
double venterum_thread_cpu_seconds(void);
// Leaves the core for so many microseconds, while more datagrams gather.
void venterum_rest(int64_t us);
// Wakes a thread that waits for this event, and takes the wake-up back.
void venterum_signal(int event);
void venterum_drain(int event);
void venterum_close(int fd);
#endif

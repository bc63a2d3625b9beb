#ifndef VENTERUM_ADDRESSES_H
#define VENTERUM_ADDRESSES_H
// Between our plain addresses and the system's.
#include "CNetwork.h"

socklen_t venterum_to_system(const struct venterum_address *from, struct sockaddr_storage *to, int as_v6);
void venterum_from_system(const struct sockaddr *from, struct venterum_address *to);
#endif

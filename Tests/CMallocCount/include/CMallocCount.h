#ifndef VENTERUM_CMALLOCCOUNT_H
#define VENTERUM_CMALLOCCOUNT_H
// Allocations of the calling thread since it began; the test program's own malloc counts them.
unsigned long venterum_allocations(void);
#endif

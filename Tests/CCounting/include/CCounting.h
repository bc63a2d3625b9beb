#ifndef VENTERUM_CCOUNTING_H
#define VENTERUM_CCOUNTING_H
// Allocations of the calling thread since it began; the test program's own malloc counts them.
unsigned long venterum_allocations(void);
// References that the calling thread has counted up since it began.
unsigned long venterum_retains(void);
#endif

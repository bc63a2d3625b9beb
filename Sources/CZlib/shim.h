#include <zlib.h>

// What zlib offers only as a macro, which Swift cannot import. 15 bits of window, and 16 for the frame of gzip (RFC 1952).

static inline int venterum_begin_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int venterum_begin_gunzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

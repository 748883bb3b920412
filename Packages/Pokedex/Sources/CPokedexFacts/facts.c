// The facts, built into the program: `#embed` costs the compiler milliseconds where the same megabyte as an array
// literal costs Swift's type checker minutes, and the file stays a file (zcat reads it).
#include "CPokedexFacts.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

#ifdef __clang__
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif
static const unsigned char facts[] = {
#embed "facts.tsv.gz"
};

const unsigned char *pokedex_facts(size_t *length) {
    *length = sizeof facts;
    return facts;
}

/// zlib's number for the gzip wrapper around a window of 32 KiB.
static const int gzip_window = 15 + 16;

size_t pokedex_gzip(const unsigned char *input, size_t length, unsigned char *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (length > UINT_MAX || capacity > UINT_MAX) return 0;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)input;
    stream.avail_in = (unsigned)length;
    stream.next_out = output;
    stream.avail_out = (unsigned)capacity;
    int status = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

size_t pokedex_gunzip(const unsigned char *input, size_t length, unsigned char *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (length > UINT_MAX || capacity > UINT_MAX) return 0;
    if (inflateInit2(&stream, gzip_window) != Z_OK) return 0;
    stream.next_in = (unsigned char *)input;
    stream.avail_in = (unsigned)length;
    stream.next_out = output;
    stream.avail_out = (unsigned)capacity;
    int status = inflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    inflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

#include "CCompression.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// zlib's z_stream, whose layout is part of its ABI.
struct stream {
    const uint8_t *next_in;
    unsigned avail_in;
    unsigned long total_in;
    uint8_t *next_out;
    unsigned avail_out;
    unsigned long total_out;
    const char *msg;
    void *state;
    void *(*zalloc)(void *, unsigned, unsigned);
    void (*zfree)(void *, void *);
    void *opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
};

static struct {
    int (*deflateInit2_)(struct stream *, int, int, int, int, int, const char *, int);
    int (*deflate)(struct stream *, int);
    int (*deflateEnd)(struct stream *);
    size_t (*ZSTD_compress)(void *, size_t, const void *, size_t, int);
    size_t (*ZSTD_compressBound)(size_t);
    unsigned (*ZSTD_isError)(size_t);
    int (*BrotliEncoderCompress)(int, int, int, size_t, const uint8_t *, size_t *, uint8_t *);
    size_t (*BrotliEncoderMaxCompressedSize)(size_t);
} calls;

static pthread_once_t once = PTHREAD_ONCE_INIT;

#if defined(__APPLE__)
static const char *const names[] = {"libbrotlienc.dylib", "libzstd.dylib", "libz.dylib"};
#else
static const char *const names[] = {"libbrotlienc.so.1", "libzstd.so.1", "libz.so.1"};
#endif

const char *compression_library(int coding) { return names[coding]; }

static void load(void) {
    void *brotli = dlopen(names[COMPRESSION_BROTLI], RTLD_NOW | RTLD_LOCAL);
    void *zstd = dlopen(names[COMPRESSION_ZSTD], RTLD_NOW | RTLD_LOCAL);
    void *zlib = dlopen(names[COMPRESSION_GZIP], RTLD_NOW | RTLD_LOCAL);
#define TAKE(library, name) *(void **)&calls.name = library == NULL ? NULL : dlsym(library, #name)
    TAKE(brotli, BrotliEncoderCompress);
    TAKE(brotli, BrotliEncoderMaxCompressedSize);
    TAKE(zstd, ZSTD_compress);
    TAKE(zstd, ZSTD_compressBound);
    TAKE(zstd, ZSTD_isError);
    TAKE(zlib, deflateInit2_);
    TAKE(zlib, deflate);
    TAKE(zlib, deflateEnd);
#undef TAKE
}

int compression_is_available(int coding) {
    pthread_once(&once, load);
    switch (coding) {
    case COMPRESSION_BROTLI: return calls.BrotliEncoderCompress != NULL && calls.BrotliEncoderMaxCompressedSize != NULL;
    case COMPRESSION_ZSTD: return calls.ZSTD_compress != NULL && calls.ZSTD_compressBound != NULL && calls.ZSTD_isError != NULL;
    case COMPRESSION_GZIP: return calls.deflateInit2_ != NULL && calls.deflate != NULL && calls.deflateEnd != NULL;
    default: return 0;
    }
}

size_t compression_bound(int coding, size_t size) {
    if (!compression_is_available(coding)) return 0;
    switch (coding) {
    case COMPRESSION_BROTLI: return calls.BrotliEncoderMaxCompressedSize(size);
    case COMPRESSION_ZSTD: return calls.ZSTD_compressBound(size);
    // deflate stores what does not shrink, with five octets for each 16 KiB; the gzip head and end have 18.
    default: return size + size / 1000 + 1024;
    }
}

int compression_compress(int coding, const uint8_t *bytes, size_t size, uint8_t *result, size_t *result_size) {
    if (!compression_is_available(coding) || size > 0x7FFFFFFF || *result_size > 0xFFFFFFFF) return -1;
    if (coding == COMPRESSION_BROTLI) {
        // Quality 11 of 11, a window of 4 MiB, which every decoder of the web takes; generic mode.
        return calls.BrotliEncoderCompress(11, 22, 0, size, bytes, result_size, result) == 1 ? 0 : -1;
    }
    if (coding == COMPRESSION_ZSTD) {
        // Level 19 needs a window of 8 MiB at most, the limit that RFC 8878 sets for HTTP.
        size_t made = calls.ZSTD_compress(result, *result_size, bytes, size, 19);
        if (calls.ZSTD_isError(made)) return -1;
        *result_size = made;
        return 0;
    }
    struct stream stream;
    memset(&stream, 0, sizeof stream);
    // 15 bits of window, and 16 more for gzip's own frame; its time and name stay empty, so that equal files give equal
    // results.
    if (calls.deflateInit2_(&stream, 9, 8, 15 + 16, 9, 0, "1.2.11", (int)sizeof stream) != 0) return -1;
    stream.next_in = bytes;
    stream.avail_in = (unsigned)size;
    stream.next_out = result;
    stream.avail_out = (unsigned)*result_size;
    int status = calls.deflate(&stream, 4);
    *result_size = stream.total_out;
    calls.deflateEnd(&stream);
    return status == 1 ? 0 : -1;
}

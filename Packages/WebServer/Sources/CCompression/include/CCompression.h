// The system's compressors under one plain C interface. The libraries (zlib, libzstd, libbrotlienc) are loaded when they
// are first asked for, and not linked: a server that compresses nothing runs where they are not installed.
#ifndef C_COMPRESSION_H
#define C_COMPRESSION_H

#include <stddef.h>
#include <stdint.h>

enum { COMPRESSION_BROTLI = 0, COMPRESSION_ZSTD = 1, COMPRESSION_GZIP = 2 };

// The file name of a coding's library.
const char *compression_library(int coding);

// Whether the library of a coding is there.
int compression_is_available(int coding);

// As many octets as the result may have at most; 0 when the library is missing.
size_t compression_bound(int coding, size_t size);

// Compresses as well as the coding can: 0 and the result's size in `*result_size`, which holds the room before; or -1.
int compression_compress(int coding, const uint8_t *bytes, size_t size, uint8_t *result, size_t *result_size);

#endif

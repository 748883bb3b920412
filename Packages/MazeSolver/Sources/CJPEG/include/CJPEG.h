#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

// Decodes JPEG files with the system's libjpeg.
//
// libjpeg reports errors by a function that must not return; its users jump out of it with longjmp. Swift must not be
// jumped over, so this is C: whatever happens in libjpeg ends here as a status and a message.

enum { cjpeg_message_bytes = 256 };

typedef struct {
    int width;
    int height;
    // 1 grey, 3 colour, 4 inks (CMYK).
    int components;
    // How many times libjpeg met damage and went on, and whether it ran out of data.
    long warnings;
    int is_cut_off;
    char message[cjpeg_message_bytes];
} cjpeg_result;

// Reads the sides of a picture. Returns 0, or 1 with a message.
int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_result *result);

// Decodes the whole picture into `pixels`: `width * height` times 3 samples, red, green and blue; of a picture of inks
// 4 samples. `room` is the number of bytes at `pixels`. Returns 0, or 1 with a message.
int cjpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t room, cjpeg_result *result);

#endif

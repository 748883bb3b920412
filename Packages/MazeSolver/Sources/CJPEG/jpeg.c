#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// What libjpeg's error functions need to know. The manager comes first: libjpeg hands out a pointer to it.
typedef struct {
    struct jpeg_error_mgr manager;
    jmp_buf start;
    cjpeg_result *result;
} handler;

static void leave(j_common_ptr common) {
    handler *self = (handler *)common->err;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(self->result->message, sizeof self->result->message, "%s", text);
    longjmp(self->start, 1);
}

static void note(j_common_ptr common, int level) {
    handler *self = (handler *)common->err;
    if (level >= 0) return;
    common->err->num_warnings++;
    if (common->err->msg_code == JWRN_JPEG_EOF || common->err->msg_code == JWRN_HIT_MARKER) self->result->is_cut_off = 1;
    if (self->result->message[0] != 0) return;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(self->result->message, sizeof self->result->message, "%s", text);
}

static void say_nothing(j_common_ptr common) { (void)common; }

// A progressive file may hold any number of scans over the whole picture: a small file could take hours.
static void limit_scans(j_common_ptr common) {
    if (!common->is_decompressor) return;
    if (((j_decompress_ptr)common)->input_scan_number > 200) {
        handler *self = (handler *)common->err;
        snprintf(self->result->message, sizeof self->result->message, "more than 200 scans");
        longjmp(self->start, 1);
    }
}

static int run(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t room, cjpeg_result *result) {
    struct jpeg_decompress_struct decoder;
    struct jpeg_progress_mgr progress;
    handler errors;
    memset(result, 0, sizeof *result);
    memset(&decoder, 0, sizeof decoder);
    memset(&progress, 0, sizeof progress);
    decoder.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.emit_message = note;
    errors.manager.output_message = say_nothing;
    errors.result = result;
    if (setjmp(errors.start)) {
        jpeg_destroy_decompress(&decoder);
        return 1;
    }
    jpeg_create_decompress(&decoder);
    progress.progress_monitor = limit_scans;
    decoder.progress = &progress;
    jpeg_mem_src(&decoder, (unsigned char *)bytes, (unsigned long)count);
    jpeg_read_header(&decoder, TRUE);
    result->width = (int)decoder.image_width;
    result->height = (int)decoder.image_height;
    result->components = decoder.num_components;
    if (pixels != NULL) {
        int samples = decoder.num_components == 4 ? 4 : 3;
        decoder.out_color_space = samples == 4 ? JCS_CMYK : JCS_RGB;
        size_t stride = (size_t)decoder.image_width * (size_t)samples;
        if (room / stride < decoder.image_height) {
            snprintf(result->message, sizeof result->message, "the picture grew while it was read");
            jpeg_destroy_decompress(&decoder);
            return 1;
        }
        jpeg_start_decompress(&decoder);
        while (decoder.output_scanline < decoder.output_height) {
            JSAMPROW row = pixels + (size_t)decoder.output_scanline * stride;
            jpeg_read_scanlines(&decoder, &row, 1);
        }
        jpeg_finish_decompress(&decoder);
    }
    result->warnings = errors.manager.num_warnings;
    jpeg_destroy_decompress(&decoder);
    return 0;
}

int cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_result *result) {
    return run(bytes, count, NULL, 0, result);
}

int cjpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t room, cjpeg_result *result) {
    return run(bytes, count, pixels, room, result);
}

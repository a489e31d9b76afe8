#include "CScans.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jpeglib.h>

#define BUFFER 65536

// libjpeg ends a call that fails by a jump: `out` is where that leads, and only frames of C lie between.
struct cscans_jpeg {
    struct jpeg_compress_struct codec;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf out;
    int descriptor;
    int64_t written;
    uint8_t buffer[BUFFER];
};

static void leave(j_common_ptr codec) { longjmp(((cscans_jpeg *)codec)->out, 1); }

// Nothing is printed.
static void say_nothing(j_common_ptr codec) { (void)codec; }

static void write_out(j_compress_ptr codec, size_t count) {
    cscans_jpeg *jpeg = (cscans_jpeg *)codec;
    size_t done = 0;
    while (done < count) {
        ssize_t now = write(jpeg->descriptor, jpeg->buffer + done, count - done);
        if (now < 0 && errno == EINTR) continue;
        if (now <= 0) leave((j_common_ptr)codec);
        done += (size_t)now;
    }
    jpeg->written += (int64_t)count;
    jpeg->destination.next_output_byte = jpeg->buffer;
    jpeg->destination.free_in_buffer = BUFFER;
}

static void begin(j_compress_ptr codec) {
    cscans_jpeg *jpeg = (cscans_jpeg *)codec;
    jpeg->destination.next_output_byte = jpeg->buffer;
    jpeg->destination.free_in_buffer = BUFFER;
}

static boolean is_full(j_compress_ptr codec) {
    write_out(codec, BUFFER);
    return TRUE;
}

static void end(j_compress_ptr codec) { write_out(codec, BUFFER - ((cscans_jpeg *)codec)->destination.free_in_buffer); }

cscans_jpeg *cscans_jpeg_start(int descriptor, const cscans_page *page, int quality) {
    cscans_jpeg *jpeg = calloc(1, sizeof *jpeg);
    if (!jpeg) return NULL;
    jpeg->descriptor = descriptor;
    jpeg->codec.err = jpeg_std_error(&jpeg->errors);
    jpeg->errors.error_exit = leave;
    jpeg->errors.output_message = say_nothing;
    if (setjmp(jpeg->out)) {
        cscans_jpeg_cancel(jpeg);
        return NULL;
    }
    jpeg_create_compress(&jpeg->codec);
    jpeg->destination.init_destination = begin;
    jpeg->destination.empty_output_buffer = is_full;
    jpeg->destination.term_destination = end;
    jpeg->codec.dest = &jpeg->destination;
    jpeg->codec.image_width = page->width;
    jpeg->codec.image_height = page->height;
    jpeg->codec.input_components = page->components;
    jpeg->codec.in_color_space = page->components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg->codec);
    jpeg_set_quality(&jpeg->codec, quality, TRUE);
    // The same bytes on every machine: the exact arithmetic, and tables that do not wait for the whole image.
    jpeg->codec.dct_method = JDCT_ISLOW;
    jpeg_start_compress(&jpeg->codec, TRUE);
    return jpeg;
}

bool cscans_jpeg_row(cscans_jpeg *jpeg, const uint8_t *row) {
    if (setjmp(jpeg->out)) return false;
    JSAMPROW rows[1] = {(JSAMPROW)(uintptr_t)row};
    return jpeg_write_scanlines(&jpeg->codec, rows, 1) == 1;
}

int64_t cscans_jpeg_finish(cscans_jpeg *jpeg) {
    // A jump forgets what a register held.
    volatile int64_t written = -1;
    if (!setjmp(jpeg->out)) {
        jpeg_finish_compress(&jpeg->codec);
        written = jpeg->written;
    }
    cscans_jpeg_cancel(jpeg);
    return written;
}

void cscans_jpeg_cancel(cscans_jpeg *jpeg) {
    jpeg_destroy_compress(&jpeg->codec);
    free(jpeg);
}

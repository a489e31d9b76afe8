// What Swift needs of libtiff and libjpeg-turbo. Both tell errors in ways that must not pass through Swift: libjpeg by a jump out
// of the call, libtiff to functions of the whole process with a list of arguments. Here each call ends with a plain answer.
#ifndef CSCANS_H
#define CSCANS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// A page as it is stored, and as its rows are handed out.
typedef struct {
    uint32_t width;
    uint32_t height;
    // 1 for grey, 3 for red, green, blue: bytes of one pixel of a row.
    int components;
    // Dots an inch across and down; 0 when the file does not say.
    double dpi_across;
    double dpi_down;
    // 1 to 8, as TIFF and EXIF count; 1 is upright.
    int orientation;
} cscans_page;

typedef enum {
    CSCANS_OK = 0,
    // A part of the file is missing or contradicts another.
    CSCANS_BROKEN,
    // A kind of page that is not turned into JPEG: palettes, more than 8 bits, transparency, JPEG inside, separate planes.
    CSCANS_UNSUPPORTED,
    CSCANS_TOO_LARGE,
} cscans_result;

typedef struct cscans_tiff cscans_tiff;

// Opens the file and its first page; NULL when it is no TIFF or has no page. The descriptor is closed with it, in any case.
cscans_tiff *cscans_tiff_open(int descriptor);
// What the present page is. No more than `most` pixels, and no more memory at once than `memory` bytes.
cscans_result cscans_tiff_page(cscans_tiff *tiff, uint64_t most, uint64_t memory, cscans_page *page);
// The next row of the present page, width × components bytes. From the top; false when it cannot be read.
bool cscans_tiff_row(cscans_tiff *tiff, uint8_t *row);
// Goes on to the next page. 1: there is one; 0: there is none; -1: what should be one cannot be read.
int cscans_tiff_next(cscans_tiff *tiff);
void cscans_tiff_close(cscans_tiff *tiff);

typedef struct cscans_jpeg cscans_jpeg;

// Begins a JPEG that is written to the descriptor as it grows; NULL when that fails. Quality 1 to 100; colours are kept at half
// the resolution, both ways.
cscans_jpeg *cscans_jpeg_start(int descriptor, const cscans_page *page, int quality);
bool cscans_jpeg_row(cscans_jpeg *jpeg, const uint8_t *row);
// Ends the JPEG and answers its bytes; -1 when it could not be written. `jpeg` is gone in any case.
int64_t cscans_jpeg_finish(cscans_jpeg *jpeg);
// Gives up.
void cscans_jpeg_cancel(cscans_jpeg *jpeg);

#endif

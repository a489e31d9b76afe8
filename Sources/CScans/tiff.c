#include "CScans.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

struct cscans_tiff {
    TIFF *file;
    cscans_page page;
    uint16_t bits;
    bool inverted;
    uint32_t row;
    // A row as it is stored, or a band of tiles.
    uint8_t *buffer;
    // Of tiles: their size, and the rows of the band that is in the buffer.
    uint32_t tile_width, tile_height;
    tmsize_t tile_row_bytes, tile_bytes;
    uint8_t *tile;
    uint32_t band;
};

// Nothing is printed: who asked is told by the answer. True ends the search for somebody else to tell.
static int silent(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff, (void)user, (void)module, (void)format, (void)arguments;
    return 1;
}

static void forget_page(cscans_tiff *tiff) {
    free(tiff->buffer);
    free(tiff->tile);
    tiff->buffer = tiff->tile = NULL;
}

cscans_tiff *cscans_tiff_open(int descriptor) {
    cscans_tiff *tiff = calloc(1, sizeof *tiff);
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (tiff && options) {
        TIFFOpenOptionsSetErrorHandlerExtR(options, silent, NULL);
        TIFFOpenOptionsSetWarningHandlerExtR(options, silent, NULL);
        // What a damaged file claims to need at once.
        TIFFOpenOptionsSetMaxSingleMemAlloc(options, 256 << 20);
        // m: not mapped into memory, where a file that is cut meanwhile would end the program.
        tiff->file = TIFFFdOpenExt(descriptor, "scan", "rm", options);
    }
    if (options) TIFFOpenOptionsFree(options);
    if (tiff && tiff->file) return tiff;
    free(tiff);
    close(descriptor);
    return NULL;
}

// A row of an unpacked strip as the file holds it: one bit or one byte a sample.
static void unpack(const cscans_tiff *tiff, const uint8_t *from, uint8_t *to, uint32_t pixels) {
    uint8_t flip = tiff->inverted ? 0xFF : 0;
    if (tiff->bits == 1) {
        for (uint32_t x = 0; x < pixels; x++) to[x] = ((from[x >> 3] >> (7 - (x & 7)) & 1) ? 0xFF : 0) ^ flip;
        return;
    }
    size_t bytes = (size_t)pixels * (size_t)tiff->page.components;
    for (size_t i = 0; i < bytes; i++) to[i] = from[i] ^ flip;
}

static cscans_result prepare_tiles(cscans_tiff *tiff, uint64_t memory) {
    if (!TIFFGetField(tiff->file, TIFFTAG_TILEWIDTH, &tiff->tile_width) ||
        !TIFFGetField(tiff->file, TIFFTAG_TILELENGTH, &tiff->tile_height) || !tiff->tile_width || !tiff->tile_height)
        return CSCANS_BROKEN;
    tiff->tile_row_bytes = TIFFTileRowSize(tiff->file);
    tiff->tile_bytes = TIFFTileSize(tiff->file);
    if (tiff->tile_row_bytes <= 0 || tiff->tile_bytes <= 0) return CSCANS_BROKEN;
    uint64_t across = ((uint64_t)tiff->page.width + tiff->tile_width - 1) / tiff->tile_width;
    uint64_t band = across * tiff->tile_width * tiff->tile_height * (uint64_t)tiff->page.components;
    if ((uint64_t)tiff->tile_bytes > memory || band > memory) return CSCANS_TOO_LARGE;
    tiff->tile = malloc((size_t)tiff->tile_bytes);
    tiff->buffer = malloc((size_t)band);
    return tiff->tile && tiff->buffer ? CSCANS_OK : CSCANS_TOO_LARGE;
}

static cscans_result prepare_rows(cscans_tiff *tiff, uint64_t memory) {
    tmsize_t bytes = TIFFScanlineSize(tiff->file);
    if (bytes <= 0) return CSCANS_BROKEN;
    // No less than what a row of that many samples is.
    uint64_t bits = (uint64_t)tiff->page.width * tiff->bits * (uint64_t)tiff->page.components;
    if ((uint64_t)bytes < (bits + 7) / 8) return CSCANS_BROKEN;
    if ((uint64_t)bytes > memory) return CSCANS_TOO_LARGE;
    tiff->buffer = malloc((size_t)bytes);
    return tiff->buffer ? CSCANS_OK : CSCANS_TOO_LARGE;
}

cscans_result cscans_tiff_page(cscans_tiff *tiff, uint64_t most, uint64_t memory, cscans_page *page) {
    TIFF *file = tiff->file;
    uint16_t samples, photometric, compression, planar, unit, orientation, format, *extra, extras = 0;
    float across = 0, down = 0;
    forget_page(tiff);
    tiff->row = 0;
    tiff->tile_width = 0;
    tiff->band = UINT32_MAX;
    memset(&tiff->page, 0, sizeof tiff->page);
    if (!TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &tiff->page.width) ||
        !TIFFGetField(file, TIFFTAG_IMAGELENGTH, &tiff->page.height) || !TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &photometric))
        return CSCANS_BROKEN;
    if (!tiff->page.width || !tiff->page.height) return CSCANS_BROKEN;
    // What a JPEG can be on a side.
    if (tiff->page.width > 65500 || tiff->page.height > 65500 || (uint64_t)tiff->page.width * tiff->page.height > most)
        return CSCANS_TOO_LARGE;
    TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &tiff->bits);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
    TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
    TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetFieldDefaulted(file, TIFFTAG_RESOLUTIONUNIT, &unit);
    TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &extras, &extra);
    switch (compression) {
    case COMPRESSION_NONE: case COMPRESSION_LZW: case COMPRESSION_PACKBITS: case COMPRESSION_CCITTRLE: case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4: case COMPRESSION_DEFLATE: case COMPRESSION_ADOBE_DEFLATE: break;
    default: return CSCANS_UNSUPPORTED;
    }
    bool grey = samples == 1 && (photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE);
    bool colour = samples == 3 && photometric == PHOTOMETRIC_RGB && tiff->bits == 8 && planar == PLANARCONFIG_CONTIG;
    if (extras || format != SAMPLEFORMAT_UINT || !(grey ? tiff->bits == 1 || tiff->bits == 8 : colour)) return CSCANS_UNSUPPORTED;
    tiff->page.components = grey ? 1 : 3;
    tiff->inverted = grey && photometric == PHOTOMETRIC_MINISWHITE;
    tiff->page.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    if (TIFFGetField(file, TIFFTAG_XRESOLUTION, &across) && TIFFGetField(file, TIFFTAG_YRESOLUTION, &down)) {
        double inches = unit == RESUNIT_CENTIMETER ? 2.54 : unit == RESUNIT_INCH ? 1 : 0;
        tiff->page.dpi_across = across * inches;
        tiff->page.dpi_down = down * inches;
    }
    *page = tiff->page;
    return TIFFIsTiled(file) ? prepare_tiles(tiff, memory) : prepare_rows(tiff, memory);
}

static bool read_band(cscans_tiff *tiff, uint32_t band) {
    size_t pixel = (size_t)tiff->page.components;
    size_t across = ((size_t)tiff->page.width + tiff->tile_width - 1) / tiff->tile_width;
    size_t stride = across * tiff->tile_width * pixel;
    for (size_t column = 0; column < across; column++) {
        if (TIFFReadTile(tiff->file, tiff->tile, (uint32_t)(column * tiff->tile_width), band * tiff->tile_height, 0, 0) < 0) return false;
        for (uint32_t y = 0; y < tiff->tile_height; y++)
            unpack(tiff, tiff->tile + (size_t)y * (size_t)tiff->tile_row_bytes,
                   tiff->buffer + y * stride + column * tiff->tile_width * pixel, tiff->tile_width);
    }
    tiff->band = band;
    return true;
}

bool cscans_tiff_row(cscans_tiff *tiff, uint8_t *row) {
    if (!tiff->buffer || tiff->row >= tiff->page.height) return false;
    size_t bytes = (size_t)tiff->page.width * (size_t)tiff->page.components;
    uint32_t y = tiff->row++;
    if (!tiff->tile) {
        if (TIFFReadScanline(tiff->file, tiff->buffer, y, 0) < 0) return false;
        unpack(tiff, tiff->buffer, row, tiff->page.width);
        return true;
    }
    if (tiff->band != y / tiff->tile_height && !read_band(tiff, y / tiff->tile_height)) return false;
    size_t across = ((size_t)tiff->page.width + tiff->tile_width - 1) / tiff->tile_width;
    size_t stride = across * tiff->tile_width * (size_t)tiff->page.components;
    memcpy(row, tiff->buffer + (y % tiff->tile_height) * stride, bytes);
    return true;
}

int cscans_tiff_next(cscans_tiff *tiff) {
    if (TIFFLastDirectory(tiff->file)) return 0;
    return TIFFReadDirectory(tiff->file) ? 1 : -1;
}

void cscans_tiff_close(cscans_tiff *tiff) {
    forget_page(tiff);
    TIFFClose(tiff->file);
    free(tiff);
}

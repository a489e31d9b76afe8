// zint draws barcodes and QR codes. Swift would see the modules, an array of 28,800 bytes inside of the struct, as a tuple
// of as many members: it asks for them one at a time instead.
#include <zint.h>

/// Whether the module at `row` and `column`, both from 0, is dark; zint packs eight modules in a byte, the first lowest.
static inline int czint_is_dark(const struct zint_symbol *symbol, int row, int column) {
    return (symbol->encoded_data[row][column / 8] >> (column % 8)) & 1;
}

// Pango lays out Vietnamese text, cairo writes it as PDF. What Swift needs of both are plain functions; pkg-config says
// where the headers are and which libraries to link.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

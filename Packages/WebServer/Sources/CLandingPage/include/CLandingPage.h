// The files of StaticSite/LandingPage, compiled into the binary with C23's #embed (Clang 19 and newer, which every
// Swift 6.2 tool chain has): no generator, no copied bytes, and a changed file recompiles this one C file only.
#ifndef C_LANDING_PAGE_H
#define C_LANDING_PAGE_H

#include <stddef.h>

struct landing_page_file {
    const char *path;             // relative to the page's folder, with / between names
    const unsigned char *bytes;
    size_t count;
};

// The number of embedded files.
size_t landing_page_count(void);

// The file at `index`, which must be below landing_page_count().
struct landing_page_file landing_page_file_at(size_t index);

#endif

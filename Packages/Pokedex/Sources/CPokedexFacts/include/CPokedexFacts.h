#ifndef POKEDEX_FACTS_H
#define POKEDEX_FACTS_H

#include <stddef.h>

/// The compressed facts file that is built into the program (gzip); its length in bytes goes to `length`.
const unsigned char *pokedex_facts(size_t *length);

/// Writes the gzip form of `input` into `output` and returns its length, or 0 when `capacity` is too small.
size_t pokedex_gzip(const unsigned char *input, size_t length, unsigned char *output, size_t capacity);

/// Writes what a gzip stream holds into `output` and returns its length, or 0 when the stream is damaged or holds
/// more than `capacity` bytes.
size_t pokedex_gunzip(const unsigned char *input, size_t length, unsigned char *output, size_t capacity);

#endif

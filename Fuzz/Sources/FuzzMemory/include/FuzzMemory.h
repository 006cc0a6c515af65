#include <stddef.h>

/// Counts from here on what is allocated; the program is stopped when more than `limit` bytes are in use at once.
///
/// These are the bytes that were asked for, without the sanitizer's red zones, quarantine and shadow memory.
void fuzz_memory_begin(size_t limit);

/// Ends the count.
void fuzz_memory_end(void);

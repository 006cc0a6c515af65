#include "FuzzMemory.h"

#include <stdio.h>
#include <stdlib.h>

// The address sanitizer's run-time library has these (sanitizer/allocator_interface.h).
int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void *, size_t), void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *address);

// Targets use one thread. Frees of what was there before the count make it negative, which is right.
static int is_counting;
static long long in_use, limit_in_use;

static void on_malloc(const volatile void *address, size_t size) {
  if (!is_counting) return;
  in_use += (long long)size;
  if (in_use <= limit_in_use) return;
  is_counting = 0;
  fprintf(stderr, "ERROR: %lld bytes are in use, more than the limit of %lld\n", in_use, limit_in_use);
  abort();  // libFuzzer prints the stack and keeps the input
}

static void on_free(const volatile void *address) {
  if (is_counting && address) in_use -= (long long)__sanitizer_get_allocated_size(address);
}

void fuzz_memory_begin(size_t limit) {
  static int is_installed;
  if (!is_installed) is_installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
  in_use = 0;
  limit_in_use = (long long)limit;
  is_counting = 1;
}

void fuzz_memory_end(void) { is_counting = 0; }

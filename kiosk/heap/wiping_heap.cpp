// Every block of memory that the program gives back is overwritten first, whoever had it: our own
// strings, the copies that the library made while they grew, Pango's, the compressor's, the
// driver's. So nothing that a shopper typed can be found in memory once nobody needs it; what holds
// it longer is a mistake that the privacy test finds.
//
// How: free() and realloc() of the C library are replaced for the whole process (operator delete
// comes here as well). The C library allows that for programs that replace the whole family; these
// two hand over to its own, so that all others stay as they are.
//
// Cost: writing each freed byte once, at the speed of memory.
//
// Not under the sanitizers, which watch the heap themselves.
#include <errno.h>
#include <malloc.h>
#include <string.h>

#include <cstddef>
#include <cstdint>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define AFTERWORD_SANITIZED_HEAP
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define AFTERWORD_SANITIZED_HEAP
#endif

#ifndef AFTERWORD_SANITIZED_HEAP

extern "C" {

void* __libc_malloc(std::size_t size);
void __libc_free(void* block);

void free(void* block) noexcept {
  if (block == nullptr) return;
  const int before = errno;  // a free changes no errno
  ::explicit_bzero(block, malloc_usable_size(block));
  __libc_free(block);
  errno = before;
}

void* realloc(void* block, std::size_t size) noexcept {
  if (block == nullptr) return __libc_malloc(size);
  if (size == 0) {
    free(block);
    return nullptr;
  }
  const std::size_t room = malloc_usable_size(block);
  if (size <= room && size >= room / 2) {
    ::explicit_bzero(static_cast<char*>(block) + size, room - size);
    return block;
  }
  void* const moved = __libc_malloc(size);
  if (moved == nullptr) return nullptr;
  ::memcpy(moved, block, size < room ? size : room);
  free(block);
  return moved;
}

void* reallocarray(void* block, std::size_t count, std::size_t size) noexcept {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  return realloc(block, bytes);
}

}  // extern "C"

#endif

#ifndef ROLELINT_TEXT_HUGE_PAGES_H_
#define ROLELINT_TEXT_HUGE_PAGES_H_

// Memory that the kernel may back by pages of 2 MB, which spares nearly all page faults of what is
// filled from one end to the other. That is a wish only; elsewhere than on Linux the same memory
// comes in small pages.

#include <cstddef>

namespace rolelint::text {

inline constexpr size_t kHugePage = size_t{2} << 20;

constexpr size_t RoundToHugePages(size_t size) {
  return (size + kHugePage - 1) / kHugePage * kHugePage;
}

// `size` bytes of zeros (a multiple of kHugePage), aligned to huge pages; null if there is no
// memory for them.
char* MapHuge(size_t size);
// Moves what MapHuge gave to where there is room for another size, page by page: nothing is copied.
// Null, with all left as it was, if there is no memory for it.
char* RemapHuge(char* data, size_t old_size, size_t size);
void UnmapHuge(char* data, size_t size);

// Makes the heap larger by `bytes`, in huge pages, none of which is touched before it is used, and
// from now on keeps what is freed for what comes next instead of giving it back. For a run that is
// about to fill a heap of that size. The heap of the main thread alone, on glibc alone.
void ReserveHeap(size_t bytes);

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_HUGE_PAGES_H_

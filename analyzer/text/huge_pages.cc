#include "analyzer/text/huge_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace rolelint::text {
namespace {

// Asks for what lies whole within the bytes.
void AskForHugePages([[maybe_unused]] char* begin, [[maybe_unused]] char* end) {
#ifdef MADV_HUGEPAGE
  constexpr uintptr_t kMask = 4096 - 1;
  begin += -reinterpret_cast<uintptr_t>(begin) & kMask;
  end -= reinterpret_cast<uintptr_t>(end) & kMask;
  if (begin < end) ::madvise(begin, static_cast<size_t>(end - begin), MADV_HUGEPAGE);
#endif
}

// Addresses for `size` bytes, aligned, with the given protection.
char* Reserve(size_t size, int protection) {
  void* mapped = ::mmap(nullptr, size + kHugePage, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* const begin = static_cast<char*>(mapped);
  const size_t skipped = -reinterpret_cast<uintptr_t>(begin) & (kHugePage - 1);
  if (skipped != 0) ::munmap(begin, skipped);
  ::munmap(begin + skipped + size, kHugePage - skipped);
  return begin + skipped;
}

}  // namespace

char* MapHuge(size_t size) {
  char* const data = Reserve(size, PROT_READ | PROT_WRITE);
  if (data != nullptr) AskForHugePages(data, data + size);
  return data;
}

char* RemapHuge(char* data, size_t old_size, size_t size) {
  if (size <= old_size) {
    if (size < old_size) ::munmap(data + size, old_size - size);
    return data;
  }
#ifdef __linux__
  // Where the new addresses are aligned too, huge pages move as they are.
  char* const target = Reserve(size, PROT_NONE);
  if (target == nullptr) return nullptr;
  if (::mremap(data, old_size, size, MREMAP_MAYMOVE | MREMAP_FIXED, target) == MAP_FAILED) {
    ::munmap(target, size);
    return nullptr;
  }
  return target;
#else
  char* const target = MapHuge(size);
  if (target == nullptr) return nullptr;
  std::memcpy(target, data, old_size);
  UnmapHuge(data, old_size);
  return target;
#endif
}

void UnmapHuge(char* data, size_t size) { ::munmap(data, size); }

void ReserveHeap([[maybe_unused]] size_t bytes) {
#if defined(__GLIBC__)
  // The largest that glibc would itself come to as large blocks are freed.
  constexpr int kLargestBlock = 32 << 20;
  // More than lies free at the heap's end, so that the end moves.
  constexpr size_t kProbe = size_t{256} << 10;
  constexpr size_t kHeader = 2 * sizeof(size_t);
  ::mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  ::mallopt(M_TRIM_THRESHOLD, 4 * kLargestBlock);
  ::mallopt(M_TOP_PAD, static_cast<int>(bytes));
  void* const block = std::malloc(kProbe);
  ::mallopt(M_TOP_PAD, static_cast<int>(kHugePage));
  char* const begin = static_cast<char*>(block);
  char* const end = static_cast<char*>(::sbrk(0));
  if (begin >= end || static_cast<size_t>(end - begin) > bytes + kHugePage) {
    std::free(block);  // of another thread's heap
    return;
  }
  AskForHugePages(begin, end);
  // The block stays, untouched, up to the first boundary behind it: before that one there are small
  // pages only.
  const size_t skipped =
      kProbe + (-(reinterpret_cast<uintptr_t>(begin) + kProbe) & (kHugePage - 1));
  [[maybe_unused]] void* const kept = std::realloc(block, skipped - kHeader);
#endif
}

}  // namespace rolelint::text

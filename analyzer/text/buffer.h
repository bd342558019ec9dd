#pragma once

// Growing memory for a whole file. Large blocks grow by remapping their pages, not by copying, and
// grow by at most kStep at a time, so that what is reserved stays close to what is used. No byte is
// touched before it is written. Running out of memory is an answer, not an exception.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace rolelint::text {

class Buffer {
 public:
  struct Free {
    void operator()(char* data) const { std::free(data); }
  };
  using Memory = std::unique_ptr<char[], Free>;

  char* data() { return data_.get(); }
  size_t size() const { return size_; }
  // Where the next bytes go, and for how many there is room.
  char* tail() { return data_.get() + size_; }
  size_t room() const { return capacity_ - size_; }
  void Add(size_t bytes) { size_ += bytes; }

  // Makes room for `bytes` more; false if there is no memory for them.
  bool Reserve(size_t bytes) {
    if (room() >= bytes) return true;
    size_t more = capacity_ < kStep ? capacity_ : kStep;
    return Resize(size_ + (bytes > more ? bytes : more));
  }

  // Ends the bytes with `padding` zeros and hands them over.
  Memory Finish(size_t padding) {
    if (!Reserve(padding)) return nullptr;
    std::memset(tail(), 0, padding);
    if (room() > padding + kSlack) Resize(size_ + padding);
    size_ = 0;
    capacity_ = 0;
    return std::move(data_);
  }

 private:
  static constexpr size_t kStep = size_t{64} << 20;
  static constexpr size_t kHuge = size_t{8} << 20;
  static constexpr uintptr_t kPage = 4096;
  static constexpr size_t kSlack = size_t{64} << 10;

  bool Resize(size_t capacity) {
    void* moved = std::realloc(data_.get(), capacity);
    if (moved == nullptr) return false;
    static_cast<void>(data_.release());
    data_.reset(static_cast<char*>(moved));
    capacity_ = capacity;
    if (capacity >= kHuge) AskForHugePages();
    return true;
  }

  // The kernel may back a large block by pages of 2 MB, which spares most page faults. It is a wish
  // only.
  void AskForHugePages() {
#ifdef MADV_HUGEPAGE
    size_t skipped = -reinterpret_cast<uintptr_t>(data_.get()) % kPage;
    ::madvise(data_.get() + skipped, (capacity_ - skipped) / kPage * kPage, MADV_HUGEPAGE);
#endif
  }

  Memory data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace rolelint::text

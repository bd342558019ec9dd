#ifndef ROLELINT_TEXT_BUFFER_H_
#define ROLELINT_TEXT_BUFFER_H_

// Growing memory for a whole file. Large blocks lie in huge pages, grow by moving their pages, not
// by copying, and by at most kStep at a time, so that what is reserved stays close to what is used.
// Running out of memory is an answer, not an exception.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "analyzer/text/huge_pages.h"

namespace rolelint::text {

struct FreeMemory {
  size_t mapped = 0;  // bytes of huge pages; 0: the heap's memory

  void operator()(char* data) const {
    if (mapped != 0) {
      UnmapHuge(data, mapped);
    } else {
      std::free(data);
    }
  }
};

class Buffer {
 public:
  using Memory = std::unique_ptr<char[], FreeMemory>;

  char* data() { return data_.get(); }
  size_t size() const { return size_; }
  // Where the next bytes go, and for how many there is room.
  char* tail() { return data_.get() + size_; }
  size_t room() const { return capacity_ - size_; }
  void Add(size_t bytes) { size_ += bytes; }

  // Makes room for `bytes` more; false if there is no memory for them.
  bool Reserve(size_t bytes) {
    if (room() >= bytes) return true;
    const size_t capacity = size_ + std::max(bytes, std::min(capacity_, kStep));
    return capacity < kHuge ? Resize(capacity) : Map(RoundToHugePages(capacity));
  }

  // Ends the bytes with `padding` zeros and hands them over.
  Memory Finish(size_t padding) {
    if (!Reserve(padding)) return nullptr;
    std::memset(tail(), 0, padding);
    if (data_.get_deleter().mapped != 0) {
      Map(RoundToHugePages(size_ + padding));
    } else if (room() > padding + kSlack) {
      Resize(size_ + padding);
    }
    size_ = 0;
    capacity_ = 0;
    return std::move(data_);
  }

 private:
  static constexpr size_t kStep = size_t{64} << 20;
  static constexpr size_t kHuge = size_t{4} << 20;
  static constexpr size_t kSlack = size_t{64} << 10;

  bool Resize(size_t capacity) {
    void* moved = std::realloc(data_.get(), capacity);
    if (moved == nullptr) return false;
    static_cast<void>(data_.release());
    data_.reset(static_cast<char*>(moved));
    capacity_ = capacity;
    return true;
  }

  bool Map(size_t capacity) {
    size_t& mapped = data_.get_deleter().mapped;
    char* const moved = mapped != 0 ? RemapHuge(data_.get(), mapped, capacity) : MapHuge(capacity);
    if (moved == nullptr) return false;
    if (mapped != 0) {
      static_cast<void>(data_.release());
    } else if (size_ != 0) {
      std::memcpy(moved, data_.get(), size_);
    }
    data_ = Memory(moved, FreeMemory{capacity});
    capacity_ = capacity;
    return true;
  }

  Memory data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_BUFFER_H_

#ifndef ROLELINT_TEXT_ARENA_H_
#define ROLELINT_TEXT_ARENA_H_

// A bump allocator for what lives exactly as long as one document or one entity of a dump: tree
// side tables, decoded strings, policy models. Reset() keeps the largest block, so a dump of a
// million documents allocates a handful of times. Only trivially destructible types are placed.

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rolelint::text {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  // What was moved from is empty and may be used again.
  Arena(Arena&& other) noexcept { *this = std::move(other); }
  Arena& operator=(Arena&& other) noexcept {
    blocks_ = std::exchange(other.blocks_, {});
    block_ = std::exchange(other.block_, nullptr);
    used_ = std::exchange(other.used_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    reserved_ = std::exchange(other.reserved_, 0);
    return *this;
  }

  // Uninitialised bytes, aligned as asked (a power of two, at most alignof(max_align_t)).
  void* Allocate(size_t bytes, size_t align) {
    size_t start = (used_ + align - 1) & ~(align - 1);
    if (start + bytes > capacity_) return AllocateSlow(bytes, align);
    used_ = start + bytes;
    return block_ + start;
  }

  template <typename T>
  std::span<T> AllocateArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* data = static_cast<T*>(Allocate(count * sizeof(T), alignof(T)));
    for (size_t i = 0; i < count; ++i) new (data + i) T();
    return {data, count};
  }

  // A copy of `items` that lives until Reset().
  template <typename T>
  std::span<const T> Copy(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* data = static_cast<T*>(Allocate(items.size() * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(data), items.data(), items.size() * sizeof(T));
    return {data, items.size()};
  }

  std::string_view Copy(std::string_view bytes) {
    if (bytes.empty()) return {};
    char* data = static_cast<char*>(Allocate(bytes.size(), 1));
    std::memcpy(data, bytes.data(), bytes.size());
    return {data, bytes.size()};
  }

  // Forgets everything placed so far. What was handed out must no longer be used.
  void Reset();

  size_t bytes_reserved() const { return reserved_; }

 private:
  static constexpr size_t kFirstBlock = size_t{16} << 10;

  void* AllocateSlow(size_t bytes, size_t align);

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* block_ = nullptr;
  size_t used_ = 0;
  size_t capacity_ = 0;
  size_t reserved_ = 0;
};

}  // namespace rolelint::text

#endif  // ROLELINT_TEXT_ARENA_H_

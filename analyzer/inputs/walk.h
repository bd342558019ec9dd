#ifndef ROLELINT_INPUTS_WALK_H_
#define ROLELINT_INPUTS_WALK_H_

// Walks a file without building it: values one after another, arrays of them, pages of lists, down
// to the elements, which are read one at a time. What is not worth walking is read as one tree and
// given to the adapters.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/inputs/page.h"
#include "analyzer/inputs/session.h"
#include "analyzer/json/reader.h"
#include "analyzer/text/arena.h"

namespace rolelint::inputs {

enum class Shape : uint8_t { kTree, kPage, kMapOfAccounts };

// What the object at `at` is, told by its first members, without reading its lists.
Shape ProbeShape(std::string_view text, uint32_t at);

class Walk {
 public:
  Walk(const text::Source& source, Session* session);

  // All values of the file. False after a fatal issue, which is then among the session's.
  bool Run();

 private:
  uint32_t WalkValue(uint32_t at, int depth);
  uint32_t WalkArray(uint32_t at, int depth);
  uint32_t WalkPage(uint32_t at, std::string_view account);
  uint32_t WalkAccountMap(uint32_t at);
  uint32_t WalkList(ListId list, uint32_t at, Page* page);
  uint32_t ReadAsTree(uint32_t at);

  const std::string_view text_;
  Session& session_;
  // The memory of elements is reused while the containers around them are still being walked.
  text::Arena outer_arena_;
  json::Reader outer_;
  json::Reader inner_;
};

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_WALK_H_

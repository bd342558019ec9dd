#ifndef ROLELINT_JSON_CURSOR_H_
#define ROLELINT_JSON_CURSOR_H_

// Steps through one container without building it, so that a dump is read entity by entity in the
// memory of one. The grammar between the values is checked and reported as ReadValue does
// (comments, trailing commas, duplicate keys, the fatal ones).
//
//   Cursor roles(&reader, at);  // the offset of the '[' or '{'
//   while (roles.Next()) {
//     tree.Clear();
//     if (!roles.Read(&tree)) break;
//     …
//   }
//   if (reader.failed()) …  else roles.end() is the offset behind the closing bracket.

#include <cstdint>
#include <string_view>

#include "analyzer/json/reader.h"
#include "analyzer/json/tree.h"

namespace rolelint::json {

class Cursor {
 public:
  // `at` is the offset of a '{' or '['.
  Cursor(Reader* reader, uint32_t at);

  // To the next member or element, past the value of this one if it was neither read nor skipped.
  // False at the end and after a fatal issue (reader->failed() tells which).
  bool Next();

  // Of the member at hand; "" and {} in arrays.
  std::string_view key() const;
  Span key_span() const;
  // How many came before this one.
  uint32_t index() const { return index_; }
  // Where its value begins, and the byte that stands there.
  uint32_t value() const { return value_; }
  char first_byte() const;

  // Appends the value to `tree`. False after a fatal issue.
  bool Read(Tree* tree);
  // Passes over the value unread: what is wrong in it is not noticed, unless it does not end.
  bool Skip();
  // Goes on at `offset`, one past the value, which the caller has walked himself.
  void GoOnAt(uint32_t offset);

  // After Next() has returned false without a fatal issue: one past the closing bracket.
  uint32_t end() const { return at_; }

 private:
  bool ReadKey();
  void Finish();

  Reader* reader_;
  Tree keys_;  // an object without values: what the check for duplicates needs
  Span open_;
  char closer_;
  uint32_t at_;  // where reading goes on
  uint32_t value_ = 0;
  uint32_t index_ = 0;
  bool begun_ = false;    // Next() was called
  bool pending_ = false;  // the value at hand has not been passed
  bool done_ = false;
};

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_CURSOR_H_

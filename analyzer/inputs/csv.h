#ifndef ROLELINT_INPUTS_CSV_H_
#define ROLELINT_INPUTS_CSV_H_

// A table as spreadsheets and databases write it, as a tree: a list of rows, each an object with
// the header's names as keys and its cells as strings. A cell in quotes may hold commas, line
// breaks and, doubled, quotes: https://www.rfc-editor.org/rfc/rfc4180

#include <vector>

#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs {

// Columns beyond these are passed over.
inline constexpr size_t kMaxColumns = 1024;

// Fills `tree`, whose text must be `file`'s. False, with an issue, if a quoted cell does not end;
// the rows before it are there.
bool ReadCsv(const text::View& file, text::Arena* arena, json::Tree* tree,
             std::vector<json::Issue>* issues);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_CSV_H_

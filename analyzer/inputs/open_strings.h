#ifndef ROLELINT_INPUTS_OPEN_STRINGS_H_
#define ROLELINT_INPUTS_OPEN_STRINGS_H_

// Open values (json::Value::open) inside of a document that was itself in a string which a template
// left open in parts.

#include <string_view>

#include "analyzer/inputs/tree_pool.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"

namespace rolelint::inputs {

// The only item of a list that has none in this world (text/choices.h): what it holds is read in
// the others.
inline constexpr std::string_view kNoItem = "${If}";

// Whether a `${Name}` without a colon stands in the text: what an open part looks like.
bool HasOpenPart(std::string_view text);

// The same tree with every string marked open that has an open part. An object one of whose keys
// has one becomes open as a whole: which members it has is not known.
json::Value MarkOpen(json::Value root, text::Arena* arena, TreePool* trees);

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_OPEN_STRINGS_H_

#ifndef ROLELINT_JSON_SCALAR_VIEW_H_
#define ROLELINT_JSON_SCALAR_VIEW_H_

// The contents of a string of a tree as a text of its own, whose places lead back to the bytes of
// the tree's text: what a document inside a string is read from. (Of a block scalar without the
// blanks in which it ends.)

#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/view.h"

namespace rolelint::json {

// `string` is of a tree over `view`'s text, which must outlive the result; so must `arena`, in
// which it lies. Never null. Of JSON strings every escape has its place; of YAML's scalars the line
// breaks and indentation that were folded or stripped stand for the blanks that are left of them.
const text::View* ScalarView(Value string, const text::View& view, text::Arena* arena);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_SCALAR_VIEW_H_

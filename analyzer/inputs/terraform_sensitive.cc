// What plans and states mark as sensitive.

#include "analyzer/inputs/terraform_resource.h"

namespace rolelint::inputs {

using json::Value;

namespace {

void NoteMarked(Value value, Value mark, const text::View& view, Session* session) {
  if (!value || value.type() == json::Type::kNull) return;
  if (mark.truth()) {
    session->AddSensitive(view.ToFile(value.span()));
    return;
  }
  if (mark.is_object()) {
    for (Value member : mark) NoteMarked(value.Find(member.key()), member, view, session);
  } else if (mark.is_array() && value.is_array()) {
    auto item = value.begin();
    for (Value each : mark) {
      if (!(item != value.end())) return;
      NoteMarked(*item, each, view, session);
      ++item;
    }
  }
}

}  // namespace

void NoteSensitive(Value value, const text::View& view, Session* session) {
  struct Pair {
    std::string_view value;
    std::string_view mark;
  };
  constexpr Pair kPairs[] = {{"after", "after_sensitive"},
                             {"before", "before_sensitive"},
                             {"values", "sensitive_values"},
                             {"value", "sensitive"}};
  if (value.is_object()) {
    for (const Pair& pair : kPairs) {
      Value mark = value.Find(pair.mark);
      if (mark) NoteMarked(value.Find(pair.value), mark, view, session);
    }
  }
  for (Value child : value) NoteSensitive(child, view, session);
}

}  // namespace rolelint::inputs

#include "analyzer/engine/rule.h"

#include <xxhash.h>

#include <cassert>

namespace rolelint::engine {

std::string PascalCase(std::string_view id) {
  std::string name;
  bool start = true;
  for (char c : id) {
    if (c == '-') {
      start = true;
      continue;
    }
    name += start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    start = false;
  }
  return name;
}

FindingBuilder& FindingBuilder::Label(std::string label) {
  finding_->label = std::move(label);
  return *this;
}

FindingBuilder& FindingBuilder::Help(std::string help) {
  finding_->help = std::move(help);
  return *this;
}

FindingBuilder& FindingBuilder::Level(engine::Level level) {
  finding_->level = level;
  return *this;
}

FindingBuilder& FindingBuilder::Confidence(engine::Confidence confidence) {
  finding_->confidence = confidence;
  return *this;
}

FindingBuilder& FindingBuilder::Related(Span span, std::string label) {
  assert(view_ != nullptr && "entity and estate rules name a place");
  return Related(estate::Place{file_, view_->ToFile(span)}, std::move(label));
}

FindingBuilder& FindingBuilder::Related(const estate::Place& place, std::string label) {
  if (!place) return *this;
  engine::Related related;
  related.label = std::move(label);
  related.place = place;
  // Items of a function of a template all stand where the function does.
  const std::vector<engine::Related>& told = finding_->related;
  if (!told.empty() && told.back().place == place && told.back().label == related.label) {
    return *this;
  }
  finding_->related.push_back(std::move(related));
  return *this;
}

FindingBuilder& FindingBuilder::Distinct(std::string_view what) {
  finding_->distinction = XXH3_64bits_withSeed(what.data(), what.size(), finding_->distinction);
  return *this;
}

FindingBuilder& FindingBuilder::Fix(Span span, std::string text, bool safe) {
  // Inside a string the replacement would have to be escaped as often as the document is wrapped.
  if (view_ == nullptr) return *this;
  if (view_->parent() != nullptr) {
    finding_->no_fix = NoFix::kWrapped;
    return *this;
  }
  if (!finding_->fix) finding_->fix.emplace(engine::Fix{safe, {}});
  finding_->fix->safe = finding_->fix->safe && safe;
  Edit edit;
  edit.span = view_->ToFile(span);
  edit.text = std::move(text);
  finding_->fix->edits.push_back(std::move(edit));
  return *this;
}

}  // namespace rolelint::engine

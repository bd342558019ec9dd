#ifndef ROLELINT_TESTS_LOGIC_HELD_POLICY_H_
#define ROLELINT_TESTS_LOGIC_HELD_POLICY_H_

// A policy with all that its document lives in.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/json/reader.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/source.h"

namespace rolelint::logic {

class HeldPolicy {
 public:
  explicit HeldPolicy(std::string text, policy::Kind kind = policy::Kind::kIdentity) {
    text::SourceError error;
    source_ = text::Source::FromBytes("", std::move(text), &error);
    view_ = text::View(source_->text());
    std::vector<json::Issue> issues;
    json::ReadAll(source_->text(), &arena_, &trees_, &issues);
    document_ =
        policy::ParsePolicy(trees_.at(0).root(), view_, kind, policy::KindSource::kOption, &arena_);
  }
  HeldPolicy(const HeldPolicy&) = delete;
  HeldPolicy& operator=(const HeldPolicy&) = delete;

  const policy::Document& document() const { return document_; }

 private:
  std::optional<text::Source> source_;
  text::View view_;
  text::Arena arena_;
  std::vector<json::Tree> trees_;
  policy::Document document_;
};

}  // namespace rolelint::logic

#endif  // ROLELINT_TESTS_LOGIC_HELD_POLICY_H_

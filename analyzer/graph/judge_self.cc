// What a caller may arrange for itself, so that statements which ask for it do not keep it out:
// tags of a user, its MFA device, tags and source identity of the session.

#include <algorithm>

#include "analyzer/graph/condition_words.h"
#include "analyzer/graph/judge.h"
#include "analyzer/text/glob.h"

namespace rolelint::graph {

using estate::Entity;

namespace {

constexpr std::string_view kTag = "aws:PrincipalTag/";
constexpr std::string_view kMfa = "aws:MultiFactorAuthPresent";
constexpr std::string_view kMfaAge = "aws:MultiFactorAuthAge";

bool TestsTags(const logic::Vocabulary& vocabulary) {
  for (logic::KeyId id = 0; id < vocabulary.key_count(); ++id) {
    const std::string_view key = vocabulary.key(id).name;
    if (text::EqualsFolded(key.substr(0, kTag.size()), kTag)) return true;
  }
  return false;
}

// The action that a request with the key needs besides; "" if none.
std::string_view CompanionOf(std::string_view key) {
  constexpr std::string_view kRequestTag = "aws:RequestTag/";
  if (text::EqualsFolded(key.substr(0, kRequestTag.size()), kRequestTag) ||
      text::EqualsFolded(key, "aws:TagKeys") || text::EqualsFolded(key, "sts:TransitiveTagKeys")) {
    return "sts:TagSession";
  }
  return text::EqualsFolded(key, "sts:SourceIdentity") ? "sts:SetSourceIdentity" : "";
}

Judge::Question OnItself(const Entity& who, std::string_view action, std::string resource) {
  Judge::Question question;
  question.principal = *PrincipalOf(who);
  question.who = &who;
  question.action = action;
  question.resource = std::move(resource);
  return question;
}

}  // namespace

bool Judge::MayRetag(const Entity& who) {
  if (who.type != estate::EntityType::kUser || who.arn.empty()) return false;
  const auto known = retags_.find(&who);
  if (known != retags_.end()) return known->second;
  if (!TestsTags(source_.prover().vocabulary())) return false;
  // Nobody needs other tags to be allowed to tag itself.
  retags_[&who] = false;
  const EdgeVerdict verdict = Ask(OnItself(who, "iam:TagUser", who.arn)).verdict;
  return retags_[&who] = verdict >= EdgeVerdict::kConditional;
}

bool Judge::MayEnrollMfa(const Entity& who) {
  if (who.type != estate::EntityType::kUser || who.arn.empty()) return false;
  auto [it, added] = enrolls_.try_emplace(&who, false);
  if (!added) return it->second;
  const auto may = [&](std::string_view action, std::string resource) {
    Question question = OnItself(who, action, std::move(resource));
    question.context = {{std::string(kMfa), {"false"}, false}};
    return Ask(question).verdict >= EdgeVerdict::kConditional;
  };
  const std::string device = "arn:" + who.partition + ":iam::" + who.account + ":mfa/" + who.name;
  const bool both =
      may("iam:CreateVirtualMFADevice", device) && may("iam:EnableMFADevice", who.arn);
  return enrolls_[&who] = both;
}

Judgement Judge::WithCompanions(const Question& question, Judgement result) {
  if (result.verdict != EdgeVerdict::kConditional || !result.witness) return result;
  // Each round leaves out one key that the request cannot bring.
  Question bare = question;
  for (size_t round = 0; round < 8; ++round) {
    const auto& context = result.witness->context;
    const auto brought = std::find_if(context.begin(), context.end(), [](const auto& value) {
      return !value.values.empty() && !CompanionOf(value.key).empty();
    });
    if (brought == context.end()) return result;
    Question companion = bare;
    companion.action = CompanionOf(brought->key);
    const Judgement also = Ask(companion);
    if (also.verdict != EdgeVerdict::kNone) {
      result.verdict = std::min(result.verdict, also.verdict);
      if (result.reason.empty()) result.reason = also.reason;
      for (const std::string& text : also.conditions) AddOnce(text, &result.conditions);
      return result;
    }
    const std::string key = brought->key;
    bare.context.push_back({key, {}, false});
    result = Ask(bare);
    if (result.verdict == EdgeVerdict::kNone || !result.witness) return result;
    result.verdict = std::min(result.verdict, EdgeVerdict::kConditional);
    AddOnce(key + " Null true", &result.conditions);
  }
  return result;
}

bool Judge::Arranges(const Question& question, std::string_view key) {
  if (question.who == nullptr) return false;
  if (text::EqualsFolded(key.substr(0, kTag.size()), kTag)) return !question.own_tags;
  if (!text::EqualsFolded(key, kMfa) && !text::EqualsFolded(key, kMfaAge)) return false;
  return MayEnrollMfa(*question.who);
}

}  // namespace rolelint::graph

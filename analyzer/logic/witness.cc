// From states to a request (proof_run.h).

#include <algorithm>

#include "analyzer/logic/proof_run.h"
#include "analyzer/policy/partition.h"

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;

constexpr size_t kMaxCandidates = 16;
// Shapes of resources that are tried one by one.
constexpr size_t kMaxPlain = 32;

// AWS's example accounts.
constexpr std::string_view kAccount = "111122223333";
constexpr std::string_view kOtherAccount = "444455556666";

StateId StateIn(const Search::States& states, size_t dimension) {
  return dimension < states.size() ? states[dimension] : Domains::kEmpty;
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0 | c >> 6));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | c >> 12));
    out->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | c >> 18));
    out->push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

// What stands in `pattern` where the template has its variable, if all around it is equal.
std::optional<std::string> Middle(const Template& text, const Pattern& pattern) {
  const std::vector<Pattern::Token>& before = text.pieces.front().tokens;
  const std::vector<Pattern::Token>& after = text.pieces.back().tokens;
  const std::vector<Pattern::Token>& tokens = pattern.tokens();
  if (tokens.size() < before.size() + after.size()) return std::nullopt;
  if (!std::equal(before.begin(), before.end(), tokens.begin())) return std::nullopt;
  if (!std::equal(after.rbegin(), after.rend(), tokens.rbegin())) return std::nullopt;
  std::string middle;
  for (size_t i = before.size(); i < tokens.size() - after.size(); ++i) {
    if (tokens[i].kind == Kind::kCharacter) {
      AppendUtf8(tokens[i].character, &middle);
    } else {
      middle += "x";  // any text
    }
  }
  return middle;
}

std::string LastPart(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string FirstPart(const std::string& path) { return path.substr(0, path.find('/')); }

}  // namespace

std::optional<std::string_view> WitnessMaker::ValueOf(KeyId key) const {
  auto forced = forced_.find(key);
  if (forced != forced_.end()) return forced->second;
  auto chosen = values_.find(key);
  if (chosen != values_.end()) {
    if (chosen->second.shape != KeyValue::Shape::kOne) return std::nullopt;
    return chosen->second.values[0];
  }
  const Principal& principal = request_.principal;
  switch (atoms_.vocabulary().key(key).derived) {
    case DerivedKey::kPrincipalArn:
      return principal.arn();
    case DerivedKey::kPrincipalAccount:
      return principal.account;
    case DerivedKey::kPrincipalType:
      return principal.type();
    case DerivedKey::kUsername:
      if (principal.kind == Principal::Kind::kUser) return principal.user_name;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// Its value is the principal's, and no request can carry another.
bool WitnessMaker::FollowsFromPrincipal(KeyId key) const {
  switch (atoms_.vocabulary().key(key).derived) {
    case DerivedKey::kPrincipalArn:
    case DerivedKey::kPrincipalAccount:
    case DerivedKey::kPrincipalType:
      return true;
    default:
      return false;
  }
}

bool WitnessMaker::UsesTemplate(StateId state) const {
  const std::vector<Literal>& literals = domains_.literals(state);
  return std::any_of(literals.begin(), literals.end(), [&](Literal literal) {
    const Region* region = atoms_.atom(AtomOf(literal)).region;
    return region != nullptr && !region->templates.empty();
  });
}

bool WitnessMaker::ChoosePrincipal(const Search::States& states, std::string_view account) {
  if (principal_ != nullptr) {
    request_.principal = *principal_;
    return true;
  }
  Vocabulary& vocabulary = atoms_.vocabulary();
  const StateId state = StateIn(states, 1);
  if (state == Domains::kEmpty) {  // whoever
    request_.principal = *ParsePrincipal("arn:aws:iam::" + std::string(account) + ":user/alex");
    return true;
  }
  std::vector<const Pattern*> plain;
  auto add = [&](const std::string& glob) {
    plain.push_back(vocabulary.Intern(Pattern::OfTokens(SegmentTokens(glob))));
  };
  const std::string root = "arn:aws:iam::" + std::string(account);
  // A user has the name that conditions ask for.
  const KeyId username = vocabulary.FindKey("aws:username");
  std::optional<KeyValue> name;
  if (auto forced = forced_.find(username); forced != forced_.end()) {
    name = {KeyValue::Shape::kOne, {forced->second}};
  } else if (username != Vocabulary::kNoKey && username + 2 < states.size() &&
             !UsesTemplate(states[username + 2])) {
    name = domains_.KeyFor(states[username + 2], username, *this);
  }
  if (name && name->shape == KeyValue::Shape::kOne) {
    add(root + ":user/" + name->values[0] + ":");
  } else {
    add(root + ":user/alex:");
  }
  std::optional<std::string> text;
  for (std::string_view rest : {"", ":user/?*:", ":role/?*:?*", ":root:"}) {
    if (!rest.empty()) {
      plain.clear();
      add(root + std::string(rest));
      if (rest == ":root:") add("arn:aws:?*");
    }
    text = domains_.TextFor(state, *this, plain);
    if (!text) return false;
    if (plain[0]->Matches(*text)) break;
  }
  std::optional<Principal> principal = PrincipalOfText(*text);
  if (!principal) return false;
  request_.principal = std::move(*principal);
  return true;
}

// In the order in which people like to see them: of the partition that nearly all are in, as the
// action's own resources look, the simplest first.
std::vector<const Pattern*> WitnessMaker::PlainResources() {
  Vocabulary& vocabulary = atoms_.vocabulary();
  const std::optional<catalog::Action> known = vocabulary.catalog().FindAction(action_);
  if (!known) {
    return {vocabulary.Intern(Pattern::OfTokens(SegmentTokens("arn:aws:?*:*:*:?*")))};
  }
  std::vector<std::string_view> globs;  // without what is before the service
  for (catalog::ActionResource resource : known->resources()) {
    const catalog::ArnPatterns arns = resource.type().arns();
    for (size_t i = 0; i < arns.size(); ++i) {
      const std::string_view glob = arns[i].glob();
      globs.push_back(glob.substr(std::min(glob.size(), glob.find(':', glob.find(':') + 1))));
    }
  }
  if (globs.empty()) return {vocabulary.Intern(Pattern::Literal("*"))};
  std::stable_sort(globs.begin(), globs.end(),
                   [](std::string_view a, std::string_view b) { return a.size() < b.size(); });
  std::vector<const Pattern*> plain;
  for (std::string_view partition : policy::Partitions()) {
    for (std::string_view glob : globs) {
      if (plain.size() == kMaxPlain) return plain;
      const std::string arn = "arn:" + std::string(partition) + std::string(glob);
      plain.push_back(vocabulary.Intern(Pattern::Arn(arn)));
    }
  }
  return plain;
}

bool WitnessMaker::ChooseResource(StateId state, std::string_view account) {
  Vocabulary& vocabulary = atoms_.vocabulary();
  std::optional<std::string> text;
  if (account.empty()) {
    for (const Pattern* plain : PlainResources()) {
      text = domains_.TextFor(state, *this, {&plain, 1});
      if (!text || plain->Matches(*text)) break;
    }
  } else {
    std::vector<const Pattern*> plain;
    const std::string glob = "arn:aws:?*:*:";
    plain.push_back(
        vocabulary.Intern(Pattern::OfTokens(SegmentTokens(glob + std::string(account) + ":?*"))));
    plain.push_back(vocabulary.Intern(Pattern::OfTokens(SegmentTokens(glob + ":?*"))));
    text = domains_.TextFor(state, *this, plain);
  }
  if (!text) return false;
  request_.resource = std::move(*text);
  return true;
}

bool WitnessMaker::ChooseKeys(const Search::States& states, bool with_templates) {
  const auto keys = static_cast<KeyId>(atoms_.vocabulary().key_count());
  for (KeyId key = 0; key < keys && key + 2 < states.size(); ++key) {
    const StateId state = states[key + 2];
    if (state == Domains::kEmpty || UsesTemplate(state) != with_templates) continue;
    // Of a user it is the user's name.
    if (atoms_.vocabulary().key(key).derived == DerivedKey::kUsername) {
      const Principal& principal = request_.principal;
      if (principal.kind == Principal::Kind::kUser) {
        values_[key] = {KeyValue::Shape::kOne, {principal.user_name}};
      }
      continue;
    }
    auto forced = forced_.find(key);
    if (forced != forced_.end()) {
      values_[key] = {KeyValue::Shape::kOne, {forced->second}};
      continue;
    }
    std::optional<KeyValue> value = domains_.KeyFor(state, key, *this);
    if (!value) return false;
    values_[key] = std::move(*value);
  }
  return true;
}

bool WitnessMaker::Try(const Search::States& states) {
  return TryWith(states, Accounts::kAny) || TryWith(states, Accounts::kSame) ||
         TryWith(states, Accounts::kDifferent);
}

bool WitnessMaker::TryWith(const Search::States& states, Accounts accounts) {
  values_.clear();
  request_.context.clear();
  request_.resource_account.clear();
  if (action_.empty()) action_ = spell_();
  request_.action = action_;
  const bool any = accounts == Accounts::kAny;
  if (!ChoosePrincipal(states, kAccount)) return false;
  if (!ChooseKeys(states, false) || !ChooseKeys(states, true)) return false;
  for (const auto& [key, text] : forced_) values_[key] = {KeyValue::Shape::kOne, {text}};
  const StateId resource = StateIn(states, 0);
  if (!ChooseResource(resource, any ? std::string_view() : kAccount)) return false;
  if (!any) {
    const std::string_view owner = request_.owner_account();
    if (accounts == Accounts::kSame && !owner.empty() && owner != request_.principal.account &&
        !ChoosePrincipal(states, std::string(owner))) {
      return false;
    }
    if (accounts == Accounts::kDifferent && owner == request_.principal.account &&
        !ChoosePrincipal(states, kOtherAccount)) {
      return false;
    }
    if (owner.empty()) {
      request_.resource_account =
          accounts == Accounts::kSame ? request_.principal.account : std::string(kOtherAccount);
    }
  }
  for (const auto& [key, value] : values_) {
    if (value.shape == KeyValue::Shape::kAbsent) continue;
    const Key& of = atoms_.vocabulary().key(key);
    if (of.derived == DerivedKey::kResourceAccount) {
      request_.resource_account = value.values[0];
      continue;
    }
    if (of.derived == DerivedKey::kUsername) continue;
    request_.context.push_back({of.name, value.values, value.shape == KeyValue::Shape::kList});
  }
  BoundRequest bound(atoms_.vocabulary());
  bound.Bind(request_);
  RequestLogic logic(bound);
  return goal_.Of(&logic) == Truth::kTrue;
}

void WitnessMaker::CollectCandidates() {
  if (candidates_known_) return;
  candidates_known_ = true;
  for (uint32_t id = 0; id < atoms_.size(); ++id) {
    const Region* with = atoms_.atom(id).region;
    if (with == nullptr) continue;
    for (const Template* text : with->templates) Collect(*text);
  }
}

void WitnessMaker::Collect(const Template& text) {
  if (text.pieces.size() != 2 || text.pieces[0].variable == Vocabulary::kNoKey) return;
  std::vector<std::string>& offered = candidates_[text.pieces[0].variable];
  for (uint32_t id = 0; id < atoms_.size(); ++id) {
    const Region* region = atoms_.atom(id).region;
    if (region == nullptr) continue;
    for (const Pattern* pattern : region->patterns) {
      std::optional<std::string> middle = Middle(text, *pattern);
      if (middle && offered.size() < kMaxCandidates) offered.push_back(std::move(*middle));
    }
  }
}

// Where the resource or the principal is to be of a template, a text of it says what the variable
// has to be.
bool WitnessMaker::TryBackwards(const Search::States& states) {
  for (size_t dimension = 0; dimension < 2; ++dimension) {
    const StateId state = StateIn(states, dimension);
    if (state == Domains::kEmpty || !UsesTemplate(state)) continue;
    const std::optional<std::string> text = domains_.OpenTextFor(state);
    if (!text) continue;
    forced_.clear();
    for (Literal literal : domains_.literals(state)) {
      if (IsNegated(literal)) continue;
      for (const Template* item : atoms_.atom(AtomOf(literal)).region->templates) {
        const auto variable = Domains::VariableIn(*item, *text);
        if (variable && !FollowsFromPrincipal(variable->first)) forced_.insert(*variable);
      }
    }
    if (forced_.empty()) continue;
    if (Try(states)) return true;
    // A name, such as a user's, is one part of a path: the parts at either end fit shorter texts.
    const std::map<KeyId, std::string> whole = forced_;
    for (auto* part : {&LastPart, &FirstPart}) {
      for (auto& [key, value] : forced_) value = part(whole.at(key));
      if (forced_ != whole && Try(states)) return true;
    }
  }
  return false;
}

bool WitnessMaker::Visit(const Search::States& states) {
  forced_.clear();
  if (Try(states) || TryBackwards(states)) return true;
  CollectCandidates();
  for (const auto& [key, texts] : candidates_) {
    if (FollowsFromPrincipal(key)) continue;
    for (const std::string& text : texts) {
      forced_.clear();
      forced_[key] = text;
      if (Try(states)) return true;
    }
  }
  // Keys that conditions compare with each other: equal, or different.
  for (const auto& [key, unused] : candidates_) {
    (void)unused;
    if (FollowsFromPrincipal(key)) continue;
    for (const auto& [other, value] : std::map<KeyId, KeyValue>(values_)) {
      if (other == key || value.shape != KeyValue::Shape::kOne) continue;
      forced_.clear();
      forced_[key] = value.values[0];
      if (Try(states)) return true;
    }
  }
  forced_.clear();
  return false;
}

}  // namespace rolelint::logic

#include "tests/oracle/z3_policy.h"

#include <map>

#include "tests/oracle/values.h"

namespace rolelint::oracle {

z3::expr PolicyEncoder::Allowed(const Policy& policy) {
  z3::expr allowed = c_.bool_val(false), denied = c_.bool_val(false);
  for (const Statement& statement : policy.statements) {
    z3::expr matches = StatementMatches(statement, policy.variables);
    if (statement.allow) {
      allowed = allowed || matches;
    } else {
      denied = denied || matches;
    }
  }
  return allowed && !denied;
}

z3::expr PolicyEncoder::StatementMatches(const Statement& statement, bool variables) {
  z3::expr action = ActionMatches(statement.actions);
  z3::expr result = statement.not_action ? !action : action;
  if (statement.has_resource) {
    z3::expr resource = c_.bool_val(false);
    for (const std::string& pattern : statement.resources) {
      resource = resource || ResourceMatches(pattern, variables);
    }
    result = result && (statement.not_resource ? !resource : resource);
  }
  if (statement.has_principal) result = result && PrincipalMatches(statement);
  for (const ConditionTest& test : statement.tests) result = result && TestHolds(test, variables);
  return result;
}

z3::expr PolicyEncoder::TextMatches(const z3::expr& text, const Pieces& pieces, bool fold) {
  return request_->texts().Matches(text, pieces, fold,
                                   [&](const std::string& key) { return request_->Variable(key); });
}

// A disjunction, not a union within one regular expression: the two policies of a question share
// most of their atoms then, and Z3 need not look into them.
z3::expr PolicyEncoder::ActionMatches(const std::vector<std::string>& patterns) {
  std::map<std::string, z3::expr> names;
  z3::expr result = c_.bool_val(false);
  for (const std::string& spelled : patterns) {
    std::string pattern = LowerAscii(spelled);
    if (IsOnlyStars(ParsePieces(pattern, {true, false}))) return c_.bool_val(true);
    size_t colon = pattern.find(':');
    if (colon == std::string::npos) continue;
    std::string service = pattern.substr(0, colon);
    // The service is literal, and no service has a wildcard in its name.
    if (service.find_first_of("*?") != std::string::npos) continue;
    Pieces pieces = ParsePieces(std::string_view(pattern).substr(colon + 1), {true, false});
    z3::expr matches = TextMatches(request_->action_name(), pieces);
    auto [entry, is_new] = names.emplace(service, matches);
    if (!is_new) entry->second = entry->second || matches;
  }
  for (const auto& [service, matches] : names) {
    result = result || (request_->service() == request_->texts().Literal(service) && matches);
  }
  return result;
}

z3::expr PolicyEncoder::ResourceMatches(const std::string& pattern, bool variables) {
  Pieces pieces = ParsePieces(pattern, {true, variables});
  if (IsOnlyStars(pieces)) return c_.bool_val(true);
  if (pattern.compare(0, 4, "arn:") != 0) {
    // One segment, which is neither an ARN nor the resource `*`.
    if (HasVariable(pieces)) throw NotEncodable("a resource that begins with a variable");
    return c_.bool_val(false);
  }
  std::vector<Pieces> segments = CutAtColons(pieces);
  segments.resize(6, {{Piece::What::kStar, {}, std::nullopt}});
  z3::expr result = !request_->resource_is_star();
  for (size_t i = 1; i < 6; ++i) {
    result = result && TextMatches(request_->resource_parts()[i - 1], segments[i]);
  }
  return result;
}

// --- principals ---------------------------------------------------------------------------------

z3::expr PolicyEncoder::PrincipalMatches(const Statement& statement) {
  if (statement.not_principal && !statement.allow) {
    throw NotEncodable("NotPrincipal with Deny, whose exceptions depend on more than a request");
  }
  z3::expr listed = c_.bool_val(false);
  for (const PrincipalEntry& entry : statement.principals) listed = listed || EntryMatches(entry);
  return statement.not_principal ? !listed : listed;
}

z3::expr PolicyEncoder::EntryMatches(const PrincipalEntry& entry) {
  if (entry.type == "AWS") return ArnEntryMatches(entry.text);
  if (entry.type != "Service" && entry.type != "Federated") {
    throw NotEncodable("a principal of the type " + entry.type);
  }
  PrincipalKind kind = entry.type == "Service" ? kService : kProvider;
  return request_->PrincipalIs(kind) && request_->entity() == request_->texts().Literal(entry.text);
}

z3::expr PolicyEncoder::ArnEntryMatches(const std::string& text) {
  const TextTheory& texts = request_->texts();
  auto is = [&](const z3::expr& unknown, const std::string& value) {
    return unknown == texts.Literal(value);
  };
  if (text == "*") return c_.bool_val(true);
  if (text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos) {
    return request_->HasAccount() && is(request_->account(), text);
  }
  std::vector<Pieces> cut = CutAtColons(ParsePieces(text, {false, false}));
  if (cut.size() != 6) return c_.bool_val(false);
  std::vector<std::string> parts;
  for (const Pieces& pieces : cut) parts.push_back(pieces.empty() ? "" : pieces[0].text);
  std::string rest = parts[5];
  z3::expr result = is(request_->partition(), parts[1]) && is(request_->account(), parts[4]);
  // A root ARN is no more than the account's number.
  if (rest == "root") return request_->HasAccount() && is(request_->account(), parts[4]);
  auto behind = [&](std::string_view prefix) {
    if (rest.compare(0, prefix.size(), prefix) != 0) return false;
    rest.erase(0, prefix.size());
    return true;
  };
  if (parts[2] == "iam") {
    bool user = behind("user/");
    if (!user && !behind("role/")) return c_.bool_val(false);
    return result && request_->PrincipalIs(user ? kUser : kSession) &&
           is(request_->full_name(), rest);
  }
  if (parts[2] != "sts") return c_.bool_val(false);
  if (behind("federated-user/")) {
    return result && request_->PrincipalIs(kFederatedUser) && is(request_->full_name(), rest);
  }
  if (!behind("assumed-role/")) return c_.bool_val(false);
  size_t slash = rest.find('/');
  if (slash == std::string::npos) return c_.bool_val(false);
  return result && request_->PrincipalIs(kSession) && is(request_->name(), rest.substr(0, slash)) &&
         is(request_->session(), rest.substr(slash + 1));
}

}  // namespace rolelint::oracle

#include "tests/oracle/z3_request.h"

#include <algorithm>

#include "analyzer/catalog/catalog.h"
#include "tests/oracle/values.h"

namespace rolelint::oracle {
namespace {

// Elements of a list beyond which the oracle does not go.
constexpr size_t kMostElements = 6;

// What the catalogue says of a key.
struct Facts {
  bool known = false, multivalued = false;
  std::optional<ValueKind> kind;  // nothing: text
};

Facts FactsOf(const std::string& name) {
  using catalog::ValueType;
  Facts facts;
  auto key = catalog::Catalog::BuiltIn().FindConditionKey(name);
  if (!key) return facts;
  facts.known = true;
  facts.multivalued = key->multivalued();
  switch (key->type()) {
    case ValueType::kBool:
      facts.kind = ValueKind::kBool;
      break;
    case ValueType::kNumeric:
      facts.kind = key->Accepts(ValueType::kDate) ? ValueKind::kEpoch : ValueKind::kNumber;
      break;
    case ValueType::kDate:
      facts.kind = key->Accepts(ValueType::kNumeric) ? ValueKind::kEpoch : ValueKind::kDate;
      break;
    case ValueType::kIpAddress:
      facts.kind = ValueKind::kIp;
      break;
    default:
      break;
  }
  return facts;
}

bool IsTextual(Family family) {
  return family == Family::kText || family == Family::kArn || family == Family::kBool ||
         family == Family::kBinary;
}

// How the values of a key without a type of its own are to be modelled.
ValueKind KindFromTests(const std::vector<const ConditionTest*>& tests, bool is_variable) {
  bool text = is_variable;
  std::optional<ValueKind> other;
  for (const ConditionTest* test : tests) {
    if (test->family == Family::kNull || test->family == Family::kUnknown) continue;
    if (IsTextual(test->family)) {
      text = true;
      continue;
    }
    ValueKind kind = test->family == Family::kNumeric ? ValueKind::kNumber
                     : test->family == Family::kDate  ? ValueKind::kDate
                                                      : ValueKind::kIp;
    if (other && *other != kind) throw NotEncodable("a key tested as two types");
    other = kind;
  }
  if (text && other) throw NotEncodable("a key tested as text and as another type");
  return other.value_or(ValueKind::kText);
}

// The number of keys that variables of the pieces name.
void CollectVariables(const Pieces& pieces, std::vector<std::string>* keys) {
  for (const Piece& piece : pieces) {
    if (piece.what == Piece::What::kKey) keys->push_back(piece.text);
  }
}

}  // namespace

Request::Request(z3::context& context, PolicyKind kind, const std::vector<const Policy*>& policies)
    : c_(context),
      texts_(context),
      kind_(kind),
      service_(texts_.Variable("service")),
      action_name_(texts_.Variable("action")),
      resource_is_star_(context.bool_const("resource_is_star")),
      resource_account_(texts_.Variable("resource_account")),
      principal_kind_(context.int_const("principal_kind")),
      partition_(texts_.Variable("principal_partition")),
      account_(texts_.Variable("principal_account")),
      full_name_(texts_.Variable("principal_full_name")),
      name_(texts_.Variable("principal_name")),
      session_(texts_.Variable("principal_session")),
      entity_(texts_.Variable("principal_entity")) {
  // Accounts of other partitions only where a policy speaks of those.
  for (const Policy* policy : policies) {
    partitions_.insert(policy->partitions.begin(), policy->partitions.end());
  }
  // Actions are in lower case here, since their case is ignored; a service has no wildcard.
  z3::expr of_service = texts_.Between(0, U'*' - 1) + texts_.Between(U'*' + 1, U':' - 1) +
                        texts_.Between(U':' + 1, U'?' - 1) + texts_.Between(U'@', U'@') +
                        texts_.Between(U'Z' + 1, 0x2FFFF);
  constraints_.push_back(z3::in_re(service_, z3::plus(of_service)));
  constraints_.push_back(z3::in_re(action_name_, z3::plus(texts_.NotUpperCase())));
  for (int i = 1; i <= 5; ++i) {
    resource_parts_.push_back(texts_.Variable("resource_" + std::to_string(i)));
    if (i < 5)
      constraints_.push_back(z3::in_re(resource_parts_.back(), z3::star(texts_.NotColon())));
  }
  if (kind_ == PolicyKind::kIdentity) {
    constraints_.push_back(PrincipalIs(kUser) || PrincipalIs(kSession));
  } else {
    constraints_.push_back(principal_kind_ >= int{kUser} && principal_kind_ <= int{kAnonymous});
    UsePrincipal();
  }
  AddKeys(policies);
}

bool Request::complete() const {
  return std::all_of(keys_.begin(), keys_.end(),
                     [](const auto& entry) { return entry.second.complete; });
}

z3::expr Request::HasAccount() const { return principal_kind_ <= int{kRoot}; }

// Users and roles may have any path and name; accounts are numbers.
void Request::UsePrincipal() {
  if (principal_used_) return;
  principal_used_ = true;
  z3::expr no_slash = texts_.Between(0, U'/' - 1) + texts_.Between(U'/' + 1, 0x2FFFF);
  constraints_.push_back(z3::in_re(account_, texts_.Digits(12)));
  z3::expr partition = partition_ == texts_.Literal("aws");
  for (const std::string& other : partitions_)
    partition = partition || partition_ == texts_.Literal(other);
  constraints_.push_back(partition);
  // Not empty, and not ending with a slash.
  constraints_.push_back(z3::in_re(full_name_, z3::concat(texts_.Anything(), no_slash)));
  constraints_.push_back(
      z3::implies(PrincipalIs(kFederatedUser), z3::in_re(full_name_, z3::plus(no_slash))));
  constraints_.push_back(entity_.length() > 0);
}

const z3::expr& Request::session() {
  if (!session_used_) {
    session_used_ = true;
    z3::expr no_slash = texts_.Between(0, U'/' - 1) + texts_.Between(U'/' + 1, 0x2FFFF);
    constraints_.push_back(z3::in_re(session_, z3::plus(no_slash)));
  }
  return session_;
}

const z3::expr& Request::name() {
  if (!name_used_) {
    name_used_ = true;
    z3::expr path = texts_.Variable("principal_path");
    z3::expr no_slash = texts_.Between(0, U'/' - 1) + texts_.Between(U'/' + 1, 0x2FFFF);
    constraints_.push_back(z3::in_re(name_, z3::plus(no_slash)));
    constraints_.push_back(path == texts_.Literal("") || z3::suffixof(texts_.Literal("/"), path));
    constraints_.push_back(full_name_ == z3::concat(path, name_));
  }
  return name_;
}

ArnSegments Request::PrincipalArn() const {
  auto text = [&](std::string_view literal) { return texts_.Literal(literal); };
  auto named = [&](std::string_view type) { return z3::concat(text(type), full_name_); };
  z3::expr rest = z3::ite(
      PrincipalIs(kUser), named("user/"),
      z3::ite(PrincipalIs(kSession), named("role/"),
              z3::ite(PrincipalIs(kFederatedUser), named("federated-user/"), text("root"))));
  z3::expr service = z3::ite(PrincipalIs(kFederatedUser), text("sts"), text("iam"));
  return {HasAccount(), {text("arn"), partition_, service, text(""), account_, rest}, text("")};
}

z3::expr Request::Joined(const ArnSegments& segments) const {
  z3::expr whole = segments.parts[0];
  for (size_t i = 1; i < segments.parts.size(); ++i) {
    whole = z3::concat(z3::concat(whole, texts_.Literal(":")), segments.parts[i]);
  }
  return whole;
}

Key& Request::KeyOf(const std::string& lower) {
  auto found = keys_.find(lower);
  if (found == keys_.end()) throw NotEncodable("a key that was not collected: " + lower);
  return found->second;
}

VariableText Request::Variable(const std::string& lower) {
  Key& key = KeyOf(lower);
  if (key.kind != ValueKind::kText && key.kind != ValueKind::kBool) {
    throw NotEncodable("a variable of a key that is no text");
  }
  return {key.elements[0].text, key.is_list ? key.present() && !*key.is_list : key.present()};
}

void Request::CutIntoSegments(const std::string& name, bool only_arn_operators, Element* element) {
  ArnSegments segments{
      c_.bool_const((name + ".is_arn").c_str()), {}, texts_.Variable(name + ".other")};
  for (int i = 0; i < 6; ++i) {
    segments.parts.push_back(texts_.Variable(name + ".part" + std::to_string(i)));
    if (i < 5) {
      constraints_.push_back(z3::in_re(segments.parts.back(), z3::star(texts_.NotColon())));
    }
  }
  if (only_arn_operators) {
    constraints_.push_back(segments.other == texts_.Literal("none"));
  } else {
    // Fewer than five colons.
    z3::expr more = z3::concat(texts_.Exactly(":"), z3::star(texts_.NotColon()));
    constraints_.push_back(z3::in_re(
        segments.other,
        z3::concat(z3::star(texts_.NotColon()), z3::expr(c_, Z3_mk_re_loop(c_, more, 0, 4)))));
  }
  element->text = z3::ite(segments.is_arn, Joined(segments), segments.other);
  element->segments = segments;
}

void Request::AddKeys(const std::vector<const Policy*>& policies) {
  std::map<std::string, std::vector<const ConditionTest*>> tests;
  std::vector<std::string> variables;
  std::map<std::string, std::string> spelled;
  for (const Policy* policy : policies) {
    PieceOptions options{true, policy->variables};
    for (const Statement& statement : policy->statements) {
      for (const std::string& resource : statement.resources) {
        CollectVariables(ParsePieces(resource, options), &variables);
      }
      for (const ConditionTest& test : statement.tests) {
        tests[test.key].push_back(&test);
        spelled.emplace(test.key, test.spelled);
        if (test.family != Family::kText && test.family != Family::kArn) continue;
        for (const std::string& value : test.values) {
          CollectVariables(ParsePieces(value, options), &variables);
        }
      }
    }
  }
  for (const std::string& key : variables) {
    tests[key];
    spelled.emplace(key, key);
  }
  for (const auto& [key, of_key] : tests) {
    bool is_variable = std::find(variables.begin(), variables.end(), key) != variables.end();
    AddKey(key, spelled[key], of_key, is_variable);
  }
}

Element Request::NewElement(const std::string& name) {
  return {c_.bool_const((name + ".here").c_str()),
          texts_.Variable(name + ".text"),
          c_.real_const((name + ".number").c_str()),
          c_.int_const((name + ".date").c_str()),
          c_.bool_const((name + ".valid").c_str()),
          c_.bool_const((name + ".v6").c_str()),
          c_.bv_const((name + ".a4").c_str(), 32),
          c_.bv_const((name + ".a6").c_str(), 128),
          std::nullopt};
}

void Request::AddKey(const std::string& lower, const std::string& spelled,
                     const std::vector<const ConditionTest*>& tests, bool is_variable) {
  if (AddDerivedKey(lower, spelled)) return;
  Facts facts = FactsOf(lower);
  Key key;
  key.spelled = spelled;
  key.kind = facts.kind ? *facts.kind : KindFromTests(tests, is_variable);
  bool set_tested = std::any_of(tests.begin(), tests.end(), [](const ConditionTest* test) {
    return test->qualifier != Qualifier::kNone;
  });
  auto is_arn_test = [](const ConditionTest* test) { return test->family == Family::kArn; };
  auto leaves_text = [](const ConditionTest* test) {
    return test->family == Family::kArn || test->family == Family::kNull;
  };
  bool arn_tested = std::any_of(tests.begin(), tests.end(), is_arn_test);
  bool only_arn_tested = std::all_of(tests.begin(), tests.end(), leaves_text);
  bool may_be_list = facts.known ? facts.multivalued : set_tested;
  // Each test asks for one element that does, or does not, pass.
  size_t wanted = may_be_list ? std::max<size_t>(2, tests.size()) : 1;
  key.complete = wanted <= kMostElements;
  size_t count = std::min(wanted, kMostElements);
  for (size_t i = 0; i < count; ++i) {
    key.elements.push_back(NewElement(lower + "[" + std::to_string(i) + "]"));
    ConstrainElement(key, key.elements.back(), facts.kind.has_value());
    if (key.kind == ValueKind::kText && arn_tested) {
      CutIntoSegments(lower + "[" + std::to_string(i) + "]", !is_variable && only_arn_tested,
                      &key.elements.back());
    }
  }
  if (may_be_list) {
    key.is_list = c_.bool_const((lower + ".list").c_str());
    for (size_t i = 1; i < count; ++i) {
      constraints_.push_back(z3::implies(key.elements[i].here, *key.is_list && key.present()));
    }
  }
  keys_.emplace(lower, std::move(key));
}

void Request::ConstrainElement(const Key& key, const Element& element, bool typed) {
  if (typed) constraints_.push_back(element.valid);
  if (key.kind == ValueKind::kBool) {
    constraints_.push_back(element.text == texts_.Literal("true") ||
                           element.text == texts_.Literal("false"));
  }
  if (key.kind == ValueKind::kDate || key.kind == ValueKind::kEpoch) {
    // The years 1 to 9999.
    constraints_.push_back(element.date >= c_.int_val("-62135596800") &&
                           element.date <= c_.int_val("253402300799"));
  }
}

// The keys that follow from the principal and the resource.
bool Request::AddDerivedKey(const std::string& lower, const std::string& spelled) {
  Element element = NewElement(lower);
  auto text = [&](std::string_view literal) { return texts_.Literal(literal); };
  // Only requests signed with AWS's credentials say whether a service makes them.
  z3::expr signed_request = HasAccount() || PrincipalIs(kService);
  if (lower == "aws:principalarn") {
    element.here = HasAccount();
    element.segments = PrincipalArn();
    element.text = Joined(*element.segments);
  } else if (lower == "aws:principalaccount") {
    element.here = HasAccount();
    element.text = account_;
  } else if (lower == "aws:principalisawsservice") {
    element.here = signed_request;
    element.text = z3::ite(PrincipalIs(kService), text("true"), text("false"));
  } else if (lower == "aws:principalservicename") {
    element.here = PrincipalIs(kService);
    element.text = entity_;
  } else if (lower == "aws:username") {
    element.here = PrincipalIs(kUser);
    element.text = name();
  } else if (lower == "aws:principaltype") {
    element.here = HasAccount() || PrincipalIs(kAnonymous);
    element.text =
        z3::ite(PrincipalIs(kUser), text("User"),
                z3::ite(PrincipalIs(kSession), text("AssumedRole"),
                        z3::ite(PrincipalIs(kFederatedUser), text("FederatedUser"),
                                z3::ite(PrincipalIs(kRoot), text("Account"), text("Anonymous")))));
  } else if (lower == "aws:resourceaccount") {
    resource_account_used_ = true;
    constraints_.push_back(z3::in_re(resource_account_, texts_.Digits(12)));
    constraints_.push_back(
        z3::implies(!resource_is_star_ && z3::in_re(resource_parts_[3], texts_.Digits(12)),
                    resource_parts_[3] == resource_account_));
    element.here = c_.bool_val(true);
    element.text = resource_account_;
  } else {
    return false;
  }
  if (lower != "aws:resourceaccount") UsePrincipal();
  Key key;
  key.spelled = spelled;
  key.derived = true;
  key.kind = lower == "aws:principalisawsservice" ? ValueKind::kBool : ValueKind::kText;
  key.elements.push_back(element);
  keys_.emplace(lower, std::move(key));
  return true;
}

}  // namespace rolelint::oracle

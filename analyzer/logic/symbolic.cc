#include "analyzer/logic/symbolic.h"

#include <algorithm>

#include "analyzer/logic/request.h"

namespace rolelint::logic {
namespace {

using Kind = Pattern::Kind;
using Listing = PrincipalPattern::Kind;

// With their wildcards kept inside a segment.
std::vector<Pattern::Token> InSegment(const std::vector<Pattern::Token>& tokens) {
  std::vector<Pattern::Token> out = tokens;
  for (Pattern::Token& token : out) {
    if (token.kind == Kind::kStar) token.kind = Kind::kStarInSegment;
    if (token.kind == Kind::kAny) token.kind = Kind::kAnyInSegment;
  }
  return out;
}

void Append(const std::vector<Pattern::Token>& more, std::vector<Pattern::Token>* tokens) {
  tokens->insert(tokens->end(), more.begin(), more.end());
}

bool IsText(policy::OperatorFamily family) {
  using Family = policy::OperatorFamily;
  return family == Family::kString || family == Family::kArn || family == Family::kBool ||
         family == Family::kBinary;
}

// Templates of one condition whose presence is told apart: two to the power of them.
constexpr size_t kMaxTemplatesOutside = 5;

const PrincipalShapes& Shapes() { return PrincipalShapes::Get(); }

constexpr std::string_view kTypes[] = {"User", "AssumedRole", "FederatedUser", "Account"};

}  // namespace

const Pattern* SymbolicLogic::Intern(Tokens tokens, bool fold) {
  return atoms_.vocabulary().Intern(Pattern::OfTokens(std::move(tokens), fold));
}

SymbolicLogic::Value SymbolicLogic::PrincipalIn(std::vector<const Pattern*> patterns) {
  if (patterns.empty()) return Formula::kFalse;
  if (principal_ != nullptr) {
    const std::string text = PrincipalText(*principal_);
    const bool in = std::any_of(patterns.begin(), patterns.end(),
                                [&](const Pattern* pattern) { return pattern->Matches(text); });
    return in ? Formula::kTrue : Formula::kFalse;
  }
  return formula_.Atom(atoms_.Principal(atoms_.Texts(std::move(patterns))));
}

SymbolicLogic::Value SymbolicLogic::ResourceIn(std::vector<const Pattern*> patterns) {
  if (patterns.empty()) return Formula::kFalse;
  for (const Pattern* pattern : patterns) {
    if (pattern->matches_all()) return Formula::kTrue;
  }
  return formula_.Atom(atoms_.Resource(atoms_.Texts(std::move(patterns))));
}

SymbolicLogic::Value SymbolicLogic::Action(const CompiledStatement& statement) {
  if (listed_->Has(statement.ordinal)) return Formula::kTrue;
  return statement.actions.unknown ? Unknown() : Formula::kFalse;
}

SymbolicLogic::Value SymbolicLogic::Resource(const CompiledStatement& statement) {
  const TextSet& set = statement.resources;
  Value value = ResourceIn(set.patterns);
  for (const Template* text : set.templates) {
    if (IsTrue(value)) return value;
    value = Or(value, WithVariables(*text, [&](const Region* region) {
                 return formula_.Atom(atoms_.Resource(region));
               }));
  }
  return set.unknown ? Or(value, Unknown()) : value;
}

SymbolicLogic::Value SymbolicLogic::Present(KeyId key) { return And(!Absent(key), !List(key)); }

// What a key that follows from a known principal has for value; nullopt for other keys.
std::optional<std::string> SymbolicLogic::KnownValue(KeyId id) const {
  if (principal_ == nullptr) return std::nullopt;
  switch (atoms_.vocabulary().key(id).derived) {
    case DerivedKey::kPrincipalArn:
      return std::string(principal_->arn());
    case DerivedKey::kPrincipalAccount:
      return principal_->account;
    case DerivedKey::kPrincipalType:
      return std::string(principal_->type());
    case DerivedKey::kUsername:
      return principal_->kind == Principal::Kind::kUser ? principal_->user_name : std::string();
    default:
      return std::nullopt;
  }
}

// A template is a set of texts only where its variables have values; elsewhere it is its default,
// or nothing.
template <typename Wrap>
SymbolicLogic::Value SymbolicLogic::WithVariables(Template text, Wrap wrap) {
  bool variables = false;
  for (Template::Piece& piece : text.pieces) {
    if (piece.variable == Vocabulary::kNoKey) continue;
    const std::optional<std::string> known = KnownValue(piece.variable);
    if (!known) {
      variables = true;
      continue;
    }
    if (known->empty() && !piece.has_default) return Formula::kFalse;
    Append(LiteralTokens(known->empty() ? piece.fallback : *known), &piece.tokens);
    piece.variable = Vocabulary::kNoKey;
  }
  if (!variables) {
    Tokens tokens;
    for (const Template::Piece& piece : text.pieces) Append(piece.tokens, &tokens);
    return wrap(atoms_.Texts({Intern(std::move(tokens), text.fold)}));
  }
  Value present = Formula::kTrue;
  for (size_t i = 0; i < text.pieces.size(); ++i) {
    const KeyId key = text.pieces[i].variable;
    if (key == Vocabulary::kNoKey) continue;
    if (text.pieces[i].has_default) {
      // Each way of filling in a default is a template of its own.
      Template given = text;
      given.pieces[i].has_default = false;
      Template fallen = std::move(text);
      fallen.pieces[i].has_default = false;
      fallen.pieces[i].variable = Vocabulary::kNoKey;
      Append(LiteralTokens(fallen.pieces[i].fallback), &fallen.pieces[i].tokens);
      const Value there = Present(key);
      return Or(And(there, WithVariables(std::move(given), wrap)),
                And(!there, WithVariables(std::move(fallen), wrap)));
    }
    present = And(present, Present(key));
  }
  const Template* kept = atoms_.Keep(std::move(text));
  return And(present, wrap(atoms_.Texts({}, {kept})));
}

// --- principals ---------------------------------------------------------------------------------

bool SymbolicLogic::Everyone(const CompiledStatement& statement) const {
  return std::any_of(
      statement.principals.begin(), statement.principals.end(),
      [](const PrincipalPattern& listed) { return listed.kind == Listing::kEveryone; });
}

// The texts of the principals that the statement lists by a name of this level.
std::vector<const Pattern*> SymbolicLogic::Listed(const CompiledStatement& statement,
                                                  PrincipalFit level) {
  std::vector<const Pattern*> patterns;
  auto add = [&](std::string_view before, std::string_view text, std::string_view after) {
    Tokens tokens = SegmentTokens(before);
    Append(LiteralTokens(text), &tokens);
    Append(SegmentTokens(after), &tokens);
    patterns.push_back(Intern(std::move(tokens)));
  };
  for (const PrincipalPattern& listed : statement.principals) {
    const bool direct = level == PrincipalFit::kDirect;
    switch (listed.kind) {
      case Listing::kService:
        if (direct) add("service:", listed.text, ":");
        break;
      case Listing::kFederated:
        if (direct) add("federated:", listed.text, ":");
        break;
      case Listing::kCanonicalUser:
        if (direct) add("canonical:", listed.text, ":");
        break;
      case Listing::kAccount:
        if (level == PrincipalFit::kAccount) {
          const std::string partition = listed.partition.empty() ? "*" : listed.partition;
          Tokens tokens = SegmentTokens("arn:" + partition + ":*::" + listed.account + ":");
          tokens.push_back({Kind::kStar, 0});
          patterns.push_back(Intern(std::move(tokens)));
        }
        break;
      case Listing::kSession:
        if (direct) {
          const std::string role = listed.role.substr(listed.role.rfind('/') + 1);
          const std::string before =
              "arn:" + listed.partition + ":iam::" + listed.account + ":role/";
          add(before, role, ":" + listed.session);
          add(before + "*/", role, ":" + listed.session);
        }
        break;
      case Listing::kArn: {
        const std::optional<logic::Principal> principal = ParsePrincipal(listed.text);
        const bool role = principal && principal->kind == logic::Principal::Kind::kRole;
        if (role && level == PrincipalFit::kRole) add("", listed.text, ":?*");
        if (principal && !role && direct) add("", listed.text, ":");
        break;
      }
      case Listing::kEveryone:
      case Listing::kNobody:
      case Listing::kUnknown:
        break;
    }
  }
  return patterns;
}

PrincipalLevels<SymbolicLogic::Value> SymbolicLogic::Principal(const CompiledStatement& statement) {
  if (Everyone(statement)) return {Formula::kTrue, Formula::kFalse, Formula::kFalse};
  if (principal_ != nullptr) return LevelsOf(statement, *principal_);
  PrincipalLevels<Value> levels;
  levels.direct = PrincipalIn(Listed(statement, PrincipalFit::kDirect));
  levels.role = PrincipalIn(Listed(statement, PrincipalFit::kRole));
  levels.account = PrincipalIn(Listed(statement, PrincipalFit::kAccount));
  for (const PrincipalPattern& listed : statement.principals) {
    if (listed.kind == Listing::kUnknown) levels.account = Or(levels.account, Unknown());
  }
  return levels;
}

// Of the one principal that is asked about, as of a request's (RequestLogic::Principal).
PrincipalLevels<SymbolicLogic::Value> SymbolicLogic::LevelsOf(const CompiledStatement& statement,
                                                              const logic::Principal& principal) {
  PrincipalLevels<Value> levels{Formula::kFalse, Formula::kFalse, Formula::kFalse};
  for (const PrincipalPattern& listed : statement.principals) {
    if (listed.kind == Listing::kUnknown) {
      levels.account = Or(levels.account, Unknown());
      continue;
    }
    switch (Fits(listed, principal)) {
      case PrincipalFit::kNone:
        break;
      case PrincipalFit::kMaybe:
        levels.direct = Or(levels.direct, Unknown());
        break;
      case PrincipalFit::kAccount:
        levels.account = Formula::kTrue;
        break;
      case PrincipalFit::kRole:
        levels.role = Formula::kTrue;
        break;
      case PrincipalFit::kDirect:
        levels.direct = Formula::kTrue;
        break;
    }
  }
  return levels;
}

SymbolicLogic::Value SymbolicLogic::Exempt(const CompiledStatement& statement) {
  if (Everyone(statement)) return Formula::kTrue;
  const PrincipalLevels<Value> levels = Principal(statement);
  if (principal_ != nullptr && principal_->kind == logic::Principal::Kind::kRole) {
    return And(levels.account, levels.role);
  }
  const Value user = PrincipalIn({Shapes().user, Shapes().federated_user});
  const Value root = PrincipalIn({Shapes().root});
  const Value session = PrincipalIn({Shapes().session});
  const Value aws = PrincipalIn({Shapes().aws});
  Value exempt = And(root, levels.account);
  exempt = Or(exempt, And(user, And(levels.account, levels.direct)));
  exempt = Or(exempt, And(session, And(levels.account, And(levels.role, levels.direct))));
  return Or(exempt, And(!aws, levels.direct));
}

// --- condition keys -----------------------------------------------------------------------------

SymbolicLogic::Value SymbolicLogic::Absent(KeyId id) {
  const Key& key = atoms_.vocabulary().key(id);
  switch (key.derived) {
    case DerivedKey::kPrincipalArn:
    case DerivedKey::kPrincipalAccount:
      return !PrincipalIn({Shapes().aws});
    case DerivedKey::kPrincipalType:
      return !PrincipalIn({Shapes().aws, Shapes().anonymous});
    case DerivedKey::kPrincipalIsAwsService:
      return PrincipalIn({Shapes().anonymous, Shapes().provider});
    case DerivedKey::kPrincipalServiceName:
    case DerivedKey::kPrincipalServiceNames:
      return !PrincipalIn({Shapes().service});
    case DerivedKey::kUsername:
      return !PrincipalIn({Shapes().user});
    case DerivedKey::kResourceAccount:
      return And(!ResourceHasAccount(), formula_.Atom(atoms_.Absent(id)));
    default:
      break;
  }
  const Value absent = formula_.Atom(atoms_.Absent(id));
  if (!key.claim) return absent;
  return Or(!MayCarry(*key.claim), And(absent, !AlwaysCarries(*key.claim)));
}

namespace {

// Who signs in with the issuer of the claim: an OIDC provider in IAM or a built-in one.
std::vector<Pattern> HoldersOf(const ClaimKey& claim) {
  if (claim.saml()) return {Pattern::Glob("federated:*:saml-provider/*")};
  const std::string host(claim.issuer);
  std::vector<Pattern> holders;
  for (std::string_view end : {":", "/:"}) {
    holders.push_back(Pattern::Glob("federated:*:oidc-provider/" + host + std::string(end), true));
  }
  holders.push_back(Pattern::Glob("federated:" + host + ":", true));
  return holders;
}

}  // namespace

SymbolicLogic::Value SymbolicLogic::MayCarry(const ClaimKey& claim) {
  if (OfferOf(claim) == Offer::kNo) return Formula::kFalse;
  if (principal_ != nullptr) {
    return CarriesClaim(*principal_, claim) == Carries::kNever ? Formula::kFalse : Formula::kTrue;
  }
  std::vector<const Pattern*> patterns;
  for (Pattern& holder : HoldersOf(claim)) {
    patterns.push_back(atoms_.vocabulary().Intern(std::move(holder)));
  }
  if (InSession(claim)) patterns.push_back(Shapes().session);
  return PrincipalIn(std::move(patterns));
}

SymbolicLogic::Value SymbolicLogic::AlwaysCarries(const ClaimKey& claim) {
  if (!IsConstant(claim)) return Formula::kFalse;
  std::vector<const Pattern*> patterns;
  for (Pattern& pattern : HoldersOf(claim)) {
    patterns.push_back(atoms_.vocabulary().Intern(std::move(pattern)));
  }
  return PrincipalIn(std::move(patterns));
}

SymbolicLogic::Value SymbolicLogic::List(KeyId id) {
  const Key& key = atoms_.vocabulary().key(id);
  if (!key.multivalued) return Formula::kFalse;
  const Value list = formula_.Atom(atoms_.List(id));
  return key.derived == DerivedKey::kPrincipalServiceNames ? And(!Absent(id), list) : list;
}

SymbolicLogic::Value SymbolicLogic::SomeOf(KeyId key, const Region* region, bool complement) {
  // A value outside the region of a key that has one value at most: there, and not inside.
  if (complement && !atoms_.vocabulary().key(key).multivalued) {
    return And(!Absent(key), !SomeOf(key, region, false));
  }
  return formula_.Atom(atoms_.Some(key, region, complement));
}

SymbolicLogic::Value SymbolicLogic::SomeText(KeyId key, const TextSet& set, bool complement) {
  const bool multivalued = atoms_.vocabulary().key(key).multivalued;
  if (complement && !multivalued) return And(!Absent(key), !SomeText(key, set, false));
  if (complement) return SomeOutside(key, set.patterns, {}, set.templates);
  Value value = Formula::kFalse;
  if (!set.patterns.empty()) {
    value = SomeOf(key, atoms_.Texts(set.patterns), false);
  }
  for (const Template* text : set.templates) {
    value = Or(value, WithVariables(
                          *text, [&](const Region* region) { return SomeOf(key, region, false); }));
  }
  return value;
}

// Some value of a multivalued key lies outside a union, whose templates come and go with their
// variables: `fixed` are those that are there.
SymbolicLogic::Value SymbolicLogic::SomeOutside(KeyId key, std::vector<const Pattern*> patterns,
                                                std::vector<const Template*> fixed,
                                                std::span<const Template* const> open) {
  if (open.empty()) {
    if (patterns.empty() && fixed.empty()) return !Absent(key);
    return formula_.Atom(
        atoms_.Some(key, atoms_.Texts(std::move(patterns), std::move(fixed)), true));
  }
  if (open.size() > kMaxTemplatesOutside) {
    std::string signature = "outside " + std::to_string(key);
    for (const Template* text : open) signature += " " + text->text;
    for (const Pattern* pattern : patterns) {
      signature += " " + std::to_string(reinterpret_cast<uintptr_t>(pattern));
    }
    return formula_.Atom(atoms_.Opaque(signature));
  }
  const std::span<const Template* const> rest = open.subspan(1);
  // Where the template is there, it is one of these regions, each under a condition of its own.
  const Value with = WithVariables(*open[0], [&](const Region* region) {
    std::vector<const Pattern*> more = patterns;
    more.insert(more.end(), region->patterns.begin(), region->patterns.end());
    std::vector<const Template*> kept = fixed;
    kept.insert(kept.end(), region->templates.begin(), region->templates.end());
    return SomeOutside(key, std::move(more), std::move(kept), rest);
  });
  const Value there = WithVariables(*open[0], [](const Region*) { return Formula::kTrue; });
  return Or(with, And(!there, SomeOutside(key, std::move(patterns), std::move(fixed), rest)));
}

SymbolicLogic::Value SymbolicLogic::Some(KeyId id, const ValueTest& test, bool complement) {
  const Key& key = atoms_.vocabulary().key(id);
  switch (key.derived) {
    case DerivedKey::kNone:
    case DerivedKey::kUserId:
      break;
    case DerivedKey::kUsername:
      if (principal_ != nullptr) return FixedValue(id, test, complement);
      if (!IsText(test.family)) return Unknown();
      return And(!Absent(id), SomeText(id, test.texts, complement));
    case DerivedKey::kPrincipalServiceNames:  // which names a service has besides is open
      if (!IsText(test.family)) return Unknown();
      return And(!Absent(id), SomeText(id, test.texts, complement));
    case DerivedKey::kResourceAccount:
      if (complement) return And(!Absent(id), !ResourceAccount(id, test));
      return ResourceAccount(id, test);
    default:
      return SomeDerived(id, key.derived, test, complement);
  }
  const Value some = SomeFree(id, test, complement);
  return key.claim && !IsFalse(some) ? And(MayCarry(*key.claim), some) : some;
}

SymbolicLogic::Value SymbolicLogic::SomeFree(KeyId id, const ValueTest& test, bool complement) {
  if (IsText(test.family)) return SomeText(id, test.texts, complement);
  if (test.points.IsEmpty()) return complement ? !Absent(id) : Formula::kFalse;
  const Region* region = atoms_.Points(test.points, test.family);
  return SomeOf(id, region, complement);
}

SymbolicLogic::Value SymbolicLogic::SomeDerived(KeyId key, DerivedKey derived,
                                                const ValueTest& test, bool complement) {
  if (principal_ != nullptr) return FixedValue(key, test, complement);
  const Value in = DerivedIn(derived, test);
  return complement ? And(!Absent(key), !in) : in;
}

SymbolicLogic::Value SymbolicLogic::NamesOfPrincipals() {
  Vocabulary& vocabulary = atoms_.vocabulary();
  Value facts = Formula::kTrue;
  const KeyId username = vocabulary.FindKey("aws:username");
  if (username != Vocabulary::kNoKey) {
    const Region* some = atoms_.Texts({Intern(SegmentTokens("?*"))});
    facts = Or(!PrincipalIn({Shapes().user}), SomeOf(username, some, false));
  }
  const KeyId names = vocabulary.FindKey("aws:PrincipalServiceNamesList");
  if (names != Vocabulary::kNoKey) {
    const Value there = !formula_.Atom(atoms_.Absent(names));
    facts = And(facts, Or(!PrincipalIn({Shapes().service}), there));
  }
  return facts;
}

// The value of a derived key of a known principal, tested.
SymbolicLogic::Value SymbolicLogic::FixedValue(KeyId key, const ValueTest& test, bool complement) {
  Request request;
  request.principal = *principal_;
  BoundRequest bound(atoms_.vocabulary());
  bound.Bind(request);
  const Truth truth = RequestLogic(bound).Some(key, test, complement);
  return truth == Truth::kTrue ? Formula::kTrue : Formula::kFalse;
}

SymbolicLogic::Value SymbolicLogic::DerivedIn(DerivedKey derived, const ValueTest& test) {
  if (!IsText(test.family) || !test.texts.templates.empty()) {
    std::string signature = "derived " + std::to_string(static_cast<int>(derived)) + " " +
                            std::to_string(static_cast<int>(test.family));
    for (const Template* text : test.texts.templates) signature += " " + text->text;
    for (const Pattern* pattern : test.texts.patterns) {
      signature += " " + std::to_string(reinterpret_cast<uintptr_t>(pattern));
    }
    return formula_.Atom(atoms_.Opaque(signature));
  }
  std::vector<const Pattern*> patterns;
  auto matches = [&](std::string_view text) {
    return std::any_of(test.texts.patterns.begin(), test.texts.patterns.end(),
                       [&](const Pattern* pattern) { return pattern->Matches(text); });
  };
  switch (derived) {
    case DerivedKey::kPrincipalType: {
      const Pattern* const of_type[] = {Shapes().user, Shapes().session, Shapes().federated_user,
                                        Shapes().root};
      for (size_t i = 0; i < std::size(kTypes); ++i) {
        if (matches(kTypes[i])) patterns.push_back(of_type[i]);
      }
      if (matches("Anonymous")) patterns.push_back(Shapes().anonymous);
      return PrincipalIn(patterns);
    }
    case DerivedKey::kPrincipalIsAwsService: {
      const Value service = PrincipalIn({Shapes().service});
      Value value = matches("true") ? service : Formula::kFalse;
      const Value unsigned_request = PrincipalIn({Shapes().anonymous, Shapes().provider});
      return matches("false") ? Or(value, And(!service, !unsigned_request)) : value;
    }
    default:
      break;
  }
  for (const Pattern* pattern : test.texts.patterns) {
    Tokens tokens;
    if (derived == DerivedKey::kPrincipalArn) {
      tokens = pattern->tokens();
      Append(SegmentTokens(":*"), &tokens);
    } else if (derived == DerivedKey::kPrincipalAccount) {
      tokens = SegmentTokens("arn:*:*::");
      Append(InSegment(pattern->tokens()), &tokens);
      Append(SegmentTokens(":"), &tokens);
      tokens.push_back({Kind::kStar, 0});
    } else {
      tokens = SegmentTokens("service:");
      Append(InSegment(pattern->tokens()), &tokens);
      Append(SegmentTokens(":"), &tokens);
    }
    patterns.push_back(Intern(std::move(tokens), pattern->fold()));
  }
  const Value in = PrincipalIn(std::move(patterns));
  const Pattern* shape =
      derived == DerivedKey::kPrincipalServiceName ? Shapes().service : Shapes().aws;
  return And(in, PrincipalIn({shape}));
}

SymbolicLogic::Value SymbolicLogic::ResourceHasAccount() {
  Tokens any = SegmentTokens("arn:*:*:*:?*:");
  any.push_back({Kind::kStar, 0});
  return ResourceIn({Intern(std::move(any))});
}

// The account in the resource's ARN, if it has one, else a key like any other.
SymbolicLogic::Value SymbolicLogic::ResourceAccount(KeyId key, const ValueTest& test) {
  if (!IsText(test.family)) return Unknown();
  const Value has_account = ResourceHasAccount();
  const Value free = SomeText(key, test.texts, false);
  if (!test.texts.templates.empty()) return free;  // correlated: a key like any other
  std::vector<const Pattern*> patterns;
  for (const Pattern* pattern : test.texts.patterns) {
    Tokens tokens = SegmentTokens("arn:*:*:*:");
    Append(InSegment(pattern->tokens()), &tokens);
    Append(SegmentTokens(":"), &tokens);
    tokens.push_back({Kind::kStar, 0});
    patterns.push_back(Intern(std::move(tokens), pattern->fold()));
  }
  return Or(And(has_account, ResourceIn(std::move(patterns))), And(!has_account, free));
}

}  // namespace rolelint::logic

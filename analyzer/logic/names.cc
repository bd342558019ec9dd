#include "analyzer/logic/names.h"

#include <algorithm>
#include <bit>

#include "analyzer/catalog/regions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/query.h"
#include "analyzer/policy/wildcards.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using catalog::ArnField;
using catalog::ArnFields;
using catalog::ArnShape;
using policy::Text;

// Longer texts are not judged: AWS has no name of a tenth of it.
constexpr size_t kMaxText = 2048;
// Texts that are remembered. AWS has some twenty thousand actions; of ARNs those that come again
// mostly do so soon, and what is kept longer only fills the caches.
constexpr size_t kMaxActions = 32768;
constexpr size_t kMaxArns = 2048;
constexpr size_t kMaxHeads = 1024;
// Steps of matching that one document may cost; what is left then is not judged.
constexpr uint64_t kMaxWork = 20'000'000;

const ActionFacts kUnclearAction;
const ArnFacts kUnclearArn;
// "*", and "**".
ArnFacts EveryArn(bool plain) {
  ArnFacts facts;
  facts.clear = facts.everything = facts.wildcard = facts.all = true;
  facts.plain = plain;
  return facts;
}
const ArnFacts kEveryArn = EveryArn(true);
const ArnFacts kEveryArnOddly = EveryArn(false);

// Services of whose ARNs AWS's reference lists some only: AWS's own policies name others.
constexpr std::string_view kPartlyListed[] = {
    "apigateway",         "appflow", "bedrock-agentcore", "iotanalytics",        "kafkaconnect",
    "pricingplanmanager", "profile", "quicksight",        "redshift-serverless", "robomaker",
};

// Services whose ARNs are listed completely. Of these an ARN with wildcards in Region or account is
// cut into its fields before it is judged. Elsewhere such a wildcard may run on over the colons, as
// AWS's validation lets it, which finds less.
constexpr std::string_view kFullyListed[] = {
    "acm",
    "athena",
    "cloudfront",
    "codebuild",
    "codecommit",
    "cognito-idp",
    "dynamodb",
    "ecr",
    "ecs",
    "eks",
    "elasticfilesystem",
    "events",
    "firehose",
    "glue",
    "iam",
    "kinesis",
    "lambda",
    "rds",
    "route53",
    "s3",
    "sns",
    "sqs",
};

template <size_t kSize>
bool Among(const std::string_view (&names)[kSize], std::string_view name) {
  return std::binary_search(std::begin(names), std::end(names), name);
}

// Wildcards or variables.
bool IsOpen(std::string_view field) {
  return text::HasWildcard(field) || field.find("${") != std::string_view::npos;
}

// What a template leaves open, which has no colon in it (policy::Text::open); no policy variable.
bool HasOpenPart(std::string_view text) {
  for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const size_t end = text.find_first_of("}:", at);
    if (end == std::string_view::npos || text[end] != '}') continue;
    // ${*}, ${?} and ${$} are IAM's own.
    const std::string_view name = text.substr(at + 2, end - at - 2);
    if (name != "*" && name != "?" && name != "$") return true;
  }
  return false;
}

// Open, and known to be a Region or an account all the same.
bool IsGiven(std::string_view field) { return policy::OpenPartOf(field) != policy::OpenPart::kAny; }

using policy::IsStars;

bool CoversField(std::string_view pattern, ArnField field) {
  return IsStars(pattern) || (field == ArnField::kEmpty && pattern.empty());
}

// Any Region or account, or one by its name.
bool MeetsField(std::string_view pattern, ArnField field) {
  return IsStars(pattern) || field == ArnField::kEither ||
         pattern.empty() == (field == ArnField::kEmpty);
}

// Whether the pattern covers every text of the shape: those that stand for all others have one
// character, or several, that no pattern names in the place of each hole.
bool CoversShape(std::string_view pattern, std::string_view shape, std::string* memory) {
  for (std::string_view hole : {"\x05", "\x05\x06\x05"}) {
    memory->clear();
    for (char c : shape) {
      if (c == catalog::kHole || c == catalog::kNarrowHole) {
        memory->append(hole);
      } else {
        *memory += c;
      }
    }
    if (!text::GlobMatches(pattern, *memory)) return false;
  }
  return true;
}

bool IsOdd(const ActionFacts& facts) {
  return facts.state != ActionState::kKnown && facts.state != ActionState::kUnclear;
}

}  // namespace

PolicyNames& PolicyNames::Read() {
  if (read_) return *this;
  read_ = true;
  work_ = 0;
  if (actions_.size() > kMaxActions) actions_.Clear();
  if (arns_.size() > kMaxArns) arns_.Clear();
  if (heads_.size() > kMaxHeads) heads_.Clear();
  if (services_.size() > kMaxHeads) services_.Clear();
  action_pool_.clear();
  arn_pool_.clear();
  statements_.clear();
  odd_actions_.clear();
  odd_arns_.clear();
  service_bits_ = 0;
  size_t actions = 0;
  size_t arns = 0;
  for (const policy::Statement& statement : document_->statements) {
    actions += statement.action.items.size() + statement.not_action.items.size();
    arns += statement.resource.items.size() + statement.not_resource.items.size();
  }
  // The spans of the statements stay where they are.
  action_pool_.reserve(actions);
  arn_pool_.reserve(arns);
  statements_.reserve(document_->statements.size());
  for (const policy::Statement& statement : document_->statements) {
    const auto read_actions = [&](const policy::TextList& list) {
      const size_t begin = action_pool_.size();
      for (const Text& item : list.items) {
        const ActionFacts* facts = ActionOf(item);
        action_pool_.push_back(facts);
        if (IsOdd(*facts)) odd_actions_.push_back({&statement, &item, facts});
      }
      return std::span(action_pool_).subspan(begin);
    };
    const auto read_arns = [&](const policy::TextList& list) {
      const size_t begin = arn_pool_.size();
      for (const Text& item : list.items) {
        const ArnFacts* facts = ArnOf(item);
        arn_pool_.push_back(facts);
        if (facts->problems != 0) odd_arns_.push_back({&statement, &item, facts});
      }
      return std::span(arn_pool_).subspan(begin);
    };
    StatementNames names;
    names.action = read_actions(statement.action);
    names.not_action = read_actions(statement.not_action);
    names.resource = read_arns(statement.resource);
    names.not_resource = read_arns(statement.not_resource);
    for (const ActionFacts* facts : names.action) names.services |= facts->service;
    if (!statement.action.present) names.services = ~uint64_t{0};
    service_bits_ |= names.services;
    statements_.push_back(names);
  }
  return *this;
}

const ActionFacts* PolicyNames::ActionOf(const Text& item) {
  if (!item.known || item.value.size() > kMaxText) return &kUnclearAction;
  if (work_ > kMaxWork) {
    const ActionFacts* known = actions_.Find(item.value);
    return known != nullptr ? known : &kUnclearAction;
  }
  return actions_.Get(item.value, [&] { return LookAtAction(item.value); });
}

const std::optional<catalog::Service>& PolicyNames::ServiceOf(std::string_view prefix) {
  return *services_.Get(prefix, [&] { return catalog_.FindService(prefix); });
}

ActionFacts PolicyNames::LookAtAction(std::string_view text) {
  ActionFacts facts;
  if (text.find("${") != std::string_view::npos) return facts;
  facts.wildcard = text::HasWildcard(text);
  if (IsStars(text)) {
    facts.everything = true;
    facts.state = ActionState::kKnown;
    return facts;
  }
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    facts.state = ActionState::kNoPrefix;
    return facts;
  }
  const std::string_view prefix = text.substr(0, colon);
  if (text::HasWildcard(prefix)) {
    work_ += catalog_.actions().size();
    facts.everything = true;
    facts.state =
        catalog_.MatchActions(text).Next() ? ActionState::kKnown : ActionState::kUnknownAction;
    return facts;
  }
  const std::optional<catalog::Service>& service = ServiceOf(prefix);
  if (!service) {
    facts.past = catalog::FindPastService(prefix);
    facts.state = facts.past != nullptr ? ActionState::kPastService : ActionState::kUnknownService;
    return facts;
  }
  facts.service = ServiceBit(service);
  FillTypes(text, *service, &facts);
  if (facts.state == ActionState::kKnown) return facts;
  facts.past = catalog::FindPastAction(text);
  facts.state = facts.past != nullptr ? ActionState::kPastAction : ActionState::kUnknownAction;
  return facts;
}

void PolicyNames::FillTypes(std::string_view pattern, const catalog::Service& service,
                            ActionFacts* facts) {
  types_.clear();
  const auto add = [&](const catalog::Action& action, const auto& take) {
    facts->state = ActionState::kKnown;
    const auto resources = action.resources();
    work_ += 1 + resources.size();
    if (resources.empty()) facts->untyped = true;
    for (const catalog::ActionResource resource : resources) {
      const uint32_t type = resource.type().id();
      take(type);
      facts->open = facts->open || shapes_.TakesAnyService(type);
    }
  };
  if (facts->wildcard) {
    // Hundreds of actions share their types.
    work_ += pattern.size();
    type_bits_.assign(catalog_.resource_types().size() / 64 + 1, 0);
    for (const catalog::Action action : catalog_.MatchActions(pattern)) {
      add(action, [&](uint32_t type) { type_bits_[type / 64] |= uint64_t{1} << (type % 64); });
    }
    for (size_t w = 0; w < type_bits_.size(); ++w) {
      for (uint64_t word = type_bits_[w]; word != 0; word &= word - 1) {
        types_.push_back(
            static_cast<uint16_t>(w * 64 + static_cast<size_t>(std::countr_zero(word))));
      }
    }
  } else if (const auto action = service.FindAction(pattern.substr(pattern.find(':') + 1))) {
    facts->action = action;
    add(*action, [&](uint32_t type) { types_.push_back(static_cast<uint16_t>(type)); });
    std::sort(types_.begin(), types_.end());
    types_.erase(std::unique(types_.begin(), types_.end()), types_.end());
  }
  facts->types = actions_.arena().Copy(types_);
}

const ArnFacts* PolicyNames::ArnOf(const Text& item) {
  // Known whatever the document has cost: rules rest on it.
  if (item.known && IsStars(item.value)) return item.value == "*" ? &kEveryArn : &kEveryArnOddly;
  if ((!item.known && !item.open) || item.value.size() > kMaxText) return &kUnclearArn;
  if (work_ > kMaxWork) {
    const ArnFacts* known = arns_.Find(item.value);
    return known != nullptr ? known : &kUnclearArn;
  }
  return arns_.Get(item.value, [&] { return LookAtArn(item.value); });
}

ArnFacts PolicyNames::LookAtArn(std::string_view text) {
  ArnFacts facts;
  if (HasOpenPart(text)) {
    // What holds whatever the open parts are.
    if (policy::KnowsResource({text, {}, false, true})) {
      FillWhole(text, &arns_.arena(), &facts);
    }
    const std::optional<policy::Arn> arn = policy::OpenArn(text);
    if (!arn) return facts;
    // A slash parts objects from buckets.
    const bool bucket = arn->service == "s3" && arn->region.empty() && arn->account.empty();
    const std::string held = bucket ? policy::WithoutNames(text) : std::string(text);
    LookAtFields(*catalog::CutArn(held), &facts);
    facts.wildcard = true;
    facts.plain = false;
    return facts;
  }
  facts.wildcard =
      text.find('*') != std::string_view::npos || text.find('?') != std::string_view::npos;
  const std::optional<ArnFields> fields = catalog::CutArn(text);
  if (!fields) {
    // A short ARN is filled up with stars; other text has a rule of its own.
    if (!text.starts_with("arn:") || text.find("${") != std::string_view::npos) return facts;
    const std::string filled = policy::FilledUpArn(text);
    facts.wildcard = true;
    if (const auto cut = catalog::CutArn(filled)) LookAtFields(*cut, &facts);
    FillWhole(filled, &arns_.arena(), &facts);
    facts.problems = 0;
    facts.plain = false;
    return facts;
  }
  LookAtFields(*fields, &facts);
  FillWhole(text, &arns_.arena(), &facts);
  return facts;
}

// The types of which the ARN pattern leaves nothing out.
void PolicyNames::FillWhole(std::string_view text, text::Arena* arena, ArnFacts* facts) {
  facts->all = policy::IsEveryResource(text);
  const std::optional<ArnFields> fields = catalog::CutArn(text);
  if (facts->all || !fields || !text::HasWildcard(fields->resource)) return;
  whole_.clear();
  whole_there_.clear();
  if (!text::HasWildcard(fields->service)) {
    AddWhole(fields->service, *fields);
  } else {
    work_ += catalog_.resource_types().size();
    for (const catalog::Service service : catalog_.services()) {
      if (text::GlobMatches(fields->service, service.prefix())) AddWhole(service.prefix(), *fields);
    }
  }
  for (std::vector<uint16_t>* list : {&whole_, &whole_there_}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  facts->whole = arena->Copy(whole_);
  facts->whole_there = arena->Copy(whole_there_);
}

void PolicyNames::AddWhole(std::string_view service, const ArnFields& fields) {
  const std::string_view lead = fields.resource.substr(0, text::FirstWildcard(fields.resource));
  for (const ArnShape& shape : shapes_.Of(service)) {
    work_ += 4;
    if (shape.type() == ArnShape::kNoType || !shape.resource().starts_with(lead) ||
        !MeetsField(fields.region, shape.region()) ||
        !MeetsField(fields.account, shape.account())) {
      continue;
    }
    work_ += fields.resource.size() + shape.resource().size();
    if (!CoversShape(fields.resource, shape.resource(), &filled_)) continue;
    const auto type = static_cast<uint16_t>(shape.type());
    whole_there_.push_back(type);
    if (CoversField(fields.region, shape.region()) &&
        CoversField(fields.account, shape.account())) {
      whole_.push_back(type);
    }
  }
}

PolicyNames::ArnHead PolicyNames::LookAtHead(const ArnFields& fields) {
  ArnHead head;
  const bool known_partition = policy::IsPartition(fields.partition);
  if (!known_partition && !IsOpen(fields.partition)) head.partition_problem = kUnknownPartition;
  head.region_open = IsOpen(fields.region);
  if (!fields.region.empty() && !head.region_open) {
    const auto region = catalog::FindRegion(fields.region);
    if (!region) {
      // Health's events without a Region.
      const bool global = fields.service == "health" && fields.region == "global";
      if (!global) head.region_problem = kUnknownRegion;
    } else if (known_partition && region->partition != fields.partition) {
      head.region_problem = kForeignRegion;
    }
  }
  head.service_open = IsOpen(fields.service);
  if (head.service_open) return head;
  head.plain = known_partition && fields.region.find("${") == std::string_view::npos &&
               !fields.service.empty() &&
               std::none_of(fields.service.begin(), fields.service.end(),
                            [](char c) { return c >= 'A' && c <= 'Z'; });
  head.names_principals = fields.service == "iam" || fields.service == "sts";
  work_ += catalog_.resource_types().size();
  head.shapes = shapes_.Of(fields.service);
  const auto service = catalog_.FindService(fields.service);
  head.service_known = service.has_value();
  head.service_in_case = service && service->prefix() == fields.service;
  if (!service) head.past = catalog::FindPastService(fields.service);
  head.partly_listed = Among(kPartlyListed, fields.service);
  head.fully_listed = Among(kFullyListed, fields.service);
  return head;
}

void PolicyNames::LookAtFields(const ArnFields& fields, ArnFacts* facts) {
  const char* begin = fields.partition.data();
  const std::string_view text(begin, static_cast<size_t>(fields.account.data() - begin));
  const ArnHead& head = *heads_.Get(text, [&] { return LookAtHead(fields); });
  facts->problems |= head.partition_problem;
  if (head.service_open) {
    facts->problems |= head.region_problem;
    facts->clear = facts->everything = true;
    return;
  }
  const std::span<const ArnShape> shapes = head.shapes;
  // IAM refuses a wildcard in the type of its own resources, but for "*" alone.
  const bool wild_type = fields.service == "iam" && fields.resource != "*" &&
                         text::HasWildcard(fields.resource.substr(0, fields.resource.find('/')));
  facts->plain =
      head.plain && !wild_type &&
      (fields.account.empty() ? !head.names_principals : policy::IsAccountId(fields.account));
  if (!head.service_known) {
    const bool closed = head.past != nullptr && head.past->past == catalog::Past::kClosed;
    // elastic-inference is a resource type of EC2 to this day, and its ARNs name nothing.
    if (!closed && (head.past != nullptr || shapes.empty())) {
      facts->past = head.past;
      facts->problems |= kUnknownArnService;
      return;
    }
  } else if (!head.service_in_case && shapes.empty()) {
    return;  // upper-case letters: another rule's
  }
  facts->any_resource = IsStars(fields.resource);
  facts->clear = true;
  if (shapes.empty()) {
    facts->problems |= head.region_problem;
    return;
  }

  std::string held;
  std::string_view resource = fields.resource;
  if (resource.find("${") != std::string_view::npos) {
    resource = held = catalog::VariablesAsStars(resource);
  }
  bool met = false;
  bool region_free = false;   // a shape has none
  bool region_given = false;  // a shape needs one
  bool account_free = false;
  bool account_given = false;
  types_.clear();  // the shapes of a service are in the order of their types
  const catalog::Lead lead = catalog::LeadOf(resource);
  const size_t literal = std::min(text::FirstWildcard(resource), resource.size());
  for (const ArnShape& shape : shapes) {
    work_ += 4;
    if (!MayMeet(lead, shape.resource_lead())) continue;
    if (!catalog::Meet(resource, literal, shape)) continue;
    work_ += resource.size();
    met = true;
    region_free = region_free || shape.region() != ArnField::kGiven;
    region_given = region_given || shape.region() != ArnField::kEmpty;
    account_free = account_free || shape.account() != ArnField::kGiven;
    account_given = account_given || shape.account() != ArnField::kEmpty;
    const auto type = static_cast<uint16_t>(shape.type());
    if (shape.type() != ArnShape::kNoType && (types_.empty() || types_.back() != type)) {
      types_.push_back(type);
    }
  }
  facts->types = arns_.arena().Copy(types_);
  // It is something that the reference does not list: which actions take it is not known.
  if (met && facts->types.empty()) facts->clear = false;
  if (!met) {
    facts->problems |= head.region_problem;
    // An open field is one field.
    const auto is_wild = [](std::string_view field) {
      return HasOpenPart(field) ? text::HasWildcard(field) : IsOpen(field);
    };
    const bool wild = is_wild(fields.region) || is_wild(fields.account);
    if (head.partly_listed) {
      facts->clear = false;
      return;
    }
    if (wild && !head.fully_listed) {
      // The whole of what follows the service, so that wildcards may pass the colons.
      const std::string tail = catalog::VariablesAsStars(
          std::string_view(fields.region.data(),
                           static_cast<size_t>(fields.resource.data() + fields.resource.size() -
                                               fields.region.data())));
      for (const ArnShape& shape : shapes) {
        work_ += tail.size();
        if (catalog::Meet(tail, shape.tail())) return;
      }
    }
    facts->problems |= kUnknownResource;
    return;
  }
  if (!fields.region.empty() && !region_given) {
    if (!head.region_open || IsGiven(fields.region)) facts->problems |= kRegionNotAllowed;
  } else {
    facts->problems |= head.region_problem;
  }
  if (fields.region.empty() && !region_free) facts->problems |= kRegionMissing;
  if (!fields.account.empty() && !account_given &&
      (!IsOpen(fields.account) || IsGiven(fields.account))) {
    facts->problems |= kAccountNotAllowed;
  }
  // `arn:aws:kms:*::*` passes AWS's validation.
  if (fields.account.empty() && !account_free && !(facts->any_resource && head.region_open)) {
    facts->problems |= kAccountMissing;
  }
}

}  // namespace rolelint::logic

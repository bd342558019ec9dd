#include "analyzer/logic/names.h"

#include <algorithm>
#include <bit>

#include "analyzer/catalog/regions.h"
#include "analyzer/policy/arn.h"
#include "analyzer/text/glob.h"

namespace rolelint::logic {
namespace {

using catalog::ArnField;
using catalog::ArnFields;
using catalog::ArnShape;
using policy::Text;

// Longer texts are not judged: AWS has no name of a tenth of it.
constexpr size_t kMaxText = 2048;
// Texts that are remembered, of either sort.
constexpr size_t kMaxRemembered = 8192;
// Steps of matching that one document may cost; what is left then is not judged.
constexpr uint64_t kMaxWork = 20'000'000;

const ActionFacts kUnclearAction;
const ArnFacts kUnclearArn;

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

bool IsStars(std::string_view text) {
  return !text.empty() && text.find_first_not_of('*') == std::string_view::npos;
}

std::vector<uint16_t> TakeBits(std::vector<uint64_t>* bits) {
  std::vector<uint16_t> ids;
  for (size_t w = 0; w < bits->size(); ++w) {
    for (uint64_t word = (*bits)[w]; word != 0; word &= word - 1) {
      ids.push_back(static_cast<uint16_t>(w * 64 + static_cast<size_t>(std::countr_zero(word))));
    }
    (*bits)[w] = 0;
  }
  return ids;
}

bool IsOdd(const ActionFacts& facts) {
  return facts.state != ActionState::kKnown && facts.state != ActionState::kUnclear;
}

}  // namespace

const catalog::ArnShapes& PolicyNames::shapes() {
  if (&catalog_ == &catalog::Catalog::BuiltIn()) {
    // Millions of instructions to make, so once a process, not once a worker.
    static const catalog::ArnShapes built_in(catalog::Catalog::BuiltIn());
    return built_in;
  }
  if (!shapes_) shapes_ = std::make_unique<catalog::ArnShapes>(catalog_);
  return *shapes_;
}

PolicyNames& PolicyNames::Read() {
  if (read_) return *this;
  read_ = true;
  work_ = 0;
  if (actions_.size() > kMaxRemembered) actions_.clear();
  if (arns_.size() > kMaxRemembered) arns_.clear();
  action_pool_.clear();
  arn_pool_.clear();
  statements_.clear();
  odd_actions_.clear();
  odd_arns_.clear();
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
    statements_.push_back(names);
  }
  return *this;
}

const ActionFacts* PolicyNames::ActionOf(const Text& item) {
  if (!item.known || item.value.size() > kMaxText) return &kUnclearAction;
  const auto at = actions_.find(item.value);
  if (at != actions_.end()) return &at->second;
  if (work_ > kMaxWork) return &kUnclearAction;
  return &actions_.emplace(item.value, LookAtAction(item.value)).first->second;
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
  const auto service = catalog_.FindService(prefix);
  if (!service) {
    facts.past = catalog::FindPastService(prefix);
    facts.state = facts.past != nullptr ? ActionState::kPastService : ActionState::kUnknownService;
    return facts;
  }
  FillTypes(text, &facts);
  if (facts.state == ActionState::kKnown) return facts;
  facts.past = catalog::FindPastAction(text);
  facts.state = facts.past != nullptr ? ActionState::kPastAction : ActionState::kUnknownAction;
  return facts;
}

void PolicyNames::FillTypes(std::string_view pattern, ActionFacts* facts) {
  type_bits_.resize(catalog_.resource_types().size() / 64 + 1);
  const auto add = [&](const catalog::Action& action) {
    facts->state = ActionState::kKnown;
    const auto resources = action.resources();
    work_ += 1 + resources.size();
    if (resources.empty()) facts->untyped = true;
    for (const catalog::ActionResource resource : resources) {
      const uint32_t type = resource.type().id();
      type_bits_[type / 64] |= uint64_t{1} << (type % 64);
      facts->open = facts->open || shapes().TakesAnyService(type);
    }
  };
  if (facts->wildcard) {
    work_ += pattern.size();
    for (const catalog::Action action : catalog_.MatchActions(pattern)) add(action);
  } else if (const auto action = catalog_.FindAction(pattern)) {
    add(*action);
  }
  facts->types = TakeBits(&type_bits_);
}

const ArnFacts* PolicyNames::ArnOf(const Text& item) {
  if (!item.known || item.value.size() > kMaxText) return &kUnclearArn;
  const auto at = arns_.find(item.value);
  if (at != arns_.end()) return &at->second;
  if (work_ > kMaxWork) return &kUnclearArn;
  return &arns_.emplace(item.value, LookAtArn(item.value)).first->second;
}

ArnFacts PolicyNames::LookAtArn(std::string_view text) {
  ArnFacts facts;
  if (IsStars(text)) {
    facts.clear = facts.everything = true;
    return facts;
  }
  const std::optional<ArnFields> fields = catalog::CutArn(text);
  if (!fields) {
    // A short ARN is filled up with stars; other text has a rule of its own.
    if (!text.starts_with("arn:") || text.find("${") != std::string_view::npos) return facts;
    std::string filled(text);
    while (std::count(filled.begin(), filled.end(), ':') < 5) filled += ":*";
    if (const auto cut = catalog::CutArn(filled)) LookAtFields(*cut, &facts);
    facts.problems = 0;
    return facts;
  }
  LookAtFields(*fields, &facts);
  return facts;
}

void PolicyNames::LookAtFields(const ArnFields& fields, ArnFacts* facts) {
  if (!IsOpen(fields.partition) && !policy::IsPartition(fields.partition)) {
    facts->problems |= kUnknownPartition;
  }
  const auto judge_region = [&] {
    if (fields.region.empty() || IsOpen(fields.region)) return;
    const auto region = catalog::FindRegion(fields.region);
    if (!region) {
      // Health's events without a Region.
      if (fields.service == "health" && fields.region == "global") return;
      facts->problems |= kUnknownRegion;
    } else if (policy::IsPartition(fields.partition) && region->partition != fields.partition) {
      facts->problems |= kForeignRegion;
    }
  };
  if (IsOpen(fields.service)) {
    judge_region();
    facts->clear = facts->everything = true;
    return;
  }
  const std::span<const ArnShape> shapes = this->shapes().Of(fields.service);
  const auto service = catalog_.FindService(fields.service);
  if (!service) {
    facts->past = catalog::FindPastService(fields.service);
    const bool closed = facts->past != nullptr && facts->past->past == catalog::Past::kClosed;
    // elastic-inference is a resource type of EC2 to this day, and its ARNs name nothing.
    if (closed || (facts->past == nullptr && !shapes.empty())) {
      facts->past = nullptr;
    } else {
      facts->problems |= kUnknownArnService;
      return;
    }
  } else if (service->prefix() != fields.service && shapes.empty()) {
    return;  // upper-case letters: another rule's
  }
  facts->any_resource = IsStars(fields.resource);
  facts->clear = true;
  if (shapes.empty()) {
    judge_region();
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
  type_bits_.resize(catalog_.resource_types().size() / 64 + 1);
  for (const ArnShape& shape : shapes) {
    work_ += 4;
    if (!catalog::Meet(resource, shape.resource())) continue;
    work_ += resource.size();
    met = true;
    region_free = region_free || shape.region() != ArnField::kGiven;
    region_given = region_given || shape.region() != ArnField::kEmpty;
    account_free = account_free || shape.account() != ArnField::kGiven;
    account_given = account_given || shape.account() != ArnField::kEmpty;
    if (shape.type() != ArnShape::kNoType) {
      type_bits_[shape.type() / 64] |= uint64_t{1} << (shape.type() % 64);
    }
  }
  facts->types = TakeBits(&type_bits_);
  // It is something that the reference does not list: which actions take it is not known.
  if (met && facts->types.empty()) facts->clear = false;
  if (!met) {
    judge_region();
    const bool wild = IsOpen(fields.region) || IsOpen(fields.account);
    if (Among(kPartlyListed, fields.service)) {
      facts->clear = false;
      return;
    }
    if (wild && !Among(kFullyListed, fields.service)) {
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
    if (!IsOpen(fields.region)) facts->problems |= kRegionNotAllowed;
  } else {
    judge_region();
  }
  if (fields.region.empty() && !region_free) facts->problems |= kRegionMissing;
  if (!fields.account.empty() && !account_given && !IsOpen(fields.account)) {
    facts->problems |= kAccountNotAllowed;
  }
  // `arn:aws:kms:*::*` passes AWS's validation.
  if (fields.account.empty() && !account_free && !(facts->any_resource && IsOpen(fields.region))) {
    facts->problems |= kAccountMissing;
  }
}

}  // namespace rolelint::logic

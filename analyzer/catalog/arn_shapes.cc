#include "analyzer/catalog/arn_shapes.h"

#include <algorithm>
#include <array>
#include <bit>

namespace rolelint::catalog {
namespace {

// ARNs that exist although the reference does not list them: mostly what AWS itself owns, of types
// that are listed with an account only.
constexpr std::string_view kUnlisted[] = {
    "arn:${Partition}:ssm:${Region}::document/${Name}",
    "arn:${Partition}:ssm:${Region}::automation-definition/${Name}",
    "arn:${Partition}:ssm:${Region}::parameter/aws/${Name}",
    "arn:${Partition}:ssm:${Region}::patchbaseline/${Name}",
    "arn:${Partition}:resource-explorer-2:${Region}::view/${Name}",
    "arn:${Partition}:resource-explorer-2:${Region}::managed-view/${Name}",
    "arn:${Partition}:securityhub:${Region}::product/${Name}",
    "arn:${Partition}:securityhub:::ruleset/${Name}",
    "arn:${Partition}:controltower:${Region}::control/${Name}",
    "arn:${Partition}:elasticbeanstalk:${Region}::solutionstack/${Name}",
    "arn:${Partition}:elasticbeanstalk:${Region}::platform/${Name}",
    "arn:${Partition}:cloudformation:${Region}::type/${Name}",
    "arn:${Partition}:signer:::/signing-platforms/${Name}",
    "arn:${Partition}:lambda:${Region}::runtime:${Name}",
    "arn:${Partition}:lambda:${Region}::awslayer:${Name}",
    "arn:${Partition}:backup:${Region}::backup-plan-template:${Name}",
    "arn:${Partition}:iam::${Account}:root",
    "arn:${Partition}:aps:${Region}:${Account}:/workspaces",
    "arn:${Partition}:backup:${Region}:${Account}:recovery-point:${Id}",
    "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${Name}",
    "arn:${Partition}:grafana:${Region}:${Account}:/workspaces",
    "arn:${Partition}:waf-regional:${Region}:${Account}:changetoken/${Token}",
    "arn:${Partition}:waf::${Account}:changetoken/${Token}",
};

// The name of a bucket has neither '/' nor ':', which is what tells a bucket from its objects. Of
// other placeholders the reference does not say what they take.
constexpr std::string_view kNarrowNames[] = {"BucketName"};

// Sets of places in a shape: one word for nearly all shapes.
template <std::size_t kWords>
class Places {
 public:
  void Add(std::size_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
  bool Has(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  // In ascending order, also those that the visit adds behind the present one.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      uint64_t done = 0;
      while (const uint64_t left = words_[w] & ~done) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(left));
        done |= (uint64_t{2} << bit) - 1;
        visit(w * 64 + bit);
      }
    }
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](uint64_t word) { return word == 0; });
  }

 private:
  std::array<uint64_t, kWords> words_ = {};
};

bool IsHole(char c) { return c == kHole || c == kNarrowHole; }
bool Takes(char hole, char c) { return hole == kHole || (c != '/' && c != ':'); }
bool IsWildcard(char c) { return c == '*' || c == '?'; }

// Both begin with a wildcard or a hole.
template <std::size_t kWords>
bool MeetWild(std::string_view pattern, std::string_view shape) {
  using Places = rolelint::catalog::Places<kWords>;
  Places now;
  now.Add(0);
  // Holes may be empty.
  const auto pass_holes = [&](Places* places) {
    places->ForEach([&](std::size_t i) {
      if (i < shape.size() && IsHole(shape[i])) places->Add(i + 1);
    });
  };
  pass_holes(&now);
  for (const char c : pattern) {
    Places next;
    if (c == '*') {
      std::size_t first = shape.size() + 1;
      now.ForEach([&](std::size_t i) { first = std::min(first, i); });
      for (std::size_t i = first; i <= shape.size(); ++i) next.Add(i);
    } else {
      now.ForEach([&](std::size_t i) {
        if (i == shape.size()) return;
        if (IsHole(shape[i])) {
          if (c == '?' || Takes(shape[i], c)) next.Add(i);
        } else if (c == '?' || c == shape[i]) {
          next.Add(i + 1);
        }
      });
    }
    pass_holes(&next);
    if (next.empty()) return false;
    now = next;
  }
  return now.Has(shape.size());
}

}  // namespace

std::optional<ArnFields> CutArn(std::string_view text) {
  constexpr std::string_view kPrefix = "arn:";
  if (!text.starts_with(kPrefix)) return std::nullopt;
  std::string_view fields[4];
  std::size_t begin = kPrefix.size();
  std::size_t found = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos) return std::nullopt;
      i = close;
    } else if (text[i] == ':') {
      fields[found++] = text.substr(begin, i - begin);
      begin = i + 1;
      if (found == 4) {
        return ArnFields{fields[0], fields[1], fields[2], fields[3], text.substr(begin)};
      }
    }
  }
  return std::nullopt;
}

std::string VariablesAsStars(std::string_view pattern) {
  std::string plain;
  plain.reserve(pattern.size());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.compare(i, 2, "${") == 0) {
      const std::size_t close = pattern.find('}', i);
      if (plain.empty() || plain.back() != '*') plain += '*';
      if (close == std::string_view::npos) break;
      i = close;
    } else if (pattern[i] != '*' || plain.empty() || plain.back() != '*') {
      plain += pattern[i];
    }
  }
  return plain;
}

bool Meet(std::string_view pattern, std::string_view shape) {
  // What both say before their first wildcards settles nearly all.
  while (!pattern.empty() && !shape.empty() && !IsWildcard(pattern.front()) &&
         !IsHole(shape.front())) {
    if (pattern.front() != shape.front()) return false;
    pattern.remove_prefix(1);
    shape.remove_prefix(1);
  }
  while (!pattern.empty() && !shape.empty() && !IsWildcard(pattern.back()) &&
         !IsHole(shape.back())) {
    if (pattern.back() != shape.back()) return false;
    pattern.remove_suffix(1);
    shape.remove_suffix(1);
  }
  if (shape.size() >= kMaxShapeBytes) return true;
  if (pattern == "*" || shape == std::string_view(&kHole, 1)) return true;
  // All that is left of a narrow name.
  if (shape == std::string_view(&kNarrowHole, 1)) {
    return pattern.find('/') == std::string_view::npos &&
           pattern.find(':') == std::string_view::npos;
  }
  return shape.size() < 64 ? MeetWild<1>(pattern, shape)
                           : MeetWild<kMaxShapeBytes / 64 + 1>(pattern, shape);
}

ArnShapes::ArnShapes(const Catalog& catalog) {
  std::size_t bytes = 0;
  std::size_t count = std::size(kUnlisted);
  for (const std::string_view arn : kUnlisted) bytes += arn.size();
  for (const ResourceType type : catalog.resource_types()) {
    const ArnPatterns arns = type.arns();
    count += arns.size();
    for (std::size_t i = 0; i < arns.size(); ++i) bytes += arns[i].text().size();
  }
  pool_.reserve(bytes);  // views into it are kept
  shapes_.reserve(count);
  for (const ResourceType type : catalog.resource_types()) {
    const ArnPatterns arns = type.arns();
    for (std::size_t i = 0; i < arns.size(); ++i) Add(arns[i].text(), type.id());
  }
  for (const std::string_view arn : kUnlisted) Add(arn, ArnShape::kNoType);
  std::stable_sort(shapes_.begin(), shapes_.end(),
                   [](const ArnShape& a, const ArnShape& b) { return a.service() < b.service(); });
}

void ArnShapes::Add(std::string_view arn, uint32_t type) {
  const auto field = [](std::string_view text) {
    if (text.empty()) return ArnField::kEmpty;
    return text == "*" ? ArnField::kEither : ArnField::kGiven;
  };
  const std::optional<ArnFields> fields = CutArn(arn);
  if (!fields) return;
  if (fields->service.starts_with("${")) {
    open_types_.push_back(type);
    return;
  }
  ArnShape shape;
  shape.type_ = type;
  shape.service_ = fields->service;
  shape.region_ = field(fields->region);
  shape.account_ = field(fields->account);
  const std::size_t begin = pool_.size();
  const auto append = [&](std::string_view text, bool narrow) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool dollar = text.compare(i, 2, "${") == 0;
      if (!dollar && text[i] != '<' && text[i] != '*') {
        pool_ += text[i];
        continue;
      }
      const std::size_t close = text[i] == '*' ? i : text.find(dollar ? '}' : '>', i);
      const std::string_view name = dollar ? text.substr(i + 2, close - i - 2) : std::string_view();
      const bool is_narrow = narrow || std::find(std::begin(kNarrowNames), std::end(kNarrowNames),
                                                 name) != std::end(kNarrowNames);
      pool_ += is_narrow ? kNarrowHole : kHole;
      if (close == std::string_view::npos) return;
      i = close;
    }
  };
  append(fields->region, true);
  pool_ += ':';
  append(fields->account, true);
  pool_ += ':';
  shape.resource_at_ = static_cast<uint32_t>(pool_.size() - begin);
  append(fields->resource, false);
  shape.tail_ = std::string_view(pool_).substr(begin);
  shapes_.push_back(shape);
}

std::span<const ArnShape> ArnShapes::Of(std::string_view service) const {
  const auto first = std::lower_bound(
      shapes_.begin(), shapes_.end(), service,
      [](const ArnShape& shape, std::string_view name) { return shape.service() < name; });
  auto last = first;
  while (last != shapes_.end() && last->service() == service) ++last;
  return {first, last};
}

bool ArnShapes::TakesAnyService(uint32_t type) const {
  return std::find(open_types_.begin(), open_types_.end(), type) != open_types_.end();
}

}  // namespace rolelint::catalog

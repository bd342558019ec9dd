#include "analyzer/catalog/arn_shapes.h"

#include <algorithm>
#include <bit>
#include <bitset>

#include "analyzer/text/glob.h"

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

// All patterns of the catalogue begin so.
constexpr std::string_view kHead = "arn:${Partition}:";

std::string_view ServiceIn(std::string_view arn) {
  if (!arn.starts_with(kHead)) return {};
  return arn.substr(kHead.size(), arn.find(':', kHead.size()) - kHead.size());
}

// The name of a bucket has neither '/' nor ':', which is what tells a bucket from its objects. Of
// other placeholders the reference does not say what they take.
constexpr std::string_view kNarrowNames[] = {"BucketName"};

bool IsHole(char c) { return c == kHole || c == kNarrowHole; }
bool IsWildcard(char c) { return c == '*' || c == '?'; }

// Sets of places in a shape, one bit a place: the place behind its last character is one too.
constexpr std::size_t kPlaces = kMaxShapeBytes + 1;
static_assert(kMaxShapeBytes < 256);

// Nearly all shapes fit one word.
struct ShortPlaces {
  static constexpr std::size_t kMost = 64;
  uint64_t word = 0;

  static ShortPlaces At(std::size_t i) { return {uint64_t{1} << i}; }
  bool Has(std::size_t i) const { return (word >> i & 1) != 0; }
  bool empty() const { return word == 0; }
  // The only hole, if these are a hole and the place behind it alone; else kPlaces.
  std::size_t LoneHole(ShortPlaces holes) const {
    const auto at = static_cast<std::size_t>(std::countr_zero(word));
    return word == (word & (0 - word)) * 3 && holes.Has(at) && !holes.Has(at + 1) ? at : kPlaces;
  }
  ShortPlaces Next() const { return {word << 1}; }
  // The first of them and all behind it.
  ShortPlaces FromFirst() const { return {0 - (word & (0 - word))}; }
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (uint64_t rest = word; rest != 0; rest &= rest - 1) {
      visit(static_cast<std::size_t>(std::countr_zero(rest)));
    }
  }
  friend ShortPlaces operator|(ShortPlaces a, ShortPlaces b) { return {a.word | b.word}; }
  friend ShortPlaces operator&(ShortPlaces a, ShortPlaces b) { return {a.word & b.word}; }
  friend ShortPlaces operator-(ShortPlaces a, ShortPlaces b) { return {a.word & ~b.word}; }
  friend bool operator==(ShortPlaces a, ShortPlaces b) = default;
};

struct LongPlaces {
  std::bitset<kPlaces + 1> bits;

  static LongPlaces At(std::size_t i) { return {std::bitset<kPlaces + 1>(1) << i}; }
  bool Has(std::size_t i) const { return bits[i]; }
  bool empty() const { return bits.none(); }
  std::size_t LoneHole(const LongPlaces& /*holes*/) const { return kPlaces; }
  LongPlaces Next() const { return {bits << 1}; }
  LongPlaces FromFirst() const {
    LongPlaces all;
    std::size_t i = 0;
    while (i < bits.size() && !bits[i]) ++i;
    for (; i < bits.size(); ++i) all.bits.set(i);
    return all;
  }
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (bits[i]) visit(i);
    }
  }
  friend LongPlaces operator|(LongPlaces a, LongPlaces b) { return {a.bits | b.bits}; }
  friend LongPlaces operator&(LongPlaces a, LongPlaces b) { return {a.bits & b.bits}; }
  friend LongPlaces operator-(LongPlaces a, LongPlaces b) { return {a.bits & ~b.bits}; }
  friend bool operator==(LongPlaces a, LongPlaces b) = default;
};

// Both begin with a wildcard or a hole: the places of the shape that the pattern can have come to,
// character by character.
template <typename Places>
bool MeetWild(std::string_view pattern, std::string_view shape) {
  const bool literal = text::FirstWildcard(pattern) == std::string_view::npos;
  const Places end = Places::At(shape.size());
  Places all = end;
  Places holes;
  Places wide;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    all = all | Places::At(i);
    if (!IsHole(shape[i])) continue;
    holes = holes | Places::At(i);
    if (shape[i] == kHole) wide = wide | Places::At(i);
  }
  // Holes may be empty.
  const auto pass_holes = [&holes](Places places) {
    for (;;) {
      const Places more = places | (places & holes).Next();
      if (more == places) return places;
      places = more;
    }
  };
  Places now = pass_holes(Places::At(0));
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (const std::size_t hole = now.LoneHole(holes); hole + 1 < shape.size()) {
      // The hole takes what comes until the character behind it does.
      const char behind = shape[hole + 1];
      const bool is_wide = shape[hole] == kHole;
      const auto stays = [&](char c) {
        return c != behind && c != '*' && c != '?' && (is_wide || (c != '/' && c != ':'));
      };
      if (literal && is_wide) {
        i = std::min(pattern.find(behind, i), pattern.size());
      } else {
        while (i < pattern.size() && stays(pattern[i])) ++i;
      }
      if (i == pattern.size()) break;
    }
    const char c = pattern[i];
    Places next;
    if (c == '*') {
      if (i + 1 == pattern.size()) return true;
      next = now.FromFirst() & all;
    } else if (c == '?') {
      next = (now & holes) | (now - holes - end).Next();
    } else {
      next = now & (c == '/' || c == ':' ? wide : holes);
      (now - holes - end).ForEach([&](std::size_t at) {
        if (shape[at] == c) next = next | Places::At(at + 1);
      });
    }
    now = pass_holes(next);
    if (now.empty()) return false;
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
  // Nearly no text has a variable before its resource.
  if (text.find('$') == std::string_view::npos) {
    for (std::string_view& field : fields) {
      const std::size_t colon = text.find(':', begin);
      if (colon == std::string_view::npos) return std::nullopt;
      field = text.substr(begin, colon - begin);
      begin = colon + 1;
    }
    return ArnFields{fields[0], fields[1], fields[2], fields[3], text.substr(begin)};
  }
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

Lead LeadOf(std::string_view text) {
  Lead lead;
  for (std::size_t i = 0; i < text.size() && i < sizeof lead.bytes; ++i) {
    if (IsWildcard(text[i]) || IsHole(text[i])) return lead;
    lead.bytes |= uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    lead.known |= uint64_t{0xFF} << (8 * i);
  }
  return lead;
}

bool Meet(std::string_view pattern, std::size_t literal, const ArnShape& shape) {
  const std::string_view resource = shape.resource();
  // Most shapes have one hole.
  if (shape.lone_hole_ > literal) return Meet(pattern, resource);
  const std::string_view before = resource.substr(0, shape.lone_hole_);
  const std::string_view after = resource.substr(shape.lone_hole_ + 1);
  if (!pattern.starts_with(before)) return false;
  const bool is_wide = resource[shape.lone_hole_] == kHole;
  if (literal < pattern.size()) {
    // The hole takes all that follows, with what stands behind it in place of the last star.
    if (is_wide && (after.empty() || pattern.back() == '*')) return true;
    return Meet(pattern, resource);
  }
  if (pattern.size() + 1 < resource.size() || !pattern.ends_with(after)) return false;
  if (is_wide) return true;
  const std::string_view name =
      pattern.substr(before.size(), pattern.size() - before.size() - after.size());
  return name.find('/') == std::string_view::npos && name.find(':') == std::string_view::npos;
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
  return shape.size() < ShortPlaces::kMost ? MeetWild<ShortPlaces>(pattern, shape)
                                           : MeetWild<LongPlaces>(pattern, shape);
}

void ArnShapes::Add(std::string_view arn, uint32_t type, OfService* to) {
  const auto field = [](std::string_view text) {
    if (text.empty()) return ArnField::kEmpty;
    return text == "*" ? ArnField::kEither : ArnField::kGiven;
  };
  const std::optional<ArnFields> fields = CutArn(arn);
  if (!fields) return;
  std::string& pool = to->pool;
  ArnShape shape;
  shape.type_ = type;
  shape.region_ = field(fields->region);
  shape.account_ = field(fields->account);
  const std::size_t begin = pool.size();
  const auto append = [&](std::string_view text, bool narrow) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool dollar = text.compare(i, 2, "${") == 0;
      if (!dollar && text[i] != '<' && text[i] != '*') {
        pool += text[i];
        continue;
      }
      const std::size_t close = text[i] == '*' ? i : text.find(dollar ? '}' : '>', i);
      const std::string_view name = dollar ? text.substr(i + 2, close - i - 2) : std::string_view();
      const bool is_narrow = narrow || std::find(std::begin(kNarrowNames), std::end(kNarrowNames),
                                                 name) != std::end(kNarrowNames);
      pool += is_narrow ? kNarrowHole : kHole;
      if (close == std::string_view::npos) return;
      i = close;
    }
  };
  append(fields->region, true);
  pool += ':';
  append(fields->account, true);
  pool += ':';
  shape.resource_at_ = static_cast<uint32_t>(pool.size() - begin);
  append(fields->resource, false);
  shape.tail_ = std::string_view(pool).substr(begin);
  shape.lead_ = LeadOf(shape.resource());
  const std::string_view resource = shape.resource();
  const std::size_t hole = static_cast<std::size_t>(
      std::find_if(resource.begin(), resource.end(), IsHole) - resource.begin());
  const bool lone = hole < resource.size() &&
                    std::find_if(resource.begin() + static_cast<std::ptrdiff_t>(hole) + 1,
                                 resource.end(), IsHole) == resource.end();
  shape.lone_hole_ = lone ? static_cast<uint32_t>(hole) : ArnShape::kNoLoneHole;
  to->shapes.push_back(shape);
}

std::span<const ArnShape> ArnShapes::Of(std::string_view service) {
  if (const auto at = services_.find(service); at != services_.end()) return at->second.shapes;
  if (patterns_.empty()) ListPatterns();
  std::vector<const Listed*> found;
  std::size_t bytes = 0;
  for (const Listed& listed : patterns_) {
    if (listed.service != service) continue;
    found.push_back(&listed);
    bytes += listed.arn.size();
  }
  if (found.empty()) return {};
  OfService& made = services_[std::string(service)];
  made.pool.reserve(bytes);  // views into it are kept
  made.shapes.reserve(found.size());
  for (const Listed* listed : found) Add(listed->arn, listed->type, &made);
  return made.shapes;
}

void ArnShapes::ListPatterns() {
  const auto add = [this](std::string_view arn, uint32_t type) {
    patterns_.push_back({ServiceIn(arn), arn, type});
  };
  patterns_.reserve(catalog_.resource_types().size() + std::size(kUnlisted));
  for (const ResourceType type : catalog_.resource_types()) {
    const ArnPatterns arns = type.arns();
    for (std::size_t i = 0; i < arns.size(); ++i) add(arns[i].text(), type.id());
  }
  for (const std::string_view arn : kUnlisted) add(arn, ArnShape::kNoType);
}

bool ArnShapes::TakesAnyService(uint32_t type) const {
  const ArnPatterns arns = catalog_.resource_types()[type].arns();
  for (std::size_t i = 0; i < arns.size(); ++i) {
    if (ServiceIn(arns[i].text()).starts_with("${")) return true;
  }
  return false;
}

}  // namespace rolelint::catalog

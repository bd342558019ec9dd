#ifndef ROLELINT_CATALOG_ARN_SHAPES_H_
#define ROLELINT_CATALOG_ARN_SHAPES_H_

// The ARN patterns of the catalogue, ready to be held against the ARN patterns of policies: both
// sides have wildcards, and the question is whether some text fits both.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/catalog/catalog.h"

namespace rolelint::catalog {

// An ARN cut at its first five colons that are not inside a `${…}`.
struct ArnFields {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;
};
// nullopt: it does not begin with "arn:", or has fewer colons.
std::optional<ArnFields> CutArn(std::string_view text);

// Puts `*` in the place of every `${…}`.
std::string VariablesAsStars(std::string_view pattern);

// What stands in a shape in place of AWS's `${Name}`. kNarrow takes no '/' and no ':'.
inline constexpr char kHole = '\1';
inline constexpr char kNarrowHole = '\2';

// Shapes and patterns longer than this are not told apart: Meet() says true.
inline constexpr std::size_t kMaxShapeBytes = 192;

// Whether a text fits both the `*`/`?` pattern and the shape. Exact; a hole may be empty. At most
// pattern length times shape length steps, without allocation.
bool Meet(std::string_view pattern, std::string_view shape);
class ArnShape;
// The same of a shape's resource; the first wildcard of `pattern` is at `literal`, or its end.
bool Meet(std::string_view pattern, std::size_t literal, const ArnShape& shape);

// The first bytes of a text up to its first wildcard or hole, at most eight, and which those are:
// most shapes are told by these from a pattern that they cannot meet.
struct Lead {
  uint64_t bytes = 0;
  uint64_t known = 0;

  friend bool MayMeet(Lead a, Lead b) { return ((a.bytes ^ b.bytes) & a.known & b.known) == 0; }
};
Lead LeadOf(std::string_view text);

// What an ARN pattern of the catalogue says about its Region or its account.
enum class ArnField : uint8_t { kEmpty, kGiven, kEither };

class ArnShape {
 public:
  static constexpr uint32_t kNoType = 0xFFFFFFFFU;

  uint32_t type() const { return type_; }  // id of the resource type; kNoType: none is listed
  ArnField region() const { return region_; }
  ArnField account() const { return account_; }
  // `REGION:ACCOUNT:RESOURCE`, and its last part, with holes.
  std::string_view tail() const { return tail_; }
  std::string_view resource() const { return tail_.substr(resource_at_); }
  Lead resource_lead() const { return lead_; }

 private:
  friend class ArnShapes;
  friend bool Meet(std::string_view pattern, std::size_t literal, const ArnShape& shape);
  static constexpr uint32_t kNoLoneHole = 0xFFFFFFFFU;

  std::string_view tail_;
  Lead lead_;
  uint32_t type_ = kNoType;
  uint32_t resource_at_ = 0;
  uint32_t lone_hole_ = kNoLoneHole;  // where the only hole of the resource is
  ArnField region_ = ArnField::kEmpty;
  ArnField account_ = ArnField::kEmpty;
};

// The shapes of a catalogue, by the service in the ARN, which is not always the service whose
// actions take it. Those of a service are made when they are asked for: a policy names few of
// hundreds. The catalogue must outlive this, which belongs to one thread.
class ArnShapes {
 public:
  explicit ArnShapes(const Catalog& catalog) : catalog_(catalog) {}
  ArnShapes(const ArnShapes&) = delete;
  ArnShapes& operator=(const ArnShapes&) = delete;

  // By the exact name, in the order of their types; valid as long as this.
  std::span<const ArnShape> Of(std::string_view service);
  // Whether the resource type has a pattern that leaves the service open (AWS Backup's recovery
  // points are ARNs of many services).
  bool TakesAnyService(uint32_t type) const;

 private:
  struct OfService {
    std::string pool;
    std::vector<ArnShape> shapes;
  };
  struct Listed {
    std::string_view service;
    std::string_view arn;
    uint32_t type = 0;
  };
  static void Add(std::string_view arn, uint32_t type, OfService* to);
  void ListPatterns();

  const Catalog& catalog_;
  std::vector<Listed> patterns_;  // of all services, made for the first that is asked for
  std::map<std::string, OfService, std::less<>> services_;
};

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_ARN_SHAPES_H_

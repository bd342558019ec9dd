#include "analyzer/policy/elements.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "analyzer/text/spelling.h"

namespace rolelint::policy {
namespace {

constexpr std::string_view kPolicyElements[] = {"Version", "Id", "Statement"};
// In the order of Element, from kSid.
constexpr std::string_view kElements[] = {
    "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
    "NotAction", "Resource", "NotResource", "Condition",
};
// In the order of PrincipalType, from kAws.
constexpr std::string_view kPrincipalTypes[] = {"AWS", "Service", "Federated", "CanonicalUser"};

// The known name that `name` is a slip of. What is not ASCII in it is seldom seen, as a zero-width
// space, and no name has any.
std::string_view Closest(std::string_view name, std::span<const std::string_view> known) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(name.begin(), name.end(), is_ascii)) return text::ClosestWord(name, known);
  std::string plain;
  std::copy_if(name.begin(), name.end(), std::back_inserter(plain), is_ascii);
  return text::ClosestWord(plain, known);
}

static_assert(static_cast<size_t>(Element::kCondition) == std::size(kElements));
static_assert(static_cast<size_t>(PrincipalType::kCanonicalUser) == std::size(kPrincipalTypes));

}  // namespace

PolicyElement FindPolicyElement(std::string_view name) {
  if (name == "Statement") return PolicyElement::kStatement;
  if (name == "Version") return PolicyElement::kVersion;
  if (name == "Id") return PolicyElement::kId;
  return PolicyElement::kUnknown;
}

// Comparing lengths first leaves at most two candidates.
Element FindElement(std::string_view name) {
  switch (name.size()) {
    case 3:
      return name == "Sid" ? Element::kSid : Element::kUnknown;
    case 6:
      if (name == "Effect") return Element::kEffect;
      return name == "Action" ? Element::kAction : Element::kUnknown;
    case 8:
      return name == "Resource" ? Element::kResource : Element::kUnknown;
    case 9:
      if (name == "Condition") return Element::kCondition;
      if (name == "Principal") return Element::kPrincipal;
      return name == "NotAction" ? Element::kNotAction : Element::kUnknown;
    case 11:
      return name == "NotResource" ? Element::kNotResource : Element::kUnknown;
    case 12:
      return name == "NotPrincipal" ? Element::kNotPrincipal : Element::kUnknown;
    default:
      return Element::kUnknown;
  }
}

PrincipalType FindPrincipalType(std::string_view name) {
  for (size_t i = 0; i < std::size(kPrincipalTypes); ++i) {
    if (name == kPrincipalTypes[i]) return static_cast<PrincipalType>(i + 1);
  }
  return PrincipalType::kUnknown;
}

std::string_view ElementName(Element element) {
  return element == Element::kUnknown ? std::string_view()
                                      : kElements[static_cast<size_t>(element) - 1];
}

std::string_view ClosestPolicyElement(std::string_view name) {
  return Closest(name, kPolicyElements);
}

std::string_view ClosestElement(std::string_view name) { return Closest(name, kElements); }

std::string_view ClosestPrincipalType(std::string_view name) {
  return Closest(name, kPrincipalTypes);
}

}  // namespace rolelint::policy

#include "analyzer/logic/subject_letters.h"

#include <algorithm>

namespace rolelint::logic {
namespace {

constexpr std::string_view kServiceAccount = "system:serviceaccount:";

// Names of Kubernetes are DNS labels.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
bool IsLetterOfKubernetes(char c) {
  const bool wildcard = c == '\x01';
  return wildcard || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == ':';
}

// `repo:OWNER/NAME` has no blank; what follows may (the name of a workflow).
bool HasBlankInRepository(std::string_view text) {
  constexpr std::string_view kRepository = "repo:";
  if (!text.starts_with(kRepository)) return false;
  text.remove_prefix(kRepository.size());
  return text.substr(0, text.find(':')).find(' ') != std::string_view::npos;
}

}  // namespace

bool CanBeSubject(const Issuer& issuer, std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ') || HasBlankInRepository(text)) return false;
  const std::string_view example = issuer.example;
  if (example.starts_with(kServiceAccount) && text.starts_with(kServiceAccount)) {
    return std::all_of(text.begin(), text.end(), IsLetterOfKubernetes);
  }
  // GitLab writes the name of the branch or tag alone.
  const bool gitlab = example.starts_with("project_path:");
  return !gitlab || text.find(":ref:refs/") == std::string_view::npos;
}

}  // namespace rolelint::logic

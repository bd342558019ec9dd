#include "analyzer/cli/case_line.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "analyzer/json/reader.h"
#include "analyzer/logic/principal.h"
#include "analyzer/policy/parser.h"
#include "analyzer/text/glob.h"

namespace rolelint::cli {

std::unique_ptr<CaseLine> CaseLine::Read(std::string text) {
  auto line = std::make_unique<CaseLine>();
  text::SourceError problem;
  line->source_ = text::Source::FromBytes("", std::move(text), &problem);
  if (!line->source_) {
    line->Fail(problem.message);
    return line;
  }
  line->view_ = text::View(line->source_->text());
  std::vector<json::Issue> issues;
  std::vector<json::Tree> trees;
  if (!json::ReadAll(line->source_->text(), &line->arena_, &trees, &issues)) {
    line->Fail(issues.empty() ? "not JSON" : issues.back().message);
    return line;
  }
  line->tree_ = std::move(trees[0]);
  line->root_ = line->tree_.root();
  line->FailOnDuplicateKeys(issues);
  if (trees.size() != 1 || !line->root_.is_object()) line->Fail("not one JSON object a line");
  return line;
}

void CaseLine::Fail(std::string message) {
  if (!error_) error_ = CaseError{std::move(message)};
}

// Parsers disagree on which of two values of one key counts.
void CaseLine::FailOnDuplicateKeys(std::span<const json::Issue> issues) {
  for (const json::Issue& issue : issues) {
    if (issue.code == json::Issue::Code::kDuplicateKey) Fail(issue.message);
  }
}

std::string CaseLine::id() const {
  const json::Value id = root_.Find("id");
  return id ? std::string(id.raw()) : "null";
}

const policy::Document* CaseLine::Policy(json::Value value, std::string_view name,
                                         policy::Kind kind) {
  std::vector<inputs::LayerIssues> issues;
  const inputs::Unwrapped unwrapped = inputs::Unwrap(value, view_, &arena_, &pool_, &issues);
  for (const inputs::LayerIssues& layer : issues) FailOnDuplicateKeys(layer.issues);
  if (!unwrapped.value.is_object()) {
    Fail(std::string(name) + ": not a policy");
    return nullptr;
  }
  documents_.push_back(std::make_unique<policy::Document>(policy::ParsePolicy(
      unwrapped.value, *unwrapped.view, kind, policy::KindSource::kOption, &arena_)));
  for (const policy::Diagnostic& diagnostic : documents_.back()->diagnostics) {
    using Code = policy::DiagnosticCode;
    if (diagnostic.code == Code::kMissingStatement || diagnostic.code == Code::kInvalidEffect ||
        diagnostic.code == Code::kMissingEffect) {
      Fail(std::string(name) + ": not a valid policy");
      return nullptr;
    }
  }
  return documents_.back().get();
}

const policy::Document* CaseLine::Member(json::Value object, std::string_view name,
                                         policy::Kind kind) {
  const json::Value value = object.Find(name);
  if (!value || value.type() == json::Type::kNull) return nullptr;
  return Policy(value, name, kind);
}

std::vector<const policy::Document*> CaseLine::Members(json::Value list, std::string_view name,
                                                       policy::Kind kind) {
  std::vector<const policy::Document*> policies;
  auto add = [&](json::Value value) {
    if (const policy::Document* policy = Policy(value, name, kind)) policies.push_back(policy);
  };
  if (list.is_array()) {
    for (json::Value value : list) add(value);
  } else if (list && list.type() != json::Type::kNull) {
    add(list);
  }
  return policies;
}

std::vector<std::string> CaseLine::Strings(json::Value value, std::string_view name) {
  std::vector<std::string> strings;
  auto add = [&](json::Value item) {
    if (item.is_string()) {
      strings.emplace_back(item.str());
    } else if (item.type() == json::Type::kNumber || item.type() == json::Type::kBool) {
      strings.emplace_back(item.raw());
    } else {
      Fail(std::string(name) + ": not a string or a list of strings");
    }
  };
  if (value.is_array()) {
    for (json::Value item : value) add(item);
  } else if (value && value.type() != json::Type::kNull) {
    add(value);
  }
  return strings;
}

bool ForEachLine(const std::string& path, std::string* error,
                 const std::function<void(size_t, std::string)>& answer) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) {
      *error = "cannot read " + path + ": " + std::strerror(errno);
      return false;
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  bool any = false;
  for (size_t number = 1; std::getline(in, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    any = true;
    answer(number, std::move(text));
  }
  if (in.bad()) {
    *error = "cannot read " + path + ": " + std::strerror(errno);
    return false;
  }
  if (!any) *error = path + " contains no case";
  return any;
}

namespace {

std::optional<logic::Principal> ReadPrincipal(json::Value value, std::string_view role_arn) {
  if (value.is_object()) {
    for (json::Value member : value) {
      if (!member.is_string()) return std::nullopt;
      const std::string_view key = member.key();
      if (text::EqualsFolded(key, "service")) return logic::ServicePrincipal(member.str());
      if (text::EqualsFolded(key, "federated")) return logic::FederatedPrincipal(member.str());
      if (text::EqualsFolded(key, "canonical") || text::EqualsFolded(key, "canonicaluser")) {
        return logic::CanonicalUser(member.str());
      }
      if (text::EqualsFolded(key, "aws")) return logic::ParsePrincipal(member.str(), role_arn);
    }
    return std::nullopt;
  }
  if (!value.is_string()) return std::nullopt;
  if (value.str() == "anonymous" || value.str() == "*") return logic::Principal();
  return logic::ParsePrincipal(value.str(), role_arn);
}

}  // namespace

std::optional<logic::Request> ReadRequest(json::Value value, CaseLine* line) {
  if (!value.is_object()) {
    line->Fail("request: missing");
    return std::nullopt;
  }
  logic::Request request;
  std::string_view role_arn;
  for (json::Value member : value.Find("context")) {
    if (member.type() == json::Type::kNull) continue;
    logic::ContextValue& entry = request.context.emplace_back();
    entry.key = member.key();
    entry.is_list = member.is_array();
    entry.values = line->Strings(member, entry.key);
    if (text::EqualsFolded(member.key(), "aws:PrincipalArn") && member.is_string()) {
      role_arn = member.str();
    }
  }
  std::optional<logic::Principal> principal = ReadPrincipal(value.Find("principal"), role_arn);
  if (!principal) {
    line->Fail("request: principal is no ARN, account, service, provider or \"anonymous\"");
    return std::nullopt;
  }
  request.principal = std::move(*principal);
  request.action = value.Find("action").str();
  request.resource = value.Find("resource").str();
  if (request.resource.empty()) request.resource = "*";
  const json::Value account = value.Find("resource_account");
  if (account.is_string() || account.type() == json::Type::kNumber) {
    request.resource_account = account.is_string() ? account.str() : account.raw();
  }
  if (request.action.find(':') == std::string::npos) {
    line->Fail("request: action is not service:Name");
    return std::nullopt;
  }
  return request;
}

}  // namespace rolelint::cli

// What stands in Resource is "*" or an ARN: six fields, the first of them "arn", the service's in
// lower case.

#include <algorithm>
#include <optional>

#include "analyzer/policy/arn.h"
#include "analyzer/policy/open_part.h"
#include "analyzer/policy/variable.h"
#include "analyzer/text/glob.h"
#include "rules/grammar/resource_items.h"
#include "rules/grammar/variables.h"
#include "rules/grammar/wording.h"

namespace rolelint::rules::resource_form {
namespace {

constexpr std::string_view kEquivalents[] = {
    "access-analyzer:INVALID_ARN_PREFIX",
    "access-analyzer:MISSING_ARN_FIELD",
    "access-analyzer:INVALID_ARN_SERVICE_CASE",
    "parliament:INVALID_ARN",
    "boogy:invalid_resource",
};

constexpr size_t kFields = 6;

// Colons inside a variable separate nothing.
size_t CountFields(std::string_view value) {
  size_t fields = 1;
  for (size_t at = 0; at < value.size() && fields < kFields;) {
    if (value.substr(at, 2) == "${") {
      const auto variable = policy::NextVariable(value, at);
      at = variable ? variable->span.end : std::min(value.find('}', at), value.size() - 1) + 1;
      continue;
    }
    fields += value[at] == ':' ? 1 : 0;
    ++at;
  }
  return fields;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

void CheckPrefix(const engine::DocumentContext& context, const policy::Text& text,
                 engine::Reporter& report) {
  // API Gateway completes the ARN of a policy that is attached to an API.
  if (context.document.kind == policy::Kind::kResource && text.value.starts_with("execute-api:/")) {
    return;
  }
  engine::FindingBuilder finding =
      report.Report(text.span, Quoted(text.value) + " is not a resource: neither \"*\" nor an ARN");
  if (text.value.substr(0, 4) != "arn:" && DifferInCase(text.value.substr(0, 4), "arn:")) {
    finding.Label("\"arn\" is lower case")
        .Help("write " + Quoted("arn:" + std::string(text.value.substr(4))));
    if (text.known && text.span.size() == text.value.size()) {
      finding.Fix({text.span.begin, text.span.begin + 4}, "arn:", true);
    }
  } else {
    finding.Label("no ARN").Help("write the whole ARN: arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE");
  }
}

void CheckFields(const engine::DocumentContext& context, const policy::Text& text,
                 engine::Reporter& report) {
  const size_t fields = CountFields(text.value);
  if (fields == kFields) return;
  // IAM takes a short ARN in a permission policy, and means more by it than it says.
  const bool completed = context.document.kind == policy::Kind::kIdentity ||
                         context.document.kind == policy::Kind::kBoundary;
  report
      .Report(text.span, Quoted(text.value) + " has " + std::to_string(fields) +
                             " of an ARN's 6 fields" +
                             (completed ? ": IAM puts \"*\" for those that are missing" : ""))
      .Label("fields are missing")
      .Level(completed ? engine::Level::kWarning : engine::Level::kError)
      .Help(
          "write all of arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; an empty field keeps its "
          "colon");
}

void CheckServiceCase(const policy::Text& text, engine::Reporter& report) {
  const size_t begin = text.value.find(':', 4);
  if (begin == std::string_view::npos) return;
  const size_t end = std::min(text.value.find(':', begin + 1), text.value.size());
  const std::string_view service = text.value.substr(begin + 1, end - begin - 1);
  if (std::none_of(service.begin(), service.end(), IsUpper) ||
      service.find("${") != std::string_view::npos) {
    return;
  }
  std::string lower(service);
  for (char& c : lower) {
    if (IsUpper(c)) c = static_cast<char>(c + 32);
  }
  const auto at = static_cast<uint32_t>(begin + 1);
  const bool plain = text.known && text.span.size() == text.value.size();
  const text::Span span =
      plain ? text::Span{text.span.begin + at, text.span.begin + static_cast<uint32_t>(end)}
            : text.span;
  engine::FindingBuilder finding =
      report.Report(span, "the service " + Quoted(service) + " of the ARN " + Quoted(text.value) +
                              " is not in lower case, so the ARN matches nothing");
  finding.Label("lower case is meant").Help("write " + Quoted(lower));
  if (plain) finding.Fix(span, lower, true);
}

// Of IAM's own resources the type is written out: IAM refuses a wildcard in it, but for "*" alone.
void CheckIamType(const policy::Text& text, engine::Reporter& report) {
  const std::optional<policy::Arn> arn = policy::ParseArn(text.value);
  if (!arn || arn->service != "iam" || arn->resource == "*") return;
  const std::string_view type = arn->resource.substr(0, arn->resource.find('/'));
  if (type.find("${") != std::string_view::npos || !text::HasWildcard(type)) return;
  report
      .Report(text.span, Quoted(text.value) +
                             " has a wildcard in the type of an IAM resource, which IAM refuses")
      .Label("no type of IAM's")
      .Help(
          "write \"*\" as the whole resource, or the type and a slash before the wildcard: role/*, "
          "user/*, policy/*");
}

// Of a text that is known as a whole unsupported-character says it.
void CheckBlanksInHead(const policy::Text& text, engine::Reporter& report) {
  const std::optional<policy::Arn> arn = policy::OpenArn(text.value);
  if (!arn) return;
  const auto head = static_cast<size_t>(arn->resource.data() - text.value.data());
  if (text.value.substr(0, head).find(' ') == std::string_view::npos) return;
  report
      .Report(text.span, Quoted(text.value) +
                             " has a blank before its resource, so the ARN "
                             "matches nothing")
      .Label("a blank")
      .Help("remove the blank");
}

// Of a text that a template leaves open in parts: what holds whatever these are.
void CheckOpen(const engine::DocumentContext& context, const policy::Text& text,
               engine::Reporter& report) {
  // A function that a preprocessor of templates knows.
  if (text.value.starts_with("Fn::")) return;
  if (text.value.starts_with("arn:")) {
    if (policy::ShowsItsFields(text.value)) CheckFields(context, text, report);
    CheckServiceCase(text, report);
    CheckBlanksInHead(text, report);
    CheckIamType(text, report);
  } else if (policy::BeginsWithNoArn(text.value)) {
    report.Report(text.span, Quoted(text.value) + " gives a name, an ID or a URL, not an ARN")
        .Label("no ARN")
        .Help("refer to the resource's ARN: !GetAtt NAME.Arn in CloudFormation, .arn in Terraform");
  } else if (const std::string_view head = text.value.substr(0, text.value.find("${"));
             !head.empty() && head[0] != '*' && !std::string_view("arn:").starts_with(head)) {
    CheckPrefix(context, text, report);
  }
}

constexpr std::string_view kYieldsWithin[] = {"assume-role-resource"};

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  const bool permissions = policy::kIdentityLike.Has(context.document.kind);
  ForEachOddResource(context, [&](const policy::Text& text) {
    if (text.open) CheckOpen(context, text, report);
    if (!text.known || text.value == "*") return;
    if (!text.value.starts_with("arn:")) {
      CheckPrefix(context, text, report);
    } else {
      CheckFields(context, text, report);
      CheckServiceCase(text, report);
      if (permissions) CheckIamType(text, report);
    }
  });
}

}  // namespace

// A trust policy has no Resource at all: resource-not-allowed.
extern const engine::Rule kRule = {
    .id = "resource-form",
    .summary = "A resource is neither \"*\" nor a whole ARN",
    .level = engine::Level::kError,
    .kinds =
        policy::kIdentityLike | policy::Kind::kResource | policy::Kind::kScp | policy::Kind::kRcp,
    .subjects = engine::kLooksAtOddResources,
    .equivalents = kEquivalents,
    .yields_within = kYieldsWithin,
    .aws_page =
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "reference_policies_elements_resource.html",
    .check_document = Check,
};

}  // namespace rolelint::rules::resource_form

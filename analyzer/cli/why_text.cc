// An explanation for people, and as JSON.

#include <fmt/format.h>

#include "analyzer/cli/proof_json.h"
#include "analyzer/cli/why_answer.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

using Json = nlohmann::ordered_json;
using Status = WhyHalf::Status;

std::string_view Headline(WhyAnswer::Verdict verdict) {
  using Verdict = WhyAnswer::Verdict;
  switch (verdict) {
    case Verdict::kDenied:
      return "denied: the policies of the input explain it";
    case Verdict::kConditional:
      return "denied under some conditions: the request must meet those below";
    case Verdict::kAllowed:
      return "allowed by the input: what denies it is not among the policies given";
    case Verdict::kUnknown:
      return "unknown: the input does not hold all policies that bear on it";
  }
  return {};
}

std::string Sentence(const WhyHalf& half, const logic::Request& request) {
  const std::string what = fmt::format("{} on {}", request.action, request.resource);
  const bool many = half.label.starts_with("the policies") || half.label.starts_with("the SCPs") ||
                    half.label.starts_with("the RCPs");
  const std::string_view s = many ? "" : "s";
  switch (half.status) {
    case Status::kGrants:
      return fmt::format("ok: {} allow{} it", half.label, s);
    case Status::kMissing:
      return fmt::format("missing: nothing in {} allows {}", half.label, what);
    case Status::kCondition:
      return fmt::format("condition: {} allow{} it if the request carries {}", half.label, s,
                         fmt::join(half.conditions, " and "));
    case Status::kDenies:
      return fmt::format("denied: {} den{} it", half.label, many ? "y" : "ies");
    case Status::kMayDeny:
      return fmt::format("denied if: {} den{} it if {}", half.label, many ? "y" : "ies",
                         half.conditions.empty()
                             ? "the request is of its kind"
                             : fmt::format("{}", fmt::join(half.conditions, " and ")));
    case Status::kUnknown:
      return fmt::format("unknown: {}", fmt::join(half.unknown, "; "));
    case Status::kNotInvolved:
      break;
  }
  return half.label;
}

std::string PlaceLine(const MapPlace& place) {
  return fmt::format("  --> {}:{}:{} {}{}\n", place.file, place.line, place.column, place.policy,
                     place.sid.empty() ? "" : ", statement " + place.sid);
}

Json PlaceObject(const MapPlace& place) {
  return {{"file", place.file},
          {"pointer", place.pointer},
          {"line", place.line},
          {"policy", place.policy}};
}

Json HalfObject(const WhyHalf& half, const MapPlaces& places) {
  Json object = {{"policy", DeniedByName(half.kind)},
                 {"whose", half.label},
                 {"status", StatusName(half.status)},
                 {"conditions", half.conditions}};
  Json& evidence = object["evidence"] = Json::array();
  for (const graph::StatementRef& ref : half.evidence) {
    if (const MapPlace* place = places.Of(ref)) evidence.push_back(PlaceObject(*place));
  }
  Json& near = object["near_misses"] = Json::array();
  for (const WhyHalf::Near& one : half.near) {
    Json miss = {{"why", one.why}};
    if (const MapPlace* place = places.Of(one.ref)) miss.update(PlaceObject(*place));
    near.push_back(std::move(miss));
  }
  const bool lacks = half.status == Status::kMissing;
  object["add"] = lacks ? half.statement : Json();
  object["unknown"] = half.unknown;
  return object;
}

}  // namespace

std::string_view StatusName(Status status) {
  switch (status) {
    case Status::kGrants:
      return "grants";
    case Status::kMissing:
      return "missing";
    case Status::kCondition:
      return "condition";
    case Status::kDenies:
      return "denies";
    case Status::kMayDeny:
      return "may-deny";
    case Status::kUnknown:
      return "unknown";
    case Status::kNotInvolved:
      return "not-involved";
  }
  return {};
}

std::string_view VerdictName(WhyAnswer::Verdict verdict) {
  using Verdict = WhyAnswer::Verdict;
  switch (verdict) {
    case Verdict::kDenied:
      return "denied";
    case Verdict::kConditional:
      return "conditional";
    case Verdict::kAllowed:
      return "allowed";
    case Verdict::kUnknown:
      return "unknown";
  }
  return {};
}

void WriteWhyText(const WhyMessage& message, const WhyAnswer& answer, const MapPlaces& places,
                  std::ostream& out) {
  const logic::Request& request = answer.request;
  std::string text = fmt::format("{}\n", Headline(answer.verdict));
  const bool anonymous = request.principal.kind == logic::Principal::Kind::kAnonymous;
  text += fmt::format("  {} asks for {} on {}\n",
                      anonymous ? "a caller without credentials" : request.principal.text,
                      request.action, request.resource);
  if (message.by != DeniedBy::kNotTold) {
    text += fmt::format("  the message names a {} in {}{}\n",
                        message.explicit_deny ? "Deny" : "missing Allow", WithArticle(message.by),
                        message.policy_arn.empty() ? "" : ": " + message.policy_arn);
  }
  for (const WhyHalf& half : answer.halves) {
    text += Sentence(half, request) + "\n";
    for (const graph::StatementRef& ref : half.evidence) {
      if (const MapPlace* place = places.Of(ref)) text += PlaceLine(*place);
    }
    for (const WhyHalf::Near& near : half.near) {
      if (const MapPlace* place = places.Of(near.ref)) text += PlaceLine(*place);
      text += fmt::format("      comes close: {}\n", near.why);
    }
    if (half.status == Status::kMissing && !half.statement.is_null()) {
      text += fmt::format("  add to {}:\n", half.label);
      const std::string statement =
          half.statement.dump(2, ' ', false, Json::error_handler_t::replace);
      std::string_view rest = statement;
      while (!rest.empty()) {
        const size_t end = rest.find('\n');
        text += fmt::format("    {}\n", rest.substr(0, end));
        rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
      }
    }
  }
  for (const std::string& note : answer.notes) text += fmt::format("note: {}\n", note);
  for (const std::string& command : answer.commands) text += fmt::format("run: {}\n", command);
  out << report::Printable(text, true);
}

Json WhyObject(const WhyMessage& message, const WhyAnswer& answer, const MapPlaces& places) {
  Json object;
  object["verdict"] = VerdictName(answer.verdict);
  object["request"] = RequestObject(answer.request);
  object["message"] = {
      {"form", message.form},
      {"denied_by", message.by == DeniedBy::kNotTold ? Json() : Json(DeniedByName(message.by))},
      {"explicit_deny", message.explicit_deny},
      {"policy_arn", message.policy_arn.empty() ? Json() : Json(message.policy_arn)}};
  Json& halves = object["policies"] = Json::array();
  for (const WhyHalf& half : answer.halves) halves.push_back(HalfObject(half, places));
  object["notes"] = answer.notes;
  object["commands"] = answer.commands;
  return object;
}

}  // namespace rolelint::cli

#include "tests/inputs/collect.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace rolelint::inputs {
namespace {

std::string Unquote(std::string_view bytes) {
  nlohmann::json value =
      nlohmann::json::parse("\"" + std::string(bytes) + "\"", nullptr, /*allow_exceptions=*/false);
  return value.is_string() ? value.get<std::string>() : std::string(bytes);
}

std::string PercentDecode(std::string_view bytes, bool plus_is_space) {
  std::string decoded;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '%' && i + 2 < bytes.size()) {
      decoded.push_back(
          static_cast<char>(std::stoi(std::string(bytes.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      decoded.push_back(plus_is_space && bytes[i] == '+' ? ' ' : bytes[i]);
    }
  }
  return decoded;
}

std::string PlaceText(const estate::Place& place) { return place ? "@" : "-"; }

void AddFacts(const estate::PolicyFacts& facts, std::string* line) {
  *line += facts.administrator ? " admin" : "";
  *line += facts.complete ? "" : " incomplete";
  for (const estate::AssumeStatement& statement : facts.assume) {
    *line += statement.allow ? " allow[" : " deny[";
    for (const estate::ResourceRef& resource : statement.resources) *line += resource.pattern + " ";
    *line += statement.sid + "]";
  }
}

}  // namespace

void Collector::Texts(json::Value value, const std::string& pointer, const text::View& view,
                      std::vector<SeenText>* texts) {
  // The document's own key belongs to what is around it.
  if (value.has_key() && !pointer.empty()) {
    texts->push_back(
        {pointer + "#", std::string(value.key()), view.ToFile(value.key_inner_span())});
  }
  if (value.is_string()) {
    texts->push_back({pointer, std::string(value.str()), view.ToFile(value.inner_span())});
  }
  size_t index = 0;
  for (json::Value child : value) {
    Texts(child,
          pointer + "/" + (child.has_key() ? std::string(child.key()) : std::to_string(index++)),
          view, texts);
  }
}

void Collector::OnDocument(const policy::Document& document, const Owner& owner) {
  SeenDocument seen;
  seen.kind = document.kind;
  seen.kind_source = document.kind_source;
  seen.owner_arn = owner.arn;
  seen.entity_name = owner.entity_name;
  seen.policy_name = owner.policy_name;
  seen.aws_managed = owner.aws_managed;
  seen.name_span = owner.policy_name_span;
  seen.file_span = document.view->ToFile(document.span);
  Texts(document.root, "", *document.view, &seen.texts);
  collected.documents.push_back(std::move(seen));
}

void Collector::OnIssues(const text::View& view, std::span<const json::Issue> issues) {
  for (const json::Issue& issue : issues) {
    collected.issues.push_back({issue.code, issue.fatal(), issue.message, view.ToFile(issue.span),
                                view.parent() == nullptr});
  }
}

text::Source SourceOf(std::string bytes) {
  text::SourceError error;
  std::optional<text::Source> source =
      text::Source::FromBytes("input.json", std::move(bytes), &error);
  EXPECT_TRUE(source.has_value()) << error.message;
  if (!source) return *text::Source::FromBytes("input.json", "null", &error);
  return std::move(*source);
}

Reading Read(const text::Source& source, const ReadOptions& options) {
  Scratch scratch;
  Collector sink;
  Reading reading;
  reading.result = ReadInput(source, 0, options, &scratch, &sink);
  reading.seen = std::move(sink.collected);
  return reading;
}

Reading ReadText(std::string bytes, const ReadOptions& options) {
  text::Source source = SourceOf(std::move(bytes));
  return Read(source, options);
}

Reading ReadInChunks(const text::Source& source, uint32_t target_bytes, size_t* chunks) {
  std::vector<Chunk> cut = CutDump(source, target_bytes);
  *chunks = cut.size();
  Reading whole;
  // Two workers take turns, as on two threads.
  Scratch scratch[2];
  for (size_t i = 0; i < cut.size(); ++i) {
    Collector sink;
    InputResult part = ReadChunk(source, 0, cut[i], {}, &scratch[i % 2], &sink);
    if (i == 0) {
      whole.result = std::move(part);
    } else if (!JoinChunk(std::move(part), &whole.result)) {
      continue;
    }
    for (SeenDocument& seen : sink.collected.documents) {
      whole.seen.documents.push_back(std::move(seen));
    }
    for (SeenIssue& seen : sink.collected.issues) whole.seen.issues.push_back(std::move(seen));
  }
  return whole;
}

bool BytesStandFor(std::string_view bytes, std::string_view value) {
  std::string text(bytes);
  for (int layer = 0; layer < 6; ++layer) {
    if (text == value || PercentDecode(text, true) == value) return true;
    std::string next =
        text.find('%') != std::string::npos ? PercentDecode(text, false) : Unquote(text);
    if (next == text) next = Unquote(text);
    if (next == text) return false;
    text = next;
  }
  return false;
}

std::vector<std::string> Summary(const Collected& seen) {
  std::vector<std::string> lines;
  for (const SeenDocument& document : seen.documents) {
    std::string head = std::string(policy::KindName(document.kind)) + " " + document.owner_arn +
                       " " + document.policy_name;
    lines.push_back(head);
    for (const SeenText& text : document.texts) {
      lines.push_back("  " + text.pointer + " = " + text.value);
    }
  }
  return lines;
}

std::vector<std::string> Summary(const estate::Records& records) {
  std::vector<std::string> lines;
  for (const estate::Entity& entity : records.entities) {
    std::string line = std::string(estate::EntityTypeName(entity.type)) + " " + entity.arn + " " +
                       entity.account + " " + entity.path + " " + entity.name + " " +
                       entity.unique_id + PlaceText(entity.place);
    line += " states " + std::to_string(static_cast<int>(entity.description.state)) +
            std::to_string(static_cast<int>(entity.max_session_seconds.state)) +
            std::to_string(static_cast<int>(entity.tags.state)) +
            std::to_string(static_cast<int>(entity.boundary_arn.state)) +
            std::to_string(static_cast<int>(entity.trust_state)) +
            std::to_string(static_cast<int>(entity.inline_state)) +
            std::to_string(static_cast<int>(entity.attached_state)) +
            std::to_string(static_cast<int>(entity.groups_state));
    line += entity.description.value + entity.boundary_arn.value;
    for (const estate::Tag& tag : entity.tags.value) line += " " + tag.key + "=" + tag.value;
    for (const estate::TrustStatement& statement : entity.trust) {
      line += statement.allow ? " trusts[" : " distrusts[";
      for (const estate::PrincipalRef& principal : statement.principals) {
        line += principal.value + PlaceText(principal.place) + " ";
      }
      line += std::to_string(statement.actions) + (statement.mfa ? " mfa]" : "]");
    }
    for (const estate::InlinePolicy& policy : entity.inline_policies) {
      line += " inline " + policy.name;
      AddFacts(policy.facts, &line);
    }
    for (const estate::AttachedPolicy& policy : entity.attached) line += " attached " + policy.arn;
    for (const std::string& group : entity.groups) line += " in " + group;
    lines.push_back(line);
  }
  for (const estate::ManagedPolicy& policy : records.policies) {
    std::string line = "policy " + policy.arn + " " + policy.name + PlaceText(policy.place);
    AddFacts(policy.facts, &line);
    lines.push_back(line);
  }
  for (const estate::AccountCoverage& coverage : records.coverage) {
    lines.push_back("covers " + coverage.account + (coverage.users ? " users" : "") +
                    (coverage.groups ? " groups" : "") + (coverage.roles ? " roles" : ""));
  }
  return lines;
}

}  // namespace rolelint::inputs

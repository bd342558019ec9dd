#ifndef ROLELINT_TESTS_INPUTS_TEMPLATE_READING_H_
#define ROLELINT_TESTS_INPUTS_TEMPLATE_READING_H_

// A template as it is read, for tests: the strings of its documents, what is open among them, and
// the bytes at their places.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/inputs/collect.h"
#include "tests/support/paths.h"

namespace rolelint::inputs {

// A string of a document, "~" before it if it is open.
struct Told {
  std::string value;
  std::string bytes;  // of the file at its place
};

class TextSink : public Sink {
 public:
  explicit TextSink(std::string_view file) : file_(file) {}

  void OnDocument(const policy::Document& document, const Owner& owner) override {
    kinds.push_back(document.kind);
    types.emplace_back(owner.resource_type);
    again.push_back(owner.again);
    Take(document.root, *document.view);
  }
  void OnIssues(const text::View&, std::span<const json::Issue> met) override {
    for (const json::Issue& issue : met) issues.push_back(issue.message);
  }

  // Of the values under this key, in order.
  std::vector<std::string> Values(const std::string& key) const {
    std::vector<std::string> values;
    auto [at, end] = texts_.equal_range(key);
    for (; at != end; ++at) values.push_back(at->second.value);
    return values;
  }
  std::vector<std::string> Bytes(const std::string& key) const {
    std::vector<std::string> bytes;
    auto [at, end] = texts_.equal_range(key);
    for (; at != end; ++at) bytes.push_back(at->second.bytes);
    return bytes;
  }

  std::vector<policy::Kind> kinds;
  std::vector<std::string> types;
  std::vector<bool> again;
  std::vector<std::string> issues;

 private:
  void Take(json::Value value, const text::View& view, std::string key = "") {
    if (value.has_key()) key = value.key();
    if (value.is_string()) {
      const Span span = view.ToFile(value.inner_span());
      texts_.emplace(key, Told{(value.open() ? "~" : "") + std::string(value.str()),
                               std::string(file_.substr(span.begin, span.size()))});
    }
    for (json::Value child : value) Take(child, view, key);
  }

  const std::string_view file_;
  std::multimap<std::string, Told> texts_;
};

struct TemplateReading {
  explicit TemplateReading(std::string text, ReadOptions options = {})
      : source(SourceOf(std::move(text))), sink(source.text()) {
    result = ReadInput(source, 0, options, &scratch, &sink);
  }

  text::Source source;
  Scratch scratch;
  TextSink sink;
  InputResult result;
};

inline std::string Fixture(const std::string& name) {
  return support::ReadFile(support::SourceDir() / "fixtures" / "inputs" / "cloudformation" / name);
}

// A template around one value of a policy.
inline std::string Around(const std::string& value) {
  return R"({"Parameters": {
  "Name": {"Type": "String", "Default": "acme"},
  "Open": {"Type": "String"},
  "Empty": {"Type": "String", "Default": ""},
  "Secret": {"Type": "String", "NoEcho": true, "Default": "s"},
  "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a/b"},
  "Number": {"Type": "Number", "Default": 7},
  "List": {"Type": "CommaDelimitedList", "Default": "a, b,c"}},
"Mappings": {"M": {"k": {"text": "t1", "list": ["l1", "l2"]}}},
"Conditions": {
  "Yes": {"Fn::Equals": [{"Ref": "Name"}, "acme"]},
  "No": {"Fn::Not": [{"Condition": "Yes"}]},
  "Both": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
  "Either": {"Fn::Or": [{"Condition": "Maybe"}, {"Condition": "Yes"}]},
  "IsEmpty": {"Fn::Equals": [{"Ref": "Empty"}, ""]},
  "Maybe": {"Fn::Equals": [{"Ref": "Open"}, "x"]},
  "Other": {"Fn::Equals": [{"Ref": "Open"}, "y"]},
  "Loop": {"Fn::Not": [{"Condition": "Loop"}]}},
"Resources": {
  "Role": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/p/"}},
  "Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Fn::Sub": "${Name}-role"}}},
  "Bucket": {"Type": "AWS::S3::Bucket"},
  "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}},
  "A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "B"}}},
  "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${A}${A}"}}},
  "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument":
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
      "Resource": )" +
         value + "}]}}}}}";
}

}  // namespace rolelint::inputs

#endif  // ROLELINT_TESTS_INPUTS_TEMPLATE_READING_H_

#ifndef ROLELINT_INPUTS_CLOUDFORMATION_RESOLVER_H_
#define ROLELINT_INPUTS_CLOUDFORMATION_RESOLVER_H_

// Puts values in place of a template's functions, as far as the template says what they give. The
// rest stays open (json::Value::open): "arn:aws:iam::${AccountId}:root".
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
//
// Fn::If is settled by the parameters' values where these are given. Where they are not, either
// branch may be the one, whatever the default: text/choices.h says which it is in this world.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/inputs/cloudformation/rope.h"
#include "analyzer/inputs/cloudformation/scope.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/choices.h"
#include "analyzer/text/view.h"

namespace rolelint::inputs::cloudformation {

// Functions within functions, and names that stand for other names: enough for any template.
inline constexpr int kMaxFunctionDepth = 64;
// What all functions of a template together may make, in bytes of text and in values.
inline constexpr size_t kMaxResolved = size_t{64} << 20;

// Variables that the plain strings of a template may have.
enum class PlainVariables : uint8_t {
  kNone,  // CloudFormation: they stay what they are
  kOpen,  // Serverless, and macros that may do anything
};

// What a function gives.
struct Result {
  enum class Kind : uint8_t {
    kText,
    kList,     // of texts
    kValue,    // a value of the template, which may hold functions itself
    kNothing,  // AWS::NoValue: the member or element is not there
  };
  Kind kind = Kind::kText;
  Rope text;
  std::vector<Rope> list;
  json::Value value;
};

class Resolver {
 public:
  // `out`: takes all that is resolved; over the same text as the template's tree. All arguments
  // must outlive the resolver.
  Resolver(json::Value root, const Scope& scope, const text::View& view, PlainVariables variables,
           text::Arena* arena, json::Tree* out);

  // A copy of the value with all functions resolved; invalid if it is AWS::NoValue.
  json::Value Resolve(json::Value value);

  // Nodes for what is nowhere in the template as it is: strings, in the resolved tree.
  json::Value MakeString(const Rope& text, Span span);
  json::Value MakeOpen(std::string_view name, Span span);
  // {"Version": "2012-10-17", "Statement": statements}, of resolved statements.
  json::Value MakeDocument(json::Value statements);

  // A resource's ARN, name or id as Ref and Fn::GetAtt give them, for `span`.
  Rope ArnOf(json::Value resource, Span span);

  // How the conditions come out from now on that nothing settles; must outlive the resolver.
  void SetWorld(text::Choices* choices);
  // Whether the condition of that name holds in this world.
  bool Holds(std::string_view condition) { return Holds(condition, 0); }

  // Too much was asked for: what was resolved since is open.
  bool exhausted() const { return spent_ > kMaxResolved; }

 private:
  // Whether what a parameter has by default is its value.
  enum class Defaults : uint8_t { kTaken, kOpen };

  // resolver.cc: copying
  bool Copy(json::Value value, json::Value member, int depth);
  bool CopyResult(const Result& result, json::Value function, json::Value member, int depth);
  void CopyContainer(json::Value value, json::Value member, int depth);
  uint32_t CopyLoop(json::Value loop, int depth);
  void CopyScalar(json::Value value, json::Value member);
  void AppendText(const Rope& text, Span span, json::Value member);
  void AppendWhole(const Rope& text, Span span, json::Value member);
  json::Node& Append(json::Type type, Span span, json::Value member);
  bool Spend(size_t amount);

  // functions.cc
  void AppendPlain(json::Value string, size_t begin, size_t end, Rope* text) const;
  Result Evaluate(json::Value value, int depth);
  Result Function(json::Value function, int depth);
  Rope TextOf(json::Value value, int depth);
  Rope TextOf(const Result& result, json::Value value) const;
  // Of a list, or of a function that gives one; false if that is not known.
  bool ListOf(json::Value value, int depth, std::vector<Rope>* list);
  Result OpenResult(json::Value function, std::string_view name = {}) const;
  Result TextResult(Rope text) const;
  Result Sub(json::Value function, json::Value argument, int depth);
  Result Join(json::Value function, json::Value argument, int depth);
  Result Select(json::Value function, json::Value argument, int depth);
  Result Split(json::Value function, json::Value argument, int depth);
  Result FindInMap(json::Value function, json::Value argument, int depth);
  Result If(json::Value function, json::Value argument, int depth);
  Result Length(json::Value function, json::Value argument, int depth);

  // references.cc
  Result Ref(std::string_view name, Span span, int depth);
  Result GetAtt(std::string_view resource, std::string_view attribute, Span span, int depth);
  Result ParameterValue(json::Value parameter, std::string_view name, Span span, bool as_condition);
  Result Pseudo(std::string_view name, Span span);
  Result RefOf(json::Value resource, std::string_view name, Span span, int depth);
  Rope Shaped(std::string_view shape, json::Value resource, std::string_view name_property,
              Span span, int depth);
  Rope NameOf(json::Value resource, std::string_view property, Span span, int depth);
  json::Value PropertyOf(json::Value resource, std::string_view name);
  std::string GivenPartition() const;

  // conditions.cc
  bool Holds(std::string_view condition, int depth);
  bool Decide(json::Value expression, int depth);
  bool Equals(json::Value argument, int depth);
  bool AskValue(json::Value value, const std::string& wanted, bool first);
  bool DecideAll(json::Value argument, bool wanted, int depth);
  Rope Side(json::Value value, Defaults defaults, int depth);

  const json::Value root_;
  const Scope& scope_;
  const text::View& view_;
  const PlainVariables variables_;
  text::Arena& arena_;
  json::Tree& out_;

  text::Choices first_world_;
  text::Choices* choices_ = &first_world_;
  Defaults defaults_ = Defaults::kTaken;
  bool in_condition_ = false;
  size_t spent_ = 0;
  // Names of resources, once they are known; an entry is there, and open, while it is worked out.
  std::unordered_map<std::string_view, Rope> names_;
  std::unordered_map<std::string_view, bool> decisions_;  // of conditions, in this world
};

// The tag before a value in YAML that is none of CloudFormation's ("!ReadFile"): a tool puts
// something else in the value's place. "" if there is none.
std::string_view ForeignTag(json::Value value);

// Whether the value is a function: an object with the one member Ref or Fn::….
bool IsFunction(json::Value value);

}  // namespace rolelint::inputs::cloudformation

#endif  // ROLELINT_INPUTS_CLOUDFORMATION_RESOLVER_H_

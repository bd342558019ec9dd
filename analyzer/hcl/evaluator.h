#ifndef ROLELINT_HCL_EVALUATOR_H_
#define ROLELINT_HCL_EVALUATOR_H_

// What the expressions of a module come to, as far as its files tell: literals, templates, locals,
// variables with a default, references to other blocks, conditionals, for expressions, the common
// functions. All else is open, as is what refers to itself and what grows beyond measure.

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/hcl/module.h"
#include "analyzer/hcl/value.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/choices.h"
#include "analyzer/text/view.h"

namespace rolelint::hcl {

// Expressions within each other and references that lead to references.
inline constexpr int kMaxEvaluation = 400;
// Values made, and items in them, of all a module's expressions; behind that everything is open.
inline constexpr uint32_t kMaxValues = 300'000;
// Bytes of strings put together.
inline constexpr size_t kMaxMade = size_t{32} << 20;

class Evaluator {
 public:
  using Parameters = std::span<const std::pair<std::string, std::string>>;

  // `parameters`: variables by name. The module and the arena, in which texts lie, must outlive the
  // evaluator, and that all its values; so must `choices`, which says how the conditions come out
  // that nothing settles.
  Evaluator(const Module& module, text::Arena* arena, Parameters parameters,
            text::Choices* choices);

  // Never null. `each`: what the name stands for in an instance of for_each (IteratorOf).
  const Value* Evaluate(uint32_t file, uint32_t expr, const Value* each = nullptr);
  // An object of key and value for the item `i` of what for_each goes over.
  const Value* IteratorOf(const Value* items, size_t i, uint32_t file, Span span);

  // A `data "aws_iam_policy_document"` as the document that it makes (policy_document.cc).
  const Value* PolicyDocument(Defined block);
  // Whether the document was merged into another one.
  bool IsMerged(const Value* document) const { return merged_.count(document) != 0; }
  const Module& module() const { return module_; }

  // What the provider refuses or joins in its own way: the second of two condition blocks that test
  // the same.
  struct Repeated {
    uint32_t file;
    Span span;
    Span first;
    std::string what;
  };
  const std::vector<Repeated>& repeated() const { return repeated_; }

 private:
  friend class Functions;
  friend class DocumentBuilder;

  struct Scope {
    std::string_view name;
    const Value* value;
    const Scope* outer;
  };
  // One step out of a value: .name, [index], [*].
  struct Step {
    ExprKind kind;
    std::string_view name;
    uint32_t index;  // an expression
  };

  // Whether a text of JSON that is put together is inside a string at its end.
  struct JsonState {
    size_t at = 0;
    bool is_json = false;
    bool in_string = false;
    bool IsBetweenStrings(std::string_view text);
  };

  const Value* Eval(uint32_t file, uint32_t expr, const Scope* scope);
  const Value* EvalNew(uint32_t file, uint32_t index, const Expr& expr, const Scope* scope);
  const Value* EvalString(uint32_t file, const Expr& expr, const Scope* scope);
  bool AddPiece(uint32_t file, uint32_t piece, bool heredoc, const Scope* scope, JsonState* json,
                text::ViewBuilder* builder, Value* value);
  const Value* EvalObject(uint32_t file, const Expr& expr, const Scope* scope);
  bool EvalKey(uint32_t file, uint32_t key, const Scope* scope, Member* member);
  const Value* EvalTuple(uint32_t file, const Expr& expr, const Scope* scope);
  const Value* EvalFor(uint32_t file, const Expr& expr, const Scope* scope);
  const Value* ForOpen(uint32_t file, const Expr& expr, const Value* over, const Scope* scope);
  const Value* EvalConditional(uint32_t file, const Expr& expr, const Scope* scope);
  // Whether the condition holds in this world.
  bool Holds(uint32_t file, uint32_t index, const Scope* scope);
  bool Compares(uint32_t file, const Expr& expr, const Value* value, const Scope* scope);
  // Whether the value is what a variable has by default, so that another one may be given.
  bool RestsOnDefault(uint32_t file, uint32_t index, int depth);
  std::string Subject(uint32_t file, uint32_t index) const;
  const Value* EvalUnary(uint32_t file, const Expr& expr, const Scope* scope);
  const Value* EvalBinary(uint32_t file, const Expr& expr, const Scope* scope);

  // references.cc
  const Value* EvalReference(uint32_t file, uint32_t index, const Scope* scope);
  const Value* Root(uint32_t file, const Expr& root, const Expr& whole, const Scope* scope,
                    std::vector<Step>* steps);
  const Value* Variable(const std::string& name, uint32_t file, Span span);
  bool IsGiven(const std::string& name) const;
  const Value* DataAttribute(const std::vector<Step>& steps, size_t* used, uint32_t file,
                             Span span);
  const Value* AwsPolicyArn(Defined block, uint32_t file, Span span);
  const Value* ResourceAttribute(const std::string& name, Defined block, std::string_view attribute,
                                 uint32_t file, Span span);
  const Value* ProviderAttribute(Defined block, std::string_view attribute, uint32_t file,
                                 Span span);
  const Value* Arn(Defined block, uint32_t file, Span span);
  const Value* TakeStep(const Value* value, const Step& step, uint32_t file, Span span,
                        const Scope* scope);

  // Makers. All count.
  Value* Make(ValueKind kind, uint32_t file, Span span);
  const Value* Open(uint32_t file, Span span);
  const Value* Text(std::string_view text, uint32_t file, Span span,
                    std::vector<Span> open_parts = {});
  const Value* Bool(bool truth, uint32_t file, Span span);
  // The same value where a reference to it stands.
  const Value* At(const Value* value, uint32_t file, Span span);
  // An item of a list. Of one that has no place of its own it stands where the list does.
  const Value* ItemOf(const Value* list, size_t index) {
    const Value* item = list->items[index];
    return list->exact ? item : At(item, list->file, list->span);
  }
  bool Charge(size_t values, size_t bytes = 0);
  std::string_view Written(uint32_t file, Span span) const;

  const Module& module_;
  text::Arena& arena_;
  const Parameters parameters_;
  text::Choices& choices_;
  std::deque<text::View> views_;  // of the files
  std::deque<Value> values_;
  std::unordered_map<uint64_t, const Value*> known_;  // by file and expression
  std::unordered_set<uint64_t> under_way_;
  std::unordered_map<const Block*, const Value*> documents_;
  std::unordered_set<const Value*> merged_;
  std::unordered_set<const Value*> unfinished_;
  std::vector<Repeated> repeated_;
  uint32_t made_ = 0;
  size_t bytes_ = 0;
  int depth_ = 0;
};

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_EVALUATOR_H_

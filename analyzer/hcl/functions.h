#ifndef ROLELINT_HCL_FUNCTIONS_H_
#define ROLELINT_HCL_FUNCTIONS_H_

// Terraform's functions, those that policies are put together with.
// https://developer.hashicorp.com/terraform/language/functions. Whatever is not here, and whatever
// is called with something that is not known, comes to an open value.

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/hcl/evaluator.h"

namespace rolelint::hcl {

class Functions {
 public:
  Functions(Evaluator* evaluator, uint32_t file, const Expr& call)
      : in_(*evaluator), file_(file), call_(call) {}

  const Value* Call(std::vector<const Value*> arguments);

 private:
  using Arguments = const std::vector<const Value*>&;
  using Function = const Value* (Functions::*)(Arguments);
  struct Named {
    std::string_view name;
    Function function;
  };
  static const Named kFunctions[];

  const Value* JsonEncode(Arguments a);
  const Value* JsonDecode(Arguments a);
  const Value* Pass(Arguments a);  // tolist, toset, nonsensitive: what they are given
  const Value* Try(Arguments a);
  const Value* Coalesce(Arguments a);
  const Value* ToString(Arguments a);
  const Value* Format(Arguments a);
  const Value* Join(Arguments a);
  const Value* Split(Arguments a);
  const Value* Lower(Arguments a);
  const Value* Upper(Arguments a);
  const Value* Trim(Arguments a);
  const Value* Replace(Arguments a);
  const Value* Concat(Arguments a);
  const Value* Distinct(Arguments a);
  const Value* Compact(Arguments a);
  const Value* Flatten(Arguments a);
  const Value* Element(Arguments a);
  const Value* Length(Arguments a);
  const Value* Merge(Arguments a);
  const Value* Keys(Arguments a);
  const Value* Values(Arguments a);
  const Value* Lookup(Arguments a);

  const Value* Open() { return in_.Open(file_, call_.span); }
  const Value* Text(std::string_view text, std::vector<Span> open_parts = {}) {
    return in_.Text(text, file_, call_.span, std::move(open_parts));
  }
  const Value* List(const std::vector<const Value*>& items);
  const Value* Mapped(Arguments a, char (*map)(char));
  void FlattenInto(const Value* list, int depth, std::vector<const Value*>* items);
  // Appends what a string, number or boolean is as text; the name of an open value. False for
  // anything else.
  bool Append(const Value* value, std::string* text, std::vector<Span>* open_parts);

  Evaluator& in_;
  const uint32_t file_;
  const Expr& call_;
};

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_FUNCTIONS_H_

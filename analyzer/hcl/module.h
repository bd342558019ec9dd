#ifndef ROLELINT_HCL_MODULE_H_
#define ROLELINT_HCL_MODULE_H_

// The files of one folder, which Terraform takes as one module: what is defined in any of them may
// be referred to in all. https://developer.hashicorp.com/terraform/language/files

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/hcl/syntax.h"
#include "analyzer/json/issue.h"

namespace rolelint::hcl {

// A block and the file it stands in.
struct Defined {
  uint32_t file = 0;
  const Block* block = nullptr;

  explicit operator bool() const { return block != nullptr; }
};

// An expression and its file.
struct Place {
  uint32_t file = 0;
  uint32_t expr = 0;
};

class Module {
 public:
  // Reads one more file. `text` is padded and outlives the module. False after a fatal issue: what
  // stands before it counts all the same.
  bool Add(std::string_view text, std::vector<json::Issue>* issues);
  // To be called when all files are there, and before anything is looked up.
  void Index();

  const std::vector<File>& files() const { return files_; }
  // "aws_iam_role.x", "data.aws_iam_policy_document.x", "var.x".
  Defined Find(const std::string& name) const;
  // Null if there is none.
  const Place* FindLocal(const std::string& name) const;

 private:
  std::vector<File> files_;
  std::unordered_map<std::string, Defined> blocks_;
  std::unordered_map<std::string, Place> locals_;
};

}  // namespace rolelint::hcl

#endif  // ROLELINT_HCL_MODULE_H_

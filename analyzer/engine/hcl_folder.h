#ifndef ROLELINT_ENGINE_HCL_FOLDER_H_
#define ROLELINT_ENGINE_HCL_FOLDER_H_

// The Terraform files of one folder among the inputs of a run, which are one module: each of them
// is read with the others at hand. They are parsed once, by whoever comes first.

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/hcl/module.h"
#include "analyzer/text/source.h"

namespace rolelint::engine {

bool IsHclPath(std::string_view path);

class HclFolder {
 public:
  // More in one folder are read each by itself: each file asks for all.
  static constexpr size_t kMaxFiles = 100;
  static constexpr size_t kMaxBytes = size_t{2} << 20;

  void AddPath(std::string path) { paths_.push_back(std::move(path)); }
  // The same of a file that is read as if it held `bytes`.
  void AddEdited(std::string path, std::string bytes) {
    edited_.emplace(path, std::move(bytes));
    paths_.push_back(std::move(path));
  }

  // Null if the file is not among them as `text` has it, or they are too much.
  const hcl::Module* ModuleFor(std::string_view path, std::string_view text, uint32_t* file);

 private:
  void Read();
  void AddValues();

  std::vector<std::string> paths_;
  std::map<std::string, std::string> edited_;
  std::once_flag once_;
  std::deque<text::Source> sources_;
  std::vector<std::string> names_;  // of sources_
  hcl::Module module_;
};

}  // namespace rolelint::engine

#endif  // ROLELINT_ENGINE_HCL_FOLDER_H_

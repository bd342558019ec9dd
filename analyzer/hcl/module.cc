#include "analyzer/hcl/module.h"

namespace rolelint::hcl {

bool Module::Add(std::string_view text, std::vector<json::Issue>* issues) {
  return Parse(text, &files_.emplace_back(), issues);
}

void Module::Index() {
  for (uint32_t i = 0; i < files_.size(); ++i) {
    // A file of values (terraform.tfvars) has nothing else; what comes later counts.
    for (const Attribute& value : files_[i].body.attributes) {
      locals_.insert_or_assign("var." + std::string(value.name), Place{i, value.value});
    }
    for (const Block& block : files_[i].body.blocks) {
      std::string name;
      if ((block.type == "resource" || block.type == "data") && block.labels.size() == 2) {
        if (block.type == "data") name = "data.";
        name.append(block.labels[0].text).append(".").append(block.labels[1].text);
      } else if (block.type == "variable" && block.labels.size() == 1) {
        name = "var.";
        name.append(block.labels[0].text);
      } else if (block.type == "locals") {
        for (const Attribute& local : block.body.attributes) {
          locals_.emplace(local.name, Place{i, local.value});
        }
        continue;
      } else {
        continue;
      }
      blocks_.emplace(std::move(name), Defined{i, &block});
    }
  }
}

Defined Module::Find(const std::string& name) const {
  auto found = blocks_.find(name);
  return found == blocks_.end() ? Defined() : found->second;
}

const Place* Module::FindLocal(const std::string& name) const {
  auto found = locals_.find(name);
  return found == locals_.end() ? nullptr : &found->second;
}

}  // namespace rolelint::hcl

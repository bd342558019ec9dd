#include "tests/parity/own_cases.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/support/paths.h"

namespace rolelint::parity {
namespace {

namespace fs = std::filesystem;

fs::path Folder() { return support::SourceDir() / "tests" / "parity"; }

// {"repeat": "arn:aws:s3:::b/{}", "times": 300} in a list stands for 300 items, counted from 0.
Json Expanded(const Json& value) {
  if (!value.is_array() && !value.is_object()) return value;
  Json out = value.is_array() ? Json::array() : Json::object();
  for (const auto& [key, item] : value.items()) {
    if (value.is_object()) {
      out[key] = Expanded(item);
    } else if (!item.is_object() || !item.contains("repeat")) {
      out.push_back(Expanded(item));
    } else {
      const std::string text = item["repeat"];
      const size_t at = text.find("{}");
      for (int i = 0; i < item["times"].get<int>(); ++i) {
        std::string number = std::to_string(i);
        number.insert(0, 5 - std::min<size_t>(5, number.size()), '0');
        out.push_back(std::string(text).replace(at, 2, number));
      }
    }
  }
  return out;
}

OwnCase Read(const Json& entry, const std::string& area, size_t index) {
  OwnCase own;
  own.code = entry.at("code");
  own.name = own.code + "_" + area + "_" + std::to_string(index);
  own.check.kind = entry.value("kind", "");
  own.check.resource_type = entry.value("resource_type", "");
  if (entry.contains("options")) own.check.options = Json{{"rules", entry["options"]}}.dump();
  const Json& policy = entry.at("policy");
  own.check.policy = policy.is_string()         ? TextOf(policy)
                     : entry.contains("indent") ? Expanded(policy).dump(entry["indent"].get<int>())
                                                : Expanded(policy).dump();
  own.good = entry.value("good", false);
  own.repairs_example = entry.value("repairs_example", false);
  own.pointers = entry.value("at", std::vector<std::string>());
  return own;
}

std::string Word(std::string text) {
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return text;
}

}  // namespace

std::string TextOf(const Json& policy) {
  return policy.is_string() ? policy.get<std::string>() : policy.dump();
}

const std::vector<OwnCase>& OwnCases() {
  static const std::vector<OwnCase> all = [] {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(Folder() / "cases")) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<OwnCase> cases;
    for (const fs::path& file : files) {
      size_t index = 0;
      for (const Json& entry : Json::parse(support::ReadFile(file))) {
        cases.push_back(Read(entry, Word(file.stem().string()), ++index));
      }
    }
    return cases;
  }();
  return all;
}

const std::map<std::string, std::vector<std::string>>& PointersOfExamples() {
  static const std::map<std::string, std::vector<std::string>> all =
      Json::parse(support::ReadFile(Folder() / "example_pointers.json"))
          .get<std::map<std::string, std::vector<std::string>>>();
  return all;
}

std::vector<std::string> AllCodes() {
  std::vector<std::string> codes;
  for (const auto& [code, pointers] : PointersOfExamples()) codes.push_back(code);
  return codes;
}

const std::map<std::string, std::string>& OptionsOfExamples() {
  static const std::map<std::string, std::string> all = {
      {"SCP_SYNTAX_ERROR_ACTION_WILDCARD",
       R"({"rules":{"scp-action-wildcard":{"legacy-language":true}}})"},
  };
  return all;
}

}  // namespace rolelint::parity

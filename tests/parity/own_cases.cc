#include "tests/parity/own_cases.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/support/paths.h"

namespace rolelint::parity {
namespace {

namespace fs = std::filesystem;

fs::path Folder() { return support::SourceDir() / "tests" / "parity"; }

OwnCase Read(const Json& entry, const std::string& area, size_t index) {
  OwnCase own;
  own.code = entry.at("code");
  own.name = own.code + "_" + area + "_" + std::to_string(index);
  own.check.kind = entry.value("kind", "");
  own.check.resource_type = entry.value("resource_type", "");
  if (entry.contains("options")) own.check.options = Json{{"rules", entry["options"]}}.dump();
  own.check.policy = TextOf(entry.at("policy"));
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
  static const std::map<std::string, std::string> all = {};
  return all;
}

const std::set<std::string>& Pending() {
  static const std::set<std::string> all = [] {
    std::istringstream lines(support::ReadFile(Folder() / "pending.txt"));
    std::set<std::string> codes;
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty()) codes.insert(line);
    }
    return codes;
  }();
  return all;
}

}  // namespace rolelint::parity

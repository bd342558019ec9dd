#include "tests/corpus/real_policies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/catalog/catalog.h"
#include "rules/registry.h"
#include "tests/support/paths.h"

namespace rolelint::corpus {
namespace {

namespace fs = std::filesystem;

std::string PercentDecoded(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(text[i + 1]) != 0 &&
        std::isxdigit(text[i + 2]) != 0) {
      result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string Unescaped(std::string_view text) {
  nlohmann::json value =
      nlohmann::json::parse("\"" + std::string(text) + "\"", nullptr, /*allow_exceptions=*/false);
  return value.is_string() ? value.get<std::string>() : std::string(text);
}

}  // namespace

std::vector<fs::path> FilesBelow(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

engine::CheckResult CheckBytes(const std::string& name, std::string bytes,
                               const RunSetting& setting) {
  static const engine::Config config = engine::Config::Default(rules::AllRules());
  std::vector<engine::InputSpec> inputs(1);
  inputs[0].display_name = name;
  inputs[0].bytes = std::move(bytes);
  engine::CheckOptions options;
  options.persona = setting.persona;
  options.kind = setting.kind;
  options.threads = setting.threads;
  options.select_rules = setting.select_rules;
  return engine::Check(std::move(inputs), rules::AllRules(), config, catalog::Catalog::BuiltIn(),
                       options);
}

std::vector<std::string> Readings(std::string_view bytes) {
  std::vector<std::string> readings = {std::string(bytes)};
  // Each further layer is undone both ways, since a mixture of them is possible; four are more than
  // any format has.
  for (size_t i = 0, layer = 0; layer < 4 && i < readings.size(); ++layer) {
    size_t end = readings.size();
    for (; i < end; ++i) {
      for (std::string next : {PercentDecoded(readings[i]), Unescaped(readings[i])}) {
        if (std::find(readings.begin(), readings.end(), next) == readings.end()) {
          readings.push_back(std::move(next));
        }
      }
    }
  }
  return readings;
}

bool StandFor(std::string_view bytes, std::string_view value) {
  for (const std::string& reading : Readings(bytes)) {
    if (reading == value) return true;
  }
  return false;
}

}  // namespace rolelint::corpus

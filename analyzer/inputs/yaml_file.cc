#include "analyzer/inputs/yaml_file.h"

#include <vector>

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/syntax.h"
#include "analyzer/json/yaml.h"

namespace rolelint::inputs {

bool ReadYamlFile(const text::Source& source, Session* session) {
  // libyaml is slow, and most YAML is about something else.
  if (!session->options().explicitly_named && !MayMatter(source.text())) {
    if (source.text().find("\nAWSTemplateFormatVersion:") != std::string_view::npos ||
        source.text().starts_with("AWSTemplateFormatVersion:")) {
      session->RecogniseEmpty("cloudformation", "it has AWSTemplateFormatVersion");
    }
    return true;
  }
  session->BeginElement();
  std::vector<json::Tree> trees;
  const bool read = json::ReadYaml(source.text(), session->arena(), &trees, session->issues(),
                                   json::YamlUse::kTemplate);
  for (const json::Tree& tree : trees) ReadTree(tree.root(), session->file_view(), session);
  return read;
}

}  // namespace rolelint::inputs

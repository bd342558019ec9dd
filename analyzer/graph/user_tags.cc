#include "analyzer/graph/user_tags.h"

#include <string_view>

#include "analyzer/text/glob.h"

namespace rolelint::graph {

void AddUserTags(const estate::Entity& who, const logic::Vocabulary& vocabulary,
                 logic::Request* request) {
  constexpr std::string_view kTagKey = "aws:principaltag/";
  if (who.type != estate::EntityType::kUser || who.tags.state == estate::Knowledge::kUnknown)
    return;
  for (logic::KeyId id = 0; id < vocabulary.key_count(); ++id) {
    const logic::Key& key = vocabulary.key(id);
    if (!key.folded.starts_with(kTagKey)) continue;
    // Without a value the key is known to be absent.
    logic::ContextValue& value = request->context.emplace_back();
    value.key = key.name;
    for (const estate::Tag& tag : who.tags.value) {
      if (text::EqualsFolded(tag.key, std::string_view(key.folded).substr(kTagKey.size()))) {
        value.values = {tag.value};
        break;
      }
    }
  }
}

}  // namespace rolelint::graph

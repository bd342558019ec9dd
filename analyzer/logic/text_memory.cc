#include "analyzer/logic/text_memory.h"

#include <xxhash.h>

namespace rolelint::logic {

uint64_t HashText(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace rolelint::logic

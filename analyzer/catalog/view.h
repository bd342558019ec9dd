#ifndef ROLELINT_CATALOG_VIEW_H_
#define ROLELINT_CATALOG_VIEW_H_

// Typed access to the tables of a block (layout.h), for the catalogue's own files.

#include <cstdint>
#include <string_view>

#include "analyzer/catalog/layout.h"

namespace rolelint::catalog {

class View {
 public:
  explicit View(const char* block) : block_(block) {}

  const layout::Header& header() const { return *At<layout::Header>(0); }
  const layout::Service* services() const { return At<layout::Service>(header().services.offset); }
  const layout::Action* actions() const { return At<layout::Action>(header().actions.offset); }
  const layout::ActionResource* action_resources() const {
    return At<layout::ActionResource>(header().action_resources.offset);
  }
  const layout::ResourceType* types() const {
    return At<layout::ResourceType>(header().types.offset);
  }
  const layout::Key* keys() const { return At<layout::Key>(header().keys.offset); }
  const uint32_t* templates() const { return At<uint32_t>(header().templates.offset); }
  const uint16_t* key_lists() const { return At<uint16_t>(header().key_lists.offset); }
  const layout::Text* texts() const { return At<layout::Text>(header().texts.offset); }

  std::string_view Get(layout::Text text) const {
    return {block_ + header().strings.offset + text.offset, text.length};
  }

 private:
  template <typename T>
  const T* At(uint32_t offset) const {
    return reinterpret_cast<const T*>(block_ + offset);
  }

  const char* block_;
};

}  // namespace rolelint::catalog

#endif  // ROLELINT_CATALOG_VIEW_H_

#include "analyzer/logic/json_document.h"

#include <nlohmann/json.hpp>
#include <string>

namespace rolelint::logic {

using Json = nlohmann::ordered_json;

Json JsonOf(json::Value value) {
  switch (value.type()) {
    case json::Type::kMissing:
    case json::Type::kNull:
      return nullptr;
    case json::Type::kBool:
      return value.truth();
    case json::Type::kNumber: {
      Json number = Json::parse(value.raw(), nullptr, false);
      return number.is_number() ? number : Json(std::string(value.raw()));
    }
    case json::Type::kString:
      return std::string(value.str());
    case json::Type::kArray: {
      Json list = Json::array();
      for (json::Value item : value) list.push_back(JsonOf(item));
      return list;
    }
    case json::Type::kObject: {
      Json object = Json::object();
      // Of equal keys the first counts, as for Value::Find.
      for (json::Value member : value) object.emplace(std::string(member.key()), JsonOf(member));
      return object;
    }
  }
  return nullptr;
}

std::string DumpJson(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rolelint::logic

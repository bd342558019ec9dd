// A recorded API response, {"status_code": 200, "data": {…}}: what botocore's recorders keep for
// tests.

#include "analyzer/inputs/adapter.h"

namespace rolelint::inputs {
namespace {

bool IsRecorded(json::Value object) {
  return object.Find("status_code") && object.Find("data").is_object();
}

void ReadRecorded(json::Value object, const text::View& view, Session* session) {
  json::Value data = object.Find("data");
  // One recording does not hold another.
  if (!IsRecorded(data)) ReadTree(data, view, session);
}

}  // namespace

const Adapter kRecorded = {IsRecorded, ReadRecorded};

}  // namespace rolelint::inputs

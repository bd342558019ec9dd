// A recorded API response, {"status_code": 200, "data": {…}}: what botocore's recorders keep for
// tests.

#include "analyzer/inputs/adapter.h"

namespace rolelint::inputs {
namespace {

bool Matches(json::Value object) {
  return object.Find("status_code") && object.Find("data").is_object();
}

void Read(json::Value object, const text::View& view, Session* session) {
  json::Value data = object.Find("data");
  // One recording does not hold another.
  if (!Matches(data)) ReadTree(data, view, session);
}

}  // namespace

const Adapter kRecorded = {Matches, Read};

}  // namespace rolelint::inputs

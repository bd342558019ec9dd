// A list of an account that came as one tree; large ones are walked (walk.h).

#include "analyzer/inputs/adapter.h"
#include "analyzer/inputs/page.h"
#include "analyzer/policy/arn.h"

namespace rolelint::inputs {
namespace {

bool IsPage(json::Value object) {
  for (json::Value member : object) {
    ListId list = ListOf(member.key());
    if (list == ListId::kNone || !member.is_array()) continue;
    if (member.size() == 0 || Fits(list, *member.begin())) return true;
  }
  return false;
}

void ReadPageAdapter(json::Value object, const text::View& view, Session* session) {
  ReadPage(object, view, session);
}

// {"<account-id>": page, …}
bool IsAccountMap(json::Value object) {
  for (json::Value member : object) {
    if (!policy::IsAccountId(member.key()) || !IsPage(member)) return false;
  }
  return object.size() > 0;
}

void ReadMap(json::Value object, const text::View& view, Session* session) {
  for (json::Value member : object) ReadPage(member, view, session, member.key());
}

}  // namespace

const Adapter kPages = {IsPage, ReadPageAdapter};
const Adapter kAccountMap = {IsAccountMap, ReadMap};

}  // namespace rolelint::inputs

// A policy document as it stands: in a repository, from a console, in an array of several.

#include "analyzer/inputs/adapter.h"
#include "analyzer/policy/parser.h"

namespace rolelint::inputs {
namespace {

void ReadBarePolicy(json::Value object, const text::View& view, Session* session) {
  session->Recognise("policy", "it has a Statement, as a policy document has");
  session->HandOver({object, &view}, std::nullopt, Owner());
}

}  // namespace

const Adapter kBarePolicy = {policy::LooksLikePolicy, ReadBarePolicy};

}  // namespace rolelint::inputs

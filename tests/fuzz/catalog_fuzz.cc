// A catalogue's text form may come from anyone: whatever it says, loading it and asking it
// everything must do no harm.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzer/catalog/catalog.h"

namespace {

using rolelint::catalog::Action;
using rolelint::catalog::ActionResource;
using rolelint::catalog::Catalog;
using rolelint::catalog::ConditionKey;
using rolelint::catalog::LoadResult;
using rolelint::catalog::ResourceType;
using rolelint::catalog::Service;

void Require(bool holds) {
  if (!holds) std::abort();
}

void Ask(const Catalog& catalog) {
  for (const ConditionKey key : catalog.condition_keys()) {
    Require(catalog.FindConditionKey(key.name()) == key);
    Require(key.Accepts(key.type()));
  }
  for (const Service service : catalog.services()) {
    Require(catalog.FindService(service.prefix()) == service);
    for (const ResourceType type : service.resource_types()) {
      Require(type.service() == service && type.arns().size() > 0);
      type.MatchesArn(type.arns()[0].text());
    }
    for (const Action action : service.actions()) {
      Require(catalog.FindAction(action.full_name()) == action);
      for (const ConditionKey key : action.condition_keys()) Require(action.Lists(key));
      for (const ActionResource resource : action.resources()) {
        Require(resource.type().service() == service);
      }
    }
  }
  std::size_t matched = 0;
  for (const Action action : catalog.MatchActions("*")) matched += !action.name().empty();
  Require(matched == catalog.actions().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const LoadResult result = Catalog::LoadFromText(text, "fuzz");
  Require(result.catalog.has_value() == result.error.empty());
  if (result.catalog) Ask(*result.catalog);
  // The same bytes as a question.
  const Catalog& built_in = Catalog::BuiltIn();
  if (size <= 256) {
    std::size_t matched = 0;
    for (const Action action : built_in.MatchActions(text)) matched += action.id() > 0;
    Require(matched <= built_in.actions().size());
    built_in.FindConditionKey(text);
    built_in.SuggestActions(text);
  }
  return 0;
}

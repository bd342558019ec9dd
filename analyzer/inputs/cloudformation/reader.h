#ifndef ROLELINT_INPUTS_CLOUDFORMATION_READER_H_
#define ROLELINT_INPUTS_CLOUDFORMATION_READER_H_

// Reads the resources of one template (or of what another tool has in its place): entities first,
// so that policies which name them can be joined to them, then everything else.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/inputs/cloudformation/resolver.h"
#include "analyzer/inputs/cloudformation/resources.h"
#include "analyzer/inputs/cloudformation/scope.h"
#include "analyzer/inputs/entity.h"
#include "analyzer/inputs/permission.h"
#include "analyzer/inputs/session.h"

namespace rolelint::inputs::cloudformation {

// As reports call it, and what told it.
struct Format {
  std::string_view name;
  std::string_view why;
};

class TemplateReader {
 public:
  // `root` is the object with the sections.
  TemplateReader(json::Value root, const text::View& view, PlainVariables variables,
                 const Format& format, Session* session);

  void ReadResources();

  // For what stands beside the resources (serverless.cc).
  Resolver& resolver() { return resolver_; }
  void Recognise() { session_.Recognise(format_.name, format_.why); }

 private:
  // In every way in which the conditions may come out that nothing settles.
  void ReadInWorlds(json::Value resource);
  // The world in which the resource is made, as far as its own condition says.
  std::vector<text::Choice> WorldOf(std::string_view condition);
  void ReadOne(json::Value resource);
  void Collect(json::Value section, std::vector<json::Value>* resources);
  void LookAtUse(json::Value resource);

  // reader.cc
  void ReadEntity(json::Value resource, json::Value properties, estate::EntityType type);
  void ReadInlinePolicy(json::Value resource, json::Value properties);
  void ReadManagedPolicy(json::Value resource, json::Value properties);
  void SetOrigin(json::Value resource, EntityDraft* draft) const;
  void ReadPolicyOfOther(json::Value resource, json::Value properties);
  std::vector<uint32_t> EntitiesWith(json::Value raw) const;

  // documents.cc
  void ReadOrganizationPolicy(json::Value properties);
  void TellInner(json::Value properties);
  void ReadPermission(const PermissionType& type, json::Value properties);
  void ReadListed(std::string_view type, json::Value properties);
  void ReadAt(json::Value value, std::string_view path, const PolicyProperty& property);
  void Search(json::Value value, int strings);
  void ReadPermissionSet(json::Value resource, json::Value properties);
  void ReadSamRole(json::Value resource, json::Value properties);
  bool WasRead(json::Value value) const;
  json::Value PlaceOf(json::Value resource);

  const json::Value root_;
  const text::View& view_;
  const Format format_;
  Session& session_;
  const Scope scope_;
  Resolver resolver_;
  text::Choices first_world_;
  bool again_ = false;
  bool custom_ = false;  // the resource at hand is made by the user's own code
  std::unordered_map<std::string_view, uint32_t> entity_of_;  // logical id → session's record
  std::unordered_set<std::string_view> boundaries_;           // policies used as one
  std::unordered_set<std::string_view> attached_;             // policies attached to somebody
  std::unordered_set<std::string_view> attached_elsewhere_;   // of these, not to roles alone
  std::unordered_set<std::string_view> extended_;  // entities that other resources attach to
  std::vector<uint32_t> read_;                     // nodes of the resource at hand
};

}  // namespace rolelint::inputs::cloudformation

#endif  // ROLELINT_INPUTS_CLOUDFORMATION_READER_H_

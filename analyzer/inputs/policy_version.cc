// Versions of a managed policy: get-policy-version, which was asked for one and so gets it read
// even if it is not in force, and list-policy-versions, which in practice comes without documents.
// Neither says whose versions they are.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html

#include <string>

#include "analyzer/inputs/adapter.h"

namespace rolelint::inputs {
namespace {

using json::Value;

bool IsVersion(Value object) { return object.Find("VersionId") && object.Find("IsDefaultVersion"); }

bool IsVersionList(Value object) {
  Value versions = object.Find("Versions");
  return versions.is_array() && versions.size() > 0 && IsVersion(*versions.begin());
}

bool IsPolicyVersion(Value object) {
  Value version = object.Find("PolicyVersion");
  return version.Find("Document") || IsVersion(version) || IsVersionList(object) ||
         (IsVersion(object) && object.Find("Document"));
}

void ReadVersion(Value version, const text::View& view, Session* session) {
  Value content = version.Find("Document");
  if (!content) {
    session->NoDocument(
        "this export has no policy document in it (create-policy-version): use "
        "get-policy-version");
    return;
  }
  session->Recognise("get-policy-version", "it has a version of a policy, with its Document");
  Value in_force = version.Find("IsDefaultVersion");
  if (in_force.type() == json::Type::kBool && !in_force.truth()) {
    session->AddNote("version " + std::string(version.Find("VersionId").str()) +
                         " is not the one in force of its policy",
                     view.ToFile(in_force.span()));
  }
  session->ReadDocument(content, view, policy::Kind::kIdentity, Owner(), "managed policy");
}

void ReadList(Value versions, const text::View& view, Session* session) {
  bool documents = false;
  for (Value version : versions) documents = documents || version.Find("Document");
  if (!documents) {
    session->NoDocument(
        "this export has no policy document in it (list-policy-versions): use get-policy-version");
    return;
  }
  session->Recognise("list-policy-versions", "it has Versions with Documents");
  for (Value version : versions) {
    Value content = version.Find("Document");
    if (!content) continue;
    if (version.Find("IsDefaultVersion").truth()) {
      session->ReadDocument(content, view, policy::Kind::kIdentity, Owner(), "managed policy");
    } else {
      session->SkipVersion(view.ToFile(version.span()));
    }
  }
}

void ReadPolicyVersion(Value object, const text::View& view, Session* session) {
  if (IsVersionList(object)) {
    ReadList(object.Find("Versions"), view, session);
  } else {
    Value version = object.Find("PolicyVersion");
    ReadVersion(version ? version : object, view, session);
  }
}

}  // namespace

const Adapter kPolicyVersion = {IsPolicyVersion, ReadPolicyVersion};

}  // namespace rolelint::inputs

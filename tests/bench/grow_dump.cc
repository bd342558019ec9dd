#include "tests/bench/grow_dump.h"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/filereadstream.h>
#include <rapidjson/stringbuffer.h>

#include <filesystem>
#include <memory>

#include "tests/bench/account.h"
#include "tests/bench/dump_writer.h"

namespace rolelint::bench {
namespace {

using rapidjson::Document;
using rapidjson::Value;

// How an account's bytes are spread over the lists.
constexpr uint64_t kUserPercent = 8;
constexpr uint64_t kGroupPercent = 2;
constexpr uint64_t kRolePercent = 50;
constexpr uint64_t kAwsPolicyPercent = 15;

// An export has at most the five versions that a policy may have.
constexpr size_t kMaxVersions = 5;

bool ReadJson(const std::string& path, Document* document, std::string* error) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    *error = "cannot read " + path;
    return false;
  }
  std::string buffer(1U << 16, '\0');
  rapidjson::FileReadStream stream(file.get(), buffer.data(), buffer.size());
  document->ParseStream(stream);
  if (document->HasParseError() || !document->IsObject()) *error = path + " is no JSON object";
  return error->empty();
}

std::string_view TextOf(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

// One of AWS's own policies as an export shows it: the version in force first.
void AwsPolicy(std::string_view name, const Value& policy, Account* account) {
  DumpWriter& w = account->writer();
  std::string_view latest = TextOf(policy["latestVersionId"]);
  w.StartObject();
  w.Member("PolicyName", name);
  w.Member("PolicyId", account->Id("ANPA"));
  w.Member("Arn", TextOf(policy["arn"]));
  w.Member("Path", "/");
  w.Member("DefaultVersionId", latest);
  w.Name("AttachmentCount");
  w.Uint64(1 + account->random().Below(20));
  w.Name("PermissionsBoundaryUsageCount");
  w.Uint64(0);
  w.Name("IsAttachable");
  w.Bool(true);
  w.Member("CreateDate", account->Date());
  w.Member("UpdateDate", account->Date());
  w.Name("PolicyVersionList");
  w.StartArray();
  size_t written = 0;
  auto version = [&](const Value& key, const Value& value) {
    if (written++ == kMaxVersions) return;
    w.StartObject();
    w.Name("Document");
    value["document"].Accept(static_cast<DumpWriter::Base&>(w));
    w.Member("VersionId", TextOf(key));
    w.Name("IsDefaultVersion");
    w.Bool(TextOf(key) == latest);
    w.Member("CreateDate", TextOf(value["createdDate"]));
    w.EndObject();
  };
  const Value& versions = policy["versions"];
  for (auto& member : versions.GetObject()) {
    if (TextOf(member.name) == latest) version(member.name, member.value);
  }
  for (auto& member : versions.GetObject()) {
    if (written < kMaxVersions && TextOf(member.name) != latest) version(member.name, member.value);
  }
  w.EndArray();
  w.EndObject();
}

bool GrowAccount(const GrowOptions& options, CountingStream* stream, std::string* error) {
  Document aws(rapidjson::kObjectType);
  if (!options.managed_policies.empty() && !ReadJson(options.managed_policies, &aws, error)) {
    return false;
  }
  Account account(options.bytes, *stream);
  DumpWriter& w = account.writer();
  uint64_t until = 0;
  auto list = [&](std::string_view name, uint64_t percent, auto element) {
    until += options.bytes / 100 * percent;
    w.Name(name);
    w.StartArray();
    while (stream->bytes() < until) element();
    w.EndArray();
  };
  w.StartObject();
  list("UserDetailList", kUserPercent, [&] { account.User(); });
  list("GroupDetailList", kGroupPercent, [&] { account.Group(); });
  list("RoleDetailList", kRolePercent, [&] { account.Role(); });
  uint64_t aws_until = until + options.bytes / 100 * kAwsPolicyPercent;
  auto next = aws.MemberBegin();
  list("Policies", 100 - kUserPercent - kGroupPercent - kRolePercent, [&] {
    if (stream->bytes() < aws_until && next != aws.MemberEnd()) {
      AwsPolicy(TextOf(next->name), next->value, &account);
      ++next;
    } else {
      account.Policy();
    }
  });
  w.Name("IsTruncated");
  w.Bool(false);
  w.EndObject();
  stream->Put('\n');
  return true;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Every run of twelve digits becomes another one, the same for the same run.
void RenumberAccounts(uint64_t copy, std::string* text) {
  constexpr size_t kDigits = 12;
  for (size_t i = 0; i < text->size();) {
    if (!IsDigit((*text)[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    uint64_t number = 0;
    for (; end < text->size() && IsDigit((*text)[end]); ++end)
      number = number * 10 + ((*text)[end] - '0');
    if (end - i == kDigits) {
      number = Random(number * 31 + copy).Next() % 1'000'000'000'000;
      text->replace(i, kDigits, fmt::format("{:012}", number));
    }
    i = end;
  }
}

bool GrowCopies(const GrowOptions& options, CountingStream* stream, std::string* error) {
  Document dump;
  if (!ReadJson(options.from, &dump, error)) return false;
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 4);
  dump.Accept(writer);
  const std::string page(buffer.GetString(), buffer.GetSize());
  for (uint64_t copy = 0; stream->bytes() < options.bytes; ++copy) {
    std::string text = page;
    RenumberAccounts(copy, &text);
    for (char c : text) stream->Put(c);
    stream->Put('\n');
  }
  return true;
}

}  // namespace

bool GrowDump(const GrowOptions& options, const std::string& to, std::string* error) {
  error->clear();
  CountingStream stream(to);
  bool grown = options.from.empty() ? GrowAccount(options, &stream, error)
                                    : GrowCopies(options, &stream, error);
  if (!stream.Close() && error->empty()) *error = "cannot write " + to;
  return grown && error->empty();
}

bool UnpackManagedPolicies(const std::string& managed_policies, const std::string& folder,
                           std::string* error) {
  error->clear();
  Document aws;
  if (!ReadJson(managed_policies, &aws, error)) return false;
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (auto& member : aws.GetObject()) {
    const Value& policy = member.value;
    std::string path = fmt::format("{}/{}.json", folder, TextOf(member.name));
    CountingStream stream(path);
    rapidjson::PrettyWriter<CountingStream> writer(stream);
    writer.SetIndent(' ', 2);
    policy["versions"][policy["latestVersionId"].GetString()]["document"].Accept(writer);
    stream.Put('\n');
    if (!stream.Close()) {
      *error = "cannot write " + path;
      return false;
    }
  }
  return true;
}

}  // namespace rolelint::bench

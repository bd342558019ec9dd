// Reading JSON: a bare RapidJSON pass (empty handler) against our reader in its three uses, on an
// indented dump of roles.

#include <benchmark/benchmark.h>
#include <rapidjson/reader.h>
#include <rapidjson/stream.h>

#include <string>
#include <vector>

#include "analyzer/json/cursor.h"
#include "analyzer/json/reader.h"
#include "analyzer/text/arena.h"
#include "analyzer/text/source.h"

namespace rolelint::json {
namespace {

constexpr size_t kBytes = size_t{64} << 20;

// Padded. Indented by four as the AWS CLI writes it.
const std::string& Dump() {
  static const std::string dump = [] {
    std::string text = "{\n    \"RoleDetailList\": [\n";
    for (int i = 0; text.size() < kBytes; ++i) {
      const std::string n = std::to_string(i);
      text += i == 0 ? "" : ",\n";
      text += R"(        {
            "Path": "/service/",
            "RoleName": "client-account-)" +
              n + R"(",
            "RoleId": "AROAEXAMPLE)" +
              n + R"(",
            "Arn": "arn:aws:iam::111122223333:role/service/client-account-)" +
              n + R"(",
            "CreateDate": "2024-01-15T10:00:00+00:00",
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "AWS": "arn:aws:iam::444455556666:user/alice"
                        },
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "Bool": {
                                "aws:MultiFactorAuthPresent": "true"
                            }
                        }
                    }
                ]
            },
            "RolePolicyList": [],
            "AttachedManagedPolicies": [
                {
                    "PolicyName": "ReadOnlyAccess",
                    "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"
                }
            ],
            "Tags": []
        })";
    }
    text += "\n    ],\n    \"IsTruncated\": false\n}\n";
    text.append(text::kPadding, '\0');
    return text;
  }();
  return dump;
}

std::string_view Text() {
  return std::string_view(Dump()).substr(0, Dump().size() - text::kPadding);
}

void Count(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * Text().size()));
}

struct EmptyHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, EmptyHandler> {};

void BM_RapidJsonBare(benchmark::State& state) {
  for (auto _ : state) {
    rapidjson::Reader reader;
    EmptyHandler handler;
    rapidjson::StringStream stream(Dump().c_str());
    constexpr unsigned kFlags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    if (reader.Parse<kFlags>(stream, handler).IsError()) state.SkipWithError("refused");
  }
  Count(state);
}
BENCHMARK(BM_RapidJsonBare)->Unit(benchmark::kMillisecond);

void BM_WholeTree(benchmark::State& state) {
  for (auto _ : state) {
    text::Arena arena;
    std::vector<Tree> trees;
    std::vector<Issue> issues;
    if (!ReadAll(Text(), &arena, &trees, &issues)) state.SkipWithError("refused");
  }
  Count(state);
}
BENCHMARK(BM_WholeTree)->Unit(benchmark::kMillisecond);

void BM_EntityByEntity(benchmark::State& state) {
  Tree tree;
  tree.text = Text();
  for (auto _ : state) {
    text::Arena arena;
    std::vector<Issue> issues;
    Reader reader(Text(), &arena, &issues);
    Cursor top(&reader, 0);
    while (top.Next()) {
      if (top.first_byte() != '[') continue;
      Cursor entities(&reader, top.value());
      while (entities.Next()) {
        tree.Clear();
        arena.Reset();
        if (!entities.Read(&tree)) break;
      }
      top.GoOnAt(entities.end());
    }
    if (reader.failed()) state.SkipWithError("refused");
  }
  Count(state);
}
BENCHMARK(BM_EntityByEntity)->Unit(benchmark::kMillisecond);

void BM_Skip(benchmark::State& state) {
  for (auto _ : state) {
    text::Arena arena;
    std::vector<Issue> issues;
    Reader reader(Text(), &arena, &issues);
    if (reader.SkipValue(0) == Reader::kFailed) state.SkipWithError("refused");
  }
  Count(state);
}
BENCHMARK(BM_Skip)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rolelint::json

// What the proof says of an edit.

#include <gtest/gtest.h>

#include "analyzer/fix/verdict.h"

namespace rolelint::fix::verdict_test {
namespace {

PolicyText PolicyOf(const std::string& statements, policy::Kind kind) {
  engine::InputSpec input;
  input.display_name = "policy.json";
  engine::CheckOptions options;
  options.kind = kind;
  const std::string bytes = statements.starts_with('{')
                                ? statements
                                : R"({"Version": "2012-10-17", "Statement": )" + statements + "}";
  const std::vector<engine::InputSpec> inputs = {input};
  PolicyTexts texts = ReadPolicies(inputs, 0, bytes, options);
  EXPECT_TRUE(texts.readable) << bytes;
  EXPECT_EQ(texts.policies.size(), 1U) << bytes;
  return texts.policies.empty() ? PolicyText() : texts.policies.front();
}

struct VerdictCase {
  const char* name;
  policy::Kind kind;
  const char* before;
  const char* after;
  const char* change;
  bool refused_before;
};

const VerdictCase kCases[] = {
    {"order, layout and Sids", policy::Kind::kIdentity,
     R"([{"Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}])",
     R"([{"Sid": "B", "Effect": "Allow", "Resource": "*", "Action": ["s3:putobject", "s3:GetObject"]}])",
     "equivalent", false},
    {"a contained action", policy::Kind::kIdentity,
     R"([{"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*"}])",
     R"([{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "*"}])", "equivalent", false},
    {"fewer actions", policy::Kind::kIdentity,
     R"([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}])",
     R"([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}])", "less", false},
    {"more actions", policy::Kind::kIdentity,
     R"([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}])",
     R"([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}])", "more", false},
    {"a Deny without an Allow that it takes from", policy::Kind::kScp,
     R"([{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}])",
     R"([{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}])", "more", false},
    {"a Deny that denies more", policy::Kind::kScp,
     R"([{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}])",
     R"([{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}])", "less", false},
    {"a user in the place of its account", policy::Kind::kTrust,
     R"([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}])",
     R"([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:user/alice"}, "Action": "sts:AssumeRole"}])",
     "less", false},
    {"a user of another account", policy::Kind::kTrust,
     R"([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}])",
     R"([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "sts:AssumeRole"}])",
     "more", false},
    {"letter case of what AWS refuses", policy::Kind::kIdentity,
     R"([{"effect": "allow", "Action": "s3:GetObject", "Resource": "ARN:aws:s3:::b/*"}])",
     R"([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}])",
     "equivalent", true},
    {"one of two mistakes in letter case", policy::Kind::kIdentity,
     R"([{"effect": "allow", "Action": "s3:GetObject", "Resource": "*"}])",
     R"([{"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"}])", "equivalent", true},
    {"a Version without variables", policy::Kind::kIdentity,
     R"({"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})",
     "equivalent", false},
    {"a Version that brings variables to life", policy::Kind::kIdentity,
     R"({"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}]})",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}]})",
     "more", false},
    {"what AWS refuses is no fix", policy::Kind::kIdentity,
     R"([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}])",
     R"([{"Effect": "Allow", "Action": "s3:GetObject"}])", "unknown", false},
};

TEST(Verdict, SaysWhatAnEditDid) {
  for (const VerdictCase& one : kCases) {
    SCOPED_TRACE(one.name);
    const Verdict verdict = Judge(PolicyOf(one.before, one.kind), PolicyOf(one.after, one.kind),
                                  catalog::Catalog::BuiltIn());
    EXPECT_EQ(ChangeName(verdict.change), one.change) << verdict.request << verdict.reason;
    EXPECT_EQ(verdict.refused_before, one.refused_before);
    EXPECT_EQ(verdict.request.empty(), verdict.change != Change::kMore);
  }
}

TEST(Verdict, OfTwoIsTheWorse) {
  Verdict less;
  less.change = Change::kLess;
  Verdict more;
  more.change = Change::kMore;
  more.request = "a request";
  EXPECT_EQ(Worse(less, more).request, "a request");
  EXPECT_EQ(Worse(more, less).change, Change::kMore);
  EXPECT_EQ(Worse({}, less).change, Change::kLess);
}

}  // namespace
}  // namespace rolelint::fix::verdict_test

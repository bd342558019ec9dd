// What expressions come to: the value, or that it is open.

#include "analyzer/hcl/evaluator.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/text/source.h"

namespace rolelint::hcl::evaluator_test {
namespace {

class Fixture {
 public:
  explicit Fixture(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      text::SourceError error;
      sources_.push_back(std::move(*text::Source::FromBytes("x.tf", text, &error)));
      std::vector<json::Issue> issues;
      EXPECT_TRUE(module_.Add(sources_.back().text(), &issues)) << text;
    }
    module_.Index();
  }

  // The value of the local `x`, as compact JSON; open parts as ${…}, a whole open value with `?`.
  std::string Value(std::vector<std::pair<std::string, std::string>> parameters = {},
                    std::vector<text::Choice> turned = {}) {
    text::Arena arena;
    text::Choices choices(turned);
    Evaluator evaluator(module_, &arena, parameters, &choices);
    const Place* place = module_.FindLocal("x");
    if (place == nullptr) return "none";
    return Show(*evaluator.Evaluate(place->file, place->expr));
  }

 private:
  static std::string Show(const hcl::Value& value) {
    std::string shown;
    switch (value.kind) {
      case ValueKind::kOpen:
        return "?";
      case ValueKind::kNull:
        return "null";
      case ValueKind::kBool:
        return value.truth ? "true" : "false";
      case ValueKind::kNumber:
        return std::string(value.text);
      case ValueKind::kString:
        if (value.encoded != nullptr) return "json(" + Show(*value.encoded) + ")";
        return "\"" + std::string(value.text) + "\"" + (value.open_parts.empty() ? "" : "?");
      case ValueKind::kList:
        for (const hcl::Value* item : value.items) {
          shown += (shown.empty() ? "" : ",") + Show(*item);
        }
        return "[" + shown + "]";
      case ValueKind::kObject:
        for (const Member& member : value.members) {
          shown += (shown.empty() ? "" : ",") + std::string(member.key) + ":" + Show(*member.value);
        }
        return "{" + shown + "}";
    }
    return shown;
  }

  std::deque<text::Source> sources_;
  Module module_;
};

std::string ValueOf(const std::string& expression) {
  return Fixture({"locals {\n  x = " + expression + R"(
  s = "text"
  l = ["a", "b"]
  m = { k = "v", n = 2 }
  t = true
}
variable "set" { default = "given" }
variable "unset" {}
variable "none" { default = null }
variable "empty" { default = "" }
variable "no_items" { default = [] }
resource "aws_iam_role" "r" {
  name = "role-${var.set}"
  path = "/team/"
}
resource "aws_s3_bucket" "b" {
  bucket = "reports"
}
resource "aws_s3_bucket" "made" {
  bucket_prefix = "x"
}
data "aws_iam_policy_document" "d" {}
)"})
      .Value();
}

struct Case {
  const char* expression;
  const char* value;
};

TEST(HclEvaluator, Values) {
  const Case kCases[] = {
      {"\"a\\n\\u00e9\\\"$${aws:username}\"", "\"a\n\u00e9\"${aws:username}\""},
      {"\"${local.s}-${1}-${true}\"", "\"text-1-true\""},
      {"\"${local.l}\"", "[\"a\",\"b\"]"},
      {"\"a-${var.unset}\"", "\"a-${var.unset}\"?"},
      {"\"a%{ if local.t }b%{ endif }\"", "?"},
      {"<<EOF\n{\"a\": ${var.unset}, \"b\": \"${var.unset}\"}\nEOF\n",
       "\"{\"a\": \"${var.unset}\", \"b\": \"${var.unset}\"}\n\"?"},
      {"var.set", "\"given\""},
      {"var.unset", "?"},
      {"var.none", "?"},
      {"var.nowhere", "?"},
      {"local.nowhere", "?"},
      {"local.x", "?"},
      {"local.l[1]", "\"b\""},
      {"local.l[7]", "?"},
      {"local.m.k", "\"v\""},
      {"local.m[\"k\"]", "\"v\""},
      {"[for i, v in local.l : \"${i}${v}\"]", "[\"0a\",\"1b\"]"},
      {"[for v in local.l : v if v != \"a\"]", "[\"b\"]"},
      {"{ for k, v in local.m : upper(k) => v }", "{K:\"v\",N:2}"},
      {"[for v in var.unset : v]", "?"},
      {"local.t ? \"yes\" : \"no\"", "\"yes\""},
      // As in the first world.
      {"var.unset ? \"yes\" : \"no\"", "\"yes\""},
      {"var.set == \"given\" && !(local.s != \"text\") ? 1 : 2", "1"},
      {"var.unset == null ? 1 : 2", "1"},
      {"[for v in var.unset : { a = v, b = \"c\" }]", "[{a:?,b:\"c\"},?]"},
      {"[for v in var.unset : \"x/${v}\"]", "[\"x/${v}\"?,?]"},
      {"var.empty", "?"},
      {"var.no_items", "?"},
      {"[]", "[]"},
      {"join(\",\", concat(local.l, [\"c\"]))", "\"a,b,c\""},
      {"join(\",\", [var.unset, \"c\"])", "\"${var.unset},c\"?"},
      {"concat(local.l, var.unset)", "[\"a\",\"b\",?]"},
      {"format(\"%s/%d%%\", local.s, 3)", "\"text/3%\""},
      {"format(\"%03d\", 3)", "?"},
      {"merge(local.m, { n = 3, o = 4 })", "{k:\"v\",n:3,o:4}"},
      {"merge(local.m, var.unset)", "?"},
      {"lower(\"AB\")", "\"ab\""},
      {"replace(\"a.b.c\", \".\", \"-\")", "\"a-b-c\""},
      {"replace(\"abc\", \"/a/\", \"-\")", "?"},
      {"split(\"/\", \"a/b\")", "[\"a\",\"b\"]"},
      {"flatten([[\"a\"], [[\"b\"]]])", "[\"a\",\"b\"]"},
      {"distinct([\"a\", \"a\"])", "[\"a\"]"},
      {"compact([\"a\", \"\"])", "[\"a\"]"},
      {"length(local.l)", "2"},
      {"lookup(local.m, \"k\", \"d\")", "\"v\""},
      {"lookup(local.m, \"z\", \"d\")", "\"d\""},
      {"coalesce(\"\", \"b\")", "\"b\""},
      {"try(var.unset, \"b\")", "?"},
      {"formatlist(\"%s\", local.l)", "?"},
      {"concat(local.l...)", "?"},
      {"jsonencode({ a = [1, null] })", "json({a:[1,null]})"},
      {"jsondecode(jsonencode({ a = 1 })).a", "1"},
      {"data.aws_partition.current.partition", "\"aws\""},
      {"data.aws_caller_identity.current.account_id",
       "\"${data.aws_caller_identity.current.account_id}\"?"},
      {"aws_iam_role.r.name", "\"role-given\""},
      {"aws_iam_role.r.id", "\"role-given\""},
      {"aws_iam_role.r.arn", "\"arn:aws:iam::${account_id}:role/team/role-given\"?"},
      {"aws_iam_role.r[0].arn", "\"arn:aws:iam::${account_id}:role/team/role-given\"?"},
      {"aws_iam_role.r[*].arn", "?"},
      {"aws_iam_role.nowhere.arn", "?"},
      {"aws_s3_bucket.b.arn", "\"arn:aws:s3:::reports\""},
      {"\"${aws_s3_bucket.made.arn}/*\"", "\"arn:aws:s3:::${bucket}/*\"?"},
      {"module.m.arn", "?"},
      {"each.value", "?"},
      {"file(\"policy.json\")", "?"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.expression);
    EXPECT_EQ(ValueOf(c.expression), c.value);
  }
}

TEST(HclEvaluator, AcrossFilesAndWithParameters) {
  Fixture module({"locals {\n  x = \"${local.other}/${var.v}\"\n}", "variable \"v\" {}",
                  "locals {\n  other = \"there\"\n}"});
  EXPECT_EQ(module.Value(), "\"there/${var.v}\"?");
  EXPECT_EQ(module.Value({{"v", "here"}}), "\"there/here\"");
}

TEST(HclEvaluator, PolicyDocumentsAreMerged) {
  Fixture module({R"(
locals { x = data.aws_iam_policy_document.all.json }
data "aws_iam_policy_document" "base" {
  statement {
    sid     = "A"
    actions = ["s3:Get*"]
  }
  statement {
    sid     = "B"
    actions = ["s3:List*"]
  }
}
data "aws_iam_policy_document" "over" {
  statement {
    sid     = "B"
    effect  = "Deny"
    actions = ["s3:Put*"]
  }
}
data "aws_iam_policy_document" "all" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [data.aws_iam_policy_document.over.json, var.more]
  statement {
    sid     = "A"
    actions = ["sqs:*"]
  }
  dynamic "statement" {
    for_each = var.x
    content {}
  }
})"});
  EXPECT_EQ(module.Value(),
            "json({Version:\"2012-10-17\",Statement:[{Sid:\"A\",Effect:\"Allow\",Action:[\"sqs:*\"]"
            "},{Sid:\"B\",Effect:\"Deny\",Action:[\"s3:Put*\"]},{Effect:\"Allow\"},?,?]})");
}

TEST(HclEvaluator, PrincipalsAndConditions) {
  Fixture module({R"(
locals { x = data.aws_iam_policy_document.d.json }
data "aws_iam_policy_document" "d" {
  version = "2008-10-17"
  statement {
    not_actions = ["iam:*"]
    resources   = []
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
    principals {
      type        = "AWS"
      identifiers = ["444455556666"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["&{aws:username}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${var.issuer}:sub"
      values   = ["y"]
    }
  }
  statement {
    actions = try(var.a, null)
    not_actions = try(var.b, null)
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    dynamic "condition" {
      for_each = []
      content {}
    }
  }
})"});
  EXPECT_EQ(module.Value(),
            "json({Version:\"2008-10-17\",Statement:[{Effect:\"Allow\",NotAction:[\"iam:*\"],"
            "Principal:{AWS:[\"111122223333\",\"444455556666\"]},Condition:{StringEquals:{aws:x:["
            "\"${aws:username}\"],${var.issuer}:sub:[\"y\"]}}},{Effect:\"Allow\",Action:?,"
            "Principal:\"*\"}]})");
}

TEST(HclEvaluator, WorldsOfConditions) {
  Fixture module({R"(
variable "stage" { default = "dev" }
variable "full" { default = false }
locals {
  x = [var.full ? "all" : "few", var.stage == "prod" ? "p" : "d", var.stage != "prod" ? "d" : "p"]
}
)"});
  EXPECT_EQ(module.Value(), "[\"few\",\"d\",\"d\"]");
  EXPECT_EQ(module.Value({}, {{"var.full", "", true}}), "[\"all\",\"d\",\"d\"]");
  EXPECT_EQ(module.Value({}, {{"var.stage", "prod", true}}), "[\"few\",\"p\",\"p\"]");
  // What is given is no choice.
  EXPECT_EQ(module.Value({{"stage", "prod"}}, {{"var.stage", "prod", false}}),
            "[\"few\",\"p\",\"p\"]");
}

TEST(HclEvaluator, DynamicBlocks) {
  Fixture module({R"(
locals {
  x     = data.aws_iam_policy_document.d.json
  names = { a = "1", b = "2" }
}
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = local.names
    iterator = each_name
    content {
      sid       = each_name.key
      resources = ["arn:aws:s3:::${each_name.value}"]
      dynamic "principals" {
        for_each = ["x", "y"]
        content {
          type        = "AWS"
          identifiers = ["${principals.value}-${each_name.value}"]
        }
      }
      dynamic "condition" {
        for_each = var.open
        content {
          test     = "StringEquals"
          variable = "aws:x"
          values   = [condition.value]
        }
      }
    }
  }
})"});
  const std::string rest = "Condition:?}";
  EXPECT_EQ(module.Value(),
            "json({Version:\"2012-10-17\",Statement:[{Sid:\"a\",Effect:\"Allow\",Resource:["
            "\"arn:aws:s3:::1\"],Principal:{AWS:[\"x-1\",\"y-1\"]}," +
                rest +
                ",{Sid:\"b\",Effect:\"Allow\",Resource:[\"arn:aws:s3:::2\"],Principal:{AWS:["
                "\"x-2\",\"y-2\"]}," +
                rest + "]})");
}

TEST(HclEvaluator, WhatTerraformRefusesStaysThere) {
  Fixture module({R"(
locals { x = data.aws_iam_policy_document.d.json }
data "aws_iam_policy_document" "d" {
  statement {
    effects = "Deny"
    action  = ["s3:*"]
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      value    = "y"
    }
  }
})"});
  EXPECT_EQ(module.Value(),
            "json({Version:\"2012-10-17\",Statement:[{value:\"y\",Condition:?,effects:\"Deny\","
            "action:[\"s3:*\"]}]})");
}

TEST(HclEvaluator, FilesOfValues) {
  Fixture module({"locals { x = var.a }\nvariable \"a\" { default = \"1\" }", "a = \"2\"\n"});
  EXPECT_EQ(module.Value(), "\"2\"");
  EXPECT_EQ(module.Value({{"a", "3"}}), "\"3\"");
}

TEST(HclEvaluator, WhatGoesRoundInCirclesIsOpen) {
  EXPECT_EQ(Fixture({"locals {\n  x = local.y\n  y = local.z\n  z = local.x\n}"}).Value(), "?");
  EXPECT_EQ(Fixture({R"(
locals { x = data.aws_iam_policy_document.a.json }
data "aws_iam_policy_document" "a" { source_policy_documents = [data.aws_iam_policy_document.b.json] }
data "aws_iam_policy_document" "b" { source_policy_documents = [data.aws_iam_policy_document.a.json] }
)"})
                .Value(),
            "json({Version:\"2012-10-17\",Statement:[?]})");
}

TEST(HclEvaluator, GrowthIsBounded) {
  std::string doubling = "locals {\n  x0 = [\"a\", \"b\"]\n  s0 = \"0123456789\"\n";
  std::string deep = "locals {\n  x0 = 1\n";
  std::string loops = "locals {\n  l = [";
  for (int i = 0; i < 1000; ++i) loops += "1,";
  loops += "]\n  x = [for a in local.l : [for b in local.l : [for c in local.l : a]]]\n}";
  for (int i = 1; i < 60; ++i) {
    const std::string before = std::to_string(i - 1);
    doubling.append("  x").append(std::to_string(i)).append(" = concat(local.x").append(before);
    doubling.append(", local.x").append(before).append(")\n  s").append(std::to_string(i));
    doubling.append(" = \"${local.s").append(before).append("}${local.s").append(before);
    doubling.append("}\"\n");
  }
  for (int i = 1; i < 100'000; ++i) {
    deep += "  x" + std::to_string(i) + " = [local.x" + std::to_string(i - 1) + "]\n";
  }
  EXPECT_EQ(Fixture({doubling + "  x = local.x59\n}"}).Value().substr(0, 1), "?");
  EXPECT_EQ(Fixture({doubling + "  x = local.s59\n}"}).Value().substr(0, 1), "?");
  EXPECT_NE(Fixture({deep + "  x = local.x99999\n}"}).Value().find('?'), std::string::npos);
  EXPECT_NE(Fixture({loops}).Value().find('?'), std::string::npos);
}

}  // namespace
}  // namespace rolelint::hcl::evaluator_test

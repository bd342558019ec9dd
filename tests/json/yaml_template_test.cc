// YAML as CloudFormation writes it: short forms of functions, aliases, merges, and what bounds
// them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/json/yaml.h"
#include "tests/json/invariants.h"

namespace rolelint::json::yaml_template_test {
namespace {

using ::testing::HasSubstr;

struct Template {
  explicit Template(std::string_view bytes, YamlUse use = YamlUse::kTemplate)
      : padded(bytes), text(padded.view()) {
    ok = ReadYaml(text, &arena, &trees, &issues, use);
  }
  Value root() const { return trees.empty() ? Value() : trees[0].root(); }
  std::string_view At(Span span) const { return text.substr(span.begin, span.size()); }

  Padded padded;
  std::string_view text;
  text::Arena arena;
  std::vector<Tree> trees;
  std::vector<Issue> issues;
  bool ok = false;
};

// Compact, without places.
std::string Dump(Value value) {
  std::string out;
  const char* comma = "";
  switch (value.type()) {
    case Type::kObject:
      for (Value member : value) {
        out += comma + std::string(member.key()) + ":" + Dump(member);
        comma = ",";
      }
      return "{" + out + "}";
    case Type::kArray:
      for (Value element : value) {
        out += comma + Dump(element);
        comma = ",";
      }
      return "[" + out + "]";
    case Type::kString:
      return std::string(value.str());
    default:
      return std::string(value.raw());
  }
}

TEST(YamlTemplate, ShortFormsAreFunctions) {
  struct Case {
    std::string_view yaml;
    std::string_view tree;
  };
  for (const Case& c : {
           Case{"a: !Ref B\n", "{a:{Ref:B}}"},
           Case{"a: !Sub 'x-${B}'\n", "{a:{Fn::Sub:x-${B}}}"},
           Case{"a: !Sub\n  - x\n  - {B: 1}\n", "{a:{Fn::Sub:[x,{B:1}]}}"},
           Case{"a: !GetAtt B.Arn\n", "{a:{Fn::GetAtt:B.Arn}}"},
           Case{"a: !Join [':', [x, !Ref B]]\n", "{a:{Fn::Join:[:,[x,{Ref:B}]]}}"},
           Case{"a:\n  Fn::Join: ['', [!Ref B, !Sub c]]\n",
                "{a:{Fn::Join:[,[{Ref:B},{Fn::Sub:c}]]}}"},
           Case{"a: !If [C, !Ref B, !Ref 'AWS::NoValue']\n",
                "{a:{Fn::If:[C,{Ref:B},{Ref:AWS::NoValue}]}}"},
           Case{"a: !Condition C\n", "{a:{Condition:C}}"},
           Case{"- !Ref A\n- !Ref B\n", "[{Ref:A},{Ref:B}]"},
           Case{"a: !Sub |\n  x\n  ${B}\n", "{a:{Fn::Sub:x\n${B}\n}}"},
       }) {
    SCOPED_TRACE(c.yaml);
    Template doc(c.yaml);
    EXPECT_TRUE(doc.ok);
    EXPECT_EQ(Dump(doc.root()), c.tree);
    EXPECT_TRUE(doc.issues.empty());
  }
}

TEST(YamlTemplate, PlacesOfShortForms) {
  Template doc("Role: !GetAtt 'Web.Arn'\n");
  const Value function = doc.root().Find("Role");
  ASSERT_TRUE(function.is_object());
  EXPECT_EQ(doc.At(function.span()), "!GetAtt 'Web.Arn'");
  const Value argument = function.Find("Fn::GetAtt");
  EXPECT_EQ(doc.At(argument.span()), "'Web.Arn'");
  EXPECT_EQ(doc.At(argument.key_span()), "!GetAtt");
}

TEST(YamlTemplate, OtherTagsArePassedOverWithAnIssue) {
  Template doc("a: !Custom x\n");
  EXPECT_TRUE(doc.ok);
  EXPECT_EQ(Dump(doc.root()), "{a:x}");
  ASSERT_EQ(doc.issues.size(), 1U);
  EXPECT_EQ(doc.issues[0].code, Issue::Code::kYamlTag);
  EXPECT_EQ(doc.At(doc.issues[0].span), "!Custom");
}

TEST(YamlTemplate, Aliases) {
  Template doc("a: &x {Effect: Allow}\nb: *x\nc: [*x, *x]\nd: &s text\ne: *s\n");
  EXPECT_TRUE(doc.ok);
  EXPECT_TRUE(doc.issues.empty());
  EXPECT_EQ(Dump(doc.root()),
            "{a:{Effect:Allow},b:{Effect:Allow},c:[{Effect:Allow},{Effect:Allow}],d:text,e:text}");
  // What the alias stands for is where the anchor is.
  EXPECT_EQ(doc.root().Find("b").span(), doc.root().Find("a").span());
  EXPECT_EQ(doc.At(doc.root().Find("b").key_span()), "b");
}

TEST(YamlTemplate, AliasesThatCannotBeFollowed) {
  Template unknown("a: *nothing\n");
  EXPECT_TRUE(unknown.issues.empty() || unknown.issues[0].code >= Issue::Code::kYamlAlias);
  EXPECT_FALSE(unknown.issues.empty());
  // Of what it is itself in.
  Template loop("a: &x\n  b: *x\n");
  ASSERT_EQ(loop.issues.size(), 1U);
  EXPECT_EQ(loop.issues[0].code, Issue::Code::kYamlAlias);
  EXPECT_EQ(loop.root().Find("a").Find("b").type(), Type::kNull);
  // Of a document before.
  Template other("a: &x 1\n---\nb: *x\n");
  EXPECT_FALSE(other.issues.empty());
}

TEST(YamlTemplate, Merges) {
  Template doc(
      "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\n"
      "one:\n  <<: *b\n  y: 5\ntwo:\n  w: 0\n  <<: [*b, *m]\n");
  EXPECT_TRUE(doc.ok);
  EXPECT_TRUE(doc.issues.empty());
  EXPECT_EQ(Dump(doc.root().Find("one")), "{y:5,x:1}");
  EXPECT_EQ(Dump(doc.root().Find("two")), "{w:0,x:1,y:2,z:4}");
  EXPECT_EQ(doc.root().Find("two").size(), 4U);
  // A quoted one is a name like any other.
  EXPECT_EQ(Dump(Template("a:\n  '<<': {x: 1}\n").root()), "{a:{<<:{x:1}}}");
}

// Ten anchors of ten aliases each would be 10^10 values.
TEST(YamlTemplate, CapsWhatAliasesAdd) {
  std::string yaml = "a0: &a0 [x]\n";
  for (int i = 1; i <= 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    yaml += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int n = 1; n < 10; ++n) yaml += ", " + before;
    yaml += "]\n";
  }
  Template doc(yaml);
  EXPECT_FALSE(doc.ok);
  ASSERT_FALSE(doc.issues.empty());
  EXPECT_EQ(doc.issues.back().code, Issue::Code::kTooDeep);
  EXPECT_THAT(doc.issues.back().message, HasSubstr("alias"));
}

// Elsewhere none of this is done.
TEST(YamlTemplate, PlainYamlIsAnotherUse) {
  Template doc("a: &x 1\nb: *x\nc: !Ref d\n", YamlUse::kPlain);
  EXPECT_TRUE(doc.ok);
  EXPECT_EQ(doc.issues.size(), 2U);
  EXPECT_EQ(doc.root().Find("b").type(), Type::kNull);
  EXPECT_EQ(doc.root().Find("c").str(), "d");
}

}  // namespace
}  // namespace rolelint::json::yaml_template_test

// `rolelint map`: its questions, formats and contract.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/support/estate_json.h"
#include "tests/support/map_run.h"
#include "tests/support/paths.h"

namespace rolelint::map_command_test {
namespace {

using support::AccountJson;
using support::Allow;
using support::EstateJson;
using support::MapRun;
using support::Trusts;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr const char* kHub = "581470236914";
constexpr const char* kSpoke = "739105284637";
const std::string kAda = "arn:aws:iam::581470236914:user/ada";
const std::string kBob = "arn:aws:iam::581470236914:user/bob";
const std::string kOps = "arn:aws:iam::739105284637:role/ops";
const std::string kTop = "arn:aws:iam::739105284637:role/top";

// ada -> ops -> top, an administrator; bob has nothing.
class MapCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    AccountJson hub(kHub);
    hub.User("ada", {Allow("sts:AssumeRole", kOps)});
    hub.User("bob");
    AccountJson spoke(kSpoke);
    spoke.Role("ops", {Trusts(kAda)},
               {Allow("sts:AssumeRole", kTop), Allow("s3:GetObject", "arn:aws:s3:::logs/*")});
    spoke.Role("top", {Trusts(kOps, {{"StringEquals", {{"sts:ExternalId", "blue"}}}})});
    spoke.AttachAdministrator();
    run_.Write("hub.json", hub.text());
    run_.Write("spoke.json", spoke.text());
  }

  Json Map(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "map");
    arguments.insert(arguments.end(), {"hub.json", "spoke.json"});
    return run_.Json(arguments);
  }

  MapRun run_{support::Program()};
};

const Json* EdgeOf(const Json& answer, const std::string& from, const std::string& to) {
  for (const Json& edge : answer["edges"]) {
    if (edge["from"] == from && edge["to"] == to) return &edge;
  }
  return nullptr;
}

TEST_F(MapCommand, EdgesHaveVerdictsEvidenceAndWitnesses) {
  const Json graph = Map({"graph"});
  const Json* first = EdgeOf(graph, kAda, kOps);
  ASSERT_NE(first, nullptr) << graph.dump(1);
  EXPECT_EQ((*first)["how"], "sts:AssumeRole");
  EXPECT_EQ((*first)["verdict"], "proved");
  EXPECT_EQ((*first)["conditions"], Json::array());
  ASSERT_EQ((*first)["evidence"].size(), 2U);
  EXPECT_EQ((*first)["evidence"][0]["file"], "hub.json");
  EXPECT_EQ((*first)["evidence"][0]["pointer"],
            "/UserDetailList/0/UserPolicyList/0/PolicyDocument/Statement/0");
  EXPECT_EQ((*first)["evidence"][1]["file"], "spoke.json");
  const Json* second = EdgeOf(graph, kOps, kTop);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ((*second)["verdict"], "conditional");
  EXPECT_EQ((*second)["conditions"], Json::array({"sts:ExternalId StringEquals blue"}));
  EXPECT_EQ((*second)["caller_can_meet"], true);
  EXPECT_EQ((*second)["witness"]["context"]["sts:ExternalId"], "blue");
  EXPECT_EQ(EdgeOf(graph, kBob, kOps), nullptr);
}

TEST_F(MapCommand, WitnessesSucceedInTheSimulator) {
  const Json graph = Map({"graph"});
  size_t replayed = 0;
  for (const Json& edge : graph["edges"]) {
    if (edge["witness"].is_null()) continue;
    const Json& witness = edge["witness"];
    std::vector<std::string> arguments = {
        "simulate",        "--principal", witness["principal"], "--action",
        witness["action"], "--resource",  witness["resource"]};
    for (const auto& [key, value] : witness["context"].items()) {
      arguments.insert(arguments.end(), {"--context", key + "=" + value.get<std::string>()});
    }
    arguments.insert(arguments.end(), {"hub.json", "spoke.json"});
    EXPECT_EQ(run_.Run(arguments).status, 0) << edge.dump(1) << run_.result().out;
    ++replayed;
  }
  EXPECT_EQ(replayed, 2U);
}

TEST_F(MapCommand, WhoCanDirectlyAndThroughOthers) {
  const Json direct =
      Map({"who-can", "s3:GetObject", "arn:aws:s3:::logs/a", "--resource-account", kSpoke});
  std::set<std::string> principals;
  for (const Json& one : direct["answers"]) {
    EXPECT_EQ(one["direct"], true);
    EXPECT_EQ(one["via"], Json::array());
    principals.insert(one["principal"]);
  }
  EXPECT_EQ(principals, (std::set<std::string>{kOps, kTop}));
  const Json all = Map({"who-can", "s3:GetObject", "--resource", "arn:aws:s3:::logs/a",
                        "--resource-account", kSpoke, "--transitive"});
  ASSERT_EQ(all["answers"].size(), 3U) << all["answers"].dump(1);
  EXPECT_EQ(all["answers"][2]["principal"], kAda);
  EXPECT_EQ(all["answers"][2]["direct"], false);
  EXPECT_EQ(all["answers"][2]["via"], Json::array({kOps}));
  EXPECT_EQ(Map({"who-can", "sts:AssumeRole", kTop})["answers"].size(), 1U);
  EXPECT_EQ(Map({"who-can", "dynamodb:Scan"})["answers"].size(), 1U);
}

TEST_F(MapCommand, ResourcePoliciesCount) {
  AccountJson hub(kHub);
  hub.User("ada");
  hub.User("bob");
  run_.Write("one.json", hub.text());
  EstateJson statement = Allow("s3:GetObject", "arn:aws:s3:::logs/*");
  statement["Principal"] = {{"AWS", kBob}};
  run_.Write("bucket.json", EstateJson{{"Policy", support::Policy({statement}).dump()}}.dump());
  const Json found = run_.Json(
      {"map", "who-can", "s3:GetObject", "arn:aws:s3:::logs/a", "one.json", "bucket.json"});
  ASSERT_EQ(found["answers"].size(), 1U) << found.dump(1);
  EXPECT_EQ(found["answers"][0]["principal"], kBob);
  EXPECT_EQ(found["answers"][0]["verdict"], "proved");
  const Json given =
      run_.Json({"map", "who-can", "s3:GetObject", "arn:aws:s3:::logs/a", "--resource-policy",
                 "arn:aws:s3:::logs/a=bucket.json", "one.json"});
  EXPECT_EQ(given["answers"].size(), 1U);
}

TEST_F(MapCommand, ABucketOfAnotherAccountKeepsItsCondition) {
  AccountJson hub(kHub);
  hub.User("ada", {Allow("s3:GetObject", "arn:aws:s3:::logs/*")});
  run_.Write("one.json", hub.text());
  EstateJson statement = Allow("s3:GetObject", "arn:aws:s3:::logs/*",
                               {{"StringEquals", {{"aws:SourceVpc", "vpc-0a1b2c3d"}}}});
  statement["Principal"] = {{"AWS", kAda}};
  run_.Write("bucket.json", EstateJson{{"Policy", support::Policy({statement}).dump()}}.dump());
  const std::vector<std::string> question = {
      "map",      "who-can",     "s3:GetObject",      "arn:aws:s3:::logs/a",
      "one.json", "bucket.json", "--resource-account"};
  const auto verdict = [&](const char* owner) {
    std::vector<std::string> arguments = question;
    arguments.emplace_back(owner);
    const Json found = run_.Json(arguments);
    return found["answers"].size() == 1 ? found["answers"][0]["verdict"].get<std::string>() : "";
  };
  EXPECT_EQ(verdict(kHub), "proved");
  // Both halves are needed, and one has a condition. The prover takes the bucket for one of the
  // principal's account, so its example may not succeed; then the verdict is unknown.
  EXPECT_THAT(verdict(kSpoke), ::testing::AnyOf("conditional", "unknown"));
}

TEST_F(MapCommand, PathsToEveryKindOfTarget) {
  struct Case {
    std::string from;
    std::string to;
    size_t steps;  // 0: no path
  };
  const Case kCases[] = {
      {kAda, "admin", 2},
      {kAda, kOps, 1},
      {kAda, kTop, 2},
      {kAda, "dynamodb:Scan@*", 2},
      {kAda, "s3:GetObject@arn:aws:s3:::logs/a", 1},
      {kBob, "admin", 0},
      {kAda, "outside", 0},
      {kOps, kAda, 0},
  };
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.from + " to " + one.to);
    const Json found = Map({"paths", "--from", one.from, "--to", one.to});
    ASSERT_EQ(found["answers"].empty(), one.steps == 0) << found["answers"].dump(1);
    EXPECT_EQ(run_.status(), one.steps == 0 ? 0 : 1);
    if (one.steps == 0) continue;
    const Json& path = found["answers"][0];
    EXPECT_EQ(path["steps"].size(), one.steps);
    // Each step names the edges that it takes.
    for (const Json& step : path["steps"]) {
      for (const Json& edge : step["edges"]) {
        EXPECT_LT(edge.get<size_t>(), found["edges"].size());
      }
    }
  }
}

TEST_F(MapCommand, SurerPathsAreToldBesideShorterOnes) {
  AccountJson hub(kHub);
  const std::string long_way = "arn:aws:iam::581470236914:role/long";
  const std::string top = "arn:aws:iam::581470236914:role/top";
  hub.User("ada", {Allow("sts:AssumeRole", "*")});
  hub.Role("long", {Trusts(kAda)}, {Allow("sts:AssumeRole", top)});
  hub.Role("top",
           {Trusts(kAda, {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}}), Trusts(long_way)});
  hub.AttachAdministrator();
  run_.Write("one.json", hub.text());
  const Json found = run_.Json({"map", "paths", "--from", kAda, "--to", "admin", "one.json"});
  ASSERT_EQ(found["answers"].size(), 2U) << found["answers"].dump(1);
  EXPECT_EQ(found["answers"][0]["verdict"], "proved");
  EXPECT_EQ(found["answers"][0]["steps"].size(), 2U);
  EXPECT_EQ(found["answers"][1]["verdict"], "conditional");
  EXPECT_EQ(found["answers"][1]["steps"].size(), 1U);
}

TEST_F(MapCommand, ReachListsEverybody) {
  const Json reached = Map({"reach", kAda});
  ASSERT_EQ(reached["answers"].size(), 2U);
  EXPECT_EQ(reached["answers"][0]["to"], kOps);
  EXPECT_EQ(reached["answers"][1]["to"], kTop);
  EXPECT_EQ(Map({"reach", kBob})["answers"], Json::array());
}

TEST_F(MapCommand, SwitchesOfEveryStatus) {
  AccountJson hub(kHub);
  hub.User("ada", {Allow("sts:AssumeRole", {"arn:aws:iam::581470236914:role/works",
                                            "arn:aws:iam::581470236914:role/x/half",
                                            "arn:aws:iam::581470236914:role/half", kOps})});
  hub.User("bob");
  hub.Role("works", {Trusts(kAda, {{
                                       "Bool",
                                       {{"aws:MultiFactorAuthPresent", "true"}},
                                   },
                                   {"StringEquals", {{"sts:ExternalId", "blue"}}}})});
  hub.Role("half", {Trusts({{"Service", "ec2.amazonaws.com"}})});
  hub.Role("lonely", {Trusts("arn:aws:iam::581470236914:root")});
  AccountJson spoke(kSpoke);
  spoke.Role("untrusting", {Trusts(kBob)});
  run_.Write("hub.json", hub.text());
  run_.Write("spoke.json", spoke.text());
  const Json found = Map({"switches"});
  EXPECT_EQ(run_.status(), 1);
  std::map<std::string, Json> by_status;
  for (const Json& one : found["answers"]) {
    by_status[one["status"].get<std::string>() + " " + one["to"].get<std::string>()] = one;
  }
  const Json& works = by_status["works arn:aws:iam::581470236914:role/works"];
  ASSERT_TRUE(works.is_object()) << found["answers"].dump(1);
  EXPECT_EQ(works["console_link"], Json());
  EXPECT_THAT(works["cli_profile"].get<std::string>(), HasSubstr("external_id = blue"));
  EXPECT_THAT(works["cli_profile"].get<std::string>(),
              HasSubstr("mfa_serial = arn:aws:iam::581470236914:mfa/ada"));
  const Json& half = by_status["half-built arn:aws:iam::581470236914:role/half"];
  ASSERT_TRUE(half.is_object()) << found["answers"].dump(1);
  EXPECT_EQ(half["missing"][0]["side"], "trust");
  EXPECT_EQ(half["missing"][0]["statement"]["Principal"]["AWS"], kAda);
  const Json& untrusting = by_status["half-built arn:aws:iam::739105284637:role/untrusting"];
  ASSERT_TRUE(untrusting.is_object()) << found["answers"].dump(1);
  EXPECT_EQ(untrusting["missing"][0]["side"], "permission");
  EXPECT_EQ(untrusting["missing"][0]["holder"], kBob);
  EXPECT_TRUE(by_status.contains("dangling arn:aws:iam::581470236914:role/x/half"));
  EXPECT_TRUE(by_status.contains("dangling " + kOps));
  EXPECT_TRUE(by_status.contains("nobody arn:aws:iam::581470236914:role/lonely"));
}

TEST_F(MapCommand, CutEndsAllPaths) {
  const Json cut = Map({"cut", "--to", "admin"});
  EXPECT_EQ(run_.status(), 1);
  ASSERT_EQ(cut["answers"].size(), 1U);
  const Json& answer = cut["answers"][0];
  EXPECT_EQ(answer["proved"], true);
  EXPECT_EQ(answer["smallest"], true);
  ASSERT_EQ(answer["remove"].size(), 1U) << answer.dump(1);
  EXPECT_EQ(answer["ends_paths_of"].size(), 2U);
  // Without the statement there is no path, whoever is asked.
  Json spoke = Json::parse(support::ReadFile(run_.folder() / "spoke.json"));
  const Json::json_pointer pointer(answer["remove"][0]["pointer"].get<std::string>());
  ASSERT_TRUE(spoke.contains(pointer));
  spoke[pointer.parent_pointer()].erase(std::stoul(pointer.back()));
  run_.Write("spoke.json", spoke.dump());
  EXPECT_EQ(Map({"cut"})["answers"], Json::array());
  EXPECT_EQ(run_.status(), 0);
}

TEST_F(MapCommand, CutTakesTwoStatementsWhereOneDoesNot) {
  AccountJson hub(kHub);
  const std::string top = "arn:aws:iam::581470236914:role/top";
  const std::string next = "arn:aws:iam::581470236914:role/next";
  hub.User("ada", {Allow("sts:AssumeRole", top)});
  hub.User("bob", {Allow("sts:AssumeRole", next)});
  hub.Role("top", {Trusts("arn:aws:iam::581470236914:root")});
  hub.AttachAdministrator();
  hub.Role("next", {Trusts("arn:aws:iam::581470236914:root")});
  hub.AttachAdministrator();
  run_.Write("one.json", hub.text());
  const Json cut = run_.Json({"map", "cut", "one.json"});
  EXPECT_EQ(cut["answers"][0]["remove"].size(), 2U) << cut["answers"].dump(1);
  EXPECT_EQ(cut["answers"][0]["smallest"], true);
  const Json one = run_.Json({"map", "cut", "--from", kAda, "one.json"});
  EXPECT_EQ(one["answers"][0]["remove"].size(), 1U) << one["answers"].dump(1);
}

TEST_F(MapCommand, DiffTellsNewPaths) {
  AccountJson before(kHub);
  before.User("ada");
  before.Role("top", {Trusts("arn:aws:iam::581470236914:root")});
  before.AttachAdministrator();
  AccountJson after(kHub);
  after.User("ada", {Allow("sts:AssumeRole", "arn:aws:iam::581470236914:role/top")});
  after.Role("top", {Trusts("arn:aws:iam::581470236914:root")});
  after.AttachAdministrator();
  run_.Write("before.json", before.text());
  run_.Write("after.json", after.text());
  const Json worse = run_.Json({"map", "diff", "before.json", "after.json"});
  EXPECT_EQ(run_.status(), 1);
  EXPECT_EQ(worse["answers"][0]["change"], "path-added");
  EXPECT_EQ(worse["answers"][0]["from"], kAda);
  const Json better = run_.Json({"map", "diff", "after.json", "before.json"});
  EXPECT_EQ(run_.status(), 0);
  EXPECT_EQ(better["answers"][0]["change"], "edge-removed");
  EXPECT_EQ(run_.Json({"map", "diff", "after.json", "after.json"})["answers"], Json::array());
  run_.Write("outside.json", [] {
    AccountJson account(kHub);
    account.User("ada", {Allow("sts:AssumeRole", kOps)});
    account.Role("top", {Trusts("arn:aws:iam::581470236914:root")});
    account.AttachAdministrator();
    return account.text();
  }());
  const Json out = run_.Json({"map", "diff", "before.json", "outside.json"});
  EXPECT_EQ(run_.status(), 1);
  EXPECT_EQ(out["answers"][0]["target"], "outside");
}

TEST_F(MapCommand, JsonIsAsItsSchemaSays) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import jsonschema"}).status == 0,
                   "python3-jsonschema");
  const auto root = support::SourceDir();
  const std::vector<std::vector<std::string>> kQuestions = {
      {"switches"},
      {"who-can", "s3:GetObject", "arn:aws:s3:::logs/a", "--transitive"},
      {"paths", "--from", kAda, "--to", "admin"},
      {"reach", kAda},
      {"cut"},
      {"graph"},
  };
  for (const std::vector<std::string>& question : kQuestions) {
    SCOPED_TRACE(question[0]);
    support::RunOptions options;
    options.input = Map(question).dump();
    const auto result = support::RunProgram("python3",
                                            {(root / "tests/report/validate.py").string(),
                                             (root / "docs/schema/map.schema.json").string()},
                                            options);
    EXPECT_EQ(result.status, 0) << result.out << result.err;
  }
}

TEST_F(MapCommand, SlipsAreErrors) {
  struct Slip {
    std::vector<std::string> arguments;
    const char* err;
  };
  const Slip kSlips[] = {
      {{"map"}, ""},
      {{"map", "pahts"}, "did you mean \"paths\""},
      {{"map", "switches"}, ""},
      {{"map", "paths", "--from", kAda, "hub.json"}, "--to"},
      {{"map", "paths", "--from", "arn:aws:iam::581470236914:user/adda", "--to", "admin",
        "hub.json"},
       "did you mean arn:aws:iam::581470236914:user/ada"},
      {{"map", "who-can", "GetObject", "hub.json"}, "not one action"},
      {{"map", "who-can", "s3:*", "hub.json"}, "not one action"},
      {{"map", "who-can", "s3:GetObject", "arn:aws:s3:::b"}, "no PATH"},
      {{"map", "diff", "hub.json"}, ""},
      {{"map", "cut", "--to", "outside", "hub.json"}, "--to"},
      {{"map", "switches", "gone.json"}, "gone.json"},
      {{"map", "switches", "--scp", "gone.json", "hub.json"}, "--scp"},
      {{"map", "switches", "--management-account", "12", "hub.json"}, "twelve digits"},
      {{"map", "switches", "--format", "xml", "hub.json"}, "--format"},
  };
  for (const Slip& slip : kSlips) {
    const auto& result = run_.Run(slip.arguments);
    EXPECT_EQ(result.status, 2) << ::testing::PrintToString(slip.arguments);
    EXPECT_THAT(result.err + result.out, HasSubstr(slip.err));
  }
}

TEST_F(MapCommand, SameInputGivesTheSameBytes) {
  const std::string first =
      run_.Run({"map", "graph", "--format", "json", "hub.json", "spoke.json"}).out;
  EXPECT_EQ(run_.Run({"map", "graph", "--format", "json", "hub.json", "spoke.json"}).out, first);
}

// --- formats ------------------------------------------------------------------------------------

TEST_F(MapCommand, OpenGraphKeepsBloodHoundsRules) {
  const Json payload = Json::parse(
      run_.Run({"map", "graph", "--format", "opengraph", "hub.json", "spoke.json"}).out);
  const Json schema =
      Json::parse(run_.Run({"map", "graph", "--format", "opengraph-schema", "hub.json"}).out);
  std::set<std::string> kinds;
  for (const Json& kind : schema["node_kinds"]) kinds.insert(kind["name"]);
  std::map<std::string, bool> relations;
  for (const Json& kind : schema["relationship_kinds"]) {
    relations[kind["name"]] = kind["is_traversable"];
  }
  EXPECT_EQ(payload["metadata"].size(), 1U);
  std::set<std::string> ids;
  const std::regex id_form("[0-9A-F]{32}");
  for (const Json& node : payload["graph"]["nodes"]) {
    EXPECT_TRUE(std::regex_match(node["id"].get<std::string>(), id_form));
    EXPECT_TRUE(ids.insert(node["id"]).second);
    ASSERT_TRUE(node["kinds"].is_array());
    ASSERT_LE(node["kinds"].size(), 2U);
    EXPECT_TRUE(kinds.contains(node["kinds"][0]));
    for (const auto& [name, value] : node["properties"].items()) {
      EXPECT_TRUE(std::regex_match(name, std::regex("[a-z]+")));
      EXPECT_FALSE(value.is_object());
    }
  }
  std::set<std::string> joined;
  size_t traversable = 0;
  for (const Json& edge : payload["graph"]["edges"]) {
    const std::string kind = edge["kind"];
    ASSERT_TRUE(relations.contains(kind)) << kind;
    for (const char* end : {"start", "end"}) {
      EXPECT_EQ(edge[end]["match_by"], "id");
      EXPECT_TRUE(ids.contains(edge[end]["value"]));
      joined.insert(edge[end]["value"]);
    }
    traversable += relations[kind] ? 1U : 0U;
  }
  EXPECT_EQ(joined, ids);  // none stands alone
  EXPECT_EQ(traversable, 2U);
}

TEST_F(MapCommand, GraphFormatsHoldEveryEdgeAndNothingHarmful) {
  AccountJson hub(kHub);
  hub.User("ada", {Allow("sts:AssumeRole", kOps)});
  AccountJson spoke(kSpoke);
  EstateJson trust = Trusts(kAda, {{"StringEquals", {{"sts:ExternalId", "\"]<b>&;=cmd\x1b[31m"}}}});
  spoke.Role("ops", {trust});
  run_.Write("hub.json", hub.text());
  run_.Write("spoke.json", spoke.text());
  const auto format = [&](const char* name) {
    const auto& result = run_.Run({"map", "graph", "--format", name, "hub.json", "spoke.json"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << name;
    return result.out;
  };
  EXPECT_THAT(format("dot"), HasSubstr("\"" + kAda + "\" -> \"" + kOps + "\""));
  EXPECT_THAT(format("mermaid"), HasSubstr("flowchart LR"));
  EXPECT_THAT(format("csv-nodes"),
              HasSubstr("\"" + kAda + "\",user,\"ada\",\"581470236914\",false"));
  EXPECT_THAT(format("csv-edges"), HasSubstr("\"" + kAda + "\",\"" + kOps + "\""));
  const std::string graphml = format("graphml");
  EXPECT_THAT(graphml, Not(HasSubstr("<b>")));
  EXPECT_THAT(graphml, HasSubstr("<edge id=\"e0\""));
}

TEST_F(MapCommand, GraphMlIsReadByNetworkx) {
  ROLELINT_REQUIRE(support::RunProgram("python3", {"-c", "import networkx"}).status == 0,
                   "python3-networkx");
  run_.Run(
      {"map", "graph", "--format", "graphml", "--output", "map.graphml", "hub.json", "spoke.json"});
  const auto result = support::RunProgram(
      "python3", {"-c",
                  "import networkx, sys\ng = networkx.read_graphml(sys.argv[1])\n"
                  "print(g.is_directed(), g.number_of_edges())",
                  (run_.folder() / "map.graphml").string()});
  EXPECT_EQ(result.out, "True 2\n") << result.err;
}

TEST_F(MapCommand, MermaidSaysWhenTheMapIsTooLarge) {
  AccountJson hub(kHub);
  for (int i = 0; i < 201; ++i) {
    hub.Role("r" + std::to_string(i), {Trusts({{"Service", "ec2.amazonaws.com"}})});
  }
  run_.Write("many.json", hub.text());
  EXPECT_EQ(run_.Run({"map", "graph", "--format", "mermaid", "many.json"}).status, 2);
  EXPECT_THAT(run_.result().err, HasSubstr("200 edges"));
}

}  // namespace
}  // namespace rolelint::map_command_test

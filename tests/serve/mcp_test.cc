// `rolelint mcp`: the protocol as it is on the wire.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace rolelint::mcp_test {
namespace {

namespace fs = std::filesystem;

using Json = nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kPolicy =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}})";

class McpTest : public ::testing::Test {
 protected:
  // The handshake, and then the lines. Answers by ID.
  std::map<std::string, Json> Talk(const std::vector<std::string>& lines, bool roots = false) {
    support::RunOptions options;
    const Json capabilities = roots ? Json{{"roots", Json::object()}} : Json::object();
    const Json initialize = {{"jsonrpc", "2.0"},
                             {"id", "init"},
                             {"method", "initialize"},
                             {"params",
                              {{"protocolVersion", "2025-06-18"},
                               {"capabilities", capabilities},
                               {"clientInfo", {{"name", "test"}, {"version", "1"}}}}}};
    options.input = initialize.dump() + "\n";
    options.input += R"({"jsonrpc": "2.0", "method": "notifications/initialized"})"
                     "\n";
    for (const std::string& line : lines) options.input += line + "\n";
    const support::RunResult run = support::RunProgram(support::Program(), {"mcp"}, options);
    EXPECT_EQ(run.status, 0) << run.err;
    std::map<std::string, Json> answers;
    std::istringstream out(run.out);
    for (std::string line; std::getline(out, line);) {
      Json answer = Json::parse(line, nullptr, false);
      EXPECT_FALSE(answer.is_discarded()) << line;
      if (answer.contains("method")) continue;
      EXPECT_EQ(answer["jsonrpc"], "2.0");
      const Json id = answer["id"];
      answers[id.is_string() ? id.get<std::string>() : id.dump()] = std::move(answer);
    }
    return answers;
  }

  static std::string Call(const std::string& tool, const Json& arguments, int id = 1) {
    return Json{{"jsonrpc", "2.0"},
                {"id", id},
                {"method", "tools/call"},
                {"params", {{"name", tool}, {"arguments", arguments}}}}
        .dump();
  }

  Json CallTool(const std::string& tool, const Json& arguments) {
    return Talk({Call(tool, arguments)})["1"]["result"];
  }
};

TEST_F(McpTest, Initializes) {
  const Json result = Talk({})["init"]["result"];
  EXPECT_EQ(result["protocolVersion"], "2025-06-18");
  EXPECT_EQ(result["serverInfo"]["name"], "rolelint");
  EXPECT_TRUE(result["capabilities"].contains("tools"));
}

TEST_F(McpTest, EveryToolHasASchema) {
  const Json tools =
      Talk({R"({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})"})["1"]["result"]["tools"];
  std::vector<std::string> names;
  for (const Json& tool : tools) {
    names.push_back(tool["name"]);
    EXPECT_FALSE(tool["description"].get<std::string>().empty());
    EXPECT_EQ(tool["inputSchema"]["type"], "object");
    EXPECT_EQ(tool["inputSchema"]["additionalProperties"], false);
    for (const Json& property : tool["inputSchema"]["properties"]) {
      EXPECT_TRUE(property.contains("type")) << tool["name"];
      EXPECT_TRUE(property.contains("description")) << tool["name"];
    }
  }
  EXPECT_THAT(names,
              ::testing::ElementsAre("check", "prove", "simulate", "why", "explain", "catalog"));
}

TEST_F(McpTest, ToolsAnswer) {
  const Json check = CallTool("check", {{"text", kPolicy}, {"name", "a.json"}});
  EXPECT_EQ(check["isError"], false);
  EXPECT_EQ(check["structuredContent"]["findings"][0]["rule"], "unknown-action");
  EXPECT_EQ(check["structuredContent"]["findings"][0]["location"]["file"], "a.json");
  EXPECT_EQ(Json::parse(check["content"][0]["text"].get<std::string>()),
            check["structuredContent"]);
  const Json prove = CallTool("prove", {{"question", "not-granted"},
                                        {"a", Json::parse(kPolicy)},
                                        {"actions", {"iam:*"}},
                                        {"resources", {"*"}}});
  EXPECT_EQ(prove["structuredContent"]["result"], "proved") << prove;
  const Json simulate = CallTool("simulate", {{"principal", "arn:aws:iam::111122223333:user/anna"},
                                              {"action", "s3:GetObject"},
                                              {"resource", "arn:aws:s3:::b/k"},
                                              {"policies", {{"identity", {kPolicy}}}}});
  EXPECT_EQ(simulate["structuredContent"]["decision"], "implicitly_denied") << simulate;
  const Json explain = CallTool("explain", {{"rule", "root-principal"}});
  EXPECT_THAT(explain["content"][0]["text"].get<std::string>(), HasSubstr("## What it finds"));
  const Json catalog = CallTool("catalog", {{"names", {"s3:GetObject", "s3:Getobjekt"}}});
  EXPECT_EQ(catalog["structuredContent"]["results"][0]["actions"][0]["name"], "s3:GetObject");
  EXPECT_EQ(catalog["structuredContent"]["results"][1]["suggestions"][0], "s3:GetObject");
}

TEST_F(McpTest, DecidesByExports) {
  const std::string account =
      support::ReadFile(support::SourceDir() / "fixtures/guide/as-exported/hub/account.json");
  const Json files = {{{"name", "hub.json"}, {"text", account}}};
  const Json simulate = CallTool("simulate", {{"principal", "arn:aws:iam::581470236914:user/bo"},
                                              {"action", "s3:ListAllMyBuckets"},
                                              {"files", files}});
  EXPECT_EQ(simulate["structuredContent"]["decision"], "implicitly_denied") << simulate;
  const Json why =
      CallTool("why", {{"message",
                        "User: arn:aws:iam::581470236914:user/bo is not authorized to perform: "
                        "s3:ListAllMyBuckets because no identity-based policy allows the "
                        "s3:ListAllMyBuckets action"},
                       {"files", files}});
  EXPECT_EQ(why["structuredContent"]["verdict"], "denied") << why;
}

TEST_F(McpTest, WrongArgumentsAreToldToTheModel) {
  struct Case {
    const char* tool;
    Json arguments;
    const char* message;
  };
  const Case cases[] = {
      {"check", Json::object(), "nothing to check"},
      {"check", {{"text", 1}}, "text: not of type"},
      {"check", {{"txet", "x"}}, "did you mean \"text\"?"},
      {"check", {{"text", "{}"}, {"kind", "trsut"}}, "kind: not one of"},
      {"check", {{"text", "{}"}, {"select", {"no-such-rule"}}}, "no-such-rule"},
      {"check", {{"paths", {"/etc/passwd"}}}, "no roots"},
      {"prove", {{"question", "not-granted"}, {"a_path", "/etc/passwd"}}, "no roots"},
      {"prove", {{"a", "{}"}}, "question is missing"},
      {"prove", {{"question", "not-public"}}, "a: missing"},
      {"prove", {{"question", "not-public"}, {"a", "{"}}, "a"},
      {"simulate", {{"principal", "x"}, {"action", "s3:GetObject"}}, "no policies"},
      {"why", Json::object(), "give a message"},
      {"why", {{"message", "-"}}, ""},
      {"explain", {{"rule", "root-principle"}}, "did you mean \"root-principal\"?"},
      {"catalog", {{"names", {1}}}, "names: not of type"},
  };
  for (const Case& item : cases) {
    const Json result = CallTool(item.tool, item.arguments);
    EXPECT_EQ(result["isError"], true) << item.arguments;
    EXPECT_THAT(result["content"][0]["text"].get<std::string>(), HasSubstr(item.message))
        << item.arguments;
  }
}

TEST_F(McpTest, SurvivesWhatIsNoMessage) {
  const auto answers =
      Talk({"", "{", "[]", "42", "{\"jsonrpc\": \"2.0\"}", "\xFF\x00",
            R"({"jsonrpc": "1.0", "id": 5, "method": "ping"})",
            R"({"jsonrpc": "2.0", "id": {}, "method": "ping"})",
            R"({"jsonrpc": "2.0", "id": 6, "method": "tools/call", "params": 3})",
            R"({"jsonrpc": "2.0", "id": 7, "method": "no/such"})",
            R"({"jsonrpc": "2.0", "id": 8, "method": "tools/call",)"
            R"( "params": {"name": "chek"}})",
            R"({"jsonrpc": "2.0", "method": "no/such"})",
            R"({"jsonrpc": "2.0", "id": "roots-1", "result": []})", std::string(100'000, '['),
            R"({"jsonrpc": "2.0", "id": 9, "method": "ping"})"});
  EXPECT_EQ(answers.at("5")["error"]["code"], -32600);
  EXPECT_EQ(answers.at("6")["error"]["code"], -32602);
  EXPECT_EQ(answers.at("7")["error"]["code"], -32601);
  EXPECT_THAT(answers.at("8")["error"]["message"].get<std::string>(), HasSubstr("check"));
  EXPECT_EQ(answers.at("9")["result"], Json::object());
}

// The files of a folder `root`, and beside it one that is in no root.
class McpRootsTest : public McpTest {
 protected:
  void SetUp() override {
    folder_ = support::NewFolder("mcp");
    fs::create_directories(folder_ / "root" / "sub");
    fs::create_directories(folder_ / "root-not");
    std::ofstream(folder_ / "root" / "a.json") << kPolicy;
    std::ofstream(folder_ / "root" / "sub" / "b c.json") << kPolicy;
    std::ofstream(folder_ / "root-not" / "secret.json") << kPolicy;
    fs::create_symlink(folder_ / "root-not" / "secret.json", folder_ / "root" / "link.json");
    fs::create_directory_symlink(folder_ / "root-not", folder_ / "root" / "folder");
    fs::create_symlink("sub/b c.json", folder_ / "root" / "inner.json");
  }
  void TearDown() override { fs::remove_all(folder_); }

  Json Check(const std::string& path) {
    const std::string uri = "file://" + (folder_ / "root").string();
    const Json roots = {{"jsonrpc", "2.0"},
                        {"id", "roots-1"},
                        {"result", {{"roots", {{{"uri", uri}, {"name", "r"}}}}}}};
    return Talk({Call("check", {{"paths", {path}}}), roots.dump()}, true)["1"]["result"];
  }

  fs::path folder_;
};

TEST_F(McpRootsTest, FilesWithinTheRootsAreRead) {
  for (const std::string& path :
       {std::string("a.json"), (folder_ / "root" / "a.json").string(), std::string("sub"),
        std::string("sub/../a.json"), std::string("inner.json")}) {
    const Json result = Check(path);
    EXPECT_EQ(result["isError"], false) << path << result;
    EXPECT_EQ(result["structuredContent"]["findings"][0]["rule"], "unknown-action") << path;
  }
  // A folder's links are not followed.
  EXPECT_EQ(Check(".")["structuredContent"]["inputs"].size(), 2U);
}

TEST_F(McpRootsTest, NoOtherFileIs) {
  for (const std::string& path :
       {std::string("link.json"), std::string("folder/secret.json"), std::string("folder"),
        std::string("../root-not/secret.json"), (folder_ / "root-not").string(),
        (folder_ / "root-not" / "secret.json").string(), std::string("/etc/passwd"),
        std::string("absent.json"), std::string("a.json/../../root-not/secret.json"),
        std::string("/proc/self/root/etc/passwd"), std::string("/dev/stdin"), std::string("")}) {
    const Json result = Check(path);
    EXPECT_EQ(result["isError"], !path.empty()) << path << result;
    EXPECT_THAT(result.dump(), ::testing::Not(HasSubstr("secret.json\",\"start"))) << path;
  }
}

TEST_F(McpRootsTest, WithoutAnAnswerNoFileIsRead) {
  const auto answers = Talk({Call("check", {{"paths", {"a.json"}}}),
                             R"({"jsonrpc": "2.0", "id": "roots-0", "result": {"roots": []}})",
                             R"({"jsonrpc": "2.0", "id": 2, "method": "ping"})"},
                            true);
  EXPECT_TRUE(answers.contains("2"));
  EXPECT_EQ(answers.at("1")["result"]["isError"], true);
}

TEST_F(McpRootsTest, RootsThatChangeAreAskedForAgain) {
  const std::string uri = "file://" + (folder_ / "root").string();
  const Json full = {{"roots", {{{"uri", uri}}}}};
  const auto answers = Talk({Call("check", {{"paths", {"a.json"}}}, 1),
                             Json{{"jsonrpc", "2.0"}, {"id", "roots-1"}, {"result", full}}.dump(),
                             R"({"jsonrpc": "2.0", "method": "notifications/roots/list_changed"})",
                             Call("check", {{"paths", {"a.json"}}}, 2),
                             // The old answer once more is none to the new question.
                             Json{{"jsonrpc", "2.0"}, {"id", "roots-1"}, {"result", full}}.dump(),
                             R"({"jsonrpc": "2.0", "id": "roots-2", "result": {"roots": []}})"},
                            true);
  EXPECT_EQ(answers.at("1")["result"]["isError"], false);
  EXPECT_EQ(answers.at("2")["result"]["isError"], true);
}

}  // namespace
}  // namespace rolelint::mcp_test

#include "analyzer/cli/map_export.h"

#include <fmt/format.h>

#include "analyzer/cli/map_opengraph.h"
#include "analyzer/cli/map_places.h"
#include "analyzer/report/report.h"

namespace rolelint::cli {
namespace {

using graph::Map;
using graph::MapEdge;
using graph::MapNode;

// GitHub draws no larger diagrams.
constexpr size_t kMostMermaidEdges = 200;

std::string Replaced(std::string_view text,
                     std::initializer_list<std::pair<char, std::string_view>> replacements) {
  // No control characters, and valid UTF-8.
  const std::string printable = report::Printable(text);
  std::string out;
  for (char c : printable) {
    std::string_view with(&c, 1);
    for (const auto& [from, to] : replacements) {
      if (c == from) with = to;
    }
    out += with;
  }
  return out;
}

std::string Xml(std::string_view text) {
  return Replaced(text, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}});
}

std::string Dot(std::string_view text) {
  return "\"" + Replaced(text, {{'"', "\\\""}, {'\\', "\\\\"}}) + "\"";
}

std::string Mermaid(std::string_view text) {
  return Replaced(text, {{'"', "#quot;"},
                         {'#', "#35;"},
                         {'<', "#lt;"},
                         {'>', "#gt;"},
                         {'`', "#96;"},
                         {'|', "#124;"}});
}

// A field of a CSV file. One that a spreadsheet would take for a formula gets an apostrophe.
std::string Csv(std::string_view text) {
  std::string field = Replaced(text, {{'"', "\"\""}});
  if (!field.empty() && std::string_view("=+-@").find(field[0]) != std::string_view::npos) {
    field.insert(field.begin(), '\'');
  }
  return "\"" + field + "\"";
}

// Several texts in one field.
std::string CsvList(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += ';';
    all += Replaced(text, {{';', ","}});
  }
  return Csv(all);
}

std::vector<std::string> EvidenceTexts(const MapEdge& edge, const MapPlaces& places) {
  std::vector<std::string> texts;
  for (const graph::StatementRef& ref : edge.why.evidence) {
    if (const MapPlace* place = places.Of(ref)) {
      texts.push_back(fmt::format("{}:{}", place->file, place->line));
    }
  }
  return texts;
}

void WriteGraphMl(const Map& map, const MapPlaces& places, std::ostream& out) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  for (std::string_view name : {"arn", "kind", "account"}) {
    out << fmt::format("  <key id=\"{0}\" for=\"node\" attr.name=\"{0}\" attr.type=\"string\"/>\n",
                       name);
  }
  out << "  <key id=\"admin\" for=\"node\" attr.name=\"admin\" attr.type=\"boolean\"/>\n";
  for (std::string_view name : {"how", "verdict", "conditions", "evidence"}) {
    out << fmt::format("  <key id=\"{0}\" for=\"edge\" attr.name=\"{0}\" attr.type=\"string\"/>\n",
                       name);
  }
  out << "  <graph id=\"map\" edgedefault=\"directed\">\n";
  for (size_t i = 0; i < map.nodes().size(); ++i) {
    const MapNode& node = map.nodes()[i];
    out << fmt::format(
        "    <node id=\"n{}\"><data key=\"arn\">{}</data><data key=\"kind\">{}</data>"
        "<data key=\"account\">{}</data><data key=\"admin\">{}</data></node>\n",
        i, Xml(node.arn), graph::NodeKindName(node.kind), Xml(node.account), node.admin);
  }
  for (size_t i = 0; i < map.edges().size(); ++i) {
    const MapEdge& edge = map.edges()[i];
    out << fmt::format(
        "    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\"><data key=\"how\">{}</data>"
        "<data key=\"verdict\">{}</data><data key=\"conditions\">{}</data>"
        "<data key=\"evidence\">{}</data></edge>\n",
        i, edge.from, edge.to, Xml(edge.how), graph::EdgeVerdictName(edge.why.verdict),
        Xml(fmt::format("{}", fmt::join(edge.why.conditions, "; "))),
        Xml(fmt::format("{}", fmt::join(EvidenceTexts(edge, places), "; "))));
  }
  out << "  </graph>\n</graphml>\n";
}

void WriteDot(const Map& map, std::ostream& out) {
  out << "digraph map {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const MapNode& node : map.nodes()) {
    out << fmt::format("  {}{};\n", Dot(node.arn), node.admin ? " [color=red]" : "");
  }
  for (const MapEdge& edge : map.edges()) {
    const std::string_view style = edge.why.verdict == graph::EdgeVerdict::kProved ? "solid"
                                   : edge.why.verdict == graph::EdgeVerdict::kConditional
                                       ? "dashed"
                                       : "dotted";
    out << fmt::format("  {} -> {} [label={}, style={}];\n", Dot(map.nodes()[edge.from].arn),
                       Dot(map.nodes()[edge.to].arn), Dot(edge.how), style);
  }
  out << "}\n";
}

bool WriteMermaid(const Map& map, std::ostream& out, std::string* error) {
  if (map.edges().size() > kMostMermaidEdges) {
    *error = fmt::format("--format mermaid holds {} edges at most, and the map has {}",
                         kMostMermaidEdges, map.edges().size());
    return false;
  }
  std::vector<bool> used(map.nodes().size());
  for (const MapEdge& edge : map.edges()) used[edge.from] = used[edge.to] = true;
  out << "flowchart LR\n";
  for (size_t i = 0; i < used.size(); ++i) {
    if (used[i]) out << fmt::format("  n{}[\"{}\"]\n", i, Mermaid(map.nodes()[i].arn));
  }
  for (const MapEdge& edge : map.edges()) {
    const bool sure = edge.why.verdict == graph::EdgeVerdict::kProved;
    out << fmt::format("  n{} {}|\"{}\"| n{}\n", edge.from, sure ? "-->" : "-.->",
                       Mermaid(edge.how), edge.to);
  }
  return true;
}

// https://neo4j.com/docs/operations-manual/current/import/
void WriteCsvNodes(const Map& map, std::ostream& out) {
  out << "arn:ID,kind:LABEL,name,account,admin:boolean\n";
  for (const MapNode& node : map.nodes()) {
    const std::string_view arn = node.arn;
    out << fmt::format("{},{},{},{},{}\n", Csv(arn), graph::NodeKindName(node.kind),
                       Csv(arn.substr(arn.find_last_of(":/") + 1)), Csv(node.account), node.admin);
  }
}

void WriteCsvEdges(const Map& map, const MapPlaces& places, std::ostream& out) {
  out << ":START_ID,:END_ID,:TYPE,verdict,conditions:string[],evidence:string[]\n";
  for (const MapEdge& edge : map.edges()) {
    out << fmt::format("{},{},{},{},{},{}\n", Csv(map.nodes()[edge.from].arn),
                       Csv(map.nodes()[edge.to].arn), Csv(edge.how),
                       graph::EdgeVerdictName(edge.why.verdict), CsvList(edge.why.conditions),
                       CsvList(EvidenceTexts(edge, places)));
  }
}

}  // namespace

std::vector<std::string> GraphFormats() {
  return {"text", "json",    "opengraph", "opengraph-schema", "graphml",
          "dot",  "mermaid", "csv-nodes", "csv-edges"};
}

std::string GraphText(const Map& map) {
  std::string text;
  for (const MapEdge& edge : map.edges()) {
    text +=
        fmt::format("{} -> {} by {}, {}\n", map.nodes()[edge.from].arn, map.nodes()[edge.to].arn,
                    edge.how, graph::EdgeVerdictName(edge.why.verdict));
  }
  return text;
}

bool WriteGraph(const std::string& format, MapInput* input, std::ostream& out, std::string* error) {
  if (format == "opengraph-schema") {
    WriteOpenGraphSchema(out);
    return true;
  }
  const Map& map = input->map();
  MapPlaces places(&input->source());
  for (const MapEdge& edge : map.edges()) places.Add(edge.why.evidence);
  places.Locate();
  if (format == "opengraph") {
    WriteOpenGraph(map, places, out);
  } else if (format == "graphml") {
    WriteGraphMl(map, places, out);
  } else if (format == "dot") {
    WriteDot(map, out);
  } else if (format == "mermaid") {
    return WriteMermaid(map, out, error);
  } else if (format == "csv-nodes") {
    WriteCsvNodes(map, out);
  } else {
    WriteCsvEdges(map, places, out);
  }
  return true;
}

}  // namespace rolelint::cli

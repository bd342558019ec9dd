#include "analyzer/estate/statement_text.h"

namespace rolelint::estate {
namespace {

// What stands for an unresolved part is written as it was (a template's function is an object).
void AppendText(const policy::Text& text, std::string* out) {
  if (!text.known && !text.value.empty() && (text.value[0] == '{' || text.value[0] == '[')) {
    out->append(text.value);
  } else {
    AppendQuoted(text.value, out);
  }
}

void AppendValue(const policy::ConditionValue& value, std::string* out) {
  switch (value.type) {
    case json::Type::kBool:
    case json::Type::kNumber:
    case json::Type::kNull:
    case json::Type::kArray:
    case json::Type::kObject:
      out->append(value.text.value.empty() ? "null" : value.text.value);
      break;
    default:
      AppendText(value.text, out);
  }
}

}  // namespace

void AppendQuoted(std::string_view text, std::string* out) {
  constexpr char kHex[] = "0123456789abcdef";
  out->push_back('"');
  for (char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20) {
      out->append("\\u00");
      out->push_back(kHex[byte >> 4]);
      out->push_back(kHex[byte & 15]);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

std::string ConditionText(const policy::Statement& statement) {
  std::string out;
  const policy::ConditionTest* before = nullptr;
  for (const policy::ConditionTest& test : statement.conditions) {
    // The tests of one operator stand together.
    if (before != nullptr && before->op_text.span == test.op_text.span) {
      out += ',';
    } else {
      out += before == nullptr ? "{" : "},";
      AppendQuoted(test.op_text.value, &out);
      out += ":{";
    }
    before = &test;
    AppendQuoted(test.key.value, &out);
    out += ":[";
    bool first = true;
    for (const policy::ConditionValue& value : test.values) {
      if (!first) out += ',';
      first = false;
      AppendValue(value, &out);
    }
    out += ']';
  }
  if (!out.empty()) out += "}}";
  return out;
}

}  // namespace rolelint::estate

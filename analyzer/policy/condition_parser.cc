// The Condition element: operators, keys and values.

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/policy/parts.h"
#include "analyzer/text/glob.h"

namespace rolelint::policy {
namespace {

using json::Type;
using json::Value;
using text::Arena;

bool ReadScalar(Value value, DiagnosticSink* sink, ConditionValue* out) {
  out->type = Type::kString;
  if (ReadText(value, TextUse::kValue, sink, &out->text)) return true;
  if (value.type() != Type::kBool && value.type() != Type::kNumber) return false;
  *out = {value.type(), {value.raw(), value.span(), true}};
  return true;
}

void ParseValues(Value member, DiagnosticSink* sink, Arena* arena, ConditionTest* test) {
  test->values_span = member.span();
  test->is_list = member.is_array();
  const std::string_view key = test->key.value;
  if (ConditionValue value; ReadScalar(member, sink, &value)) {
    const std::span<ConditionValue> values = arena->AllocateArray<ConditionValue>(1);
    values[0] = value;
    test->values = values;
    return;
  }
  if (!member.is_array()) {
    sink->ReportWrongType(member, key, "a string, number or boolean, or a list of them");
    return;
  }
  if (member.size() == 0) {
    sink->Report(DiagnosticCode::kEmptyList, member.span(), key).found = Type::kArray;
    return;
  }
  const std::span<ConditionValue> values = arena->AllocateArray<ConditionValue>(member.size());
  size_t count = 0;
  bool mixed = false;
  for (Value item : member) {
    if (!ReadScalar(item, sink, &values[count])) {
      sink->ReportWrongType(item, key,
                            item.is_array() ? "a string, number or boolean: lists do not nest"
                                            : "a string, number or boolean");
      continue;
    }
    mixed |=
        values[count].type != values[0].type && !values[count].text.open && !values[0].text.open;
    ++count;
  }
  test->values = values.first(count);
  if (mixed) sink->Report(DiagnosticCode::kMixedValueTypes, member.span(), key, key);
}

// What a misspelt operator stands for, in full: `ForAnyValues:StringLik` is
// `ForAnyValue:StringLike`.
std::string_view Suggest(const Text& op_text, Arena* arena) {
  std::string_view base = op_text.value;
  std::string_view qualifier;
  if (const size_t colon = base.find(':'); colon != std::string_view::npos) {
    qualifier = ClosestQualifier(base.substr(0, colon));
    if (qualifier.empty()) return {};
    base.remove_prefix(colon + 1);
  }
  constexpr std::string_view kSuffix = "IfExists";
  const bool if_exists = base.size() > kSuffix.size() &&
                         text::EqualsFolded(base.substr(base.size() - kSuffix.size()), kSuffix);
  if (if_exists) base.remove_suffix(kSuffix.size());
  const std::string_view name = ClosestOperator(base);
  if (name.empty()) return {};
  std::string full(qualifier);
  if (!full.empty()) full += ':';
  full += name;
  if (if_exists) full += kSuffix;
  return arena->Copy(full);
}

bool IsKey(std::string_view key) {
  const size_t colon = key.find(':');
  return colon != std::string_view::npos && colon != 0 && colon + 1 != key.size();
}

// A condition, or the keys of one operator, that a template leaves open: something is tested, and
// nobody knows what.
std::span<const ConditionTest> OpenTest(Value value, DiagnosticSink* sink, Arena* arena) {
  sink->NoteOpen();
  const std::span<ConditionTest> tests = arena->AllocateArray<ConditionTest>(1);
  const Text text{value.str(), value.inner_span(), false, true};
  tests[0].op_text = text;
  tests[0].key = text;
  tests[0].values_span = value.span();
  return tests;
}

void ParseBlock(Value block, DiagnosticSink* sink, Arena* arena, ConditionTest* tests,
                size_t* count) {
  const Text op_text = KeyText(block, sink);
  const OperatorParts op = ParseOperator(op_text.value);
  if (op.base == Operator::kUnknown && op_text.known) {
    sink->Report(DiagnosticCode::kUnknownOperator, op_text.span, "Condition", op_text.value,
                 Suggest(op_text, arena));
  }
  if (block.open()) {
    tests[(*count)++] = OpenTest(block, sink, arena)[0];
    return;
  }
  if (!block.is_object()) {
    sink->ReportWrongType(block, op_text.value, "an object of condition keys");
    return;
  }
  if (block.size() == 0) {
    sink->Report(DiagnosticCode::kEmptyList, block.span(), op_text.value).found = Type::kObject;
    return;
  }
  for (Value member : block) {
    ConditionTest& test = tests[(*count)++];
    test.op = op;
    test.op_text = op_text;
    test.key = KeyText(member, sink);
    if (test.key.known && !IsKey(test.key.value)) {
      sink->Report(DiagnosticCode::kConditionKeyFormat, test.key.span, op_text.value,
                   test.key.value);
    }
    ParseValues(member, sink, arena, &test);
  }
}

// Keys that are equal byte for byte are the JSON reader's business.
bool DifferInCaseOnly(const ConditionTest& a, const ConditionTest& b) {
  return a.key.value != b.key.value && text::EqualsFolded(a.key.value, b.key.value);
}

void ReportDuplicate(const ConditionTest& first, const ConditionTest& again, DiagnosticSink* sink) {
  sink->Report(DiagnosticCode::kDuplicateConditionKey, again.key.span, again.op_text.value,
               again.key.value, first.key.value)
      .related = first.key.span;
}

void CheckDuplicateKeys(std::span<const ConditionTest> tests, DiagnosticSink* sink) {
  constexpr size_t kFew = 16;
  if (tests.size() <= kFew) {
    for (size_t i = 1; i < tests.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (!DifferInCaseOnly(tests[j], tests[i])) continue;
        ReportDuplicate(tests[j], tests[i], sink);
        break;
      }
    }
    return;
  }
  // A hostile block may hold a million keys: sort instead of comparing all pairs.
  std::vector<const ConditionTest*> sorted;
  sorted.reserve(tests.size());
  for (const ConditionTest& test : tests) sorted.push_back(&test);
  std::stable_sort(
      sorted.begin(), sorted.end(), [](const ConditionTest* a, const ConditionTest* b) {
        return std::lexicographical_compare(
            a->key.value.begin(), a->key.value.end(), b->key.value.begin(), b->key.value.end(),
            [](char left, char right) { return text::AsciiLower(left) < text::AsciiLower(right); });
      });
  const ConditionTest* first = sorted.front();  // of those that are equal without case
  for (const ConditionTest* test : sorted) {
    if (!text::EqualsFolded(first->key.value, test->key.value)) {
      first = test;
    } else if (DifferInCaseOnly(*first, *test)) {
      ReportDuplicate(*first, *test, sink);
    }
  }
}

}  // namespace

void ParseCondition(Value value, DiagnosticSink* sink, Arena* arena, Statement* statement) {
  if (value.open()) {
    statement->conditions = OpenTest(value, sink, arena);
    return;
  }
  if (!value.is_object()) {
    sink->ReportWrongType(value, "Condition", "an object of condition operators");
    return;
  }
  size_t total = 0;
  for (Value block : value) total += block.is_object() ? block.size() : block.open() ? 1 : 0;
  const std::span<ConditionTest> tests = arena->AllocateArray<ConditionTest>(total);
  size_t count = 0;
  for (Value block : value) {
    const size_t first = count;
    ParseBlock(block, sink, arena, tests.data(), &count);
    if (count - first > 1) CheckDuplicateKeys(tests.subspan(first, count - first), sink);
  }
  statement->conditions = tests.first(count);
}

}  // namespace rolelint::policy

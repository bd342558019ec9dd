// data "aws_iam_policy_document": blocks that the provider writes as a policy. Keys and values are
// placed where they stand in the block; what it adds (Version, the effect Allow) at the name of the
// block.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document

#include <algorithm>
#include <string>

#include "analyzer/hcl/evaluator.h"
#include "analyzer/hcl/json_value.h"
#include "analyzer/text/spelling.h"

namespace rolelint::hcl {

class DocumentBuilder {
 public:
  DocumentBuilder(Evaluator* evaluator, Defined block)
      : in_(*evaluator), file_(block.file), block_(*block.block) {}

  // Fills the document, whose place is known already.
  void Build(Value* document) {
    Value* list = in_.Make(ValueKind::kList, file_, block_.body_span);
    list->exact = true;
    list->items = Statements();
    AddOptional("policy_id", "Id", block_, document);
    if (!AddOptional("version", "Version", block_, document)) {
      document->members.insert(document->members.begin(),
                               Default("Version", "2012-10-17", block_.type_span));
    }
    Member statement;
    statement.key = "Statement";
    statement.key_span = block_.type_span;
    statement.value = list;
    document->members.push_back(statement);
    AddUnknown(block_.body, kDocumentNames, document);
  }

 private:
  struct Word {
    std::string_view attribute;
    std::string_view element;
  };
  static constexpr Word kLists[] = {{"actions", "Action"},
                                    {"not_actions", "NotAction"},
                                    {"resources", "Resource"},
                                    {"not_resources", "NotResource"}};

  // Names that Terraform takes, in the data source itself and in its blocks; with those of any data
  // source. All else it refuses.
  static constexpr std::string_view kDocumentNames[] = {
      "count",
      "depends_on",
      "for_each",
      "lifecycle",
      "override_json",
      "override_policy_documents",
      "policy_id",
      "provider",
      "region",
      "source_json",
      "source_policy_documents",
      "statement",
      "version",
  };
  static constexpr std::string_view kStatementNames[] = {
      "actions",       "condition",  "effect",    "not_actions", "not_principals",
      "not_resources", "principals", "resources", "sid",
  };
  // Blocks, which no attribute can stand for.
  static constexpr std::string_view kBlockNames[] = {"condition", "not_principals", "principals",
                                                     "statement"};
  static constexpr std::string_view kPrincipalNames[] = {"identifiers", "type"};
  static constexpr std::string_view kConditionNames[] = {"test", "values", "variable"};

  template <size_t kSize>
  static bool Among(const std::string_view (&names)[kSize], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  }

  // Which of a statement's names was probably meant; "" if none is near.
  static std::string_view MeantInStatement(std::string_view name) {
    for (std::string_view known : kStatementNames) {
      if (name == known || (known.ends_with('s') && name == known.substr(0, known.size() - 1)) ||
          (name.ends_with('s') && name.substr(0, name.size() - 1) == known)) {
        return known;
      }
    }
    return text::ClosestWord(name, kStatementNames);
  }

  // What Terraform refuses stays in the document under its own name: no element of a policy is
  // called so, which the parser of policies tells.
  template <size_t kSize>
  void AddUnknown(const Body& body, const std::string_view (&names)[kSize], Value* object) {
    for (const Attribute& attribute : body.attributes) {
      const bool block_alone = Among(kBlockNames, attribute.name);
      if (Among(names, attribute.name) && !block_alone) continue;
      // Terraform has no argument "Effect"; under that name it would be the policy's own element.
      const bool element = attribute.name[0] >= 'A' && attribute.name[0] <= 'Z';
      const std::string_view key =
          element || block_alone
              ? in_.arena_.Copy(std::string_view(std::string(attribute.name) + " ="))
              : attribute.name;
      AddMember(key, attribute.name_span, Eval(attribute.value), object);
    }
    for (const Block& block : body.blocks) {
      const bool dynamic = block.type == "dynamic" && !block.labels.empty();
      const std::string_view name = dynamic ? block.labels[0].text : block.type;
      if (Among(names, name)) continue;
      const Span span = dynamic ? block.labels[0].span : block.type_span;
      AddMember(name, span, in_.Open(file_, block.span()), object);
    }
  }

  static void AddMember(std::string_view key, Span span, const Value* value, Value* object) {
    Member member;
    member.key = key;
    member.key_span = span;
    member.value = value;
    object->members.push_back(member);
  }

  // --- dynamic blocks ---------------------------------------------------------------------------

  const Value* Eval(uint32_t expr) { return in_.Eval(file_, expr, scope_); }

  // Calls visit(const Block&) for every block of the type, those that `dynamic` makes included:
  // with its names in scope. False if it is not known how many these are; then its body was visited
  // once, its names open.
  template <typename Visit>
  bool ForEachBlock(std::string_view type, const Body& body, Visit visit) {
    bool known = true;
    for (const Block& block : body.blocks) {
      if (block.type == type) visit(block);
      if (block.type != "dynamic" || block.labels.empty() || block.labels[0].text != type) continue;
      for (const Block& content : block.body.blocks) {
        if (content.type == "content") known &= Repeat(block, content, visit);
      }
    }
    return known;
  }

  template <typename Visit>
  bool Repeat(const Block& block, const Block& content, Visit visit) {
    // More are not told apart.
    constexpr size_t kMany = 50;
    const Attribute* over = block.body.Find("for_each");
    const Attribute* named = block.body.Find("iterator");
    std::string_view name = block.labels[0].text;
    if (named != nullptr) name = in_.module_.files()[file_].expr(named->value).name;
    const Value* items = over == nullptr ? in_.Open(file_, block.span()) : Eval(over->value);
    const bool known = items->kind == ValueKind::kList || items->kind == ValueKind::kObject;
    const size_t count = known ? std::max(items->items.size(), items->members.size()) : 1;
    const Evaluator::Scope* outer = scope_;
    bool all = known && count <= kMany;
    for (size_t i = 0; i < std::min(count, kMany) && in_.Charge(1); ++i) {
      const Value* iterator = nullptr;
      if (known) {
        iterator = in_.IteratorOf(items, i, file_, block.span());
        const Value* item = iterator->members[1].value;
        // An open item of a list may be several.
        all &= item->kind != ValueKind::kOpen || items->kind == ValueKind::kObject;
      } else {
        const Value* item = in_.Open(file_, items->span);
        Value* open = in_.Make(ValueKind::kObject, file_, block.span());
        AddMember("key", block.type_span, item, open);
        AddMember("value", block.type_span, item, open);
        iterator = open;
      }
      const Evaluator::Scope scope{name, iterator, outer};
      scope_ = &scope;
      visit(content);
      scope_ = outer;
    }
    return all;
  }

  // --- merging ----------------------------------------------------------------------------------

  static std::string_view SidOf(const Value* statement) {
    const Member* sid = statement->Find("Sid");
    return sid != nullptr && sid->value->is_text() ? sid->value->text : std::string_view();
  }

  // A statement with a Sid takes the place of the one that has it.
  static void Put(const Value* statement, std::vector<const Value*>* list) {
    const std::string_view sid = SidOf(statement);
    if (!sid.empty()) {
      for (const Value*& other : *list) {
        if (SidOf(other) != sid) continue;
        other = statement;
        return;
      }
    }
    list->push_back(statement);
  }

  std::vector<const Value*> Statements() {
    std::vector<const Value*> statements;
    Merge("source_json", "source_policy_documents", &statements);
    // Of the block's own none replaces another.
    std::vector<const Value*> own;
    const bool known = ForEachBlock("statement", block_.body,
                                    [&](const Block& block) { own.push_back(Statement(block)); });
    // Named as nothing that there is: what it says counts all the same.
    ForEachBlock("statements", block_.body,
                 [&](const Block& block) { own.push_back(Statement(block)); });
    if (!known) own.push_back(in_.Open(file_, block_.type_span));
    if (own.empty() && statements.empty() && HasDynamic()) own.push_back(NoItem());
    const size_t sources = statements.size();
    for (const Value* statement : own) {
      if (sources == 0 || statement->kind == ValueKind::kOpen) {
        statements.push_back(statement);
      } else {
        Put(statement, &statements);
      }
    }
    Merge("override_json", "override_policy_documents", &statements);
    return statements;
  }

  bool HasDynamic() const {
    return std::any_of(block_.body.blocks.begin(), block_.body.blocks.end(),
                       [](const Block& block) { return block.type == "dynamic"; });
  }

  // Of a list that no dynamic block fills in this world; readers know it by its name.
  const Value* NoItem() {
    Value* value = in_.Make(ValueKind::kOpen, file_, block_.type_span);
    value->text = "${If}";
    return value;
  }

  void Merge(std::string_view single, std::string_view several,
             std::vector<const Value*>* statements) {
    if (const Attribute* attribute = block_.body.Find(single)) {
      MergeDocument(Eval(attribute->value), statements);
    }
    const Attribute* attribute = block_.body.Find(several);
    if (attribute == nullptr) return;
    const Value* list = Eval(attribute->value);
    if (list->kind == ValueKind::kList) {
      for (const Value* document : list->items) MergeDocument(document, statements);
    } else if (list->kind == ValueKind::kOpen) {
      statements->push_back(in_.Open(file_, list->span));
    }
  }

  void MergeDocument(const Value* text, std::vector<const Value*>* statements) {
    if (text->kind == ValueKind::kNull || (text->is_text() && text->text.empty())) return;
    const Span span = text->file == file_ ? text->span : block_.type_span;
    const Value* document = text->encoded;
    if (document != nullptr) {
      // Of documents that merge each other one is read all the same.
      if (in_.unfinished_.count(document) == 0) in_.merged_.insert(document);
    } else if (text->is_text()) {
      document = ReadJson(text->text, file_, span);
    }
    const Member* list = document == nullptr ? nullptr : document->Find("Statement");
    if (list == nullptr || list->value->kind == ValueKind::kOpen) {
      statements->push_back(in_.Open(file_, span));
    } else if (list->value->kind == ValueKind::kObject) {
      Put(in_.At(list->value, file_, span), statements);
    } else {
      for (const Value* statement : list->value->items) {
        if (!in_.Charge(1)) return;
        Put(in_.At(statement, file_, span), statements);
      }
    }
  }

  const Value* ReadJson(std::string_view text, uint32_t file, Span span) {
    return JsonValue(
        text,
        [&](ValueKind kind) -> Value* {
          return in_.Charge(1) ? in_.Make(kind, file, span) : nullptr;
        },
        &in_.arena_);
  }

  // --- one statement ----------------------------------------------------------------------------

  Member Default(std::string_view key, std::string_view text, Span span) {
    Value* value = in_.Make(ValueKind::kString, file_, span);
    value->text = text;
    Member member;
    member.key = key;
    member.key_span = span;
    member.value = value;
    return member;
  }

  // The provider writes `&{…}` as the policy variable `${…}`.
  const Value* WithVariables(const Value* value) {
    if (value->kind == ValueKind::kList) {
      bool any = false;
      for (const Value* item : value->items) any |= HasVariable(item);
      if (!any || !in_.Charge(value->items.size())) return value;
      Value* list = in_.Make(ValueKind::kList, value->file, value->span);
      for (size_t i = 0; i < value->items.size(); ++i) {
        const Value* item = in_.ItemOf(value, i);
        list->items.push_back(HasVariable(item) ? WithVariables(item) : item);
      }
      list->exact = true;
      return list;
    }
    if (!HasVariable(value) || !in_.Charge(0, value->text.size())) return value;
    std::string text(value->text);
    for (size_t at = text.find("&{"); at != std::string::npos; at = text.find("&{", at + 2)) {
      text[at] = '$';
    }
    Value* made = &in_.values_.emplace_back(*value);
    made->text = in_.arena_.Copy(text);
    made->origin = nullptr;
    made->view = nullptr;
    return made;
  }
  static bool HasVariable(const Value* value) {
    return value->kind == ValueKind::kString && value->text.find("&{") != std::string_view::npos;
  }

  bool AddOptional(std::string_view name, std::string_view element, const Block& block,
                   Value* object) {
    const Attribute* attribute = block.body.Find(name);
    if (attribute == nullptr) return false;
    const Value* value = Eval(attribute->value);
    if (value->kind == ValueKind::kNull) return false;
    if (value->is_text() && value->text.empty()) return false;
    Member member;
    member.key = element;
    member.key_span = attribute->name_span;
    member.value = WithVariables(value);
    object->members.push_back(member);
    return true;
  }

  // An empty list is as good as none.
  const Value* ListOf(const Word& word, const Block& block) {
    const Value* value = Get(block, word.attribute);
    if (value == nullptr || value->kind == ValueKind::kNull) return nullptr;
    return value->kind == ValueKind::kList && value->items.empty() ? nullptr : value;
  }

  // Of the two only one can be there. Where that is open, as modules have it that take either, what
  // the statement speaks of is open.
  void AddLists(const Word& word, const Word& opposite, const Block& block, Value* statement) {
    const Value* list = ListOf(word, block);
    const Value* others = ListOf(opposite, block);
    if (list != nullptr) AddOptional(word.attribute, word.element, block, statement);
    if (others == nullptr) return;
    if (list != nullptr && (list->kind == ValueKind::kOpen || others->kind == ValueKind::kOpen)) {
      statement->members.back().value = in_.Open(file_, list->span);
      return;
    }
    AddOptional(opposite.attribute, opposite.element, block, statement);
  }

  const Value* Statement(const Block& block) {
    Value* statement = in_.Make(ValueKind::kObject, file_, block.body_span);
    statement->exact = true;
    AddOptional("sid", "Sid", block, statement);
    const bool misspelt = std::any_of(
        block.body.attributes.begin(), block.body.attributes.end(), [](const Attribute& each) {
          return !Among(kStatementNames, each.name) && MeantInStatement(each.name) == "effect";
        });
    if (!AddOptional("effect", "Effect", block, statement) && !misspelt) {
      statement->members.push_back(Default("Effect", "Allow", block.type_span));
    }
    AddLists(kLists[0], kLists[1], block, statement);
    AddLists(kLists[2], kLists[3], block, statement);
    AddPrincipals("principals", "Principal", block, statement);
    AddPrincipals("not_principals", "NotPrincipal", block, statement);
    AddConditions(block, statement);
    AddUnknown(block.body, kStatementNames, statement);
    return statement;
  }

  // The first block of the type, or `dynamic` that makes some.
  static const Block* FirstOf(std::string_view type, const Block& in) {
    for (const Block& block : in.body.blocks) {
      const bool made =
          block.type == "dynamic" && !block.labels.empty() && block.labels[0].text == type;
      if (made || block.type == type) return &block;
    }
    return nullptr;
  }

  Member BlockMember(std::string_view element, const Block& first) {
    Member member;
    member.key = element;
    member.key_span = first.type_span;
    return member;
  }

  const Value* Get(const Block& block, std::string_view name) {
    const Attribute* attribute = block.body.Find(name);
    return attribute == nullptr ? nullptr : Eval(attribute->value);
  }

  void AddPrincipals(std::string_view type, std::string_view element, const Block& in,
                     Value* statement) {
    const Block* first = FirstOf(type, in);
    if (first == nullptr) return;
    Member member = BlockMember(element, *first);
    Value* object = in_.Make(ValueKind::kObject, file_, first->body_span);
    object->exact = true;
    bool open = false;
    const Value* star = nullptr;
    bool any = false;
    const bool known = ForEachBlock(type, in.body, [&](const Block& block) {
      any = true;
      AddUnknown(block.body, kPrincipalNames, statement);
      const Value* key = Get(block, "type");
      const Value* values = Get(block, "identifiers");
      if (key == nullptr || values == nullptr) {
        open = true;
        return;
      }
      if (key->is_text() && key->text == "*" && IsStar(values)) {
        star = values->kind == ValueKind::kList ? values->items[0] : values;
        return;
      }
      open = open || !key->is_text() || !AddTo(key, WithVariables(values), object);
    });
    // A policy that needs somebody names him in another world.
    if (!any || (!known && object->members.empty() && star == nullptr)) open = true;
    member.value = star != nullptr ? star : open ? in_.Open(file_, first->span()) : object;
    statement->members.push_back(member);
  }

  static bool IsStar(const Value* values) {
    const Value* only = values;
    if (values->kind == ValueKind::kList && values->items.size() == 1) only = values->items[0];
    return only->is_text() && only->text == "*";
  }

  Member MemberFor(const Value* key, const Value* value) {
    Member member;
    member.key = key->text;
    member.key_span = key->file == file_ ? key->span : block_.type_span;
    member.key_quote = key->exact ? key->quote : 0;
    member.key_open = key->is_open();
    member.value = value;
    return member;
  }

  // Two blocks of one type are one list. False if they cannot be put together.
  bool AddTo(const Value* key, const Value* values, Value* object) {
    for (Member& member : object->members) {
      if (member.key != key->text) continue;
      if (values->kind != ValueKind::kList || member.value->kind != ValueKind::kList ||
          !in_.Charge(values->items.size() + member.value->items.size())) {
        return false;
      }
      Value* list = in_.Make(ValueKind::kList, file_, member.value->span);
      list->exact = true;
      for (const Value* part : {member.value, values}) {
        for (size_t i = 0; i < part->items.size(); ++i) list->items.push_back(in_.ItemOf(part, i));
      }
      member.value = list;
      return true;
    }
    object->members.push_back(MemberFor(key, values));
    return true;
  }

  // The tests of a statement while its blocks are put together.
  struct Tests {
    Value* object = nullptr;
    std::vector<std::pair<std::string_view, Value*>> by_operator;
    std::vector<std::pair<std::string, Span>> seen;  // operator and variable of blocks
    bool open = false;
    bool any = false;
  };

  void AddConditions(const Block& in, Value* statement) {
    const Block* first = FirstOf("condition", in);
    std::string_view type = "condition";
    if (first == nullptr) first = FirstOf(type = "conditions", in);
    if (first == nullptr) return;
    Member member = BlockMember("Condition", *first);
    Tests tests;
    tests.object = in_.Make(ValueKind::kObject, file_, first->body_span);
    tests.object->exact = true;
    const bool known =
        ForEachBlock(type, in.body, [&](const Block& block) { AddTest(block, statement, &tests); });
    if (known && !tests.any) return;
    member.value = tests.open || !known ? in_.Open(file_, first->span()) : tests.object;
    statement->members.push_back(member);
  }

  void AddTest(const Block& block, Value* statement, Tests* tests) {
    tests->any = true;
    AddUnknown(block.body, kConditionNames, statement);
    const Value* test = Get(block, "test");
    const Value* variable = Get(block, "variable");
    const Value* values = Get(block, "values");
    // What is tested is not known, and something is.
    if (test == nullptr || variable == nullptr || values == nullptr || !test->is_text() ||
        (variable->kind != ValueKind::kString && variable->kind != ValueKind::kOpen)) {
      tests->open = true;
      return;
    }
    NoteRepeated(block, *test, *variable, tests);
    auto known = std::find_if(tests->by_operator.begin(), tests->by_operator.end(),
                              [&](const auto& each) { return each.first == test->text; });
    if (known == tests->by_operator.end()) {
      Value* made = in_.Make(ValueKind::kObject, file_, block.body_span);
      made->exact = true;
      tests->object->members.push_back(MemberFor(test, made));
      known = tests->by_operator.insert(tests->by_operator.end(), {test->text, made});
    }
    tests->open = tests->open || !AddTo(variable, WithVariables(values), known->second);
  }

  void NoteRepeated(const Block& block, const Value& test, const Value& variable, Tests* tests) {
    if (!variable.is_text()) return;
    const std::string what = std::string(test.text) + " of " + std::string(variable.text);
    for (const auto& [before, span] : tests->seen) {
      if (before == what && span != block.type_span) {
        in_.repeated_.push_back({file_, block.type_span, span, what});
        return;
      }
    }
    tests->seen.emplace_back(what, block.type_span);
  }

  Evaluator& in_;
  const uint32_t file_;
  const Block& block_;
  const Evaluator::Scope* scope_ = nullptr;  // the names of the dynamic blocks around
};

const Value* Evaluator::PolicyDocument(Defined block) {
  auto [it, added] = documents_.emplace(block.block, nullptr);
  if (!added) return it->second;
  Value* document = Make(ValueKind::kObject, block.file, block.block->body_span);
  document->exact = true;
  // What refers to the document while it is made gets it as far as it is.
  documents_[block.block] = document;
  if (depth_ >= kMaxEvaluation) {
    document->kind = ValueKind::kOpen;
    document->text = Open(block.file, block.block->type_span)->text;
    return document;
  }
  ++depth_;
  unfinished_.insert(document);
  DocumentBuilder(this, block).Build(document);
  unfinished_.erase(document);
  --depth_;
  return document;
}

}  // namespace rolelint::hcl

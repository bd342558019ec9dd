// data "aws_iam_policy_document": blocks that the provider writes as a policy. Keys and values are
// placed where they stand in the block; what it adds (Version, the effect Allow) at the name of the
// block.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document

#include <algorithm>
#include <string>

#include "analyzer/hcl/evaluator.h"
#include "analyzer/hcl/json_value.h"

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
    for (const Block& block : block_.body.blocks) {
      if (block.type == "statement") {
        own.push_back(Statement(block));
      } else if (block.type == "dynamic") {
        own.push_back(in_.Open(file_, block.span()));
      }
    }
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

  void Merge(std::string_view single, std::string_view several,
             std::vector<const Value*>* statements) {
    if (const Attribute* attribute = block_.body.Find(single)) {
      MergeDocument(in_.Evaluate(file_, attribute->value), statements);
    }
    const Attribute* attribute = block_.body.Find(several);
    if (attribute == nullptr) return;
    const Value* list = in_.Evaluate(file_, attribute->value);
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
    const Value* value = in_.Evaluate(file_, attribute->value);
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
    if (!AddOptional("effect", "Effect", block, statement)) {
      statement->members.push_back(Default("Effect", "Allow", block.type_span));
    }
    AddLists(kLists[0], kLists[1], block, statement);
    AddLists(kLists[2], kLists[3], block, statement);
    AddPrincipals("principals", "Principal", block, statement);
    AddPrincipals("not_principals", "NotPrincipal", block, statement);
    AddConditions(block, statement);
    return statement;
  }

  // The first block of the type, and whether some are made by `dynamic`.
  static const Block* FirstOf(std::string_view type, const Block& in, bool* dynamic) {
    const Block* first = nullptr;
    for (const Block& block : in.body.blocks) {
      const bool made =
          block.type == "dynamic" && !block.labels.empty() && block.labels[0].text == type;
      if (!made && block.type != type) continue;
      *dynamic |= made;
      if (first == nullptr) first = &block;
    }
    return first;
  }

  Member BlockMember(std::string_view element, const Block& first) {
    Member member;
    member.key = element;
    member.key_span = first.type_span;
    return member;
  }

  const Value* Get(const Block& block, std::string_view name) {
    const Attribute* attribute = block.body.Find(name);
    return attribute == nullptr ? nullptr : in_.Evaluate(file_, attribute->value);
  }

  void AddPrincipals(std::string_view type, std::string_view element, const Block& in,
                     Value* statement) {
    bool open = false;
    const Block* first = FirstOf(type, in, &open);
    if (first == nullptr) return;
    Member member = BlockMember(element, *first);
    Value* object = in_.Make(ValueKind::kObject, file_, first->body_span);
    object->exact = true;
    for (const Block& block : in.body.blocks) {
      if (block.type != type || open) continue;
      const Value* key = Get(block, "type");
      const Value* values = Get(block, "identifiers");
      if (key == nullptr || values == nullptr) continue;
      if (key->is_text() && key->text == "*" && IsStar(values)) {
        member.value = values->kind == ValueKind::kList ? values->items[0] : values;
        statement->members.push_back(member);
        return;
      }
      open = !key->is_text() || !AddTo(key, WithVariables(values), object);
    }
    member.value = open ? in_.Open(file_, first->span()) : object;
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

  void AddConditions(const Block& in, Value* statement) {
    bool open = false;
    const Block* first = FirstOf("condition", in, &open);
    if (first == nullptr) return;
    Member member = BlockMember("Condition", *first);
    Value* object = in_.Make(ValueKind::kObject, file_, first->body_span);
    object->exact = true;
    std::vector<std::pair<std::string_view, Value*>> blocks;  // by operator
    for (const Block& block : in.body.blocks) {
      if (block.type != "condition" || open) continue;
      const Value* test = Get(block, "test");
      const Value* variable = Get(block, "variable");
      const Value* values = Get(block, "values");
      if (test == nullptr || variable == nullptr || values == nullptr) continue;
      if (!test->is_text() ||
          (variable->kind != ValueKind::kString && variable->kind != ValueKind::kOpen)) {
        open = true;
        continue;
      }
      auto known = std::find_if(blocks.begin(), blocks.end(),
                                [&](const auto& each) { return each.first == test->text; });
      if (known == blocks.end()) {
        Value* tests = in_.Make(ValueKind::kObject, file_, block.body_span);
        tests->exact = true;
        object->members.push_back(MemberFor(test, tests));
        known = blocks.insert(blocks.end(), {test->text, tests});
      }
      open = !AddTo(variable, WithVariables(values), known->second);
    }
    member.value = open ? in_.Open(file_, first->span()) : object;
    statement->members.push_back(member);
  }

  Evaluator& in_;
  const uint32_t file_;
  const Block& block_;
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

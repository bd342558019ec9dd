#include "analyzer/catalog/compiler.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "analyzer/catalog/draft.h"
#include "analyzer/catalog/types.h"
#include "analyzer/text/glob.h"

namespace rolelint::catalog {
namespace {

using layout::Range;

// Names are short in truth; the bounds keep every record's fields and every look-up's cost small.
constexpr std::size_t kMaxNameBytes = 255;
constexpr std::size_t kMaxActionBytes = 128;
constexpr std::size_t kMaxArnBytes = 500;
constexpr std::size_t kMaxLineBytes = 1u << 20;
constexpr std::size_t kMaxKeys = 65535;
constexpr std::size_t kMaxServices = 65535;

std::string Folded(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = text::AsciiLower(c);
  return folded;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != separator) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

std::vector<std::string_view> Words(std::string_view text) {
  if (text.empty()) return {};
  return Split(text, ' ');
}

bool IsPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool IsWord(std::string_view text) {
  return !text.empty() && IsPrintable(text) && text.find(' ') == std::string_view::npos;
}

// Replaces `${…}` and `<…>` by `hole`. False if one is not closed or has no name; wildcards outside
// of holes stand for themselves in AWS's own patterns and stay.
bool ReplaceHoles(std::string_view text, std::string_view hole, std::string* out, bool* any) {
  *any = false;
  for (std::size_t i = 0; i < text.size();) {
    const bool dollar = text.compare(i, 2, "${") == 0;
    if (!dollar && text[i] != '<') {
      out->push_back(text[i++]);
      continue;
    }
    const std::size_t name = i + (dollar ? 2 : 1);
    const std::size_t close = text.find(dollar ? '}' : '>', name);
    if (close == std::string_view::npos || close == name) return false;
    out->append(hole);
    *any = true;
    i = close + 1;
  }
  return true;
}

class Compiler {
 public:
  explicit Compiler(std::string_view text) : text_(text) {}

  CompileResult Run() {
    CompileResult result;
    if (!ReadAll()) {
      result.error = std::move(error_);
      result.line = line_;
      return result;
    }
    result.block = WriteBlock(std::move(draft_));
    if (result.block.empty()) result.error = "the catalogue is too large";
    return result;
  }

 private:
  bool Fail(std::string message) {
    error_ = std::move(message);
    return false;
  }

  // Text out of a hostile file is shown with its odd bytes replaced, and not at full length.
  static std::string Quoted(std::string_view text) {
    std::string shown = "'";
    for (const char c : text.substr(0, 80)) shown.push_back(c >= 0x20 && c < 0x7f ? c : '?');
    if (text.size() > 80) shown += "...";
    shown += "'";
    return shown;
  }

  bool ReadAll() {
    if (text_.size() > kMaxCatalogTextBytes) return Fail("the catalogue is too large");
    if (text_.empty() || text_.back() != '\n') return Fail("the catalogue ends in mid-line");
    bool ended = false;
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t end = text_.find('\n', begin);
      const std::string_view line = text_.substr(begin, end - begin);
      begin = end + 1;
      ++line_;
      if (line.size() > kMaxLineBytes) return Fail("a line longer than any catalogue needs");
      if (ended) return Fail("text after the end line");
      if (!ReadLine(Split(line, '\t'), &ended)) return false;
    }
    if (!ended) return Fail("the end line is missing: the catalogue is truncated");
    line_ = 0;
    if (!has_source_) return Fail("the d line (date and source) is missing");
    if (draft_.services.empty()) return Fail("the catalogue lists no service");
    return true;
  }

  bool ReadLine(const std::vector<std::string_view>& fields, bool* ended) {
    const std::string_view kind = fields[0];
    if (line_ == 1) {
      if (fields.size() == 2 && kind == "rolelint-catalog" && fields[1] == "1") return true;
      if (kind == "rolelint-catalog") return Fail("a catalogue of another format version");
      return Fail("not a rolelint catalogue (its first line is not rolelint-catalog)");
    }
    if (kind == "end") {
      if (fields.size() != 2 || fields[1] != std::to_string(line_ - 1)) {
        return Fail("the end line does not count the lines before it");
      }
      *ended = true;
      return true;
    }
    if (kind == "d") return ReadSource(fields);
    if (kind == "@") return ReadAlias(fields);
    if (kind == "k" || kind == "g") return ReadKey(fields);
    if (kind == "s") return ReadService(fields);
    if (kind == "t") return ReadType(fields);
    AccessLevel level;
    if (kind.size() == 1 && AccessLevelFromLetter(kind[0], &level))
      return ReadAction(fields, level);
    return Fail("unknown kind of line " + Quoted(kind));
  }

  bool ReadSource(const std::vector<std::string_view>& fields) {
    if (has_source_) return Fail("a second d line");
    if (fields.size() != 4) return Fail("a d line has a date, a source and its version");
    const std::string_view date = fields[1];
    bool is_date = date.size() == 10;
    for (std::size_t i = 0; is_date && i < date.size(); ++i) {
      is_date = i == 4 || i == 7 ? date[i] == '-' : date[i] >= '0' && date[i] <= '9';
    }
    if (!is_date) return Fail("not a date (YYYY-MM-DD): " + Quoted(date));
    for (const std::string_view field : {fields[2], fields[3]}) {
      if (!IsWord(field) || field.size() > kMaxNameBytes) {
        return Fail("not a source or version: " + Quoted(field));
      }
    }
    draft_.date = draft_.Intern(date);
    draft_.source = draft_.Intern(fields[2]);
    draft_.source_version = draft_.Intern(fields[3]);
    has_source_ = true;
    return true;
  }

  bool ReadAlias(const std::vector<std::string_view>& fields) {
    if (fields.size() != 3 || fields[1].size() < 2 || fields[1][0] != '@' || !IsWord(fields[1]) ||
        !IsWord(fields[2])) {
      return Fail("an @ line has a short form (@x) and the key it stands for");
    }
    if (!aliases_.emplace(fields[1], fields[2]).second) {
      return Fail(Quoted(fields[1]) + " is defined twice");
    }
    return true;
  }

  bool ReadKey(const std::vector<std::string_view>& fields) {
    if (!draft_.services.empty()) return Fail("condition keys come before the first service");
    if (fields.size() != 3) return Fail("a condition key has a name and a type");
    const std::string_view name = fields[1];
    if (!IsWord(name) || name.size() > kMaxNameBytes || name[0] == ':' || name[0] == '@' ||
        name.find(':') == std::string_view::npos ||
        name.find_first_of("*?") != std::string_view::npos) {
      return Fail("not a condition key: " + Quoted(name));
    }
    Draft::Key key;
    key.folded = Folded(name);
    key.record.name = draft_.Intern(name);
    key.record.global = fields[0] == "g";
    // A hole stands for one byte or more: a tag key is never empty.
    std::string glob;
    bool is_template = false;
    if (!ReplaceHoles(key.folded, "?*", &glob, &is_template)) {
      return Fail("a placeholder that is not closed or has no name: " + Quoted(name));
    }
    if (is_template) key.record.glob = draft_.Intern(glob);
    if (!ReadTypes(fields[2], &key.record)) return false;
    if (draft_.keys.size() >= kMaxKeys) return Fail("too many condition keys");
    if (!key_index_.emplace(key.folded, draft_.keys.size()).second) {
      return Fail("condition key " + Quoted(name) + " is listed twice");
    }
    draft_.keys.push_back(std::move(key));
    return true;
  }

  bool ReadTypes(std::string_view text, layout::Key* key) {
    bool first = true;
    for (std::string_view one : Split(text, '|')) {
      constexpr std::string_view kArray = "ArrayOf";
      const bool multivalued = one.substr(0, kArray.size()) == kArray;
      if (multivalued) one.remove_prefix(kArray.size());
      ValueType type;
      if (!ValueTypeFromName(one, &type)) return Fail("unknown type " + Quoted(text));
      if (!first && multivalued != (key->multivalued != 0)) {
        return Fail("single-valued and multivalued at once: " + Quoted(text));
      }
      if (first) key->primary = static_cast<uint8_t>(type);
      key->types = static_cast<uint8_t>(key->types | 1u << static_cast<unsigned>(type));
      key->multivalued = multivalued;
      first = false;
    }
    return true;
  }

  // A list of key names, with the short forms `@x` (an alias) and `:name` (a key of the service).
  bool ReadKeyList(std::string_view text, std::string_view prefix, Range* out) {
    std::vector<uint16_t> list;
    for (const std::string_view word : Words(text)) {
      std::string name(word);
      if (!word.empty() && word[0] == ':') name.insert(0, prefix);
      if (!word.empty() && word[0] == '@') {
        const auto alias = aliases_.find(word);
        if (alias == aliases_.end()) return Fail("undefined short form " + Quoted(word));
        name = alias->second;
      }
      const auto it = key_index_.find(Folded(name));
      if (it == key_index_.end()) return Fail("condition key " + Quoted(name) + " is not listed");
      list.push_back(static_cast<uint16_t>(it->second));
    }
    *out = draft_.InternKeys(list);
    return true;
  }

  bool ReadService(const std::vector<std::string_view>& fields) {
    if (fields.size() < 3 || fields.size() > 5) {
      return Fail("a service has a prefix, a name, flags and condition keys");
    }
    const std::string_view prefix = fields[1];
    if (!IsWord(prefix) || prefix.size() > kMaxNameBytes ||
        prefix.find_first_of(":*?") != std::string_view::npos) {
      return Fail("not a service prefix: " + Quoted(prefix));
    }
    if (fields[2].empty() || !IsPrintable(fields[2]) || fields[2].size() > kMaxNameBytes) {
      return Fail("not a service name: " + Quoted(fields[2]));
    }
    const std::string_view flags = fields.size() > 3 ? fields[3] : std::string_view();
    if (!flags.empty() && flags != "rcp") return Fail("unknown service flag " + Quoted(flags));
    if (draft_.services.size() >= kMaxServices) return Fail("too many services");
    Draft::Service service;
    service.folded = Folded(prefix);
    if (!service_index_.emplace(service.folded, draft_.services.size()).second) {
      return Fail("service " + Quoted(prefix) + " is listed twice");
    }
    service.record.prefix = draft_.Intern(service.folded);
    service.record.name = draft_.Intern(fields[2]);
    service.record.supports_rcp = !flags.empty();
    if (fields.size() > 4 && !ReadKeyList(fields[4], prefix, &service.record.keys)) return false;
    draft_.services.push_back(std::move(service));
    return true;
  }

  bool ReadType(const std::vector<std::string_view>& fields) {
    if (draft_.services.empty()) return Fail("a resource type before the first service");
    Draft::Service& service = draft_.services.back();
    if (!service.actions.empty()) return Fail("resource types come before the service's actions");
    if (fields.size() < 4) return Fail("a resource type has a name, condition keys and ARNs");
    const std::string_view name = fields[1];
    if (name.empty() || !IsPrintable(name) || name.size() > kMaxNameBytes ||
        name.find('=') != std::string_view::npos) {
      return Fail("not a resource type: " + Quoted(name));
    }
    Draft::Type type;
    type.folded = Folded(name);
    type.record.name = draft_.Intern(name);
    if (!ReadKeyList(fields[2], service.folded, &type.record.keys)) return false;
    for (std::size_t i = 3; i < fields.size(); ++i) {
      std::string glob;
      bool any = false;
      if (!IsWord(fields[i]) || fields[i].size() > kMaxArnBytes ||
          fields[i].substr(0, 4) != "arn:" || !ReplaceHoles(fields[i], "*", &glob, &any)) {
        return Fail("not an ARN pattern: " + Quoted(fields[i]));
      }
      type.arns.push_back(draft_.Intern(fields[i]));
      type.arns.push_back(draft_.Intern(glob));
    }
    if (!service.type_index.emplace(type.folded, service.types.size()).second) {
      return Fail("resource type " + Quoted(name) + " is listed twice");
    }
    service.types.push_back(std::move(type));
    return true;
  }

  bool ReadAction(const std::vector<std::string_view>& fields, AccessLevel level) {
    if (draft_.services.empty()) return Fail("an action before the first service");
    Draft::Service& service = draft_.services.back();
    if (fields.size() < 2 || !IsWord(fields[1]) || fields[1].size() > kMaxActionBytes ||
        fields[1].find_first_of(":*?") != std::string_view::npos) {
      return Fail("not an action name: " +
                  Quoted(fields.size() < 2 ? std::string_view() : fields[1]));
    }
    Draft::Action action;
    action.folded = Folded(fields[1]);
    // Stored with the service's prefix: patterns are matched against the whole, and the name alone
    // is the tail of it.
    action.record.full_name = draft_.Intern(service.folded + ':' + std::string(fields[1]));
    action.record.level = static_cast<uint8_t>(level);
    if (fields.size() > 2 && !ReadKeyList(fields[2], service.folded, &action.record.keys))
      return false;
    for (std::size_t i = 3; i < fields.size(); ++i) {
      if (!ReadActionField(fields[i], service, &action)) return false;
    }
    if (!service.action_index.emplace(action.folded, service.actions.size()).second) {
      return Fail("action " + Quoted(fields[1]) + " is listed twice");
    }
    service.actions.push_back(std::move(action));
    return true;
  }

  // `!type=keys` (required), `-type=keys` (optional) or `>service:Action` (needed as well).
  bool ReadActionField(std::string_view field, const Draft::Service& service,
                       Draft::Action* draft) {
    const char mark = field.empty() ? '\0' : field[0];
    if (mark == '>') {
      const std::string_view other = field.substr(1);
      if (!IsWord(other) || other.size() > kMaxNameBytes) {
        return Fail("not a dependent action: " + Quoted(other));
      }
      draft->dependent.push_back(draft_.Intern(other));
      return true;
    }
    if (mark != '!' && mark != '-') return Fail("unknown part of an action: " + Quoted(field));
    const std::size_t equals = std::min(field.find('='), field.size());
    const std::string_view name = field.substr(1, equals - 1);
    const auto it = service.type_index.find(Folded(name));
    if (it == service.type_index.end()) {
      return Fail("resource type " + Quoted(name) + " is not listed for the service");
    }
    layout::ActionResource resource{};
    resource.type = static_cast<uint32_t>(it->second);
    resource.required = mark == '!';
    if (equals < field.size() &&
        !ReadKeyList(field.substr(equals + 1), service.folded, &resource.keys)) {
      return false;
    }
    draft->resources.push_back(resource);
    return true;
  }

  std::string_view text_;
  std::size_t line_ = 0;
  std::string error_;
  bool has_source_ = false;
  Draft draft_;
  std::map<std::string_view, std::string> aliases_;
  std::unordered_map<std::string, std::size_t> key_index_;
  std::unordered_map<std::string, std::size_t> service_index_;
};

}  // namespace

CompileResult CompileCatalog(std::string_view text) { return Compiler(text).Run(); }

}  // namespace rolelint::catalog

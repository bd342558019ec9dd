#ifndef ROLELINT_JSON_YAML_H_
#define ROLELINT_JSON_YAML_H_

// YAML into the same positioned trees as JSON (libyaml's event parser): places of all keys and
// values in bytes, duplicate keys reported. Plain scalars are typed by the core schema of YAML 1.2
// (so `yes`, `on` and `1_000` are strings); what is quoted is always a string. A key's text is its
// key, whatever type it would have as a value.
//
// With kTemplate aliases are followed: what the anchor names is there once more, at the anchor's
// place, and `<<` takes members over. CloudFormation's short forms become what they are short for:
// `!Sub x` is an object with the one member "Fn::Sub", whose key stands at the tag.
//
// Places: a block mapping or sequence runs from its first byte to the end of its last value; an
// absent value is a null with an empty span; a block scalar's span begins at its `|` or `>`.
// has_escapes() is true of every scalar whose text differs from the bytes of inner_span(): with
// escapes, folded lines, block style.

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/json/issue.h"
#include "analyzer/json/tree.h"
#include "analyzer/text/arena.h"

namespace rolelint::json {

enum class YamlUse : uint8_t { kPlain, kTemplate };

// What aliases may add to a file, in nodes: enough for any template, and a stop to ten anchors of
// ten aliases each (kTooDeep).
inline constexpr uint32_t kMaxAliasNodes = 1'000'000;

// Appends one tree for each document of `text` that has any content. False after a fatal issue: a
// syntax error (kSyntax, kTruncated for a text that ends inside a quoted string or bracket),
// nesting beyond kMaxDepth (kTooDeep), or a key that is no scalar (kSyntax); the trees before it
// are complete. A text without content is no error: true, and no tree. Other tags (kYamlTag), and
// aliases where they are not followed or name nothing (kYamlAlias), are passed over with an issue.
bool ReadYaml(std::string_view text, text::Arena* arena, std::vector<Tree>* trees,
              std::vector<Issue>* issues, YamlUse use = YamlUse::kPlain);

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_YAML_H_

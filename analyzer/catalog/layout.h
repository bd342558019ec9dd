#ifndef ROLELINT_CATALOG_LAYOUT_H_
#define ROLELINT_CATALOG_LAYOUT_H_

// The catalogue as one block of bytes: a header, then tables of fixed-size records that refer to
// one another by index, then all strings end to end. It is written by CompileCatalog, kept in the
// program or in memory, and read in place: no pointers, no parsing, no relocation. Numbers are in
// the byte order of the machine that wrote it; the block is never stored or exchanged as a file.

#include <cstdint>

namespace rolelint::catalog::layout {

inline constexpr char kMagic[8] = {'r', 'l', 'c', 'a', 't', '1', '\n', '\0'};

// A table: where it begins, in bytes from the block's start (a multiple of 8), and its records.
struct Table {
  uint32_t offset;
  uint32_t count;
};

// Part of the string table.
struct Text {
  uint32_t offset;
  uint32_t length;
};

// Part of another table.
struct Range {
  uint32_t begin;
  uint32_t count;
};

// By folded prefix. `actions` and `types` are ranges of those tables, each by folded name.
struct Service {
  Text prefix;
  Text name;
  Range actions;
  Range types;
  Range keys;  // of key_lists
  uint32_t supports_rcp;
};

struct Action {
  Text full_name;   // service prefix, colon, name
  Range keys;       // of key_lists
  Range resources;  // of action_resources
  Range dependent;  // of texts
  uint16_t service;
  uint8_t level;
  uint8_t unused;
};

struct ActionResource {
  uint32_t type;  // index of a resource type of the same service
  uint32_t required;
  Range keys;  // of key_lists
};

struct ResourceType {
  Text name;
  Range arns;  // of texts: pairs of the pattern as AWS writes it and its glob
  Range keys;  // of key_lists
  uint32_t service;
};

// By folded name, templates among them.
struct Key {
  Text name;
  Text glob;  // for a template: the folded `*`/`?` pattern of the keys it stands for; else empty
  uint8_t types;  // bit set by ValueType
  uint8_t primary;
  uint8_t multivalued;
  uint8_t global;
};

struct Header {
  char magic[8];
  uint32_t size;  // of the whole block, in bytes
  uint32_t unused;
  Text date;
  Text source;
  Text source_version;
  Table services;
  Table actions;
  Table action_resources;
  Table types;
  Table keys;
  Table templates;  // uint32_t: indices of the keys that are templates, in order
  Table key_lists;  // uint16_t: key indices; equal lists are stored once
  Table texts;      // Text
  Table strings;    // bytes
};

}  // namespace rolelint::catalog::layout

#endif  // ROLELINT_CATALOG_LAYOUT_H_

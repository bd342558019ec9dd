#ifndef ROLELINT_JSON_YAML_EVENTS_H_
#define ROLELINT_JSON_YAML_EVENTS_H_

// libyaml's events of a text, one after another; nothing outside analyzer/json includes this.

#include <yaml.h>

#include <string_view>

namespace rolelint::json {

class YamlEvents {
 public:
  explicit YamlEvents(std::string_view text) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~YamlEvents() {
    Drop();
    if (ready_) yaml_parser_delete(&parser_);
  }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // The next event, valid until the following call; null after an error.
  const yaml_event_t* Next() {
    Drop();
    held_ = ready_ && yaml_parser_parse(&parser_, &event_) != 0;
    return held_ ? &event_ : nullptr;
  }
  const yaml_parser_t& state() const { return parser_; }
  bool ready() const { return ready_; }

 private:
  void Drop() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }

  yaml_parser_t parser_;
  yaml_event_t event_;
  bool ready_ = false;
  bool held_ = false;
};

}  // namespace rolelint::json

#endif  // ROLELINT_JSON_YAML_EVENTS_H_

#include "analyzer/serve/json_rpc.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "analyzer/text/glob.h"

namespace rolelint::serve {
namespace {

constexpr size_t kMaxHeaderLine = 4096;

// The value of "Content-Length: N"; nullopt of any other header, and of what is no number.
std::optional<uint64_t> ContentLength(std::string_view line) {
  constexpr std::string_view kName = "Content-Length";
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !text::EqualsFolded(line.substr(0, colon), kName)) {
    return std::nullopt;
  }
  line.remove_prefix(colon + 1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  uint64_t length = 0;
  const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), length);
  if (problem != std::errc() || end != line.data() + line.size() || line.empty()) {
    return std::nullopt;
  }
  return length;
}

bool IsId(const JsonTree& id) { return id.is_string() || id.is_number(); }

// Nullopt, with half a sentence in `error`, if the tree is no message.
std::optional<RpcMessage> MessageOf(JsonTree tree, std::string* error) {
  if (!tree.is_object()) {
    *error = tree.is_array() ? "batches are not supported" : "a message is an object";
    return std::nullopt;
  }
  RpcMessage message;
  const JsonTree* id = Member(tree, "id");
  if (id != nullptr && IsId(*id)) message.id = *id;
  if (StringMember(tree, "jsonrpc") != "2.0") {
    *error = "\"jsonrpc\" is not \"2.0\"";
  } else if (id != nullptr && !IsId(*id) && !id->is_null()) {
    *error = "\"id\" is not a string or a number";
  }
  const auto method = tree.find("method");
  if (method == tree.end() && (tree.contains("result") || tree.contains("error"))) {
    message.kind = RpcMessage::Kind::kResponse;
    if (tree.contains("result")) message.params = std::move(tree["result"]);
    return message;
  }
  if (error->empty() && (method == tree.end() || !method->is_string())) {
    *error = "\"method\" is missing";
  }
  if (id == nullptr || id->is_null()) message.kind = RpcMessage::Kind::kNotification;
  if (method != tree.end() && method->is_string()) message.method = method->get<std::string>();
  if (tree.contains("params")) message.params = std::move(tree["params"]);
  return message;
}

}  // namespace

std::optional<std::string> RpcChannel::ReadLine(std::string* error) {
  std::string line;
  for (;;) {
    bool cut = false;
    if (!pipe_.ReadLine(kMaxMessageBytes, &line, &cut)) return std::nullopt;
    if (cut) {
      *error = fmt::format("a message is longer than {} bytes", kMaxMessageBytes);
      return std::nullopt;
    }
    if (line.find_first_not_of(" \t") != std::string::npos) return line;
  }
}

std::optional<std::string> RpcChannel::ReadWithHeaders(std::string* error) {
  std::optional<uint64_t> length;
  std::string line;
  for (bool any = false;;) {
    bool cut = false;
    if (!pipe_.ReadLine(kMaxHeaderLine, &line, &cut)) return std::nullopt;
    if (line.empty()) {
      if (any) break;
      continue;
    }
    any = true;
    if (const std::optional<uint64_t> given = ContentLength(line)) length = given;
  }
  if (!length) {
    *error = "a message has no Content-Length";
    return std::nullopt;
  }
  if (*length > kMaxMessageBytes) {
    *error = fmt::format("a message is longer than {} bytes", kMaxMessageBytes);
    if (!pipe_.Skip(*length)) error->clear();
    return std::nullopt;
  }
  std::string text;
  if (!pipe_.ReadExactly(*length, &text)) return std::nullopt;
  return text;
}

std::optional<std::string> RpcChannel::Read(std::string* error) {
  error->clear();
  return framing_ == Framing::kHeaders ? ReadWithHeaders(error) : ReadLine(error);
}

void RpcChannel::Write(const JsonTree& message) {
  const std::string text = JsonText(message);
  if (framing_ == Framing::kHeaders) {
    out_ << "Content-Length: " << text.size() << "\r\n\r\n" << text;
  } else {
    out_ << text << '\n';
  }
  out_.flush();
}

void RpcChannel::Notify(std::string_view method, JsonTree params) {
  JsonTree message = {{"jsonrpc", "2.0"}, {"method", method}};
  message["params"] = std::move(params);
  Write(message);
}

void RpcChannel::Request(const JsonTree& id, std::string_view method, JsonTree params) {
  JsonTree message = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  Write(message);
}

void RpcChannel::Answer(const JsonTree& id, RpcResult result) {
  JsonTree message = {{"jsonrpc", "2.0"}, {"id", id}};
  if (auto* error = std::get_if<RpcError>(&result)) {
    message["error"] = {{"code", error->code}, {"message", error->message}};
  } else {
    message["result"] = std::move(std::get<JsonTree>(result));
  }
  Write(message);
}

void ServeMessages(RpcChannel* channel, const std::function<bool(RpcMessage)>& handle) {
  while (channel->fine()) {
    std::string error;
    const std::optional<std::string> text = channel->Read(&error);
    if (!text) {
      if (error.empty()) return;
      channel->Answer(nullptr, RpcError{RpcError::kInvalidRequest, error});
      continue;
    }
    std::optional<JsonTree> tree = ParseJson(*text, &error);
    if (!tree) {
      channel->Answer(nullptr, RpcError{RpcError::kParse, "the message cannot be read: " + error});
      continue;
    }
    std::optional<RpcMessage> message = MessageOf(*std::move(tree), &error);
    if (!error.empty()) {
      const JsonTree id = message ? message->id : JsonTree();
      channel->Answer(id, RpcError{RpcError::kInvalidRequest, error});
    } else if (!handle(*std::move(message))) {
      return;
    }
  }
}

}  // namespace rolelint::serve

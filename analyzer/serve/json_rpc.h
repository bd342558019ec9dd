#ifndef ROLELINT_SERVE_JSON_RPC_H_
#define ROLELINT_SERVE_JSON_RPC_H_

// JSON-RPC 2.0 over a pair of pipes, as the language server (with Content-Length headers) and the
// Model Context Protocol (a message a line) use it. Whatever comes, the next message is read: what
// cannot be read is answered with an error.

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>

#include "analyzer/serve/input_pipe.h"
#include "analyzer/serve/json_text.h"

namespace rolelint::serve {

inline constexpr size_t kMaxMessageBytes = size_t{64} << 20;

struct RpcError {
  static constexpr int kParse = -32700;
  static constexpr int kInvalidRequest = -32600;
  static constexpr int kNoMethod = -32601;
  static constexpr int kInvalidParams = -32602;
  static constexpr int kInternal = -32603;

  int code = kInternal;
  std::string message;
};
using RpcResult = std::variant<JsonTree, RpcError>;

enum class Framing : uint8_t { kHeaders, kLines };

class RpcChannel {
 public:
  RpcChannel(Framing framing, int descriptor, std::ostream& out)
      : framing_(framing), pipe_(descriptor), out_(out) {}

  // Nullopt with `error` "" at the end of the input, else at what is no message.
  std::optional<std::string> Read(std::string* error);
  bool HasMore() const { return pipe_.HasMore(); }

  void Notify(std::string_view method, JsonTree params);
  void Request(const JsonTree& id, std::string_view method, JsonTree params);
  void Answer(const JsonTree& id, RpcResult result);
  bool fine() const { return static_cast<bool>(out_); }

 private:
  std::optional<std::string> ReadWithHeaders(std::string* error);
  std::optional<std::string> ReadLine(std::string* error);
  void Write(const JsonTree& message);

  Framing framing_;
  InputPipe pipe_;
  std::ostream& out_;
};

// A message that was read.
struct RpcMessage {
  enum class Kind : uint8_t { kRequest, kNotification, kResponse };
  Kind kind = Kind::kRequest;
  JsonTree id;  // null of a notification
  std::string method;
  JsonTree params;  // null if there are none; of a response its result, null if it is an error
};

// Reads one message after the other until the input ends or `handle` returns false; what is no
// message is answered here.
void ServeMessages(RpcChannel* channel, const std::function<bool(RpcMessage)>& handle);

}  // namespace rolelint::serve

#endif  // ROLELINT_SERVE_JSON_RPC_H_

// Requests in the form of `simulate --cases`: read from a model, and asked for as a formula.

#include <fmt/format.h>

#include "tests/oracle/reading.h"
#include "tests/oracle/values.h"
#include "tests/oracle/z3_request.h"

namespace rolelint::oracle {
namespace {

using nlohmann::json;

bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A rational that Z3 writes as `a/b`, as a decimal; only where it has an end.
std::string Decimal(const std::string& numerator, const std::string& denominator) {
  long double n = std::stold(numerator), d = std::stold(denominator);
  long long scale = 1;
  for (int digits = 0; digits < 9; ++digits, scale *= 10) {
    if (scale % static_cast<long long>(d) != 0) continue;
    auto whole = static_cast<long long>(n) * (scale / static_cast<long long>(d));
    std::string text = std::to_string(whole < 0 ? -whole : whole);
    while (static_cast<int>(text.size()) <= digits) text.insert(0, "0");
    if (digits > 0) text.insert(text.size() - digits, ".");
    return whole < 0 ? "-" + text : text;
  }
  throw NotEncodable("the model has a number without an end");
}

// Cuts an ARN's text into its six segments; empty if it is none.
std::vector<std::string> Segments(std::string_view arn) {
  std::vector<std::string> parts;
  while (parts.size() < 5) {
    size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    parts.emplace_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.emplace_back(arn);
  return parts;
}

}  // namespace

json Request::Read(const z3::model& model) const {
  auto text = [&](const z3::expr& e) { return texts_.Read(model, e); };
  json request;
  request["action"] = text(service_) + ":" + text(action_name_);
  std::string account;
  if (model.eval(resource_is_star_, true).is_true()) {
    request["resource"] = "*";
  } else {
    std::string arn = "arn";
    for (const z3::expr& part : resource_parts_) arn += ":" + text(part);
    account = text(resource_parts_[3]);
    request["resource"] = arn;
  }
  if (resource_account_used_) {
    request["resource_account"] = text(resource_account_);
  } else if (IsAccount(account)) {
    request["resource_account"] = account;
  }
  request["principal"] = ReadPrincipal(model);
  json context = json::object();
  // The role of a session has a path that the session's ARN lacks.
  if (principal_used_ && model.eval(PrincipalIs(kSession), true).is_true()) {
    context["aws:PrincipalArn"] = text(Joined(PrincipalArn()));
  }
  for (const auto& [name, key] : keys_) {
    if (key.derived || !model.eval(key.present(), true).is_true()) continue;
    if (!key.is_list || !model.eval(*key.is_list, true).is_true()) {
      context[key.spelled] = ReadElement(model, key, key.elements[0]);
      continue;
    }
    json values = json::array();
    for (const Element& element : key.elements) {
      if (model.eval(element.here, true).is_true()) {
        values.push_back(ReadElement(model, key, element));
      }
    }
    context[key.spelled] = values;
  }
  request["context"] = context;
  return request;
}

json Request::ReadPrincipal(const z3::model& model) const {
  auto text = [&](const z3::expr& e) { return texts_.Read(model, e); };
  if (!principal_used_) {
    bool user = model.eval(PrincipalIs(kUser), true).is_true();
    return user ? "arn:aws:iam::111122223333:user/someone"
                : "arn:aws:sts::111122223333:assumed-role/some/session";
  }
  int64_t kind = 0;
  if (!model.eval(principal_kind_, true).is_numeral_i64(kind)) {
    throw NotEncodable("the model has no principal");
  }
  if (kind == kAnonymous) return "anonymous";
  if (kind == kService) return {{"service", text(entity_)}};
  if (kind == kProvider) return {{"federated", text(entity_)}};
  std::string partition = text(partition_), account = text(account_);
  std::string iam = "arn:" + partition + ":iam::" + account + ":";
  std::string sts = "arn:" + partition + ":sts::" + account + ":";
  if (kind == kRoot) return iam + "root";
  if (kind == kUser) return iam + "user/" + text(full_name_);
  if (kind == kFederatedUser) return sts + "federated-user/" + text(full_name_);
  std::string role = text(full_name_);
  return sts + "assumed-role/" + role.substr(role.rfind('/') + 1) + "/" +
         (session_used_ ? text(session_) : "session");
}

std::string Request::ReadElement(const z3::model& model, const Key& key,
                                 const Element& element) const {
  bool typed = key.kind != ValueKind::kText && key.kind != ValueKind::kBool;
  if (typed && !model.eval(element.valid, true).is_true()) return "none";
  switch (key.kind) {
    case ValueKind::kText:
    case ValueKind::kBool:
      return texts_.Read(model, element.text);
    case ValueKind::kNumber: {
      z3::expr value = model.eval(element.number, true);
      return Decimal(value.numerator().to_string() == value.to_string()
                         ? value.get_decimal_string(0)
                         : Z3_get_numeral_string(c_, value.numerator()),
                     Z3_get_numeral_string(c_, value.denominator()));
    }
    case ValueKind::kDate:
    case ValueKind::kEpoch: {
      int64_t seconds = 0;
      model.eval(element.date, true).is_numeral_i64(seconds);
      return key.kind == ValueKind::kDate ? FormatDate(seconds) : std::to_string(seconds);
    }
    case ValueKind::kIp: {
      AddressRange address;
      address.v6 = model.eval(element.is_v6, true).is_true();
      z3::expr bits = address.v6 ? element.v6 : element.v4;
      int bytes = address.v6 ? 16 : 4;
      for (int i = 0; i < bytes; ++i) {
        unsigned high = static_cast<unsigned>(8 * (bytes - i) - 1);
        uint64_t byte = 0;
        model.eval(bits.extract(high, high - 7), true).is_numeral_u64(byte);
        address.bytes[static_cast<size_t>(i)] = static_cast<uint8_t>(byte);
      }
      return FormatAddress(address);
    }
  }
  return {};
}

z3::expr Request::Is(const json& request) {
  z3::expr result = c_.bool_val(true);
  auto equal = [&](const z3::expr& unknown, std::string_view value) {
    result = result && unknown == texts_.Literal(value);
  };
  std::string action = LowerAscii(request.at("action").get<std::string>());
  size_t colon = action.find(':');
  equal(service_, action.substr(0, colon));
  equal(action_name_, colon == std::string::npos ? "" : action.substr(colon + 1));
  std::string resource = request.at("resource").get<std::string>();
  std::vector<std::string> parts = Segments(resource);
  result = result && (resource == "*" ? resource_is_star_ : !resource_is_star_);
  if (resource != "*") {
    if (parts.empty() || parts[0] != "arn") throw NotEncodable("a resource that is no ARN");
    for (size_t i = 1; i < 6; ++i) equal(resource_parts_[i - 1], parts[i]);
  }
  std::string owner = request.value("resource_account", "");
  if (!owner.empty()) equal(resource_account_, owner);

  const json context = request.value("context", json::object());
  std::map<std::string, json> given;
  for (const auto& [name, value] : context.items()) given[LowerAscii(name)] = value;
  json arn = given.count("aws:principalarn") != 0 ? given["aws:principalarn"] : json("");
  if (principal_used_) {
    result = result && PrincipalEquals(request.at("principal"),
                                       arn.is_string() ? arn.get<std::string>() : "");
  }
  for (const auto& [name, key] : keys_) {
    if (key.derived) continue;
    auto found = given.find(name);
    bool empty = found != given.end() && found->second.is_array() && found->second.empty();
    result =
        result && (found == given.end() || empty ? !key.present() : KeyEquals(key, found->second));
  }
  return result;
}

z3::expr Request::PrincipalEquals(const json& principal, const std::string& role) const {
  auto text = [&](const std::string& value) { return texts_.Literal(value); };
  if (principal == "anonymous" || principal == "*") return PrincipalIs(kAnonymous);
  if (principal.is_object()) {
    bool service = principal.contains("service");
    std::string entity = principal.begin()->get<std::string>();
    return PrincipalIs(service ? kService : kProvider) && entity_ == text(entity);
  }
  std::vector<std::string> parts = Segments(principal.get<std::string>());
  if (parts.empty()) throw NotEncodable("a principal that is no ARN");
  z3::expr result = partition_ == text(parts[1]) && account_ == text(parts[4]);
  std::string rest = parts[5];
  auto named = [&](const std::string& full) { return full_name_ == text(full); };
  if (rest == "root") return result && PrincipalIs(kRoot);
  if (TakePrefix(&rest, "user/")) return result && PrincipalIs(kUser) && named(rest);
  if (TakePrefix(&rest, "federated-user/")) {
    return result && PrincipalIs(kFederatedUser) && named(rest);
  }
  if (TakePrefix(&rest, "role/")) return result && PrincipalIs(kSession) && named(rest);
  if (!TakePrefix(&rest, "assumed-role/")) throw NotEncodable("a principal of an unknown kind");
  size_t slash = rest.find('/');
  if (slash == std::string::npos) throw NotEncodable("a session without its name");
  std::string full = rest.substr(0, slash);
  std::vector<std::string> role_parts = Segments(role);
  if (!role_parts.empty() && TakePrefix(&role_parts[5], "role/")) full = role_parts[5];
  result = result && PrincipalIs(kSession) && named(full);
  return session_used_ ? result && session_ == text(rest.substr(slash + 1)) : result;
}

z3::expr Request::KeyEquals(const Key& key, const json& value) const {
  auto spelled = [](const json& v) { return v.is_string() ? v.get<std::string>() : v.dump(); };
  z3::expr result = key.present();
  if (!value.is_array()) {
    if (key.is_list) result = result && !*key.is_list;
    return result && ElementEquals(key, key.elements[0], spelled(value));
  }
  if (!key.is_list) {
    if (value.size() == 1) return result && ElementEquals(key, key.elements[0], spelled(value[0]));
    throw NotEncodable("several values of a key that has one");
  }
  result = result && *key.is_list;
  // More values than elements are more than the formula speaks of.
  if (value.size() > key.elements.size()) throw NotEncodable("a list longer than the oracle's");
  for (size_t i = 0; i < key.elements.size(); ++i) {
    const Element& element = key.elements[i];
    result =
        result && (i < value.size() ? element.here && ElementEquals(key, element, spelled(value[i]))
                                    : !element.here);
  }
  return result;
}

z3::expr Request::ElementEquals(const Key& key, const Element& element,
                                const std::string& value) const {
  switch (key.kind) {
    case ValueKind::kBool:
      return element.text == texts_.Literal(LowerAscii(value));
    case ValueKind::kText:
      return element.text == texts_.Literal(value);
    case ValueKind::kNumber: {
      std::optional<std::string> number = ParseDecimal(value);
      return number ? element.valid && element.number == c_.real_val(number->c_str())
                    : !element.valid;
    }
    case ValueKind::kDate:
    case ValueKind::kEpoch: {
      std::optional<int64_t> date = ParseDate(value);
      return date ? element.valid && element.date == c_.int_val(*date) : !element.valid;
    }
    case ValueKind::kIp: {
      std::optional<AddressRange> range = ParseAddressRange(value);
      if (!range) return !element.valid;
      z3::expr result = element.valid && element.is_v6 == c_.bool_val(range->v6);
      size_t bytes = range->v6 ? 16 : 4;
      const z3::expr& bits = range->v6 ? element.v6 : element.v4;
      for (size_t i = 0; i < bytes; ++i) {
        auto high = static_cast<unsigned>(8 * (bytes - i) - 1);
        result = result && bits.extract(high, high - 7) == c_.bv_val(range->bytes[i], 8);
      }
      return result;
    }
  }
  return c_.bool_val(false);
}

}  // namespace rolelint::oracle

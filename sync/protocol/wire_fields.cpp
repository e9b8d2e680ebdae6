#include "sync/protocol/wire_fields.h"

#include "sync/base/core/ids.h"
#include "sync/protocol/limits.h"

namespace afterword {

crypto::Key32 key_field(json::Fields& fields, std::string_view name) {
  const Bytes bytes = bytes_field(fields, name, 32, 32);
  return crypto::fixed<32>(bytes).value_or(crypto::Key32{});
}

Bytes bytes_field(json::Fields& fields, std::string_view name, std::size_t bytes_max,
                  std::size_t length) {
  const auto text = fields.text(
      name, {.required = true, .bytes_max = bytes_max * 4 / 3 + 4, .may_be_empty = length == 0});
  if (!text) return {};
  auto bytes = from_base64url(*text);
  if (!bytes) {
    fields.problem(name, "is no base64url without padding", "write the bytes as base64url");
    return {};
  }
  if (length != 0 && bytes->size() != length) {
    fields.problem(name, fmt::format("holds {} bytes, not {}", bytes->size(), length),
                   fmt::format("give {} bytes", length));
    return {};
  }
  return std::move(*bytes);
}

std::int64_t number_field(json::Fields& fields, std::string_view name, std::int64_t least) {
  return fields.integer(name, {.required = true, .least = least, .most = kNumberMax})
      .value_or(least);
}

int version_field(json::Fields& fields, std::string_view name) {
  return static_cast<int>(
      fields.integer(name, {.required = true, .least = 1, .most = 2'147'483'647}).value_or(1));
}

std::string id_field(json::Fields& fields, std::string_view name) {
  auto text = fields.text(name, {.required = true, .bytes_max = kIdBytesMax});
  if (!text) return {};
  if (!is_id(*text)) {
    fields.problem(name, "is no id", "ids are a-z, 0-9, _ and -, beginning with a letter");
    return {};
  }
  return std::move(*text);
}

std::string text_field(json::Fields& fields, std::string_view name, std::size_t bytes_max,
                       bool may_be_empty) {
  return fields.text(name, {.required = true, .bytes_max = bytes_max, .may_be_empty = may_be_empty})
      .value_or("");
}

json::Value formats_to_json(const std::vector<int>& definition, const std::vector<int>& response) {
  const auto numbers = [](const std::vector<int>& list) {
    json::Array out;
    for (const int number : list) out.emplace_back(number);
    return out;
  };
  return json::object({{"definition", numbers(definition)}, {"response", numbers(response)}});
}

std::vector<int> formats_field(json::Fields& fields, std::string_view name) {
  std::vector<int> out;
  const json::Array* list = fields.list(name, true, 100);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& value = (*list)[i];
    if (value.is_integer() && value.as_integer() >= 1 && value.as_integer() <= 1'000'000)
      out.push_back(static_cast<int>(value.as_integer()));
    else
      fields.problem(name, "holds something that is no format's number", "write [1]");
  }
  return out;
}

}  // namespace afterword

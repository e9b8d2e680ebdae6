#include "sync/collector/storage/sqlite/rows.h"

#include "sync/base/json/value.h"

namespace afterword::collector {
namespace {

json::Value numbers(const std::vector<int>& values) {
  json::Array out;
  for (const int value : values) out.emplace_back(value);
  return out;
}

Result<std::vector<int>> numbers_in(const json::Value& object, std::string_view name) {
  std::vector<int> out;
  const json::Value* const list = object.find(name);
  if (list == nullptr || !list->is_array())
    return fail(Failure::corrupt, "a device's formats cannot be read");
  for (const json::Value& value : list->as_array())
    if (value.is_integer()) out.push_back(static_cast<int>(value.as_integer()));
  return out;
}

}  // namespace

std::string words_as_json(const std::vector<std::string>& words) {
  json::Array out;
  for (const std::string& word : words) out.emplace_back(word);
  return json::dump(out);
}

Result<std::vector<std::string>> words_from_json(std::string_view text) {
  AFTERWORD_ASSIGN(const json::Value list, json::parse(text));
  if (!list.is_array()) return fail(Failure::corrupt, "a stored list cannot be read");
  std::vector<std::string> out;
  for (const json::Value& value : list.as_array()) {
    if (!value.is_string()) return fail(Failure::corrupt, "a stored list cannot be read");
    out.push_back(value.as_string());
  }
  return out;
}

std::string formats_as_json(const Device& device) {
  return json::dump(json::object({{"definition", numbers(device.definition_formats)},
                                  {"response", numbers(device.response_formats)}}));
}

Result<> formats_from_json(std::string_view text, Device& device) {
  AFTERWORD_ASSIGN(const json::Value value, json::parse(text));
  AFTERWORD_ASSIGN(device.definition_formats, numbers_in(value, "definition"));
  AFTERWORD_ASSIGN(device.response_formats, numbers_in(value, "response"));
  return {};
}

std::string boots_as_json(const std::vector<DeviceBoot>& boots) {
  json::Array out;
  for (const DeviceBoot& boot : boots)
    out.push_back(json::object({{"name", boot.name}, {"since", boot.since}}));
  return json::dump(out);
}

Result<std::vector<DeviceBoot>> boots_from_json(std::string_view text) {
  AFTERWORD_ASSIGN(const json::Value list, json::parse(text));
  const auto unread = [] { return fail(Failure::corrupt, "a device's starts cannot be read"); };
  if (!list.is_array()) return unread();
  std::vector<DeviceBoot> out;
  for (const json::Value& value : list.as_array()) {
    const json::Value* const name = value.find("name");
    const json::Value* const since = value.find("since");
    if (name == nullptr || !name->is_string() || since == nullptr || !since->is_integer())
      return unread();
    out.push_back({name->as_string(), since->as_integer()});
  }
  return out;
}

}  // namespace afterword::collector

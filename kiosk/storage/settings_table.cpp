#include "kiosk/storage/settings_table.h"

#include <algorithm>
#include <charconv>

namespace afterword::kiosk {
namespace {

std::optional<std::int64_t> parse(const std::string& text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace

Result<std::optional<std::string>> SettingsTable::get(std::string_view name) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT value FROM setting WHERE name = ?1"));
  AFTERWORD_ASSIGN(const bool found, row.bind(1, name).step());
  if (!found) return std::optional<std::string>();
  return std::optional<std::string>(as_text(row.bytes_view(0)));
}

Result<> SettingsTable::set(std::string_view name, std::string_view value) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("INSERT INTO setting (name, value) VALUES (?1, ?2) "
                               "ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
  return row.bind_all(name, as_bytes(value)).run();
}

Result<> SettingsTable::remove(std::string_view name) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("DELETE FROM setting WHERE name = ?1"));
  return row.bind_all(name).run();
}

Result<std::optional<std::int64_t>> SettingsTable::number(std::string_view name) {
  AFTERWORD_ASSIGN(const auto text, get(name));
  if (!text) return std::optional<std::int64_t>();
  const auto value = parse(*text);
  if (!value)
    return fail(Failure::corrupt, "the setting " + std::string(name) + " is not a number",
                db_.path());
  return value;
}

Result<std::int64_t> SettingsTable::reserve_counters(std::int64_t count, std::int64_t least) {
  AFTERWORD_ASSIGN(const auto text, get(kCounterReserved));
  const std::int64_t reserved = text ? parse(*text).value_or(0) : 0;
  const std::int64_t first = std::max(reserved + 1, least);
  AFTERWORD_TRY(set(kCounterReserved, std::to_string(first + count - 1)));
  return first;
}

}  // namespace afterword::kiosk

#include "kiosk/ui/strings.h"

#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/core/utf8.h"
#include "sync/base/json/value.h"

namespace afterword::kiosk {

// One text, or its plural forms; `other` is the text itself where there are none.
struct StringEntry {
  std::string other;
  std::map<std::string, std::string, std::less<>> forms;
};
struct StringTable {
  std::string language;
  std::map<std::string, StringEntry, std::less<>> entries;
};

namespace {

constexpr std::string_view kEnglish = "en";
constexpr std::size_t kFileBytesMax = 1U << 20U;

// "zh-Hans-CN" -> "zh-Hans" -> "zh" -> "".
std::string_view shorter(std::string_view tag) {
  const std::size_t dash = tag.rfind('-');
  return dash == std::string_view::npos ? std::string_view{} : tag.substr(0, dash);
}

std::string with(std::string_view text, std::string_view name, std::string_view value) {
  const std::string mark = fmt::format("{{{}}}", name);
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(mark, at);
    out += text.substr(at, found == std::string_view::npos ? found : found - at);
    if (found == std::string_view::npos) return out;
    out += value;
    at = found + mark.size();
  }
}

// Reads one entry; what is wrong with it goes to `wrong`.
StringEntry read_entry(std::string_view language, const json::Member& member,
                       std::vector<std::string>& wrong) {
  StringEntry entry;
  const auto complain = [&](std::string_view what) {
    wrong.push_back(fmt::format("{}.json /{}: {}", language, member.first, what));
  };
  if (member.second.is_string()) {
    entry.other = member.second.as_string();
    if (entry.other.empty()) complain("the text is empty");
    return entry;
  }
  if (!member.second.is_object()) {
    complain("must be a text, or an object of plural forms");
    return entry;
  }
  const std::vector<std::string_view> expected = plural_forms(language);
  for (const json::Member& form : member.second.as_object()) {
    const bool known = std::find(expected.begin(), expected.end(), form.first) != expected.end();
    if (!known) complain(fmt::format("this language has no plural form \"{}\"", form.first));
    if (!form.second.is_string() || form.second.as_string().empty()) {
      complain(fmt::format("the form \"{}\" must be a text", form.first));
      continue;
    }
    entry.forms[form.first] = form.second.as_string();
  }
  for (const std::string_view form : expected) {
    if (entry.forms.count(form) == 0) complain(fmt::format("the form \"{}\" is missing", form));
  }
  entry.other = entry.forms["other"];
  return entry;
}

std::shared_ptr<const StringTable> read_table(const std::string& language, const std::string& text,
                                              std::vector<std::string>& wrong) {
  auto table = std::make_shared<StringTable>();
  table->language = language;
  const Result<json::Value> value = json::parse(text);
  if (!value) {
    wrong.push_back(fmt::format("{}.json: {}", language, value.error().text()));
  } else if (!value->is_object()) {
    wrong.push_back(fmt::format("{}.json: must be an object of texts", language));
  } else {
    for (const json::Member& member : value->as_object()) {
      table->entries[member.first] = read_entry(language, member, wrong);
    }
  }
  return table;
}

}  // namespace

Result<AllStrings> AllStrings::read(const std::map<std::string, std::string>& json_by_language) {
  AllStrings all;
  std::vector<std::string> wrong;
  for (const auto& [language, text] : json_by_language) {
    all.tables_[language] = read_table(language, text, wrong);
  }
  if (all.tables_.count(kEnglish) == 0) wrong.emplace_back("en.json is missing");
  if (!wrong.empty()) {
    return fail(Failure::invalid, fmt::format("{}", fmt::join(wrong, "; ")), "interface words",
                "correct the files in assets/strings");
  }
  return all;
}

Result<AllStrings> AllStrings::load(const std::string& folder) {
  std::error_code error;
  std::map<std::string, std::string> texts;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& file = entry->path();
    if (file.extension() != ".json") continue;
    AFTERWORD_ASSIGN(std::string text, read_file(file.string(), kFileBytesMax));
    texts[file.stem().string()] = std::move(text);
  }
  if (error) {
    return fail(Failure::not_found, "the interface's words cannot be read: " + error.message(),
                folder, "point the program at its assets folder");
  }
  return read(texts);
}

Strings AllStrings::in(std::string_view language) const {
  Strings strings;
  strings.language_ = std::string(language);
  const auto add = [&](std::string_view tag) {
    const auto found = tables_.find(tag);
    if (found == tables_.end()) return;
    const auto& have = strings.tables_;
    if (std::find(have.begin(), have.end(), found->second) == have.end()) {
      strings.tables_.push_back(found->second);
    }
  };
  for (std::string_view tag = language; !tag.empty(); tag = shorter(tag)) add(tag);
  add(kEnglish);
  return strings;
}

std::vector<std::string> AllStrings::languages() const {
  std::vector<std::string> out;
  for (const auto& [language, table] : tables_) out.push_back(language);
  return out;
}

std::vector<std::string> AllStrings::keys(std::string_view language) const {
  std::vector<std::string> out;
  const auto found = tables_.find(language);
  if (found == tables_.end()) return out;
  for (const auto& [key, entry] : found->second->entries) out.push_back(key);
  return out;
}

Strings::Found Strings::find(std::string_view key) const {
  for (const std::shared_ptr<const StringTable>& table : tables_) {
    const auto found = table->entries.find(key);
    if (found != table->entries.end()) return {table.get(), &found->second};
  }
  return {};
}

std::string Strings::get(std::string_view key) const {
  const Found found = find(key);
  return found.entry != nullptr ? found.entry->other : std::string(key);
}

std::string Strings::get(std::string_view key, Fillings fillings) const {
  std::string text = get(key);
  for (const Filling& filling : fillings) text = with(text, filling.first, filling.second);
  return text;
}

std::string Strings::count(std::string_view key, std::int64_t n, Fillings fillings) const {
  const Found found = find(key);
  if (found.entry == nullptr) return std::string(key);
  const auto form = found.entry->forms.find(plural_form(found.table->language, n));
  std::string text = form != found.entry->forms.end() ? form->second : found.entry->other;
  text = with(text, "n", number(n));
  for (const Filling& filling : fillings) text = with(text, filling.first, filling.second);
  return text;
}

std::string Strings::number(std::int64_t n) const { return digits(fmt::format("{}", n)); }

std::string Strings::digits(std::string_view text) const {
  if (language_ != "ar" && !language_.starts_with("ar-")) return std::string(text);
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      append_utf8(out, U'\u0660' + static_cast<char32_t>(c - '0'));
    } else {
      out += c;
    }
  }
  return out;
}

bool Strings::right_to_left() const { return is_right_to_left(language_); }

}  // namespace afterword::kiosk

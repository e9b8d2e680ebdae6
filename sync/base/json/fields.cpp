#include "sync/base/json/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/ids.h"

namespace afterword::json {

std::string pointer(std::string_view base, std::string_view name) {
  std::string out(base);
  out += '/';
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}
std::string pointer(std::string_view base, std::size_t index) {
  return fmt::format("{}/{}", base, index);
}

Fields::Fields(const Value& value, std::string where, Problems& problems)
    : where_(std::move(where)), problems_(problems) {
  if (value.is_object()) {
    object_ = &value;
  } else {
    problems_.push_back({where_, "must be an object", "write { ... } here"});
  }
}

const Value* Fields::look(std::string_view name, bool required, Kind kind,
                          std::string_view kind_words) {
  known_.emplace_back(name);
  const Value* value = object_ == nullptr ? nullptr : object_->find(name);
  if (value == nullptr) {
    if (required && object_ != nullptr)
      problem(name, "is missing", fmt::format("add \"{}\": {}", name, kind_words));
    return nullptr;
  }
  const bool fits = value->kind() == kind || (kind == Kind::number && value->is_integer());
  if (!fits) {
    problem(name, fmt::format("must be {}", kind_words), fmt::format("write {} here", kind_words));
    return nullptr;
  }
  return value;
}

std::optional<std::string> Fields::text(std::string_view name, TextRule rule) {
  const Value* value = look(name, rule.required, Kind::string, "a text in quotes");
  if (value == nullptr) return std::nullopt;
  const std::string& text = value->as_string();
  if (text.size() > rule.bytes_max) {
    problem(name,
            fmt::format("is {} bytes long; at most {} are allowed", text.size(), rule.bytes_max),
            "shorten it");
    return std::nullopt;
  }
  if (text.empty() && !rule.may_be_empty) {
    problem(name, "is empty", "give it a value or leave the field out");
    return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> Fields::integer(std::string_view name, IntegerRule rule) {
  const Value* value = look(name, rule.required, Kind::integer, "a whole number");
  if (value == nullptr) return std::nullopt;
  const std::int64_t number = value->as_integer();
  if (number < rule.least || number > rule.most) {
    problem(name, fmt::format("is {}; it must be from {} to {}", number, rule.least, rule.most),
            "choose a number in that range");
    return std::nullopt;
  }
  return number;
}

std::optional<double> Fields::number(std::string_view name, bool required) {
  const Value* value = look(name, required, Kind::number, "a number");
  return value == nullptr ? std::nullopt : std::optional<double>(value->as_number());
}
std::optional<bool> Fields::boolean(std::string_view name, bool required) {
  const Value* value = look(name, required, Kind::boolean, "true or false");
  return value == nullptr ? std::nullopt : std::optional<bool>(value->as_bool());
}
const Value* Fields::any(std::string_view name, bool required) {
  known_.emplace_back(name);
  const Value* value = object_ == nullptr ? nullptr : object_->find(name);
  if (value == nullptr && required && object_ != nullptr)
    problem(name, "is missing", fmt::format("add \"{}\"", name));
  return value;
}
const Array* Fields::list(std::string_view name, bool required, std::size_t count_max) {
  const Value* value = look(name, required, Kind::array, "a list [ ... ]");
  if (value == nullptr) return nullptr;
  if (value->as_array().size() > count_max) {
    problem(
        name,
        fmt::format("has {} entries; at most {} are allowed", value->as_array().size(), count_max),
        "take some out");
    return nullptr;
  }
  return &value->as_array();
}
const Value* Fields::object(std::string_view name, bool required) {
  return look(name, required, Kind::object, "an object { ... }");
}

bool Fields::has(std::string_view name) const {
  return object_ != nullptr && object_->find(name) != nullptr;
}

void Fields::problem(std::string_view name, std::string message, std::string remedy) {
  problems_.push_back({where(name), std::move(message), std::move(remedy)});
}

void Fields::finish(Unknown unknown) {
  if (object_ == nullptr || unknown == Unknown::ignore) return;
  for (const Member& member : object_->as_object()) {
    const std::string& name = member.first;
    if (name.starts_with("x_") || std::find(known_.begin(), known_.end(), name) != known_.end())
      continue;
    const std::string near = nearest(name, known_);
    problem(name, "is not a known field",
            near.empty() ? "remove it, or begin its name with x_ to keep a note of your own"
                         : fmt::format("did you mean \"{}\"?", near));
  }
}

Error to_error(const Problems& problems, std::string where) {
  std::string what;
  for (const Trouble& trouble : problems) {
    if (!what.empty()) what += "; ";
    what += fmt::format("{}: {}", trouble.where.empty() ? "/" : trouble.where, trouble.message);
  }
  return {Failure::invalid, std::move(what), std::move(where),
          problems.empty() ? "" : problems.front().remedy};
}

}  // namespace afterword::json

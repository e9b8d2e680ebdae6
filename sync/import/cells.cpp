#include "sync/import/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"
#include "sync/redact/redact.h"

namespace afterword::import_rows {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_listed(const std::vector<std::string>& list, std::string_view cell) {
  return std::find(list.begin(), list.end(), cell) != list.end();
}

// "5" and "5.0" are 5.
std::optional<std::int64_t> whole_number(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    const std::string_view after = text.substr(point + 1);
    if (after.empty() || after.find_first_not_of('0') != std::string_view::npos)
      return std::nullopt;
    text = text.substr(0, point);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> yes_or_no(std::string_view text) {
  const std::string word = lowered(text);
  if (word == "yes" || word == "true") return true;
  if (word == "no" || word == "false") return false;
  return std::nullopt;
}

std::string option_trouble(const Question& question, std::string_view text) {
  std::vector<std::string> known;
  for (const Option& option : question.options) known.push_back(option.id);
  const std::string near = nearest(text, known);
  return fmt::format("is no option of \"{}\" ({}); add it to the map's \"values\"{}", question.id,
                     fmt::join(known, ", "),
                     near.empty() ? "" : fmt::format(", or did you mean \"{}\"?", near));
}

void answer(CellAnswer& out, AnswerValue value) {
  out.answer.state = AnswerState::answered;
  out.answer.value = std::move(value);
}

void read_scale(const Question& question, CellAnswer& out) {
  const ScaleRange range = range_of(question.scale);
  const auto step = whole_number(out.at.text);
  if (step && *step >= range.least && *step <= range.most) return answer(out, *step);
  out.trouble = fmt::format(
      "is no step of \"{}\" ({} to {}); add it to the map's \"values\", \"not_applicable\" or "
      "\"skipped\"",
      question.id, range.least, range.most);
}

void read_yes_no(const Question& question, CellAnswer& out) {
  if (const auto yes = yes_or_no(out.at.text)) return answer(out, *yes);
  out.trouble = fmt::format(
      "is neither yes nor no, which \"{}\" asks; add it to the map's \"values\"", question.id);
}

void read_choice(const Question& question, CellAnswer& out) {
  const std::string id(out.at.text);
  if (question.option(id) != nullptr) return answer(out, id);
  out.trouble = option_trouble(question, id);
}

// Each part may be translated by the table, as the whole cell may.
void read_choices(const ImportQuestion& entry, const Question& question, CellAnswer& out) {
  std::vector<std::string> chosen;
  const auto add = [&chosen](const std::string& id) {
    if (std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  };
  std::string_view rest = out.at.text;
  for (bool more = true; more;) {
    const std::size_t end = entry.separator.empty() ? rest.npos : rest.find(entry.separator);
    const std::string part(trim(rest.substr(0, end)));
    more = end != rest.npos;
    if (more) rest.remove_prefix(end + entry.separator.size());
    if (part.empty()) continue;
    const auto listed = entry.values.find(part);
    if (listed != entry.values.end()) {
      for (const std::string& id : std::get<std::vector<std::string>>(listed->second)) add(id);
    } else if (question.option(part) != nullptr) {
      add(part);
    } else {
      out.trouble = fmt::format("holds \"{}\", which {}", part, option_trouble(question, part));
      return;
    }
  }
  if (chosen.empty()) {
    out.answer.state = AnswerState::skipped;
    return;
  }
  answer(out, std::move(chosen));
}

void read_comment(std::string_view text, CellAnswer& out, std::map<std::string, int>& masked) {
  Redacted redacted = redact(text);
  for (const auto& kind : redacted.counts) masked[kind.first] += kind.second;
  answer(out, std::move(redacted.text));
}

void parse(const ImportQuestion& entry, const Question& question, CellAnswer& out) {
  switch (question.kind) {
    case QuestionKind::scale:
      return read_scale(question, out);
    case QuestionKind::yes_no:
      return read_yes_no(question, out);
    case QuestionKind::choice:
      return read_choice(question, out);
    case QuestionKind::choices:
      return read_choices(entry, question, out);
    case QuestionKind::text:
      return;
  }
}

std::optional<std::string> why_not(const Question& question, bool is_why, const Answer& given) {
  if (!given.value) return std::nullopt;
  return is_why ? why_not_comment(*given.value) : why_not_valid(question, *given.value);
}

}  // namespace

CellAnswer answer_of_cell(const ImportQuestion& entry, const Question& question, bool is_why,
                          const Cell& cell, std::map<std::string, int>& masked) {
  CellAnswer out;
  out.at = cell;
  const bool is_text = is_why || question.kind == QuestionKind::text;
  out.hide = is_text;
  const auto listed = entry.values.find(cell.text);
  if (is_listed(entry.not_applicable, cell.text)) {
    out.answer.state = AnswerState::not_applicable;
  } else if (is_listed(entry.skipped, cell.text)) {
    out.answer.state = AnswerState::skipped;
  } else if (listed != entry.values.end()) {
    answer(out, listed->second);
  } else if (cell.text.empty()) {
    out.answer.state = AnswerState::skipped;
  } else if (is_text) {
    read_comment(cell.text, out, masked);
  } else {
    parse(entry, question, out);
  }
  if (out.trouble.empty())
    if (const auto why = why_not(question, is_why, out.answer)) out.trouble = *why;
  return out;
}

CellAnswer answer_of_options(const ImportQuestion& entry, const Question& question,
                             const std::vector<Cell>& cells) {
  CellAnswer out;
  std::vector<std::string> chosen;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out.at = cells[i];
    const std::string word = lowered(cells[i].text);
    if (word == "1" || word == "1.0" || word == "true" || word == "yes" || word == "x") {
      chosen.push_back(entry.columns[i].first);
    } else if (!word.empty() && word != "0" && word != "0.0" && word != "false" && word != "no") {
      out.trouble =
          "does not say whether the option was chosen; 1, true, yes, x or 0, false, no, "
          "nothing do";
      return out;
    }
  }
  out.answer.state = AnswerState::skipped;
  if (chosen.empty()) return out;
  if (question.kind == QuestionKind::choice) {
    if (chosen.size() == 1) {
      answer(out, chosen.front());
    } else {
      out.trouble =
          fmt::format("is chosen besides another option of \"{}\", which takes one", question.id);
    }
    return out;
  }
  answer(out, std::move(chosen));
  if (const auto why = why_not(question, false, out.answer)) out.trouble = *why;
  return out;
}

}  // namespace afterword::import_rows

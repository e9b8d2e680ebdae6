// show_if: a tree of tests on earlier questions.
#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/reading.h"
#include "sync/base/core/ids.h"

namespace afterword::reading {
namespace {

class ConditionReader {
 public:
  ConditionReader(const Context& context, const std::vector<Question>& earlier)
      : context_(context), earlier_(earlier) {}

  std::optional<Condition> read(const json::Value& value, const std::string& where, int depth) {
    if (depth > kShowIfDepthMax) {
      context_.problem(where, fmt::format("is nested more than {} deep", kShowIfDepthMax),
                       "simplify the condition, or ask a question that decides it");
      return std::nullopt;
    }
    if (!value.is_object()) {
      context_.problem(where, "must be an object",
                       R"(write {"question": "...", "is": [...]} here)");
      return std::nullopt;
    }
    json::Fields fields(value, where, context_.problems);
    Condition out;
    if (!choose_form(fields, where)) {
      for (const char* form : {"question", "all", "any", "not", "is", "at_least", "at_most"})
        fields.any(form);
      fields.finish(context_.unknown);  // perhaps one of them is misspelt
      return std::nullopt;
    }
    if (fields.has("question")) {
      read_test(fields, out);
    } else if (fields.has("not")) {
      out.op = Condition::Op::not_;
      read_part(*fields.any("not"), fields.where("not"), depth, out);
    } else {
      out.op = fields.has("all") ? Condition::Op::all : Condition::Op::any;
      read_parts(fields, fields.has("all") ? "all" : "any", depth, out);
    }
    fields.finish(context_.unknown);
    return out;
  }

 private:
  bool choose_form(json::Fields& fields, const std::string& where) {
    const int forms = static_cast<int>(fields.has("question")) +
                      static_cast<int>(fields.has("all")) + static_cast<int>(fields.has("any")) +
                      static_cast<int>(fields.has("not"));
    if (forms == 1) return true;
    context_.problem(where, forms == 0 ? "tests nothing" : "mixes several forms",
                     R"(use exactly one of "question", "all", "any" and "not")");
    return false;
  }

  void read_part(const json::Value& value, const std::string& where, int depth, Condition& out) {
    if (auto part = read(value, where, depth + 1)) out.parts.push_back(std::move(*part));
  }

  void read_parts(json::Fields& fields, std::string_view form, int depth, Condition& out) {
    const json::Array* parts = fields.list(form);
    if (parts == nullptr) return;
    if (parts->empty()) fields.problem(form, "is empty", "list at least one condition");
    for (std::size_t i = 0; i < parts->size(); ++i)
      read_part((*parts)[i], json::pointer(fields.where(form), i), depth, out);
  }

  void read_test(json::Fields& fields, Condition& out) {
    const bool is = fields.any("is") != nullptr;
    const json::Value* least = fields.any("at_least");
    const json::Value* most = fields.any("at_most");
    const bool between = least != nullptr || most != nullptr;
    out.op = is ? Condition::Op::is : Condition::Op::between;
    const Question* question = read_question(fields, out);
    if (is == between)
      fields.problem("question", is ? "is tested in two ways" : "is named but not tested",
                     R"(give either "is", or "at_least" and "at_most")");
    if (is) read_values(fields, question, out);
    if (between) read_bounds(fields, question, out);
  }

  const Question* read_question(json::Fields& fields, Condition& out) {
    const auto named = fields.text("question", {.required = true});
    if (!named) return nullptr;
    out.question = *named;
    const auto found = std::find_if(earlier_.begin(), earlier_.end(),
                                    [&](const Question& item) { return item.id == *named; });
    if (found == earlier_.end()) {
      refuse_name(fields, *named);
      return nullptr;
    }
    if (context_.unclear.count(*named) != 0) return nullptr;
    if (found->kind != QuestionKind::text) return &*found;
    fields.problem("question", fmt::format("\"{}\" is a text question", *named),
                   "test a question with a closed list of answers");
    return nullptr;
  }

  void refuse_name(json::Fields& fields, std::string_view named) {
    if (named.ends_with(".why")) {
      fields.problem("question", "names a why, and what people write decides nothing",
                     "test the question before it");
      return;
    }
    if (context_.unclear.count("") != 0) return;  // perhaps it is the one without an id
    std::vector<std::string> ids;
    for (const Question& question : earlier_) ids.push_back(question.id);
    const std::string near = nearest(named.substr(0, kIdBytesMax), ids);
    fields.problem("question",
                   fmt::format("{} is no question before this one",
                               is_id(named) ? fmt::format("\"{}\"", named) : std::string("this")),
                   !near.empty() ? fmt::format("did you mean \"{}\"?", near)
                   : ids.empty() ? "the first question is always shown: remove show_if"
                                 : "use " + listed(ids) + ", or move the question up");
  }

  void read_values(json::Fields& fields, const Question* question, Condition& out) {
    const json::Array* values = fields.list("is");
    if (values == nullptr) return;
    if (values->empty()) fields.problem("is", "is empty", "list at least one value");
    for (std::size_t i = 0; i < values->size(); ++i) {
      if (question == nullptr) return;  // what its values are is not known
      if (auto value = value_of(*question, (*values)[i])) {
        out.values.push_back(std::move(*value));
      } else {
        context_.problem(json::pointer(fields.where("is"), i),
                         fmt::format("is no value of \"{}\"", question->id),
                         "use " + values_of(*question));
      }
    }
  }

  static std::optional<std::string> value_of(const Question& question, const json::Value& value) {
    if (question.kind == QuestionKind::scale) {
      const ScaleRange range = range_of(question.scale);
      if (!value.is_integer() || value.as_integer() < range.least ||
          value.as_integer() > range.most)
        return std::nullopt;
      return std::to_string(value.as_integer());
    }
    if (!value.is_string()) return std::nullopt;
    const std::string& word = value.as_string();
    const bool known = question.kind == QuestionKind::yes_no ? word == "yes" || word == "no"
                                                             : question.option(word) != nullptr;
    return known ? std::optional(word) : std::nullopt;
  }

  static std::string values_of(const Question& question) {
    if (question.kind == QuestionKind::scale) {
      const ScaleRange range = range_of(question.scale);
      return fmt::format("whole numbers from {} to {}", range.least, range.most);
    }
    if (question.kind == QuestionKind::yes_no) return R"("yes" or "no")";
    std::vector<std::string> ids;
    for (const Option& option : question.options) ids.push_back(option.id);
    return listed(ids);
  }

  void read_bounds(json::Fields& fields, const Question* question, Condition& out) {
    if (question != nullptr && question->kind != QuestionKind::scale) {
      fields.problem("question", fmt::format("\"{}\" is no scale", question->id),
                     R"(only scales have "at_least" and "at_most"; use "is")");
      return;
    }
    // A question that could not be found is complained about already; any number will do for it.
    const ScaleRange range =
        question == nullptr ? ScaleRange{INT32_MIN, INT32_MAX} : range_of(question->scale);
    const json::IntegerRule rule{.least = range.least, .most = range.most};
    if (const auto least = fields.integer("at_least", rule))
      out.at_least = static_cast<int>(*least);
    if (const auto most = fields.integer("at_most", rule)) out.at_most = static_cast<int>(*most);
    if (out.at_least && out.at_most && *out.at_least > *out.at_most)
      fields.problem("at_most", "is below at_least, so no answer fits", "swap the two");
  }

  const Context& context_;
  const std::vector<Question>& earlier_;
};

}  // namespace

std::optional<Condition> condition(const Context& context, const json::Value& value,
                                   const std::string& where, const std::vector<Question>& earlier) {
  return ConditionReader(context, earlier).read(value, where, 1);
}

}  // namespace afterword::reading

#include "tools/robots/sent.h"

#include <algorithm>

namespace afterword::robots {
namespace {

void count_value(SentEntry& entry, const AnswerValue& value, bool is_comment) {
  if (const auto* step = std::get_if<std::int64_t>(&value)) {
    ++entry.values[std::to_string(*step)];
  } else if (const auto* yes = std::get_if<bool>(&value)) {
    ++entry.values[*yes ? "yes" : "no"];
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    if (!is_comment) ++entry.values[*text];
  } else {
    for (const std::string& option : std::get<std::vector<std::string>>(value))
      ++entry.values[option];
  }
}

json::Value counts(const std::map<std::string, std::int64_t>& map) {
  json::Value out{json::Object{}};
  for (const auto& [name, count] : map) out.set(name, count);
  return out;
}

}  // namespace

void add(Sent& sent, const kiosk::Recording& recording) {
  const Response& response = recording.response;
  ++sent.responses;
  SentSurvey& survey = sent.surveys[response.survey];
  survey.version = response.version;
  ++survey.responses;
  ++(response.completion == Completion::complete ? survey.complete : survey.partial);
  if (!response.flags.empty()) ++survey.flagged;
  ++survey.languages[response.language];
  for (const auto& [kind, count] : response.masked) survey.masked += count;
  for (const auto& [id, answer] : response.answers) {
    SentEntry& entry = survey.entries[id];
    switch (answer.state) {
      case AnswerState::answered: {
        ++entry.answered;
        const auto& comments = recording.comments;
        count_value(entry, *answer.value,
                    std::find(comments.begin(), comments.end(), id) != comments.end());
        break;
      }
      case AnswerState::not_applicable:
        ++entry.not_applicable;
        break;
      case AnswerState::skipped:
        ++entry.skipped;
        break;
      case AnswerState::not_shown:
        ++entry.not_shown;
        break;
    }
  }
}

json::Value to_json(const Sent& sent) {
  json::Value surveys{json::Object{}};
  for (const auto& [id, survey] : sent.surveys) {
    json::Value entries{json::Object{}};
    for (const auto& [entry_id, entry] : survey.entries)
      entries.set(entry_id, json::object({{"answered", entry.answered},
                                          {"not_applicable", entry.not_applicable},
                                          {"skipped", entry.skipped},
                                          {"not_shown", entry.not_shown},
                                          {"values", counts(entry.values)}}));
    surveys.set(id, json::object({{"version", survey.version},
                                  {"responses", survey.responses},
                                  {"complete", survey.complete},
                                  {"partial", survey.partial},
                                  {"flagged", survey.flagged},
                                  {"masked", survey.masked},
                                  {"languages", counts(survey.languages)},
                                  {"questions", std::move(entries)}}));
  }
  json::Value devices{json::Object{}};
  for (const auto& [device, store] : sent.devices) devices.set(device, store);
  return json::object({{"kiosks", sent.kiosks},
                       {"kept_in", sent.real_stores ? "store" : "memory"},
                       {"responses", sent.responses},
                       {"empty", sent.empty},
                       {"dropped", sent.dropped},
                       {"seconds", sent.seconds},
                       {"devices", std::move(devices)},
                       {"surveys", std::move(surveys)}});
}

}  // namespace afterword::robots

#include <cstdlib>

#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/ui/gallery/words.h"

namespace afterword::kiosk {
namespace {

Survey shipped(const std::string& id) {
  const std::string file = AFTERWORD_SOURCE_DIR "/survey-defs/" + id + ".json";
  const Result<std::string> bytes = read_file(file, kDefinitionBytesMax);
  if (!bytes) std::abort();
  Reading reading = read_survey(*bytes, Reader::author);
  if (!reading.survey) std::abort();
  return std::move(*reading.survey);
}

}  // namespace

Words shipped_words(const std::string& language) {
  const Survey exit = shipped("store-exit"), desk = shipped("service-desk");
  const auto say = [&](const LocalText& text) { return text.in(language, "en"); };
  const auto labels = [&](const Question& question) {
    return question.labels.at(best_language(exit.languages, language));
  };
  const Question &reason = *exit.question("reason"), &visit = *exit.question("visit");
  const Question &recommend = *exit.question("recommend"), &ease = *desk.question("ease");
  Words words;
  words.place = "Harbour Street";
  words.headline = say(exit.headline);
  words.purpose = say(exit.purpose);
  words.rooms_topic = say(visit.topic);
  words.rooms = say(visit.text);
  words.recommend = say(recommend.text);
  words.low = labels(recommend).front();
  words.high = labels(recommend).back();
  words.cannot_say = say(recommend.not_applicable);
  words.easy = say(ease.text);
  words.easy_topic = say(ease.topic);
  words.brought = say(reason.text);
  words.found = say(exit.question("found")->text);
  words.why = say(visit.why->by_band.begin()->second);
  words.note = say(exit.purpose);
  words.not_used = say(visit.not_applicable);
  words.faces = labels(visit);
  words.agree = labels(ease);
  for (const Option& option : reason.options) words.options.push_back(say(option.text));
  words.options.push_back(say(reason.not_applicable));
  words.options.push_back(say(exit.question("found")->not_applicable));
  for (const LocalText& chip : visit.chips) words.chips.push_back(say(chip));
  return words;
}

}  // namespace afterword::kiosk

#include "kiosk/practice.h"

#include <algorithm>
#include <filesystem>

#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"

namespace afterword::kiosk {

Result<std::vector<Survey>> practice_surveys(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".schema.json"))
      files.push_back(entry->path().string());
  }
  if (error) return fail(Failure::io, error.message(), folder);
  std::sort(files.begin(), files.end());
  std::vector<Survey> surveys;
  for (const std::string& file : files) {
    AFTERWORD_ASSIGN(const std::string text, read_file(file, kDefinitionBytesMax));
    Reading reading = read_survey(text, Reader::author);
    if (!reading.survey) return tl::unexpected<Error>(json::to_error(reading.problems, file));
    if (reading.survey->use != Use::kiosk) continue;
    // Practising is for before the doors open, and shows everybody everything.
    Timing& timing = reading.survey->timing;
    timing.open.reset();
    timing.quiet.clear();
    timing.min_dwell_s = 0;
    timing.share_percent = 100;
    surveys.push_back(std::move(*reading.survey));
  }
  return surveys;
}

}  // namespace afterword::kiosk

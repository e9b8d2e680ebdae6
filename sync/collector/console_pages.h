// What the console's pages show, asked of the storage.
#pragma once
#include <string>

#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"
#include "sync/collector/page/page.h"

namespace afterword::collector {

// The HTML of the page at this address. Errors: not_found; those of the disk.
Result<std::string> console_page(Context& context, const Request& request,
                                 const page::Frame& frame);

// Inside this folder: one survey's or question's figures, as pages want them.
struct PageScope {
  std::optional<Day> from;  // nothing: from the beginning
  std::string period;       // "28", "84", "364" days, or "all"
  std::vector<page::Choice> periods;
  bool clean_only = false;  // without responses that carry a sign of misuse
  std::vector<page::Choice> quality;
};
PageScope scope_of(const Context& context, const Request& request);
Result<page::SurveyFigures> survey_figures(Context& context, const Reads& reads,
                                           const std::string& survey, const PageScope& scope);
Result<page::QuestionPage> question_figures(Context& context, const Reads& reads,
                                            const std::string& survey, const std::string& question,
                                            const PageScope& scope);

}  // namespace afterword::collector

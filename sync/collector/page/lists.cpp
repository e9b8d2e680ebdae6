// Surveys and stores: what there is.
#include <fmt/format.h>

#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"
#include "sync/collector/page/words.h"

namespace afterword::page {
namespace {

Html state_of_version(const SurveyVersion& version) {
  Html out;
  switch (version.state) {
    case VersionState::live:
      return out << R"(<span class="state good">)" << tick_disc() << "Live</span>";
    case VersionState::partly:
      return out << R"(<span class="state quiet">)" << half_disc() << "Rolling out</span>";
    case VersionState::superseded:
      return out << R"(<span class="state quiet">Superseded</span>)";
    case VersionState::retired:
      return out << R"(<span class="state quiet">Retired, answers kept</span>)";
  }
  return out;
}

Html version_cells(const SurveyVersion& version) {
  Html out;
  out << R"(<td data-label="Version">)";
  out.count(static_cast<std::uint64_t>(version.version))
      << R"(</td><td data-label="State">)" << state_of_version(version)
      << R"(</td><td data-label="Where it is">)";
  out.text(version.rollout) << R"(</td><td data-label="Published">)";
  out.text(version.published) << R"(</td><td data-label="Responses" class="number">)";
  return out.count(version.responses) << "</td>";
}

Html survey_rows(const SurveyRow& survey) {
  Html out;
  for (std::size_t i = 0; i < survey.versions.size(); ++i) {
    if (i == 0) {
      out << R"(<tr><th scope="row"><b><bdi>)";
      out.text(survey.title) << "</bdi></b><small>";
      out.text(survey.id);
      for (const std::string* part : {&survey.touchpoint, &survey.owner})
        if (!part->empty()) out.text(", ").text(*part);
      out.text(", ").text(counted(survey.languages.size(), "language", "languages"));
      if (survey.languages.size() > 0 && survey.languages.size() <= 6) {
        out.text(" (");
        for (std::size_t k = 0; k < survey.languages.size(); ++k)
          out.text(k == 0 ? "" : ", ").text(survey.languages[k]);
        out.text(")");
      }
      out << "</small></th>";
    } else {
      out << R"(<tr class="older"><th scope="row"><small>Earlier version</small></th>)";
    }
    out << version_cells(survey.versions[i]) << "</tr>";
  }
  return out;
}

}  // namespace

std::string surveys_page(const Frame& frame, const std::vector<SurveyRow>& surveys) {
  Html below, content;
  below << "Every version is kept. Answers always stay with the version that was asked.";
  content << heading("Surveys", below);
  if (surveys.empty())
    content << R"(<section class="sheet empty"><h2>No survey yet</h2><p>Publish one with )"
               "<code>afterword publish FILE</code>.</p></section>";
  else
    content
        << R"(<section class="sheet table"><table><thead><tr>)"
           R"(<th scope="col">Survey</th><th scope="col">Version</th><th scope="col">State</th>)"
           R"(<th scope="col">Where it is</th><th scope="col">Published</th>)"
           R"(<th scope="col" class="number">Responses</th></tr></thead><tbody>)";
  for (const SurveyRow& survey : surveys) content << survey_rows(survey);
  if (!surveys.empty()) content << "</tbody></table></section>";
  return framed(frame, Tab::surveys, "Surveys", content);
}

std::string stores_page(const Frame& frame, const std::vector<StoreRow>& stores) {
  Html below, content;
  below.text(counted(stores.size(), "store", "stores"));
  below << ". A response belongs to the day of its store's own time zone.";
  content << heading("Stores", below);
  if (stores.empty())
    content << R"(<section class="sheet empty"><h2>No store yet</h2><p>Add one with )"
               "<code>afterword store set ID --name NAME --zone ZONE</code>.</p></section>";
  else
    content << R"(<section class="sheet table"><table><thead><tr><th scope="col">Store</th>)"
               R"(<th scope="col">Time zone</th><th scope="col" class="number">Kiosks</th>)"
               R"(<th scope="col" class="number">Responses</th></tr></thead><tbody>)";
  for (const StoreRow& store : stores) {
    content << R"(<tr><th scope="row"><b><bdi>)";
    content.text(store.name) << "</bdi></b><small>";
    content.text(store.id) << R"(</small></th><td data-label="Time zone">)";
    content.text(store.zone) << R"(</td><td data-label="Kiosks" class="number">)";
    content.count(store.kiosks) << R"(</td><td data-label="Responses" class="number">)";
    content.count(store.responses) << "</td></tr>";
  }
  if (!stores.empty()) content << "</tbody></table></section>";
  return framed(frame, Tab::stores, "Stores", content);
}

}  // namespace afterword::page

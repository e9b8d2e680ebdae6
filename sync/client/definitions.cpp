#include "sync/client/definitions.h"

namespace afterword {

Result<std::vector<HeldDefinition>> MemoryDefinitions::list() {
  const std::lock_guard lock(mutex_);
  std::vector<HeldDefinition> out;
  for (const auto& entry : by_id_) out.push_back(entry.second.held);
  return out;
}

Result<> MemoryDefinitions::install(const SurveyVersion& survey, std::string_view,
                                    std::string_view definition) {
  const std::lock_guard lock(mutex_);
  by_id_[survey.survey] = {{survey.survey, survey.version, DefinitionState::live},
                           std::string(definition)};
  return {};
}

Result<> MemoryDefinitions::retire(const SurveyVersion& survey, std::string_view) {
  const std::lock_guard lock(mutex_);
  by_id_[survey.survey] = {{survey.survey, survey.version, DefinitionState::retired}, {}};
  return {};
}

std::optional<std::string> MemoryDefinitions::definition(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end() || found->second.held.state == DefinitionState::retired)
    return std::nullopt;
  return found->second.definition;
}

}  // namespace afterword

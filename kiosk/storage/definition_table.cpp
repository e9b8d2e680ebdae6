#include "kiosk/storage/definition_table.h"

#include "survey-defs/model/read.h"

namespace afterword::kiosk {
namespace {

Result<Survey> read_for_kiosk(std::string_view definition, const std::string& where) {
  Reading reading = read_survey(definition, Reader::kiosk);
  if (!reading.survey) return tl::unexpected<Error>(json::to_error(reading.problems, where));
  if (reading.survey->use != Use::kiosk)
    return fail(Failure::unsupported, "the survey is for results gathered elsewhere", where,
                "a kiosk offers only definitions with \"use\": \"kiosk\"");
  return std::move(*reading.survey);
}

bool is_proved(const HeldDefinition& held, std::string_view envelope,
               std::span<const crypto::Key32> keys) {
  const SurveyVersion named{held.id, held.version};
  if (held.state == DefinitionState::live)
    return open_definition(envelope, named, keys).has_value();
  return open_retirement(envelope, named, keys).has_value();
}

std::string where_of(const SurveyVersion& survey) {
  return survey.survey + " version " + std::to_string(survey.version);
}

}  // namespace

Result<std::vector<HeldDefinition>> DefinitionTable::list() {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT survey, version, state FROM definition "
                                         "ORDER BY survey"));
  std::vector<HeldDefinition> held;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return held;
    const auto state = parse_definition_state(row.text_view(2));
    if (!state) return fail(Failure::corrupt, "a definition has an unknown state", db_.path());
    held.push_back({row.text(0), static_cast<int>(row.integer(1)), *state});
  }
}

Result<std::vector<HeldDefinition>> DefinitionTable::list(std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(auto held, list());
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT envelope FROM definition WHERE survey = ?1"));
  for (HeldDefinition& each : held) {
    AFTERWORD_ASSIGN(const bool found, row.bind_all(each.id).step());
    each.signer_left = !found || !is_proved(each, as_text(row.bytes_view(0)), keys);
    row.reset();
  }
  return held;
}

Result<bool> DefinitionTable::is_the_same(const SurveyVersion& survey,
                                          std::string_view definition) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT envelope FROM definition WHERE survey = ?1 AND "
                                         "version = ?2 AND state = 'live'"));
  AFTERWORD_ASSIGN(const bool found, row.bind_all(survey.survey, survey.version).step());
  return found && envelope_payload(as_text(row.bytes_view(0))) == definition;
}

Result<> DefinitionTable::put(const SurveyVersion& survey, DefinitionState state,
                              std::string_view envelope) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("INSERT OR REPLACE INTO definition (survey, version, "
                                         "state, envelope) VALUES (?1, ?2, ?3, ?4)"));
  return row.bind_all(survey.survey, survey.version, name(state), as_bytes(envelope)).run();
}

Result<Survey> DefinitionTable::install(const SurveyVersion& survey, std::string_view envelope,
                                        std::string_view definition,
                                        std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(Survey read, read_for_kiosk(definition, where_of(survey)));
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const auto held, list(keys));
  AFTERWORD_ASSIGN(const bool same, is_the_same(survey, definition));
  for (const HeldDefinition& each : held)
    if (each.id == survey.survey && !each.signer_left && each.version >= survey.version && !same)
      return fail(Failure::conflict, "version " + std::to_string(each.version) + " is here already",
                  where_of(survey));
  AFTERWORD_TRY(put(survey, DefinitionState::live, envelope));
  AFTERWORD_TRY(transaction.commit());
  return read;
}

Result<> DefinitionTable::retire(const SurveyVersion& survey, std::string_view envelope,
                                 std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const auto held, list(keys));
  for (const HeldDefinition& each : held)
    if (each.id == survey.survey && !each.signer_left && each.version > survey.version) return {};
  AFTERWORD_TRY(put(survey, DefinitionState::retired, envelope));
  return transaction.commit();
}

Result<std::vector<Survey>> DefinitionTable::load(std::span<const crypto::Key32> keys,
                                                  std::vector<SetAside>& aside) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT survey, version, envelope FROM definition "
                                         "WHERE state = 'live' ORDER BY survey"));
  std::vector<Survey> surveys;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return surveys;
    const SurveyVersion named{row.text(0), static_cast<int>(row.integer(1))};
    auto definition = open_definition(as_text(row.bytes_view(2)), named, keys);
    if (!definition) {
      aside.push_back({named, definition.error()});
      continue;
    }
    auto survey = read_for_kiosk(*definition, where_of(named));
    if (survey)
      surveys.push_back(std::move(*survey));
    else
      aside.push_back({named, survey.error()});
  }
}

}  // namespace afterword::kiosk

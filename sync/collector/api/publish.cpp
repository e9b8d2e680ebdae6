#include "sync/collector/api/publish.h"

#include <fmt/format.h>
#include <algorithm>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/read.h"
#include "sync/base/crypto/hash.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/offers.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/limits.h"

namespace afterword::collector {
namespace {

using Publishing = std::variant<Published, NotPublished>;

NotPublished refused(ProblemCode code, std::string detail, std::string hint = {}) {
  return {make_problem(code, std::move(detail), std::move(hint)), {}};
}

NotPublished refused(std::vector<Finding> findings) {
  constexpr std::size_t kShown = 5;
  std::string detail;
  std::size_t errors = 0;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::error || ++errors > kShown) continue;
    detail += fmt::format("{}{}: {}", detail.empty() ? "" : "; ", finding.where, finding.message);
  }
  if (errors > kShown) detail += fmt::format("; and {} more", errors - kShown);
  return {
      make_problem(ProblemCode::refused, std::move(detail), "correct the definition and lint it"),
      std::move(findings)};
}

std::vector<std::string> option_ids(const Question& question) {
  std::vector<std::string> ids;
  for (const Option& option : question.options) ids.push_back(option.id);
  return ids;
}

bool same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

// A question id keeps its meaning for ever, also when a version in between did without it.
std::vector<Finding> broken_series(const Survey& survey, const std::vector<Series>& all) {
  std::vector<Finding> findings;
  for (const Series& series : all) {
    const auto index = survey.index_of(series.question);
    if (!index) continue;
    const Question& question = survey.questions[*index];
    const bool same_scale = question.kind != QuestionKind::scale || question.scale == series.scale;
    if (question.kind == series.kind && same_scale &&
        same_set(option_ids(question), series.options))
      continue;
    findings.push_back({"series_broken", Severity::error, fmt::format("/questions/{}", *index),
                        fmt::format("\"{}\" had another kind, scale or set of options when it was "
                                    "first published",
                                    series.question),
                        "give the question a new id"});
  }
  return findings;
}

Definition definition_of(const Context& context, const Survey& survey, std::string bytes,
                         const Rollout& rollout) {
  Definition definition;
  DefinitionHead& head = definition.head;
  head.survey = survey.id;
  head.version = survey.version;
  head.format = survey.format;
  head.use = survey.use;
  head.published_at = context.clock.wall();
  head.rollout_stores = rollout.stores;
  head.rollout_percent = rollout.percent;
  head.title = survey.title.in(survey.languages.front(), survey.languages.front());
  const Signer signer{context.keys.signing_id, context.keys.signing};
  definition.envelope = sign_definition(bytes, std::span(&signer, 1));
  const auto hash = crypto::sha256(definition.envelope);
  head.envelope_sha256.assign(hash.begin(), hash.end());
  definition.bytes = std::move(bytes);
  return definition;
}

NotPublished refused_as_retired(const Survey& survey) {
  return refused(ProblemCode::conflict,
                 fmt::format("{} version {} was retired", survey.id, survey.version),
                 "publish its content as a higher version");
}

// A kiosk hears of kDefinitionsMax surveys at most, and of one more it would hear nothing.
Result<std::optional<NotPublished>> no_room(const Reads& reads, const DefinitionHead& head) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  const auto store = without_room(heads, head);
  if (!store) return std::nullopt;
  return refused(ProblemCode::refused,
                 fmt::format("{} version {} would be one survey too many: a kiosk is offered {} at most, and so many "
                             "are live {} already",
                             head.survey, head.version, kDefinitionsMax,
                             store->empty() ? "everywhere" : fmt::format("at {}", *store)),
                 "retire one that need not be asked any more (afterword surveys lists them, afterword retire SURVEY), "
                 "or roll it out to other stores only");
}

// What is there already under this version, decided: nothing means that it is new.
Result<std::optional<Publishing>> known_already(Writes& writes, const Survey& survey,
                                                const std::string& bytes,
                                                const std::optional<Rollout>& rollout) {
  AFTERWORD_ASSIGN(auto there, writes.reads().definition(survey.id, survey.version));
  if (!there) return std::nullopt;
  if (there->bytes != bytes)
    return Publishing(refused(
        ProblemCode::conflict,
        fmt::format("{} version {} was published with other content", survey.id, survey.version),
        "give it a higher version"));
  if (there->head.state == DefinitionState::retired)
    return Publishing(refused_as_retired(survey));
  Published published{survey.id, survey.version};
  if (rollout && (rollout->stores != there->head.rollout_stores ||
                  rollout->percent != there->head.rollout_percent)) {
    there->head.rollout_stores = rollout->stores;
    there->head.rollout_percent = rollout->percent;
    AFTERWORD_ASSIGN(auto full, no_room(writes.reads(), there->head));
    if (full) return Publishing(std::move(*full));
    AFTERWORD_TRY(writes.set_rollout(there->head));
    AFTERWORD_TRY(writes.raise_revision());
    published.rollout_changed = true;
  }
  return Publishing(std::move(published));
}

Bytes sha256_of(std::string_view bytes) {
  const auto hash = crypto::sha256(bytes);
  return Bytes(hash.begin(), hash.end());
}

// After a restore the database may not have what kiosks were given, and they ask for no version twice.
std::optional<Publishing> given_already(const std::optional<Bytes>& before, const Survey& survey,
                                        const std::string& bytes) {
  if (!before || *before == sha256_of(bytes)) return std::nullopt;
  return Publishing(refused(ProblemCode::conflict,
                            fmt::format("{} version {} was published with other content, before "
                                        "this collector was restored from a backup",
                                        survey.id, survey.version),
                            "publish those bytes again, or give it a higher version"));
}

Result<std::optional<NotPublished>> unknown_store(const Reads& reads,
                                                  const std::optional<Rollout>& rollout) {
  if (rollout)
    for (const std::string& id : rollout->stores) {
      AFTERWORD_ASSIGN(const auto store, reads.store(id));
      if (!store)
        return refused(ProblemCode::refused, fmt::format("there is no store \"{}\"", id),
                       "afterword store list names those there are");
    }
  return std::nullopt;
}

Result<std::optional<DefinitionHead>> newest_of(const Reads& reads, const std::string& survey) {
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  std::optional<DefinitionHead> newest;
  for (const DefinitionHead& head : heads)
    if (head.survey == survey) newest = head;
  return newest;
}

// The highest version of it that no kiosk takes any more, also where this collector has none of them; 0: none.
Result<int> retired_version_of(const Reads& reads, const std::string& survey) {
  AFTERWORD_ASSIGN(const auto retirements, reads.retirements());
  for (const Retirement& retirement : retirements)
    if (retirement.survey == survey) return retirement.version;
  return 0;
}

// What stands against a version that comes after `newest`; or before it, where a restored collector gets one back
// that it had published, for the answers that wait for it.
Result<std::optional<NotPublished>> obstacle(const Reads& reads, const Survey& survey,
                                             const DefinitionHead& newest, bool comes_back) {
  std::vector<Finding> findings;
  if (!comes_back) {
    AFTERWORD_ASSIGN(const auto before, reads.definition(survey.id, newest.version));
    Reading reading = read_survey(before->bytes, Reader::kiosk);
    if (!reading.survey)
      return fail(Failure::corrupt, "a published definition cannot be read any more", survey.id);
    findings = check_successor(*reading.survey, survey);
  }
  AFTERWORD_ASSIGN(const auto series, reads.series(survey.id));
  if (!has_errors(findings)) findings = broken_series(survey, series);
  if (has_errors(findings)) return refused(std::move(findings));
  return std::nullopt;
}

Result<Publishing> publish_in(Context& context, Writes& writes, std::string_view actor,
                              const Survey& survey, std::string bytes,
                              const std::optional<Rollout>& rollout,
                              const std::optional<Bytes>& before) {
  AFTERWORD_ASSIGN(auto nowhere, unknown_store(writes.reads(), rollout));
  if (nowhere) return Publishing(std::move(*nowhere));
  AFTERWORD_ASSIGN(auto known, known_already(writes, survey, bytes, rollout));
  if (known) {
    const auto* const published = std::get_if<Published>(&*known);
    if (published != nullptr && published->rollout_changed)
      AFTERWORD_TRY(append_audit(writes, context.clock.wall(), actor, "rollout_changed",
                                 fmt::format("{} {}", survey.id, survey.version)));
    return std::move(*known);
  }
  if (auto given = given_already(before, survey, bytes)) return std::move(*given);
  AFTERWORD_ASSIGN(const auto newest, newest_of(writes.reads(), survey.id));
  const bool comes_back = before && newest && survey.version < newest->version;
  if (newest) {
    AFTERWORD_ASSIGN(auto against, obstacle(writes.reads(), survey, *newest, comes_back));
    if (against) return Publishing(std::move(*against));
  }
  AFTERWORD_ASSIGN(const int retired_version, retired_version_of(writes.reads(), survey.id));
  const bool retired = survey.version <= retired_version;
  if (retired && !before) return Publishing(refused_as_retired(survey));  // no answer waits for it
  const Bytes sha256 = sha256_of(bytes);
  Definition definition = definition_of(context, survey, std::move(bytes), rollout.value_or(Rollout{}));
  // What comes back after a restore brings nothing to life that was retired.
  if (retired) definition.head.state = DefinitionState::retired;
  AFTERWORD_ASSIGN(auto full, no_room(writes.reads(), definition.head));
  if (full) return Publishing(std::move(*full));
  for (const Question& question : survey.questions)
    AFTERWORD_TRY(writes.add_series(
        {survey.id, question.id, question.kind, question.scale, option_ids(question)}));
  AFTERWORD_TRY(writes.add_definition(definition, entry_ids(survey)));
  AFTERWORD_TRY(writes.raise_revision());
  AFTERWORD_TRY(append_audit(writes, context.clock.wall(), actor, "survey_published",
                             fmt::format("{} {}", survey.id, survey.version)));
  AFTERWORD_TRY(context.journal.note_published(survey.id, survey.version, sha256));
  return Publishing(Published{survey.id, survey.version, true, false, retired});
}

}  // namespace

Result<Publishing> publish(Context& context, const Actor& actor, std::string bytes,
                           const std::optional<Rollout>& rollout) {
  std::vector<Finding> findings = lint(bytes);
  Reading reading = read_survey(bytes, Reader::author);
  if (has_errors(findings) || !reading.survey) return Publishing(refused(std::move(findings)));
  const Survey& survey = *reading.survey;
  AFTERWORD_ASSIGN(const auto before, context.journal.published(survey.id, survey.version));
  std::optional<Publishing> outcome;
  AFTERWORD_TRY(write_as(context, actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(outcome, publish_in(context, writes, actor.name, survey, bytes, rollout, before));
    return {};
  }));
  if (std::holds_alternative<Published>(*outcome)) context.waiters.wake(context);
  return std::move(*outcome);
}

Result<> retire_up_to(Writes& writes, const Keyring& keys, WallTime now, std::string_view actor,
                      const SurveyVersion& last) {
  const Signer signer{keys.signing_id, keys.signing};
  Retirement retirement{last.survey, last.version, sign_retirement(last, std::span(&signer, 1)), {}};
  retirement.envelope_sha256 = sha256_of(retirement.envelope);
  AFTERWORD_TRY(writes.retire(retirement));
  AFTERWORD_TRY(writes.raise_revision());
  return append_audit(writes, now, actor, "survey_retired",
                      fmt::format("{} {}", last.survey, last.version));
}

Result<bool> retire(Context& context, const Actor& actor, const std::string& survey) {
  // Kiosks may have versions that a restore has left none of here.
  AFTERWORD_ASSIGN(const int given, context.journal.newest_published(survey));
  bool changed = false;
  const auto written = write_as(context, actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto heads, writes.reads().definitions());
    int newest = given;
    for (const DefinitionHead& head : heads)
      if (head.survey == survey) newest = std::max(newest, head.version);
    AFTERWORD_ASSIGN(const int before, retired_version_of(writes.reads(), survey));
    if (newest == 0 && before == 0)
      return fail(Failure::not_found, fmt::format("there is no survey \"{}\"", survey), "",
                  "afterword surveys lists those there are");
    changed = newest > before;
    if (!changed) return {};
    AFTERWORD_TRY(
        retire_up_to(writes, context.keys, context.clock.wall(), actor.name, {survey, newest}));
    return context.journal.note_retired(survey, newest);
  });
  if (!written) return tl::unexpected<Error>(written.error());
  if (changed) context.waiters.wake(context);
  return changed;
}

}  // namespace afterword::collector

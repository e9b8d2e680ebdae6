#include "sync/collector/api/write_as.h"

namespace afterword::collector {

Result<> write_as(Context& context, const Actor& actor, std::function<Result<>(Writes&)> change) {
  return context.writes.run([&actor, change = std::move(change)](Writes& writes) -> Result<> {
    if (!actor.token.empty()) {
      AFTERWORD_ASSIGN(const auto token, writes.reads().token(actor.token));
      if (!token) return fail(Failure::denied, std::string(kTokenUnknown));
    }
    return change(writes);
  });
}

}  // namespace afterword::collector

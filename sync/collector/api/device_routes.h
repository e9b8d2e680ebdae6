// What devices ask: enrolment, the trust document, news, definitions, and a place for responses.
// Each route is a plain function from a request to a reply, or to one that comes after a commit.
#pragma once
#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

Outcome enrol(Context& context, const Request& request);      // POST /v1/enrol
Outcome trust(Context& context, const Request& request);      // GET /v1/trust; also unsigned
Outcome wait(Context& context, const Request& request);       // POST /v1/wait
Outcome responses(Context& context, const Request& request);  // POST /v1/responses
// GET /v1/definitions/{survey}/{version} and .../retired
Outcome definition(Context& context, const Request& request, const std::string& survey, int version,
                   bool retired);

// A new enrolment code for a store's touchpoint: 13 characters, good once, for ten minutes.
Result<std::string> add_enrol_code(Context& context, Writes& writes, const std::string& store,
                                   const std::string& touchpoint);

}  // namespace afterword::collector

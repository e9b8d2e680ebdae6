// The page on which a person takes their answers back: no log-in, the same headers as every page.
#pragma once
#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"
#include "sync/collector/page/page.h"

namespace afterword::collector {

bool is_withdraw_page(const Request& request);

struct WithdrawShown {
  std::string html;
  int status = 200;
};
// GET gives the form, POST takes shop, day and code. Words and status are the same whether or not
// there was such a response. Slow (30 ms): on a worker.
WithdrawShown withdraw_pages(Context& context, const Request& request);

}  // namespace afterword::collector

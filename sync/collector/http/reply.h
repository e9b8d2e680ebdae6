// A Reply as bytes.
#pragma once
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

struct Delivery {
  bool close = false;  // this is the last reply on the connection
  bool head = false;   // the request was a HEAD: everything but the body
};

// Whether the headers can be sent as they are: names are tokens, values hold no control character
// (a line break would begin another header), and none is one that the server writes itself.
bool can_be_sent(const Reply& reply);

// Status line and headers, up to and with the empty line. Precondition: can_be_sent().
std::string head_of(const Reply& reply, Delivery delivery, WallTime now);
// Whether a body follows that head.
bool has_body(const Reply& reply, Delivery delivery);

std::string_view reason_phrase(int status);

}  // namespace afterword::collector

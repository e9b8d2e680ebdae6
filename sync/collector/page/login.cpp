// The way in.
#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"

namespace afterword::page {
namespace {

Html hidden(Markup name_attribute, std::string_view value) {
  Html out;
  out << R"(<input type="hidden" )" << name_attribute << R"( value=")";
  return out.text(value) << R"(">)";
}

Html fields(const Login& login) {
  Html out;
  if (!login.link_token.empty())
    return out << hidden(R"(name="link")", login.link_token)
               << R"(<button class="main" autofocus>Log in</button>)";
  out << R"(<label for="name">Name</label><input id="name" name="name" autocomplete="username" )"
         R"(required maxlength="100" autofocus value=")";
  out.text(login.name)
      << R"("><label for="password">Password</label><input id="password" name="password" )"
         R"(type="password" autocomplete="current-password" required maxlength="1000">)"
         R"(<button class="main">Log in</button>)";
  return out;
}

}  // namespace

std::string login_page(const Login& login) {
  Html out = document_begin("Log in");
  out << R"(<body class="login"><aside><p class="brand">)" << comma()
      << R"(<span>Afterword</span></p><p class="line">What shoppers answered, and why.</p>)"
      << comma() << R"(</aside><main id="content"><h1>Log in</h1><p class="below">)";
  if (login.link_token.empty())
    out << "With the name and password that an administrator gave you.";
  else
    out << "This link works once: it opens the console in this browser.";
  out << "</p>";
  if (!login.problem.empty()) {
    out << R"(<p class="notice" role="alert">)" << triangle() << "<span>";
    out.text(login.problem) << "</span></p>";
  }
  out << R"(<form method="post" action=")";
  out.address(kLoginPath) << R"(">)" << hidden(R"(name="csrf")", login.csrf) << fields(login);
  return (out << "</form></main></body></html>\n").str();
}

}  // namespace afterword::page

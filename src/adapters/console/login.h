// Signing in by a one-use link. GET only shows a button, because link scanners and previews follow
// GETs; the button's POST uses the link up.
#pragma once

#include "adapters/console/parts.h"
#include "ports/http.h"

namespace socbot {

// /console/login, GET and POST.
http::Response answer_login(const ConsoleParts& parts, const http::Request& request);
// /console/login.css: the policy of the page allows no style inside it.
http::Response login_style();

}  // namespace socbot

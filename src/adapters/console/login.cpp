// The sign-in page, without any script.
#include "adapters/console/login.h"

#include "adapters/console/body.h"
#include "base/text.h"

namespace socbot {

namespace {

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

http::Response page(int status, std::string_view content) {
    http::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers = {{"Cache-Control", "no-store"}};
    response.body =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<title>Sign in - socbot</title><link rel=\"stylesheet\" href=\"/console/login.css\">"
        "</head><body><main><h1>socbot</h1>";
    response.body += content;
    response.body += "</main></body></html>";
    return response;
}

http::Response expired() {
    return page(
        403,
        "<p>This link was used already or is too old.</p>"
        "<p>Make another one with <code>socbot console-link</code>.</p>"
    );
}

http::Response confirm(const ConsoleParts& parts, const http::Request& request) {
    const auto token = request.parameter("token").value_or("");
    const auto id = parts.sessions.peek_link(token, wall_now(parts.clock));
    const auto settings = parts.backend.settings();
    const auto* person = id ? settings->person(*id) : nullptr;
    if (person == nullptr) return expired();
    // A token that was found is base64url: it needs no escaping, but costs nothing.
    return page(
        200,
        "<p>Sign in as <strong>" + escape_html(to_plain_line(person->name)) +
            "</strong></p><form method=\"post\" action=\"/console/login\">"
            "<input type=\"hidden\" name=\"token\" value=\"" +
            escape_html(token) + "\"><button type=\"submit\" autofocus>Sign in</button></form>"
    );
}

http::Response sign_in(const ConsoleParts& parts, const http::Request& request) {
    if (request.body.size() > kConsoleBodyBytes)
        return http::refusal(413, "too_large", "At most 16 KiB can be sent at once.");
    const auto media = trim_ascii(split(request.header("Content-Type"), ';').front());
    if (!equals_ignore_case_ascii(media, "application/x-www-form-urlencoded"))
        return http::refusal(415, "not_a_form", "The sign-in page posts a form.");
    http::Request form;
    form.query = request.body;
    const auto token = form.parameter("token").value_or("");
    const auto now = wall_now(parts.clock);
    const auto id = parts.sessions.take_link(token, now);
    const auto settings = parts.backend.settings();
    if (!id || settings->person(*id) == nullptr) return expired();
    http::Response response;
    response.status = 303;
    response.headers = {
        {"Location", "/console/"},
        {"Cache-Control", "no-store"},
        {"Set-Cookie", session_cookie(request.secure, parts.sessions.open(*id, now))},
    };
    return response;
}

}  // namespace

std::string session_cookie_name(bool secure) {
    return secure ? "__Host-socbot" : "socbot_session";
}

std::string session_cookie(bool secure, std::string_view value) {
    auto cookie = session_cookie_name(secure) + "=" + std::string{value} +
                  "; Path=/; HttpOnly; SameSite=Strict";
    if (secure) cookie += "; Secure";
    if (value.empty()) cookie += "; Max-Age=0";
    return cookie;
}

http::Response answer_login(const ConsoleParts& parts, const http::Request& request) {
    if (request.method == "GET") return confirm(parts, request);
    if (request.method == "POST") return sign_in(parts, request);
    auto response = http::refusal(405, "method", "Use GET or POST.");
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
}

http::Response login_style() {
    http::Response response;
    response.content_type = "text/css; charset=utf-8";
    response.headers = {{"Cache-Control", "no-cache"}};
    response.body =
        ":root{color-scheme:light dark}"
        "body{margin:0;min-height:100vh;display:grid;place-items:center;"
        "font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f4f5f7,#14171c);"
        "color:light-dark(#1c2128,#e6e9ee)}"
        "main{padding:2rem;max-width:20rem;text-align:center}"
        "h1{font-size:1.25rem;letter-spacing:.02em}"
        "button{font:inherit;font-weight:600;padding:.6rem 1.6rem;border:0;border-radius:.4rem;"
        "background:#1f5fbf;color:#fff;cursor:pointer}"
        "button:focus-visible{outline:3px solid #8ab4ff;outline-offset:2px}";
    return response;
}

}  // namespace socbot

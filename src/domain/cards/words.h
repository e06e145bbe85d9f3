// Text for cards and answers: cutting by characters, and indicators written so that no client links
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace socbot::cards {

std::size_t count_code_points(std::string_view text) noexcept;

// At most `count` code points, ending in an ellipsis (counted) when cut. A joined sequence (emoji
// with modifier, letter with combining marks) may lose its tail, never a code point its bytes.
std::string cut_code_points(std::string_view text, std::size_t count);

// Free text with the parts a client would make a link (URLs, "www.", e-mail addresses, domain
// names) defanged. File names stay: "invoice.pdf.exe" is no domain.
std::string defang_links(std::string_view text);

// A user's name or address as text. To be copied into a console, so it stays as it is where no
// client links it: a name like "j.doe", an address in one of the customer's own domains. Anything
// else is defanged: a stranger's address or a name made to look like a site.
std::string defang_user(std::string_view user, const std::vector<std::string>& own_domains);

// Whether a domain is one of these or below one; any case.
bool is_own_domain(std::string_view domain, const std::vector<std::string>& own_domains);

// A host as text: its name defanged if it is a domain name, plain when it is a short name.
std::string defang_host(std::string_view name);

// "a, b, c", leaving out empty parts.
std::string join(std::initializer_list<std::string_view> parts, std::string_view separator);

// "1,234".
std::string grouped(std::uint64_t number);

}  // namespace socbot::cards

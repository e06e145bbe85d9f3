// Certificates made at test time: no committed key can expire or be misused.
#pragma once

#include <string>

namespace socbot::testing_support {

// A self-signed certificate for 127.0.0.1 and `name`, and its key, as files under the test
// directory.
struct TestCertificate {
    explicit TestCertificate(const std::string& name);
    std::string certificate;  // path
    std::string key;          // path
};

}  // namespace socbot::testing_support

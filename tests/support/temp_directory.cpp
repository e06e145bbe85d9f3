// A directory of the test's own.
#include "support/temp_directory.h"

#include "base/check.h"

#include <stdlib.h>

#include <string>
#include <system_error>

namespace socbot::testing {

TempDirectory::TempDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "socbot-test-XXXXXX").string();
    SOCBOT_CHECK(::mkdtemp(name.data()) != nullptr, "tests need a temporary directory");
    path_ = name;
}

TempDirectory::~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace socbot::testing

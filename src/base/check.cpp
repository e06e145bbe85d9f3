// Where a broken invariant ends: one line to stderr, then abort, so that a core names the place.
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace socbot {

void check_failed(const char* condition, const char* why, const char* file, int line) {
    std::fprintf(
        stderr, "socbot: invariant broken: %s (%s) at %s:%d\n", condition, why, file, line
    );
    std::abort();
}

}  // namespace socbot

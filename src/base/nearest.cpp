// "Did you mean": the nearest candidate by optimal string alignment distance (Levenshtein plus
// swaps of neighbours), the usual slips of a keyboard.
#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace socbot {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string_view>
nearest(std::string_view word, std::span<const std::string_view> candidates) {
    const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
    std::optional<std::string_view> best;
    std::size_t best_distance = limit + 1;
    for (const std::string_view candidate : candidates) {
        // Also what bounds the work: a huge word never meets a short candidate.
        const std::size_t difference =
            std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
        if (difference >= best_distance) continue;
        const std::size_t candidate_distance = distance(word, candidate);
        if (candidate_distance >= best_distance) continue;
        best = candidate;
        best_distance = candidate_distance;
    }
    return best;
}

}  // namespace socbot

// Montgomery multiplication in base 2^52, a digit of each operand a lane: Gueron and Krasnov,
// "Accelerating Big Integer Arithmetic Using Intel IFMA Extensions" (ARITH 2016). The "almost"
// form: with R = 2^2080 and a modulus n below 2^2048, factors below 2n give a product below 2n, so
// n is subtracted once, at the end.
#include "domain/intake/fast_rsa.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace socbot {

namespace {

constexpr std::size_t kDigits{40};  // of 52 bits; five registers
constexpr unsigned kBits{52};
constexpr std::uint64_t kMask{(std::uint64_t{1} << kBits) - 1};
constexpr unsigned kSquarings{16};  // 65537 = 2^16 + 1

struct alignas(64) Number {
    std::array<std::uint64_t, kDigits> digits{};  // least significant first, each below 2^52
};

Number number_of(std::string_view bytes) {
    Number number;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint64_t byte = static_cast<unsigned char>(bytes[bytes.size() - 1 - i]);
        const std::size_t digit = 8 * i / kBits;
        const std::size_t offset = 8 * i % kBits;
        number.digits[digit] |= (byte << offset) & kMask;
        if (offset > kBits - 8) number.digits[digit + 1] |= byte >> (kBits - offset);
    }
    return number;
}

bool less(const Number& a, const Number& b) {
    for (std::size_t i = kDigits; i-- > 0;)
        if (a.digits[i] != b.digits[i]) return a.digits[i] < b.digits[i];
    return false;
}

void subtract(Number& from, const Number& what) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < kDigits; ++i) {
        const std::uint64_t digit = from.digits[i] - what.digits[i] - borrow;
        borrow = digit >> 63U;
        from.digits[i] = digit & kMask;
    }
}

void double_modulo(Number& number, const Number& modulus) {
    std::uint64_t carry = 0;
    for (std::uint64_t& digit : number.digits) {
        const std::uint64_t twice = (digit << 1U) | carry;
        digit = twice & kMask;
        carry = twice >> kBits;
    }
    if (!less(number, modulus)) subtract(number, modulus);
}

// -1 / modulus mod 2^52, by Newton's iteration: each step doubles the bits that are right, and an
// odd number is its own inverse modulo 8.
std::uint64_t negated_inverse(std::uint64_t lowest_digit) {
    std::uint64_t inverse = lowest_digit;
    for (int step = 0; step < 5; ++step)
        inverse *= 2 - lowest_digit * inverse;
    return (0 - inverse) & kMask;
}

#if defined(__x86_64__)

bool processor_can() {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512ifma") != 0;
}

[[gnu::target("avx512f,avx512ifma")]] std::uint64_t lowest(__m512i lanes) {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm512_castsi512_si128(lanes)));
}

// out = a * b / 2^2080 mod n, below 2n.
[[gnu::target("avx512f,avx512ifma")]] void
multiply(const Number& a, const Number& b, const Number& n, std::uint64_t inverse, Number& out) {
    const __m512i a0 = _mm512_load_si512(&a.digits[0]), a1 = _mm512_load_si512(&a.digits[8]);
    const __m512i a2 = _mm512_load_si512(&a.digits[16]), a3 = _mm512_load_si512(&a.digits[24]);
    const __m512i a4 = _mm512_load_si512(&a.digits[32]);
    const __m512i n0 = _mm512_load_si512(&n.digits[0]), n1 = _mm512_load_si512(&n.digits[8]);
    const __m512i n2 = _mm512_load_si512(&n.digits[16]), n3 = _mm512_load_si512(&n.digits[24]);
    const __m512i n4 = _mm512_load_si512(&n.digits[32]);
    const __m512i zero = _mm512_setzero_si512();
    __m512i r0 = zero, r1 = zero, r2 = zero, r3 = zero, r4 = zero;
    // A lane takes four products below 2^52 a step for at most 40 steps: below 2^60.
    for (const std::uint64_t digit : b.digits) {
        const __m512i by = _mm512_set1_epi64(static_cast<long long>(digit));
        r0 = _mm512_madd52lo_epu64(r0, a0, by);
        const std::uint64_t factor = (lowest(r0) * inverse) & kMask;
        const __m512i m = _mm512_set1_epi64(static_cast<long long>(factor));
        r1 = _mm512_madd52lo_epu64(r1, a1, by);
        r2 = _mm512_madd52lo_epu64(r2, a2, by);
        r3 = _mm512_madd52lo_epu64(r3, a3, by);
        r4 = _mm512_madd52lo_epu64(r4, a4, by);
        r0 = _mm512_madd52lo_epu64(r0, n0, m);
        r1 = _mm512_madd52lo_epu64(r1, n1, m);
        r2 = _mm512_madd52lo_epu64(r2, n2, m);
        r3 = _mm512_madd52lo_epu64(r3, n3, m);
        r4 = _mm512_madd52lo_epu64(r4, n4, m);
        // The lowest digit is 0 now: all moves down by one, what it carried stays.
        const std::uint64_t carry = lowest(r0) >> kBits;
        r0 = _mm512_alignr_epi64(r1, r0, 1);
        r1 = _mm512_alignr_epi64(r2, r1, 1);
        r2 = _mm512_alignr_epi64(r3, r2, 1);
        r3 = _mm512_alignr_epi64(r4, r3, 1);
        r4 = _mm512_alignr_epi64(zero, r4, 1);
        const __m128i carried = _mm_cvtsi64_si128(static_cast<long long>(carry));
        r0 = _mm512_add_epi64(r0, _mm512_zextsi128_si512(carried));
        r0 = _mm512_madd52hi_epu64(r0, a0, by);
        r1 = _mm512_madd52hi_epu64(r1, a1, by);
        r2 = _mm512_madd52hi_epu64(r2, a2, by);
        r3 = _mm512_madd52hi_epu64(r3, a3, by);
        r4 = _mm512_madd52hi_epu64(r4, a4, by);
        r0 = _mm512_madd52hi_epu64(r0, n0, m);
        r1 = _mm512_madd52hi_epu64(r1, n1, m);
        r2 = _mm512_madd52hi_epu64(r2, n2, m);
        r3 = _mm512_madd52hi_epu64(r3, n3, m);
        r4 = _mm512_madd52hi_epu64(r4, n4, m);
    }
    _mm512_store_si512(&out.digits[0], r0);
    _mm512_store_si512(&out.digits[8], r1);
    _mm512_store_si512(&out.digits[16], r2);
    _mm512_store_si512(&out.digits[24], r3);
    _mm512_store_si512(&out.digits[32], r4);
    std::uint64_t carry = 0;
    for (std::uint64_t& digit : out.digits) {
        const std::uint64_t sum = digit + carry;
        digit = sum & kMask;
        carry = sum >> kBits;
    }
}

#else

bool processor_can() {
    return false;
}

void multiply(const Number&, const Number&, const Number&, std::uint64_t, Number&) {}

#endif

}  // namespace

struct FastRsa::Numbers {
    Number modulus;
    Number square;  // R * R mod modulus
    std::uint64_t inverse{0};
};

FastRsa::FastRsa(std::unique_ptr<const Numbers> numbers) : numbers_{std::move(numbers)} {}
FastRsa::~FastRsa() = default;

std::unique_ptr<const FastRsa> FastRsa::make(std::string_view modulus, std::uint64_t exponent) {
    if (modulus.size() != kFastRsaBytes || exponent != 65'537 || !processor_can()) return nullptr;
    const auto first = static_cast<unsigned char>(modulus.front());
    const auto last = static_cast<unsigned char>(modulus.back());
    if (first < 0x80 || last % 2 == 0) return nullptr;
    auto numbers = std::make_unique<Numbers>();
    numbers->modulus = number_of(modulus);
    numbers->inverse = negated_inverse(numbers->modulus.digits[0]);
    numbers->square.digits[0] = 1;
    for (std::size_t bit = 0; bit < 2 * kDigits * kBits; ++bit)
        double_modulo(numbers->square, numbers->modulus);
    // Not make_unique: the constructor is private.
    return std::unique_ptr<const FastRsa>{new FastRsa{std::move(numbers)}};
}

bool FastRsa::matches(std::string_view signature, std::string_view encoded) const {
    if (signature.size() != kFastRsaBytes || encoded.size() != kFastRsaBytes) return false;
    const Numbers& key = *numbers_;
    const Number given = number_of(signature);
    if (!less(given, key.modulus)) return false;
    Number power;
    multiply(given, key.square, key.modulus, key.inverse, power);
    for (unsigned i = 0; i < kSquarings; ++i)
        multiply(power, power, key.modulus, key.inverse, power);
    // By the plain number, not its Montgomery form: that takes the factor R away again.
    multiply(power, given, key.modulus, key.inverse, power);
    if (!less(power, key.modulus)) subtract(power, key.modulus);
    return power.digits == number_of(encoded).digits;
}

}  // namespace socbot

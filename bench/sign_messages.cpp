// Messages of Amazon SNS for the load generator, one a line: alarms of the generator's own, each
// under an id of its own, signed with a key made here (SignatureVersion 2).
//
//   sign_messages COUNT TOPIC CERTIFICATE_URL CERTIFICATE_FILE MESSAGES_FILE [SEED]
//
// A signature of a 2048-bit key takes about 0.7 ms, so all cores sign.
#include "base/digest.h"
#include "base/json_writer.h"
#include "load/bodies.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace socbot::bench {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

void must(bool done, const char* what) {
    if (!done) throw std::runtime_error{what};
}

// Self-signed, in force for two days around now.
std::string certificate_of(EVP_PKEY* key, const std::string& name) {
    constexpr long kDay = 86'400;
    const Certificate x509{X509_new(), &X509_free};
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), kDay);
    X509_set_pubkey(x509.get(), key);
    X509_NAME* const subject = X509_get_subject_name(x509.get());
    const std::vector<unsigned char> bytes{name.begin(), name.end()};
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1, 0
    );
    X509_set_issuer_name(x509.get(), subject);
    must(X509_sign(x509.get(), key, EVP_sha256()) > 0, "the certificate can't be signed");
    const Bio bio{BIO_new(BIO_s_mem()), &BIO_free_all};
    PEM_write_bio_X509(bio.get(), x509.get());
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string signature_of(EVP_PKEY* key, std::string_view text) {
    const Context context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    must(
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1, "no signature"
    );
    const std::vector<unsigned char> bytes{text.begin(), text.end()};
    std::vector<unsigned char> signature(512);
    std::size_t size = signature.size();
    must(
        EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) == 1,
        "no signature"
    );
    return to_base64(std::string{
        signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(size)});
}

struct Order {
    std::uint64_t count{0};
    std::string topic, certificate_url;
    std::uint64_t seed{1};
    std::string timestamp;
};

std::string
message(const Order& order, std::uint64_t number, const std::string& alarm, EVP_PKEY* key) {
    const auto id = fmt::format("{:08x}-0000-4000-8000-{:012x}", order.seed & 0xffffffffU, number);
    const std::string text = "Message\n" + alarm + "\nMessageId\n" + id + "\nTimestamp\n" +
                             order.timestamp + "\nTopicArn\n" + order.topic +
                             "\nType\nNotification\n";
    std::string json;
    JsonWriter out{json};
    out.open_object();
    out.key("Type").string("Notification");
    out.key("MessageId").string(id);
    out.key("TopicArn").string(order.topic);
    out.key("Message").string(alarm);
    out.key("Timestamp").string(order.timestamp);
    out.key("SignatureVersion").string("2");
    out.key("Signature").string(signature_of(key, text));
    out.key("SigningCertURL").string(order.certificate_url);
    out.key("UnsubscribeURL")
        .string(
            "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" +
            order.topic + ":6c1d2a3b-0001-4c22-8f66-1a2b3c4d5e6f"
        );
    out.close_object();
    return json;
}

std::vector<std::string> messages(const Order& order, EVP_PKEY* key) {
    std::vector<std::string> made(order.count);
    UsmAlarms alarms{order.seed, 0};
    for (std::string& each : made)
        alarms.make(each);
    const std::uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> workers;
    for (std::uint64_t core = 0; core < cores; ++core)
        workers.emplace_back([&, core] {
            for (std::uint64_t i = core; i < order.count; i += cores)
                made[i] = message(order, i, made[i], key);
        });
    workers.clear();
    return made;
}

int run(std::span<char*> words) {
    must(
        words.size() >= 6, "sign_messages COUNT TOPIC CERTIFICATE_URL CERTIFICATE MESSAGES [SEED]"
    );
    Order order;
    const std::string_view count{words[1]};
    must(
        std::from_chars(count.data(), count.data() + count.size(), order.count).ec == std::errc{} &&
            order.count > 0 && order.count <= 10'000'000,
        "COUNT is from 1 to 10,000,000"
    );
    order.topic = words[2];
    order.certificate_url = words[3];
    if (words.size() > 6) order.seed = std::stoull(words[6]);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    order.timestamp = fmt::format(
        "{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now))
    );
    const Key key{EVP_RSA_gen(2048), &EVP_PKEY_free};
    must(static_cast<bool>(key), "no key");
    std::ofstream{words[4]} << certificate_of(key.get(), "sns.amazonaws.com");
    std::ofstream out{words[5]};
    for (const std::string& each : messages(order, key.get()))
        out << each << '\n';
    must(static_cast<bool>(out.flush()), "the messages can't be written");
    return 0;
}

}  // namespace
}  // namespace socbot::bench

int main(int count, char** words) {
    try {
        return socbot::bench::run({words, static_cast<std::size_t>(count)});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}

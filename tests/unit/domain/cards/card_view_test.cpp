// What is stored comes back; what is damaged is refused.
#include "card_samples.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

using namespace testing_support;

CardView full_view() {
    CardView view = card_of(malware_alarm(), Kind::malware);
    view.clock = "Take by 14:15";
    view.changed = "+2 rules";
    view.lines = {"one", ""};
    view.minimal_notification = true;
    view.state = CardState::closed;
    return view;
}

TEST(CardViewCodec, RoundTrips) {
    for (const CardView& view : {CardView{}, full_view()}) {
        Writer out;
        view.encode(out);
        const std::string bytes = out.take();
        Reader in{bytes};
        EXPECT_EQ(CardView::decode(in), view);
        EXPECT_TRUE(in.empty());
    }
}

TEST(CardViewCodec, RefusesEveryTruncation) {
    Writer out;
    full_view().encode(out);
    const std::string bytes = out.take();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Reader in{std::string_view{bytes}.substr(0, size)};
        EXPECT_THROW(CardView::decode(in), CodecError) << size;
    }
}

TEST(CardViewCodec, RefusesAnUnknownSchema) {
    Writer out;
    full_view().encode(out);
    std::string bytes = out.take();
    bytes[0] = 9;
    Reader in{bytes};
    EXPECT_THROW(CardView::decode(in), CodecError);
}

// Deliveries that wait in a store of the version before.
TEST(CardViewCodec, ReadsAViewWithoutAClock) {
    CardView view = full_view();
    view.time = "13:21 UTC";
    view.clock.clear();
    Writer out;
    view.encode(out);
    std::string bytes = out.take();
    bytes.erase(bytes.find(view.time) + view.time.size(), 1);  // the length of the empty clock
    bytes[0] = 1;
    Reader in{bytes};
    EXPECT_EQ(CardView::decode(in), view);
    EXPECT_TRUE(in.empty());
}

TEST(AlarmSketchCodec, RoundTrips) {
    const AlarmSketch sketch = sketch_alarm(malware_alarm(), Kind::malware, own_networks(), {});
    Writer out;
    sketch.encode(out);
    const std::string bytes = out.take();
    Reader in{bytes};
    const AlarmSketch back = AlarmSketch::decode(in);
    EXPECT_TRUE(in.empty());
    Writer again;
    back.encode(again);
    EXPECT_EQ(again.bytes(), bytes);
    EXPECT_EQ(back.title, sketch.title);
    EXPECT_EQ(back.facts, sketch.facts);
    EXPECT_EQ(back.left_out, sketch.left_out);
    EXPECT_EQ(back.time, sketch.time);
    EXPECT_EQ(back.src_url, sketch.src_url);
}

TEST(Footprint, GrowsWithTheText) {
    CardView view;
    const std::size_t empty = view.footprint();
    view.sentence = std::string(1000, 'x');
    EXPECT_GE(view.footprint(), empty + 1000);
}

}  // namespace
}  // namespace socbot

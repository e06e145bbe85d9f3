// Escaping for card Markdown and chat Markdown.
#include "domain/cards/render.h"

#include <gtest/gtest.h>

namespace socbot {
namespace {

struct Row {
    const char* name;
    const char* text;
    const char* card;
    const char* chat;
};
class EscapeMarkdown : public testing::TestWithParam<Row> {};
TEST_P(EscapeMarkdown, MakesMarkupText) {
    EXPECT_EQ(escape_card_markdown(GetParam().text), GetParam().card);
    EXPECT_EQ(escape_chat_markdown(GetParam().text), GetParam().chat);
}
INSTANTIATE_TEST_SUITE_P(
    Rows,
    EscapeMarkdown,
    testing::Values(
        Row{"Plain",
            "Portscan: Nmap (80/TCP), 3.5!",
            "Portscan: Nmap (80/TCP), 3.5!",
            "Portscan: Nmap (80/TCP), 3.5!"},
        Row{"Emphasis",
            "**a** _b_ `c`",
            "\\*\\*a\\*\\* \\_b\\_ \\`c\\`",
            "\\*\\*a\\*\\* \\_b\\_ \\`c\\`"},
        Row{"Link", "[x](http://e)", "\\[x\\](http://e)", "\\[x\\](http://e)"},
        Row{"Image", "![x](y)", "!\\[x\\](y)", "!\\[x\\](y)"},
        Row{"Path", "C:\\x", "C:\\x", "C:\\x"},
        Row{"BackSlashBeforeMarkup", "\\*\\", "\\\\\\*\\\\", "\\\\\\*\\\\"},
        Row{"Share", "\\\\srv\\a", "\\\\\\srv\\a", "\\\\\\srv\\a"},
        Row{"UnderscoreInside", "x86_64", "x86_64", "x86_64"},
        Row{"GreaterInside", "a >= b", "a >= b", "a &gt;= b"},
        Row{"Html", "<b>", "\\<b>", "&lt;b&gt;"},
        Row{"Entity", "&lt;b", "\\&lt;b", "&amp;lt;b"},
        Row{"Ampersand", "Delivery & Attack", "Delivery & Attack", "Delivery &amp; Attack"},
        Row{"Heading", "# h", "\\# h", "\\# h"},
        Row{"HashInside", "a # h", "a # h", "a # h"},
        Row{"List", "- a", "\\- a", "\\- a"},
        Row{"HyphenInside", "a - b", "a - b", "a - b"},
        Row{"OrderedList", "1. a", "1\\. a", "1\\. a"},
        Row{"Number", "1.5 a", "1.5 a", "1.5 a"},
        Row{"Quote", "> a", "\\> a", "&gt; a"},
        Row{"SecondLine", "a\n# b", "a\n\\# b", "a\n\\# b"},
        Row{"Strike", "~~a~~", "\\~\\~a\\~\\~", "\\~\\~a\\~\\~"},
        Row{"Defanged", "evil[.]example", "evil[.]example", "evil[.]example"},
        Row{"DefangedScheme",
            "tcp[:]//evil[.]example",
            "tcp[:]//evil[.]example",
            "tcp[:]//evil[.]example"},
        Row{"DefangedAsLinkText", "[.](http://e)", "\\[.\\](http://e)", "\\[.\\](http://e)"},
        Row{"DefangedAtTheEnd", "a[.]", "a\\[.\\]", "a\\[.\\]"},
        Row{"Mention",
            "@all hi",
            "\xEF\xBC\xA0"
            "all hi",
            "\xEF\xBC\xA0"
            "all hi"},
        Row{"MentionAfterBracket",
            "<@all>",
            "\\<\xEF\xBC\xA0"
            "all>",
            "&lt;\xEF\xBC\xA0"
            "all&gt;"},
        Row{"SlackMention", "<!channel>", "\\<!channel>", "&lt;!channel&gt;"},
        Row{"MailAddress", "a@b", "a@b", "a@b"},
        Row{"Empty", "", "", ""}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

}  // namespace
}  // namespace socbot

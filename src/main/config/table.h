// The table that binds configuration keys to a struct. One row a key: its name, what it takes, its
// default, what it means, and how it is bound. The reference page is written from the same rows, so
// it can't tell of a key that does not exist.
#pragma once

#include "main/config/context.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace socbot {

enum class Need : std::uint8_t { optional, required };

struct KeyDoc {
    const char* name;
    const char* form;      // what it takes: "text", "list of networks"
    const char* fallback;  // the default as a reader would write it; "" for none
    const char* note;
    Need need{Need::optional};
};

struct SectionDoc {
    std::string path;  // "customers[]"; empty: the file itself
    std::string note;
    std::vector<KeyDoc> keys;
};

template <class Target>
struct Key {
    KeyDoc doc;
    void (*bind)(BindContext& context, const ConfigNode::Member& member, Target& target);
};

template <class Target>
struct Section {
    const char* path;
    const char* note;
    std::vector<Key<Target>> keys;

    SectionDoc doc() const {
        SectionDoc all{path, note, {}};
        for (const Key<Target>& key : keys) {
            all.keys.push_back(key.doc);
        }
        return all;
    }
};

// The two problems a map itself can have. `keys` are the names of its section.
void unknown_key(
    BindContext& context,
    const ConfigNode::Member& member,
    const char* path,
    const std::vector<std::string>& keys
);
void missing_key(
    BindContext& context,
    const ConfigPosition& at,
    const char* path,
    const KeyDoc& key
);

// Binds every member of `node` that the section knows and reports those it does not.
template <class Target>
void bind_section(
    BindContext& context,
    const ConfigNode& node,
    const Section<Target>& section,
    Target& target
) {
    const ConfigNode::Map* const map =
        map_of(context, node, *section.path == '\0' ? "the file" : section.path);
    if (map == nullptr) {
        return;
    }
    for (const ConfigNode::Member& member : *map) {
        const auto key = std::find_if(
            section.keys.begin(),
            section.keys.end(),
            [&](const Key<Target>& candidate) { return member.key == candidate.doc.name; }
        );
        if (key != section.keys.end()) {
            key->bind(context, member, target);
            continue;
        }
        std::vector<std::string> names;
        for (const Key<Target>& candidate : section.keys) {
            names.emplace_back(candidate.doc.name);
        }
        unknown_key(context, member, section.path, names);
    }
    for (const Key<Target>& key : section.keys) {
        if (key.doc.need == Need::required && find_member(*map, key.doc.name) == nullptr) {
            missing_key(context, node.position, section.path, key.doc);
        }
    }
}

// Each item of a list bound to a Target of its own, in order.
template <class Target>
std::vector<Target>
bind_list(BindContext& context, const ConfigNode::Member& member, const Section<Target>& section) {
    std::vector<Target> all;
    if (const ConfigNode::List* const items = list_of(context, member.node, member.key)) {
        all.reserve(items->size());
        for (const ConfigNode& item : *items) {
            bind_section(context, item, section, all.emplace_back());
        }
    }
    return all;
}

}  // namespace socbot

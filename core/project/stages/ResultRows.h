// Makes the archive rows of results: one line per member of Results. Include with the Fields… headers of the
// types archived.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/project/Archive.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {

/// A plain struct or list, fetched by `get(results)` and published by `set(results, pointer)`.
template <class T, class Get, class Set>
ResultRow archived_by(std::string name, Get get, Set set) {
    ResultRow row;
    row.name = std::move(name);
    row.present = [get](const Results& results) { return get(results) != nullptr; };
    row.clear = [set](Results& results) { set(results, nullptr); };
    row.shape = [] { return archive_shape<T>(); };
    row.write = [get](const Results& results) -> base::Expected<std::string> {
        ArchiveWriter writer;
        writer(*get(results));
        return std::move(writer.bytes);
    };
    row.read = [set](const std::string& bytes, Results& results) {
        auto value = std::make_shared<T>();
        ArchiveReader reader(bytes);
        reader(*value);
        bool good = reader.whole();
        // Types whose parts point into each other say whether they do; see the Fields… headers.
        if constexpr (requires { sound(*value); }) good = good && sound(*value);
        if (good) set(results, std::move(value));
        return good;
    };
    return row;
}

/// The same for a member of Results: `member(results)` is a reference to its shared pointer.
template <class T, class Member>
ResultRow archived(std::string name, Member member) {
    return archived_by<T>(
        std::move(name),
        [member](const Results& results) -> Shared<T> { return member(const_cast<Results&>(results)); },
        [member](Results& results, Shared<T> value) { member(results) = std::move(value); });
}

/// A result without a member of its own, kept under its name; null where it is absent.
template <class T>
Shared<T> more(const Results& results, const std::string& name) {
    const auto found = results.more.find(name);
    return found == results.more.end() ? nullptr : std::static_pointer_cast<const T>(found->second);
}
template <class T>
ResultRow archived_more(const std::string& name) {
    return archived_by<T>(
        name, [name](const Results& results) { return more<T>(results, name); },
        [name](Results& results, Shared<T> value) {
            if (value)
                results.more[name] = std::move(value);
            else
                results.more.erase(name);
        });
}

/// What a streamed row answers for what its reader found: refused bytes are damaged ones, but a cancel or a
/// failure of the system says nothing about them.
template <class T>
base::Expected<bool> whole_if(const base::Expected<T>& read) {
    if (read) return true;
    const base::ErrorKind kind = read.error().kind;
    if (kind == base::ErrorKind::cancelled || kind == base::ErrorKind::internal)
        return std::unexpected(read.error());
    return false;
}

template <class T>
std::shared_ptr<const T> shared(T&& value) {
    return std::make_shared<const T>(std::forward<T>(value));
}

}  // namespace orelens::project

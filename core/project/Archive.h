// Plain structs to bytes and back, for results inside the project file. A struct takes part by an overload of
// `fields` that binds all its members; one that gains a member no longer compiles until it is listed.
// Bytes of another layout are refused by their shape, never misread; values that no writer makes (an
// enumerator without a name, a truth that is neither 0 nor 1, a count beyond the bytes left) are refused when
// read. Not for exchange between machines.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace orelens::project {

template <class T>
inline constexpr bool is_plain_number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Whether a value of an enumeration has a name, for enumerators from 0 to 63: the compiler spells those
/// without as a cast.
template <class E, E value>
constexpr bool has_name() {
    constexpr std::string_view words = __PRETTY_FUNCTION__;
    constexpr std::size_t at = words.find("value = ");
    static_assert(at != std::string_view::npos);
    return words[at + 8] != '(';
}
template <class E>
bool is_enumerator(E value) {
    static constexpr auto named = []<std::size_t... n>(std::index_sequence<n...>) {
        return std::array{has_name<E, static_cast<E>(n)>()...};
    }
    (std::make_index_sequence<64>());
    const auto number = static_cast<std::uint64_t>(static_cast<std::underlying_type_t<E>>(value));
    return number < named.size() && named[number];
}

/// The fewest bytes that a value of a type takes.
class ArchiveLeast {
  public:
    template <class... T>
    void operator()(const T&... values) {
        (add(&values), ...);
    }
    std::size_t bytes = 0;

  private:
    template <class T>
    void add(const T* /*type*/) {
        if constexpr (is_plain_number<T>)
            bytes += sizeof(T);
        else {
            T value{};
            fields(*this, value);
        }
    }
    void add(const std::string* /*type*/) { bytes += sizeof(std::uint64_t); }
    template <class T>
    void add(const std::vector<T>* /*type*/) {
        bytes += sizeof(std::uint64_t);
    }
    template <class K, class V>
    void add(const std::map<K, V>* /*type*/) {
        bytes += sizeof(std::uint64_t);
    }
    template <class T, std::size_t N>
    void add(const std::array<T, N>* /*type*/) {
        for (std::size_t n = 0; n < N; ++n) add(static_cast<const T*>(nullptr));
    }
    template <class A, class B>
    void add(const std::pair<A, B>* /*type*/) {
        add(static_cast<const A*>(nullptr));
        add(static_cast<const B*>(nullptr));
    }
    template <class T>
    void add(const std::optional<T>* /*type*/) {
        bytes += sizeof(bool);
    }
};

template <class T>
std::size_t least_bytes() {
    static const std::size_t least = [] {
        ArchiveLeast counted;
        counted(T{});
        return std::max<std::size_t>(counted.bytes, 1);
    }();
    return least;
}

class ArchiveWriter {
  public:
    template <class... T>
    void operator()(const T&... values) {
        (put(values), ...);
    }
    std::string bytes;

  private:
    void raw(const void* data, std::size_t size) { bytes.append(static_cast<const char*>(data), size); }
    void count(std::size_t n) {
        const auto wide = static_cast<std::uint64_t>(n);
        raw(&wide, sizeof wide);
    }
    template <class T>
    void put(const T& value) {
        if constexpr (is_plain_number<T>)
            raw(&value, sizeof value);
        else
            fields(*this, const_cast<T&>(value));
    }
    void put(const std::string& text) {
        count(text.size());
        raw(text.data(), text.size());
    }
    template <class T>
    void put(const std::vector<T>& list) {
        count(list.size());
        if constexpr (is_plain_number<T>)
            raw(list.data(), list.size() * sizeof(T));
        else
            for (const T& value : list) put(value);
    }
    template <class T, std::size_t N>
    void put(const std::array<T, N>& list) {
        for (const T& value : list) put(value);
    }
    template <class K, class V>
    void put(const std::map<K, V>& map) {
        count(map.size());
        for (const auto& [key, value] : map) (*this)(key, value);
    }
    template <class A, class B>
    void put(const std::pair<A, B>& pair) {
        (*this)(pair.first, pair.second);
    }
    template <class T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
};

class ArchiveReader {
  public:
    explicit ArchiveReader(const std::string& bytes) : bytes_(bytes) {}
    template <class... T>
    void operator()(T&... values) {
        (take(values), ...);
    }
    /// Everything was there and nothing is left over.
    [[nodiscard]] bool whole() const { return ok_ && at_ == bytes_.size(); }

  private:
    bool raw(void* data, std::size_t size) {
        ok_ = ok_ && size <= bytes_.size() - at_;
        if (!ok_ || size == 0) return ok_;  // an empty list has no place to copy to
        std::memcpy(data, bytes_.data() + at_, size);
        at_ += size;
        return true;
    }
    /// A count of items that take at least `each` bytes; 0 when so many cannot be left.
    std::size_t count(std::size_t each) {
        std::uint64_t n = 0;
        raw(&n, sizeof n);
        ok_ = ok_ && n <= (bytes_.size() - at_) / each;
        return ok_ ? static_cast<std::size_t>(n) : 0;
    }
    template <class T>
    void take(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            unsigned char byte = 0;
            raw(&byte, 1);
            ok_ = ok_ && byte <= 1;
            value = byte == 1;
        } else if constexpr (std::is_enum_v<T>) {
            std::underlying_type_t<T> number{};
            raw(&number, sizeof number);
            ok_ = ok_ && is_enumerator(static_cast<T>(number));
            if (ok_) value = static_cast<T>(number);
        } else if constexpr (is_plain_number<T>)
            raw(&value, sizeof value);
        else
            fields(*this, value);
    }
    void take(std::string& text) {
        text.resize(count(1));
        raw(text.data(), text.size());
    }
    template <class T>
    void take(std::vector<T>& list) {
        if constexpr (std::is_arithmetic_v<T>) {
            list.resize(count(sizeof(T)));
            raw(list.data(), list.size() * sizeof(T));
        } else {
            list.resize(count(least_bytes<T>()));
            for (T& value : list)
                if (ok_) take(value);
        }
    }
    template <class T, std::size_t N>
    void take(std::array<T, N>& list) {
        for (T& value : list) take(value);
    }
    template <class K, class V>
    void take(std::map<K, V>& map) {
        for (std::size_t n = count(least_bytes<std::pair<K, V>>()); n > 0 && ok_; --n) {
            K key{};
            take(key);
            take(map[key]);
        }
    }
    template <class A, class B>
    void take(std::pair<A, B>& pair) {
        (*this)(pair.first, pair.second);
    }
    template <class T>
    void take(std::optional<T>& value) {
        bool there = false;
        take(there);
        if (there) take(value.emplace());
    }

    const std::string& bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

/// Describes a type's layout as text: equal text, equal bytes.
class ArchiveShape {
  public:
    template <class... T>
    void operator()(const T&... values) {
        (add(&values), ...);
    }
    std::string text;

  private:
    template <class T>
    void add(const T* /*type*/) {
        if constexpr (std::is_floating_point_v<T>)
            text += "f" + std::to_string(sizeof(T));
        else if constexpr (is_plain_number<T>)
            text += "i" + std::to_string(sizeof(T));
        else {
            T value{};
            text += "{";
            fields(*this, value);
            text += "}";
        }
    }
    void add(const std::string* /*type*/) { text += "s"; }
    template <class T>
    void add(const std::vector<T>* /*type*/) {
        text += "*";
        add(static_cast<const T*>(nullptr));
    }
    template <class T, std::size_t N>
    void add(const std::array<T, N>* /*type*/) {
        text += std::to_string(N) + "x";
        add(static_cast<const T*>(nullptr));
    }
    template <class K, class V>
    void add(const std::map<K, V>* /*type*/) {
        text += "m";
        add(static_cast<const K*>(nullptr));
        add(static_cast<const V*>(nullptr));
    }
    template <class A, class B>
    void add(const std::pair<A, B>* /*type*/) {
        add(static_cast<const A*>(nullptr));
        add(static_cast<const B*>(nullptr));
    }
    template <class T>
    void add(const std::optional<T>* /*type*/) {
        text += "?";
        add(static_cast<const T*>(nullptr));
    }
};

template <class T>
std::string archive_shape() {
    ArchiveShape shape;
    shape(T{});
    return shape.text;
}

}  // namespace orelens::project

// PLY (Stanford polygons): text and binary of either byte order. Vertices' x y z, faces' vertex lists; other
// elements and properties are stepped over by what the header says of them.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using shapes::Vec3;

enum class Type { none, i8, u8, i16, u16, i32, u32, f32, f64 };

Type type_of(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Type>, 16> names{{
        {"char", Type::i8},   {"int8", Type::i8},     {"uchar", Type::u8},    {"uint8", Type::u8},
        {"short", Type::i16}, {"int16", Type::i16},   {"ushort", Type::u16},  {"uint16", Type::u16},
        {"int", Type::i32},   {"int32", Type::i32},   {"uint", Type::u32},    {"uint32", Type::u32},
        {"float", Type::f32}, {"float32", Type::f32}, {"double", Type::f64},  {"float64", Type::f64},
    }};
    for (const auto& [known, type] : names)
        if (known == name) return type;
    return Type::none;
}

std::size_t bytes_of(Type type) {
    switch (type) {
        case Type::i8:
        case Type::u8: return 1;
        case Type::i16:
        case Type::u16: return 2;
        case Type::f64: return 8;
        default: return 4;
    }
}

struct Property {
    std::string name;
    Type type = Type::none;
    Type list = Type::none;  ///< type of the count; none = a single value
};
struct Element {
    std::string name;
    std::int64_t count = 0;
    std::vector<Property> properties;
};
enum class Form { text, little, big };
struct Header {
    Form form = Form::text;
    std::vector<Element> elements;
    std::size_t body = 0;
    std::int64_t rows = 0;
};

base::Expected<Header> read_header(std::string_view bytes, const ShapeError& error) {
    Header header;
    std::size_t at = 0;
    bool formed = false;
    while (at < bytes.size()) {
        const std::size_t end = bytes.find('\n', at);
        if (end == std::string_view::npos || end - at > 10'000) break;
        std::string_view line = bytes.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at = end + 1;
        const std::int64_t row = ++header.rows;
        const std::string_view what = word(line);
        if (row == 1) {
            if (what != "ply") return error.at(1, "shapes.not_ply");
        } else if (what == "format") {
            const std::string_view form = word(line);
            formed = true;
            if (form == "binary_little_endian")
                header.form = Form::little;
            else if (form == "binary_big_endian")
                header.form = Form::big;
            else if (form != "ascii")
                return error.at(row, "shapes.unknown_line", form);
        } else if (what == "element") {
            Element element{std::string(word(line)), 0, {}};
            const auto count = integer_of(word(line));
            if (!count || *count < 0 || *count > most_points || header.elements.size() > 100)
                return error.at(row, "shapes.unknown_line", what);
            element.count = *count;
            header.elements.push_back(std::move(element));
        } else if (what == "property") {
            Property property;
            std::string_view type = word(line);
            if (type == "list") {
                property.list = type_of(word(line));
                if (property.list == Type::none || property.list == Type::f32 || property.list == Type::f64)
                    return error.at(row, "shapes.unknown_line", type);
                type = word(line);
            }
            property.type = type_of(type);
            property.name = std::string(word(line));
            if (property.type == Type::none || header.elements.empty() ||
                header.elements.back().properties.size() > 1000)
                return error.at(row, "shapes.unknown_line", type);
            header.elements.back().properties.push_back(std::move(property));
        } else if (what == "end_header") {
            header.body = at;
            if (!formed) break;
            return header;
        } else if (what != "comment" && what != "obj_info" && !what.empty()) {
            return error.at(row, "shapes.unknown_line", what);
        }
    }
    return error.at(header.rows, "shapes.not_ply");
}

/// One value after the other, text or bytes.
class Values {
  public:
    Values(std::string_view body, Form form) : body_(body), form_(form) {}
    /// NaN where the body ends or holds no number.
    double next(Type type) {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        if (form_ == Form::text) {
            at_ = std::min(body_.find_first_not_of(" \t\r\n", at_), body_.size());
            const std::size_t end = std::min(body_.find_first_of(" \t\r\n", at_), body_.size());
            const auto value = number_of(body_.substr(at_, end - at_));
            at_ = end;
            return value.value_or(none);
        }
        const std::size_t size = bytes_of(type);
        if (body_.size() - at_ < size) return none;
        std::uint64_t bits = 0;
        for (std::size_t n = 0; n < size; ++n) {
            const std::size_t place = form_ == Form::little ? size - 1 - n : n;
            bits = bits << 8 | static_cast<unsigned char>(body_[at_ + place]);
        }
        at_ += size;
        switch (type) {
            case Type::i8: return static_cast<std::int8_t>(bits);
            case Type::i16: return static_cast<std::int16_t>(bits);
            case Type::i32: return static_cast<std::int32_t>(bits);
            case Type::f32: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
            case Type::f64: return std::bit_cast<double>(bits);
            default: return static_cast<double>(bits);
        }
    }
    [[nodiscard]] std::size_t left() const { return body_.size() - at_; }
    [[nodiscard]] double done() const {
        return body_.empty() ? 1 : static_cast<double>(at_) / static_cast<double>(body_.size());
    }

  private:
    std::string_view body_;
    Form form_;
    std::size_t at_ = 0;
};

struct Ply {
    const Header& header;
    const ShapeError& error;
    Values values;
    shapes::TriangleMesh mesh;

    /// Bytes that an element's rows take at least: counts are believed only as far as the file can hold them.
    [[nodiscard]] bool fits(const Element& element) const {
        std::size_t least = 0;
        for (const Property& property : element.properties)
            least += header.form == Form::text ? 2
                                               : bytes_of(property.list != Type::none ? property.list : property.type);
        return least > 0 && static_cast<std::size_t>(element.count) <= (values.left() + 1) / least;
    }

    base::Expected<void> row(const Element& element, std::int64_t number) {
        Vec3 point{};
        int axes = 0;
        for (const Property& property : element.properties) {
            if (property.list == Type::none) {
                const double value = values.next(property.type);
                for (int a = 0; a < 3; ++a)
                    if (property.name.size() == 1 && property.name[0] == 'x' + a) {
                        if (element.name == "vertex" && !std::isfinite(value))
                            return error.at(0, "shapes.ply_damaged", element.name + " " + std::to_string(number + 1));
                        point[static_cast<std::size_t>(a)] = value;
                        ++axes;
                    }
                continue;
            }
            const double count = values.next(property.list);
            if (!(count >= 0) || count > static_cast<double>(values.left()))
                return error.at(0, "shapes.ply_damaged", element.name + " " + std::to_string(number + 1));
            const bool face = element.name == "face" &&
                              (property.name == "vertex_indices" || property.name == "vertex_index");
            std::array<double, 3> corner{};
            for (std::int64_t n = 0; n < static_cast<std::int64_t>(count); ++n) {
                const double value = values.next(property.type);
                if (!face) continue;
                if (!(value >= 0 && value < static_cast<double>(mesh.points.size()) && value == std::floor(value)))
                    return error.at(0, "shapes.ply_damaged", "face " + std::to_string(number + 1));
                corner[n == 0 ? 0 : 2] = value;
                if (n >= 2)
                    mesh.triangles.push_back({static_cast<std::int32_t>(corner[0]), static_cast<std::int32_t>(corner[1]),
                                              static_cast<std::int32_t>(corner[2])});
                corner[1] = value;
            }
            if (face && count < 3) return error.at(0, "shapes.few_corners");
        }
        if (element.name == "vertex") {
            if (axes != 3) return error.at(0, "shapes.not_ply");
            mesh.points.push_back(point);
        }
        return {};
    }
};

}  // namespace

base::Expected<ShapeFile> read_ply(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    const auto header = read_header(bytes, error);
    if (!header) return std::unexpected(header.error());
    Ply ply{*header, error, Values(std::string_view(bytes).substr(header->body), header->form), {}};
    for (const Element& element : header->elements) {
        if (element.count > 0 && !ply.fits(element)) return error.at(0, "shapes.ply_damaged", element.name);
        for (std::int64_t n = 0; n < element.count; ++n) {
            if (n % 16384 == 0 && !progress.report(ply.values.done())) return base::cancelled();
            if (auto read = ply.row(element, n); !read) return std::unexpected(read.error());
        }
    }
    ShapeFile file;
    file.format = "PLY";
    if (ply.mesh.triangles.empty() && !ply.mesh.points.empty())
        file.points.push_back({"", std::move(ply.mesh.points)});
    else if (!ply.mesh.triangles.empty())
        file.meshes.push_back(std::move(ply.mesh));
    return file;
}

}  // namespace orelens::io

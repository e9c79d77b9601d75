#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Nearest.h"
#include "core/base/Parallel.h"
#include "core/ledger/QueryTree.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr std::size_t grain = 1 << 16;

bool compare_numbers(double value, Compare compare, double wanted) {
    if (std::isnan(value)) return false;  // unknown is never yes
    switch (compare) {
        case Compare::equal: return value == wanted;
        case Compare::different: return value != wanted;
        case Compare::less: return value < wanted;
        case Compare::at_most: return value <= wanted;
        case Compare::more: return value > wanted;
        default: return value >= wanted;
    }
}

/// A node's answer, at the level at which it is the same for all below: units, or assay rows with their occurrences.
struct Answer {
    std::vector<std::uint8_t> units;   // 0 or 1; used where rows is empty
    std::vector<std::uint16_t> rows;
    bool constant = false;             // the same bits for every row
    std::uint16_t bits = 0;
};

class Selector {
  public:
    Selector(const Ledger& ledger, std::span<const State> outcome) : ledger_(ledger), outcome_(outcome) {}
    Expected<Answer> answer(const QueryNode& node, bool denied = false) const;
    Expected<Answer> denial(const QueryNode& node) const;
    /// Of whatever level, as rows.
    [[nodiscard]] std::vector<std::uint16_t> as_rows(Answer answer) const;

  private:
    Expected<Answer> test(const QueryNode& node) const;
    Expected<std::vector<std::uint8_t>> accepted_names(const QueryNode& node, const Dictionary& names) const;
    [[nodiscard]] Answer combine(Answer a, Answer b, bool all) const;
    template <class Test>
    [[nodiscard]] Answer by_unit(const Test& test) const {
        Answer answer;
        answer.units.resize(ledger_.units());
        base::parallel_for(ledger_.units(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t u = begin; u < end; ++u) answer.units[u] = test(u) ? 1 : 0;
        });
        return answer;
    }
    template <class Test>
    [[nodiscard]] Answer by_row(const Test& test) const {
        Answer answer;
        answer.rows.resize(ledger_.rows());
        base::parallel_for(ledger_.rows(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r) answer.rows[r] = test(r) ? all_occurrences : 0;
        });
        return answer;
    }

    const Ledger& ledger_;
    std::span<const State> outcome_;
};

/// Which numbers of a dictionary a test accepts.
Expected<std::vector<std::uint8_t>> Selector::accepted_names(const QueryNode& node, const Dictionary& names) const {
    std::vector<std::uint8_t> accepted(names.size(), 0);
    for (const Wanted& wanted : node.wanted) {
        if (node.compare == Compare::contains && !node.list) {
            for (std::size_t n = 0; n < names.size(); ++n) accepted[n] |= names[n].find(wanted.text) != std::string::npos;
            continue;
        }
        if (node.compare >= Compare::less && node.compare <= Compare::at_least) {  // years
            for (std::size_t n = 1; n < names.size(); ++n)
                accepted[n] |= compare_numbers(std::atof(names[n].c_str()), node.compare, std::atof(wanted.text.c_str()));
            continue;
        }
        const bool unknown_value = wanted.text == "unknown" || wanted.text == "未知";
        const std::int64_t found = unknown_value ? 0 : names.find(wanted.text);
        if (found < 0) {
            // A species that the program knows and the ledger has not: nothing of it, which is an answer.
            if (node.field == Field::species && species_name(wanted.text)) continue;
            std::vector<std::string> known;
            for (std::size_t n = 1; n < names.size(); ++n) known.push_back(names[n]);
            // What the ledger holds is meant sooner than what else the program knows.
            std::string near = base::nearest(wanted.text, known);
            if (near.empty() && node.field == Field::species) near = base::nearest(wanted.text, species_names());
            return base::fail(ErrorKind::usage,
                              Message("ledger.query.nothing", {{"text", wanted.text}, {"field", std::string(code(node.field))}}),
                              {.column = wanted.column},
                              near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
        }
        accepted[static_cast<std::size_t>(found)] = 1;
    }
    if (node.compare == Compare::different && !node.list)
        for (std::uint8_t& one : accepted) one = one == 0;
    return accepted;
}

Expected<Answer> Selector::test(const QueryNode& node) const {
    const Field field = node.field;
    const FieldType type = type_of(field);
    if (type == FieldType::enumeration) {
        std::vector<std::uint8_t> accepted(values_of(field).size(), 0);
        for (const Wanted& wanted : node.wanted) accepted[wanted.value] = 1;
        if (node.compare == Compare::different && !node.list)
            for (std::uint8_t& one : accepted) one = one == 0;
        const auto unit_values = [&](const auto& column) {
            return by_unit([&](std::size_t u) { return accepted[static_cast<std::size_t>(column[u])] != 0; });
        };
        switch (field) {
            case Field::role:
                return by_row([&](std::size_t r) { return accepted[static_cast<std::size_t>(ledger_.row_role[r])] != 0; });
            case Field::occurrence: {
                Answer answer{{}, {}, true, 0};
                for (std::size_t n = 0; n < accepted.size(); ++n)
                    if (accepted[n] != 0) answer.bits |= static_cast<std::uint16_t>(1U << n);
                return answer;
            }
            case Field::grade_class: return unit_values(ledger_.grade_class);
            case Field::status: return unit_values(ledger_.status);
            case Field::stage: return unit_values(ledger_.stage);
            case Field::subsystem: return unit_values(ledger_.subsystem);
            case Field::confidence: return unit_values(ledger_.confidence);
            case Field::kind: return unit_values(ledger_.kind);
            default:
                if (outcome_.size() != ledger_.units())
                    return base::fail(ErrorKind::usage, Message("ledger.query.no_outcome"), {.column = node.wanted.front().column});
                return unit_values(outcome_);
        }
    }
    if (type == FieldType::flag) {
        Flags wanted_bits = 0;
        for (const Wanted& wanted : node.wanted) wanted_bits |= static_cast<Flags>(1U << wanted.value);
        const bool without = node.compare == Compare::different && !node.list;
        return by_unit([&](std::size_t u) { return ((ledger_.flags[u] & wanted_bits) != 0) != without; });
    }
    if (type == FieldType::number) {
        const auto accepts = [&](double value) {
            return std::ranges::any_of(node.wanted, [&](const Wanted& wanted) {
                return compare_numbers(value, node.list ? Compare::equal : node.compare, wanted.number);
            });
        };
        if (field == Field::mass) return by_unit([&](std::size_t u) { return accepts(ledger_.mass_t[u]); });
        if (field == Field::depth) return by_unit([&](std::size_t u) { return accepts(ledger_.depth_m[u]); });
        if (field == Field::grade) return by_row([&](std::size_t r) { return accepts(ledger_.row_grade[r]); });
        return by_row([&](std::size_t r) { return accepts(ledger_.row_contained[r]); });
    }
    if (type == FieldType::text) {
        const std::vector<std::string>& texts = field == Field::id     ? ledger_.ids
                                                : field == Field::name ? ledger_.names
                                                                       : ledger_.ground_ids;
        return by_unit([&](std::size_t u) {
            const bool found = std::ranges::any_of(node.wanted, [&](const Wanted& wanted) {
                return node.compare == Compare::contains && !node.list ? texts[u].find(wanted.text) != std::string::npos
                                                                       : texts[u] == wanted.text;
            });
            return found != (node.compare == Compare::different && !node.list);
        });
    }
    if (field == Field::species) {
        const auto accepted = accepted_names(node, ledger_.species);
        if (!accepted) return std::unexpected(accepted.error());
        return by_row([&](std::size_t r) { return (*accepted)[ledger_.row_species[r]] != 0; });
    }
    if (field == Field::source) {
        Dictionary names;
        for (const Source& source : ledger_.sources) names.add(source.id);
        const auto accepted = accepted_names(node, names);
        if (!accepted) return std::unexpected(accepted.error());
        return by_unit([&](std::size_t u) { return (*accepted)[ledger_.source[u] + 1] != 0; });
    }
    const auto named = [&](const Dictionary& names, const std::vector<std::uint32_t>& column) -> Expected<Answer> {
        const auto accepted = accepted_names(node, names);
        if (!accepted) return std::unexpected(accepted.error());
        return by_unit([&](std::size_t u) { return (*accepted)[column[u]] != 0; });
    };
    switch (field) {
        case Field::system: return named(ledger_.systems, ledger_.system);
        case Field::region: return named(ledger_.regions, ledger_.region);
        case Field::licence: return named(ledger_.licences, ledger_.licence);
        case Field::deposit_type: return named(ledger_.deposit_types, ledger_.deposit_type);
        case Field::ore_type: return named(ledger_.ore_types, ledger_.ore_type);
        case Field::mining: return named(ledger_.minings, ledger_.mining);
        default: return named(ledger_.years, ledger_.year);
    }
}

std::vector<std::uint16_t> Selector::as_rows(Answer answer) const {
    if (!answer.rows.empty() || ledger_.rows() == 0) return std::move(answer.rows);
    if (answer.constant) return std::vector<std::uint16_t>(ledger_.rows(), answer.bits);
    std::vector<std::uint16_t> rows(ledger_.rows());
    base::parallel_for(ledger_.units(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t u = begin; u < end; ++u)
            std::fill(rows.begin() + static_cast<std::ptrdiff_t>(ledger_.first[u]),
                      rows.begin() + static_cast<std::ptrdiff_t>(ledger_.first[u + 1]),
                      answer.units[u] != 0 ? all_occurrences : std::uint16_t{0});
    });
    return rows;
}

Answer Selector::combine(Answer a, Answer b, bool all) const {
    if (a.constant && b.constant)
        return {{}, {}, true, static_cast<std::uint16_t>(all ? a.bits & b.bits : a.bits | b.bits)};
    if (!a.units.empty() && !b.units.empty()) {
        base::parallel_for(a.units.size(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) a.units[n] = all ? a.units[n] & b.units[n] : a.units[n] | b.units[n];
        });
        return a;
    }
    if (!a.rows.empty() && !b.units.empty()) std::swap(a, b);
    if (!a.units.empty() && !b.rows.empty()) {
        base::parallel_for(ledger_.units(), grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t u = begin; u < end; ++u) {
                const std::uint16_t bits = a.units[u] != 0 ? all_occurrences : 0;
                for (std::size_t r = ledger_.first[u]; r < ledger_.first[u + 1]; ++r)
                    b.rows[r] = all ? b.rows[r] & bits : b.rows[r] | bits;
            }
        });
        return b;
    }
    if (a.constant) std::swap(a, b);
    Answer rows;
    rows.rows = as_rows(std::move(a));
    if (b.constant) {
        for (std::uint16_t& bits : rows.rows) bits = all ? bits & b.bits : bits | b.bits;
        return rows;
    }
    const std::vector<std::uint16_t> others = as_rows(std::move(b));
    base::parallel_for(rows.rows.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) rows.rows[r] = all ? rows.rows[r] & others[r] : rows.rows[r] | others[r];
    });
    return rows;
}

/// What a test does not take, without what is not stated: unknown is never yes.
Expected<Answer> Selector::denial(const QueryNode& node) const {
    auto no = test(node);
    if (!no) return no;
    for (std::uint8_t& one : no->units) one = one == 0;
    for (std::uint16_t& bits : no->rows) bits = static_cast<std::uint16_t>(~bits & all_occurrences);
    no->bits = static_cast<std::uint16_t>(~no->bits & all_occurrences);
    const bool of_year = node.field == Field::year && node.compare >= Compare::less && node.compare <= Compare::at_least;
    if (type_of(node.field) != FieldType::number && !of_year) return no;
    QueryNode any = node;
    any.list = false;
    any.compare = Compare::at_least;
    any.wanted.resize(1);
    any.wanted.front().number = -std::numeric_limits<double>::infinity();
    any.wanted.front().text.assign("-inf");
    auto stated = test(any);
    if (!stated) return stated;
    return combine(std::move(*no), std::move(*stated), true);
}

/// A denial goes down to the tests: not (a and b) is not a or not b.
Expected<Answer> Selector::answer(const QueryNode& node, bool denied) const {
    if (node.kind == QueryNode::Kind::test) return denied ? denial(node) : test(node);
    if (node.kind == QueryNode::Kind::none_of) return answer(node.children.front(), !denied);
    auto first = answer(node.children.front(), denied);
    if (!first) return first;
    for (std::size_t n = 1; n < node.children.size(); ++n) {
        auto next = answer(node.children[n], denied);
        if (!next) return next;
        *first = combine(std::move(*first), std::move(*next), (node.kind == QueryNode::Kind::all_of) != denied);
    }
    return first;
}

}  // namespace

base::Expected<Selection> select(const Ledger& ledger, const Query& query, std::span<const State> outcome) {
    Selection selection;
    if (!query.root) return selection;
    const Selector selector(ledger, outcome);
    auto answer = selector.answer(*query.root);
    if (!answer) return std::unexpected(answer.error());
    selection.rows = selector.as_rows(std::move(*answer));
    for (std::size_t u = 0; u < ledger.units(); ++u)
        if (ledger.excluded[u] != Excluded::counted)
            for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) selection.rows[r] = 0;
    return selection;
}

}  // namespace orelens::ledger

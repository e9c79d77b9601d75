#include "core/blocks/FilterFormula.h"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace orelens::blocks {

using base::ErrorKind;
using base::Message;

namespace {

constexpr const char* name_letters =
    "0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t longest = 4096;  ///< characters of a formula

/// One name of the formula and where its values come from.
struct Variable {
    std::string name;    ///< as the parser knows it
    std::string column;  ///< empty for a coordinate
    int axis = -1;
    bool integer = false;
    std::array<double, 512> values{};
    double value = 0;  ///< that the parser looks at
};

base::Error unreadable(const std::string& formula, const std::string& what, int at) {
    return {ErrorKind::usage,
            Message("blocks.filter_formula",
                    {{"formula", formula}, {"what", what}, {"at", std::to_string(std::max(at, 0) + 1)}}),
            {},
            Message("blocks.filter_formula_fix")};
}

/// Where a single = stands, which would set a value and not ask for one; npos without.
std::size_t assignment(const std::string& formula) {
    for (std::size_t at = 0; at < formula.size(); ++at) {
        if (formula[at] != '=') continue;
        const bool second = at > 0 && std::string_view("=<>!").contains(formula[at - 1]);
        if (!second && (at + 1 == formula.size() || formula[at + 1] != '=')) return at;
    }
    return std::string::npos;
}

}  // namespace

struct FilterFormula::Parser {
    const BlockModel* model = nullptr;
    std::string formula;   ///< as typed
    std::string expression;  ///< with plain names
    std::vector<std::unique_ptr<Variable>> variables;
    mu::Parser parser;

    /// Names in [brackets] become names the parser takes.
    std::optional<base::Error> take_brackets() {
        for (std::size_t at = 0; at < formula.size();) {
            if (formula[at] != '[') {
                expression += formula[at++];
                continue;
            }
            const auto end = formula.find(']', at);
            if (end == std::string::npos) return unreadable(formula, "[", static_cast<int>(at));
            const std::string column = formula.substr(at + 1, end - at - 1);
            if (!model->has(column)) return unreadable(formula, column, static_cast<int>(at));
            const std::string name = "column_" + std::to_string(variables.size()) + "_";
            add({.name = name, .column = column});
            expression += name;
            at = end + 1;
        }
        return std::nullopt;
    }
    void add(Variable variable) {
        if (const ColumnInfo* info = model->info(variable.column))
            variable.integer = info->type == ColumnType::integer;
        variables.push_back(std::make_unique<Variable>(std::move(variable)));
    }
    /// The names that stand in the formula and no others: only their columns are read.
    std::optional<base::Error> take_names() {
        mu::Parser names;
        names.DefineNameChars(name_letters);
        names.SetExpr(expression);
        for (const auto& [name, unused] : names.GetUsedVar()) {
            const bool known =
                std::ranges::any_of(variables, [&](const auto& each) { return each->name == name; });
            if (known) continue;
            constexpr std::array axes{"x", "y", "z"};
            const auto axis = std::ranges::find(axes, name);
            if (model->has(name))
                add({.name = name, .column = name});
            else if (axis != axes.end())
                add({.name = name, .axis = static_cast<int>(axis - axes.begin())});
            else
                return unreadable(formula, name, static_cast<int>(formula.find(name)));
        }
        return std::nullopt;
    }
    void bind() {
        parser.DefineNameChars(name_letters);
        for (const auto& variable : variables) parser.DefineVar(variable->name, &variable->value);
        parser.SetExpr(expression);
    }
    void load(Variable& variable, std::size_t leaf) const {
        if (variable.axis >= 0) {
            for (int at = 0; at < 512; ++at)
                variable.values[static_cast<std::size_t>(at)] =
                    model->geometry().centre(model->leaf(leaf).index(at))[static_cast<std::size_t>(variable.axis)];
        } else if (variable.integer) {
            const IntegerLeaf values = model->integer(variable.column, leaf);
            for (int at = 0; at < 512; ++at)
                variable.values[static_cast<std::size_t>(at)] =
                    values[at] == missing_int ? std::nan("") : static_cast<double>(values[at]);
        } else {
            const float* values = model->real(variable.column, leaf);
            std::copy_n(values, 512, variable.values.begin());
        }
    }
};

FilterFormula::FilterFormula(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
FilterFormula::~FilterFormula() = default;

FilterFormula::FilterFormula(const FilterFormula& other) : parser_(std::make_unique<Parser>()) {
    parser_->model = other.parser_->model;
    parser_->formula = other.parser_->formula;
    parser_->expression = other.parser_->expression;
    for (const auto& variable : other.parser_->variables)
        parser_->variables.push_back(std::make_unique<Variable>(*variable));
    parser_->bind();
}

base::Expected<FilterFormula> FilterFormula::read(const BlockModel& model, const std::string& formula) {
    auto made = std::make_unique<Parser>();
    made->model = &model;
    made->formula = formula;
    const bool empty = std::ranges::all_of(formula, [](char c) { return c == ' ' || c == '\t'; });
    if (empty || formula.size() > longest) return std::unexpected(unreadable(formula.substr(0, 60), "", 0));
    if (const auto at = assignment(formula); at != std::string::npos)
        return std::unexpected(unreadable(formula, "=", static_cast<int>(at)));
    try {
        if (auto wrong = made->take_brackets()) return std::unexpected(*wrong);
        if (auto wrong = made->take_names()) return std::unexpected(*wrong);
        made->bind();
        made->parser.Eval();
        if (made->parser.GetNumResults() != 1) return std::unexpected(unreadable(formula, ",", 0));
    } catch (const mu::Parser::exception_type& wrong) {
        return std::unexpected(unreadable(formula, wrong.GetToken(), static_cast<int>(wrong.GetPos())));
    }
    return FilterFormula(std::move(made));
}

void FilterFormula::evaluate(std::size_t leaf, double* out) {
    for (const auto& variable : parser_->variables) parser_->load(*variable, leaf);
    // One by one: asked for many at once the library starts threads of its own inside ours.
    for (std::size_t at = 0; at < 512; ++at) {
        bool known = true;
        for (const auto& variable : parser_->variables) {
            variable->value = variable->values[at];
            known = known && !std::isnan(variable->value);
        }
        // A comparison with a missing value is false, which its opposite would keep: such blocks are undecided.
        out[at] = known ? parser_->parser.Eval() : std::nan("");
    }
}

}  // namespace orelens::blocks

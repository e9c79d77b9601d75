// What people and spreadsheets do to hole names: the keys under which two spellings of one name meet. Names
// themselves stay as written; a meeting is proposed to the user, never acted upon.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orelens::drilling {

/// Keys of a name, each with a letter for its kind in front; two names are near misses when they share one.
/// - spelling: lower case, full-width letters and digits as plain ones, without spaces, underscores and
/// dashes
///   of any kind, numbers without leading zeros ("ZK－001" and "zk 1");
/// - number: what a spreadsheet reads ("12E12" and "1.2E+13");
/// - day: a date and the number a spreadsheet keeps for it ("1-Jan-21" and "44197");
/// - two numbers and the day they were taken for ("3-12", "3-Dec" and "12-Mar"; "MAR1" and "1-Mar").
std::vector<std::string> hole_name_keys(std::string_view name);

/// The number of a name that is letters and one number ("DH-0001", "0001": "1"), or of a number alone; empty for
/// any other. A name without the prefix that the rest of a project writes meets the full one here.
std::string bare_number(std::string_view name);
bool is_number_alone(std::string_view name);

/// "2021-03-12" with or without an hour, "12-Mar": what a spreadsheet makes of names such as "3-12" or "12-3", all of
/// which then read alike in every table. A month in front of its number ("MAR-05") is a name.
bool looks_like_date(std::string_view name);

}  // namespace orelens::drilling

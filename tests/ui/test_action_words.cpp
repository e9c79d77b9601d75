// The words of actions and menus keep to resources/glossary.json, as the texts of the catalogues do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/Glossary.h"
#include "ui/commands/Action.h"

namespace orelens {
namespace {

using ::testing::IsEmpty;

TEST(ActionWords, KeepToTheGlossary) {
    for (const commands::ActionInfo& action : commands::action_table()) {
        EXPECT_THAT(testing::faults(action.id, action.text), IsEmpty());
        EXPECT_THAT(testing::faults(action.id + " help", action.help), IsEmpty());
    }
    for (const commands::MenuInfo& menu : commands::menu_table())
        EXPECT_THAT(testing::faults(menu.id, menu.text), IsEmpty());
}

}  // namespace
}  // namespace orelens

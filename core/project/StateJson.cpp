#include "core/project/StateJson.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/JsonWhole.h"
#include "core/project/Store.h"
#include "core/project/StoreFiles.h"

namespace orelens::project {
namespace {

using Json = nlohmann::json;
using base::ErrorKind;
using base::Message;

Json to_json(const Message& message) {
    return {{"key", message.key}, {"args", message.args}};
}

Message message_from(const Json& json) {
    return Message(json.value("key", ""), json.value("args", decltype(Message::args){}));
}

Json to_json(const base::Error& error) {
    const base::Place& place = error.place;
    return {{"kind", static_cast<int>(error.kind)},
            {"what", to_json(error.what)},
            {"fix", to_json(error.fix)},
            {"file", place.file},
            {"row", place.row},
            {"column", place.column},
            {"field", place.field},
            {"hole", place.hole}};
}

base::Error error_from(const Json& json) {
    base::Error error;
    error.kind = static_cast<ErrorKind>(std::clamp<std::int64_t>(base::whole_number(json, "kind", 0), 0,
                                                                 static_cast<int>(ErrorKind::internal)));
    error.what = message_from(json.value("what", Json::object()));
    error.fix = message_from(json.value("fix", Json::object()));
    error.place = {json.value("file", ""), base::whole_number(json, "row", 0),
                   base::whole_number(json, "column", 0), json.value("field", ""), json.value("hole", "")};
    return error;
}

void read_stages(const Json& stages, Project& project) {
    for (const auto& [id, one] : stages.items()) {
        const std::string stamp = one.value("fingerprint", "");
        if (!stamp.empty()) project.results.stamps[id] = stamp;
        if (one.contains("error"))
            project.failures[id] = {error_from(one["error"]), one.value("error_fingerprint", "")};
    }
}

/// Results that each stage left in the file, so that one that is gone is missed.
Json result_names(const Project& project) {
    Json names = Json::object();
    for (const Stage& stage : project.stages()) {
        Json& own = names[stage.id] = Json::array();
        for (const ResultRow& row : stage.results)
            if (row.present(project.results)) own.push_back(row.name);
    }
    return names;
}

/// Of results that this version does not know, those the file had stay with them.
Json digests_to_json(const Project& project, const store::Digests& digests) {
    Json all = Json::object();
    const std::vector<std::string> own = store::blob_names(project.stages());
    for (const auto& [name, text] : project.unknown_digests)
        if (std::ranges::find(own, name) == own.end()) all[name] = Json::parse(text);
    for (const auto& [name, parts] : digests) {
        Json& listed = all[name] = Json::array();
        for (const store::PartDigest& part : parts) listed.push_back({part.bytes, part.digest});
    }
    return all;
}

store::Digests digests_from(const Json& json) {
    store::Digests digests;
    for (const auto& [name, parts] : json.items())
        for (const Json& part : parts)
            digests[name].push_back({base::whole_number(part.at(0)), part.at(1).get<std::string>()});
    return digests;
}

}  // namespace

std::string state_to_json(const Project& project, const store::Digests& digests) {
    Json stages = Json::object();
    for (const auto& [id, stamp] : project.results.stamps) stages[id]["fingerprint"] = stamp;
    for (const auto& [id, failure] : project.failures) {
        stages[id]["error"] = to_json(failure.error);
        stages[id]["error_fingerprint"] = failure.tried;
    }
    const Json state = {{"stages", stages},
                        {"results", result_names(project)},
                        {"digests", digests_to_json(project, digests)},
                        {"keys", project.results.key_stamps},
                        {"files", remembered_files(project)},
                        {"model_source", project.model_source},
                        {"approved_findings", project.approved_findings}};
    // A file name need not be UTF-8; saving does not fail for it.
    return state.dump(1, ' ', false, Json::error_handler_t::replace);
}

SavedResults state_from_json(const std::string& text, Project& project) {
    using Names = std::map<std::string, std::string>;
    try {
        const Json state = Json::parse(text);
        project.approved_findings = state.value("approved_findings", std::set<std::string>{});
        project.model_source = state.value("model_source", "");
        project.file_digests = state.value("files", Names{});
        project.results.key_stamps = state.value("keys", std::map<std::string, Names>{});
        read_stages(state.value("stages", Json::object()), project);
        const Json digests = state.value("digests", Json::object());
        for (const auto& [name, parts] : digests.items()) project.unknown_digests[name] = parts.dump();
        return {state.value("results", decltype(SavedResults::names){}), digests_from(digests)};
    } catch (const Json::exception&) {
        project.results.stamps.clear();
        project.results.key_stamps.clear();
        return {};
    }
}

}  // namespace orelens::project

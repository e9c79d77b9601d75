#include "core/project/StateJson.h"

#include <nlohmann/json.hpp>

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
    error.kind =
        static_cast<ErrorKind>(std::clamp(json.value("kind", 0), 0, static_cast<int>(ErrorKind::internal)));
    error.what = message_from(json.value("what", Json::object()));
    error.fix = message_from(json.value("fix", Json::object()));
    error.place = {json.value("file", ""), json.value("row", std::int64_t{0}),
                   json.value("column", std::int64_t{0}), json.value("field", ""), json.value("hole", "")};
    return error;
}

void read_stages(const Json& stages, Project& project) {
    for (const Stage stage : all_stages) {
        const auto n = static_cast<std::size_t>(stage);
        const Json one = stages.value(std::string(stage_id(stage)), Json::object());
        project.fingerprints[n] = one.value("fingerprint", "");
        if (one.contains("error")) {
            project.errors[n] = error_from(one["error"]);
            project.error_fingerprints[n] = one.value("error_fingerprint", "");
        }
    }
}

}  // namespace

std::string state_to_json(const Project& project) {
    Json stages = Json::object();
    for (const Stage stage : all_stages) {
        const auto n = static_cast<std::size_t>(stage);
        Json& one = stages[std::string(stage_id(stage))] = {{"fingerprint", project.fingerprints[n]}};
        if (!project.errors[n]) continue;
        one["error"] = to_json(*project.errors[n]);
        one["error_fingerprint"] = project.error_fingerprints[n];
    }
    const Json state = {{"stages", stages},
                        {"variograms", project.variogram_fingerprints},
                        {"estimates", project.estimate_fingerprints},
                        {"files", project.file_digests},
                        {"model_source", project.model_source},
                        {"approved_findings", project.approved_findings}};
    return state.dump(1);
}

void state_from_json(const std::string& text, Project& project) {
    using Names = std::map<std::string, std::string>;
    try {
        const Json state = Json::parse(text);
        project.approved_findings = state.value("approved_findings", std::set<std::string>{});
        project.model_source = state.value("model_source", "");
        project.file_digests = state.value("files", Names{});
        project.variogram_fingerprints = state.value("variograms", Names{});
        project.estimate_fingerprints = state.value("estimates", Names{});
        read_stages(state.value("stages", Json::object()), project);
    } catch (const Json::exception&) {
        project.fingerprints.assign(stage_count, "");
    }
}

}  // namespace orelens::project

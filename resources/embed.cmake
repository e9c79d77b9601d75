# Writes OUT, a C++ file that holds every file of FILES (paths below ROOT) as text. Run with cmake -P.
set(body "#include \"core/base/Resource.h\"\n\nnamespace orelens::base {\nnamespace {\nusing namespace std::string_view_literals;\nconstexpr EmbeddedFile files[] = {\n")
foreach(file IN LISTS FILES)
    # Raw string literals keep UTF-8 as it is; with their length at hand nothing is counted while compiling.
    file(READ "${ROOT}/${file}" text)
    string(APPEND body "    {\"${file}\", R\"0RELENS(${text})0RELENS\"sv},\n")
endforeach()
string(APPEND body "};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_files() { return files; }\n}  // namespace orelens::base\n")
file(WRITE "${OUT}" "${body}")

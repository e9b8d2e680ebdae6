#include "kiosk/folders.h"

#include <filesystem>

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

// `proof` is a file that must be inside, so that a folder of the same name is not taken.
Result<std::string> find_folder(const std::string& name, const std::string& proof,
                                const std::optional<std::string>& named,
                                const std::string& option) {
  std::error_code ignored;
  if (named) {
    if (fs::exists(fs::path(*named) / proof, ignored)) return *named;
    return fail(Failure::not_found, "there is no " + proof + " in it", *named, "check " + option);
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (fs::path at = program.parent_path(); !at.empty(); at = at.parent_path()) {
    for (const fs::path& folder : {at / name, at / "share" / "afterword" / name})
      if (fs::exists(folder / proof, ignored)) return folder.string();
    if (at == at.root_path()) break;
  }
  return fail(Failure::not_found, "the folder " + name + " is not to be found",
              program.parent_path().string(), "name it with " + option);
}

}  // namespace

Result<Folders> find_folders(const Options& options) {
  Folders folders;
  AFTERWORD_ASSIGN(folders.assets,
                   find_folder("assets", "strings/en.json", options.assets, "--assets"));
  AFTERWORD_ASSIGN(folders.survey_defs, find_folder("survey-defs", "survey.schema.json",
                                                    options.survey_defs, "--survey-defs"));
  return folders;
}

}  // namespace afterword::kiosk

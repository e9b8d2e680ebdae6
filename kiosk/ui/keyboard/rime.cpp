// librime behind InputMethod. Only its C functions are used, found when it is loaded.
#include <dlfcn.h>
#include <rime_api.h>

#include <array>
#include <cstddef>
#include <filesystem>

#include "kiosk/ui/keyboard/input_method.h"

namespace afterword::kiosk {
namespace {

struct SchemaOf {
  std::string_view language;  // the tag or its first part
  const char* schema;         // FILE.schema.yaml in assets/input
  const char* data;           // compiled dictionary, in the data folder
};
constexpr std::array kSchemas = {
    SchemaOf{"zh", "afterword_pinyin", "pinyin_simp.table.bin"},
};

constexpr const char* kLibrary = "librime.so.1";
constexpr int kBackspace = 0xFF08, kReturn = 0xFF0D, kPageUp = 0xFF55, kPageDown = 0xFF56;
constexpr int kLogNothing = 3;  // fatal trouble only: its notes could quote what is typed

const SchemaOf* schema_of(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  for (const SchemaOf& schema : kSchemas)
    if (schema.language == primary) return &schema;
  return nullptr;
}

// Their structs begin with their own size, less that number itself.
template <class T>
T sized() {
  T value{};
  value.data_size = static_cast<int>(sizeof(T) - sizeof(value.data_size));
  return value;
}

class RimeMethod final : public InputMethod {
 public:
  RimeMethod(const RimeApi& api, RimeSessionId session) : api_(api), session_(session) {}
  ~RimeMethod() override {
    api_.clear_composition(session_);
    api_.destroy_session(session_);
  }
  RimeMethod(const RimeMethod&) = delete;
  RimeMethod& operator=(const RimeMethod&) = delete;

  const Composition& composition() const override { return composition_; }

  bool type(std::string_view letter) override {
    const bool apart = letter == "'" && !composition_.empty();  // xi'an
    if (letter.size() != 1 || (!apart && (letter[0] < 'a' || letter[0] > 'z'))) return false;
    return press(letter[0]);
  }
  bool delete_back() override { return !composition_.empty() && press(kBackspace); }
  void turn_page(int direction) override { press(direction > 0 ? kPageDown : kPageUp); }

  std::string choose(std::size_t candidate) override {
    if (candidate >= composition_.candidates.size()) return {};
    api_.select_candidate_on_current_page(session_, candidate);
    return committed();
  }
  std::string choose_first() override {
    return composition_.candidates.empty() ? take_letters() : choose(0);
  }
  std::string take_letters() override {
    if (composition_.empty()) return {};
    api_.process_key(session_, kReturn, 0);
    return committed();
  }
  void clear() override {
    api_.clear_composition(session_);
    look();
  }

 private:
  bool press(int key) {
    const bool taken = api_.process_key(session_, key, 0) != 0;
    look();
    return taken;
  }

  std::string committed() {
    std::string text;
    auto commit = sized<RimeCommit>();
    if (api_.get_commit(session_, &commit) != 0) {
      if (commit.text != nullptr) text = commit.text;
      api_.free_commit(&commit);
    }
    look();
    return text;
  }

  void look() {
    composition_ = {};
    auto context = sized<RimeContext>();
    if (api_.get_context(session_, &context) == 0) return;
    if (context.composition.length > 0 && context.composition.preedit != nullptr)
      composition_.letters = context.composition.preedit;
    for (int i = 0; i < context.menu.num_candidates; ++i)
      composition_.candidates.emplace_back(context.menu.candidates[i].text);
    composition_.has_previous = context.menu.page_no > 0;
    composition_.has_next = context.menu.num_candidates > 0 && context.menu.is_last_page == 0;
    api_.free_context(&context);
  }

  const RimeApi& api_;
  RimeSessionId session_;
  Composition composition_;
};

tl::unexpected<Error> no_input_method(std::string what, std::string where) {
  return fail(Failure::unavailable, std::move(what), std::move(where),
              "install librime1 and rime-data-pinyin-simp");
}

}  // namespace

struct InputMethods::Engine {
  void* library = nullptr;
  RimeApi* api = nullptr;
};

InputMethods::InputMethods(std::string folder, Missing missing, std::string data_folder)
    : folder_(std::move(folder)),
      data_folder_(std::move(data_folder)),
      missing_(std::move(missing)) {}

// The library stays loaded: it has threads and statics that do not end well.
InputMethods::~InputMethods() {
  if (engine_) engine_->api->finalize();
}

bool InputMethods::wanted(std::string_view language) { return schema_of(language) != nullptr; }

Result<std::unique_ptr<InputMethod>> InputMethods::begin(std::string_view language) {
  auto method = load(language);
  if (!method && method.error().failure == Failure::unavailable && missing_)
    std::exchange(missing_, {})(method.error());
  return method;
}

Result<std::unique_ptr<InputMethod>> InputMethods::load(std::string_view language) {
  const SchemaOf* const schema = schema_of(language);
  if (schema == nullptr)
    return fail(Failure::not_found, "this language has no input method", std::string(language));
  if (!engine_) {
    const std::string built = data_folder_ + "/build";
    std::error_code error;
    if (!std::filesystem::exists(built + "/" + schema->data, error))
      return no_input_method("the dictionary of the input method is missing", built);
    void* const library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return no_input_method("the input method cannot be loaded", kLibrary);
    using GetApi = RimeApi* (*)();
    const auto get_api = reinterpret_cast<GetApi>(::dlsym(library, "rime_get_api"));
    RimeApi* const api = get_api != nullptr ? get_api() : nullptr;
    constexpr auto kNeeded = offsetof(RimeApi, select_candidate_on_current_page) + sizeof(void*);
    if (api == nullptr || static_cast<std::size_t>(api->data_size) + sizeof(int) < kNeeded)
      return no_input_method("this version of the input method is too old", kLibrary);
    // Our schema stands where it looks first, the dictionary where it looks next; the person's own
    // folder is one that is not there, so nothing can be kept.
    const std::string nowhere = folder_ + "/nothing-is-kept";
    auto traits = sized<RimeTraits>();
    traits.shared_data_dir = data_folder_.c_str();
    traits.user_data_dir = nowhere.c_str();
    traits.prebuilt_data_dir = built.c_str();
    traits.staging_dir = folder_.c_str();
    traits.distribution_name = traits.distribution_code_name = traits.distribution_version =
        traits.app_name = "rime.afterword";
    traits.min_log_level = kLogNothing;
    traits.log_dir = "";  // no file
    api->setup(&traits);
    api->initialize(&traits);
    engine_ = std::make_unique<Engine>(Engine{library, api});
  }
  const RimeApi& api = *engine_->api;
  const RimeSessionId session = api.create_session();
  if (session == 0 || api.select_schema(session, schema->schema) == 0)
    return no_input_method("the input method's schema cannot be read", folder_);
  return std::unique_ptr<InputMethod>(std::make_unique<RimeMethod>(api, session));
}

}  // namespace afterword::kiosk

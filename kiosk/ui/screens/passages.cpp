#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {
namespace {

class Passages {
 public:
  Passages(const Strings& words, const ProtectView& view, bool practice)
      : words_(words), view_(view), practice_(practice) {}

  std::vector<Passage> all() {
    if (practice_) add("protect_saved_heading", words_.get("protect_practice"));
    who();
    why();
    if (!practice_) {
      saved();
      add("protect_masked_heading", words_.get("protect_masked"));
      add("protect_safe_heading", words_.get("protect_safe"));
      add("protect_half_heading",
          words_.get(view_.keeps_partial ? "protect_half_kept" : "protect_half_dropped"));
      how_long();
      taking_back();
    }
    return std::move(out_);
  }

 private:
  void add(const char* heading, std::string text) {
    out_.push_back({words_.get(heading), std::move(text)});
  }
  static std::string joined(std::string first, const std::string& second) {
    if (second.empty()) return first;
    if (!first.empty() && !first.ends_with("\u3002")) first += " ";
    return first + second;
  }
  void who() {
    const Promises& promises = view_.promises;
    const std::string owner =
        promises.owner.empty() ? words_.get("protect_owner_unset")
                               : words_.get("protect_owner", {{"owner", isolated(promises.owner)}});
    const std::string contact =
        promises.contact.empty()
            ? words_.get("protect_contact_unset")
            : words_.get("protect_contact", {{"contact", isolated(promises.contact)}});
    add("protect_who_heading", joined(owner, contact));
  }
  void why() {
    const std::string day = weekday_words(words_, view_.promises.reading_day);
    const std::string reads = day.empty() ? "" : words_.get("welcome_reads", {{"day", day}});
    const std::string text = joined(view_.purpose, reads);
    if (!text.empty()) add("protect_why_heading", text);
  }
  void saved() {
    std::string what = words_.get("protect_saved");
    if (view_.reads_receipts) what = joined(what, words_.get("protect_saved_receipt"));
    if (view_.at_desk) what = joined(what, words_.get("protect_saved_desk"));
    add("protect_saved_heading",
        joined(what, words_.get(view_.anonymous ? "protect_no_name" : "protect_no_picture")));
  }
  void how_long() {
    const Promises& promises = view_.promises;
    if (promises.comments_kept_days <= 0) {
      add("protect_long_heading", words_.get("protect_long_unset"));
      return;
    }
    const std::string last = date_words(words_, promises.last_deletion, view_.other_year);
    add("protect_long_heading",
        joined(words_.count("protect_long", promises.comments_kept_days),
               last.empty() ? "" : words_.get("protect_last_deletion", {{"date", last}})));
  }
  void taking_back() {
    if (!view_.gives_code) {
      add("changed_mind",
          words_.get(view_.anonymous ? "protect_no_code" : "protect_no_code_plain"));
      return;
    }
    add("changed_mind", joined(words_.count("protect_code", view_.promises.withdraw_days,
                                            {{"address", isolated(view_.promises.withdraw_at)}}),
                               words_.get("protect_copies")));
  }

  const Strings& words_;
  const ProtectView& view_;
  const bool practice_;
  std::vector<Passage> out_;
};

}  // namespace

std::vector<Passage> protect_passages(const Strings& words, const ProtectView& view,
                                      bool practice) {
  return Passages(words, view, practice).all();
}

}  // namespace afterword::kiosk

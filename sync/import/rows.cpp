#include "sync/import/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/flow.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"
#include "sync/base/zones/zones.h"
#include "sync/import/cells.h"
#include "sync/import/csv.h"

namespace afterword {
namespace import_rows {
namespace {

constexpr std::size_t kShownValueMax = 60;
// Of responses to a survey that names no touchpoint, and a boot that never was.
constexpr std::string_view kNoTouchpoint = "import";
constexpr std::string_view kNoBoot = "import";

std::string shortened(std::string_view text) {
  if (text.size() <= kShownValueMax) return std::string(text);
  std::size_t end = kShownValueMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

// Everything that makes two rows of one id the same row.
std::string content(const ImportedResponse& row) {
  return fmt::format("{} {} {} {}", row.store, row.day.number, row.started.ms,
                     json::dump(to_json(row.response)));
}

// Reads the file row by row; the reading is the only thing that it changes.
class RowsReader {
 public:
  RowsReader(std::string_view csv, const ImportMap& map, const Survey& survey,
             const ImportStores& stores)
      : csv_(csv),
        map_(map),
        survey_(survey),
        stores_(stores),
        reader_(csv, map.delimiter),
        entry_ids_(entry_ids(survey)) {}

  ImportReading run() {
    if (is_fit() && read_header()) {
      while (const auto record = next_record()) read_record(*record);
      if (reading_.rows == 0 && reading_.ok())
        trouble(0, "", "", "the file has a header and no rows");
    }
    if (!reading_.ok()) reading_.responses.clear();
    return std::move(reading_);
  }

 private:
  using Columns = std::map<std::string, std::size_t, std::less<>>;

  void trouble(std::size_t row, std::string_view column, std::string_view value,
               std::string message) {
    if (reading_.troubles.size() == kImportTroublesMax) {
      ++reading_.troubles_more;
      return;
    }
    reading_.troubles.push_back({row, std::string(column), shortened(value), std::move(message)});
  }

  bool is_fit() {
    if (csv_.size() > kCsvBytesMax)
      trouble(0, "", "", fmt::format("the file is larger than {} bytes; split it", kCsvBytesMax));
    else if (!is_utf8(csv_))
      trouble(bad_utf8_row(), "", "", "the text is not UTF-8; save the file as UTF-8");
    if (stores_.zone_for_new && !is_zone(*stores_.zone_for_new))
      trouble(0, "", *stores_.zone_for_new, "is no time zone; use a name such as Europe/Madrid");
    return reading_.ok();
  }

  // By lines: quoted line ends make it larger than the row, but nobody can read such a file anyway.
  std::size_t bad_utf8_row() const {
    std::size_t row = 1;
    for (std::size_t at = 0; at < csv_.size(); ++row) {
      const std::size_t end = std::min(csv_.find('\n', at), csv_.size());
      if (!is_utf8(csv_.substr(at, end - at))) break;
      at = end + 1;
    }
    return row;
  }

  std::optional<CsvRecord> next_record() {
    auto record = reader_.next();
    if (record) return std::move(*record);
    const auto column = reader_.column() - 1;
    const std::string name =
        column < header_.size() ? header_[column] : fmt::format("{}", column + 1);
    trouble(reader_.row(), name, "",
            fmt::format("{}; {}. Rows after it were not read", record.error().what,
                        record.error().hint));
    return std::nullopt;
  }

  bool read_header() {
    const auto record = next_record();
    if (!record) {
      if (reading_.ok()) trouble(0, "", "", "the file is empty; its first row names the columns");
      return false;
    }
    for (const std::string& cell : record->cells) {
      const std::string name(trim(cell));
      const bool fresh = columns_.emplace(name, header_.size()).second;
      if (!fresh) repeated_columns_.insert(name);
      header_.push_back(name);
    }
    need(map_.id_column);
    for (const auto* column :
         {&map_.time.column, &map_.store.column, &map_.language.column, &map_.touchpoint.column})
      if (*column) need(**column);
    for (const ImportQuestion& entry : map_.questions) {
      if (entry.column) need(*entry.column);
      for (const auto& option : entry.columns) need(option.second);
    }
    check_constant_store();
    return reading_.ok();
  }

  // Once for the file, not once a row.
  void check_constant_store() {
    if (!map_.store.value || stores_.zone_for_new || stores_.zones.count(*map_.store.value) != 0)
      return;
    trouble(0, "", *map_.store.value, no_store(*map_.store.value));
  }

  static std::string no_store(std::string_view store) {
    return fmt::format(
        "there is no store \"{}\"; add it first, or import with --create-stores ZONE", store);
  }

  void need(const std::string& name) {
    if (!needed_.insert(name).second) return;
    if (columns_.count(name) == 0) {
      const std::string near = nearest(name, header_);
      trouble(1, name, "",
              near.empty()
                  ? fmt::format("the file has no such column; it has {}",
                                shortened(fmt::format("{}", fmt::join(header_, ", "))))
                  : fmt::format("the file has no such column; did you mean \"{}\"?", near));
    } else if (repeated_columns_.count(name) != 0) {
      trouble(1, name, "", "the file has two columns of this name; rename one");
    }
  }

  Cell cell(const CsvRecord& record, const std::string& column) const {
    return {column, trim(record.cells[columns_.find(column)->second])};
  }

  void read_record(const CsvRecord& record) {
    ++reading_.rows;
    if (record.cells.size() != header_.size()) {
      trouble(record.row, "", "",
              fmt::format("the row has {} cells, the header {}; check for missing quotes or "
                          "delimiters",
                          record.cells.size(), header_.size()));
      return;
    }
    good_ = true;
    ImportedResponse out;
    out.row = record.row;
    read_id(record, out);
    read_place(record, out);
    std::map<std::string, int> masked;
    for (const ImportQuestion& entry : map_.questions) read_answer(record, entry, out, masked);
    for (const std::string& id : entry_ids_) out.response.answers.try_emplace(id);
    out.response.masked = std::move(masked);
    if (good_) accept(std::move(out));
  }

  void bad(const CsvRecord& record, const Cell& at, std::string message, bool hide = false) {
    good_ = false;
    trouble(record.row, at.column, hide ? std::string_view() : at.text, std::move(message));
  }

  void read_id(const CsvRecord& record, ImportedResponse& out) {
    const Cell id = cell(record, map_.id_column);
    if (id.text.empty()) bad(record, id, "the id is empty; each row needs one of its own");
    if (id.text.size() > kExternalIdBytesMax)
      bad(record, id, fmt::format("the id is longer than {} bytes", kExternalIdBytesMax));
    out.external_id = std::string(id.text);
  }

  // Store, language, touchpoint and time: the time is in the store's zone.
  void read_place(const CsvRecord& record, ImportedResponse& out) {
    Response& response = out.response;
    response.survey = survey_.id;
    response.version = survey_.version;
    response.boot = kNoBoot;
    out.store = read_source(record, map_.store, "", &is_id, "no store id (a-z, 0-9, _ and -)");
    response.language =
        read_source(record, map_.language, survey_.languages.empty() ? "" : survey_.languages[0],
                    &is_language_tag, "no language tag such as en or zh-Hans");
    response.touchpoint = read_source(
        record, map_.touchpoint, survey_.touchpoint.empty() ? kNoTouchpoint : survey_.touchpoint,
        &is_id, "no touchpoint id (a-z, 0-9, _ and -)");
    read_time(record, zone_of(record, out.store), out);
    response.wall_start = response.wall_end = out.started;
  }

  std::string read_source(const CsvRecord& record, const ImportSource& source,
                          std::string_view otherwise, bool (*is_good)(std::string_view),
                          std::string_view not_good) {
    if (source.value) return *source.value;
    if (!source.column) return std::string(otherwise);
    const Cell at = cell(record, *source.column);
    const auto listed = source.values.find(at.text);
    if (listed != source.values.end()) return listed->second;
    if (at.text.empty() && !otherwise.empty()) return std::string(otherwise);
    if (!is_good(at.text)) {
      bad(record, at, fmt::format("is {}; translate it in the map's \"values\"", not_good));
      return {};
    }
    return std::string(at.text);
  }

  // UTC where the store is wrong already: the time may have a mistake of its own.
  std::string zone_of(const CsvRecord& record, const std::string& store) {
    if (store.empty()) return "UTC";
    const auto known = stores_.zones.find(store);
    if (known != stores_.zones.end()) return known->second;
    if (stores_.zone_for_new) {
      reading_.new_stores.insert(store);
      return *stores_.zone_for_new;
    }
    good_ = false;
    // Once a store, not once a row: a forgotten store would hide every other mistake.
    if (unknown_stores_.insert(store).second)
      bad(record, cell(record, *map_.store.column), no_store(store));
    return "UTC";
  }

  void read_time(const CsvRecord& record, const std::string& zone, ImportedResponse& out) {
    const Cell at = map_.time.column ? cell(record, *map_.time.column) : Cell{"", *map_.time.value};
    const auto parsed = map_.time.column ? parse_local(at.text, map_.time.format, zone)
                                         : parse_value(at.text, zone);
    if (!parsed) {
      bad(record, at, fmt::format("is no time: {}", parsed.error().what));
      return;
    }
    out.started = parsed->time;
    out.day = parsed->day;
    if (out.started.ms < 0) bad(record, at, "lies before 1970");
  }

  static Result<ParsedTime> parse_value(std::string_view value, const std::string& zone) {
    if (const auto day = Day::parse(value)) {
      AFTERWORD_ASSIGN(const WallTime start, wall_time({*day, 0, 0}, zone));
      return ParsedTime{start, *day, true};
    }
    const auto time = parse_rfc3339(value);
    if (!time) return fail(Failure::invalid, "it is neither a date nor RFC 3339");
    AFTERWORD_ASSIGN(const LocalTime local, local_time(*time, zone));
    return ParsedTime{*time, local.day, false};
  }

  void read_answer(const CsvRecord& record, const ImportQuestion& entry, ImportedResponse& out,
                   std::map<std::string, int>& masked) {
    const Question* question = survey_.question(entry.entry);
    const bool is_why = question == nullptr;
    if (is_why)
      question = survey_.question(std::string_view(entry.entry).substr(0, entry.entry.size() - 4));
    CellAnswer read;
    if (entry.column) {
      read = answer_of_cell(entry, *question, is_why, cell(record, *entry.column), masked);
    } else {
      std::vector<Cell> cells;
      for (const auto& option : entry.columns) cells.push_back(cell(record, option.second));
      read = answer_of_options(entry, *question, cells);
    }
    if (!read.trouble.empty()) bad(record, read.at, read.trouble, read.hide);
    out.response.answers[entry.entry] = std::move(read.answer);
  }

  void accept(ImportedResponse&& row) {
    const bool any = std::any_of(row.response.answers.begin(), row.response.answers.end(),
                                 [](const auto& entry) {
                                   return entry.second.state == AnswerState::answered ||
                                          entry.second.state == AnswerState::not_applicable;
                                 });
    if (!any) {
      ++reading_.unanswered;
      return;
    }
    if (const auto refusal = check_imported_response(survey_, row.response)) {
      trouble(row.row, "", "", fmt::format("{}: {}", name(refusal->reason), refusal->detail));
      return;
    }
    const auto [place, fresh] = places_.emplace(row.external_id, reading_.responses.size());
    if (!fresh) return repeat(row, reading_.responses[place->second]);
    for (const auto& kind : row.response.masked) reading_.masked[kind.first] += kind.second;
    reading_.responses.push_back(std::move(row));
  }

  void repeat(const ImportedResponse& row, const ImportedResponse& first) {
    if (content(row) == content(first)) {
      ++reading_.repeated;
    } else {
      trouble(
          row.row, map_.id_column, row.external_id,
          fmt::format("row {} has the same id with other content; ids are for one response each",
                      first.row));
    }
  }

  std::string_view csv_;
  const ImportMap& map_;
  const Survey& survey_;
  const ImportStores& stores_;
  CsvReader reader_;
  std::vector<std::string> entry_ids_;

  std::vector<std::string> header_;
  Columns columns_;
  std::set<std::string> repeated_columns_, needed_, unknown_stores_;
  std::map<std::string, std::size_t> places_;  // external id -> index of its response
  bool good_ = true;                           // the row at hand
  ImportReading reading_;
};

}  // namespace
}  // namespace import_rows

std::string ImportTrouble::text() const {
  std::string out = row == 0 ? "the file" : fmt::format("row {}", row);
  if (!column.empty()) out += fmt::format(", column \"{}\"", column);
  if (!value.empty()) out += fmt::format(", value \"{}\"", value);
  return out + ": " + message;
}

ImportReading read_rows(std::string_view csv, const ImportMap& map, const Survey& survey,
                        const ImportStores& stores) {
  return import_rows::RowsReader(csv, map, survey, stores).run();
}

}  // namespace afterword

// Kiosks: whether all they recorded has arrived, and how each one is.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"
#include "sync/collector/page/words.h"

namespace afterword::page {
namespace {

std::string device_name(const DeviceRow& device) {
  std::string name = device.store.empty() ? device.id : device.store;
  return device.touchpoint.empty() ? name : name + ", " + device.touchpoint;
}

// What a sum that does not hold lacks, in words: "3 missing", "2 more than recorded".
std::string difference_words(const Reconciliation& sum) {
  const std::uint64_t accounted = sum.received() + sum.waiting;
  if (sum.recorded > accounted) return grouped(sum.recorded - accounted) + " missing";
  if (sum.recorded < accounted) return grouped(accounted - sum.recorded) + " more than recorded";
  return "same count, different content";
}

Html big(std::uint64_t number, std::string_view words) {
  Html out;
  out << R"(<div class="term"><span class="value">)";
  out.count(number) << "</span><span>";
  return out.text(words) << "</span></div>";
}

Html received_in_parts(const Reconciliation& sum) {
  Html out;
  const auto part = [&](std::uint64_t number, std::string_view words) {
    if (number > 0) out.text(", ").count(number).text(" ").text(words);
  };
  out.text("Received: ").count(sum.stored).text(" stored");
  part(sum.quarantined, "in quarantine");
  part(sum.withdrawn, "withdrawn");
  part(sum.expired, "expired");
  part(sum.lost, "declared lost");
  return out << ".";
}

// Which kiosks do not add up, by how much, and where.
Html culprits(const Fleet& fleet) {
  Html out;
  bool first = true;
  for (const DeviceRow& device : fleet.devices) {
    if (device.sum.holds()) continue;
    if (!first) out << "; ";
    first = false;
    out << "<bdi>";
    out.text(device_name(device)) << "</bdi> (";
    out.text(device.id).text("): ").text(difference_words(device.sum));
    if (!device.numbers.empty()) out.text(", numbers ").text(device.numbers);
  }
  return out << ".";
}

// The tick stands here and in the rows only where the sum holds, device by device: a surplus of one
// must not make up for what another lacks.
Html verdict(const Fleet& fleet) {
  Html out;
  const auto wrong = std::count_if(fleet.devices.begin(), fleet.devices.end(),
                                   [](const DeviceRow& device) { return !device.sum.holds(); });
  out << R"(<div class="verdict">)";
  if (wrong == 0) {
    out << tick_disc(true) << "<p><b>Nothing missing</b><br>" << received_in_parts(total(fleet))
        << "</p>";
  } else {
    out << triangle(true) << R"(<p class="bad"><b>)";
    out.text(counted(static_cast<std::uint64_t>(wrong), "kiosk does", "kiosks do"))
        << " not add up</b><br>" << culprits(fleet) << "</p>";
  }
  return out << "</div>";
}

Html reconciliation(const Fleet& fleet) {
  const Reconciliation sum = total(fleet);
  const auto waiting = std::count_if(fleet.devices.begin(), fleet.devices.end(),
                                     [](const DeviceRow& d) { return d.sum.waiting > 0; });
  const bool equal = sum.recorded == sum.received() + sum.waiting;
  Html out;
  out << R"(<section class="sheet sum" aria-label="Reconciliation"><div class="equation">)"
      << big(sum.recorded, "recorded on kiosks") << R"(<span class="sign">)"
      << (equal ? Html() << "=" : Html() << "≠") << "</span>" << big(sum.received(), "received")
      << R"(<span class="sign">+</span>)"
      << big(sum.waiting,
             waiting == 0
                 ? "waiting"
                 : "waiting on " + counted(static_cast<std::uint64_t>(waiting), "kiosk", "kiosks"));
  return out << "</div>" << verdict(fleet) << "</section>";
}

Html state_cell(const DeviceRow& device, DeviceState state) {
  Html out;
  switch (state) {
    case DeviceState::needs_a_hand:
      return out << R"(<span class="state bad">)" << triangle() << "Needs a hand</span>";
    case DeviceState::revoked:
      return out << R"(<span class="state quiet">)" << half_disc() << "Revoked</span>";
    case DeviceState::quiet:
      return out << R"(<span class="state quiet">)" << half_disc() << "Quiet</span>";
    case DeviceState::in_touch:
      break;
  }
  out << R"(<span class="state good">)" << tick_disc();
  return out.text(device.imported ? "Imported" : "In touch") << "</span>";
}

Html sum_cell(const DeviceRow& device) {
  Html out;
  const Reconciliation& sum = device.sum;
  const bool equal = sum.recorded == sum.received() + sum.waiting;
  out.count(sum.recorded).text(equal ? " = " : " ≠ ").count(sum.received());
  if (sum.waiting > 0 || !equal) out.text(" + ").count(sum.waiting).text(" waiting");
  if (sum.holds() && sum.waiting == 0) {
    out << " " << tick();
  } else if (!sum.holds()) {
    out << R"( <span class="bad">)";
    out.text(difference_words(sum)) << "</span>";
  }
  return out;
}

std::string disk_words(const std::optional<std::uint64_t>& bytes) {
  if (!bytes) return "";
  const double mebibytes = static_cast<double>(*bytes) / (1024 * 1024);
  // A number and its unit stay on one line.
  return mebibytes < 1024 ? fmt::format("{:.0f}\u00a0MB", mebibytes)
                          : fmt::format("{:.0f}\u00a0GB", mebibytes / 1024);
}

Html cell(std::string_view label, const Html& content) {
  Html out;
  out << R"(<td data-label=")";
  return out.text(label) << R"(">)" << content << "</td>";
}

Html plain(std::string_view text) {
  Html out;
  return out.text(text);
}

Html device_row(const DeviceRow& device, WallTime now) {
  Html out;
  out << R"(<tr><th scope="row"><b><bdi>)";
  out.text(device.store.empty() ? device.id : device.store) << "</bdi></b> <span><bdi>";
  out.text(device.touchpoint) << R"(</bdi></span><small>)";
  out.text(device.id) << "</small>";
  if (!device.trouble.empty()) {
    out << R"(<small class="bad">)";
    out.text(device.trouble) << "</small>";
  }
  out << "</th>" << cell("State", state_cell(device, state_of(device, now)));
  out << cell("Last seen", plain(device.imported ? "–" : last_seen_words(device.last_seen, now)));
  Html waiting;
  if (device.sum.waiting > 0)
    (waiting << "<b>").count(device.sum.waiting) << "</b>";
  else
    waiting << "0";
  out << cell("Waiting", waiting) << cell("Version", plain(device.app_version));
  out << cell("Disk free", plain(disk_words(device.disk_free_bytes)));
  // One piece, for phones, where a row's cells stand under each other.
  return out << cell("Recorded = received", Html() << "<span>" << sum_cell(device) << "</span>")
             << "</tr>";
}

Html table(const Fleet& fleet) {
  std::vector<const DeviceRow*> rows;
  for (const DeviceRow& device : fleet.devices) rows.push_back(&device);
  // Those that need somebody first, quiet ones next; the order of names stays within.
  const auto rank = [&](const DeviceRow* device) {
    switch (state_of(*device, fleet.now)) {
      case DeviceState::needs_a_hand:
        return 0;
      case DeviceState::quiet:
        return 1;
      case DeviceState::in_touch:
        return 2;
      case DeviceState::revoked:
        return 3;
    }
    return 3;
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const DeviceRow* a, const DeviceRow* b) { return rank(a) < rank(b); });
  Html out;
  out << R"(<section class="sheet table"><table><thead><tr>)"
         R"(<th scope="col">Kiosk</th><th scope="col">State</th><th scope="col">Last seen</th>)"
         R"(<th scope="col">Waiting</th><th scope="col">Version</th><th scope="col">Disk free</th>)"
         R"(<th scope="col">Recorded = received</th></tr></thead><tbody>)";
  for (const DeviceRow* device : rows) out << device_row(*device, fleet.now);
  return out << "</tbody></table></section>";
}

std::string summary(const Fleet& fleet) {
  std::uint64_t in_touch = 0, quiet = 0, needy = 0;
  for (const DeviceRow& device : fleet.devices) {
    const DeviceState state = state_of(device, fleet.now);
    if (state == DeviceState::needs_a_hand) ++needy;
    if (state == DeviceState::quiet) ++quiet;
    if (state == DeviceState::in_touch && !device.imported) ++in_touch;
  }
  std::string words = grouped(in_touch) + " in touch";
  if (quiet > 0) words += fmt::format(", {} quiet", grouped(quiet));
  if (needy > 0)
    words += fmt::format(", {} {} a hand", grouped(needy), needy == 1 ? "needs" : "need");
  return words + (quiet > 0 ? ". Quiet kiosks go on asking and keep their answers." : ".");
}

}  // namespace

std::string fleet_page(const Frame& frame, const Fleet& fleet) {
  const auto kiosks = std::count_if(fleet.devices.begin(), fleet.devices.end(),
                                    [](const DeviceRow& device) { return !device.imported; });
  const std::string title = counted(static_cast<std::uint64_t>(kiosks), "kiosk", "kiosks");
  Html below, content;
  if (fleet.devices.empty()) {
    below << "None is enrolled yet.";
    content << heading(title, below)
            << R"(<section class="sheet empty"><h2>No kiosk yet</h2><p>Make a one-time code with )"
               "<code>afterword enrol-code</code> and give it to a kiosk.</p></section>";
  } else {
    below.text(summary(fleet));
    content << heading(title, below) << reconciliation(fleet) << table(fleet);
  }
  return framed(frame, Tab::fleet, "Fleet", content);
}

}  // namespace afterword::page

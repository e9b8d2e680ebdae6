#include "tests/faults/disk/disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "sync/base/core/random.h"

namespace afterword::test {
namespace {

namespace fs = std::filesystem;

bool is_watched(const std::string& name) {
  return !name.ends_with("-shm") && !name.ends_with(".lock");
}

}  // namespace

// A Disk's state. Files that outlive their Disk go on unwatched.
struct Disk::Watch {
  // What a file was before a write or a truncation that was not synced yet.
  struct Undo {
    std::int64_t at = 0;
    Bytes bytes{};
    std::int64_t size = 0;
  };

  std::mutex mutex;
  bool on = true;
  std::vector<Operation> operations;
  std::optional<Fault> fault;
  std::optional<SeededRandom> random;
  std::size_t asked = 0, injected = 0, opened = 0;
  bool power_safe = false;
  bool full = false;
  std::map<std::string, std::vector<Undo>> undo;  // by file, since its last sync

  // Whether the operation now asked for goes wrong.
  bool fails(bool is_sync) {
    if (!fault || fault->what == Fault::What::garbled_reads) return false;
    return (fault->what != Fault::What::syncs || is_sync) && has_its_turn();
  }
  bool garbles() { return fault && fault->what == Fault::What::garbled_reads && has_its_turn(); }

 private:
  bool has_its_turn() {
    const std::size_t number = asked++;
    const bool bad = fault->share > 0 ? random->unit() < fault->share
                     : fault->for_ever ? number >= fault->first
                                       : number == fault->first;
    if (bad) ++injected;
    return bad;
  }
};

namespace {

using Watch = Disk::Watch;

// All Disks there are, by folder; the VFS below is the process's.
struct Watches {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Watch>> by_folder;
};
Watches& watches() {
  static Watches all;
  return all;
}

// What a file is on which Disk; no watch: none.
struct Place {
  std::shared_ptr<Watch> watch;
  std::string name;
};
Place place_of(const char* path) {
  if (path == nullptr) return {};
  const fs::path full(path);
  std::string name = full.filename().string();
  if (!is_watched(name)) return {};
  const std::lock_guard lock(watches().mutex);
  const auto found = watches().by_folder.find(full.parent_path().string());
  if (found == watches().by_folder.end()) return {};
  return {found->second, std::move(name)};
}

// ---- a file: ours in front, the unix VFS's behind ------------------------------------------

struct File {
  sqlite3_file base;
  Place* place;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
const sqlite3_io_methods& real_methods(sqlite3_file* file) { return *of(file).real()->pMethods; }
const std::string& name_of(sqlite3_file* file) { return of(file).place->name; }

// The watch over a file, locked; none when it is not watched, or not any more.
class Watching {
 public:
  explicit Watching(sqlite3_file* file) : Watching(of(file).place->watch.get()) {}
  explicit Watching(Watch* watch) : watch_(watch) {
    if (watch_ == nullptr) return;
    lock_ = std::unique_lock(watch_->mutex);
    if (!watch_->on) watch_ = nullptr;
  }
  explicit operator bool() const { return watch_ != nullptr; }
  Watch* operator->() const { return watch_; }
  Watch& operator*() const { return *watch_; }

 private:
  Watch* watch_;
  std::unique_lock<std::mutex> lock_;
};

// SQLite's own files read and write less than 128 KiB at once; more than that, and the rest is zeros or missing.
template <class Work>
void in_pieces(std::size_t size, const Work& work) {
  constexpr std::size_t kPiece = 65'536;
  for (std::size_t from = 0; from < size; from += kPiece)
    work(from, static_cast<int>(std::min(kPiece, size - from)));
}

void remember(Watch& watch, sqlite3_file* file, std::int64_t at, std::int64_t length) {
  if (!watch.fault || !watch.fault->drops_pages) return;
  sqlite3_int64 size = 0;
  real_methods(file).xFileSize(of(file).real(), &size);
  Watch::Undo undo;
  undo.size = size;
  undo.at = at;
  undo.bytes.resize(static_cast<std::size_t>(std::max<std::int64_t>(
      0, std::min(length, undo.size - at))));
  in_pieces(undo.bytes.size(), [&](std::size_t from, int piece) {
    real_methods(file).xRead(of(file).real(), undo.bytes.data() + from, piece,
                             at + static_cast<std::int64_t>(from));
  });
  watch.undo[name_of(file)].push_back(std::move(undo));
}

void drop_pages(Watch& watch, sqlite3_file* file) {
  auto& undone = watch.undo[name_of(file)];
  for (auto each = undone.rbegin(); each != undone.rend(); ++each) {
    in_pieces(each->bytes.size(), [&](std::size_t from, int piece) {
      real_methods(file).xWrite(of(file).real(), each->bytes.data() + from, piece,
                                each->at + static_cast<std::int64_t>(from));
    });
    real_methods(file).xTruncate(of(file).real(), each->size);
  }
  undone.clear();
}

// Whether a file would have to grow for these bytes, on a disk that has no room.
bool has_no_room(Watch& watch, sqlite3_file* file, std::int64_t end) {
  if (!watch.full) return false;
  sqlite3_int64 size = 0;
  real_methods(file).xFileSize(of(file).real(), &size);
  if (end <= size) return false;
  ++watch.injected;
  return true;
}

int close_file(sqlite3_file* file) {
  const int code = real_methods(file).xClose(of(file).real());
  delete of(file).place;
  return code;
}

int read_file_at(sqlite3_file* file, void* to, int length, sqlite3_int64 at) {
  const Watching watch(file);
  if (watch && watch->fails(false)) return SQLITE_IOERR_READ;
  const int code = real_methods(file).xRead(of(file).real(), to, length, at);
  if (code == SQLITE_OK && watch && watch->garbles()) {
    auto* const bytes = static_cast<std::uint8_t*>(to);
    std::transform(bytes, bytes + length, bytes, [](std::uint8_t b) { return std::uint8_t(~b); });
  }
  return code;
}

int write_file_at(sqlite3_file* file, const void* from, int length, sqlite3_int64 at) {
  const Watching watch(file);
  if (!watch) return real_methods(file).xWrite(of(file).real(), from, length, at);
  if (has_no_room(*watch, file, at + length)) return SQLITE_FULL;
  remember(*watch, file, at, length);
  const bool bad = watch->fails(false);
  const int written = bad ? length / 2 : length;  // as far as it got
  const auto* const bytes = static_cast<const std::uint8_t*>(from);
  watch->operations.push_back(
      {Operation::Kind::write, name_of(file), at, Bytes(bytes, bytes + written)});
  const int code = real_methods(file).xWrite(of(file).real(), from, written, at);
  return bad ? SQLITE_IOERR_WRITE : code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const Watching watch(file);
  if (watch) {
    if (watch->fails(false)) return SQLITE_IOERR_TRUNCATE;
    remember(*watch, file, size, INT64_MAX / 2);
    watch->operations.push_back({Operation::Kind::truncate, name_of(file), size});
  }
  return real_methods(file).xTruncate(of(file).real(), size);
}

int sync_file(sqlite3_file* file, int flags) {
  const Watching watch(file);
  if (!watch) return real_methods(file).xSync(of(file).real(), flags);
  if (watch->fails(true)) {
    if (watch->fault->drops_pages) drop_pages(*watch, file);
    return SQLITE_IOERR_FSYNC;
  }
  watch->undo.erase(name_of(file));
  watch->operations.push_back({Operation::Kind::sync, name_of(file)});
  return SQLITE_OK;  // a power cut is made from what was recorded: the real disk need not work
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  const Watching watch(file);
  if (watch && watch->fails(false)) return SQLITE_IOERR_FSTAT;
  return real_methods(file).xFileSize(of(file).real(), size);
}

int lock_file(sqlite3_file* f, int level) { return real_methods(f).xLock(of(f).real(), level); }
int unlock_file(sqlite3_file* f, int level) { return real_methods(f).xUnlock(of(f).real(), level); }
int check_lock(sqlite3_file* f, int* out) {
  return real_methods(f).xCheckReservedLock(of(f).real(), out);
}
int control(sqlite3_file* f, int op, void* arg) {
  return real_methods(f).xFileControl(of(f).real(), op, arg);
}
int sector_size(sqlite3_file* f) { return real_methods(f).xSectorSize(of(f).real()); }
int characteristics(sqlite3_file* f) {
  const int real = real_methods(f).xDeviceCharacteristics(of(f).real());
  const Watching watch(f);
  return watch && watch->power_safe ? real | SQLITE_IOCAP_POWERSAFE_OVERWRITE : real;
}
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real_methods(f).xShmMap(of(f).real(), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
  return real_methods(f).xShmLock(of(f).real(), offset, n, flags);
}
void shm_barrier(sqlite3_file* f) { real_methods(f).xShmBarrier(of(f).real()); }
int shm_unmap(sqlite3_file* f, int remove) {
  return real_methods(f).xShmUnmap(of(f).real(), remove);
}

constexpr sqlite3_io_methods kMethods = {
    2,           close_file, read_file_at, write_file_at,   truncate_file, sync_file,
    size_of_file, lock_file, unlock_file,  check_lock,      control,       sector_size,
    characteristics, shm_map, shm_lock,    shm_barrier,     shm_unmap,     nullptr,
    nullptr};

// ---- the VFS -----------------------------------------------------------------------------------

sqlite3_vfs* unix_vfs() {
  static sqlite3_vfs* const found = sqlite3_vfs_find("unix");
  return found;
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  Place place = place_of(path);
  {
    const Watching watch(place.watch.get());
    if (watch && (flags & SQLITE_OPEN_MAIN_DB) != 0) ++watch->opened;
    if (watch && watch->fails(false)) return SQLITE_CANTOPEN;
  }
  of(file).place = nullptr;
  const int code = unix_vfs()->xOpen(unix_vfs(), path, of(file).real(), flags, out_flags);
  if (of(file).real()->pMethods == nullptr) return code;
  of(file).place = new Place(std::move(place));
  file->pMethods = &kMethods;
  return code;
}

int remove_file(sqlite3_vfs*, const char* path, int sync_folder) {
  const Place place = place_of(path);
  const Watching watch(place.watch.get());
  if (watch) {
    if (watch->fails(false)) return SQLITE_IOERR_DELETE;
    watch->operations.push_back({Operation::Kind::remove, place.name});
  }
  return unix_vfs()->xDelete(unix_vfs(), path, sync_folder);
}

void make_default() {
  static sqlite3_vfs ours = [] {
    sqlite3_vfs vfs = *unix_vfs();
    vfs.szOsFile += static_cast<int>(sizeof(File));
    vfs.zName = "watched";
    vfs.pNext = nullptr;
    vfs.xOpen = open_file;
    vfs.xDelete = remove_file;
    return vfs;
  }();
  if (sqlite3_vfs_register(&ours, 1) != SQLITE_OK) throw std::runtime_error("no VFS");
}

}  // namespace

Files read_files(const std::string& folder) {
  Files files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || !is_watched(name)) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    Bytes& bytes = files[name];
    bytes.resize(entry.file_size());
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  return files;
}

void write_files(const std::string& folder, const Files& files) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file()) continue;
    if (name.ends_with("-shm") || (is_watched(name) && !files.contains(name)))
      fs::remove_all(entry.path());  // and what a kiosk has set aside
  }
  for (const auto& [name, bytes] : files) {
    std::ofstream out(folder + "/" + name, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + folder + "/" + name);
    out.close();
    fs::permissions(folder + "/" + name, fs::perms(0600));
  }
}

Disk::Disk(std::string folder) : folder_(std::move(folder)), watch_(std::make_shared<Watch>()) {
  make_default();
  const std::lock_guard lock(watches().mutex);
  if (!watches().by_folder.emplace(folder_, watch_).second)
    throw std::logic_error("one Disk a folder");
}

Disk::~Disk() {
  {
    const std::lock_guard lock(watches().mutex);
    watches().by_folder.erase(folder_);
  }
  const std::lock_guard lock(watch_->mutex);
  watch_->on = false;
}

std::size_t Disk::count() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->operations.size();
}

std::vector<Operation> Disk::operations() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->operations;
}

std::vector<Operation> Disk::take() {
  const std::lock_guard lock(watch_->mutex);
  return std::exchange(watch_->operations, {});
}

void Disk::fail(const Fault& fault) {
  const std::lock_guard lock(watch_->mutex);
  watch_->fault = fault;
  watch_->random.emplace(fault.seed);
  watch_->asked = watch_->injected = 0;
}

void Disk::fill() {
  const std::lock_guard lock(watch_->mutex);
  watch_->full = true;
}

void Disk::heal() {
  const std::lock_guard lock(watch_->mutex);
  watch_->fault.reset();
  watch_->full = false;
}

std::size_t Disk::asked() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->asked;
}

std::size_t Disk::injected() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->injected;
}

std::size_t Disk::opened() const {
  const std::lock_guard lock(watch_->mutex);
  return watch_->opened;
}

void Disk::claim_power_safe_overwrite() {
  const std::lock_guard lock(watch_->mutex);
  watch_->power_safe = true;
}

}  // namespace afterword::test

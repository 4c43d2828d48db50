#include "support/crash_vfs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>

namespace judge::test {
namespace {

/// What SQLite allocates for each open file: its part, then ours.
struct OpenFile {
  sqlite3_file base;
  CrashVfs* vfs;
  CrashDisk::File node;
  int last_error;
};

OpenFile& of(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}

CrashVfs& of(sqlite3_vfs* vfs) {
  return *static_cast<CrashVfs*>(vfs->pAppData);
}

sqlite3_vfs* real() {
  return sqlite3_vfs_find(nullptr);
}

std::string next_name() {
  static int number = 0;
  return "judge-crash-" + std::to_string(++number);
}

}  // namespace

/// SQLite's calls: https://sqlite.org/c3ref/io_methods.html and …/vfs.html.
struct CrashVfsCalls {
  static CrashDisk& disk(sqlite3_file* file) { return of(file).vfs->disk_; }

  static int outcome(CrashVfs& vfs, int error, int otherwise) {
    if (error == 0) return SQLITE_OK;
    vfs.last_error_ = error;
    return error == ENOSPC ? SQLITE_FULL : otherwise;
  }
  static int outcome(sqlite3_file* file, int error, int otherwise) {
    if (error) of(file).last_error = error;
    return outcome(*of(file).vfs, error, otherwise);
  }

  static int close(sqlite3_file* file) {
    of(file).node.~shared_ptr();
    return SQLITE_OK;
  }
  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    const auto& content = of(file).node->now;
    auto* bytes = static_cast<char*>(into);
    const auto wanted = static_cast<std::size_t>(size);
    const auto at = std::min(static_cast<std::size_t>(offset), content.size());
    const auto got = content.copy(bytes, wanted, at);
    std::fill(bytes + got, bytes + wanted, '\0');
    return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }
  static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
    const int error = disk(file).write(*of(file).node, static_cast<std::uint64_t>(offset), bytes);
    return outcome(file, error, SQLITE_IOERR_WRITE);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int error = disk(file).truncate(*of(file).node, static_cast<std::uint64_t>(size));
    return outcome(file, error, SQLITE_IOERR_TRUNCATE);
  }
  // SQLite syncs the directory of a journal with its first sync.
  static int sync(sqlite3_file* file, int) {
    int error = disk(file).sync(*of(file).node);
    if (error == 0 && !disk(file).names_are_synced()) error = disk(file).sync_names();
    return outcome(file, error, SQLITE_IOERR_FSYNC);
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).node->now.size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int nobody_has_it(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
  }
  static int control(sqlite3_file* file, int what, void* into) {
    if (what != SQLITE_FCNTL_LAST_ERRNO) return SQLITE_NOTFOUND;
    *static_cast<int*>(into) = of(file).last_error;
    return SQLITE_OK;
  }
  static int sector_size(sqlite3_file*) { return 4096; }
  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    of(file).vfs->shares_ = true;
    auto& regions = of(file).node->shared_memory;
    const auto at = static_cast<std::size_t>(region);
    while (extend && regions.size() <= at)
      regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    *memory = at < regions.size() ? regions[at].get() : nullptr;
    return SQLITE_OK;
  }
  static int lock_memory(sqlite3_file*, int, int, int) { return SQLITE_OK; }
  static void barrier(sqlite3_file*) {}
  static int unmap(sqlite3_file* file, int remove) {
    if (remove) of(file).node->shared_memory.clear();
    return SQLITE_OK;
  }

  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods calls{.iVersion = 2,
                                          .xClose = close,
                                          .xRead = read,
                                          .xWrite = write,
                                          .xTruncate = truncate,
                                          .xSync = sync,
                                          .xFileSize = file_size,
                                          .xLock = lock,
                                          .xUnlock = lock,
                                          .xCheckReservedLock = nobody_has_it,
                                          .xFileControl = control,
                                          .xSectorSize = sector_size,
                                          .xDeviceCharacteristics = characteristics,
                                          .xShmMap = map,
                                          .xShmLock = lock_memory,
                                          .xShmBarrier = barrier,
                                          .xShmUnmap = unmap,
                                          .xFetch = nullptr,
                                          .xUnfetch = nullptr};
    return &calls;
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    auto& crash = of(vfs);
    file->pMethods = nullptr;
    auto node = path ? crash.disk_.find(path) : CrashDisk::nameless();
    if (!node && (flags & SQLITE_OPEN_CREATE) == 0) return outcome(crash, ENOENT, SQLITE_CANTOPEN);
    if (!node)
      if (const int error = crash.disk_.create(path, node))
        return outcome(crash, error, SQLITE_CANTOPEN);
    ::new (&of(file).node) CrashDisk::File(std::move(node));
    of(file).vfs = &crash;
    of(file).last_error = 0;
    file->pMethods = methods();
    if (got) *got = flags;
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int durable) {
    auto& crash = of(vfs);
    if (!crash.disk_.find(path)) return SQLITE_IOERR_DELETE_NOENT;
    int error = crash.disk_.remove(path);
    if (error == 0 && durable) error = crash.disk_.sync_names();
    return outcome(crash, error, SQLITE_IOERR_DELETE);
  }
  static int access(sqlite3_vfs* vfs, const char* path, int, int* yes) {
    *yes = of(vfs).disk_.find(path) ? 1 : 0;
    return SQLITE_OK;
  }
  static int full_path(sqlite3_vfs*, const char* path, int size, char* full) {
    if (std::strlen(path) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::strcpy(full, path);
    return SQLITE_OK;
  }
  static int random(sqlite3_vfs*, int size, char* into) {
    return real()->xRandomness(real(), size, into);
  }
  static int sleep(sqlite3_vfs*, int) { return 0; }
  static int time(sqlite3_vfs*, double* now) { return real()->xCurrentTime(real(), now); }
  static int last_error(sqlite3_vfs* vfs, int, char*) { return of(vfs).last_error_; }
};

CrashVfs::CrashVfs(CrashDisk& disk) : disk_(disk), name_(next_name()) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(OpenFile);
  vfs_.mxPathname = 512;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = CrashVfsCalls::open;
  vfs_.xDelete = CrashVfsCalls::remove;
  vfs_.xAccess = CrashVfsCalls::access;
  vfs_.xFullPathname = CrashVfsCalls::full_path;
  vfs_.xRandomness = CrashVfsCalls::random;
  vfs_.xSleep = CrashVfsCalls::sleep;
  vfs_.xCurrentTime = CrashVfsCalls::time;
  vfs_.xGetLastError = CrashVfsCalls::last_error;
  if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("no VFS");
}

CrashVfs::~CrashVfs() {
  sqlite3_vfs_unregister(&vfs_);
}

}  // namespace judge::test

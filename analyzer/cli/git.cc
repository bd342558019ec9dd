#include "analyzer/cli/git.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "analyzer/text/source.h"

namespace rolelint::cli {
namespace {

// A descriptor that is closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void Close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  void Set(int number) {
    Close();
    number_ = number;
  }
  int get() const { return number_; }

 private:
  int number_;
};

bool MakePipe(Descriptor* reader, Descriptor* writer) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  reader->Set(ends[0]);
  writer->Set(ends[1]);
  return true;
}

// A file in memory with these bytes, to be read from its beginning.
bool MakeInput(const std::string& bytes, Descriptor* file) {
  file->Set(::memfd_create("git", MFD_CLOEXEC));
  if (file->get() < 0) return false;
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::write(file->get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) done += static_cast<size_t>(count);
  }
  return ::lseek(file->get(), 0, SEEK_SET) == 0;
}

[[noreturn]] void Become(const std::vector<char*>& arguments, int in, int out, int err) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

// Reads both ends until they are closed. False if there is too much.
bool ReadBoth(int out, int err, std::string* output, std::string* errors) {
  pollfd polled[] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
  std::string* texts[] = {output, errors};
  std::vector<char> piece(size_t{64} << 10);
  int open = 2;
  while (open > 0) {
    if (::poll(polled, 2, -1) < 0 && errno != EINTR) return false;
    for (int i = 0; i < 2; ++i) {
      if (polled[i].fd < 0 || polled[i].revents == 0) continue;
      const ssize_t count = ::read(polled[i].fd, piece.data(), piece.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        polled[i].fd = -1;
        --open;
        continue;
      }
      texts[i]->append(piece.data(), static_cast<size_t>(count));
      if (texts[i]->size() > text::kMaxFileBytes) return false;
    }
  }
  return true;
}

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

bool IsObjectName(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

bool Git::Run(const std::vector<std::string>& arguments, const std::string& input,
              std::string* output, std::string* error) const {
  Descriptor in;
  Descriptor out_reader, out_writer, err_reader, err_writer;
  if (!MakeInput(input, &in) || !MakePipe(&out_reader, &out_writer) ||
      !MakePipe(&err_reader, &err_writer)) {
    *error = std::strerror(errno);
    return false;
  }
  std::vector<std::string> words = {
      "git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", root_};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  // Before the fork: afterwards only the child may be told.
  ::setenv("GIT_OPTIONAL_LOCKS", "0", 1);
  ::setenv("GIT_NO_LAZY_FETCH", "1", 1);
  ::setenv("GIT_TERMINAL_PROMPT", "0", 1);
  const pid_t child = ::fork();
  if (child < 0) {
    *error = std::strerror(errno);
    return false;
  }
  if (child == 0) Become(pointers, in.get(), out_writer.get(), err_writer.get());
  out_writer.Close();
  err_writer.Close();
  std::string said;
  const bool read = ReadBoth(out_reader.get(), err_reader.get(), output, &said);
  if (!read) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (read && WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  if (!read) {
    *error = "git gives more than a file may hold";
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && said.empty()) {
    *error = "the program git cannot be started";
  } else {
    *error = said.empty() ? "git fails without saying why" : FirstLine(said);
  }
  return false;
}

std::optional<std::string> Git::MergeBase(const std::string& ref, std::string* error) const {
  if (ref.empty() || ref.front() == '-') {
    *error = "a commit or branch is expected, not \"" + ref + "\"";
    return std::nullopt;
  }
  std::string commit;
  if (!Run({"rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}"}, "", &commit,
           error)) {
    // With --quiet git says nothing of a name that it does not know, but of all else.
    if (!error->starts_with("fatal:")) {
      *error = "there is no commit or branch \"" + ref + "\" here";
    }
    return std::nullopt;
  }
  commit = FirstLine(commit);
  std::string base;
  if (!IsObjectName(commit) || !Run({"merge-base", commit, "HEAD"}, "", &base, error)) {
    *error = "\"" + ref +
             "\" and HEAD have no commit in common here; a shallow clone needs more history "
             "(git fetch --unshallow, or fetch-depth: 0)";
    return std::nullopt;
  }
  return FirstLine(base);
}

std::optional<std::vector<GitFile>> Git::FilesOf(const std::string& commit,
                                                 std::string* error) const {
  std::string listed;
  if (!Run({"ls-tree", "-r", "-z", "--full-tree", commit}, "", &listed, error)) return std::nullopt;
  std::vector<GitFile> files;
  std::string_view rest = listed;
  while (!rest.empty()) {
    // MODE TYPE BLOB<tab>PATH<NUL>; mode 100644 or 100755 is a file, others are links and modules.
    const size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view entry = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t tab = entry.find('\t');
    if (tab == std::string_view::npos || !entry.starts_with("100")) continue;
    const size_t blob = entry.rfind(' ', tab);
    files.push_back(
        {std::string(entry.substr(tab + 1)), std::string(entry.substr(blob + 1, tab - blob - 1))});
  }
  return files;
}

std::optional<std::vector<std::string>> Git::Read(const std::vector<GitFile>& files,
                                                  std::string* error) const {
  std::string names;
  for (const GitFile& file : files) names += file.blob + "\n";
  std::string output;
  if (!Run({"cat-file", "--batch"}, names, &output, error)) return std::nullopt;
  std::vector<std::string> contents;
  std::string_view rest = output;
  for (const GitFile& file : files) {
    // BLOB blob SIZE<newline>CONTENTS<newline>
    const std::string_view header = rest.substr(0, rest.find('\n'));
    const size_t space = header.rfind(' ');
    uint64_t size = 0;
    const bool whole =
        header.starts_with(file.blob + " blob ") &&
        std::from_chars(header.data() + space + 1, header.data() + header.size(), size).ec ==
            std::errc() &&
        rest.size() >= header.size() + 1 + size + 1;
    if (!whole) {
      *error = "git does not have the contents of " + file.path;
      return std::nullopt;
    }
    contents.emplace_back(rest.substr(header.size() + 1, size));
    rest.remove_prefix(header.size() + 1 + size + 1);
  }
  return contents;
}

}  // namespace rolelint::cli

#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace rolelint::support {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) == 0) {
      read = ends[0];
      write = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    Close(read);
    Close(write);
  }
  static void Close(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

[[noreturn]] void Become(const std::filesystem::path& program, std::vector<char*>& argv,
                         const RunOptions& options, const Pipe& in, const Pipe& out,
                         const Pipe& err) {
  dup2(in.read, STDIN_FILENO);
  dup2(out.write, STDOUT_FILENO);
  dup2(err.write, STDERR_FILENO);
  // Tests do not depend on the day: the AWS catalogue is a day old.
  setenv("SOURCE_DATE_EPOCH", "1790467200", 0);
  for (const auto& [name, value] : options.environment) setenv(name.c_str(), value.c_str(), 1);
  if (!options.directory.empty() && chdir(options.directory.c_str()) != 0) _exit(127);
  execvp(program.c_str(), argv.data());
  _exit(127);
}

// Feeds the input and drains both outputs at once, so that neither side ever waits for a full pipe.
void Converse(const std::string& input, Pipe& in, Pipe& out, Pipe& err, RunResult& result) {
  size_t sent = 0;
  if (input.empty()) Pipe::Close(in.write);
  while (out.read >= 0 || err.read >= 0) {
    // poll() ignores negative descriptors.
    std::array<pollfd, 3> polled{
        {{in.write, POLLOUT, 0}, {out.read, POLLIN, 0}, {err.read, POLLIN, 0}}};
    if (poll(polled.data(), polled.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (polled[0].revents != 0) {
      ssize_t n = write(in.write, input.data() + sent, input.size() - sent);
      if (n > 0) sent += static_cast<size_t>(n);
      bool broken = n < 0 && errno != EAGAIN && errno != EINTR;
      if (broken || sent == input.size()) Pipe::Close(in.write);
    }
    auto drain = [](short events, int& end, std::string& into) {
      if (events == 0) return;
      std::array<char, 65536> buffer;
      ssize_t n = read(end, buffer.data(), buffer.size());
      if (n > 0) {
        into.append(buffer.data(), static_cast<size_t>(n));
      } else if (n == 0 || errno != EINTR) {
        Pipe::Close(end);
      }
    };
    drain(polled[1].revents, out.read, result.out);
    drain(polled[2].revents, err.read, result.err);
  }
}

}  // namespace

RunResult RunProgram(const std::filesystem::path& program,
                     const std::vector<std::string>& arguments, const RunOptions& options) {
  std::string name = program.string();
  std::vector<std::string> copies = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& argument : copies) argv.push_back(argument.data());
  argv.push_back(nullptr);

  RunResult result;
  Pipe in, out, err;
  if (in.read < 0 || out.read < 0 || err.read < 0) return result;
  // A child that stops reading its input must not kill the test.
  std::signal(SIGPIPE, SIG_IGN);
  // Writing all of a long input at once would wait for a child that waits for us to read.
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  pid_t child = fork();
  if (child < 0) return result;
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    Become(program, argv, options, in, out, err);
  }
  Pipe::Close(in.read);
  Pipe::Close(out.write);
  Pipe::Close(err.write);
  Converse(options.input, in, out, err, result);

  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return result;
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace rolelint::support

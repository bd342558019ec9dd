#include "tests/bench/passes.h"

#include <fmt/format.h>
#include <rapidjson/reader.h>
#include <rapidjson/stream.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "analyzer/inputs/input.h"
#include "analyzer/text/source.h"

namespace rolelint::bench {
namespace {

// Rounds go on until this much CPU time has been measured.
constexpr double kEnoughSeconds = 0.5;
constexpr int kMinRounds = 2;

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

template <typename Pass>
int Measure(Pass pass) {
  double best = 0;
  double sum = 0;
  for (int round = 0; round < kMinRounds || sum < kEnoughSeconds; ++round) {
    double begin = CpuSeconds();
    if (!pass()) return 1;
    double cost = CpuSeconds() - begin;
    best = round == 0 ? cost : std::min(best, cost);
    sum += cost;
  }
  std::puts(fmt::format("{:.6f}", best).c_str());
  return 0;
}

bool ReadWhole(const std::string& path, std::string* text) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  std::error_code failed;
  text->resize(std::filesystem::file_size(path, failed));
  bool good = !failed && std::fread(text->data(), 1, text->size(), file) == text->size();
  std::fclose(file);
  return good;
}

struct EmptyHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, EmptyHandler> {};

bool ParseBare(const char* text) {
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseStopWhenDoneFlag;
  rapidjson::Reader reader;
  EmptyHandler handler;
  rapidjson::StringStream stream(text);
  // A grown dump may be several documents.
  while (true) {
    rapidjson::SkipWhitespace(stream);
    if (stream.Peek() == '\0') return true;
    if (reader.Parse<kFlags>(stream, handler).IsError()) return false;
  }
}

class CountingSink : public inputs::Sink {
 public:
  void OnDocument(const policy::Document& document, const inputs::Owner&) override {
    statements_ += document.statements.size();
  }
  void OnIssues(const text::View&, std::span<const json::Issue>) override {}
  size_t statements() const { return statements_; }

 private:
  size_t statements_ = 0;
};

bool BuildModel(const text::Source& source) {
  CountingSink sink;
  inputs::Scratch scratch;
  inputs::InputResult result = inputs::ReadInput(source, 0, {}, &scratch, &sink);
  return result.readable && sink.statements() > 0;
}

int BarePass(const std::string& path) {
  std::string text;
  if (!ReadWhole(path, &text)) return 2;
  return Measure([&] { return ParseBare(text.c_str()); });
}

int ModelPass(const std::string& path) {
  text::SourceError error{};
  std::optional<text::Source> source = text::Source::FromFile(path, path, &error);
  if (!source) return 2;
  return Measure([&] { return BuildModel(*source); });
}

// As little as can be done with a file: its bytes are written once, where they are parsed.
int FilePass(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return 2;
  std::setvbuf(file, nullptr, _IONBF, 0);
  std::error_code failed;
  const size_t size = std::filesystem::file_size(path, failed);
  const auto text = std::make_unique_for_overwrite<char[]>(size + 1);
  const bool good = !failed && std::fread(text.get(), 1, size, file) == size;
  std::fclose(file);
  text[size] = '\0';
  return good && ParseBare(text.get()) ? 0 : 1;
}

int FilesPass(const std::string& folder) {
  std::string text;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (!ReadWhole(entry.path(), &text) || !ParseBare(text.c_str())) return 1;
  }
  return failed ? 2 : 0;
}

}  // namespace

int RunPass(const std::string& name, const std::vector<std::string>& arguments) {
  if (arguments.size() != 1) return 2;
  if (name == "bare") return BarePass(arguments[0]);
  if (name == "model") return ModelPass(arguments[0]);
  if (name == "file") return FilePass(arguments[0]);
  if (name == "files") return FilesPass(arguments[0]);
  return 2;
}

}  // namespace rolelint::bench

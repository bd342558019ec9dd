#pragma once

// The file of --output: whoever reads it sees the old one or the whole new one. What is written
// goes into a file beside it that takes its place at the end; devices and pipes are written as they
// are.

#include <fstream>
#include <ostream>
#include <string>

namespace rolelint::cli {

class OutputFile {
 public:
  explicit OutputFile(const std::string& path);
  // Nothing is left of what was not committed.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream() { return file_; }
  // False, with why in `error`, if not all of it could be written.
  bool Commit(std::string* error);

 private:
  std::string path_;
  std::string beside_;  // "": written in place
  std::string problem_;
  std::ofstream file_;
};

}  // namespace rolelint::cli

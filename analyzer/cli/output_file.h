#ifndef ROLELINT_CLI_OUTPUT_FILE_H_
#define ROLELINT_CLI_OUTPUT_FILE_H_

// The file of --output. The report is written to a temporary file in the same folder, which
// replaces the old file when it is complete. Devices and pipes are written directly.

#include <fstream>
#include <ostream>
#include <string>

namespace rolelint::cli {

class OutputFile {
 public:
  explicit OutputFile(const std::string& path);
  // Removes the temporary file if Commit() was not called.
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

#endif  // ROLELINT_CLI_OUTPUT_FILE_H_

#include "analyzer/cli/streams.h"

#include "analyzer/report/report.h"

namespace rolelint::cli {

int Fail(const Streams& streams, std::string_view message) {
  streams.err << "rolelint: " << report::Printable(message) << '\n';
  return kError;
}

}  // namespace rolelint::cli

#include "analyzer/inputs/input.h"

#include "analyzer/inputs/session.h"
#include "analyzer/inputs/walk.h"

namespace rolelint::inputs {

InputResult ReadInput(const text::Source& source, uint32_t file, const ReadOptions& options,
                      Scratch* scratch, Sink* sink) {
  Session session(source, file, options, scratch, sink);
  bool read = Walk(source, &session).Run();
  return session.Finish(!read);
}

}  // namespace rolelint::inputs

#ifndef ROLELINT_INPUTS_OTHER_WORLD_H_
#define ROLELINT_INPUTS_OTHER_WORLD_H_

// Records while a template is read with other choices of its conditions (text/choices.h).

#include <cstddef>

#include "analyzer/estate/records.h"

namespace rolelint::inputs {

class OtherWorlds {
 public:
  // After the first world, which says who there is.
  explicit OtherWorlds(estate::Records* records);

  // After each other one: takes its records away, but for the policies that are attached to an
  // entity in that world only.
  void Leave();

 private:
  estate::Records& records_;
  const size_t entities_;
  const size_t policies_;
  const size_t organization_;
};

}  // namespace rolelint::inputs

#endif  // ROLELINT_INPUTS_OTHER_WORLD_H_

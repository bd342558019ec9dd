// The precompiled header of the rules (CMakeLists.txt): what most of them include. It halves the
// time that a rule takes to compile.

#include "cmake/pch.h"

#include "analyzer/engine/rule.h"
#include "analyzer/logic/names.h"
#include "analyzer/logic/questions.h"
#include "analyzer/policy/query.h"
#include "analyzer/text/glob.h"

#!/usr/bin/env bash
# Writes the files of a new rule: the code, which compiles and finds nothing, its page and its fixtures, whose test fails
# until they are filled in.
#
#   tools/new_rule.sh FAMILY ID     from the root of the checkout: tools/new_rule.sh trust root-principal
set -euo pipefail

die() {
  printf 'new-rule: %s\n' "$*" >&2
  exit 2
}

[ $# = 2 ] || die "give the family and the ID of the rule: ./dev new-rule trust root-principal"
family=$1 id=$2
[[ $id =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ ]] || die "'$id' is not an ID: use lowercase words with dashes"
if [ ! -d "rules/$family" ]; then
  die "there is no family '$family'; the families are: $(cd rules && printf '%s ' */ | tr -d /)"
fi
stem=${id//-/_}
for path in "rules/$family/$stem.cc" "docs/rules/$id.md" "fixtures/rules/$id"; do
  [ ! -e "$path" ] || die "$path exists already"
done
[ -z "$(ls rules/*/"$stem".cc 2>/dev/null)" ] || die "another family has a rule '$id'"

cat >"rules/$family/$stem.cc" <<CODE
// TODO: one sentence that says what the rule finds.

#include "analyzer/engine/rule.h"
#include "analyzer/policy/query.h"

namespace rolelint::rules::$stem {
namespace {

void Check(const engine::DocumentContext& context, engine::Reporter& report) {
  for (const policy::Statement& statement : context.document.statements) {
    if (!statement.sid.value.starts_with("TODO")) continue;
    report.Report(statement.sid.span, "TODO: what is wrong, with which value").Help("TODO: what to do");
  }
}

}  // namespace

extern const engine::Rule kRule = {
    .id = "$id",
    .summary = "TODO: one sentence about the policy",
    .level = engine::Level::kWarning,
    .kinds = policy::kAllKinds,
    .check_document = Check,
};

}  // namespace rolelint::rules::$stem
CODE

cat >"docs/rules/$id.md" <<PAGE
# $id

TODO: one sentence about the policy.

## What it finds

TODO

## Why it matters

TODO

## Example

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}]
}
\`\`\`

## Fix

TODO

## When to suppress

TODO

## References

- TODO: the page of AWS's documentation
PAGE

mkdir "fixtures/rules/$id"
for fixture in good bad-first bad-second; do
  cat >"fixtures/rules/$id/$fixture.json" <<FIXTURE
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}]
}
FIXTURE
done

cat <<NEXT
Wrote rules/$family/$stem.cc, docs/rules/$id.md and fixtures/rules/$id/.
Fill in what is marked TODO, then write the expected findings with
  ROLELINT_UPDATE_EXPECTED=1 ./dev test -R rules
read them, and run ./dev test.
NEXT

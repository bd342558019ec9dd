#!/usr/bin/env bash
# The steps of action.yml. Inputs come as environment variables, never as text of a script, so that no value is executed.
#
#   action.sh install    INPUT_WHEEL, or INPUT_VERSION from PyPI, into a virtual environment
#   action.sh check      INPUT_PATHS, INPUT_FAIL_ON, INPUT_ARGS; writes rolelint.sarif and the Markdown summary
#   action.sh comment    the summary as a comment on PULL_REQUEST, with GH_TOKEN; replaces its earlier comment
set -euo pipefail

temporary=${RUNNER_TEMP:-${TMPDIR:-/tmp}}
environment=$temporary/rolelint-venv
rolelint=$environment/bin/rolelint
summary=$temporary/rolelint.md
marker='<!-- rolelint -->'

install() {
  python3 -m venv "$environment"
  if [ -n "${INPUT_WHEEL:-}" ]; then
    "$environment/bin/pip" install --quiet --no-index "$INPUT_WHEEL"
  else
    "$environment/bin/pip" install --quiet "rolelint==$INPUT_VERSION"
  fi
  "$rolelint" --version
}

check() {
  local status=0 paths args
  # Without a shell: blanks separate, nothing is expanded.
  read -r -a paths <<<"${INPUT_PATHS:-.}"
  read -r -a args <<<"${INPUT_ARGS:-}"
  "$rolelint" check --format sarif --output rolelint.sarif --fail-on "${INPUT_FAIL_ON:-medium}" "${args[@]}" \
    -- "${paths[@]}" || status=$?
  # The same findings for people; the report above decides.
  { echo "$marker" && "$rolelint" check --format markdown --fail-on never --quiet "${args[@]}" -- "${paths[@]}"; } \
    >"$summary" 2>/dev/null || true
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  if [ -n "${GITHUB_OUTPUT:-}" ]; then
    echo "status=$status" >>"$GITHUB_OUTPUT"
    [ ! -e rolelint.sarif ] || echo "sarif-file=rolelint.sarif" >>"$GITHUB_OUTPUT"
  fi
}

comment() {
  [[ ${PULL_REQUEST:-} =~ ^[0-9]+$ ]] || {
    echo "rolelint: PULL_REQUEST is not a number" >&2
    exit 2
  }
  local comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" known
  known=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)
  if [ -n "$known" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" -F "body=@$summary" >/dev/null
  else
    gh api --method POST "$comments" -F "body=@$summary" >/dev/null
  fi
}

case ${1:-} in
  install | check | comment) "$1" ;;
  *)
    echo "usage: action.sh install|check|comment" >&2
    exit 2
    ;;
esac

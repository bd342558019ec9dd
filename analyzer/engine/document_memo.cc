#include "analyzer/engine/document_memo.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <random>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "analyzer/inputs/syntax.h"
#include "analyzer/policy/example_account.h"

namespace rolelint::engine {
namespace {

// More documents than these are looked at again: some 100 MB a worker at the very most.
constexpr size_t kMaxClean = size_t{1} << 20;
constexpr size_t kMaxFindings = size_t{1} << 16;

// What rules see of a document besides its text.
struct Facts {
  uint8_t kind;
  uint8_t kind_source;
  uint8_t depth;  // of the wrapping
  uint8_t is_entity;
  uint8_t entity_type;
  uint8_t has_arn;
  uint8_t aws_managed;
  uint8_t example_account;
  uint8_t bounded;
  uint8_t only_roles;
  uint8_t permission_set;
};
static_assert(sizeof(Facts) == 11);

void Add(std::string_view text, std::string* to) {
  const auto size = static_cast<uint32_t>(text.size());
  to->append(reinterpret_cast<const char*>(&size), sizeof size);
  *to += text;
}

// As text.find(number, from): sixteen places at a time where the processor has it.
size_t FindNumber(std::string_view text, std::string_view number, size_t from) {
#ifdef __SSE2__
  constexpr size_t kStep = sizeof(__m128i);
  const size_t last = number.size() - 1;
  const __m128i first_digit = _mm_set1_epi8(number.front());
  const __m128i last_digit = _mm_set1_epi8(number.back());
  const auto load = [&](size_t at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
  };
  for (; from + last + kStep <= text.size(); from += kStep) {
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(load(from), first_digit),
                                       _mm_cmpeq_epi8(load(from + last), last_digit));
    for (auto hits = static_cast<unsigned>(_mm_movemask_epi8(both)); hits != 0; hits &= hits - 1) {
      const size_t at = from + static_cast<size_t>(std::countr_zero(hits));
      if (text.compare(at, number.size(), number) == 0) return at;
    }
  }
#endif
  return text.find(number, from);
}

// The text cut at every `account`, if it is in it at all.
bool AddMasked(std::string_view text, std::string_view account, std::string* to) {
  size_t found = account.empty() ? std::string_view::npos : FindNumber(text, account, 0);
  if (found == std::string_view::npos) return false;
  size_t at = 0;
  while (found != std::string_view::npos) {
    Add(text.substr(at, found - at), to);
    at = found + account.size();
    found = FindNumber(text, account, at);
  }
  Add(text.substr(at), to);
  return true;
}

void Shift(uint32_t by, uint32_t file, Finding* finding) {
  const auto shift = [by](Span* span) {
    span->begin += by;
    span->end += by;
  };
  finding->place.file = file;
  shift(&finding->place.span);
  for (Related& related : finding->related) {
    related.place.file = file;
    shift(&related.place.span);
  }
  if (!finding->fix) return;
  for (Edit& edit : finding->fix->edits) shift(&edit.span);
}

// What is read from a template depends on more than its bytes, and so does what YAML makes of an
// alias.
bool StandsForItself(const policy::Document& document) {
  const json::Tree* tree = document.root.tree();
  return document.open_values == 0 && tree != nullptr && tree->notation == json::Notation::kJson &&
         tree->views.empty();
}

}  // namespace

DocumentMemo::DocumentMemo(bool masks_accounts) : masks_accounts_(masks_accounts) {
  std::random_device random;
  std::array<std::random_device::result_type, 8> seed{};
  std::generate(seed.begin(), seed.end(), std::ref(random));
  XXH3_generateSecret(secret_.data(), secret_.size(), seed.data(), sizeof seed);
}

XXH128_hash_t DocumentMemo::Digest(std::string_view text) const {
  return XXH3_128bits_withSecret(text.data(), text.size(), secret_.data(), secret_.size());
}

DocumentMemo::Key DocumentMemo::KeyOf(const policy::Document& document, const inputs::Owner& owner,
                                      std::string_view resource_type) {
  const Facts facts = {static_cast<uint8_t>(document.kind),
                       static_cast<uint8_t>(document.kind_source),
                       static_cast<uint8_t>(document.view->depth()),
                       owner.is_entity,
                       static_cast<uint8_t>(owner.entity_type),
                       !owner.arn.empty(),
                       owner.aws_managed,
                       policy::IsExampleAccount(owner.account),
                       owner.bounded,
                       owner.only_roles,
                       owner.permission_set};
  hashed_.assign(reinterpret_cast<const char*>(&facts), sizeof facts);
  Add(owner.partition, &hashed_);
  Add(resource_type, &hashed_);
  Add(!masks_accounts_ ? owner.account : owner.account.empty() ? "" : "own", &hashed_);
  if (!masks_accounts_ || !AddMasked(bytes_, owner.account, &hashed_)) {
    // Hashed where they are.
    const XXH128_hash_t whole = Digest(bytes_);
    hashed_.append(reinterpret_cast<const char*>(&whole), sizeof whole);
  }
  const XXH128_hash_t digest = Digest(hashed_);
  return {digest.low64, digest.high64};
}

// The same bytes with the same account masked are the same bytes.
DocumentMemo::Key DocumentMemo::WithAccount(const Key& masked, std::string_view account) {
  const XXH128_hash_t digest =
      XXH3_128bits_withSeed(account.data(), account.size(), masked.low ^ (masked.high * 3));
  return {digest.low64 ^ masked.low, digest.high64 ^ masked.high};
}

bool DocumentMemo::Find(const policy::Document& document, const inputs::Owner& owner,
                        std::string_view resource_type, uint32_t file,
                        std::vector<Finding>* findings) {
  const text::View* outermost = document.view;
  while (outermost->parent() != nullptr) outermost = outermost->parent();
  // Other syntaxes have references of their own (HCL, YAML's aliases).
  fit_ = !owner.in_template && StandsForItself(document) &&
         inputs::SniffSyntax(outermost->text()) == inputs::Syntax::kJson;
  if (!fit_) return false;
  const Span place = document.view->ToFile(document.span);
  bytes_ = outermost->text().substr(place.begin, place.size());
  begin_ = place.begin;
  masked_ = KeyOf(document, owner, resource_type);
  const uint64_t* clean = clean_.Find(masked_.low);
  if (clean != nullptr && *clean == masked_.high) return true;
  exact_ = masks_accounts_ ? WithAccount(masked_, owner.account) : masked_;
  const uint32_t* known = with_findings_.Find(exact_.low);
  if (known == nullptr || *known >= found_.size() || found_[*known].high != exact_.high) {
    return false;
  }
  for (const Finding& finding : found_[*known].findings) {
    findings->push_back(finding);
    Shift(begin_, file, &findings->back());
  }
  return true;
}

void DocumentMemo::Keep(std::span<const Finding> findings) {
  if (!fit_) return;
  if (findings.empty()) {
    if (clean_.size() < kMaxClean) clean_.Emplace(masked_.low, masked_.high);
    return;
  }
  if (kept_ + findings.size() > kMaxFindings) return;
  const auto place = static_cast<uint32_t>(found_.size());
  if (!with_findings_.Emplace(exact_.low, place).second) return;
  kept_ += findings.size();
  Found& found = found_.emplace_back();
  found.high = exact_.high;
  found.findings.assign(findings.begin(), findings.end());
  for (Finding& finding : found.findings) Shift(0U - begin_, finding.place.file, &finding);
}

}  // namespace rolelint::engine

// Who may sign a trust document: the root keys, and how one set of them follows another.
//
// A set is named by its hash. That hash comes to a device with the enrolment code, and is all that
// it knows of its collector at first. A change of the set is a link: enough keys of the old set
// sign the hash of the new one. All links since the first travel with every trust document, so that
// a device that slept through ten changes finds its way in one request.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "sync/base/crypto/sign.h"
#include "sync/base/json/fields.h"
#include "sync/protocol/envelope.h"

namespace afterword {

using RootHash = crypto::Hash256;

struct RootSet {
  std::vector<crypto::Key32> keys;  // 1 to kRootKeysMax, no two the same
  std::size_t threshold = 1;        // so many of them must sign
};

bool is_one_key(const RootSet& set);  // which signs alone

// Of one key that signs alone: BLAKE2b-256 of the key. Of others: of "afterword-roots-1\n", the
// threshold in decimal, and each key in base64url in ascending order, each with "\n" before it.
RootHash root_hash(const RootSet& set);
RootHash root_hash(const crypto::Key32& only_key);

struct RootLink {
  RootSet from;
  RootHash to{};
  std::vector<crypto::Signature> signatures;  // by keys of `from`, over link_text(to)
};

// "afterword-root-1\n" and the hash in base64url.
std::string link_text(const RootHash& to);
// Precondition: `signers` are keys of `from`.
RootLink sign_link(const RootSet& from, const RootHash& to,
                   std::span<const crypto::SigningKey> signers);

// Whether the links lead from the hash that is known to `to`: each signed by as many keys of its
// own set as that set asks for.
bool leads_to(const RootHash& known, const RootHash& to, std::span<const RootLink> links);

json::Value to_json(const RootSet& set);
json::Value to_json(const RootLink& link);
// Problems are told through `fields`; what comes back then is not to be used.
RootSet read_roots(json::Fields& fields);
std::vector<RootLink> read_links(json::Fields& fields, json::Problems& problems);

}  // namespace afterword

// Attention of one query, with one head of keys and values, over the first n_kv cached positions:
// out = softmax(q . k * scale + mask) . v, by two ways to the same result.
#ifndef TINYLM_ATTENTION_H
#define TINYLM_ATTENTION_H

#include "kv.h"

#define ATTN_TILE 32

// Floats of scratch that either needs.
int attention_scratch(int n_kv, int head_dim);

// All scores at once: for generation, where there is one query.
// mask has n_kv values, 0 or -INFINITY (at least one is 0).
void attention_untiled(float *out, const float *q, const kv_cache *kv, int layer, int head,
                       const float *mask, int n_kv, float scale, float *scratch);

// A tile of keys at a time with a running maximum and sum ("flash"): for prompts.
void attention_tiled(float *out, const float *q, const kv_cache *kv, int layer, int head,
                     const float *mask, int n_kv, float scale, float *scratch);

#endif

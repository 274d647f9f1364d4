// The cache of keys and values: for every layer and head one run of positions. Heads are heads of
// keys and values here; several heads of queries may share one.
#ifndef TINYLM_KV_H
#define TINYLM_KV_H

#include <stdbool.h>

typedef struct {
    int n_layer, n_head, head_dim, n_ctx;
    float *k, *v;        // [layer][head][position][head_dim]
} kv_cache;

bool kv_init(kv_cache *c, int n_layer, int n_head, int head_dim, int n_ctx);
void kv_free(kv_cache *c);

// Stores one position of one layer: n_head * head_dim values each.
void kv_put(kv_cache *c, int layer, int pos, const float *k, const float *v);

// Keys of one head: position p begins at [p * head_dim].
const float *kv_keys(const kv_cache *c, int layer, int head);

// Values of one head: position p begins at [p * head_dim].
const float *kv_values(const kv_cache *c, int layer, int head);

#endif

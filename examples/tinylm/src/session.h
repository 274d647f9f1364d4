// A model at work: its cache, its threads and its buffers.
#ifndef TINYLM_SESSION_H
#define TINYLM_SESSION_H

#include "kv.h"
#include "model.h"

typedef struct {
    const model *m;
    pool *threads;
    kv_cache kv;
    int max_batch;       // tokens that one call of forward may have
    int n_kv_max;
    float *x, *h, *q, *k, *v, *att, *gate, *up, *logits;
    float *mask, *scratch;
    q8_block *xq;
} session;

// n_ctx positions in the cache, rounded up to a whole number of tiles.
bool session_init(session *s, const model *m, int n_ctx, int max_batch, int n_threads);
void session_free(session *s);

// Fills positions 0 .. n - 1 of the cache with synthetic keys and values.
void session_fill(session *s, int n, uint64_t seed);

// Runs n tokens at positions pos .. pos + n - 1 (n <= max_batch; all before pos are in the cache).
// Returns the logits [n_logits][vocab] of the last n_logits of them, until the next call.
const float *session_forward(session *s, const int *tokens, int n, int pos, int n_logits);

// The feed-forward block alone: out = down(swiglu(gate(x), up(x))) for n rows of dim.
void session_feed_forward(session *s, int layer, float *out, const float *x, int n);

#endif

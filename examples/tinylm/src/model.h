// The weights of a small decoder-only transformer, made from a seed.
#ifndef TINYLM_MODEL_H
#define TINYLM_MODEL_H

#include "matmul.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int dim, n_head, n_kv_head, n_layer, hidden, vocab;
    float rope_base, eps;
} model_config;

typedef struct {
    float *norm_attn, *norm_ffn;
    q8_matrix wq, wk, wv, wo;
    q8_matrix gate, up, down;
} layer_weights;

typedef struct {
    model_config cfg;
    float *embed;        // [vocab][dim]
    float *norm_out;
    q8_matrix head;      // [vocab][dim]
    layer_weights *layers;
} model;

// dim is a multiple of n_head, dim / n_head is even, and n_head is a multiple of n_kv_head:
// so many query heads share one head of keys and values.
bool model_init(model *m, const model_config *cfg, uint64_t seed);
void model_free(model *m);

#endif

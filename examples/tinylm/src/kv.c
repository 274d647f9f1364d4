#include "kv.h"

#include "vec.h"

#include <stdlib.h>

bool kv_init(kv_cache *c, int n_layer, int n_head, int head_dim, int n_ctx) {
    const size_t size = (size_t)n_layer * n_head * head_dim * n_ctx;
    *c = (kv_cache){n_layer, n_head, head_dim, n_ctx, 0, 0};
    c->k = calloc(size, sizeof(float));
    c->v = calloc(size, sizeof(float));
    if (!c->k || !c->v) {
        kv_free(c);
        return false;
    }
    return true;
}

void kv_free(kv_cache *c) {
    free(c->k);
    free(c->v);
    c->k = c->v = 0;
}

static size_t head_offset(const kv_cache *c, int layer, int head) {
    return ((size_t)layer * c->n_head + head) * c->n_ctx * c->head_dim;
}

const float *kv_keys(const kv_cache *c, int layer, int head) {
    return c->k + head_offset(c, layer, head);
}

const float *kv_values(const kv_cache *c, int layer, int head) {
    return c->v + head_offset(c, layer, head);
}

void kv_put(kv_cache *c, int layer, int pos, const float *k, const float *v) {
    const int hd = c->head_dim;
    for (int h = 0; h < c->n_head; h++) {
        const size_t at = head_offset(c, layer, h) + (size_t)pos * hd;
        vec_cpy_f32(hd, c->k + at, k + h * hd);
        vec_cpy_f32(hd, c->v + at, v + h * hd);
    }
}

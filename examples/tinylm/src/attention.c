#include "attention.h"

#include "ops.h"
#include "vec.h"

#include <math.h>

int attention_scratch(int n_kv, int head_dim) {
    const int untiled = 2 * n_kv;
    const int tiled = ATTN_TILE + head_dim;
    return untiled > tiled ? untiled : tiled;
}

// Scores of n keys from position `from` on.
static void score_keys(int n, float *s, const float *q, const kv_cache *kv, int layer, int head,
                       int from) {
    const int hd = kv->head_dim;
    const float *k = kv_keys(kv, layer, head) + (long)from * hd;
    for (int i = 0; i < n; i++) {
        s[i] = vec_dot_f32(hd, q, k + (long)i * hd);
    }
}

// acc += the n values from position `from` on, each times its weight.
static void add_values(int n, float *acc, const float *w, const kv_cache *kv, int layer, int head,
                       int from) {
    const int hd = kv->head_dim;
    const float *v = kv_values(kv, layer, head) + (long)from * hd;
    for (int i = 0; i < n; i++) {
        vec_mad_f32(hd, acc, v + (long)i * hd, w[i]);
    }
}

void attention_untiled(float *out, const float *q, const kv_cache *kv, int layer, int head,
                       const float *mask, int n_kv, float scale, float *scratch) {
    const int hd = kv->head_dim;
    float *s = scratch;
    float *w = scratch + n_kv;

    score_keys(n_kv, s, q, kv, layer, head, 0);
    softmax(n_kv, w, s, mask, scale);

    vec_set_f32(hd, out, 0.0f);
    add_values(n_kv, out, w, kv, layer, head, 0);
}

void attention_tiled(float *out, const float *q, const kv_cache *kv, int layer, int head,
                     const float *mask, int n_kv, float scale, float *scratch) {
    const int hd = kv->head_dim;
    float *s = scratch;
    float *acc = scratch + ATTN_TILE;

    float max = -INFINITY, sum = 0.0f;
    vec_set_f32(hd, acc, 0.0f);

    for (int t = 0; t < n_kv; t += ATTN_TILE) {
        const int n = n_kv - t < ATTN_TILE ? n_kv - t : ATTN_TILE;
        score_keys(n, s, q, kv, layer, head, t);

        // the tile's scores, and the largest of them
        vec_scale_f32(n, s, scale);
        vec_add_f32(n, s, mask + t);
        const float tile_max = vec_max_f32(n, s);

        if (tile_max == -INFINITY) {
            continue; // all of this tile is masked
        }

        // what was summed so far was relative to the old maximum
        if (tile_max > max) {
            const float old = expf(max - tile_max);
            vec_scale_f32(hd, acc, old);
            sum *= old;
            max = tile_max;
        }

        vec_exp_f32(n, s, max);
        sum += vec_sum_f32(n, s);

        add_values(n, acc, s, kv, layer, head, t);
    }

    vec_cpy_f32(hd, out, acc);
    vec_div_f32(hd, out, sum);
}

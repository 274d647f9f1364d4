#include "attention.h"
#include "check.h"
#include "reference.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    int n_layer, n_head, head_dim, n_ctx, n_kv;
} shape;

typedef void attention_fn(float *, const float *, const kv_cache *, int, int, const float *, int,
                          float, float *);

// Fills one layer's position through kv_put, and keeps the keys and values of one head.
static void put(kv_cache *kv, int layer, int head, int pos, bool used, float *k, float *v) {
    const int hd = kv->head_dim, width = kv->n_head * hd;
    float *krow = malloc((size_t)width * sizeof *krow), *vrow = malloc((size_t)width * sizeof *vrow);
    if (!krow || !vrow) {
        exit(1);
    }
    for (int i = 0; i < width; i++) {
        krow[i] = used ? rng_f32(&fresh, 2.0f) : NAN;
        vrow[i] = used ? rng_f32(&fresh, 2.0f) : NAN;
    }
    kv_put(kv, layer, pos, krow, vrow);
    for (int i = 0; used && i < hd; i++) {
        k[pos * hd + i] = krow[head * hd + i];
        v[pos * hd + i] = vrow[head * hd + i];
    }
    free(krow);
    free(vrow);
}

// 0: nothing masked; 1: causal, only the first half is seen; 2: at random;
// 3: all but the last is masked.
static void make_mask(float *mask, int n, int kind) {
    for (int i = 0; i < n; i++) {
        const bool hidden = kind == 1   ? i > n / 2
                            : kind == 2 ? rng_int(&fresh, 2)
                                        : kind == 3;
        mask[i] = hidden ? -INFINITY : 0.0f;
    }
    mask[kind == 3 ? n - 1 : kind == 1 ? 0 : rng_int(&fresh, n)] = 0.0f;
}

static void check_one(const shape *s, int kind, float scale) {
    kv_cache kv;
    const int hd = s->head_dim, layer = rng_int(&fresh, s->n_layer);
    const int head = rng_int(&fresh, s->n_head);
    if (!kv_init(&kv, s->n_layer, s->n_head, hd, s->n_ctx)) {
        exit(1);
    }
    float *k = poisoned(s->n_kv * hd), *v = poisoned(s->n_kv * hd);
    for (int l = 0; l < s->n_layer; l++) {
        for (int pos = 0; pos < s->n_ctx; pos++) { // what must not be read is NaN
            put(&kv, l, head, pos, l == layer && pos < s->n_kv, k, v);
        }
    }
    const float *q = random_floats(hd, 2.0f);
    float *mask = poisoned(s->n_kv), *out = poisoned(hd);
    make_mask(mask, s->n_kv, kind);
    double *want = doubles(hd);
    ref_attention(want, q, k, v, mask, s->n_kv, hd, scale);

    const int need = attention_scratch(s->n_kv, hd);
    attention_fn *paths[] = {attention_untiled, attention_tiled};
    for (int i = 0; i < 2; i++) {
        float *scratch = poisoned(need);
        check_case("attention_%s n_kv=%d head_dim=%d heads=%d mask=%d scale=%g",
                   i ? "tiled" : "untiled", s->n_kv, hd, s->n_head, kind, scale);
        poison(hd, out);
        paths[i](out, q, &kv, layer, head, mask, s->n_kv, scale, scratch);
        expect_close(hd, out, want, 4e-5 * (1 + scale), "out");
    }
    kv_free(&kv);
    buffers_done();
}

void check_attention(void) {
    static const int dims[] = {1, 2, 3, 5, 6, 8, 16, 17};
    for (int i = 0; i < n_lengths + 3; i++) {
        const int n_kv = i < n_lengths ? lengths[i] : 1 + rng_int(&fresh, 300);
        for (int kind = 0; kind < 4; kind++) {
            const int extra = rng_int(&fresh, 20);
            const shape s = {1 + rng_int(&fresh, 2), 1 + rng_int(&fresh, 3),
                             dims[rng_int(&fresh, 8)], n_kv + extra, n_kv};
            check_one(&s, kind, 0.25f);
            check_one(&s, kind, 20.0f); // exp overflows where the maximum is not taken off
        }
    }
}

#include "session.h"

#include "attention.h"
#include "rng.h"

#include <stdlib.h>

static int round_up(int n, int to) {
    return (n + to - 1) / to * to;
}

static float *floats(long n) {
    return calloc((size_t)n, sizeof(float));
}

bool session_init(session *s, const model *m, int n_ctx, int max_batch, int n_threads) {
    const model_config *c = &m->cfg;
    const long b = max_batch;
    const int hd = c->dim / c->n_head, kv_dim = hd * c->n_kv_head;
    const int wide = c->dim > c->hidden ? c->dim : c->hidden;
    *s = (session){.m = m, .max_batch = max_batch, .n_kv_max = round_up(n_ctx, ATTN_TILE)};
    s->threads = pool_new(n_threads);
    s->x = floats(b * c->dim);
    s->h = floats(b * c->dim);
    s->q = floats(b * c->dim);
    s->k = floats(b * kv_dim);
    s->v = floats(b * kv_dim);
    s->att = floats(b * c->dim);
    s->gate = floats(b * c->hidden);
    s->up = floats(b * c->hidden);
    s->logits = floats(b * c->vocab);
    s->mask = floats(b * s->n_kv_max);
    s->scratch = floats((long)n_threads * attention_scratch(s->n_kv_max, hd));
    s->xq = calloc((size_t)b * q8_blocks(wide), sizeof(q8_block));
    const bool ok = s->threads && s->x && s->h && s->q && s->k && s->v && s->att && s->gate &&
                    s->up && s->logits && s->mask && s->scratch && s->xq &&
                    kv_init(&s->kv, c->n_layer, c->n_kv_head, hd, s->n_kv_max);
    if (!ok) {
        session_free(s);
    }
    return ok;
}

void session_free(session *s) {
    pool_free(s->threads);
    kv_free(&s->kv);
    free(s->x);
    free(s->h);
    free(s->q);
    free(s->k);
    free(s->v);
    free(s->att);
    free(s->gate);
    free(s->up);
    free(s->logits);
    free(s->mask);
    free(s->scratch);
    free(s->xq);
    *s = (session){0};
}

void session_fill(session *s, int n, uint64_t seed) {
    const int kv_dim = s->kv.n_head * s->kv.head_dim;
    rng r = {seed};
    for (int layer = 0; layer < s->m->cfg.n_layer; layer++) {
        for (int pos = 0; pos < n; pos++) {
            for (int i = 0; i < kv_dim; i++) {
                s->k[i] = rng_f32(&r, 1.7f);
                s->v[i] = rng_f32(&r, 1.7f);
            }
            kv_put(&s->kv, layer, pos, s->k, s->v);
        }
    }
}

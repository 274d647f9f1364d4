#include "session.h"

#include "attention.h"
#include "ops.h"
#include "rope.h"
#include "vec.h"

#include <math.h>

typedef struct {
    session *s;
    int layer, n, pos;
} attention_args;

// Keys that a token at this position is given: whole tiles, the rest is masked.
static int keys_at(int pos) {
    return (pos + ATTN_TILE) / ATTN_TILE * ATTN_TILE;
}

static void make_mask(session *s, int n, int pos) {
    for (int t = 0; t < n; t++) {
        float *row = s->mask + (long)t * s->n_kv_max;
        for (int i = 0; i < keys_at(pos + t); i++) {
            row[i] = i <= pos + t ? 0.0f : -INFINITY;
        }
    }
}

static void attention_part(void *arg, int i, int parts) {
    const attention_args *a = arg;
    session *s = a->s;
    const int n_head = s->m->cfg.n_head, dim = s->m->cfg.dim, hd = dim / n_head;
    const int shared = n_head / s->m->cfg.n_kv_head; // query heads to a head of keys
    const float scale = 1.0f / sqrtf((float)hd);
    float *scratch = s->scratch + (long)i * attention_scratch(s->n_kv_max, hd);
    const int end = part_begin(n_head * a->n, i + 1, parts);
    for (int j = part_begin(n_head * a->n, i, parts); j < end; j++) {
        const int head = j / a->n, t = j % a->n;
        const long at = (long)t * dim + head * hd;
        const float *mask = s->mask + (long)t * s->n_kv_max;
        const int n_kv = keys_at(a->pos + t);
        if (a->n == 1) {
            attention_untiled(s->att + at, s->q + at, &s->kv, a->layer, head / shared, mask,
                              n_kv, scale, scratch);
        } else {
            attention_tiled(s->att + at, s->q + at, &s->kv, a->layer, head / shared, mask,
                            n_kv, scale, scratch);
        }
    }
}

static void attention_block(session *s, int layer, int n, int pos) {
    const model_config *c = &s->m->cfg;
    const layer_weights *w = &s->m->layers[layer];
    const int hd = c->dim / c->n_head;

    matmul(s->threads, s->q, &w->wq, s->h, n, s->xq);
    matmul(s->threads, s->k, &w->wk, s->h, n, s->xq);
    matmul(s->threads, s->v, &w->wv, s->h, n, s->xq);

    for (int t = 0; t < n; t++) {
        float *q = s->q + (long)t * c->dim;
        float *k = s->k + (long)t * hd * c->n_kv_head;
        float *v = s->v + (long)t * hd * c->n_kv_head;
        rope(q, c->n_head, hd, pos + t, c->rope_base);
        rope(k, c->n_kv_head, hd, pos + t, c->rope_base);
        kv_put(&s->kv, layer, pos + t, k, v);
    }

    attention_args a = {s, layer, n, pos};
    pool_run(s->threads, attention_part, &a);
    matmul(s->threads, s->h, &w->wo, s->att, n, s->xq);
}

void session_feed_forward(session *s, int layer, float *out, const float *x, int n) {
    const layer_weights *w = &s->m->layers[layer];
    matmul(s->threads, s->gate, &w->gate, x, n, s->xq);
    matmul(s->threads, s->up, &w->up, x, n, s->xq);
    for (int t = 0; t < n; t++) {
        const long at = (long)t * s->m->cfg.hidden;
        swiglu(s->m->cfg.hidden, s->gate + at, s->up + at);
    }
    matmul(s->threads, out, &w->down, s->gate, n, s->xq);
}

static void norm_rows(int n, int dim, float *y, const float *x, const float *w, float eps) {
    for (int t = 0; t < n; t++) {
        weighted_norm(dim, y + (long)t * dim, x + (long)t * dim, w, eps);
    }
}

const float *session_forward(session *s, const int *tokens, int n, int pos, int n_logits) {
    const model *m = s->m;
    const model_config *c = &m->cfg;
    const int dim = c->dim;

    for (int t = 0; t < n; t++) {
        vec_cpy_f32(dim, s->x + (long)t * dim, m->embed + (long)tokens[t] * dim);
    }
    make_mask(s, n, pos);

    for (int l = 0; l < c->n_layer; l++) {
        norm_rows(n, dim, s->h, s->x, m->layers[l].norm_attn, c->eps);
        attention_block(s, l, n, pos);
        vec_add_f32(n * dim, s->x, s->h);

        norm_rows(n, dim, s->h, s->x, m->layers[l].norm_ffn, c->eps);
        session_feed_forward(s, l, s->h, s->h, n);
        vec_add_f32(n * dim, s->x, s->h);
    }

    const float *last = s->x + (long)(n - n_logits) * dim;
    norm_rows(n_logits, dim, s->h, last, m->norm_out, c->eps);
    matmul(s->threads, s->logits, &m->head, s->h, n_logits, s->xq);
    return s->logits;
}

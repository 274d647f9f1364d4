#include "reference.h"

#include <math.h>
#include <stdlib.h>

static double *zeros(long n) {
    double *x = calloc((size_t)n, sizeof *x);
    if (!x) {
        exit(1);
    }
    return x;
}

static int kv_dim(const model_config *c) {
    return c->dim / c->n_head * c->n_kv_head;
}

void ref_init(ref_session *s, const model *m, int n_ctx) {
    const long n = (long)m->cfg.n_layer * n_ctx * kv_dim(&m->cfg);
    *s = (ref_session){m, n_ctx, zeros(n), zeros(n)};
}

void ref_free(ref_session *s) {
    free(s->k);
    free(s->v);
}

double *ref_key(ref_session *s, int layer, int pos) {
    return s->k + ((long)layer * s->n_ctx + pos) * kv_dim(&s->m->cfg);
}

double *ref_value(ref_session *s, int layer, int pos) {
    return s->v + ((long)layer * s->n_ctx + pos) * kv_dim(&s->m->cfg);
}

// The model quantizes what it multiplies: the same here, else that error would hide all others.
static void quantize(int n, double *y, const double *x) {
    for (int b = 0; b < n; b += Q8_BLOCK) {
        const int end = b + Q8_BLOCK < n ? b + Q8_BLOCK : n;
        double amax = 0;
        for (int i = b; i < end; i++) {
            amax = fmax(amax, fabs(x[i]));
        }
        for (int i = b; i < end; i++) {
            y[i] = amax > 0 ? round(x[i] / amax * 127) * amax / 127 : 0;
        }
    }
}

static void product(double *y, const q8_matrix *w, const double *x) {
    double *xq = zeros(w->cols);
    quantize(w->cols, xq, x);
    for (int r = 0; r < w->rows; r++) {
        const q8_block *row = w->blocks + (long)r * q8_blocks(w->cols);
        y[r] = 0;
        for (int c = 0; c < w->cols; c++) {
            y[r] += (double)row[c / Q8_BLOCK].d * row[c / Q8_BLOCK].q[c % Q8_BLOCK] * xq[c];
        }
    }
    free(xq);
}

static void norm(int n, double *y, const double *x, const float *w, double eps) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += x[i] * x[i];
    }
    for (int i = 0; i < n; i++) {
        y[i] = x[i] / sqrt(sum / n + eps) * w[i];
    }
}

static void attend(ref_session *s, int layer, int head, int pos, double *out, const double *q) {
    const model_config *c = &s->m->cfg;
    const int hd = c->dim / c->n_head, at = head / (c->n_head / c->n_kv_head) * hd;
    double *w = zeros(pos + 1), max = -INFINITY, sum = 0;
    for (int p = 0; p <= pos; p++) {
        for (int i = 0; i < hd; i++) {
            w[p] += q[i] * ref_key(s, layer, p)[at + i] / sqrt(hd);
        }
        max = fmax(max, w[p]);
    }
    for (int p = 0; p <= pos; p++) {
        sum += w[p] = exp(w[p] - max);
    }
    for (int i = 0; i < hd; i++) {
        out[i] = 0;
        for (int p = 0; p <= pos; p++) {
            out[i] += w[p] / sum * ref_value(s, layer, p)[at + i];
        }
    }
    free(w);
}

void ref_feed_forward(const layer_weights *l, double *out, const double *x) {
    double *gate = zeros(l->gate.rows), *up = zeros(l->up.rows);
    product(gate, &l->gate, x);
    product(up, &l->up, x);
    for (int i = 0; i < l->gate.rows; i++) {
        gate[i] = gate[i] / (1 + exp(-gate[i])) * up[i];
    }
    product(out, &l->down, gate);
    free(gate);
    free(up);
}

void ref_forward(ref_session *s, int token, int pos, double *logits) {
    const model_config *c = &s->m->cfg;
    const int hd = c->dim / c->n_head;
    double *x = zeros(c->dim), *h = zeros(c->dim), *q = zeros(c->dim), *att = zeros(c->dim);
    for (int i = 0; i < c->dim; i++) {
        x[i] = s->m->embed[(long)token * c->dim + i];
    }
    for (int layer = 0; layer < c->n_layer; layer++) {
        const layer_weights *l = &s->m->layers[layer];
        norm(c->dim, h, x, l->norm_attn, c->eps);
        product(q, &l->wq, h);
        product(ref_key(s, layer, pos), &l->wk, h);
        product(ref_value(s, layer, pos), &l->wv, h);
        ref_rope(q, c->n_head, hd, pos, c->rope_base);
        ref_rope(ref_key(s, layer, pos), c->n_kv_head, hd, pos, c->rope_base);
        for (int head = 0; head < c->n_head; head++) {
            attend(s, layer, head, pos, att + head * hd, q + head * hd);
        }
        product(h, &l->wo, att);
        for (int i = 0; i < c->dim; i++) {
            x[i] += h[i];
        }
        norm(c->dim, h, x, l->norm_ffn, c->eps);
        ref_feed_forward(l, h, h);
        for (int i = 0; i < c->dim; i++) {
            x[i] += h[i];
        }
    }
    norm(c->dim, h, x, s->m->norm_out, c->eps);
    product(logits, &s->m->head, h);
    free(x);
    free(h);
    free(q);
    free(att);
}

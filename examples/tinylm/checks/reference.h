// Everything again, in double precision and as plainly as can be.
#ifndef TINYLM_REFERENCE_H
#define TINYLM_REFERENCE_H

#include "model.h"

void ref_norm(int n, double *y, const float *x, const float *w, double eps); // w may be null
double ref_softmax_exp(int n, double *y, const float *x, const float *mask, double scale);
void ref_rope(double *x, int n_head, int head_dim, int pos, double base);
void ref_attention(double *out, const float *q, const float *k, const float *v, const float *mask,
                   int n_kv, int head_dim, double scale);

// The model with a cache of its own, a token at a time.
typedef struct {
    const model *m;
    int n_ctx;
    double *k, *v; // [layer][position][kv head * head_dim]
} ref_session;

void ref_init(ref_session *s, const model *m, int n_ctx);
void ref_free(ref_session *s);
double *ref_key(ref_session *s, int layer, int pos);
double *ref_value(ref_session *s, int layer, int pos);
void ref_forward(ref_session *s, int token, int pos, double *logits);
void ref_feed_forward(const layer_weights *l, double *out, const double *x);

#endif

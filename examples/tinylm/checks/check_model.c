#include "check.h"
#include "reference.h"
#include "session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A float and a double now and then round an activation to neighbouring steps, and then the logits
// differ by up to a few percent; else they agree to about 1e-7. So every row must be near, and
// most rows must be the same.
#define NEAR 0.1
#define SAME 1e-4

static int rows, same_rows;

// The error relative to the row's size, both as root mean squares.
static void expect_row(int n, const float *got, const double *want, const char *what) {
    double error = 0, size = 0;
    for (int i = 0; i < n; i++) {
        error += (got[i] - want[i]) * (got[i] - want[i]);
        size += want[i] * want[i];
    }
    error = sqrt(error / size);
    rows++;
    same_rows += error <= SAME;
    expect(error <= NEAR, what);
}

// All that the session works with, but for the cache and the weights, becomes NaN.
static void poison_session(session *s) {
    const model_config *c = &s->m->cfg;
    const int b = s->max_batch, kv_dim = s->kv.n_head * s->kv.head_dim;
    float *wide[] = {s->x, s->h, s->q, s->att};
    for (int i = 0; i < 4; i++) {
        poison(b * c->dim, wide[i]);
    }
    poison(b * kv_dim, s->k);
    poison(b * kv_dim, s->v);
    poison(b * c->hidden, s->gate);
    poison(b * c->hidden, s->up);
    poison(b * c->vocab, s->logits);
    poison(b * s->n_kv_max, s->mask);
    poison(2 * s->n_kv_max, s->scratch);
    const int cols = c->dim > c->hidden ? c->dim : c->hidden;
    memset(s->xq, 0xff, (size_t)b * q8_blocks(cols) * sizeof *s->xq);
}

// The same random keys and values for positions 0 .. n - 1 of both.
static void fill(session *s, ref_session *r, int n) {
    const int width = s->kv.n_head * s->kv.head_dim;
    float *k = poisoned(width), *v = poisoned(width);
    for (int layer = 0; layer < s->m->cfg.n_layer; layer++) {
        for (int pos = 0; pos < n; pos++) {
            for (int i = 0; i < width; i++) {
                ref_key(r, layer, pos)[i] = k[i] = rng_f32(&fresh, 1.7f);
                ref_value(r, layer, pos)[i] = v[i] = rng_f32(&fresh, 1.7f);
            }
            kv_put(&s->kv, layer, pos, k, v);
        }
    }
}

// depth tokens in the cache, then a prompt, then n_gen single tokens: all logits of all of them.
static void check_logits(const model_config *c, int depth, int prompt, int n_gen, int threads) {
    model m;
    session s;
    ref_session r;
    const int n = prompt + n_gen, n_ctx = depth + n;
    if (!model_init(&m, c, rng_u64(&fresh)) || !session_init(&s, &m, n_ctx, prompt, threads)) {
        exit(1);
    }
    ref_init(&r, &m, n_ctx);
    fill(&s, &r, depth);
    int *tokens = malloc((size_t)n * sizeof *tokens);
    double *want = doubles(n * c->vocab);
    for (int t = 0; tokens && t < n; t++) {
        tokens[t] = rng_int(&fresh, c->vocab);
        ref_forward(&r, tokens[t], depth + t, want + (long)t * c->vocab);
    }
    check_case("logits dim=%d heads=%d/%d layers=%d hidden=%d vocab=%d depth=%d prompt=%d gen=%d "
               "threads=%d", c->dim, c->n_head, c->n_kv_head, c->n_layer, c->hidden, c->vocab,
               depth, prompt, n_gen, threads);
    poison_session(&s);
    const float *logits = session_forward(&s, tokens, prompt, depth, prompt);
    for (int t = 0; t < prompt; t++) {
        expect_row(c->vocab, logits + (long)t * c->vocab, want + (long)t * c->vocab,
                   "prompt logits are far off");
    }
    poison_session(&s);
    logits = session_forward(&s, tokens, prompt, depth, 1);
    expect_row(c->vocab, logits, want + (long)(prompt - 1) * c->vocab,
               "the last logits alone are far off");
    for (int t = prompt; t < n; t++) {
        poison_session(&s);
        logits = session_forward(&s, tokens + t, 1, depth + t, 1);
        expect_row(c->vocab, logits, want + (long)t * c->vocab, "generated logits are far off");
    }
    free(tokens);
    ref_free(&r);
    session_free(&s);
    model_free(&m);
    buffers_done();
}

static void check_feed_forward(const model_config *c, int n, int threads) {
    model m;
    session s;
    if (!model_init(&m, c, rng_u64(&fresh)) || !session_init(&s, &m, 32, n, threads)) {
        exit(1);
    }
    const float *x = random_floats(n * c->dim, 2.0f);
    float *out = poisoned(n * c->dim);
    double *row = doubles(c->dim), *want = doubles(n * c->dim);
    const int layer = rng_int(&fresh, c->n_layer);
    for (int t = 0; t < n; t++) {
        for (int i = 0; i < c->dim; i++) {
            row[i] = x[t * c->dim + i];
        }
        ref_feed_forward(&m.layers[layer], want + t * c->dim, row);
    }
    check_case("session_feed_forward dim=%d hidden=%d n=%d threads=%d", c->dim, c->hidden, n,
               threads);
    poison_session(&s);
    session_feed_forward(&s, layer, out, x, n);
    for (int t = 0; t < n; t++) {
        expect_row(c->dim, out + t * c->dim, want + t * c->dim, "a row of the output is far off");
    }
    session_free(&s);
    model_free(&m);
    buffers_done();
}

void check_model(void) {
    const model_config configs[] = {
        {.dim = 12, .n_head = 3, .n_kv_head = 1, .n_layer = 2, .hidden = 21, .vocab = 7},
        {.dim = 36, .n_head = 6, .n_kv_head = 3, .n_layer = 3, .hidden = 50, .vocab = 33},
        {.dim = 70, .n_head = 5, .n_kv_head = 5, .n_layer = 1, .hidden = 97, .vocab = 129},
        {.dim = 128, .n_head = 8, .n_kv_head = 2, .n_layer = 4, .hidden = 192, .vocab = 64},
    };
    for (int i = 0; i < 4; i++) {
        model_config c = configs[i];
        c.rope_base = 10000.0f;
        c.eps = 1e-5f;
        for (int threads = 1; threads <= 2; threads++) {
            check_logits(&c, 0, 1, 5, threads);
            check_logits(&c, 0, 2 + rng_int(&fresh, 8), 3, threads);
            check_logits(&c, 0, 33 + rng_int(&fresh, 30), 3, threads);
            check_logits(&c, 20 + rng_int(&fresh, 50), 3, 2, threads);
            check_feed_forward(&c, 1, threads);
            check_feed_forward(&c, 2 + rng_int(&fresh, 6), threads);
        }
        check_logits(&c, 1984, 2, 2, 1);
    }
    check_case("logits and feed-forward, all shapes: %d of %d rows the same", same_rows, rows);
    expect(2 * same_rows > rows, "rounding alone does not explain so many differences");
}

#include "model.h"

#include "rng.h"

#include <math.h>
#include <stdlib.h>

static bool make_floats(float **x, long n, rng *r, float centre, float spread) {
    *x = malloc((size_t)n * sizeof **x);
    for (long i = 0; *x && i < n; i++) {
        (*x)[i] = centre + rng_f32(r, spread);
    }
    return *x != 0;
}

// Every value has a variance of 1 / cols, so that rows keep the size of their input.
static bool make_matrix(q8_matrix *w, int rows, int cols, rng *r) {
    float *row = malloc((size_t)cols * sizeof *row);
    const int blocks = q8_blocks(cols);
    *w = (q8_matrix){rows, cols, malloc((size_t)rows * blocks * sizeof(q8_block))};
    const bool ok = row && w->blocks;
    const float spread = sqrtf(3.0f / (float)cols);
    for (int i = 0; ok && i < rows; i++) {
        for (int j = 0; j < cols; j++) {
            row[j] = rng_f32(r, spread);
        }
        q8_quantize_row(cols, w->blocks + (long)i * blocks, row);
    }
    free(row);
    return ok;
}

static bool make_layer(layer_weights *l, const model_config *c, rng *r) {
    const int kv_dim = c->dim / c->n_head * c->n_kv_head;
    return make_floats(&l->norm_attn, c->dim, r, 1.0f, 0.5f) &&
           make_floats(&l->norm_ffn, c->dim, r, 1.0f, 0.5f) &&
           make_matrix(&l->wq, c->dim, c->dim, r) &&
           make_matrix(&l->wk, kv_dim, c->dim, r) &&
           make_matrix(&l->wv, kv_dim, c->dim, r) &&
           make_matrix(&l->wo, c->dim, c->dim, r) &&
           make_matrix(&l->gate, c->hidden, c->dim, r) &&
           make_matrix(&l->up, c->hidden, c->dim, r) &&
           make_matrix(&l->down, c->dim, c->hidden, r);
}

bool model_init(model *m, const model_config *cfg, uint64_t seed) {
    rng r = {seed};
    *m = (model){.cfg = *cfg};
    m->layers = calloc((size_t)cfg->n_layer, sizeof *m->layers);
    bool ok = m->layers != 0 &&
              make_floats(&m->embed, (long)cfg->vocab * cfg->dim, &r, 0.0f, 1.0f) &&
              make_floats(&m->norm_out, cfg->dim, &r, 1.0f, 0.5f) &&
              make_matrix(&m->head, cfg->vocab, cfg->dim, &r);
    for (int l = 0; ok && l < cfg->n_layer; l++) {
        ok = make_layer(&m->layers[l], cfg, &r);
    }
    if (!ok) {
        model_free(m);
    }
    return ok;
}

void model_free(model *m) {
    for (int i = 0; m->layers && i < m->cfg.n_layer; i++) {
        layer_weights *l = &m->layers[i];
        free(l->norm_attn);
        free(l->norm_ffn);
        q8_matrix *w[] = {&l->wq, &l->wk, &l->wv, &l->wo, &l->gate, &l->up, &l->down};
        for (int j = 0; j < 7; j++) {
            free(w[j]->blocks);
        }
    }
    free(m->layers);
    free(m->embed);
    free(m->norm_out);
    free(m->head.blocks);
    *m = (model){0};
}

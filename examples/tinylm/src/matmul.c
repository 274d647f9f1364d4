#include "matmul.h"

typedef struct {
    q8_block *xq;
    const float *x;
    int n, dim;
} quantize_args;

static void quantize_part(void *arg, int i, int parts) {
    const quantize_args *a = arg;
    const int end = part_begin(a->n, i + 1, parts);
    for (int t = part_begin(a->n, i, parts); t < end; t++) {
        q8_quantize_row(a->dim, a->xq + (long)t * q8_blocks(a->dim), a->x + (long)t * a->dim);
    }
}

void quantize_activations(pool *p, q8_block *xq, const float *x, int n, int dim) {
    quantize_args a = {xq, x, n, dim};
    pool_run(p, quantize_part, &a);
}

typedef struct {
    float *y;
    const q8_matrix *w;
    const q8_block *xq;
    int n;
} matmul_args;

static void matmul_part(void *arg, int i, int parts) {
    const matmul_args *a = arg;
    const int rows = a->w->rows, cols = a->w->cols, blocks = q8_blocks(cols);
    const int end = part_begin(rows, i + 1, parts);
    for (int r = part_begin(rows, i, parts); r < end; r++) {
        const q8_block *row = a->w->blocks + (long)r * blocks;
        for (int t = 0; t < a->n; t++) {
            a->y[(long)t * rows + r] = q8_dot(cols, row, a->xq + (long)t * blocks);
        }
    }
}

void matmul_q8(pool *p, float *y, const q8_matrix *w, const q8_block *xq, int n) {
    matmul_args a = {y, w, xq, n};
    pool_run(p, matmul_part, &a);
}

void matmul(pool *p, float *y, const q8_matrix *w, const float *x, int n, q8_block *xq) {
    quantize_activations(p, xq, x, n, w->cols);
    matmul_q8(p, y, w, xq, n);
}

// Quantized matrix times a batch of vectors.
#ifndef TINYLM_MATMUL_H
#define TINYLM_MATMUL_H

#include "quant.h"
#include "threads.h"

typedef struct {
    int rows, cols;
    q8_block *blocks;    // rows * q8_blocks(cols)
} q8_matrix;

// n vectors of dim values; they are split over the threads by vector.
void quantize_activations(pool *p, q8_block *xq, const float *x, int n, int dim);

// y[t] = w * xq[t] for n quantized vectors; split over the threads by row of w.
void matmul_q8(pool *p, float *y, const q8_matrix *w, const q8_block *xq, int n);

// Both: y[t] = w * x[t]. xq is scratch of n * q8_blocks(w->cols).
void matmul(pool *p, float *y, const q8_matrix *w, const float *x, int n, q8_block *xq);

#endif

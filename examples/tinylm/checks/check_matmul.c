#include "check.h"
#include "matmul.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static q8_matrix random_matrix(int rows, int cols) {
    const int blocks = q8_blocks(cols);
    q8_matrix w = {rows, cols, calloc((size_t)rows * blocks, sizeof(q8_block))};
    for (int i = 0; w.blocks && i < rows * blocks; i++) {
        w.blocks[i].d = rng_f32(&fresh, 1.0f);
        for (int j = 0; j < Q8_BLOCK && i % blocks * Q8_BLOCK + j < cols; j++) {
            w.blocks[i].q[j] = (int8_t)(rng_int(&fresh, 255) - 127);
        }
    }
    return w;
}

static double weight(const q8_matrix *w, int r, int c) {
    const q8_block *b = w->blocks + (long)r * q8_blocks(w->cols) + c / Q8_BLOCK;
    return (double)b->d * b->q[c % Q8_BLOCK];
}

// The product with the values as they stand in xq, how far off rounding x to xq may put it, and the
// sum of the terms' sizes: terms cancel, and what summing them in floats loses goes by their sizes.
static void reference(double *y, double *slack, double *size, const q8_matrix *w,
                      const q8_block *xq, int n) {
    const int blocks = q8_blocks(w->cols);
    for (int i = 0; i < n * w->rows; i++) {
        const int t = i / w->rows, r = i % w->rows;
        y[i] = slack[i] = size[i] = 0;
        for (int c = 0; c < w->cols; c++) {
            const q8_block *b = xq + (long)t * blocks + c / Q8_BLOCK;
            const double term = weight(w, r, c) * b->d * b->q[c % Q8_BLOCK];
            y[i] += term;
            size[i] += fabs(term);
            slack[i] += fabs(weight(w, r, c)) * b->d * 0.5001;
        }
    }
}

static void check_shape(int rows, int cols, int n, int threads) {
    pool *p = pool_new(threads);
    q8_matrix w = random_matrix(rows, cols);
    const int blocks = q8_blocks(cols);
    const float *x = random_floats(n * cols, 2.0f);
    float *y = poisoned(n * rows);
    double *want = doubles(n * rows), *slack = doubles(n * rows), *size = doubles(n * rows);
    q8_block *xq = malloc((size_t)(n * blocks + 1) * sizeof *xq);
    if (!p || !w.blocks || !xq) {
        exit(1);
    }
    memset(xq, 0xff, (size_t)(n * blocks + 1) * sizeof *xq); // a scale of NaN
    check_case("quantize_activations dim=%d n=%d threads=%d", cols, n, threads);
    quantize_activations(p, xq, x, n, cols);
    bool near = true;
    for (int i = 0; i < n * cols; i++) {
        const q8_block *b = xq + i / cols * blocks + i % cols / Q8_BLOCK;
        near = near && fabs(x[i] - (double)b->d * b->q[i % cols % Q8_BLOCK]) <= b->d * 0.50001;
    }
    expect(near, "a value is not the nearest step");
    expect(isnan(xq[n * blocks].d), "wrote past the last block");

    check_case("matmul_q8 rows=%d cols=%d n=%d threads=%d", rows, cols, n, threads);
    reference(want, slack, size, &w, xq, n);
    matmul_q8(p, y, &w, xq, n);
    bool close = true;
    for (int i = 0; i < n * rows; i++) {
        close = close && fabs(y[i] - want[i]) <= 2e-6 * size[i] + 1e-12;
    }
    expect(close, "not the product of the quantized values");

    check_case("matmul rows=%d cols=%d n=%d threads=%d", rows, cols, n, threads);
    memset(xq, 0xff, (size_t)(n * blocks + 1) * sizeof *xq);
    poison(n * rows, y);
    for (int i = 0; i < n * rows; i++) { // the exact product of what was not quantized
        want[i] = 0;
        for (int c = 0; c < cols; c++) {
            want[i] += weight(&w, i % rows, c) * x[i / rows * cols + c];
        }
    }
    matmul(p, y, &w, x, n, xq);
    bool within = true;
    for (int i = 0; i < n * rows; i++) {
        within = within && fabs(y[i] - want[i]) <= slack[i] + 1e-5;
    }
    expect(within, "further off than rounding the activations explains");
    free(xq);
    free(w.blocks);
    pool_free(p);
    buffers_done();
}

void check_matmul(void) {
    static const int shapes[][3] = {{1, 1, 1},   {1, 33, 2},  {3, 31, 1},   {5, 32, 3},
                                    {7, 65, 5},  {17, 96, 2}, {33, 100, 7}, {64, 128, 1},
                                    {65, 129, 4}, {2, 7, 33}};
    for (int threads = 1; threads <= 3; threads++) {
        for (int i = 0; i < 10; i++) {
            check_shape(shapes[i][0], shapes[i][1], shapes[i][2], threads);
        }
        check_shape(1 + rng_int(&fresh, 70), 1 + rng_int(&fresh, 200), 1 + rng_int(&fresh, 9),
                    threads);
    }
}

#include "check.h"
#include "quant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Blocks with a NaN scale and full bytes: reading one too many shows.
static q8_block *poisoned_blocks(int n) {
    q8_block *b = malloc((size_t)(n + 1) * sizeof *b);
    if (!b) {
        exit(1);
    }
    memset(b, 0x7f, (size_t)(n + 1) * sizeof *b);
    for (int i = 0; i <= n; i++) {
        b[i].d = NAN;
    }
    return b;
}

static void check_quantize(int n, float spread) {
    const float *x = random_floats(n, spread);
    const int blocks = q8_blocks(n);
    q8_block *q = poisoned_blocks(blocks);
    float *back = poisoned(n);
    double *want = doubles(n);
    bool scales = true, nearest = true, tail = true;
    check_case("q8_quantize_row n=%d spread=%g", n, spread);
    q8_quantize_row(n, q, x);
    for (int b = 0; b < blocks; b++) {
        double amax = 0;
        for (int i = b * Q8_BLOCK; i < n && i < (b + 1) * Q8_BLOCK; i++) {
            amax = fmax(amax, fabs(x[i]));
        }
        scales = scales && fabs(q[b].d - amax / 127) <= 1e-6 * amax / 127;
    }
    for (int i = 0; i < blocks * Q8_BLOCK; i++) {
        const double d = q[i / Q8_BLOCK].d, v = q[i / Q8_BLOCK].q[i % Q8_BLOCK];
        if (i < n) {
            nearest = nearest && fabs(x[i] - d * v) <= d * 0.50001;
            want[i] = d * v;
        } else {
            tail = tail && v == 0;
        }
    }
    expect(scales, "a scale is not the largest magnitude / 127");
    expect(nearest, "a value is not the nearest step");
    expect(tail, "the last block is not filled up with zeros");
    expect(isnan(q[blocks].d), "wrote past the last block");
    q8_dequantize_row(n, back, q);
    check_case("q8_dequantize_row n=%d", n);
    bool exact = true;
    for (int i = 0; i < n; i++) {
        exact = exact && back[i] == (float)want[i];
    }
    expect(exact, "a value is not scale * byte");
    free(q);
    buffers_done();
}

static void check_dot(int n) {
    const int blocks = q8_blocks(n);
    q8_block *x = poisoned_blocks(blocks), *y = poisoned_blocks(blocks);
    double dot = 0, size = 1e-30;
    for (int b = 0; b < blocks; b++) {
        x[b].d = rng_f32(&fresh, 2.0f);
        y[b].d = rng_f32(&fresh, 2.0f);
        for (int i = 0; i < Q8_BLOCK; i++) {
            const bool in = b * Q8_BLOCK + i < n;
            x[b].q[i] = (int8_t)(in ? rng_int(&fresh, 255) - 127 : 0);
            y[b].q[i] = (int8_t)(in ? rng_int(&fresh, 255) - 127 : 0);
            const double p = (double)x[b].d * x[b].q[i] * (double)y[b].d * y[b].q[i];
            dot += p;
            size += fabs(p);
        }
    }
    check_case("q8_dot n=%d", n);
    expect(fabs(q8_dot(n, x, y) - dot) <= 1e-6 * size, "not the dot product");
    free(x);
    free(y);
}

// The largest bytes everywhere: sums of products must not run over.
static void check_extremes(void) {
    q8_block x[4], y[4];
    for (int b = 0; b < 4; b++) {
        x[b].d = y[b].d = 1.0f;
        memset(x[b].q, 127, Q8_BLOCK);
        memset(y[b].q, b % 2 ? -127 : 127, Q8_BLOCK);
    }
    check_case("q8_dot of the largest values");
    expect(q8_dot(32, x, y) == 32 * 127 * 127, "overflow");
    expect(q8_dot(32, x + 1, y + 1) == -32 * 127 * 127, "overflow");
    expect(q8_dot(128, x, y) == 0, "overflow");
}

void check_quant(void) {
    for (int i = 0; i < n_lengths + 4; i++) {
        const int n = i < n_lengths ? lengths[i] : 1 + rng_int(&fresh, 400);
        check_quantize(n, 1.0f);
        check_quantize(n, 1e-4f);
        check_dot(n);
    }
    check_quantize(40, 0.0f);
    check_extremes();
}

#include "quant.h"

#include <math.h>

static void quantize_block(int n, q8_block *y, const float *x) {
    float amax = 0.0f;
    for (int i = 0; i < n; i++) {
        float a = fabsf(x[i]);
        amax = a > amax ? a : amax;
    }
    const float d = amax / 127.0f;
    const float id = d > 0.0f ? 1.0f / d : 0.0f;
    y->d = d;
    for (int i = 0; i < n; i++) {
        y->q[i] = (int8_t)roundf(x[i] * id);
    }
    for (int i = n; i < Q8_BLOCK; i++) {
        y->q[i] = 0;
    }
}

void q8_quantize_row(int n, q8_block *y, const float *x) {
    for (int i = 0; i < n; i += Q8_BLOCK) {
        quantize_block(n - i < Q8_BLOCK ? n - i : Q8_BLOCK, y++, x + i);
    }
}

void q8_dequantize_row(int n, float *y, const q8_block *x) {
    for (int i = 0; i < n; i++) {
        y[i] = x[i / Q8_BLOCK].d * (float)x[i / Q8_BLOCK].q[i % Q8_BLOCK];
    }
}

float q8_dot(int n, const q8_block *x, const q8_block *y) {
    const int blocks = q8_blocks(n);
    float sum = 0.0f;
    for (int b = 0; b < blocks; b++) {
        int dot = 0;
        for (int i = 0; i < Q8_BLOCK; i++) {
            dot += x[b].q[i] * y[b].q[i];
        }
        sum += x[b].d * y[b].d * (float)dot;
    }
    return sum;
}

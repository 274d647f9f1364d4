// Q8_0: blocks of 32 values, one float scale and 32 signed bytes each. A row
// whose length is no multiple of 32 ends in a block filled up with zeros.
#ifndef TINYLM_QUANT_H
#define TINYLM_QUANT_H

#include <stdint.h>

#define Q8_BLOCK 32

typedef struct {
    float d;
    int8_t q[Q8_BLOCK];
} q8_block;

static inline int q8_blocks(int n) {
    return (n + Q8_BLOCK - 1) / Q8_BLOCK;
}

void q8_quantize_row(int n, q8_block *y, const float *x);

void q8_dequantize_row(int n, float *y, const q8_block *x);

// Dot product of two quantized rows of n values.
float q8_dot(int n, const q8_block *x, const q8_block *y);

#endif

// Vector helpers: one pass over plain float buffers each. Any length, 0 too.
#ifndef TINYLM_VEC_H
#define TINYLM_VEC_H

void vec_set_f32(int n, float *x, float v);                                // x = v

void vec_cpy_f32(int n, float *restrict y, const float *restrict x);       // y = x

void vec_scale_f32(int n, float *y, float v);                              // y *= v

void vec_div_f32(int n, float *y, float v);                                // y /= v

void vec_add_f32(int n, float *restrict y, const float *restrict x);       // y += x

void vec_mul_f32(int n, float *restrict y, const float *restrict x);       // y *= x

void vec_mad_f32(int n, float *restrict y, const float *restrict x, float v); // y += x * v

void vec_exp_f32(int n, float *y, float max);                              // y = exp(y - max)

void vec_silu_f32(int n, float *y);                                        // y = y / (1 + exp(-y))

float vec_max_f32(int n, const float *x);                                  // -INFINITY where n is 0

float vec_sum_f32(int n, const float *x);

float vec_dot_f32(int n, const float *restrict x, const float *restrict y);

#endif

#include "ops.h"

#include "vec.h"

#include <math.h>

void rms_norm(int n, float *y, const float *x, float eps) {
    const float mean = vec_dot_f32(n, x, x) / (float)n;
    const float scale = 1.0f / sqrtf(mean + eps);
    vec_cpy_f32(n, y, x);
    vec_scale_f32(n, y, scale);
}

void weighted_norm(int n, float *y, const float *x, const float *w, float eps) {
    rms_norm(n, y, x, eps);
    vec_mul_f32(n, y, w);
}

void swiglu(int n, float *gate, const float *up) {
    vec_silu_f32(n, gate);
    vec_mul_f32(n, gate, up);
}

float softmax_exp(int n, float *y, const float *x, const float *mask, float scale) {
    vec_cpy_f32(n, y, x);
    vec_scale_f32(n, y, scale);
    if (mask) {
        vec_add_f32(n, y, mask);
    }
    const float max = vec_max_f32(n, y);

    // The largest becomes exp(0) = 1: nothing overflows, and the sum is at
    // least 1.
    vec_exp_f32(n, y, max);
    return vec_sum_f32(n, y);
}

void softmax(int n, float *y, const float *x, const float *mask, float scale) {
    const float sum = softmax_exp(n, y, x, mask, scale);
    vec_div_f32(n, y, sum);
}

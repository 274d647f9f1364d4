#include "vec.h"

#include <math.h>

void vec_set_f32(int n, float *x, float v) {
    for (int i = 0; i < n; i++) {
        x[i] = v;
    }
}

void vec_cpy_f32(int n, float *restrict y, const float *restrict x) {
    for (int i = 0; i < n; i++) {
        y[i] = x[i];
    }
}

void vec_scale_f32(int n, float *y, float v) {
    for (int i = 0; i < n; i++) {
        y[i] *= v;
    }
}

void vec_div_f32(int n, float *y, float v) {
    for (int i = 0; i < n; i++) {
        y[i] /= v;
    }
}

void vec_add_f32(int n, float *restrict y, const float *restrict x) {
    for (int i = 0; i < n; i++) {
        y[i] += x[i];
    }
}

void vec_mul_f32(int n, float *restrict y, const float *restrict x) {
    for (int i = 0; i < n; i++) {
        y[i] *= x[i];
    }
}

void vec_mad_f32(int n, float *restrict y, const float *restrict x, float v) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        y[i + 0] += x[i + 0] * v;
        y[i + 1] += x[i + 1] * v;
        y[i + 2] += x[i + 2] * v;
        y[i + 3] += x[i + 3] * v;
    }
    for (; i < n; i++) {
        y[i] += x[i] * v;
    }
}

void vec_exp_f32(int n, float *y, float max) {
    for (int i = 0; i < n; i++) {
        y[i] = expf(y[i] - max);
    }
}

void vec_silu_f32(int n, float *y) {
    for (int i = 0; i < n; i++) {
        y[i] = y[i] / (1.0f + expf(-y[i]));
    }
}

float vec_max_f32(int n, const float *x) {
    float max = -INFINITY;
    for (int i = 0; i < n; i++) {
        max = x[i] > max ? x[i] : max;
    }
    return max;
}

float vec_sum_f32(int n, const float *x) {
    float sum = 0.0f;
    for (int i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

float vec_dot_f32(int n, const float *restrict x, const float *restrict y) {
    float s0 = 0.0f, s1 = 0.0f, s2 = 0.0f, s3 = 0.0f;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        s0 += x[i + 0] * y[i + 0];
        s1 += x[i + 1] * y[i + 1];
        s2 += x[i + 2] * y[i + 2];
        s3 += x[i + 3] * y[i + 3];
    }
    float sum = (s0 + s1) + (s2 + s3);
    for (; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

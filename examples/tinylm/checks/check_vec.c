#include "check.h"
#include "vec.h"

#include <math.h>

enum { SET, CPY, SCALE, DIV, ADD, MUL, MAD, EXP, SILU, N_MAPS };
static const char *const names[N_MAPS] = {"vec_set_f32", "vec_cpy_f32", "vec_scale_f32",
                                          "vec_div_f32", "vec_add_f32", "vec_mul_f32",
                                          "vec_mad_f32", "vec_exp_f32", "vec_silu_f32"};

static double reference(int op, double y, double x, double v) {
    switch (op) {
    case SET: return v;
    case CPY: return x;
    case SCALE: return y * v;
    case DIV: return y / v;
    case ADD: return y + x;
    case MUL: return y * x;
    case MAD: return y + x * v;
    case EXP: return exp(y - v);
    default: return y / (1 + exp(-y));
    }
}

static void apply(int op, int n, float *y, const float *x, float v) {
    switch (op) {
    case SET: vec_set_f32(n, y, v); break;
    case CPY: vec_cpy_f32(n, y, x); break;
    case SCALE: vec_scale_f32(n, y, v); break;
    case DIV: vec_div_f32(n, y, v); break;
    case ADD: vec_add_f32(n, y, x); break;
    case MUL: vec_mul_f32(n, y, x); break;
    case MAD: vec_mad_f32(n, y, x, v); break;
    case EXP: vec_exp_f32(n, y, v); break;
    default: vec_silu_f32(n, y); break;
    }
}

static void check_map(int op, int n) {
    const float v = 1.5f + rng_f32(&fresh, 1.0f);
    const float *x = random_floats(n, 3.0f);
    // set and cpy only write: what stands there before is poison
    float *y = op == SET || op == CPY ? poisoned(n) : random_floats(n, 3.0f);
    double *want = doubles(n);
    check_case("%s n=%d", names[op], n);
    for (int i = 0; i < n; i++) {
        want[i] = reference(op, y[i], x[i], v);
    }
    apply(op, n, y, x, v);
    expect_close(n, y, want, 1e-6, "y");
    buffers_done();
}

static void check_reductions(int n) {
    float *x = random_floats(n, 3.0f);
    const float *y = random_floats(n, 3.0f);
    double max = -INFINITY, sum = 0, dot = 0, size = 1e-30;
    for (int i = 0; i < n; i++) {
        if (rng_int(&fresh, 8) == 0) {
            x[i] = -fabsf(x[i]);
        }
        max = x[i] > max ? x[i] : max;
        sum += x[i];
        dot += (double)x[i] * y[i];
        size += fabs((double)x[i] * y[i]) + fabs(x[i]);
    }
    check_case("vec_max_f32 n=%d", n);
    expect((double)vec_max_f32(n, x) == max, "not the largest");
    check_case("vec_sum_f32 n=%d", n);
    expect(fabs(vec_sum_f32(n, x) - sum) <= 2e-6 * size, "not the sum");
    check_case("vec_dot_f32 n=%d", n);
    expect(fabs(vec_dot_f32(n, x, y) - dot) <= 2e-6 * size, "not the dot product");
    for (int i = 0; i < n; i++) {
        x[i] = -INFINITY;
    }
    check_case("vec_max_f32 n=%d, all masked", n);
    expect(vec_max_f32(n, x) == -INFINITY, "not -infinity");
    if (n > 0) {
        x[rng_int(&fresh, n)] = -5.0f;
        expect(vec_max_f32(n, x) == -5.0f, "missed the only one that is not masked");
    }
    buffers_done();
}

void check_vec(void) {
    for (int i = -1; i < n_lengths + 8; i++) {
        const int n = i < 0 ? 0 : i < n_lengths ? lengths[i] : 1 + rng_int(&fresh, 700);
        for (int op = 0; op < N_MAPS; op++) {
            check_map(op, n);
        }
        check_reductions(n);
    }
}

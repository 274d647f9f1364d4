#include "check.h"
#include "ops.h"
#include "reference.h"
#include "rope.h"

#include <math.h>

static void check_norm(int n, float spread) {
    const float eps = 1e-5f;
    const float *x = random_floats(n, spread), *w = random_floats(n, 2.0f);
    float *y = poisoned(n);
    double *plain = doubles(n), *weighted = doubles(n);
    ref_norm(n, plain, x, 0, eps);
    ref_norm(n, weighted, x, w, eps);
    check_case("rms_norm n=%d spread=%g", n, spread);
    rms_norm(n, y, x, eps);
    expect_close(n, y, plain, 2e-6, "y");
    check_case("weighted_norm n=%d spread=%g", n, spread);
    poison(n, y);
    weighted_norm(n, y, x, w, eps);
    expect_close(n, y, weighted, 2e-6, "y");
    buffers_done();
}

static void check_swiglu(int n) {
    float *gate = random_floats(n, 6.0f);
    const float *up = random_floats(n, 2.0f);
    double *want = doubles(n);
    check_case("swiglu n=%d", n);
    for (int i = 0; i < n; i++) {
        want[i] = gate[i] / (1 + exp(-(double)gate[i])) * up[i];
    }
    swiglu(n, gate, up);
    expect_close(n, gate, want, 2e-6, "gate");
    buffers_done();
}

static void check_softmax(int n, float spread, bool masked) {
    const float *x = random_floats(n, spread);
    const float scale = 0.1f + fabsf(rng_f32(&fresh, 1.0f));
    float *mask = random_floats(n, 1.0f), *y = poisoned(n);
    double *want = doubles(n);
    for (int i = 0; i < n; i++) {
        mask[i] = rng_int(&fresh, 3) == 0 ? -INFINITY : rng_int(&fresh, 2) ? mask[i] : 0.0f;
    }
    mask[rng_int(&fresh, n)] = 0.0f;
    check_case("softmax_exp n=%d spread=%g %s", n, spread, masked ? "masked" : "without a mask");
    const double tolerance = spread > 100 ? 1e-4 : 1e-5; // floats hold large scores less finely
    const double want_sum = ref_softmax_exp(n, want, x, masked ? mask : 0, scale);
    const float sum = softmax_exp(n, y, x, masked ? mask : 0, scale);
    expect_close(n, y, want, tolerance, "y");
    expect(fabs(sum - want_sum) <= tolerance * want_sum, "not the sum");
    check_case("softmax n=%d spread=%g %s", n, spread, masked ? "masked" : "without a mask");
    poison(n, y);
    for (int i = 0; i < n; i++) {
        want[i] /= want_sum;
    }
    softmax(n, y, x, masked ? mask : 0, scale);
    expect_close(n, y, want, tolerance, "y");
    buffers_done();
}

static void check_rope(int n_head, int head_dim, int pos) {
    float *x = random_floats(n_head * head_dim, 2.0f);
    double *want = doubles(n_head * head_dim);
    check_case("rope heads=%d head_dim=%d pos=%d", n_head, head_dim, pos);
    for (int i = 0; i < n_head * head_dim; i++) {
        want[i] = x[i];
    }
    ref_rope(want, n_head, head_dim, pos, 10000.0);
    rope(x, n_head, head_dim, pos, 10000.0f);
    // a float holds the angle to about 6e-8 of it
    expect_close(n_head * head_dim, x, want, 2e-6 + 2e-7 * pos, "x");
    buffers_done();
}

void check_ops(void) {
    for (int i = 0; i < n_lengths + 4; i++) {
        const int n = i < n_lengths ? lengths[i] : 1 + rng_int(&fresh, 500);
        check_norm(n, 2.0f);
        check_norm(n, 2e-3f);
        check_swiglu(n);
        for (int masked = 0; masked < 2; masked++) {
            check_softmax(n, 4.0f, masked);
            check_softmax(n, 300.0f, masked); // exp overflows where the maximum is not taken off
        }
    }
    static const int positions[] = {0, 1, 2, 17, 1000, 2047};
    for (int i = 0; i < 6; i++) {
        check_rope(1, 2, positions[i]);
        check_rope(3, 6, positions[i]);
        check_rope(8, 16, positions[i]);
        check_rope(1 + rng_int(&fresh, 5), 2 + 2 * rng_int(&fresh, 20), positions[i]);
    }
}

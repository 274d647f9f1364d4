#include "reference.h"

#include <math.h>
#include <stdlib.h>

void ref_norm(int n, double *y, const float *x, const float *w, double eps) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += (double)x[i] * x[i];
    }
    for (int i = 0; i < n; i++) {
        y[i] = x[i] / sqrt(sum / n + eps) * (w ? w[i] : 1);
    }
}

double ref_softmax_exp(int n, double *y, const float *x, const float *mask, double scale) {
    double max = -INFINITY, sum = 0;
    for (int i = 0; i < n; i++) {
        y[i] = x[i] * scale + (mask ? mask[i] : 0);
        max = fmax(max, y[i]);
    }
    for (int i = 0; i < n; i++) {
        sum += y[i] = exp(y[i] - max);
    }
    return sum;
}

void ref_rope(double *x, int n_head, int head_dim, int pos, double base) {
    for (int i = 0; i < n_head * head_dim; i += 2) {
        const double angle = pos * pow(base, -(double)(i % head_dim) / head_dim);
        const double a = x[i], b = x[i + 1];
        x[i] = a * cos(angle) - b * sin(angle);
        x[i + 1] = a * sin(angle) + b * cos(angle);
    }
}

void ref_attention(double *out, const float *q, const float *k, const float *v, const float *mask,
                   int n_kv, int head_dim, double scale) {
    double *w = malloc((size_t)n_kv * sizeof *w);
    double max = -INFINITY, sum = 0;
    if (!w) {
        exit(1);
    }
    for (int i = 0; i < n_kv; i++) {
        double dot = 0;
        for (int j = 0; j < head_dim; j++) {
            dot += (double)q[j] * k[(long)i * head_dim + j];
        }
        w[i] = dot * scale + mask[i];
        max = fmax(max, w[i]);
    }
    for (int i = 0; i < n_kv; i++) {
        sum += w[i] = exp(w[i] - max);
    }
    for (int j = 0; j < head_dim; j++) {
        out[j] = 0;
        for (int i = 0; i < n_kv; i++) {
            out[j] += w[i] / sum * v[(long)i * head_dim + j];
        }
    }
    free(w);
}

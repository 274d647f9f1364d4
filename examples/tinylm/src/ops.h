// Operators on one row each.
#ifndef TINYLM_OPS_H
#define TINYLM_OPS_H

// y = x / sqrt(mean(x^2) + eps)
void rms_norm(int n, float *y, const float *x, float eps);

// y = rms_norm(x) * w
void weighted_norm(int n, float *y, const float *x, const float *w, float eps);

// gate = silu(gate) * up
void swiglu(int n, float *gate, const float *up);

// y = exp(x * scale + mask - max of it); returns the sum of y. mask may be null.
float softmax_exp(int n, float *y, const float *x, const float *mask, float scale);

// y = softmax(x * scale + mask)
void softmax(int n, float *y, const float *x, const float *mask, float scale);

#endif

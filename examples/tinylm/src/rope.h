// Rotary position embedding of neighbouring pairs.
#ifndef TINYLM_ROPE_H
#define TINYLM_ROPE_H

// Turns pair i of every head by pos * base^(-2i / head_dim). head_dim is even.
void rope(float *x, int n_head, int head_dim, int pos, float base);

#endif

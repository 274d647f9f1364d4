#include "rope.h"

#include <math.h>

void rope(float *x, int n_head, int head_dim, int pos, float base) {
    for (int h = 0; h < n_head; h++) {
        for (int i = 0; i < head_dim; i += 2) {
            const float freq = powf(base, -(float)i / (float)head_dim);
            const float angle = (float)pos * freq;
            const float c = cosf(angle), s = sinf(angle);
            const float x0 = x[i], x1 = x[i + 1];
            x[i] = x0 * c - x1 * s;
            x[i + 1] = x0 * s + x1 * c;
        }
        x += head_dim;
    }
}

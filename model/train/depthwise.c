/* Gradient of a depthwise convolution's weights and bias, channels last.
 *
 * oneDNN 2.6 (PyTorch 1.13 of Debian 12) has no kernel of its own for the 5x5
 * depthwise weight gradient and falls back to one for grouped convolutions that
 * computes 16x16 products to keep the diagonal.  Measured at 128 px in bf16: six
 * layers took 261 of a step's 426 ms.  This loop takes about 2.
 *
 *   dw[kh][kw][c] = sum over n, y, x of  dy[n][y][x][c] * in[n][y*s-p+kh][x*s-p+kw][c]
 *   db[c]         = sum over n, y, x of  dy[n][y][x][c]
 *
 * Compiled by fast.py at the first use, loaded with ctypes.
 */
#include <stdint.h>
#include <string.h>

#define MAX_KERNEL 7

typedef struct {
    int images, height, width, channels; /* of the input */
    int out_height, out_width;
    int kernel, stride, padding; /* padding: the same at all four sides */
} Shape;

static inline float from_bf16(uint16_t v)
{
    uint32_t bits = (uint32_t)v << 16;
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

#define LOAD_f32(p) (p)
#define LOAD_bf16(p) from_bf16(p)

/* One kernel row kh for LANES channels from c on. */
#define DEFINE(NAME, TYPE, LOAD, LANES)                                                                     \
    static void row_##NAME##_##LANES(const TYPE *in, const TYPE *dy, float *dw, float *db, const Shape *s,  \
                                     int c, int kh)                                                         \
    {                                                                                                       \
        float sum[MAX_KERNEL][LANES] = {{0}}, bias[LANES] = {0};                                            \
        for (int n = 0; n < s->images; n++)                                                                 \
            for (int y = 0; y < s->out_height; y++) {                                                       \
                int iy = y * s->stride - s->padding + kh;                                                   \
                if (iy < 0 || iy >= s->height) {                                                            \
                    if (!db)                                                                                \
                        continue;                                                                           \
                    iy = -1;                                                                                \
                }                                                                                           \
                const TYPE *d = dy + ((size_t)(n * s->out_height + y) * s->out_width) * s->channels + c;    \
                const TYPE *row = in + ((size_t)(n * s->height + (iy < 0 ? 0 : iy)) * s->width) * s->channels + c; \
                for (int x = 0; x < s->out_width; x++, d += s->channels) {                                  \
                    float g[LANES];                                                                         \
                    for (int i = 0; i < LANES; i++)                                                         \
                        g[i] = LOAD(d[i]);                                                                  \
                    if (db)                                                                                 \
                        for (int i = 0; i < LANES; i++)                                                     \
                            bias[i] += g[i];                                                                \
                    if (iy < 0)                                                                             \
                        continue;                                                                           \
                    int ix = x * s->stride - s->padding;                                                    \
                    for (int kw = 0; kw < s->kernel; kw++, ix++) {                                          \
                        if (ix < 0 || ix >= s->width)                                                       \
                            continue;                                                                       \
                        const TYPE *v = row + (size_t)ix * s->channels;                                     \
                        for (int i = 0; i < LANES; i++)                                                     \
                            sum[kw][i] += g[i] * LOAD(v[i]);                                                \
                    }                                                                                       \
                }                                                                                           \
            }                                                                                               \
        for (int kw = 0; kw < s->kernel; kw++)                                                              \
            memcpy(dw + (size_t)(kh * s->kernel + kw) * s->channels + c, sum[kw], sizeof sum[kw]);          \
        if (db)                                                                                             \
            memcpy(db + c, bias, sizeof bias);                                                              \
    }

DEFINE(f32, float, LOAD_f32, 16)
DEFINE(f32, float, LOAD_f32, 8)
DEFINE(bf16, uint16_t, LOAD_bf16, 16)
DEFINE(bf16, uint16_t, LOAD_bf16, 8)

#define DEFINE_ALL(NAME, TYPE)                                                                      \
    /* channels: a multiple of 8; dw: kernel*kernel*channels, db: channels, both written whole */   \
    void depthwise_gradient_##NAME(const TYPE *in, const TYPE *dy, float *dw, float *db, const Shape *s) \
    {                                                                                               \
        for (int c = 0; c < s->channels;) {                                                         \
            int wide = s->channels - c >= 16;                                                       \
            for (int kh = 0; kh < s->kernel; kh++) {                                                \
                float *bias = kh == s->padding ? db : NULL;                                         \
                if (wide)                                                                           \
                    row_##NAME##_16(in, dy, dw, bias, s, c, kh);                                    \
                else                                                                                \
                    row_##NAME##_8(in, dy, dw, bias, s, c, kh);                                     \
            }                                                                                       \
            c += wide ? 16 : 8;                                                                     \
        }                                                                                           \
    }

DEFINE_ALL(f32, float)
DEFINE_ALL(bf16, uint16_t)

/* Batch norm with its activation, and squeeze-and-excite, as few passes over the maps.
 *
 * PyTorch 1.13 takes a pass for each step, and batch norm in bf16 is slow on a CPU.
 * Batch norm:
 *
 *   z = (x - mean) * gamma / sqrt(variance + eps) + beta,  y = activation(z)
 *
 * takes two passes forward and two back; z is computed again instead of kept.
 * Squeeze-and-excite, y = x * scale(mean of x), takes two passes back.
 *
 * x, y, dy, dx: bf16, channels last, `pixels` rows of `channels` values; all else float.
 * Compiled by fast.py at the first use, loaded with ctypes.
 */
#include <stdint.h>
#include <string.h>

#define MAX_CHANNELS 1024

enum { NONE, RELU, HSWISH };

static inline float from_bf16(uint16_t v)
{
    uint32_t bits = (uint32_t)v << 16;
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

/* To the nearest, ties to even. */
static inline uint16_t to_bf16(float f)
{
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return (uint16_t)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

static inline float clamp01(float v)
{
    v = v > 0 ? v : 0;
    return v < 1 ? v : 1;
}

static inline float activate(float z, int kind)
{
    if (kind == RELU)
        return z > 0 ? z : 0;
    if (kind == HSWISH)
        return z * clamp01(z * (1.0f / 6) + 0.5f);
    return z;
}

static inline float slope(float z, int kind)
{
    if (kind == RELU)
        return z > 0 ? 1 : 0;
    if (kind == HSWISH)
        return z <= -3 ? 0 : z >= 3 ? 1 : z * (1.0f / 3) + 0.5f;
    return 1;
}

/* mean, variance (biased): (channels), written. */
void norm_statistics(const uint16_t *restrict x, float *restrict mean, float *restrict variance, int pixels, int channels)
{
    /* around the first pixel, so that the difference of the two sums loses nothing */
    float around[MAX_CHANNELS], sum[MAX_CHANNELS] = {0}, squares[MAX_CHANNELS] = {0};
    for (int c = 0; c < channels; c++)
        around[c] = from_bf16(x[c]);
    for (int p = 0; p < pixels; p++, x += channels)
        for (int c = 0; c < channels; c++) {
            float v = from_bf16(x[c]) - around[c];
            sum[c] += v;
            squares[c] += v * v;
        }
    for (int c = 0; c < channels; c++) {
        float m = sum[c] / pixels, v = squares[c] / pixels - m * m;
        mean[c] = around[c] + m;
        variance[c] = v > 0 ? v : 0;
    }
}

#define FORWARD(KIND)                                                                                                      \
    static void forward_##KIND(const uint16_t *restrict x, const float *restrict scale, const float *restrict shift,       \
                               uint16_t *restrict y, int pixels, int channels)                                             \
    {                                                                                                                      \
        for (int p = 0; p < pixels; p++, x += channels, y += channels)                                                     \
            for (int c = 0; c < channels; c++)                                                                             \
                y[c] = to_bf16(activate(from_bf16(x[c]) * scale[c] + shift[c], KIND));                                     \
    }                                                                                                                      \
    static void sums_##KIND(const uint16_t *restrict x, const uint16_t *restrict dy, const float *restrict scale,          \
                            const float *restrict shift, float *restrict sum, float *restrict product, int pixels,         \
                            int channels)                                                                                  \
    {                                                                                                                      \
        for (int p = 0; p < pixels; p++, x += channels, dy += channels)                                                    \
            for (int c = 0; c < channels; c++) {                                                                           \
                float v = from_bf16(x[c]), dz = from_bf16(dy[c]) * slope(v * scale[c] + shift[c], KIND);                   \
                sum[c] += dz;                                                                                              \
                product[c] += dz * v;                                                                                      \
            }                                                                                                              \
    }                                                                                                                      \
    static void back_##KIND(const uint16_t *restrict x, const uint16_t *restrict dy, const float *restrict scale,          \
                            const float *restrict shift, const float *restrict of_x, const float *restrict constant,       \
                            uint16_t *restrict dx, int pixels, int channels)                                               \
    {                                                                                                                      \
        for (int p = 0; p < pixels; p++, x += channels, dy += channels, dx += channels)                                    \
            for (int c = 0; c < channels; c++) {                                                                           \
                float v = from_bf16(x[c]), dz = from_bf16(dy[c]) * slope(v * scale[c] + shift[c], KIND);                   \
                dx[c] = to_bf16(dz * scale[c] + v * of_x[c] + constant[c]);                                                \
            }                                                                                                              \
    }

FORWARD(NONE)
FORWARD(RELU)
FORWARD(HSWISH)

/* y = activation(x * scale + shift). */
void norm_forward(const uint16_t *x, const float *scale, const float *shift, uint16_t *y, int pixels, int channels, int kind)
{
    (kind == RELU ? forward_RELU : kind == HSWISH ? forward_HSWISH : forward_NONE)(x, scale, shift, y, pixels, channels);
}

/* inverse: 1 / sqrt(variance + eps); scale = gamma * inverse, shift = beta - mean * scale.
 * Written: dx, dgamma, dbeta. */
void norm_backward(const uint16_t *x, const uint16_t *dy, const float *mean, const float *inverse, const float *scale,
                   const float *shift, uint16_t *dx, float *dgamma, float *dbeta, int pixels, int channels, int kind)
{
    float of_x[MAX_CHANNELS], constant[MAX_CHANNELS];
    memset(dgamma, 0, channels * sizeof *dgamma);
    memset(dbeta, 0, channels * sizeof *dbeta);
    (kind == RELU ? sums_RELU : kind == HSWISH ? sums_HSWISH : sums_NONE)(x, dy, scale, shift, dbeta, dgamma, pixels, channels);
    for (int c = 0; c < channels; c++) {
        dgamma[c] = (dgamma[c] - mean[c] * dbeta[c]) * inverse[c];
        /* dx = scale * (dz - mean of dz - normalised x * mean of dz * normalised x) */
        of_x[c] = -scale[c] * inverse[c] * dgamma[c] / pixels;
        constant[c] = -scale[c] * dbeta[c] / pixels - mean[c] * of_x[c];
    }
    (kind == RELU ? back_RELU : kind == HSWISH ? back_HSWISH : back_NONE)(x, dy, scale, shift, of_x, constant, dx, pixels,
                                                                         channels);
}

/* dscale[n][c]: sum over an image's pixels of dy * x. */
void excite_gradient(const uint16_t *restrict x, const uint16_t *restrict dy, float *restrict dscale, int images, int pixels,
                     int channels)
{
    memset(dscale, 0, (size_t)images * channels * sizeof *dscale);
    for (int n = 0; n < images; n++, dscale += channels)
        for (int p = 0; p < pixels; p++, x += channels, dy += channels)
            for (int c = 0; c < channels; c++)
                dscale[c] += from_bf16(dy[c]) * from_bf16(x[c]);
}

/* dx = dy * scale[n][c] + constant[n][c]. */
void excite_backward(const uint16_t *restrict dy, const float *restrict scale, const float *restrict constant,
                     uint16_t *restrict dx, int images, int pixels, int channels)
{
    for (int n = 0; n < images; n++, scale += channels, constant += channels)
        for (int p = 0; p < pixels; p++, dy += channels, dx += channels)
            for (int c = 0; c < channels; c++)
                dx[c] = to_bf16(from_bf16(dy[c]) * scale[c] + constant[c]);
}

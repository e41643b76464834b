/* held.c: a V4L2 camera that another program has, for PipeWire to find; preloaded into it
 *
 * Every ioctl() for video is answered here, whatever the file: /dev/null will do. Only what
 * PipeWire's V4L2 plug-in asks before it sets the format, which is what fails on a real camera.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WIDTH 1280
#define HEIGHT 720

int ioctl (int fd, unsigned long request, ...);

static int
fail (int error)
{
  errno = error;
  return -1;
}

static int
get_capabilities (struct v4l2_capability *capability)
{
  *capability = (struct v4l2_capability){
    .driver = "held",
    .card = "Held camera",
    .capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING,
    .device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING,
  };
  return 0;
}

static int
get_format (struct v4l2_fmtdesc *format)
{
  if (format->index > 0)
    return fail (EINVAL);

  format->flags = 0;
  format->pixelformat = V4L2_PIX_FMT_YUYV;
  return 0;
}

static int
get_size (struct v4l2_frmsizeenum *size)
{
  if (size->index > 0)
    return fail (EINVAL);

  size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
  size->discrete.width = WIDTH;
  size->discrete.height = HEIGHT;
  return 0;
}

static int
get_interval (struct v4l2_frmivalenum *interval)
{
  if (interval->index > 0)
    return fail (EINVAL);

  interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
  interval->discrete.numerator = 1;
  interval->discrete.denominator = 30;
  return 0;
}

int
ioctl (int fd, unsigned long request, ...)
{
  va_list arguments;

  va_start (arguments, request);
  void *argument = va_arg (arguments, void *);
  va_end (arguments);

  if (_IOC_TYPE (request) != 'V')
    return (int) syscall (SYS_ioctl, fd, request, argument);

  /* The plug-in hands the request over as an int. */
  switch ((unsigned int) request)
    {
    case VIDIOC_QUERYCAP:
      return get_capabilities (argument);
    case VIDIOC_ENUM_FMT:
      return get_format (argument);
    case VIDIOC_ENUM_FRAMESIZES:
      return get_size (argument);
    case VIDIOC_ENUM_FRAMEINTERVALS:
      return get_interval (argument);
    case VIDIOC_S_FMT:
      return fail (EBUSY);
    default:
      return fail (EINVAL);
    }
}

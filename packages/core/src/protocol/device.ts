import * as z from '../z.js';

/** Header in which a client of ours names its device with every request. */
export const DEVICE_HEADER = 'x-onedoor-device';

export const deviceId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/**
 * `POST /api/device`: what the server keeps of a device's key, for whoever is signed in on it. The part alone opens
 * nothing: it is of use only beside the wrapped key that lies in that browser.
 */
export const deviceRequest = z.object({
  device: deviceId,
  /** True: a device that the server does not know gets a new part. False: it is told NOT_FOUND. */
  make: z.boolean(),
  /** What the device is, in words for whoever has to tell it from others, such as `Windows Chrome`. */
  label: z.optional(z.string().check(z.maxLength(60))),
});
export type DeviceRequest = z.infer<typeof deviceRequest>;

export const deviceResponse = z.object({
  /** 32 random bytes, base64url. */
  share: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** How long local data may be opened without the server from now on, milliseconds. */
  leaseMs: z.int().check(z.minimum(0)),
});
export type DeviceResponse = z.infer<typeof deviceResponse>;

/** `POST /api/device/forget`: the server forgets its part of this device's key. What may lie there still opens no more. */
export const deviceForget = z.object({ device: deviceId });

/* `device-link`: what the browser says of the device's link. */

import { noticesLink } from "../browser/device.js";

/** `[online, notices]`; `online` is no number where the browser does not tell. */
export const deviceLink = async () => {
  const { onLine, userAgent } = navigator;
  return [typeof onLine === "boolean" ? +onLine : NaN, +noticesLink(userAgent)];
};

/* `isp`: asks the provider's own edge, each target side by side. */

import { askAll } from "./target.js";

export const isp = (urls, deadline, signal) => askAll(urls, true, deadline, signal);

/* `internet`: asks others than the provider, all at once; what differs between them tells. */

import { askAll } from "./target.js";

export const internet = (urls, deadline, signal) => askAll(urls, false, deadline, signal);

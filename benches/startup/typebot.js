/*
 * Typebot's standard embed, as its documentation shows it. Its server is not in its package: the bench
 * answers the two calls that the embed makes (see tests/e2e/bench/peers.rs), each at once.
 */

import Typebot from "@typebot.io/js/web";

Typebot.initStandard({ typebot: "startup", apiHost: location.origin });

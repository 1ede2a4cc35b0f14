/** The API of Firstline's loader, and the events that it sends. See docs/embedding.md. */

/** A plain value that the page knows of customer or line. */
export type Fact = string | number | boolean;

/** What `open` takes. */
export interface OpenOptions {
  /** The id of a guide to open at once; without it, what was shown last, or the list of guides. */
  guide?: string;
}

/** What the page tells of the customer. */
export interface Identity {
  /**
   * Who the customer is who is signed in at your portal: a JWT that your server made for this page view, as
   * docs/identity.md says. The relay looks at it, and the form is filled with what it says.
   */
  token?: string | null;
  /** Facts that guides may ask for, by their names in the guide, without any prefix. */
  facts?: Record<string, Fact>;
}

/** Why the widget cannot run. */
export type Failure =
  /** The page's content security policy blocks something. */
  | "policy"
  /** A file is not there. */
  | "missing"
  /** Nothing answers, or without the header that lets the page read it. */
  | "network"
  /** A file came with a wrong content type. */
  | "type"
  /** The browser has no WebAssembly. */
  | "no-wasm"
  /** It did not load in a minute. */
  | "timeout"
  /** It loaded and could not start. */
  | "start"
  /** It broke while it ran. */
  | "trap";

/** What events carry. None of it is personal data. */
export interface EventDetails {
  /** The widget can be used. */
  ready: Record<string, never>;
  /** A guide was opened: its id. */
  open: { guide: string };
  /**
   * Another step is shown (the first is told by `open`): the step, as `socket`, and in a guide that
   * another calls `power/socket`.
   */
  step: { place: string };
  /** A step of checks is left, and something was measured there: the step, as in `step`. */
  check: { place: string };
  /** A guide came to an end: guide and step, as `slow-internet/ticket`. */
  outcome: { place: string };
  /** A ticket is stored by the relay, or waits in the browser for the line. */
  ticket: { state: "stored" | "waiting" };
  /** A fact of the page's cannot be what a guide declares, and is left out: its name and type. */
  fact: { refused: string };
  /** The widget cannot run, or could not do something: `ticket-refused`, `origins`, `no-guides`, `no-guide`, `bad-guide`. */
  error: { reason: Failure | (string & {}) };
}

export type EventName = keyof EventDetails;

/** `window.Firstline`, once the loader is here. */
export interface Firstline {
  /** Opens the panel, or brings the `<firstline-help>` of the page into sight. */
  open(options?: OpenOptions): void;
  /** Closes the panel. What was entered stays. */
  close(): void;
  /** Tells what the page knows. May be called again; later facts are added. */
  identify(identity: Identity): void;
  /** Calls `act` on every event of that name; returns what ends it. */
  on<Name extends EventName>(name: Name, act: (detail: EventDetails[Name]) => void): () => void;
  /** Takes Firstline off the page, with everything that it added or listens to. */
  destroy(): void;
  /** Calls from before the loader was here; `push` calls at once now. */
  q: { push(...calls: Call[]): void };
}

/** A call as data: the method's name and its arguments. */
export type Call =
  | ["open", OpenOptions?]
  | ["close"]
  | ["identify", Identity]
  | ["on", EventName, (detail: never) => void]
  | ["destroy"];

declare global {
  interface Window {
    /** Before the loader is here: `{ q: [] }`, if the page made it. */
    Firstline?: Firstline | { q: Call[] };
  }
  interface HTMLElementTagNameMap {
    "firstline-help": HTMLElement;
  }
  interface DocumentEventMap {
    "firstline:ready": CustomEvent<EventDetails["ready"]>;
    "firstline:open": CustomEvent<EventDetails["open"]>;
    "firstline:step": CustomEvent<EventDetails["step"]>;
    "firstline:check": CustomEvent<EventDetails["check"]>;
    "firstline:outcome": CustomEvent<EventDetails["outcome"]>;
    "firstline:ticket": CustomEvent<EventDetails["ticket"]>;
    "firstline:fact": CustomEvent<EventDetails["fact"]>;
    "firstline:error": CustomEvent<EventDetails["error"]>;
  }
}

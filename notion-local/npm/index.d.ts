/** How to start a server. */
export interface Options {
  /** The port on loopback. Default: a free one. */
  port?: number;
  /** The seed of all IDs: the same seed and the same requests give the same IDs. Default: 0. */
  seed?: number;
  /** A JSON file with the workspace to begin with, as `GET /_local/snapshot` gives it. */
  snapshot?: string;
}

/** A running server. It stops with the process that started it, even if that is killed. */
export interface NotionLocal extends AsyncDisposable {
  /** The address, for the base URL of a client. */
  readonly url: string;
  /** The token of the integration that sees everything. */
  readonly token: string;
  /** The ID of the page "Home", in which pages and databases can be created. */
  readonly home: string;
  /** Brings the workspace back to its beginning, with the same IDs. */
  reset(): Promise<void>;
  /** Sends a request to `/_local/NAME` and returns the JSON of the answer, or `undefined` without one. */
  control(method: string, name: string, body?: unknown): Promise<unknown>;
  /** Stops the server. A second call does nothing. */
  stop(): Promise<void>;
}

/** Starts a local Notion in a process of its own. */
export function startNotion(options?: Options): Promise<NotionLocal>;

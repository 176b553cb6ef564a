/** A subject of the reference: its operations stand together, in this order, each with one line that says what it does. */
export interface Section {
  readonly title: string;
  readonly about: string;
  /** By methods and path, e.g. `POST PUT /api/maintenance`. */
  readonly operations: Readonly<Record<string, string>>;
}
